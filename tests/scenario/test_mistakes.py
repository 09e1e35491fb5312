"""What is wrong with the form of a file: all of it, at its place, in words."""

import json
import time
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from multipolar.documents.mistakes import problems_of
from multipolar.documents.source import MOST_PROBLEMS, Document, Flawed, Problem, read


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Trust(Strict):
    kind: Literal["trust"]
    trust: int = Field(ge=0, le=100)
    note: str = ""


class Tension(Strict):
    kind: Literal["tension"]
    tension: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | Literal["any"]


Change = Annotated[Trust | Tension, Field(discriminator="kind")]


class Power(Strict):
    id: str = Field(pattern=r"^[A-Z]{3}$")
    name: str = Field(min_length=1, max_length=20)
    kind: Literal["established", "emerging"] = "emerging"
    minor: bool = False
    stake: int = Field(50, gt=29, lt=71)
    at: tuple[int, int] = (0, 0)
    attributes: dict[Literal["economy", "standing"], int] = Field(default_factory=dict, max_length=2)
    figures: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], float] = Field(default_factory=dict)
    change: Change | None = None
    partner: "Power | None" = None

    @model_validator(mode="after")
    def no_self(self) -> "Power":
        if self.partner and self.partner.id == self.id:
            raise ValueError(f"{self.id} cannot be its own partner")
        return self


class Cast(Strict):
    title: str
    powers: tuple[Power, ...] = Field(min_length=1)
    changes: tuple[Change, ...] = ()
    rounds: int | None = Field(None, ge=1)


def document_of(text: str) -> Document:
    try:
        return read(text, "a.yaml")
    except Flawed as flawed:
        document = flawed.document
    assert document
    return document


def problems(text: str) -> list[Problem]:
    document = document_of(text)
    try:
        Cast.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        return problems_of(error, document, Cast)
    return []


def power(line: str) -> str:
    return f"title: x\npowers:\n- id: IND\n  name: India\n  {line}\n"


def test_a_right_file_has_no_problems() -> None:
    assert problems(power("stake: 40")) == []


@pytest.mark.parametrize(
    ("text", "place", "message", "found", "expected"),
    [
        (power("stkae: 40"), (5, 3), "unknown key 'stkae'; did you mean 'stake'?", "'stkae'", "stake"),
        (power("colour: red"), (5, 3), "unknown key 'colour'", "'colour'", "partner"),
        (
            power("stake: 71"),
            (5, 10),
            "'stake' is out of range",
            "71",
            "a whole number above 29 and below 71",
        ),
        (power("stake: 4.5"), (5, 10), "'stake' is of the wrong kind", "4.5", "a whole number"),
        (power("stake: '40'"), (5, 10), "'stake' is of the wrong kind", "'40'", "a whole number"),
        (power("stake:"), (5, 9), "'stake' is of the wrong kind", "nothing", "a whole number"),
        (power("minor: no"), (5, 10), "'minor' is of the wrong kind", "'no'", "true or false"),
        (
            power("kind: emergin"),
            (5, 9),
            "unknown value for 'kind': 'emergin'; did you mean 'emerging'?",
            "'emergin'",
            "one of established, emerging",
        ),
        (power("at: [1]"), (5, 7), "'at' has too few entries", "1 entry", "a list of 2 entries"),
        (power("at: [1, 2, 3]"), (5, 7), "'at' has too many entries", "3 entries", "a list of 2 entries"),
        (power("at: [1, x]"), (5, 11), "entry 2 of 'at' is of the wrong kind", "'x'", "a whole number"),
        (
            power("attributes: [1]"),
            (5, 15),
            "'attributes' is of the wrong kind",
            "a list of 1 entry",
            "a mapping",
        ),
        (
            power("attributes: {econmy: 1}"),
            (5, 16),
            "unknown key 'econmy'; did you mean 'economy'?",
            "'econmy'",
            "economy",
        ),
        (
            power("attributes: {economy: x}"),
            (5, 25),
            "'economy' is of the wrong kind",
            "'x'",
            "a whole number",
        ),
        (power("figures: {GDP: 1.5}"), (5, 13), "unknown key 'GDP'", "'GDP'", "a name in small letters"),
        (power("figures: {gdp: much}"), (5, 18), "'gdp' is of the wrong kind", "'much'", "a number"),
        (power("partner: {id: CHN}"), (5, 12), "'name' is missing", "nothing", "a text"),
        (power("partner: {id: CHN, name: ''}"), (5, 28), "'name' is empty", "an empty text", "a text"),
        (
            power(f"partner: {{id: CHN, name: {'x' * 21}}}"),
            (5, 28),
            "'name' is too long",
            "21 char",
            "at most 20",
        ),
        (
            power("partner: {id: CHN, name: 2031}"),
            (5, 28),
            "'name' is of the wrong kind",
            "2031",
            "a text, in quotes",
        ),
        (
            power("partner: {id: Chn, name: x}"),
            (5, 17),
            "'id' is not written",
            "'Chn'",
            "three capital letters",
        ),
        (
            power("partner: {id: IND, name: x}"),
            (3, 3),
            "IND cannot be its own partner",
            "a mapping",
            "something",
        ),
        ("title: x\npowers: []\n", (2, 9), "'powers' has too few entries", "0 entries", "at least 1 entry"),
        ("title: x\n", (1, 1), "'powers' is missing", "nothing", "a list with at least 1 entry"),
        ("- x\n", (1, 1), "the file is of the wrong kind", "a list of 1 entry", "keys title, powers"),
        ("5\n", (1, 1), "the file is of the wrong kind", "5", "a mapping"),
        (power("") + "rounds: 0\n", (6, 9), "'rounds' is out of range", "0", "a whole number of at least 1"),
    ],
)
def test_a_mistake_is_told_in_words_at_its_place(
    text: str, place: tuple[int, int], message: str, found: str, expected: str
) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert found in problem.found
    assert expected in problem.expected


