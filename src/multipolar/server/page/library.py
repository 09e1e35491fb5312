"""The pages of a host of several exercises: what is open here, and the desk of whoever facilitates them.

Whoever has no code is shown titles and how many seats are open, and nothing else.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from multipolar.domain.english import counted
from multipolar.server.app import SIGNED_OUT, Wrong, address_of, read_body
from multipolar.server.hosting import opened
from multipolar.server.keys import Holder
from multipolar.server.library import Library
from multipolar.server.page.choosing import Form, one
from multipolar.server.page.html import NOTHING, Html, choices, hidden, listed, many, tag, text, void
from multipolar.server.page.joining import NOTHING_YET, PAGE, Typed, join_page
from multipolar.server.page.pages import Note, page
from multipolar.server.page.routes import (
    HEADERS,
    base_of,
    file_routes,
    form_token,
    give_cookie,
    is_own,
    read_form,
    to_seat,
)
from multipolar.server.screens.routes import COOKIE, asset_routes
from multipolar.server.sheets import sheet
from multipolar.user_errors import UserError
from multipolar.wire import library as lib
from multipolar.wire.messages import JoinRequest
from multipolar.wire.routes import FACILITATOR, SCREEN

BASE = "/library"
CLOSED = "That exercise is not open here now. Type a code of one that is."
_NAME = "Exercises"
_SHEET_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_CONFIRM = "close"
_ABSENCES = (
    ("hold", "Hold", "it does nothing new"),
    ("default_orders", "Default orders", "it keeps up what it has"),
    ("doctrine", "Its doctrine", "the program plays it"),
)
_CLOCKS = (
    ("0", "No clock", ""),
    *((str(minutes), counted(minutes, "minute"), "") for minutes in (45, 90, 180, 240)),
)
_WORDS = {
    "here": "here",
    "lost": "not heard from",
    "away": "away",
    "nobody": "nobody yet",
    "program": "program",
}


def title_of(library: Library) -> str:
    """What stands at the head of its pages."""
    return library.name or _NAME


# --- for everybody ---


def _open_here(library: Library) -> Html:
    """What is open, as somebody without a code may know it: titles, and seats that nobody sits at."""
    lines = []
    for served in library.served.values():
        states = [seen.state for seen in served.hosted.presence() if seen.state != "program"]
        free = states.count("nobody")
        seats = f"seats open: {free} of {len(states)}" if states else "programs play; you may watch"
        lines.append(tag("li", tag("strong", served.hosted.title), f" · {seats}"))
    if not lines:
        return tag("p", "No exercise is open at the moment. This address stays the same.", class_="note")
    return many((tag("h2", "Open here"), tag("ul", *lines)))


def _joining(library: Library, typed: Typed = NOTHING_YET, wrong: str = "") -> str:
    return join_page(title_of(library), typed, wrong, _open_here(library))


# --- for whoever facilitates ---


class Desk:
    """The desk of whoever facilitates, at one moment.

    Args:
        library: the exercises.
        token: of the session.
        holder: whose it is.
    """

    def __init__(self, library: Library, token: str, holder: Holder) -> None:
        self.library, self.holder, self._token = library, holder, token

    def _form(self, action: str, *parts: Html | str) -> Html:
        own = hidden("form", form_token(self._token))
        return tag("form", own, *parts, method="post", action=f"{BASE}/{action}")

    def _whole(self, heading: str, *parts: Html, notes: tuple[Note, ...] = ()) -> str:
        who = f" · {self.holder.name}" if self.holder.name else ""
        head = tag(
            "header", tag("p", tag("strong", title_of(self.library)), f"{who} · facilitator"), class_="top"
        )
        said = [
            tag("p", note.said, class_="note err", role="alert")
            if note.is_wrong
            else tag("p", note.said, class_="note", role="status")
            for note in notes
        ]
        title = f"{heading} · {title_of(self.library)}"
        return page(title, many((tag("h1", heading), *said, *parts)), head)

    async def shown(self, *notes: Note) -> str:
        """The desk."""
        look = tag("a", "Look again", class_="to", href=BASE)
        at = [tag("p", f"As of {datetime.now().astimezone():%H:%M:%S}. ", look, class_="q")]
        reached = listed([f"People open {address}{self.library.path}" for address in self.library.addresses])
        cards = [self._card(each) for each in await self.library.exercises()]
        none = [] if cards else [tag("p", "No exercise is open.", class_="note")]
        new = tag("p", tag("a", "Begin an exercise, or open a save", class_="go main", href=f"{BASE}/new"))
        return self._whole("What is open", *at, reached, new, *none, *cards, notes=notes)

    def _card(self, each: lib.ExerciseOpen) -> Html:
        it = hidden("exercise", each.exercise)
        clock = f" · {each.clock}" if each.clock else ""
        sheets = tag(
            "a", "Sheet of codes to print", class_="to", href=f"{BASE}/sheet?exercise={each.exercise}"
        )
        sit = many(
            self._form("sit", it, hidden("seat", seat), tag("button", label))
            for seat, label in ((FACILITATOR, "Facilitate it"), (SCREEN, "Open the projector"))
        )
        confirm = f"confirm-{each.exercise}"
        closing = tag(
            "details",
            tag("summary", "Close it"),
            tag("p", "All who sit there are told. It stays as a save, and can be opened again.", class_="q"),
            self._form(
                "end",
                it,
                tag("label", f"Type {_CONFIRM} to close it", class_="f", for_=confirm),
                void("input", type="text", id=confirm, name="confirm", autocomplete="off"),
                tag("button", "Close it for all"),
            ),
        )
        heading = f"it-{each.exercise}"
        return tag(
            "section",
            tag("h2", each.title, id=heading),
            tag("p", f"{each.position} · {each.preset}{clock} · saved as {each.exercise}", class_="q"),
            tag("ul", *(self._seat(each, seat) for seat in each.seats), class_="messages"),
            tag("p", sheets),
            sit,
            closing,
            class_="card",
            aria_labelledby=heading,
        )

    def _seat(self, each: lib.ExerciseOpen, seat: lib.SeatOpen) -> Html:
        who = ", ".join(seat.people)
        state = " · ".join(part for part in (_WORDS.get(seat.state, seat.state), who) if part)
        own = (hidden("exercise", each.exercise), hidden("seat", seat.seat))
        deeds = tag(
            "details",
            tag("summary", f"Change the code: {seat.name}"),
            tag("p", "Whoever sits there by the present code is signed out.", class_="q"),
            self._form("reissue", *own, tag("button", "Issue a new code")),
            self._form("revoke", *own, tag("button", "Take the code back")) if seat.code else NOTHING,
        )
        code = tag("span", seat.code, class_="code") if seat.code else tag("em", "no code")
        return tag("li", tag("strong", seat.name), f" {state} " if state else " ", tag("div", code), deeds)

    async def new(self, form: Form, *notes: Note) -> str:
        """Where an exercise is begun: first which, then how."""
        offered = await self.library.scenarios()
        chosen = next((each for each in offered if each.id == one(form, "scenario")), None)
        if chosen is None:
            links = [
                tag(
                    "li",
                    tag("a", each.title, class_="to", href=f"{BASE}/new?scenario={each.id}"),
                    tag("small", each.summary),
                )
                for each in offered
            ]
            return self._whole(
                "Begin an exercise", tag("ul", *links, class_="messages"), await self._saves(), notes=notes
            )
        return self._whole(f"Begin: {chosen.title}", self._settings(chosen), notes=notes)

    async def _saves(self) -> Html:
        found = (await self.library.saves())[:50]
        if not found:
            return NOTHING
        options = [
            (each.exercise, each.title, f"{each.moment}{', over' if each.finished else ''} · {each.exercise}")
            for each in found
        ]
        opening = self._form(
            "takeup", choices("exercise", text("Which save"), options), tag("button", "Open it")
        )
        return many((tag("h2", "Open a save"), opening))

    def _settings(self, chosen: lib.ScenarioOffered) -> Html:
        presets = sorted(chosen.presets, key=lambda each: each.id != "standard")
        lengths = [
            (each.id, each.title, f"{counted(each.rounds, 'round')}, about {counted(each.minutes, 'minute')}")
            for each in presets
        ]
        seats = [
            tag(
                "label",
                void("input", type="checkbox", name="seats", value=power.id, checked=not power.minor),
                tag("span", power.name, *([tag("small", "not scored")] if power.minor else [])),
            )
            for power in chosen.powers
        ]
        return self._form(
            "begin",
            hidden("scenario", chosen.id),
            hidden("id", uuid4().hex),
            tag("p", chosen.summary),
            tag("fieldset", tag("legend", "Seats of persons"), tag("div", *seats, class_="pick")),
            choices("preset", text("Length"), lengths),
            choices("lesson", text("Clock"), _CLOCKS),
            choices("absence", text("What an empty chair does"), _ABSENCES),
            tag("label", "Seed, if chance is to be the same as at another table", class_="f", for_="seed"),
            void("input", type="text", id="seed", name="seed", inputmode="numeric", maxlength=19),
            tag("button", "Begin it", class_="main"),
        )

    # --- what is done ---

    async def begin(self, form: Form) -> str:
        """Begin an exercise."""
        seed, seats = one(form, "seed"), tuple(form.get("seats", ()))
        if seed and not (seed.isascii() and seed.isdecimal() and int(seed) < 2**63):
            return await self.new(form, Note("The seed has to be a whole number, or nothing.", is_wrong=True))
        if not seats:
            return await self.new(form, Note("Mark at least one seat for a person.", is_wrong=True))
        try:
            asked = msgspec.convert(
                {
                    "scenario": one(form, "scenario"),
                    "preset": one(form, "preset"),
                    "seats": seats,
                    "seed": int(seed) if seed else None,
                    "lesson": one(form, "lesson"),
                    "absence": one(form, "absence"),
                    "id": one(form, "id"),
                },
                lib.ExerciseRequest,
                strict=False,
            )
        except msgspec.ValidationError:
            return await self.new(form, Note("That could not be read; mark it again.", is_wrong=True))
        begun = await self.library.begin(asked)
        return await self.shown(Note(f"{begun.title} is open. Its codes stand below, and on its sheet."))

    async def take_up(self, form: Form) -> str:
        """Open a save."""
        found = await self.library.take_up(one(form, "exercise"))
        return await self.shown(Note(f"{found.title} is open again, where it stood."))

    async def end(self, form: Form) -> str:
        """Close an exercise."""
        if one(form, "confirm").lower() != _CONFIRM:
            return await self.shown(Note(f"Nothing was closed: type {_CONFIRM} first.", is_wrong=True))
        await self.library.end(one(form, "exercise"))
        return await self.shown(Note(f"It is closed, and saved as {one(form, 'exercise')}."))

    async def reissue(self, form: Form) -> str:
        """Another code for a seat."""
        code = await self.library.reissue(one(form, "exercise"), one(form, "seat"))
        return await self.shown(Note(f"The new code of {one(form, 'seat')} is {code}."))

    async def revoke(self, form: Form) -> str:
        """No code for a seat."""
        await self.library.revoke(one(form, "exercise"), one(form, "seat"))
        return await self.shown(Note(f"The code of {one(form, 'seat')} opens nothing any more."))


def library_routes(library: Library) -> list[BaseRoute]:
    """The routes of the library's own pages."""

    async def joining(_request: Request) -> Response:
        return HTMLResponse(_joining(library), headers=HEADERS)

    async def room(request: Request) -> Response:
        if request.path_params["name"] != library.name:
            return HTMLResponse(_joining(library, wrong="There is no such room here."), 404, headers=HEADERS)
        return HTMLResponse(_joining(library), headers=HEADERS)

    async def join(request: Request) -> Response:
        typed = NOTHING_YET
        try:
            form = read_form(await read_body(request))
            typed = Typed(one(form, "code"), one(form, "name"), one(form, "way") or PAGE)
            signed = library.sign_in(JoinRequest(typed.code, typed.name), address_of(request))
        except (Wrong, UserError, ValueError) as wrong:
            said = wrong.detail if isinstance(wrong, Wrong) else "That could not be read; type it again."
            status = wrong.status if isinstance(wrong, Wrong) else 400
            return HTMLResponse(_joining(library, typed, said), status, headers=HEADERS)
        if signed.served is None:
            answered = RedirectResponse(BASE, 303, headers=HEADERS)
            give_cookie(request, answered, BASE, signed.token)
            return answered
        hosted, holder = signed.served.hosted, signed.holder
        await hosted.hear(holder.seat, holder.name)
        return to_seat(request, base_of(hosted, holder.seat), signed.token, typed.way)

    return [
        *asset_routes(),
        *file_routes(),
        Route("/", joining, methods=["GET"]),
        Route("/join", join, methods=["POST"]),
        Route("/join", joining, methods=["GET"]),
        Route("/room/{name}", room, methods=["GET"]),
        Route(BASE, _desk(library), methods=["GET"]),
        Route(f"{BASE}/new", _new(library), methods=["GET"]),
        Route(f"{BASE}/sheet", _sheet(library), methods=["GET"]),
        *(Route(f"{BASE}/{name}", _done(library, deed), methods=["POST"]) for name, deed in _DEEDS.items()),
        Route(f"{BASE}/sit", _sit(library), methods=["POST"]),
        Route(f"{BASE}/{{other}}", _back, methods=["GET"]),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]
