"""What answers at a host of several exercises: each request goes to the exercise it is about.

A token says of which exercise a request of the API is; pages of a seat stand below an address of its own.
The rest is the library's: signing in, what is open here, and what whoever facilitates asks for.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Path
from starlette.types import ASGIApp, Receive, Scope, Send

from multipolar.server.app import (
    Wrong,
    address_of,
    answering,
    as_json,
    bearer_of,
    check_holder,
    decoder_of,
    guarded,
    read_body,
)
from multipolar.server.library import Library
from multipolar.server.page.joining import join_page
from multipolar.server.page.library import CLOSED, library_routes, title_of
from multipolar.server.page.routes import HEADERS
from multipolar.wire import library as lib
from multipolar.wire.messages import CodeIssued, Done, Joined
from multipolar.wire.openapi import document
from multipolar.wire.routes import BASE, BY_OPERATION, LIBRARY_ROUTES, Route

_OWN = (f"{BASE}/join", f"{BASE}/openapi.json", f"{BASE}/library/")

Answer = Callable[[Library, Any], Awaitable[Any]]


async def _exercises(library: Library, _asked: None) -> Any:
    return await library.exercises()


async def _begin(library: Library, asked: lib.ExerciseRequest) -> Any:
    return await library.begin(asked)


async def _scenarios(library: Library, _asked: None) -> Any:
    return await library.scenarios()


async def _saves(library: Library, _asked: None) -> Any:
    return await library.saves()


async def _take_up(library: Library, asked: lib.ExerciseNamed) -> Any:
    return await library.take_up(asked.exercise)


async def _end(library: Library, asked: lib.ExerciseNamed) -> Any:
    await library.end(asked.exercise)
    return Done()


async def _reissue(library: Library, asked: lib.SeatNamed) -> Any:
    return CodeIssued(asked.seat, await library.reissue(asked.exercise, asked.seat))


async def _revoke(library: Library, asked: lib.SeatNamed) -> Any:
    await library.revoke(asked.exercise, asked.seat)
    return Done()


_ANSWERS: dict[str, Answer] = {
    "getExercises": _exercises,
    "beginExercise": _begin,
    "getScenarios": _scenarios,
    "getSaves": _saves,
    "takeUp": _take_up,
    "endExercise": _end,
    "reissueCodeOf": _reissue,
    "revokeCodeOf": _revoke,
}


def _endpoint(library: Library, route: Route) -> Callable[[Request], Awaitable[Response]]:
    decoder, answer = decoder_of(route), _ANSWERS[route.operation]

    async def work(request: Request) -> Response:
        check_holder(route, library.keys, request)
        body = await read_body(request)
        return as_json(await answer(library, None if decoder is None else decoder.decode(body)))

    return answering(work)


def _of_an_exercise(library: Library, route: Route) -> Callable[[Request], Awaitable[Response]]:
    """What is answered to a request whose token is of no exercise: not signed in, or not theirs."""

    async def work(request: Request) -> Response:
        if route.operation == "leave" and library.keys.holder(token := bearer_of(request)) is not None:
            library.keys.forget(token)
            return as_json(Done())
        _, holder = check_holder(route, library.keys, request)
        raise Wrong(403, "role", f"{route.operation} is not for {holder.seat} to ask.")

    return answering(work)


def _join(library: Library) -> Callable[[Request], Awaitable[Response]]:
    route = BY_OPERATION["join"]
    decoder = decoder_of(route)
    assert decoder is not None

    async def work(request: Request) -> Response:
        check_holder(route, library.keys, request)
        signed = library.sign_in(decoder.decode(await read_body(request)), address_of(request))
        token, holder, served = signed
        if served is None:
            return as_json(Joined(token, holder.seat, "", title_of(library), holder.name))
        hosted = served.hosted
        await hosted.hear(holder.seat, holder.name)
        return as_json(Joined(token, holder.seat, hosted.exercise, hosted.title, holder.name, hosted.hosts))

    return answering(work)


async def _document(_request: Request) -> Response:
    return as_json(document(library=True))


def _own(library: Library) -> ASGIApp:
    """What answers for the library itself."""
    routes: list[BaseRoute] = [
        Path(f"{BASE}/join", _join(library), methods=["POST"]),
        Path(f"{BASE}/openapi.json", _document, methods=["GET"]),
    ]
    routes += [
        Path(f"{BASE}{route.path}", _endpoint(library, route), methods=[route.method])
        for route in LIBRARY_ROUTES
    ]
    routes += [
        Path(f"{BASE}{route.path}", _of_an_exercise(library, route), methods=[route.method])
        for route in BY_OPERATION.values()
        if route.roles and route not in LIBRARY_ROUTES
    ]
    return guarded([*routes, *library_routes(library)])


def library_application(library: Library) -> ASGIApp:
    """The web application of a host of several exercises."""
    own = _own(library)

    async def closed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        page = HTMLResponse(join_page(title_of(library), wrong=CLOSED), 404, headers=HEADERS)
        await page(scope, receive, send)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        if path.startswith("/e/"):
            exercise = path.split("/")[2]
            served = library.served.get(exercise)
            if served is None:
                await closed(scope, receive, send)
                return
            scope = dict(scope) | {"root_path": f"/e/{exercise}"}
            await served.app(scope, receive, send)
            return
        if scope["type"] == "http" and path.startswith(f"{BASE}/") and not path.startswith(_OWN):
            token = bearer_of(Request(scope))
            served = library.holder_of(token) if token else None
            if served is not None:
                await served.app(scope, receive, send)
                return
        await own(scope, receive, send)

    return application
