"""Lines about what stands beside an exercise elsewhere: presence, the team, the help line, the clock.

They are about people, not powers; where all share one keyboard there is nothing of this.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from multipolar.domain.english import counted
from multipolar.domain.errors import Refused
from multipolar.domain.model.views import Receipt, View
from multipolar.domain.vocabulary import CONTROL
from multipolar.lobby.port import Session
from multipolar.plain.acts import line_of, read_act, split_line
from multipolar.plain.facilitating import CONTROL_WORDS, read_control
from multipolar.plain.grammar import ACT, BY_NAME
from multipolar.plain.naming import Place, find_power, unreadable
from multipolar.plain.wording import Answer, plain_data
from multipolar.signs import quoted
from multipolar.table.port import SUGGESTED, Delegation, HelpLine, Presence, Suggestion, Table, doing

_NUMBERED = re.compile(r"[sh]?(\d{1,4})", re.IGNORECASE | re.ASCII)
_LONGEST_EXTENSION = 600


async def answer_beside(name: str, rest: str, place: Place, table: Table, session: Session) -> Answer:
    """Answer one of these lines.

    Args:
        name: its first word.
        rest: what follows it.
        place: what the seat knows.
        table: of the seat.
        session: of which it is one.

    Raises:
        Refused: why it cannot be.
        UserError: when the host does not take it.
    """
    if name in CONTROL_WORDS:
        return await _facilitate(name, rest, place, table)
    if name in _OF_THE_CLOCK:
        return await _OF_THE_CLOCK[name](rest, session)
    if not isinstance(table, Delegation):
        raise Refused("here", "all who play sit at this keyboard; this is for an exercise that is hosted")
    return await _OF_THE_DELEGATION[name](rest, place, table)


# --- who is here ---


def presence_line(seen: Presence, view: View) -> str:
    """Who is at a seat, without telling what it does there."""
    devices = f", {counted(seen.devices, 'device')}" if seen.devices > 1 else ""
    return f"{view.name(seen.seat)}: {doing(seen, view.phase)}{devices}"


def suggestion_line(suggestion: Suggestion, place: Place) -> str:
    """What a teammate suggests, as a line, with why and what the head said to it."""
    why = f", because {quoted(suggestion.reason)}" if suggestion.reason else ""
    aside = ""
    if suggestion.state == "aside":
        aside = f"; set aside: {suggestion.word}" if suggestion.word else "; set aside"
    who = suggestion.by or "somebody"
    return f"S{suggestion.number} {who} suggests: {line_of(suggestion.command, place)}{why}{aside}"


async def _presence(rest: str, place: Place, table: Delegation) -> Answer:
    _nothing(rest, "presence")
    view, seen = place.view, table.delegation
    lines = [presence_line(each, view) for each in table.presence]
    for mate in seen.team:
        # Before the colon, which no name holds: so nobody makes it up by theirs.
        head = ", head of delegation" if mate.leads else ""
        you = ", you" if mate.name == table.name else ""
        away = "" if mate.here else ", away"
        lines.append(f"your team{head}{you}{away}: {mate.name or 'without a name'}")
    lines += [suggestion_line(each, place) for each in seen.suggestions]
    if seen.help:
        lines.append(f"{counted(seen.help, 'note')} unread: `helpline`")
    data = {
        "presence": plain_data(table.presence),
        "team": plain_data(seen.team),
        "suggestions": plain_data(seen.suggestions),
        "help": seen.help,
    }
    here = sum(each.state == "here" for each in table.presence)
    return Answer(f"{here} of {counted(len(table.presence), 'seat')} with somebody here", tuple(lines), data)


# --- the team ---


async def _suggest(rest: str, place: Place, table: Delegation) -> Answer:
    name, words = split_line(rest)
    if name not in BY_NAME or BY_NAME[name].kind != ACT or name == "pass":
        raise unreadable(f"found `{name}`, expected a line that does something, such as propose or ready")
    command = read_act(name, words, place)
    await table.suggest(command)
    return Answer(f"suggested to {table.delegation.head or 'the head'}: {line_of(command, place)}")


def _numbered(rest: str, example: str) -> tuple[int, str]:
    word, _, text = rest.partition(" ")
    match = _NUMBERED.fullmatch(word)
    if match is None:
        raise unreadable(f"found `{word}`, expected a number such as {example}")
    return int(match[1]), text.strip()


def _open(number: int, table: Delegation) -> Suggestion:
    found = next((each for each in table.delegation.suggestions if each.number == number), None)
    if found is None or found.state != "open":
        raise Refused("suggestions", f"S{number} is suggested no more; `presence` lists what is")
    return found


async def _adopt(rest: str, place: Place, table: Delegation) -> Answer:
    number, text = _numbered(rest, "S1")
    _nothing(text, "adopt S1")
    suggestion = _open(number, table)
    if table.delegation.head != table.name:
        raise Refused("head", f"only {table.delegation.head or 'the head'} takes suggestions up")
    receipt = await table.submit(suggestion.command)
    if not receipt.accepted:
        raise Refused(receipt.rule, receipt.message)
    await table.decide(number, taken=True)
    done = line_of(suggestion.command, place)
    return Answer(f"done, as {suggestion.by or 'somebody'} suggested: {done}")


async def _aside(rest: str, place: Place, table: Delegation) -> Answer:
    number, text = _numbered(rest, "S1")
    suggestion = _open(number, table)
    await table.decide(number, taken=False, word=text)
    return Answer(f"set aside: {line_of(suggestion.command, place)}")


async def _lead(rest: str, place: Place, table: Delegation) -> Answer:
    await table.lead(rest)
    return Answer(f"{rest or table.name or 'whoever writes this'} is head of the delegation now")


# --- the help line ---


def help_lines_told(lines: tuple[HelpLine, ...], view: View, *, is_person: bool) -> tuple[str, ...]:
    """What was written on the line to the facilitator, with a mark where the other side has read it."""
    told: list[str] = []
    for number, line in enumerate(lines, start=1):
        who = "you" if is_person else f"{line.name or 'somebody'} ({view.name(line.seat)})"
        for note in line.notes:
            mine = note.asked == is_person
            read = (", read" if note.read else ", not read yet") if mine else ""
            by, to = (who, "facilitator") if note.asked else ("facilitator", who)
            ref = "" if is_person else f"H{number} "
            at = datetime.fromisoformat(note.at)
            told.append(f"{ref}{at:%H:%M} {by} to {to}{read}: {note.text}")
    return tuple(told)


async def _helpline(rest: str, place: Place, table: Delegation) -> Answer:
    view = place.view
    is_person = view.brief is not None
    lines = await table.help_lines()
    if not rest:
        for line in lines:
            if line.unread(by_person=is_person):
                whose = ("", "") if is_person else (line.seat, line.name)
                await table.read_help(line.notes[-1].number, *whose)
        told = help_lines_told(lines, view, is_person=is_person)
        return Answer(counted(len(told), "note"), told, {"lines": plain_data(lines)})
    if is_person:
        await table.write_help(rest)
        return Answer("written to the facilitator; nobody else reads it, and it is no part of the record")
    number, text = _numbered(rest, "H1")
    if not 1 <= number <= len(lines) or not text:
        raise unreadable(f"found `{rest}`, expected the number of a line and words: helpline H1 TEXT")
    line = lines[number - 1]
    await table.write_help(text, line.seat, line.name)
    return Answer(f"written to {line.name or 'somebody'} ({view.name(line.seat)})")


async def _code(rest: str, place: Place, table: Delegation) -> Answer:
    seat = find_power(rest, place.view) or rest.lower()
    code = await table.reissue(seat)
    said = f"the new code of {place.view.name(seat)} is {code}; the old one opens nothing now"
    return Answer(said, (), {"code": code})


# --- the facilitator ---


async def _facilitate(name: str, rest: str, place: Place, table: Table) -> Answer:
    if place.view.seat != CONTROL:
        raise Refused("seat", f"`{name}` is the facilitator's, who joins with a code of their own")
    return _answered(await table.submit(read_control(name, rest, place)), "done; it is in the record")


# --- the clock ---


def _answered(receipt: Receipt, done: str) -> Answer:
    if not receipt.accepted:
        raise Refused(receipt.rule, receipt.message)
    if receipt.rule == SUGGESTED:
        return Answer(receipt.message)
    return Answer(done)


async def _pause(rest: str, session: Session) -> Answer:
    return _answered(await session.set_clock("stop", reason=rest), "the clock is stopped for all")


async def _resume(rest: str, session: Session) -> Answer:
    return _answered(await session.set_clock("go_on", reason=rest), "the clock goes on")


async def _extend(rest: str, session: Session) -> Answer:
    word, _, why = rest.partition(" ")
    if not re.fullmatch(r"[0-9]{1,3}", word) or not 1 <= int(word) <= _LONGEST_EXTENSION:
        raise unreadable(f"found `{word}`, expected minutes, 1 to {_LONGEST_EXTENSION}")
    receipt = await session.set_clock("extend", int(word), why.strip())
    return _answered(receipt, f"the phase has {counted(int(word), 'minute')} more")


async def _endphase(rest: str, session: Session) -> Answer:
    return _answered(await session.end_phase(rest), "the phase is over")


def _nothing(rest: str, after: str) -> None:
    if rest:
        raise unreadable(f"found `{rest}` after `{after}`, expected nothing more")


_OF_THE_CLOCK: dict[str, Callable[[str, Session], Awaitable[Answer]]] = {
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "endphase": _endphase,
}
_OF_THE_DELEGATION: dict[str, Callable[[str, Place, Delegation], Awaitable[Answer]]] = {
    "presence": _presence,
    "suggest": _suggest,
    "adopt": _adopt,
    "aside": _aside,
    "lead": _lead,
    "helpline": _helpline,
    "code": _code,
}
BESIDE = frozenset((*_OF_THE_CLOCK, *_OF_THE_DELEGATION, *CONTROL_WORDS))
"""The first words of these lines."""
