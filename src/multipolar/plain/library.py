"""A library line by line: exercises are begun, taken up, watched over and closed from a keyboard or a script.

What is asked for goes to the port `wire.library.LibraryDesk`, be it in this program or across a network.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

import msgspec

from multipolar.cells import cut
from multipolar.domain.english import counted
from multipolar.plain.acts import split_line
from multipolar.plain.keyboard import LONGEST, as_typed, not_utf8
from multipolar.plain.naming import nearest
from multipolar.plain.output import Output, Reply
from multipolar.user_errors import UserError
from multipolar.wire.library import (
    SEAT,
    ExerciseOpen,
    ExerciseRequest,
    LibraryDesk,
    SaveOffered,
    ScenarioOffered,
    SeatOpen,
)

MANUAL = (
    "exercises: what is open, with who is there",
    "codes EXERCISE: its codes; an exercise is named by its number, or the beginning of its id",
    "scenarios: what may be begun, with lengths and powers",
    "begin SCENARIO [preset=NAME] [seats=IND,CHN] [seed=N] [lesson=MINUTES] [absence=HOW] [nameless=yes]",
    "saves: what may be taken up again; open SAVE: take it up",
    "reissue EXERCISE SEAT: take a code back, sign out who sits there, and issue another",
    "revoke EXERCISE SEAT: take a code back, sign out who sits there; nobody sits down until it is reissued",
    "end EXERCISE: close it for all; it stays as a save",
    "quit: leave this console; what is open stays open",
)
_STATES = {"nobody": "nobody yet", "lost": "not heard from"}


class _Wrong(Exception):
    """A line that cannot be understood.

    Args:
        said: what is wrong with it.
    """

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class _Told:
    """What is answered to a line: a sentence, what was asked for, and the same as data."""

    def __init__(self, said: str, lines: Sequence[str] = (), data: object = None) -> None:
        self.said, self.lines = said, tuple(lines)
        found = None if data is None else msgspec.to_builtins(data)
        self.data: Mapping[str, Any] | None = {"items": found} if isinstance(found, list) else found


async def look_after(desk: LibraryDesk, lines: AsyncIterator[str], voice: Output) -> None:
    """Answer line after line, until they end or one says `quit`.

    Args:
        desk: the library.
        lines: what is written.
        voice: where answers go.
    """
    console = _Console(desk)
    first = await console.exercises("")
    voice.open([first.said, *first.lines, "`help` tells what can be written"])
    voice.ask(SEAT)
    number = 0
    async for line in lines:
        number += 1
        if line.strip():
            reply = await console.take(number, line)
            voice.reply(reply)
            if reply.last:
                return
        voice.ask(SEAT)


class _Console:
    def __init__(self, desk: LibraryDesk) -> None:
        self._desk = desk
        self._listed: tuple[str, ...] = ()

    async def take(self, number: int, line: str) -> Reply:
        """Answer one line."""
        typed = as_typed(line)
        if typed != line:
            return Reply(number, typed, SEAT, False, "line", not_utf8(line))
        if len(line) > LONGEST:  # type: ignore[cells] # characters that may be sent
            return Reply(
                number, cut(line, 80), SEAT, False, "line", f"a line has at most {LONGEST} characters"
            )
        word, rest = split_line(line)
        if word == "quit":
            return Reply(number, line, SEAT, True, "", "what is open stays open", last=True)
        deed = _DEEDS.get(word)
        if deed is None:
            said = (
                f"found '{cut(word, 40)}', no word of this console{nearest(word, tuple(_DEEDS))}; see `help`"
            )
            return Reply(number, line, SEAT, False, "line", said)
        try:
            told = await deed(self, rest)
        except _Wrong as wrong:
            return Reply(number, line, SEAT, False, "line", wrong.said)
        except UserError as trouble:
            return Reply(number, line, SEAT, False, "library", str(trouble))
        return Reply(number, line, SEAT, True, "", told.said, told.lines, told.data)

    async def help(self, _rest: str) -> _Told:
        return _Told("what can be written", MANUAL)

    async def exercises(self, _rest: str) -> _Told:
        found = await self._desk.exercises()
        self._listed = tuple(each.exercise for each in found)
        lines = [f"{number}. {_in_a_line(each)}" for number, each in enumerate(found, start=1)]
        said = f"{len(found)} open" if found else "no exercise is open"
        return _Told(said, lines, found)

    async def codes(self, rest: str) -> _Told:
        exercise = await self._exercise(rest)
        return _Told(exercise.title, [_seat_line(seat) for seat in exercise.seats], exercise)

    async def scenarios(self, _rest: str) -> _Told:
        found = await self._desk.scenarios()
        lines = [line for each in found for line in _scenario_lines(each)]
        return _Told(counted(len(found), "scenario"), lines, found)

    async def saves(self, _rest: str) -> _Told:
        found = await self._desk.saves()
        return _Told(counted(len(found), "save"), [_save_line(each) for each in found], found)

    async def begin(self, rest: str) -> _Told:
        scenario, *options = rest.split() or [""]
        if not scenario:
            raise _Wrong("name a scenario, such as `begin indian-ocean seats=IND,CHN`; see `scenarios`")
        return await self._opened(await self._desk.begin(_request(scenario, options)))

    async def open(self, rest: str) -> _Told:
        meant = [each.exercise for each in await self._desk.saves() if each.exercise.startswith(rest)]
        if len(meant) > 1:
            raise _Wrong(f"'{cut(rest, 40)}' begins {counted(len(meant), 'save')}; write more of it")
        return await self._opened(await self._desk.take_up(meant[0] if meant else rest))

    async def _opened(self, exercise: ExerciseOpen) -> _Told:
        lines = [_seat_line(seat) for seat in exercise.seats]
        await self.exercises("")
        number = self._listed.index(exercise.exercise) + 1
        return _Told(f"open as {number}: {_in_a_line(exercise)}", lines, exercise)

    async def end(self, rest: str) -> _Told:
        exercise = await self._exercise(rest)
        await self._desk.end(exercise.exercise)
        self._listed = ()
        return _Told(f"closed: {exercise.title}, saved as {exercise.exercise}")

    async def reissue(self, rest: str) -> _Told:
        exercise, seat = await self._seat(rest)
        code = await self._desk.reissue(exercise.exercise, seat)
        return _Told(f"the new code of {seat} is {code}", (), {"seat": seat, "code": code})

    async def revoke(self, rest: str) -> _Told:
        exercise, seat = await self._seat(rest)
        await self._desk.revoke(exercise.exercise, seat)
        return _Told(f"the code of {seat} opens nothing any more")

    async def _seat(self, rest: str) -> tuple[ExerciseOpen, str]:
        words = rest.split()
        if len(words) != 2:
            raise _Wrong("expected an exercise and a seat, such as `reissue 1 IND`")
        exercise = await self._exercise(words[0])
        meant = [seat.seat for seat in exercise.seats if seat.seat.casefold() == words[1].casefold()]
        if not meant:
            known = ", ".join(seat.seat for seat in exercise.seats)
            raise _Wrong(f"there is no seat '{cut(words[1], 40)}'; choose {known}")
        return exercise, meant[0]

    async def _exercise(self, named: str) -> ExerciseOpen:
        found = await self._desk.exercises()
        if not named:
            if len(found) == 1:
                return found[0]
            raise _Wrong("name an exercise, by its number in `exercises` or the beginning of its id")
        if _LISTED.fullmatch(named):
            # As they were numbered when they were told last: one that was closed meanwhile renumbers none.
            listed = self._listed or tuple(each.exercise for each in found)
            at = int(named) - 1
            named = listed[at] if 0 <= at < len(listed) else named
        meant = [each for each in found if each.exercise.startswith(named)]
        if len(meant) != 1:
            raise _Wrong(
                f"'{cut(named, 40)}' names {len(meant) or 'none'} of what is open; `exercises` tells which"
            )
        return meant[0]


_DEEDS: dict[str, Callable[[_Console, str], Awaitable[_Told]]] = {
    "help": _Console.help,
    "exercises": _Console.exercises,
    "codes": _Console.codes,
    "scenarios": _Console.scenarios,
    "begin": _Console.begin,
    "saves": _Console.saves,
    "open": _Console.open,
    "end": _Console.end,
    "reissue": _Console.reissue,
    "revoke": _Console.revoke,
}
_OPTIONS = ("preset", "seats", "seed", "lesson", "absence", "nameless")


def _request(scenario: str, options: Sequence[str]) -> ExerciseRequest:
    """An exercise as it is asked for.

    Raises:
        _Wrong: when an option is none, or its value is no number or word that it takes.
    """
    said: dict[str, object] = {"scenario": scenario.lower().replace("_", "-"), "id": uuid4().hex}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or name not in _OPTIONS:
            raise _Wrong(
                f"found '{cut(option, 40)}', expected one of {', '.join(f'{each}=' for each in _OPTIONS)}"
            )
        said[name] = _READ.get(name, str.lower)(value)
    try:
        return msgspec.convert(said, ExerciseRequest)
    except msgspec.ValidationError as error:
        raise _Wrong(f"it cannot be read: {error}") from None


_NUMBER = re.compile(r"[0-9]{1,19}")
_LISTED = re.compile(r"[0-9]{1,3}")


def _number(text: str) -> object:
    return int(text) if _NUMBER.fullmatch(text) else text


_READ: dict[str, Callable[[str], object]] = {
    "seats": lambda text: [each.upper() for each in text.split(",") if each],
    "seed": _number,
    "lesson": _number,
    "nameless": lambda text: {"yes": True, "no": False}.get(text.lower(), text),
}


def _in_a_line(each: ExerciseOpen) -> str:
    powers = [seat for seat in each.seats if seat.state]
    free = sum(seat.state == "nobody" for seat in powers)
    clock = f", {each.clock}" if each.clock else ""
    return f"{each.title}: {each.position}{clock}; seats open: {free} of {len(powers)}; {each.exercise}"


def _seat_line(seat: SeatOpen) -> str:
    who = f" ({', '.join(seat.people)})" if seat.people else ""
    state = f", {_STATES.get(seat.state, seat.state)}" if seat.state else ""
    name = "" if seat.name == seat.seat else f" {seat.name}"
    return f"{seat.code or 'no code'}  {seat.seat}{name}{state}{who}"


def _scenario_lines(each: ScenarioOffered) -> list[str]:
    lengths = ", ".join(f"{preset.id} ({counted(preset.rounds, 'round')})" for preset in each.presets)
    powers = ", ".join(power.id for power in each.powers if not power.minor)
    return [f"{each.id}: {each.title}", f"  lengths {lengths}; ranked powers {powers}"]


def _save_line(each: SaveOffered) -> str:
    return f"{each.exercise}  {each.title}, {each.moment}{', over' if each.finished else ''}"
