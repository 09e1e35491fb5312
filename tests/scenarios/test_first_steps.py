"""The shipped first exercise: short, invented, every goal within reach, one new thing a round."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.exercise import begin, evolve
from multipolar.domain.model.events import InjectAnswered, InjectReleased
from multipolar.domain.model.world import World
from multipolar.domain.rules.conditions import flaws, parse
from multipolar.domain.rules.scenario_model import PowerSetting, ScenarioModel
from multipolar.lobby.port import ExerciseConfig
from multipolar.review.summary import summarise
from multipolar.rulebook import load_rules
from multipolar.scenario.library import find
from multipolar.scenario.load import load
from tests.playing import begin_unkept

SETTING: ScenarioModel = load(find("first-steps"))
RANKED = tuple(power for power in SETTING.powers if not power.minor)
SEEDS = range(1, 31)


@cache
def opening(seed: int) -> World:
    """The world as the introduction begins with a seed."""
    world: World | None = None
    for event in begin(load_rules(), SETTING, "intro", {}, seed, SeededDice(seed)):
        world = evolve(world, event)
    assert world is not None
    return world


def strings(value: Any) -> Iterator[str]:
    """Every text in plain data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def known_names() -> dict[str, Any]:
    rules = load_rules()
    return {
        "power": {power.id for power in SETTING.powers},
        "threat": set(rules.threats.harms),
        "theatre": {theatre.id for theatre in SETTING.theatres},
        "agreement": {kind.id for kind in rules.agreements},
        "move": {move.id for move in rules.moves},
    }


def test_one_old_power_two_young_ones_and_a_small_one_are_all_invented() -> None:
    assert [power.kind for power in RANKED] == ["established", "emerging", "emerging"]
    assert [power.id for power in SETTING.powers if power.minor] == ["KEL"]
    assert all(power.invented and not power.figures for power in SETTING.powers)
    assert "invented for play" in SETTING.disclaimer


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_a_brief_is_read_in_a_minute(power: PowerSetting) -> None:
    words = len(" ".join(strings(power.brief.model_dump(mode="json"))).split())
    assert 70 <= words <= 150


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_objectives_are_worth_sixty_and_one_is_secret(power: PowerSetting) -> None:
    assert sum(objective.points for objective in power.objectives) == 60
    (secret,) = [objective for objective in power.objectives if objective.secret]
    assert secret.why.startswith("Invented for play: ")
    assert len(power.red_lines) == 2


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_conditions_read_only_what_their_owner_may_know(power: PowerSetting) -> None:
    texts = [objective.condition for objective in power.objectives]
    texts += [objective.partly for objective in power.objectives if objective.partly]
    texts += [line.condition for line in power.red_lines]
    for text in texts:
        assert flaws(parse(text), power.id, known_names()) == ()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_won_or_crossed_before_play(seed: int) -> None:
    world = opening(seed)
    for power in RANKED:
        for objective in power.objectives:
            assert objective.partly
            assert not parse(objective.condition).holds(world, power.id), objective.id
            assert not parse(objective.partly).holds(world, power.id), (objective.id, "partly")
        for line in power.red_lines:
            assert not parse(line.condition).holds(world, power.id), line.id


def test_every_round_of_the_introduction_brings_one_thing() -> None:
    by_round = [inject for inject in SETTING.injects if inject.round]
    assert [inject.round for inject in by_round] == [1, 2, 3, 4]
    assert {name for inject in by_round[:3] for name in inject.addressees} == {"VRN", "OSK", "TAL"}
    assert all(len(inject.options) == 3 for inject in by_round[:3])
    assert all(option.numbers for inject in by_round for option in inject.options)
    assert by_round[3].crisis == "incident_at_sea"


def test_crises_of_the_introduction_have_two_texts_of_this_sea() -> None:
    texts = {words.template: len(words.texts) for words in SETTING.crisis_texts}
    assert texts == {"border_incident": 2, "incident_at_sea": 2, "piracy_surge": 2}


def test_the_debrief_asks_questions() -> None:
    assert len(SETTING.discussion) == 4
    assert all(item.question.endswith("?") for item in SETTING.discussion)


# --- In play ---------------------------------------------------------------------------------


@cache
def played() -> tuple[tuple[World, tuple[Any, ...]], ...]:
    """Introductions that the program has played to the end, and what happened in them."""
    games = []
    for seed in SEEDS:
        host, programs = begin_unkept(ExerciseConfig("first-steps", "intro", seed, {}))
        for _ in programs.play():
            pass
        games.append((host.world, tuple(host.events)))
    return tuple(games)


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_every_objective_is_reached_in_some_introduction(power: PowerSetting) -> None:
    for objective in power.objectives:
        assert any(parse(objective.condition).holds(world, power.id) for world, _ in played()), objective.id


def test_what_is_due_comes_in_its_round_and_is_answered() -> None:
    for _, events in played():
        released = {event.inject for event in events if isinstance(event, InjectReleased)}
        answered = {event.inject for event in events if isinstance(event, InjectAnswered)}
        assert released >= {inject.id for inject in SETTING.injects if inject.round}
        assert answered == {inject.id for inject in SETTING.injects if inject.options}


def test_nobody_wins_every_introduction() -> None:
    winners = {winner(world, events) for world, events in played()}
    assert len(winners) >= 2


def winner(world: World, events: tuple[Any, ...]) -> str:
    scores: dict[str, Any] = summarise(events, world)["final"]
    return min(scores, key=lambda power: scores[power]["rank"])
