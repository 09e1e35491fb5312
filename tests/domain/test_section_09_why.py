"""Rulebook §9: every score can be asked why, down to what moved what it is counted from."""

import pytest
from msgspec.structs import replace

from multipolar.domain.exercise import evolve
from multipolar.domain.knowledge.causes import explain, sees
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.score_causes import is_score
from multipolar.domain.knowledge.standings import debrief_of
from multipolar.domain.mechanics.scoring import READ_AS, index_parts, index_values, nobody_wins, standings
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.views import Explanation
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import CONTROL, INDICES
from multipolar.review.summary import summarise
from tests.domain.sound import SOUND, Play, sound
from tests.domain.test_section_09_scores import next_round

SUCCESS = (5, 5)
SCORES = (
    *(f"index({name})" for name in INDICES), "architecture(all)", "national(AAA)", "final(AAA)"
)  # fmt: skip


MIDDLING = sound(
    indices={
        **SOUND["indices"],
        "peace_base": 150,
        "balance_slope": 2,
        "balance_centre": 10,
        "balance_strained": 5,
    }
)
"""The sound with constants that leave its indices off the ends of their scale."""


def eventful() -> Play:
    """Three rounds in which every index has cause to move."""
    script = {f"{number}.resolve": SUCCESS for number in range(1, 5)} | {
        "2.friction.AAA.CCC": (1, 1, 1), "2.warning.K1": (1, 1),
    }  # fmt: skip
    play = Play(script=script, setting=MIDDLING).to_deliberation()
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    play.do("CCC", c.Order(move="public_protest", targets=("AAA",)))
    next_round(play)
    patrol = c.Propose(move="counter_piracy", partners=("DDD",), terms=c.Terms(theatre="sound"))
    play.do("AAA", patrol)
    play.do("DDD", c.Accept(initiative=play.latest, version=1))
    play.do("BBB", c.Order(move="white_paper"))
    next_round(play)
    next_round(play)
    return play


@pytest.fixture(scope="module")
def played() -> Play:
    """The same, once."""
    return eventful()


def why(play: Play, target: str, seat: str = CONTROL) -> Explanation:
    """What a seat is told."""
    told: dict[int, str] = {}
    world: World | None = None
    for event in play.events:
        world = evolve(world, event)
        told[event.seq] = narrate(world, event).text
    return explain(play.world, play.events, target, seat, told)


@pytest.mark.parametrize("target", SCORES)
def test_every_step_of_a_score_leads_on_to_what_moved_it(played: Play, target: str) -> None:
    for seat in (CONTROL, "AAA"):
        found = why(played, target, seat)
        assert sum(step.amount for step in found.steps) == found.value - found.start
        assert found.steps
        assert all(step.chain and all(step.chain) for step in found.steps)


@pytest.mark.parametrize("target", SCORES)
def test_what_is_told_of_a_score_is_known_to_who_asks(played: Play, target: str) -> None:
    """A world in which nothing happened but what the seat may see is explained to it in the same words."""
    seat = "BBB" if target.endswith("(all)") or target.startswith("index") else "AAA"
    alone = Play()
    alone.world = played.world
    alone.events = [event for event in played.events if sees(event, seat) or event.seq == 1]
    told = {event.seq: str(event.seq) for event in played.events}
    assert explain(played.world, alone.events, target, seat, told) == explain(
        played.world, played.events, target, seat, told
    )


def test_what_is_behind_a_step_is_of_its_own_round_and_kind(played: Play) -> None:
    (measures,) = [
        step for step in why(played, "index(transparency)").steps if "confidence-building" in step.reason
    ]
    assert (measures.round, measures.amount) == (1, 7)
    assert [line for line in measures.chain if "Hotline" in line] == list(measures.chain)
    acute = [step for step in why(played, "index(peace)").steps if "acute" in step.reason]
    assert [(step.round, step.amount) for step in acute] == [(2, -5)]
    (tension, *_) = [step for step in why(played, "index(peace)").steps if "tension" in step.reason]
    assert all(line.startswith("tension of ") for line in tension.chain)


