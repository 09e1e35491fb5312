"""What in a record touched a learning objective: the events its scenario names, the weightiest first kept."""

from collections.abc import Sequence

from multipolar.domain.model.views import Lesson, Seen

MOST = 5
"""Events shown for one objective."""
_MOVE = 2
"""Which part of an initiative's id is its move, as in ``3.IND.hotline.CHN``."""


def evidence(lesson: Lesson, seen: Sequence[Seen]) -> tuple[Seen, ...]:
    """The events that touched an objective, in the order in which they happened.

    Args:
        lesson: the objective.
        seen: what the seat saw happen.
    """
    touching = [found for found in seen if _touches(lesson, found)]
    weightiest = sorted(touching, key=lambda seen: (-seen.weight, seen.number))[:MOST]
    return tuple(sorted(weightiest, key=lambda seen: seen.number))


def _touches(lesson: Lesson, seen: Seen) -> bool:
    if seen.kind in lesson.events:
        return True
    parts = seen.subject.split(".")
    return seen.kind == "initiative_resolved" and len(parts) > _MOVE and parts[_MOVE] in lesson.moves
