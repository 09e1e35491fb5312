"""The seat's objectives with their progress, its own score, and that of the shared order."""

from multipolar.cells import abbreviated, cells_in, fit
from multipolar.domain.addresses import of
from multipolar.domain.knowledge.waiting import not_carried, waiting
from multipolar.domain.model.views import ObjectiveSeen, Part
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.vocabulary import INDICES, RELATIONSHIPS
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.drawing import SIGNS, arrow, earlier_numbers
from multipolar.tui.widgets.panel import Panel

TWO_COLUMNS = 100
"""Columns from which on two objectives stand side by side."""


BESIDE_TITLE = 8
"""Columns of a title's line that its words do not have: its number, and the line at both ends."""


class Objectives(Panel):
    """Scores in the first line, then objectives and red lines."""

    def title_now(self) -> str:
        """What it is, and what is still to be done this round."""
        view = self.view
        if view.phase != "deliberation" or view.seat not in [power.id for power in view.powers]:
            return "MY OBJECTIVES"
        if view.ready:
            return "MY OBJECTIVES · you are ready; r takes it back"
        hints = []
        if count := waiting(view).count:
            hints.append(f"{count} to answer")
        money = (
            view.numbers.get(of("capital", view.seat), 0),
            view.numbers.get(of("resources", view.seat), 0),
        )
        if any(money):
            lost = not_carried(view)
            # The first line of the screen says what there is; where there is little room, the loss counts.
            if not any(lost) or self.size.width >= TWO_COLUMNS:
                hints.append(f"{money_in_words(*money)} unspent")
            if any(lost):
                hints.append(f"{money_in_words(*lost)} not carried over")
        title = " · ".join(("MY OBJECTIVES", *hints))
        done = f"{title} · r when you are done"
        return done if cells_in(done) + BESIDE_TITLE <= self.size.width else title

    def compose_lines(self, width: int) -> list[Line]:
        """Scores, then one or two columns."""
        view = self.view
        then = earlier_numbers(view)
        scores: list[Cell] = []
        is_short = width < TWO_COLUMNS
        for word, target in (
            ("NATIONAL", of("national", view.seat)),
            ("ORDER", "architecture(all)"),
            *((abbreviated(name, 4) if is_short else name, of("index", name)) for name in INDICES),
        ):
            value = view.numbers.get(target)
            if value is None and word == "NATIONAL" and view.standing is not None:
                value = view.standing.national
            if value is None:
                continue
            sign = arrow(value, then.get(target)).strip()
            style = "accent" if word.isupper() else ""
            known = target if target in view.numbers else ""
            scores += [
                Cell(f"{word} {value}{sign}", style, known, hint=target),
                Cell(" " if is_short else "  "),
            ]
        lines: list[Line] = [tuple(scores) or (Cell(""),)]
        columns = 1 if is_short else 2
        each = (width - 2 * (columns - 1)) // columns
        cellses = [self._objective(objective, each) for objective in view.objectives]
        rows = (len(cellses) + columns - 1) // columns
        for row in range(rows):
            line = list(cellses[row])
            if columns == 2 and row + rows < len(cellses):
                line += [Cell("  "), *cellses[row + rows]]
            lines.append(tuple(line))
        return lines

    def _objective(self, objective: ObjectiveSeen, width: int) -> Line:
        if objective.red_line:
            mark, style = ("✗", "bad") if objective.crossed else ("!", "warn")
            points = f"{objective.points:+d}"
        else:
            mark, style = ("✓", "good") if objective.met else ("◐", "") if objective.earned else ("○", "")
            points = f"{objective.earned}/{objective.points}"
        kind = "red line: " if objective.red_line else "secret: " if objective.secret else ""
        head = f"{mark} {fit(points, 6)}"
        room = width - cells_in(head)
        words = f"{kind}{objective.title}"
        parts = [] if objective.met else objective.parts
        tails = [", ".join(told(part) for part in parts) for told in (progress, signed)]
        # The title is what tells objectives apart: how far it has come gives way to it, in signs first.
        tail = next((f" {one}" for one in tails if one and cells_in(words) + cells_in(one) < room), "")
        if not tail and tails[1]:
            tail = f" {tails[1]}"
        title = fit(words, room - cells_in(tail))
        return (
            Cell(head, style),
            Cell(title, style, opens=to.Objective(objective.id), hint=objective.why),
            Cell(tail, "quiet"),
        )


def signed(part: Part) -> str:
    """The same in as few columns as can be: a relationship by its sign, ``+→++``."""
    if part.text.startswith("relation(") and 0 <= part.value < len(SIGNS) > part.wanted >= 0:
        return f"{SIGNS[part.value]}→{SIGNS[part.wanted]}"
    return progress(part)


def progress(part: Part) -> str:
    """How far one comparison has come: ``2/3``, ``64→40``, or ``cooperative→partner``."""
    if part.text.startswith("relation(") and 0 <= part.value < len(RELATIONSHIPS) > part.wanted >= 0:
        return f"{RELATIONSHIPS[part.value]}→{RELATIONSHIPS[part.wanted]}"
    between = "/" if ">" in part.text else "→"
    return f"{'✓' if part.holds else ''}{part.value}{between}{part.wanted}"
