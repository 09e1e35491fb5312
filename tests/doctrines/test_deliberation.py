"""What program-run powers do in the sweeps of a deliberation (rulebook §14)."""

import pytest

from multipolar.domain.addresses import of
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Figures
from multipolar.engine.players import Forecast
from tests.doctrines.seats import (
    PLAYERS,
    THINKING,
    carry_out,
    commands,
    deliberate,
    foresight,
    previews,
    sight,
)
from tests.domain.sound import Play

SEATS = ("AAA", "BBB", "CCC", "DDD")
EVERYBODY = (*THINKING, "random")


@pytest.fixture
def play() -> Play:
    """The sound, in its first deliberation."""
    return Play().to_deliberation()


@pytest.mark.parametrize("doctrine", EVERYBODY)
def test_the_same_view_and_dice_give_the_same_choices(doctrine: str) -> None:
    once, again = Play(seed=3).to_deliberation(), Play(seed=3).to_deliberation()
    for seat in SEATS:
        assert deliberate(once, seat, doctrine, 1) == deliberate(again, seat, doctrine, 1)


def test_other_dice_give_other_choices() -> None:
    found = {
        str(commands(deliberate(Play(seed=seed).to_deliberation(), "AAA", "hedger", 1))) for seed in range(5)
    }
    assert len(found) > 1


@pytest.mark.parametrize("doctrine", THINKING)
@pytest.mark.parametrize("seat", SEATS)
def test_what_a_power_would_do_is_allowed_and_paid_for(play: Play, seat: str, doctrine: str) -> None:
    for sweep in (1, 2, 3):
        assert carry_out(play, seat, deliberate(play, seat, doctrine, sweep)) == []
    assert play.world.number(of("capital", seat)) >= 0
    assert play.world.number(of("resources", seat)) >= 0


@pytest.mark.parametrize("doctrine", THINKING)
def test_proposals_come_first_and_leave_money_to_accept_with(play: Play, doctrine: str) -> None:
    carry_out(play, "AAA", deliberate(play, "AAA", doctrine, 1))
    assert play.world.number(of("capital", "AAA")) >= 2


@pytest.mark.parametrize("doctrine", THINKING)
@pytest.mark.parametrize("seat", SEATS)
def test_the_last_sweep_tables_nothing_new(play: Play, seat: str, doctrine: str) -> None:
    given = commands(deliberate(play, seat, doctrine, 3))
    assert not [command for command in given if isinstance(command, c.Propose | c.Counter)]


@pytest.mark.parametrize("doctrine", THINKING)
def test_a_power_that_is_only_asked_for_answers_does_nothing_else(play: Play, doctrine: str) -> None:
    assert deliberate(play, "BBB", doctrine, 0) == ()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    (answer,) = commands(deliberate(play, "BBB", doctrine, 0))
    assert isinstance(answer, c.Accept | c.Decline | c.Counter)


@pytest.mark.parametrize("doctrine", EVERYBODY)
def test_minor_powers_table_nothing(play: Play, doctrine: str) -> None:
    given = [*deliberate(play, "DDD", doctrine, 1), *deliberate(play, "DDD", doctrine, 2)]
    assert not [command for command in commands(tuple(given)) if isinstance(command, c.Propose)]


def test_nobody_asks_again_at_once_for_what_was_declined(play: Play) -> None:
    tabled = [
        command
        for command in commands(deliberate(play, "AAA", "bridge_builder", 1))
        if isinstance(command, c.Propose)
    ]
    assert tabled
    for command in tabled:
        play.do("AAA", command)
        play.do(command.partners[0], c.Decline(initiative=list(play.world.initiatives)[-1]))
    asked_again = {
        (command.move, command.partners)
        for command in commands(deliberate(play, "AAA", "bridge_builder", 2))
        if isinstance(command, c.Propose)
    }
    assert not asked_again & {(command.move, command.partners) for command in tabled}


