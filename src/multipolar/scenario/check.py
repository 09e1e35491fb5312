"""Everything that is wrong with a scenario file, in one go, each with its place.

Three readings follow each other, and none hides the next: the writing (`source`), the form
(`mistakes`), the meaning (`checks`). Nothing here raises for what stands in a file.
"""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec
from pydantic import ValidationError

from multipolar.documents.document import Document, Flawed, Problem
from multipolar.documents.mistakes import problems_of
from multipolar.documents.pieces import Finding, Piece
from multipolar.documents.source import MOST_BYTES, MOST_PROBLEMS, read
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.rulebook import load_rules
from multipolar.scenario.checks import (
    injects,
    names,
    numbers,
    objectives,
    powers,
    relations,
    sources,
    texts,
    threats,
)
from multipolar.scenario.known import names_of

CHECKS = (
    texts.check,
    names.check,
    powers.check,
    relations.check,
    threats.check,
    injects.check,
    objectives.check,
    numbers.check,
    sources.check,
)
"""The checks of meaning, in the order of the file."""


REFERENCES = (powers.check, relations.check, threats.check, injects.check, objectives.references)
"""The checks of what a scenario names."""


def check_file(path: str | Path, rules: RuleSet | None = None) -> list[Problem]:
    """All problems of a scenario file, in its order; none, or warnings alone, when it can be played.

    Args:
        path: the file; one that cannot be opened is a problem too.
        rules: the rule set it is meant for; the default one when not given.
    """
    return examine_file(path, rules or load_rules())[1]


def check_text(source: str | bytes, name: str = "scenario", rules: RuleSet | None = None) -> list[Problem]:
    """All problems of the text of a scenario; see `check_file`.

    Args:
        source: its content.
        name: what to call it in the problems.
        rules: the rule set it is meant for; the default one when not given.
    """
    return examine(source, name, rules or load_rules())[1]


def examine(source: str | bytes, name: str, rules: RuleSet) -> tuple[ScenarioModel | None, list[Problem]]:
    """The scenario a text declares, as far as its form is right, and all its problems.

    It can be played when there are no problems but warnings, and only then.
    """
    problems: list[Problem] = []
    try:
        document: Document | None = read(source, name)
    except Flawed as flawed:
        problems.extend(flawed.problems)
        document = flawed.document
    setting: ScenarioModel | None = None
    if document is not None:
        try:
            # Through JSON, so that lists become tuples while everything else stays strict.
            setting = ScenarioModel.model_validate_json(msgspec.json.encode(document.data))
        except ValidationError as error:
            problems.extend(problems_of(error, document, ScenarioModel))
        problems.extend(_meaning(document, rules))
        problems.extend(document.warnings)
    return setting, _in_order(problems)


def examine_file(path: str | Path, rules: RuleSet) -> tuple[ScenarioModel | None, list[Problem]]:
    """As `examine`, of a file; one that cannot be opened is a problem too."""
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            # One byte too many is enough to know that it is too large.
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [Problem(name, 1, 1, "the file cannot be read", reason, "a scenario file")]
    return examine(content, name, rules)


def contradictions(setting: ScenarioModel, rules: RuleSet) -> Iterator[str]:
    """What a scenario that came with a record names that is not there, each in a line.

    How it is written, and which figures make a good game, is no reason to refuse what was played already,
    perhaps under an older version that allowed it.

    Args:
        setting: the scenario.
        rules: the rule set it was played by.
    """
    scenario = Piece(setting.model_dump(mode="json", exclude_defaults=True))
    known = names_of(scenario, rules)
    for finding in chain.from_iterable(check(scenario, known) for check in REFERENCES):
        yield f"{'.'.join(map(str, finding.path))}: {finding.message} (found {finding.found})"


def _meaning(document: Document, rules: RuleSet) -> Iterator[Problem]:
    """What a scenario says that cannot be, whether or not its form is right."""
    scenario = Piece(document.data)
    known = names_of(scenario, rules)
    findings = chain.from_iterable(check(scenario, known) for check in CHECKS)
    for finding in islice(findings, MOST_PROBLEMS):
        line, column = _place(document, finding)
        yield Problem(
            document.name, line, column, finding.message, finding.found, finding.expected, finding.warning
        )


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Problems in the order of the file, each once, and no more than anybody reads."""
    ordered = sorted(set(problems))
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    last = ordered[MOST_PROBLEMS - 1]
    message = "there are more mistakes than are listed"
    rest = Problem(last.file, last.line, last.column, message, f"{len(ordered)} mistakes", "fewer")
    return [*ordered[:MOST_PROBLEMS], rest]


def as_json(problems: list[Problem]) -> list[dict[str, Any]]:
    """Problems as plain data: line, column, message, found, expected, warning."""
    return [
        {
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "found": problem.found,
            "expected": problem.expected,
            "warning": problem.warning,
        }
        for problem in problems
    ]


def _place(document: Document, finding: Finding) -> tuple[int, int]:
    if finding.key:
        return document.place_of_key(finding.path)
    if finding.offset is not None:
        return document.place_within(finding.path, finding.offset)
    return document.place(finding.path)
