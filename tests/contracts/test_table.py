"""What holds for every table: commands answered once and durably, views that follow, reasons that add up."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from multipolar.domain.errors import Unreadable
from multipolar.domain.model.commands import (
    Accept,
    AnyCommand,
    Order,
    Propose,
    Ready,
    Respond,
    Say,
    Terms,
    WithdrawMessage,
)
from multipolar.domain.model.views import View
from multipolar.store import Saves
from multipolar.table.port import Table, Update, read_messages
from multipolar.user_errors import UserError
from tests.contracts.playing import begun, plain, taken_up
from tests.contracts.seated import WAYS, Seated, SitDown
from tests.store.making import opened


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[Saves]:
    saves = opened(tmp_path)
    yield saves
    saves.close()


@pytest.fixture(params=WAYS)
async def sit_down(request: pytest.FixtureRequest) -> AsyncIterator[SitDown]:
    """Sits down at a host in each of the ways there are, and gets up at the end."""
    async with WAYS[request.param]() as sits_down:
        yield sits_down


@pytest.fixture
async def session(saves: Saves, sit_down: SitDown) -> Seated:
    """India's exercise, with programs in the other seats."""
    return await sit_down(begun(saves, "IND"))


@pytest.fixture
async def two(saves: Saves, sit_down: SitDown) -> Seated:
    """India's and Utopia's exercise."""
    return await sit_down(begun(saves, "IND", "UTO"))


@pytest.fixture
async def table(session: Seated) -> Table:
    """India's table in the first deliberation."""
    await session.tables["IND"].submit(Ready())
    return session.tables["IND"]


@asynccontextmanager
async def following(table: Table) -> AsyncIterator[AsyncIterator[Update]]:
    """Follow a table, and stop at the end."""
    updates = table.follow()
    yield updates
    if isinstance(updates, AsyncGenerator):
        await updates.aclose()


async def next_update(updates: AsyncIterator[Update]) -> Update:
    return await asyncio.wait_for(anext(updates), 10)


async def play_on(table: Table) -> None:
    """Do what is asked, in the shortest way."""
    view = table.view
    for crisis in view.crises:
        if crisis.choices and not crisis.chosen:
            allowed = [choice for choice in crisis.choices if not choice.blocked]
            receipt = await table.submit(Respond(crisis=crisis.id, choice=allowed[0].id))
            assert receipt.accepted, receipt
    if not any(crisis.choices for crisis in view.crises):
        assert (await table.submit(Ready())).accepted


# --- Receipts --------------------------------------------------------------------------------


async def test_what_is_allowed_is_accepted_and_seen(table: Table) -> None:
    before = table.view
    receipt = await table.submit(Order(id="one", move="modernise_forces", moment=before.moment))
    assert (receipt.accepted, receipt.id, receipt.rule) == (True, "one", "")
    assert table.view.number > before.number
    assert [found.move for found in table.view.initiatives if found.initiator == "IND"] == [
        "modernise_forces"
    ]


async def test_what_is_not_allowed_is_refused_with_the_rule_and_changes_nothing(table: Table) -> None:
    before, record = plain(table.view), await table.record()
    refused: dict[str, AnyCommand] = {
        "phase": Order(move="modernise_forces", moment="9.deliberation"),
        "": Order(move="no_such_move"),
        " ": Accept(initiative="none", version=1),
        "  ": Propose(move="joint_exercise", partners=("IND",), terms=Terms(domain="land")),
    }
    for rule, command in refused.items():
        receipt = await table.submit(command)
        assert not receipt.accepted
        assert receipt.rule
        assert receipt.rule == rule.strip() or not rule.strip()
        assert receipt.message
        assert "\n" not in receipt.message
    assert plain(table.view) == before
    assert await table.record() == record


