"""One line to a host: requests that are sent until they are answered, and a stream that comes back by itself.

A request carries what makes it safe to send again; whatever is lost on the way is asked for anew.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import msgspec

from multipolar.domain.errors import Refused, Unreadable
from multipolar.user_errors import UserError
from multipolar.wire.certificates import fingerprint_of
from multipolar.wire.messages import PROTOCOL, PROTOCOL_HEADER, Joined, JoinRequest, Problem
from multipolar.wire.routes import BASE, BY_OPERATION

SHORTEST, LONGEST = 0.1, 5.0
"""Seconds between two attempts to come back: the first, and at most."""
PATIENCE = 20.0
"""Seconds for which a request is sent again while the host cannot be reached."""
SILENCE = 40.0
"""Seconds without a sign of the host after which the stream is taken for broken."""
_TIMES = httpx2.Timeout(10.0, read=30.0)
_AGAIN = (502, 503, 504)
SIGNED_OUT = "you are signed out here; open the address again and type your code"


class Signal(NamedTuple):
    """One event of the stream: its kind and its data."""

    kind: str
    data: bytes


class SignedOut(UserError):
    """The host knows the token no more: the code was replaced, or the host began anew."""


def base_of(address: str) -> str:
    """The address of a host, as people type it, as a URL: ``192.168.4.20:8080`` is plain HTTP.

    Raises:
        UserError: when it is none.
    """
    text = address.strip()
    url = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise UserError(f"'{address}' is no address of a host; it looks like 192.168.4.20:8080")
    return f"{parts.scheme}://{parts.netloc}"


class Connection:
    """The line from one seat to its host.

    Args:
        address: of the host.
        code: of the seat; it is typed again by the program where the host has begun anew.
        name: of the person.
        verify: a file with certificates to trust instead of those of this machine; empty: those.
        lent: what the host answered to somebody else, who lends the token; nothing else is trusted then, and
            the token stays good when this line is hung up.
    """

    def __init__(
        self, address: str, code: str, name: str = "", verify: str = "", lent: Joined | None = None
    ) -> None:
        self.address = base_of(address)
        self._code = code
        self._name = name
        self._lent = lent
        self._token = ""
        trusted: ssl.SSLContext | bool = True
        try:
            if verify:
                trusted = ssl.create_default_context(cafile=verify)
            elif lent is not None:
                # The host is on this machine: to read all authorities would take more than to join.
                trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        except (OSError, ValueError) as error:
            raise UserError(f"{verify} holds no certificates to trust: {error}") from error
        self._hosts: tuple[str, ...] = ()
        self._left: list[httpx2.AsyncClient] = []
        self._trusted = trusted
        self._http = self.anew()

    def anew(self) -> httpx2.AsyncClient:
        """A client without connections, for this host."""
        return httpx2.AsyncClient(base_url=f"{self.address}{BASE}", timeout=_TIMES, verify=self._trusted)

    async def join(self) -> Joined:
        """Sit down.

        Raises:
            UserError: when the code opens nothing, or there is no host.
        """
        if self._lent is not None:
            return self._hold(self._lent)
        asked = msgspec.json.encode(JoinRequest(self._code, self._name))
        try:
            answer = await self._send("join", asked)
        except httpx2.TransportError as error:
            raise UserError(await self._why_not(error)) from error
        joined = msgspec.json.decode(_content(answer), type=Joined)
        self.know_hosts(joined.hosts)
        self._token = joined.token
        return joined

    async def _why_not(self, error: httpx2.TransportError) -> str:
        """Why there is no line to the host, and what to do."""
        failed = _certificate_error(error)
        if failed is None:
            hint = ""
            if self.address.startswith("http://") and isinstance(error, httpx2.RemoteProtocolError):
                hint = " If the sheet says https://, write that too."
            return f"nobody answers at {self.address} ({_words(error)}); is the host up?{hint}"
        if failed.verify_code in _FOR_ANOTHER:
            return (
                f"the certificate of {self.address} is for another address; join by one that stands in it, "
                "or have one made for this address"
            )
        if failed.verify_code in _OUT_OF_DATE:
            return (
                f"the certificate of {self.address} is out of date ({failed.verify_message}); ask who hosts"
            )
        found = await self._fingerprint()
        mark = f"; its fingerprint is {found}" if found else ""
        return (
            f"the certificate of {self.address} is not known here{mark}. "
            "Go on only if that is the one on your sheet: --certificate FILE trusts the file of whoever hosts"
        )

    async def _fingerprint(self) -> str:
        """The fingerprint of the host's certificate; empty when it cannot be had."""
        parts = urlsplit(self.address)
        try:
            async with asyncio.timeout(5):
                told = await asyncio.to_thread(
                    ssl.get_server_certificate, (parts.hostname or "", parts.port or 443), timeout=5
                )
                return fingerprint_of(told)
        except (OSError, ValueError, TimeoutError):
            return ""

    def _hold(self, lent: Joined) -> Joined:
        """Take up a token that was lent, once.

        Raises:
            UserError: when it opens nothing any more.
        """
        if self._token:
            raise UserError(SIGNED_OUT)
        self._token = lent.token
        return lent

    def know_hosts(self, addresses: tuple[str, ...]) -> None:
        """Know where else the exercise is served, for when this host does not answer any more."""
        if self._lent is not None:
            return
        # What somebody typed has got here; what the host calls itself may not, from this machine.
        self._hosts = tuple(dict.fromkeys((self.address, *addresses)))

    def go_elsewhere(self, failed: str) -> None:
        """Turn to the next host that serves the exercise, where there is one.

        Args:
            failed: the address of the one that does not answer; nothing is done when it was left already.
        """
        if failed != self.address or len(self._hosts) < 2:
            return
        self.address = self._hosts[(self._hosts.index(failed) + 1) % len(self._hosts)]
        self._left.append(self._http)
        self._http = self.anew()

    async def ask(self, operation: str, body: object = None, **query: object) -> bytes:
        """Ask for something, again and again until it is answered; what is asked must bear that.

        Raises:
            Unreadable, Refused: as the host answers.
            UserError: when the host cannot be reached for long, or does not take it.
        """
        try:
            sent = None if body is None else msgspec.json.encode(body)
        except UnicodeEncodeError:
            raise Denied("text", "it holds half a character, which cannot be seen or sent") from None
        answer = await self._until_answered(operation, sent, query)
        if answer.status_code == httpx2.codes.UNAUTHORIZED:
            await self.join()
            answer = await self._until_answered(operation, sent, query)
        return _content(answer)

    async def _until_answered(
        self, operation: str, body: bytes | None, query: dict[str, object]
    ) -> httpx2.Response:
        waits = backoff()
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    asked = self.address
                    try:
                        answer = await self._send(operation, body, query)
                        if answer.status_code not in _AGAIN:
                            return answer
                    except httpx2.TransportError:
                        self.go_elsewhere(asked)
                    await asyncio.sleep(next(waits))
        except TimeoutError:
            raise UserError(
                f"the host at {self.address} does not answer; not confirmed yet. "
                "It is done once, however often it is sent"
            ) from None

    async def _send(
        self, operation: str, body: bytes | None, query: dict[str, object] | None = None
    ) -> httpx2.Response:
        route = BY_OPERATION[operation]
        address = route.path.removeprefix("/")
        said = {name: str(value) for name, value in (query or {}).items() if value not in ("", None)}
        return await self._http.request(
            route.method, address, content=body, params=said, headers=self._headers()
        )

    def _headers(self) -> dict[str, str]:
        headers = {PROTOCOL_HEADER: str(PROTOCOL), "Content-Type": "application/json"}
        return headers | ({"Authorization": f"Bearer {self._token}"} if self._token else {})

    async def stream(self, since: Callable[[], int]) -> AsyncIterator[Signal]:
        """The updates of the seat, for one connection; ends when it is cut.

        Args:
            since: the number of the last update that is held.

        Raises:
            TransportError: when the line is cut.
            SignedOut: when the token opens nothing any more.
            UserError: when the host refuses.
        """
        headers = self._headers() | {"Last-Event-ID": str(since()), "Accept": "text/event-stream"}
        quiet = httpx2.Timeout(10.0, read=SILENCE)
        asked = self._http.stream("GET", "updates", params={"packed": "1"}, headers=headers, timeout=quiet)
        async with asked as answer:
            if answer.status_code == httpx2.codes.UNAUTHORIZED:
                raise SignedOut("the host has signed this seat out")
            if answer.status_code != httpx2.codes.OK:
                await answer.aread()
                _content(answer)
            kind, data = "", b""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    data = line[6:].encode()
                elif not line and kind:
                    yield Signal(kind, data)
                    kind, data = "", b""

    async def leave(self) -> None:
        """Get up, if the host still listens, and hang up."""
        try:
            if self._token and self._lent is None:
                async with asyncio.timeout(2):
                    await self._send("leave", None)
        except (httpx2.TransportError, TimeoutError):
            pass
        finally:
            for client in (*self._left, self._http):
                await client.aclose()


