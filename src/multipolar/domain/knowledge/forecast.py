"""What a command would cost, how likely each outcome is, and who would mind (rulebook §6).

Computed from the same functions that adjudication uses, and only from what the seat may know: effects
are shown as the rules say them, before limits that could tell another's private number.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.english import counted, lowered
from multipolar.domain.errors import Refused
from multipolar.domain.mechanics.crises.crisis_choices import (
    calm_of,
    choices_for,
    climbing,
    is_asked,
    mediation_of,
    pressure_of,
)
from multipolar.domain.mechanics.effects import Minded, minded_by, wanted_of, why_in_words
from multipolar.domain.mechanics.frameworks import needed
from multipolar.domain.mechanics.leaks import leak_risk
from multipolar.domain.mechanics.odds import capped, chances, exposed_in_36, modifiers_of
from multipolar.domain.mechanics.opposition import opposed_by
from multipolar.domain.mechanics.requirements import affordable, check, costs, price_of, without
from multipolar.domain.model import commands as c
from multipolar.domain.model.commands import Terms
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.lookups import OPEN
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.views import Against, Effect, ExpectedChange, Figures, Preview, Reaction
from multipolar.domain.model.wording import money_in_words, title_of
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import check_promise
from multipolar.domain.rules import catalogue as k
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import InitiativeState, Phase


def forecast(world: World, seat: str, command: c.AnyCommand) -> Preview:
    """The preview of a command of a seat; what forbids it stands in `rule` and `message`."""
    try:
        found = _found(world, seat, command)
    except Refused as refusal:
        return Preview(rule=refusal.rule, message=refusal.message)
    return _in_words(found, seat) if isinstance(found, _Found) else found


def figures_of(world: World, seat: str, command: c.AnyCommand) -> Figures:
    """The figures of a preview, without its words: for who weighs many commands and reads none."""
    try:
        found = _found(world, seat, command)
    except Refused as refusal:
        return Figures(rule=refusal.rule)
    return found.figures if isinstance(found, _Found) else found


class _Found(NamedTuple):
    """The figures of a move, and what they are put in words from."""

    world: World
    initiator: str
    move: Move
    partners: tuple[str, ...]
    terms: Terms
    figures: Figures
    message: str
    modifiers: tuple[ModifierRead, ...]
    total: int
    reasons: Mapping[str, Minded]
    dearer: int


def _found(world: World, seat: str, command: c.AnyCommand) -> "_Found | Preview":
    rules = world.rules
    match command:
        case c.Propose() | c.Order():
            move = rules.moves.get(command.move)
            if move is None:
                return Preview(rule="move", message=f"there is no move '{command.move}'")
            partners = command.partners if isinstance(command, c.Propose) else command.targets
            return _of_move(world, seat, seat, move, partners, command.terms)
        case c.Accept() | c.Counter():
            initiative = world.initiatives.get(command.initiative)
            if initiative is None or seat not in initiative.parties or initiative.state not in OPEN:
                return Preview(rule="initiative", message="there is no such proposal for you")
            if command.version != initiative.version:
                words = f"the terms have changed: version {initiative.version} is on the table"
                return Preview(rule="version", message=words, title=rules.moves[initiative.move].title)
            terms = command.terms if isinstance(command, c.Counter) else initiative.terms
            rest = without(world, initiative)
            return _of_move(
                rest, seat, initiative.initiator, rules.moves[initiative.move], initiative.partners, terms
            )
        case c.Respond():
            if world.phase is not Phase.CRISIS:
                return Preview(rule="phase", message=f"not possible in the {world.phase} phase")
            crisis = world.crises.get(command.crisis)
            if crisis is None or not crisis.is_open or not is_asked(world, crisis, seat):
                return Preview(rule="crisis", message="no open crisis of that name asks you")
            return _of_response(world, seat, crisis, command.choice)
        case c.Promise():
            return _of_promise(world, seat, command)
        case _:
            return Preview(title=type(command).__name__.lower())


def _of_promise(world: World, seat: str, command: c.Promise) -> Preview:
    """Whether a promise could be made now; what it says is put in words where it is shown."""
    if world.phase is not Phase.DELIBERATION:
        return Preview(rule="phase", message=f"not possible in the {world.phase} phase", title="promise")
    try:
        check_promise(world, seat, command)
    except Refused as refusal:
        return Preview(rule=refusal.rule, message=refusal.message, title="promise")
    return Preview(title="promise")


def _of_move(
    world: World, seat: str, initiator: str, move: Move, partners: tuple[str, ...], terms: Terms
) -> _Found | Preview:
    rule = message = ""
    unknown = [power for power in partners if power not in world.rules.powers]
    if unknown:
        return Preview(rule="power", message=f"there is no power '{unknown[0]}'", title=move.title)
    try:
        if world.phase is not Phase.DELIBERATION:
            rule, message = "phase", f"not possible in the {world.phase} phase"
        else:
            check(world, initiator, move, partners, terms)
    except Refused as refusal:
        rule, message = refusal.rule, refusal.message
    if rule and not _can_be_weighed(move, initiator, partners):
        return Preview(rule=rule, message=message, title=move.title)
    price = costs(world, move, initiator, partners, terms)
    dearer = price_of(world, initiator, move)[0] - move.cost.capital
    if seat != initiator:
        # How often a power has begun the same with others this round is nobody else's to know.
        price = ((initiator, price[0][1] - dearer, price[0][2]), *price[1:])
    mine = next((part for part in price if part[0] == seat), None)
    if not rule and mine is not None:
        message = affordable(world, *mine)
        rule = "money" if message else ""
    modifiers = modifiers_of(world, move, initiator, partners, terms)
    total = capped(world, modifiers)
    leak = -1
    if move.leak is not None and world.has_module("leaks") and partners:
        leak = leak_risk(world, move, initiator, partners[0], terms.safeguards or "standard")
    lasting = world.caches.of(_Last).of(world)
    reactions, reasons = lasting.reactions(world, move, initiator, partners)
    figures = Figures(
        rule=rule,
        costs=price,
        chances=chances(total, world.rules.base.rolls.outcomes),
        effects=lasting.effects(world, initiator, move, partners, terms),
        reactions=reactions,
        agreement=world.rules.forms[move.id],
        resolves=world.round + move.rounds - 1,
        leak=leak,
        exposed=exposed_in_36(world, move) if move.visibility == "covert" else -1,
        opposes=opposed_by(world, seat, *partners[:2]) if move.opposes and len(partners) > 1 else 0,
    )
    return _Found(
        world, initiator, move, partners, terms, figures, message, modifiers, total, reasons, dearer
    )


def _in_words(found: _Found, seat: str) -> Preview:
    """Figures as a player reads them."""
    world, move, figures = found.world, found.move, found.figures
    notes = list(_notes(world, found.initiator, move, found.partners, found.terms))
    if found.dearer > 0 and seat == found.initiator:
        notes.append(f"{money_in_words(found.dearer, 0)} more: you have begun this move already this round")
    lost = min(world.rules.base.money.withdraw_capital, figures.costs[0][1])
    if move.form == "joint" and seat == found.initiator and lost:
        notes.append(f"if nothing comes of it, {lost} of your capital is lost; the rest is given back")
    return Preview(
        rule=figures.rule,
        message=found.message,
        title=move.title,
        costs=figures.costs,
        modifiers=found.modifiers,
        total=found.total,
        chances=figures.chances,
        effects=tuple(
            ExpectedChange(effect.target, effect.by, title_of(world.rules, effect.target))
            for effect in figures.effects
        ),
        reactions=tuple(
            Reaction(
                reaction.power,
                reaction.target,
                reaction.by,
                why_in_words(world, move, found.reasons[reaction.target]),
            )
            for reaction in figures.reactions
        ),
        agreement=figures.agreement,
        resolves=figures.resolves,
        leak=figures.leak,
        exposed=figures.exposed,
        opposes=figures.opposes,
        notes=tuple(notes),
    )


def _of_framework(world: World, move: Move, terms: Terms) -> Iterator[str]:
    """What a resolution would take to be adopted (§10)."""
    framework = world.frameworks.get(terms.framework)
    if move.tables is not None and framework is not None:
        yield f"{framework.name} votes next round; it needs {needed(world, framework)}"


def _notes(
    world: World, initiator: str, move: Move, partners: tuple[str, ...], terms: Terms
) -> Iterator[str]:
    """What a preview has to say besides numbers."""
    forms = move.forms
    if move.acceptances and len(partners) > move.acceptances:
        yield f"it goes ahead with {move.acceptances} acceptances; the odds are those with all of them"
        yield "who declines stays out of it, unless it takes that back before anybody else acts on it"
    if forms:
        kind = world.rules.agreements[forms.type]
        rounds = terms.duration or kind.rounds
        until = f", for {counted(rounds, 'round')}" if rounds else ""
        yield f"{kind.title} comes into force from {forms.at_least} up{until}"
    if any(effect.kind == "crisis" for effect in move.effects):
        yield "it may set off a crisis with the target, the likelier the worse it goes"
    if move.visibility == "covert":
        yield f"it comes to light on a setback, and otherwise in {exposed_in_36(world, move)} of 36 cases"
    yield from _of_framework(world, move, terms)
    if move.opposes:
        yield (
            f"it takes {move.opposes} off the roll of what the two do together this round, however it goes; "
            "its own roll decides only whether it comes to light"
        )
    if move.category == "coercion" and move.visibility == "public":
        for partner in partners:
            yield from _collapses(world, initiator, partner)


def _collapses(world: World, initiator: str, partner: str) -> Iterator[str]:
    for initiative in world.current.values():
        move = world.rules.moves[initiative.move]
        bound = initiative.state in _BOUND and {initiator, partner} <= set(initiative.parties)
        if bound and move.form == "joint":
            yield (
                f"{lowered(move.title)} with {world.rules.called(partner)} collapses, its costs spent: "
                "one party has turned on another"
            )


_BOUND = (InitiativeState.AGREED, InitiativeState.UNDER_WAY, InitiativeState.SUSPENDED)


def _can_be_weighed(move: Move, initiator: str, partners: tuple[str, ...]) -> bool:
    """Whether enough is named, and nobody twice, for odds and effects to mean anything."""
    fewest, most = move.partners
    return fewest <= len(partners) <= most and len({initiator, *partners}) == len(partners) + 1


class _Lasting:
    """What forecasts say that hangs on nothing but how powers stand to one another.

    Relationships move once a round, and a power looks at the same few moves sweep after sweep.

    Args:
        rules: the rules in force.
        relationships: how all pairs stand, in the order of `Rules.relationships`.
    """

    def __init__(self, rules: Rules, relationships: tuple[int | None, ...]) -> None:
        self.rules = rules
        self.relationships = relationships
        self._reactions: dict[tuple[str, str, tuple[str, ...]], _Reacted] = {}
        self._effects: dict[tuple[object, ...], tuple[Effect, ...]] = {}

    def reactions(self, world: World, move: Move, initiator: str, partners: tuple[str, ...]) -> "_Reacted":
        """See `_reactions`."""
        key = move.id, initiator, partners
        found = self._reactions.get(key)
        if found is None:
            found = self._reactions[key] = _reactions(minded_by(world, move, initiator, partners))
        return found

    def effects(
        self, world: World, initiator: str, move: Move, partners: tuple[str, ...], terms: Terms
    ) -> tuple[Effect, ...]:
        """See `_effects`; what lowers a threat hangs on capability as well, and is found out each time."""
        if move.threat:
            return _effects(world, initiator, move, partners, terms)
        key = move.id, initiator, partners, terms.size, terms.safeguards
        found = self._effects.get(key)
        if found is None:
            found = self._effects[key] = _effects(world, initiator, move, partners, terms)
        return found


class _Last:
    """What was kept of the relationships that were last asked about; others begin anew."""

    def __init__(self) -> None:
        # One value, so that another thread finds both of it or neither.
        self._last: tuple[Mapping[str, int], _Lasting] | None = None

    def of(self, world: World) -> _Lasting:
        """What is kept while powers stand to one another as they do in a world."""
        last = self._last
        if last is not None and last[0] is world.numbers and last[1].rules is world.rules:
            return last[1]
        relationships = tuple(map(world.numbers.get, world.rules.relationships))
        kept = last[1] if last is not None else None
        if kept is None or kept.rules is not world.rules or kept.relationships != relationships:
            kept = _Lasting(world.rules, relationships)
        self._last = world.numbers, kept
        return kept


_Reacted = tuple[tuple[Reaction, ...], Mapping[str, Minded]]


def _effects(
    world: World, initiator: str, move: Move, partners: tuple[str, ...], terms: Terms
) -> tuple[Effect, ...]:
    safe = terms
    if move.safeguards and terms.safeguards not in world.rules.base.leaks.safeguards:
        safe = replace(terms, safeguards="standard")
    own: dict[str, k.Fours] = {}
    for target, by, _ in wanted_of(world, move, initiator, partners, safe):
        if any(by):
            a, b, c, d = own.get(target, _NOTHING)
            own[target] = (a + by[0], b + by[1], c + by[2], d + by[3])
    return tuple(Effect(target, by) for target, by in own.items())


_NOTHING = (0, 0, 0, 0)


def _reactions(minded: Iterable[Minded]) -> _Reacted:
    """What third powers' trust would do by outcome, in the order in which it begins to; and why."""
    found = [(minds, minds.target) for minds in minded]
    if not found:
        return (), {}
    theirs: dict[str, k.Fours] = {}
    for outcome in range(4):
        for minds, target in found:
            if minds.by[outcome]:
                theirs.setdefault(target, _NOTHING)
    reasons: dict[str, Minded] = {}
    for minds, target in found:
        if target in theirs:
            a, b, c, d = theirs[target]
            by = minds.by
            theirs[target] = a + by[0], b + by[1], c + by[2], d + by[3]
            reasons[target] = minds
    return tuple(Reaction(reasons[target].power, target, by) for target, by in theirs.items()), reasons