def test_what_could_not_come_about_before_the_end_is_not_begun() -> None:
    play = Play(preset="intro").to_deliberation()
    while play.world.round < play.world.rounds or str(play.world.phase) != "deliberation":
        play.all_ready()
    for doctrine in THINKING:
        for seat in SEATS:
            for command in commands(deliberate(play, seat, doctrine, 1)):
                if isinstance(command, c.Propose | c.Order):
                    assert play.world.rules.moves[command.move].rounds == 1


def test_a_message_with_options_is_answered(play: Play) -> None:
    while play.world.round < 2 or str(play.world.phase) != "deliberation":
        play.all_ready()
    given = commands(deliberate(play, "BBB", "hedger", 1))
    assert [command.inject for command in given if isinstance(command, c.AnswerInject)] == ["letter"]


@pytest.mark.parametrize("doctrine", THINKING)
def test_few_commands_are_looked_at_closely(play: Play, doctrine: str) -> None:
    for sweep in (1, 2, 3):
        asked: list[c.AnyCommand] = []
        found = PLAYERS[doctrine].deliberate(
            sight(play, "AAA"), sweep, _counting(foresight(play, "AAA"), asked), play.dice
        )
        assert found is not None
        assert len(asked) <= 12


def _counting(forecast: Forecast, asked: list[c.AnyCommand]) -> Forecast:
    def preview(command: c.AnyCommand) -> Figures:
        asked.append(command)
        return forecast(command)

    return preview


@pytest.mark.parametrize("doctrine", THINKING)
@pytest.mark.parametrize("seat", SEATS)
def test_advice_is_at_most_three_moves_best_first_each_with_a_reason(
    play: Play, seat: str, doctrine: str
) -> None:
    given = PLAYERS[doctrine].advise(sight(play, seat), previews(play, seat), play.dice)
    assert len(given) <= 3
    assert [advice.worth for advice in given] == sorted((advice.worth for advice in given), reverse=True)
    for advice in given:
        assert advice.reason[0].isupper()
        assert advice.reason.endswith(".")
        assert "(" not in advice.reason, "addresses are no words for a player"
        assert not any(key in f"{advice.title} {advice.reason}" for key in SEATS), "powers have names"


def test_random_play_draws_from_everything_that_is_open() -> None:
    drawn = set()
    for seed in range(80):
        play = Play(seed=seed).to_deliberation()
        for command in commands(deliberate(play, "AAA", "random", 1)):
            if isinstance(command, c.Propose | c.Order):
                drawn.add(command.move)
    open_moves = {offer.move for offer in sight(Play().to_deliberation(), "AAA").offers if not offer.blocked}
    assert drawn == open_moves


def test_random_play_answers_by_a_coin() -> None:
    answers = set()
    for seed in range(20):
        play = Play(seed=seed).to_deliberation()
        play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
        answers.add(type(commands(deliberate(play, "BBB", "random", 0))[0]))
    assert answers == {c.Accept, c.Decline}


@pytest.mark.parametrize("doctrine", THINKING)
@pytest.mark.parametrize("seed", range(4))
def test_nobody_turns_on_a_power_with_which_something_is_agreed(doctrine: str, seed: int) -> None:
    play = Play(seed=seed).to_deliberation()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("CCC",)))
    dialogue = next(iter(play.world.initiatives.values()))
    play.do("CCC", c.Accept(initiative=dialogue.id, version=dialogue.version))
    moves = {move.id: move for move in play.world.rules.base.moves}
    for seat, other in (("AAA", "CCC"), ("CCC", "AAA")):
        orders = [
            found for found in commands(deliberate(play, seat, doctrine, 3)) if isinstance(found, c.Order)
        ]
        openly = [
            order for order in orders
            if moves[order.move].category == "coercion" and moves[order.move].visibility == "public"
        ]  # fmt: skip
        assert not any(other in order.targets for order in openly)
