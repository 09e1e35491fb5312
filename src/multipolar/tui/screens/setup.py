"""Setup: which scenario, how long, who plays whom, and the seed; as it opens it can be begun at once."""

import secrets

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen

from multipolar.domain.english import counted
from multipolar.lobby.port import ExerciseConfig, InjectCard, LessonCard, Lobby, PowerCard, ScenarioCard
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import BeginExercise
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.form import Form, Row
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.picture import Picture
from multipolar.user_errors import UserError

PERSON = "person"
USUAL_SCENARIO = "indian-ocean"
MOST_PERSONS = 3
"""More persons than this at one keyboard wait too long for their turn."""


class SetupScreen(Screen[None]):
    """Sets an exercise up; ^s begins it as it stands.

    Args:
        lobby: where the library is.
        scenario: which to offer first; empty: the usual one.
    """

    NAME = "setup"
    CSS_PATH = "setup.tcss"
    BINDINGS = bindings("setup")

    def __init__(self, lobby: Lobby, scenario: str = "") -> None:
        super().__init__()
        self._wanted = scenario or USUAL_SCENARIO
        self._lobby = lobby
        self._library: tuple[ScenarioCard, ...] = ()
        self._lessons: tuple[LessonCard, ...] = ()
        self._scenario = ""
        self._preset = ""
        self._seats: dict[str, str] = {}
        self._seed = _drawn()
        self._intent = "never"
        self._absence = "hold"
        self._lesson = 0
        self._sharing = "pass"
        self._without: frozenset[str] = frozenset()
        self._one_by_one = False

    def compose(self) -> ComposeResult:
        """The form, and what the chosen row means."""
        yield Text("New exercise", id="head")
        with Horizontal(id="body"):
            yield Form(self._take_choice, id="form")
            with VerticalScroll(id="aside", can_focus=False):
                yield Picture(id="picture")
                yield Text("", id="about")
                yield Text("", id="note")
                yield BindingButton("Begin (^s)", "start")
        yield KeyBar("setup")

    def on_mount(self) -> None:
        """Read the library."""
        self.query_one(Form).focus()
        self.read_library()

    @work(exclusive=True)
    async def read_library(self) -> None:
        """Offer what the library has."""
        try:
            self._library = await self._lobby.scenarios()
            self._lessons = await self._lobby.lessons()
        except UserError as trouble:
            self.query_one("#note", Text).update(str(trouble))
            return
        if self._library:
            known = {card.id for card in self._library}
            self._take_scenario(self._wanted if self._wanted in known else self._library[0].id)
            self.query_one(Form).action_jump(False)
        else:
            self.query_one("#note", Text).update("The library has no scenario.")

    @property
    def _card(self) -> ScenarioCard | None:
        return next((card for card in self._library if card.id == self._scenario), None)

    def _take_scenario(self, scenario: str) -> None:
        self._scenario = scenario
        card = self._card
        if card is None:
            return
        presets = [preset.id for preset in card.presets]
        self._preset = card.preset if card.preset in presets else presets[0]
        ranked = [power for power in card.powers if not power.minor]
        mine = next((power for power in ranked if power.id == card.seat), ranked[0])
        self._seats = {power.id: PERSON if power is mine else power.doctrine for power in ranked}
        self._without, self._one_by_one = frozenset(), False
        self.query_one(Picture).show_scenario(card)
        self._show_form()

    def _show_form(self) -> None:
        card = self._card
        if card is None:
            return
        doctrines = tuple((name, title) for name, title, _ in card.doctrines)
        ranked = [power for power in card.powers if not power.minor]
        persons = sum(run_by == PERSON for run_by in self._seats.values())
        rows = [
            Row(
                "scenario",
                "Scenario",
                tuple((scenario.id, scenario.title) for scenario in self._library),
                card.id,
            ),
            Row(
                "preset",
                "Length",
                tuple((p.id, f"{p.title}: {counted(p.rounds, 'round')}") for p in card.presets),
                self._preset,
                aside=next(counted(p.minutes, "minute") for p in card.presets if p.id == self._preset),
            ),
            *(
                Row(
                    power.id,
                    f"{power.id} {power.name}",
                    ((PERSON, "A person here"), *doctrines),
                    self._seats[power.id],
                    "WHO PLAYS" if place == 0 else "",
                    "" if self._seats[power.id] == PERSON else "the program",
                )
                for place, power in enumerate(ranked)
            ),
            Row("intent", "Ask for intent", _INTENTS, self._intent, "PERSONS"),
            Row("absence", "An empty seat", _ABSENCES, self._absence),
            Row(
                "lesson",
                "Clock",
                (("0", "none"), *((str(one.minutes), one.title) for one in self._lessons)),
                str(self._lesson),
                "LESSON",
                counted(self._lesson, "minute") if self._lesson else "",
            ),
            *([Row("sharing", "One keyboard", _SHARINGS, self._sharing)] if persons > 1 else []),
            *self._injects(card),
            Row("seed", "Seed", (), str(self._seed), "CHANCE", "d draws one"),
        ]
        self.query_one(Form).show_rows(tuple(rows))
        if persons > MOST_PERSONS:
            note = f"{persons} persons share this keyboard: above {MOST_PERSONS} the waiting grows long."
        elif persons > 1 and self._sharing == "teams":
            note = f"{persons} teams share this keyboard; between their turns everybody sees what is public."
        elif persons > 1:
            note = f"{persons} persons share this keyboard; a curtain falls between their turns."
        elif persons == 0:
            note = "Nobody plays: you watch what programs do."
        else:
            note = ""
        self.query_one("#note", Text).update(note)

    def _injects(self, card: ScenarioCard) -> list[Row]:
        """Injects with a content note; the others only when asked for, since their titles give much away."""
        shown = [inject for inject in card.injects if inject.note or self._one_by_one]
        rows = [
            Row(
                f"{_INJECT}{inject.id}",
                "Content note" if inject.note else f"{inject.when}: {inject.title}",
                _LEFT_OUT,
                "out" if inject.id in self._without else "in",
                "INJECTS" if place == 0 else "",
            )
            for place, inject in enumerate(shown)
        ]
        if len(card.injects) > sum(bool(inject.note) for inject in card.injects):
            value = "choose" if self._one_by_one else "all"
            rows.append(Row("injects", "Other injects", _ONE_BY_ONE, value, "" if rows else "INJECTS"))
        return rows

    # --- changing ---

    def _take_choice(self, row: str, value: str) -> None:
        match row:
            case "scenario":
                self._take_scenario(value)
            case "preset":
                self._preset = value
            case "intent":
                self._intent = value
            case "absence":
                self._absence = value
            case "seed":
                self._seed = int(value)
            case "sharing":
                self._sharing = value
            case "lesson":
                self._take_lesson(int(value))
            case "injects":
                self._take_injects(one_by_one=value == "choose")
            case inject if inject.startswith(_INJECT):
                name = frozenset((inject.removeprefix(_INJECT),))
                self._without = self._without | name if value == "out" else self._without - name
            case power:
                self._seats[power] = value
        self._show_form()
        self._explain()

    def _take_injects(self, *, one_by_one: bool) -> None:
        """What was left out while it was shown is in again when it is not."""
        self._one_by_one = one_by_one
        card = self._card
        if card is not None and not one_by_one:
            self._without &= {inject.id for inject in card.injects if inject.note}

    def _take_lesson(self, minutes: int) -> None:
        """With a lesson comes the length that fits into it; another one may be chosen after it."""
        self._lesson = minutes
        card = self._card
        plan = next((lesson for lesson in self._lessons if lesson.minutes == minutes), None)
        if card is not None and plan is not None and plan.preset in [p.id for p in card.presets]:
            self._preset = plan.preset

    def on_cell_grid_chosen(self) -> None:
        """Explain the row under the cursor."""
        self._explain()

    def _explain(self) -> None:
        card, row = self._card, self.query_one(Form).row
        if card is None or row is None:
            return
        self.query_one("#about", Text).update(_about(card, row, self._lessons))

    def action_draw_seed(self) -> None:
        """Draw another seed."""
        self._seed = _drawn()
        self._show_form()

    # --- leaving ---

    def action_start(self) -> None:
        """Begin the exercise as it is set up."""
        if self._card is None:
            return
        config = ExerciseConfig(
            self._scenario, self._preset, self._seed, dict(self._seats), self._intent, self._absence,
            self._lesson, self._sharing, tuple(sorted(self._without)),
        )  # fmt: skip
        self.app.post_message(BeginExercise(config))
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)


