"""What is wrong with the form of a file: every mistake a schema finds, in words, with its place.

Pydantic says where by a path of its own, which also goes through the branches of unions. Here it is
followed through the schema, so that the path in the file remains, and what could have stood there is
known. The words are for teachers, not for programmers.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct
from pydantic import BaseModel, ValidationError

from multipolar.documents.document import Document, Problem
from multipolar.documents.expected import (
    QUOTED,
    Node,
    Schema,
    choices,
    described,
    described_key,
    entries,
    keys,
    schema_of,
    tags,
)
from multipolar.documents.pieces import Path, nearest, one_of, short
from multipolar.documents.source import MOST_PROBLEMS

_MOST_ERRORS: Final = 5 * MOST_PROBLEMS
"""So many errors of the schema are looked at; from more on, only the beginning of each list."""
_SAMPLE: Final = 20
_COMMA: Final = re.compile(r"[-+]?[0-9]+,[0-9]+", re.ASCII)
_KEY: Final = "[key]"
_OUT_OF_RANGE: Final = ("greater_than", "less_than", "multiple_of", "finite_number")


class _Mistake(Struct, gc=False):
    """One error of the schema, brought back to the file.

    `nodes` is what the schema accepts there and `above` what it accepts of that which holds it;
    `branched` says whether a union was tried on the way.
    """

    kind: str
    path: Path
    nodes: tuple[Node, ...]
    above: tuple[Node, ...]
    context: Mapping[str, Any]
    message: str
    of_key: bool = False
    branched: bool = False


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """Every mistake in the form of a file, in the order of the file.

    Args:
        error: what validating `document.data` raised, in Python or as JSON.
        document: the file.
        model: the class it was validated as.

    Returns:
        One problem a mistake; when they are not all listed, a last one that says so. That nothing stands
        where the document has an alias is not told again.
    """
    count = error.error_count()
    if count > _MOST_ERRORS:
        error = _sampled(error, document, model)
    errors = error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]
    schema = schema_of(model)
    refused = {(problem.line, problem.column) for problem in document.problems}
    problems: set[Problem] = set()
    for mistake in _worth_telling([_followed(each, document.data, schema) for each in errors]):
        problem = _told(mistake, document)
        at_alias = mistake.kind != "missing" and document.value(mistake.path) is None
        if not (at_alias and (problem.line, problem.column) in refused) and not _counts_wrong(
            mistake, document
        ):
            problems.add(problem)
        if len(problems) == MOST_PROBLEMS:
            break
    ordered = sorted(problems)
    if ordered and (count > len(errors) or len(ordered) == MOST_PROBLEMS):
        last = ordered[-1]
        message = "there are more mistakes than are listed"
        ordered.append(Problem(last.file, last.line, last.column, message, f"{count} mistakes", "fewer"))
    return ordered


def _counts_wrong(mistake: _Mistake, document: Document) -> bool:
    """Whether entries seem too few only because those that are wrong were not counted."""
    value = document.value(mistake.path)
    return (
        mistake.kind == "too_short"
        and isinstance(value, dict | list)
        and len(value) >= mistake.context["min_length"]
    )


def _sampled(error: ValidationError, document: Document, model: type[BaseModel]) -> ValidationError:
    """The errors of the beginning of each list: building hundreds of thousands takes too long."""

    def beginning(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: beginning(held) for key, held in value.items()}
        return [beginning(held) for held in value[:_SAMPLE]] if isinstance(value, list) else value

    try:
        model.model_validate_json(msgspec.json.encode(beginning(document.data)))
    except ValidationError as sampled:
        return sampled
    return error


def _followed(error: Mapping[str, Any], data: Any, schema: Schema) -> _Mistake:
    """An error with its path in the file, and what the schema accepts there."""
    nodes = schema.top
    above: tuple[Node, ...] = ()
    path: list[str | int] = []
    of_key = branched = False
    for step in error["loc"]:
        if step == _KEY:
            of_key = True
        elif chosen := schema.tagged(nodes, step):
            nodes = chosen
        elif (beneath := schema.beneath(nodes, step)) or _holds(data, step):
            above, nodes = nodes, beneath
            path.append(step)
            data = data[step] if _holds(data, step) else None
        else:
            branched = True
            nodes = tuple(node for node in nodes if node.get("title") == step) or nodes
    context = error.get("ctx", {})
    return _Mistake(error["type"], tuple(path), nodes, above, context, error["msg"], of_key, branched)


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def _worth_telling(mistakes: list[_Mistake]) -> Iterable[_Mistake]:
    """Without what is said twice: by branches of a union, or of a key both missing and misspelt."""
    branched = {mistake.path for mistake in mistakes if mistake.branched}
    deeper = {path[:end] for path in branched for end in range(len(path))}
    missing = {mistake.path for mistake in mistakes if mistake.kind == "missing"}
    misspelt: set[Path] = set()
    for mistake in mistakes:
        if mistake.kind == "extra_forbidden":
            absent = [name for name in keys(mistake.above) if (*mistake.path[:-1], name) in missing]
            misspelt.update((*mistake.path[:-1], name) for name in absent if _near(mistake.path[-1], [name]))
    tried: set[Path] = set()
    for mistake in mistakes:
        if mistake.kind == "missing" and mistake.path in misspelt:
            continue
        if mistake.branched and (mistake.path in deeper or mistake.path in tried):
            continue
        if mistake.branched:
            tried.add(mistake.path)
        yield mistake


def _near(word: str | int, names: list[str]) -> str:
    return nearest(str(word), names)


def _told(mistake: _Mistake, document: Document) -> Problem:
    """A mistake in words."""
    path, value = mistake.path, document.value(mistake.path)
    if mistake.kind == "extra_forbidden" or mistake.of_key:
        line, column = document.place_of_key(path)
        message, found, expected = _of_key(mistake, document)
    elif mistake.kind.startswith("union_tag"):
        key = str(mistake.context["discriminator"]).strip("'")
        line, column = document.place((*path, key))
        message, found, expected = _of_tag(mistake, key, value)
    else:
        line, column = document.place(path)
        message, found, expected = _of_value(mistake, value)
    return Problem(document.name, line, column, message, found, expected)


def _of_key(mistake: _Mistake, document: Document) -> tuple[str, str, str]:
    name = str(mistake.path[-1])
    held = document.value(mistake.path[:-1])
    free = [key for key in keys(mistake.above) if not isinstance(held, dict) or key not in held]
    message = f"unknown key '{short(name)}'{nearest(name, free)}"
    if name.isdecimal() and _follows_decimal_comma(name, mistake, document):
        return (
            "a decimal comma; YAML reads a new key after it",
            f"',{short(name)}'",
            "a decimal point, as in 12.5",
        )
    if free:
        return message, shown(name), one_of(free)
    return message, shown(name), "no such key" if keys(mistake.above) else described_key(mistake.above)


def _follows_decimal_comma(name: str, mistake: _Mistake, document: Document) -> bool:
    """Whether a key of digits follows a number and a comma, as where decimals are written with one."""
    held = document.value(mistake.path[:-1])
    if not isinstance(held, dict) or held.get(name) is not None:
        return False
    keys_before = list(held)
    before = held[keys_before[keys_before.index(name) - 1]] if keys_before.index(name) else None
    return isinstance(before, int | float) and not isinstance(before, bool)


def _of_tag(mistake: _Mistake, key: str, value: Any) -> tuple[str, str, str]:
    names = [tag for node in mistake.nodes for tag in tags(node)]
    if not isinstance(value, dict):
        return f"{_subject(mistake.path)} is of the wrong kind", shown(value), described(mistake.nodes)
    if key not in value:
        return f"'{key}' is missing", "nothing", one_of(names)
    tag = value[key]
    return f"unknown {key} {shown(tag)}{nearest(str(tag), names)}", shown(tag), one_of(names)


def _of_value(mistake: _Mistake, value: Any) -> tuple[str, str, str]:
    kind, context = mistake.kind, mistake.context
    subject, expected = _subject(mistake.path), described(mistake.nodes)
    if kind == "missing":
        if isinstance(mistake.path[-1], int):
            message = f"{_subject(mistake.path[:-1])} has too few entries"
            return message, entries(mistake.path[-1]), described(mistake.above)
        return f"'{mistake.path[-1]}' is missing", "nothing", expected
    if kind in ("literal_error", "enum") and isinstance(value, str):
        near = nearest(value, choices(mistake.nodes))
        return f"unknown value for {subject}: {shown(value)}{near}", shown(value), expected
    if kind == "string_pattern_mismatch":
        return f"{subject} is not written as it should be", shown(value), expected
    if (
        isinstance(value, str)
        and _COMMA.fullmatch(value.strip())
        and "string" not in {node.get("type") for node in mistake.nodes}
    ):
        return f"{subject} is written with a decimal comma", shown(value), "a decimal point, as in 12.5"
    if kind.startswith(_OUT_OF_RANGE):
        return f"{subject} is out of range", shown(value), expected
    if kind in ("string_too_short", "string_too_long"):
        return _of_length(mistake, value)
    if kind in ("too_short", "too_long") and isinstance(value, dict | list):
        way = "few" if kind == "too_short" else "many"
        return f"{subject} has too {way} entries", entries(len(value)), expected
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", mistake.message)), shown(value), "something else"
    if isinstance(value, bool | int | float) and any(node.get("type") == "string" for node in mistake.nodes):
        expected = f"{expected.removesuffix(QUOTED)}{QUOTED}"
    return f"{subject} is of the wrong kind", shown(value), expected


def _of_length(mistake: _Mistake, value: Any) -> tuple[str, str, str]:
    subject, context = _subject(mistake.path), mistake.context
    if not value:
        return f"{subject} is empty", "an empty text", described(mistake.nodes)
    if mistake.kind == "string_too_short":
        return f"{subject} is too short", shown(value), f"at least {context['min_length']} characters"
    return f"{subject} is too long", f"{len(value)} characters", f"at most {context['max_length']}"


def _subject(path: Path) -> str:
    """What a value is called: its key, its number in a list, or the file."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return f"'{short(last)}'"
    return f"entry {last + 1} of {_subject(path[:-1])}"


def shown(value: Any) -> str:
    """A value in a few words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f"'{short(value)}'"
        case dict():
            return "a mapping"
        case list():
            return f"a list of {entries(len(value))}"
    return str(value)
