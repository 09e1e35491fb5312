"""The addresses of the numbers: one short string for each number of the world, such as ``trust(IND,CHN)``.

The same string stands in events, in objectives, on the command line (``multipolar why``) and in the
record, so that a number can be asked about wherever it is met.
"""

from collections.abc import Iterable
from functools import cache

from multipolar.domain.vocabulary import ATTRIBUTES


@cache
def of(key: str, power: str) -> str:
    """Address of a number of one power, such as ``economy(IND)``."""
    return f"{key}({power})"


@cache
def toward(key: str, a: str, b: str) -> str:
    """Address of a number of an ordered pair, such as ``trust(IND,CHN)``: of IND, toward CHN."""
    return f"{key}({a},{b})"


@cache
def between(key: str, a: str, b: str) -> str:
    """Address of a number of an unordered pair, such as ``tension(CHN,IND)``: ids in order."""
    return f"{key}({a},{b})" if a < b else f"{key}({b},{a})"


@cache
def split(target: str) -> tuple[str, tuple[str, ...]]:
    """Take an address apart: its key, and the names in it.

    Raises:
        ValueError: when the text is not ``key(name)`` or ``key(name,name)``.
    """
    key, opening, rest = target.partition("(")
    if not opening or not rest.endswith(")") or not key:
        raise ValueError(f"'{target}' is not an address such as trust(IND,CHN)")
    return key, tuple(name.strip() for name in rest[:-1].split(","))


SCALE = frozenset(
    (*ATTRIBUTES, "trust", "dependence", "tension", "interoperability", "threat", "cohesion", "legitimacy",
     "insight", "grievance", "severity", "index", "architecture")
)  # fmt: skip
"""Keys whose numbers live on the 0-100 scale."""


@cache
def bounds(target: str) -> tuple[int, int]:
    """The least and the greatest value of a number: 0-100 for the scale, else its own range."""
    key = target.partition("(")[0]
    if key in SCALE:
        return 0, 100
    if key == "relationship":
        return 0, 6
    if key == "momentum":
        return -99, 99
    return 0, 100_000


PLENARY = "all"
"""The name of the channel in which everything is said to everybody."""


def channel_of(author: str, to: Iterable[str]) -> str:
    """The name of the channel of those who write to one another: ``FRA-IND``; ``all``: the plenary.

    Args:
        author: of a message.
        to: those it is to; empty: all.
    """
    others = set(to)
    return "-".join(sorted({author, *others})) if others else PLENARY
