"""Rulebook §7: technology programmes, dependence and autonomy, safeguards, leaks."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Illegal
from multipolar.domain.exercise import evolve
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.mechanics.leaks import leak_risk, strongest_at_odds
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.rules.ruleset import LeakRules
from multipolar.rulebook import load_rules
from tests.domain.sound import Play


def with_a_programme(
    safeguards: str = "standard",
    since: int = 0,
    script: dict[str, tuple[int, ...]] | None = None,
    leaks: LeakRules | None = None,
) -> Play:
    """Avaria transfers technology to Borea; the programme is in force."""
    rules = load_rules()
    play = Play(script=script, rules=rules.model_copy(update={"leaks": leaks}) if leaks else rules)
    concluded = e.AgreementConcluded(
        seq=play.world.seq + 1, round=since, phase="briefing", actor="AAA", audience=("*",),
        agreement="programme", type="technology_transfer", parties=("AAA", "BBB"), until=0,
        safeguards=safeguards, title="Transfer",
    )  # fmt: skip
    play.world = evolve(play.world, concluded)
    play.events.append(concluded)
    return play


def risk(play: Play, safeguards: str) -> int:
    """The leak risk of a transfer from Avaria to Borea, in 36ths."""
    return leak_risk(play.world, play.world.rules.moves["technology_transfer"], "AAA", "BBB", safeguards)


def test_only_who_leads_in_technology_can_supply_it() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="technology must lead"):
        play.do("BBB", c.Propose(move="licensed_production", partners=("AAA",),
                                 terms=c.Terms(safeguards="standard")))  # fmt: skip


def test_nobody_transfers_technology_to_a_strained_counterpart() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="strained"):
        play.do("AAA", c.Propose(move="technology_transfer", partners=("CCC",),
                                 terms=c.Terms(safeguards="standard")))  # fmt: skip


def test_a_transfer_gives_technology_and_builds_dependence() -> None:
    terms = c.Terms(safeguards="standard")
    play = Play(script={"2.resolve": (5, 5)}).to_deliberation()
    technology = play.world.attribute("technology", "BBB")
    play.resolve("technology_transfer", "AAA", "BBB", terms=terms)
    assert play.world.attribute("technology", "BBB") == technology
    play.all_ready()
    assert play.world.attribute("technology", "BBB") > technology
    assert play.world.number("dependence(BBB,AAA)") >= 5


def test_every_four_points_of_dependence_cost_a_point_of_autonomy() -> None:
    terms = c.Terms(safeguards="standard")
    play = Play(script={"2.resolve": (5, 5)}).to_deliberation()
    autonomy = play.world.attribute("autonomy", "BBB")
    play.resolve("technology_transfer", "AAA", "BBB", terms=terms)
    play.all_ready()
    assert play.world.attribute("autonomy", "BBB") == autonomy - play.world.number("dependence(BBB,AAA)") // 4


def test_strict_safeguards_lower_the_risk_and_cost_trust_and_autonomy() -> None:
    play = Play()
    assert risk(play, "strict") < risk(play, "standard") < risk(play, "light")
    light, strict = (Play(script={"2.resolve": (5, 5)}).to_deliberation() for _ in range(2))
    light.resolve("technology_transfer", "AAA", "BBB", terms=c.Terms(safeguards="light"))
    strict.resolve("technology_transfer", "AAA", "BBB", terms=c.Terms(safeguards="strict"))
    light.all_ready()
    strict.all_ready()
    assert strict.world.attribute("autonomy", "BBB") < light.world.attribute("autonomy", "BBB")
    assert strict.world.trust("BBB", "AAA") < light.world.trust("BBB", "AAA")


def test_a_wide_governance_gap_and_ties_with_the_suppliers_rivals_raise_the_risk() -> None:
    play = Play()
    usual = risk(play, "light")
    play.put("governance(BBB)", 30)
    assert risk(play, "light") == usual + 2
    play.put("relationship(BBB,CCC)", 4)
    assert risk(play, "light") == usual + 3


def test_leaks_are_checked_every_second_round() -> None:
    play = with_a_programme(script={f"{n}.leak": (36,) for n in range(1, 7)})
    play.to_deliberation()
    checked: list[int] = []
    while play.world.round < 5:
        play.all_ready()
    checked = [event.round for event in play.events if isinstance(event, e.LeakChecked)]
    assert checked == [2, 4]


def test_a_leak_moves_technology_to_the_strongest_at_odds_with_the_supplier_and_hurts_trust() -> None:
    play = with_a_programme("light", script={"2.leak": (1,), "2.leak_crisis": (1000,)})
    play.to_deliberation()
    assert strongest_at_odds(play.world, "AAA") == "CCC"
    before = play.world.attribute("technology", "CCC"), play.world.attribute("technology", "AAA")
    trust = play.world.trust("AAA", "BBB")
    play.all_ready()
    (leak,) = [event for event in play.events if isinstance(event, e.TechnologyLeaked)]
    assert (leak.supplier, leak.recipient, leak.rival) == ("AAA", "BBB", "CCC")
    assert play.world.attribute("technology", "CCC") == before[0] + 2
    assert play.world.attribute("technology", "AAA") == before[1] - 1
    assert play.world.trust("AAA", "BBB") <= trust - 8


def test_a_leak_may_become_a_crisis_between_supplier_and_rival() -> None:
    script = {"2.leak.": (1,), "2.leak_crisis": (1,), "2.warning": (1, 1)}
    play = with_a_programme("light", script=script)
    play.to_deliberation().all_ready()
    (crisis,) = play.world.crises.values()
    assert (crisis.template, crisis.parties) == ("technology_leak", ("AAA", "CCC"))


def test_the_intro_preset_plays_without_leaks() -> None:
    play = Play("intro", script={"2.leak": (1,)})
    concluded = e.AgreementConcluded(
        seq=play.world.seq + 1, round=0, phase="briefing", actor="AAA", audience=("*",),
        agreement="programme", type="technology_transfer", parties=("AAA", "BBB"), until=0,
        safeguards="light", title="Transfer",
    )  # fmt: skip
    play.world = evolve(play.world, concluded)
    play.to_deliberation().all_ready()
    assert not [event for event in play.events if isinstance(event, e.TechnologyLeaked | e.LeakChecked)]


def test_a_leak_hurts_also_where_nobody_is_at_odds_with_the_supplier() -> None:
    play = with_a_programme("light", script={"2.leak": (1,), "2.leak_crisis": (1,), "2.warning": (1, 1)})
    for number, value in {"relationship": 3, "tension": 10}.items():
        play.put(f"{number}(AAA,CCC)", value)
    for pair in ("AAA,CCC", "CCC,AAA"):
        play.put(f"trust({pair})", 50)
    play.to_deliberation()
    technology = play.world.attribute("technology", "AAA")
    play.all_ready()
    (leak,) = [event for event in play.events if isinstance(event, e.TechnologyLeaked)]
    assert leak.rival == ""
    assert play.world.attribute("technology", "AAA") == technology - 1
    assert not [found for found in play.world.crises.values() if found.template == "technology_leak"]
    assert "nobody at odds with it profits" in narrate(play.world, leak).text


def test_collection_is_added_before_the_risk_is_kept_within_its_limits() -> None:
    guarded = load_rules().leaks.model_copy(update={"safeguards": {"light": 0, "standard": 2, "strict": 20}})
    play = with_a_programme("strict", script={"2.leak": (36,)}, leaks=guarded).to_deliberation()
    assert risk(play, "strict") == 0
    habits = {**play.world.habits, "covert_collection:CCC>AAA": 1}
    play.world = replace(play.world, habits=habits)
    play.all_ready()
    (checked,) = [event for event in play.events if isinstance(event, e.LeakChecked)]
    assert checked.risk == 0


@pytest.mark.parametrize("collected", [False, True])
def test_what_collection_added_to_the_risk_shows_as_not_known(collected: bool) -> None:
    script = {"2.leak": (1,), "2.leak_crisis": (1000,), "1.resolve": (4, 4), "1.exposure": (36,)}
    play = with_a_programme("light", script=script).to_deliberation()
    if collected:
        order = c.Order(move="covert_collection", targets=("AAA",))
        play.put("capital(CCC)", 9)
        play.put("resources(CCC)", 9)
        play.do("CCC", order)
    while not (leaked := [event for event in play.events if isinstance(event, e.TechnologyLeaked)]):
        play.all_ready()
    lines = narrate(play.world, leaked[0]).detail
    more = play.world.rules.base.leaks.collection
    assert lines[1:] == ((f"+{more} of it: not known to you",) if collected else ())
