"""What a move requires and costs: may this power do this, with or toward that one, and at what price.

Every answer is in words a player reads. Requirements read only what the asking seat may know, so that
a refusal tells nothing (rulebook §5, §12).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, assert_never

from msgspec.structs import replace

from multipolar.domain.addresses import between, of
from multipolar.domain.english import between_counts, by_count, counted, lowered, possessive, with_article
from multipolar.domain.errors import Illegal, Refused
from multipolar.domain.mechanics.frameworks import (
    check_framework,
    frameworks_of,
    kind_of,
    mandates,
    may_belong,
    open_frameworks,
    rules_of,
)
from multipolar.domain.mechanics.opposition import opposed_by
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.model.lookups import OPEN
from multipolar.domain.model.records import Agreement, Framework, Initiative
from multipolar.domain.model.views import Offer, PartnerOffer
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import (
    Move,
    NeedsAgreement,
    NeedsExposure,
    NeedsJointMove,
    NeedsLead,
    NeedsRelationship,
    NeedsTension,
    Requirement,
)
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import RELATIONSHIPS, InitiativeState, Phase

NO_TERMS = Terms()
_LEVEL = {word: level for level, word in enumerate(RELATIONSHIPS)}


def unavailable(world: World, seat: str, move: Move) -> str:
    """Why a move is not open to a seat at all; empty when it is."""
    if not world.has_module(move.module):
        return f"the {world.preset} preset plays without {move.module.replace('_', ' ')}"
    minor = world.rules.powers[seat].minor
    if (
        minor
        and (move.form == "joint" or move.category == "frameworks")
        and world.preset in world.rules.base.minor_powers.propose_nothing_in
    ):
        return "minor powers table nothing of their own in this preset; they answer proposals"
    if move.names_framework and not open_frameworks(world, seat, move):
        return "you belong to no framework that can act"
    if move.once and f"{move.id}:{seat}>" in world.habits:
        return "it can be done once in an exercise"
    if not move.partners[1] and move.id in world.live.of(seat).alone:
        return "it is under way already"
    return ""


def blocked(world: World, seat: str, move: Move, partner: str, theatre: str = "") -> str:
    """Why a move is not open with (or toward) a power; empty when it is."""
    reason = taken(world, seat, move, partner)
    if not reason:
        row = refusals(world, seat).rows.get(partner)
        reason = row.reasons.get(move.id, "") if row else ""
    if theatre and not reason and any(isinstance(need, NeedsExposure) for need in move.requirements):
        return _unmet_exposure(world, seat, partner, move, theatre)
    return reason


def taken(world: World, seat: str, move: Move, partner: str) -> str:
    """Whether the same is on the table, ordered, or under way with a power, in words; empty when not."""
    if partner not in already(world, seat, move):
        return ""
    if move.form == "joint":
        return "there is one on the table or under way already"
    return "you have ordered it already"


def already(world: World, seat: str, move: Move) -> frozenset[str]:
    """The powers with or toward whom a move is on the table, ordered or under way."""
    if move.mediates:
        return frozenset()
    return world.live.of(seat).others(move.id, joint=move.form == "joint")


class Readings(NamedTuple):
    """What of the world bears on what a seat may do with one power: attributes in the order of `compared`."""

    relationship: int
    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    agreements: tuple[Agreement, ...] | None


class Row(NamedTuple):
    """What a seat is refused with (or toward) one power, and what of the world that follows from.

    `unmet` has why each requirement is not met, and what is there already; `reasons` the reason by move;
    `offers` the power by move, open or refused.
    """

    readings: Readings
    unmet: tuple[tuple[str, ...], frozenset[str], bool]
    reasons: Mapping[str, str]
    offers: Mapping[str, PartnerOffer]


class Offered(NamedTuple):
    """An offer, and the powers, open or refused, that it was made from."""

    partners: tuple[PartnerOffer, ...]
    offer: Offer


class Refusals(NamedTuple):
    """What a seat is refused by how things stand, and the state of the world from which that follows.

    `rows` has it by power; `partners` every other power by move, open or refused; `offers` collects what is
    offered under it by move and circumstances (see `multipolar.domain.mechanics.offers`), a cache like the
    whole.
    """

    rules: Rules
    numbers: Mapping[str, int]
    agreements: Mapping[str, Agreement]
    frameworks: Mapping[str, Framework]
    rows: Mapping[str, Row]
    partners: Mapping[str, tuple[PartnerOffer, ...]]
    offers: dict[str, dict[tuple[object, ...], Offered]]


class Latest(dict[str, Refusals]):
    """The latest answer by seat."""


class Compared:
    """The attributes of each power that some move compares, of the numbers that were last asked about."""

    def __init__(self) -> None:
        # One value, so that another thread finds both of it or neither.
        self._last: tuple[Mapping[str, int], Mapping[str, tuple[int, ...]]] = ({}, {})

    def of(self, world: World) -> Mapping[str, tuple[int, ...]]:
        """Power to its attributes, in the order of `Rules.compared`."""
        numbers, found = self._last
        if world.numbers is not numbers:
            keys = world.rules.compared
            found = {power: tuple(world.numbers[of(key, power)] for key in keys) for power in world.rules.ids}
            self._last = world.numbers, found
        return found


def refusals(world: World, seat: str) -> Refusals:
    """Every move and power that is not open to a seat by how things stand, with the reason.

    What is on the table does not count here (see `taken`). Relations, agreements and attributes change
    from round to round, not from one proposal to the next, and most of them with one power at a time: the
    answer about each power is kept until they do.
    """
    latest = world.caches.of(Latest)
    kept = latest.get(seat)
    if (
        kept is not None
        and kept.numbers is world.numbers
        and kept.agreements is world.agreements
        and kept.frameworks is world.frameworks
        and kept.rules is world.rules
    ):
        return kept
    rules, numbers = world.rules, world.numbers
    compared = world.caches.of(Compared).of(world)
    before = kept if kept is not None and kept.rules is rules else None
    known = before.rows if before is not None and before.frameworks is world.frameworks else {}
    binding = world.caches.binding(world.agreements)
    mine = compared[seat]
    rows: dict[str, Row] = {}
    for other in rules.ids:
        if other == seat:
            continue
        readings = Readings(
            numbers[between("relationship", seat, other)], mine, compared[other], binding.get((seat, other))
        )
        row = known.get(other)
        rows[other] = (
            row if row is not None and row.readings == readings else _row(world, seat, other, readings, row)
        )
    as_before = all(other in known and known[other].offers is row.offers for other, row in rows.items())
    if before is not None and as_before:
        found = before._replace(numbers=numbers, agreements=world.agreements, rows=rows)
    else:
        found = Refusals(
            rules,
            numbers,
            world.agreements,
            world.frameworks,
            rows,
            _by_move(rules, rows, known, before.partners if before is not None else {}),
            before.offers if before is not None else {},
        )
    latest[seat] = found
    return found


def _row(world: World, seat: str, partner: str, readings: Readings, known: Row | None) -> Row:
    """Why each move is not open with a power; what several moves need is asked once.

    Args:
        world: as it stands.
        seat: who asks.
        partner: the power.
        readings: what bears on it.
        known: what was found before, with the same frameworks.
    """
    rules = world.rules
    reasons: dict[str, str] = {}
    offers: dict[str, PartnerOffer] = {}
    moves = rules.aimed
    if known is not None and _stand_alike(known.readings, readings):
        # Of all that is needed only a lead hangs on attributes, which change every round.
        renewed = list(known.unmet[0])
        for place in rules.leads:
            need, move = rules.needs[place]
            renewed[place] = _unmet(world, seat, partner, need, move, "")
        unmet, (bound, belongs) = tuple(renewed), known.unmet[1:]
        if unmet == known.unmet[0]:
            return known._replace(readings=readings)
        # What needs no lead is open or refused as it was.
        reasons, offers, moves = dict(known.reasons), dict(known.offers), rules.led
        for move in moves:
            reasons.pop(move.id, None)
    else:
        unmet = tuple(_unmet(world, seat, partner, need, move, "") for need, move in rules.needs)
        bound = frozenset(agreement.type for agreement in world.in_force(seat, partner))
        belongs = _belongs_everywhere(world, seat, partner)
        if known is not None and known.unmet == (unmet, bound, belongs):
            return known._replace(readings=readings)
    is_open = PartnerOffer(partner, "")
    for move in moves:
        reason = _reason(world, partner, move, unmet, bound, belongs=belongs)
        if reason:
            reasons[move.id] = reason
        offers[move.id] = PartnerOffer(partner, reason) if reason else is_open
    return Row(readings, (unmet, bound, belongs), reasons, offers)


def _reason(
    world: World, partner: str, move: Move, unmet: Sequence[str], bound: frozenset[str], *, belongs: bool
) -> str:
    """Why a move is not open with a power, by what needs are not met; empty when it is."""
    rules = world.rules
    forms = rules.forms[move.id]
    if forms in bound:
        return f"{lowered(rules.agreements[forms].title)} is in force already"
    if belongs and kind_of(move, NO_TERMS) == "admit":
        return f"{rules.name(partner)} belongs to every framework of yours that is open to it"
    return next((unmet[place] for place in rules.needs_of[move.id] if unmet[place]), "")


def _stand_alike(before: Readings, now: Readings) -> bool:
    """Whether nothing has changed between two powers but their attributes."""
    return (before.relationship, before.agreements) == (now.relationship, now.agreements)


def _belongs_everywhere(world: World, seat: str, partner: str) -> bool:
    """Whether a power belongs to every framework of a seat's that is open to it."""
    return all(
        partner in framework.members or not may_belong(world, framework.id, partner)
        for framework in frameworks_of(world, seat)
    )


