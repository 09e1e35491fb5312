"""Channels: what was said between whom, what of it is unread, and what went with it (rulebook §2)."""

from collections.abc import Sequence
from uuid import uuid4

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from multipolar.cells import fit
from multipolar.domain.english import first
from multipolar.domain.knowledge.channels import others_in
from multipolar.domain.model.commands import ReadMessages
from multipolar.domain.model.views import AttachedSeen, ChannelSeen, MessageSeen, Seen, View
from multipolar.domain.model.wording import names_in_words, promise_words, terms_in_words
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Piece, TextLine, entitle, styled_lines
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.panel import is_played, paragraph

NOTHING = "Nobody has said anything yet. m writes to other powers, and begins a channel with them."


def named(channel: ChannelSeen, view: View) -> str:
    """Who else writes and reads in a channel."""
    if not channel.members:
        return "All powers"
    return first(names_in_words(view, [power for power in channel.members if power != view.seat]))


class Channels(CellGrid):
    """The channels, the latest first, each with what is unread."""

    def __init__(self, view: View) -> None:
        super().__init__(id="channels")
        self._view = view

    def show(self, view: View) -> None:
        """Show them as they are now."""
        self._view = view
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """With whom, how much is unread, and what came last."""
        view = self._view
        if not view.channels:
            return paragraph(NOTHING, width, "quiet")
        lines: list[Line] = []
        for channel in view.channels:
            last = view.messages[channel.messages[-1]]
            unread = f" {channel.unread} unread" if channel.unread else ""
            name = Cell(named(channel, view), "strong", opens=to.Channel(channel.id), hint="Open it")
            lines.append((name, Cell(unread, "accent")))
            who = "you" if last.by == view.seat else view.name(last.by)
            lines.append((Cell(fit(f"  r{last.round} {who}: {last.words}", max(8, width)), "quiet"),))
            lines.append(EMPTY)
        return lines

    @property
    def key(self) -> str:
        """The channel the cursor stands on; empty: none."""
        opens = self.chosen.opens if self.chosen is not None else None
        return opens.channel if isinstance(opens, to.Channel) else ""


class ChannelsScreen(Screen[None]):
    """The channels of a seat, and what was said in one of them.

    Args:
        table: of the seat.
        view: what it knows.
    """

    NAME = "channels"
    CSS_PATH = "channels.tcss"
    BINDINGS = bindings("channels")
    AUTO_FOCUS = "#channels"

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._open = ""

    def compose(self) -> ComposeResult:
        """The list, and beside or below it what was said."""
        with Horizontal(id="talk"):
            yield Channels(self.view)
            yield Page("", id="thread", underlines=False)
        yield TextLine("What you open counts as read, for your whole seat.", id="about", classes="quiet")
        yield KeyBar("channels")

    def on_mount(self) -> None:
        """Title both; the first channel is shown, and none is read before it is opened."""
        entitle(self.query_one(Channels), "CHANNELS")
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        channels = self.query_one(Channels)
        channels.recompose_lines()
        channels.action_jump(False)
        self._show()

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Show what is said meanwhile; what comes into the channel that is open counts as read."""
        self.view = view
        if self.is_mounted:
            self.query_one(Channels).show(view)
            self._show()
            if self._open:
                self.read()

    def on_cell_grid_chosen(self) -> None:
        """The cursor came to another channel."""
        self._show()
        self.query_one(KeyBar).refresh()

    def on_cell_grid_opened(self) -> None:
        """Open the channel under the cursor."""
        self.action_open_channel()

    @property
    def channel(self) -> ChannelSeen | None:
        """The channel the cursor stands on."""
        key = self.query_one(Channels).key if self.is_mounted else ""
        return next((one for one in self.view.channels if one.id == key), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whoever only watches writes to nobody."""
        if action == "open_channel":
            return self.channel is not None
        return is_played(self.view) and self.view.debrief is None if action == "message" else True

    def _show(self) -> None:
        channel, page = self.channel, self.query_one("#thread", Page)
        if channel is None:
            page.show_text("")
            return
        is_same = channel.id == self._open
        if not is_same:
            self._open = ""
        entitle(page, named(channel, self.view).upper())
        lines: list[Piece | list[Piece]] = []
        for said in (self.view.messages[place] for place in channel.messages):
            lines += _told(said, self.view)
        page.show_text(styled_lines(lines), keep_place=is_same)
        page.call_after_refresh(page.scroll_end, animate=False)

    def action_open_channel(self) -> None:
        """Read what was said there."""
        if self.channel is not None:
            self._open = self.channel.id
            self.query_one("#thread", Page).focus()
            self.read()

    @work(group="read")
    async def read(self) -> None:
        """Say that it was read, where anything is unread."""
        channel = next((one for one in self.view.channels if one.id == self._open), None)
        if channel is not None and channel.unread and is_played(self.view):
            await self.table.submit(ReadMessages(id=uuid4().hex, channel=channel.id))

    def action_message(self) -> None:
        """Write to those of the channel."""
        channel = self.channel
        to = others_in(channel, self.view) if channel is not None else ()
        self.app.push_screen(MessageScreen(self.table, self.view, *to, to_all=channel is not None and not to))

    def action_next_panel(self) -> None:
        """Go between the list and what was said."""
        page = self.query_one("#thread", Page)
        (self.query_one(Channels) if page.has_focus else page).focus()

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)


def _told(said: MessageSeen, view: View) -> list[Piece | list[Piece]]:
    """A message as it stands in its channel."""
    who = "You" if said.by == view.seat else view.name(said.by)
    state = ""
    if said.withdrawn:
        state = ", taken back unread"
    elif said.on_its_way:
        state = ", not read yet"
    rows: list[Piece | list[Piece]] = [[(f"{who}", "bold"), f", round {said.round}{state}"]]
    if said.words:
        rows.append(f"  {said.words}")
    if said.attached is not None:
        rows.append(f"  With it: {_attached(said.attached, view)}")
    return [*rows, ""]


def _attached(attached: AttachedSeen, view: View) -> str:
    """What went with a message, on the terms it had then."""
    if attached.undertaking is not None:
        return first(promise_words(view, attached.undertaking))
    who = names_in_words(view, attached.parties)
    terms = terms_in_words(view, attached.terms, attached.parties[0], attached.parties[1:])
    return f"{attached.title}, {who}{f': {terms}' if terms else ''} (version {attached.version})"
