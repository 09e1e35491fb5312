"""What a move does to the numbers, outcome by outcome (rulebook §5, §6), and who else minds (§4).

Pure functions from the world and a use of a move to wanted shifts. Adjudication applies them; a
preview shows them. Nothing here rolls or writes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.english import lowered
from multipolar.domain.model.commands import Terms
from multipolar.domain.model.transaction import Shift
from multipolar.domain.model.world import World
from multipolar.domain.rules import catalogue as k
from multipolar.domain.rules.catalogue import FreeForm, Move
from multipolar.domain.rules.ruleset import ThirdPartyRules
from multipolar.domain.vocabulary import Outcome, Relationship


def shifts_of(
    world: World,
    move: Move,
    initiator: str,
    partners: Sequence[str],
    terms: Terms,
    outcome: int,
    cause: int = 0,
) -> list[Shift]:
    """The shifts of numbers that an outcome of a move brings, before limits."""
    outcomes = f"{lowered(move.title)}: {Outcome(outcome).word}"
    guarded = f"{terms.safeguards} safeguards on {lowered(move.title)}"
    return [
        Shift(target, by[outcome], guarded if is_guard else outcomes, cause, initiator)
        for target, by, is_guard in wanted_of(world, move, initiator, partners, terms)
        if by[outcome]
    ]


def wanted_of(
    world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms
) -> Iterator[tuple[str, k.Fours, bool]]:
    """Each number a move would change, by outcome; and whether its safeguards do it, not the move itself."""
    use = Use(world, move, initiator, partners, terms)
    for effect in move.effects:
        wanted = _WANTED.get(type(effect))
        for target, by in wanted(effect, use) if wanted else ():
            yield target, use.sized(by) if effect.kind in _SIZED else by, False
    if move.safeguards:
        rules = world.rules.base.leaks
        for partner in partners:
            trust = rules.safeguards_trust[terms.safeguards]  # type: ignore[index]  # checked with the terms
            autonomy = rules.safeguards_autonomy[terms.safeguards]  # type: ignore[index]
            yield toward("trust", partner, initiator), (0, trust, trust, trust), True
            yield of("autonomy", partner), (0, autonomy, autonomy, autonomy), True


class Use(NamedTuple):
    """One use of a move, as its effects read it."""

    world: World
    move: Move | FreeForm
    initiator: str
    partners: Sequence[str]
    terms: Terms

    def sized(self, by: k.Fours) -> k.Fours:
        """Amounts as the size of the undertaking makes them, rounded half away from zero."""
        size = self.world.rules.base.sizes.get(self.terms.size)
        if size is None:
            return by
        a, b, c, d = ((abs(amount) * size.percent + 50) // 100 * (1 if amount > 0 else -1) for amount in by)
        return a, b, c, d

    @property
    def parties(self) -> tuple[str, ...]:
        """Initiator first, then partners or targets."""
        return (self.initiator, *self.partners)


def free_form_shifts(
    world: World, form: FreeForm, by: str, toward: Sequence[str], outcome: int, why: str, cause: int
) -> list[Shift]:
    """The shifts that an outcome of a free-form move brings, before limits (§6)."""
    use = Use(world, form, by, toward, Terms())
    return [
        Shift(target, fours[outcome], why, cause, by)
        for effect in form.effects
        for target, fours in _WANTED[type(effect)](effect, use)
        if fours[outcome]
    ]


Wanted = Iterator[tuple[str, k.Fours]]
_SIZED = ("interoperability", "threat")
"""Kinds of effects that grow with the size of a drill or an operation."""


def _attribute(effect: k.ChangeAttribute, use: Use) -> Wanted:
    who = {"initiator": (use.initiator,), "partner": use.partners, "each": use.parties}[effect.who]
    for power in who:
        yield of(effect.key, power), effect.by


def _trust(effect: k.ChangeTrust, use: Use) -> Wanted:
    pairs: Iterable[tuple[str, str]]
    match effect.who:
        case "each":
            pairs = permutations(use.parties, 2)
        case "partner":
            pairs = [(partner, use.initiator) for partner in use.partners]
        case "initiator":
            pairs = [(use.initiator, partner) for partner in use.partners]
        case "friends":
            pairs = [(friend, use.initiator) for friend in friends_of(use.world, use.initiator)]
        case "around":
            pairs = [
                pair
                for partner in use.partners
                for friend in friends_of(use.world, partner)
                if friend != use.initiator
                for pair in ((partner, friend), (friend, partner))
            ]
    for a, b in pairs:
        yield toward("trust", a, b), effect.by


def _tension(effect: k.ChangeTension, use: Use) -> Wanted:
    if effect.among == "parties":
        for a, b in combinations(use.parties, 2):
            yield between("tension", a, b), effect.by
        return
    for other in use.world.rules.ids:
        if other != use.initiator and use.world.relationship(use.initiator, other) <= Relationship.STRAINED:
            yield between("tension", use.initiator, other), effect.by


def _interoperability(effect: k.ChangeInteroperability, use: Use) -> Wanted:
    for a, b in combinations(use.parties, 2):
        yield between("interoperability", a, b), effect.by


def _dependence(effect: k.ChangeDependence, use: Use) -> Wanted:
    for partner in use.partners:
        a, b = (partner, use.initiator) if effect.who == "partner" else (use.initiator, partner)
        yield toward("dependence", a, b), effect.by


def _threat(effect: k.LowerThreat, use: Use) -> Wanted:
    if isinstance(use.move, Move) and use.move.threat and use.terms.theatre:
        a, b, c, d = (relief(use.world, amount, use.initiator, use.partners) for amount in effect.by)
        yield f"relief({use.move.threat},{use.terms.theatre})", (a, b, c, d)


def _insight(effect: k.ChangeInsight, use: Use) -> Wanted:
    for partner in use.partners:
        yield toward("insight", use.initiator, partner), effect.by


def _money(effect: k.ChangeMoney, use: Use) -> Wanted:
    for power in (use.initiator,) if effect.who == "initiator" else use.partners:
        yield of(effect.key, power), effect.by


def _reconciled(effect: k.Reconciles, use: Use) -> Wanted:
    a, b = use.partners
    yield between("tension", a, b), effect.tension
    yield toward("trust", a, b), effect.trust
    yield toward("trust", b, a), effect.trust


_WANTED: dict[type[k.Rule], Callable[[Any, Use], Wanted]] = {
    k.ChangeAttribute: _attribute,
    k.ChangeTrust: _trust,
    k.ChangeTension: _tension,
    k.ChangeInteroperability: _interoperability,
    k.ChangeDependence: _dependence,
    k.LowerThreat: _threat,
    k.ChangeInsight: _insight,
    k.ChangeMoney: _money,
    k.Reconciles: _reconciled,
}
"""Effects that move numbers; the others (agreements, crises) are concluded in adjudication."""


def friends_of(world: World, power: str) -> list[str]:
    """A power's partners and allies."""
    return [
        other
        for other in world.rules.ids
        if other != power and world.relationship(power, other) >= Relationship.PARTNER
    ]


