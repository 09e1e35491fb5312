"""Rulebook §4: trust, tension, the public relationship, and third parties."""

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.vocabulary import RELATIONSHIPS, Relationship
from tests.domain.sound import Play

SETBACK, LIMITED, SUCCESS, BREAKTHROUGH = (1, 1), (4, 4), (5, 5), (6, 6)
STRICT = c.Terms(safeguards="standard")


def pair(play: Play, a: str, b: str, *, trust: int, tension: int, state: str = "") -> None:
    """Set how two powers stand, before the round is closed."""
    play.put(f"trust({a},{b})", trust)
    play.put(f"trust({b},{a})", trust)
    play.put(f"tension({a},{b})", tension)
    if state:
        play.put(f"relationship({a},{b})", RELATIONSHIPS.index(state))


def effects(events: tuple[Event, ...], target: str) -> int:
    """What the effects of a round did to a number."""
    return sum(
        change.amount
        for event in events
        if isinstance(event, e.NumbersChanged) and event.topic == "effects"
        for change in event.changes
        if change.target == target
    )


# --- The public relationship ---


@pytest.mark.parametrize(
    ("tension", "expected"), [(8, "cooperative"), (10, "correct"), (68, "correct"), (70, "strained")]
)
def test_a_relationship_moves_by_warmth_with_a_gap_between_up_and_down(tension: int, expected: str) -> None:
    """Correct goes up from a warmth of 36 and down only at 6: 40 of trust less half the tension."""
    play = Play().to_deliberation()
    pair(play, "BBB", "CCC", trust=40, tension=tension)
    play.all_ready()
    assert play.world.relationship("BBB", "CCC").word == expected


def test_warmth_is_that_of_the_less_trusting_side() -> None:
    play = Play().to_deliberation()
    pair(play, "BBB", "CCC", trust=90, tension=0)
    play.put("trust(CCC,BBB)", 34)
    play.all_ready()
    assert play.world.relationship("BBB", "CCC") is Relationship.CORRECT


def test_a_relationship_moves_one_step_a_round_however_cold_it_is() -> None:
    play = Play().to_deliberation()
    pair(play, "BBB", "CCC", trust=0, tension=100)
    play.all_ready()
    assert play.world.relationship("BBB", "CCC") is Relationship.STRAINED
    play.all_ready()
    assert play.world.relationship("BBB", "CCC") is Relationship.ADVERSARIAL


def test_partner_needs_an_agreement_in_force() -> None:
    play = Play().to_deliberation()
    pair(play, "BBB", "CCC", trust=90, tension=0, state="cooperative")
    pair(play, "AAA", "BBB", trust=90, tension=0, state="cooperative")
    play.all_ready()
    assert play.world.relationship("BBB", "CCC") is Relationship.COOPERATIVE
    assert play.world.relationship("AAA", "BBB") is Relationship.PARTNER


def test_allied_needs_a_pact_in_force() -> None:
    play = Play().to_deliberation()
    pair(play, "AAA", "DDD", trust=100, tension=0)
    play.all_ready()
    assert play.world.relationship("AAA", "DDD") is Relationship.PARTNER


def test_partners_fall_back_when_no_agreement_carries_them_any_more() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    pair(play, "AAA", "DDD", trust=100, tension=0)
    play.resolve("suspend_cooperation", "AAA", "DDD", terms=c.Terms(agreement="A1"))
    assert play.world.relationship("AAA", "DDD") is Relationship.COOPERATIVE


def test_nobody_transfers_sensitive_technology_to_a_strained_counterpart() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="strained; needs cooperative"):
        play.do("AAA", c.Propose(move="technology_transfer", partners=("CCC",), terms=STRICT))


def test_nobody_shows_force_to_a_cooperative_counterpart() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="not against better than"):
        play.do("AAA", c.Order(move="show_of_force", targets=("BBB",)))


# --- Trust ---


def test_trust_gained_is_capped_at_six_a_round() -> None:
    play = Play(script={"1.resolve": BREAKTHROUGH}).to_deliberation()
    before = play.world.trust("AAA", "BBB")
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    play.resolve("strategic_dialogue", "AAA", "BBB")
    assert play.world.trust("AAA", "BBB") == before + 6
    assert play.world.past[-1]["trust(AAA,BBB)"] == before + 6


def test_what_was_lost_meanwhile_makes_no_room_for_more_than_six() -> None:
    play = Play(script={"1.resolve": BREAKTHROUGH, "2.resolve": BREAKTHROUGH}).to_deliberation()
    world = play.world
    target = "trust(AAA,BBB)"
    assert world.number(target) < 75 - 10
    transaction = Transaction(world, play.dice)
    for amount, wanted in ((5, 5), (-2, 3), (4, 4), (3, 4)):
        transaction.post([Shift(target, amount, "for a test")], "test")
        assert transaction.world.number(target) == world.number(target) + wanted
    for event in transaction.events:
        play.world = evolve(play.world, event)
    play.all_ready()
    held = play.world.number(target)
    after = Transaction(play.world, play.dice)
    after.post([Shift(target, 6, "for a test")], "test")
    assert after.world.number(target) == held + 6


def test_trust_gained_is_halved_from_75() -> None:
    gained = []
    for trust in (70, 75):
        play = Play(script={"2.resolve": BREAKTHROUGH}).to_deliberation()
        play.put("trust(AAA,BBB)", trust)
        play.all_ready()
        assert play.world.trust("AAA", "BBB") == trust
        gained.append(effects(play.resolve("strategic_dialogue", "AAA", "BBB"), "trust(AAA,BBB)"))
    assert gained == [4, 2]


