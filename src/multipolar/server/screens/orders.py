"""What a host orders of the process that opens screens: whose, at which host, and how large."""

from msgspec import Struct

from multipolar.wire.messages import Joined

LARGEST = (400, 150)
"""Columns and rows of the largest terminal there may be: who asks for more would take all memory."""
LEAST = (20, 6)
LARGEST_ORDER = 16_384
"""Bytes of an order."""
READY = b"\n"
"""What the process says when everything is loaded; after each order it says the id of what it opened."""


class Order(Struct, frozen=True):
    """Screens for one person.

    Attributes:
        address: at which the host is reached from this machine.
        joined: what it answered when the person joined, with the token.
        columns: of the terminal.
        rows: of the terminal.
    """

    address: str
    joined: Joined
    columns: int
    rows: int


def bounded(columns: int, rows: int) -> tuple[int, int]:
    """A size that screens are painted in, as near as can be to what is asked for."""
    return min(max(columns, LEAST[0]), LARGEST[0]), min(max(rows, LEAST[1]), LARGEST[1])
