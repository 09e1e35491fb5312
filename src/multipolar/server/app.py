"""The API of a host: the table of routes carried out (see `wire.routes`), by Starlette.

Every request goes the same way: who asks (token), may they (table), can it be read (type), then the table of
the seat. What goes wrong is a problem that names the rule and gives nothing away.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute
from starlette.routing import Route as Path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multipolar.domain.english import counted
from multipolar.domain.errors import Refused
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.phases.deliberation import check_text
from multipolar.server.hosted import MOST_STREAMS, Hosted
from multipolar.server.keys import Holder, Keys, Replaced, TooMany, WrongCode
from multipolar.server.names import mistakable, plain_name, taken, unreadable
from multipolar.table.port import Suggestion
from multipolar.user_errors import UserError
from multipolar.wire import messages as m
from multipolar.wire.openapi import document
from multipolar.wire.routes import BASE, BINDS_NOTHING, COMMANDS, FACILITATOR, ROUTES, Route, role_of, tag_of

AT_MOST_EVERY = 0.05
"""Seconds between two updates in one stream; this also blurs who pressed a key when."""
STILL_HERE = 15.0
"""Seconds after which a stream says that the host is there."""
SLOWEST = 20.0
"""Seconds in which a request has to arrive."""
_LET_GO = 1_048_576
"""Bytes of a request that is too large and is heard out all the same: who is cut off is told nothing."""
_HANG_UP = {"Connection": "close"}
_TRUTHS = ("1", "true")
WRONG = (
    "That code opens no seat here. Codes have nine signs, never 0, O, 1, I or L. Compare it with your sheet."
)
REPLACED = "That code was replaced. Ask your facilitator for the new one."
SIGNED_OUT = "You are not signed in here. Join with your code; you will be where you were."


class Wrong(Exception):
    """A request that is answered by a problem.

    Args:
        status: of HTTP.
        rule: a short stable name.
        detail: one line for the person.
        headers: of the answer.
    """

    def __init__(self, status: int, rule: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.rule, self.detail, self.headers = status, rule, detail, headers


_TITLES = {
    400: "It cannot be read",
    401: "Not signed in",
    403: "Not yours to ask",
    404: "There is no such thing",
    405: "Not done this way",
    408: "Too slow",
    409: "Refused",
    413: "Too large",
    415: "Not JSON",
    426: "An older program",
    429: "Too many tries",
    503: "Not now",
}


def problem(wrong: Wrong, **more: Any) -> Response:
    """A problem as an answer."""
    title = _TITLES.get(wrong.status, "It went wrong")
    said = msgspec.to_builtins(m.Problem(title, wrong.status, wrong.detail, wrong.rule)) | more
    return Response(msgspec.json.encode(said), wrong.status, wrong.headers, media_type=m.PROBLEM_TYPE)


async def read_body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        Wrong: when it is too large, or takes too long.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size <= m.LARGEST_BODY:
                    body += chunk
                elif size > _LET_GO:
                    break
            if size > m.LARGEST_BODY:
                said = f"That is too large; at most {m.LARGEST_BODY} bytes are read."
                raise Wrong(413, "size", said, _HANG_UP)
    except TimeoutError:
        raise Wrong(408, "slow", "It took too long to arrive; send it again.", _HANG_UP) from None
    return bytes(body)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def read_name(name: str) -> str:
    """A person's name, to be shown to others.

    Raises:
        Wrong: when others could not read it.
    """
    name = plain_name(name)
    if wrong := unreadable(name):
        raise Wrong(400, "name", f"The name is not taken: {wrong}.")
    return name


def open_seat(keys: Keys, code: str, name: str, address: str) -> tuple[str, Holder]:
    """A token for whoever has a code.

    Raises:
        Wrong: when the code opens nothing, or too many were tried.
    """
    try:
        return keys.join(code[: m.LARGEST_BODY], name, address)
    except Replaced:
        raise Wrong(403, "code", REPLACED) from None
    except WrongCode:
        raise Wrong(403, "code", WRONG) from None
    except TooMany as many:
        raise too_many(many) from None


def too_many(many: TooMany) -> Wrong:
    """What somebody is told who guesses."""
    wait = max(1, round(many.wait + 0.5))
    said = f"Too many tries. Wait {counted(wait, 'second')}; others are not held up."
    return Wrong(429, "guesses", said, {"Retry-After": str(wait)})


def sign_in(hosted: Hosted, asked: m.JoinRequest, address: str) -> tuple[str, Holder]:
    """A token for whoever has the code of a seat.

    Raises:
        Wrong: when the code opens nothing, too many were tried, or the name would be taken for another.
    """
    name = read_name(asked.name)
    if wrong := mistakable(name, hosted.session.host.world.rules):
        raise Wrong(400, "name", f"The name is not taken: {wrong}.")
    token, holder = open_seat(hosted.keys, asked.code, name, address)
    if mate := taken(name, (mate.name for mate in hosted.team(holder.seat))):
        hosted.keys.forget(token)
        said = (
            f"'{mate}' sits here, and reads like your name. If that is you, write it so; else add a letter."
        )
        raise Wrong(409, "name", said)
    return token, holder


Answer = Callable[["Asked"], Awaitable[Response]]


class Asked:
    """A request that may be made: who asks, and what.

    Args:
        hosted: the exercise.
        request: as it came.
        token: by which it was made; empty when it has none.
        holder: whose the token is.
        body: what it says, in its type; None where it takes nothing.
    """

    def __init__(self, hosted: Hosted, request: Request, token: str, holder: Holder, body: Any) -> None:
        self.hosted, self.request, self.token, self.holder, self.body = hosted, request, token, holder, body
        self.seat = holder.seat

    def number(self, name: str) -> int:
        """A whole number in the address, 0 when it is left out.

        Raises:
            Wrong: when it is none.
        """
        return _whole(self.request.query_params.get(name, ""), f"`{name}`")


def _whole(text: str, where: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Wrong(400, "unreadable", f"{where} has to be a whole number of at most nine digits, 0 or more.")
    return int(text)


def as_json(value: Any) -> Response:
    """An answer."""
    return Response(msgspec.json.encode(value), media_type="application/json")


async def _join(asked: Asked) -> Response:
    hosted = asked.hosted
    token, holder = sign_in(hosted, asked.body, address_of(asked.request))
    await hosted.hear(holder.seat, holder.name)
    return as_json(m.Joined(token, holder.seat, hosted.exercise, hosted.title, holder.name, hosted.hosts))


async def _leave(asked: Asked) -> Response:
    asked.hosted.keys.forget(asked.token)
    return as_json(m.Done())


async def _view(asked: Asked) -> Response:
    return Response(asked.hosted.encoded_view(asked.seat).now().view, media_type="application/json")


async def _submit(asked: Asked) -> Response:
    command: AnyCommand = asked.body
    if type(command) not in COMMANDS[role_of(asked.seat)]:
        raise Wrong(403, "role", f"`{tag_of(type(command))}` is not for {asked.seat} to ask.")
    is_bound = type(command) not in BINDS_NOTHING
    if is_bound and not asked.hosted.commits(asked.seat, asked.holder.name):
        raise Wrong(403, "head", only_the_head(asked.hosted.head(asked.seat)))
    receipt = await asked.hosted.submit(asked.seat, command, asked.holder.name)
    if receipt.accepted:
        return as_json(receipt)
    return problem(Wrong(409, receipt.rule, receipt.message), **receipt_parts(receipt))


def only_the_head(name: str) -> str:
    """What somebody is told who does not commit for the seat."""
    who = name or "the head"
    return f"Only the head of delegation can commit. Suggest it to {who}, or ask for the headship."


async def _team(asked: Asked) -> Response:
    return as_json(asked.hosted.team(asked.seat))


async def _lead(asked: Asked) -> Response:
    why_not = asked.hosted.lead(asked.seat, asked.holder.name, read_name(asked.body.name))
    if why_not:
        raise Wrong(409, "head", f"The headship stays where it is: {why_not}.")
    return as_json(asked.hosted.team(asked.seat))


def receipt_parts(receipt: Any) -> dict[str, Any]:
    """A receipt as plain data, to stand in a problem."""
    parts: dict[str, Any] = msgspec.to_builtins(receipt)
    return parts


async def _preview(asked: Asked) -> Response:
    table = asked.hosted.table(asked.seat)
    if isinstance(asked.body, tuple):
        return as_json(await table.previews(asked.body))
    return as_json(await table.preview(asked.body))


async def _why(asked: Asked) -> Response:
    return as_json(await asked.hosted.table(asked.seat).why(asked.request.query_params.get("target", "")))


async def _record(asked: Asked) -> Response:
    return as_json(await asked.hosted.table(asked.seat).record(asked.number("since")))


async def _advise(asked: Asked) -> Response:
    doctrine = asked.request.query_params.get("doctrine", "")
    return as_json(await asked.hosted.table(asked.seat).advise(doctrine))


async def _drafts(asked: Asked) -> Response:
    return as_json(await asked.hosted.table(asked.seat).drafts())


async def _put_drafts(asked: Asked) -> Response:
    await asked.hosted.table(asked.seat).keep_drafts(asked.body)
    return as_json(m.Done())


async def _turning_points(asked: Asked) -> Response:
    return as_json(await asked.hosted.table(asked.seat).turning_points())


async def _presence(asked: Asked) -> Response:
    return as_json(asked.hosted.presence())


async def _suggest(asked: Asked) -> Response:
    suggestion = Suggestion(asked.body.command, asked.body.reason, asked.holder.name)
    if type(suggestion.command) not in COMMANDS[role_of(asked.seat)]:
        raise Wrong(403, "role", f"`{tag_of(type(suggestion.command))}` is not for {asked.seat} to ask.")
    check_text(suggestion.reason)
    if not asked.hosted.suggest(asked.seat, suggestion):
        raise Wrong(409, "suggestions", "Too much is suggested in this phase already; talk to each other.")
    return as_json(m.Done())


async def _decide(asked: Asked) -> Response:
    hosted, decision = asked.hosted, asked.body
    if not hosted.commits(asked.seat, asked.holder.name):
        raise Wrong(409, "head", only_the_head(hosted.head(asked.seat)))
    check_text(decision.word)
    if not hosted.decide(asked.seat, decision.number, taken=decision.taken, word=decision.word):
        raise Wrong(409, "suggestions", "That is suggested no more.")
    return as_json(m.Done())


async def _help(asked: Asked) -> Response:
    desk = asked.hosted.desk
    if asked.seat == FACILITATOR:
        return as_json(desk.lines())
    return as_json((desk.line(asked.seat, asked.holder.name),))


def _line_of(asked: Asked) -> tuple[str, str]:
    """Whose line of help somebody may write to: its own; the facilitator, of whoever it names."""
    if asked.seat != FACILITATOR:
        return asked.seat, asked.holder.name
    seat, name = asked.body.seat, asked.body.name
    if name not in asked.hosted.desk.names(seat):
        raise Wrong(404, "person", "Nobody of that name has joined that seat.")
    return seat, name


async def _write_help(asked: Asked) -> Response:
    check_text(asked.body.text)
    if not asked.body.text.strip():
        raise Wrong(409, "text", "A note needs words.")
    seat, name = _line_of(asked)
    text, is_person = asked.body.text.strip(), asked.seat != FACILITATOR
    asked.hosted.write_help(seat, name, text, asked=is_person, key=asked.body.id)
    return as_json(m.Done())


async def _read_help(asked: Asked) -> Response:
    seat, name = _line_of(asked)
    asked.hosted.read_help(seat, name, asked.body.through, asked=asked.seat != FACILITATOR)
    return as_json(m.Done())


async def _suggestions(asked: Asked) -> Response:
    return as_json(asked.hosted.suggestions(asked.seat))


async def _reissue(asked: Asked) -> Response:
    seat = asked.body.seat
    if seat not in asked.hosted.seats:
        raise Wrong(404, "seat", f"There is no such seat; there are {', '.join(asked.hosted.seats)}.")
    return as_json(m.CodeIssued(seat, asked.hosted.keys.reissue(seat)))


async def _updates(asked: Asked) -> Response:
    if asked.hosted.streams(asked.seat) >= MOST_STREAMS:
        raise Wrong(429, "streams", "Too many devices follow in this seat; close one.")
    since = _whole(asked.request.headers.get("last-event-id", ""), "Last-Event-ID")
    packed = asked.request.query_params.get("packed", "") in _TRUTHS
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    stream = _stream(asked, since, packed=packed)
    return StreamingResponse(stream, headers=headers, media_type="text/event-stream")


async def _stream(asked: Asked, since: int, *, packed: bool) -> AsyncIterator[bytes]:
    hosted, seat = asked.hosted, asked.seat
    view = hosted.encoded_view(seat)
    hosts: tuple[str, ...] = ()
    held, said, told = None, None, min(since, view.now().number)
    # At even times, whatever happens meanwhile: that something woke the stream is no concern of the seat's.
    now = asyncio.get_running_loop().time
    still_at = now() + STILL_HERE
    with hosted.following(seat, asked.holder.name) as changed:
        while True:
            changed.clear()
            again_at = now() + AT_MOST_EVERY
            if hosted.ending:
                yield _event("end", m.Ending(hosted.ending))
                return
            if hosted.keys.holder(asked.token) is None:
                yield _event("end", m.Ending(SIGNED_OUT, again=False))
                return
            if hosts != hosted.hosts:
                hosts = hosted.hosts
                yield _event("hosts", m.Hosts(hosts))
            beside = m.Beside(
                hosted.presence_told(), hosted.clock(), hosted.delegation(seat, asked.holder.name)
            )
            frame = view.now()
            if held is None or frame.number > told:
                held, data = view.push(told, beside, held, packed=packed, told=said)
                told, said = held.number, beside
                yield b"id: %d\nevent: update\ndata: %b\n\n" % (told, data)
            elif _changed(said, beside):
                said = beside
                yield _event("beside", beside)
            await asyncio.sleep(again_at - now())
            try:
                async with asyncio.timeout_at(still_at):
                    await changed.wait()
            except TimeoutError:
                if beside.clock is not None:
                    said = None
                still_at = now() + STILL_HERE
                yield b": still here\n\n"


def _changed(said: m.Beside | None, now: m.Beside) -> bool:
    """Whether what stands beside the record has to be told again; a clock that runs as it did has not."""
    if said is None or (said.presence, said.delegation) != (now.presence, now.delegation):
        return True
    if (said.clock is None) != (now.clock is None):
        return True
    if said.clock is None or now.clock is None:
        return False
    return (said.clock.stopped, said.clock.reason) != (now.clock.stopped, now.clock.reason)


def _event(kind: str, value: Any) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), msgspec.json.encode(value))


_ANSWERS: dict[str, Answer] = {
    "join": _join,
    "leave": _leave,
    "getView": _view,
    "submit": _submit,
    "preview": _preview,
    "why": _why,
    "getRecord": _record,
    "advise": _advise,
    "getDrafts": _drafts,
    "putDrafts": _put_drafts,
    "getTurningPoints": _turning_points,
    "getPresence": _presence,
    "suggest": _suggest,
    "getSuggestions": _suggestions,
    "decide": _decide,
    "getHelp": _help,
    "writeHelp": _write_help,
    "readHelp": _read_help,
    "getTeam": _team,
    "lead": _lead,
    "reissueCode": _reissue,
    "followUpdates": _updates,
}


Work = Callable[[Request], Awaitable[Response]]


def answering(work: Work) -> Work:
    """Answer a request of the API: what goes wrong with it is a problem."""

    async def endpoint(request: Request) -> Response:
        try:
            _check_protocol(request)
            return await work(request)
        except Wrong as wrong:
            return problem(wrong)
        except Refused as refused:
            return problem(Wrong(404 if request.method == "GET" else 409, refused.rule, refused.message))
        except UserError as trouble:
            return problem(Wrong(503 if request.method == "GET" else 409, "trouble", str(trouble)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            return problem(Wrong(400, "unreadable", f"It cannot be read: {error}"))
        except ClientDisconnect:
            return Response(status_code=400)

    return endpoint


def check_holder(route: Route, keys: Keys, request: Request) -> tuple[str, Holder]:
    """By which token a request is made, and whose that is; nobody's where none is needed.

    Raises:
        Wrong: when it may not be made.
    """
    token, holder = _holder(keys, request) if route.roles else ("", Holder(""))
    if route.roles and role_of(holder.seat) not in route.roles:
        raise Wrong(403, "role", f"{route.operation} is not for {holder.seat} to ask.")
    _check_query(request, route)
    return token, holder


def decoder_of(route: Route) -> "msgspec.json.Decoder[Any] | None":
    """What reads the body of a request; None: it takes none."""
    return None if route.takes is None else msgspec.json.Decoder(route.takes)


def _endpoint(hosted: Hosted, route: Route) -> Work:
    decoder, answer = decoder_of(route), _ANSWERS[route.operation]

    async def work(request: Request) -> Response:
        token, holder = check_holder(route, hosted.keys, request)
        body = await read_body(request)
        if route.roles and route.operation != "leave":
            await hosted.hear(holder.seat, holder.name)
        asked = Asked(hosted, request, token, holder, None if decoder is None else decoder.decode(body))
        return await answer(asked)

    return answering(work)


def _check_protocol(request: Request) -> None:
    speaks = request.headers.get(m.PROTOCOL_HEADER)
    if speaks is not None and speaks != str(m.PROTOCOL):
        spoken = speaks[:9] or "none"
        raise Wrong(
            426,
            "version",
            f"This program speaks version {spoken} with the host, which speaks {m.PROTOCOL}; install the "
            "host's version of multipolar, or reload the page. Drafts are kept.",
        )


def _check_query(request: Request, route: Route) -> None:
    # What is misspelt would be left out without a word.
    known = [name for name, _, _ in route.query]
    if unknown := next((name for name in request.query_params if name not in known), None):
        takes = f"it takes {', '.join(known)}" if known else "it takes nothing there"
        said = f"The address asks for `{unknown[:40]}`, which {route.operation} does not know; {takes}."
        raise Wrong(400, "unreadable", said)


def bearer_of(request: Request) -> str:
    """The token that a request carries; empty when it carries none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def signed_out() -> Wrong:
    """What somebody is told whose token opens nothing."""
    return Wrong(401, "token", SIGNED_OUT, {"WWW-Authenticate": "Bearer"})


