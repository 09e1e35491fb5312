"""The addresses of screens in a browser: a page, what it is made of, and the line to the screens."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from importlib.resources import files
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from multipolar.server.app import SIGNED_OUT
from multipolar.server.hosted import Hosted
from multipolar.server.keys import Holder
from multipolar.server.page.html import many, tag, void
from multipolar.server.page.joining import join_page
from multipolar.server.page.pages import also_at
from multipolar.server.screens.orders import Order
from multipolar.server.screens.terminals import Terminal, Terminals
from multipolar.server.serving import is_loopback
from multipolar.user_errors import UserError
from multipolar.wire.messages import Joined

COOKIE = "seat"
_ASSETS = {
    "xterm.mjs": "text/javascript",
    "addon-fit.mjs": "text/javascript",
    "terminal.js": "text/javascript",
    "xterm.css": "text/css",
    "terminal.css": "text/css",
    "DejaVuSansMono.woff2": "font/woff2",
    "DejaVuSansMono-Bold.woff2": "font/woff2",
}
_HOST = re.compile(r"[\w.:\[\]-]+", re.ASCII)
_SIZE = re.compile(r"(\d{1,4}) (\d{1,4})", re.ASCII)
_WINDOW = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SOON = 15.0
"""Seconds in which a window has to tell its size."""
_UNREADABLE, _ENDED, _SIGNED_OUT, _ELSEWHERE, _CANNOT = 1008, 4000, 4401, 4409, 4503
"""Why a line was closed, told to the page."""


def screen_routes(hosted: Hosted, terminals: Terminals) -> list[BaseRoute]:
    """The routes of screens in a browser."""
    return [
        *asset_routes(),
        Route("/s/{seat}/screens", _shown(hosted, terminals), methods=["GET"]),
        WebSocketRoute("/s/{seat}/terminal", _line(hosted, terminals)),
    ]


def asset_routes() -> list[BaseRoute]:
    """The routes of what the page of screens is made of."""
    return [Route(f"/screens/{name}", _asset(name, kind), methods=["GET"]) for name, kind in _ASSETS.items()]


def _asset(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = files("multipolar.server.screens").joinpath("assets", name).read_bytes()

    async def endpoint(_request: Request) -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "max-age=3600"})

    return endpoint


def _policy(request: Request) -> str:
    """What the page may load: the painter of screens writes its own styles; nothing else is looser."""
    host = request.headers.get("host", "")
    lines = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; font-src 'self'; "
        f"connect-src 'self'{lines}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def others_for(hosted: Hosted, request: Request | WebSocket) -> tuple[str, ...]:
    """Other hosts that serve the exercise and that whoever asks can reach.

    Args:
        hosted: the exercise as it is served here.
        request: the machine it came to by its own address reaches others of that kind, and no one else does.
    """
    at_home = is_loopback(request.url.hostname or "")
    return tuple(
        host for host in hosted.other_hosts if at_home or not is_loopback(urlsplit(host).hostname or "")
    )


def screens_page(title: str, name: str, base: str, hosts: tuple[str, ...] = ()) -> str:
    """The page in which screens are shown.

    Args:
        title: of the exercise.
        name: of the seat.
        base: address of the seat's pages, without a slash at the end.
        hosts: addresses of other hosts at which the exercise is served too.
    """
    instead = tag("a", "The page instead", href=f"{base}/asked")
    head = many(
        (
            void("meta", charset="utf-8"),
            void("meta", name="viewport", content="width=device-width, initial-scale=1"),
            void("link", rel="stylesheet", href="/screens/xterm.css"),
            void("link", rel="stylesheet", href="/screens/terminal.css"),
            tag("title", f"{name} · {title}"),
            tag("script", type="module", src="/screens/terminal.js"),
        )
    )
    bar = tag(
        "header",
        tag("h1", f"{name} · {title}"),
        tag(
            "p",
            tag("span", id="said", role="status"),
            tag("span", also_at(hosts, f"{base}/screens"), id="lost", hidden=True),
        ),
        tag("button", "Take them here", id="again", type="button", hidden=True),
        tag("nav", instead, aria_label="Another way"),
    )
    without = tag("noscript", tag("p", "The screens need script, which is switched off here. ", instead))
    main = tag("main", without, tag("div", id="screens", data_line=f"{base}/terminal", hidden=True))
    return f"<!doctype html>{tag('html', tag('head', head), tag('body', bar, main), lang='en')}\n"


def _holder(hosted: Hosted, request: Request | WebSocket) -> tuple[str, Holder | None]:
    token = request.cookies.get(COOKIE, "")
    holder = hosted.keys.holder(token)
    if holder is None or holder.seat != request.path_params["seat"]:
        return token, None
    return token, holder


def _shown(hosted: Hosted, terminals: Terminals) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        headers = {"Content-Security-Policy": _policy(request), "Cache-Control": "no-store"}
        _, holder = _holder(hosted, request)
        if holder is None:
            return HTMLResponse(join_page(hosted.title, wrong=SIGNED_OUT), 401, headers=headers)
        terminals.prepare()
        name, hosts = hosted.name_of(holder.seat), others_for(hosted, request)
        page = screens_page(hosted.title, name, f"{hosted.base}/s/{holder.seat}", hosts)
        return HTMLResponse(page, headers=headers)

    return endpoint


def _line(hosted: Hosted, terminals: Terminals) -> Callable[[WebSocket], Awaitable[None]]:
    """The line to somebody's screens: what is painted one way, keys and sizes the other."""

    async def endpoint(window: WebSocket) -> None:
        if urlsplit(window.headers.get("origin", "")).netloc != window.headers.get("host", ""):
            # Another site's page, in the browser of somebody who sits here.
            await window.close()
            return
        await window.accept()
        token, holder = _holder(hosted, window)
        if holder is None:
            await window.close(_SIGNED_OUT, SIGNED_OUT)
            return
        try:
            size = await _first_size(window)
            if size is None:
                await window.close(_UNREADABLE, "The first thing a window tells is its size.")
                return
            called = window.query_params.get("window", "")
            called = called if _WINDOW.fullmatch(called) else token_urlsafe()
            joined = Joined(token, holder.seat, hosted.exercise, hosted.title, holder.name)
            terminal = await terminals.terminal(Order(terminals.address, joined, *size), called)
            await _show(window, terminal, size, lambda: " ".join(others_for(hosted, window)))
        except UserError as trouble:
            await window.close(_CANNOT, str(trouble))
        except WebSocketDisconnect:
            return

    return endpoint


