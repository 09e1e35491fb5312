"""Counts and names in a row are put into words in one place; a second way is found in the source.

``1 resources`` came of an f-string that knew its number and not its noun. Nouns are chosen by
`by_count` and `counted`, lists are put together by `listed`, in `multipolar.domain.english`.
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/multipolar"
HOME = "domain/english.py"

NOUNS = (
    "resource", "round", "promise", "step", "member", "initiative", "agreement", "game", "point", "seat",
    "power", "save", "event", "exercise", "pair", "partner", "mistake", "minute", "second", "day", "time",
    "line", "cable", "message", "move", "exchange", "objective", "program", "suggestion", "note", "device",
    "channel",
)  # fmt: skip
"""What is counted anywhere."""

COUNTED = re.compile(rf"^ (?:more |other )?(?:(?:{'|'.join(NOUNS)})s|capital|crises)\b(?!')")
NO_COUNT = re.compile(r"^ (?:promises $|games a second)")
"""``India promises China`` has a verb; a rate has a fraction, and is never one."""

ROWS = (" and ", " or ")

RECORDED = {
    "domain/phases/adjudication.py": "resources given to",
    "domain/mechanics/frameworks.py": "initiative.parties",
}
"""Words that stand in the record of exercises, where nothing is ever written anew."""

BELOW = "documents/"
"""What reads files knows nothing of the rules, their English included; its counts are always several."""

ALWAYS_SEVERAL = {"scenario/check.py"}
"""Where the count is the most mistakes that are listed."""


def second_ways(source: str) -> Iterator[tuple[int, str]]:
    """Where a source puts a count or a row of names into words by itself: line and what is there."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr(values=values):
                for before, after in pairwise(values):
                    if not isinstance(before, ast.FormattedValue) or not isinstance(after, ast.Constant):
                        continue
                    text = str(after.value)
                    if COUNTED.match(text) and not NO_COUNT.match(text):
                        yield node.lineno, ast.unparse(node)
            case ast.IfExp(body=ast.Constant(value="s")) | ast.IfExp(orelse=ast.Constant(value="s")):
                yield node.lineno, ast.unparse(node)
            case ast.BinOp(op=ast.Mult(), left=ast.Constant(value="s")):
                yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant(value=str(by)))) if by in ROWS:
                yield node.lineno, ast.unparse(node)


def test_nothing_counts_or_lists_in_words_of_its_own() -> None:
    found = [
        f"{name}:{line}: {what}"
        for path in sorted(SOURCE.rglob("*.py"))
        if (name := path.relative_to(SOURCE).as_posix()) != HOME and name not in ALWAYS_SEVERAL
        if not name.startswith(BELOW)
        for line, what in second_ways(path.read_text(encoding="utf-8"))
        if not (name in RECORDED and RECORDED[name] in what)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "wrong",
    [
        "f'{n} resources given to {whom}'", "f'{n} capital more'", "f'{n} more resources'",
        "f\"{n} round{'s' if n > 1 else ''}\"", "f\"{n} step{'' if n == 1 else 's'}\"",
        "f\"{n} promise{'s' * (n > 1)}\"", "' and '.join(names)", "' or '.join(names)", "f'{n:+d} points: x'",
        "f'after {n} crises'",
    ],
)  # fmt: skip
def test_a_second_way_is_found(wrong: str) -> None:
    assert list(second_ways(wrong))


@pytest.mark.parametrize(
    "right",
    [
        "f'{by} promises {whom}'", "f'{whose} promise to {whom}'",
        "f\"{counted(n, 'round')} left\"", "', '.join(names)",
        "f'{name} gives 2'",
        "f'round {n}'",
    ],
)  # fmt: skip
def test_what_is_no_count_is_left_alone(right: str) -> None:
    assert not list(second_ways(right))
