"""The session: one line after another, each answered by one receipt.

Holds the tables of the persons at this keyboard and nothing behind them. What a line asks for is
understood by `acts` and `asking`; what may be done is the table's to say.
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

from multipolar.cells import cut
from multipolar.domain.errors import Refused
from multipolar.domain.knowledge.waiting import left_open
from multipolar.domain.model.commands import (
    Accept,
    AnyCommand,
    Counter,
    Decline,
    Order,
    Promise,
    Propose,
    Ready,
    Respond,
    Say,
)
from multipolar.domain.model.views import Receipt, View
from multipolar.domain.model.wording import BINDS, promise_given
from multipolar.domain.vocabulary import CONTROL, OBSERVER
from multipolar.lobby.port import Session
from multipolar.plain.acts import line_of, read_act, reserved_choice, split_line
from multipolar.plain.asking import answer
from multipolar.plain.beside import BESIDE, answer_beside, suggestion_line
from multipolar.plain.grammar import ACT, BY_NAME, explain, manual
from multipolar.plain.keyboard import LONGEST, as_typed, not_utf8
from multipolar.plain.naming import Names, Place, find_power, nearest, power_named, unreadable
from multipolar.plain.news import Told, happened, newly_asked
from multipolar.plain.output import News, Output, Reply
from multipolar.plain.seat_queries import message_state, position, standing_lines
from multipolar.plain.wording import (
    Answer,
    chances_line,
    money_line,
    plain_data,
)
from multipolar.table.port import MEANWHILE, SUGGESTED, Delegation, Table, read_messages
from multipolar.user_errors import Gone, UserError

PATIENCE = 60
"""Seconds to wait for other seats before saying that one still waits."""
_OVER = ("debrief",)
GONE = "gone"
"""The rule that refuses what cannot be saved because its place is not there any more, or is full."""
LEFT_OPEN = "left open"
"""The rule that refuses to be ready for the first time while something is left open."""
MAKE_SURE = "make sure"
"""The rule that refuses a typed promise the first time, and puts it in a sentence."""
_ELSEWHERE = "`save FOLDER` writes the whole exercise there and goes on"
_GOES_ON = "and where nobody else plays, `ready` lets the exercise go on without you"


class _Seat:
    """One person's seat: its table, its short names, and how far it has been told what happened."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.names = Names()
        view = table.view
        # Whoever takes an exercise up again asks for the past with `news`; at the beginning all is told.
        self.told = view.number if view.round else 0
        self.asked: Told = set()
        self.named: set[tuple[str, str]] = set()
        self.meant: set[str] = set()
        self.heard: set[tuple[str, int, str]] = set()
        self.unread = 0

    def place(self) -> Place:
        """What the seat knows now, everything in it named."""
        view = self.table.view
        self.names.learn(view)
        return Place(view, self.names)


async def play(session: Session, lines: AsyncIterator[str], voice: Output, *, typed: bool = False) -> None:
    """Play an exercise line by line, until the lines end or one says `quit`; then leave it saved.

    Args:
        session: the open exercise.
        lines: what the persons write.
        voice: where answers go.
        typed: whether somebody types the lines and can be asked once more; a script cannot.
    """
    playing = LineByLine(session, typed=typed)
    try:
        voice.open(await playing.greeting())
        voice.ask(playing.prompt())
        number = 0
        async for line in lines:
            number += 1
            reply = await playing.take(number, line)
            if reply is not None:
                voice.reply(reply)
                if reply.last:
                    break
            voice.ask(playing.prompt())
        voice.close(await playing.parting())
        # Whoever reads no words is told by how the program ends.
        await session.settle()
    finally:
        await session.close()


