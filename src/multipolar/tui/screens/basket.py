"""The basket: what the seat has on the table this round with what it costs, and what it has not sent yet."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.cells import cells_in, fit
from multipolar.domain.english import first, lowered
from multipolar.domain.knowledge.waiting import not_carried, waiting
from multipolar.domain.model.commands import AnyCommand, Counter, Order, Propose, Say
from multipolar.domain.model.views import InitiativeSeen, Seen, View
from multipolar.domain.model.wording import (
    initiative_terms,
    money_in_words,
    names_in_words,
    promise_words,
    terms_drafted,
)
from multipolar.domain.vocabulary import EVERYONE
from multipolar.signs import quoted
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import keep_drafts, submit
from multipolar.tui.messages import Follow
from multipolar.tui.screens.answer import AnswerScreen
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route
from multipolar.tui.support.taking_back import taking_back
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.keys import KeyBar
from multipolar.user_errors import UserError

_STANDING = ("tabled", "countered", "agreed", "under_way")
_PROPOSED, _ACCEPTED, _ORDERED, _DECLINED, _RUNNING = _HEADINGS = (
    "YOU PROPOSED", "YOU ACCEPTED", "YOU ORDERED", "YOU DECLINED", "UNDER WAY",
)  # fmt: skip


class BasketScreen(ModalScreen[None]):
    """What the seat commits itself to this round, in one place; all of it can be undone until it is ready.

    Args:
        table: of the seat.
        view: what it knows.
    """

    NAME = "basket"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("basket")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._drafts: tuple[AnyCommand, ...] = ()

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(classes="window"):
            yield Text(f"Your round {self.view.round} so far", classes="title")
            yield Basket(self.view)
        yield KeyBar("basket")

    async def on_mount(self) -> None:
        """Read the drafts."""
        try:
            self._drafts = await self.table.drafts()
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error")
        self._show()
        self.query_one(Basket).focus()
        self.query_one(Basket).action_jump(False)

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Another view of the same seat."""
        self.view = view
        if view.phase != "deliberation":
            self.dismiss(None)
        else:
            self._show()

    def _show(self) -> None:
        self.query_one(Basket).show(self.view, self._drafts)
        self.query_one(KeyBar).refresh()

    # --- what the cursor stands on ---

    @property
    def _initiative(self) -> InitiativeSeen | None:
        opens = self._opens
        key = opens.initiative if isinstance(opens, to.Initiative) else ""
        return next((one for one in self.view.initiatives if one.id == key), None)

    @property
    def _draft(self) -> AnyCommand | None:
        opens = self._opens
        is_there = isinstance(opens, to.Draft) and opens.place < len(self._drafts)
        return self._drafts[opens.place] if isinstance(opens, to.Draft) and is_there else None

    @property
    def _opens(self) -> Route | None:
        chosen = self.query_one(Basket).chosen if self.is_mounted else None
        return chosen.opens if chosen is not None else None

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is the seat's own and not agreed with others can be taken back."""
        if action == "take_back":
            return self._draft is not None or taking_back(self.view, self._opens) is not None
        return self._opens is not None if action == "open" else True

    # --- what can be done ---

    def on_cell_grid_opened(self) -> None:
        """Enter or a second click."""
        self.action_open()

    def action_open(self) -> None:
        """Look at it, or go on composing it."""
        draft, initiative = self._draft, self._initiative
        if draft is not None:
            screen = drafted(self.table, self.view, draft)
            if screen is None:
                self.notify("This can no longer be proposed as it was drafted; x lets it go.")
            else:
                self.app.switch_screen(screen)
        elif initiative is not None:
            self.app.switch_screen(AnswerScreen(self.table, self.view, initiative.id))
        elif self._opens is not None:
            self.app.post_message(Follow(self._opens, self.table, self.view, instead=True))

    @work(exclusive=True)
    async def action_take_back(self) -> None:
        """Take back what was tabled or ordered; let a draft go."""
        draft, command = self._draft, taking_back(self.view, self._opens)
        if draft is not None:
            self._drafts = tuple(kept for kept in self._drafts if kept is not draft)
            await keep_drafts(self.app, self.table, self._drafts)
            self._show()
        elif command is not None:
            await submit(self, self.table, command)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


