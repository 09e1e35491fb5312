"""Writing to other powers, and promising them something (rulebook §2, signal, promise, deed)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import TextArea

from multipolar.domain.english import first, lowered
from multipolar.domain.knowledge.channels import attachable
from multipolar.domain.model.commands import AnyCommand, Promise, Say, Undertaking
from multipolar.domain.model.views import Offer, View
from multipolar.domain.model.wording import BINDS, promise_given
from multipolar.domain.vocabulary import EVERYONE, PERSON
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import keep_drafts, submit
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Area, Text
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.form import Form, Row
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.toggles import Toggles
from multipolar.user_errors import UserError

LONGEST = 1000
"""Characters of a message."""
_NOTHING = ""
_EVERYBODY = EVERYONE[0]
"""What is ticked to write to everybody; nobody ticked is nobody."""


class MessageScreen(ModalScreen[None]):
    """Recipients, words, and a promise if one is made.

    Args:
        table: of the seat.
        view: what it knows.
        to: powers to write to; none: none is ticked yet.
        to_all: whether to write to everybody.
    """

    NAME = "message"
    CSS_PATH = ["window.tcss", "message.tcss"]  # noqa: RUF012 # Textual's own declaration
    BINDINGS = bindings("message")
    AUTO_FOCUS = "#to"

    def __init__(self, table: Table, view: View, *to: str, to_all: bool = False) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._to = (_EVERYBODY,) if to_all else tuple(power for power in to if power)
        self._others: tuple[AnyCommand, ...] = ()
        self._is_kept = False
        self._promise = {
            "asks": _NOTHING,
            "about": _NOTHING,
            "kind": _NOTHING,
            "move": "",
            "toward": next((power for power in self._to if power != _EVERYBODY), ""),
            "until": str(view.round),
            "told": "it",
        }

    def compose(self) -> ComposeResult:
        """Recipients beside the words, the promise below."""
        view = self.view
        others = [power for power in view.powers if power.id != view.seat]
        with VerticalScroll(classes="window", can_focus=False):
            with Horizontal(id="words"):
                with Vertical(id="whom"):
                    yield Text("To", classes="quiet")
                    # Everybody stands last: a stray key on the first line tells no secret to all.
                    options = (*((power.id, power.name) for power in others), (_EVERYBODY, "Everybody"))
                    yield Toggles(options, self._to, alone=_EVERYBODY, id="to")
                with Vertical(id="what"):
                    yield Text("Your words: heard, not binding", classes="quiet", id="until")
                    yield Area(id="text", tab_behavior="focus")
            yield Text(
                "Ask one power to propose something; a promise is recorded, and judged",
                classes="quiet",
                id="about-promise",
            )
            yield Form(self._take, id="promise")
            with Horizontal(classes="buttons"):
                yield BindingButton("Send (^s)", "send")
        yield KeyBar("message")

    async def on_mount(self) -> None:
        """Offer no promise at first; go on with the words that were not sent, if there are any."""
        self._show_promise()
        self._say_until_when()
        try:
            kept = await self.table.drafts()
        except UserError:
            kept = ()
        self._others = tuple(draft for draft in kept if not isinstance(draft, Say))
        begun = next((draft for draft in kept if isinstance(draft, Say)), None)
        if begun is not None:
            self.query_one("#text", TextArea).text = begun.text
            if not self._to:
                self.query_one("#to", Toggles).mark(begun.to)
                self._follow()
        self._is_kept = True

    def on_text_area_changed(self) -> None:
        """Words are kept with every key."""
        self._keep()

    def on_toggles_changed(self) -> None:
        """So is to whom they go; a promise is toward one of them, unless it is chosen otherwise."""
        self._keep()
        self._follow()

    @property
    def _ticked(self) -> tuple[str, ...]:
        """The powers that are ticked one by one."""
        return tuple(power for power in self.query_one("#to", Toggles).marked if power != _EVERYBODY)

    def _say_until_when(self) -> None:
        """Say until when words could be taken back, by who would read them."""
        run_by = {power.id: power.run_by for power in self.view.powers}
        to = self.query_one("#to", Toggles).marked
        programs = any(run_by.get(power) != PERSON for power in to)
        late = "Not binding; once sent, it stands" if programs else "Not binding; x takes it back until read"
        self.query_one("#until", Text).update(late if to else "Your words: heard, not binding")

    def _follow(self) -> None:
        ticked = self._ticked
        if ticked and self._promise["toward"] not in ticked:
            self._promise["toward"] = ticked[0]
        self._say_until_when()
        self._show_promise()

    def _keep(self) -> None:
        """What is written is kept, so that it outlives the program."""
        if not self._is_kept:
            return
        text = self.query_one("#text", TextArea).text.strip()
        said = (Say(text=text, to=self.query_one("#to", Toggles).marked),) if text else ()
        drafts = (*self._others, *said)
        self.app.run_worker(keep_drafts(self.app, self.table, drafts), group="drafts")

    def _show_promise(self) -> None:
        view, chosen = self.view, self._promise
        wanted = ((_NOTHING, "nothing"), *((offer.move, lowered(offer.title)) for offer in _joint(view)))
        kinds = ((_NOTHING, "nothing"), ("act", "to do"), ("restraint", "to refrain from"))
        rows = [
            Row("asks", "You ask for", wanted, chosen["asks"]),
            Row("kind", "You promise", kinds, chosen["kind"]),
        ]
        if chosen["kind"]:
            moves = self._moves()
            names = {power.id: power.name for power in view.powers if power.id != view.seat}
            others = tuple((power, names[power]) for power in dict.fromkeys((*self._ticked, *names)))
            if not chosen["toward"]:
                others = ((_NOTHING, "nobody yet"), *others)
            if chosen["move"] not in [move for move, _ in moves]:
                chosen["move"] = moves[0][0] if moves else ""
            rounds = tuple((str(turn), f"round {turn}") for turn in range(view.round, view.rounds + 1))
            told = (("it", "that power alone"), ("all", "everybody"))
            rows += [
                Row("move", "  what", moves, chosen["move"]),
                Row("toward", "  toward", others, chosen["toward"]),
                Row("until", "  by the end of", rounds, chosen["until"]),
                Row("told", "  told to", told, chosen["told"]),
            ]
        self.query_one("#promise", Form).show_rows((*rows, *self._attaching()))

    def _attaching(self) -> tuple[Row, ...]:
        """What can go with the words, on the terms it has now; nothing where there is none."""
        found = attachable(self.view, self._ticked)
        if self._promise["about"] not in [one.id for one in found]:
            self._promise["about"] = _NOTHING
        options = ((_NOTHING, "nothing"), *((one.id, one.words) for one in found))
        return (Row("about", "With it goes", options, self._promise["about"]),) if found else ()

    def _moves(self) -> tuple[tuple[str, str], ...]:
        view = self.view
        moves = [(offer.move, lowered(offer.title)) for offer in view.offers if offer.most]
        if self._promise["kind"] == "restraint":
            categories = dict.fromkeys(offer.category for offer in view.offers if offer.most)
            return (*((name, f"all {name}") for name in categories), *moves)
        return tuple(moves)

    def _take(self, row: str, value: str) -> None:
        self._promise[row] = value
        self._show_promise()

    def _promised(self) -> Promise | None:
        chosen = self._promise
        if not chosen["kind"] or not chosen["move"]:
            return None
        given = Undertaking(
            self.view.seat, chosen["kind"], chosen["move"], chosen["toward"], int(chosen["until"])
        )
        return Promise(undertaking=given, public=chosen["told"] == "all")

    def _missing(self, text: str, promise: Promise | None) -> str:
        """What is missing before anything can be sent, in a line; empty when nothing is."""
        asks = self._promise["asks"] or self._promise["about"]
        if not text and promise is None and not asks:
            return "Write something first, or ask or promise something; esc closes."
        if (text or asks) and not self.query_one("#to", Toggles).marked:
            self.query_one("#to", Toggles).focus()
            return "To whom? Tick one power, several, or everybody: space does it."
        if promise is not None and not promise.undertaking.toward:
            self.query_one("#promise", Form).stand_on(to.Choice("toward"))
            self.query_one("#promise", Form).focus()
            return "Toward whom is the promise? Choose a power in its row, or tick one above."
        if len(text) > LONGEST:  # type: ignore[cells] # what may be sent is counted in characters
            return f"That is too long: at most {LONGEST} characters are sent."
        return ""

    async def _is_meant(self, promise: Promise, words: bool) -> bool:
        """Ask whether the promise is to be made, read in a sentence; where it cannot be, say so instead."""
        preview = await self.table.preview(promise)
        if preview.rule:
            self.notify(first(preview.message) + ".", title="Not possible", severity="warning")
            return False
        do = "Send the words and make the promise" if words else "Make the promise"
        text = f"{promise_given(self.view, promise)}.\n\n{first(BINDS)}."
        asked = ConfirmScreen("Promise this?", text, (("promise", do),), "Back to the message")
        return await self.app.push_screen_wait(asked) == "promise"

    @work
    async def action_send(self) -> None:
        """Send the words and the promise, as far as there are any; closes when both were taken.

        Words go at once; a promise only once it is confirmed, and words beside it with it.
        """
        area = self.query_one("#text", TextArea)
        text = area.text.strip()
        promise = self._promised()
        asks, about = self._promise["asks"], self._promise["about"]
        if missing := self._missing(text, promise):
            self.notify(missing)
            return
        to = self._ticked
        if promise is not None and not await self._is_meant(promise, bool(text or asks or about)):
            return
        if text or asks or about:
            receipt = await submit(self, self.table, Say(text=text, to=to, asks=asks, about=about))
            if not receipt.accepted:
                return
            area.clear()
            await keep_drafts(self.app, self.table, self._others)
        if promise is not None:
            receipt = await submit(self, self.table, promise)
            if not receipt.accepted:
                return
            self.app.notify(promise_given(self.view, promise), title="Promised")
        self.dismiss(None)

    def action_back(self) -> None:
        """Close without sending."""
        self.dismiss(None)


def _joint(view: View) -> tuple[Offer, ...]:
    """Moves that another power could propose."""
    return tuple(offer for offer in view.offers if offer.form == "joint" and offer.fewest == 1)