def _by_move(
    rules: Rules,
    rows: Mapping[str, Row],
    known: Mapping[str, Row],
    before: Mapping[str, tuple[PartnerOffer, ...]],
) -> dict[str, tuple[PartnerOffer, ...]]:
    """Every other power by move; where nothing has changed, what was found before."""
    alike = all(
        other in known
        and (known[other].offers is row.offers or _stand_alike(known[other].readings, row.readings))
        for other, row in rows.items()
    )
    found = dict(before) if alike else {}
    for move in rules.led if alike else rules.aimed:
        partners = tuple([row.offers[move.id] for row in rows.values()])
        same = before.get(move.id)
        found[move.id] = same if same == partners and same is not None else partners
    return found


def _unmet(world: World, seat: str, partner: str, need: Requirement, move: Move, theatre: str) -> str:
    match need:
        case NeedsRelationship():
            return _unmet_relationship(world, seat, partner, need)
        case NeedsAgreement():
            return _unmet_agreement(world, seat, partner, need)
        case NeedsLead():
            lead = world.attribute(need.attribute, seat) - world.attribute(need.attribute, partner)
            whose = possessive(world.rules.called(partner))
            if need.who == "partner" and -lead < need.margin:
                return f"{whose} {need.attribute} must lead yours by {need.margin}; it is {-lead:+d}"
            if need.who == "initiator" and lead < need.margin:
                ask = "; ask them to propose it" if -lead >= need.margin else ""
                return f"your {need.attribute} must lead {whose} by {need.margin}; it is {lead:+d}{ask}"
        case NeedsExposure():
            return _unmet_exposure(world, seat, partner, move, theatre)
        case NeedsTension() | NeedsJointMove():
            pass  # asked once the powers are named (`check`)
        case _:
            assert_never(need)
    return ""


