"""Who sits where: a person leaves the seat or takes one over, and the table does not stall (rulebook §2)."""

from collections.abc import Sequence

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Options, OrderGiven, ProposalTabled
from multipolar.domain.phases.genesis import begin
from multipolar.domain.possible import follow
from multipolar.domain.vocabulary import CONTROL, OBSERVER, Phase
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players
from multipolar.rulebook import load_rules
from tests.domain.sound import Play, sound

PERSONS = {"AAA": "person", "BBB": "person"}


def table(absence: str) -> tuple[Host, Programs]:
    """The sound, with two persons and an absence policy, up to the first deliberation."""
    dice = SeededDice(5)
    events = begin(load_rules(), sound(), "standard", PERSONS, 5, dice, Options(absence=absence))
    host = Host(events, dice, NullLog())
    programs = Programs(host, players())
    both_ready(host, programs)
    assert host.world.moment == "1.deliberation"
    return host, programs


def both_ready(host: Host, programs: Programs, seats: Sequence[str] = ("AAA", "BBB")) -> None:
    """Those who are there are ready; the program goes on."""
    for seat in seats:
        assert host.submit(seat, c.Ready()).accepted
    run(programs)


def run(programs: Programs) -> None:
    """Let the program play until somebody is awaited."""
    for _ in programs.play():
        pass


def to_deliberation(host: Host, programs: Programs, number: int) -> None:
    """Avaria alone plays on, reserved, until a round's deliberation."""
    while host.world.moment != f"{number}.deliberation":
        world = host.world
        for crisis in world.open_crises():
            choices = [found.id for found in host.view("AAA").crises if found.id == crisis.id]
            assert choices
            choice = next(one for one in host.view("AAA").crises if one.id == crisis.id).choices
            if choice:
                names = [one.id for one in choice]
                reserved = next(one for one in ("hold", "absorb", "stay_out") if one in names)
                host.submit("AAA", c.Respond(crisis=crisis.id, choice=reserved))
        if world.phase is not Phase.CRISIS:
            host.submit("AAA", c.Ready())
        run(programs)


def acts(host: Host, seat: str, number: int) -> list[str]:
    """The moves a seat tabled or ordered in a round."""
    return [
        event.move
        for event in host.events
        if isinstance(event, OrderGiven | ProposalTabled) and (event.actor, event.round) == (seat, number)
    ]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(Unreadable, match="choose hold, default_orders, doctrine"):
        Play(options=Options(absence="guess"))


def test_a_seat_of_the_program_cannot_be_left() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    with pytest.raises(Illegal, match="run by the program"):
        playing.do("CCC", c.Absence())


def test_one_cannot_leave_twice_nor_come_back_without_having_left() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    with pytest.raises(Illegal, match="nobody had left"):
        playing.do("AAA", c.Absence(away=False))
    playing.do("AAA", c.Absence())
    with pytest.raises(Illegal, match="nobody sits there already"):
        playing.do("AAA", c.Absence())


def test_everybody_sees_that_a_seat_is_empty() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    playing.do("AAA", c.Absence())
    for seat in ("AAA", "BBB", "CCC", OBSERVER):
        assert view_of(playing.world, seat).away == ("AAA",)
    playing.do("AAA", c.Absence(away=False))
    assert view_of(playing.world, OBSERVER).away == ()


def test_on_hold_a_seat_does_nothing_and_nobody_waits_for_it() -> None:
    host, programs = table("hold")
    host.submit("BBB", c.Absence())
    run(programs)
    to_deliberation(host, programs, 3)
    assert acts(host, "BBB", 2) == []


def test_by_default_orders_a_seat_repeats_what_it_ordered_last() -> None:
    host, programs = table("default_orders")
    assert host.submit("BBB", c.Order(move="calm_unrest")).accepted
    host.submit("BBB", c.Propose(move="strategic_dialogue", partners=("DDD",)))
    both_ready(host, programs)
    assert host.submit("BBB", c.Absence()).accepted
    run(programs)
    to_deliberation(host, programs, 4)
    assert [acts(host, "BBB", number) for number in (1, 2, 3)] == [
        ["calm_unrest", "strategic_dialogue"],
        ["calm_unrest"],
        ["calm_unrest"],
    ]


