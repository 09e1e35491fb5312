"""The addresses of the light page: its own cookie and form token, and nothing of the API's.

A page session is a token as any other, in a cookie that script cannot read and that other sites' requests
do not carry, below a path of its own, so that two seats fit into one browser.
"""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from urllib.parse import parse_qs
from uuid import uuid4

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from multipolar.domain.errors import Refused
from multipolar.domain.model import commands as c
from multipolar.domain.phases.deliberation import check_text
from multipolar.plain.acts import line_of, read_act, split_line
from multipolar.plain.asking import answer
from multipolar.plain.beside import presence_line
from multipolar.plain.grammar import ACT, BY_NAME, manual
from multipolar.server.app import SIGNED_OUT, Wrong, address_of, read_body, sign_in
from multipolar.server.hosted import Hosted
from multipolar.server.keys import Holder
from multipolar.server.page.choosing import MOST, Chosen, Form, chosen, one, proposal_of
from multipolar.server.page.joining import PAGE, SCREENS, Typed, join_page
from multipolar.server.page.pages import Note, SeatPages, Where, suggested_state
from multipolar.server.screens.routes import COOKIE, others_for, screen_routes
from multipolar.server.screens.terminals import Terminals
from multipolar.table.port import Suggestion
from multipolar.user_errors import UserError
from multipolar.wire.messages import JoinRequest
from multipolar.wire.routes import COMMANDS, POWER, role_of

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}

Shown = Callable[["Seated"], Awaitable[str]]


class Seated:
    """A page that somebody asks for, from a seat that is theirs.

    Args:
        hosted: the exercise.
        request: as it came.
        token: of the page's session.
        holder: whose it is.
        form: what was filled in.
    """

    def __init__(self, hosted: Hosted, request: Request, token: str, holder: Holder, form: Form) -> None:
        self.hosted, self.request, self.token, self.holder, self.form = hosted, request, token, holder, form
        self.table = hosted.table(holder.seat)
        beside = hosted.delegation(holder.seat, holder.name)
        where = Where(
            base_of(hosted, holder.seat),
            form_token(token),
            holder.name,
            hosted.presence(),
            datetime.now().astimezone(),
            state_of(hosted, holder.seat),
            hosted.clock(),
            hosted.suggestions(holder.seat),
            hosted.commits(holder.seat, holder.name),
            beside.help,
            beside.team,
            unread=beside.unread,
            hosts=others_for(hosted, request),
        )
        self.pages = SeatPages(self.table, where)

    async def send(self, commands: list[tuple[c.AnyCommand, str]]) -> list[Note]:
        """Send commands one after another; what became of each."""
        notes: list[Note] = []
        allowed = COMMANDS[role_of(self.holder.seat)]
        for command, sentence in commands:
            if type(command) not in allowed:
                notes.append(Note(f"Refused: {sentence} It is not yours to ask.", is_wrong=True))
                continue
            if not self.hosted.commits(self.holder.seat, self.holder.name):
                suggested = self.hosted.suggest(self.holder.seat, Suggestion(command, "", self.holder.name))
                head = self.hosted.head(self.holder.seat) or "the head of delegation"
                said = f"Suggested to {head}: {sentence}" if suggested else "Too much is suggested already."
                notes.append(Note(said, is_wrong=not suggested))
                continue
            receipt = await self.hosted.submit(self.holder.seat, command, self.holder.name)
            if receipt.accepted:
                self._take_up(command)
                notes.append(Note(f"Done: {sentence}"))
            else:
                notes.append(Note(f"Refused: {sentence} {receipt.message}.", is_wrong=True))
        return notes

    def _take_up(self, command: c.AnyCommand) -> None:
        """What was suggested and is sent now is suggested no more."""
        for each in self.hosted.suggestions(self.holder.seat):
            if each.state == "open" and each.command == command:
                self.hosted.decide(self.holder.seat, each.number, taken=True)

    def anew(self) -> SeatPages:
        """The pages as they stand after something was done."""
        return SeatPages(self.table, self.pages.where._replace(state=state_of(self.hosted, self.holder.seat)))


def base_of(hosted: Hosted, seat: str) -> str:
    """The address of a seat's pages, without a slash at the end."""
    return f"{hosted.base}/s/{seat}"