@pytest.mark.parametrize(
    ("change", "column", "message", "expected"),
    [
        ("{kind: trust, trust: x}", 25, "'trust' is of the wrong kind", "from 0 to 100"),
        ("{kind: trust, trust: 101}", 25, "'trust' is out of range", "from 0 to 100"),
        ("{kind: trust}", 4, "'trust' is missing", "a whole number from 0 to 100"),
        ("{kind: trust, trust: 5, nota: x}", 28, "unknown key 'nota'; did you mean 'note'?", "note"),
        ("{kind: trsut, trust: 5}", 11, "unknown kind 'trsut'; did you mean 'trust'?", "one of"),
        ("{trust: 5}", 4, "'kind' is missing", "one of tension, trust"),
        ("5", 4, "entry 1 of 'changes' is of the wrong kind", "whose 'kind' is one of tension, trust"),
        ("{kind: tension, tension: Ind}", 29, "'tension' is not written", "three capital letters or any"),
        ("{kind: tension, tension: 5}", 29, "'tension' is of the wrong kind", "letters or any, in quotes"),
    ],
)
@pytest.mark.parametrize("within", ["changes:\n - {change}\n", "# optional\n - {change}\n"])
def test_branches_of_unions_are_no_part_of_the_path(
    change: str, column: int, message: str, expected: str, within: str
) -> None:
    if within.startswith("changes"):
        (problem,) = problems(
            "title: x\npowers: [{id: IND, name: India}]\n" + within.replace("{change}", change)
        )
        assert (problem.line, problem.column) == (4, column)
    else:
        (problem,) = problems(power(f"change: {change}"))
        message = message.replace("entry 1 of 'changes'", "'change'")
        assert (problem.line, problem.column) == (5, column + 7)
    assert problem.message.startswith(message)
    assert expected in problem.expected


def test_every_mistake_is_told_in_the_order_of_the_file() -> None:
    told = problems("powers:\n- id: ind\n  name: 4\n  kind: x\n- {id: CHN, nam: y}\nrouns: 3\n")
    assert [(problem.line, problem.message.partition(";")[0]) for problem in told] == [
        (1, "'title' is missing"),
        (2, "'id' is not written as it should be"),
        (3, "'name' is of the wrong kind"),
        (4, "unknown value for 'kind': 'x'"),
        (5, "unknown key 'nam'"),
        (6, "unknown key 'rouns'"),
    ]


def test_what_stands_at_an_alias_is_not_blamed_twice() -> None:
    assert problems("title: *x\npowers: &y\n- id: IND\n") == [
        Problem("a.yaml", 3, 3, "'name' is missing", "nothing", "a text")
    ]


def test_errors_of_python_values_are_told_alike() -> None:
    document = document_of("title: 5\npowers: {}\n")
    with pytest.raises(ValidationError) as refused:
        Cast.model_validate(document.data)
    assert [problem.line for problem in problems_of(refused.value, document, Cast)] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "title: x\npowers:\n" + "- {}\n" * 90_000,
        "title: x\npowers:\n" + "- {id: 1, name: 2, knid: 3, x: 4}\n" * 10_000,
        "title: x\npowers: []\n" + "".join(f"title_{number}: 1\n" for number in range(45_000)),
        power("attributes: {" + ",".join(f"economy{number}: x" for number in range(45_000)) + "}"),
        "title: x\nchanges:\n" + "- {kind: tension, tension: 4}\n" * 15_000,
    ],
    ids=["empty powers", "wrong powers", "unknown keys", "unknown attributes", "wrong changes"],
)
def test_hundreds_of_thousands_of_mistakes_take_no_time(text: str) -> None:
    began = time.process_time()
    told = problems(text)
    assert time.process_time() - began < 2
    assert len(told) <= MOST_PROBLEMS + 1
    assert told[-1].message == "there are more mistakes than are listed"


# --- Properties ---

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 120), st.sampled_from(["IND", "trust", "any", "x", ""])
)
fields = [
    "id",
    "name",
    "kind",
    "trust",
    "tension",
    "change",
    "changes",
    "partner",
    "powers",
    "at",
    "attributes",
]
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*fields, "title", "idd"]), inner, max_size=5),
    ),
    max_leaves=15,
).filter(lambda tree: tree is not None)


@given(trees)
def test_whatever_is_wrong_is_told_at_a_place_in_the_file(tree: Any) -> None:
    text = json.dumps(tree, indent=1)
    told = problems(text)
    try:
        Cast.model_validate_json(text)
    except ValidationError:
        assert told
    else:
        assert not told
    lines = text.split("\n")
    for problem in told:
        assert problem.column <= len(lines[problem.line - 1])
        assert "Input" not in str(problem)
        assert len(str(problem).splitlines()) == 1
