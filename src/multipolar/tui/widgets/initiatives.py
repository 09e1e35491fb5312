"""Initiatives and agreements by state: what you set in motion this round, what runs, what is in force."""

from collections.abc import Iterable, Sequence

from multipolar.cells import cells_in, fit
from multipolar.domain.addresses import of
from multipolar.domain.model.views import AgreementSeen, InitiativeSeen, Seen, View
from multipolar.domain.model.wording import initiative_terms
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.drawing import OUTCOME_STYLES, parties_of
from multipolar.tui.widgets.panel import Panel

_MARKS = {
    "tabled": "◌",
    "countered": "◌",
    "agreed": "●",
    "under_way": "▶",
    "suspended": "‖",
    "completed": "✓",
    "collapsed": "✗",
    "declined": "✗",
    "lapsed": "✗",
    "withdrawn": "✗",
}
_WAITS = "▸"
"""What waits for the seat's answer, as in the inbox."""
_RESOLUTION_MARKS = {"tabled": "◌", "debated": "◌", "adopted": "="}
_GROUPS = (
    ("TABLED", ("tabled", "countered")),
    ("AGREED, RESOLVE THIS ROUND", ("agreed",)),
    ("UNDER WAY", ("under_way", "suspended")),
)


class Initiatives(Panel):
    """The seat's own by state, what it began itself first; then what others do among themselves."""

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Draw what has changed; a new round begins at the top, where what is the seat's own stands."""
        is_new = view.round != self.view.round
        super().show_view(view, news)
        if is_new:
            self.action_jump(False)

    def title_now(self) -> str:
        """What it is, and how much of it is the seat's own this round."""
        mine = sum(initiative.mine for initiative in self.view.initiatives)
        return f"INITIATIVES · x takes back {mine}" if mine else "INITIATIVES AND AGREEMENTS"

    def compose_lines(self, width: int) -> list[Line]:
        """A heading a group, a line an initiative or agreement."""
        view = self.view
        live = [state for _, states in _GROUPS for state in states]
        shown = [
            initiative
            for initiative in view.initiatives
            if initiative.state in live or max(initiative.resolves, initiative.tabled) >= view.round - 1
        ]
        own = [
            initiative for initiative in shown if view.seat in (initiative.initiator, *initiative.partners)
        ]
        lines: list[Line] = []
        for heading, states in _GROUPS:
            lines += self._group(
                heading, [initiative for initiative in own if initiative.state in states], width
            )
        lines += self._group(
            "ENDED LATELY", [initiative for initiative in own if initiative.state not in live][::-1], width
        )
        foreign = [initiative for initiative in shown if initiative not in own]
        others = [
            *(initiative for state in live for initiative in foreign if initiative.state == state),
            *[initiative for initiative in foreign if initiative.state not in live][::-1],
        ]
        lines += self._group("BETWEEN OTHERS", others, width)
        standing = [agreement for agreement in view.agreements if agreement.state == "in_force"]
        lines += self._agreements("IN FORCE", standing, width)
        lines += self._agreements(
            "SUSPENDED", [agreement for agreement in view.agreements if agreement.state == "suspended"], width
        )
        lines += self._agenda(width)
        lines += self._frameworks(width)
        if not lines:
            return [
                (Cell("Nothing yet. p proposes something to another power;", "quiet"),),
                (Cell("o gives an order of your own.", "quiet"),),
            ]
        return lines[:-1] if lines[-1] == EMPTY else lines

    def _group(self, heading: str, group: Sequence[InitiativeSeen], width: int) -> list[Line]:
        view = self.view
        asks = f" · {_WAITS} waits for your answer" if any(one.open_to_me for one in group) else ""
        lines: list[Line] = [(Cell(f"{heading}{asks}", "head"),)] if group else []
        for initiative in sorted(group, key=lambda initiative: initiative.initiator != view.seat):
            is_own = view.seat in (initiative.initiator, *initiative.partners)
            terms = initiative_terms(view, initiative)
            who = parties_of(initiative)
            after = (
                f" round {initiative.resolves}"
                if initiative.state == "under_way" and initiative.resolves
                else ""
            )
            after += " (x)" if initiative.mine else ""
            title = named = f"{initiative.title}{f' ({terms})' if terms else ''}"
            if cells_in(title) > width - cells_in(f"{who}{after} {initiative.outcome}") - 4:
                # Where there is no room for the terms, the title alone: what is cut tells nothing.
                title = initiative.title
            lines += _rows(
                Cell(
                    f"{_WAITS if initiative.open_to_me else _MARKS.get(initiative.state, '·')} ",
                    "accent" if is_own else "quiet",
                ),
                Cell(
                    title,
                    "" if is_own else "quiet",
                    opens=to.Initiative(initiative.id),
                    hint=f"{named}: {who}, {initiative.state.replace('_', ' ')}",
                    name=named,
                ),
                (
                    Cell(who, self._style(is_own, (initiative.initiator, *initiative.partners))),
                    Cell(
                        f" {initiative.outcome}" if initiative.outcome else "",
                        OUTCOME_STYLES.get(initiative.outcome, ""),
                    ),
                    Cell(after, "accent"),
                ),
                width,
            )
        return [*lines, EMPTY] if lines else []

    def _style(self, is_own: bool, parties: Sequence[str]) -> str:
        return "picked" if self.selected in parties else "strong" if is_own else "quiet"

    def _agenda(self, width: int) -> list[Line]:
        standing = [
            resolution for resolution in self.view.resolutions if resolution.state in _RESOLUTION_MARKS
        ]
        lines: list[Line] = [(Cell("RESOLUTIONS", "head"),)] if standing else []
        for resolution in standing:
            after = (
                f" to {resolution.until}" if resolution.until else " vote" if resolution.open_to_me else ""
            )
            room = width - cells_in(resolution.framework) - cells_in(after) - 3
            lines.append(
                (
                    Cell(
                        f"{_RESOLUTION_MARKS[resolution.state]} ",
                        "accent" if resolution.open_to_me else "quiet",
                    ),
                    Cell(
                        fit(resolution.title, room),
                        "",
                        opens=to.Resolution(resolution.id),
                        hint=resolution.title,
                        name=resolution.title,
                    ),
                    Cell(f" {resolution.framework}", "strong"),
                    Cell(after, "accent"),
                )
            )
        return [*lines, EMPTY] if lines else []

    def _frameworks(self, width: int) -> list[Line]:
        view = self.view
        if "frameworks" not in view.modules:
            return []
        own = sorted(view.frameworks, key=lambda framework: view.seat not in framework.members)
        lines: list[Line] = [(Cell(f"FRAMEWORKS ({len(own)})", "head"),)] if own else []
        for framework in own:
            target = of("cohesion", framework.id)
            mine = view.seat in framework.members
            number = f" {view.numbers.get(target, 0)}"
            lines.append(
                (
                    Cell("‖ " if framework.paralysed else "⌂ ", "accent" if mine else "quiet"),
                    Cell(
                        fit(framework.name, width - cells_in(framework.id) - cells_in(number) - 3),
                        "" if mine else "quiet",
                        opens=to.Framework(framework.id),
                        hint=f"{framework.name}: cohesion{number}",
                        name=framework.name,
                    ),
                    Cell(f" {framework.id}", "strong" if mine else "quiet"),
                    Cell(number, "quiet", target=target),
                )
            )
        return [*lines, EMPTY] if lines else []

    def _agreements(self, heading: str, group: Iterable[AgreementSeen], width: int) -> list[Line]:
        me = self.view.seat
        own = sorted(group, key=lambda agreement: (me not in agreement.parties, agreement.title))
        lines: list[Line] = [(Cell(f"{heading} ({len(own)})", "head"),)] if own else []
        for agreement in own:
            who = "–".join(agreement.parties)
            until = f" to {agreement.until}" if agreement.until else ""
            mark = "=" if agreement.state == "in_force" else "‖"
            lines += _rows(
                Cell(f"{mark} ", "accent" if me in agreement.parties else "quiet"),
                Cell(
                    agreement.title,
                    "" if me in agreement.parties else "quiet",
                    opens=to.Agreement(agreement.id),
                    hint=f"{agreement.title}: {who}",
                    name=agreement.title,
                ),
                (
                    Cell(who, self._style(me in agreement.parties, agreement.parties)),
                    Cell(until, "quiet"),
                ),
                width,
            )
        return [*lines, EMPTY] if lines else []


def _rows(mark: Cell, title: Cell, after: Sequence[Cell], width: int) -> list[Line]:
    """A title with what stands to the right of it, and below it where a row is too narrow for both."""
    taken = sum(cells_in(cell.text) for cell in after)
    room = width - cells_in(mark.text) - taken - 1
    if cells_in(title.text) <= room:
        return [(mark, title._replace(text=fit(title.text, room)), Cell(" "), *after)]
    room = width - cells_in(mark.text)
    return [
        (mark, title._replace(text=fit(title.text, room))),
        (Cell(" " * max(0, width - taken)), *after),
    ]
