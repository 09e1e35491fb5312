"""What a power's open objectives ask for, read from the conditions it is shown.

An objective that is not met turns into worth: so much a point of a number, so much for an agreement or
a deed of a kind. In tenths of a point of score, as all worth in this package.
"""

from typing import NamedTuple

from multipolar.domain.conditions import ConditionError, parse
from multipolar.domain.conditions.readings import Agreements, Initiatives, Lead, MeanRelation, Number
from multipolar.domain.terms import between, toward
from multipolar.domain.views import ObjectiveSeen, Part, View

MOST_A_POINT = 30
"""Worth of one point of progress, at most: an objective close to its mark is not everything."""
NEARLY = 4


class Wishes(NamedTuple):
    """Worth of progress toward open objectives, and of staying on this side of red lines.

    `numbers` is worth a point by address; `agreements` is (type or group, with whom, worth);
    `deeds` is (category, move, worth). ``any`` is no restriction.
    """

    numbers: dict[str, int]
    agreements: tuple[tuple[str, str, int], ...]
    deeds: tuple[tuple[str, str, int], ...]


def wishes_of(view: View, weight: int) -> Wishes:
    """The wishes of a view's objectives.

    Args:
        view: the seat's view.
        weight: tenths a point of objective (the doctrine's).
    """
    numbers: dict[str, int] = {}
    agreements: list[tuple[str, str, int]] = []
    deeds: list[tuple[str, str, int]] = []
    for objective in view.objectives:
        wanted = [part for part in objective.parts if part.holds == objective.red_line]
        if objective.met or objective.crossed:
            continue
        for part in wanted if not objective.red_line else objective.parts:
            _read(view, objective, part, weight, numbers, agreements, deeds)
    return Wishes(numbers, tuple(agreements), tuple(deeds))


def _read(
    view: View,
    objective: ObjectiveSeen,
    part: Part,
    weight: int,
    numbers: dict[str, int],
    agreements: list[tuple[str, str, int]],
    deeds: list[tuple[str, str, int]],
) -> None:
    worth = abs(objective.points) * weight // max(1, len(objective.parts))
    gap = abs(part.wanted - part.value) + NEARLY
    # A red line is far away until it is near: only then is it worth a detour.
    if objective.red_line and gap > 2 * NEARLY:
        return
    a_point = min(MOST_A_POINT, worth // gap)
    up = part.wanted > part.value
    sign = -1 if up == objective.red_line else 1
    try:
        uses = parse(part.text).uses
    except ConditionError:
        return
    for use in uses:
        match use.reading:
            case Number(key="relationship"):
                a, b = use.reading.targets(view.seat)[0][13:-1].split(",")
                _warm(numbers, a, b, sign * min(MOST_A_POINT, worth // 12))
            case Number():
                _add(numbers, use.reading.targets(view.seat)[0], sign * a_point)
            case Lead():
                mine, theirs = use.reading.targets(view.seat)
                _add(numbers, mine, sign * a_point)
                _add(numbers, theirs, -sign * a_point)
            case MeanRelation():
                for target in use.reading.targets(view.seat):
                    a, b = target[13:-1].split(",")
                    _warm(numbers, a, b, sign * min(MOST_A_POINT, worth // 20))
            case Agreements(kind=kind, with_=other):
                agreements.append((kind, other, sign * worth // max(1, abs(part.wanted - part.value))))
            case Initiatives(category=category, move=move):
                deeds.append((category, move, sign * worth // max(1, abs(part.wanted - part.value))))
            case _:
                pass


def _warm(numbers: dict[str, int], a: str, b: str, worth: int) -> None:
    """Warmth is the lower trust less half the tension: each moves it, none alone."""
    for target in (toward("trust", a, b), toward("trust", b, a)):
        _add(numbers, target, worth // 2)
    _add(numbers, between("tension", a, b), -worth // 2)


def _add(numbers: dict[str, int], target: str, worth: int) -> None:
    if target.startswith("threat("):
        # Operations fill the relief that lowers a threat over the next rounds.
        numbers[f"relief{target[6:]}"] = numbers.get(f"relief{target[6:]}", 0) - worth
    numbers[target] = numbers.get(target, 0) + worth
