"""What stands beside the record: the help line, teams and suggestions over a restart, names, the clock."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from multipolar.client.session import RemoteSession
from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Absence, Extend, Order, Ready, Say
from multipolar.domain.model.events import MessageSent
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.clock import LessonPlan
from multipolar.engine.host import Host
from multipolar.plain.output import Reply
from multipolar.plain.session import LineByLine
from multipolar.server.desk import Desk
from multipolar.server.hosted import Hosted
from multipolar.server.keys import InMemory, Keys
from multipolar.table.local import LocalSession
from multipolar.table.port import SUGGESTED, Suggestion
from multipolar.user_errors import UserError
from tests.contracts.playing import begun, players
from tests.contracts.seated import Remote
from tests.server.browser import Browser
from tests.server.conftest import Caller, Serve
from tests.store.making import opened

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAY = Say(text="Good morning.", to=("UTO",))


async def joined(served: Remote, seat: str, name: str) -> RemoteTable:
    return await RemoteTable.open(served.address, served.codes[seat], name)


async def test_the_help_line_runs_both_ways_with_a_mark_when_read(serve: Serve) -> None:
    served = await serve()
    asha, ben = await joined(served, "IND", "Asha"), await joined(served, "IND", "Ben")
    control = await joined(served, "facilitator", "Fay")
    before = len(served.host.events)
    await asha.write_help("Can we sell to two?")
    await control._until(lambda: control.delegation.help == 1)
    (line,) = await control.help_lines()
    assert (line.seat, line.name, [note.text for note in line.notes]) == (
        "IND", "Asha", ["Can we sell to two?"],
    )  # fmt: skip
    assert not (await asha.help_lines())[0].notes[0].read
    await control.read_help(1, "IND", "Asha")
    assert (await asha.help_lines())[0].notes[0].read
    await control.write_help("Yes, once a round.", "IND", "Asha")
    await asha._until(lambda: asha.delegation.help == 1)
    await asha.read_help(2)
    await asha._until(lambda: asha.delegation.help == 0)
    assert all(note.read for note in (await control.help_lines())[0].notes)
    # It is between those two alone, and no part of the record.
    assert (await ben.help_lines())[0].notes == ()
    assert ben.delegation.help == 0
    assert len(served.host.events) == before
    with pytest.raises(UserError, match="Nobody of that name"):
        await control.write_help("Hello.", "UTO", "Nobody")
    for table in (asha, ben, control):
        await table.close()


async def test_a_note_that_is_sent_again_is_written_once(served: Remote) -> None:
    caller = await Caller.join(served, "IND", "Asha")
    for _ in range(2):
        await caller.http.post("help", json={"text": "Hello?", "id": "1"})
    assert len((await caller.http.get("help")).json()[0]["notes"]) == 1
    await caller.http.aclose()


async def test_what_binds_becomes_a_suggestion_that_the_head_takes_up_or_sets_aside(serve: Serve) -> None:
    served = await serve()
    asha, ben = await joined(served, "IND", "Asha"), await joined(served, "IND", "Ben")
    receipt = await ben.submit(SAY)
    assert (receipt.accepted, receipt.rule) == (True, SUGGESTED)
    assert "Asha" in receipt.message
    assert served.host.view("IND").messages == ()
    await ben.submit(Ready())
    await asha._until(lambda: len(asha.delegation.suggestions) == 2)
    first, second = asha.delegation.suggestions
    assert (await asha.submit(first.command)).accepted
    await asha.decide(first.number, taken=True)
    await asha.decide(second.number, taken=False, word="Not yet.")
    await ben._until(lambda: [one.word for one in ben.delegation.suggestions] == ["Not yet."])
    with pytest.raises(UserError, match="Asha"):
        await ben.decide(second.number, taken=True)
    with pytest.raises(UserError, match="no more"):
        await asha.decide(second.number, taken=True)
    await asha.lead("Ben")
    await ben._until(lambda: ben.delegation.head == "Ben")
    assert (await ben.submit(Ready())).rule == ""
    for table in (asha, ben):
        await table.close()


def test_teams_suggestions_the_help_line_and_missed_chairs_outlive_a_restart() -> None:
    store = InMemory()
    desk = Desk(store, lambda: NOON)
    desk.join("IND", "Asha")
    desk.join("IND", "Ben")
    desk.lead("IND", "Ben")
    desk.suggest("IND", "1.deliberation", Suggestion(SAY, "politely", "Asha"))
    desk.write("IND", "Asha", "Help!", asked=True)
    desk.keep_missed({"UTO"})
    again = Desk(store, lambda: NOON)
    assert (again.names("IND"), again.head("IND")) == (("Asha", "Ben"), "Ben")
    (suggested,) = again.suggestions("IND", "1.deliberation")
    assert (suggested.command, suggested.by, suggested.number) == (SAY, "Asha", 1)
    assert again.suggestions("IND", "1.crisis") == ()
    assert [note.text for note in again.line("IND", "Asha").notes] == ["Help!"]
    # India left by its own word: whatever its device asks, it stays away; Utopia is back as soon as heard.
    assert again.missed(("IND", "UTO")) == {"UTO"}
    assert Desk(InMemory(), lambda: NOON).missed(("IND", "UTO")) == {"IND", "UTO"}


async def test_who_left_by_its_own_word_is_away_after_a_restart_too(serve: Serve) -> None:
    served = await serve()
    store = InMemory()
    session = served.hosted.session
    first = Hosted(session, Keys(InMemory(), time.monotonic), 60, time.monotonic, Desk(store, lambda: NOON))
    await first.hear("IND", "Asha")
    first.desk.keep_missed(())
    await first.submit("IND", Absence(), "Asha")
    again = Hosted(session, Keys(InMemory(), time.monotonic), 60, time.monotonic, Desk(store, lambda: NOON))
    await again.hear("IND", "Asha")
    assert session.host.world.away == ("IND",)
    assert again.commits("IND", "Asha")
    assert not again.commits("IND", "Ben")


@pytest.mark.parametrize("nameless", [False, True])
async def test_who_did_what_stands_in_the_record_by_name_unless_it_is_to_keep_none(
    serve: Serve, *, nameless: bool
) -> None:
    served = await serve()
    if nameless:
        world = served.host.world
        served.host.world = replace(world, options=replace(world.options, nameless=True))
    asha, utopia = await joined(served, "IND", "Asha"), await joined(served, "UTO", "Ugo")
    assert (await asha.submit(SAY)).accepted
    sent = next(event for event in served.host.events if isinstance(event, MessageSent))
    assert (sent.by_person == "Asha") == (not nameless)
    told = [seen.detail for seen in served.host.seen("IND") if seen.kind == "message_sent"]
    assert told == ([()] if nameless else [("by Asha",)])
    assert any("by Asha" in seen.detail for seen in served.host.seen(CONTROL)) == (not nameless)
    for seat in ("UTO", "ERE", "observer"):
        assert b"Asha" not in msgspec.json.encode((served.host.seen(seat), served.host.view(seat)))
    await asha.close()
    await utopia.close()


async def test_on_the_page_a_suggestion_is_set_aside_and_the_facilitator_is_asked(serve: Serve) -> None:
    served = await serve()
    head, mate = Browser(served.address), Browser(served.address)
    await head.join(served.codes["IND"], "Asha")
    page = await mate.join(served.codes["IND"], "Ben")
    await mate.send(
        (await mate.send(next(form for form in page.forms if ("ready", "1") in form.fields))).form("/send")
    )
    form = (await head.open("/s/IND/asked")).form("/aside")
    form.mark("word", "Not yet.")
    assert "Set aside: what Ben suggested" in (await head.send(form)).text
    assert "Set aside: Not yet." in (await mate.open("/s/IND/asked")).text
    form = (await mate.open("/s/IND/help")).form("/help")
    form.mark("text", "Whom do I ask?")
    assert "not read yet" in (await mate.send(form)).text
    served.hosted.read_help("IND", "Ben", 1, asked=False)
    assert ", read" in (await mate.open("/s/IND/help")).text
    assert "Whom do I ask?" not in (await head.open("/s/IND/help")).text
    form = (await head.open("/s/IND/world")).form("/lead")
    form.mark("name", "Ben")
    assert "Ben is head of delegation now" in (await head.send(form)).text
    assert served.hosted.head("IND") == "Ben"
    for browser in (head, mate):
        await browser.http.aclose()


async def test_no_name_and_no_reason_makes_up_what_the_program_says_of_a_team(serve: Serve) -> None:
    served = await serve()
    asha = await joined(served, "IND", "Asha")
    cid = await joined(served, "IND", "Cid, head of delegation, you")
    forged = "a word”), taken; set aside: by Asha"
    await cid.suggest(Ready(), forged)
    (presence,) = await in_lines(served, "IND", "Ben", "presence")
    team = [line for line in presence.lines if line.startswith("your team")]
    assert [line.partition(":")[0] for line in team] == [
        "your team, head of delegation", "your team, you", "your team"
    ]  # fmt: skip
    (suggested,) = (line for line in presence.lines if line.startswith("S1 "))
    assert suggested.endswith("ready, because “a word’), taken; set aside: by Asha”")
    browser = Browser(served.address)
    async with browser.http:
        await browser.join(served.codes["IND"], "Dee")
        world = (await browser.open("/s/IND/world")).text
    assert world.count("Head of delegation") == 1
    assert "Member: Cid, head of delegation, you" in world
    await asha.close()
    await cid.close()


async def test_an_extension_given_after_the_clock_was_kept_last_is_not_lost(tmp_path: Path) -> None:
    saves = opened(tmp_path)
    now = [1000.0]
    plan = LessonPlan(6, 300, 400, 100, 100, 1000)
    writer = ThreadPoolExecutor(1, "writer")
    host = begun(saves, "IND")
    session = LocalSession(host, players(), plan, writer=writer)
    await session.open()
    session.run_clock(lambda: now[0], lambda: now[0])
    await session.keep_clock()
    await session.submit(CONTROL, Extend(minutes=2, reason="a question"))
    before = session.read_clock()
    # The host is killed here; another takes the same record up.
    again = LocalSession(Host(host.events, host.dice, host._record), players(), plan, writer=writer)
    again.run_clock(lambda: now[0], lambda: now[0])
    assert before is not None
    assert again.read_clock() == before
    assert before.left == 420
    writer.shutdown()
    saves.close()


async def in_lines(served: Remote, seat: str, name: str, *lines: str) -> list[Reply]:
    """What a person at `join --plain` is answered."""
    session = await RemoteSession.open(served.address, served.codes[seat], name)
    playing = LineByLine(session)
    replies = [reply for line in lines if (reply := await playing.take(1, line)) is not None]
    await session.close()
    return replies


async def test_line_by_line_a_team_suggests_asks_for_help_and_passes_the_headship_on(serve: Serve) -> None:
    served = await serve()
    asha = await joined(served, "IND", "Asha")
    suggested, presence, asked, denied = await in_lines(
        served, "IND", "Ben", "ready", "presence", "helpline May we?", "pause a drill"
    )
    assert suggested.accepted
    assert suggested.message == "suggested to Asha, who commits: ready"
    assert presence.lines[0] == "India: thinking, 2 devices"
    assert {"your team, head of delegation: Asha", "your team, you: Ben", "S1 Ben suggests: ready"} <= set(
        presence.lines
    )
    assert asked.accepted
    assert not denied.accepted
    answered, told, code = await in_lines(
        served, "facilitator", "Fay", "helpline H1 Once a round.", "helpline", "code UTO"
    )
    assert answered.message == "written to Ben (India)"
    assert [line.partition(" ")[0] for line in told.lines] == ["H1", "H1"]
    assert str(code.data and code.data["code"]) in code.message
    (read,) = await in_lines(served, "IND", "Ben", "helpline")
    assert "you to facilitator, read: May we?" in read.lines[0]
    adopted, passed = await in_lines(served, "IND", "Asha", "adopt S1", "lead Ben")
    assert adopted.message == "done, as Ben suggested: ready"
    assert "IND" in served.host.world.ready
    assert passed.accepted
    assert served.hosted.head("IND") == "Ben"
    (watching,) = await in_lines(served, "observer", "Olga", "ready")
    assert not watching.accepted
    await asha.close()


# --- nothing reaches those it is not for ---


SECRETS = ("channel", "order", "help", "suggestion", "drafts", "name", "asks", "read")


async def do_in_secret(served: Remote, secret: str) -> None:
    """Utopia does one thing that India may not know of."""
    hosted = served.hosted
    match secret:
        case "channel":
            await hosted.submit("UTO", Say(text="Between us, 7c1d.", to=("ERE",)), "Ugo")
        case "order":
            await hosted.submit("UTO", Order(move="reform_governance"), "Ugo")
        case "help":
            hosted.write_help("UTO", "Ugo", "May we, 7c1d?", asked=True)
        case "suggestion":
            hosted.suggest("UTO", Suggestion(SAY, "because 7c1d", "Uma"))
        case "drafts":
            await hosted.table("UTO").keep_drafts((Say(text="7c1d " * 40),))
        case "name":
            await hosted.submit("UTO", Order(move="reform_governance"), "Ugo 7c1d")
        case "asks":
            await hosted.submit("UTO", Say(text="", to=("ERE",), asks="summit"), "Ugo")
        case "read":
            hosted.desk.join("UTO", "Uma 7c1d")


async def everything(served: Remote, seat: str) -> dict[str, object]:
    """All that a seat is answered: bodies, errors, sizes, the numbering of updates."""
    caller = await Caller.join(served, seat, "Asha")
    found: dict[str, object] = {}
    for path in (
        "view", "record", "drafts", "turning-points", "presence", "advice", "help", "suggestions", "team",
    ):  # fmt: skip
        answer = await caller.http.get(path)
        body = answer.text.replace(served.hosted.exercise, "")
        found[path] = (answer.status_code, body, len(body))
    for sent in (
        {"command": "accept", "initiative": "1.UTO.summit.ERE", "version": 1},
        {"command": "say", "text": "What is it?", "to": ["ERE"], "about": "1.UTO.summit.ERE"},
        {"command": "read_messages", "channel": "ERE-UTO"},
        {"command": "withdraw_message", "message": "M1"},
        {"command": "order", "move": "no_such_move"},
    ):
        for path in ("preview", "commands"):
            answer = await caller.http.post(path, json=sent)
            found[f"{path} {sent['command']}"] = (answer.status_code, answer.text)
    for answer in (
        await caller.http.post("suggestions/decision", json={"number": 1}),
        await caller.http.post("help/read", json={"through": 1, "seat": "UTO", "name": "Ugo"}),
    ):
        found[str(answer.url.path)] = (answer.status_code, answer.text)
    async with caller.http.stream("GET", "updates", headers={"Last-Event-ID": "0"}) as stream:
        frame: list[str] = []
        async for text in stream.aiter_lines():
            if not text:
                break
            frame.append(text.replace(served.hosted.exercise, ""))
    found["updates"] = frame
    await caller.http.aclose()
    return found


@pytest.mark.parametrize("seat", ["IND", "observer", "projector"])
@pytest.mark.parametrize("secret", SECRETS)
async def test_two_worlds_that_differ_in_a_secret_are_the_same_on_the_wire(
    serve: Serve, secret: str, seat: str
) -> None:
    said = []
    for otherwise in (False, True):
        served = await serve(60, "IND", "UTO", "ERE")
        for one in ("IND", "UTO", "ERE"):
            assert (await served.hosted.submit(one, Ready())).accepted
        if otherwise:
            await do_in_secret(served, secret)
        said.append(await everything(served, seat))
    assert said[0] == said[1]
    assert "7c1d" not in str(said[1])


async def test_a_stream_is_silent_while_others_talk(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a frame nor the moment of a sign of life tells India that others write to one another."""
    monkeypatch.setattr("multipolar.server.app.STILL_HERE", 0.6)
    monkeypatch.setattr("multipolar.server.app.AT_MOST_EVERY", 0.01)
    served = await serve(60, "IND", "UTO", "ERE")
    caller = await Caller.join(served, "IND", "Asha")
    signs: list[float] = []

    async def talk() -> None:
        for number in range(1000):
            await served.hosted.submit("UTO", Say(text=f"{number}.", to=("ERE",)), "Ugo")
            served.hosted.write_help("UTO", "Ugo", f"{number}?", asked=True)
            await asyncio.sleep(0.15)

    async with asyncio.timeout(20), caller.http.stream("GET", "updates") as stream:
        talking: asyncio.Task[None] | None = None
        async for text in stream.aiter_lines():
            if text.startswith(": still here"):
                signs.append(time.monotonic())
                # The first comes after what is told at the beginning.
                talking = talking or asyncio.create_task(talk())
                if len(signs) == 4:
                    break
            assert not signs or not text.startswith("event: "), text
        assert talking is not None
        talking.cancel()
    assert signs[-1] - signs[0] == pytest.approx(1.8, abs=0.6)
    await caller.http.aclose()
