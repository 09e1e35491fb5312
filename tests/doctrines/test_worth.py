"""What a change is worth to a power: its doctrine, its objectives, its word (rulebook §14; numbers §10)."""

from msgspec.structs import replace

from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import ObjectiveSeen, Part, Preview, View
from multipolar.domain.vocabulary import AgreementState
from multipolar.rulebook import load_rules
from tests.doctrines.seats import SCALE, foresight, sight
from tests.domain.sound import Play

DOCTRINES = {doctrine.id: doctrine for doctrine in load_rules().doctrines}


def view(*objectives: ObjectiveSeen) -> View:
    """Avaria's view in the first deliberation, with these objectives."""
    return replace(sight(Play().to_deliberation(), "AAA"), objectives=objectives)


def objective(text: str, value: int, wanted: int, *, red_line: bool = False) -> ObjectiveSeen:
    """An objective of twelve points, or a red line of eight, with one comparison."""
    return ObjectiveSeen(
        "it", "What we want", "", False, red_line, -8 if red_line else 12, 0, False, False,
        (Part(text, red_line and value >= wanted, value, wanted),),
    )  # fmt: skip


def worth(doctrine: str, *objectives: ObjectiveSeen) -> Worth:
    """How a doctrine weighs in Avaria's place."""
    return Worth(view(*objectives), DOCTRINES[doctrine], SCALE)


def test_own_attributes_count_as_the_doctrine_says() -> None:
    assert worth("hedger").of(of("autonomy", "AAA")) == DOCTRINES["hedger"].attributes["autonomy"]


def test_only_a_rivals_loss_is_a_gain_and_only_to_those_who_think_so() -> None:
    assert worth("revisionist").of(of("standing", "CCC")) < 0
    assert worth("revisionist").of(of("standing", "BBB")) == 0
    assert worth("bridge_builder").of(of("standing", "CCC")) == 0


def test_an_objective_makes_the_number_it_reads_worth_more() -> None:
    plain = worth("hedger")
    wanting = worth("hedger", objective("attribute(standing) - start >= 3", 0, 3))
    assert wanting.of(of("standing", "AAA")) > plain.of(of("standing", "AAA"))


def test_a_lead_is_gained_at_both_ends() -> None:
    wanting = worth("bridge_builder", objective("lead(standing, BBB) >= 25", 20, 25))
    assert wanting.of(of("standing", "AAA")) > DOCTRINES["bridge_builder"].attributes["standing"]
    assert wanting.of(of("standing", "BBB")) < 0


def test_a_threat_to_be_lowered_makes_relief_worth_more() -> None:
    plain, wanting = (
        worth("hedger", *wanted).of("relief(piracy,sound)")
        for wanted in ((), (objective("threat(piracy, sound) <= 30", 50, 30),))
    )
    assert wanting > plain > 0


def test_a_better_relationship_asks_for_trust_both_ways_and_less_tension() -> None:
    plain, wanting = worth("hedger"), worth("hedger", objective("relation(AAA, BBB) >= partner", 4, 5))
    for target in (toward("trust", "AAA", "BBB"), toward("trust", "BBB", "AAA")):
        assert wanting.of(target) > plain.of(target)
    assert wanting.of(between("tension", "AAA", "BBB")) < plain.of(between("tension", "AAA", "BBB"))


def test_what_has_been_reached_is_not_wanted_any_more() -> None:
    reached = replace(objective("attribute(standing) - start >= 3", 3, 3), met=True)
    assert worth("hedger", reached).of(of("standing", "AAA")) == worth("hedger").of(of("standing", "AAA"))


def test_a_red_line_counts_when_it_is_near() -> None:
    line = "attribute(autonomy) - start <= -5"
    far, near = (
        worth("hedger", objective(line, value, -5, red_line=True)).of(of("autonomy", "AAA"))
        for value in (0, -3)
    )
    assert near > far == worth("hedger").of(of("autonomy", "AAA"))


def test_an_agreement_behind_a_red_line_is_not_wanted() -> None:
    line = objective("agreements(type=security_pact) >= 1", 0, 1, red_line=True)
    pact = Preview(chances=(0, 36, 0, 0), agreement="security_pact")
    free, bound = (
        worth("hedger", *lines).of_preview(pact, "security_pact", "agreements", ("BBB",))
        for lines in ((), (line,))
    )
    assert bound < 0 < free


