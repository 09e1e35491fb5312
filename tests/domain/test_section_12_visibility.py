"""Rulebook §12: who knows what."""

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.knowledge.projection import insight_of, told_by, view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.awareness import as_counted_by
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import EVERYONE
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from tests.domain.sound import Play

WORST, MIDDLING, BEST = (1, 1), (4, 4), (6, 6)


def transfer(dice: tuple[int, int]) -> Play:
    """A sensitive transfer from Avaria to Borea, run to its end in the second round."""
    play = Play(script={"2.resolve": dice}).to_deliberation()
    play.resolve("technology_transfer", "AAA", "BBB", terms=c.Terms(safeguards="standard"))
    while play.world.round < 3:
        play.all_ready()
    return play


def told(play: Play, seat: str) -> str:
    """Every word of a seat's record."""
    host = Host(play.events, SeededDice(1), NullLog())
    return " ".join(
        " ".join((seen.text, *seen.detail, *(change.reason for change in seen.changes)))
        for seen in host.seen(seat)
    ).lower()


def test_a_move_of_limited_visibility_is_announced_when_it_works() -> None:
    play = transfer(MIDDLING)
    assert any(isinstance(event, e.InitiativeAnnounced) for event in play.events)
    assert "sensitive technology transfer" in told(play, "CCC")


def test_until_it_resolves_a_move_of_limited_visibility_is_known_to_its_parties_alone() -> None:
    play = Play().to_deliberation()
    play.resolve("technology_transfer", "AAA", "BBB", terms=c.Terms(safeguards="standard"))
    assert "sensitive technology transfer" in told(play, "BBB")
    assert "sensitive technology transfer" not in told(play, "CCC")


def test_a_setback_that_everybody_can_see_is_announced_as_what_it_was() -> None:
    play = transfer(WORST)
    resolved = next(event for event in play.events if isinstance(event, e.InitiativeResolved))
    assert resolved.audience == ("AAA", "BBB")
    public = [event for event in play.events if event.audience == EVERYONE]
    assert any(change.target == "standing(AAA)" for event in public for change in event.changes)
    assert any(isinstance(event, e.InitiativeAnnounced) for event in public)


def test_a_setback_that_only_the_parties_feel_stays_between_them() -> None:
    play = Play(script={"1.resolve": WORST}).to_deliberation()
    play.resolve("intelligence_sharing", "AAA", "BBB")
    assert "intelligence sharing" in told(play, "BBB")
    assert "intelligence sharing" not in told(play, "CCC")


def collection(roll: tuple[int, int], exposure: int) -> Play:
    """Borea spies on Cyrene in the first round."""
    play = Play(script={"1.resolve": roll, "1.exposure": (exposure,)}).to_deliberation()
    play.resolve("covert_collection", "BBB", "CCC")
    return play


def test_a_covert_move_that_stays_hidden_tells_nobody_but_its_author() -> None:
    play = collection(MIDDLING, exposure=7)
    for seat in ("AAA", "CCC", "DDD", "observer"):
        assert "covert collection" not in told(play, seat)
    assert play.world.number("insight(BBB,CCC)") > 0
    idle = Play().to_deliberation()
    idle.all_ready()
    public = [target for target in play.world.numbers if not target.startswith(("insight", "capital", "res"))]
    assert {target: play.world.number(target) for target in public} == {
        target: idle.world.number(target) for target in public
    }


def test_a_covert_move_comes_to_light_by_chance() -> None:
    play = collection(MIDDLING, exposure=6)
    assert "covert collection" in told(play, "DDD")
    assert play.world.tension("BBB", "CCC") > Play().world.tension("BBB", "CCC")


def test_a_covert_move_that_fails_comes_to_light_whatever_the_chance() -> None:
    play = collection(WORST, exposure=36)
    assert any(isinstance(event, e.CovertMoveExposed) for event in play.events)


def test_what_collection_finds_out_the_seat_sees() -> None:
    play = collection(BEST, exposure=36)
    rules = play.world.rules.base.covert
    insight = play.world.number("insight(BBB,CCC)")
    view = Host(play.events, SeededDice(1), NullLog()).view("BBB")
    assert insight >= rules.see_trust
    assert view.numbers["trust(CCC,AAA)"] == play.world.trust("CCC", "AAA")
    assert "capital(CCC)" not in view.numbers
    assert "trust(AAA,CCC)" not in view.numbers


def test_what_a_power_did_in_secret_counts_for_it_and_for_nobody_else() -> None:
    world = collection(MIDDLING, exposure=36).world
    category = world.rules.moves["covert_collection"].category
    counted = {
        seat: as_counted_by(world, seat).count_initiatives(category, "covert_collection", "BBB", "any")
        for seat in world.rules.ids
    }
    assert counted == {"AAA": 0, "BBB": 1, "CCC": 0, "DDD": 0}


# --- What was found out ----------------------------------------------------------------------


