"""Initiatives and agreements by state: what you set in motion this round, what runs, what is in force."""

from collections.abc import Iterable, Sequence

from multipolar.cells import cells_in, fit
from multipolar.domain.addresses import of
from multipolar.domain.model.views import AgreementSeen, InitiativeSeen, Seen, View
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.drawing import OUTCOME_STYLES, parties_of, terms_of
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
        mine = sum(found.mine for found in self.view.initiatives)
        return f"INITIATIVES · {mine} to take back (x)" if mine else "INITIATIVES AND AGREEMENTS"

    def compose_lines(self, width: int) -> list[Line]:
        """A heading a group, a line an initiative or agreement."""
        view = self.view
        live = [state for _, states in _GROUPS for state in states]
        shown = [
            found
            for found in view.initiatives
            if found.state in live or max(found.resolves, found.tabled) >= view.round - 1
        ]
        own = [found for found in shown if view.seat in (found.initiator, *found.partners)]
        lines: list[Line] = []
        for heading, states in _GROUPS:
            lines += self._group(heading, [found for found in own if found.state in states], width)
        lines += self._group("ENDED LATELY", [found for found in own if found.state not in live][::-1], width)
        foreign = [found for found in shown if found not in own]
        others = [
            *(found for state in live for found in foreign if found.state == state),
            *[found for found in foreign if found.state not in live][::-1],
        ]
        lines += self._group("BETWEEN OTHERS", others, width)
        standing = [found for found in view.agreements if found.state == "in_force"]
        lines += self._agreements("IN FORCE", standing, width)
        lines += self._agreements(
            "SUSPENDED", [found for found in view.agreements if found.state == "suspended"], width
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
        lines: list[Line] = [(Cell(heading, "head"),)] if group else []
        for found in sorted(group, key=lambda found: found.initiator != view.seat):
            is_own = view.seat in (found.initiator, *found.partners)
            terms = terms_of(view, found.terms)
            who = parties_of(found)
            after = f" round {found.resolves}" if found.state == "under_way" and found.resolves else ""
            after += " (x)" if found.mine else ""
            after += " answer" if found.open_to_me else ""
            title = f"{found.title}{f' ({terms})' if terms else ''}"
            room = width - cells_in(who) - cells_in(after) - cells_in(found.outcome) - 4 - bool(found.outcome)
            lines.append(
                (
                    Cell(f"{_MARKS.get(found.state, '·')} ", "accent" if is_own else "quiet"),
                    Cell(
                        fit(title, room),
                        "" if is_own else "quiet",
                        opens=f"initiative {found.id}",
                        hint=f"{title}: {who}, {found.state.replace('_', ' ')}",
                    ),
                    Cell(" "),
                    Cell(who, self._style(is_own, (found.initiator, *found.partners))),
                    Cell(f" {found.outcome}" if found.outcome else "", OUTCOME_STYLES.get(found.outcome, "")),
                    Cell(after, "accent"),
                )
            )
        return [*lines, EMPTY] if lines else []

    def _style(self, is_own: bool, parties: Sequence[str]) -> str:
        return "picked" if self.selected in parties else "strong" if is_own else "quiet"

    def _agenda(self, width: int) -> list[Line]:
        standing = [found for found in self.view.resolutions if found.state in _RESOLUTION_MARKS]
        lines: list[Line] = [(Cell("RESOLUTIONS", "head"),)] if standing else []
        for found in standing:
            after = f" to {found.until}" if found.until else " vote" if found.open_to_me else ""
            room = width - cells_in(found.framework) - cells_in(after) - 3
            lines.append(
                (
                    Cell(f"{_RESOLUTION_MARKS[found.state]} ", "accent" if found.open_to_me else "quiet"),
                    Cell(fit(found.title, room), "", opens=f"resolution {found.id}", hint=found.title),
                    Cell(f" {found.framework}", "strong"),
                    Cell(after, "accent"),
                )
            )
        return [*lines, EMPTY] if lines else []

    def _frameworks(self, width: int) -> list[Line]:
        view = self.view
        if "frameworks" not in view.modules:
            return []
        own = sorted(view.frameworks, key=lambda found: view.seat not in found.members)
        lines: list[Line] = [(Cell(f"FRAMEWORKS ({len(own)})", "head"),)] if own else []
        for found in own:
            target = of("cohesion", found.id)
            mine = view.seat in found.members
            number = f" {view.numbers.get(target, 0)}"
            lines.append(
                (
                    Cell("‖ " if found.paralysed else "⌂ ", "accent" if mine else "quiet"),
                    Cell(
                        fit(found.name, width - cells_in(found.id) - cells_in(number) - 3),
                        "" if mine else "quiet",
                        opens=f"framework {found.id}",
                        hint=f"{found.name}: cohesion{number}",
                    ),
                    Cell(f" {found.id}", "strong" if mine else "quiet"),
                    Cell(number, "quiet", target=target),
                )
            )
        return [*lines, EMPTY] if lines else []

    def _agreements(self, heading: str, group: Iterable[AgreementSeen], width: int) -> list[Line]:
        me = self.view.seat
        own = sorted(group, key=lambda found: (me not in found.parties, found.title))
        lines: list[Line] = [(Cell(f"{heading} ({len(own)})", "head"),)] if own else []
        for found in own:
            who = "–".join(found.parties)
            until = f" to {found.until}" if found.until else ""
            room = width - cells_in(who) - cells_in(until) - 3
            mark = "=" if found.state == "in_force" else "‖"
            lines.append(
                (
                    Cell(f"{mark} ", "accent" if me in found.parties else "quiet"),
                    Cell(
                        fit(found.title, room),
                        "" if me in found.parties else "quiet",
                        opens=f"agreement {found.id}",
                        hint=f"{found.title}: {who}",
                    ),
                    Cell(" "),
                    Cell(who, self._style(me in found.parties, found.parties)),
                    Cell(until, "quiet"),
                )
            )
        return [*lines, EMPTY] if lines else []
