"""What stands beside the record of a hosted exercise: teams with heads, suggestions, help, what was read.

None of it is part of the record; all of it survives a restart, kept beside the save. Whoever shares a seat
sees its team and its suggestions; a line of help is between one person and the facilitator alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from multipolar.server.keys import KeyStore
from multipolar.table.port import HelpLine, HelpNote, Suggestion

Given = ParamSpec("Given")
Got = TypeVar("Got")

MOST_SUGGESTIONS = 50
"""Suggestions kept in one seat and phase."""
MOST_NOTES = 200
"""Notes kept of one line of help; older ones are let go."""


_LONGEST_KEY = 64


class _Team(Struct):
    """Who has ever joined a seat, and who of them is its head; None: nobody has come yet."""

    names: list[str] = []
    head: str | None = None


class _Line(Struct):
    """What one person and the facilitator wrote to one another."""

    seat: str
    name: str
    notes: list[HelpNote] = []
    written: int = 0
    ids: list[str] = []


class _Kept(Struct):
    teams: dict[str, _Team] = {}
    moment: str = ""
    suggested: dict[str, list[Suggestion]] = {}
    lines: list[_Line] = []
    missed: list[str] | None = None
    opened: dict[str, dict[str, dict[str, int]]] = {}


def _read(text: str) -> _Kept:
    try:
        return json.decode(text, type=_Kept) if text else _Kept()
    except MsgspecError:
        # Another version's: whoever joins next is head again.
        return _Kept()


def _changes(deed: "Callable[Concatenate[Desk, Given], Got]") -> "Callable[Concatenate[Desk, Given], Got]":
    """Do something to what is kept as it stands now, whichever host wrote it, with nobody between."""

    @wraps(deed)
    def alone(desk: "Desk", /, *given: Given.args, **named: Given.kwargs) -> Got:
        with desk.changing():
            return deed(desk, *given, **named)

    return alone


class Desk:
    """What is kept beside the record.

    Args:
        store: where it is kept over a restart.
        wall: the time of day.
    """

    def __init__(self, store: KeyStore, wall: Callable[[], datetime]) -> None:
        self._store = store
        self._wall = wall
        self._kept = _read(store.load())

    def read_anew(self) -> None:
        """Know what other hosts have changed.

        Raises:
            UserError: when it cannot be read.
        """
        self._kept = _read(self._store.load())

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be the only one who changes it."""
        with self._store.changing() as text:
            if text:
                self._kept = _read(text)
            yield

    def _keep(self) -> None:
        self._store.keep(json.encode(self._kept).decode())

    # --- teams ---

    def join(self, seat: str, name: str) -> None:
        """Somebody has joined a seat; who comes first is its head."""
        if name not in self._kept.teams.setdefault(seat, _Team()).names:
            self._join(seat, name)

    @_changes
    def _join(self, seat: str, name: str) -> None:
        team = self._kept.teams.setdefault(seat, _Team())
        if name in team.names:
            return
        team.names.append(name)
        if team.head is None:
            team.head = name
        self._keep()

    def names(self, seat: str) -> tuple[str, ...]:
        """Everybody who has joined a seat, in the order of their names."""
        return tuple(sorted(self._kept.teams[seat].names)) if seat in self._kept.teams else ()

    def head(self, seat: str) -> str | None:
        """The head of a seat's delegation; None: nobody has come yet."""
        return self._kept.teams[seat].head if seat in self._kept.teams else None

    @_changes
    def lead(self, seat: str, name: str) -> None:
        """Somebody is head of a seat's delegation from now on."""
        self._kept.teams.setdefault(seat, _Team()).head = name
        self._keep()

    # --- what each person has read ---

    @_changes
    def open_channel(self, seat: str, name: str, channel: str, messages: int) -> None:
        """A person has opened a channel in which so many messages stood."""
        opened = self._kept.opened.setdefault(seat, {}).setdefault(name, {})
        if opened.get(channel, 0) < messages:
            opened[channel] = messages
            self._keep()

    def opened(self, seat: str, name: str) -> Mapping[str, int]:
        """Channel to how many messages stood in it when a person opened it last."""
        return self._kept.opened.get(seat, {}).get(name, {})

    # --- suggestions ---

    @_changes
    def suggest(self, seat: str, moment: str, suggestion: Suggestion) -> bool:
        """Put a command before the head of a seat; False when there are too many in this phase already."""
        kept = self._of(moment).setdefault(seat, [])
        key = suggestion.command.id
        if key and any(each.command.id == key for each in kept):
            return True
        if len(kept) >= MOST_SUGGESTIONS:
            return False
        kept.append(replace(suggestion, number=len(kept) + 1, state="open", word=""))
        self._keep()
        return True

    def suggestions(self, seat: str, moment: str) -> tuple[Suggestion, ...]:
        """What was suggested in a seat in a phase, and not taken up."""
        return tuple(each for each in self._of(moment).get(seat, ()) if each.state != "taken")

    @_changes
    def decide(self, seat: str, moment: str, number: int, *, taken: bool, word: str) -> bool:
        """The head takes a suggestion up, or sets it aside; False when it is open no more."""
        state = "taken" if taken else "aside"
        kept = self._of(moment).get(seat, [])
        for place, each in enumerate(kept):
            if each.number == number and each.state in ("open", state):
                kept[place] = replace(each, state=state, word=word)
                self._keep()
                return True
        return False

    def forget_suggestions(self, seat: str) -> None:
        """What was suggested in a seat is no concern of who sits there now."""
        if seat in self._kept.suggested:
            with self.changing():
                self._kept.suggested.pop(seat, None)
                self._keep()

    def _of(self, moment: str) -> dict[str, list[Suggestion]]:
        if self._kept.moment != moment:
            self._kept.moment, self._kept.suggested = moment, {}
        return self._kept.suggested

    # --- chairs that nobody is heard from ---

    def missed(self, away: Iterable[str]) -> set[str]:
        """Seats that are away because nobody was heard from; who left by its own word is none of them.

        Args:
            away: the seats that are away, for an exercise that was never hosted before.
        """
        return set(away if self._kept.missed is None else self._kept.missed) & set(away)

    def keep_missed(self, seats: Iterable[str]) -> None:
        """Keep which seats are away because nobody was heard from."""
        missed = sorted(seats)
        if missed != self._kept.missed:
            with self.changing():
                self._kept.missed = missed
                self._keep()

    # --- the help line ---

    @_changes
    def write(self, seat: str, name: str, text: str, *, asked: bool, key: str = "") -> None:
        """Write a note between a person and the facilitator.

        Args:
            seat: the person's.
            name: the person's.
            text: what is written.
            asked: whether the person wrote it; else the facilitator did.
            key: unique to the note; sent twice, it is written once.
        """
        line = self._line(seat, name)
        if line is None:
            line = _Line(seat, name)
            self._kept.lines.append(line)
        if key and key[:_LONGEST_KEY] in line.ids:
            return
        line.ids = [*line.ids, *([key[:_LONGEST_KEY]] if key else [])][-MOST_NOTES:]
        line.written += 1
        at = self._wall().isoformat(timespec="seconds")
        line.notes = [*line.notes, HelpNote(line.written, text, asked, at)][-MOST_NOTES:]
        self._keep()

    @_changes
    def read(self, seat: str, name: str, through: int, *, asked: bool) -> bool:
        """Mark notes as read; whether any was unread.

        Args:
            seat: the person's.
            name: the person's.
            through: number of the last note that was read.
            asked: whether the person reads, what the facilitator wrote; else the other way round.
        """
        line = self._line(seat, name)
        if line is None:
            return False
        fresh = [
            replace(note, read=True) if note.number <= through and note.asked != asked else note
            for note in line.notes
        ]
        changed = fresh != line.notes
        if changed:
            line.notes = fresh
            self._keep()
        return changed

    def line(self, seat: str, name: str) -> HelpLine:
        """What one person and the facilitator wrote to one another."""
        line = self._line(seat, name)
        return HelpLine(seat, name, tuple(line.notes) if line else ())

    def lines(self) -> tuple[HelpLine, ...]:
        """Every line of help, the one written to last first; for the facilitator."""
        found = [HelpLine(line.seat, line.name, tuple(line.notes)) for line in self._kept.lines]
        return tuple(sorted(found, key=lambda line: line.notes[-1].at, reverse=True))

    def _line(self, seat: str, name: str) -> _Line | None:
        return next((line for line in self._kept.lines if (line.seat, line.name) == (seat, name)), None)
