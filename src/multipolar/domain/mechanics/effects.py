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
from multipolar.domain.rules.catalogue import Move
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
    move: Move
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
    if use.move.threat and use.terms.theatre:
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
    """What a third party makes of a move: a number of its own, by outcome, and why."""

    target: str
    by: k.Fours
    why: str
    actor: str


def reactions_of(
    world: World, move: Move, initiator: str, partners: Sequence[str], outcome: int, cause: int = 0
) -> list[Shift]:
    """What third parties make of a public success or of open coercion (§4, structural balance)."""
    return [
        Shift(minded.target, minded.by[outcome], minded.why, cause, minded.actor)
        for minded in minded_by(world, move, initiator, partners)
        if minded.by[outcome]
    ]


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
                yield from _unsettled(world, move, a, b, weight, parties)


def _unsettled(
    world: World, move: Move, a: str, b: str, weight: int, parties: Sequence[str]
) -> Iterator[Minded]:
    """Those who are at odds with B mind what A does with B; B's friends welcome it."""
    rules = world.rules.base.third_parties
    for c in world.rules.ids:
        if c in parties:
            continue
        rivalry = world.relationship(c, b)
        if rivalry <= Relationship.STRAINED:
            minds = weight * (3 - rivalry)
            is_friend = world.relationship(c, a) >= Relationship.PARTNER
            losses = [
                _loss(rules, minds * outcome // rules.divisor, weight, is_friend) for outcome in range(4)
            ]
            if losses[3]:
                why = f"{world.rules.name(a)} drew closer to {world.rules.name(b)} ({lowered(move.title)})"
                tense = (
                    rules.unsettled_tension if loss >= max(1, rules.tension_from_loss) else 0
                    for loss in losses
                )
                yield Minded(toward("trust", c, a), _fours(-loss for loss in losses), why, a)
                yield Minded(toward("grievance", c, a), _fours(losses), why, a)
                yield Minded(between("tension", c, a), _fours(tense), why, a)
        elif rivalry >= Relationship.PARTNER and weight >= rules.gain_weight:
            why = f"{world.rules.name(a)} stands closer to our friend {world.rules.name(b)}"
            yield Minded(toward("trust", c, a), (0, 0, rules.gain, rules.gain), why, a)


def _loss(rules: ThirdPartyRules, loss: int, weight: int, is_friend: bool) -> int:
    """Trust lost by who minds; a friend of who drew closer minds it more."""
    if not loss or not is_friend:
        return loss
    more = rules.friend_extra if weight >= rules.friend_extra_weight else 0
    return loss * rules.friend_numerator // rules.friend_denominator + more


def _fours(by: Iterable[int]) -> k.Fours:
    a, b, c, d = by
    return a, b, c, d


def _coerced(world: World, coercer: str, target: str, weight: int) -> Iterator[Minded]:
    """Friends of the target hold coercion against the coercer; its adversaries approve."""
    approval = world.rules.base.third_parties.approval
    for c in world.rules.ids:
        if c in (coercer, target):
            continue
        standing = world.relationship(c, target)
        if standing >= Relationship.PARTNER:
            why = f"{world.rules.name(coercer)} pressed our friend {world.rules.name(target)}"
            yield Minded(toward("trust", c, coercer), (0, -weight, -weight, -weight), why, coercer)
        elif standing <= Relationship.ADVERSARIAL:
            why = f"{world.rules.name(coercer)} stood up to {world.rules.name(target)}"
            yield Minded(toward("trust", c, coercer), (0, approval, approval, approval), why, coercer)