def _unmet_relationship(world: World, seat: str, partner: str, need: NeedsRelationship) -> str:
    state = world.numbers[between("relationship", seat, partner)]
    if need.at_least and state < _LEVEL[need.at_least]:
        limit = f"needs {need.at_least} or better"
    elif need.at_most and state > _LEVEL[need.at_most]:
        limit = f"not against better than {need.at_most}"
    else:
        return ""
    return f"relations with {world.rules.name(partner)} are {RELATIONSHIPS[state]}; {limit}"


def _unmet_agreement(world: World, seat: str, partner: str, need: NeedsAgreement) -> str:
    name = world.rules.name(partner)
    if need.type == "any":
        return "" if suspendable(world, seat, partner) else f"no agreement with {name} is in force"
    if world.has(need.type, seat, partner):
        return ""
    return f"needs {with_article(lowered(world.rules.agreements[need.type].title))} with {name} in force"


def _unmet_exposure(world: World, seat: str, partner: str, move: Move, theatre: str) -> str:
    exposed = any(
        threat.exposure.get(party)
        for (kind, place), threat in world.rules.threats.items()
        if kind == move.threat and (not theatre or place == theatre)
        for party in (seat, partner)
    )
    if exposed:
        return ""
    return f"neither you nor {world.rules.name(partner)} is exposed to {move.threat} there"


