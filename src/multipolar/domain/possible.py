"""What can have happened: each event of a record held against the world before it.

`evolve` believes what it is given, since the engine wrote it. A record from elsewhere may be well sealed and
still say what no play brings about: a cause that comes later, a power that is none, a number off its scale,
a phase that does not follow. Whatever passes here can be evolved, told, shown, asked and played on.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, assert_never, get_args

import msgspec
from transitions import Machine

from multipolar.domain.addresses import bounds, split
from multipolar.domain.dice import SeededDice
from multipolar.domain.english import counted
from multipolar.domain.errors import Refused
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.machines.initiative import INITIATIVE
from multipolar.domain.machines.resolution import RESOLUTION
from multipolar.domain.machines.session import SESSION
from multipolar.domain.mechanics.odds import capped, outcome_of
from multipolar.domain.model import events as e
from multipolar.domain.model.commands import Attachment, Terms, Undertaking
from multipolar.domain.model.evolution import evolve, plan_of
from multipolar.domain.model.world import World
from multipolar.domain.phases import appeals, free_form, undoing
from multipolar.domain.phases.adjudication import audience_of_result
from multipolar.domain.phases.control import CHANNELS, SETTABLE, next_ruling
from multipolar.domain.phases.deliberation import check_text
from multipolar.domain.phases.desk import outcome_with, waiting
from multipolar.domain.phases.genesis import begin
from multipolar.domain.phases.session import CLOCK_DEEDS, fits_deed
from multipolar.domain.rules.catalogue import Category, DecisionRule, ResolutionWord, Safeguards, Size
from multipolar.domain.rules.in_force import read_rules
from multipolar.domain.rules.ruleset import Pressing
from multipolar.domain.visibility import OWN, PUBLIC, audience_of
from multipolar.domain.vocabulary import (
    ATTRIBUTES,
    CONTROL,
    EVERYONE,
    INDICES,
    LONGEST_NAME,
    PERSON,
    RELATIONSHIPS,
    RUNGS,
    Outcome,
    Phase,
    PromiseState,
    Stage,
)
from multipolar.signs import first_hidden

LARGEST = 100_000
"""No number of an event or of its rules is larger, apart from the seed."""
LONGEST = 20_000
"""Characters of the longest text."""
_NO_TEXT = frozenset(map(chr, (*range(32), *range(127, 160), *range(0xD800, 0xE000)))) - {"\n", "\t"}
_KEYS = OWN | PUBLIC | {"dependence", "momentum"}
_NEEDED = frozenset(
    (*ATTRIBUTES, "growth", "capital", "resources", "trust", "tension", "interoperability", "relationship",
     "dependence", "threat", "cohesion", "legitimacy")
)  # fmt: skip
"""Keys of numbers that every opening holds; others were counted from a later version on, and begin at 0."""
_KINDS = ("confrontation", "emergency")
_CHOICES = frozenset(
    (*get_args(Pressing), "concede", "stay_out", "mediate", "framework", "back", "absorb", "ask", "seal",
     "help", "exploit")
)  # fmt: skip
FAULTS: tuple[type[Exception], ...] = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    StopIteration,
)  # fmt: skip
"""What carrying out an event raises that does not fit the world."""


class Impossible(Exception):
    """A record says what no play brings about.

    Args:
        seq: the event.
        why: what is wrong with it, in some words that follow its number.
    """

    def __init__(self, seq: int, why: str) -> None:
        words = "".join(sign if sign.isprintable() else "�" for sign in why)
        super().__init__(f"event {seq} is impossible: {words}")
        self.seq = seq


class _Wrong(Exception):
    """What is wrong with the event at hand."""


def follow(world: World | None, event: e.Event) -> World:
    """The world after an event that can have happened.

    Args:
        world: the truth before it; None for the first event.
        event: the next event of the record.

    Raises:
        Impossible: when it cannot have happened.
    """
    seq = world.seq + 1 if world else 1
    try:
        if event.seq != seq:
            raise _Wrong(f"it is numbered {event.seq}")
        if not 0 <= event.cause < seq:
            raise _Wrong(f"its cause is event {event.cause}, which does not lie before it")
        _check_values(event)
        _check_written(event)
        if world is None:
            _check_opening(event)
        else:
            _check(world, event)
        after = evolve(world, event)
        _check_numbers(after, event)
    except _Wrong as wrong:
        raise Impossible(seq, str(wrong)) from wrong
    except Refused as refused:
        raise Impossible(seq, refused.message) from refused
    except FAULTS as error:
        raise Impossible(seq, f"it does not follow from what stands before it ({in_short(error)})") from error
    return after


def check_end(world: World) -> None:
    """Whether a record may end in a world: where seats can act, or where the exercise is over.

    Raises:
        Impossible: when it was cut off in the middle of what follows by itself.
    """
    acting = world.phase in (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS) and not world.ended
    # Where results wait, or waited, at a facilitator's desk, adjudication lasts until they end it.
    acting |= world.phase is Phase.ADJUDICATION and world.options.facilitator
    if not acting and not (world.phase is Phase.DEBRIEF and world.ended):
        raise Impossible(
            world.seq,
            f"the record ends with it, within {world.phase}, which passes by itself; it was cut off",
        )


def in_short(error: BaseException) -> str:
    """An error in a few words."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:160]