def test_by_doctrine_the_program_plays_the_seat_until_its_person_is_back() -> None:
    host, programs = table("doctrine")
    host.submit("BBB", c.Absence())
    run(programs)
    to_deliberation(host, programs, 3)
    assert acts(host, "BBB", 2)
    assert host.submit("BBB", c.Absence(away=False)).accepted
    run(programs)
    assert "BBB" not in host.world.ready
    before = acts(host, "BBB", 3)
    host.submit("AAA", c.Ready())
    run(programs)
    assert host.world.moment == "3.deliberation"
    assert acts(host, "BBB", 3) == before


def test_with_nobody_left_the_exercise_waits() -> None:
    host, programs = table("doctrine")
    for seat in PERSONS:
        host.submit(seat, c.Absence())
        run(programs)
    assert host.world.moment == "1.deliberation"
    host.submit("AAA", c.Absence(away=False))
    run(programs)
    assert host.world.away == ("BBB",)
    to_deliberation(host, programs, 2)


def test_whom_everybody_has_left_the_exercise_goes_on_one_phase_at_a_time_when_it_is_asked_to() -> None:
    host, programs = table("doctrine")
    for seat in PERSONS:
        host.submit(seat, c.Absence())
    for _ in programs.play(without_persons=True):
        pass
    assert host.world.moment != "1.deliberation"
    assert host.world.round <= 2
    assert acts(host, "AAA", 1) or acts(host, "BBB", 1)
    run(programs)
    assert host.world.away == tuple(PERSONS)


def test_a_person_takes_over_what_the_program_sealed_but_not_that_it_was_ready() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    playing.do("CCC", c.Order(move="calm_unrest"))
    playing.do("CCC", c.Ready())
    playing.do(CONTROL, c.AssignSeat(seat="CCC", reason="late"))
    view = view_of(playing.world, "CCC")
    assert [found.move for found in view.initiatives if found.mine] == ["calm_unrest"]
    assert (view.ready, view.asked) == (False, True)
    for seat in ("AAA", "CCC", OBSERVER):
        shown = view_of(playing.world, seat)
        assert next(power.run_by for power in shown.powers if power.id == "CCC") == "person"


def test_a_seat_given_to_the_program_is_played_by_the_doctrine_it_was_begun_with() -> None:
    playing = Play(seats={**PERSONS, "CCC": "revisionist"}).to_deliberation()
    playing.do(CONTROL, c.AssignSeat(seat="CCC", reason="on"))
    assert playing.world.seats["CCC"] == "person"
    playing.do("CCC", c.Absence())
    playing.do(CONTROL, c.AssignSeat(seat="CCC", person=False, reason="on"))
    assert (playing.world.seats["CCC"], playing.world.away) == ("revisionist", ())
    playing.do(CONTROL, c.AssignSeat(seat="BBB", person=False, reason="on"))
    assert playing.world.seats["BBB"] == playing.world.rules.powers["BBB"].doctrine


def test_the_last_persons_seat_is_not_given_away_and_seats_must_be_there() -> None:
    playing = Play(seats={"AAA": "person"}).to_deliberation()
    with pytest.raises(Illegal, match="only seat that a person has"):
        playing.do(CONTROL, c.AssignSeat(seat="AAA", person=False, reason="on"))
    with pytest.raises(Unreadable, match="no power 'XXX'"):
        playing.do(CONTROL, c.AssignSeat(seat="XXX", reason="on"))


def test_the_program_waits_for_who_took_a_seat_and_plays_one_that_was_given() -> None:
    host, programs = table("hold")
    host.submit(CONTROL, c.AssignSeat(seat="CCC", reason="on"))
    both_ready(host, programs)
    assert host.world.moment == "1.deliberation"
    both_ready(host, programs, ("CCC",))
    assert host.world.moment != "1.deliberation"
    for seat in ("BBB", "CCC"):
        assert host.submit(CONTROL, c.AssignSeat(seat=seat, person=False, reason="on")).accepted
    run(programs)
    to_deliberation(host, programs, 3)
    assert acts(host, "BBB", 2)
    replayed = None
    for event in host.events:
        replayed = follow(replayed, event)
    assert replayed is not None
    assert replayed.seats == host.world.seats
