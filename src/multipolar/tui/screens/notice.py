"""A cable or piece of intelligence, and the answer it asks for (rulebook §13)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from multipolar.domain.commands import AnswerInject
from multipolar.domain.views import NoticeSeen, View
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.sending import submit
from multipolar.tui.widgets.keys import KeyBar


class NoticeScreen(ModalScreen[None]):
    """The text, and the options while an answer is open.

    Args:
        table: of the seat.
        view: what it knows.
        notice: what reached it.
        option: the option to stand on first.
    """

    NAME = "notice"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("notice")

    def __init__(self, table: Table, view: View, notice: NoticeSeen, option: str = "") -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._notice = notice
        self._option = option

    def compose(self) -> ComposeResult:
        """Text and options."""
        notice = self._notice
        with VerticalScroll(classes="window"):
            yield Static(f"{notice.channel.capitalize()}: {notice.title}", classes="title", markup=False)
            yield Static(notice.text, classes="text", markup=False)
            if notice.options:
                yield Static("Your answer:", classes="title gap")
                options = [Option(title, id=option) for option, title in notice.options]
                yield OptionList(*options, markup=False)
            elif notice.answered:
                yield Static(f"You answered: {notice.answered}", classes="quiet gap", markup=False)
        yield KeyBar("notice")

    def on_mount(self) -> None:
        """Stand on the option that was clicked."""
        for options in self.query(OptionList):
            options.focus()
            ids = [option for option, _ in self._notice.options]
            options.highlighted = ids.index(self._option) if self._option in ids else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.answer(event.option.id or "")

    @work
    async def answer(self, option: str) -> None:
        """Give an answer; closes when it was taken."""
        receipt = await submit(self, self.table, AnswerInject(inject=self._notice.id, option=option))
        if receipt.accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Close without answering."""
        self.dismiss(None)