def test_anothers_red_line_of_agreements_is_no_wish_of_ones_own() -> None:
    line = objective("agreements(type=security_pact, of=BBB) >= 1", 0, 1, red_line=True)
    assert worth("hedger", line).wishes.agreements == []


def test_deeds_that_an_objective_counts_are_worth_more() -> None:
    patrol = Preview(chances=(0, 36, 0, 0))
    counted = worth("hedger", objective("initiatives(category=operations) >= 3", 1, 3))
    assert counted.of_preview(patrol, "counter_piracy", "operations", ("BBB",)) > 0
    assert counted.of_preview(patrol, "hotline", "confidence", ("BBB",)) <= 0 + counted.doctrine.confidence


def test_a_channel_is_worth_more_the_more_it_has_to_bear() -> None:
    line = Preview(chances=(0, 36, 0, 0), agreement="hotline")
    weigh = worth("bridge_builder")
    gains = [weigh.of_preview(line, "hotline", "confidence", (other,)) for other in ("CCC", "DDD")]
    assert gains[0] > gains[1]


def test_pressing_others_costs_a_bridge_builder_most_and_a_friend_is_never_pressed() -> None:
    protest = Preview(chances=(0, 36, 0, 0))
    shame = {
        (doctrine, target): -worth(doctrine).of_preview(protest, "public_protest", "coercion", (target,))
        for doctrine in ("bridge_builder", "hedger", "revisionist")
        for target in ("BBB", "CCC")
    }
    assert shame["bridge_builder", "CCC"] > shame["hedger", "CCC"] > shame["revisionist", "CCC"]
    for doctrine in ("bridge_builder", "hedger", "revisionist"):
        assert shame[doctrine, "BBB"] > shame[doctrine, "CCC"]


def test_a_bridge_builder_never_spies_on_a_partner() -> None:
    play = Play().to_deliberation()
    look = foresight(play, "AAA")(c.Order(move="covert_collection", targets=("BBB",)))
    weigh = Worth(sight(play, "AAA"), DOCTRINES["bridge_builder"], SCALE)
    assert weigh.of_preview(look, "covert_collection", "coercion", ("BBB",)) < -50


def test_a_promise_of_restraint_makes_pressing_dearer() -> None:
    play = Play().to_deliberation()
    protest = Preview(chances=(0, 36, 0, 0))
    free = Worth(sight(play, "AAA"), DOCTRINES["revisionist"], SCALE)
    given = c.Undertaking(by="AAA", kind="restraint", move="coercion", toward="CCC", until=4)
    play.do("AAA", c.Promise(undertaking=given))
    bound = Worth(sight(play, "AAA"), DOCTRINES["revisionist"], SCALE)
    press = ("public_protest", "coercion", ("CCC",))
    assert bound.of_preview(protest, *press) <= free.of_preview(protest, *press) - 20


def test_nothing_that_ends_after_the_exercise_is_worth_anything() -> None:
    weigh = worth("hedger")
    late = Preview(chances=(0, 0, 0, 36), agreement="defence_agreement", resolves=weigh.view.rounds + 1)
    assert weigh.of_preview(late, "defence_agreement", "agreements", ("BBB",)) == 0


def test_money_is_worth_half_a_point_of_score_and_resources_half_of_that() -> None:
    weigh = worth("hedger")
    assert weigh.price(2, 0) == 11
    assert weigh.price(0, 4) == 11


def test_a_suspended_agreement_is_no_foundation() -> None:
    wish = objective("relation(AAA, BBB) >= partner", 4, 5)
    seen = view(wish)
    founded = Worth(seen, DOCTRINES["hedger"], SCALE)
    suspended = tuple(
        replace(found, state=str(AgreementState.SUSPENDED)) if "BBB" in found.parties else found
        for found in seen.agreements
    )
    unfounded = Worth(replace(seen, agreements=suspended), DOCTRINES["hedger"], SCALE)
    assert not founded.wished("memorandum", "agreements", ("BBB",))
    assert unfounded.wished("memorandum", "agreements", ("BBB",))
