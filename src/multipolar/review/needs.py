"""What an objective would have needed: how far each comparison of its condition was from holding (§9).

Read from the condition as it stands at the end, in words that screens and plain mode share.
"""

from multipolar.domain.english import counted
from multipolar.domain.model.views import ObjectiveSeen, Part
from multipolar.domain.vocabulary import RELATIONSHIPS

_RELATION = "relation("
_LEAD = "lead("
_MEAN = "mean_relation("
_START = "start"


def distance(part: Part) -> str:
    """How far a comparison is from what was wanted: ``46, 4 too many``; empty where it holds or is none."""
    if part.holds or not part.operator:
        return ""
    steps = abs(part.wanted - part.value)
    if part.text.startswith(_LEAD):
        where = "below" if part.value < 0 else "above"
        return f"{abs(part.value)} {where}, {steps} {'too low' if part.operator == '>=' else 'too high'}"
    if part.text.startswith(_MEAN):
        return f"{_tenths(part.value)}, {_tenths(steps)} {'short' if part.operator == '>=' else 'too much'}"
    if _START in part.text:
        return f"{part.value:+d}, {steps} {'short' if part.operator == '>=' else 'too much'}"
    levels = range(len(RELATIONSHIPS))
    if part.text.startswith(_RELATION) and part.value in levels and part.wanted in levels:
        where = "below" if part.value < part.wanted else "above"
        count = counted(steps, "step")
        return f"{RELATIONSHIPS[part.value]}, {count} {where} {RELATIONSHIPS[part.wanted]}"
    match part.operator:
        case ">=" if part.value == 0:
            return "none" if part.wanted == 1 else f"none of {part.wanted}"
        case ">=":
            return f"{part.value}, {steps} short of {part.wanted}"
        case "<=":
            return f"{part.value}, {steps} above {part.wanted}"
        case "==":
            return f"{part.value}, not {part.wanted}"
        case _:
            return f"{part.value}"


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def missing(objective: ObjectiveSeen) -> tuple[tuple[bool, str, str], ...]:
    """Each part of an objective's condition: whether it held, in words, and how far it was from holding.

    Nothing for an objective that was met, and for a red line.
    """
    if objective.met or objective.red_line:
        return ()
    return tuple((part.holds, part.words or part.text, distance(part)) for part in objective.parts)


def course_words(objective: ObjectiveSeen) -> str:
    """When its points changed: ``6 points in round 2, 12 in round 3``; empty where they never did."""
    steps = [f"{points} in round {turn}" for turn, points in objective.course]
    return ", ".join(steps)
