"""Records of games that were never played: as small as a test needs them."""

from typing import Any

from multipolar.lab.figures import Subject
from multipolar.lab.record import Arrangement, CrisisRecord, GameRecord, Unrest

SUBJECT = Subject(("AAA", "BBB"), ("bridge_builder", "hedger"), ("hotline", "sanctions"))


def crisis(**facts: Any) -> CrisisRecord:
    """An acute confrontation of two neighbours that are no rivals, and whatever else is said of it."""
    plain: dict[str, Any] = dict.fromkeys(CrisisRecord.__struct_fields__, False)
    plain |= {"confrontation": True, "acute": True, "dyad": "neighbours", "between": ("AAA", "BBB")}
    if not facts.get("confrontation", True):
        plain |= {"dyad": "", "between": ()}
    return CrisisRecord(**{**plain, **facts})


def game(number: int = 0, **facts: Any) -> GameRecord:
    """A game of one pair of rivals and five of other neighbours over six rounds, won by AAA."""
    plain: dict[str, Any] = {
        "arrangement": Arrangement.MIXED,
        "number": number,
        "changed": "",
        "doctrines": {"AAA": "bridge_builder", "BBB": "hedger"},
        "finals": {"AAA": 50, "BBB": 40},
        "ranks": {"AAA": 1, "BBB": 2},
        "architecture": 50,
        "ended": "complete",
        "nobody_won": False,
        "rounds": 6,
        "moves": {},
        "crises": (),
        "pairs": (1, 5),
        "calls": 0,
        "honoured": 0,
        "piracy": {},
        "unrest": Unrest(),
    }
    return GameRecord(**{**plain, **facts})
