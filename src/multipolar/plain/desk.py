"""The facilitator's desk in words: the results that wait to be published."""

from multipolar.domain.english import counted
from multipolar.domain.errors import Refused
from multipolar.domain.model.views import AppealSeen, FreeFormSeen, ResultSeen
from multipolar.domain.model.wording import chances_in_words, roll_in_words, told_in_words
from multipolar.domain.vocabulary import CONTROL
from multipolar.plain.naming import Place
from multipolar.plain.wording import Answer, plain_data
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
    for move in view.free_forms:
        lines += free_form_lines(move, place) if move.waits else []
    if any(move.waits for move in view.free_forms):
        lines += [
            f"effects of free-form moves: {form.id} ({form.title}, toward {form.fewest} to {form.most})"
            for form in view.forms
        ]
    lines += [appeal_line(made, place) for made in view.appeals if not made.ruling]
    lines += [
        f"{view.name(undo.by)} asks to undo its answer to {place.names.of(undo.initiative)}: {undo.text}"
        for undo in view.undos
        if undo.granted is None
    ]
    said = f"{counted(len(view.desk), 'result', 'results')} at the desk; players see none of them yet"
    return Answer(said, tuple(lines), {"desk": plain_data(view.desk), "appeals": plain_data(view.appeals)})


def free_forms(rest: str, place: Place) -> Answer:
    """Every free-form move, with arguments and ruling, and what was appealed."""
    view = place.view
    lines = [line for move in view.free_forms for line in free_form_lines(move, place)]
    lines += [appeal_line(made, place) for made in view.appeals]
    data = {"free_forms": plain_data(view.free_forms), "appeals": plain_data(view.appeals)}
    return Answer(counted(len(view.free_forms), "free-form move"), tuple(lines), data)


def free_form_lines(move: FreeFormSeen, place: Place) -> list[str]:
    """A free-form move in lines: what it does and why, what is argued against it, how it was judged."""
    name = place.view.name
    to = f" toward {', '.join(map(name, move.toward))}" if move.toward else ""
    stands = f"{move.ruling}: {move.outcome}" if move.ruling else "to be judged" if move.waits else "judged"
    pro = move.arguments or (None,) * len(move.reasons)
    contra = move.counters or (None,) * len(move.against)
    lines = [
        f"{place.names.of(move.id)} {name(move.by)}{to}: {move.does}: {stands}",
        f"  to get: {move.wants}",
    ]
    for worth, reason in zip(pro, move.reasons, strict=True):
        lines.append(f"  for it{_worth(worth)}: {reason}")
    for worth, (power, reason) in zip(contra, move.against, strict=True):
        lines.append(f"  against it{_worth(worth)}, {name(power)}: {reason}")
    if move.ruling:
        rolled = f"rolled {' + '.join(map(str, move.dice))} -> {move.total}" if move.dice else "set by hand"
        lines.append(f"  {move.effects}; {rolled}: {move.reason}")
    return lines


def _worth(worth: int | None) -> str:
    return "" if worth is None else f" {worth:+d}"


def appeal_line(made: AppealSeen, place: Place) -> str:
    """An appeal and what was answered."""
    answered = f"{made.ruling}: {made.reason}" if made.ruling else "to be answered"
    return f"{place.view.name(made.by)} appeals {place.names.of(made.about)}: {made.text}: {answered}"


def result_lines(result: ResultSeen, place: Place) -> list[str]:
    """A result in lines: what it is of, then how it came about and what it brings."""
    view = place.view
    initiative = next(one for one in view.initiatives if one.id == result.id)
    held = f"; held back to round {result.due}" if result.due > view.round else ""
    by = f"; {result.how}: {result.reason}" if result.how else ""
    return [
        f"{initiative_line(initiative, place)}: {result.outcome}{held}{by}",
        f"  {chances_in_words(result.chances)}; {roll_in_words(result)}",
        f"  told to {told_in_words(view, result.to)}",
        *(f"  {read.size:+d} {read.reason}" for read in result.modifiers),
        *(f"  {change.reason} {change.amount:+d}" for change in result.effects),
    ]