# --- Values, whatever they are about ---------------------------------------------------------


def _check_values(event: e.Event) -> None:
    plain = msgspec.to_builtins(event)
    plain.pop("seed", None)
    for value in _values(plain):
        if isinstance(value, str):
            if len(value) > LONGEST:
                raise _Wrong(f"it holds a text of {len(value)} characters")
            if not value.isprintable() and any(sign in _NO_TEXT for sign in value):
                raise _Wrong("it holds a text with control signs or broken characters")
        elif isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
            raise _Wrong(f"it holds the number {str(value)[:24]}")


_WRITTEN: dict[type[e.Event], tuple[str, ...]] = {
    e.ProposalTabled: ("message",),
    e.ProposalCountered: ("message",),
    e.PartyDropped: ("message",),
    e.MessageSent: ("text",),
    e.IntentStated: ("wants", "expects"),
    e.LastRoundCalled: ("reason",),
    e.ClockSet: ("reason",),
    e.PhaseBegan: ("reason",),
    e.InjectStateChanged: ("reason",),
    e.InjectEdited: ("title", "text", "reason"),
    e.InjectImprovised: ("title", "text", "reason"),
    e.SpokenFor: ("reason",),
    e.NumberSet: ("reason",),
    e.FreeFormTabled: ("does", "wants"),
    e.ArgumentMade: ("argument",),
    e.FreeFormJudged: ("reason",),
    e.AppealMade: ("text",),
    e.AppealAnswered: ("reason",),
    e.SteppedBack: ("reason",),
    e.UndoAsked: ("text",),
    e.UndoAnswered: ("reason",),
    e.ResultRevised: ("reason",),
    e.ResultHeld: ("reason",),
    e.ResultAddressed: ("reason",),
    e.ResultsPublished: ("reason",),
    e.ResultRuled: ("reason",),
}
"""What persons write, which is looked at before it becomes an event."""


def _check_written(event: e.Event) -> None:
    if event.by_person and (
        len(event.by_person) > LONGEST_NAME or first_hidden(event.by_person, strict=True) >= 0
    ):
        raise _Wrong("it names a person by what is no name")
    for name in _WRITTEN.get(type(event), ()):
        try:
            check_text(getattr(event, name))
        except Refused as refused:
            raise _Wrong(f"it could not have been said: {refused.message}") from refused