async def test_a_receipt_says_how_far_a_view_has_to_be_to_show_it(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    first = await india.submit(Say(text="One.", to=("ERE",)))
    assert first.number == india.view.number
    # What another does in secret moves no number of this seat.
    await utopia.submit(Say(text="Between us.", to=("ERE",)))
    refused = await india.submit(Order(move="no_such_move"))
    assert (refused.accepted, refused.number) == (False, first.number)
    assert (await india.submit(Say(text="Two.", to=("ERE",)))).number == first.number + 1


async def test_a_command_sent_twice_is_done_once(table: Table) -> None:
    say = Say(id="once", text="Good morning.", to=("UTO",))
    first = await table.submit(say)
    number = table.view.number
    assert await table.submit(say) == first
    assert table.view.number == number
    assert (await table.submit(Say(id="again", text="Good morning.", to=("UTO",)))).accepted
    assert table.view.number > number


async def test_a_command_sent_again_after_a_restart_is_done_once(
    saves: Saves, table: Table, sit_down: SitDown
) -> None:
    order = Order(id="once", move="modernise_forces")
    first = await table.submit(order)
    again = await sit_down(taken_up(saves))
    assert await again.tables["IND"].submit(order) == first
    assert plain(again.tables["IND"].view) == plain(table.view)
    assert saves.header(again.exercise).events == len(again.host.events)


async def test_two_seats_may_choose_the_same_id(two: Seated) -> None:
    assert (await two.tables["IND"].submit(Ready(id="1"))).accepted
    assert (await two.tables["UTO"].submit(Ready(id="1"))).accepted
    assert two.host.world.round == 1


async def test_a_refused_command_may_be_sent_again_when_it_has_become_possible(two: Seated) -> None:
    order = Order(id="early", move="modernise_forces")
    assert not (await two.tables["IND"].submit(order)).accepted
    for seat in ("IND", "UTO"):
        await two.tables[seat].submit(Ready())
    assert (await two.tables["IND"].submit(order)).accepted


async def test_a_table_that_was_left_takes_no_commands(table: Table) -> None:
    before = plain(table.view)
    await table.close()
    receipt = await table.submit(Say(text="Still there?"))
    assert (receipt.accepted, receipt.rule) == (False, "closed")
    assert plain(table.view) == before
    await table.close()


async def test_leaving_one_seat_leaves_the_others_open(two: Seated) -> None:
    await two.tables["IND"].close()
    assert (await two.tables["UTO"].submit(Ready())).accepted


# --- Drafts ----------------------------------------------------------------------------------


async def test_what_a_seat_composes_is_kept_over_a_restart_for_that_seat_alone(
    saves: Saves, two: Seated, sit_down: SitDown
) -> None:
    drafts = (Order(move="modernise_forces"), Propose(move="joint_exercise", partners=("UTO",)))
    number = two.tables["UTO"].view.number
    await two.tables["IND"].keep_drafts(drafts)
    assert await two.tables["IND"].drafts() == drafts
    assert await two.tables["UTO"].drafts() == ()
    assert two.tables["UTO"].view.number == number
    events = len(two.host.events)
    await two.close()
    again = await sit_down(taken_up(saves))
    assert await again.tables["IND"].drafts() == drafts
    assert await again.tables["UTO"].drafts() == ()
    assert len(again.host.events) == events
    await again.tables["IND"].keep_drafts(())
    assert await again.tables["IND"].drafts() == ()


@pytest.mark.parametrize(
    "text", ["a\x1b[2Jb", "pay\u202eload", "\x00", "tail\ud800", "zero\u200bwidth"], ids=ascii
)
async def test_a_draft_with_signs_nobody_can_see_is_refused_as_it_is_kept(two: Seated, text: str) -> None:
    table = two.tables["IND"]
    before = (Say(text="One\n\ttwo"), Say(text="too long so far " * 60))
    await table.keep_drafts(before)
    for draft in (Say(text=text), Propose(move="summit", partners=("UTO",), message=text)):
        with pytest.raises(UserError, match=r"draft.*cannot be seen"):
            await table.keep_drafts((draft,))
    assert await table.drafts() == before


async def test_a_draft_that_cannot_be_read_is_let_go(saves: Saves, two: Seated) -> None:
    saves.set_draft(two.exercise, "IND", '[{"kind": "from another program"}]')
    assert await two.tables["IND"].drafts() == ()


# --- Following -------------------------------------------------------------------------------


async def test_who_follows_is_shown_the_present_first_and_then_every_change(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    async with following(india) as updates:
        first = await next_update(updates)
        assert plain(first.view) == plain(india.view)
        numbers = [seen.number for seen in first.news]
        for text in ("One.", "Two."):
            await utopia.submit(Say(text=text))
            update = await next_update(updates)
            assert plain(update.view) == plain(india.view)
            assert text in plain(update.view).decode()
            numbers += [seen.number for seen in update.news]
        assert numbers == list(range(1, len(numbers) + 1))


async def test_what_one_person_writes_to_another_has_arrived_once_it_was_read(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    await utopia.submit(Say(text="Between us.", to=("IND",)))
    await read_messages(india)
    assert [said.text for said in india.view.messages] == ["Between us."]
    (own,) = utopia.view.messages
    assert (own.id, own.on_its_way) == ("M1", False)
    late = await utopia.submit(WithdrawMessage(message="M1"))
    assert (late.accepted, late.rule) == (False, "message")


async def test_what_happened_while_nobody_listened_comes_in_one_update(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    async with following(india) as updates:
        first = await next_update(updates)
        for text in ("One.", "Two.", "Three."):
            await utopia.submit(Say(text=text))
        update = await next_update(updates)
        assert [seen.number for seen in update.news] == [
            first.view.number + 1,
            first.view.number + 2,
            first.view.number + 3,
        ]


async def test_what_a_seat_may_not_see_sends_it_nothing(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    async with following(india) as updates:
        await next_update(updates)
        waiting = asyncio.ensure_future(anext(updates))
        await utopia.submit(Say(text="Between us.", to=("ERE",)))
        await asyncio.sleep(0)
        assert not waiting.done()
        await utopia.submit(Say(text="To all."))
        update = await asyncio.wait_for(waiting, 10)
        assert len(update.news) == 1
        assert "Between us" not in plain(update).decode()


async def test_several_may_follow_one_table_and_none_misses_anything(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    seen: dict[int, list[int]] = {1: [], 2: [], 3: []}

    async def follow(who: int) -> None:
        async for update in india.follow():
            seen[who] += [found.number for found in update.news]
            for _ in range(who):
                await asyncio.sleep(0)

    followers = [asyncio.ensure_future(follow(who)) for who in seen]
    for number in range(10):
        await utopia.submit(Say(text=f"{number}.", to=("IND",)))
        await asyncio.sleep(0)
    for _ in range(20):
        await asyncio.sleep(0)
    await india.close()
    await asyncio.wait_for(asyncio.gather(*followers), 10)
    whole = list(range(1, india.view.number + 1))
    assert seen == {1: whole, 2: whole, 3: whole}


async def test_following_ends_when_the_table_is_left(table: Table) -> None:
    async with following(table) as updates:
        await next_update(updates)
        await table.close()
        with pytest.raises(StopAsyncIteration):
            await next_update(updates)


async def test_who_comes_back_knows_what_those_who_stayed_know(
    saves: Saves, two: Seated, sit_down: SitDown
) -> None:
    india = two.tables["IND"]
    told: list[bytes] = []
    async with following(india) as updates:
        told += map(plain, (await next_update(updates)).news)
        for seat in ("IND", "UTO"):
            await two.tables[seat].submit(Ready())
        await india.submit(Order(move="modernise_forces"))
        await two.tables["UTO"].submit(Say(text="Well?", to=("IND",)))
        told += map(plain, (await next_update(updates)).news)
    back = (await sit_down(taken_up(saves))).tables["IND"]
    async with following(back) as again:
        update = await next_update(again)
    assert list(map(plain, update.news)) == told
    assert plain(update.view) == plain(india.view)
    assert await back.record(3) == (await india.record())[3:]


# --- Previews, reasons, advice ---------------------------------------------------------------


async def test_the_odds_shown_before_are_those_recorded_after(two: Seated) -> None:
    india, utopia = two.tables["IND"], two.tables["UTO"]
    for seat in ("IND", "UTO"):
        await two.tables[seat].submit(Ready())
    proposal = Propose(move="strategic_dialogue", partners=("UTO",))
    preview = await india.preview(proposal)
    before = plain(india.view)
    assert sum(preview.chances) == 36
    assert plain(india.view) == before
    await india.submit(proposal)
    (key,) = [found.id for found in india.view.initiatives if found.initiator == "IND"]
    assert (await utopia.submit(Accept(initiative=key, version=1))).accepted
    for seat in ("IND", "UTO"):
        await two.tables[seat].submit(Ready())
    (resolved,) = [
        event
        for event in two.host.events
        if getattr(event, "initiative", "") == key and hasattr(event, "dice")
    ]
    recorded = {read.id: read.size for read in getattr(resolved, "modifiers", ())}
    shown = {read.id: read.size for read in preview.modifiers}
    assert recorded == shown


async def test_previews_in_a_batch_are_those_asked_for_one_by_one(table: Table) -> None:
    commands: list[AnyCommand] = [
        Order(move="modernise_forces"),
        Propose(move="strategic_dialogue", partners=("UTO",)),
        Order(move="no_such_move"),
    ]
    together = await table.previews(commands)
    assert together == tuple([await table.preview(command) for command in commands])
    assert (together[0].rule, bool(together[2].rule)) == ("", True)
    assert await table.previews(()) == ()


async def test_the_reasons_of_every_number_add_up(session: Seated) -> None:
    table = session.tables["IND"]
    for _ in range(6):
        await play_on(table)
    view = table.view
    for target, value in view.numbers.items():
        why = await table.why(target)
        assert why.value == value
        assert why.start + sum(step.amount for step in why.steps) == value, target


async def test_a_number_nobody_knows_has_no_reasons(table: Table) -> None:
    for target in ("nothing", "trust(IND,XXX)", "trust(UTO,ERE)", "", "trust(", "\0"):
        with pytest.raises(Unreadable):
            await table.why(target)


async def test_advice_is_possible_and_is_not_carried_out(two: Seated) -> None:
    for seat in ("IND", "UTO"):
        await two.tables[seat].submit(Ready())
    table = two.tables["IND"]
    before = plain(table.view)
    (advice,) = await table.advise()
    assert plain(table.view) == before
    assert isinstance(advice.command, Propose)
    assert (await table.submit(advice.command)).accepted


# --- Whole exercises -------------------------------------------------------------------------


async def test_a_person_among_programs_comes_to_the_debrief(session: Seated, saves: Saves) -> None:
    table = session.tables["IND"]
    for _ in range(100):
        if table.view.phase == "debrief":
            break
        await play_on(table)
    view: View = table.view
    assert view.debrief
    assert 1 <= len(await table.turning_points()) <= 5
    assert saves.header(table.exercise).state == "finished"
    assert saves.verify(table.exercise).ok
    receipt = await table.submit(Say(text="One more thing."))
    assert (receipt.accepted, receipt.rule) == (False, "over")


async def test_without_persons_somebody_may_watch(saves: Saves, sit_down: SitDown) -> None:
    session = await sit_down(begun(saves))
    (watching,) = session.tables.values()
    assert watching.seat == "observer"
    assert watching.view.debrief
    assert not (await watching.submit(Say(text="Hello?"))).accepted