def test_what_is_lost_is_lost_at_once_and_a_heavy_loss_weighs_one_more() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    play.put("trust(CCC,AAA)", 50)
    events = play.resolve("show_of_force", "AAA", "CCC")
    assert effects(events, "trust(CCC,AAA)") == -4
    light = Play(script={"1.resolve": LIMITED}).to_deliberation()
    light.put("trust(CCC,AAA)", 50)
    assert effects(light.resolve("public_protest", "AAA", "CCC"), "trust(CCC,AAA)") == -1


def test_trust_fades_toward_forty_where_no_agreement_sustains_it() -> None:
    play = Play().to_deliberation()
    play.put("trust(BBB,CCC)", 50)
    play.put("trust(BBB,AAA)", 50)
    play.put("trust(CCC,BBB)", 40)
    play.all_ready()
    assert play.world.trust("BBB", "CCC") == 49
    assert play.world.trust("BBB", "AAA") == 50
    assert play.world.trust("CCC", "BBB") == 40


def test_distrust_heals_only_in_calm() -> None:
    play = Play().to_deliberation()
    for tension, expected in ((59, 31), (60, 31)):
        play.put("trust(BBB,CCC)", 30)
        play.put("tension(BBB,CCC)", tension)
        play.all_ready()
        assert play.world.trust("BBB", "CCC") == expected - (tension >= 60)


def after_a_round(play: Play, **tensions: int) -> list[int]:
    """What becomes of tensions by the end of the round."""
    targets = [f"tension({pair.replace('_', ',')})" for pair in tensions]
    for target, tension in zip(targets, tensions.values(), strict=True):
        play.put(target, tension)
    play.all_ready()
    return [play.world.past[-1][target] for target in targets]


def test_tension_falls_by_one_toward_ten_between_rivals_toward_forty() -> None:
    play = Play().to_deliberation()
    assert after_a_round(play, BBB_CCC=11, BBB_DDD=10, AAA_CCC=41) == [10, 10, 40]
    assert after_a_round(play, BBB_CCC=10, BBB_DDD=9, AAA_CCC=40) == [10, 9, 40]


def test_rivals_gain_a_little_friction_by_chance() -> None:
    play = Play(script={"1.friction_of_rivals": (2, 2)}).to_deliberation()
    assert after_a_round(play, BBB_CCC=10, AAA_CCC=40) == [10, 42]


# --- Third parties ---


def production(outcome: tuple[int, int], **numbers: int) -> tuple[Play, tuple[Event, ...]]:
    """Avaria and Borea build together (weight 3), with Cyrene and Doria looking on."""
    play = Play(script={"2.resolve": outcome}).to_deliberation()
    for key, value in numbers.items():
        kind, a, b = key.split("_")
        play.put(f"{kind}({a},{b})", value)
    play.do("AAA", c.Propose(move="licensed_production", partners=("BBB",), terms=STRICT))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    while play.world.round < 2:
        play.all_ready()
    for key, value in numbers.items():
        kind, a, b = key.split("_")
        play.put(f"{kind}({a},{b})", value)
    return play, play.all_ready()


def test_a_success_unsettles_those_who_are_at_odds_with_the_partner() -> None:
    _, events = production(SUCCESS, relationship_AAA_CCC=Relationship.STRAINED)
    # weight 3 x rivalry (3 - 2) x outcome 2, over 4
    assert effects(events, "trust(CCC,BBB)") == -1
    assert effects(events, "grievance(CCC,BBB)") == 1
    assert effects(events, "trust(CCC,AAA)") == 0


def test_the_worse_the_rivalry_the_more_it_unsettles() -> None:
    _, events = production(SUCCESS, relationship_AAA_CCC=Relationship.RUPTURE)
    # 3 x 3 x 2 over 4 is 4, and one more as every heavy loss
    assert effects(events, "trust(CCC,BBB)") == -5
    assert effects(events, "grievance(CCC,BBB)") == 4
    assert effects(events, "tension(BBB,CCC)") == 1


def test_it_unsettles_a_friend_more() -> None:
    _, events = production(
        SUCCESS, relationship_AAA_CCC=Relationship.RUPTURE, relationship_BBB_CCC=Relationship.PARTNER
    )
    # 4 x 3/2 + 1 is 7, and one more as every heavy loss
    assert effects(events, "trust(CCC,BBB)") == -8


def test_friends_of_a_partner_welcome_a_success() -> None:
    _, events = production(SUCCESS)
    assert effects(events, "trust(DDD,BBB)") == 1
    assert effects(production(LIMITED)[1], "trust(DDD,BBB)") == 0


def test_a_setback_unsettles_nobody() -> None:
    _, events = production(SETBACK, relationship_AAA_CCC=Relationship.RUPTURE)
    assert effects(events, "trust(CCC,BBB)") == 0


def test_operations_unsettle_nobody() -> None:
    play = Play(script={"1.resolve": BREAKTHROUGH}).to_deliberation()
    play.put("relationship(AAA,CCC)", Relationship.RUPTURE)
    events = play.resolve("counter_piracy", "AAA", "BBB", terms=c.Terms(theatre="sound"))
    assert effects(events, "trust(CCC,BBB)") == 0


def test_friends_hold_coercion_against_the_coercer_and_adversaries_approve() -> None:
    play = Play(script={"1.resolve": (3, 3)}).to_deliberation()
    play.put("relationship(BBB,CCC)", Relationship.PARTNER)
    play.put("relationship(CCC,DDD)", Relationship.ADVERSARIAL)
    events = play.resolve("show_of_force", "AAA", "CCC")
    # weight 3 and one more as every heavy loss; Doria, a partner of Avaria, is reassured as well (+1)
    assert effects(events, "trust(BBB,AAA)") == -4
    assert effects(events, "trust(DDD,AAA)") == 2