def relief(world: World, amount: int, initiator: str, partners: Sequence[str]) -> int:
    """How far an operation will lower its threat: by the mean capability of those who take part (§11)."""
    if not amount:
        return 0
    rules = world.rules.base.threats
    together = min((world.interoperability(initiator, partner) for partner in partners), default=0)
    parties = (initiator, *partners)
    capability = sum(world.attribute("capability", party) for party in parties) // len(parties)
    effect = amount * (capability + rules.capability_offset)
    effect = effect * (100 + together) // (rules.capability_divisor * rules.interoperability_divisor)
    return max(1, effect) + rules.per_extra_party * max(0, len(partners) - 1)


class Minded(NamedTuple):
    """What a third party makes of what A does with, or to, B: its trust in A, by outcome.

    `because` is ``unsettled`` (at odds with B), ``friend`` of B, ``pressed`` or ``stood_up`` (A coerced B,
    its friend or its adversary).
    """

    power: str
    a: str
    b: str
    by: k.Fours
    because: str

    @property
    def target(self) -> str:
        """The address of its trust."""
        return toward("trust", self.power, self.a)


def why_in_words(world: World, move: Move, minded: Minded) -> str:
    """Why a third party minds a move, or welcomes it, in a sentence."""
    a, b = world.rules.name(minded.a), world.rules.name(minded.b)
    match minded.because:
        case "unsettled":
            return f"{a} drew closer to {b} ({lowered(move.title)})"
        case "friend":
            return f"{a} stands closer to our friend {b}"
        case "pressed":
            return f"{a} pressed our friend {b}"
        case _:
            return f"{a} stood up to {b}"


