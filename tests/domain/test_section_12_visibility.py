"""Rulebook §12: who knows what."""

from multipolar.domain import commands as c
from multipolar.domain import events as e
from multipolar.domain.dice import SeededDice
from multipolar.domain.knowledge import as_counted_by
from multipolar.domain.terms import EVERYONE
from multipolar.table.host import Host, Unkept
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
    host = Host(play.events, SeededDice(1), Unkept())
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
    view = Host(play.events, SeededDice(1), Unkept()).view("BBB")
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
