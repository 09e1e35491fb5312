"""How program-run powers respond to crises (rulebook §8, §14)."""

import pytest
from msgspec.structs import replace

from multipolar.doctrines.confrontations import as_principal
from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.mechanics.crises.crisis_choices import asked
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Against, Preview
from multipolar.domain.vocabulary import Phase, Stage
from multipolar.rulebook import load_rules
from tests.doctrines.seats import SCALE, THINKING, carry_out, commands, respond, sight
from tests.domain.sound import NEVER, Play
from tests.scripted import ScriptedDice

BREAKS_OUT = {"1.friction.AAA.CCC": (1, 1, 1), "1.warning": (1, 1)}
"""Dice under which Avaria and Cyrene fall out, and it becomes acute, in the first round."""
DOCTRINES = {doctrine.id: doctrine for doctrine in load_rules().doctrines}
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


# --- With a mediator, and without ------------------------------------------------------------

NOBODY_YET: tuple[tuple[str, str, str], ...] = ()
LEFT_ALONE = (("AAA", "hold", ""), ("CCC", "hold", ""), ("BBB", "stay_out", ""))
MEDIATED = (("AAA", "hold", ""), ("CCC", "hold", ""), ("BBB", "mediate", ""))
TAKEN_TO_A_FRAMEWORK = (("AAA", "hold", ""), ("CCC", "hold", ""), ("DDD", "framework", ""))


def after(revealed: tuple[tuple[str, str, str], ...], stage: Stage = Stage.ACUTE) -> Play:
    """The sound in a confrontation whose earlier exchange went so."""
    play = at(crisis(BREAKS_OUT), stage)
    ((key, found),) = play.world.crises.items()
    play.world = replace(play.world, crises={key: replace(found, revealed=revealed)})
    return play


@pytest.mark.parametrize("revealed", [MEDIATED, TAKEN_TO_A_FRAMEWORK])
def test_before_a_mediator_a_power_comes_down_that_would_not_alone(
    revealed: tuple[tuple[str, str, str], ...],
) -> None:
    assert chosen(after(LEFT_ALONE), "AAA", "hedger").choice == "press"
    assert chosen(after(revealed), "AAA", "hedger").choice == "ease"


def test_before_a_mediator_nobody_is_harder_than_alone() -> None:
    order = ("concede", "ease", "hold", "press", "mobilise")
    for stage in (Stage.ACUTE, Stage.CONFRONTATION, Stage.BRINK):
        for doctrine in THINKING:
            alone = order.index(chosen(after(LEFT_ALONE, stage), "AAA", doctrine).choice)
            mediated = order.index(chosen(after(MEDIATED, stage), "AAA", doctrine).choice)
            assert mediated <= max(alone, order.index("ease")), (stage, doctrine)


def test_a_crisis_that_comes_down_is_worth_more_the_likelier_it_is_settled() -> None:
    worth = {}
    for name, revealed in (("yet", NOBODY_YET), ("alone", LEFT_ALONE), ("mediated", MEDIATED)):
        play = after(revealed)
        view = sight(play, "AAA")
        (seen,) = view.crises
        hold = next(choice for choice in seen.choices if choice.id == "hold")
        comes_down = Preview(against=(Against("hold", 0, 0, 36),))
        worth[name] = as_principal(view, Worth(view, DOCTRINES["guardian"], SCALE), seen, hold, comes_down)
    assert worth["alone"] < worth["yet"] < worth["mediated"]


def test_where_both_ease_it_is_over_however_high_it_stood() -> None:
    worth = set()
    for stage in (Stage.ACUTE, Stage.CONFRONTATION):
        view = sight(after(NOBODY_YET, stage), "AAA")
        (seen,) = view.crises
        ease = next(choice for choice in seen.choices if choice.id == "ease")
        both = Preview(against=(Against("ease", 0, 0, 36, "both ease: settled"),))
        worth.add(as_principal(view, Worth(view, DOCTRINES["guardian"], SCALE), seen, ease, both))
    assert len(worth) == 1


def test_who_has_stepped_in_stays() -> None:
    other = (*LEFT_ALONE[:2], ("DDD", "mediate", ""))
    for doctrine in ("hedger", "free_rider", "opportunist"):
        assert chosen(after(other), "BBB", doctrine).choice == "stay_out"
        assert chosen(after(MEDIATED), "BBB", doctrine).choice in ("mediate", "framework")


def test_who_has_stepped_in_honours_a_pact_all_the_same() -> None:
    play = after(MEDIATED, Stage.CONFRONTATION)
    (pact,) = (found for found in play.world.agreements.values() if set(found.parties) == {"AAA", "BBB"})
    play.world = replace(
        play.world, agreements={**play.world.agreements, pact.id: replace(pact, type="security_pact")}
    )
    for doctrine in ("guardian", "bridge_builder"):
        command = chosen(play, "BBB", doctrine)
        assert (command.choice, command.backing) == ("back", "AAA")
