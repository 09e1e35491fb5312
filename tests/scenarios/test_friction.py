"""Who falls out with whom, in every scenario that is shipped (rulebook §8)."""

import pytest

from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.scenario_model import Relation
from multipolar.domain.rules.templates import FrictionTrigger
from multipolar.rulebook import load_rules
from multipolar.scenario.library import find
from multipolar.scenario.load import load

SCENARIOS = ("indian-ocean", "alliance-under-strain", "peacekeepers", "first-steps")
RULES = {name: Rules(load_rules(), load(find(name))) for name in SCENARIOS}
DISPUTES = {
    template.id
    for template in load_rules().crises
    if any(isinstance(trigger, FrictionTrigger) for trigger in template.triggers)
}


def fall_out(rules: Rules) -> list[Relation]:
    """The pairs that the scenario has fall out most: declared rivals, and neighbours."""
    return [found for found in rules.setting.relations if found.rivals or found.near]


@pytest.mark.parametrize("name", SCENARIOS)
def test_who_falls_out_has_words_of_its_own(name: str) -> None:
    rules = RULES[name]
    own = {frozenset(found.between) for found in rules.setting.crisis_texts if found.template in DISPUTES}
    invented = {power.id for power in rules.setting.powers if power.invented}
    real = {frozenset(found.between) for found in fall_out(rules)} - {
        frozenset(found.between) for found in fall_out(rules) if set(found.between) <= invented
    }
    assert real - own == set()


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_theatre_says_who_is_there_and_every_power_is_somewhere(name: str) -> None:
    setting = RULES[name].setting
    assert all(len(theatre.used_by) > 1 for theatre in setting.theatres)
    near = {power for found in fall_out(RULES[name]) for power in found.between}
    there = {power for theatre in setting.theatres for power in theatre.used_by}
    assert {power.id for power in setting.powers if not power.minor} <= there | near


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_central_conflict_is_one_of_rivals(name: str) -> None:
    central = RULES[name].setting.central_conflict
    assert central is not None
    assert RULES[name].are_rivals(*central)