class LineByLine:
    """The persons at one keyboard.

    Args:
        session: the open exercise, with a table for each of them.
        typed: whether somebody types the lines, and is asked once before a promise binds.
    """

    def __init__(self, session: Session, *, typed: bool = False) -> None:
        self._session = session
        self._typed = typed
        self._leaves_it = False
        self._seats = {seat: _Seat(table) for seat, table in _tables(session).items()}
        self._now = next(iter(self._seats))

    @property
    def _exercise(self) -> str:
        return self._session.exercise

    async def greeting(self) -> tuple[str, ...]:
        """What the session is, for the persons, before the first line."""
        await read_messages(self._seats[self._now].table)
        view = self._seats[self._now].table.view
        who = ", ".join(view.name(seat) for seat in self._seats)
        news = [told for seat in list(self._seats)[:1] for told in await self._news(self._seats[seat])]
        yours = f"You speak for {who}." if view.brief else "You watch."
        if CONTROL in self._seats:
            speak = ", ".join(view.name(seat) for seat in self._seats if seat != CONTROL)
            yours = f"You facilitate{f', and speak for {speak}' if speak else ''}."
        return (
            f"exercise: {view.title}. {yours}",
            f"disclaimer: {view.disclaimer}",
            f"Now: {position(Place(view, Names()))}. Saved as {self._exercise or 'nothing'}.",
            "Lines you can use: `help`. Your role: `brief`. What waits for you: `status`.",
            *(f"news: {told.text}" for told in news if told.spoken),
        )

    def prompt(self) -> str:
        """Whose line it is, and when."""
        view = self._seats[self._now].table.view
        return f"{self._now} {view.moment}"

    async def parting(self) -> str:
        """What is said at the end."""
        try:
            return f"left; {await self._saved()}"
        except UserError as trouble:
            return f"left; what was done is not saved: {trouble}"

    async def take(self, number: int, line: str) -> Reply | None:
        """Answer one line; None for one that is passed over (blank, or a remark).

        Args:
            number: its number in the input, from 1.
            line: what was written.
        """
        text = line.strip()
        if not text or text.startswith("#"):
            return None
        shown = as_typed(line[:LONGEST])
        try:
            if shown != line[:LONGEST]:
                raise unreadable(not_utf8(line))
            if len(line) > LONGEST:
                raise unreadable(f"found a line of more than {LONGEST} characters, expected a shorter one")
            text = self._choose_seat(text)
            await read_messages(self._seats[self._now].table)
            told, last = await self._carry_out(text)
            reply = Reply(number, shown, self._now, True, "", told.message, told.lines, told.data, last=last)
        except Refused as refusal:
            said = f"{refusal.message}; {_ELSEWHERE}" if refusal.rule == GONE else refusal.message
            reply = Reply(number, shown, self._now, False, refusal.rule, said)
        except Gone as gone:
            reply = Reply(number, shown, self._now, False, GONE, f"{gone}; {_ELSEWHERE}")
        except UserError as trouble:
            reply = Reply(number, shown, self._now, False, "trouble", str(trouble))
        return await self._with_news(reply)

    # --- what a line does ---

    async def _carry_out(self, text: str) -> tuple[Answer, bool]:
        seat = self._seats[self._now]
        if not text:
            return Answer(f"lines are for {seat.table.view.name(self._now)} now"), False
        name, rest = split_line(text)
        word = BY_NAME.get(name)
        if word is None:
            raise unreadable(
                f"found `{cut(name, 60)}`, expected a command (see `help`){nearest(name, list(BY_NAME))}"
            )
        if name == "quit":
            await self._make_sure_of_leaving()
            return Answer(await self.parting(), (), {"exercise": self._exercise}), True
        if name == "help":
            return _help(rest), False
        if name == "save":
            said = await self._move(_unquoted(rest)) if rest else await self._saved()
            return Answer(said, (), {"exercise": self._exercise}), False
        if name == "wait":
            await self._until_asked()
            return await answer("status", "", seat.place(), seat.table), False
        if name in ("take", "give"):
            return await (self._take(rest) if name == "take" else self._give(rest)), False
        if name == "pass":
            return await self._pass(rest, seat), False
        if name in BESIDE:
            return await answer_beside(name, rest, seat.place(), seat.table, self._session), False
        if word.kind == ACT:
            return await self._act(name, rest, seat), False
        told = await answer(name, rest, seat.place(), seat.table)
        return (self._with_clock(told) if name == "status" else told), False

    def _with_clock(self, told: Answer) -> Answer:
        """Where a clock runs that all share, what it shows belongs to where the exercise stands."""
        clock = self._session.read_clock()
        if clock is None:
            return told
        data = {**told.data, "clock": plain_data(clock)}
        return Answer(told.message, (clock.words, *told.lines), data)

    async def _act(self, name: str, rest: str, seat: _Seat) -> Answer:
        place = seat.place()
        command = read_act(name, rest, place)
        _check_was_told(command, seat, place)
        before = place.view
        if isinstance(command, Ready) and command.ready and not before.ready and self._now not in before.away:
            await _make_sure_of_ready(seat, before)
        if isinstance(command, Promise) and self._typed:
            await _make_sure_of_promise(seat, before, command)
        # Asked for before it is tabled: afterwards the same proposal is refused as already on the table.
        foreseen = (
            await seat.table.preview(command) if isinstance(command, Propose | Order | Counter) else None
        )
        receipt = await _submitted(seat.table, command)
        done = line_of(command, place)
        if receipt.rule == SUGGESTED:
            return Answer(f"{receipt.message}: {done}", (), {"suggested": done})
        if isinstance(command, Ready | Respond):
            await self._until_asked()
        after = seat.place()
        new = [
            initiative
            for initiative in after.view.initiatives
            if initiative.initiator == self._now
            and initiative.id not in {known.id for known in before.initiatives}
        ]
        new = new if name in ("propose", "order") else []
        said = f"{done}" + "".join(f" is {after.names.of(initiative.id)}" for initiative in new[:1])
        data: dict[str, object] = {"moment": after.view.moment, "asked": after.view.asked}
        if new:
            data |= {"ref": after.names.of(new[0].id), "id": new[0].id}
        if isinstance(command, Promise):
            said = f"{said}: {promise_given(before, command)}"
        if isinstance(command, Say):
            sent = [own for own in after.view.messages if own.id][-1]
            data["ref"] = sent.id
            said += f": message {sent.id}{message_state(sent)}"
        told = f"{said}; {_consequence(before, after)}"
        if foreseen and foreseen.chances:
            told += f"; chances: {chances_line(foreseen)}"
            data["chances"] = list(foreseen.chances)
        return Answer(told, (), data)

    async def _pass(self, rest: str, seat: _Seat) -> Answer:
        if not rest:
            return await self._pass_once(seat)
        if not rest.isascii() or not rest.isdecimal() or len(rest) > 3:
            raise unreadable(f"found `{rest}` after `pass`, expected a round such as 3, or nothing")
        done: list[str] = []
        before = seat.place().view
        while not self._has_come_to(int(rest)):
            awaited = [one for one in self._seats.values() if one.table.view.asked]
            if not awaited:
                break
            done.append((await self._pass_once(awaited[0])).message.partition(";")[0])
        after = seat.place()
        data = {"lines": done, "moment": after.view.moment, "asked": after.view.asked}
        return Answer(f"{', '.join(done) or 'nothing to do'}; {_consequence(before, after)}", (), data)

    def _has_come_to(self, number: int) -> bool:
        """Whether the deliberation of a round has begun, or the exercise is over."""
        view = self._seats[self._now].table.view
        return view.phase in _OVER or (view.round >= number and view.phase == "deliberation")

    async def _pass_once(self, seat: _Seat) -> Answer:
        place = seat.place()
        view = place.view
        commands: list[AnyCommand] = [
            Respond(id=uuid4().hex, moment=view.moment, crisis=crisis.id, choice=reserved_choice(crisis))
            for crisis in view.crises
            if crisis.choices and not crisis.chosen and view.seat not in view.away
        ]
        if not commands:
            commands.append(Ready(id=uuid4().hex, moment=view.moment))
        for command in commands:
            await _submitted(seat.table, command)
        await self._until_asked()
        done = [line_of(command, place) for command in commands]
        after = seat.place()
        data = {"lines": done, "moment": after.view.moment, "asked": after.view.asked}
        return Answer(f"{', '.join(done)}; {_consequence(view, after)}", (), data)

    async def _take(self, rest: str) -> Answer:
        """A person sits down at a seat that the program plays, and is shown what stands there."""
        seat = power_named(rest, self._seats[self._now].table.view)
        await self._arranged(await self._session.take_seat(seat))
        self._now = seat
        place = self._seats[seat].place()
        view = place.view
        lines = standing_lines(place)
        told = f"a person has the seat of {view.name(seat)} now; {position(place)}"
        data = {"seat": seat, "moment": view.moment, "asked": view.asked, "stands": lines}
        return Answer(told, tuple(lines), data)

    async def _give(self, rest: str) -> Answer:
        """The program plays a seat of this keyboard from now on."""
        view = self._seats[self._now].table.view
        seat = power_named(rest, view) if rest else self._now
        if seat not in self._seats:
            raise Refused("seat", f"{view.name(seat)} is not played at this keyboard")
        await self._arranged(await self._session.give_seat(seat))
        if self._now not in self._seats:
            self._now = next(iter(self._seats))
        now = self._seats[self._now].table.view
        told = f"the program has the seat of {view.name(seat)} now; lines are for {now.name(self._now)}"
        return Answer(told, (), {"seat": self._now, "moment": now.moment, "asked": now.asked})

    async def _arranged(self, receipt: Receipt) -> None:
        """Take in who sits here now.

        Raises:
            Refused: when nobody changed seats.
        """
        if not receipt.accepted:
            raise Refused(receipt.rule, receipt.message)
        known = self._seats
        self._seats = {
            seat: known[seat] if seat in known else _Seat(table)
            for seat, table in _tables(self._session).items()
        }

    async def _until_asked(self) -> None:
        """Wait until a seat at this keyboard is asked for something, or the exercise is over."""
        if self._somebody_is_asked():
            return
        try:
            async with asyncio.timeout(PATIENCE):
                async for _ in self._seats[self._now].table.follow():
                    if self._somebody_is_asked():
                        return
        except TimeoutError:
            return

    def _somebody_is_asked(self) -> bool:
        if CONTROL in self._seats:
            # Whoever facilitates goes on, whoever else is awaited.
            return True
        views = [seat.table.view for seat in self._seats.values()]
        if all(seat in view.away for seat, view in zip(self._seats, views, strict=True)):
            # Nobody comes who could be waited for: whoever writes the next line is here.
            return True
        return any(view.asked or view.phase in _OVER for view in views)

    async def _saved(self) -> str:
        """Where it is saved, once that is certain.

        Raises:
            Gone: when it is not there.
        """
        await self._session.settle()
        return f"saved as {self._exercise}" if self._exercise else "this exercise is not kept"

    async def _move(self, place: str) -> str:
        where = await self._session.move_to(place)
        return f"saved as {where}; it goes on there"

    async def _make_sure_of_leaving(self) -> None:
        """Refuse once to leave what is not saved.

        Raises:
            Refused: then.
        """
        if self._leaves_it:
            return
        try:
            await self._session.settle()
        except UserError as trouble:
            self._leaves_it = True
            raise Refused(GONE, f"{trouble}; `quit` again leaves it unsaved") from trouble

    # --- whose line it is ---

    def _choose_seat(self, text: str) -> str:
        """Take a leading `IND:` off, and let the lines be for that seat from now on."""
        head, colon, rest = text.partition(":")
        if not colon or len(head.split()) != 1:
            return text
        seat = next((found for found in self._seats if found.lower() == head.lower()), "")
        power = find_power(head, self._seats[self._now].table.view)
        seat = seat or (power if power in self._seats else "")
        if seat:
            self._now = seat
            return rest.strip()
        if power:
            raise Refused(
                "seat", f"{head} is not played at this keyboard; here are: {', '.join(self._seats)}"
            )
        return text

    # --- what has happened ---

    async def _with_news(self, reply: Reply) -> Reply:
        seat = self._seats[self._now]
        news = tuple(await self._news(seat))
        return Reply(
            reply.line, reply.input, reply.seat, reply.accepted, reply.rule, reply.message, reply.lines,
            reply.data, news, reply.last,
        )  # fmt: skip

    async def _news(self, seat: _Seat) -> list[News]:
        seen = await seat.table.record(seat.told)
        if seen:
            seat.told = seen[-1].number
        place = seat.place()
        asked = await newly_asked(place, seat.table, seat.asked)
        return [*happened(seen, place.view.seat, asked), *asked, *_beside(seat, place)]


