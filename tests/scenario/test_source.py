"""Files that people write: what YAML means here, where everything stands, and what is refused."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from multipolar.documents import source
from multipolar.documents.pieces import Path
from multipolar.documents.source import (
    MOST_BYTES,
    MOST_NESTED,
    MOST_NODES,
    MOST_PROBLEMS,
    Document,
    Flawed,
    Problem,
    read,
)


def attempt(content: str | bytes) -> Document | Flawed:
    try:
        return read(content, "a.yaml")
    except Flawed as flawed:
        return flawed


def flawed(content: str | bytes) -> Flawed:
    refused = attempt(content)
    assert isinstance(refused, Flawed)
    return refused


def only_problem(content: str | bytes) -> Problem:
    (problem,) = flawed(content).problems
    return problem


# --- What words mean ---


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("off", "off"),
        ("y", "y"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("'true'", "true"),
        ('"12"', "12"),
        ("|-\n 12", "12"),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("007", 7),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2031-05-01", "2031-05-01"),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        ("--", "--"),
        ("٣", "٣"),
        ("123456789012345678", 123456789012345678),
        ("1234567890123456789", "1234567890123456789"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_words_mean_what_the_core_schema_of_yaml_1_2_says(written: str, meant: object) -> None:
    data = read(f"key:\n  {written}\n" if written == "-" else f"key: {written}\n", "a.yaml").data
    assert data == {"key": meant}
    assert type(data["key"]) is type(meant)


def test_keys_are_words_as_they_are_written() -> None:
    assert read("no: 1\n12: 2\n1.5: 3\ntrue: 4\n'': 5\n<<: 6\n", "a.yaml").data == {
        "no": 1,
        "12": 2,
        "1.5": 3,
        "true": 4,
        "": 5,
        "<<": 6,
    }


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    document = read("\ufeffa: 1\r\nb:\r\n  - 2\r\n".encode(), "a.yaml")
    assert document.data == {"a": 1, "b": [2]}
    assert document.place(("b", 0)) == (3, 5)


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "python"])
def test_both_parsers_of_the_library_read_the_same(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_LOADER", loader)
    document = read("ä: [ü, {b: no}]\nc: 'x'\n", "a.yaml")
    assert document.data == {"ä": ["ü", {"b": "no"}], "c": "x"}
    assert document.place(("ä", 1, "b")) == (1, 12)
    for broken in ("a: [1", "a: b: c", "a: 'x", "\ta: 1", "- a\nb: 1", "a: *x", "a: !t 1", "a: ]", "a: - b"):
        problem = only_problem(broken)
        assert "cannot be read as YAML" not in problem.message
        assert problem.found


# --- Where everything stands ---

TEXT = """\
title: Indian Ocean   # a comment
powers:
  - id: IND
    texts: ["one",
            two]
  - id: CHN
story: >-
  It is a
  long story.
