"""From a moment of a record to the next or the one before: by event, phase, round or turning point."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from multipolar.table.port import Replay


def step_from(replay: Replay, unit: str, by: int) -> int | None:
    """The moment one step from the present one; None where there is none.

    Args:
        replay: the record.
        unit: ``event``, ``phase``, ``round`` or ``turning`` (a turning point).
        by: 1 on, -1 back.
    """
    places = _places(replay, unit)
    place = bisect_right(places, replay.at) if by > 0 else bisect_left(places, replay.at) - 1
    return places[place] if 0 <= place < len(places) else None


def _places(replay: Replay, unit: str) -> Sequence[int]:
    """Where one can step to, in order."""
    match unit:
        case "event":
            return range(1, replay.last + 1)
        case "turning":
            return [mark.number for mark in replay.marks]
        case "round":
            first: dict[int, int] = {}
            for stop in replay.stops:
                if stop.round:
                    first.setdefault(stop.round, stop.number)
            return [1, *first.values()]
        case _:
            return [1, *(stop.number for stop in replay.stops)]