def known_to(target: str, seat: str) -> bool:
    """Whether a number may be known to a seat by its kind alone."""
    audience = audience_of(target)
    return audience == ("*",) or seat in audience


def _of_response(world: World, seat: str, crisis: Crisis, choice: str) -> Preview:
    offered = {choice.id: choice for choice in choices_for(world, crisis, seat)}
    picked = offered.get(choice)
    if picked is None:
        return Preview(rule="choice", message=f"choose one of: {', '.join(offered)}")
    notes = [picked.explanation]
    if choice in ("mediate", "framework") and not picked.blocked and crisis.kind == "confrontation":
        notes += _mediating(world, crisis, seat, choice)
    if crisis.kind == "emergency":
        return Preview(
            rule="choice" if picked.blocked else "",
            message=picked.blocked,
            title=picked.title,
            costs=((seat, *picked.cost),),
            notes=tuple(notes),
        )
    is_principal = seat in crisis.parties[:2]
    offered_too = ((seat, choice, ""),) if choice in ("mediate", "framework") and not picked.blocked else ()
    mediator, standing = mediation_of(world, crisis, offered_too)
    a, b = crisis.parties[:2]
    calm = calm_of(world, a, b, crisis.stage, mediator, standing, world.rules.crises[crisis.template].domain)
    size = sum(modifier.size for modifier in calm)
    pressing = world.rules.base.settle.pressure
    against = (
        tuple(_against(world, size, choice, other) for other in ("concede", *pressing))
        if is_principal
        else tuple(_if_both(world, size, other) for other in pressing)
    )
    return Preview(
        rule="choice" if picked.blocked else "",
        message=picked.blocked,
        title=picked.title,
        costs=((seat, *picked.cost),),
        modifiers=calm,
        total=size,
        against=against,
        notes=tuple(notes),
    )


