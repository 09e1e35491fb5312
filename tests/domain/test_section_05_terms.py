"""Rulebook §5: size and duration, as terms that are offered, chosen, countered and kept."""

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.model import commands as c
from multipolar.domain.vocabulary import AgreementState
from tests.domain.catalogue import ONE, TWO, open_for, table
from tests.domain.sound import Play

DRILL = c.Propose(move="joint_exercise", partners=(TWO,), terms=c.Terms(domain="maritime"))


def drill(size: str) -> c.Propose:
    """A maritime drill of a size with the second power."""
    return c.Propose(move="joint_exercise", partners=(TWO,), terms=c.Terms(domain="maritime", size=size))


def sharing(rounds: int) -> c.Propose:
    """Intelligence sharing with the second power for some rounds."""
    return c.Propose(move="intelligence_sharing", partners=(TWO,), terms=c.Terms(duration=rounds))


# --- Size ------------------------------------------------------------------------------------


def test_an_offer_says_which_sizes_and_durations_may_be_chosen() -> None:
    offers = {offer.move: offer for offer in legal(table().world, ONE)}
    assert offers["joint_exercise"].sizes == ("small", "standard", "large")
    assert offers["joint_exercise"].durations == (0, 0)
    assert offers["intelligence_sharing"].durations == (2, 6)
    assert offers["strategic_dialogue"].sizes == ()


def test_standard_size_is_what_is_meant_when_nothing_is_said() -> None:
    play = table()
    open_, standard = forecast(play.world, ONE, DRILL), forecast(play.world, ONE, drill("standard"))
    assert (open_.costs, open_.chances, open_.effects) == (standard.costs, standard.chances, standard.effects)


@pytest.mark.parametrize(
    ("size", "resources", "interoperability", "modifier"),
    [("small", 0, (0, 2, 3, 4), 1), ("standard", 1, (0, 3, 5, 7), 0), ("large", 2, (0, 5, 8, 11), -1)],
)
def test_size_scales_cost_effect_and_odds(
    size: str, resources: int, interoperability: tuple[int, ...], modifier: int
) -> None:
    play = table()
    usual = forecast(play.world, ONE, DRILL)
    found = forecast(play.world, ONE, drill(size))
    assert [part[2] for part in found.costs] == [resources, resources]
    effects = {effect.target: effect.by for effect in found.effects}
    assert effects[f"interoperability({ONE},{TWO})"] == interoperability
    assert found.total == usual.total + modifier
    assert effects[f"trust({ONE},{TWO})"] == (-2, 1, 2, 4)


def test_a_larger_patrol_does_more_against_pirates() -> None:
    play = table()

    def relief(size: str) -> int:
        terms = c.Terms(theatre="sound", size=size)
        command = c.Propose(move="counter_piracy", partners=(TWO,), terms=terms)
        effects = {effect.target: effect.by for effect in forecast(play.world, ONE, command).effects}
        return effects["relief(piracy,sound)"][3]

    assert relief("small") < relief("standard") < relief("large")


def test_a_partner_may_counter_with_something_smaller() -> None:
    play = table()
    play.put(f"resources({TWO})", 1)
    play.do(ONE, drill("large"))
    key = play.latest
    with pytest.raises(Illegal):
        play.do(TWO, c.Accept(initiative=key, version=1))
    play.do(TWO, c.Counter(initiative=key, version=1, terms=c.Terms(domain="maritime", size="standard")))
    play.do(ONE, c.Accept(initiative=key, version=2))
    assert play.world.initiatives[key].spent == ((TWO, 1, 1), (ONE, 1, 1))


# --- Duration --------------------------------------------------------------------------------


def until(play: Play) -> int:
    """The last round of the agreement that was concluded."""
    (agreement,) = play.world.agreements.values()
    return agreement.until


@pytest.mark.parametrize(("rounds", "end"), [(0, 0), (2, 3), (6, 7)])
def test_an_agreement_is_in_force_for_as_long_as_was_agreed(rounds: int, end: int) -> None:
    play = table((4, 4))
    play.resolve("intelligence_sharing", ONE, TWO, terms=c.Terms(duration=rounds))
    assert until(play) == end


def test_a_programme_runs_as_usual_or_as_was_agreed() -> None:
    for rounds, wanted in ((0, 4), (3, 3)):
        play = table((4, 4))
        open_for(play, play.world.rules.moves["licensed_production"])
        terms = c.Terms(safeguards="standard", duration=rounds)
        play.resolve("licensed_production", ONE, TWO, terms=terms)
        while play.world.round < 3:
            play.all_ready()
        assert until(play) == 2 + wanted


def test_what_was_agreed_for_two_rounds_expires() -> None:
    play = table((4, 4))
    play.resolve("intelligence_sharing", ONE, TWO, terms=c.Terms(duration=2))
    assert play.world.has("intelligence_sharing", ONE, TWO)
    while play.world.round < 4:
        play.all_ready()
    assert not play.world.has("intelligence_sharing", ONE, TWO)


def test_what_is_suspended_runs_out_at_its_term_as_well() -> None:
    play = table((4, 4))
    play.resolve("intelligence_sharing", ONE, TWO, terms=c.Terms(duration=2))
    (key,) = (found.id for found in play.world.in_force(ONE, TWO) if found.type == "intelligence_sharing")
    play.resolve("suspend_cooperation", ONE, TWO, terms=c.Terms(agreement=key))
    assert play.world.agreements[key].state is AgreementState.SUSPENDED
    while play.world.round < 4:
        play.all_ready()
    assert play.world.agreements[key].state is AgreementState.EXPIRED


# --- What may not be chosen ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (drill("huge"), "needs a size: small, standard, large"),
        (
            c.Propose(move="strategic_dialogue", partners=(TWO,), terms=c.Terms(size="large")),
            "no size to choose",
        ),
        (sharing(1), "2 to 6 rounds"),
        (sharing(7), "2 to 6 rounds"),
        (c.Propose(move="hotline", partners=(TWO,), terms=c.Terms(duration=3)), "no duration to choose"),
    ],
)
def test_a_size_or_duration_that_is_not_offered_is_refused(command: c.Propose, words: str) -> None:
    with pytest.raises(Illegal) as refusal:
        table().do(ONE, command)
    assert refusal.value.rule == "terms"
    assert words in refusal.value.message
