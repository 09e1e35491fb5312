"""Whole games: played in memory, over processes, and at tables where moves are barred."""

from contextlib import closing

import pytest

from multipolar.bootstrap import study
from multipolar.domain.dice import Dice, SeededDice
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Advice, Preview, Sight
from multipolar.engine.players import Forecast, Previews
from multipolar.engine.programs import Programs
from multipolar.lab import games as playing
from multipolar.lab.figures import figures_of
from multipolar.lab.games import GameFailed, Laboratory, barred_moves, with_channels, without_channels
from multipolar.lab.measure import CHANNELS
from multipolar.lab.plans import Plan
from multipolar.lab.record import Arrangement, GameRecord
from multipolar.lab.running import processes
from multipolar.lab.study import Study
from multipolar.rulebook import load_rules
from tests.cli.command import STRAIT
from tests.domain.sound import Play, sound

RULES = load_rules()


@pytest.fixture(scope="module")
def strait() -> Study:
    return study(str(STRAIT), "intro")


def told(records: list[GameRecord], of: Study) -> dict[str, object]:
    return figures_of(records, of.subject, 1)


def test_the_figures_are_the_same_whatever_the_jobs(strait: Study) -> None:
    plans = strait.plans(4, 3, tuple(Arrangement))
    alone = told(list(strait.run(plans)), strait)
    with processes(2) as players:
        assert told(list(strait.run(plans, players)), strait) == alone
    assert told(list(strait.run(plans[::-1])), strait) == alone


def test_a_study_that_is_left_keeps_what_was_played_and_plays_no_more(strait: Study) -> None:
    plans = strait.plans(50, 3, ())
    with processes(2) as players, closing(strait.run(plans, players)) as running:
        found = [next(running) for _ in range(3)]
    assert told(found, strait)["games"] == 3


@pytest.mark.parametrize("arrangement", list(Arrangement))
def test_nobody_makes_a_move_that_is_barred(arrangement: Arrangement) -> None:
    barred = set(barred_moves(RULES, arrangement))
    laboratory = Laboratory(RULES, sound(), "standard")
    seats = {"AAA": "bridge_builder", "BBB": "hedger", "CCC": "hedger", "DDD": "bridge_builder"}
    record = laboratory.play(Plan(arrangement, 0, 5, seats))
    assert record.moves
    assert not barred & set(record.moves)
    assert record.ended


def test_one_who_plays_alone_may_do_anything() -> None:
    seats = {"AAA": "bridge_builder", "BBB": "hedger", "CCC": "revisionist", "DDD": "bridge_builder"}
    laboratory = Laboratory(RULES, sound(), "standard")
    coercive = {move.id for move in RULES.moves if move.category == "coercion"}
    free = [laboratory.play(Plan(Arrangement.LONE, 0, seed, seats, "CCC")) for seed in range(3)]
    assert any(coercive & set(record.moves) for record in free)
    bound = laboratory.play(Plan(Arrangement.COOPERATE, 0, 1, seats))
    assert not coercive & set(bound.moves)


def test_a_restrained_player_never_hears_of_what_is_barred() -> None:
    heard: list[str] = []

    class Listening:
        def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
            heard.extend(offer.move for offer in view.offers)
            heard.extend(found.move for found in view.initiatives if found.open_to_me)
            return ()

        def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
            return ()

        def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
            return self.deliberate(view, 1, forecast, dice)

    play = Play().to_deliberation()
    play.do("BBB", c.Propose(move="hotline", partners=("AAA",)))
    play.do("CCC", c.Propose(move="strategic_dialogue", partners=("AAA",)))
    player = playing.Restrained(Listening(), ("hotline", "sanctions"))
    seen = view_of(play.world, "AAA")
    dice = SeededDice(1)

    def previews(command: c.AnyCommand) -> Preview:
        return forecast(play.world, "AAA", command)

    assert player.deliberate(seen, 1, previews, dice) == ()
    assert player.advise(seen, previews, dice) == ()
    assert {"strategic_dialogue", "memorandum"} <= set(heard)
    assert not {"hotline", "sanctions"} & set(heard)


def test_channels_are_set_for_every_pair_or_for_none() -> None:
    setting = sound()
    held = [(found.type, frozenset(found.parties)) for found in with_channels(setting).agreements]
    for kind in CHANNELS:
        for pair in (("AAA", "BBB"), ("AAA", "CCC"), ("CCC", "DDD")):
            assert held.count((kind, frozenset(pair))) == 1
    assert len(held) == len(setting.agreements) + 6 * len(CHANNELS)
    assert not set(CHANNELS) & {found.type for found in without_channels(with_channels(setting)).agreements}
    assert without_channels(setting) == setting


def test_a_game_that_breaks_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("out of order")

    monkeypatch.setattr(Programs, "play", breaks)
    laboratory = Laboratory(RULES, sound(), "intro")
    with pytest.raises(GameFailed, match=r"mixed game 3 \(seed 12, AAA=hedger\).*out of order"):
        laboratory.play(Plan(Arrangement.MIXED, 3, 12, {"AAA": "hedger"}))


def test_the_same_plan_gives_the_same_record() -> None:
    plan = Plan(Arrangement.MIXED, 0, 9, {"AAA": "hedger", "BBB": "revisionist"})
    first, second = (Laboratory(RULES, sound(), "standard").play(plan) for _ in range(2))
    assert first == second
    assert first.doctrines["AAA"] == "hedger"
    assert len(first.piracy["sound"]) == first.rounds