class Basket(CellGrid):
    """What is on the table by kind, each with its price, then the sum; then the drafts.

    Args:
        view: what the seat knows.
    """

    def __init__(self, view: View) -> None:
        super().__init__(id="basket")
        self._view = view
        self._drafts: tuple[AnyCommand, ...] = ()

    def show(self, view: View, drafts: tuple[AnyCommand, ...]) -> None:
        """Show another moment.

        Args:
            view: what the seat knows.
            drafts: what it has not sent.
        """
        self._view, self._drafts = view, drafts
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """Headings, a line each, and what is left to spend."""
        view = self._view
        own = [
            initiative
            for initiative in view.initiatives
            if not initiative.open_to_me
            and (initiative.mine or (initiative.inside and initiative.state in _STANDING))
        ]
        groups: dict[str, list[InitiativeSeen]] = {heading: [] for heading in _HEADINGS}
        for initiative in own:
            groups[_heading(view, initiative)].append(initiative)
        lines: list[Line] = self._asked(width)
        for heading, group in groups.items():
            if group:
                lines.append((Cell(heading, "head"),))
                lines += [self._initiative(initiative, width) for initiative in group]
                lines.append(EMPTY)
        made = [
            pledge
            for pledge in view.pledges
            if pledge.made == view.round and pledge.undertaking.by == view.seat
        ]
        if made:
            lines.append((Cell("YOU PROMISED", "head"),))
            lines += [
                (Cell(f"  {fit(promise_words(view, pledge.undertaking), width - 2)}"),) for pledge in made
            ]
            lines.append(EMPTY)
        unread = [place for place, said in enumerate(view.messages) if said.on_its_way]
        if unread:
            lines.append((Cell("YOU WROTE, NOT READ YET", "head"),))
            lines += [self._message(place, width) for place in unread]
            lines.append(EMPTY)
        lines += self._left(own)
        lines += self._composed(width)
        return lines

    def _initiative(self, initiative: InitiativeSeen, width: int) -> Line:
        view = self._view
        terms = initiative_terms(view, initiative)
        others = names_in_words(
            view, [power for power in (initiative.initiator, *initiative.partners) if power != view.seat]
        )
        words = " ".join((initiative.title, *(["with" if _is_joint(view, initiative) else "toward",
        others]
                                        if others else []), *([f"({terms})"] if terms else [])))  # fmt: skip
        cost = money_in_words(*initiative.my_cost if initiative.open_to_me else initiative.spent)
        return (
            Cell(
                f"  {fit(words, width - cells_in(cost) - 4)} ",
                opens=to.Initiative(initiative.id),
                hint=words,
            ),
            Cell(cost, "quiet" if initiative.open_to_me else ""),
        )

    def _message(self, place: int, width: int) -> Line:
        said = self._view.messages[place]
        words = f"{first(names_in_words(self._view, said.to))}: {said.words}"
        return (Cell(f"  {fit(words, width - 2)}", opens=to.Message(place), hint=words),)

    def _asked(self, width: int) -> list[Line]:
        """What waits for the seat, as the inbox has it: what it alone decides first."""
        view = self._view
        found = waiting(view)
        if not found.count:
            return []
        rows: list[tuple[str, Route]] = [
            *((f"Crisis: {one.title}", to.Crisis(one.id)) for one in found.crises),
            *((f"Cable: {one.title}", to.Notice(one.id)) for one in found.notices),
            *((f"Vote: {one.title}", to.Resolution(one.id)) for one in found.resolutions),
        ]
        asked = [
            (f"{view.name(one.by)} asks you to propose {lowered(one.title)}", to.Compose("joint", one.by))
            for one in found.requests
        ]
        return [
            (Cell(f"WAITS FOR YOUR ANSWER ({found.count})", "head"),),
            *((Cell(f"  {fit(words, width - 2)}", opens=opens, hint=words),) for words, opens in rows),
            *(self._initiative(one, width) for one in found.proposals),
            *((Cell(f"  {fit(words, width - 2)}", opens=opens, hint=words),) for words, opens in asked),
            EMPTY,
        ]

    def _left(self, own: Sequence[InitiativeSeen]) -> list[Line]:
        view = self._view
        # What runs was paid in its round: this is what the present one takes.
        now = [initiative for initiative in own if initiative.state != "under_way"]
        aside = [sum(initiative.spent[place] for initiative in now) for place in (0, 1)]
        lost = not_carried(view)
        rows: list[Line] = [(Cell("MONEY", "head"),)]
        for place, key in enumerate(("capital", "resources")):
            target = f"{key}({view.seat})"
            left = view.numbers.get(target, 0)
            spent = f", {aside[place]} committed this round"
            spent += f", {view.income[place]:+d} next round" if view.round < view.rounds else ""
            gone = f", {lost[place]} not carried over" if lost[place] else ""
            rows.append(
                (
                    Cell(f"  {fit(key, 10)}"),
                    Cell(f"{left} left", "strong", target),
                    Cell(spent, "quiet"),
                    Cell(gone, "warn"),
                )
            )
        return [*rows, EMPTY]

    def _composed(self, width: int) -> list[Line]:
        if not self._drafts:
            return [(Cell("No drafts. What you begin to compose is kept here until you send it.", "quiet"),)]
        lines: list[Line] = [(Cell("DRAFTS, NOT SENT", "head"),)]
        lines += [
            (Cell(f"  {fit(draft_words(self._view, draft), width - 3)}", opens=to.Draft(place)),)
            for place, draft in enumerate(self._drafts)
        ]
        return lines