def form_token(token: str) -> str:
    """What a form carries to be this session's own: it follows from the cookie, and does not give it away."""
    return hmac.new(token.encode(), b"form", sha256).hexdigest()[:32]


def is_own(form: Form, token: str) -> bool:
    """Whether a form comes from a page of this session, and not from elsewhere."""
    return hmac.compare_digest(one(form, "form").encode("utf-8", "replace"), form_token(token).encode())


def state_of(hosted: Hosted, seat: str) -> str:
    """What changes when there is something new for a seat."""
    return f"{hosted.encoded_view(seat).now().number}"


def _live(hosted: Hosted, seat: str, request: Request) -> str:
    """What a page shows without being fetched again, a line each.

    Its state, the clock, the state of what is suggested, other hosts, then who is at each seat.
    """
    clock, view = hosted.clock(), hosted.table(seat).view
    told = (
        state_of(hosted, seat),
        clock.words if clock else "",
        suggested_state(hosted.suggestions(seat)),
        " ".join(others_for(hosted, request)),
    )
    return "\n".join((*told, *(presence_line(seen, view) for seen in hosted.presence())))


async def _asked(seated: Seated) -> str:
    return await seated.pages.asked()


async def _suggestions(seated: Seated) -> str:
    """A part of a page, for one that is open."""
    return seated.pages.suggestions()


async def _deal(seated: Seated) -> str:
    view = seated.pages.view
    offer = next((each for each in view.offers if each.move == one(seated.form, "move")), None)
    if one(seated.form, "look") and offer is not None:
        proposed = proposal_of(seated.form, offer, view)
        if proposed is not None:
            return await seated.pages.look([proposed])
        return await seated.pages.deal(seated.form, [Note("Mark with whom first.", is_wrong=True)])
    return await seated.pages.deal(seated.form)


async def _talk(seated: Seated) -> str:
    await _open_channel(seated, one(seated.form, "channel"))
    return await seated.pages.talk(seated.form)


async def _open_channel(seated: Seated, key: str) -> None:
    """A channel that is shown has been read by who looks at it; this page still tells what was unread."""
    channel = next((each for each in seated.pages.view.channels if each.id == key), None)
    if channel is not None and channel.unread:
        read = c.ReadMessages(id=uuid4().hex, channel=key)
        await seated.hosted.submit(seated.holder.seat, read, seated.holder.name)


async def _world(seated: Seated) -> str:
    return await seated.pages.world()


async def _news(seated: Seated) -> str:
    return await seated.pages.news()


async def _brief(seated: Seated) -> str:
    return await seated.pages.brief()


async def _debrief(seated: Seated) -> str:
    return await seated.pages.debrief()


async def _look(seated: Seated) -> str:
    try:
        return await seated.pages.look(chosen(seated.form, seated.pages.view))
    except Refused as refused:
        return await seated.pages.asked([Note(f"{refused.message}.", is_wrong=True)])


async def _send(seated: Seated) -> str:
    encoded = seated.form.get("command", ())[:MOST]
    sentences = seated.form.get("sentence", ())
    try:
        commands = [msgspec.json.decode(each, type=c.AnyCommand) for each in encoded]
    except (msgspec.MsgspecError, UnicodeError):
        return await seated.pages.asked([Note("That could not be read; nothing was sent.", is_wrong=True)])
    said = [*sentences, *[""] * len(commands)][: len(commands)]
    notes = await seated.send(list(zip(commands, said, strict=True)))
    return await seated.anew().asked(notes)


async def _take(seated: Seated) -> str:
    """A suggestion is taken up: it is looked over as what the head marked itself."""
    taken = _suggested(seated)
    if taken is None:
        return await seated.pages.asked([Note("That is suggested no more.", is_wrong=True)])
    sentence = f"As {taken.by or 'somebody'} suggests: {line_of(taken.command, seated.pages.place)}."
    return await seated.pages.look([Chosen(taken.command, sentence)])


def _suggested(seated: Seated) -> Suggestion | None:
    """The suggestion that is meant, while it is open; None: it is no more."""
    open_ones = [one for one in seated.hosted.suggestions(seated.holder.seat) if one.state == "open"]
    number = one(seated.form, "number")
    return next((each for each in open_ones if str(each.number) == number), None)


