"""Events in the making: what `decide` writes into while it works a command out.

A transaction holds a scratch world that follows each event it is given, so that later steps of the same
decision see the earlier ones. Shifts of numbers are summed and clamped once (rulebook §2), with the
limits of trust (rulebook §4), and posted as one event a cause and audience.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.addresses import bounds, of, split
from multipolar.domain.dice import Dice
from multipolar.domain.model.events import Change, Event, NumbersChanged
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import CONTROL, EVERYONE


class Shift(Struct, frozen=True, gc=False):
    """A wanted change of a number, before limits: by how much, why, and which event caused it."""

    target: str
    amount: int
    reason: str
    cause: int = 0
    actor: str = CONTROL


class Transaction:
    """The events of one decision, in order.

    Args:
        world: the truth before the decision.
        dice: the only source of chance.
    """

    def __init__(self, world: World, dice: Dice) -> None:
        self.world = world
        self.dice = dice
        self.events: list[Event] = []
        self.worlds: list[World] = []
        """The world after each event."""

    def write(self, kind: type[Event], actor: str, audience: tuple[str, ...], /, **facts: Any) -> int:
        """Add an event of a kind; returns its seq, to be named as a cause."""
        world = self.world
        event = kind(
            seq=world.seq + 1,
            round=facts.pop("round", world.round),
            phase=facts.pop("phase", str(world.phase)),
            actor=actor,
            audience=audience,
            **facts,
        )
        self.world = evolve(world, event)
        self.events.append(event)
        self.worlds.append(self.world)
        return event.seq

    def sign(self, actor: str, person: str) -> None:
        """Note who gave the command: in those of the events that are its seat's own acts.

        Args:
            actor: the seat.
            person: the name of who gave it.
        """
        self.events = [
            replace(event, by_person=person) if event.actor == actor else event for event in self.events
        ]

    def changes(self, *shifts: Shift) -> tuple[Change, ...]:
        """The shifts as applied amounts, for an event whose audience may know them all."""
        return tuple(Change(s.target, s.amount, s.reason) for s in settle(self.world, shifts) if s.amount)

    def post(
        self, shifts: Sequence[Shift], topic: str, hidden: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Settle shifts together and write them, one event for each cause and audience.

        Args:
            shifts: what is wanted.
            topic: for the record.
            hidden: causes that only some may know: seq to those powers.
        """
        grouped: dict[tuple[int, tuple[str, ...], str], list[Change]] = {}
        for shift in settle(self.world, shifts):
            if shift.amount:
                audience = audience_of(shift.target)
                insiders = hidden.get(shift.cause) if hidden else None
                if insiders is not None:
                    audience = tuple(power for power in insiders if audience == EVERYONE or power in audience)
                key = (shift.cause, audience, shift.actor)
                grouped.setdefault(key, []).append(Change(shift.target, shift.amount, shift.reason))
        for (cause, audience, actor), changes in grouped.items():
            self.write(NumbersChanged, actor, audience, cause=cause, changes=tuple(changes), topic=topic)


def hidden_from_others(cause: int, audience: tuple[str, ...]) -> Mapping[int, tuple[str, ...]]:
    """What `Transaction.post` is told of a cause that only some know: others see a number changed."""
    return {} if audience == EVERYONE else {cause: audience}


def settle(world: World, shifts: Iterable[Shift]) -> list[Shift]:
    """What is left of shifts when they are summed a number and clamped once.

    What goes over a limit is taken from the latest shifts in that direction, so that the amounts of
    causes still add up. Points of dependence drag autonomy along (numbers §2).
    """
    by_target: dict[str, list[Shift]] = {}
    for shift in shifts:
        if shift.amount:
            by_target.setdefault(shift.target, []).append(shift)
    settled: list[Shift] = []
    drag: list[Shift] = []
    for target, wanted in by_target.items():
        if not target.startswith("autonomy("):
            applied = _limited(world, target, wanted)
            settled.extend(applied)
            if target.startswith("dependence("):
                drag.extend(_drag(world, target, applied))
    for shift in drag:
        by_target.setdefault(shift.target, []).append(shift)
    for target, wanted in by_target.items():
        if target.startswith("autonomy("):
            settled.extend(_limited(world, target, wanted))
    return settled


def _limited(world: World, target: str, wanted: list[Shift]) -> list[Shift]:
    current = world.numbers.get(target, 0)
    low, high = bounds(target)
    if target.startswith("trust("):
        wanted = _with_trust_limits(world, target, current, wanted)
    total = sum(shift.amount for shift in wanted)
    wanted = _trim(wanted, max(0, current + total - high))
    wanted = _trim(wanted, -max(0, low - current - total))
    gains = sum(shift.amount for shift in wanted if shift.amount > 0)
    losses = sum(-shift.amount for shift in wanted if shift.amount < 0)
    # Written one cause after another, a gain may come before the loss that makes room for it: what would
    # pass the limit on the way is taken from both sides.
    passing = max(0, current + gains - high, low - current + losses)
    return _trim(_trim(wanted, passing), -passing)


def _with_trust_limits(world: World, target: str, current: int, wanted: list[Shift]) -> list[Shift]:
    rules = world.rules.base.trust
    wanted = [
        _with_amount(shift, shift.amount - rules.heavy_extra) if shift.amount <= -rules.heavy_loss else shift
        for shift in wanted
    ]
    gain = sum(shift.amount for shift in wanted if shift.amount > 0)
    allowed = (gain + 1) // 2 if current >= rules.halved_from else gain
    allowed = max(0, min(allowed, rules.gain_most - world.gained.get(target, 0)))
    return _trim(wanted, gain - allowed) if gain > allowed else wanted


def _trim(wanted: list[Shift], excess: int) -> list[Shift]:
    """Take an excess (of gains when positive, of losses when negative) from the latest shifts."""
    if not excess:
        return wanted
    kept: list[Shift] = []
    for shift in reversed(wanted):
        amount = shift.amount
        if excess > 0 and amount > 0:
            taken = min(excess, amount)
        elif excess < 0 and amount < 0:
            taken = max(excess, amount)
        else:
            taken = 0
        excess -= taken
        kept.append(shift if not taken else _with_amount(shift, amount - taken))
    kept.reverse()
    return kept


def _with_amount(shift: Shift, amount: int) -> Shift:
    return Shift(shift.target, amount, shift.reason, shift.cause, shift.actor)


def _drag(world: World, target: str, applied: list[Shift]) -> list[Shift]:
    """Autonomy lost (or won back) as dependence passes each whole step."""
    step = world.rules.base.trust.dependence_per_autonomy
    owner, supplier = split(target)[1]
    level = world.numbers.get(target, 0)
    shifts: list[Shift] = []
    for shift in applied:
        lost = (level + shift.amount) // step - level // step
        level += shift.amount
        if lost:
            reason = f"dependence on {world.rules.name(supplier)}"
            shifts.append(Shift(of("autonomy", owner), -lost, reason, shift.cause, shift.actor))
    return shifts