def known_of(play: Play, seat: str, other: str) -> tuple[set[str], int]:
    """The private numbers of a power that a seat sees, and how many secret objectives of it."""
    view = view_of(play.world, seat)
    private = {f"trust({other},{third})" for third in play.world.rules.ids if third != other}
    private |= {f"capital({other})", f"resources({other})", f"national({other})", f"insight({other},AAA)"}
    return private & set(view.numbers), sum(power == other for power, _ in view.learned)


@pytest.mark.parametrize("friend_knows", [False, True], ids=["itself", "by a partner"])
@pytest.mark.parametrize(
    ("insight", "trust", "money", "aims"),
    [(0, 0, 0, 0), (19, 0, 0, 0), (20, 3, 0, 0), (34, 3, 0, 0), (35, 3, 2, 0), (54, 3, 2, 0), (55, 3, 2, 1),
     (100, 3, 2, 1)],
)  # fmt: skip
def test_how_much_of_another_lies_open_goes_by_insight(
    insight: int, trust: int, money: int, aims: int, friend_knows: bool
) -> None:
    play = Play()
    if friend_knows:
        play.bind("intelligence_sharing", "AAA", "BBB")
        play.put("insight(BBB,CCC)", min(100, 2 * insight))
        if insight > 50:
            # Half of all there is would not be enough.
            play.put("insight(AAA,CCC)", insight)
    else:
        play.put("insight(AAA,CCC)", insight)
    numbers, objectives = known_of(play, "AAA", "CCC")
    assert sorted(target.partition("(")[0] for target in numbers) == sorted(
        ["trust"] * trust + ["capital", "resources"][:money]
    )
    assert objectives == aims
    view = view_of(play.world, "AAA")
    assert {target: view.numbers[target] for target in numbers} == {
        target: play.world.number(target) for target in numbers
    }
    for other in ("BBB", "DDD"):
        assert known_of(play, "AAA", other) == (set(), 0)
    for seat in ("CCC", "DDD", "observer"):
        assert not view_of(play.world, seat).learned


def insight(play: Play, seat: str, other: str) -> int:
    return insight_of(play.world, seat, other, told_by(play.world, seat))


def test_partners_tell_half_of_what_they_know_and_the_most_that_is_known_counts() -> None:
    play = Play()
    play.bind("intelligence_sharing", "AAA", "BBB")
    play.bind("intelligence_sharing", "DDD", "AAA")
    play.put("insight(BBB,CCC)", 31)
    play.put("insight(DDD,CCC)", 41)
    play.put("insight(AAA,CCC)", 7)
    assert insight(play, "AAA", "CCC") == 20
    play.put("insight(AAA,CCC)", 26)
    assert insight(play, "AAA", "CCC") == 26
    # What a partner knows of oneself, and one of a partner, is told to nobody.
    play.put("insight(BBB,AAA)", 90)
    play.put("insight(CCC,BBB)", 90)
    assert insight(play, "AAA", "BBB") == 0
    assert insight(play, "BBB", "CCC") == 31
    assert insight(play, "DDD", "BBB") == 0


def test_what_others_share_with_one_another_is_told_to_no_third() -> None:
    play = Play()
    play.bind("intelligence_sharing", "BBB", "DDD")
    play.put("insight(BBB,CCC)", 100)
    assert insight(play, "DDD", "CCC") == 50
    assert insight(play, "AAA", "CCC") == 0
    assert known_of(play, "AAA", "CCC") == (set(), 0)


def test_the_numbers_of_past_rounds_are_those_the_seat_may_know_of_them() -> None:
    play = Play().to_deliberation()
    play.put("insight(AAA,CCC)", 90)
    while play.world.round < 3:
        play.all_ready()
    world = play.world
    for seat in ("AAA", "observer", "control"):
        view = view_of(world, seat)
        shown = [view.opening, *view.past]
        assert len(view.past) == len(world.past) == 3
        for numbers, truth in zip(shown, [world.past[0], *world.past], strict=True):
            known = {
                target: value
                for target, value in truth.items()
                if seat == "control" or audience_of(target) == EVERYONE or seat in audience_of(target)
            }
            assert numbers == known
        without = view_of(world, seat, history=False)
        assert (without.past, without.intents) == ((), ())
        assert without.opening == view.opening


def test_what_is_long_past_is_left_to_those_who_ask_for_history() -> None:
    play = Play(script={"1.resolve": MIDDLING, "2.resolve": MIDDLING}).to_deliberation()
    play.resolve("strategic_dialogue", "AAA", "BBB")
    key = play.latest
    for number in (2, 3):
        while play.world.round < number or str(play.world.phase) != "deliberation":
            play.all_ready()
        kept = [found.id for found in view_of(play.world, "AAA", history=False).initiatives]
        assert (key in kept) == (number == 2)
        assert key in [found.id for found in view_of(play.world, "AAA").initiatives]