def check(world: World, seat: str, move: Move, partners: Sequence[str], terms: Terms) -> None:
    """Refuse a move the rules forbid to a seat, with the rule.

    Raises:
        Illegal: which rule forbids it, and what would be needed.
    """
    rules = world.rules
    reason = unavailable(world, seat, move)
    if reason:
        raise Illegal("availability", f"{move.title}: {reason}")
    low, high = move.partners
    if not low <= len(partners) <= high:
        wanted = f"{between_counts(low, high)} {by_count(high, 'power')}"
        raise Illegal("partners", f"{move.title} takes {wanted}; {len(partners)} named")
    if len(set(partners)) != len(partners) or seat in partners:
        raise Illegal("partners", "name each power once, and not your own")
    for partner in partners:
        reason = blocked(world, seat, move, partner, terms.theatre)
        if reason:
            raise Illegal("requirement", f"{move.title}: {reason}")
    for need in move.requirements:
        if isinstance(need, NeedsTension):
            a, b = partners
            if world.tension(a, b) < need.at_least:
                raise Illegal(
                    "requirement",
                    f"tension between {rules.name(a)} and {rules.name(b)} is {world.tension(a, b)}; "
                    f"{lowered(move.title)} needs {need.at_least} or more",
                )
        elif isinstance(need, NeedsJointMove) and not opposed_by(world, seat, partners[0], partners[1]):
            raise Illegal(
                "requirement",
                f"{rules.name(partners[0])} and {rules.name(partners[1])} have announced nothing together "
                "for this round, or neither is at odds with you",
            )
    before = world.current.get(name_of_initiative(world, seat, move.id, partners))
    if before is not None and before.state is InitiativeState.DECLINED and before.terms == terms:
        raise Illegal("repeat", f"{move.title}: declined on these terms this round; offer others, or wait")
    _check_terms(world, seat, move, partners, terms)


def name_of_initiative(world: World, seat: str, move: str, partners: Sequence[str]) -> str:
    """The id of an initiative that is begun now.

    A running number would tell others, by its gaps, of orders they may not know; an initiative is named
    by what its parties know of it. One that came to nothing gives its name up again, and the versions of
    the next one of that name go on from its own (`version_of_next`).
    """
    return ".".join((str(world.round), seat, move, *partners))


def version_of_next(world: World, key: str) -> int:
    """The first version of an initiative that takes a name: no answer to an earlier one is meant for it."""
    before = world.current.get(key)
    return max(before.version if before else 0, world.left.get(key, 0)) + 1


