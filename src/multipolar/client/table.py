"""The table port over a network (`table.port.Table`): one seat at an exercise that another machine hosts.

It holds the seat's view as the host sent it last, and the seat's own record, fetched once and grown.
"""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from typing import Self
from uuid import uuid4

import httpx2
import msgspec
import zstandard
from msgspec.structs import replace

from multipolar.client.connection import Conflict, Connection, Denied, SignedOut, backoff
from multipolar.domain.errors import Refused
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Advice, Explanation, Preview, Receipt, Seen, TurningPoint, View
from multipolar.engine.clock import ClockRead
from multipolar.table.port import SUGGESTED, DelegationSeen, HelpLine, Presence, Update, read_by
from multipolar.user_errors import UserError
from multipolar.wire.library import SEAT as LIBRARY
from multipolar.wire.messages import (
    Beside,
    CodeIssued,
    CodeRequest,
    Decision,
    Ending,
    HelpRead,
    HelpRequest,
    Hosts,
    Joined,
    LeadRequest,
    PackedPush,
    SuggestRequest,
)

LEFT = "this table was left; open the exercise again to go on"
SHOWN_WITHIN = 2.0
"""Seconds that a suggestion may take to come back as one of the team's."""
_LARGEST_VIEW = 64 * 1024 * 1024


class OfLibrary(UserError):
    """A code that opens no seat at an exercise, but the library of several.

    Args:
        address: of the host.
    """

    def __init__(self, address: str) -> None:
        super().__init__(
            f"that code opens no seat, but the library of exercises: add --plain, or open {address}"
        )