def reactions_of(
    world: World, move: Move, initiator: str, partners: Sequence[str], outcome: int, cause: int = 0
) -> list[Shift]:
    """What third parties make of a public success or of open coercion (§4, structural balance)."""
    shifts: list[Shift] = []
    rules = world.rules.base.third_parties
    for minded in minded_by(world, move, initiator, partners):
        by = minded.by[outcome]
        if not by:
            continue
        why = why_in_words(world, move, minded)
        shifts.append(Shift(minded.target, by, why, cause, minded.a))
        if minded.because == "unsettled":
            shifts.append(Shift(toward("grievance", minded.power, minded.a), -by, why, cause, minded.a))
            if rules.unsettled_tension and -by >= max(1, rules.tension_from_loss):
                tension = between("tension", minded.power, minded.a)
                shifts.append(Shift(tension, rules.unsettled_tension, why, cause, minded.a))
    return shifts


def minded_by(world: World, move: Move, initiator: str, partners: Sequence[str]) -> Iterator[Minded]:
    """What third parties would make of a move, by outcome; of a setback, or in secret, nothing (§4)."""
    rules = world.rules.base.third_parties
    if move.visibility in ("secret", "covert") or not partners or move.category in rules.exempt:
        return
    weight = move.weight if move.visibility == "public" else -(-move.weight // rules.limited_divisor)
    if move.category == "coercion":
        for target in partners:
            yield from _coerced(world, initiator, target, weight)
    elif not move.mediates:
        parties = (initiator, *partners)
        for partner in partners:
            for a, b in ((initiator, partner), (partner, initiator)):
                yield from _unsettled(world, a, b, weight, parties)


def _unsettled(world: World, a: str, b: str, weight: int, parties: Sequence[str]) -> Iterator[Minded]:
    """Those who are at odds with B mind what A does with B; B's friends welcome it."""
    rules = world.rules.base.third_parties
    numbers = world.numbers
    welcomed = weight >= rules.gain_weight
    for c in world.rules.ids:
        if c in parties:
            continue
        rivalry = numbers[between("relationship", c, b)]
        if rivalry <= Relationship.STRAINED:
            minds = weight * (3 - rivalry)
            is_friend = numbers[between("relationship", c, a)] >= Relationship.PARTNER
            by = _losses(rules, minds, weight, is_friend=is_friend)
            if by[3]:
                yield Minded(c, a, b, by, "unsettled")
        elif welcomed and rivalry >= Relationship.PARTNER:
            yield Minded(c, a, b, (0, 0, rules.gain, rules.gain), "friend")


def _losses(rules: ThirdPartyRules, minds: int, weight: int, *, is_friend: bool) -> k.Fours:
    """Trust lost by who minds, by outcome; a friend of who drew closer minds it more."""
    a, b, c, d = (minds * outcome // rules.divisor for outcome in range(4))
    if not is_friend:
        return -a, -b, -c, -d
    more = rules.friend_extra if weight >= rules.friend_extra_weight else 0
    over, under = rules.friend_numerator, rules.friend_denominator
    a, b, c, d = (loss and loss * over // under + more for loss in (a, b, c, d))
    return -a, -b, -c, -d


def _coerced(world: World, coercer: str, target: str, weight: int) -> Iterator[Minded]:
    """Friends of the target hold coercion against the coercer; its adversaries approve."""
    approval = world.rules.base.third_parties.approval
    for c in world.rules.ids:
        if c in (coercer, target):
            continue
        standing = world.relationship(c, target)
        if standing >= Relationship.PARTNER:
            yield Minded(c, coercer, target, (0, -weight, -weight, -weight), "pressed")
        elif standing <= Relationship.ADVERSARIAL:
            yield Minded(c, coercer, target, (0, approval, approval, approval), "stood_up")
