"""How people write YAML: what is lost or misread is told in their words, with its place."""

import pytest

from multipolar.scenario.check import check_text
from multipolar.scenario.load import ScenarioInvalid, load
from tests.scenario.spoiled import TEXT

NAME = "name: Utopia\n"
LINE = TEXT[: TEXT.index(NAME)].count("\n") + 1


@pytest.mark.parametrize(
    "lost", ["Crisis #3 at sea", "Utopia #1", "New Utopia # the old one", "Utopia\t#5 of them"]
)
def test_words_lost_after_a_hash_are_warned_of(lost: str) -> None:
    text = TEXT.replace(NAME, f"name: {lost}\n", 1)
    (warning,) = check_text(text)
    line = text.splitlines()[LINE - 1]
    assert (warning.line, warning.column, warning.warning) == (LINE, line.index("#") + 1, True)
    load(text)


@pytest.mark.parametrize(
    "kept",
    [
        "Utopia # the old one",
        "New Utopia  # the old one",
        "'Utopia #3'",
        '"Utopia" #3',
        "Utopia#3",
        "Utopia\n#3",
    ],
)
def test_remarks_and_quoted_texts_are_left_alone(kept: str) -> None:
    assert check_text(TEXT.replace(NAME, f"name: {kept}\n", 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    name: Utopia", "\tname: Utopia", "tab"),
        ("    name: Utopia", "\u00a0   name: Utopia", "no-break space"),
        ("    name: Utopia", "\u3000   name: Utopia", "wide blank"),
    ],
)
def test_what_a_parser_stumbles_over_is_said_in_words(old: str, new: str, says: str) -> None:
    problems = check_text(TEXT.replace(old, new, 1))
    assert says in f"{problems[0].message} {problems[0].found}"
    assert "cannot be read as YAML" not in problems[0].message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-32"])
def test_other_encodings_are_refused_in_words(encoding: str) -> None:
    (problem,) = check_text(TEXT.replace("Utopia", "Utopía").encode(encoding, "replace"))
    assert "UTF" in problem.message or "text file" in problem.message


def test_a_byte_order_mark_is_read() -> None:
    assert check_text(TEXT.encode("utf-8-sig")) == []


def test_a_mistake_beside_a_warning_is_still_told() -> None:
    with pytest.raises(ScenarioInvalid, match="missing"):
        load(TEXT.replace(f"    {NAME}", "", 1).replace("title: ", "title: A #1 ", 1))
