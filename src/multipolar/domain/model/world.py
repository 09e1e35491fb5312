"""The truth: one immutable value that `evolve` makes anew from each event.

Numbers live in one mapping from address to integer (see `terms`); things with a life of their own
(initiatives, agreements, crises, promises) are frozen records that hold their state as an
enumeration. Worlds share what did not change; a fork is a reference. No rule is decided here.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
from msgspec import Struct

from multipolar.domain import terms as t
from multipolar.domain.commands import Terms, Undertaking
from multipolar.domain.events import Options, Part
from multipolar.domain.index import Caches, Live
from multipolar.domain.rules import Rules
from multipolar.domain.terms import (
    OPEN_STAGES,
    RUNGS,
    AgreementState,
    InitiativeState,
    Outcome,
    Phase,
    PromiseState,
    Relationship,
    ResolutionState,
    Stage,
)

_RELATIONSHIPS = tuple(Relationship)


class Initiative(Struct, frozen=True, gc=False):
    """One use of a move: who, with whom, on what terms, and how far (rulebook §5).

    Attributes:
        tabled: the round of the latest version.
        event: seq of the event that began it.
        spent: what each party has reserved or spent: (power, capital, resources).
        begun: the round in which it was first tabled, or ordered.
        agreed: seq of the event by which it was agreed, or ordered; 0 while it is open.
        answered: who acted on it last.
        put: power to the terms of the last version that it put forward itself.
    """

    id: str
    move: str
    initiator: str
    partners: tuple[str, ...]
    terms: Terms
    state: InitiativeState
    tabled: int
    event: int
    version: int = 1
    proposer: str = ""
    accepted: tuple[str, ...] = ()
    spent: tuple[tuple[str, int, int], ...] = ()
    resolves: int = 0
    outcome: Outcome | None = None
    resolved: int = 0
    message: str = ""
    known: tuple[str, ...] = ()
    begun: int = 0
    agreed: int = 0
    answered: str = ""
    put: Mapping[str, Terms] = {}

    @property
    def parties(self) -> tuple[str, ...]:
        """Initiator first, then partners or targets."""
        return (self.initiator, *self.partners)


class Agreement(Struct, frozen=True, gc=False):
    """What stays in force between powers (rulebook §5); the first party supplied or proposed it."""

    id: str
    type: str
    parties: tuple[str, ...]
    state: AgreementState
    since: int
    until: int
    event: int
    safeguards: str = ""
    title: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it binds now."""
        return self.state is AgreementState.IN_FORCE


class Pledge(Struct, frozen=True, gc=False):
    """A promise and what became of it (rulebook §2); `made` and `judged` are rounds, 0: not yet."""

    id: str
    undertaking: Undertaking
    state: PromiseState
    made: int
    event: int
    known: tuple[str, ...]
    judged: int = 0


