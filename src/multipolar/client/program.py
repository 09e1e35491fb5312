"""A program in a seat of another machine's exercise: rehearsal, load test and stand-in in one.

It plays through the same table as a person, with a doctrine of the rule set.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import uuid4

from msgspec.structs import replace

from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import AnyCommand, Ready, Respond
from multipolar.domain.model.views import Advice, CrisisSeen, Preview, View
from multipolar.engine.players import Forecast, Player
from multipolar.table.port import Table

_RESERVED = ("hold", "absorb", "stay_out")
_SWEEPS = (1, 2, 3)
_OVER = ("debrief",)

Tell = Callable[[str], None]


class ProgramAtTable:
    """Plays one seat to the end.

    Args:
        table: of the seat.
        player: of the doctrine.
        dice: of its choices.
        tell: is told in a line what is done.
    """

    def __init__(self, table: Table, player: Player, dice: Dice, tell: Tell) -> None:
        self._table = table
        self._player = player
        self._dice = dice
        self._tell = tell

    async def play(self) -> None:
        """Play until the debrief.

        Raises:
            UserError: when the host cannot be reached for long.
        """
        async for _ in self._table.follow():
            while (view := self._table.view).asked:
                await self._act(view)
                if self._table.view.moment == view.moment and self._table.view.number == view.number:
                    break
            if self._table.view.phase in _OVER:
                self._tell("the debrief has begun")
                return

    async def _act(self, view: View) -> None:
        if view.phase == "deliberation":
            for sweep in _SWEEPS:
                advised = await self._think(self._player.deliberate, self._table.view, sweep)
                await self._submit(advised, view.moment)
        elif view.phase == "crisis":
            await self._submit(await self._think(self._player.respond, view), view.moment)
            for crisis in self._table.view.crises:
                if crisis.choices and not crisis.chosen:
                    await self._do(Respond(crisis=crisis.id, choice=_reserved(crisis)), view.moment)
            return
        await self._do(Ready(), view.moment)

    async def _think(
        self, thinks: Callable[..., Sequence[Advice]], view: View, *about: int
    ) -> Sequence[Advice]:
        """Think in a thread of its own, in which the table can be asked as if it were near."""
        loop = asyncio.get_running_loop()

        def preview(command: AnyCommand) -> Preview:
            return asyncio.run_coroutine_threadsafe(self._table.preview(command), loop).result()

        forecast: Forecast = preview
        return await asyncio.to_thread(thinks, view, *about, forecast, self._dice)

    async def _submit(self, advised: Sequence[Advice], moment: str) -> None:
        for advice in advised:
            await self._do(advice.command, moment)

    async def _do(self, command: AnyCommand, moment: str) -> None:
        receipt = await self._table.submit(replace(command, id=uuid4().hex, moment=moment))
        said = "done" if receipt.accepted else f"refused ({receipt.rule}): {receipt.message}"
        self._tell(f"{moment} {command.__struct_config__.tag}: {said}")


def _reserved(crisis: CrisisSeen) -> str:
    offered = [choice.id for choice in crisis.choices if not choice.blocked]
    return next((name for name in _RESERVED if name in offered), offered[0])
