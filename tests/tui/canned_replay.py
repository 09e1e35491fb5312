"""A canned record: twelve events of two rounds, with marks, notes, and nothing behind them."""

from msgspec.structs import replace

from multipolar import user_errors
from multipolar.domain.model import views as v
from multipolar.domain.model.events import Change
from multipolar.table import port
from tests.tui import canned_parts as parts
from tests.tui.canned import OPENING, TABLE, CannedTable

_TOLD: tuple[tuple[int, str, str, str, int, int], ...] = (
    (0, "briefing", "phase_began", "Briefing: read your role", 1, 0),
    (1, "situation", "phase_began", "Round 1 began", 1, 0),
    (1, "deliberation", "phase_began", "Deliberation: talk, propose, order", 1, 2),
    (1, "deliberation", "proposal_tabled", "India proposes: Hotline with China", 2, 0),
    (1, "deliberation", "money_reserved", "1 capital and 0 resources are set aside for hotline", 0, 4),
    (1, "deliberation", "initiative_moved", "India: Hotline with China was declined by China", 2, 4),
    (1, "adjudication", "phase_began", "Adjudication: everything agreed or ordered resolves", 1, 0),
    (1, "adjudication", "initiative_resolved", "China: Port visit with Sri Lanka: breakthrough", 6, 0),
    (1, "assessment", "phase_began", "Assessment of the round", 1, 7),
    (2, "situation", "phase_began", "Round 2 began", 1, 9),
    (2, "situation", "crisis_began", "Crisis: Incident at sea (China and India)", 7, 8),
    (2, "deliberation", "phase_began", "Deliberation: talk, propose, order", 1, 10),
)
_MOVED = {8: (Change("trust(LKA,CHN)", 3, "breakthrough"), Change("trust(IND,LKA)", -2, "rival of China"))}
_DICE = ("2d6: 6 + 5, modifiers +1 → 12", "+1 relations are cooperative")
STOPS = tuple(
    port.Stop(number, turn, phase)
    for number, (turn, phase, kind, *_) in enumerate(_TOLD, start=1)
    if kind == "phase_began"
)
MARKS = (
    v.Mark(8, 1, "roll", _TOLD[7][3], 6),
    v.Mark(11, 2, "crisis", _TOLD[10][3], 7),
)


def events(last: int = len(_TOLD)) -> tuple[v.Seen, ...]:
    """The first events of the record."""
    return tuple(
        v.Seen(number, turn, phase, kind, "IND", text, cause, "", weight, (), _MOVED.get(number, ()),
               _DICE if number == 8 else ())
        for number, (turn, phase, kind, text, weight, cause) in enumerate(_TOLD[:last], start=1)
    )  # fmt: skip


class CannedReplay(CannedTable):
    """A record that remembers what was asked of it.

    Args:
        last: how many events there are at first; with fewer than there could be it is live.
        problem: what is wrong with the rest of it.
        trouble: what growing, pinning and branching say instead of doing so.
    """

    def __init__(self, last: int = len(_TOLD), problem: str = "", trouble: str = "") -> None:
        super().__init__()
        self.sought: list[int] = []
        self.looked_as: list[str] = []
        self.pinned: list[str] = []
        self.branched: list[str] = []
        self._last = last
        self._at = 1
        self._seat = "control"
        self._problem = problem
        self._trouble = trouble

    @property
    def seat(self) -> str:
        return self._seat

    @property
    def view(self) -> v.View:
        now = self.now
        base = TABLE if now.round > 1 else OPENING
        return replace(
            base,
            seat="IND" if self._seat == "IND" else "control",
            round=now.round,
            phase=now.phase,
            moment=f"{now.round}.{now.phase}",
            rounds=2,
            number=self._at,
            numbers=parts.numbers(now.round),
        )

    @property
    def seats(self) -> tuple[str, ...]:
        return ("control", "IND", "CHN", "observer")

    @property
    def names(self) -> dict[str, str]:
        return {"IND": "India", "CHN": "China"}

    @property
    def at(self) -> int:
        return self._at

    @property
    def last(self) -> int:
        return self._last

    @property
    def is_live(self) -> bool:
        return self._last < len(_TOLD) and not self.closed and not self._problem

    @property
    def problem(self) -> str:
        return self._problem

    @property
    def now(self) -> v.Seen:
        return events()[self._at - 1]

    @property
    def news(self) -> tuple[v.Seen, ...]:
        return events(self._at)

    @property
    def stops(self) -> list[port.Stop]:
        return [stop for stop in STOPS if stop.number <= self._last]

    @property
    def marks(self) -> list[v.Mark]:
        found = [mark for mark in MARKS if mark.number <= self._last]
        if self._seat == "control":
            return found
        return [
            mark if mark.number <= self._at else v.Mark(mark.number, mark.round, "", "") for mark in found
        ]

    async def why(self, target: str) -> v.Explanation:
        found = await super().why(target)
        first = replace(found.steps[0], seq=6, cause=4)
        return replace(found, steps=(first, *found.steps[2:]), value=27)

    def look_as(self, seat: str) -> None:
        self.looked_as.append(seat)
        self._seat = seat

    def seek(self, number: int) -> None:
        self.sought.append(number)
        self._at = min(max(1, number), self._last)

    async def grow(self) -> bool:
        if self.is_live and self._trouble:
            raise user_errors.UserError(self._trouble)
        if not self.is_live:
            return False
        self._last += 1
        return True

    @property
    def pins(self) -> list[port.Pin]:
        return [port.Pin(4, 1, "control", text) for text in self.pinned]

    async def pin(self, text: str) -> None:
        if self._trouble:
            raise user_errors.UserError(self._trouble)
        self.pinned.append(text)

    async def branch(self, seat: str) -> str:
        if self._trouble:
            raise user_errors.UserError(self._trouble)
        self.branched.append(seat)
        return "n3w"
