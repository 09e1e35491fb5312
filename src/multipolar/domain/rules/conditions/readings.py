"""What a condition may read: numbers of the world by their address, and counts of what was done.

Both the truth and a seat's view meet `Readings`, so that a condition is evaluated by the engine, the
screens and the doctrines alike. Addresses are spelled as everywhere else: ``trust(IND,CHN)``. How
readings are written in a condition is the matter of `vocabulary`; joining them, of `clauses`.
"""

from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from multipolar.domain.addresses import bounds

OWNER = "owner"
"""Stands for the power a condition belongs to, until it is evaluated."""
ANY = "any"
"""Whichever: no restriction."""
Span = tuple[int, int | None]
"""The least and the most that something can be; None where there is no most."""


class Readings(Protocol):
    """What a condition asks of a world or of a view.

    Every argument is a canonical name; ``any`` is no restriction. What the one who asks may not know
    is not counted.
    """

    @property
    def round(self) -> int:
        """The round being played, from 1; 0 before the first."""

    def number(self, target: str, /) -> int:
        """A number by its address.

        Addresses: ``relationship(CHN,IND)`` (0 rupture … 6 allied), ``tension(CHN,IND)`` and
        ``interoperability(CHN,IND)`` with ids in alphabetical order; ``trust(IND,CHN)`` and
        ``dependence(IND,CHN)`` of the first toward the second; ``economy(IND)`` and the other
        attributes; ``threat(piracy,west_indian_ocean)``; ``index(peace)``.
        """

    def start(self, target: str, /) -> int:
        """The same number at the beginning of the exercise."""

    def count_agreements(self, kind: str, of: str, with_: str, /) -> int:
        """Agreements in force of two powers, of a type or a group (``technology``, ``confidence``)."""

    def count_initiatives(self, category: str, move: str, of: str, outcome: str, /) -> int:
        """Completed initiatives to which `of` was party; outcome ``success`` counts success or better."""

    def count_crises(self, stage: str, party: str, /) -> int:
        """Crises with this party that ever reached ``acute``, ``confrontation`` or ``conflict``."""

    def count_promises(self, state: str, of: str, /) -> int:
        """Promises that a power has ``kept`` or ``broken``."""


def named(name: str, owner: str) -> str:
    """A power as named in a condition: itself, or the owner."""
    return owner if name == OWNER else name


@lru_cache(maxsize=16_384)
def address(key: str, names: tuple[str, ...], unordered: bool, owner: str) -> str:
    """The canonical address of a number, with the owner put in."""
    who = [named(name, owner) for name in names]
    return f"{key}({','.join(sorted(who) if unordered else who)})"


class Number(Struct, frozen=True, gc=False):
    """One number of the world, such as ``trust(IND, CHN)``.

    `names` are powers, the owner among them perhaps; for a threat its kind and its theatre.
    """

    text: str
    key: str
    names: tuple[str, ...]
    unordered: bool = False

    def targets(self, owner: str) -> tuple[str, ...]:
        """The addresses it reads."""
        return (address(self.key, self.names, self.unordered, owner),)

    def value(self, readings: Readings, owner: str) -> int:
        """What it is now."""
        return readings.number(address(self.key, self.names, self.unordered, owner))

    def at_start(self, readings: Readings, owner: str) -> int:
        """What it was at the beginning."""
        return readings.start(address(self.key, self.names, self.unordered, owner))

    def span(self, rounds: int) -> Span:
        """The least and the most it can be, now and at the beginning."""
        return bounds(address(self.key, self.names, self.unordered, OWNER))

    def private_to(self, owner: str) -> frozenset[str]:
        """Other powers whose private number this is (rulebook §4)."""
        who = tuple(named(name, owner) for name in self.names)
        if self.key == "trust" and who[0] != owner:
            return frozenset(who[:1])
        if self.key == "dependence" and owner not in who:
            return frozenset(who)
        return frozenset()

    def repeats(self, owner: str) -> bool:
        """Whether it sets a power beside itself, of which there is no number."""
        if self.key == "threat":
            return False
        return len({named(name, owner) for name in self.names}) < len(self.names)


