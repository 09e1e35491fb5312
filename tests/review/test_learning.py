"""What touched a learning objective: named kinds of events and resolved moves, the weightiest kept."""

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.views import Lesson, Seen
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events, players
from multipolar.review.learning import MOST, evidence


def seen(number: int, kind: str, subject: str = "", weight: int = 3) -> Seen:
    return Seen(number, 1, "adjudication", kind, "IND", f"event {number}", 0, subject, weight, (), ())


LESSON = Lesson("Channels decide crises.", ("hotline",), ("crisis_began",))


def test_moves_count_once_they_are_resolved_and_events_by_their_kind() -> None:
    record = [
        seen(1, "proposal_tabled", "1.IND.hotline.CHN"),
        seen(2, "initiative_resolved", "1.IND.hotline.CHN"),
        seen(3, "initiative_resolved", "1.IND.joint_exercise.CHN"),
        seen(4, "crisis_began", "K1"),
        seen(5, "crisis_moved", "K1"),
    ]
    assert [found.number for found in evidence(LESSON, record)] == [2, 4]


def test_of_many_the_weightiest_are_kept_in_their_order() -> None:
    record = [seen(number, "crisis_began", weight=number % 7) for number in range(1, 30)]
    found = evidence(LESSON, record)
    assert len(found) == MOST
    assert [one.number for one in found] == sorted(one.number for one in found)
    assert min(one.weight for one in found) >= max(one.weight for one in record if one not in found) - 1


def test_a_played_exercise_touches_what_its_scenario_teaches() -> None:
    for scenario in ("first-steps", "indian-ocean", "peacekeepers", "alliance-under-strain"):
        host = Host(first_events(ExerciseConfig(scenario, "intro", 5, {})), SeededDice(5), NullLog())
        programs = Programs(host, players())
        for _ in programs.play():
            pass
        view = host.view("observer")
        assert view.debrief is not None
        lessons = view.debrief.lessons
        assert len(lessons) >= 4
        touched = [lesson for lesson in lessons if evidence(lesson, host.seen("observer", 0))]
        assert len(touched) * 2 >= len(lessons), scenario
