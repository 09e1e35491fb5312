"""Rulebook §13: the master scenario event list releases what is due, to whom it is addressed."""

import json
from typing import Any

import pytest

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.exercise import begin, evolve
from multipolar.domain.knowledge.forecast import known_to
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.rulebook import load_rules
from tests.domain.sound import SOUND, Play, sound

INJECT: dict[str, Any] = SOUND["injects"][0]


def playing(**changes: Any) -> Play:
    """The sound with its letter changed."""
    play = Play()
    inject = {key: value for key, value in {**INJECT, **changes}.items() if value is not None}
    setting = ScenarioModel.model_validate_json(json.dumps({**SOUND, "injects": [inject]}))
    play.events = list(begin(load_rules(), setting, "standard", {}, 1, play.dice))
    world = None
    for event in play.events:
        world = evolve(world, event)
    assert world is not None
    play.world = world
    return play


def released(play: Play) -> list[e.InjectReleased]:
    """The injects that were released."""
    return [event for event in play.events if isinstance(event, e.InjectReleased)]


def test_an_inject_is_released_in_its_round() -> None:
    play = playing().to_deliberation()
    assert not released(play)
    play.all_ready()
    assert [event.round for event in released(play)] == [2]


def test_a_cable_reaches_its_addressees_alone_and_news_everybody() -> None:
    cable = playing().to_deliberation()
    cable.all_ready()
    assert released(cable)[0].audience == ("BBB",)
    assert not view_of(cable.world, "AAA").notices
    news = playing(channel="news").to_deliberation()
    news.all_ready()
    assert released(news)[0].audience == ("*",)


def test_its_numbers_change_when_it_is_released() -> None:
    play = playing().to_deliberation()
    play.all_ready()
    changed = {change.target: change.amount for event in play.events for change in event.changes
               if change.reason == "A letter"}  # fmt: skip
    assert changed == {"tension(AAA,CCC)": 3}


def test_a_condition_releases_it_once_when_it_holds() -> None:
    play = playing(round=None, condition="threat(piracy, sound) >= 65").to_deliberation()
    play.all_ready()
    assert not released(play)
    play.put("threat(piracy,sound)", 99)
    for _ in range(3):
        play.put("threat(piracy,sound)", 99)
        play.all_ready()
    assert len(released(play)) == 1


def test_an_addressee_chooses_one_option_once() -> None:
    play = playing().to_deliberation()
    play.all_ready()
    standing = play.world.attribute("standing", "BBB")
    play.do("BBB", c.AnswerInject(inject="letter", option="yes"))
    assert play.world.attribute("standing", "BBB") == standing + 1
    with pytest.raises(Illegal, match="already"):
        play.do("BBB", c.AnswerInject(inject="letter", option="no"))


def test_each_option_says_what_it_moves_to_whom_it_is_put_and_to_nobody_else() -> None:
    play = playing().to_deliberation()
    play.all_ready()
    (asked,) = [found for found in view_of(play.world, "BBB").notices if found.options]
    moved = [(change.target, change.amount) for change in asked.brought_by("yes")]
    assert ("standing(BBB)", 1) in moved
    assert all(known_to(target, "BBB") for target, _ in moved)
    assert not any(found.brings for found in view_of(play.world, "AAA").notices)


def test_who_was_not_asked_cannot_answer() -> None:
    play = playing().to_deliberation()
    play.all_ready()
    with pytest.raises(Illegal):
        play.do("AAA", c.AnswerInject(inject="letter", option="yes"))
    with pytest.raises(Illegal):
        play.do("BBB", c.AnswerInject(inject="another", option="yes"))
    with pytest.raises(Unreadable, match="choose one of"):
        play.do("BBB", c.AnswerInject(inject="letter", option="perhaps"))


def test_an_inject_may_set_off_a_crisis() -> None:
    play = playing(crisis="border_incident", parties=["AAA", "CCC"], options=[]).to_deliberation()
    play.all_ready()
    (crisis,) = play.world.crises.values()
    assert (crisis.template, crisis.parties) == ("border_incident", ("AAA", "CCC"))


def test_a_notice_to_another_hides_none_that_comes_after_it() -> None:
    letter = SOUND["injects"][0]
    later = {**letter, "id": "later", "addressees": ["AAA"]}
    play = Play(setting=sound(injects=[{**letter, "round": 1}, {**later, "round": 1}])).to_deliberation()
    assert list(play.world.notices) == ["letter", "later"]
    for seat, ids in (("AAA", ["later"]), ("BBB", ["letter"]), ("CCC", []), ("control", ["letter", "later"])):
        assert [found.id for found in view_of(play.world, seat).notices] == ids
