"""The dice of a record: what was rolled follows from its seed and from the occasion, by SHA-256.

Dice that stand in events are compared; those that stand in none (drift, hazards that did not come up)
are rolled again, so that what ought to have happened and did not is found as well.
"""

from hashlib import sha256


def roll(seed: int, occasion: str, sides: int = 6, count: int = 2) -> list[int]:
    """The dice that fall on an occasion: words of 16 bits, those past the last whole multiple left out."""
    found: list[int] = []
    block = 0
    while len(found) < count:
        digest = sha256(f"{seed}|{occasion}|{block}".encode()).digest()
        words = [int.from_bytes(digest[at : at + 2], "big") for at in range(0, 32, 2)]
        found += [word % sides + 1 for word in words if word < 65_536 // sides * sides]
        block += 1
    return found[:count]


def falls(seed: int, occasion: str, hazard: int) -> bool:
    """Whether something with a hazard in 1,000ths comes up."""
    return roll(seed, occasion, 1000, 1)[0] <= hazard