def _tables(session: Session) -> dict[str, Table]:
    """The seats at this keyboard, the facilitator's last; who facilitates has no need of an observer's."""
    if session.control is None:
        return session.tables
    persons = {seat: table for seat, table in session.tables.items() if seat != OBSERVER}
    return {**persons, CONTROL: session.control}


def _beside(seat: _Seat, place: Place) -> list[News]:
    """What a team suggested since the seat was told last, and notes of the facilitator that are unread."""
    if not isinstance(seat.table, Delegation):
        return []
    seen = seat.table.delegation
    moment = place.view.moment
    fresh = [each for each in seen.suggestions if (moment, each.number, each.state) not in seat.heard]
    seat.heard |= {(moment, each.number, each.state) for each in fresh}
    told = [suggestion_line(each, place) for each in fresh]
    if seen.help > seat.unread:
        told.append("a note on the help line: `helpline`")
    seat.unread = seen.help
    return [News(line, (), {"kind": "beside", "text": line}) for line in told]


async def _make_sure_of_ready(seat: _Seat, view: View) -> None:
    """Refuse once to be ready where something is left open, naming it.

    Raises:
        Refused: when something is that was not named before in this phase.
    """
    left = left_open(view, await seat.table.drafts())
    keys = {(view.moment, one.key) for one in left}
    if keys - seat.named:
        seat.named |= keys
        said = "; ".join(one.text for one in left)
        raise Refused(LEFT_OPEN, f"{said}; `ready` again goes on all the same")


