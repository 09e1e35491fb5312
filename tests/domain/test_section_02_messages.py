"""Rulebook §2: when a message reaches those it is to, and until when its author takes it back."""

from typing import Any

import pytest

from multipolar.domain.errors import Illegal, Stale
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.domain.possible import Impossible, follow
from tests.domain.sound import Play

PERSONS = {"AAA": "person", "BBB": "person", "CCC": "person"}
WORDS = "Between you and me."


def persons(options: e.Options | None = None) -> Play:
    return Play(seats=dict(PERSONS), options=options or e.Options()).to_deliberation()


def heard(play: Play, seat: str) -> list[str]:
    return [said.text for said in view_of(play.world, seat).messages]


def sent(play: Play, *to: str) -> None:
    play.do("AAA", c.Say(text=WORDS, to=to))


def test_between_persons_a_message_is_on_its_way_until_it_is_shown() -> None:
    play = persons()
    sent(play, "BBB")
    assert heard(play, "BBB") == []
    (own,) = view_of(play.world, "AAA").messages
    assert (own.id, own.on_its_way) == ("M1", True)
    (event,) = play.do("BBB", c.ReadMessages())
    assert event.audience == ("AAA", "BBB")
    assert heard(play, "BBB") == [WORDS]
    assert not view_of(play.world, "AAA").messages[0].on_its_way
    assert play.do("BBB", c.ReadMessages()) == ()


def test_a_program_and_everybody_hear_at_once_and_so_does_whoever_a_program_writes_to() -> None:
    play = persons()
    sent(play, "DDD")
    assert heard(play, "DDD") == [WORDS]
    sent(play)
    assert heard(play, "BBB") == [WORDS]
    play.do("DDD", c.Say(text="From a program.", to=("BBB",)))
    assert heard(play, "BBB") == [WORDS, "From a program."]
    for key in ("M1", "M2"):
        with pytest.raises(Illegal, match="it stands"):
            play.do("AAA", c.WithdrawMessage(message=key))


def test_what_is_taken_back_unread_never_arrives_and_its_author_keeps_it() -> None:
    play = persons()
    sent(play, "BBB", "CCC")
    (event,) = play.do("AAA", c.WithdrawMessage(message="M1"))
    assert event.audience == ("AAA",)
    play.do("BBB", c.ReadMessages())
    play.all_ready()
    assert heard(play, "BBB") == heard(play, "CCC") == []
    (own,) = view_of(play.world, "AAA").messages
    assert own.withdrawn
    assert not own.on_its_way
    with pytest.raises(Illegal, match="taken that message back already"):
        play.do("AAA", c.WithdrawMessage(message="M1"))


def test_what_one_of_several_has_read_stands_and_is_on_its_way_to_the_others() -> None:
    play = persons()
    sent(play, "BBB", "CCC")
    play.do("CCC", c.ReadMessages())
    assert (heard(play, "BBB"), heard(play, "CCC")) == ([], [WORDS])
    with pytest.raises(Illegal, match="has read"):
        play.do("AAA", c.WithdrawMessage(message="M1"))


def test_what_is_on_its_way_arrives_as_the_phase_ends() -> None:
    play = persons()
    sent(play, "BBB")
    play.all_ready()
    assert heard(play, "BBB") == [WORDS]
    with pytest.raises((Illegal, Stale)):
        play.do("AAA", c.WithdrawMessage(message="M1"))


@pytest.mark.parametrize("policy", ["hold", "default_orders", "doctrine"])
def test_at_a_seat_that_was_left_only_a_program_that_plays_it_reads(policy: str) -> None:
    play = persons(e.Options(absence=policy))
    sent(play, "BBB")
    play.do("BBB", c.Absence(away=True))
    sent(play, "BBB")
    assert heard(play, "BBB") == ([WORDS] * 2 if policy == "doctrine" else [])


def test_a_program_that_takes_a_seat_reads_what_waited_there() -> None:
    play = persons()
    sent(play, "BBB")
    play.do("control", c.AssignSeat(seat="BBB", person=False, reason="on"))
    assert heard(play, "BBB") == [WORDS]


def test_a_request_is_open_once_it_has_arrived_and_gone_once_it_was_taken_back() -> None:
    play = persons()
    play.do("AAA", c.Say(text="", to=("BBB",), asks="summit"))
    play.do("AAA", c.WithdrawMessage(message="M1"))
    play.do("AAA", c.Say(text="", to=("BBB",), asks="summit"))
    assert view_of(play.world, "BBB").requests == ()
    play.do("BBB", c.ReadMessages())
    assert len(view_of(play.world, "BBB").requests) == 1
    play.do("BBB", c.Say(text="Not now.", to=("AAA",)))
    assert view_of(play.world, "BBB").requests == ()
    play.do("BBB", c.WithdrawMessage(message="M1"))
    assert len(view_of(play.world, "BBB").requests) == 1


@pytest.mark.parametrize(
    "event",
    [
        e.MessageArrived(seq=0, round=1, phase="deliberation", actor="BBB", audience=("AAA", "BBB"),
                         author="AAA", message="M1"),
        e.MessageArrived(seq=0, round=1, phase="deliberation", actor="CCC", audience=("AAA", "CCC"),
                         author="AAA", message="M2"),
        e.MessageWithdrawn(seq=0, round=1, phase="deliberation", actor="AAA", audience=("AAA",),
                           message="M1"),
        e.MessageWithdrawn(seq=0, round=1, phase="deliberation", actor="AAA", audience=("AAA",),
                           message="M9"),
    ],
)  # fmt: skip
def test_a_record_in_which_a_message_arrives_twice_or_was_read_and_taken_back_is_impossible(
    event: Event,
) -> None:
    play = persons()
    sent(play, "BBB")
    sent(play, "BBB")
    play.do("BBB", c.ReadMessages())
    with pytest.raises(Impossible):
        follow(play.world, type(event)(**{**_fields(event), "seq": play.world.seq + 1}))


def _fields(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}
