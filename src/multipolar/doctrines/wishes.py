"""What a power's open objectives ask for, read from the conditions it is shown.

An objective that is not met turns into worth: so much a point of a number, so much for an agreement or
a deed of a kind, each with the title of the objective it serves. In tenths of a point of score, as all
worth in this package.
"""

from typing import NamedTuple

from multipolar.domain.addresses import between, split, toward
from multipolar.domain.model.views import ObjectiveSeen, Part, Sight
from multipolar.domain.rules.conditions import ConditionError, parse
from multipolar.domain.rules.conditions.readings import (
    ANY,
    OWNER,
    Agreements,
    Crises,
    Initiatives,
    Lead,
    MeanRelation,
    Number,
    Reading,
)
from multipolar.domain.vocabulary import Relationship

MOST_A_POINT = 30
"""Worth of one point of progress, at most: an objective close to its mark is not everything."""
NEARLY = 4
"""Added to what is missing: what is nearly reached has still to be held until the end."""
A_STEP = 15
"""Warmth that one step of relationship takes, about (numbers §4)."""


class Wish(NamedTuple):
    """Worth of one agreement or deed that an objective counts; ``any`` is no restriction.

    `kind` is the type or group of an agreement, or the category of a deed; `name` is the other power,
    or the move.
    """

    kind: str
    name: str
    worth: int
    objective: str


class Wishes:
    """Worth of progress toward open objectives, and of staying on this side of red lines.

    Args:
        view: the seat's view.
        weight: tenths a point of objective (the doctrine's).

    Attributes:
        numbers: worth a point, by address.
        titles: the objective that a number serves most, by address.
        agreements: what each further agreement of a kind is worth.
        deeds: what each further initiative of a kind is worth.
        climbing: what it costs when a crisis of one's own reaches a stage, by stage.
    """

    def __init__(self, view: Sight, weight: int) -> None:
        self.numbers: dict[str, int] = {}
        self.titles: dict[str, str] = {}
        self.agreements: list[Wish] = []
        self.deeds: list[Wish] = []
        self.climbing: dict[str, int] = {}
        self._view = view
        for objective in view.objectives:
            if objective.met or objective.crossed:
                continue
            for part in objective.parts:
                if objective.red_line or not part.holds:
                    self._read(objective, part, weight)

    def _read(self, objective: ObjectiveSeen, part: Part, weight: int) -> None:
        worth = abs(objective.points) * weight // max(1, len(objective.parts))
        missing = abs(part.wanted - part.value)
        # A red line is far away until it is near: only then is it worth a detour.
        if objective.red_line and missing > NEARLY:
            return
        sign = -1 if (part.wanted > part.value) == objective.red_line else 1
        try:
            uses = parse(part.text).uses
        except ConditionError:
            return
        for use in uses:
            self._wish(objective, use.reading, sign * worth, missing)

    def _wish(self, objective: ObjectiveSeen, reading: Reading, worth: int, missing: int) -> None:
        title, seat = objective.title, self._view.seat
        each = worth // max(1, missing)
        a_point = _limited(worth, missing + NEARLY)
        match reading:
            case Number(key="relationship"):
                self._warm(reading.targets(seat)[0], _limited(worth, A_STEP * max(1, missing)), title)
                pair = split(reading.targets(seat)[0])[1]
                if not objective.red_line and seat in pair and not self._have_foundation(pair):
                    other = pair[1] if pair[0] == seat else pair[0]
                    self.agreements.append(Wish("foundation", other, worth // 4, title))
            case MeanRelation():
                for target in reading.targets(seat):
                    self._warm(target, _limited(worth, 2 * A_STEP), title)
            case Lead():
                mine, theirs = reading.targets(seat)
                self._add(mine, a_point, title)
                self._add(theirs, -a_point, title)
            case Number():
                self._add(reading.targets(seat)[0], a_point, title)
            case Agreements(kind=kind, of=of, with_=other) if of in (OWNER, ANY, seat):
                self.agreements.append(Wish(kind, other, each, title))
            case Initiatives(category=category, move=move, of=of) if of in (OWNER, ANY, seat):
                self.deeds.append(Wish(category, move, each, title))
            case Crises(stage=stage, party=party) if party in (OWNER, ANY, seat):
                self.climbing[stage] = self.climbing.get(stage, 0) - worth
            case _:
                pass

    def _have_foundation(self, pair: tuple[str, ...]) -> bool:
        """Whether two powers have the agreement that a partnership is founded on (§4)."""
        return any(
            agreement.group == "foundation"
            and agreement.state == "in_force"
            and set(pair) <= set(agreement.parties)
            for agreement in self._view.agreements
        )

    def _warm(self, relationship: str, worth: int, title: str) -> None:
        """Warmth is the lower trust less half the tension: each moves it, none alone."""
        a, b = split(relationship)[1]
        for target in (toward("trust", a, b), toward("trust", b, a)):
            self._add(target, worth // 2, title)
        # What parties to a good relationship still lack is trust; to a bad one, calm.
        calm = worth // 2 if self._view.numbers[relationship] <= Relationship.CORRECT else worth // 4
        self._add(between("tension", a, b), -calm, title)

    def _add(self, target: str, worth: int, title: str) -> None:
        if target.startswith("threat("):
            # Operations fill the relief that lowers a threat over the next rounds.
            target, worth = f"relief{target[6:]}", -worth
        before = self.numbers.get(target, 0)
        self.numbers[target] = before + worth
        if abs(worth) > abs(before):
            self.titles[target] = title


def _limited(worth: int, points: int) -> int:
    """Worth a point, rounded toward zero, between the limits."""
    found = min(MOST_A_POINT, abs(worth) // points)
    return found if worth >= 0 else -found
