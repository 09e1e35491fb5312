"""How much a change is worth to a power, by its doctrine: tenths of a point of score (numbers §10)."""

from multipolar.doctrines.wishes import Wishes, wishes_of
from multipolar.domain.catalogue import Doctrine
from multipolar.domain.terms import ATTRIBUTES, Relationship, split
from multipolar.domain.views import Preview, View


class Worth:
    """Weighs previews for one power at one moment.

    Args:
        view: what the power may know.
        doctrine: its weights.
    """

    def __init__(self, view: View, doctrine: Doctrine) -> None:
        self.view = view
        self.doctrine = doctrine
        self.wishes: Wishes = wishes_of(view, doctrine.objective)
        self._rivals = {
            power.id
            for power in view.powers
            if power.id != view.seat and view.relationship(view.seat, power.id) <= Relationship.STRAINED
        }
        self._exposure = {
            (threat.kind, threat.theatre): (
                threat.exposure.get(view.seat, 0),
                sum(threat.exposure.values()),
            )
            for threat in view.threats
        }
        self._known: dict[str, int] = {}

    def of(self, target: str) -> int:
        """Tenths that one point of a number is worth."""
        found = self._known.get(target)
        if found is None:
            found = self._known[target] = self._weigh(target) + self.wishes.numbers.get(target, 0)
        return found

    def _weigh(self, target: str) -> int:
        doctrine, seat = self.doctrine, self.view.seat
        key, names = split(target)
        if key in ATTRIBUTES:
            if names[0] == seat:
                return doctrine.attributes[key]  # type: ignore[index]  # one of the attributes
            return -doctrine.rival_loss // 2 if names[0] in self._rivals else 0
        match key:
            case "trust":
                if seat not in names:
                    return 0
                return doctrine.trust if names[1] == seat else doctrine.trust // 2
            case "tension":
                return -doctrine.tension if seat in names else -doctrine.common_threat // 2
            case "interoperability":
                return doctrine.interoperability if seat in names else 0
            case "dependence":
                return -2 if names[0] == seat else 1
            case "insight":
                return 3 if names[1] in self._rivals else 1
            case "relief":
                mine, everybody = self._exposure.get((names[0], names[1]), (0, 0))
                return (mine * doctrine.own_threat + everybody * doctrine.common_threat // 3) // 2
            case "breaches":
                return -3 * doctrine.honour
            case _:
                return 0

    def of_preview(self, preview: Preview, move: str, category: str, partners: tuple[str, ...]) -> int:
        """Expected worth of a move over the 36 rolls, costs apart."""
        if not preview.chances:
            return 0
        total = 0
        for expected in preview.effects:
            weight = self.of(expected.target)
            if weight:
                total += weight * _expected(preview.chances, expected.by)
        for reaction in preview.reactions:
            weight = self.of(reaction.target)
            if weight:
                total += weight * _expected(preview.chances, reaction.by)
        worth = total // 36
        held = 36 - preview.chances[0]
        worth += held * self._of_deed(move, category) // 36
        if preview.agreement:
            worth += held * self._of_agreement(preview.agreement, category, partners) // 36
        if preview.leak > 0 and partners:
            worth -= 2 * preview.leak
        if category == "coercion":
            worth -= self.doctrine.breach
        return worth

    def _of_deed(self, move: str, category: str) -> int:
        return sum(
            worth
            for wanted, named, worth in self.wishes.deeds
            if wanted in ("any", category) and named in ("any", move)
        )

    def _of_agreement(self, kind: str, category: str, partners: tuple[str, ...]) -> int:
        groups = {"confidence": ("confidence",), "technology": ("technology",)}.get(category, ())
        worth = self.doctrine.confidence if category == "confidence" else self.doctrine.agreement
        return worth + sum(
            wished
            for wanted, other, wished in self.wishes.agreements
            if wanted in ("any", kind, *groups) and (other == "any" or other in (*partners, self.view.seat))
        )


def price(capital: int, resources: int) -> int:
    """What money is worth, in tenths: 0.55 a point of capital, half that a resource (numbers §10)."""
    return 11 * (2 * capital + resources) // 4


def _expected(chances: tuple[int, ...], by: tuple[int, int, int, int]) -> int:
    return chances[0] * by[0] + chances[1] * by[1] + chances[2] * by[2] + chances[3] * by[3]