Deed = Callable[[Desk, Form], Awaitable[str]]
_DEEDS: dict[str, Deed] = {
    "begin": Desk.begin,
    "takeup": Desk.take_up,
    "end": Desk.end,
    "reissue": Desk.reissue,
    "revoke": Desk.revoke,
}


async def _back(_request: Request) -> Response:
    return RedirectResponse(BASE, 303, headers=HEADERS)


def _seated(library: Library, request: Request) -> Desk | None:
    token = request.cookies.get(COOKIE, "")
    holder = library.keys.holder(token) if token else None
    return None if holder is None else Desk(library, token, holder)


def _signed_out(library: Library) -> Response:
    return HTMLResponse(_joining(library, wrong=SIGNED_OUT), 401, headers=HEADERS)


def _desk(library: Library) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        desk = _seated(library, request)
        if desk is None:
            return _signed_out(library)
        return HTMLResponse(await desk.shown(), headers=HEADERS)

    return endpoint


def _new(library: Library) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        desk = _seated(library, request)
        if desk is None:
            return _signed_out(library)
        form = {name: [value] for name, value in request.query_params.items()}
        return HTMLResponse(await desk.new(form), headers=HEADERS)

    return endpoint


def _sheet(library: Library) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if (desk := _seated(library, request)) is None:
            return _signed_out(library)
        served = library.served.get(request.query_params.get("exercise", ""))
        if served is None:
            return HTMLResponse(await desk.shown(Note(CLOSED, is_wrong=True)), 404, headers=HEADERS)
        return HTMLResponse(
            sheet(opened(served, library.addresses, library.fingerprint)), headers=_SHEET_POLICY
        )

    return endpoint


