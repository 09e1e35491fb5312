"""A host among others that serve the same exercise from one database.

Each second it says that it is there and who is at it, and learns the same of the others. One of them leads:
it runs programs, the clock and what is due, for as long as its lease lasts; a host that was stopped finds
its lease over, and does nothing of the kind any more.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from msgspec import MsgspecError, json

from multipolar.server.hosted import Hosted, Present
from multipolar.store import LEASE_SECONDS, SaveError, Together
from multipolar.user_errors import UserError

BEAT_SECONDS = 1.0
_PRESENT = json.Decoder(Present)


class Linked:
    """This host among the others.

    Args:
        hosted: the exercise as it is served here.
        together: what the hosts have in common.
        addresses: at which this one is reached.
        now: seconds that pass evenly, also while this program is stopped.
    """

    def __init__(
        self,
        hosted: Hosted,
        together: Together,
        addresses: tuple[str, ...],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosted = hosted
        self._together = together
        self._addresses = addresses
        self._now = now
        self._leads_until = 0.0
        self._is_behind = asyncio.Event()
        self._is_to_beat = asyncio.Event()
        self._stop_listening: Callable[[], None] = lambda: None
        self._tasks: list[asyncio.Task[None]] = []
        hosted.own_addresses = addresses
        hosted.leads = hosted.session.leads = self.leads

    def leads(self) -> bool:
        """Whether this host runs programs, the clock and what is due."""
        return self._now() < self._leads_until

    async def start(self) -> None:
        """Be there, for the others.

        Raises:
            UserError: when the database does not take it.
        """
        try:
            await self._beat()
        except SaveError as error:
            raise UserError(str(error)) from error
        with suppress(SaveError):
            # The others learn at once that there is one more.
            await asyncio.to_thread(self._together.tell, "present")
        loop = asyncio.get_running_loop()

        def heard(word: str) -> None:
            with suppress(RuntimeError):  # a loop that has ended hears nothing any more
                loop.call_soon_threadsafe(self._heard, word)

        self._stop_listening = self._together.listen(heard)
        self._tasks = [asyncio.create_task(work()) for work in (self._keep_beating, self._keep_up)]

    async def stop(self) -> None:
        """Let the others go on without this host, at once."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._leads_until = 0.0
        with suppress(SaveError):
            await asyncio.to_thread(self._together.leave)
        await asyncio.to_thread(self._stop_listening)

    async def _beat(self) -> None:
        asked, led = self._now(), self.leads()
        said = json.encode(self._hosted.present()).decode()
        found = await asyncio.to_thread(self._together.beat, self._addresses, said)
        self._leads_until = asked + LEASE_SECONDS if found.leads else 0.0
        others: list[Present] = []
        for present in found.others:
            # Of a host of another version nothing is known.
            with suppress(MsgspecError):
                others.append(_PRESENT.decode(present))
        self._hosted.hear_of(tuple(others), found.addresses)
        if self.leads() and not led:
            with suppress(UserError):
                await self._hosted.session.take_the_lead()

    async def _keep_beating(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._is_to_beat.wait()
            self._is_to_beat.clear()
            # A database that does not answer: the lease runs out, and whoever reaches it leads.
            with suppress(SaveError):
                await self._beat()
            # What was told while the line was cut.
            self._is_behind.set()

    async def _keep_up(self) -> None:
        while True:
            await self._is_behind.wait()
            self._is_behind.clear()
            with suppress(UserError):
                await self._hosted.session.read_on()
                await self._hosted.show_what_waits()

    def _heard(self, word: str) -> None:
        if word.isdecimal():
            if int(word) > self._hosted.session.host.world.seq:
                self._is_behind.set()
        elif word == "present":
            self._is_to_beat.set()
        else:
            self._hosted.read_anew()
            self._is_behind.set()
