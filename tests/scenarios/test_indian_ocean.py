"""The shipped scenario of the Indian Ocean: figures, relations, objectives and sources hold together."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.exercise import begin, evolve
from multipolar.domain.model.world import World
from multipolar.domain.rules.conditions import flaws, parse
from multipolar.domain.rules.scenario_model import PowerSetting, ScenarioModel
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.rulebook import load_rules
from multipolar.scenario.figures import attributes_from, bounded, growth_from
from multipolar.scenario.library import find
from multipolar.scenario.load import load

SETTING: ScenarioModel = load(find("indian-ocean"))
RANKED = tuple(power for power in SETTING.powers if not power.minor)
WARMTH = load_rules().relationship
SPREAD = WARMTH.start_spread + WARMTH.start_spread // 2
"""How far warmth may lie from what is declared: trust by the spread, half of tension's."""
FORMULA = {
    "IND": (74, 79, 59, 45, 54, 75, 68),
    "IDN": (63, 59, 42, 43, 57, 63, 57),
    "ZAF": (51, 44, 36, 46, 48, 53, 51),
    "USA": (94, 95, 94, 70, 67, 88, 91),
    "CHN": (89, 91, 74, 43, 57, 87, 79),
    "FRA": (71, 66, 70, 72, 70, 76, 73),
    "LKA": (37, 35, 15, 39, 50, 43, 37),
}
"""What the formula gives before adjustments, worked out apart from the program."""
NO_PUBLICATION = re.compile(r"https?:|www\.|github|\.(csv|json|yaml)|[\\/]\w+[\\/]|recall", re.IGNORECASE)
"""What gives away that a source is an address, a file or a memory."""


@cache
def opening(seed: int) -> World:
    """The world as play begins with a seed."""
    world: World | None = None
    for event in begin(load_rules(), SETTING, "standard", {}, seed, SeededDice(seed)):
        world = evolve(world, event)
    assert world is not None
    return world


def figures_of(power: PowerSetting) -> dict[str, float]:
    return {key: figure.value for key, figure in power.figures.items()}


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


def sources(value: Any) -> Iterator[str]:
    """Every source named in plain data."""
    if isinstance(value, dict):
        if source := value.get("source"):
            yield source
        for inner in value.values():
            yield from sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sources(inner)


# --- Powers and figures (§3) -----------------------------------------------------------------


def test_six_powers_are_ranked_and_half_of_them_emerging() -> None:
    assert [power.id for power in RANKED] == ["IND", "IDN", "ZAF", "USA", "CHN", "FRA"]
    assert [power.kind for power in RANKED] == ["emerging"] * 3 + ["established"] * 3


@pytest.mark.parametrize("power", SETTING.powers, ids=lambda power: power.id)
def test_attributes_follow_from_figures_and_adjustments(power: PowerSetting) -> None:
    recomputed = dict(attributes_from(figures_of(power)))
    if power.id in FORMULA:
        assert tuple(recomputed.values()) == FORMULA[power.id]
    for adjustment in power.adjustments:
        recomputed[adjustment.attribute] = bounded(recomputed[adjustment.attribute] + adjustment.by)
    assert power.attributes == recomputed
    assert power.growth == growth_from(figures_of(power))


def test_every_power_has_figures_of_its_own_time() -> None:
    for power in SETTING.powers:
        assert {"gdp", "cinc", "wgi_cc", "wgi_va", "wgi_ge", "wgi_pv", "growth"} <= set(power.figures)
        assert all(2015 <= figure.year < SETTING.begins for figure in power.figures.values())


def test_briefs_of_ranked_powers_fill_a_page_and_no_more() -> None:
    for power in RANKED:
        words = len(" ".join(strings(power.brief.model_dump(mode="json"))).split())
        assert 250 <= words <= 420, (power.id, words)


def test_program_styles_are_mixed_and_nobody_is_cast_as_the_villain() -> None:
    styles = Counter(power.doctrine for power in RANKED)
    assert styles == {"bridge_builder": 2, "hedger": 2, "guardian": 1, "opportunist": 1}


# --- Relations and agreements (§4) -----------------------------------------------------------


def test_every_pair_of_ranked_powers_and_nearly_every_other_is_described() -> None:
    described = {frozenset(relation.between) for relation in SETTING.relations}
    ranked = {frozenset(pair) for pair in combinations([power.id for power in RANKED], 2)}
    assert ranked <= described
    assert len(described) >= 34


def test_rivals_are_two_pairs() -> None:
    rivals = {frozenset(relation.between) for relation in SETTING.relations if relation.rivals}
    assert rivals == {frozenset(("IND", "CHN")), frozenset(("USA", "CHN"))}


def in_force(a: str, b: str) -> set[str]:
    return {
        agreement.type
        for agreement in SETTING.agreements
        if {a, b} <= set(agreement.parties) and not agreement.precedent_only
    }