def _heading(view: View, initiative: InitiativeSeen) -> str:
    """What the seat did to it; what was agreed in earlier rounds is under way, and only runs."""
    if initiative.state == "declined" or view.seat not in (initiative.initiator, *initiative.partners):
        return _DECLINED
    if initiative.state == "under_way":
        return _RUNNING
    if not _is_joint(view, initiative):
        return _ORDERED
    return _PROPOSED if initiative.proposer == view.seat else _ACCEPTED


def _is_joint(view: View, initiative: InitiativeSeen) -> bool:
    offer = next((offer for offer in view.offers if offer.move == initiative.move), None)
    return offer is None or offer.form == "joint"


def drafted(table: Table, view: View, draft: AnyCommand) -> ProposeScreen | MessageScreen | None:
    """The screen on which a draft is composed further; None when its move or proposal is gone."""
    moves = {offer.move for offer in view.offers}
    match draft:
        case Propose() if draft.move in moves:
            return ProposeScreen(table, view, "joint", filled=draft)
        case Order() if draft.move in moves:
            return ProposeScreen(table, view, "order", filled=draft)
        case Counter() if any(
            initiative.id == draft.initiative and initiative.open_to_me for initiative in view.initiatives
        ):
            return ProposeScreen(table, view, "joint", None, draft.initiative, draft)
        case Say():
            return MessageScreen(table, view)
    return None


def draft_words(view: View, draft: AnyCommand) -> str:
    """A draft in a line: the move, with whom, and its terms."""
    titles = {offer.move: offer.title for offer in view.offers}
    parts: tuple[str, ...]
    match draft:
        case Propose():
            parts = (titles.get(draft.move, draft.move), "with", names_in_words(view, draft.partners))
        case Order() if draft.targets:
            parts = (titles.get(draft.move, draft.move), "toward", names_in_words(view, draft.targets))
        case Order():
            parts = (titles.get(draft.move, draft.move),)
        case Counter():
            initiative = next((one for one in view.initiatives if one.id == draft.initiative), None)
            parts = ("Counter to", initiative.title if initiative is not None else "a proposal that is gone")
        case Say():
            whom = "everybody" if draft.to == EVERYONE else names_in_words(view, draft.to) or "nobody yet"
            return f"Words to {whom}: {quoted(draft.text)}"
        case _:
            return ""
    terms = terms_drafted(view, draft, promises=False)
    return " ".join((*parts, *([f"({terms})"] if terms else [])))