def backoff() -> "Backoff":
    """Seconds to wait before each further attempt."""
    return Backoff()


class Backoff:
    """Waits that grow from `SHORTEST` to `LONGEST`, each a little by chance, so that not all come at once."""

    def __init__(self) -> None:
        self._next = SHORTEST

    def __next__(self) -> float:
        """The next wait, in seconds."""
        wait = self._next * random.uniform(0.7, 1.3)  # noqa: S311 - not a secret
        self._next = min(LONGEST, self._next * 2)
        return wait


_FOR_ANOTHER = (62, 64)
"""What OpenSSL calls a certificate for another name or another address."""
_OUT_OF_DATE = (9, 10)
"""What it calls one that is not valid yet, or no more."""


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """What is wrong with a certificate, where an error came of that."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _content(answer: httpx2.Response) -> bytes:
    """What was answered.

    Raises:
        Refused: as the host answers.
        UserError: when the answer is a problem, or comes from something that is no host.
    """
    if answer.status_code == httpx2.codes.OK:
        return answer.content
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise UserError(
            f"what answers at {answer.url.host} is no host of multipolar (status {answer.status_code})"
        ) from None
    if answer.status_code == httpx2.codes.CONFLICT:
        raise Conflict(problem.rule, problem.detail, answer.content)
    if answer.status_code == httpx2.codes.NOT_FOUND:
        raise Unreadable(problem.rule, problem.detail)
    raise Denied(problem.rule, problem.detail)


class Denied(UserError):
    """A problem that the host answers with.

    Args:
        rule: the rule that forbids it.
        detail: one line for the person.
    """

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(detail)
        self.rule = rule


class Conflict(Refused):
    """A refusal, with all that was answered.

    Args:
        rule: the rule that forbids it.
        message: one line for the person.
        content: the answer.
    """

    def __init__(self, rule: str, message: str, content: bytes) -> None:
        super().__init__(rule, message)
        self.content: Any = content