def test_the_parts_of_an_index_and_its_constant_are_the_index(played: Play) -> None:
    scored = [event for event in played.events if isinstance(event, e.RoundScored)]
    assert scored[-1].parts == index_parts(played.world)
    for event in scored:
        assert {(part.index, part.id) for part in event.parts} == set(READ_AS)
        sums = {
            name: sum(ch.amount for ch in event.changes if ch.target == f"index({name})") for name in INDICES
        }
        assert any(sums.values())
    assert {name: played.world.number(f"index({name})") for name in INDICES} == index_values(played.world)


@pytest.mark.parametrize(("base", "tensions"), [(150, (0, 90)), (400, (0, 100, 50)), (200, (60, 0, 65))])
def test_an_index_beyond_its_scale_moves_by_what_shows_of_it(base: int, tensions: tuple[int, ...]) -> None:
    setting = sound(indices={**SOUND["indices"], "peace_base": base})
    play = Play(setting=setting).to_deliberation()
    for tension in tensions:
        for a, b in play.world.rules.pairs:
            play.put(f"tension({a},{b})", tension)
        next_round(play)
        found = why(play, "index(peace)")
        points = sum(part.points for part in play.world.parts if part.index == "peace")
        assert found.value == max(0, min(100, base + points))
        assert found.value - found.start == sum(step.amount for step in found.steps)
        assert all(step.reason.startswith(READ_AS["peace", "tension"]) for step in found.steps)


def test_a_save_of_before_tells_of_the_whole_at_once() -> None:
    play = Play(setting=MIDDLING).to_deliberation()
    play.world = replace(play.world, parts=())
    next_round(play)
    (step,) = why(play, "index(peace)").steps
    assert step.reason == "peace after round 1"
    assert step.chain
    next_round(play)
    assert why(play, "index(peace)").steps[-1].reason.startswith(READ_AS["peace", "tension"])


def test_the_final_score_is_asked_about_like_any_other(played: Play) -> None:
    for standing in standings(played.world):
        assert played.world.number(f"final({standing.power})") == standing.final
        assert why(played, f"final({standing.power})", standing.power).value == standing.final
    assert is_score("final(AAA)")
    assert not is_score("trust(AAA,BBB)")


# --- Nobody wins -----------------------------------------------------------------------------


def ended(tension: int, threat: int) -> Play:
    """An exercise that ends after its introduction with so much tension and piracy."""
    play = Play("intro").to_deliberation()
    while not play.world.ended:
        for a, b in play.world.rules.pairs:
            play.put(f"tension({a},{b})", tension)
        play.put("threat(piracy,sound)", threat)
        next_round(play)
    return play


@pytest.mark.parametrize(("tension", "threat", "nobody"), [(62, 100, True), (10, 30, False)])
def test_that_nobody_wins_is_said_by_everything_that_tells_of_the_end(
    tension: int, threat: int, *, nobody: bool
) -> None:
    play = ended(tension, threat)
    rules = play.world.rules.base.scores
    whole = play.world.number("architecture(all)")
    assert nobody_wins(rules, whole) is nobody
    assert (whole < rules.nobody_wins_under) is nobody
    sentence = f"The architecture score is {whole}, under {rules.nobody_wins_under}: nobody wins."
    debrief = debrief_of(play.world)
    figures = summarise(play.events, play.world)
    (end,) = [event for event in play.events if isinstance(event, e.ExerciseEnded)]
    for told in (debrief.ending, figures["ending"], narrate(play.world, end).detail):
        assert (sentence in told) is nobody
    assert debrief.nobody_wins is figures["nobody_wins"] is nobody


def test_the_bound_itself_is_enough_to_win() -> None:
    rules = Play().world.rules.base.scores
    assert not nobody_wins(rules, rules.nobody_wins_under)
    assert nobody_wins(rules, rules.nobody_wins_under - 1)
