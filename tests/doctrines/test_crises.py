"""How program-run powers respond to crises (rulebook §8, §14)."""

import pytest
from msgspec.structs import replace

from multipolar.domain import commands as c
from multipolar.domain.dice import ScriptedDice
from multipolar.domain.resolve import asked
from multipolar.domain.terms import Phase, Stage, between, of, toward
from tests.doctrines.seats import THINKING, carry_out, commands, respond
from tests.domain.sound import NEVER, Play

BREAKS_OUT = {"1.friction.AAA.CCC": (1, 1, 1), "1.warning": (1, 1)}
"""Dice under which Avaria and Cyrene fall out, and it becomes acute, in the first round."""
UNREST = {"1.unrest.DDD": (1,), "1.warning": (1, 1)}
"""Dice under which there is upheaval in Doria."""


def crisis(script: dict[str, tuple[int, ...]]) -> Play:
    """The sound in its first crisis phase."""
    play = Play()
    play.dice = ScriptedDice({**script, **NEVER}, 1)
    play.to_deliberation().all_ready()
    assert play.world.phase is Phase.CRISIS
    return play


def set_to(play: Play, numbers: dict[str, int]) -> Play:
    """The same with numbers as they are wanted."""
    play.world = replace(play.world, numbers={**play.world.numbers, **numbers})
    return play


def at(play: Play, stage: Stage) -> Play:
    """The same with its crisis on another rung."""
    ((key, found),) = play.world.crises.items()
    play.world = replace(play.world, crises={key: replace(found, stage=stage, reached=stage)})
    return play


def chosen(play: Play, seat: str, doctrine: str) -> c.Respond:
    """The response of a seat to the only crisis."""
    (command,) = commands(respond(play, seat, doctrine))
    assert isinstance(command, c.Respond)
    return command


@pytest.mark.parametrize("doctrine", [*THINKING, "random"])
@pytest.mark.parametrize("script", [BREAKS_OUT, UNREST], ids=["confrontation", "emergency"])
def test_everybody_who_is_asked_gives_one_response_that_is_allowed(
    script: dict[str, tuple[int, ...]], doctrine: str
) -> None:
    play = crisis(script)
    (found,) = play.world.open_crises()
    for seat in asked(play.world, found):
        given = respond(play, seat, doctrine)
        assert [type(command) for command in commands(given)] == [c.Respond]
        assert carry_out(play, seat, given) == []
        assert respond(play, seat, doctrine) == (), "what was sealed is not sealed again"


@pytest.mark.parametrize("doctrine", THINKING)
def test_at_the_brink_nobody_presses_on_while_the_other_side_is_as_strong(doctrine: str) -> None:
    play = at(crisis(BREAKS_OUT), Stage.BRINK)
    set_to(play, {of("capability", "AAA"): 60, of("capability", "CCC"): 60})
    assert chosen(play, "AAA", doctrine).choice in ("concede", "ease", "hold")


def test_a_revisionist_is_harder_than_a_bridge_builder() -> None:
    order = ("concede", "ease", "hold", "press", "mobilise")
    play = set_to(crisis(BREAKS_OUT), {of("capability", "AAA"): 95, of("capability", "CCC"): 40})
    hardness = {doctrine: order.index(chosen(play, "AAA", doctrine).choice) for doctrine in THINKING}
    assert hardness["revisionist"] >= hardness["hedger"] >= hardness["bridge_builder"]
    assert hardness["revisionist"] > hardness["bridge_builder"]


def test_forces_that_cannot_be_paid_for_are_not_mobilised() -> None:
    play = set_to(crisis(BREAKS_OUT), {of("resources", "AAA"): 0})
    for doctrine in (*THINKING, "random"):
        assert chosen(play, "AAA", doctrine).choice != "mobilise"


def test_a_bridge_builder_mediates_between_others_it_can_talk_to() -> None:
    talking = {toward("trust", "BBB", other): 90 for other in ("AAA", "CCC")}
    assert chosen(set_to(crisis(BREAKS_OUT), talking), "BBB", "bridge_builder").choice == "mediate"


def test_a_pact_that_is_called_is_honoured_by_those_to_whom_their_word_counts() -> None:
    play = at(crisis(BREAKS_OUT), Stage.CONFRONTATION)
    (pact,) = (found for found in play.world.agreements.values() if set(found.parties) == {"AAA", "BBB"})
    play.world = replace(
        play.world, agreements={**play.world.agreements, pact.id: replace(pact, type="security_pact")}
    )
    command = chosen(play, "BBB", "bridge_builder")
    assert (command.choice, command.backing) == ("back", "AAA")


def test_help_goes_where_it_is_wanted() -> None:
    play = crisis(UNREST)
    assert chosen(play, "AAA", "bridge_builder").choice == "help"
    poor = set_to(play, {of("resources", "AAA"): 0})
    assert chosen(poor, "AAA", "bridge_builder").choice == "stay_out"


@pytest.mark.parametrize("doctrine", ["bridge_builder", "hedger"])
def test_only_a_revisionist_would_exploit_an_emergency(doctrine: str) -> None:
    play = set_to(crisis(UNREST), {"relationship(CCC,DDD)": 0, between("tension", "CCC", "DDD"): 90})
    assert chosen(play, "CCC", doctrine).choice != "exploit"


def test_a_principal_is_told_how_likely_the_crisis_is_to_climb() -> None:
    (advice,) = respond(crisis(BREAKS_OUT), "AAA", "hedger")
    assert "if Cyrene holds, it climbs in" in advice.reason