async def _first_size(window: WebSocket) -> tuple[int, int] | None:
    """The size that a window begins with; None: it tells none, or something else."""
    try:
        async with asyncio.timeout(_SOON):
            told = await window.receive()
    except TimeoutError:
        return None
    if told["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    size = _SIZE.fullmatch(told.get("text") or "")
    return None if size is None else (int(size[1]), int(size[2]))


async def _show(
    window: WebSocket, terminal: Terminal, size: tuple[int, int], others: Callable[[], str]
) -> None:
    """Show screens in a window until either is gone, or another window shows them."""
    send = window.send_bytes
    elsewhere = terminal.show(send)
    await terminal.resize(*size)
    hearing = asyncio.create_task(_hear(window, terminal, others))
    ended = asyncio.create_task(terminal.ended.wait())
    try:
        either: set[asyncio.Future[Any]] = {hearing, ended, elsewhere}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if hearing.done():
            hearing.result()
        elif elsewhere.done():
            await window.close(_ELSEWHERE, "These screens are open in another window.")
        else:
            await window.close(_ENDED, "The screens were left.")
    finally:
        terminal.hide(send)
        hearing.cancel()
        ended.cancel()


async def _hear(window: WebSocket, terminal: Terminal, others: Callable[[], str]) -> None:
    """Hand on what a window sends.

    Args:
        window: in a browser.
        terminal: the screens it shows.
        others: addresses of other hosts, with blanks between.

    Raises:
        WebSocketDisconnect: when it is gone.
    """
    while True:
        told = await window.receive()
        if told["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        if keys := told.get("bytes"):
            await terminal.press(keys)
        elif size := _SIZE.fullmatch(told.get("text") or ""):
            await terminal.resize(int(size[1]), int(size[2]))
        else:
            # Whether the line still carries anything is asked now and then: a cut one may not end.
            await window.send_text(others())
