"""The truth: one immutable value that `evolve` makes anew from each event.

Numbers live in one mapping from address to integer (see `addresses`); things with a life of their own
(initiatives, agreements, crises, promises) are frozen records that hold their state as an
enumeration. Worlds share what did not change; a fork is a reference. No rule is decided here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import lru_cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain import addresses
from multipolar.domain.model.chunked import Chunked
from multipolar.domain.model.events import Options, Part
from multipolar.domain.model.lookups import LIVE, Caches, Live
from multipolar.domain.model.message_log import MessageLog
from multipolar.domain.model.records import (
    Agreement,
    AppealRecord,
    Crisis,
    Framework,
    FreeMove,
    Initiative,
    InjectPlan,
    Intent,
    Message,
    Notice,
    Pledge,
    Resolution,
    Result,
    Undo,
    Verdict,
)
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import RUNGS, Outcome, Phase, Relationship, Stage

_RELATIONSHIPS = tuple(Relationship)


class World(Struct, frozen=True, gc=False):
    """The whole state of an exercise after some event.

    Attributes:
        current: initiatives on the table, agreed or under way, and those that came to their end in this round
            or the last, in the order in which they were begun.
        finished: those that came to their end before, in the order in which they did.
        seats: power to ``person`` or to the doctrine that plays it now.
        programs: power to the doctrine that plays it where no person does.
        past: the numbers at the opening and after each round so far.
        plans: injects that control has planned otherwise than the scenario, or improvised.
        rulings: round and audience of each ruling of the control seat.
        desk: results that wait there to be published, by the id of their initiative.
        free_forms: free-form moves by their id.
        appeals: by what each is about and whose it is, such as ``1.IND.free_form:CHN``.
        undos: answers that seats asked to have undone, by the initiative and whose each is.
        stepped: how often the table went back.
        left: the last version that each proposal had on a line that was left so, by its id: what was written
            for one there is not taken for another here.
        earlier: where a facilitator can go back to: the world as each phase began in which seats act. It
            follows from the record and counts in no hash.
        gained: trust gained since then, by its address; what was lost meanwhile is not taken off.
        away: persons' seats at which nobody sits for now.
        clock_stopped: whether the clock was stopped for all.
        parts: the parts of the collective indices at the opening or after the last round; empty in saves from
            before they were recorded.
        habits: ``move:IND>USA`` to the round in which it last resolved, and
            ``category:IND>USA`` to how often it succeeded at least in part (experience).
        open_habits: the same, as far as everybody knows it: what was decided in public or announced.
    """

    rules: Rules
    preset: str
    seats: Mapping[str, str]
    programs: Mapping[str, str] = {}
    seq: int = 0
    round: int = 0
    phase: Phase = Phase.LOBBY
    exchange: int = 0
    numbers: Mapping[str, int] = {}
    past: tuple[Mapping[str, int], ...] = ()
    gained: Mapping[str, int] = {}
    parts: tuple[Part, ...] = ()
    current: Mapping[str, Initiative] = {}
    finished: Chunked[Initiative] = msgspec.field(default_factory=Chunked)
    agreements: Mapping[str, Agreement] = {}
    crises: Mapping[str, Crisis] = {}
    frameworks: Mapping[str, Framework] = {}
    resolutions: Mapping[str, Resolution] = {}
    pledges: Mapping[str, Pledge] = {}
    messages: MessageLog = msgspec.field(default_factory=MessageLog)
    notices: Mapping[str, Notice] = {}
    plans: Mapping[str, InjectPlan] = {}
    rulings: tuple[tuple[int, tuple[str, ...]], ...] = ()
    desk: Mapping[str, Result] = {}
    free_forms: Mapping[str, FreeMove] = {}
    appeals: Mapping[str, AppealRecord] = {}
    undos: Mapping[str, Undo] = {}
    stepped: int = 0
    left: Mapping[str, int] = {}
    earlier: "Mapping[str, World]" = {}
    verdicts: Mapping[str, Verdict] = {}
    habits: Mapping[str, int] = {}
    open_habits: Mapping[str, int] = {}
    ready: tuple[str, ...] = ()
    options: Options = Options()
    away: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    last_round: int = 0
    clock_stopped: bool = False
    read_through: Mapping[str, Mapping[str, int]] = {}
    ended: str = ""
    finals: tuple[tuple[str, int, int, int], ...] = ()
    caches: Caches = msgspec.field(default_factory=Caches)

    # --- numbers ---

    def number(self, target: str) -> int:
        """A number by its address; 0 where nothing was ever counted."""
        return self.numbers.get(target, 0)

    def start(self, target: str) -> int:
        """The number at the beginning of the exercise."""
        return self.past[0].get(target, 0) if self.past else 0

    def attribute(self, key: str, power: str) -> int:
        """An attribute of a power, 0-100."""
        return self.numbers[addresses.of(key, power)]

    def trust(self, a: str, b: str) -> int:
        """A's private trust in B, 0-100."""
        return self.numbers[addresses.toward("trust", a, b)]

    def tension(self, a: str, b: str) -> int:
        """Tension of a pair, 0-100."""
        return self.numbers[addresses.between("tension", a, b)]

    def interoperability(self, a: str, b: str) -> int:
        """How well the forces of a pair work together, 0-100."""
        return self.numbers[addresses.between("interoperability", a, b)]

    def relationship(self, a: str, b: str) -> Relationship:
        """The public relationship of a pair."""
        return _RELATIONSHIPS[self.numbers[addresses.between("relationship", a, b)]]

    # --- counts, for conditions (rulebook §9) ---

    def count_agreements(self, kind: str, of: str, with_: str) -> int:
        """Agreements in force of two powers, of a type or group; ``any`` is no restriction."""
        groups = self.rules.agreement_groups
        parties = tuple(dict.fromkeys(power for power in (of, with_) if power != "any"))
        return sum(
            1
            for agreement in self.caches.binding(self.agreements).get(parties, ())
            if kind in ("any", agreement.type, groups[agreement.type])
        )

    def count_initiatives(self, category: str, move: str, of: str, outcome: str) -> int:
        """Completed initiatives to which `of` was party, setbacks not counted."""
        least = Outcome.SUCCESS if outcome == "success" else Outcome.LIMITED

        def count(initiatives: Iterable[Initiative]) -> int:
            return sum(
                1
                for initiative in initiatives
                if initiative.outcome is not None
                and initiative.outcome >= least
                and move in ("any", initiative.move)
                and category in ("any", self.rules.moves[initiative.move].category)
                and (of == "any" or of in initiative.parties)
            )

        key = "count", category, move, of, least
        return count(self.current.values()) + sum(self.finished.each(key, count))

    def count_crises(self, stage: str, party: str) -> int:
        """Crises with this party that ever reached a stage."""
        rung = RUNGS.index(Stage(stage))
        return sum(
            1
            for crisis in self.crises.values()
            if RUNGS.index(crisis.reached) >= rung and (party == "any" or party in crisis.parties)
        )

    def count_promises(self, state: str, of: str) -> int:
        """Promises a power has kept or broken; a pact honoured or broken counts with them."""
        return sum(
            1 for pledge in self.pledges.values() if pledge.undertaking.by == of and pledge.state == state
        )

    # --- who and what ---

    @property
    def moment(self) -> str:
        """The present phase as commands name it: ``3.deliberation``, ``3.crisis.2``."""
        return moment(self.round, self.phase, self.exchange)

    @property
    def rounds(self) -> int:
        """How many rounds the exercise has: as its preset says, or up to the one made the last."""
        return self.last_round or self.rules.presets[self.preset].rounds

    def has_module(self, module: str) -> bool:
        """Whether the preset plays with a part of the rules."""
        return module in self.rules.modules_of[self.preset]

    def in_force(self, *parties: str, type: str = "", group: str = "") -> Iterator[Agreement]:
        """Agreements in force to which these powers (two at most) are party, of a type or group."""
        groups = self.rules.agreement_groups
        for agreement in self.caches.binding(self.agreements).get(parties, ()):
            if (not type or agreement.type == type) and (not group or groups[agreement.type] == group):
                yield agreement

    @property
    def initiatives(self) -> "Initiatives":
        """Every initiative there is or was, by its id."""
        return Initiatives(self.current, self.finished)

    def since(self, number: int) -> Iterator[Initiative]:
        """Initiatives that somebody did something about in a round or after it, and all that go on."""
        for latest, initiatives in self.finished.each("since", _latest):
            if latest >= number:
                yield from (initiative for initiative in initiatives if _last_touched(initiative) >= number)
        yield from self.current.values()

    @property
    def live(self) -> Live:
        """What is on the table, agreed or under way."""
        return self.caches.live(self.current)

    def has(self, type: str, a: str, b: str) -> bool:
        """Whether an agreement of a type is in force between two powers."""
        return (type, a, b) in self.caches.bonds(self.agreements)

    def has_any(self, types: Sequence[str], a: str, b: str) -> bool:
        """Whether an agreement of one of some types is in force between two powers."""
        return any(self.has(kind, a, b) for kind in types)

    def message(self, author: str, key: str) -> Message:
        """The message that its author calls by a name such as ``M3``.

        Raises:
            KeyError: when there is none.
        """
        found = self.messages.find(author, key)
        if found is None:
            raise KeyError(key)
        return found

    def open_crises(self) -> tuple[Crisis, ...]:
        """Crises in which responses are asked for."""
        return tuple(crisis for crisis in self.crises.values() if crisis.is_open)


