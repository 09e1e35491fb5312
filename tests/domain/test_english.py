"""Names within sentences, over every name of every scenario."""

import re
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from multipolar.domain.english import between_counts, first, listed, lowered, possessive, with_article, within
from multipolar.domain.model.commands import Undertaking
from multipolar.domain.model.wording import promise_in_words, title_of
from multipolar.domain.rules.in_force import Rules
from multipolar.rulebook import load_rules
from multipolar.scenario.load import load

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))

WRONG = re.compile(
    r"s's\b|\w (The|A|An) [A-Z]|\b[Aa] [aeiouAEIOU]\w+ (?!to )|\b(\d+) to \1\b|\.\.|  | [,.;:]"
)
"""What no sentence of names and numbers has."""


@cache
def rules_of(scenario: Path) -> Rules:
    """A scenario with the rules."""
    return Rules(load_rules(), load(scenario))


def numbers_of(rules: Rules) -> list[str]:
    """An address of every kind of number, for every name in a scenario."""
    ids = rules.ids
    of_one = ("economy", "capital", "remainder", "honoured", "final")
    return [
        *(f"{key}({a},{b})" for a, b in permutations(ids, 2) for key in ("trust", "dependence")),
        *(f"{key}({a},{b})" for a, b in rules.pairs for key in ("tension", "relationship")),
        *(f"{key}({one})" for one in ids for key in of_one),
        *(f"{key}({a},{b})" for a, b in rules.threats for key in ("threat", "relief", "momentum")),
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_every_number_of_every_scenario_has_words_that_are_english(scenario: Path) -> None:
    rules = rules_of(scenario)
    told = [title_of(rules, target) for target in numbers_of(rules)]
    assert not [words for words in told if WRONG.search(words) or "_" in words]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_every_promise_reads_as_a_sentence(scenario: Path) -> None:
    rules = rules_of(scenario)
    one, other = rules.ids[:2]
    kinds = [(move.id, move.title) for move in rules.base.moves] + [
        (category, "") for category in dict.fromkeys(move.category for move in rules.base.moves)
    ]
    for (move, title), kind in ((found, kind) for found in kinds for kind in ("act", "restraint")):
        given = Undertaking(by=one, kind=kind, move=move, toward=other, until=4)
        words = promise_in_words(given, rules.called(one), title, rules.called(other))
        assert not WRONG.search(words), words
        assert "toward" not in words
        assert " do " not in words
        assert words.endswith(f"{'by' if kind == 'act' else 'until'} round 4")


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("India", "India's"), ("Seychelles", "Seychelles'"), ("the Maldives", "the Maldives'"),
        ("the United States", "the United States'"), ("Oskany", "Oskany's"),
    ],
)  # fmt: skip
def test_the_possessive_of_a_name(name: str, whose: str) -> None:
    assert possessive(name) == whose


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Joint exercise", "joint exercise"), ("UN peacekeeping deployment", "UN peacekeeping deployment"),
        ("North Atlantic Treaty", "North Atlantic Treaty"), ("Co-development", "co-development"),
        ("Hotline", "hotline"), ("", ""),
    ],
)  # fmt: skip
def test_a_title_within_a_sentence(title: str, inside: str) -> None:
    assert lowered(title) == inside


def test_small_things() -> None:
    assert within("The Western Indian Ocean") == "the Western Indian Ocean"
    assert within("Theatre of war") == "Theatre of war"
    assert within("The") == "The"
    assert first("the United States") == "The United States"
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert [with_article(noun) for noun in ("hotline", "agreement")] == ["a hotline", "an agreement"]
    assert [between_counts(*counts) for counts in ((2, 2), (1, 3))] == ["2", "1 to 3"]


def test_sentences_leave_possessives_and_titles_to_their_one_home() -> None:
    """``Seychelles's`` and ``un peacekeeping`` came of doing it on the spot."""
    source = Path(__file__).parents[2] / "src/multipolar"
    on_the_spot = re.compile(r"}'s[ \"]|title\.lower\(\)|\.title\.lower\b")
    found = [
        f"{path.name}: {line.strip()}"
        for part in ("domain", "doctrines", "plain", "tui", "table", "review")
        for path in (source / part).rglob("*.py")
        if path.name != "english.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if on_the_spot.search(line)
    ]
    assert not found
