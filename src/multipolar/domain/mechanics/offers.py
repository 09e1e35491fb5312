"""What a seat may do now: every move with its partners, ranges of terms and costs (rulebook §5).

An offer says which partners are open and why others are not; exact costs, odds and effects of a
concrete command come from a forecast. Offers read only what the seat may know.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.addresses import of
from multipolar.domain.english import counted
from multipolar.domain.mechanics.frameworks import DECISION_RULES, open_frameworks
from multipolar.domain.mechanics.opposition import opposable
from multipolar.domain.mechanics.origins import seen_of
from multipolar.domain.mechanics.requirements import (
    Offered,
    already,
    price_of,
    refusals,
    suspendable,
    taken,
    unavailable,
)
from multipolar.domain.model.lookups import Slate
from multipolar.domain.model.views import FrameworkOffer, Offer, PartnerOffer
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import Phase

MOST_KEPT = 16
"""Offers of a move kept for one seat, each under other circumstances."""


def legal(world: World, seat: str) -> tuple[Offer, ...]:
    """Every move that is played with, as the seat may use it now; nothing outside deliberation."""
    if world.phase is not Phase.DELIBERATION or seat not in world.rules.powers:
        return ()
    refused = refusals(world, seat)
    slate = world.live.of(seat)
    begun, costs = slate.begun_in(world.round), world.rules.cost_of
    capital, resources = world.number(of("capital", seat)), world.number(of("resources", seat))
    rules = world.rules
    bearing = {move.id: _bearing(world, seat, move) for move in rules.depending(world.preset)}
    again = (rules.moves[move] for move in begun)
    prices = {move.id: price_of(world, seat, move) for move in (*rules.mandated(world.preset), *again)}
    state = world.preset, capital, resources, bearing, prices
    last = world.caches.of(_Last)
    before = last.get(seat)
    if (
        before is not None
        and before.partners is refused.partners
        and before.slate is slate
        and before.state == state
    ):
        return before.offers
    offers: list[Offer] = []
    for move in rules.played(world.preset):
        key = move.id
        cost = prices.get(key) or costs[key]
        dear = cost[0] > capital or cost[1] > resources
        # What cannot be paid for is offered with nobody.
        partners = () if dear else refused.partners.get(key, ())
        busy = (already(world, seat, move), key in slate.alone) if key in slate.busy else ()
        circumstances = world.preset, cost, dear, busy, bearing.get(key, ())
        known = refused.offers.setdefault(key, {})
        kept = known.get(circumstances)
        # Nothing else bears on it: what was offered at another moment holds.
        if kept is None or kept.partners is not partners:
            if len(known) > MOST_KEPT:
                known.clear()
            kept = known[circumstances] = Offered(partners, _offer(world, seat, move, partners, cost, dear))
        offers.append(kept.offer)
    found = last[seat] = _Offers(refused.partners, slate, state, tuple(offers))
    return found.offers


class _Offers(NamedTuple):
    """What a seat was offered, and what that follows from: who is open to it, what is begun, and the rest."""

    partners: Mapping[str, tuple[PartnerOffer, ...]]
    slate: Slate
    state: tuple[object, ...]
    offers: tuple[Offer, ...]


class _Last(dict[str, _Offers]):
    """What was offered last, by seat."""


def _bearing(world: World, seat: str, move: Move) -> tuple[object, ...]:
    """What bears on an offer of a move besides relations, attributes, money and earlier uses."""
    return (
        move.once and f"{move.id}:{seat}>" in world.habits,
        move.names_agreement and world.caches.binding(world.agreements).get((seat,)),
        move.names_framework and _frameworks(world, seat, move),
        _tense_pair(world, seat, move),
        _joint_move(world, seat, move),
    )


def _offer(
    world: World,
    seat: str,
    move: Move,
    known: tuple[PartnerOffer, ...],
    cost: tuple[int, int],
    dear: bool,
) -> Offer:
    reason = unavailable(world, seat, move)
    if not reason and dear:
        reason = f"it costs {money_in_words(*cost)}"
    partners: tuple[PartnerOffer, ...] = ()
    if move.partners[1] and not reason:
        partners = known
        if already(world, seat, move):
            partners = tuple(
                PartnerOffer(partner.power, taken(world, seat, move, partner.power) or partner.blocked)
                for partner in partners
            )
        count = sum(1 for partner in partners if not partner.blocked)
        if count < move.partners[0]:
            several = f"it needs {counted(move.partners[0], 'power')} and is open with {count}"
            reason = several if count else "no power it is open with now"
        elif not _tense_pair(world, seat, move):
            reason = "no two other powers are tense enough"
        elif not _joint_move(world, seat, move):
            reason = "no rival of yours, nor anybody at odds with you, has announced anything for this round"
    agreements: tuple[str, ...] = ()
    if move.names_agreement and not reason:
        agreements = tuple(
            key
            for partner in partners
            if not partner.blocked
            for key in suspendable(world, seat, partner.power)
        )
    return replace(
        _lasting(world.rules)[move.id],
        cost=cost,
        partners=partners,
        blocked=reason,
        agreements=tuple(dict.fromkeys(agreements)),
        frameworks=_frameworks(world, seat, move) if move.names_framework and not reason else (),
    )


@lru_cache(maxsize=8)
def _lasting(rules: Rules) -> dict[str, Offer]:
    """What an offer of each move says at any time; the rest is left open."""
    return {
        move.id: Offer(
            move=move.id,
            title=move.title,
            category=move.category,
            form=move.form,
            summary=move.summary,
            teaching=move.teaching,
            precedents=seen_of(move.precedents),
            cost=(0, 0),
            partner_cost=(move.partner_cost.capital, move.partner_cost.resources),
            fewest=move.partners[0],
            most=move.partners[1],
            rounds=move.rounds,
            partners=(),
            blocked="",
            domains=move.domains,
            theatres=rules.theatres_of[move.id],
            safeguards=tuple(rules.base.leaks.safeguards) if move.safeguards else (),
            committable=move.id in rules.committable,
            payable=move.form == "joint",
            agreements=(),
            frameworks=(),
            resolutions=move.tables.of if move.tables else (),
            rules=DECISION_RULES if move.founds else (),
            sizes=move.sizes,
            opposes=bool(move.opposes),
            durations=move.durations or (0, 0),
        )
        for move in rules.base.moves
    }


def _frameworks(world: World, seat: str, move: Move) -> tuple[FrameworkOffer, ...]:
    """The frameworks a move may be about, with what may be chosen in each."""
    kinds = move.tables.of if move.tables else ()
    return tuple(
        FrameworkOffer(
            framework.id,
            framework.name,
            framework.members,
            framework.mandate if "mandate" in kinds else (),
            tuple(rule for rule in DECISION_RULES if rule != framework.rule) if "rule" in kinds else (),
        )
        for framework in open_frameworks(world, seat, move)
    )


def _joint_move(world: World, seat: str, move: Move) -> bool:
    return not move.needs_joint_move or any(True for _ in opposable(world, seat))


def _tense_pair(world: World, seat: str, move: Move) -> bool:
    need = move.needs_tension
    return need is None or any(
        world.tension(a, b) >= need.at_least for a, b in world.rules.pairs if seat not in (a, b)
    )