class RemoteTable:
    """One seat of a hosted exercise.

    Args:
        connection: the line to the host.
        joined: what it answered to the code.
    """

    def __init__(self, connection: Connection, joined: Joined) -> None:
        self._line = connection
        self.seat = joined.seat
        self.exercise = joined.exercise
        self.name = joined.name
        self._view: View | None = None
        self._shown: View | None = None
        self._bytes = b""
        self._seen: list[Seen] = []
        self._presence: tuple[Presence, ...] = ()
        self._clock: ClockRead | None = None
        self._delegation = DelegationSeen()
        self._clock_at = 0.0
        self._changed = asyncio.Condition()
        self._version = 0
        self._closed = False
        self._trouble: UserError | None = None
        self._heed: list[Callable[[str], None]] = []
        self._following: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, address: str, code: str, name: str = "", verify: str = "") -> Self:
        """Sit down at a host's table with a code; returns when the present view is there.

        Raises:
            UserError: when there is no such host, or the code opens nothing.
        """
        return await cls._open(Connection(address, code, name, verify))

    @classmethod
    async def lent(cls, address: str, joined: Joined) -> Self:
        """Sit down at a host on this machine with the token of somebody who has joined already.

        Raises:
            UserError: when there is no such host, or the token opens nothing any more.
        """
        return await cls._open(Connection(address, "", joined.name, lent=joined))

    @classmethod
    async def _open(cls, connection: Connection) -> Self:
        table: Self | None = None
        try:
            joined = await connection.join()
            if joined.seat == LIBRARY:
                raise OfLibrary(connection.address)
            table = cls(connection, joined)
            table._following = asyncio.create_task(table._follow_host())
            await table._until(lambda: table._shown is not None)
        except BaseException:
            await (table.close() if table is not None else connection.leave())
            raise
        return table

    # --- the stream ---

    async def _follow_host(self) -> None:
        """Follow the host as long as the table is held; a line that is cut is taken up again."""
        waits, is_lost = backoff(), False
        while not self._closed:
            at = self._line.address
            try:
                async for signal in self._line.stream(lambda: self._number):
                    if is_lost:
                        self._tell("")
                    waits, is_lost = backoff(), False
                    if signal.kind == "end":
                        ending = msgspec.json.decode(signal.data, type=Ending)
                        self._tell(ending.detail)
                        is_lost = True
                        if not ending.again:
                            raise SignedOut(ending.detail)
                    else:
                        await self._take(signal.kind, signal.data)
            except SignedOut:
                if not await self._come_in_again():
                    return
            except (httpx2.HTTPError, msgspec.MsgspecError, zstandard.ZstdError, ValueError):
                pass
            except UserError as trouble:
                await self._give_up(trouble)
                return
            self._bytes = b""
            self._line.go_elsewhere(at)
            if not is_lost:
                is_lost = True
                self._tell(f"Connection to {at} lost; what you write is kept. Trying again.")
            await asyncio.sleep(next(waits))

    async def _come_in_again(self) -> bool:
        """Type the code again, for a host that has begun anew; False when it opens nothing any more."""
        try:
            await self._line.join()
        except UserError as trouble:
            if "nobody answers" in str(trouble):
                return True
            await self._give_up(trouble)
            return False
        return True

    async def _give_up(self, trouble: UserError) -> None:
        self._trouble = trouble
        self._tell(str(trouble))
        async with self._changed:
            self._changed.notify_all()

    async def _take(self, kind: str, data: bytes) -> None:
        if kind == "update":
            push = msgspec.json.decode(data, type=PackedPush)
            known = zstandard.ZstdCompressionDict(self._bytes, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            unpacked = zstandard.ZstdDecompressor(dict_data=known).decompress(
                base64.b64decode(push.packed), max_output_size=_LARGEST_VIEW
            )
            self._view = msgspec.json.decode(unpacked, type=View)
            self._bytes = unpacked
            self._seen += [seen for seen in push.news if seen.number > self._number]
            self._take_beside(push)
        elif kind == "beside":
            beside = msgspec.json.decode(data, type=Beside)
            self._take_beside(beside)
        elif kind == "hosts":
            self._line.know_hosts(msgspec.json.decode(data, type=Hosts).addresses)
            return
        else:
            return
        async with self._changed:
            self._version += 1
            self._changed.notify_all()

    def _take_beside(self, told: PackedPush | Beside) -> None:
        self._clock, self._clock_at = told.clock, time.monotonic()
        if told.presence is not None:
            self._presence = told.presence
        self._delegation = told.delegation
        if self._view is not None:
            self._shown = read_by(self._view, told.delegation.unread)

    @property
    def _number(self) -> int:
        return self._seen[-1].number if self._seen else 0

    async def _until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so.

        Raises:
            UserError: when it cannot come to be so any more.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: reached() or self._closed or self._trouble is not None)
        if not reached() and self._trouble is not None:
            raise self._trouble

    def heed_line(self, tell: Callable[[str], None]) -> None:
        """Tell what becomes of the line to the host: what is wrong with it, or nothing any more (empty)."""
        self._heed.append(tell)

    def _tell(self, what: str) -> None:
        for tell in self._heed:
            tell(what)

    # --- the port ---

    @property
    def view(self) -> View:
        """The seat's view as the host sent it last, with what this person has not read yet."""
        assert self._shown is not None
        return self._shown

    @property
    def presence(self) -> tuple[Presence, ...]:
        """Who is at which seat."""
        return self._presence

    @property
    def clock(self) -> ClockRead | None:
        """What the host's clock shows now; None where none runs."""
        return None if self._clock is None else self._clock.later(time.monotonic() - self._clock_at)

    async def submit(self, command: AnyCommand) -> Receipt:
        """Ask for something; it is sent until it is answered, and done once."""
        if self._closed:
            return Receipt(False, "closed", LEFT, command.id)
        sent = command if command.id else replace(command, id=uuid4().hex)
        try:
            answer = await self._line.ask("submit", sent)
        except Conflict as refused:
            answer = refused.content
        except Denied as denied:
            if denied.rule == "head":
                return await self._suggested(sent)
            return Receipt(False, denied.rule, str(denied), command.id, self._number)
        receipt = msgspec.json.decode(answer, type=Receipt)
        # Who asks reads its own writes: the view comes by the stream, and may come later than the answer.
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self._until(lambda: self._number >= receipt.number)
        return receipt if command.id else replace(receipt, id="")

    async def _suggested(self, command: AnyCommand) -> Receipt:
        """What binds is put before the head of delegation, who alone commits."""
        try:
            await self.suggest(command)
        except UserError as trouble:
            return Receipt(False, "head", str(trouble), command.id, self._number)
        whom = self._delegation.head or "the head of delegation"
        return Receipt(True, SUGGESTED, f"suggested to {whom}, who commits", command.id, self._number)

    # --- beside the exercise ---

    @property
    def delegation(self) -> DelegationSeen:
        """The team, its suggestions, and what is unread on the help line, as the host told last."""
        return self._delegation

    async def suggest(self, command: AnyCommand, reason: str = "") -> None:
        """Put a command before the head of delegation."""
        sent = command if command.id else replace(command, id=uuid4().hex)
        await self._do("suggest", SuggestRequest(sent, reason))
        # Whoever looks next is shown what they suggested; a line that is lost meanwhile keeps nobody waiting.
        with suppress(TimeoutError):
            async with asyncio.timeout(SHOWN_WITHIN):
                await self._until(
                    lambda: any(each.command.id == sent.id for each in self._delegation.suggestions)
                )

    async def decide(self, number: int, *, taken: bool, word: str = "") -> None:
        """As the head, take a suggestion up or set it aside."""
        await self._do("decide", Decision(number, taken, word))

    async def lead(self, name: str = "") -> None:
        """Pass the headship on, or take it over."""
        await self._do("lead", LeadRequest(name))

    async def help_lines(self) -> tuple[HelpLine, ...]:
        """What was written on the line to the facilitator."""
        return msgspec.json.decode(await self._line.ask("getHelp"), type=tuple[HelpLine, ...])

    async def write_help(self, text: str, seat: str = "", name: str = "") -> None:
        """Write to the facilitator, or as the facilitator to a person."""
        await self._do("writeHelp", HelpRequest(text, seat, name, uuid4().hex))

    async def read_help(self, through: int, seat: str = "", name: str = "") -> None:
        """Mark what the other side wrote as read."""
        await self._do("readHelp", HelpRead(through, seat, name))

    async def reissue(self, seat: str) -> str:
        """As the facilitator, take a seat's code back; the new one."""
        return msgspec.json.decode(await self._do("reissueCode", CodeRequest(seat)), type=CodeIssued).code

    async def _do(self, operation: str, body: object) -> bytes:
        """Ask for what stands beside the exercise.

        Raises:
            UserError: when it is not taken, in one line.
        """
        try:
            return await self._line.ask(operation, body)
        except Refused as refused:
            raise UserError(refused.message) from refused

    async def follow(self) -> AsyncIterator[Update]:
        """The present view at once, then one update for every change the seat may see."""
        told, version = 0, -1
        while not self._closed:
            if self._trouble is not None:
                raise self._trouble
            fresh = tuple(self._seen[told:])
            told, version = len(self._seen), self._version
            yield Update(self.view, fresh, self._presence, self.clock)
            await self._other_than(version)

    async def _other_than(self, version: int) -> None:
        """Wait until something else is known than at a version."""
        async with self._changed:
            await self._changed.wait_for(
                lambda: self._version != version or self._closed or self._trouble is not None
            )

    async def preview(self, command: AnyCommand) -> Preview:
        """Costs, exact odds and effects of a command."""
        return msgspec.json.decode(await self._line.ask("preview", command), type=Preview)

    async def previews(self, commands: Sequence[AnyCommand]) -> tuple[Preview, ...]:
        """The same of several commands, in one request."""
        answer = await self._line.ask("preview", tuple(commands))
        return msgspec.json.decode(answer, type=tuple[Preview, ...])

    async def why(self, target: str) -> Explanation:
        """The causes of a number by its address."""
        return msgspec.json.decode(await self._line.ask("why", target=target), type=Explanation)

    async def record(self, since: int = 0) -> tuple[Seen, ...]:
        """Everything the seat saw happen, after its event number `since`; it is held here."""
        return tuple(self._seen[since:])

    async def advise(self, doctrine: str = "") -> tuple[Advice, ...]:
        """What a doctrine would do here, and why."""
        answer = await self._line.ask("advise", doctrine=doctrine)
        return msgspec.json.decode(answer, type=tuple[Advice, ...])

    async def drafts(self) -> tuple[AnyCommand, ...]:
        """What the seat was composing and has not sent."""
        return msgspec.json.decode(await self._line.ask("getDrafts"), type=tuple[AnyCommand, ...])

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        """Keep what the seat composes."""
        try:
            await self._line.ask("putDrafts", tuple(drafts))
        except Refused as refused:
            raise UserError(refused.message) from refused
        except Denied as denied:
            raise UserError(f"the draft is not kept: {denied}") from denied

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that decided much."""
        return msgspec.json.decode(await self._line.ask("getTurningPoints"), type=tuple[TurningPoint, ...])

    async def close(self) -> None:
        """Leave the table."""
        if self._closed:
            return
        self._closed = True
        async with self._changed:
            self._changed.notify_all()
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        await self._line.leave()
