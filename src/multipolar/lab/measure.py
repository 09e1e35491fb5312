"""From the events of one game to its record: one walk, no rule decided.

Events say what was decided; what a study counts is read from them alone, so that a game played here,
saved or taken from a file is measured alike.
"""

from collections import Counter
from collections.abc import Sequence

from multipolar.domain.addresses import of, split
from multipolar.domain.mechanics.crises.dyads import dyad_of
from multipolar.domain.mechanics.scoring import nobody_wins
from multipolar.domain.model import events as e
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.templates import UnrestTrigger
from multipolar.domain.vocabulary import RUNGS, AgreementState, InitiativeState, Phase, Relationship, Stage
from multipolar.lab.plans import Plan
from multipolar.lab.record import CrisisRecord, GameRecord, Unrest

CHANNELS = ("hotline", "exercise_notification")
"""Agreements that are asked about when a confrontation becomes acute (§16)."""
LOW, HIGH = 45, 60
"""Stability counts as low under the one (about the lowest third of states), high from the other."""
PIRACY = "piracy"
"""The kind of threat whose waves are measured (§11)."""


class _Crisis:
    """A crisis while the record is read."""

    def __init__(self, event: e.CrisisBegan) -> None:
        self.confrontation = False
        self.dyad = ""
        self.friends = False
        self.principals = event.parties[:2]
        self.reached = Stage(event.stage)
        self.channels = False
        self.mediated = False
        self.conceded = False
        self.settled = False

    def confront(self, rules: Rules, a: str, b: str, relationship: int) -> None:
        """Two stand against each other, and are what they are to each other then."""
        self.confrontation = True
        self.principals = (a, b)
        self.dyad = str(dyad_of(rules, a, b, relationship))
        self.friends = relationship >= Relationship.COOPERATIVE

    def record(self) -> CrisisRecord:
        rung = RUNGS.index(self.reached)
        return CrisisRecord(
            confrontation=self.confrontation,
            dyad=self.dyad,
            between=tuple(sorted(self.principals)) if self.confrontation else (),
            friends=self.friends,
            acute=rung >= RUNGS.index(Stage.ACUTE),
            climbed=rung >= RUNGS.index(Stage.CONFRONTATION),
            conflict=self.reached is Stage.CONFLICT,
            mediated=self.mediated,
            agreed=self.settled and not self.conceded,
            channels=self.channels,
        )


