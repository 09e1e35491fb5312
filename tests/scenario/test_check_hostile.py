"""Files that are no scenarios, or made to hurt: told in words, within two seconds, without a crash."""

import time
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.documents.pieces import Piece
from multipolar.documents.source import MOST_BYTES, read
from multipolar.rulebook import load_rules
from multipolar.scenario.check import CHECKS, as_json, check_file, check_text
from multipolar.scenario.known import names_of
from tests.scenario.spoiled import STRAIT

TEXT = STRAIT.read_text(encoding="utf-8")


def many(pattern: str, count: int) -> str:
    """A pattern again and again, with a number in place of ``#``."""
    return "".join(pattern.replace("#", str(number)) for number in range(count))


def after(mark: str, added: str) -> str:
    """The small scenario with something put in after a mark, no longer than a file may be."""
    return TEXT.replace(mark, mark + added, 1)[:MOST_BYTES]


HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "a word": "hello",
    "a list": "- a\n- b\n",
    "only a comment": "# nothing\n",
    "not yaml": "a: [b\nc: }",
    "binary": bytes(range(256)) * 4000,
    "zeros": b"\0" * 1000,
    "latin": "títle: Ä".encode("latin-1"),
    "too large": "x" * (MOST_BYTES + 10),
    "deep lists": "[" * 900_000,
    "deep mappings": "{a: " * 200_000,
    "aliases": "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "a tag": "!!python/object/apply:os.system ['true']",
    "two documents": f"{TEXT}\n---\n{TEXT}",
    "a huge number": TEXT.replace("growth: 7\n", f"growth: {'7' * 900_000}\n"),
    "a huge text": TEXT.replace("story: ", f"story: {'x' * 900_000}"),
    "many powers": after("powers:\n", many('  - {id: "A#"}\n', 20_000)),
    "many relations": after("relations:\n", many("  - {between: [A#, IND]}\n", 15_000)),
    "many objectives": after("objectives:\n", many("      - condition: round() > #\n", 25_000)),
    "many bad conditions": after("objectives:\n", many("      - condition: rnd(#\n", 25_000)),
    "many exposed": after("exposure: {", many("X#: 1, ", 40_000)),
    "many members": after("members: [", many("x" * 900 + "#, ", 900)),
    "many parties": after("parties: [", many("A#, ", 80_000)),
    "braces": after("texts: [\"", "{" * 400_000),
    "blanks": after("texts: [\"", "{zz}" * 200_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_within_two_seconds(name: str) -> None:
    started = time.process_time()
    problems = check_text(HOSTILE[name])
    assert time.process_time() - started < 2
    assert problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in problems)


def test_a_command_to_the_terminal_in_a_text_is_refused_and_not_repeated() -> None:
    text = TEXT.replace("role: You speak for Utopia.", 'role: "\\e[2J\\x07"')
    (problem,) = check_text(text)
    assert problem.message == "a sign that cannot be seen in a text (U+001B)"
    assert str(problem).isprintable()


def test_an_unprintable_name_is_shown_by_its_code() -> None:
    text = TEXT.replace("doctrine: hedger", 'doctrine: "hed\\eger"')
    assert all(str(problem).isprintable() for problem in check_text(text))


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.yaml", Path("a\0b")):
        (problem,) = check_file(path)
        assert problem.message == "the file cannot be read"


def test_a_file_is_checked_by_its_content_and_named_by_its_path() -> None:
    assert check_file(STRAIT) == []


def test_problems_as_json_have_the_promised_keys() -> None:
    (problem,) = as_json(check_text("hello", "a.yaml"))
    assert set(problem) == {"line", "column", "message", "found", "expected", "warning"}


DATA = read(TEXT, "strait").data
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["IND", "UTO"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths to every value."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *chain.from_iterable(paths(value, (*path, key)) for key, value in inner)]


def replaced(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The data with another value at a path."""
    if not path:
        return value
    key, *rest = path
    copy: Any = data.copy()
    copy[key] = replaced(copy[key], tuple(rest), value)
    return copy


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(paths(DATA)), ANYTHING)
def test_the_checks_of_meaning_take_anything_anywhere(path: tuple[str | int, ...], value: object) -> None:
    scenario = Piece(replaced(DATA, path, value))
    known = names_of(scenario, load_rules())
    for finding in chain.from_iterable(check(scenario, known) for check in CHECKS):
        assert finding.message
        assert finding.expected


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=12))
def test_any_cut_or_insertion_is_told_or_harmless(start: int, length: int, inserted: str) -> None:
    text = TEXT[:start] + inserted + TEXT[start + length :]
    lines = text.count("\n") + text.count("\r") + 2
    assert all(1 <= problem.line <= lines for problem in check_text(text))