async def _aside(seated: Seated) -> str:
    suggested, (seat, name) = _suggested(seated), (seated.holder.seat, seated.holder.name)
    if suggested is None or not seated.hosted.commits(seat, name):
        return await seated.pages.asked([Note("That is suggested no more.", is_wrong=True)])
    word = one(seated.form, "word")
    check_text(word)
    seated.hosted.decide(seat, suggested.number, taken=False, word=word)
    return await Seated(seated.hosted, seated.request, seated.token, seated.holder, {}).pages.asked(
        [Note(f"Set aside: what {suggested.by or 'somebody'} suggested.")]
    )


async def _lead(seated: Seated) -> str:
    wrong = seated.hosted.lead(seated.holder.seat, seated.holder.name, one(seated.form, "name"))
    if wrong:
        return await seated.pages.asked([Note(f"The headship stays where it is: {wrong}.", is_wrong=True)])
    head = seated.hosted.head(seated.holder.seat) or "Somebody without a name"
    told = Seated(seated.hosted, seated.request, seated.token, seated.holder, {})
    return await told.pages.asked([Note(f"{head} is head of delegation now.")])


async def _help(seated: Seated) -> str:
    holder, hosted = seated.holder, seated.hosted
    if role_of(holder.seat) != POWER:
        return await seated.pages.asked()
    if text := one(seated.form, "text"):
        check_text(text)
        hosted.write_help(holder.seat, holder.name, text, asked=True, key=one(seated.form, "id"))
    line = hosted.desk.line(holder.seat, holder.name)
    if line.notes:
        hosted.read_help(holder.seat, holder.name, line.notes[-1].number, asked=True)
    return Seated(hosted, seated.request, seated.token, holder, {}).pages.help(line)


async def _say(seated: Seated) -> str:
    view = seated.pages.view
    known = {power.id for power in view.powers}
    to = tuple(power for power in seated.form.get("to", ()) if power in known)
    words = one(seated.form, "text")
    about = one(seated.form, "about")
    message = c.Say(id=one(seated.form, "id"), moment=view.moment, text=words, to=to, about=about)
    notes = await seated.send([(message, "your message.")])
    return await seated.anew().talk(seated.form, notes)


async def _line(seated: Seated) -> str:
    line = one(seated.form, "line")
    name, rest = split_line(line)
    word = BY_NAME.get(name)
    pages = seated.pages
    try:
        if word is not None and word.kind == ACT:
            command = read_act(name, rest, pages.place)
            return await pages.look([Chosen(command, f"{line}.")])
        if name == "help" or word is None:
            return await pages.said("What can be written", manual())
        told = await answer(name, rest, pages.place, pages.table)
        await _open_channel(seated, str(((told.data or {}).get("channel") or {}).get("id", "")))
    except (Refused, KeyError) as refused:
        said = refused.message if isinstance(refused, Refused) else "That cannot be asked here."
        return await pages.asked([Note(f"Refused: {said}.", is_wrong=True)])
    return await pages.said(told.message, told.lines)


_PAGES: dict[str, Shown] = {
    "asked": _asked,
    "suggested": _suggestions,
    "deal": _deal,
    "talk": _talk,
    "world": _world,
    "news": _news,
    "brief": _brief,
    "debrief": _debrief,
    "help": _help,
}
_FORMS: dict[str, Shown] = {
    "look": _look,
    "send": _send,
    "take": _take,
    "say": _say,
    "line": _line,
    "aside": _aside,
    "lead": _lead,
    "help": _help,
}


def page_routes(hosted: Hosted, terminals: Terminals) -> list[BaseRoute]:
    """The routes of what is seen in a browser.

    Args:
        hosted: the exercise.
        terminals: the screens that run on this host.
    """
    joining, join = _joining(hosted)

    async def to_asked(request: Request) -> Response:
        return RedirectResponse(f"{base_of(hosted, request.path_params['seat'])}/asked", 303, headers=HEADERS)

    return [
        *screen_routes(hosted, terminals),
        Route("/", joining, methods=["GET"]),
        Route("/join", join, methods=["POST"]),
        Route("/join", joining, methods=["GET"]),
        *file_routes(),
        Route("/s/{seat}", to_asked, methods=["GET"]),
        Route("/s/{seat}/{page}", _shown(hosted, _PAGES, posted=False), methods=["GET"]),
        Route("/s/{seat}/{page}", _shown(hosted, _FORMS, posted=True), methods=["POST"]),
    ]


