"""Answering proposals: accept, decline, or counter with terms the other may take (rulebook §5, §14)."""

from typing import NamedTuple

from msgspec.structs import replace

from multipolar.doctrines.worth import Worth, money
from multipolar.domain.addresses import toward
from multipolar.domain.english import lowered
from multipolar.domain.model.commands import Accept, Counter, Decline, Terms
from multipolar.domain.model.views import Advice, Figures, InitiativeSeen, Sight
from multipolar.engine.players import Forecast

WILLING = 14
"""How far under its margin a power still bargains rather than declines, in tenths."""
A_RESOURCE = 5
"""What a resource paid to one is worth, in tenths: about what it costs the other, and the gesture."""
DISTRUST = 40
"""Trust under which it weighs against every proposal of that power."""
SAFER = {"strict": "standard", "standard": "light"}


class Weighed(NamedTuple):
    """A proposal that waits for an answer, and what accepting it is worth beyond the margin."""

    found: InitiativeSeen
    preview: Figures
    surplus: int


def answers(view: Sight, worth: Worth, forecast: Forecast, *, last: bool) -> list[Advice]:
    """An answer to every proposal that waits for this power, the best first while the money lasts.

    Args:
        view: what the power may know.
        worth: its weights.
        forecast: exact odds and effects of a command.
        last: whether nobody could answer a counter-proposal any more.
    """
    weighed = [
        _weighed(view, worth, initiative, forecast)
        for initiative in view.initiatives
        if initiative.open_to_me
    ]
    weighed.sort(key=lambda entry: (-entry.surplus, entry.found.id))
    capital, resources = money(view)
    given: list[Advice] = []
    for entry in weighed:
        initiative = entry.found
        affordable = initiative.my_cost[0] <= capital and initiative.my_cost[1] <= resources
        if entry.preview.rule not in ("", "money"):
            given.append(_decline(view, entry, "The rules no longer allow it."))
        elif entry.preview.resolves > view.rounds:
            given.append(_decline(view, entry, "It could not be brought about before the end."))
        elif entry.surplus < 0:
            terms = None if last else _better(view, initiative, entry.surplus)
            given.append(_counter(view, entry, terms) if terms else _decline(view, entry))
        elif affordable:
            capital -= initiative.my_cost[0]
            resources -= initiative.my_cost[1]
            given.append(_accept(view, entry))
        else:
            smaller = None if last else _smaller(view, initiative, capital, resources)
            no_money = "We have nothing left to pay our share with."
            given.append(_counter(view, entry, smaller) if smaller else _decline(view, entry, no_money))
    return given


def _weighed(view: Sight, worth: Worth, initiative: InitiativeSeen, forecast: Forecast) -> Weighed:
    """What accepting is worth, in tenths, less its cost and the margin the doctrine wants (numbers §10)."""
    preview = forecast(Accept(moment=view.moment, initiative=initiative.id, version=initiative.version))
    others = tuple(power for power in (initiative.initiator, *initiative.partners) if power != view.seat)
    gain = worth.of_preview(preview, initiative.move, initiative.category, others)
    trust = view.numbers[toward("trust", view.seat, initiative.proposer)]
    surplus = (
        gain - worth.price(*initiative.my_cost) // 2 + (trust - 40) * 10 // 25 - 4 * worth.doctrine.accept
    )
    paid = -initiative.terms.payment if view.seat == initiative.initiator else initiative.terms.payment
    promised = sum(5 if given.by != view.seat else -5 for given in initiative.terms.undertakings)
    return Weighed(initiative, preview, surplus + A_RESOURCE * max(0, paid) + promised)


def _better(view: Sight, initiative: InitiativeSeen, surplus: int) -> Terms | None:
    """Terms that would make a proposal worth accepting; none where nothing in reason would."""
    if initiative.version >= view.limits.versions or surplus < -WILLING or view.seat == initiative.initiator:
        return None
    terms = initiative.terms
    if terms.safeguards in SAFER:
        terms = replace(terms, safeguards=SAFER[terms.safeguards])
        surplus += 6
    if surplus < 0:
        wanted = (A_RESOURCE - 1 - surplus) // A_RESOURCE
        terms = replace(terms, payment=min(view.limits.payment, terms.payment + wanted))
    return terms if terms != initiative.terms else None


def _smaller(view: Sight, initiative: InitiativeSeen, capital: int, resources: int) -> Terms | None:
    """The same in small, where that is within a power's means."""
    offer = next((offer for offer in view.offers if offer.move == initiative.move), None)
    if offer is None or "small" not in offer.sizes or initiative.version >= view.limits.versions:
        return None
    saved = {"": 1, "standard": 1, "large": 2}.get(initiative.terms.size, 0)
    if not saved or initiative.my_cost[0] > capital or initiative.my_cost[1] - saved > resources:
        return None
    return replace(initiative.terms, size="small")


def _accept(view: Sight, entry: Weighed) -> Advice:
    initiative, other = entry.found, view.name(entry.found.proposer)
    held = 100 * (36 - entry.preview.chances[0]) // 36
    return Advice(
        Accept(moment=view.moment, initiative=initiative.id, version=initiative.version),
        f"Accept {lowered(initiative.title)} with {other}",
        f"What it brings us outweighs its cost; {held} % that it is at least a limited success.",
        entry.surplus,
    )


def _counter(view: Sight, entry: Weighed, terms: Terms) -> Advice:
    initiative, other = entry.found, view.name(entry.found.proposer)
    change = "an easier safeguard" if terms.safeguards != initiative.terms.safeguards else "a payment"
    why = f"It is nearly worth it: {change} from {other} would make it so."
    if terms.size != initiative.terms.size:
        why = "We would come, but only to something smaller: that is all we can pay for."
    return Advice(
        Counter(moment=view.moment, initiative=initiative.id, version=initiative.version, terms=terms,
                message="On these terms we could agree."),
        f"Counter {lowered(initiative.title)}",
        why,
        entry.surplus,
    )  # fmt: skip


def _decline(view: Sight, entry: Weighed, why: str = "") -> Advice:
    initiative, other = entry.found, view.name(entry.found.proposer)
    return Advice(
        Decline(
            moment=view.moment,
            initiative=initiative.id,
            message=why or _what_is_missing(view, entry),
            version=initiative.version,
        ),
        f"Decline {lowered(initiative.title)}",
        why or f"What {other} offers would cost us more than it brings.",
        entry.surplus,
    )


def _what_is_missing(view: Sight, entry: Weighed) -> str:
    """What the proposer is told: whether trust, the terms or the thing itself is in the way."""
    initiative = entry.found
    if view.numbers[toward("trust", view.seat, initiative.proposer)] < DISTRUST:
        return "We do not trust you enough for this yet."
    if entry.surplus >= -WILLING:
        return "On easier terms we might have agreed."
    return "It would cost us more than it brings."
