"""What of the news concerns a seat, and in which words it is told so: the one source of every front end.

A round moves hundreds of numbers; a person is told each event, and of the numbers those of the own power.
Reads what a seat may know and nothing else. Nothing is decided here.
"""

from collections.abc import Sequence

from msgspec import Struct

from multipolar.domain.addresses import split
from multipolar.domain.model.views import Seen

_OWN_ACTS = ("seat_ready", "order_given", "proposal_tabled", "message_sent", "message_withdrawn",
             "response_chosen")  # fmt: skip
_PASSED = "is settled: the warning passed"
_NEVER_BROKE_OUT = "is easing: it did not break out"
"""A warning that comes to nothing is told in one line, not in three."""
_HIDDEN = "remainder"
"""Growth that has not added up to anything yet."""


class Concern(Struct, frozen=True, gc=False):
    """An event as it is told to a seat.

    Attributes:
        seen: the event.
        lines: what is told beside its sentence: dice, and numbers of the own power.
        others: how many numbers of others moved in it that no line tells.
        is_news: whether it tells the seat what nothing else told tells.
        is_own: whether it is an act of the seat's, whose sender was answered when it was sent.
    """

    seen: Seen
    lines: tuple[str, ...] = ()
    others: int = 0
    is_news: bool = True
    is_own: bool = False


def concerns(news: Sequence[Seen], seat: str) -> list[Concern]:
    """Each event as it is told to a seat, in the order in which they happened.

    Args:
        news: what the seat saw happen.
        seat: whose eyes are meant.
    """
    announced = {seen.subject for seen in news if seen.kind == "initiative_announced"}
    resolved = {seen.subject for seen in news if seen.kind == "initiative_resolved"}
    found: list[Concern] = []
    for seen in news:
        if seen.kind == "numbers_changed":
            found.append(_numbers(seen, seat))
            continue
        goes_without_saying = (
            seen.kind == "crisis_moved" and seen.text.endswith((_PASSED, _NEVER_BROKE_OUT))
        ) or (seen.kind == "initiative_moved" and _follows(seen, announced, resolved))
        is_own = seen.kind in _OWN_ACTS and seen.actor == seat
        is_mine = seen.kind != "initiative_resolved" or seat in seen.powers
        lines = seen.detail if is_mine else ()
        found.append(Concern(seen, lines, 0, not goes_without_saying and not is_own, is_own))
    return found


def _numbers(seen: Seen, seat: str) -> Concern:
    """Numbers that moved for one topic: a line for each of the own power's."""
    each = seen.detail if len(seen.detail) == len(seen.changes) else (seen.text,) * len(seen.changes)
    own = tuple(
        line
        for line, change in zip(each, seen.changes, strict=True)
        if split(change.target)[0] != _HIDDEN and seat in split(change.target)[1]
    )
    is_alone = len(seen.changes) == 1
    return Concern(seen, () if is_alone else own, len(seen.changes) - len(own), bool(own))


def _follows(seen: Seen, announced: set[str], resolved: set[str]) -> bool:
    """Whether a step of an initiative goes without saying beside what else is told of it."""
    if seen.text.endswith("is agreed"):
        return seen.subject in announced
    return seen.text.endswith("is under way") and seen.subject in announced | resolved