class Crisis(Struct, frozen=True, gc=False):
    """A confrontation (first two parties are the principals) or an emergency (rulebook §8)."""

    id: str
    template: str
    kind: str
    parties: tuple[str, ...]
    theatre: str
    text: str
    stage: Stage
    began: int
    event: int
    exchange: int = 0
    reached: Stage = Stage.WARNING
    responses: tuple[tuple[str, str, str], ...] = ()
    revealed: tuple[tuple[str, str, str], ...] = ()
    advantage: tuple[int, int] = (0, 0)
    mediator: str = ""
    called: tuple[tuple[str, str], ...] = ()
    answered: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether seats are asked for responses."""
        return self.stage in OPEN_STAGES


class Framework(Struct, frozen=True, gc=False):
    """A framework (rulebook §10); its first member leads it. `founded` is 0 where play did not found it."""

    id: str
    name: str
    members: tuple[str, ...]
    mandate: tuple[str, ...]
    rule: str
    founded: int = 0
    event: int = 0


class Resolution(Struct, frozen=True, gc=False):
    """A resolution of a framework (rulebook §10).

    Attributes:
        argued: how well it was put, 1 to 3.
        votes: (member, vote) so far; sealed until they are counted.
        until: last round in which an adopted mandate holds.
    """

    id: str
    framework: str
    kind: str
    by: str
    state: ResolutionState
    tabled: int
    event: int
    about: str = ""
    domain: str = ""
    rule: str = ""
    argued: int = 1
    votes: tuple[tuple[str, str], ...] = ()
    decided: int = 0
    until: int = 0


class Message(Struct, frozen=True, gc=False):
    """Words said: by whom, to whom (empty: all), when; `asks` is a move asked for."""

    seq: int
    round: int
    by: str
    to: tuple[str, ...]
    text: str
    asks: str = ""


class Notice(Struct, frozen=True, gc=False):
    """An inject that was released: to whom, and what was answered."""

    id: str
    title: str
    text: str
    channel: str
    to: tuple[str, ...]
    round: int
    seq: int
    options: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


class Verdict(Struct, frozen=True, gc=False):
    """How an objective or a red line stands: points earned (or lost) so far, and in which round.

    Attributes:
        was: points it stood at before.
        course: (round, points) each time it was judged anew, oldest first.
    """

    owner: str
    id: str
    points: int
    round: int
    seq: int
    red_line: bool
    was: int = 0
    course: tuple[tuple[int, int], ...] = ()


class Intent(Struct, frozen=True, gc=False):
    """What a seat wanted of a decision when it took it (rulebook §2).

    Attributes:
        sure: how sure it was, in per cent.
        seq: of the event in which it said so.
    """

    by: str
    about: str
    round: int
    wants: str
    expects: str
    sure: int
    seq: int = 0


class World(Struct, frozen=True, gc=False):
    """The whole state of an exercise after some event.

    Attributes:
        seats: power to ``person`` or to the doctrine that plays it now.
        programs: power to the doctrine that plays it where no person does.
        past: the numbers at the opening and after each round so far.
        gained: trust gained since then, by its address; what was lost meanwhile is not taken off.
        away: persons' seats at which nobody sits for now.
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
    initiatives: Mapping[str, Initiative] = {}
    agreements: Mapping[str, Agreement] = {}
    crises: Mapping[str, Crisis] = {}
    frameworks: Mapping[str, Framework] = {}
    resolutions: Mapping[str, Resolution] = {}
    pledges: Mapping[str, Pledge] = {}
    messages: tuple[Message, ...] = ()
    notices: Mapping[str, Notice] = {}
    verdicts: Mapping[str, Verdict] = {}
    habits: Mapping[str, int] = {}
    open_habits: Mapping[str, int] = {}
    ready: tuple[str, ...] = ()
    options: Options = Options()
    away: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    last_round: int = 0
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
        return self.numbers[t.of(key, power)]

    def trust(self, a: str, b: str) -> int:
        """A's private trust in B, 0-100."""
        return self.numbers[t.toward("trust", a, b)]

    def tension(self, a: str, b: str) -> int:
        """Tension of a pair, 0-100."""
        return self.numbers[t.between("tension", a, b)]

    def interoperability(self, a: str, b: str) -> int:
        """How well the forces of a pair work together, 0-100."""
        return self.numbers[t.between("interoperability", a, b)]

    def relationship(self, a: str, b: str) -> Relationship:
        """The public relationship of a pair."""
        return _RELATIONSHIPS[self.numbers[t.between("relationship", a, b)]]

    # --- counts, for conditions (rulebook §9) ---

    def count_agreements(self, kind: str, of: str, with_: str) -> int:
        """Agreements in force of two powers, of a type or group; ``any`` is no restriction."""
        groups = self.rules.agreement_groups
        return sum(
            1
            for agreement in self.agreements.values()
            if agreement.in_force
            and kind in ("any", agreement.type, groups[agreement.type])
            and (of == "any" or of in agreement.parties)
            and (with_ == "any" or with_ in agreement.parties)
        )

    def count_initiatives(self, category: str, move: str, of: str, outcome: str) -> int:
        """Completed initiatives to which `of` was party, setbacks not counted."""
        least = Outcome.SUCCESS if outcome == "success" else Outcome.LIMITED
        return sum(
            1
            for found in self.initiatives.values()
            if found.outcome is not None
            and found.outcome >= least
            and move in ("any", found.move)
            and category in ("any", self.rules.moves[found.move].category)
            and (of == "any" or of in found.parties)
        )

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
        if module == "frameworks" and self.rules.base.frameworks is None:
            return False
        return module == "core" or module in self.rules.presets[self.preset].modules

    def in_force(self, *parties: str, type: str = "", group: str = "") -> Iterator[Agreement]:
        """Agreements in force to which these powers (two at most) are party, of a type or group."""
        groups = self.rules.agreement_groups
        for agreement in self.caches.binding(self.agreements).get(parties, ()):
            if (not type or agreement.type == type) and (not group or groups[agreement.type] == group):
                yield agreement

    @property
    def live(self) -> Live:
        """What is on the table, agreed or under way."""
        return self.caches.live(self.initiatives)

    def has(self, type: str, a: str, b: str) -> bool:
        """Whether an agreement of a type is in force between two powers."""
        return (type, a, b) in self.caches.bonds(self.agreements)

    def open_crises(self) -> tuple[Crisis, ...]:
        """Crises in which responses are asked for."""
        return tuple(crisis for crisis in self.crises.values() if crisis.is_open)


@lru_cache(maxsize=256)
def moment(number: int, phase: Phase, exchange: int) -> str:
    """The name of a moment: round, phase, and exchange in a crisis."""
    return f"{number}.{phase}.{exchange}" if phase is Phase.CRISIS else f"{number}.{phase}"


_WHO_PLAYS = ("seats", "programs")


def fingerprint(world: World) -> bytes:
    """The canonical bytes of a world's state, to be hashed (the rules stand in the genesis event)."""
    state = {field: value for field, value in state_of(world).items() if field not in _WHO_PLAYS}
    return msgspec.json.encode(state, order="deterministic")


def state_of(world: World) -> dict[str, object]:
    """Every number and record of a world by its field, without the rules it is played by."""
    return {
        field: getattr(world, field) for field in world.__struct_fields__ if field not in ("rules", "caches")
    }
