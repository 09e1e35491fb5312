"""People: who is at which seat, the team with what it suggests, and the line to the facilitator.

The facilitator, who has no seat, gets the same screen with the help lines of all, codes and the clock.
"""

from collections.abc import Sequence
from datetime import datetime

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input

from multipolar.cells import fit
from multipolar.domain.english import counted
from multipolar.domain.model.commands import BY_HAND, Publish
from multipolar.domain.model.views import Seen, View
from multipolar.domain.vocabulary import CONTROL
from multipolar.lobby.port import Session
from multipolar.table.port import SUGGESTED, Delegation, HelpLine, Suggestion, doing
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import direct, submit
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.described import described
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Field, Piece, Text, entitle, prompt, styled_lines
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.desk import choices, command_of, desk_rows, result_in_full, title_of
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.panel import paragraph
from multipolar.user_errors import UserError

LONGEST = 600
"""Characters of a note."""
MORE = 2
"""Minutes that the facilitator gives a phase at once."""


class People(CellGrid):
    """Seats with who is there; then the team and its suggestions, or the help lines of all."""

    def __init__(self, table: Delegation, view: View) -> None:
        super().__init__(id="people")
        self._table = table
        self._view = view
        self.asked: tuple[HelpLine, ...] = ()

    def show(self, view: View, lines: tuple[HelpLine, ...]) -> None:
        """Show them as they are now."""
        self._view, self.asked = view, lines
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """A line a seat, a teammate, a suggestion, a line of help."""
        table, view = self._table, self._view
        control = view.seat == CONTROL
        rows: list[Line] = [(Cell("SEATS", "quiet"),)]
        for seen in table.presence:
            devices = f" · {counted(seen.devices, 'device')}" if seen.devices > 1 else ""
            name = Cell(
                fit(view.name(seen.seat), 16), "strong", opens=to.Seat(seen.seat) if control else None
            )
            rows.append((name, Cell(f" {doing(seen, view.phase)}{devices}")))
        if control:
            if view.facilitator:
                rows += [EMPTY, (Cell("RESULTS THAT WAIT", "quiet"),), *desk_rows(view, width)]
            rows += [EMPTY, (Cell("HELP LINES", "quiet"),)]
            for line in self.asked:
                unread = line.unread(by_person=False)
                opens = to.HelpLine(line.seat, line.name)
                who = Cell(f"{line.name or 'somebody'} ({view.name(line.seat)})", "strong", opens=opens)
                rows.append((who, Cell(f" {unread} unread" if unread else "", "accent")))
            return rows if self.asked else [*rows, *paragraph("nobody has asked anything", width, "quiet")]
        rows += [EMPTY, (Cell("YOUR TEAM", "quiet"),)]
        for mate in table.delegation.team:
            words = "★ head" if mate.leads else ""
            you = " (you)" if mate.name == table.name else ""
            away = "" if mate.here else " away"
            leads = mate.name == table.name and mate.leads
            name = Cell(
                f"{mate.name or 'without a name'}{you}", "strong", opens=None if leads else to.Mate(mate.name)
            )
            rows.append((name, Cell(f" {words}{away}", "accent" if mate.leads else "quiet")))
        rows += [EMPTY, (Cell("SUGGESTED IN THIS PHASE", "quiet"),)]
        if not table.delegation.suggestions:
            rows += paragraph("nothing", width, "quiet")
        for each in table.delegation.suggestions:
            words = f"{each.by or 'Somebody'}: {described(each.command, view)}"
            suggested = to.Suggestion(each.number) if each.state == "open" else None
            rows.append((Cell(words, "strong" if suggested else "quiet", opens=suggested),))
            if each.state == "aside":
                rows += paragraph(f"set aside{f': {each.word}' if each.word else ''}", width, "quiet", "  ")
            if each.reason:
                rows += paragraph(each.reason, width, "quiet", "  ")
        return rows


