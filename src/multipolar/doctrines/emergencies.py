"""What the choices in an emergency are worth: to those it strikes, and to others (rulebook §8)."""

from multipolar.doctrines.worth import Worth, money
from multipolar.domain.addresses import of, toward
from multipolar.domain.model.views import ChoiceSeen, CrisisSeen, Sight
from multipolar.domain.vocabulary import Relationship

CALMED = 15
"""Severity at which an emergency is under control (numbers §6)."""


def as_affected(view: Sight, worth: Worth, crisis: CrisisSeen, choice: ChoiceSeen) -> int:
    """Expected worth of a choice of a power that is struck, in tenths."""
    weights = worth.doctrine.attributes
    burden = max(0, crisis.severity - CALMED)
    alone = view.numbers[of("stability", view.seat)] // 3
    match choice.id:
        case "ask":
            return min(burden, 10 * _friends(view, crisis)) // 2 - weights["autonomy"] - 2
        case "seal":
            return min(burden, 10) - weights["economy"] - min(burden, 10 * _friends(view, crisis)) // 2
        case _:
            return min(0, alone - burden) // 2


def _friends(view: Sight, crisis: CrisisSeen) -> int:
    """Powers from which help may be expected."""
    return sum(
        1
        for power in view.powers
        if not power.minor
        and power.id not in crisis.parties
        and view.relationship(power.id, view.seat) >= Relationship.COOPERATIVE
    )


def as_helper(view: Sight, worth: Worth, crisis: CrisisSeen, choice: ChoiceSeen) -> int:
    """Expected worth of a choice of a power that is not struck, in tenths."""
    doctrine = worth.doctrine
    relations = [view.relationship(view.seat, victim) for victim in crisis.parties]
    match choice.id:
        case "help":
            trust = sum(worth.of(toward("trust", victim, view.seat)) for victim in crisis.parties)
            exposed = max(
                (
                    threat.exposure.get(view.seat, 0)
                    for threat in view.threats
                    if threat.theatre == crisis.theatre
                ),
                default=0,
            )
            scarce = 6 if money(view)[1] <= 2 else 0
            concern = exposed * doctrine.own_threat // 2 + len(relations) * doctrine.common_threat
            bad = sum(8 * max(0, Relationship.CORRECT - state) for state in relations)
            gain = 4 * trust + doctrine.attributes["standing"] + concern
            return gain // 2 - worth.price(*choice.cost) - scarce - bad
        case "exploit":
            gain = doctrine.attributes["standing"] + 3 * doctrine.rival_loss + 6 * doctrine.resolve
            outcry = 6 * doctrine.trust * (len(view.powers) - 1) // 2
            return gain - outcry - 4 * doctrine.breach - 20
        case _:
            return 4