def _check_terms(world: World, seat: str, move: Move, partners: Sequence[str], terms: Terms) -> None:
    safeguards = tuple(world.rules.base.leaks.safeguards) if move.safeguards else ()
    if not move.names_framework:
        _check_choice(move, "domain", terms.domain, move.domains)
    check_framework(world, seat, move, partners, terms)
    _check_choice(move, "theatre", terms.theatre, world.rules.theatres_of[move.id])
    _check_choice(move, "safeguards", terms.safeguards, safeguards)
    _check_extent(move, terms)
    limits = world.rules.base.terms
    for term, amount, most in (
        ("share", terms.share, limits.share_most), ("payment", terms.payment, limits.payment_most)
    ):  # fmt: skip
        if abs(amount) > most:
            raise Illegal("terms", f"{term} must lie between {-most} and {counted(most, 'resource')}")
    if move.form == "order" and (terms.share or terms.payment or terms.undertakings):
        raise Illegal("terms", "a unilateral order shares no cost and carries no promise")
    if move.names_agreement:
        if terms.agreement not in suspendable(world, seat, partners[0]):
            name = world.rules.name(partners[0])
            raise Illegal("terms", f"name one of the agreements in force with {name}")
    elif terms.agreement:
        raise Illegal("terms", f"{move.title} names no agreement")
    if len(terms.undertakings) > limits.promises_most:
        raise Illegal("terms", f"at most {counted(limits.promises_most, 'promise')} in one proposal")
    if len({replace(given, until=0) for given in terms.undertakings}) < len(terms.undertakings):
        raise Illegal("terms", "the same promise stands there twice")
    for given in terms.undertakings:
        check_undertaking(world, given)
        if given.by not in (seat, *partners):
            raise Illegal("terms", "only the parties to a proposal can promise in it")


def _check_choice(move: Move, term: str, chosen: str, choices: Sequence[str]) -> None:
    """A term that the move has must be one of its choices; one that it has not must be left out."""
    if choices and chosen not in choices:
        raise Illegal("terms", f"{move.title} needs {_A.get(term, f'a {term}')}: {', '.join(choices)}")
    if chosen and not choices:
        raise Illegal("terms", f"{move.title} has no {term} to choose")


_A = {"safeguards": "safeguards chosen"}
"""Terms that no article goes before."""


def _check_extent(move: Move, terms: Terms) -> None:
    """Size and duration may be left open: then both are as usual."""
    if terms.size:
        _check_choice(move, "size", terms.size, move.sizes)
    if not terms.duration:
        return
    if move.durations is None:
        raise Illegal("terms", f"{move.title} has no duration to choose")
    fewest, most = move.durations
    if not fewest <= terms.duration <= most:
        raise Illegal(
            "terms", f"{move.title} is concluded for {fewest} to {counted(most, 'round')}, or 0: as usual"
        )


def check_undertaking(world: World, given: Undertaking) -> None:
    """Refuse a promise nobody could judge.

    Raises:
        Illegal: what is wrong with it.
    """
    rules = world.rules
    if given.kind not in ("act", "restraint"):
        raise Illegal("promise", "a promise is an act or a restraint")
    categories = {move.category for move in rules.base.moves}
    if given.move not in rules.moves and given.move not in categories:
        raise Illegal("promise", f"'{given.move}' is neither a move nor a category of moves")
    if given.by not in rules.powers or given.toward not in rules.powers or given.by == given.toward:
        raise Illegal("promise", "a promise is made by one power toward another")
    if not world.round <= given.until <= world.rounds:
        raise Illegal("promise", f"a promise runs until a round from {world.round} to {world.rounds}")
    if not promised_moves(world, given):
        raise Illegal(
            "promise", f"'{given.move}' is nothing that is done to or with a power in this exercise"
        )


def promised_moves(world: World, given: Undertaking) -> tuple[Move, ...]:
    """The moves of the exercise that a promise is about: those done to or with another power (§2)."""
    return tuple(
        move
        for move in world.rules.base.moves
        if given.move in (move.id, move.category) and move.partners[1] and world.has_module(move.module)
    )


def suspendable(world: World, seat: str, partner: str) -> tuple[str, ...]:
    """Agreements in force with a power that a suspension may be about."""
    return tuple(agreement.id for agreement in world.in_force(seat, partner))


def uses_this_round(world: World, seat: str, move: str, but: str = "") -> int:
    """How often a seat has begun a move this round (proposals that came to nothing not counted).

    Args:
        world: as it stands.
        seat: who begins it.
        move: its id.
        but: an initiative whose own price is asked for: those begun before it count.
    """
    begun = world.live.of(seat).begun_in(world.round).get(move)
    if begun is None:
        return 0
    this = world.current.get(but)
    return sum(1 for seq in begun if this is None or seq < this.event)


