"""What grows with an exercise: messages in chunks, and initiatives that leave the current ones when over."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.model import commands as c
from multipolar.domain.model.chunked import SIZE, Chunked
from multipolar.domain.model.lookups import LIVE
from multipolar.domain.model.message_log import MessageLog
from multipolar.domain.model.records import Initiative, Message
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World, fingerprint, state_of, with_initiative
from multipolar.domain.vocabulary import EVERYONE, InitiativeState, Outcome
from multipolar.lobby.port import ExerciseConfig
from tests.playing import begin_unkept


def chunked(number: int) -> Chunked[int]:
    made: Chunked[int] = Chunked()
    for item in range(number):
        made = made.added(item)
    return made


@given(st.lists(st.integers(min_value=0, max_value=2 * SIZE + 3), max_size=6))
def test_a_chunked_list_holds_what_was_added(batches: list[int]) -> None:
    made: Chunked[int] = Chunked()
    plain: list[int] = []
    for size in batches:
        batch = range(len(plain), len(plain) + size)
        made, plain = made.added(*batch), [*plain, *batch]
    assert list(made) == plain
    assert list(reversed(made)) == plain[::-1]
    assert len(made) == len(plain)
    assert made == chunked(len(plain))
    assert made[:3] == tuple(plain[:3])
    assert [made[place] for place in range(-len(plain), len(plain))] == plain + plain
    kept = made.filtered("even", lambda items: tuple(item for item in items if item % 2 == 0))
    assert list(kept) == plain[::2]
    assert [kept[place] for place in range(len(kept))] == plain[::2]
    with pytest.raises(IndexError):
        made[len(plain)]


def test_a_change_leaves_the_list_before_as_it_was() -> None:
    before = chunked(2 * SIZE + 5)
    for place in (0, SIZE - 1, SIZE, 2 * SIZE + 4):
        after = before.changed(place, -1)
        assert (before[place], after[place], len(after)) == (place, -1, len(before))
    assert before == chunked(2 * SIZE + 5)
    assert before != before.changed(0, -1)


def test_what_follows_from_a_full_chunk_is_worked_out_once() -> None:
    worked_out: list[int] = []

    def first(items: tuple[int, ...]) -> int:
        worked_out.append(items[0])
        return items[0]

    made = chunked(2 * SIZE + 1)
    assert list(made.each("first", first)) == [0, SIZE, 2 * SIZE]
    assert list(made.latest("first", first)) == [2 * SIZE, SIZE, 0]
    assert list(made.added(7).each("first", first)) == [0, SIZE, 2 * SIZE]
    # Only the chunk that took the new item is another.
    assert worked_out == [0, SIZE, 2 * SIZE, 2 * SIZE]


def said(by: str, *to: str, known: tuple[str, ...] = (), asks: str = "", number: int = 1) -> Message:
    return Message(seq=number, round=number, by=by, to=to, text="", asks=asks, known=known or (by, *to))


def test_a_message_is_named_by_its_author_s_count_and_found_again() -> None:
    log = MessageLog()
    for number in range(3 * SIZE):
        log = log.sent(said("AAA" if number % 3 else "BBB", "CCC", number=number + 1))
    assert [message.id for message in log if message.by == "BBB"] == [f"M{n}" for n in range(1, SIZE + 1)]
    for author, name, seq in (("BBB", "M1", 1), ("AAA", "M1", 2), ("AAA", f"M{2 * SIZE}", 3 * SIZE)):
        found = log.find(author, name)
        assert found is not None
        assert found.seq == seq
    assert log.find("CCC", "M1") is None
    assert log.find("BBB", f"M{SIZE + 1}") is None


def test_what_is_on_its_way_is_at_hand_until_it_has_arrived_or_is_taken_back() -> None:
    log = MessageLog()
    for _ in range(SIZE):
        log = log.sent(said("BBB", "AAA"))
    log = log.sent(said("AAA", "BBB", "CCC", known=("AAA",))).sent(said("AAA", "CCC", known=("AAA",)))
    log = log.sent(said("AAA", known=("*",)))
    assert [message.id for message in log.on_their_way] == ["M1", "M2"]
    first = log.find("AAA", "M1")
    assert first is not None
    once = log.changed(first, said("AAA", "BBB", "CCC", known=("AAA", "BBB")))
    assert len(once.on_their_way) == 2
    arrived = log.changed(first, said("AAA", "BBB", "CCC"))
    assert [message.id for message in arrived.on_their_way] == ["M2"]
    assert len(log.on_their_way) == 2


def test_requests_of_a_round_are_found_among_all_there_are() -> None:
    log = MessageLog()
    for number in range(3):
        for _ in range(SIZE):
            log = log.sent(said("AAA", "BBB", number=number))
        log = log.sent(said("BBB", "AAA", asks="arms_sale", number=number))
    for number in range(3):
        (found,) = log.requests_in(number)
        assert (found.round, found.id) == (number, f"M{number + 1}")
    assert log.requests_in(3) == ()


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    host, programs = begin_unkept(ExerciseConfig("first-steps", "full", 4, {}))
    found = [host.world, *(host.world for _ in programs.play())]
    assert world_after(host.events) == host.world
    return found


def test_initiatives_leave_the_current_ones_two_rounds_after_their_end_and_are_all_kept(
    worlds: list[World],
) -> None:
    known: set[str] = set()
    for world in worlds:
        assert known <= set(world.initiatives), world.moment
        known = set(world.initiatives)
        assert not any(initiative.state in LIVE for initiative in world.finished)
        assert not {initiative.id for initiative in world.finished} & set(world.current)
        for initiative in world.current.values():
            touched = max(initiative.tabled, initiative.answered_in, initiative.resolved)
            assert initiative.state in LIVE or touched >= world.round - 1
        for initiative in world.finished:
            assert initiative.resolved < world.round - 1
    last = worlds[-1]
    assert len(last.finished) > SIZE / 4
    assert len(last.current) < len(last.initiatives) / 2
    for key, initiative in last.initiatives.items():
        assert last.initiatives[key] is initiative
        assert key == initiative.id
    assert state_of(last)["initiatives"] == dict(last.initiatives)


def test_what_is_counted_is_the_same_wherever_an_initiative_is_kept(worlds: list[World]) -> None:
    world = worlds[-1]
    initiatives = tuple(world.initiatives.values())
    counted = 0
    for outcome, least in (("success", Outcome.SUCCESS), ("limited", Outcome.LIMITED)):
        for of in ("any", *world.rules.ids):
            for category in ("any", "drills", "coercion"):
                wanted = sum(
                    one.outcome is not None
                    and one.outcome >= least
                    and (of == "any" or of in one.parties)
                    and category in ("any", world.rules.moves[one.move].category)
                    for one in initiatives
                )
                assert world.count_initiatives(category, "any", of, outcome) == wanted
                counted += wanted
    assert counted
    for number in range(world.round + 1):
        touched = {one.id for one in initiatives if max(one.tabled, one.answered_in, one.resolved) >= number}
        assert touched <= {one.id for one in world.since(number)}
        assert {one.id for one in world.since(number)} <= touched | set(world.current)


def test_a_deed_of_long_ago_that_comes_to_light_is_known_from_then_on(worlds: list[World]) -> None:
    world = worlds[-1]
    done = next(one for one in world.finished if one.known != EVERYONE)
    told = with_initiative(world, replace(done, known=EVERYONE))
    assert told.initiatives[done.id].known == EVERYONE
    assert len(told.initiatives) == len(world.initiatives)
    assert told.current == world.current
    assert list(told.initiatives) == list(world.initiatives)
    new = Initiative(
        id="new", move=done.move, initiator=done.initiator, partners=done.partners, terms=c.Terms(),
        state=InitiativeState.TABLED, tabled=world.round, event=1,
    )  # fmt: skip
    assert list(with_initiative(world, new).current)[-1] == "new"
    assert fingerprint(told) != fingerprint(world)


def test_each_round_s_end_adds_to_the_finished_and_changes_none(worlds: list[World]) -> None:
    for before, after in pairwise(worlds):
        kept = tuple(before.finished)
        assert all(a is b for a, b in zip(kept, after.finished, strict=False))
