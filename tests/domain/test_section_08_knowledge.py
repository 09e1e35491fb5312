"""Rulebook §8: a crisis is not understood the same way by all; who knows the real strength and intent."""

import msgspec
import pytest

from multipolar.domain.knowledge.estimates import in_words
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from tests.domain.sound import Play


def confrontation(*sharing: str) -> Play:
    """Avaria and Cyrene in an acute border incident; the named two share intelligence, if any."""
    play = Play(script={"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1)})
    if sharing:
        concluded = e.AgreementConcluded(
            seq=play.world.seq + 1, round=0, phase="briefing", actor=sharing[0], audience=("*",),
            agreement="shares", type="intelligence_sharing", parties=sharing, until=0, title="Sharing",
        )  # fmt: skip
        play.world = evolve(play.world, concluded)
        play.events.append(concluded)
    play.to_deliberation().all_ready()
    return play


def estimates(play: Play, seat: str) -> dict[str, tuple[str, int, str]]:
    """What a seat knows of the principals: by power, the source, the mobilisations left, the intent."""
    (crisis,) = view_of(play.world, seat).crises
    return {found.power: (found.source, found.mobilisations, found.intent) for found in crisis.estimates}


def test_who_has_no_sources_knows_what_everybody_sees() -> None:
    play = confrontation()
    for seat in ("AAA", "BBB", "CCC", "DDD", "observer"):
        assert estimates(play, seat) == {}


def test_a_principal_tells_its_means_and_mind_to_those_it_shares_intelligence_with() -> None:
    play = confrontation("BBB", "CCC")
    play.put("resources(CCC)", 3)
    play.put("trust(CCC,AAA)", 10)
    assert estimates(play, "BBB") == {"CCC": ("sharing", 1, "firm")}
    assert estimates(play, "AAA") == {}
    numbers = view_of(play.world, "BBB").numbers
    assert numbers["resources(CCC)"] == 3
    assert numbers["trust(CCC,AAA)"] == 10
    assert "trust(CCC,DDD)" not in numbers
    assert "capital(CCC)" not in numbers


def test_when_the_crisis_is_over_it_tells_them_no_more() -> None:
    play = confrontation("BBB", "CCC")
    while play.world.open_crises():
        play.all_ready()
    assert estimates(play, "BBB") == {}
    assert "resources(CCC)" not in view_of(play.world, "BBB").numbers


@pytest.mark.parametrize(
    ("insight", "mobilisations", "intent"), [(19, -1, ""), (20, -1, "torn"), (35, 2, "torn")]
)
def test_collection_lays_open_the_mind_first_and_then_the_means(
    insight: int, mobilisations: int, intent: str
) -> None:
    play = confrontation()
    play.put("insight(AAA,CCC)", insight)
    play.put("resources(CCC)", 4)
    play.put("trust(CCC,AAA)", 30)
    expected = {"CCC": ("collection", mobilisations, intent)} if intent else {}
    assert estimates(play, "AAA") == expected
    assert estimates(play, "CCC") == {}


@pytest.mark.parametrize(
    ("trust", "intent"), [(24, "firm"), (25, "torn"), (44, "torn"), (45, "ready to ease")]
)
def test_intent_follows_from_the_trust_in_the_other(trust: int, intent: str) -> None:
    play = confrontation("BBB", "AAA")
    play.put("trust(AAA,CCC)", trust)
    assert estimates(play, "BBB")["AAA"][2] == intent


def test_what_friends_have_collected_is_told_by_half() -> None:
    play = confrontation("BBB", "DDD")
    play.put("insight(DDD,CCC)", 40)
    assert estimates(play, "BBB")["CCC"] == ("collection", -1, "torn")


@pytest.mark.parametrize("seat", ["BBB", "DDD", "observer"])
def test_without_sources_two_worlds_that_differ_in_means_and_mind_look_the_same(seat: str) -> None:
    one, two = confrontation("AAA", "BBB"), confrontation("AAA", "BBB")
    two.put("resources(CCC)", 9)
    two.put("trust(CCC,AAA)", 60)
    assert _seen(one, seat) == _seen(two, seat)
    if seat != "BBB":
        two.put("resources(AAA)", 9)
        two.put("trust(AAA,CCC)", 60)
        assert _seen(one, seat) == _seen(two, seat)


def _seen(play: Play, seat: str) -> bytes:
    return msgspec.json.encode(view_of(play.world, seat))


def test_an_estimate_is_told_in_a_sentence() -> None:
    told = in_words("Cyrene", "sharing", 1, "torn")
    assert told == "Cyrene, by its own word, can mobilise once more and is torn"
    assert in_words("Cyrene", "collection", 0, "") == "Cyrene, by what was collected, cannot mobilise"
