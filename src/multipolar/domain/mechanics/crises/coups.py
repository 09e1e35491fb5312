"""How an upheaval ends for the government it shakes (rulebook §8, §16)."""

from collections.abc import Callable
from typing import NamedTuple

from multipolar.domain.addresses import of, toward
from multipolar.domain.machines import step
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.mechanics.odds import sum_of
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import UpheavalReading
from multipolar.domain.rules.complete import complete
from multipolar.domain.vocabulary import ATTRIBUTES, EVERYONE


def decide_coup(transaction: Transaction, crisis: Crisis, cause: int) -> None:
    """Roll in the open whether the government outlasts an upheaval that has ended, and follow it up.

    Does nothing for other kinds of crisis.

    Args:
        transaction: of the exchange that ended it.
        crisis: as it stands at its end.
        cause: the event of that exchange.
    """
    rules = transaction.world.rules.base
    if not transaction.world.rules.crises[crisis.template].overthrows:
        return
    power = crisis.parties[0]
    modifiers = holds_of(transaction.world, crisis)
    dice = transaction.dice.roll(f"{transaction.world.round}.coup.{crisis.id}")
    total = sum(dice) + sum(modifier.size for modifier in modifiers)
    succeeded = total <= rules.coup.falls_at_most
    seq = transaction.write(
        e.CoupDecided, power, EVERYONE, crisis=crisis.id, modifiers=modifiers, dice=dice, total=total,
        succeeded=succeeded, cause=cause,
    )  # fmt: skip
    amounts = rules.coup.fallen if succeeded else rules.coup.held
    words = "the government fell" if succeeded else "the government held on"
    shifts = [Shift(of(key, power), amounts[key], words, seq) for key in ATTRIBUTES if key in amounts]
    minded = _minded(transaction.world, power) if succeeded else ()
    shifts += [Shift(toward("trust", other, power), rules.coup.minded_trust, words, seq) for other in minded]
    transaction.post(shifts, "coup")
    for other in minded:
        _suspend(transaction, other, power, seq)


def holds_of(world: World, crisis: Crisis) -> tuple[e.ModifierRead, ...]:
    """The modifiers of whether a government outlasts an upheaval: help, what is left of it, its standards."""
    return sum_of(world.rules.base.holds, READINGS, _Upheaval(world, crisis))


class _Upheaval(NamedTuple):
    world: World
    crisis: Crisis

    def attribute(self, key: str) -> int:
        """An attribute of the power whose government it shakes."""
        return self.world.attribute(key, self.crisis.parties[0])


_READINGS: dict[UpheavalReading, Callable[[_Upheaval], int]] = {
    "help": lambda it: len(_stood_by(it.world, it.crisis)),
    "severity": lambda it: it.world.number(of("severity", it.crisis.id)),
    "lowest_governance": lambda it: it.attribute("governance"),
    "lowest_stability": lambda it: it.attribute("stability"),
}
READINGS = complete(
    _READINGS, UpheavalReading, "how a modifier of an upheaval is read (mechanics.crises.coups)"
)
"""How each reading of a modifier of an upheaval's end is read."""


def _stood_by(world: World, crisis: Crisis) -> set[str]:
    """Everybody whose help was let in, in whatever exchange."""
    order = {power: number for number, power in enumerate(world.rules.ids)}
    power = crisis.parties[0]
    found: set[str] = set()
    exchange: dict[str, str] = {}
    for who, choice, _ in (*crisis.revealed, (world.rules.ids[0], "", "")):
        # Each exchange is revealed in the scenario's order, so that the next begins where it starts again.
        if exchange and order[who] <= max(order[other] for other in exchange):
            if exchange.get(power) != "seal":
                found |= {helper for helper, chosen in exchange.items() if chosen == "help"}
            exchange = {}
        exchange[who] = choice
    return found


def _minded(world: World, power: str) -> tuple[str, ...]:
    """Powers of such governance that they mind a government that came by force."""
    bound = world.rules.base.coup.minded
    return tuple(
        other for other in world.rules.ids if other != power and world.attribute("governance", other) >= bound
    )


def _suspend(transaction: Transaction, other: str, power: str, cause: int) -> None:
    rules = transaction.world.rules
    for agreement in list(transaction.world.in_force(other, power)):
        if rules.agreement_groups[agreement.type] in rules.base.coup.suspends and len(agreement.parties) == 2:
            step(AGREEMENT, agreement.state, "suspend")
            transaction.write(
                e.AgreementStateChanged, other, EVERYONE, agreement=agreement.id, to="suspended",
                reason=f"the government of {rules.called(power)} was overthrown", cause=cause,
            )  # fmt: skip
