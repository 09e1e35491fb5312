"""The rule set that ships: it loads, it fits together, and a mistake in it is told in full."""

import pytest

from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.templates import ExposureTrigger, ThreatTrigger
from multipolar.rulebook import cross_check, load_rules

ISSUED_MOVES = {
    "strategic_dialogue", "visit_exchange", "hotline", "exercise_notification", "joint_exercise",
    "intelligence_sharing", "training_mission", "memorandum", "defence_agreement", "security_pact",
    "licensed_production", "technology_transfer", "counter_piracy", "good_offices", "public_protest",
    "suspend_cooperation", "show_of_force", "covert_collection", "modernise_forces", "reform_governance",
    "calm_unrest", "found_framework", "invite_member", "table_resolution", "reform_rule", "leave_framework",
    "summit", "exercise_observers", "data_exchange", "incidents_at_sea", "tabletop_drill",
    "liaison_officers", "cyber_centre", "relief_compact", "co_development", "logistics_agreement",
    "visiting_forces", "counter_terrorism", "cyber_defence", "anti_trafficking", "disaster_relief",
    "sanctions", "border_exercise", "invest_growth", "buy_abroad", "security_forum", "back_channel",
    "white_paper", "multilateral_exercise", "peacekeeping", "cyber_intrusion", "disinformation", "oppose",
}  # fmt: skip
ISSUED_CRISES = {
    "border_incident", "incident_at_sea", "piracy_surge", "technology_leak", "domestic_upheaval", "ultimatum",
    "terrorist_attack", "cyber_attack", "spying_scandal", "alliance_rift", "peacekeeper_casualties",
    "disaster", "disinformation", "arms_race_alarm", "resource_dispute",
}  # fmt: skip


def changed(rules: RuleSet, family: str, index: int, **fields: object) -> RuleSet:
    """The rules with one declaration of a family replaced."""
    members = list(getattr(rules, family))
    members[index] = members[index].model_copy(update=fields)
    return rules.model_copy(update={family: tuple(members)})


def exposed(move: str) -> ExposureTrigger:
    """A trigger by the exposure of a move."""
    return ExposureTrigger(kind="exposure", moves=(move,), hazard=1)


def threatened(threat: str) -> ThreatTrigger:
    """A trigger by the level of a shared threat."""
    return ThreatTrigger(kind="threat", threat=threat, at_least=50, hazard=1, most=3)


def test_every_move_and_crisis_of_the_rulebook_is_there() -> None:
    rules = load_rules()
    assert {move.id for move in rules.moves} == ISSUED_MOVES
    assert {template.id for template in rules.crises} == ISSUED_CRISES


def test_rules_are_read_once() -> None:
    assert load_rules() is load_rules()


def test_shipped_rules_fit_together() -> None:
    assert cross_check(load_rules()) == ()


def test_unexposed_covert_moves_change_private_numbers_only() -> None:
    """Rulebook §12: what nobody noticed must not show in a public number."""
    covert = [move for move in load_rules().moves if move.visibility == "covert"]
    assert covert
    for move in covert:
        for effect in move.effects:
            around = effect.kind == "trust" and effect.who == "around"
            assert around or effect.kind in ("insight", "money"), move.id


def test_no_modifier_of_a_public_move_reads_what_is_private() -> None:
    """Rulebook §6: a modifier stands in the record, so it may not tell what only one seat knows."""
    rules = load_rules()
    public = [move for move in rules.moves if move.visibility != "covert"]
    private = [modifier for modifier in rules.modifiers if modifier.reads == "insight"]
    assert not [(move.id, m.id) for move in public for m in private if m.applies_to(move)]


def test_joint_moves_and_orders_say_how_many_they_are_with() -> None:
    partners = {move.id: (move.form, move.partners) for move in load_rules().moves}
    assert partners["joint_exercise"] == ("joint", (1, 3))
    assert partners["counter_piracy"] == ("joint", (1, 3))
    assert partners["good_offices"] == ("order", (2, 2))
    assert partners["modernise_forces"] == ("order", (0, 0))


def test_domestic_moves_but_a_purchase_need_no_partner_and_no_requirement_of_one() -> None:
    for move in load_rules().moves:
        if move.category == "domestic" and move.id != "buy_abroad":
            assert move.partners == (0, 0)
            assert move.requirements == ()


def test_every_crisis_has_two_texts_at_least() -> None:
    assert all(len(template.texts) >= 2 for template in load_rules().crises)


def test_crisis_texts_use_only_names_that_are_filled_in() -> None:
    for template in load_rules().crises:
        for text in template.texts:
            text.format(a="A", b="B", theatre="T")


def test_outcomes_improve_what_a_move_is_for() -> None:
    """Trust and tension get no worse from setback to breakthrough, whatever the move."""
    for move in load_rules().moves:
        for effect in move.effects:
            if effect.kind == "trust" and effect.who != "around":
                assert list(effect.by) == sorted(effect.by), move.id
            if effect.kind == "tension" and effect.among == "parties":
                assert list(effect.by) == sorted(effect.by, reverse=True), move.id


def test_intro_leaves_out_covert_moves_and_leaks() -> None:
    """Rulebook §15."""
    intro = next(preset for preset in load_rules().presets if preset.id == "intro")
    assert intro.modules == ("core",)
    assert (intro.rounds, intro.minutes) == (4, 45)


@pytest.mark.parametrize(
    ("family", "fields", "complaint"),
    [
        ("moves", {"id": "visit_exchange"}, "moves: 'visit_exchange' stands twice"),
        ("moves", {"threat": "dragons"}, "lowers the unknown threat 'dragons'"),
        ("moves", {"partners": (2, 1)}, "fewest partners above most"),
        ("moves", {"leak": 3}, "can leak but has no safeguards"),
        ("moves", {"acceptances": 3}, "waits for acceptances that it cannot get"),
        ("moves", {"durations": (2, 4)}, "has a duration but forms no agreement"),
        ("moves", {"exposed_in_36": 9}, "may come to light but is not covert"),
        ("modifiers", {"moves": ("juggling",)}, "names the unknown move 'juggling'"),
        ("modifiers", {"categories": (), "moves": ()}, "applies to no move"),
        ("presets", {"modules": ("covert",)}, "leaves out the module 'core'"),
        ("crises", {"overthrows": True}, "may overthrow a government but is no emergency"),
        ("crises", {"triggers": (exposed("juggling"),)}, "waits for the unknown move 'juggling'"),
        ("crises", {"triggers": (exposed("hotline"),)}, "waits for the exposure of the open move 'hotline'"),
        ("crises", {"triggers": (threatened("dragons"),)}, "waits for the unknown threat 'dragons'"),
    ],
)
def test_a_rule_that_does_not_fit_is_named(family: str, fields: dict[str, object], complaint: str) -> None:
    problems = cross_check(changed(load_rules(), family, 0, **fields))
    assert any(complaint in problem.message for problem in problems)


def test_every_misfit_is_told_not_only_the_first() -> None:
    rules = changed(load_rules(), "presets", 0, modules=("covert",))
    rules = changed(rules, "modifiers", 0, but=("juggling",))
    assert len(cross_check(rules)) == 2


def test_a_size_that_no_rule_explains_is_named() -> None:
    rules = load_rules().model_copy(update={"sizes": {}})
    assert "moves: 'joint_exercise' offers the unknown size 'small'" in {
        problem.message for problem in cross_check(rules)
    }
