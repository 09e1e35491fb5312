"""Quotation marks and remarks that YAML takes otherwise than whoever typed them: said where they stand."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from multipolar.documents import source
from multipolar.documents.document import Problem
from multipolar.documents.quoting import CLOSING
from multipolar.documents.source import Flawed, read

REST = "\nsummary: b\nunits: [{unit: %s}]\n"


def said(text: str) -> list[Problem]:
    try:
        return list(read(text, "a.yaml").warnings)
    except Flawed as flawed:
        return [*flawed.problems, *(flawed.document.warnings if flawed.document else ())]


def first(text: str) -> tuple[int, int, str]:
    problem = min(said(text))
    return problem.line, problem.column, problem.message


@pytest.fixture(params=["of the library in C", "of the library in Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param.endswith("Python"):
        monkeypatch.setattr(source, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize("later", ["x", '"x"', "'x'", '"%"', '"it\'s"'])
@pytest.mark.parametrize("written", ['"A title', "'A title", '"A title”', "'A title’", '"A: title'])
def test_a_quote_that_is_not_closed_is_said_where_it_opens(written: str, later: str) -> None:
    for before in ("title: ", "list:\n  - "):
        text = f"id: x\n{before}{written}{REST % later}"
        line, column, message = first(text)
        at = text.index(written)
        place = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        assert ((line, column), "closed" in message) == (place, True), message


@pytest.mark.parametrize("opening", CLOSING)
def test_typographic_quotes_are_said_where_they_stand(opening: str) -> None:
    closing = CLOSING[opening][0]
    for inside in ("A title", "A title: long", "A title #1"):
        line, column, message = first(f"id: x\ntitle: {opening}{inside}{closing}\n")
        assert (line, column) == (2, 8)
        assert message.startswith("typographic quotation marks")
    assert first(f"texts: [{opening}a, b{closing}]\n")[:2] == (1, 9)
    line, column, message = first(f"id: x\n{opening}title{closing}: A title\n")
    assert (line, column, message) == (2, 1, "a key stands in typographic quotation marks")


@pytest.mark.parametrize(
    "text",
    [
        "title: “Enough” is enough\n",
        "title: An “open” question\n",
        "title: '“Enough”'\n",
        'title: |\n  “Enough”\n  "a\n',
        "title: ’tis the sea\n",
        "title: \"A title\n  over two lines\"\nsummary: 'it''s'\n",
        'title: "A title: long # 1"\n',
        "title: It's a title, isn't it\nother: \"x\"\n",
    ],
)
def test_quotes_that_are_meant_are_left_alone(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("written", "column"), [("'The Strait's end'", 20), ('"The "big" Strait"', 14), ('"A" title', 12)]
)
def test_what_follows_a_closing_quote_is_said_there(written: str, column: int) -> None:
    line, at, message = first(f"id: x\ntitle: {written}\nsummary: x\n")
    assert (line, message) == (2, "something follows the closing quotation mark")
    assert at == column


def test_a_quote_that_swallows_other_keys_is_said() -> None:
    line, column, message = first('id: x\ntitle: "A title\nsummary: 5"\n')
    assert (line, column) == (2, 8)
    assert message == "a quotation mark is closed only after lines that look like keys or entries"


@pytest.mark.parametrize("goes_on", ["on and on", "and: on", "- on", "2. on", "#3 and on\n  on"])
@pytest.mark.parametrize("remark", ["#2 of", "# 2 of", "#"])
def test_a_text_that_goes_on_after_a_remark_is_said_at_the_remark(remark: str, goes_on: str) -> None:
    for above in (
        "title: A story\n  of part ",
        "title: A story of part ",
        "list:\n  - A story\n    of part ",
    ):
        text = f"id: x\n{above}{remark}\n    {goes_on}\nsummary: x\n"
        line, column, message = first(text)
        at = text.index(remark)
        assert (line, column) == (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)), message
        assert "remark" in message


@given(st.text(st.sampled_from("ab:-#\"'“”‘’[]{},| \n"), max_size=60))
def test_whatever_is_typed_is_told_at_a_place_inside_it(text: str) -> None:
    lines = text.split("\n")
    for problem in said(text):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
