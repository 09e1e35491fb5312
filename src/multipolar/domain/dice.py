"""Chance, as a port: the only source of it in the domain.

Each stream of chance is derived from the seed and a purpose by SHA-256, so that one more roll in one
place shifts no other, and the same exercise rolls the same dice on every machine. Python's `random`
is not used: its choices are no contract.
"""

from hashlib import sha256
from typing import Protocol


class Dice(Protocol):
    """Where dice come from: a seed, a script, or a facilitator's hand."""

    def roll(self, purpose: str, sides: int = 6, count: int = 2) -> tuple[int, ...]:
        """Roll `count` dice of `sides` sides for a purpose that names the round and the occasion."""
        ...


class SeededDice:
    """Dice that follow from a seed: the same seed and purpose, the same roll, always.

    Args:
        seed: any integer.
    """

    def __init__(self, seed: int) -> None:
        self._seed = str(seed)

    def roll(self, purpose: str, sides: int = 6, count: int = 2) -> tuple[int, ...]:
        """Roll `count` dice of `sides` (2 to 65,536) sides; values from 1 to `sides`."""
        found: list[int] = []
        limit = 65_536 - 65_536 % sides
        block = 0
        while True:
            digest = sha256(f"{self._seed}|{purpose}|{block}".encode()).digest()
            for i in range(0, 32, 2):
                value = digest[i] << 8 | digest[i + 1]
                # Values past the last whole multiple would make low faces likelier.
                if value < limit:
                    found.append(value % sides + 1)
                    if len(found) == count:
                        return tuple(found)
            block += 1