def price_of(world: World, seat: str, move: Move, but: str = "") -> tuple[int, int]:
    """(capital, resources) that one more use of a move costs who begins it, before any terms (numbers §2)."""
    capital, resources = world.rules.cost_of[move.id]
    uses = uses_this_round(world, seat, move.id, but)
    if uses:
        more = world.rules.base.money.repeat_cost
        capital += more[min(uses, len(more)) - 1]
    if move.mandated_in and mandates(world, seat, move):
        resources = max(0, resources - rules_of(world).mandate_saves)
    return capital, resources


def costs(
    world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms, but: str = ""
) -> tuple[tuple[str, int, int], ...]:
    """What each party pays: (power, capital, resources), initiator first (numbers §2)."""
    rules = world.rules.base.money
    capital, resources = price_of(world, initiator, move, but)
    if terms.committed:
        resources += rules.commit_resources
    size = world.rules.base.sizes.get(terms.size)
    more = size.resources if size else 0
    resources = max(0, resources + more) if move.cost.resources else resources
    if move.form == "order":
        return ((initiator, capital, resources),)
    theirs = max(0, move.partner_cost.resources + more) if move.partner_cost.resources else 0
    shifted = max(-move.cost.resources, min(terms.share, theirs))
    each = len(partners) or 1
    resources = max(0, resources + shifted * (each if shifted > 0 else 1)) + max(0, terms.payment) * each
    partner_resources = max(0, theirs - shifted) + max(0, -terms.payment)
    return (
        (initiator, capital, resources),
        *((partner, move.partner_cost.capital, partner_resources) for partner in partners),
    )


def affordable(world: World, power: str, capital: int, resources: int) -> str:
    """Why a power cannot pay; empty when it can."""
    have = world.number(of("capital", power)), world.number(of("resources", power))
    if capital > have[0] or resources > have[1]:
        return (
            f"it costs {money_in_words(capital, resources)}; "
            f"{world.rules.name(power)} has {money_in_words(*have)}"
        )
    return ""


def spent_by(initiative: Initiative, power: str) -> tuple[int, int]:
    """(capital, resources) a power has reserved for an initiative."""
    return next(((c, r) for who, c, r in initiative.spent if who == power), (0, 0))


def may_reopen(world: World, initiative: Initiative, seat: str) -> bool:
    """Whether a seat may take its answer back: it is the last that acted on it, in this deliberation (§5).

    Who began a proposal that is open takes all of it back instead. Who declined what others go on with is
    asked again.
    """
    if (
        world.rules.moves[initiative.move].form != "joint"
        or world.phase is not Phase.DELIBERATION
        or (initiative.answered, initiative.answered_in) != (seat, world.round)
    ):
        return False
    if seat not in initiative.parties:
        return initiative.state in (*OPEN, InitiativeState.AGREED) and _could_be_begun(
            world, with_party(initiative, seat)
        )
    if initiative.state is InitiativeState.DECLINED:
        return _could_be_begun(world, initiative)
    return seat in initiative.accepted and (
        initiative.state is InitiativeState.AGREED
        or (initiative.state in OPEN and seat != initiative.initiator)
    )


def with_party(initiative: Initiative, party: str) -> Initiative:
    """An initiative as it is with a power that had stayed away from it, and what that one promises in it."""
    partners = (*initiative.partners, party)
    terms = initiative.terms_among((initiative.initiator, *partners))
    return replace(initiative, partners=partners, terms=terms)


def _could_be_begun(world: World, initiative: Initiative) -> bool:
    move = world.rules.moves[initiative.move]
    try:
        check(without(world, initiative), initiative.initiator, move, initiative.partners, initiative.terms)
    except Refused:
        return False
    return True


def without(world: World, initiative: Initiative) -> World:
    """The world as if an initiative had not been tabled: its new terms are judged by themselves."""
    rest = {key: value for key, value in world.current.items() if key != initiative.id}
    return replace(world, current=rest)
