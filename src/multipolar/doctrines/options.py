"""Concrete commands a power might give: offers with partners filled in, the most promising first."""

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from itertools import combinations, islice
from typing import NamedTuple

from multipolar.doctrines.drafting import terms_for
from multipolar.doctrines.worth import Worth, money
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Order, Propose
from multipolar.domain.model.views import Offer, Sight
from multipolar.domain.vocabulary import Relationship

BREADTH = 10
"""How far each further use of a move is put back: a shortlist shall show what is possible."""
LUCK = 20
"""Breadth of the chance part of a first guess: what is never looked at can never be chosen."""
_APPEAL = {
    "dialogue": 8, "confidence": 6, "drills": 10, "cooperation": 13, "technology": 13, "agreements": 14,
    "operations": 14, "frameworks": 11, "coercion": 4, "domestic": 12,
}  # fmt: skip


class Option(NamedTuple):
    """A command that may be worth a preview."""

    offer: Offer
    partners: tuple[str, ...]
    command: Propose | Order


class Opinions:
    """How promising each other power looks, before anything is looked at closely; found once a view."""

    def __init__(self, view: Sight, worth: Worth) -> None:
        seat, doctrine = view.seat, worth.doctrine
        wishes = worth.wishes.numbers
        self._worth = worth
        self._near: dict[str, int] = {}
        self._tense: dict[str, int] = {}
        self._irksome: dict[str, int] = {}
        for power in view.powers:
            other = power.id
            if other == seat:
                continue
            relationship = view.relationship(seat, other)
            trusted = 2 * (doctrine.trust + wishes.get(toward("trust", other, seat), 0))
            trusted += doctrine.trust // 2 + wishes.get(toward("trust", seat, other), 0)
            near = self._near[other] = trusted + relationship
            self._tense[other] = near + worth.of_channel(worth.friction(other))
            harm = 2 * doctrine.rival_loss if other in worth.rivals else 0
            ties = 6 * max(0, relationship - Relationship.STRAINED)
            self._irksome[other] = harm - doctrine.breach - ties - trusted // 2

    def on(self, offer: Offer) -> dict[str, int]:
        """How promising each other power looks as a partner, or target, of a move."""
        if offer.category == "coercion":
            return self._irksome
        found = self._tense if offer.category == "confidence" else self._near
        wished = self._worth.counting(offer.move, offer.category)
        if wished:
            found = dict(found)
            for wish in wished:
                for other in found if wish.name in ("any", self._worth.view.seat) else (wish.name,):
                    found[other] += wish.worth // 3
        return found


def shortlist(view: Sight, worth: Worth, dice: Dice, purpose: str, *, joint: bool, most: int) -> list[Option]:
    """The most promising commands open to a power, best first.

    Args:
        view: what the power may know.
        worth: its weights.
        dice: breaks ties and keeps play from being mechanical.
        purpose: names the round, seat and sweep of the rolls.
        joint: whether proposals are wanted as well as orders.
        most: length of the list.
    """
    capital, resources = money(view)
    opinions = Opinions(view, worth)
    refused = _refused(view)
    luck = dice.roll(f"{purpose}.first_guess", LUCK, 16)
    coldness = {
        power.id: -view.relationship(view.seat, power.id) for power in view.powers if power.id != view.seat
    }
    found: list[tuple[int, int, Offer, tuple[str, ...]]] = []
    for offer in view.offers:
        if offer.blocked or (offer.form == "joint" and not joint):
            continue
        if offer.cost[0] > capital or offer.cost[1] > resources:
            continue
        appeal = _appeal(worth, offer)
        opinion = opinions.on(offer)
        reconciles = offer.mediates and not offer.opposes
        for partners in _partners(view, worth, offer, coldness):
            if (offer.move, partners) in refused:
                continue
            number = len(found)
            guess = appeal + luck[number * 7 % 16]
            if reconciles:
                guess -= 2 * worth.of(between("tension", *partners))
            else:
                for other in partners:
                    guess += opinion[other]
            found.append((-guess, number, offer, partners))
    return [_option(view, worth, offer, partners, resources) for offer, partners in _broadly(found, most)]


