"""What a seat knows of the principals of a confrontation behind what everybody sees (rulebook §8, §12).

A crisis is not understood the same way by all: collection lays the real means and mind of a power open,
and a principal tells them to those with whom it shares intelligence. Estimates are made from the numbers
that stand in the seat's own view and from nothing else, so that they cannot tell more than those.
"""

from collections.abc import Mapping

from multipolar.domain.addresses import of, toward
from multipolar.domain.english import listed
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.views import Estimate
from multipolar.domain.model.world import World

SHARING, COLLECTION = "sharing", "collection"
"""Where an estimate comes from: the principal itself, or the seat's own services and partners."""


def told_in_crises(world: World, seat: str) -> tuple[str, ...]:
    """Private numbers that principals of open confrontations tell a seat they share intelligence with."""
    if seat not in world.rules.powers:
        return ()
    return tuple(
        target
        for crisis in world.open_crises()
        if crisis.kind == "confrontation"
        for power, other in _principals(crisis)
        if power != seat and _shares(world, seat, power)
        for target in (of("resources", power), toward("trust", power, other))
    )


def estimates_of(world: World, seat: str, crisis: Crisis, numbers: Mapping[str, int]) -> tuple[Estimate, ...]:
    """What a seat can say of the other principals of an open confrontation.

    Args:
        world: for the rules, and for who shares with whom.
        seat: a power; others get none.
        crisis: which.
        numbers: those the seat may know.
    """
    if seat not in world.rules.powers or crisis.kind != "confrontation" or not crisis.is_open:
        return ()
    estimates: list[Estimate] = []
    for power, other in _principals(crisis):
        means, trust = numbers.get(of("resources", power)), numbers.get(toward("trust", power, other))
        if power == seat or (means is None and trust is None):
            continue
        source = SHARING if _shares(world, seat, power) else COLLECTION
        times = -1 if means is None else _mobilisations(world, means)
        intent = "" if trust is None else _intent(world, trust)
        text = in_words(world.rules.name(power), source, times, intent)
        estimates.append(Estimate(power, source, times, intent, text))
    return tuple(estimates)


def in_words(name: str, source: str, mobilisations: int, intent: str) -> str:
    """An estimate as a sentence: ``China, by its own word, can mobilise once more and is torn``."""
    parts = []
    if mobilisations >= 0:
        times = {0: "cannot mobilise", 1: "can mobilise once more", 2: "can mobilise twice more"}
        parts.append(times.get(mobilisations, "can mobilise to the end"))
    if intent:
        parts.append(f"is {intent}")
    whence = "by its own word" if source == SHARING else "by what was collected"
    return f"{name}, {whence}, {listed(parts)}"


def _principals(crisis: Crisis) -> tuple[tuple[str, str], tuple[str, str]]:
    a, b = crisis.parties[:2]
    return (a, b), (b, a)


def _shares(world: World, seat: str, power: str) -> bool:
    return any(True for _ in world.in_force(seat, power, group="sharing"))


def _mobilisations(world: World, means: int) -> int:
    cost = world.rules.base.settle.mobilise_cost.resources
    return means // cost if cost else world.rules.base.settle.exchanges


def _intent(world: World, trust: int) -> str:
    rules = world.rules.base.covert
    if trust < rules.firm_under:
        return "firm"
    return "ready to ease" if trust >= rules.eases_from else "torn"
