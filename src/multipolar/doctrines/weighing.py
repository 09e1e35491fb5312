"""A power run by weighing: a shortlist of legal moves, the exact expectation of each, the best first."""

from collections import Counter as Count
from collections.abc import Callable
from math import isqrt
from typing import Generic, NamedTuple, TypeVar

from multipolar.doctrines.answers import answers
from multipolar.doctrines.councils import best_draft, votes
from multipolar.doctrines.crisis import messages, responses
from multipolar.doctrines.options import Option, shortlist
from multipolar.doctrines.reasons import reason_for, title_of
from multipolar.doctrines.requests import met
from multipolar.doctrines.worth import Worth, money
from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Accept, AnyCommand, Counter
from multipolar.domain.model.views import Advice, Figures, Preview, Sight
from multipolar.domain.rules.ruleset import Doctrine, WeighingRules
from multipolar.engine.players import Forecast, Previews

LISTED = {1: 12, 2: 4, 3: 4}
"""Moves looked at closely, by sweep."""
KEPT_CAPITAL = {1: 2, 2: 1, 3: 0}
"""Political capital held back in each sweep, to accept what others propose."""
KEPT_FOR_PERSONS = 2
"""More of it, where persons play: they take their time, and what they propose should find ears."""
KEPT_RESOURCES = 2
"""Resources held back for a crisis: what it takes to mobilise, or to help twice."""
NOISE = 9
"""Breadth of the chance part of a judgement to either side, in tenths: deviation about 5 (numbers §10)."""
WITH_ONE = 2
"""Proposals to one power in a sweep: trust cannot grow faster."""
CANNOT_PAY_TWICE = 1
"""Political capital that a second use of a move in a round costs more (numbers §2)."""


Foreseen = TypeVar("Foreseen", bound=Figures)


class Weighed(NamedTuple, Generic[Foreseen]):
    """A shortlisted command with what it is worth beyond its cost; `rate` is per root of cost."""

    option: Option
    preview: Foreseen
    worth: int
    rate: int
    cost: tuple[int, int]


class WeighingPlayer:
    """Plays by a doctrine's weights.

    Args:
        doctrine: the weights.
        scale: what all doctrines have in common.
    """

    def __init__(self, doctrine: Doctrine, scale: WeighingRules) -> None:
        self._doctrine = doctrine
        self._scale = scale

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Answers first; then, in a numbered sweep, proposals and orders for what is left."""
        told = tuple(messages(view, dice))
        asked = any(initiative.open_to_me for initiative in view.initiatives)
        kept = KEPT_CAPITAL.get(sweep, 0)
        if sweep < 3 and any(power.run_by == "person" for power in view.powers):
            kept += KEPT_FOR_PERSONS
        debated = any(resolution.open_to_me and not resolution.voted for resolution in view.resolutions)
        if not asked and not debated and not view.requests and (not sweep or money(view)[0] <= kept):
            return told
        worth = Worth(view, self._doctrine, self._scale)
        given = answers(view, worth, forecast, last=sweep == 3)
        if view.requests:
            given += met(view, worth, forecast, *_left(view, given))
        if sweep:
            capital, resources = _left(view, given)
            capital -= kept
            if capital > 0:
                weighed = self._weighed(view, worth, sweep, forecast, dice)
                given += _affordable(weighed, capital, resources)
        return (*told, *votes(view, worth, dice), *given)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """One response for each crisis that asks, and answers to messages."""
        return (*responses(view, self._doctrine, self._scale, forecast, dice), *messages(view, dice))

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """Answers that are due and moves that are worth their cost, the best three."""
        worth = Worth(view, self._doctrine, self._scale)
        found = [
            advice
            for advice in answers(view, worth, forecast, last=False)
            if isinstance(advice.command, Accept)
        ]
        found += [
            _advice(view, worth, entry)
            for entry in self._weighed(view, worth, 1, forecast, dice)
            if entry.worth > 0
        ]
        return tuple(sorted(found, key=lambda advice: -advice.worth)[:3])

    def _weighed(
        self,
        view: Sight,
        worth: Worth,
        sweep: int,
        forecast: Callable[[AnyCommand], Foreseen],
        dice: Dice,
    ) -> list[Weighed[Foreseen]]:
        """Shortlisted commands that are open, best per root of cost first."""
        purpose = f"{view.moment}.{view.seat}.{sweep}"
        listed = shortlist(view, worth, dice, purpose, joint=sweep < 3, most=LISTED[sweep])
        noise = dice.roll(f"{purpose}.judgement", 2 * NOISE + 1, max(1, len(listed)))
        found: list[Weighed[Foreseen]] = []
        for option, roll in zip(listed, noise, strict=False):
            preview = forecast(option.command)
            is_open = option.offer.category == "coercion" and preview.exposed < 0
            if preview.rule or (is_open and _undoes_own_work(view, option.partners)):
                continue
            cost = next(
                (capital, resources) for power, capital, resources in preview.costs if power == view.seat
            )
            terms = option.command.terms
            gain = worth.of_preview(
                preview, option.offer.move, option.offer.category, option.partners, terms.agreement
            )
            if option.offer.category == "frameworks":
                draft = best_draft(view, worth, option.offer, option.partners)
                gain += draft.worth * (36 - preview.chances[0]) // 36 if draft else 0
            gain += roll - NOISE - 1 - worth.price(*cost)
            root = isqrt(100 * (2 * cost[0] + cost[1]) + 100)
            found.append(Weighed(option, preview, gain, gain * 10 // root, cost))
        found.sort(key=lambda entry: -entry.rate)
        return found


def _undoes_own_work(view: Sight, targets: tuple[str, ...]) -> bool:
    """Whether to turn on these would undo what is agreed or under way with one of them (§2)."""
    return any(
        initiative.state in ("agreed", "under_way", "suspended")
        and initiative.category != "coercion"
        and view.seat in (initiative.initiator, *initiative.partners)
        and not {*targets}.isdisjoint((initiative.initiator, *initiative.partners))
        for initiative in view.initiatives
    )


def _affordable(weighed: list[Weighed[Figures]], capital: int, resources: int) -> list[Advice]:
    """The best moves that the money pays for, none of them crowding the others out."""
    kept = min(KEPT_RESOURCES, resources)
    chosen: list[Advice] = []
    moves: Count[str] = Count()
    partners: Count[str] = Count()
    for entry in weighed:
        if entry.worth <= 0:
            break
        move = entry.option.offer.move
        needed = entry.cost[0] + CANNOT_PAY_TWICE * moves[move]
        crowded = any(partners[power] >= WITH_ONE for power in entry.option.partners)
        if needed > capital or entry.cost[1] > resources - kept or crowded:
            continue
        capital -= needed
        resources -= entry.cost[1]
        moves[move] += 1
        partners.update(entry.option.partners)
        chosen.append(Advice(entry.option.command, "", "", entry.worth))
    return chosen


def _advice(view: Sight, worth: Worth, entry: Weighed[Preview]) -> Advice:
    option = entry.option
    return Advice(
        option.command, title_of(view, option), reason_for(view, worth, option, entry.preview), entry.worth
    )


def _left(view: Sight, given: list[Advice]) -> tuple[int, int]:
    """Money left when the answers already given are paid for."""
    capital, resources = money(view)
    mine = {initiative.id: initiative.my_cost for initiative in view.initiatives}
    for advice in given:
        if isinstance(advice.command, Accept | Counter):
            cost = mine[advice.command.initiative]
            capital -= cost[0]
            resources -= cost[1]
    return capital, resources
