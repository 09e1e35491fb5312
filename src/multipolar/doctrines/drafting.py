"""What a proposal or an order leaves open, filled in sensibly (rulebook §5, §7)."""

from multipolar.doctrines.councils import DOMAINS, best_draft
from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import of
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.model.views import AgreementSeen, Offer, Sight
from multipolar.domain.vocabulary import Relationship

_GIVEN_UP = ("cooperation", "sharing", "foundation", "technology", "confidence", "pact")
"""Groups of agreements in the order in which a power puts them on hold."""
SPARE = 3
"""Resources left over from which a power gives more than it must."""
POOR = 45
"""Economy under which a partner is helped with its share of the cost."""
WARY_GAPS = (25, 45)
"""Governance gaps from which technology is likelier to leak (numbers §5)."""
FAITHFUL = 6
"""Honour from which a power likes to bind itself, and others, by promises."""
BOUND_FOR = 2
"""Rounds for which it does."""


def terms_for(view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...], resources: int) -> Terms:
    """The terms under which a power would use an offer.

    Args:
        view: what the power may know.
        worth: its weights.
        offer: the move.
        partners: the other parties, or targets.
        resources: what it has.
    """
    if offer.category == "frameworks":
        draft = best_draft(view, worth, offer, partners)
        return draft.terms if draft else Terms()
    left = resources - offer.cost[1]
    share = 0
    if offer.payable and offer.partner_cost[1] and left >= SPARE + len(partners):
        share = int(any(view.numbers[of("economy", partner)] < POOR for partner in partners))
        left -= share * len(partners)
    size = _size(offer, left)
    left -= int(size == "large")
    return Terms(
        domain=_domain(view, offer, partners),
        theatre=_theatre(view, worth, offer, partners),
        size=size,
        duration=_duration(worth, offer),
        safeguards=_safeguards(view, worth, offer, partners),
        committed=offer.committable and left >= SPARE + 4,
        share=share,
        agreement=_given_up(view, offer, partners),
        undertakings=_undertakings(view, worth, offer, partners),
    )


def _domain(view: Sight, offer: Offer, partners: tuple[str, ...]) -> str:
    """The domain of the threats that all parties share most."""
    if not offer.domains:
        return ""
    weight = dict.fromkeys(offer.domains, 0)
    for threat in view.threats:
        domain = DOMAINS.get(threat.kind, "")
        if domain in weight:
            shared = min(threat.exposure.get(power, 0) for power in (view.seat, *partners))
            weight[domain] += shared * view.numbers[threat.target]
    return max(offer.domains, key=lambda domain: weight[domain])


def _theatre(view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...]) -> str:
    """Where what the operation lowers is worth most: own exposure, then the partners', by its level."""
    if not offer.theatres:
        return ""
    weight = dict.fromkeys(offer.theatres, 0)
    kinds = dict.fromkeys(threat.kind for threat in view.threats)
    for kind in kinds:
        known = [threat for threat in view.threats if threat.kind == kind]
        if {threat.theatre for threat in known} != set(offer.theatres):
            continue
        for threat in known:
            gain = worth.of(f"relief({kind},{threat.theatre})")
            theirs = sum(threat.exposure.get(partner, 0) for partner in partners)
            if theirs or threat.exposure.get(view.seat):
                level = view.numbers[threat.target]
                weight[threat.theatre] += (2 * gain + theirs + 1) * level
    return max(offer.theatres, key=lambda place: weight[place])


def _size(offer: Offer, left: int) -> str:
    """Large where there is plenty, small where it would take the last; otherwise as usual."""
    wanted = "large" if left > SPARE else "small" if left < 1 and offer.cost[1] else ""
    return wanted if wanted in offer.sizes else ""


def _duration(worth: Worth, offer: Offer) -> int:
    """Whoever keeps its hands free binds itself for a short while only."""
    fewest, most = offer.durations
    return min(fewest + 1, most) if most and worth.doctrine.honour < FAITHFUL else 0


def _safeguards(view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...]) -> str:
    """As strict as a leak is likely, and the power careful: strictness costs the recipient's trust."""
    if not offer.safeguards:
        return ""
    (recipient,) = partners
    gap = abs(view.numbers[of("governance", view.seat)] - view.numbers[of("governance", recipient)])
    risk = sum(1 for limit in WARY_GAPS if gap >= limit)
    risk += any(
        view.relationship(recipient, rival) >= Relationship.COOPERATIVE
        for rival in worth.rivals
        if rival != recipient
    )
    risk += (worth.doctrine.honour >= FAITHFUL) - (worth.doctrine.honour <= FAITHFUL // 2)
    return offer.safeguards[max(0, min(risk, len(offer.safeguards) - 1))]


def _given_up(view: Sight, offer: Offer, partners: tuple[str, ...]) -> str:
    """The agreement with the target that is missed least."""
    if not offer.agreements:
        return ""

    def missed(agreement: AgreementSeen) -> tuple[bool, int, str]:
        return len(agreement.parties) > 2, _GIVEN_UP.index(agreement.group), agreement.id

    concerned = [
        agreement
        for agreement in view.agreements
        if agreement.id in offer.agreements and partners[0] in agreement.parties
    ]
    return min(concerned, key=missed).id if concerned else ""


def _undertakings(
    view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...]
) -> tuple[Undertaking, ...]:
    """Whoever keeps its word anyway asks the other to do the same: no coercion for a while."""
    wanted = worth.doctrine.honour >= FAITHFUL and offer.form == "joint" and offer.category == "agreements"
    if not wanted or len(partners) != 1 or worth.is_bound(partners[0]) or view.round >= view.rounds:
        return ()
    until = min(view.rounds, view.round + BOUND_FOR)
    return tuple(
        Undertaking(by=by, kind="restraint", move="coercion", toward=toward, until=until)
        for by, toward in ((view.seat, partners[0]), (partners[0], view.seat))
    )