class Initiatives(Mapping[str, Initiative]):
    """Initiatives by their id: those that came to their end long ago first.

    Args:
        current: those of now and of late.
        finished: the others.
    """

    __slots__ = ("_current", "_finished")

    def __init__(self, current: Mapping[str, Initiative], finished: Chunked[Initiative]) -> None:
        self._current = current
        self._finished = finished

    def __getitem__(self, key: str) -> Initiative:
        found = self._current.get(key)
        if found is not None:
            return found
        for initiatives in self._finished.latest("by id", _by_id):
            if key in initiatives:
                return initiatives[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        yield from (initiative.id for initiative in self._finished)
        yield from self._current

    def __len__(self) -> int:
        return len(self._finished) + len(self._current)

    def values(self) -> ValuesView[Initiative]:
        """The initiatives, in the same order."""
        return _Records(self, [*self._finished, *self._current.values()])


class _Records(ValuesView[Initiative]):
    """Initiatives one after the other, none of them looked up."""

    def __init__(self, initiatives: Initiatives, records: Iterable[Initiative]) -> None:
        super().__init__(initiatives)
        self._records = records

    def __iter__(self) -> Iterator[Initiative]:
        return iter(self._records)


def _by_id(initiatives: Sequence[Initiative]) -> Mapping[str, Initiative]:
    return {initiative.id: initiative for initiative in initiatives}


def _last_touched(initiative: Initiative) -> int:
    """The last round in which somebody did something about an initiative."""
    return max(initiative.tabled, initiative.answered_in, initiative.resolved)


def _latest(initiatives: tuple[Initiative, ...]) -> tuple[int, tuple[Initiative, ...]]:
    return max(map(_last_touched, initiatives)), initiatives


def with_initiative(world: World, initiative: Initiative) -> World:
    """The world with an initiative as it is now; a new one comes last."""
    key = initiative.id
    if key in world.current or key not in world.initiatives:
        return replace(world, current={**world.current, key: initiative})
    # A deed of long ago comes to light.
    place = next(place for place, one in enumerate(world.finished) if one.id == key)
    return replace(world, finished=world.finished.changed(place, initiative))


def with_finished_put_by(world: World) -> World:
    """The world as a round begins: what came to its end before the last round is kept with the finished."""
    kept: dict[str, Initiative] = {}
    finished: list[Initiative] = []
    for key, initiative in world.current.items():
        if initiative.state in LIVE or _last_touched(initiative) >= world.round - 1:
            kept[key] = initiative
        else:
            finished.append(initiative)
    return replace(world, current=kept, finished=world.finished.added(*finished)) if finished else world


@lru_cache(maxsize=256)
def moment(number: int, phase: Phase, exchange: int) -> str:
    """The name of a moment: round, phase, and exchange in a crisis."""
    return f"{number}.{phase}.{exchange}" if phase is Phase.CRISIS else f"{number}.{phase}"


_WHO_PLAYS = ("seats", "programs")
_LATER: tuple[str, ...] = (
    "read_through",
    "plans",
    "rulings",
    "desk",
    "free_forms",
    "appeals",
    "undos",
    "stepped",
    "left",
)
"""Fields that came after hashes were last stored: they count where they are not as they begin."""


def fingerprint(world: World) -> bytes:
    """The canonical bytes of a world's state, to be hashed (the rules stand in the genesis event)."""
    state = {
        field: value
        for field, value in state_of(world).items()
        if field not in _WHO_PLAYS and (value or field not in _LATER)
    }
    return msgspec.json.encode(state, order="deterministic")


def state_of(world: World) -> dict[str, object]:
    """Every number and record of a world by its field, without the rules it is played by."""
    state: dict[str, object] = {}
    for field in world.__struct_fields__:
        if field == "current":
            state["initiatives"] = {one.id: one for one in world.initiatives.values()}
        elif field == "messages":
            state[field] = tuple(world.messages)
        elif field not in ("rules", "caches", "finished", "earlier"):
            state[field] = getattr(world, field)
    return state