def _mediating(world: World, crisis: Crisis, seat: str, choice: str) -> Iterator[str]:
    """What good offices would do for the roll, so far as nobody of more standing offers them too (§8)."""
    _, standing = mediation_of(world, crisis, ((seat, choice, ""),))
    a, b = crisis.parties[:2]
    domain = world.rules.crises[crisis.template].domain
    sizes = [
        sum(modifier.size for modifier in calm_of(world, a, b, crisis.stage, mediator, standing, domain))
        for mediator in ("", seat)
    ]
    yield f"It adds {sizes[1] - sizes[0]:+d} to the roll: the higher the roll, the calmer."
    yield (
        "Of several who offer it, only the one of most standing counts; for stepping in it gains "
        f"{world.rules.base.settle.mediator_standing:+d} standing, once."
    )


def _if_both(world: World, calm: int, choice: str) -> Against:
    """What the roll would bring if both principals chose alike, for who stands beside them."""
    if choice == "ease":
        return Against(f"both {choice}", 0, 0, 36, "settled")
    return Against(f"both {choice}", *climbing(world, calm, 2 * pressure_of(world, choice)))


def _end_in_words(world: World, winner: str) -> str:
    """What it brings when one prevails and the other yields, as the two hear of it (§8)."""
    rules = world.rules.base.settle
    won = f"standing {rules.prevail_standing:+d}"
    lost = f"standing {rules.concede_standing:+d} and stability {rules.concede_stability:+d}"
    mine, theirs = (won, lost) if winner == "you" else (lost, won)
    return f"{mine} for you, {theirs} for them, tension {rules.concede_tension:+d}"


def _against(world: World, calm: int, mine: str, theirs: str) -> Against:
    if mine == "concede" and theirs == "concede":
        return Against(theirs, 0, 0, 36, "both concede: settled")
    if mine == "concede":
        return Against(theirs, 0, 0, 36, f"they prevail and the crisis ends: {_end_in_words(world, 'they')}")
    if theirs == "concede":
        return Against(theirs, 0, 0, 36, f"you prevail and the crisis ends: {_end_in_words(world, 'you')}")
    if mine == theirs == "ease":
        return Against(theirs, 0, 0, 36, "both ease: settled")
    up, stays, down = climbing(world, calm, pressure_of(world, mine) + pressure_of(world, theirs))
    return Against(theirs, up, stays, down)
