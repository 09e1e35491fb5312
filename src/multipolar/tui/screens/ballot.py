"""A resolution at length, and the seat's sealed vote on it (rulebook §10)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.domain.model.commands import Vote
from multipolar.domain.model.views import FrameworkSeen, View
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Piece, entitle, styled_lines
from multipolar.tui.widgets.choices import Answers
from multipolar.tui.widgets.drawing import framework_facts
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

_VOTES = (("yes", "Vote yes"), ("no", "Vote no"), ("abstain", "Abstain"))
_MEANS = {
    "mandate": "Adopted, it makes such operations easier and cheaper for every member for two rounds.",
    "admit": "Adopted, it makes the power a member: more legitimacy, and one more voice.",
    "code": "Adopted, it binds all members: a confidence-building agreement between every two of them.",
    "condemn": "Adopted, it costs the power standing; it will remember who was in favour.",
    "rule": "Adopted, the framework decides by that rule from then on.",
}


class BallotScreen(ModalScreen[None]):
    """One resolution; a vote where the seat has one.

    Args:
        table: of the seat.
        view: what it knows.
        resolution: id of the resolution.
        first: the vote to stand on first.
    """

    NAME = "ballot"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("ballot")

    def __init__(self, table: Table, view: View, resolution: str, first: str = "") -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._found = next(found for found in view.resolutions if found.id == resolution)
        self._first = first

    def compose(self) -> ComposeResult:
        """The votes one may give; what it is about, who is concerned, how others voted once that is known."""
        with Vertical(classes="over fitting" if self._found.open_to_me else "over fitting -page") as box:
            entitle(box, f"{self._framework_name}: {self._found.title}")
            if self._found.open_to_me:
                yield Answers(_VOTES, self._first)
            yield Page(styled_lines(self._facts()))
        yield KeyBar("ballot")

    def on_mount(self) -> None:
        """The votes first, where there is one to give."""
        dom_query = self.query(Answers)
        (dom_query.first(Answers) if dom_query else self.query_one(Page)).focus()

    @property
    def _framework(self) -> FrameworkSeen | None:
        return next(
            (framework for framework in self.view.frameworks if framework.id == self._found.framework), None
        )

    @property
    def _framework_name(self) -> str:
        return self._framework.name if self._framework else self._found.framework

    def _facts(self) -> list[Piece | list[Piece]]:
        resolution, view = self._found, self.view
        well = {1: "with some doubts", 2: "well", 3: "brilliantly"}[resolution.argued]
        rows: list[Piece | list[Piece]] = [
            [
                (view.name(resolution.by), "bold"),
                f" tabled it in round {resolution.tabled} and argued it {well}.",
            ],
            [
                ("State: ", "bold"),
                resolution.state,
                f", until round {resolution.until}" if resolution.until else "",
            ],
            "",
            _MEANS[resolution.kind],
        ]
        if resolution.state in ("tabled", "debated"):
            rows.append([("It needs ", "bold"), f"{resolution.needed}. Who does not vote abstains."])
        if resolution.voted and not resolution.votes:
            rows.append(
                [("You voted ", "bold"), f"{resolution.voted}; until the phase ends you may think again."]
            )
        for vote in ("yes", "no", "abstain"):
            who = [view.name(member) for member, given in resolution.votes if given == vote]
            if who:
                rows.append([(f"{vote.capitalize()}: ", "bold"), ", ".join(who)])
        if self._framework is not None:
            rows += ["", *framework_facts(view, self._framework)]
        return rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a vote only where one is open."""
        if action == "give":
            return bool(self._answer)
        return self._found.open_to_me if action == "stand_on" else True

    @property
    def _answer(self) -> str:
        found = self.query(Answers) if self.is_mounted else ()
        return next((answers.answer for answers in found), "")

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def action_stand_on(self, vote: str) -> None:
        """Put the cursor on a vote, by key."""
        self.query_one(Answers).stand_on(to.Choice(vote))

    def action_give(self) -> None:
        """Give the vote under the cursor."""
        self.send(self._answer)

    def action_read_on(self) -> None:
        """Further down in the text."""
        self.query_one(Page).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Further up in the text."""
        self.query_one(Page).scroll_page_up(animate=False)

    def on_cell_grid_opened(self) -> None:
        """Enter on deciding later."""
        self.dismiss(None)

    @work(exclusive=True)
    async def send(self, vote: str) -> None:
        """Give the vote; closes when it was taken."""
        if (await submit(self, self.table, Vote(resolution=self._found.id, vote=vote))).accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the table; the vote can still be given."""
        self.dismiss(None)