def file_routes() -> list[BaseRoute]:
    """The routes of what every page is shown with."""
    return [
        Route("/page.css", _file("style.css", "text/css"), methods=["GET"]),
        Route("/page.js", _file("script.js", "text/javascript"), methods=["GET"]),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]


def _joining(hosted: Hosted) -> tuple[Endpoint, Endpoint]:
    """What shows the page on which a code is typed, and what takes it."""

    async def joining(request: Request) -> Response:
        return HTMLResponse(join_page(hosted.title), headers=HEADERS)

    async def join(request: Request) -> Response:
        typed = Typed()
        try:
            form = read_form(await read_body(request))
            typed = Typed(one(form, "code"), one(form, "name"), one(form, "way") or PAGE)
            token, holder = sign_in(hosted, JoinRequest(typed.code, typed.name), address_of(request))
        except (Wrong, UserError, ValueError) as wrong:
            said = wrong.detail if isinstance(wrong, Wrong) else "That could not be read; type it again."
            status = wrong.status if isinstance(wrong, Wrong) else 400
            return HTMLResponse(join_page(hosted.title, typed, said), status, headers=HEADERS)
        await hosted.hear(holder.seat, holder.name)
        return to_seat(request, base_of(hosted, holder.seat), token, typed.way)

    return joining, join


def to_seat(request: Request, base: str, token: str, way: str) -> Response:
    """Send somebody who has signed in to the pages of the seat.

    Args:
        request: by which they did.
        base: the address of the pages.
        token: of the session.
        way: the screens, or the page.
    """
    answered = RedirectResponse(f"{base}/{SCREENS if way == SCREENS else 'asked'}", 303, headers=HEADERS)
    give_cookie(request, answered, base, token)
    return answered


def give_cookie(request: Request, answered: Response, base: str, token: str) -> None:
    """Let a browser keep a session, for the addresses that begin with its base alone."""
    secure = request.url.scheme == "https"
    answered.set_cookie(COOKIE, token, path=base, httponly=True, samesite="strict", secure=secure)


def _shown(hosted: Hosted, pages: dict[str, Shown], *, posted: bool) -> Endpoint:
    """What shows the pages of whoever holds the seat in the address."""

    async def endpoint(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        holder = hosted.keys.holder(token)
        if holder is None or holder.seat != request.path_params["seat"]:
            return HTMLResponse(join_page(hosted.title, wrong=SIGNED_OUT), 401, headers=HEADERS)
        name = request.path_params["page"]
        try:
            if name == "state" and not posted:
                # A page that stands open is somebody there, who is told that there is news, not which.
                await hosted.hear(holder.seat, holder.name, shows=False)
                return Response(_live(hosted, holder.seat, request), media_type="text/plain", headers=HEADERS)
            body = await read_body(request)
            form = read_form(body if posted else request.url.query.encode())
            if posted and not is_own(form, token):
                raise Wrong(403, "form", "This page is older than your seat. Open it again.")
            if name not in pages:
                return RedirectResponse(f"{base_of(hosted, holder.seat)}/asked", 303, headers=HEADERS)
            await hosted.hear(holder.seat, holder.name)
            seated = Seated(hosted, request, token, holder, form)
            return HTMLResponse(await pages[name](seated), headers=HEADERS)
        except (Wrong, UserError, Refused, ValueError) as wrong:
            said = _why_not(wrong)
            seated = Seated(hosted, request, token, holder, {})
            told = await seated.pages.asked([Note(said, is_wrong=True)])
            return HTMLResponse(told, wrong.status if isinstance(wrong, Wrong) else 400, headers=HEADERS)
        except ClientDisconnect:
            return Response(status_code=400)

    return endpoint


def _why_not(wrong: Exception) -> str:
    """What a person is told of what went wrong with a form."""
    if isinstance(wrong, ValueError):
        return "That could not be read; nothing was sent."
    return wrong.detail if isinstance(wrong, Wrong) else str(wrong)


def read_form(body: bytes) -> dict[str, list[str]]:
    """What was filled in.

    Raises:
        ValueError: when it cannot be read.
    """
    return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1000)


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = files("multipolar.server.page").joinpath(name).read_bytes()

    async def endpoint(_request: Request) -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "max-age=3600"})

    return endpoint
