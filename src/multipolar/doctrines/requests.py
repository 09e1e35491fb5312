"""Requests of others: met with a proposal where it pays, else answered in a sentence (rulebook §14)."""

from collections.abc import Iterator

from multipolar.doctrines.drafting import terms_for
from multipolar.doctrines.options import Option
from multipolar.doctrines.worth import Worth
from multipolar.domain.model.commands import Propose, Say
from multipolar.domain.model.views import Advice, RequestSeen, Sight
from multipolar.engine.players import Forecast

CLOSED = "It is not open to us as things stand between us."
TOO_DEAR = "We have no means left for it this half-year."
UNWANTED = "It would cost us more than it brings."


def met(view: Sight, worth: Worth, forecast: Forecast, capital: int, resources: int) -> Iterator[Advice]:
    """A proposal for each request that is worth its cost, and a word to everybody else who asked.

    Args:
        view: what the power knows.
        worth: its weights.
        forecast: for the exact expectation.
        capital: political capital left.
        resources: resources left.
    """
    for request in view.requests:
        option = _option(view, worth, request, resources)
        if option is None:
            yield _refusal(view, request, CLOSED)
            continue
        preview = forecast(option.command)
        if preview.rule:
            yield _refusal(view, request, TOO_DEAR if preview.rule == "money" else CLOSED)
            continue
        cost = next((paid, spent) for power, paid, spent in preview.costs if power == view.seat)
        if cost[0] > capital or cost[1] > resources:
            yield _refusal(view, request, TOO_DEAR)
            continue
        offer = option.offer
        gain = worth.of_preview(preview, offer.move, offer.category, option.partners, "") - worth.price(*cost)
        if gain <= 0:
            yield _refusal(view, request, UNWANTED)
            continue
        capital, resources = capital - cost[0], resources - cost[1]
        yield Advice(option.command, "", "", gain)


def _option(view: Sight, worth: Worth, request: RequestSeen, resources: int) -> Option | None:
    offer = next((offer for offer in view.offers if offer.move == request.move), None)
    if offer is None or offer.blocked or request.by not in offer.open_partners or offer.fewest > 1:
        return None
    terms = terms_for(view, worth, offer, (request.by,), resources)
    command = Propose(moment=view.moment, move=offer.move, partners=(request.by,), terms=terms)
    return Option(offer, (request.by,), command)


def _refusal(view: Sight, request: RequestSeen, why: str) -> Advice:
    text = f"{request.title}: {why[0].lower()}{why[1:]}"
    return Advice(Say(moment=view.moment, text=text, to=(request.by,)), "Decline in words", why, 0)
