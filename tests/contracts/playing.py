"""An exercise on the strait, saved, with persons and with programs that do little: for tests of tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from multipolar.domain.dice import Dice, SeededDice
from multipolar.domain.model.commands import Accept, Propose
from multipolar.domain.model.events import decode, encode
from multipolar.domain.model.views import Advice, Receipt, Sight
from multipolar.domain.model.world import World
from multipolar.engine.host import Host
from multipolar.engine.players import Forecast, Player, Previews
from multipolar.lobby.local import StoredLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.store import Header, Saves
from multipolar.table.local import LocalSession
from multipolar.user_errors import UserError

STRAIT = Path(__file__).parents[1] / "scenario/strait.yaml"
KEY = "k3x9w2"
SEED = 7
FULL = "the disk is full"


class Modest:
    """Proposes a dialogue to India once a round, accepts what it is asked, leaves crises to defaults."""

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        found = [
            Advice(Accept(initiative=asked.id, version=asked.version), asked.title, "always", 1)
            for asked in view.initiatives
            if asked.open_to_me
        ]
        if sweep == 1:
            talk = Propose(move="strategic_dialogue", partners=("IND",))
            found.append(Advice(talk, "Strategic dialogue", "talk is cheap", 1))
        return tuple(found)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        return ()

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        talk = Propose(move="strategic_dialogue", partners=("UTO",))
        return (Advice(talk, "Strategic dialogue", "talk is cheap", 1),)


class Unsteady(StoredLog):
    """A record among the saves on a disk with room for so many more commands."""

    room = 1_000_000

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        if self.room < 1:
            raise UserError(FULL)
        self.room -= 1
        super().append(after, payloads, command, receipt, world)


def players() -> Mapping[str, Player]:
    return defaultdict(Modest)


def begun(saves: Saves, *persons: str) -> Host:
    """An exercise begun and saved under `KEY`."""
    seats = dict.fromkeys(persons, "person")
    events = first_events(ExerciseConfig(str(STRAIT), "standard", SEED, seats))
    header = Header.new(
        id=KEY,
        scenario="strait",
        title="The Strait",
        preset="standard",
        seed=SEED,
        rounds=6,
        seats=seats,
        version="0",
        position="0.briefing",
    )
    saves.create(header, [encode(event) for event in events])
    return Host(events, SeededDice(SEED), Unsteady(saves, KEY))


def taken_up(saves: Saves) -> Host:
    """The exercise as it was saved."""
    events = [decode(entry.payload) for entry in saves.read(KEY)]
    return Host(events, SeededDice(SEED), Unsteady(saves, KEY))


async def sit_down(host: Host) -> LocalSession:
    session = LocalSession(host, players())
    await session.open()
    return session


def plain(value: object) -> bytes:
    """A view, news or preview as bytes, to be compared."""
    return msgspec.json.encode(value)