def _holder(keys: Keys, request: Request) -> tuple[str, Holder]:
    token = bearer_of(request)
    holder = keys.holder(token) if token else None
    if holder is None:
        raise signed_out()
    return token, holder


async def _document(_request: Request) -> Response:
    return as_json(document())


async def _unknown(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else None
    said = "There is nothing at this address." if status == 404 else "It cannot be asked for like this."
    return problem(Wrong(status, "address", said, headers))


async def _failed(_request: Request, _error: Exception) -> Response:
    said = "This should not have happened; nothing that was answered before is lost. Try again."
    return problem(Wrong(500, "failed", said))


class _Guarded:
    """Says in every answer what a browser may not do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_GUARDS]
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


_GUARDS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


def application(hosted: Hosted, pages: list[BaseRoute] | None = None) -> Starlette:
    """The web application of one exercise.

    Args:
        hosted: the exercise.
        pages: routes of the light page; None: the API alone.
    """
    routes: list[BaseRoute] = [
        Path(f"{BASE}{route.path}", _endpoint(hosted, route), methods=[route.method]) for route in ROUTES
    ]
    routes.append(Path(f"{BASE}/openapi.json", _document, methods=["GET"]))
    return guarded([*routes, *(pages or [])])


def guarded(routes: list[BaseRoute]) -> Starlette:
    """Routes as an application, whose every answer says what a browser may not do with it."""
    return Starlette(
        routes=routes,
        middleware=[Middleware(_Guarded)],
        exception_handlers={HTTPException: _unknown, 500: _failed},
    )


__all__ = ["FACILITATOR", "application"]
