"""How much a change is worth to a power, by its doctrine: tenths of a point of score (numbers §10)."""

from multipolar.doctrines.wishes import Wish, Wishes
from multipolar.domain.addresses import between, of, split
from multipolar.domain.model.views import Figures, Sight
from multipolar.domain.rules.ruleset import Doctrine, WeighingRules
from multipolar.domain.vocabulary import ATTRIBUTES, Relationship


class Worth:
    """Weighs previews for one power at one moment.

    Args:
        view: what the power may know.
        doctrine: its weights.
        scale: what all doctrines have in common.
    """

    def __init__(self, view: Sight, doctrine: Doctrine, scale: WeighingRules) -> None:
        self.view = view
        self.doctrine = doctrine
        self.scale = scale
        self.wishes = Wishes(view, doctrine.objective)
        declared = {
            relation.b if relation.a == view.seat else relation.a
            for relation in view.relations
            if relation.rivals and view.seat in (relation.a, relation.b)
        }
        self.rivals = tuple(
            power.id
            for power in view.powers
            if power.id != view.seat
            and (power.id in declared or view.relationship(view.seat, power.id) <= Relationship.STRAINED)
        )
        """Powers whose loss is a gain: declared rivals, and those with whom relations are bad."""
        self._exposure = {
            (threat.kind, threat.theatre): (
                threat.exposure.get(view.seat, 0),
                sum(threat.exposure.values()),
            )
            for threat in view.threats
        }
        self._bound = [
            pledge.undertaking
            for pledge in view.pledges
            if pledge.state == "open" and pledge.undertaking.by == view.seat
        ]
        self._known: dict[str, int] = {}

    def of(self, target: str) -> int:
        """Tenths that one point of a number is worth."""
        found = self._known.get(target)
        if found is None:
            found = self._known[target] = self._weigh(target) + self.wishes.numbers.get(target, 0)
        return found

    def _weigh(self, target: str) -> int:
        doctrine, scale, seat = self.doctrine, self.scale, self.view.seat
        key, names = split(target)
        if key in ATTRIBUTES:
            if names[0] == seat:
                return doctrine.attributes[key]  # type: ignore[index]  # one of the attributes
            halves = 2 if key in scale.contested else 1
            return -doctrine.rival_loss * halves // 2 if names[0] in self.rivals else 0
        match key:
            case "trust" if seat in names:
                return doctrine.trust if names[1] == seat else doctrine.trust // 2
            case "trust" if names[0] in self.rivals or names[1] in self.rivals:
                return -self.doctrine.rival_loss // 4
            case "capital" | "resources":
                return self._of_money(key, names[0])
            case "tension":
                return -doctrine.tension if seat in names else -doctrine.common_threat // 2
            case "interoperability" if seat in names:
                return doctrine.interoperability
            case "dependence":
                return scale.dependence if names[0] == seat else scale.depended_on
            case "insight":
                return scale.insight_rival if names[1] in self.rivals else scale.insight_other
            case "relief":
                mine, everybody = self._exposure.get((names[0], names[1]), (0, 0))
                return (mine * doctrine.own_threat + everybody * doctrine.common_threat // 3) // 2
            case _:
                return 0

    def _of_money(self, key: str, whose: str) -> int:
        if whose == self.view.seat:
            return self.scale.capital_held if key == "capital" else self.scale.resource_held
        return -self.doctrine.rival_loss // 2 if whose in self.rivals else 0

    def of_preview(
        self, preview: Figures, move: str, category: str, partners: tuple[str, ...], agreement: str = ""
    ) -> int:
        """Expected worth of a move over the 36 rolls, costs apart.

        Args:
            preview: exact odds and effects.
            move: the move's id.
            category: its category.
            partners: the other parties, or the targets.
            agreement: id of the agreement it breaks, for a suspension.
        """
        if not preview.chances or preview.resolves > self.view.rounds:
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
        held = 36 - preview.chances[0]
        total += held * self._of_deed(move, category)
        if preview.agreement:
            total += held * self._of_agreement(preview.agreement, category, partners)
        worth = total // 36
        if preview.leak > 0:
            worth -= self.scale.leak * preview.leak
        if preview.opposes:
            worth += self.scale.opposition * preview.opposes * self.doctrine.rival_loss
        if category == "coercion":
            worth -= self._shame(preview, partners, agreement)
        return worth - self._word_broken(move, category, partners)

    def _of_deed(self, move: str, category: str) -> int:
        return sum(
            wish.worth
            for wish in self.wishes.deeds
            if wish.kind in ("any", category) and wish.name in ("any", move)
        )

    def _of_agreement(self, kind: str, category: str, partners: tuple[str, ...]) -> int:
        """An agreement's own worth: a channel's grows with the tension it has to bear."""
        if category == "confidence":
            worth = self.of_channel(max(map(self.friction, partners), default=0))
        else:
            worth = self.doctrine.agreement
        if kind == self.scale.toward_pact:
            near = [other for other in partners if self._is_partner(other)]
            worth += max(map(self._protection, near), default=0) // 2
        if kind == self.scale.pact:
            # The weightiest word there is: it counts threefold, besides what the ally can do.
            more = self.scale.pact_more * self.doctrine.agreement
            worth += more + max(map(self._protection, partners), default=0)
        return worth + sum(wish.worth for wish in self.wished(kind, category, partners))

    def of_channel(self, friction: int) -> int:
        """What a channel is worth that has some friction to bear (see `friction`)."""
        return self.doctrine.confidence * friction // self.scale.calm_at

    def friction(self, other: str) -> int:
        """How much there is for a channel with another power to bear, from 0."""
        tension = self.view.numbers[between("tension", self.view.seat, other)]
        return max(0, min(self.scale.friction_most, tension - self.scale.friction))

    def _is_partner(self, other: str) -> bool:
        return self.view.relationship(self.view.seat, other) >= Relationship.PARTNER

    def _protection(self, ally: str) -> int:
        """What an ally is worth against one's tensest rival: the more it can do."""
        seat, numbers = self.view.seat, self.view.numbers
        tensions = [numbers[between("tension", seat, rival)] for rival in self.rivals if rival != ally]
        tension = max(tensions, default=self.scale.at_ease)
        worth = self.doctrine.own_threat * tension * numbers[of("capability", ally)]
        return worth // self.scale.protection_divisor

    def price(self, capital: int, resources: int) -> int:
        """What money that is paid is worth, in tenths (numbers §10)."""
        return (self.scale.capital_spent * capital + self.scale.resource_spent * resources) // 4

    def wished(self, kind: str, category: str, partners: tuple[str, ...]) -> list[Wish]:
        """Objectives that count an agreement of a type and category with these powers."""
        return [
            wish
            for wish in self.counting(kind, category)
            if wish.name in ("any", self.view.seat) or wish.name in partners
        ]

    def counting(self, kind: str, category: str) -> list[Wish]:
        """Objectives that count an agreement of a type and category, whoever it is with."""
        kinds = ("any", kind, "foundation" if category == "agreements" else category)
        return [wish for wish in self.wishes.agreements if wish.kind in kinds]

    def _shame(self, preview: Figures, partners: tuple[str, ...], agreement: str) -> int:
        """What pressing others costs in one's own eyes, the more the better they are known."""
        doctrine, scale, view = self.doctrine, self.scale, self.view
        shame = doctrine.breach
        for other in partners:
            near = view.relationship(view.seat, other) - Relationship.STRAINED
            shame += max(0, near) * doctrine.breach // 2
            shame += self.scale.no_quarrel if other not in self.rivals else 0
        if agreement:
            shame += scale.agreement_broken * doctrine.honour
        if preview.exposed >= 0:
            exposure = (
                scale.exposed_trust * doctrine.trust
                + scale.exposed_tension * doctrine.tension
                + scale.exposed_standing * doctrine.attributes["standing"]
            )
            shame += (
                (36 * preview.chances[0] + preview.exposed * (36 - preview.chances[0])) * exposure // 36**2
            )
        return shame

    def is_bound(self, other: str) -> bool:
        """Whether the power has an open promise toward another."""
        return any(given.toward == other for given in self._bound)

    def _word_broken(self, move: str, category: str, partners: tuple[str, ...]) -> int:
        """What it costs to do what one has promised to abstain from; less than nothing to do as promised."""
        cost = 0
        for given in self._bound:
            if given.toward in partners and given.move in (move, category):
                word = self.scale.word + self.scale.word_honour * self.doctrine.honour
                cost += word if given.kind == "restraint" else -word // 2
        return cost


def money(view: Sight) -> tuple[int, int]:
    """(capital, resources) the power has now."""
    return view.numbers[of("capital", view.seat)], view.numbers[of("resources", view.seat)]


def _expected(chances: tuple[int, ...], by: tuple[int, int, int, int]) -> int:
    return chances[0] * by[0] + chances[1] * by[1] + chances[2] * by[2] + chances[3] * by[3]