class _Reader:
    """Reads the events of a game in order."""

    def __init__(self, opening: World) -> None:
        self.world = opening
        self.moves: Counter[str] = Counter()
        self.crises: dict[str, _Crisis] = {}
        self.answers: list[bool] = []
        self.rounds = 0
        self.ended = ""
        self.finals: tuple[tuple[str, int, int, int], ...] = ()
        self.numbers = {
            target: value
            for target, value in opening.numbers.items()
            if split(target)[0] in ("stability", "threat", "architecture")
        }
        self.levels: dict[str, list[int]] = {
            theatre: [] for kind, theatre in opening.rules.threats if kind == PIRACY
        }
        self.unrest: Counter[str] = Counter()
        self._proposals: dict[str, str] = {}
        self._orders: dict[str, str] = {}
        self._bonds = {
            agreement.id: (agreement.type, frozenset(agreement.parties))
            for agreement in opening.agreements.values()
            if agreement.in_force
        }
        self._agreements = dict(self._bonds)
        self._upheavals: set[str] = set()
        self._relationships = {pair: opening.relationship(*pair) for pair in opening.rules.pairs}
        self._unruly = {
            template.id
            for template in opening.rules.base.crises
            if any(isinstance(trigger, UnrestTrigger) for trigger in template.triggers)
        }
        self._began_with: dict[str, int] = {}

    def take(self, event: e.Event) -> None:
        """Count what an event says."""
        for change in event.changes:
            if change.target in self.numbers:
                self.numbers[change.target] += change.amount
        match event:
            case e.PhaseBegan():
                self._phase(event)
            case e.RoundScored():
                for theatre, levels in self.levels.items():
                    levels.append(self.numbers[f"threat({PIRACY},{theatre})"])
            case e.ExerciseEnded():
                self.ended, self.finals = event.how, event.finals
            case e.PactAnswered():
                self.answers.append(event.honoured)
            case e.CoupDecided() if event.crisis in self._upheavals:
                self.unrest["ended"] += 1
                self.unrest["succeeded"] += event.succeeded
            case e.RelationshipStateChanged() | e.AgreementConcluded() | e.AgreementStateChanged():
                self._tie(event)
            case e.ProposalTabled() | e.OrderGiven() | e.InitiativeStateChanged():
                self._initiative(event)
            case e.CrisisBegan() | e.ExchangeResolved() | e.CrisisStateChanged():
                self._crisis(event)
            case _:
                pass

    def _phase(self, event: e.PhaseBegan) -> None:
        if event.to != Phase.SITUATION:
            return
        self.rounds = event.number
        self._began_with = {power: self.numbers[of("stability", power)] for power in self.world.rules.ids}
        for stability in self._began_with.values():
            self.unrest[f"{_step(stability)}_rounds"] += 1

    def _tie(
        self, event: e.RelationshipStateChanged | e.AgreementConcluded | e.AgreementStateChanged
    ) -> None:
        if isinstance(event, e.RelationshipStateChanged):
            a, b = event.pair
            self._relationships[min(a, b), max(a, b)] = Relationship[event.now.upper()]
        elif isinstance(event, e.AgreementConcluded):
            bond = (event.type, frozenset(event.parties))
            self._agreements[event.agreement] = self._bonds[event.agreement] = bond
        elif event.to == AgreementState.IN_FORCE:
            self._bonds[event.agreement] = self._agreements[event.agreement]
        else:
            self._bonds.pop(event.agreement, None)

    def _initiative(self, event: e.ProposalTabled | e.OrderGiven | e.InitiativeStateChanged) -> None:
        match event:
            case e.ProposalTabled():
                self._proposals[event.initiative] = event.move
            case e.OrderGiven():
                self._orders[event.initiative] = event.move
                self.moves[event.move] += 1
            case e.InitiativeStateChanged(to=InitiativeState.AGREED) if event.initiative in self._proposals:
                # Only once: what was suspended is agreed to no second time.
                self.moves[self._proposals.pop(event.initiative)] += 1
            case e.InitiativeStateChanged(to=InitiativeState.WITHDRAWN) if event.initiative in self._orders:
                self.moves[self._orders.pop(event.initiative)] -= 1
            case _:
                pass

    def _crisis(self, event: e.CrisisBegan | e.ExchangeResolved | e.CrisisStateChanged) -> None:
        match event:
            case e.CrisisBegan():
                self._began(event)
            case e.ExchangeResolved():
                self._exchanged(self.crises[event.crisis], event)
            case e.CrisisStateChanged():
                crisis = self.crises[event.crisis]
                if event.kind == "confrontation":
                    self._confront(crisis, event.parties[:2])
                    crisis.channels = self._have_channels(crisis)
                    self._upheavals.discard(event.crisis)
                crisis.settled = event.to == Stage.SETTLED

    def _began(self, event: e.CrisisBegan) -> None:
        crisis = self.crises[event.crisis] = _Crisis(event)
        if self.world.rules.crises[event.template].kind == "confrontation":
            self._confront(crisis, event.parties[:2])
            crisis.channels = self._have_channels(crisis)
        if event.template in self._unruly and event.trigger != "inject" and event.stage == Stage.ACUTE:
            self._upheavals.add(event.crisis)
            self.unrest[f"{_step(self._began_with.get(event.parties[0], LOW))}_attempts"] += 1

    def _exchanged(self, crisis: _Crisis, event: e.ExchangeResolved) -> None:
        now = Stage(event.now)
        if now in RUNGS and RUNGS.index(now) > RUNGS.index(crisis.reached):
            crisis.reached = now
        if not crisis.confrontation:
            return
        of_principals = [choice for power, choice, _ in event.choices if power in crisis.principals]
        crisis.conceded = of_principals.count("concede") == 1
        crisis.mediated |= any(
            choice in ("mediate", "framework")
            for power, choice, _ in event.choices
            if power not in crisis.principals
        )

    def _confront(self, crisis: _Crisis, principals: tuple[str, ...]) -> None:
        a, b = principals
        crisis.confront(self.world.rules, a, b, self._relationships[min(a, b), max(a, b)])

    def _have_channels(self, crisis: _Crisis) -> bool:
        pair = frozenset(crisis.principals)
        held = {kind for kind, parties in self._bonds.values() if pair <= parties}
        return held.issuperset(CHANNELS)


def _step(stability: int) -> str:
    return "low" if stability < LOW else "high" if stability >= HIGH else "middle"


def measure(events: Sequence[e.Event], plan: Plan) -> GameRecord:
    """The record of a game.

    Args:
        events: everything that happened, from the opening.
        plan: the game that was played.
    """
    opening = world_after(events[:1])
    reader = _Reader(opening)
    for event in events[1:]:
        reader.take(event)
    rules = opening.rules
    near_rivals = sum(1 for pair in rules.rivals if rules.near(*pair))
    counted = {name: reader.unrest[name] for name in Unrest.__struct_fields__}
    return GameRecord(
        arrangement=plan.arrangement,
        number=plan.number,
        changed=plan.changed,
        doctrines={power: opening.seats[power] for power in rules.ranked},
        finals={power: final for power, _, final, _ in reader.finals},
        ranks={power: rank for power, _, _, rank in reader.finals},
        architecture=reader.numbers["architecture(all)"],
        ended=reader.ended,
        nobody_won=nobody_wins(rules.base.scores, reader.numbers["architecture(all)"]),
        rounds=reader.rounds,
        moves={move: uses for move, uses in sorted(reader.moves.items()) if uses},
        crises=tuple(crisis.record() for crisis in reader.crises.values()),
        pairs=(len(rules.rivals), sum(1 for pair in rules.pairs if rules.near(*pair)) - near_rivals),
        calls=len(reader.answers),
        honoured=sum(reader.answers),
        piracy={theatre: tuple(levels) for theatre, levels in reader.levels.items()},
        unrest=Unrest(**counted),
    )
