"""Which games a study plays."""

from collections import Counter

from multipolar.lab.plans import BESIDE, COOPERATIVE, plans_for, real_doctrines, shipped_plans
from multipolar.lab.record import Arrangement
from multipolar.rulebook import load_rules
from tests.domain.sound import sound

ALL = tuple(Arrangement)
RULES = load_rules()


def test_a_game_does_not_depend_on_how_many_there_are() -> None:
    few = plans_for(RULES, sound(), 3, 7, ALL)
    many = plans_for(RULES, sound(), 30, 7, ALL)
    assert all(plan in many for plan in few)
    assert plans_for(RULES, sound(), 3, 8, ALL) != few


def test_mixed_games_come_first() -> None:
    plans = plans_for(RULES, sound(), 20, 7, ALL)
    assert [plan.arrangement for plan in plans[:20]] == [Arrangement.MIXED] * 20
    assert Arrangement.MIXED not in {plan.arrangement for plan in plans[20:]}


def test_games_beside_are_a_fraction_and_never_too_many() -> None:
    for games in (1, 7, 100, 5000):
        counted = Counter(plan.arrangement for plan in plans_for(RULES, sound(), games, 7, ALL))
        for arrangement, (share, most) in BESIDE.items():
            assert counted[arrangement] == min(most, -(-games // share))
    assert not plans_for(RULES, sound(), 0, 7, ALL)
    assert len(plans_for(RULES, sound(), 5, 7, ())) == 5


def test_doctrines_are_drawn_for_ranked_powers_from_all_real_ones() -> None:
    plans = plans_for(RULES, sound(), 200, 7, ())
    drawn = Counter(doctrine for plan in plans for doctrine in plan.seats.values())
    real = [doctrine.id for doctrine in real_doctrines(RULES)]
    assert set(drawn) == set(real)
    assert "random" not in drawn
    assert min(drawn.values()) > 600 // len(real) // 2
    assert {tuple(plan.seats) for plan in plans} == {("AAA", "BBB", "CCC")}
    assert len({plan.seed for plan in plans}) == len(plans)


def test_games_that_are_compared_share_their_seed_and_their_other_seats() -> None:
    plans = {(plan.arrangement, plan.number): plan for plan in plans_for(RULES, sound(), 60, 7, ALL)}
    compared = {Arrangement.RANDOM: Arrangement.MIXED, Arrangement.LONE: Arrangement.COOPERATE}
    for (arrangement, number), plan in plans.items():
        if arrangement in compared:
            other = plans[compared[arrangement], number]
            assert plan.seed == other.seed
            assert {**plan.seats, plan.changed: ""} == {**other.seats, plan.changed: ""}


def test_everybody_at_a_cooperative_table_has_a_cooperative_doctrine() -> None:
    plans = plans_for(RULES, sound(), 60, 7, (Arrangement.COOPERATE,))[60:]
    assert {doctrine for plan in plans for doctrine in plan.seats.values()} <= set(COOPERATIVE)
    assert all("DDD" in plan.seats for plan in plans)


def test_a_scenario_as_it_stands_keeps_its_doctrines_and_the_seeds_of_the_study() -> None:
    shipped = shipped_plans(RULES, sound(), 5, 7)
    assert [plan.seats for plan in shipped] == [{}] * 5
    assert {plan.arrangement for plan in shipped} == {Arrangement.SHIPPED}
    assert [plan.seed for plan in shipped] == [plan.seed for plan in plans_for(RULES, sound(), 5, 7, ())]