def _done(library: Library, deed: Deed) -> Endpoint:
    """What does something, as whoever facilitates, by a form of the desk's own."""

    async def endpoint(request: Request) -> Response:
        if (desk := _seated(library, request)) is None:
            return _signed_out(library)
        try:
            return HTMLResponse(await deed(desk, await _form_of(request)), headers=HEADERS)
        except (Wrong, UserError, ValueError) as wrong:
            return await _refused(desk, wrong)

    return endpoint


def _sit(library: Library) -> Endpoint:
    """Let whoever facilitates sit down at a seat of an exercise without its code."""

    async def endpoint(request: Request) -> Response:
        if (desk := _seated(library, request)) is None:
            return _signed_out(library)
        try:
            form = await _form_of(request)
            exercise, seat = one(form, "exercise"), one(form, "seat")
            if seat not in (FACILITATOR, SCREEN):
                raise Wrong(403, "seat", "A player's seat is opened by its code.")
            token = library.sit_down(exercise, seat, desk.holder.name)
        except (Wrong, UserError, ValueError) as wrong:
            return await _refused(desk, wrong)
        return to_seat(request, base_of(library.served[exercise].hosted, seat), token, "screens")

    return endpoint


async def _form_of(request: Request) -> Form:
    form = read_form(await read_body(request))
    if not is_own(form, request.cookies.get(COOKIE, "")):
        raise Wrong(403, "form", "This page is older than your seat. Open it again.")
    return form


async def _refused(desk: Desk, wrong: Exception) -> Response:
    said = wrong.detail if isinstance(wrong, Wrong) else str(wrong)
    if isinstance(wrong, ValueError):
        said = "That could not be read; nothing was done."
    status = wrong.status if isinstance(wrong, Wrong) else 400
    return HTMLResponse(await desk.shown(Note(said, is_wrong=True)), status, headers=HEADERS)