async def _make_sure_of_promise(seat: _Seat, view: View, command: Promise) -> None:
    """Put a promise in a sentence before it binds, once.

    Raises:
        Refused: where it cannot be made, or was not put in words before.
    """
    preview = await seat.table.preview(command)
    if preview.rule:
        raise Refused(preview.rule, preview.message)
    key = f"{view.moment} {command.public} {command.undertaking}"
    if key not in seat.meant:
        seat.meant.add(key)
        raise Refused(MAKE_SURE, f"{promise_given(view, command)}; {BINDS}; the same line again makes it")


def _check_was_told(command: AnyCommand, seat: _Seat, place: Place) -> None:
    """An answer is to the terms that the seat was told, not to others, nor to none.

    Raises:
        Refused: when it was told others, or nothing yet; the present ones follow as news.
    """
    if not isinstance(command, Accept | Counter | Decline):
        return
    told = [version for about, version in seat.asked if about == command.initiative]
    initiative = next((one for one in place.view.initiatives if one.id == command.initiative), None)
    if initiative is not None and initiative.open_to_me and initiative.version not in told:
        ref = place.names.of(initiative.id)
        found = "has other terms now than you were told" if told else "is new, and you were not told of it"
        raise Refused("version", f"{ref} {found}; read it below, then answer")


