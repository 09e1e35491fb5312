"""README, *How to add*: a move, a modifier, a crisis, a doctrine and a reading, in a copy of the rules."""

import subprocess
import sys
from pathlib import Path

import pytest

from multipolar.doctrines import player_for
from multipolar.domain.knowledge.forecast import figures_of, forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import CrisisBegan, InitiativeResolved
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.rulebook import check_rules, load_rules, read_rules
from multipolar.rulebook.book import whole
from tests.domain.sound import Play
from tests.rulebook.test_mistakes import folder, put

__all__ = ["folder"]

_MOVE = """moves:
  - id: study_tour
    title: Study tour
    category: dialogue
    form: joint
    partners: [1, 1]
    summary: Officers of two powers see each other's schools.
    teaching: Who has seen the other's classrooms reads its plans less darkly.
    cost: {capital: 1}
    partner_cost: {capital: 1}
    rounds: 1
    weight: 1
    visibility: public
    base: 1
    effects:
      - {kind: trust, who: each, by: [0, 1, 2, 3]}
    code: "036"
"""
_MODIFIER = """modifiers:
  - id: schools
    title: Forces that know each other learn faster
    reads: interoperability
    steps:
      - {at_least: 0, size: 2}
    moves: [study_tour]
"""
_CRISIS = """crises:
  - id: falling_satellite
    title: Falling satellite
    kind: confrontation
    domain: space
    triggers:
      - {kind: alarm, moves: [study_tour], rounds: 1, rate: [1000, 100], near: [1000, 100]}
    stakes: Who answers for what falls from the sky.
    texts:
      - A satellite of {a} came down in {b}.
      - Debris of {a} was found in a field of {b}.
    code: "173"
"""


@pytest.fixture
def rules(folder: Path) -> RuleSet:
    """The rule set that ships, with a move, a modifier, a crisis and a doctrine more."""
    put(folder, "moves/dialogue.yaml", "moves:\n", _MOVE)
    put(folder, "modifiers.yaml", "modifiers:\n", _MODIFIER)
    put(folder, "crises.yaml", "crises:\n", _CRISIS)
    text = (folder / "doctrines.yaml").read_text(encoding="utf-8")
    hedger = text[text.index("  - id: hedger") : text.index("  - id: guardian")]
    gambler = hedger.replace("hedger", "gambler")
    put(folder, "doctrines.yaml", "  - id: guardian", f"{gambler}  - id: guardian")
    assert check_rules(folder) == ()
    return read_rules(folder)


def test_what_was_added_is_played_printed_and_weighed(rules: RuleSet) -> None:
    play = Play(rules=rules, seats={"AAA": "gambler"}).to_deliberation()
    command = c.Propose(move="study_tour", partners=("BBB",))
    preview = forecast(play.world, "AAA", command)
    assert not preview.rule
    assert ("schools", 2) in {(modifier.id, modifier.size) for modifier in preview.modifiers}
    assert "study_tour" in {offer.move for offer in view_of(play.world, "AAA").offers}
    events = play.resolve("study_tour", "AAA", "BBB")
    (resolved,) = [event for event in events if isinstance(event, InitiativeResolved)]
    assert "schools" in {modifier.id for modifier in resolved.modifiers}
    begun = [event.template for event in events if isinstance(event, CrisisBegan)]
    assert "falling_satellite" in begun
    book = whole(rules)
    assert all(title in book for title in ("Study tour", "Falling satellite", "learn faster"))
    gambler = next(one for one in rules.doctrines if one.id == "gambler")
    again = Play(rules=rules).to_deliberation()
    view = view_of(again.world, "AAA", history=False)
    player = player_for(gambler, rules.weighing)
    assert player.deliberate(view, 1, lambda asked: figures_of(again.world, "AAA", asked), again.dice)


_NEW_READING = """
{before}
from typing import Literal, get_args
from multipolar.domain.rules import catalogue
catalogue.MoveReading = Literal[*get_args(catalogue.MoveReading), "weather"]
import multipolar.{module}
"""


@pytest.mark.parametrize(
    ("module", "place", "before"),
    [
        ("domain.mechanics.odds", "mechanics.odds", ""),
        ("rulebook.book.readings", "book.readings", "import multipolar.domain.mechanics.odds"),
    ],
)
def test_a_new_word_that_nothing_reads_is_named_with_its_place(module: str, place: str, before: str) -> None:
    """The other half of a new reading and its modifier: the word is there, what reads it is not."""
    code = _NEW_READING.format(module=module, before=before)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    said = done.stderr.strip().splitlines()[-1]
    assert f"({place}): no entry for" in said
    assert "weather" in said


def test_a_modifier_of_a_word_that_is_not_there_is_named_with_its_place(folder: Path) -> None:
    """The first half: what reads it may be there, the word is in no vocabulary."""
    line = put(folder, "modifiers.yaml", "modifiers:\n", _MODIFIER.replace("interoperability", "weather"))
    (problem, *_) = check_rules(folder)
    assert (problem.file, problem.line, problem.found) == ("modifiers.yaml", line + 3, "'weather'")
    assert load_rules() is not None