def _values(value: Any) -> Iterator[Any]:
    """Everything in plain data, keys included; without recursion, as it may be deep."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Mapping):
            waiting.extend(found)
            waiting.extend(found.values())
        elif isinstance(found, list | tuple):
            waiting.extend(found)
        else:
            yield found


def _one_of(what: str, value: object, known: Collection[object]) -> None:
    if value not in known:
        raise _Wrong(f"there is no {what} '{str(value)[:60]}'")


def _check_opening(event: e.Event) -> None:
    if not isinstance(event, e.ExerciseBegan):
        raise _Wrong("a record begins with the opening of an exercise")
    rules = read_rules(event.rules, event.setting)
    if set(event.seats) != set(rules.ids):
        raise _Wrong("its seats are not the powers of its scenario")
    setting = rules.setting
    names = [setting.title, *rules.ids, *rules.theatres]
    names += [power.name for power in setting.powers] + [place.name for place in setting.theatres]
    names += [framework.name for framework in setting.frameworks]
    for name in names:
        if not name.isprintable() or not name.strip():
            raise _Wrong("its scenario has a name that cannot be shown in a line")
    # The engine itself says what an opening of this scenario holds, and refuses what it cannot open.
    engine = begin(
        rules.base, rules.setting, event.preset, event.seats, event.seed, SeededDice(0), event.options
    )
    opening = engine[0]
    assert isinstance(opening, e.ExerciseBegan)
    needed = {target for target in opening.numbers if split(target)[0] in _NEEDED}
    missing = sorted(needed - event.numbers.keys())
    if missing:
        raise _Wrong(f"it lacks the number {missing[0]}")
    if (event.round, event.phase, event.actor, event.changes) != (0, Phase.LOBBY, CONTROL, ()):
        raise _Wrong("it is not the opening of an exercise")
    world = evolve(None, event)
    for target in event.numbers:
        _check_address(world, target)
    if rules.presets[event.preset].rounds < 1:
        raise _Wrong("its exercise has no rounds")


def _check_numbers(world: World, event: e.Event) -> None:
    moved = (
        event.numbers if isinstance(event, e.ExerciseBegan) else [change.target for change in event.changes]
    )
    for target in moved:
        low, high = bounds(target)
        if not low <= world.numbers[target] <= high:
            raise _Wrong(f"{target} would be {world.numbers[target]}, and goes from {low} to {high}")


def _check_address(world: World, target: str, founded: Collection[str] = ()) -> None:
    """Whether a text is the address of a number that the exercise has, or has with what is founded now."""
    key, names = split(target)
    _one_of("number", key, _KEYS)
    rules = world.rules
    known = {*rules.ids, *rules.theatres, *INDICES, "all", *world.frameworks, *world.crises, *founded}
    known |= {kind for kind, _ in rules.threats}
    for name in names:
        if name not in known:
            raise _Wrong(f"there is no number '{target[:60]}'")


# --- What an event names ---------------------------------------------------------------------

_POWER = ("party", "power", "target", "supplier", "recipient", "rival", "ally", "principal")
_POWER_OR_NONE = ("mediator", "backing")
_POWERS = ("partners", "targets", "parties", "members")
_NUMBERED = ("initiative", "agreement", "crisis", "framework", "resolution", "promise")
_BRINGS: dict[type[e.Event], str] = {
    e.ProposalTabled: "initiative",
    e.OrderGiven: "initiative",
    e.AgreementConcluded: "agreement",
    e.CrisisBegan: "crisis",
    e.FrameworkFounded: "framework",
    e.ResolutionTabled: "resolution",
    e.PromiseMade: "promise",
}
"""What an event brings into being; every other event is about one that is there."""


def _check(world: World, event: e.Event) -> None:
    if isinstance(event, e.ExerciseBegan):
        raise _Wrong("an exercise begins once")
    rules = world.rules
    if not isinstance(event, e.PhaseBegan) and (event.round, event.phase) != (world.round, world.phase):
        raise _Wrong(f"it stands in {event.round}.{event.phase}, and it is {world.moment}")
    if world.ended:
        raise _Wrong("the exercise has ended before it")
    _one_of("power", event.actor, (*rules.ids, CONTROL))
    if event.audience != EVERYONE:
        for power in event.audience:
            _one_of("power", power, rules.ids)
    # A framework is founded with the numbers it begins with.
    founded = (event.framework,) if isinstance(event, e.FrameworkFounded) else ()
    for change in event.changes:
        if change.target not in world.numbers:
            _check_address(world, change.target, founded)
    _check_names(world, event)
    _check_thrown(event)
    _check_kind(world, event)


_IN_SIXTHS, _IN_36THS = (6, 2), (36, 1)
_THROWN: dict[type[e.Event], tuple[int, int]] = {
    e.InitiativeResolved: _IN_SIXTHS,
    e.ResultPreviewed: _IN_SIXTHS,
    e.ResultRevised: _IN_SIXTHS,
    e.CrisisBegan: _IN_SIXTHS,
    e.CrisisStateChanged: _IN_SIXTHS,
    e.ExchangeResolved: _IN_SIXTHS,
    e.CoupDecided: _IN_SIXTHS,
    e.CovertMoveExposed: _IN_36THS,
    e.TechnologyLeaked: _IN_36THS,
    e.LeakChecked: _IN_36THS,
}
"""The sides of the dice that stand in an event, and how many; where none decided it, there are none."""
_ALWAYS = (e.InitiativeResolved, e.ResultPreviewed, e.ResultRevised)


def _check_thrown(event: e.Event) -> None:
    if type(event) not in _THROWN:
        return
    sides, count = _THROWN[type(event)]
    dice: tuple[int, ...] = getattr(event, "dice")  # noqa: B009  # each of these has them
    if len(dice) != count and (dice or isinstance(event, _ALWAYS)):
        raise _Wrong(f"{count} dice decide it, not {len(dice)}")
    if any(not 1 <= each <= sides for each in dice):
        raise _Wrong(f"no dice with {sides} sides fall like {', '.join(map(str, dice))}")


def _check_names(world: World, event: e.Event) -> None:
    ids = world.rules.ids
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if name in _POWER or (name in _POWER_OR_NONE and value):
            _one_of("power", value, ids)
        elif name in _POWERS:
            for power in value:
                _one_of("power", power, ids)
            if len(set(value)) < len(value):
                raise _Wrong(f"it names a power twice among its {name}")
        elif name in _NUMBERED:
            _check_record(world, event, name, value)
        elif name == "move":
            _one_of("move", value, world.rules.moves)
        elif name == "theatre" and value:
            _one_of("theatre", value, world.rules.theatres)
        elif name == "terms":
            _check_terms(world, value)
        elif name == "undertaking":
            _check_undertaking(world, value)


def _check_record(world: World, event: e.Event, kind: str, key: str) -> None:
    kept: Mapping[str, Any] = {
        "initiative": world.initiatives,
        "agreement": world.agreements,
        "crisis": world.crises,
        "framework": world.frameworks,
        "resolution": world.resolutions,
        "promise": world.pledges,
    }[kind]
    if _BRINGS.get(type(event)) != kind:
        _one_of(kind, key, kept)
    elif not key:
        raise _Wrong(f"its {kind} has no name")
    elif kind in ("agreement", "crisis", "framework", "resolution") and key in kept:
        raise _Wrong(f"there is a {kind} '{key}' already")


def _check_terms(world: World, terms: Terms) -> None:
    rules = world.rules
    for what, value, known in (
        ("theatre", terms.theatre, rules.theatres),
        ("degree of safeguards", terms.safeguards, get_args(Safeguards)),
        ("size", terms.size, get_args(Size)),
        ("rule", terms.rule, get_args(DecisionRule)),
        ("resolution", terms.resolution, get_args(ResolutionWord)),
        ("power", terms.about, rules.ids),
        ("agreement", terms.agreement, world.agreements),
        ("domain", terms.domain, {name for move in rules.base.moves for name in move.domains}),
    ):
        if value:
            _one_of(what, value, known)
    if not 0 <= terms.duration <= 99 or abs(terms.share) > 9 or abs(terms.payment) > 9:
        raise _Wrong("its terms are none that can be offered")
    for undertaking in terms.undertakings:
        _check_undertaking(world, undertaking)


def _check_undertaking(world: World, undertaking: Undertaking) -> None:
    _one_of("power", undertaking.by, world.rules.ids)
    _one_of("power", undertaking.toward, world.rules.ids)
    _one_of("kind of promise", undertaking.kind, ("act", "restraint"))
    _one_of("move", undertaking.move, (*world.rules.moves, *get_args(Category)))


# --- What only some events say ---------------------------------------------------------------


def _leads(machine: Machine, state: Any, to: object) -> None:
    """Whether some step of a machine leads from a state to another, conditions aside."""
    leads = {
        machine.get_state(step.dest).value for step in machine.get_transitions(source=state) if step.dest
    }
    _one_of(f"step from {state} to", to, tuple(map(str, leads)))


def _phase(world: World, event: e.PhaseBegan) -> None:
    _leads(SESSION, world.phase, event.to)
    if (event.round, event.phase) != (event.number, event.to) or event.actor != CONTROL:
        raise _Wrong("it begins another phase than it stands in")
    if event.number != world.round + (event.to == Phase.SITUATION) or event.number > world.rounds:
        raise _Wrong(f"round {event.number} does not follow round {world.round} of {world.rounds}")
    exchange = world.exchange + 1 if world.phase is Phase.CRISIS else 1
    if event.exchange != (exchange if event.to == Phase.CRISIS else 0):
        raise _Wrong(f"exchange {event.exchange} does not follow")
    if event.exchange > world.rules.base.settle.exchanges:
        raise _Wrong(f"a round has no exchange {event.exchange}")


def _partners(world: World, event: Any) -> None:
    """Parties of a proposal or order: as many as the move wants, and not oneself."""
    parties = event.partners if isinstance(event, e.ProposalTabled) else event.targets
    move = world.rules.moves[event.move]
    low, high = move.partners
    _acts(world, event)
    if event.actor in parties or not low <= len(parties) <= max(low, high):
        raise _Wrong(f"'{event.move}' is not done with {len(parties)} others")
    if (move.form == "joint") != isinstance(event, e.ProposalTabled):
        raise _Wrong(f"'{event.move}' is not done in this way")


def _acts(world: World, event: e.Event) -> None:
    """What only a power does."""
    _one_of("power", event.actor, world.rules.ids)


def _countered(world: World, event: e.ProposalCountered) -> None:
    _acts(world, event)
    before = max(world.initiatives[event.initiative].version, world.left.get(event.initiative, 0))
    if event.version != before + 1:
        raise _Wrong(f"version {event.version} does not follow")
    _leads(INITIATIVE, world.initiatives[event.initiative].state, "countered")


def _taken_back(world: World, event: e.AcceptanceWithdrawn) -> None:
    _acts(world, event)
    initiative = world.initiatives[event.initiative]
    _one_of("acceptance by", event.actor, initiative.accepted)
    for promise in event.promises:
        _one_of("promise", promise, world.pledges)


def _returned(world: World, event: e.PartyReturned) -> None:
    _acts(world, event)
    initiative = world.initiatives[event.initiative]
    if (event.party, initiative.answered) != (event.actor, event.actor) or event.party in initiative.parties:
        raise _Wrong(f"'{event.party}' did not stay away from it last")
    for power in event.anew:
        _one_of("acceptance by", power, initiative.accepted)
    for promise in event.promises:
        _one_of("promise", promise, world.pledges)


def _moved(world: World, event: e.InitiativeStateChanged) -> None:
    _leads(INITIATIVE, world.initiatives[event.initiative].state, event.to)


_REVISIONS = (e.ROLLED_AGAIN, e.REAL_DICE, e.SET_BY_HAND)


def _resolved(world: World, event: e.InitiativeResolved) -> None:
    _resolves(world, event)
    result = world.desk.get(event.initiative)
    if world.options.facilitator and result is None:
        raise _Wrong("its result did not wait at the desk")
    if result is None:
        _comes_to(world, event)
    elif result.due > world.round or int(result.outcome) != event.outcome:
        raise _Wrong("it comes off otherwise than it stood at the desk")
    if (event.told or None) != (result.to if result else None):
        raise _Wrong("it is told to others than was said at the desk")


def _resolves(world: World, event: e.InitiativeResolved | e.ResultPreviewed) -> None:
    initiative = world.initiatives[event.initiative]
    _leads(INITIATIVE, initiative.state, "completed")
    _one_of("outcome", event.outcome, tuple(map(int, Outcome)))
    if (event.move, event.parties) != (initiative.move, initiative.parties):
        raise _Wrong("it resolves another move than was agreed")


def _comes_to(world: World, event: e.InitiativeResolved | e.ResultPreviewed) -> None:
    total = sum(event.dice) + capped(world, event.modifiers)
    if (event.total, event.outcome) != (total, int(outcome_of(total, world.rules.base.rolls.outcomes))):
        raise _Wrong(f"its dice and modifiers come to {total}, and it says otherwise")


def _announced(world: World, event: e.InitiativeAnnounced) -> None:
    initiative = world.initiatives[event.initiative]
    if (event.move, event.parties) != (initiative.move, initiative.parties):
        raise _Wrong("it announces another move than was agreed")


def _exposed(world: World, event: e.CovertMoveExposed) -> None:
    if event.move != world.initiatives[event.initiative].move:
        raise _Wrong("it exposes another move than was made")


def _concluded(world: World, event: e.AgreementConcluded) -> None:
    _one_of("type of agreement", event.type, world.rules.agreements)
    if event.safeguards:
        _one_of("degree of safeguards", event.safeguards, get_args(Safeguards))
    if len(event.parties) < 2 or not event.until >= 0:
        raise _Wrong("an agreement has two parties at least")


def _agreement(world: World, event: e.AgreementStateChanged) -> None:
    _leads(AGREEMENT, world.agreements[event.agreement].state, event.to)


def _judged(world: World, event: e.PromiseJudged) -> None:
    _one_of("state of a promise", event.state, tuple(map(str, PromiseState)))


def _founded(world: World, event: e.FrameworkFounded) -> None:
    _one_of("rule", event.rule, get_args(DecisionRule))
    if not event.members or not event.name.strip():
        raise _Wrong("a framework has members and a name")


def _put_to_vote(world: World, event: e.ResolutionTabled) -> None:
    _acts(world, event)
    _one_of("kind of resolution", event.kind, get_args(ResolutionWord))
    if event.about:
        _one_of("power", event.about, world.rules.ids)
    if event.rule:
        _one_of("rule", event.rule, get_args(DecisionRule))
    if (event.kind == "rule" and not event.rule) or (event.kind in ("admit", "condemn") and not event.about):
        raise _Wrong("it does not say what is put to the vote")


_VOTES = ("yes", "no", "abstain")


def _voted(world: World, event: e.VoteCast) -> None:
    _acts(world, event)
    _one_of("vote", event.vote, _VOTES)


def _resolution(world: World, event: e.ResolutionStateChanged) -> None:
    _leads(RESOLUTION, world.resolutions[event.resolution].state, event.to)
    for power, vote in event.votes:
        _one_of("power", power, world.rules.ids)
        _one_of("vote", vote, _VOTES)


def _crisis_began(world: World, event: e.CrisisBegan) -> None:
    _one_of("crisis template", event.template, world.rules.crises)
    _one_of("stage", event.stage, ("warning", "acute"))
    if len(event.parties) < (2 if world.rules.crises[event.template].kind == "confrontation" else 1):
        raise _Wrong("a crisis has its parties")


def _responded(world: World, event: e.ResponseChosen) -> None:
    _acts(world, event)
    _one_of("response", event.choice, _CHOICES)
    if not world.crises[event.crisis].is_open or world.phase is not Phase.CRISIS:
        raise _Wrong(f"{event.crisis} asks for no response")


def _exchanged(world: World, event: e.ExchangeResolved) -> None:
    crisis = world.crises[event.crisis]
    if event.was != crisis.stage or not crisis.is_open:
        raise _Wrong(f"{event.crisis} is {crisis.stage}, not {event.was[:60]}")
    _one_of("stage", event.now, tuple(map(str, Stage)))
    for power, choice, backed in event.choices:
        _one_of("power", power, world.rules.ids)
        _one_of("response", choice, _CHOICES)
        if backed:
            _one_of("power", backed, world.rules.ids)


def _crisis_moved(world: World, event: e.CrisisStateChanged) -> None:
    crisis = world.crises[event.crisis]
    _one_of("stage", event.to, tuple(map(str, Stage)))
    if event.kind:
        _one_of("kind of crisis", event.kind, _KINDS)
    kind, parties = event.kind or crisis.kind, event.parties or crisis.parties
    if kind == "confrontation" and len(parties) < 2:
        raise _Wrong("a confrontation has two principals")
    if crisis.stage in (Stage.SETTLED, Stage.FROZEN) and Stage(event.to) in RUNGS:
        raise _Wrong(f"{event.crisis} is over")


def _pair(world: World, event: e.RelationshipStateChanged) -> None:
    for power in event.pair:
        _one_of("power", power, world.rules.ids)
    _one_of("relationship", event.was, RELATIONSHIPS)
    _one_of("relationship", event.now, RELATIONSHIPS)


def _said(world: World, event: e.MessageSent) -> None:
    for power in event.to:
        if power != "*":
            _one_of("power", power, world.rules.ids)
    if event.asks:
        _one_of("move", event.asks, world.rules.moves)
    if event.attached:
        _attached(world, event.attached)


def _attached(world: World, attached: Attachment) -> None:
    if attached.undertaking is not None:
        pledge = world.pledges.get(attached.id)
        if pledge is None or pledge.undertaking != attached.undertaking:
            raise _Wrong(f"there is no promise '{attached.id}' of these words")
        return
    initiative = world.initiatives.get(attached.id)
    if initiative is None or (initiative.move, initiative.parties, initiative.version, initiative.terms) != (
        attached.move, attached.parties, attached.version, attached.terms,
    ):  # fmt: skip
        raise _Wrong(f"there is no proposal '{attached.id}' on these terms")


def _arrived(world: World, event: e.MessageArrived) -> None:
    _acts(world, event)
    message = world.message(event.author, event.message)
    _one_of("addressee", event.actor, message.to)
    if message.has_reached(event.actor) or message.withdrawn:
        raise _Wrong(f"the message cannot reach {event.actor} any more")


def _unsaid(world: World, event: e.MessageWithdrawn) -> None:
    _acts(world, event)
    if not world.message(event.actor, event.message).is_on_its_way:
        raise _Wrong("the message could not be taken back any more")


def _channel_read(world: World, event: e.ChannelRead) -> None:
    _acts(world, event)
    if event.audience != (event.actor,):
        raise _Wrong("who reads what is nobody else's to know")
    said = [message for message in world.messages.since(event.through - 1) if message.seq == event.through]
    if not any(message.channel == event.channel and message.has_reached(event.actor) for message in said):
        raise _Wrong(f"nothing was said in '{event.channel}' that could be read there")


def _released(world: World, event: e.InjectReleased) -> None:
    _one_of(
        "inject", event.inject,
        [name for name in (*world.rules.injects, *world.plans) if name not in world.options.without],
    )  # fmt: skip
    plan = plan_of(world, event.inject)
    inject = world.rules.injects.get(event.inject)
    _one_of("channel", event.channel, (plan.channel,) if plan else ())
    known = tuple(option.id for option in inject.options) if inject else ()
    if tuple(option for option, _ in event.options) != known:
        raise _Wrong(f"the inject '{event.inject}' has other options")


def _planned(world: World, event: e.InjectStateChanged | e.InjectEdited | e.InjectImprovised) -> None:
    _by_control(event, ())
    plan = plan_of(world, event.inject)
    if isinstance(event, e.InjectImprovised):
        if plan is not None or event.inject in world.rules.injects or not event.inject:
            raise _Wrong(f"there is an inject '{event.inject[:60]}' already")
        _one_of("channel", event.channel, CHANNELS)
        for power in event.to:
            _one_of("power", power, world.rules.ids)
        return
    if plan is None or event.inject in world.notices:
        raise _Wrong(f"no inject '{event.inject[:60]}' waits to be released")
    if isinstance(event, e.InjectStateChanged):
        _one_of("state of an inject", event.to, ("planned", "held", "skipped", "released"))
        if event.to == plan.state:
            raise _Wrong(f"the inject is {event.to} already")


def _by_control(event: e.Event, audience: tuple[str, ...]) -> None:
    if event.actor != CONTROL:
        raise _Wrong(f"{event.actor} does what control does")
    if event.audience != audience:
        raise _Wrong("it is told to others than those who may know it")


def _spoken_for(world: World, event: e.SpokenFor) -> None:
    _by_control(event, ())
    if not world.rules.powers[event.power].minor or world.seats[event.power] == PERSON:
        raise _Wrong(f"control speaks for {event.power}, which speaks for itself")


def _number_set(world: World, event: e.NumberSet) -> None:
    if len(event.changes) != 1:
        raise _Wrong("a ruling sets one number")
    target = event.changes[0].target
    _one_of("number that is set by hand", split(target)[0], SETTABLE)
    _by_control(event, audience_of(target))
    if event.ruling != next_ruling(world, event.audience):
        raise _Wrong(f"the next ruling is {next_ruling(world, event.audience)}")


def _previewed(world: World, event: e.ResultPreviewed) -> None:
    _by_control(event, ())
    if not world.options.facilitator or event.initiative in world.desk:
        raise _Wrong("no result of it comes to a desk")
    _resolves(world, event)
    _comes_to(world, event)


def _at_the_desk(world: World, event: e.ResultRevised | e.ResultHeld | e.ResultAddressed) -> None:
    _by_control(event, ())
    _one_of("result at the desk", event.initiative, world.desk)
    result = world.desk[event.initiative]
    match event:
        case e.ResultHeld():
            if event.until not in (event.round, event.round + 1) or (event.until > event.round) == (
                result.due > event.round
            ):
                raise _Wrong(f"a result is not held back to round {event.until}")
        case e.ResultAddressed():
            _is_audience(world, event.to)
            usual = audience_of_result(world, world.initiatives[event.initiative])
            if event.to != EVERYONE and not set(usual) <= set(event.to):
                raise _Wrong("a result is told to those whom its move tells")
        case _:
            _one_of("way to revise a result", event.how, _REVISIONS)
            _one_of("outcome", event.outcome, tuple(map(int, Outcome)))
            if event.how != e.SET_BY_HAND and outcome_with(world, result, event.dice) != (
                event.total, event.outcome,
            ):  # fmt: skip
                raise _Wrong(f"{event.dice} does not come to {event.total}")


def _published(world: World, event: e.ResultsPublished) -> None:
    _by_control(event, ())
    for name in event.initiatives:
        _one_of("result that waits", name, [result.id for result in waiting(world)])


def _ruled(world: World, event: e.ResultRuled) -> None:
    _is_audience(world, event.audience)
    _by_control(event, event.audience)
    _one_of("result that waits", event.initiative, [result.id for result in waiting(world)])
    result = world.desk[event.initiative]
    said = event.how, event.rolls, event.was, event.outcome, event.reason
    if said != (result.how, result.rolls, int(result.was), int(result.outcome), result.reason):
        raise _Wrong("it rules otherwise than was done at the desk")
    if event.ruling != next_ruling(world, event.audience):
        raise _Wrong(f"the next ruling is {next_ruling(world, event.audience)}")


def _free_form(world: World, event: e.FreeFormTabled) -> None:
    _acts(world, event)
    if not world.options.facilitator or event.free_form != free_form.name_of(world, event.actor):
        raise _Wrong("no free-form move is made so")
    if event.free_form in world.free_forms or not 1 <= len(event.reasons) <= free_form.MOST_REASONS:
        raise _Wrong("a seat makes one free-form move a round, with one to three reasons")
    for words in event.reasons:
        check_text(words)
    for power in event.toward:
        _one_of("power", power, [power for power in world.rules.ids if power != event.actor])


def _argued(world: World, event: e.ArgumentMade) -> None:
    _acts(world, event)
    _one_of("free-form move", event.free_form, world.free_forms)
    move = world.free_forms[event.free_form]
    if move.effects or move.by == event.actor or event.actor in dict(move.against):
        raise _Wrong("nobody can argue so against it")


def _free_form_judged(world: World, event: e.FreeFormJudged) -> None:
    _one_of("free-form move", event.free_form, [move.id for move in free_form.waiting(world)])
    _is_audience(world, event.audience)
    _by_control(event, event.audience)
    move = world.free_forms[event.free_form]
    _one_of("effects", event.effects, world.rules.free_forms)
    fewest, most = world.rules.free_forms[event.effects].toward
    if not fewest <= len(move.toward) <= most:
        raise _Wrong("what it brings does not fit it")
    if (len(event.arguments), len(event.counters)) != (len(move.reasons), len(move.against)):
        raise _Wrong("an argument is left without its worth")
    for worth in (*event.arguments, *event.counters):
        _one_of("worth of an argument", worth, range(-free_form.WORTH, free_form.WORTH + 1))
    _one_of("outcome", event.outcome, tuple(map(int, Outcome)))
    total, outcome = free_form.outcome_by(
        world, free_form.added_by(world, event.arguments, event.counters), event.dice
    )
    if total != event.total or (event.dice and outcome != event.outcome):
        raise _Wrong(f"{event.dice} does not come to {event.total}")
    if event.ruling != next_ruling(world, event.audience):
        raise _Wrong(f"the next ruling is {next_ruling(world, event.audience)}")


def _appealed(world: World, event: e.AppealMade) -> None:
    _acts(world, event)
    _one_of("result", event.about, (*world.initiatives, *world.free_forms))
    if f"{event.about}:{event.actor}" in world.appeals or event.audience != appeals.audience_of(
        world, event.about
    ):
        raise _Wrong("it cannot be appealed so")


def _appeal_answered(world: World, event: e.AppealAnswered) -> None:
    made = world.appeals.get(f"{event.about}:{event.power}")
    if made is None or made.ruling:
        raise _Wrong("no such appeal waits for an answer")
    _by_control(event, made.known)
    about = world.free_forms.get(event.about) or world.initiatives[event.about]
    if about.outcome is None or int(about.outcome) != event.was:
        raise _Wrong("it did not come off so")
    _one_of("outcome", event.outcome, tuple(map(int, Outcome)))
    if event.ruling != next_ruling(world, event.audience):
        raise _Wrong(f"the next ruling is {next_ruling(world, event.audience)}")


def _is_audience(world: World, audience: tuple[str, ...]) -> None:
    for power in audience if audience != EVERYONE else ():
        _one_of("power", power, world.rules.ids)


def _answered(world: World, event: e.InjectAnswered) -> None:
    _acts(world, event)
    _one_of("inject", event.inject, world.notices)
    _one_of("option", event.option, [option for option, _ in world.notices[event.inject].options])


def _stated(world: World, event: e.IntentStated) -> None:
    _acts(world, event)
    if not 0 <= event.sure <= 100:
        raise _Wrong(f"nobody is {event.sure} per cent sure")


def _clock(world: World, event: e.ClockSet) -> None:
    if event.actor != CONTROL:
        raise _Wrong(f"{event.actor} sets the clock")
    if event.deed not in CLOCK_DEEDS or event.deed == ("stop" if world.clock_stopped else "go_on"):
        raise _Wrong(f"the clock cannot do '{event.deed[:20]}' here")
    if not fits_deed(event.deed, event.seconds):
        raise _Wrong(f"the phase is extended by {counted(event.seconds, 'second')}")


def _verdict(world: World, event: e.ObjectiveJudged) -> None:
    power = world.rules.powers.get(event.actor)
    known = [objective.id for objective in power.objectives] if power else []
    known += [line.id for line in power.red_lines] if power else []
    _one_of("objective", event.objective, known)


def _scored(world: World, event: e.RoundScored) -> None:
    if event.number != world.round:
        raise _Wrong(f"round {event.number} is scored in round {world.round}")


def _ended(world: World, event: e.ExerciseEnded) -> None:
    if world.phase is not Phase.DEBRIEF or not event.how:
        raise _Wrong("an exercise ends in its debrief")
    if sorted(final[0] for final in event.finals) != sorted(world.rules.ranked):
        raise _Wrong("its scores are not those of the ranked powers")


def _check_kind(world: World, event: e.Event) -> None:  # noqa: C901  # a case for each event
    match event:
        case e.PhaseBegan():
            _phase(world, event)
        case e.ProposalTabled() | e.OrderGiven():
            _partners(world, event)
        case e.ProposalCountered():
            _countered(world, event)
        case e.ProposalAccepted() | e.MoneyReserved() | e.AbsenceDeclared() | e.SeatTaken() | e.SeatReady():
            _acts(world, event)
        case e.AcceptanceWithdrawn():
            _taken_back(world, event)
        case e.PartyReturned():
            _returned(world, event)
        case e.InitiativeStateChanged():
            _moved(world, event)
        case e.InitiativeResolved():
            _resolved(world, event)
        case e.InitiativeAnnounced():
            _announced(world, event)
        case e.CovertMoveExposed():
            _exposed(world, event)
        case e.AgreementConcluded():
            _concluded(world, event)
        case e.AgreementStateChanged():
            _agreement(world, event)
        case e.PromiseJudged():
            _judged(world, event)
        case e.FrameworkFounded():
            _founded(world, event)
        case e.ResolutionTabled():
            _put_to_vote(world, event)
        case e.VoteCast():
            _voted(world, event)
        case e.ResolutionStateChanged():
            _resolution(world, event)
        case e.CrisisBegan():
            _crisis_began(world, event)
        case e.ResponseChosen():
            _responded(world, event)
        case e.ExchangeResolved():
            _exchanged(world, event)
        case e.CrisisStateChanged():
            _crisis_moved(world, event)
        case e.RelationshipStateChanged():
            _pair(world, event)
        case e.MessageSent():
            _said(world, event)
        case e.MessageArrived():
            _arrived(world, event)
        case e.MessageWithdrawn():
            _unsaid(world, event)
        case e.ChannelRead():
            _channel_read(world, event)
        case e.InjectReleased():
            _released(world, event)
        case e.InjectAnswered():
            _answered(world, event)
        case e.InjectStateChanged() | e.InjectEdited() | e.InjectImprovised():
            _planned(world, event)
        case e.SpokenFor():
            _spoken_for(world, event)
        case e.NumberSet():
            _number_set(world, event)
        case e.UndoAsked():
            _acts(world, event)
            if event.audience != (event.actor,):
                raise _Wrong("what a seat asks to have undone is nobody else's to know")
            _one_of("answer by", event.actor, world.initiatives[event.initiative].accepted)
        case e.UndoAnswered():
            _by_control(event, (event.power,))
            _one_of("undo that was asked for", f"{event.initiative}:{event.power}", undoing.waiting(world))
        case e.SteppedBack():
            _by_control(event, EVERYONE)
            _one_of("phase to go back to", event.to, world.earlier)
        case e.FreeFormTabled():
            _free_form(world, event)
        case e.ArgumentMade():
            _argued(world, event)
        case e.FreeFormJudged():
            _free_form_judged(world, event)
        case e.AppealMade():
            _appealed(world, event)
        case e.AppealAnswered():
            _appeal_answered(world, event)
        case e.ResultPreviewed():
            _previewed(world, event)
        case e.ResultRevised() | e.ResultHeld() | e.ResultAddressed():
            _at_the_desk(world, event)
        case e.ResultsPublished():
            _published(world, event)
        case e.ResultRuled():
            _ruled(world, event)
        case e.IntentStated():
            _stated(world, event)
        case e.ClockSet():
            _clock(world, event)
        case e.ObjectiveJudged():
            _verdict(world, event)
        case e.RoundScored():
            _scored(world, event)
        case e.ExerciseEnded():
            _ended(world, event)
        case (
            e.ExerciseBegan()
            | e.NumbersChanged()
            | e.PartyDropped()
            | e.PromiseMade()
            | e.MembershipChanged()
            | e.FrameworkDissolved()
            | e.TechnologyLeaked()
            | e.LeakChecked()
            | e.PactCalled()
            | e.PactAnswered()
            | e.CoupDecided()
            | e.LastRoundCalled()
        ):
            pass  # what it names was looked at, and there is no more to it
        case _:
            assert_never(event)