class Lead(Struct, frozen=True, gc=False):
    """How far an attribute of `first` is above that of `second`."""

    text: str
    key: str
    first: str
    second: str

    def targets(self, owner: str) -> tuple[str, ...]:
        """The addresses it reads."""
        return (
            address(self.key, (self.first,), False, owner),
            address(self.key, (self.second,), False, owner),
        )

    def value(self, readings: Readings, owner: str) -> int:
        """What it is now."""
        first, second = self.targets(owner)
        return readings.number(first) - readings.number(second)

    def at_start(self, readings: Readings, owner: str) -> int:
        """What it was at the beginning."""
        first, second = self.targets(owner)
        return readings.start(first) - readings.start(second)

    def span(self, rounds: int) -> Span:
        """From the whole scale behind to the whole scale ahead."""
        least, most = bounds(address(self.key, (self.first,), False, OWNER))
        return least - most, most - least

    def private_to(self, owner: str) -> frozenset[str]:
        """Attributes are public."""
        return frozenset()

    def repeats(self, owner: str) -> bool:
        """Whether it sets a power beside itself."""
        return named(self.first, owner) == named(self.second, owner)


class MeanRelation(Struct, frozen=True, gc=False):
    """The mean relationship of the owner with several powers, in tenths: 43 is 4.3 (rounded down)."""

    text: str
    names: tuple[str, ...]

    def targets(self, owner: str) -> tuple[str, ...]:
        """The addresses it reads."""
        return tuple(address("relationship", (OWNER, name), True, owner) for name in self.names)

    def value(self, readings: Readings, owner: str) -> int:
        """What it is now."""
        return sum(map(readings.number, self.targets(owner))) * 10 // len(self.names)

    def at_start(self, readings: Readings, owner: str) -> int:
        """What it was at the beginning."""
        return sum(map(readings.start, self.targets(owner))) * 10 // len(self.names)

    def span(self, rounds: int) -> Span:
        """The range of a relationship, in tenths."""
        least, most = bounds(address("relationship", (OWNER, *self.names[:1]), True, OWNER))
        return least * 10, most * 10

    def private_to(self, owner: str) -> frozenset[str]:
        """Relationships are public."""
        return frozenset()

    def repeats(self, owner: str) -> bool:
        """Whether a power is named twice, or is the owner."""
        return len({owner, *(named(name, owner) for name in self.names)}) <= len(self.names)


class Counted(Struct, frozen=True, gc=False):
    """What all counts have in common: nothing was counted at the beginning, and there are no addresses."""

    text: str

    def targets(self, owner: str) -> tuple[str, ...]:
        """A count has no address."""
        return ()

    def at_start(self, readings: Readings, owner: str) -> int:
        """Counts begin at 0."""
        return 0

    def span(self, rounds: int) -> Span:
        """None or more."""
        return 0, None

    def private_to(self, owner: str) -> frozenset[str]:
        """A count holds only what the one who asks may know."""
        return frozenset()

    def repeats(self, owner: str) -> bool:
        """A count sets nobody beside himself."""
        return False


class Agreements(Counted, frozen=True, gc=False):
    """Agreements in force of a type or group, of one power with another or with any."""

    kind: str
    of: str
    with_: str

    def value(self, readings: Readings, owner: str) -> int:
        """How many there are now."""
        return readings.count_agreements(self.kind, named(self.of, owner), named(self.with_, owner))

    def repeats(self, owner: str) -> bool:
        """Whether it asks for agreements of a power with itself."""
        return self.of != ANY and named(self.of, owner) == named(self.with_, owner)


class Initiatives(Counted, frozen=True, gc=False):
    """Completed initiatives of a category or move to which a power was party."""

    category: str
    move: str
    of: str
    outcome: str

    def value(self, readings: Readings, owner: str) -> int:
        """How many there are now."""
        return readings.count_initiatives(self.category, self.move, named(self.of, owner), self.outcome)


class Crises(Counted, frozen=True, gc=False):
    """Crises of a party, or of any, that ever reached a stage."""

    stage: str
    party: str

    def value(self, readings: Readings, owner: str) -> int:
        """How many there are now."""
        return readings.count_crises(self.stage, named(self.party, owner))


class Promises(Counted, frozen=True, gc=False):
    """Promises a power has kept or broken."""

    state: str
    of: str

    def value(self, readings: Readings, owner: str) -> int:
        """How many there are now."""
        return readings.count_promises(self.state, named(self.of, owner))

    def private_to(self, owner: str) -> frozenset[str]:
        """Promises are known to those they were made to, not to everyone (rulebook §2)."""
        return frozenset() if named(self.of, owner) == owner else frozenset((self.of,))


class Round(Counted, frozen=True, gc=False):
    """The round being played."""

    def value(self, readings: Readings, owner: str) -> int:
        """Its number, from 1."""
        return readings.round

    def span(self, rounds: int) -> Span:
        """The rounds of the longest exercise; 0 before the first."""
        return 0, rounds


Reading = Number | Lead | MeanRelation | Agreements | Initiatives | Crises | Promises | Round
"""Everything a condition may read."""
