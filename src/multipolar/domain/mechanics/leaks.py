"""Technology programmes and their leaks (rulebook §7; numbers §5)."""

from multipolar.domain.addresses import of, toward
from multipolar.domain.mechanics.odds import governance_gap
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Agreement
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.vocabulary import EVERYONE, Relationship


def leak_risk(world: World, move: Move, supplier: str, recipient: str, safeguards: str) -> int:
    """The risk of a leak at one check, in 36ths.

    Covert collection aimed at either side is left out: a preview must not tell of it. It counts all
    the same when the check is rolled.
    """
    return _within(world, _sum_of_risks(world, move, supplier, recipient, safeguards))


def stated_risk(world: World, agreement: Agreement) -> int:
    """The risk of a programme at one check as everybody can work it out, in 36ths; 0 for no programme."""
    move = _programme(world, agreement)
    if move is None:
        return 0
    supplier, recipient = agreement.parties[:2]
    return leak_risk(world, move, supplier, recipient, agreement.safeguards or "standard")


def _within(world: World, risk: int) -> int:
    return max(0, min(world.rules.base.leaks.most, risk))


def _sum_of_risks(world: World, move: Move, supplier: str, recipient: str, safeguards: str) -> int:
    """The risk as it adds up, before its limits."""
    rules = world.rules.base.leaks
    gap = governance_gap(world, supplier, recipient)
    risk = (move.leak or 0) - rules.safeguards[safeguards]  # type: ignore[index]  # a checked term
    risk += next((step.size for step in rules.gap_steps if step.holds(gap)), 0)
    if any(
        world.relationship(recipient, other) >= Relationship.COOPERATIVE
        and world.relationship(supplier, other) <= Relationship.STRAINED
        for other in world.rules.ids
        if other not in (supplier, recipient)
    ):
        risk += rules.rival_ties
    return risk


def check_leaks(transaction: Transaction) -> list[tuple[str, str, int]]:
    """Check every programme due this round (§7).

    What leaks finds its way to the most capable power that is at odds with the supplier, where there is one.

    Returns:
        (supplier, that power or an empty word, cause) of each leak.
    """
    world = transaction.world
    rules = world.rules.base.leaks
    leaked: list[tuple[str, str, int]] = []
    if not world.has_module("leaks"):
        return leaked
    for agreement in list(world.agreements.values()):
        move = _programme(world, agreement)
        age = world.round - agreement.since
        if not agreement.in_force or move is None or not age or age % rules.every:
            continue
        supplier, recipient = agreement.parties[0], agreement.parties[1]
        summed = _sum_of_risks(world, move, supplier, recipient, agreement.safeguards or "standard")
        risk = _within(world, summed + _collected(world, supplier, recipient))
        dice = transaction.dice.roll(f"{world.round}.leak.{agreement.id}", 36, 1)
        if dice[0] > risk:
            transaction.write(
                e.LeakChecked, supplier, (), agreement=agreement.id, risk=risk, dice=dice,
                cause=agreement.event,
            )  # fmt: skip
            continue
        rival = strongest_at_odds(world, supplier)
        cause = transaction.write(
            e.TechnologyLeaked, recipient, EVERYONE, agreement=agreement.id, supplier=supplier,
            recipient=recipient, rival=rival, risk=risk, dice=dice, cause=agreement.event,
        )  # fmt: skip
        why = f"technology leaked by way of {world.rules.name(recipient)}"
        shifts = [
            Shift(of("technology", supplier), -rules.supplier_loss, why, cause),
            Shift(toward("trust", supplier, recipient), -rules.trust_loss, why, cause),
        ]
        if rival:
            shifts.insert(0, Shift(of("technology", rival), rules.rival_gain, why, cause))
        transaction.post(shifts, "leak")
        leaked.append((supplier, rival, cause))
    return leaked


def _programme(world: World, agreement: Agreement) -> Move | None:
    return next(
        (
            move
            for move in world.rules.base.moves
            if move.leak is not None and move.forms and move.forms.type == agreement.type
        ),
        None,
    )


def _collected(world: World, supplier: str, recipient: str) -> int:
    """What covert collection by anybody else, aimed at either side in the last round, adds to the risk."""
    last = world.round - 1
    return world.rules.base.leaks.collection * any(
        world.habits.get(f"covert_collection:{other}>{side}") == last
        for other in world.rules.ids
        for side in (supplier, recipient)
        if other not in (supplier, recipient)
    )


def strongest_at_odds(world: World, power: str) -> str:
    """The most capable power that is strained or worse with this one; empty when there is none."""
    at_odds = [
        other
        for other in world.rules.ids
        if other != power and world.relationship(power, other) <= Relationship.STRAINED
    ]
    return max(at_odds, key=lambda other: world.attribute("capability", other), default="")
