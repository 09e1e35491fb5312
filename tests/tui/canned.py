"""Canned views, a table and a lobby: what screens are tested from, with no rules behind them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from multipolar import user_errors
from multipolar.domain.errors import Unreadable
from multipolar.domain.model import views as v
from multipolar.domain.model.commands import (
    Absence,
    AnyCommand,
    Counter,
    Order,
    Propose,
    Ready,
    Respond,
    StateIntent,
    Terms,
)
from multipolar.domain.model.events import Change, ModifierRead
from multipolar.engine.clock import ClockRead, LessonPlan
from multipolar.lobby import port as lobby_port
from multipolar.table import port
from tests.tui import canned_parts as parts

OUTCOMES = ("setback", "limited", "success", "breakthrough")
STORY = (
    "Half the world's oil and a third of its trade cross the Indian Ocean. No power is strong enough to "
    "order it alone, and none trusts another to."
)

TABLE = v.View(
    seat="IND",
    exercise="k3x9w2",
    title="Indian Ocean",
    disclaimer="Secret objectives are invented for play and say nothing about the policy of any state.",
    story=STORY,
    preset="standard",
    modules=("core", "covert", "leaks", "frameworks"),
    moment="3.deliberation",
    round=3,
    rounds=6,
    phase="deliberation",
    exchange=0,
    calendar="1st half 2028",
    ready=False,
    asked=True,
    number=57,
    numbers=parts.numbers(3),
    opening=parts.numbers(0),
    past=parts.past(3),
    income=(6, 4),
    carry=3,
    powers=parts.POWERS,
    relations=parts.RELATIONS,
    theatres=parts.THEATRES,
    threats=parts.THREATS,
    frameworks=parts.FRAMEWORKS,
    initiatives=parts.INITIATIVES,
    agreements=parts.AGREEMENTS,
    crises=(),
    pledges=parts.PLEDGES,
    messages=parts.MESSAGES,
    notices=parts.NOTICES,
    objectives=parts.OBJECTIVES,
    brief=parts.BRIEF,
    standing=v.Standing("IND", 18, 12, 11, 41, 35, 0, 45),
    offers=parts.offers(),
    debrief=None,
)
"""Round 3 of 6, deliberation, seen from India: a table with something of everything."""

PUBLIC = replace(
    TABLE,
    seat="observer",
    number=31,
    numbers={
        target: value
        for target, value in parts.numbers(3).items()
        if not target.startswith(("trust(", "capital(", "resources(", "national(", "dependence("))
    },
    initiatives=tuple(found for found in parts.INITIATIVES if found.state in ("under_way", "completed")),
    notices=(),
    objectives=(),
    messages=(),
    brief=None,
    standing=None,
    offers=(),
    asked=False,
)
"""The same as everybody may see it."""

OPENING = replace(
    TABLE,
    moment="1.deliberation",
    round=1,
    calendar="1st half 2027",
    number=3,
    numbers=parts.numbers(0),
    past=parts.past(1),
    initiatives=(),
    agreements=parts.AGREEMENTS[:1],
    pledges=(),
    messages=(),
    notices=(),
)
"""Round 1, nothing said or done yet."""

BRIEFING = replace(OPENING, moment="0.briefing", round=0, phase="briefing", offers=(), number=2)
"""Before the first round: each reads its brief."""

LATE = replace(
    TABLE,
    moment="6.deliberation",
    round=6,
    calendar="2nd half 2029",
    number=412,
    numbers=parts.numbers(6),
    past=parts.past(6),
    initiatives=tuple(
        replace(
            found,
            id=f"{turn}{found.id[1:]}",
            tabled=turn,
            state=found.state if turn == 6 else "completed",
            outcome=found.outcome if turn == 6 else OUTCOMES[turn % 4],
            open_to_me=found.open_to_me and turn == 6,
            mine=found.mine and turn == 6,
        )
        for turn in range(1, 7)
        for found in parts.INITIATIVES
    ),
    messages=tuple(replace(said, round=turn) for turn in range(1, 7) for said in parts.MESSAGES),
    agreements=tuple(
        replace(found, id=f"{found.id}.{turn}", since=turn) for turn in range(4) for found in parts.AGREEMENTS
    ),
)
"""The last round of a full exercise: long lists everywhere."""

CONFRONTATION = v.CrisisSeen(
    id="K1",
    template="incident_at_sea",
    title="Incident at sea",
    kind="confrontation",
    parties=("CHN", "IND"),
    theatre="bay_of_bengal",
    text="A destroyer and a survey ship's escort came within forty metres off Great Nicobar. Each says the "
    "other turned first. Both captains are still there.",
    stakes="who may sail where, unasked",
    stage="acute",
    began=3,
    exchange=2,
    exchanges=3,
    severity=0,
    advantage=(0, 1),
    mediator="IDN",
    revealed=(
        ("CHN", "press", ""),
        ("IND", "hold", ""),
        ("USA", "back", "IND"),
        ("IDN", "mediate", ""),
        ("FRA", "stay_out", ""),
    ),
    choices=parts.choices("confrontation"),
    chosen="",
    calm=(
        ModifierRead("relationship", -1, "relations are strained"),
        ModifierRead("mediator", 1, "Indonesia mediates"),
        ModifierRead("hotline", 0, "no hotline between them"),
    ),
)
EMERGENCY = v.CrisisSeen(
    id="K2",
    template="piracy_surge",
    title="Piracy surge",
    kind="emergency",
    parties=("SYC", "IND"),
    theatre="west_indian_ocean",
    text="Four ships in nine days. Crews sit in the hold of a trawler off Hobyo, and insurers "
    "have stopped quoting.",
    stakes="trade, and whose patrols are thanked",
    stage="acute",
    began=3,
    exchange=2,
    exchanges=3,
    severity=61,
    advantage=(0, 0),
    mediator="",
    revealed=(),
    choices=parts.choices("emergency"),
    chosen="",
    calm=(),
)
CRISIS = replace(
    TABLE,
    moment="3.crisis.2",
    phase="crisis",
    exchange=2,
    crises=(CONFRONTATION, EMERGENCY),
    offers=(),
    number=71,
)
"""The second exchange of round 3: an incident at sea and a piracy surge, India asked in both."""

STANDINGS = tuple(
    v.Standing(*row)
    for row in (
        ("FRA", 40, 17, 13, 70, 56, 1, 40, 80),
        ("IND", 34, 15, 12, 61, 46, 2, 45, 77),
        ("IDN", 30, 14, 13, 57, 42, 3, 50, 75),
        ("USA", 27, 12, 12, 51, 41, 4, 35, 82),
        ("CHN", 24, 13, 2, 39, 33, 5, 30, 85),
        ("ZAF", 21, 12, 12, 45, 32, 6, 55, 72),
    )
)
DEBRIEF = replace(
    LATE,
    moment="6.debrief",
    phase="debrief",
    asked=False,
    offers=(),
    numbers=parts.numbers(6) | {"architecture(all)": 50},
    past=(*parts.past(6), parts.numbers(6) | {"architecture(all)": 50}),
    standing=STANDINGS[1],
    debrief=v.Debrief(
        how="complete",
        standings=STANDINGS,
        disclosures=tuple(
            v.Disclosure(
                power.id,
                "person" if power.id == "IND" else "hedger",
                parts.OBJECTIVES if power.id in ("IND", "FRA", "CHN") else (),
                {other.id: 50 for other in parts.POWERS if other.id != power.id},
            )
            for power in parts.POWERS
        ),
        lessons=(
            v.Lesson("Channels built beforehand decide crises.", ("hotline",), ("crisis_moved",)),
            v.Lesson("Trust is slow to build and quick to lose.", (), ("relationship_moved",)),
            v.Lesson("Shared threats invite free riding.", ("counter_piracy",), ()),
        ),
        least=40,
        questions=(
            ("Trust is slow to build and quick to lose", "Which broken promise cost most, and whom?"),
            ("Shared threats need shared effort", "Who gained from patrols that others paid for?"),
            ("A new partner unsettles an old ally", "Where did a tie with one close a door with another?"),
        ),
    ),
)
"""The exercise is over and everything may be known."""

REFUSED = v.Receipt(False, "money", "this costs 3 resources, and you have 2 left; withdraw something first")
"""What a refused command is answered."""

NEWS = (
    v.Seen(40, 2, "adjudication", "initiative_resolved", "IND", "Military visit with Maldives: setback", 31,
           "2.IND.visit_exchange.MDV", 4, ("IND", "MDV"), (Change("trust(IND,MDV)", -1, "setback"),),
           ("2d6: 2 + 3, modifiers +1 → 6", "+1 base of the move", "+0 relations are correct")),
    v.Seen(43, 2, "assessment", "relationship_moved", "control",
           "India and United States: relations warmed from cooperative to partner", 38, "IND-USA", 5,
           ("IND", "USA"), (Change("relationship(IND,USA)", 1, "warmth 41"),)),
    v.Seen(47, 2, "assessment", "round_scored", "control", "Round 2: architecture score 49", 0, "2", 3, (),
           ()),
    v.Seen(51, 3, "situation", "inject_released", "control", "A cable is cut off Jakarta", 0, "cable_cut", 6,
           ("IDN",), ()),
    v.Seen(55, 3, "deliberation", "message_sent", "CHN",
           "China to all: China's presence in the ocean serves the safety of all who trade on it.", 0, "", 2,
           ("CHN",), ()),
)  # fmt: skip

PREVIEW = v.Preview(
    title="Joint exercise",
    costs=(("IND", 1, 2), ("IDN", 1, 1)),
    modifiers=(
        ModifierRead("base", 1, "base of the move"),
        ModifierRead("relationship", 1, "relations are cooperative"),
        ModifierRead("interoperability", 1, "you have drilled together (interoperability 33)"),
        ModifierRead("governance", -1, "governance gap of 22"),
    ),
    total=2,
    chances=(6, 15, 9, 6),
    effects=(
        v.ExpectedChange("trust(IND,IDN)", (-2, 1, 3, 5), "India's trust in Indonesia"),
        v.ExpectedChange("interoperability(IDN,IND)", (0, 2, 4, 6), "interoperability of both"),
    ),
    reactions=(v.Reaction("CHN", "trust(CHN,IND)", (0, -1, -2, -3), "rival of India"),),
    resolves=3,
    notes=("it ends with this round",),
)
CRISIS_PREVIEW = v.Preview(
    title="Press",
    costs=(("IND", 1, 0),),
    modifiers=CONFRONTATION.calm,
    against=(
        v.Against("concede", 0, 0, 36, "you prevail; the crisis ends"),
        v.Against("ease", 6, 20, 10),
        v.Against("hold", 10, 20, 6),
        v.Against("press", 21, 14, 1),
        v.Against("mobilise", 30, 6, 0),
    ),
    notes=("raise the pressure by one",),
)
WHY = v.Explanation(
    target="trust(IND,CHN)",
    title="India's trust in China",
    value=24,
    start=30,
    steps=(
        v.Reason(1, 18, -4, "China declined the hotline", 12, ("India proposed a hotline",)),
        v.Reason(2, 33, -3, "China trained Bangladesh's navy", 29, ("China and Bangladesh agreed",)),
        v.Reason(2, 0, 1, "causes not known to you", 0),
    ),
)
WHY_OF_A_PAIR = v.Explanation(
    target="relationship(CHN,IND)",
    title="relationship of China and India",
    value=2,
    start=2,
    steps=(),
    said="strained (2 of 6)",
    said_first="strained (2 of 6)",
    origin=(
        "The scenario begins China and India as strained.",
        "2020: Twenty Indian soldiers died in the Galwan valley. (Hindustan Times, 17 June 2020)",
    ),
    outlook=(
        "It rises to correct at a warmth of 14 or more.",
        "It falls to adversarial at -20 or less.",
        "Warmth is the lower trust of the two less half the tension; the other's trust is not known to you.",
    ),
)
ADVICE = (
    v.Advice(
        Propose(move="joint_exercise", partners=("IDN",), terms=Terms(domain="maritime")),
        "Joint exercise with Indonesia",
        "it builds what a partner at Malacca needs, and nobody minds much",
        14,
    ),
    v.Advice(Order(move="reform_governance"), "Reform governance", "two modifiers hang on it for years", 9),
    v.Advice(
        Counter(initiative="3.FRA.licensed_production.IND", version=2, terms=Terms(safeguards="light")),
        "Counter licensed production with light safeguards",
        "strict ones cost autonomy",
        6,
    ),
)
TURNING_POINTS = tuple(
    v.TurningPoint(
        turn,
        turn * 30,
        text,
        ("India and Sri Lanka signed", "a survey ship came"),
        9 - turn,
        (Change("tension(CHN,IND)", 9 - turn, "rivals"), Change("trust(IND,CHN)", -turn, "rivals")),
    )
    for turn, text in enumerate(
        (
            "China and Sri Lanka signed a support arrangement",
            "India and France agreed on engines",
            "A collision off Great Nicobar was settled through Indonesia",
            "The piracy wave broke off Socotra",
            "Maldives turned to China",
        ),
        start=1,
    )
)


class CannedTable:
    """A table that answers from the can and remembers what was submitted.

    Args:
        view: what it shows.
        receipt: how it answers every command; None: accepted.
        foreseen: how it answers every preview; None: as a move or a response.
    """

    def __init__(
        self, view: v.View = TABLE, receipt: v.Receipt | None = None, foreseen: v.Preview | None = None
    ) -> None:
        self._foreseen = foreseen
        self._view = view
        self._receipt = receipt
        self._updates: asyncio.Queue[port.Update] = asyncio.Queue()
        self.submitted: list[AnyCommand] = []
        self.previewed: list[AnyCommand] = []
        self.asked_why: list[str] = []
        self.drafted: list[AnyCommand] = []
        self.closed = False

    @property
    def seat(self) -> str:
        return self._view.seat

    @property
    def exercise(self) -> str:
        return self._view.exercise

    @property
    def view(self) -> v.View:
        return self._view

    def show(self, view: v.View, news: tuple[v.Seen, ...] = ()) -> None:
        """Let another view come, as if something had happened."""
        self._view = view
        self._updates.put_nowait(port.Update(view, news))

    async def submit(self, command: AnyCommand) -> v.Receipt:
        self.submitted.append(command)
        if self._receipt is not None:
            return self._receipt
        if isinstance(command, Ready):
            self.show(replace(self._view, ready=command.ready, asked=not command.ready))
        if isinstance(command, Absence):
            others = tuple(seat for seat in self._view.away if seat != self.seat)
            self.show(replace(self._view, away=(*others, self.seat) if command.away else others))
        if isinstance(command, StateIntent):
            asks = tuple(found for found in self._view.asks if found.about != command.about)
            self.show(replace(self._view, asks=asks))
        return v.Receipt(True, id=command.id)

    async def follow(self) -> AsyncIterator[port.Update]:
        yield port.Update(self._view, NEWS if self._view.number > 50 else ())
        while True:
            yield await self._updates.get()

    async def previews(self, commands: Sequence[AnyCommand]) -> tuple[v.Preview, ...]:
        return tuple([await self.preview(command) for command in commands])

    async def preview(self, command: AnyCommand) -> v.Preview:
        self.previewed.append(command)
        if self._foreseen is not None:
            return self._foreseen
        return CRISIS_PREVIEW if isinstance(command, Respond) else PREVIEW

    async def why(self, target: str) -> v.Explanation:
        self.asked_why.append(target)
        if target not in self._view.numbers:
            raise Unreadable("number", f"you know no number '{target}'")
        return WHY_OF_A_PAIR if target == WHY_OF_A_PAIR.target else replace(WHY, target=target)

    async def record(self, since: int = 0) -> tuple[v.Seen, ...]:
        return tuple(seen for seen in NEWS if seen.number > since and seen.number <= self._view.number)

    async def advise(self, doctrine: str = "") -> tuple[v.Advice, ...]:
        return ADVICE

    async def drafts(self) -> tuple[AnyCommand, ...]:
        return tuple(self.drafted)

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        self.drafted = list(drafts)

    async def turning_points(self) -> tuple[v.TurningPoint, ...]:
        return TURNING_POINTS

    async def close(self) -> None:
        self.closed = True


class CannedSession:
    """An exercise open on this machine, with canned tables."""

    def __init__(self, *tables: CannedTable) -> None:
        self.canned = {table.seat: table for table in tables or (CannedTable(),)}
        self.lesson: LessonPlan | None = None
        self.shared_clock: ClockRead | None = None
        self.shared = "pass"
        self.seen_by_all = CannedTable(PUBLIC)
        self.directed: list[str] = []
        self.used = ""
        self.closed = False
        self.gone = ""
        self.trouble: type[user_errors.UserError] = user_errors.Gone
        self.full: tuple[str, ...] = ()
        self.moved_to: list[str] = []

    @property
    def exercise(self) -> str:
        return "k3x9w2"

    @property
    def tables(self) -> dict[str, port.Table]:
        return dict(self.canned)

    @property
    def control(self) -> None:
        return None

    @property
    def plan(self) -> LessonPlan | None:
        return self.lesson

    @property
    def sharing(self) -> str:
        return self.shared

    def time_used(self) -> str:
        return self.used

    def keep_time_used(self, text: str) -> None:
        self.used = text

    def heed_line(self, tell: Callable[[str], None]) -> None:
        self.tell_line = tell

    async def public(self) -> port.Table:
        return self.seen_by_all

    async def settle(self) -> None:
        if self.gone:
            raise self.trouble(self.gone)

    async def move_to(self, place: str) -> str:
        if place in self.full:
            raise user_errors.UserError(f"{place} cannot be written to")
        self.moved_to.append(place)
        self.gone = ""
        return f"k3x9w2 in {place}"

    async def end_phase(self, reason: str) -> v.Receipt:
        self.directed.append(f"end phase: {reason}")
        return v.Receipt(True)

    def read_clock(self) -> ClockRead | None:
        return self.shared_clock

    async def set_clock(self, deed: str, minutes: int = 0, reason: str = "") -> v.Receipt:
        self.directed.append(f"{deed} {minutes}".removesuffix(" 0"))
        return v.Receipt(True)

    async def make_last_round(self, reason: str) -> v.Receipt:
        self.directed.append(f"last round: {reason}")
        return v.Receipt(True)

    async def take_seat(self, seat: str, reason: str = "") -> v.Receipt:
        self.directed.append(f"take {seat}")
        self.canned[seat] = CannedTable(replace(next(iter(self.canned.values())).view, seat=seat))
        return v.Receipt(True)

    async def give_seat(self, seat: str, reason: str = "") -> v.Receipt:
        self.directed.append(f"give {seat}")
        await self.canned.pop(seat).close()
        return v.Receipt(True)

    async def close(self) -> None:
        self.closed = True


SCENARIO = lobby_port.ScenarioCard(
    id="indian-ocean",
    title="Indian Ocean",
    summary="Six ranked powers and four small states share the sea lanes from Hormuz to Malacca.",
    story=STORY,
    disclaimer=TABLE.disclaimer,
    powers=tuple(
        lobby_port.PowerCard(
            power.id, power.name, power.kind, power.minor, power.profile,
            {"FRA": "bridge_builder", "CHN": "revisionist"}.get(power.id, "hedger"),
            power.longitude, power.latitude,
        )
        for power in parts.POWERS
    ),
    presets=(
        lobby_port.PresetCard("intro", "Introduction", 4, 45, ("core",)),
        lobby_port.PresetCard("standard", "Standard", 6, 90, ("core", "covert", "leaks", "frameworks")),
        lobby_port.PresetCard("full", "Half a day", 8, 240, ("core", "covert", "leaks", "frameworks")),
    ),
    doctrines=(
        ("bridge_builder", "Bridge-builder", "Builds trust and channels with everybody."),
        ("hedger", "Hedger", "Deals with all sides and commits itself late."),
        ("revisionist", "Revisionist", "Wants more than the order gives it."),
        ("random", "Random legal play", "Does anything the rules allow, by chance."),
    ),
    preset="standard",
    seat="IND",
    theatres=parts.THEATRES,
    teaches=("Channels built beforehand decide crises.", "Trust is slow to build and quick to lose."),
)  # fmt: skip
SAVES = (
    lobby_port.SaveCard("k3x9w2", "Indian Ocean", "indian-ocean", "standard", "3.deliberation", 6, 57,
                  datetime(2027, 11, 2, 19, 40, tzinfo=UTC),
                  (("IND", "person"), ("CHN", "revisionist")), False, False),
    lobby_port.SaveCard("b7q1m0", "Indian Ocean", "indian-ocean", "intro", "4.debrief", 4, 388,
                  datetime(2027, 10, 30, 10, 5, tzinfo=UTC),
                  (("USA", "person"), ("FRA", "person")), True, False),
    lobby_port.SaveCard("example", "Indian Ocean", "indian-ocean", "standard", "6.debrief", 6, 1204,
                  datetime(2027, 9, 1, tzinfo=UTC), (("IND", "hedger"),), True, True),
)  # fmt: skip


LESSONS = (
    lobby_port.LessonCard("single", "One lesson", 50, "intro", "Four short rounds."),
    lobby_port.LessonCard("double", "A double lesson", 90, "standard", "Six rounds at a brisk pace."),
)


class CannedLobby:
    """A lobby that remembers what was begun and taken up.

    Args:
        session: what `begin` and `resume` open.
        saves: the list of saves.
        trouble: what all say instead of opening anything.
        replay: what `replay` and `watch` open.
    """

    def __init__(
        self,
        session: CannedSession | None = None,
        saves: tuple[lobby_port.SaveCard, ...] = SAVES,
        trouble: str = "",
        replay: port.Replay | None = None,
    ) -> None:
        self.session = session or CannedSession()
        self._replay = replay
        self._saves = saves
        self._trouble = trouble
        self.begun: list[lobby_port.ExerciseConfig] = []
        self.resumed: list[str] = []
        self.found_amiss: tuple[str, ...] = ()
        self.come_back = ""
        self.closed = False
        self.gone_over: list[str] = []

    async def scenarios(self) -> tuple[lobby_port.ScenarioCard, ...]:
        return (SCENARIO,)

    async def lessons(self) -> tuple[lobby_port.LessonCard, ...]:
        return LESSONS

    async def saves(self) -> tuple[lobby_port.SaveCard, ...]:
        return self._saves

    async def begin(self, opening: lobby_port.ExerciseConfig) -> lobby_port.Session:
        self.begun.append(opening)
        return self._open()

    def close(self) -> None:
        self.closed = True

    async def amiss(self) -> tuple[str, ...]:
        return self.found_amiss

    async def resume(
        self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()
    ) -> lobby_port.Session:
        if self.come_back and not from_here:
            raise user_errors.ComeBack(self.come_back)
        self.resumed.append(" ".join((exercise, *persons)))
        return self._open()

    def _open(self) -> lobby_port.Session:
        if self._trouble:
            raise user_errors.UserError(self._trouble)
        return self.session

    async def replay(self, exercise: str) -> port.Replay:
        self.gone_over.append(exercise)
        if self._trouble or self._replay is None:
            raise user_errors.UserError(self._trouble or "there is no such save")
        return self._replay

    async def watch(self, opening: lobby_port.ExerciseConfig) -> port.Replay:
        self.begun.append(opening)
        return await self.replay("")