def _drawn() -> int:
    return secrets.randbelow(1_000_000)


_INTENTS = (("never", "never"), ("once_a_round", "once a round"), ("weighty", "every weighty move"))
_ABSENCES = (("hold", "holds"), ("default_orders", "repeats its orders"), ("doctrine", "is run by program"))


_INJECT = "inject:"
_LEFT_OUT = (("in", "is played"), ("out", "is left out"))
_ONE_BY_ONE = (("all", "all are played"), ("choose", "choose one by one"))


_SHARINGS = (("pass", "is passed on"), ("teams", "stands before teams"))


def _about(card: ScenarioCard, row: Row, lessons: tuple[LessonCard, ...]) -> str:
    match row.id:
        case "scenario":
            ranked = ", ".join(power.name for power in card.powers if not power.minor)
            minor = ", ".join(power.name for power in card.powers if power.minor)
            small = f"\n\nMinor powers, run by program: {minor}." if minor else ""
            told = (card.title, card.summary, f"Powers: {ranked}.{small}", card.disclaimer)
            return "\n\n".join(told)
        case "preset":
            preset = next(preset for preset in card.presets if preset.id == row.value)
            return (
                f"{preset.title}: {counted(preset.rounds, 'round')} in about "
                f"{counted(preset.minutes, 'minute')}, a third of them for the debrief.\n\n"
                f"Rules in play: {', '.join(preset.modules).replace('_', ' ')}."
            )
        case "intent":
            return (
                "Whoever commits a weighty decision may be asked, in a line each, what it is for, how the "
                "others will react, and how sure it is. The answers are private until the debrief, which "
                "sets them beside what came of it."
            )
        case "absence":
            return (
                "What becomes of a person's seat when nobody sits there (u on the curtain between turns): it "
                "holds, it repeats the orders it gave last, or the program plays it by the power's own "
                "doctrine until somebody is back."
            )
        case "sharing":
            return (
                "Passed on: each person sits down behind a curtain, and the clock gives everybody the same "
                "share of a phase. Before teams: while nobody is at the keyboard a projector shows the "
                "public state of things, large, and teams come up when they have made up their minds."
            )
        case "lesson":
            plan = next((lesson for lesson in lessons if str(lesson.minutes) == row.value), None)
            if plan is None:
                return (
                    "No clock runs. A lesson has one for each phase and one for the whole, with at least a "
                    "third kept for the debrief. It announces and never cuts anything off (F6)."
                )
            return (
                f"{plan.title}, {counted(plan.minutes, 'minute')}, the debrief's share among them.\n\n"
                f"{plan.summary}\n\n"
                "The clock stands in the line of keys. It announces and never cuts anything off; F6 stops "
                "it, gives more time, ends a phase, or makes the present round the last one."
            )
        case "injects":
            return (
                "Injects are events that the scenario brings in, by round or on a condition. Choosing one by "
                "one shows their titles, which gives away what will come: for whoever prepares the exercise."
            )
        case inject if inject.startswith(_INJECT):
            return _about_inject(next(one for one in card.injects if _INJECT + one.id == inject))
        case "seed":
            return (
                "The seed decides every die. The same seed, seats and choices make the same exercise, on any "
                "machine: write it down to play it again."
            )
        case _:
            power: PowerCard = next(power for power in card.powers if power.id == row.id)
            doctrine = next((text for name, _, text in card.doctrines if name == row.value), "")
            by = (
                "A person at this keyboard plays it."
                if row.value == PERSON
                else f"The program plays it: {doctrine}"
            )
            return f"{power.name}, {power.kind}\n\n{power.role}\n\n{by}"


def _about_inject(inject: InjectCard) -> str:
    told = f"{inject.note}\n\n" if inject.note else ""
    return (
        f"{told}Inject, {inject.when}. When it is left out nothing of it happens; the record says so, and a "
        "replay is the same."
    )
