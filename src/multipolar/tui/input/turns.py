"""Whose turn it is at this keyboard, and what should be on the screen (rulebook §2).

Several persons may share one keyboard: one plays until it is ready, then a curtain falls until the next
has taken its place. Pure book-keeping over views; the app shows what `Turns.scene` names.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from multipolar.domain.model.views import IntentAsked, Seen, View
from multipolar.domain.vocabulary import CONTROL
from multipolar.table.port import Table, Update

ROUND_PHASES = ("adjudication", "crisis", "assessment", "situation")
"""Phases in which the program reports: their news are read in the assessment."""


class Scene(NamedTuple):
    """What should be shown: a screen by its name, to the person in a seat."""

    screen: str
    seat: str


class SeatHere:
    """A seat held at this keyboard: its table, what it saw, and how far it has been shown that.

    Args:
        table: of the seat.
        is_new: whether its person has come late, and has not read the role.
    """

    def __init__(self, table: Table, *, is_new: bool = False) -> None:
        self.table = table
        self.view: View = table.view
        self.news: list[Seen] = []
        self.told = self.view.number
        # The facilitator has no role to read.
        self.has_read_brief = (self.view.phase != "briefing" and not is_new) or self.view.seat == CONTROL
        self.has_seen_debrief = False
        self.answered = ""
        self.asked_about: set[str] = set()

    @property
    def question(self) -> IntentAsked | None:
        """A weighty decision of this deliberation whose intent has not been asked about yet."""
        if self.view.phase != "deliberation":
            return None
        return next((asked for asked in self.view.asks if asked.about not in self.asked_about), None)

    @property
    def is_asked(self) -> bool:
        """Whether the exercise waits for a person here."""
        return self.view.asked and self.view.seat not in self.view.away

    @property
    def unread(self) -> tuple[Seen, ...]:
        """What the program reported and the person has not been shown."""
        return tuple(seen for seen in self.news if seen.number > self.told and seen.phase in ROUND_PHASES)

    @property
    def has_report(self) -> bool:
        """Whether a round's decisions fell since the person last looked."""
        unread = self.unread
        if self.view.phase == "crisis":
            return self.view.exchange <= 1 and any(seen.phase == "adjudication" for seen in unread)
        return any(seen.phase in ("adjudication", "assessment", "crisis") for seen in unread)

    @property
    def is_asked_in_crisis(self) -> bool:
        """Whether a crisis waits for the seat's response in this exchange."""
        return any(crisis.choices and not crisis.chosen for crisis in self.view.crises)

    def report(self) -> tuple[Seen, ...]:
        """The news of the last round and of the one that has begun, for reading again."""
        now = self.view.round
        return tuple(
            seen
            for seen in self.news
            if seen.phase in ROUND_PHASES and (seen.round == now or seen.round == now - 1)
        )


class Turns:
    """The seats at this keyboard, and which of them sits there now.

    Args:
        tables: a table for each seat, in the scenario's order.
        new: seats whose persons have come late.
    """

    def __init__(self, tables: Mapping[str, Table], new: Sequence[str] = ()) -> None:
        self.seats = {seat: SeatHere(table, is_new=seat in new) for seat, table in tables.items()}
        self.now = self._next_asked("") or next(iter(self.seats))
        self.is_covered = len(self.seats) > 1

    @property
    def here(self) -> SeatHere:
        """The seat at the keyboard."""
        return self.seats[self.now]

    def receive(self, seat: str, update: Update) -> None:
        """Take in what a table's follower was sent."""
        seat_here = self.seats[seat]
        seat_here.view = update.view
        last = seat_here.news[-1].number if seat_here.news else 0
        seat_here.news += [seen for seen in update.news if seen.number > last]

    def scene(self) -> Scene:
        """What should be on the screen now."""
        here = self.here
        if here.view.debrief is None:
            if self.is_covered:
                return Scene("curtain", self.now)
            if not here.is_asked:
                other = self._next_asked(self.now)
                if other:
                    return Scene("curtain", other)
            if not here.has_read_brief:
                return Scene("brief", self.now)
        if here.has_report:
            return Scene("assessment", self.now)
        if here.view.debrief is not None and not here.has_seen_debrief:
            return Scene("debrief", self.now)
        if here.is_asked_in_crisis and here.answered != here.view.moment:
            return Scene("crisis", self.now)
        if here.question is not None:
            return Scene("intent", self.now)
        return Scene("table", self.now)

    def sit_down(self, seat: str) -> None:
        """The person of a seat has taken the keyboard."""
        self.now = seat
        self.is_covered = False

    def arrange(self, tables: Mapping[str, Table], taken: str = "") -> None:
        """Other persons have seats here than before.

        Args:
            tables: a table for each seat, in the scenario's order.
            taken: the seat of a person who has just come, and sits down next.
        """
        known = self.seats
        self.seats = {
            seat: known[seat] if seat in known else SeatHere(table, is_new=True)
            for seat, table in tables.items()
        }
        now = taken or self.now
        if now != self.now or now not in self.seats:
            self.now = now if now in self.seats else self._next_asked("") or next(iter(self.seats))
            self.is_covered = len(known) > 1 or len(self.seats) > 1

    def hand_over(self) -> bool:
        """Cover the screen for the next seat, ready or not; False when there is no other."""
        order = list(self.seats)
        if len(order) < 2:
            return False
        following = order[(order.index(self.now) + 1) % len(order)]
        # From one curtain to the next every seat comes by, also one that its person has left.
        self.now = following if self.is_covered else self._next_asked(self.now) or following
        self.is_covered = True
        return True

    def _next_asked(self, after: str) -> str:
        """The next seat that the exercise waits for, in the order of seats; empty when there is none."""
        order = list(self.seats)
        start = order.index(after) + 1 if after in self.seats else 0
        turned = [*order[start:], *order[:start]]
        return next((seat for seat in turned if seat != after and self.seats[seat].is_asked), "")