async def _submitted(table: Table, command: AnyCommand) -> Receipt:
    receipt = await table.submit(command)
    if not receipt.accepted:
        raise Refused(receipt.rule, receipt.message)
    return receipt


def _consequence(before: View, after: Place) -> str:
    """Where things stand after an act, in words: a new phase, or what is left."""
    view = after.view
    if view.moment != before.moment:
        return f"now: {position(after)}"
    if view.seat in view.away:
        meanwhile = MEANWHILE[view.absence]
        return f"nobody sits at {view.seat} now: {meanwhile}; `back` takes the seat again, {_GOES_ON}"
    if view.ready and view.phase not in _OVER:
        return "waiting for the others"
    return f"you have {money_line(view)}"


def _help(rest: str) -> Answer:
    if not rest:
        return Answer(
            "one command a line", manual(), {"commands": {name: word.usage for name, word in BY_NAME.items()}}
        )
    word = BY_NAME.get(rest.lower())
    if word is None:
        raise unreadable(
            f"found `{cut(rest, 60)}` after `help`, expected a command{nearest(rest, list(BY_NAME))}"
        )
    lines = explain(word)
    return Answer(lines[0], lines[1:], {"usage": word.usage, "does": word.does, "more": list(lines[1:])})


def _unquoted(place: str) -> str:
    """A folder as it is called; with blanks in its name it is written in quotes, as in a shell.

    Raises:
        Refused: when nothing stands between them.
    """
    if len(place) < 2 or place[0] != place[-1] or place[0] not in "\"'":
        return place
    inner = place[1:-1].strip()
    if not inner:
        raise unreadable(f"found `{place}`, expected a folder, such as save ~/exercises")
    return inner