objective: "relation(IND, CHM) >= partner"
"""


@pytest.mark.parametrize(
    ("path", "place", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("powers",), (3, 3), (2, 1)),
        (("powers", 0), (3, 5), (3, 5)),
        (("powers", 0, "id"), (3, 9), (3, 5)),
        (("powers", 0, "texts", 0), (4, 13), (4, 13)),
        (("powers", 0, "texts", 1), (5, 13), (5, 13)),
        (("powers", 1, "id"), (6, 9), (6, 5)),
        (("powers", 1, "name"), (6, 5), (6, 5)),
        (("powers", 7, "name"), (3, 3), (3, 3)),
        (("nothing", "of", "this"), (1, 1), (1, 1)),
        (("powers", "id"), (3, 3), (3, 3)),
        (("powers", -1), (3, 3), (3, 3)),
    ],
)
def test_values_and_keys_have_places(path: Path, place: tuple[int, int], key: tuple[int, int]) -> None:
    document = read(TEXT, "a.yaml")
    assert document.place(path) == place
    assert document.place_of_key(path) == key


@pytest.mark.parametrize(
    ("written", "value", "offset", "place"),
    [
        ("trust(IND, CHM)", "trust(IND, CHM)", 11, (1, 15)),
        ("'trust(IND, CHM)'", "trust(IND, CHM)", 11, (1, 16)),
        ('"trust(IND, CHM)"', "trust(IND, CHM)", 15, (1, 20)),
        ("trust(IND,\n  CHM)", "trust(IND, CHM)", 11, (2, 3)),
        ("trust(IND,\n  CHM)", "trust(IND, CHM)", 10, (1, 14)),
        (">-\n  trust(IND,\n  CHM)", "trust(IND, CHM)", 11, (3, 3)),
        ("|\n  trust(IND,\n    CHM)\n", "trust(IND,\n  CHM)\n", 13, (3, 5)),
        (">- # note\n  trust(IND, CHM)", "trust(IND, CHM)", 0, (2, 3)),
        ("'it''s (IND)'", "it's (IND)", 6, (1, 4)),
        ('"a\\u0062c"', "abc", 2, (1, 4)),
        ("''", "", 0, (1, 5)),
    ],
)
def test_a_character_of_a_text_has_a_place(
    written: str, value: str, offset: int, place: tuple[int, int]
) -> None:
    document = read(f"a: {written}\nb: 1\n", "a.yaml")
    assert document.value(("a",)) == value
    assert document.place_within(("a",), offset) == place


def test_the_place_within_what_is_no_text_is_its_own() -> None:
    document = read(TEXT, "a.yaml")
    assert document.place_within(("powers", 0), 5) == (3, 5)
    assert document.place_within(("absent",), 5) == (1, 1)


# --- What is refused ---


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty"),
        ("# only a comment\n", 1, 1, "the file is empty"),
        ("---\n...\n", 1, 1, "the file is empty"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands twice"),
        ("a: {b: 1, 'b': 2}\n", 1, 11, "the key 'b' stands twice"),
        ("a: &x 1\n", 1, 4, "an anchor"),
        ("a: *x\n", 1, 4, "an alias"),
        ("*x : 1\n", 1, 1, "an alias"),
        ("a: !!int '5'\n", 1, 4, "a tag"),
        ("a: !python/object:os.system x\n", 1, 4, "a tag"),
        ("a: ! x\n", 1, 4, "a tag"),
        ("? [a, b]\n: 1\n", 1, 3, "a key is not a word"),
        ("a: 1\n? \n: 1\n", 2, 2, "a key is missing"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("%YAML 1.1\n---\na: 1\n", 1, 1, "a line begins with %"),
        ("a: 1\nb: \x00\n", 2, 4, "this is not a text file"),
        (b"a: 1\nb: \xff\n", 2, 4, "this is not a text file in UTF-8"),
        ("a: b\x07c\n", 1, 5, "a character that no text has"),
        ("a: \ud800\n", 1, 4, "a character that no text has"),
        ("a: b: c\n", 1, 5, "a colon stands where no key can be"),
        ("a: [1,\n  2\n", 1, 4, "a bracket is not closed"),
        ("a: {b: 1\n", 1, 4, "a bracket is not closed"),
        ("a: 1\nb: 'x\n", 2, 4, "a quotation mark is not closed"),
        ("a: 1\nb 2\nc: 3\n", 2, 1, "a key without a colon"),
        ("a: 1\nb\uff1a 2\nc: 3\n", 2, 2, "a wide colon ends no key"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "this does not fit the lines above"),
        ("- a\nb: 1\n", 2, 1, "this does not fit the list above"),
        ("a:\n\tb: 1\n", 2, 1, "a tab stands where the line is indented"),
        ("a: @x\n", 1, 4, "a text cannot begin with this sign"),
        ("a: - b\n", 1, 4, "a list begins in the middle of a line"),
        ('a: "x\\q"\n', 1, 6, "a backslash"),
        ("[a]]\n", 1, 4, "something follows the end"),
        ("a: |x\n y\n", 1, 5, "a text under | or >"),
        ("[" * (MOST_NESTED + 1), 1, MOST_NESTED + 1, "nested too deeply"),
        ("x" * (MOST_BYTES + 1), 1, 1, "the file is too large"),
        (b"x" * (MOST_BYTES + 1), 1, 1, "the file is too large"),
        ("- 1\n" * MOST_NODES, 1, 1, "too many values"),
    ],
)
def test_what_is_refused_is_told_with_its_place(
    content: str | bytes, line: int, column: int, message: str
) -> None:
    problem = only_problem(content)
    assert (problem.file, problem.line, problem.column) == ("a.yaml", line, column)
    assert problem.message.startswith(message)
    assert problem.found
    assert problem.expected
    assert str(problem).startswith(f"a.yaml:{line}:{column}: {message}")
    assert len(str(problem).splitlines()) == 1


def test_every_mistake_in_the_writing_is_told_and_the_rest_is_still_read() -> None:
    refused = flawed("a: &x 1\nb: *x\nc: !t 2\na: 3\nd: 4\n")
    assert [problem.line for problem in refused.problems] == [1, 2, 3, 4]
    assert refused.document
    assert refused.document.data == {"a": 1, "b": None, "c": 2, "d": 4}
    assert str(refused).endswith("and 3 more")


def test_a_value_whose_key_cannot_be_used_is_left_out() -> None:
    refused = flawed("? {a: 1}\n: {b: [2]}\n? [x]\n: y\nc: 3\nc: [4]\nd: 5\n")
    assert refused.document
    assert refused.document.data == {"c": 3, "d": 5}


def test_what_was_read_before_the_end_of_sense_is_not_handed_on() -> None:
    assert flawed("a: 1\nb: [\n").document is None


def test_as_deep_and_as_much_as_allowed_is_read() -> None:
    assert isinstance(attempt("[" * MOST_NESTED + "]" * MOST_NESTED), Document)
    assert isinstance(attempt("- 1\n" * (MOST_NODES - 1)), Document)
    assert isinstance(attempt("'" + "x" * (MOST_BYTES - 2) + "'"), Document)


def test_mistakes_are_listed_up_to_a_bound() -> None:
    problems = flawed("- *a\n" * (2 * MOST_PROBLEMS)).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].message == "there are more mistakes than are listed"


MILLION = 1_000_000
HOSTILE: dict[str, str | bytes] = {
    "brackets": "[" * MILLION,
    "braces": "{" * MILLION,
    "brackets closed": "[]" * (MILLION // 2),
    "dashes": "- " * (MILLION // 2),
    "questions": "? " * (MILLION // 2),
    "questions in lines": "?\n" * (MILLION // 2),
    "colons": "a: " * (MILLION // 3),
    "colons alone": ":" * MILLION,
    "anchors": "&a " * (MILLION // 3),
    "anchors in lines": "- &a x\n" * (MILLION // 7),
    "aliases": "- *a\n" * (MILLION // 5),
    "tags": "- !a x\n" * (MILLION // 7),
    "directives": "".join(f"%TAG !{number}! x\n" for number in range(MILLION // 20)) + "--- a\n",
    "documents": "---\n" * (MILLION // 4),
    "one key again and again": "a: 1\n" * (MILLION // 5),
    "many keys": "".join(f"k{number}: 1\n" for number in range(MOST_NODES // 2 - 1)),
    "many mappings": "- {}\n" * (MOST_NODES - 1),
    "a list in a line": "[" + "1," * (MILLION // 2) + "]",
    "one word": "x" * MILLION,
    "one text": "'" + "x" * (MILLION - 2) + "'",
    "one number": "9" * MILLION,
    "escapes": '"' + "\\x41" * (MILLION // 4) + '"',
    "quotes": "'" * MILLION,
    "spaces": " " * MILLION,
    "lines": "\n" * MILLION,
    "tabs": "\t" * MILLION,
    "comments": "#\n" * (MILLION // 2),
    "deeper and deeper": "".join(" " * depth + "a:\n" for depth in range(1_300)),
    "zeros": b"\x00" * MILLION,
    "bytes": bytes(range(256)) * (MILLION // 256),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_take_no_time(kind: str) -> None:
    began = time.process_time()
    outcome = attempt(HOSTILE[kind])
    assert time.process_time() - began < 1.5
    assert isinstance(outcome, Document) or len(outcome.problems) <= MOST_PROBLEMS + 1


# --- Properties ---

letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
texts = st.text(letters, max_size=20)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    texts,
    st.floats(allow_nan=False, allow_infinity=False),
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
).filter(lambda tree: tree is not None)


@given(trees)
def test_json_is_read_as_what_it_says(tree: Any) -> None:
    assert read(json.dumps(tree, ensure_ascii=False), "a.json").data == tree


def paths_of(tree: Any) -> list[Path]:
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [(), *((step, *path) for step, held in inside for path in paths_of(held))]


@given(trees)
def test_every_value_and_key_stands_at_its_place(tree: Any) -> None:
    written = json.dumps(tree, ensure_ascii=False, indent=1)
    document = read(written, "a.json")
    lines = written.split("\n")
    for path in paths_of(tree):
        value = document.value(path)
        line, column = document.place(path)
        first = json.dumps(value, ensure_ascii=False)
        assert lines[line - 1][column - 1 :].startswith(
            first[:1] if isinstance(value, dict | list) else first
        )
        if path and isinstance(path[-1], str):
            line, column = document.place_of_key(path)
            assert lines[line - 1][column - 1 :].startswith(json.dumps(path[-1], ensure_ascii=False))


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300), st.text("a:-[]{}'\"&*!|>%#?,\n\t ", max_size=80)
    )
)
@example(b"")
@example("? ")
@example("- ? a\n  : - b")
@example("&a *a")
@example("{? }")
@example("\x85a: b")
def test_any_bytes_are_read_or_refused_at_a_place_inside_them(content: str | bytes) -> None:
    outcome = attempt(content)
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    if isinstance(outcome, Flawed):
        assert outcome.problems
        assert list(outcome.problems) == sorted(outcome.problems)
        for problem in outcome.problems:
            assert 1 <= problem.line <= text.count("\n") + text.count("\r") + 1
            assert 1 <= problem.column <= len(text) + 1
            assert len(str(problem).splitlines()) == 1
    else:
        json.dumps(outcome.data)
