"""Concrete commands a power might give: offers with partners filled in, the most promising first."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from multipolar.doctrines.drafting import terms_for
from multipolar.doctrines.worth import Worth, money
from multipolar.domain.commands import Order, Propose
from multipolar.domain.dice import Dice
from multipolar.domain.terms import Relationship, between, of, toward
from multipolar.domain.views import Offer, View

BREADTH = 10
"""How far each further use of a move is put back: a shortlist shall show what is possible."""
LUCK = 20
"""Breadth of the chance part of a first guess: what is never looked at can never be chosen."""
_APPEAL = {
    "dialogue": 8, "confidence": 6, "drills": 10, "cooperation": 13, "technology": 13, "agreements": 14,
    "operations": 14, "coercion": 4, "domestic": 12,
}  # fmt: skip


class Option(NamedTuple):
    """A command that may be worth a preview."""

    offer: Offer
    partners: tuple[str, ...]
    command: Propose | Order


class Opinions:
    """What a power thinks of the others before it looks closely, found once a view."""

    def __init__(self, view: View, worth: Worth) -> None:
        seat, doctrine = view.seat, worth.doctrine
        self.near: dict[str, int] = {}
        self.tense: dict[str, int] = {}
        self.irksome: dict[str, int] = {}
        for power in view.powers:
            other = power.id
            if other == seat:
                continue
            relationship = view.relationship(seat, other)
            trusted = 2 * worth.of(toward("trust", other, seat)) + worth.of(toward("trust", seat, other))
            self.near[other] = trusted + relationship
            self.tense[other] = doctrine.confidence * worth.friction(other) // 40
            harm = 2 * doctrine.rival_loss if other in worth.rivals else 0
            self.irksome[other] = (
                harm - doctrine.breach - 6 * max(0, relationship - Relationship.STRAINED) - trusted // 2
            )


def shortlist(view: View, worth: Worth, dice: Dice, purpose: str, *, joint: bool, most: int) -> list[Option]:
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
    found: list[tuple[int, int, Offer, tuple[str, ...]]] = []
    for offer in view.offers:
        if offer.blocked or (offer.form == "joint" and not joint):
            continue
        if offer.cost[0] > capital or offer.cost[1] > resources:
            continue
        appeal = _appeal(worth, offer)
        for partners in _partners(view, worth, offer):
            number = len(found)
            if (offer.move, partners) in refused:
                continue
            guess = appeal + _among(opinions, worth, offer, partners) + luck[number * 7 % 16]
            found.append((-guess, number, offer, partners))
    return [_option(view, worth, offer, partners, resources) for offer, partners in _broadly(found)[:most]]


def _refused(view: View) -> frozenset[tuple[str, tuple[str, ...]]]:
    """What the power proposed lately and did not get: nobody asks again at once."""
    return frozenset(
        (found.move, found.partners)
        for found in view.initiatives
        if found.initiator == view.seat and found.state in ("declined", "lapsed")
    )


def _broadly(
    found: list[tuple[int, int, Offer, tuple[str, ...]]],
) -> list[tuple[Offer, tuple[str, ...]]]:
    """By first guess, each further use of a move behind the one before."""
    uses: Counter[str] = Counter()
    placed: list[tuple[int, int, Offer, tuple[str, ...]]] = []
    for guess, number, offer, partners in sorted(found, key=lambda entry: entry[:2]):
        placed.append((guess + BREADTH * uses[offer.move], number, offer, partners))
        uses[offer.move] += 1
    placed.sort(key=lambda entry: entry[:2])
    return [(offer, partners) for _, _, offer, partners in placed]


def _option(view: View, worth: Worth, offer: Offer, partners: tuple[str, ...], resources: int) -> Option:
    terms = terms_for(view, worth, offer, partners, resources)
    if offer.form == "joint":
        command: Propose | Order = Propose(
            moment=view.moment, move=offer.move, partners=partners, terms=terms
        )
    else:
        command = Order(moment=view.moment, move=offer.move, targets=partners, terms=terms)
    return Option(offer, partners, command)


def _partners(view: View, worth: Worth, offer: Offer) -> Iterator[tuple[str, ...]]:
    """Each single partner, two where more may join, the tensest pairs for good offices."""
    if not offer.most:
        yield ()
        return
    open_to = offer.open_partners
    if offer.fewest == 2:
        pairs = combinations(open_to, 2)
        yield from sorted(pairs, key=lambda pair: (-_burden(view, worth, *pair), pair))[:3]
        return
    for partner in open_to:
        yield (partner,)
    if offer.most > 1 and len(open_to) > 1:
        warm = sorted(open_to, key=lambda power: (-view.relationship(view.seat, power), power))
        yield tuple(warm[:2])


def _burden(view: View, worth: Worth, a: str, b: str) -> int:
    """How much a quarrel between two others weighs: its tension, and what it is to this power."""
    target = between("tension", a, b)
    return view.numbers[target] * (1 - min(0, worth.of(target)))


def _appeal(worth: Worth, offer: Offer) -> int:
    """How promising a move looks, whoever it is done with: its kind, and deeds that objectives count."""
    appeal = _APPEAL.get(offer.category, 5) - 2 * offer.cost[0]
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


def _among(opinions: Opinions, worth: Worth, offer: Offer, partners: tuple[str, ...]) -> int:
    """How promising a move looks with these partners."""
    if offer.category == "coercion":
        return sum(opinions.irksome[other] for other in partners)
    if offer.fewest == 2:
        return -20 * worth.of(between("tension", *partners)) // 10
    found = sum(opinions.near[other] for other in partners)
    if offer.category == "confidence":
        found += sum(opinions.tense[other] for other in partners)
    for wish in worth.wished(offer.move, offer.category, partners):
        found += wish.worth // 3
    return found
