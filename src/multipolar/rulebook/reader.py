"""Reads a rule set, and tells everything that is wrong with it where it stands.

The one that ships is read plainly, which is fast; only where it turns out wrong, or a designer asks, is it
read again with the place of everything (`multipolar.documents`).
"""

import json
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import yaml
from pydantic import ValidationError

from multipolar.documents.document import Document, Flawed, Problem, Spot
from multipolar.documents.mistakes import problems_of
from multipolar.documents.source import read
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.rulebook.checks import cross_check

FILES = (
    "numbers.yaml",
    "moves/dialogue.yaml",
    "moves/confidence.yaml",
    "moves/drills.yaml",
    "moves/cooperation.yaml",
    "moves/technology.yaml",
    "moves/agreements.yaml",
    "moves/operations.yaml",
    "moves/frameworks.yaml",
    "moves/coercion.yaml",
    "moves/domestic.yaml",
    "agreements.yaml",
    "modifiers.yaml",
    "crises.yaml",
    "doctrines.yaml",
    "presets.yaml",
    "free_form.yaml",
)
"""The files of a rule set in the order of the rulebook, which is the order moves are listed in."""


class RuleSetInvalid(ValueError):
    """A rule set contradicts its vocabulary or itself.

    Args:
        problems: everything that is wrong with it, in the order of its files; never empty.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        """The first problem in a line, and how many more there are."""
        more = len(self.problems) - 1
        return f"{self.problems[0]}{f' and {more} more; see `rules check`' if more else ''}"


@cache
def load_rules() -> RuleSet:
    """The rule set that ships with the program (rulebook §3 to §15), read once.

    Raises:
        RuleSetInvalid: when a file was changed so that it no longer fits.
    """
    return read_rules(files(__package__))


def read_rules(folder: Traversable) -> RuleSet:
    """The rule set in a folder, laid out as the one that ships.

    Raises:
        RuleSetInvalid: with everything that is wrong with it.
    """
    try:
        # Through JSON, so that lists become tuples while everything else stays strict.
        rules = RuleSet.model_validate_json(json.dumps(_gather(folder)))
    except (OSError, TypeError, ValueError, yaml.YAMLError):
        rules = None
    if rules is None or cross_check(rules):
        raise RuleSetInvalid(check_rules(folder))
    return rules


def _gather(folder: Traversable) -> dict[str, Any]:
    """One mapping from all files; a list that stands in several files is joined in their order."""
    whole: dict[str, Any] = {}
    for name in FILES:
        part = _parse(folder.joinpath(name).read_text(encoding="utf-8"))
        if not isinstance(part, dict):
            raise TypeError(name)  # told by `check_rules`
        for key, value in part.items():
            if key not in whole:
                whole[key] = value
            elif isinstance(value, list) and isinstance(whole[key], list):
                whole[key] = whole[key] + value
            else:
                raise ValueError(key)
    return whole


def _parse(text: str) -> Any:
    """The data of one file, by the C parser where PyYAML was built with it (ten times as fast)."""
    return yaml.load(text, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)


# --- With places -----------------------------------------------------------------------------


def check_rules(folder: Traversable) -> tuple[Problem, ...]:
    """All problems of the rule set in a folder, in the order of its files; none when it can be played by.

    Whether its parts fit together is told once each of them has its form.
    """
    whole = _Joined()
    for name in FILES:
        whole.add(name, folder)
    document = whole.document()
    try:
        rules = RuleSet.model_validate_json(msgspec.json.encode(document.data))
    except ValidationError as error:
        found: Iterable[Problem] = problems_of(error, document, RuleSet)
    else:
        found = (
            Problem("", *document.place(finding.path), finding.message, finding.found, finding.expected)
            for finding in cross_check(rules)
        )
    return (*whole.problems, *map(whole.at_home, sorted(set(found))))


class _Joined:
    """The files of a rule set one after the other, as one document: the schema knows only the whole.

    Attributes:
        problems: of each file by itself, in their order.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._texts: list[str] = []
        self._data: dict[str, Any] = {}
        self._spots: dict[str, Spot] = {}
        self._begins: list[int] = []
        self._names: list[str] = []

    def add(self, name: str, folder: Traversable) -> None:
        """Read one more file."""
        try:
            page: Document | None = read(folder.joinpath(name).read_bytes(), name)
        except OSError as error:
            reason = error.strerror or str(error)
            self.problems.append(
                Problem(name, 1, 1, "the file cannot be read", reason, "a file of the rule set")
            )
            return
        except Flawed as flawed:
            self.problems.extend(flawed.problems)
            page = flawed.document
        if page is None:
            return
        if not isinstance(page.data, dict):
            found = type(page.data).__name__
            self.problems.append(
                Problem(name, 1, 1, "a file of the rule set is a mapping", found, "key: value")
            )
            return
        start = sum(map(len, self._texts))
        self._begins.append(start)
        self._names.append(name)
        self._texts.append(page.text if page.text.endswith("\n") else page.text + "\n")
        held = _moved(page.spot, start).inside
        for key, value in page.data.items():
            spot = held[key] if isinstance(held, dict) else Spot(start)
            self._put(page, key, value, spot)

    def _put(self, page: Document, key: str, value: Any, spot: Spot) -> None:
        if key not in self._data:
            self._data[key], self._spots[key] = value, spot
            return
        before, after = self._spots[key].inside, spot.inside
        if isinstance(before, list) and isinstance(after, list):
            self._data[key] = [*self._data[key], *value]
            self._spots[key] = Spot(self._spots[key].begins, self._spots[key].key, [*before, *after])
            return
        line, column = page.place_of_key((key,))
        self.problems.append(Problem(page.name, line, column, f"'{key}' stands in two files", key, "in one"))

    def document(self) -> Document:
        """The whole."""
        return Document("", "".join(self._texts), self._data, Spot(0, -1, self._spots), ())

    def at_home(self, problem: Problem) -> Problem:
        """A problem of the whole, told with the file it stands in."""
        lines = [0]
        for text in self._texts:
            lines.append(lines[-1] + text.count("\n"))
        number = max(0, bisect_right(lines, problem.line - 1) - 1)
        number = min(number, len(self._names) - 1)
        name = self._names[number] if self._names else FILES[0]
        return msgspec.structs.replace(problem, file=name, line=problem.line - lines[number])


def _moved(spot: Spot, by: int) -> Spot:
    """A spot and all that it holds, so many characters further on."""
    inside = spot.inside
    if isinstance(inside, dict):
        inside = {key: _moved(held, by) for key, held in inside.items()}
    elif isinstance(inside, list):
        inside = [_moved(held, by) for held in inside]
    return Spot(spot.begins + by, spot.key + by if spot.key >= 0 else -1, inside)
