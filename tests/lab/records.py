"""Records of games that were never played: as small as a test needs them."""

from typing import Any

from multipolar.lab.figures import Subject
from multipolar.lab.record import Arrangement, CrisisRecord, GameRecord, Unrest

SUBJECT = Subject(("AAA", "BBB"), ("bridge_builder", "hedger"), ("hotline", "sanctions"))


def crisis(**facts: bool) -> CrisisRecord:
    """An acute confrontation of two that are no rivals, and whatever else is said of it."""
    plain = dict.fromkeys(CrisisRecord.__struct_fields__, False) | {"confrontation": True, "acute": True}
    return CrisisRecord(**{**plain, **facts})


def game(number: int = 0, **facts: Any) -> GameRecord:
    """A game of one rival pair and five others over six rounds, won by AAA, and whatever else is said."""
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