@pytest.mark.parametrize("relation", SETTING.relations, ids=lambda found: "-".join(found.between))
def test_an_opening_relationship_is_carried_and_neither_falls_nor_rises_by_itself(relation: Any) -> None:
    state = RELATIONSHIPS.index(relation.state)
    trust = min(relation.trust or (WARMTH.start_trust[state],))
    tension = WARMTH.start_tension[state] if relation.tension is None else relation.tension
    warmth = trust - tension // 2
    agreements = in_force(*relation.between)
    carried, pact = bool(agreements & set(WARMTH.partner_needs)), bool(agreements & set(WARMTH.allied_needs))
    assert carried or pact or relation.state != "partner"
    assert pact or relation.state != "allied"
    if state:
        assert warmth - SPREAD >= WARMTH.up[state - 1] - WARMTH.gap
    higher = RELATIONSHIPS[state + 1] if state + 1 < len(RELATIONSHIPS) else None
    if higher and (higher != "partner" or carried) and (higher != "allied" or pact):
        # Where an agreement keeps trust up, six quiet rounds take half of six points of tension away.
        calm = 3 if agreements else 0
        assert warmth + SPREAD + calm < WARMTH.up[state]


def test_neighbours_by_land_are_those_who_share_a_border() -> None:
    by_land = {frozenset(found.between) for found in SETTING.relations if found.near in ("land", "both")}
    assert by_land == {frozenset(("IND", "CHN")), frozenset(("IND", "BGD"))}


# --- Objectives and red lines (§9) -----------------------------------------------------------


def known_names() -> dict[str, Any]:
    rules = load_rules()
    return {
        "power": {power.id for power in SETTING.powers},
        "threat": set(rules.threats.harms),
        "theatre": {theatre.id for theatre in SETTING.theatres},
        "agreement": {kind.id for kind in rules.agreements},
        "move": {move.id for move in rules.moves},
    }


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_objectives_are_worth_sixty_and_some_are_secret(power: PowerSetting) -> None:
    assert sum(objective.points for objective in power.objectives) == 60
    assert all(
        objective.partly and objective.part_points < objective.points for objective in power.objectives
    )
    secret = [objective for objective in power.objectives if objective.secret]
    assert secret
    assert all(objective.why.startswith("Invented for play: ") for objective in secret)
    assert len(power.red_lines) == 2


@pytest.mark.parametrize("power", RANKED, ids=lambda power: power.id)
def test_conditions_read_only_what_their_owner_may_know(power: PowerSetting) -> None:
    texts = [objective.condition for objective in power.objectives]
    texts += [objective.partly for objective in power.objectives if objective.partly]
    texts += [line.condition for line in power.red_lines]
    for text in texts:
        assert flaws(parse(text), power.id, known_names()) == ()


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_won_or_crossed_before_play(seed: int) -> None:
    world = opening(seed)
    for power in RANKED:
        for objective in power.objectives:
            assert not parse(objective.condition).holds(world, power.id), (power.id, objective.id)
            assert objective.partly
            assert not parse(objective.partly).holds(world, power.id), (power.id, objective.id, "partly")
        for line in power.red_lines:
            assert not parse(line.condition).holds(world, power.id), (power.id, line.id)


# --- Injects, crises, frameworks (§8, §10, §13) ----------------------------------------------


def test_injects_are_many_and_conditions_of_none_hold_at_once() -> None:
    assert len(SETTING.injects) >= 8
    world = opening(1)
    for inject in SETTING.injects:
        if inject.condition:
            assert flaws(parse(inject.condition), None, known_names()) == ()
            assert not parse(inject.condition).holds(world), inject.id


def test_every_answer_an_inject_offers_has_a_price_or_a_gain() -> None:
    offered = [inject for inject in SETTING.injects if inject.options]
    assert len(offered) >= 5
    for inject in offered:
        assert len(inject.options) >= 2
        assert len(inject.addressees) == 1, inject.id
        assert all(option.numbers for option in inject.options), inject.id


def test_six_kinds_of_crisis_have_words_of_this_ocean() -> None:
    texts: dict[str, int] = {}
    for words in SETTING.crisis_texts:
        texts[words.template] = texts.get(words.template, 0) + len(words.texts)
    wanted = {
        "border_incident",
        "incident_at_sea",
        "piracy_surge",
        "technology_leak",
        "domestic_upheaval",
        "ultimatum",
    }
    assert wanted <= set(texts)
    assert all(texts[template] >= 2 for template in wanted)


def test_frameworks_are_divided_but_able_to_act() -> None:
    assert {framework.id for framework in SETTING.frameworks} == {"IORA", "IONS", "CMF", "QUAD"}
    assert all(46 <= framework.cohesion <= 60 for framework in SETTING.frameworks)


def test_learning_objectives_come_with_questions() -> None:
    assert len(SETTING.discussion) >= 6
    assert all(item.question.endswith("?") for item in SETTING.discussion)


# --- Texts -----------------------------------------------------------------------------------


def test_sources_name_publications_and_never_a_file_or_a_repository() -> None:
    named = list(sources(SETTING.model_dump(mode="json")))
    assert len(named) > 100
    for source in named:
        assert not NO_PUBLICATION.search(source), source


def test_events_told_as_history_happened_before_play_begins() -> None:
    for agreement in SETTING.agreements:
        assert agreement.year < SETTING.begins
    for relation in SETTING.relations:
        assert all(precedent.year < SETTING.begins for precedent in relation.precedents)


def test_the_disclaimer_says_what_is_fiction() -> None:
    assert "fiction" in SETTING.disclaimer
    assert "invented for play" in SETTING.disclaimer
