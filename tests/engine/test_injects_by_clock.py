"""Injects with a time of play: the clock that all share releases them, once, while play goes on (§13)."""

from msgspec.structs import replace

from multipolar.domain.dice import SeededDice
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, ExerciseBegan, InjectReleased, InjectStateChanged
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.clock import LessonPlan
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.table.local import LocalSession
from tests.contracts.playing import SEED, STRAIT, players
from tests.engine.test_shared_clock import Time

PLAN = LessonPlan(6, 300, 400, 100, 100, 1000)


def opened(time: Time) -> LocalSession:
    """The strait with its storm due after ten minutes of play."""
    first, *rest = first_events(ExerciseConfig(str(STRAIT), "standard", SEED, {"IND": "person"}, lesson=90))
    assert isinstance(first, ExerciseBegan)
    storm, *others = (dict(inject) for inject in first.setting["injects"])
    storm.pop("round", None)
    storm["clock"] = "0:10"
    events: list[Event] = [replace(first, setting={**first.setting, "injects": [storm, *others]}), *rest]
    session = LocalSession(Host(events, SeededDice(SEED), NullLog()), players(), PLAN)
    session.run_clock(time, time)
    return session


def released(session: LocalSession) -> int:
    return sum(isinstance(event, InjectReleased) for event in session.host.events)


async def pass_by(session: LocalSession, time: Time, seconds: int) -> None:
    for _ in range(seconds // 10):
        time.at += 10
        session.read_clock()
    await session.release_by_clock()


async def test_it_comes_when_its_time_has_come_and_once() -> None:
    time = Time()
    session = opened(time)
    await session.open()
    await session.end_phase("on")
    before = released(session)
    await pass_by(session, time, 590)
    assert released(session) == before
    await pass_by(session, time, 20)
    assert released(session) == before + 1
    (put,) = [event for event in session.host.events if isinstance(event, InjectStateChanged)]
    assert put.reason == "0:10 of play has come"
    await pass_by(session, time, 60)
    assert released(session) == before + 1


async def test_it_does_not_come_while_the_clock_stands_still_or_when_it_is_held() -> None:
    time = Time()
    session = opened(time)
    await session.open()
    await session.end_phase("on")
    before = released(session)
    await session.set_clock("stop", reason="a fire drill")
    await pass_by(session, time, 1200)
    assert released(session) == before
    await session.set_clock("go_on", reason="all are back")
    inject = session.host.world.rules.setting.injects[0].id
    assert (await session.submit(CONTROL, c.Hold(inject=inject, reason="not yet"))).accepted
    await pass_by(session, time, 1200)
    assert released(session) == before
    assert (await session.submit(CONTROL, c.Hold(inject=inject, reason="now", hold=False))).accepted
    await pass_by(session, time, 10)
    assert released(session) == before + 1