class PeopleScreen(Screen[None]):
    """Who is here, the team, and the help line.

    Args:
        table: of a seat that several may share.
        view: what it knows.
        session: by which the facilitator sets the clock.
    """

    NAME = "people"
    CSS_PATH = "people.tcss"
    BINDINGS = bindings("people")
    AUTO_FOCUS = "#people"

    def __init__(self, table: Delegation, view: View, session: Session) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._session = session
        self._line: tuple[str, str] = ("", "")

    @property
    def _is_control(self) -> bool:
        return self.view.seat == CONTROL

    def compose(self) -> ComposeResult:
        """The people on the left; the help line and where to write on the right."""
        with Horizontal(id="all"):
            yield People(self.table, self.view)
            with Vertical(id="help"):
                yield Page("", id="notes", underlines=False)
                yield Field(placeholder="a question to the facilitator", max_length=LONGEST, id="note")
        yield Text("", id="about", classes="quiet")
        yield KeyBar("people")

    def on_mount(self) -> None:
        """Title the parts, and read the help line."""
        entitle(self.query_one(People), "CONSOLE" if self._is_control else "PEOPLE")
        entitle(self.query_one("#notes"), "HELP LINE")
        about = "Between you and the facilitator alone; no part of the record. Enter sends."
        if self._is_control:
            about = "Enter on a line of help opens it; Enter on a seat takes its code back and shows another."
            if self.view.facilitator:
                about += " Enter on a result asks what to do with it."
            about += " While no line is open, what you wrote above is the reason."
            prompt(self.query_one("#note", Input), "the reason of what you do next")
        self.query_one("#about", Text).update(about)
        self.read()

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Show who is here now, and what was written meanwhile."""
        self.view = view
        if self.is_mounted:
            self.read()

    @work(exclusive=True, group="help")
    async def read(self) -> None:
        """Read the help line; what is shown counts as read."""
        try:
            lines = await self.table.help_lines()
            shown = self._shown(lines)
            if shown is not None and shown.unread(by_person=not self._is_control):
                await self.table.read_help(shown.notes[-1].number, *self._line)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="warning")
            return
        self.query_one(People).show(self.view, lines)
        notes = shown.notes if shown is not None else ()
        rows: list[Piece | list[Piece]] = []
        for note in notes:
            mine = note.asked != self._is_control
            who = "You" if mine else (self._line[1] or "somebody") if self._is_control else "Facilitator"
            read = (", read" if note.read else ", not read yet") if mine else ""
            rows += [
                [(who, "bold"), f", {datetime.fromisoformat(note.at):%H:%M}{read}"],
                f"  {note.text}",
                "",
            ]
        page = self.query_one("#notes", Page)
        page.show_text(styled_lines(rows) if rows else "Nothing was written yet.", keep_place=True)
        page.call_after_refresh(page.scroll_end, animate=False)

    def _shown(self, lines: tuple[HelpLine, ...]) -> HelpLine | None:
        if not self._is_control:
            return lines[0] if lines else None
        return next((line for line in lines if (line.seat, line.name) == self._line), None)

    @work(exclusive=True, group="write")
    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the note."""
        text = event.value.strip()
        if self._is_control and not self._line[0]:
            self.notify("Open a line of help first: Enter on it, on the left.")
            return
        if not text:
            return
        try:
            await self.table.write_help(text, *self._line)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="warning")
            return
        event.input.clear()
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The clock and the end of a phase are the facilitator's."""
        if action == "publish_all":
            return self._is_control and any(result.due <= self.view.round for result in self.view.desk)
        return self._is_control if action in ("pause", "extend", "end_phase") else True

    @work(exclusive=True, group="people")
    async def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Look over a suggestion, pass the headship on, open a line of help, or take a code back."""
        try:
            match event.cell.opens:
                case to.Suggestion(number):
                    await self._decide(number)
                case to.Mate(name):
                    await self._lead(name)
                case to.HelpLine(seat, name):
                    self._line = (seat, name)
                    prompt(self.query_one("#note", Input), f"an answer to {name or 'somebody'}")
                    self.query_one("#note", Input).focus()
                    self.read()
                case to.Result(initiative):
                    await self._rule(initiative)
                case to.Seat(seat):
                    await self._reissue(seat)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="warning", timeout=12)

    async def _decide(self, number: int) -> None:
        found = next((one for one in self.table.delegation.suggestions if one.number == number), None)
        if found is None:
            return
        choices: tuple[tuple[str, str], ...] = (("take", "Send it as it is"), ("aside", "Set it aside"))
        asked = ConfirmScreen(f"{found.by or 'Somebody'} suggests", self._in_full(found), choices)
        answer = await self.app.push_screen_wait(asked)
        if answer == "aside":
            await self.table.decide(number, taken=False)
        elif answer == "take":
            receipt = await submit(self, self.table, found.command)
            if receipt.accepted and receipt.rule != SUGGESTED:
                await self.table.decide(number, taken=True)

    def _in_full(self, suggestion: Suggestion) -> str:
        why = f"\n\n“{suggestion.reason}”" if suggestion.reason else ""
        return f"{described(suggestion.command, self.view)}{why}"

    @property
    def _reason(self) -> str:
        """What stands in the field, as the reason of what is done next.

        While a line of help is open what stands there is an answer to one person, and none for all to read.
        """
        answering = bool(self._line[0])
        return ("" if answering else " ".join(self.query_one("#note", Input).value.split())) or BY_HAND

    def _used(self) -> None:
        """A reason that was given counts once."""
        if not self._line[0]:
            self.query_one("#note", Input).clear()

    async def _rule(self, initiative: str) -> None:
        result = next((one for one in self.view.desk if one.id == initiative), None)
        if result is None:
            return
        reason = self._reason
        text = f"{result_in_full(self.view, result)}\nReason: {reason}."
        asked = ConfirmScreen(title_of(self.view, result), text, choices(self.view, result))
        answer = await self.app.push_screen_wait(asked)
        if answer is not None:
            await submit(self, self.table, command_of(answer, result, reason))
            self._used()

    @work(exclusive=True, group="people")
    async def action_publish_all(self) -> None:
        """Let all results that are due be known, once that is confirmed."""
        due = [result for result in self.view.desk if result.due <= self.view.round]
        reason = self._reason
        named = "\n".join(f"{title_of(self.view, result)}: {result.outcome}" for result in due)
        text = f"{named}\nReason: {reason}."
        do = f"Publish {counted(len(due), 'result')}"
        asked = ConfirmScreen("Publish all that waits?", text, (("publish", do),))
        if await self.app.push_screen_wait(asked) == "publish":
            await submit(self, self.table, Publish(results=(), reason=reason))
            self._used()

    async def _lead(self, name: str) -> None:
        leads = self.table.delegation.head == self.table.name
        to = name if leads else ""
        if not leads and name != self.table.name:
            self.notify("Only the head passes the headship on; Enter on your own name takes it over.")
            return
        do = f"Pass the headship on to {to}" if to else "Take the headship over"
        text = "The head commits for your power; the others suggest."
        if await self.app.push_screen_wait(ConfirmScreen("Who is head?", text, (("lead", do),))) == "lead":
            await self.table.lead(to)

    async def _reissue(self, seat: str) -> None:
        text = f"Whoever sits there by the old code of {self.view.name(seat)} has to type the new one."
        asked = ConfirmScreen("Another code?", text, (("code", "Take the code back, and show another"),))
        if await self.app.push_screen_wait(asked) == "code":
            code = await self.table.reissue(seat)
            self.query_one("#about", Text).update(f"The new code of {self.view.name(seat)}: {code}")

    @work(group="clock")
    async def action_pause(self) -> None:
        """Stop the clock for all, or let it go on."""
        clock = self._session.read_clock()
        deed = "go_on" if clock is not None and clock.stopped else "stop"
        await direct(self.app, self._session.set_clock(deed))

    @work(group="clock")
    async def action_extend(self) -> None:
        """Give the phase more time."""
        await direct(self.app, self._session.set_clock("extend", MORE))

    @work(group="clock")
    async def action_end_phase(self) -> None:
        """End the phase for all, once that is confirmed."""
        waits = [
            self.view.name(seen.seat)
            for seen in self.table.presence
            if seen.state == "here" and not seen.ready
        ]
        reason = self._reason
        state = f"Not ready yet: {', '.join(waits)}." if waits else "Everybody is ready."
        text = f"{state}\nReason: {reason}."
        asked = ConfirmScreen("End the phase?", text, (("end", "End it for all"),))
        if await self.app.push_screen_wait(asked) == "end":
            await direct(self.app, self._session.end_phase(reason))
            self._used()

    def action_next_panel(self) -> None:
        """Go between people, notes and where to write."""
        self.focus_next()

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)
