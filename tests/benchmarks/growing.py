"""How games grow: with rounds, with powers, and with the number of messages. Each line tells its exponent.

The exponent of a cost is the e of n to the e by which it goes up as n does, from the two sizes that are
measured: 1 is in proportion, 2 is quadratic.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from json import dumps
from math import log
from typing import Any

from multipolar.domain.dice import SeededDice
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model.commands import ReadMessages, Say
from multipolar.domain.model.events import Event
from multipolar.domain.model.walk import world_after
from multipolar.domain.phases.genesis import begin
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players, read_scenario
from multipolar.rulebook import load_rules
from tests.benchmarks.measure import Figure, at_most, seconds

SCENARIO = "indian-ocean"
PRESET = "standard"
ROUNDS = (8, 40)
MESSAGES = (2_500, 10_000)


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """The e of n to the e by which a cost goes up from one size to another.

    Args:
        small: a size, and what it costs.
        large: a larger one, and what that costs.
    """
    return log(large[1] / small[1]) / log(large[0] / small[0])


def grown(what: str, unit: str, most: float, costs: Sequence[tuple[int, float]]) -> Iterator[Figure]:
    """A line for each size, and the exponent, which should be at most so much.

    Args:
        what: is measured, with ``{}`` for the size.
        unit: of the cost, ``s`` or ``ms``.
        most: the exponent's budget.
        costs: sizes with their cost in seconds, the smallest first.
    """
    for size, cost in costs:
        yield Figure(what.format(f"{size:,}"), cost * (1000 if unit == "ms" else 1), unit)
    yield at_most("the exponent of that", exponent(costs[0], costs[-1]), "", most)


def with_rounds(rounds: int) -> RuleSet:
    """The rule set with so many rounds in the preset that is played."""
    plain: dict[str, Any] = load_rules().model_dump(mode="json")
    plain["presets"] = [
        {**preset, "rounds": rounds} if preset["id"] == PRESET else preset for preset in plain["presets"]
    ]
    return RuleSet.model_validate_json(dumps(plain))


def with_twins() -> ScenarioModel:
    """The scenario with a twin of each of its ranked powers, at odds with nobody: twelve instead of six."""
    plain: dict[str, Any] = read_scenario(SCENARIO).model_dump(mode="json", exclude_none=True)
    twins = {
        power["id"]: f"{power['id'][0]}{power['id'][2]}X"
        for power in plain["powers"]
        if not power.get("minor")
    }
    plain["powers"] += [
        {**power, "id": twins[power["id"]], "name": f"{power['name']} II", "called": f"{power['name']} II"}
        for power in plain["powers"]
        if power["id"] in twins
    ]
    for threat in plain["threats"]:
        threat["exposure"] |= {
            twins[power]: level for power, level in threat["exposure"].items() if power in twins
        }
    return ScenarioModel.model_validate_json(dumps(plain))


def play(rules: RuleSet, scenario: ScenarioModel, seed: int) -> Sequence[Event]:
    """A whole game, each seat by its own doctrine; its record."""
    host = Host(
        begin(rules, scenario, PRESET, {}, seed, SeededDice(seed)), SeededDice(seed), NullLog(), telling=False
    )
    for _ in Programs(host, players()).play():
        pass
    return host.events


def talk(number: int) -> Host:
    """An exercise in which two powers have written so many messages, one in eight of them to all."""
    scenario = read_scenario(SCENARIO)
    host = Host(
        begin(load_rules(), scenario, PRESET, {"IND": "person", "FRA": "person"}, 1, SeededDice(1)),
        SeededDice(1),
        NullLog(),
    )
    writers = ("IND", "FRA")
    for place in range(number):
        said = Say(text=f"Message {place}.", to=(writers[1 - place % 2],) if place % 8 else ())
        if not host.submit(writers[place % 2], said).accepted:
            raise AssertionError(said)
        if place % 16 == 15:
            for reader in writers:
                host.submit(reader, ReadMessages())
    return host


def rounds_and_powers(games: int, rounds: Sequence[int] = ROUNDS) -> Iterator[Figure]:
    """A game of many rounds, and one with twice as many ranked powers."""
    scenario = read_scenario(SCENARIO)
    long = [(number, seconds(partial(play, with_rounds(number), scenario, 5), games)) for number in rounds]
    yield from grown("a program-run game of {} rounds", "s", 1.2, long)
    ranked = {6: scenario, 12: with_twins()}
    wide = [
        (number, seconds(partial(play, load_rules(), model, 5), games)) for number, model in ranked.items()
    ]
    yield from grown("a program-run game of {} ranked powers", "s", 2.2, wide)


def messages(rounds: int, sizes: Sequence[int] = MESSAGES) -> Iterator[Figure]:
    """Messages written, and what is done with a record that holds them."""
    hosts = {number: talk(number) for number in sizes}

    def costs(work: Callable[[Host], object]) -> list[tuple[int, float]]:
        return [(number, seconds(partial(work, host), rounds)) for number, host in hosts.items()]

    written = [(number, seconds(partial(talk, number), 1)) for number in sizes]
    yield from grown("{} messages written", "s", 1.2, written)
    yield from grown(
        "a record of {} messages replayed", "ms", 1.2, costs(lambda host: world_after(host.events))
    )
    yield from grown("a view with {} messages", "ms", 1.3, costs(lambda host: view_of(host.world, "IND")))
    yield from grown(
        "why, with {} messages", "ms", 1.2, costs(lambda host: host.why("IND", "trust(IND,FRA)"))
    )


def figures(
    games: int = 3, rounds: Sequence[int] = ROUNDS, sizes: Sequence[int] = MESSAGES
) -> Iterator[Figure]:
    """Every line of how games grow."""
    yield from rounds_and_powers(games, rounds)
    yield from messages(games, sizes)