def _refused(view: Sight) -> frozenset[tuple[str, tuple[str, ...]]]:
    """What the power proposed lately and did not get: nobody asks again at once."""
    return frozenset(
        (initiative.move, initiative.partners)
        for initiative in view.initiatives
        if initiative.initiator == view.seat and initiative.state in ("declined", "lapsed")
    )


def _broadly(
    found: list[tuple[int, int, Offer, tuple[str, ...]]], most: int
) -> list[tuple[Offer, tuple[str, ...]]]:
    """The best by first guess, each further use of a move behind the one before."""
    uses: dict[str, int] = {}
    placed: list[tuple[int, int, Offer, tuple[str, ...]]] = []
    # No two have the same number: what comes after it is never compared.
    for guess, number, offer, partners in sorted(found):
        used = uses.get(offer.move, 0)
        placed.append((guess + BREADTH * used, number, offer, partners))
        uses[offer.move] = used + 1
    return [(offer, partners) for _, _, offer, partners in nsmallest(most, placed)]


def _option(view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...], resources: int) -> Option:
    terms = terms_for(view, worth, offer, partners, resources)
    if offer.form == "joint":
        command: Propose | Order = Propose(
            moment=view.moment, move=offer.move, partners=partners, terms=terms
        )
    else:
        command = Order(moment=view.moment, move=offer.move, targets=partners, terms=terms)
    return Option(offer, partners, command)


def _partners(
    view: Sight, worth: Worth, offer: Offer, coldness: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    """Each single partner, two where more may join, the tensest pairs for good offices."""
    if not offer.most:
        yield ()
        return
    open_to = offer.open_partners
    if offer.opposes:
        yield from _announced(view, worth)
        return
    if offer.mediates:
        pairs = sorted(combinations(open_to, 2), key=lambda pair: (-_burden(view, worth, pair), pair))
        yield from pairs[:3]
        return
    if offer.fewest == 1:
        for partner in open_to:
            yield (partner,)
    if offer.most > 1 and len(open_to) >= max(2, offer.fewest):
        warm = sorted(open_to, key=lambda power: (coldness[power], power))
        for several in range(max(2, offer.fewest), min(offer.most, len(warm), offer.fewest + 1) + 1):
            yield tuple(warm[:several])


def _announced(view: Sight, worth: Worth) -> Iterator[tuple[str, ...]]:
    """Pairs with a rival in them that have announced something together for this round."""
    pairs = (
        (initiative.initiator, partner)
        for initiative in view.initiatives
        if initiative.state in ("agreed", "under_way")
        and initiative.resolves <= view.round
        and not initiative.inside
        for partner in initiative.partners
        if initiative.category != "coercion" and {initiative.initiator, partner} & set(worth.rivals)
    )
    yield from islice(dict.fromkeys(pair for pair in pairs if view.seat not in pair), 3)


def _burden(view: Sight, worth: Worth, pair: tuple[str, str]) -> int:
    """How much a quarrel between two others weighs: its tension, and what an objective makes of it."""
    target = between("tension", *pair)
    return view.numbers[target] - 10 * worth.wishes.numbers.get(target, 0)


def _appeal(worth: Worth, offer: Offer) -> int:
    """How promising a move looks, whoever it is done with: its kind, and deeds that objectives count."""
    appeal = _APPEAL.get(offer.category, 5)
    # What binds is worth its price in attention; of everything else the cheap comes first.
    appeal -= 0 if offer.category == "agreements" else 2 * offer.cost[0]
    appeal += worth.doctrine.agreement if offer.move == worth.scale.pact else 0
    for wish in worth.wishes.deeds:
        if wish.kind in ("any", offer.category) and wish.name in ("any", offer.move):
            appeal += wish.worth // 3
    if offer.category == "coercion":
        standing = of("standing", worth.view.seat)
        appeal += (worth.of(standing) - worth.doctrine.attributes["standing"]) // 2
    if offer.category == "operations" and offer.theatres:
        appeal += max(
            worth.of(f"relief({threat.kind},{threat.theatre})")
            for threat in worth.view.threats
            if threat.theatre in offer.theatres
        )
    return appeal
