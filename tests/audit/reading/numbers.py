"""Chapter: numbers. Wanted changes summed and clamped once; who may know a number (§2, §4)."""

from collections import defaultdict
from typing import Any, NamedTuple

from tests.audit.reading.rulebook import ATTRIBUTES

_SCALE = {
    *ATTRIBUTES, "trust", "dependence", "tension", "interoperability", "threat", "cohesion", "legitimacy",
    "insight", "grievance", "severity", "index", "architecture",
}  # fmt: skip
_PRIVATE = {"trust", "capital", "resources", "insight", "grievance", "national", "final"}
_PUBLIC = {
    *ATTRIBUTES, "growth", "remainder", "tension", "interoperability", "relationship", "threat", "relief",
    "cohesion", "legitimacy", "severity", "index", "architecture", "burden", "benefit", "honoured", "kept",
    "breaches",
}  # fmt: skip


class Want(NamedTuple):
    """A change that the rules want: of what, by how much, and the event that brought it about."""

    target: str
    amount: int
    cause: int = 0


def of(key: str, power: str) -> str:
    return f"{key}({power})"


def toward(key: str, a: str, b: str) -> str:
    return f"{key}({a},{b})"


def between(key: str, a: str, b: str) -> str:
    return f"{key}({min(a, b)},{max(a, b)})"


def split(target: str) -> tuple[str, list[str]]:
    key, _, names = target.rstrip(")").partition("(")
    return key, names.split(",")


def bounds(target: str) -> tuple[int, int]:
    key = split(target)[0]
    if key in _SCALE:
        return 0, 100
    return {"relationship": (0, 6), "momentum": (-99, 99)}.get(key, (0, 100_000))


def who_knows(target: str) -> list[str]:
    """Everybody, the pair, the owner alone, or nobody at the table."""
    key, names = split(target)
    if key in _PUBLIC:
        return ["*"]
    if key in _PRIVATE:
        return names[:1]
    return sorted(names) if key == "dependence" else []


def settle(
    numbers: dict[str, int], gained: dict[str, int], rules: dict[str, Any], wants: list[Want]
) -> list[Want]:
    """What comes of wanted changes: number by number, what goes over a limit taken from the latest.

    Autonomy comes last, since dependence drags it along.
    """
    wanted: dict[str, list[Want]] = defaultdict(list)
    for want in wants:
        if want.amount:
            wanted[want.target].append(want)
    done: list[Want] = []
    for target in [*wanted]:
        if split(target)[0] == "autonomy":
            continue
        applied = _limited(numbers, gained, rules, target, wanted[target])
        done += applied
        if split(target)[0] == "dependence":
            for want in _dragged(numbers.get(target, 0), rules["dependence_per_autonomy"], applied):
                wanted[want.target].append(want)
    for target in [*wanted]:
        if split(target)[0] == "autonomy":
            done += _limited(numbers, gained, rules, target, wanted[target])
    return [want for want in done if want.amount]


def _dragged(level: int, step: int, applied: list[Want]) -> list[Want]:
    drag = []
    for want in applied:
        steps = (level + want.amount) // step - level // step
        level += want.amount
        if steps:
            drag.append(Want(of("autonomy", split(want.target)[1][0]), -steps, want.cause))
    return drag


def _limited(
    numbers: dict[str, int],
    gained: dict[str, int],
    rules: dict[str, Any],
    target: str,
    wants: list[Want],
) -> list[Want]:
    value = numbers.get(target, 0)
    low, high = bounds(target)
    if split(target)[0] == "trust":
        wants = _trusted(value, gained.get(target, 0), rules, wants)
    total = value + sum(want.amount for want in wants)
    wants = _less(_less(wants, max(0, total - high), 1), max(0, low - total), -1)
    up = sum(want.amount for want in wants if want.amount > 0)
    down = -sum(want.amount for want in wants if want.amount < 0)
    # One is written after the other: none may pass a limit on the way, whatever the order.
    passing = max(0, value + up - high, low - (value - down))
    return _less(_less(wants, passing, 1), passing, -1)


def _trusted(value: int, gained: int, rules: dict[str, Any], wants: list[Want]) -> list[Want]:
    """A heavy loss is heavier; much trust grows by half; and a round brings so much at most."""
    wants = [
        want._replace(amount=want.amount - rules["heavy_extra"])
        if want.amount <= -rules["heavy_loss"]
        else want
        for want in wants
    ]
    gain = sum(want.amount for want in wants if want.amount > 0)
    allowed = (gain + 1) // 2 if value >= rules["halved_from"] else gain
    allowed = min(allowed, max(0, rules["gain_most"] - gained))
    return _less(wants, gain - allowed, 1)


def _less(wants: list[Want], excess: int, sign: int) -> list[Want]:
    """Wants less an excess of gains (sign 1) or of losses (−1), the latest first."""
    left = []
    for want in reversed(wants):
        taken = min(excess, want.amount * sign) if want.amount * sign > 0 else 0
        excess -= taken
        left.append(want._replace(amount=want.amount - taken * sign))
    return left[::-1]
