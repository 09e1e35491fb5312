"""From events to a record: small exercises, decided and written by hand."""

from collections.abc import Sequence

import pytest

from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import CONTROL, EVERYONE
from multipolar.lab.measure import measure
from multipolar.lab.plans import Plan
from multipolar.lab.record import Arrangement, CrisisRecord, GameRecord
from tests.domain.sound import Play

PLAN = Plan(Arrangement.MIXED, 4, 1, {})
BREAKS_OUT: dict[str, tuple[int, ...]] = {"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1)}
"""A dispute between the rivals comes up in round 1 and becomes acute."""


def record_of(play: Play, *more: e.Event) -> GameRecord:
    """The record of what was played, and of events that are set after it."""
    return measure([*play.events, *more], PLAN)


def crisis_of(play: Play, *more: e.Event) -> CrisisRecord:
    (found,) = record_of(play, *more).crises
    return found


def acute() -> Play:
    """The first exchange of an acute crisis between Avaria and Cyrene."""
    play = Play(script=BREAKS_OUT).to_deliberation()
    play.all_ready()
    return play


def exchange(now: str, *choices: tuple[str, str, str]) -> e.ExchangeResolved:
    return e.ExchangeResolved(
        seq=900, round=1, phase="crisis", actor="AAA", audience=EVERYONE, crisis="K1", exchange=1,
        choices=choices, pressure=0, modifiers=(), dice=(), was="acute", now=now,
    )  # fmt: skip


def moved(to: str, kind: str = "", parties: Sequence[str] = ()) -> e.CrisisStateChanged:
    return e.CrisisStateChanged(
        seq=901, round=1, phase="crisis", actor="AAA", audience=EVERYONE, crisis="K1", to=to, reason="so",
        kind=kind, parties=tuple(parties),
    )  # fmt: skip


HOLD = (("AAA", "hold", ""), ("CCC", "hold", ""))


# --- Crises ---


def test_a_warning_that_passes_is_a_dispute_and_no_more() -> None:
    found = crisis_of(Play(script={**BREAKS_OUT, "1.warning.K1": (6, 6)}).to_deliberation())
    assert found.confrontation
    assert found.dyad == "rivals"
    assert not found.acute


def test_a_crisis_counts_by_the_highest_rung_it_reached() -> None:
    play = acute()
    assert not crisis_of(play, exchange("acute", *HOLD)).climbed
    up = crisis_of(play, exchange("confrontation", *HOLD), exchange("easing", *HOLD))
    assert up.climbed
    assert not up.conflict
    assert crisis_of(play, exchange("conflict", *HOLD)).conflict


@pytest.mark.parametrize(("choice", "mediated"), [("mediate", True), ("framework", True), ("back", False)])
def test_whoever_mediates_or_goes_to_a_framework_mediates(choice: str, mediated: bool) -> None:
    assert crisis_of(acute(), exchange("acute", *HOLD, ("BBB", choice, ""))).mediated == mediated


def test_a_settlement_is_an_agreement_unless_one_side_gave_in() -> None:
    play = acute()
    assert crisis_of(play, exchange("easing", *HOLD), moved("settled")).agreed
    assert not crisis_of(play, exchange("easing", *HOLD), moved("frozen")).agreed
    one = exchange("acute", ("AAA", "concede", ""), ("CCC", "press", ""))
    assert not crisis_of(play, one, moved("settled")).agreed
    both = exchange("acute", ("AAA", "concede", ""), ("CCC", "concede", ""))
    assert crisis_of(play, both, moved("settled")).agreed


def test_an_emergency_that_is_exploited_becomes_a_confrontation() -> None:
    script: dict[str, tuple[int, ...]] = {"1.unrest.BBB": (1,), "1.warning.K1": (1, 1)}
    play = Play(script=script).to_deliberation()
    assert not crisis_of(play).confrontation
    found = crisis_of(play, moved("acute", "confrontation", ("AAA", "CCC")))
    assert found.confrontation
    assert found.dyad == "rivals"


def test_channels_count_when_both_are_in_force_as_it_becomes_acute() -> None:
    play = Play().to_deliberation()

    def concluded(kind: str, *parties: str) -> e.AgreementConcluded:
        return e.AgreementConcluded(
            seq=800, round=1, phase="adjudication", actor="AAA", audience=EVERYONE, agreement=kind,
            type=kind, parties=parties, until=0,
        )  # fmt: skip

    def ended(kind: str) -> e.AgreementStateChanged:
        return e.AgreementStateChanged(
            seq=801, round=1, phase="adjudication", actor="AAA", audience=EVERYONE, agreement=kind,
            to="suspended",
        )  # fmt: skip

    began = e.CrisisBegan(
        seq=802, round=2, phase="situation", actor="AAA", audience=EVERYONE, crisis="K1",
        template="border_incident", parties=("CCC", "AAA"), theatre="", text="", stage="acute",
        trigger="friction",
    )  # fmt: skip
    line, notice = concluded("hotline", "AAA", "CCC"), concluded("exercise_notification", "AAA", "CCC")
    assert crisis_of(play, line, notice, began).channels
    assert not crisis_of(play, line, began).channels
    assert not crisis_of(play, line, notice, ended("hotline"), began).channels
    assert not crisis_of(play, line, concluded("exercise_notification", "AAA", "BBB"), began).channels
    assert crisis_of(play, line, notice, began, ended("hotline")).channels


def test_answers_to_pacts_are_counted() -> None:
    def answered(honoured: bool) -> e.PactAnswered:
        return e.PactAnswered(
            seq=900, round=1, phase="crisis", actor="BBB", audience=EVERYONE, crisis="K1", ally="BBB",
            principal="AAA", honoured=honoured,
        )  # fmt: skip

    found = record_of(acute(), answered(True), answered(False), answered(True))
    assert (found.calls, found.honoured) == (3, 2)


# --- Moves ---


def test_moves_are_counted_once_they_are_agreed_or_ordered() -> None:
    play = Play().to_deliberation()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    assert record_of(play).moves == {}
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    play.do("CCC", c.Order(move="calm_unrest"))
    assert record_of(play).moves == {"calm_unrest": 1, "strategic_dialogue": 1}
    play.do("CCC", c.Withdraw(initiative=play.latest))
    assert record_of(play).moves == {"strategic_dialogue": 1}
    play.all_ready()
    assert record_of(play).moves == {"strategic_dialogue": 1}


def test_a_proposal_that_is_declined_is_no_move() -> None:
    play = Play().to_deliberation()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    play.do("BBB", c.Decline(initiative=play.latest))
    play.all_ready()
    assert record_of(play).moves == {}


# --- Unrest, piracy, the end ---


def upheaval(script: dict[str, tuple[int, ...]], stability: int) -> Play:
    """An upheaval in Borea in round 1, which begins with this stability."""
    play = Play(script={"1.unrest.BBB": (1,), "1.warning.K1": (1, 1), **script})
    play.put("stability(BBB)", stability)
    play.put("stability(CCC)", 50)
    play.put("stability(DDD)", 50)
    return play.to_deliberation()


@pytest.mark.parametrize(("stability", "low", "high"), [(44, 1, 0), (45, 0, 0), (59, 0, 0), (60, 0, 1)])
def test_an_upheaval_counts_by_the_stability_the_round_began_with(
    stability: int, low: int, high: int
) -> None:
    unrest = record_of(upheaval({}, stability)).unrest
    assert (unrest.low_attempts, unrest.high_attempts) == (low, high)
    assert unrest.low_rounds == low
    # Avaria is calm from the start, whatever Borea is; the others are neither calm nor in unrest.
    assert unrest.high_rounds == 1 + high


def test_an_upheaval_that_does_not_break_out_is_no_attempt() -> None:
    assert record_of(upheaval({"1.warning.K1": (6, 6)}, 20)).unrest.low_attempts == 0


def test_an_upheaval_succeeds_when_the_government_falls() -> None:
    play = upheaval({}, 20)
    assert record_of(play).unrest.ended == 0
    for succeeded in (False, True):
        decided = e.CoupDecided(
            seq=900, round=1, phase="crisis", actor="BBB", audience=EVERYONE, crisis="K1", modifiers=(),
            dice=(3, 4), total=7, succeeded=succeeded,
        )  # fmt: skip
        unrest = record_of(play, decided).unrest
        assert (unrest.ended, unrest.succeeded) == (1, int(succeeded))


def test_the_level_of_piracy_is_kept_after_every_round() -> None:
    play = Play().to_deliberation()
    levels = []
    for _ in range(3):
        play.all_ready()
        while play.world.crises and play.world.open_crises():
            play.all_ready()
        levels.append(play.world.past[-1]["threat(piracy,sound)"])
    assert record_of(play).piracy == {"sound": tuple(levels)}


def test_the_end_is_kept_with_every_ranked_power() -> None:
    finals = (("AAA", 40, 30, 1), ("BBB", 38, 28, 2), ("CCC", 20, 11, 3))
    ended = e.ExerciseEnded(
        seq=900, round=6, phase="debrief", actor=CONTROL, audience=EVERYONE, how="collapse", finals=finals
    )
    found = record_of(Play(), ended)
    assert found.ended == "collapse"
    assert found.finals == {"AAA": 30, "BBB": 28, "CCC": 11}
    assert found.ranks == {"AAA": 1, "BBB": 2, "CCC": 3}
    assert set(found.doctrines) == {"AAA", "BBB", "CCC"}
    assert found.pairs == (1, 3)
    assert found.number == PLAN.number


@pytest.mark.parametrize(("under", "nobody"), [(0, False), (1, True)])
def test_under_a_low_architecture_nobody_has_won(under: int, nobody: bool) -> None:
    play = Play()
    least = play.world.rules.base.scores.nobody_wins_under
    falls = e.Change(
        "architecture(all)", least - under - play.world.numbers["architecture(all)"], "the order"
    )
    scored = e.RoundScored(
        seq=901, round=6, phase="assessment", actor=CONTROL, audience=EVERYONE, changes=(falls,), number=6
    )
    assert record_of(play, scored).nobody_won is nobody
