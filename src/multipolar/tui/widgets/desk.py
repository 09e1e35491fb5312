"""The facilitator's desk: results that wait to be published, in rows, in full, and what can be done."""

from multipolar.domain.model.commands import AnyRuling, Hold, Publish, Reroll, Rule, Tell
from multipolar.domain.model.views import ResultSeen, View
from multipolar.domain.model.wording import chances_in_words, names_in_words, roll_in_words, told_in_words
from multipolar.domain.vocabulary import EVERYONE, OUTCOMES
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.formatting import moved
from multipolar.tui.widgets.panel import paragraph


def title_of(view: View, result: ResultSeen) -> str:
    """What a result is of: the title of its initiative."""
    return next((one.title for one in view.initiatives if one.id == result.id), result.id)


def desk_rows(view: View, width: int) -> list[Line]:
    """A row a result, with how it comes off; Enter opens it."""
    rows: list[Line] = []
    for result in view.desk:
        held = f", held back to round {result.due}" if result.due > view.round else ""
        rows.append((Cell(title_of(view, result), "strong", opens=to.Result(result.id)),))
        parties = next(
            ((one.initiator, *one.partners) for one in view.initiatives if one.id == result.id), ()
        )
        who = names_in_words(view, parties)
        how = f", {result.how}" if result.how else ""
        rows += paragraph(f"{who}: {result.outcome}{held}{how}", width, "quiet", "  ")
    return rows or list(paragraph("nothing waits", width, "quiet"))


def result_in_full(view: View, result: ResultSeen) -> str:
    """How it came about, what it brings, and who is told."""
    why = f" ({result.how}: {result.reason})" if result.how else ""
    lines = [
        f"It comes off as: {result.outcome}{why}.",
        f"It was {roll_in_words(result)}. Odds: {chances_in_words(result.chances)}.",
        *(f"  {read.size:+d} {read.reason}" for read in result.modifiers),
        "It brings:" if result.effects else "It brings nothing.",
        *(f"  {by:+d} {words}" for _, words, by in moved(view, result.effects)),
        f"Told to {told_in_words(view, result.to)}.",
    ]
    return "\n".join(lines)


def choices(view: View, result: ResultSeen) -> tuple[tuple[str, str], ...]:
    """(id, words) of what the facilitator can do with a result."""
    others = [word for word in OUTCOMES if word != result.outcome]
    held = result.due > view.round
    told = () if result.to == EVERYONE else (("tell", "Tell everyone"),)
    return (
        ("publish", "Publish it now"),
        ("reroll", "Roll again; both rolls are kept"),
        *((word, f"Set by hand: {word}") for word in others),
        ("take", "Let it be published this round") if held else ("hold", "Hold it back to the next round"),
        *told,
    )


def command_of(choice: str, result: ResultSeen, reason: str) -> AnyRuling | Hold:
    """The command that a choice stands for.

    Args:
        choice: its id, as in `choices`.
        result: which result.
        reason: why; not empty.
    """
    match choice:
        case "publish":
            return Publish(results=(result.id,), reason=reason)
        case "reroll":
            return Reroll(result=result.id, reason=reason)
        case "hold" | "take":
            return Hold(result=result.id, hold=choice == "hold", reason=reason)
        case "tell":
            return Tell(result=result.id, reason=reason)
        case _:
            return Rule(result=result.id, outcome=choice, reason=reason)
