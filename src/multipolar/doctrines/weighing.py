"""A power run by weighing: a shortlist of legal moves, the exact expectation of each, the best first."""

from collections.abc import Iterator
from math import isqrt

from multipolar.doctrines.answers import answers
from multipolar.doctrines.crisis import messages, responses
from multipolar.doctrines.options import Option, options
from multipolar.doctrines.worth import Worth, price
from multipolar.domain.catalogue import Doctrine
from multipolar.domain.commands import Accept, Counter
from multipolar.domain.dice import Dice
from multipolar.domain.terms import of
from multipolar.domain.views import Advice, Preview, View
from multipolar.table.players import Forecast

SHORTLIST = {1: 12, 2: 6, 3: 6}
KEEP = {1: 3, 2: 1, 3: 0}
"""Capital held back in each sweep, for answers and for what may come."""
KEEP_RESOURCES = {1: 2, 2: 2, 3: 2}
NOISE = 9


class WeighingPlayer:
    """Plays by a doctrine's weights.

    Args:
        doctrine: the weights.
    """

    def __init__(self, doctrine: Doctrine) -> None:
        self._doctrine = doctrine

    def deliberate(self, view: View, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Answers first; then, in a numbered sweep, proposals and orders for what is left."""
        worth = Worth(view, self._doctrine)
        given = [*answers(view, worth, forecast, dice), *messages(view, dice)]
        if not sweep:
            return tuple(given)
        capital, resources = _left(view, given)
        for advice, cost in self._ranked(view, worth, sweep, forecast, dice):
            if advice.worth <= 0:
                break
            if capital - cost[0] < KEEP[sweep] or resources - cost[1] < min(KEEP_RESOURCES[sweep], resources):
                continue
            capital -= cost[0]
            resources -= cost[1]
            given.append(advice)
        return tuple(given)

    def respond(self, view: View, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """One response for each crisis that asks."""
        return tuple(responses(view, self._doctrine, forecast, dice))

    def advise(self, view: View, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Answers that are due, then the best moves."""
        worth = Worth(view, self._doctrine)
        found = list(answers(view, worth, forecast, dice))
        found += [advice for advice, _ in self._ranked(view, worth, 1, forecast, dice) if advice.worth > 0]
        return tuple(sorted(found, key=lambda advice: -advice.worth)[:3])

    def _ranked(
        self, view: View, worth: Worth, sweep: int, forecast: Forecast, dice: Dice
    ) -> Iterator[tuple[Advice, tuple[int, int]]]:
        """Shortlisted commands by worth, best per root of cost first, with what each costs."""
        purpose = f"{view.moment}.{view.seat}.{sweep}"
        shortlist = options(view, worth, dice, purpose, joint=sweep < 3, most=SHORTLIST[sweep])
        noise = dice.roll(f"{purpose}.noise", 2 * NOISE + 1, max(1, len(shortlist)))
        found: list[tuple[int, Advice, tuple[int, int]]] = []
        for option, roll in zip(shortlist, noise, strict=False):
            preview = forecast(option.command)
            if preview.rule:
                continue
            cost = next((c, r) for power, c, r in preview.costs if power == view.seat)
            gain = worth.of_preview(preview, option.offer.move, option.offer.category, option.partners)
            gain += roll - NOISE - 1 - price(*cost)
            root = isqrt(100 * (2 * cost[0] + cost[1]) + 100)
            advice = Advice(option.command, _title(view, option), _reason(view, worth, option, preview), gain)
            found.append((gain * 10 // root, advice, cost))
        found.sort(key=lambda entry: -entry[0])
        for _, advice, cost in found:
            yield advice, cost


def _left(view: View, given: list[Advice]) -> tuple[int, int]:
    """Money left when the answers already given are paid for."""
    capital = view.numbers[of("capital", view.seat)]
    resources = view.numbers[of("resources", view.seat)]
    mine = {found.id: found.my_cost for found in view.initiatives}
    for advice in given:
        if isinstance(advice.command, Accept | Counter):
            cost = mine[advice.command.initiative]
            capital -= cost[0]
            resources -= cost[1]
    return capital, resources


def _title(view: View, option: Option) -> str:
    joiner = "with" if option.offer.form == "joint" else "toward"
    names = " and ".join(view.name(partner) for partner in option.partners)
    return f"{option.offer.title}{f' {joiner} {names}' if names else ''}"


def _reason(view: View, worth: Worth, option: Option, preview: Preview) -> str:
    """The largest thing it is expected to bring, and how likely it is to hold."""
    held = 100 * (36 - preview.chances[0]) // 36
    best, words = 0, ""
    for expected in preview.effects:
        gain = worth.of(expected.target) * sum(
            chance * by for chance, by in zip(preview.chances, expected.by, strict=True)
        )
        if gain > best:
            up = sum(expected.by) > 0
            best, words = gain, f"{'raises' if up else 'lowers'} {expected.text}"
    if preview.agreement and not words:
        words = "brings an agreement into force"
    wished = any(
        wanted in ("any", option.offer.category) and named in ("any", option.offer.move)
        for wanted, named, _ in worth.wishes.deeds
    )
    words = words or "serves our position"
    goal = ", and an objective asks for it" if wished else ""
    return f"It {words}{goal}; {held} % that it holds at least in part."
