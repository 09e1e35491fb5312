"""The rule data as plain dictionaries: the YAML files of the rulebook, with what is left out filled in."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

Data = dict[str, Any]

FOLDER = Path(__file__).parents[3] / "src" / "multipolar" / "rulebook"
OUTCOMES = ("setback", "limited", "success", "breakthrough")
STATES = ("rupture", "adversarial", "strained", "correct", "cooperative", "partner", "allied")
STRAINED, CORRECT, COOPERATIVE, PARTNER = 2, 3, 4, 5
ATTRIBUTES = ("economy", "capability", "technology", "governance", "stability", "standing", "autonomy")
_MOVES = (
    "dialogue", "confidence", "drills", "cooperation", "technology", "agreements", "operations", "frameworks",
    "coercion", "domestic",
)  # fmt: skip
_OF_A_MOVE: Data = {
    "acceptances": 0, "module": "core", "partner_cost": {}, "domains": [], "threat": "", "mandated_in": [],
    "sizes": [], "durations": [], "safeguards": False, "leak": None, "joint_benefit": False, "once": False,
    "opposes": 0, "requirements": [], "exposed_in_36": None,
}  # fmt: skip
_OF_A_CRISIS: Data = {"module": "core", "push": 0, "severity": 0, "strikes": {}, "overthrows": False}


@cache
def read_book() -> Data:
    """Everything in the YAML files of the rulebook; moves, agreements, crises and presets by id."""
    book: Data = {}
    for name in ("numbers", "modifiers", "agreements", "crises", "presets", "free_form"):
        book |= _read(f"{name}.yaml")
    book["moves"] = {
        move["id"]: {**_OF_A_MOVE, **move} for name in _MOVES for move in _read(f"moves/{name}.yaml")["moves"]
    }
    book["agreements"] = {kind["id"]: {"rounds": 0, **kind} for kind in book["agreements"]}
    book["crises"] = {found["id"]: {**_OF_A_CRISIS, **found} for found in book["crises"]}
    book["presets"] = {preset["id"]: preset for preset in book["presets"]}
    return book


def _read(name: str) -> Data:
    text = (FOLDER / name).read_text(encoding="utf-8")
    data: Data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def size_of(steps: list[Data], value: int) -> int:
    """The size of the first step that holds for a value, else 0."""
    for step in steps:
        if value >= step.get("at_least", value) and value <= step.get("at_most", value):
            return int(step["size"])
    return 0


def effect_of(move: Data, kind: str) -> Data | None:
    """The first effect of a kind that a move has."""
    return next((effect for effect in move["effects"] if effect["kind"] == kind), None)


def mediates(move: Data) -> bool:
    """Whether a move is an order about what stands between two others."""
    return bool(move["form"] == "order" and move["partners"][0] == 2)


def bears_on(modifier: Data, move: Data) -> bool:
    """Whether a modifier is asked about for a move."""
    if move["id"] in modifier.get("but", ()):
        return False
    return move["category"] in modifier.get("categories", ()) or move["id"] in modifier.get("moves", ())
