"""The facilitator's desk in words: the results that wait to be published."""

from multipolar.domain.english import counted
from multipolar.domain.errors import Refused
from multipolar.domain.model.views import ResultSeen
from multipolar.domain.vocabulary import CONTROL
from multipolar.plain.naming import Place
from multipolar.plain.wording import OUTCOMES, Answer, plain_data
from multipolar.plain.world_queries import initiative_line


def results(rest: str, place: Place) -> Answer:
    """Each result with its odds, its rolls, and what it would change.

    Raises:
        Refused: when the seat is not the facilitator's.
    """
    view = place.view
    if view.seat != CONTROL:
        raise Refused("seat", "`desk` is the facilitator's; results are known once they are published")
    lines = [line for result in view.desk for line in result_lines(result, place)]
    said = f"{counted(len(view.desk), 'result', 'results')} at the desk; players see none of them yet"
    return Answer(said, tuple(lines), {"desk": plain_data(view.desk)})


def result_lines(result: ResultSeen, place: Place) -> list[str]:
    """A result in lines: what it is of, then how it came about and what it brings."""
    view = place.view
    initiative = next(one for one in view.initiatives if one.id == result.id)
    odds = ", ".join(f"{word} {ways}" for word, ways in zip(OUTCOMES, result.chances, strict=True))
    rolls = ", then ".join(" + ".join(map(str, roll)) for roll in result.rolls)
    held = f"; held back to round {result.due}" if result.due > view.round else ""
    by = f"; {result.how}: {result.reason}" if result.how else ""
    told = "all" if "*" in result.to else ", ".join(map(view.name, result.to))
    return [
        f"{initiative_line(initiative, place)}: {result.outcome}{held}{by}",
        f"  odds of 36: {odds}; rolled {rolls}, modifiers {result.added:+d} -> {result.total}",
        f"  told to {told}",
        *(f"  {read.size:+d} {read.reason}" for read in result.modifiers),
        *(f"  {change.reason} {change.amount:+d}" for change in result.effects),
    ]
