"""Concrete commands a power might give: offers with partners and terms filled in, the likeliest first."""

from collections.abc import Iterator
from typing import NamedTuple

from multipolar.doctrines.worth import Worth
from multipolar.domain.commands import AnyCommand, Order, Propose, Terms
from multipolar.domain.dice import Dice
from multipolar.domain.terms import between, of
from multipolar.domain.views import Offer, View


class Option(NamedTuple):
    """A command that may be worth a preview, and how promising it looks before."""

    offer: Offer
    partners: tuple[str, ...]
    command: AnyCommand
    prior: int


def options(view: View, worth: Worth, dice: Dice, purpose: str, *, joint: bool, most: int) -> list[Option]:
    """The most promising commands open to a power, best first.

    Args:
        view: what the power may know.
        worth: its weights.
        dice: breaks ties and keeps play from being mechanical.
        purpose: names the round, seat and sweep of the rolls.
        joint: whether proposals are wanted as well as orders.
        most: length of the list.
    """
    found: list[Option] = []
    capital = view.numbers[of("capital", view.seat)]
    resources = view.numbers[of("resources", view.seat)]
    rolls = dice.roll(f"{purpose}.prior", 24, 64)
    count = 0
    for offer in view.offers:
        if offer.blocked or (offer.form == "joint" and not joint):
            continue
        if offer.cost[0] > capital or offer.cost[1] > resources:
            continue
        for partners in _partners(view, offer):
            noise = rolls[count % 64]
            count += 1
            prior = _prior(view, worth, offer, partners) + noise
            terms = _terms(view, worth, offer, partners, noise, resources)
            command: AnyCommand = (
                Propose(moment=view.moment, move=offer.move, partners=partners, terms=terms)
                if offer.form == "joint"
                else Order(moment=view.moment, move=offer.move, targets=partners, terms=terms)
            )
            found.append(Option(offer, partners, command, prior))
    found.sort(key=lambda option: -option.prior)
    return found[:most]


def _partners(view: View, offer: Offer) -> Iterator[tuple[str, ...]]:
    """Each single partner, two where more may join, the tensest pair for good offices."""
    if not offer.most:
        yield ()
        return
    open_to = offer.open_partners
    if offer.fewest == 2:
        pairs = [(view.numbers[between("tension", a, b)], a, b) for a in open_to for b in open_to if a < b]
        for _, a, b in sorted(pairs, reverse=True)[:2]:
            yield a, b
        return
    for partner in open_to:
        yield (partner,)
    if offer.most > 1 and len(open_to) > 1:
        warm = sorted(open_to, key=lambda power: (-view.relationship(view.seat, power), power))[:2]
        yield tuple(warm)


_APPEAL = {
    "dialogue": 6, "confidence": 10, "drills": 8, "cooperation": 9, "technology": 9, "agreements": 10,
    "operations": 10, "coercion": 4, "domestic": 9,
}  # fmt: skip


def _prior(view: View, worth: Worth, offer: Offer, partners: tuple[str, ...]) -> int:
    """A cheap guess at the worth of a move: what it touches, and whether an objective asks for it."""
    prior = _APPEAL.get(offer.category, 5)
    for wanted, named, wished in worth.wishes.deeds:
        if wanted in ("any", offer.category) and named in ("any", offer.move):
            prior += wished // 4
    for kind, other, wished in worth.wishes.agreements:
        if kind in ("any", offer.move, offer.category) and other in ("any", *partners):
            prior += wished // 4
    for partner in partners:
        mutual = worth.of(f"trust({partner},{view.seat})")
        prior += mutual if offer.category != "coercion" else -3 * mutual
        if offer.category == "coercion":
            prior += (
                worth.doctrine.rival_loss - worth.doctrine.breach - 4 * view.relationship(view.seat, partner)
            )
    if offer.category == "operations":
        prior += max((worth.of(f"relief(piracy,{place})") for place in offer.theatres), default=0)
    return prior


def _terms(
    view: View, worth: Worth, offer: Offer, partners: tuple[str, ...], noise: int, resources: int
) -> Terms:
    theatre = ""
    if offer.theatres:
        theatre = max(offer.theatres, key=lambda place: (worth.of(f"relief(piracy,{place})"), place))
    agreement = ""
    if offer.agreements:
        mine = [
            found.id
            for found in view.agreements
            if found.id in offer.agreements and partners[0] in found.parties
        ]
        agreement = mine[noise % len(mine)] if mine else ""
    safeguards = ""
    if offer.safeguards:
        gap = abs(view.numbers[of("governance", view.seat)] - view.numbers[of("governance", partners[0])])
        cautious = worth.doctrine.honour >= 4
        safeguards = "strict" if gap >= 25 and cautious else "standard" if cautious else "light"
    return Terms(
        domain=offer.domains[noise % len(offer.domains)] if offer.domains else "",
        theatre=theatre,
        safeguards=safeguards,
        agreement=agreement,
        committed=offer.committable and resources - offer.cost[1] >= 5,
    )
