"""The objective language (rulebook §9): what it says, and what it refuses."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from multipolar.domain.rules.conditions import (
    MOST_CHARACTERS,
    MOST_NESTED,
    READINGS,
    Condition,
    ConditionError,
    Name,
    flaws,
    needs_private_of,
    parse,
    progress,
)
from multipolar.domain.rules.conditions.clauses import COMPARISONS
from multipolar.domain.rules.conditions.signatures import RELATIONSHIPS


class Sheet:
    """Readings from a sheet of paper: numbers by address, and everything that was asked for."""

    def __init__(
        self,
        now: Mapping[str, int] | None = None,
        start: Mapping[str, int] | None = None,
        counts: Mapping[tuple[str, ...], int] | None = None,
        round: int = 1,
    ) -> None:
        self.now = now or {}
        self.then = start or {}
        self.counts = counts or {}
        self.round = round
        self.asked: Counter[tuple[str, ...]] = Counter()

    def number(self, target: str) -> int:
        self.asked[(target,)] += 1
        return self.now[target]

    def start(self, target: str) -> int:
        return self.then[target]

    def counted(self, *what: str) -> int:
        self.asked[what] += 1
        return self.counts.get(what, 0)

    def count_agreements(self, kind: str, of: str, with_: str) -> int:
        return self.counted("agreements", kind, of, with_)

    def count_initiatives(self, category: str, move: str, of: str, outcome: str) -> int:
        return self.counted("initiatives", category, move, of, outcome)

    def count_crises(self, stage: str, party: str) -> int:
        return self.counted("crises", stage, party)

    def count_promises(self, state: str, of: str) -> int:
        return self.counted("promises", state, of)


class Everything(Sheet):
    """Readings in which every number has some value, made from its address."""

    def number(self, target: str) -> int:
        return sum(map(ord, target)) % 101

    def start(self, target: str) -> int:
        return sum(map(ord, target)) % 89

    def counted(self, *what: str) -> int:
        return sum(map(len, what)) % 5


def value_of(reading: str, sheet: Sheet, owner: str | None = "IND") -> int:
    shown = progress(parse(f"{reading} >= 0"), sheet, owner)
    assert shown is not None
    return shown[0]


def parsed(text: str) -> Condition | ConditionError:
    try:
        return parse(text)
    except ConditionError as refused:
        return refused


def refusal(text: str) -> ConditionError:
    refused = parsed(text)
    assert isinstance(refused, ConditionError)
    return refused


# --- The examples of the rulebook ---


@pytest.mark.parametrize(
    ("text", "sheet", "holds"),
    [
        ("relation(IND, LKA) >= partner", Sheet({"relationship(IND,LKA)": 5}), True),
        ("relation(IND, LKA) >= partner", Sheet({"relationship(IND,LKA)": 4}), False),
        ("threat(piracy, west_indian_ocean) <= 30", Sheet({"threat(piracy,west_indian_ocean)": 30}), True),
        (
            "agreements(type=technology, with=any) >= 2",
            Sheet(counts={("agreements", "technology", "IND", "any"): 2}),
            True,
        ),
        ("attribute(standing) - start >= 10", Sheet({"standing(IND)": 80}, {"standing(IND)": 71}), False),
        ("attribute(standing) - start >= 10", Sheet({"standing(IND)": 81}, {"standing(IND)": 71}), True),
    ],
)
def test_examples_of_the_rulebook_hold_as_they_should(text: str, sheet: Sheet, holds: bool) -> None:
    assert parse(text).holds(sheet, "IND") is holds


# --- Readings ---


@pytest.mark.parametrize(
    ("reading", "address"),
    [
        ("relation(LKA, IND)", "relationship(IND,LKA)"),
        ("relation(owner, CHN)", "relationship(CHN,IND)"),
        ("trust(IND, CHN)", "trust(IND,CHN)"),
        ("trust(self, CHN)", "trust(IND,CHN)"),
        ("tension(IND, CHN)", "tension(CHN,IND)"),
        ("interoperability(USA, FRA)", "interoperability(FRA,USA)"),
        ("dependence(IND, CHN)", "dependence(IND,CHN)"),
        ("attribute(economy)", "economy(IND)"),
        ("attribute(economy, CHN)", "economy(CHN)"),
        ("attribute(economy, of=CHN)", "economy(CHN)"),
        ("attribute(key=economy, of=owner)", "economy(IND)"),
        ("threat(theatre=red_sea, kind=piracy)", "threat(piracy,red_sea)"),
        ("index(peace)", "index(peace)"),
    ],
)
def test_a_number_is_read_at_its_canonical_address(reading: str, address: str) -> None:
    assert value_of(reading, Sheet({address: 42})) == 42
    assert parse(f"{reading} > 0").targets("IND") == (address,)


@pytest.mark.parametrize(
    ("reading", "asked"),
    [
        ("agreements()", ("agreements", "any", "IND", "any")),
        ("agreements(hotline, CHN)", ("agreements", "hotline", "IND", "CHN")),
        ("agreements(type=confidence, with=CHN, of=USA)", ("agreements", "confidence", "USA", "CHN")),
        ("agreements(type=hotline, of=any)", ("agreements", "hotline", "any", "any")),
        ("initiatives(category=operations)", ("initiatives", "operations", "any", "IND", "any")),
        (
            "initiatives(move=joint_exercise, of=FRA, outcome=success)",
            ("initiatives", "any", "joint_exercise", "FRA", "success"),
        ),
        ("crises()", ("crises", "acute", "any")),
        ("crises(stage=conflict, party=owner)", ("crises", "conflict", "IND")),
        ("promises(kept)", ("promises", "kept", "IND")),
        ("promises(broken, CHN)", ("promises", "broken", "CHN")),
    ],
)
def test_a_count_asks_for_what_it_names_and_for_the_defaults_of_the_rest(
    reading: str, asked: tuple[str, ...]
) -> None:
    sheet = Sheet(counts={asked: 3})
    assert value_of(reading, sheet) == 3
    assert value_of(f"{reading} - start", sheet) == 3


def test_the_round_is_a_reading() -> None:
    assert parse("round() == 4").holds(Sheet(round=4))


def test_a_lead_is_the_difference_of_an_attribute_now_and_at_the_start() -> None:
    sheet = Sheet({"standing(IND)": 80, "standing(CHN)": 87}, {"standing(IND)": 75, "standing(CHN)": 87})
    assert value_of("lead(standing, CHN)", sheet) == -7
    assert value_of("lead(standing, CHN, IND)", sheet) == 7
    assert value_of("lead(standing, CHN) - start", sheet) == 5


def test_a_mean_relation_is_in_tenths_rounded_down() -> None:
    sheet = Sheet(
        {"relationship(CHN,LKA)": 5, "relationship(CHN,KEN)": 4, "relationship(CHN,PAK)": 4},
        {"relationship(CHN,LKA)": 4, "relationship(CHN,KEN)": 4, "relationship(CHN,PAK)": 4},
    )
    assert value_of("mean_relation(PAK, LKA, KEN)", sheet, "CHN") == 43
    assert value_of("start(mean_relation(PAK, LKA, KEN))", sheet, "CHN") == 40


# --- Joining ---

TRUTHS = [
    ("true", True),
    ("false", False),
    ("not false", True),
    ("true and false", False),
    ("true or false", True),
    ("true or false and false", True),
    ("(true or false) and false", False),
    ("not (true and false)", True),
    ("not true or true", True),
    ("not 1 > 2", True),
    ("1 + 2 - 4 == -1", True),
    ("10 - (3 - 2) == 9", True),
    ("-(3 + 4) + 7 == 0", True),
    ("allied - rupture == 6", True),
    ("1 < 2 and 2 <= 2 and 3 > 2 and 2 >= 2 and 1 != 2", True),
]


@pytest.mark.parametrize(("text", "holds"), TRUTHS)
def test_words_and_signs_bind_as_in_arithmetic(text: str, holds: bool) -> None:
    assert parse(text).holds(Sheet()) is holds


def test_and_and_or_ask_no_further_than_they_must() -> None:
    sheet = Sheet({"index(peace)": 10})
    assert not parse("index(peace) > 50 and trust(IND, CHN) > 5").holds(sheet)
    assert parse("index(peace) < 50 or trust(IND, CHN) > 5").holds(sheet)


def test_a_condition_with_an_owner_is_not_evaluated_without_one() -> None:
    condition = parse("round() > 3 and attribute(standing) > 5")
    assert condition.owner_position >= 0
    with pytest.raises(ConditionError, match="nobody owns") as refused:
        condition.holds(Sheet(round=1))
    assert refused.value.position == len("round() > 3 and ")


def test_the_same_condition_written_twice_is_the_same_tree() -> None:
    assert parse("agreements( hotline ,any)>1").clause == parse("agreements(type=hotline) > 1").clause
    assert parse("index(peace)-start>1").clause == parse("(index(peace) - start(index(peace))) > 1").clause


# --- Progress ---


def test_progress_of_one_comparison_is_value_and_wanted() -> None:
    sheet = Sheet(counts={("agreements", "any", "IND", "any"): 2})
    shown = partial(progress, readings=sheet, owner="IND")
    assert shown(parse("agreements() >= 3")) == (2, 3)
    assert shown(parse("agreements() > 3")) == (2, 4)
    assert shown(parse("agreements() < 3")) == (2, 2)
    assert shown(parse("3 <= agreements()")) == (2, 3)
    assert shown(parse("not agreements() >= 3")) == (2, 2)
    assert shown(parse("agreements() > 1 and agreements() > 3")) is None
    assert shown(parse("true")) is None


def test_parts_show_how_each_stands() -> None:
    condition = parse("index(peace) >= 60 and not (round() < 2 or 5 < index(balance)) and not false")
    assert condition.joined == "and"
    peace, negated, truth = condition.parts(Sheet({"index(peace)": 55, "index(balance)": 4}, round=3))
    assert (peace.text, peace.holds, peace.value, peace.operator, peace.wanted) == (
        "index(peace) >= 60",
        False,
        55,
        ">=",
        60,
    )
    assert (negated.joined, negated.holds, negated.value) == ("not", True, None)
    (either,) = negated.parts
    assert [(part.value, part.operator, part.wanted, part.holds) for part in either.parts] == [
        (3, "<=", 1, False),
        (4, ">=", 6, False),
    ]
    assert (truth.text, truth.holds) == ("not false", True)


# --- What it names, and what may be said against it ---


def test_every_name_is_reported_at_its_column() -> None:
    text = "threat(piracy, red_sea) < 9 and initiatives(move=hotline, of=IND) > start(index(peace))"
    assert [(name.kind, name.name) for name in parse(text).readings()] == [
        ("threat", "piracy"),
        ("theatre", "red_sea"),
        ("move", "hotline"),
        ("power", "IND"),
        ("index", "peace"),
    ]
    assert all(text[name.position :].startswith(name.name) for name in parse(text).readings())


def test_words_of_the_language_are_no_names() -> None:
    named = parse("agreements(type=technology, with=any) > agreements(confidence, of=any)").readings()
    assert named == (Name("owner", "owner", 0),)


KNOWN = {
    "power": ("IND", "CHN", "USA"),
    "threat": ("piracy",),
    "theatre": ("red_sea",),
    "attribute": ("economy", "standing"),
}


@pytest.mark.parametrize(
    ("text", "owner", "position", "expected"),
    [
        ("trust(IND, CHM) > 5", "IND", 11, "CHN"),
        ("threat(piracy, read_sea) < 5", "IND", 15, "red_sea"),
        ("attribute(standin) > 5", "IND", 10, "standing"),
        ("attribute(standing) > 5", None, 0, "a power"),
        ("round() > 1 or promises(kept) > 1", None, 15, "a power"),
        ("relation(owner, IND) > 1", "IND", 0, "two different powers"),
        ("mean_relation(IND, CHN) > 1", "CHN", 0, "two different powers"),
        ("lead(economy, IND) > 1", "IND", 0, "two different powers"),
        ("agreements(with=IND) > 1", "IND", 0, "two different powers"),
        ("trust(CHN, IND) > 1", "IND", 0, "what IND may know"),
        ("dependence(CHN, USA) > 1", "IND", 0, "what IND may know"),
        ("promises(kept, CHN) > 1", "IND", 0, "what IND may know"),
    ],
)
def test_flaws_are_found_at_their_place(text: str, owner: str | None, position: int, expected: str) -> None:
    (flaw,) = flaws(parse(text), owner, KNOWN)
    assert flaw.position == position
    assert expected in flaw.expected


def test_every_flaw_is_listed_in_order() -> None:
    condition = parse("trust(ABC, DEF) > 1 and threat(flu, piracy, ) > 1".replace(", )", ")"))
    assert [flaw.found for flaw in flaws(condition, None, KNOWN)] == ["'ABC'", "'DEF'", "'flu'", "'piracy'"]


def test_a_kind_of_names_that_is_not_handed_in_is_not_checked() -> None:
    assert flaws(parse("agreements(type=whatever, of=IND) > 1"), "IND", KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("trust(IND, CHN) > 1 and dependence(CHN, IND) > 1 and promises(kept) > 1", set()),
        ("trust(owner, CHN) > 1 and trust(CHN, owner) > 1", {"CHN"}),
        ("dependence(CHN, USA) > start(trust(FRA, IND))", {"CHN", "USA", "FRA"}),
        ("relation(CHN, USA) > 1 and attribute(economy, CHN) > 1 and agreements(of=CHN) > 1", set()),
    ],
)
def test_private_numbers_of_others_are_known(text: str, private: set[str]) -> None:
    assert needs_private_of(parse(text), "IND") == private


# --- Mistakes ---


@pytest.mark.parametrize(
    ("text", "position", "found", "expected"),
    [
        ("", 0, "the end", "a reading"),
        ("   ", 3, "the end", "a reading"),
        ("relatoin(IND, LKA) >= 3", 0, "'relatoin'", "relation"),
        ("round() >= 3 andd round() < 5", 13, "'andd'", "and"),
        ("round() >= 3 AND round() < 5", 13, "'AND'", "and"),
        ("round() = 3", 8, "'='", "'=='"),
        ("round() ≥ 3", 8, "'≥'", "'>='"),
        ("round()", 7, "the end", "a comparison"),
        ("round() and true", 8, "'and'", "a comparison"),
        ("1 < round() < 3", 12, "'<'", "'and'"),
        ("(round() > 3", 12, "the end", "')'"),
        ("round( > 3", 7, "'>'", "round"),
        ("round > 3", 6, "'>'", "'('"),
        ("true > 3", 0, "'true'", "a number"),
        ("3 > (true)", 4, "'('", "a number"),
        ("1234567 > 3", 0, "'1234567'", "6 digits"),
        ("trust(IND) > 3", 0, "'trust'", "trust(a, b)"),
        ("trust(IND, CHN, USA) > 3", 16, "'USA'", "trust(a, b)"),
        ("trust(IND, IND) > 3", 0, "'trust'", "two different powers"),
        ("trust(IND, India) > 3", 11, "'India'", "three capital letters"),
        ("trust(IND, ) > 3", 11, "')'", "three capital letters"),
        ("trust(IND, any) > 3", 11, "'any'", "three capital letters"),
        ("threat(any, red_sea) > 3", 7, "'any'", "the name of a threat"),
        ("attribute(IND) > 3", 10, "'IND'", "the name of an attribute"),
        ("agreements(wiht=IND) > 3", 11, "'wiht'", "with"),
        ("agreements(with=IND, with=CHN) > 3", 21, "'with'", "once"),
        ("agreements(with=IND, hotline) > 3", 21, "'hotline'", "agreements(type, with, of)"),
        ("initiatives(category=drills, move=hotline) > 3", 0, "'initiatives'", "not both"),
        ("initiatives(outcome=failure) > 3", 20, "'failure'", "success"),
        ("crises(stage=acuet) > 3", 13, "'acuet'", "acute"),
        ("promises(of=IND) > 3", 0, "'promises'", "promises(state, of)"),
        ("mean_relation() > 3", 0, "'mean_relation'", "one power"),
        ("mean_relation(a=IND) > 3", 14, "'a'", "a power"),
        ("mean_relation(IND, IND) > 3", 0, "'mean_relation'", "different powers"),
        ("mean_relation(IND, CHN) >= partner", 27, "'partner'", "50 (mean_relation counts in tenths)"),
        ("trust(IND, CHN) >= partner", 19, "'partner'", "a number"),
        ("start > 3", 0, "'start'", "READING - start"),
        ("3 - start > 3", 4, "'start'", "READING - start"),
        ("3 - round() - start > 3", 14, "'start'", "READING - start"),
        ("start(3) > 3", 6, "'3'", "trust"),
        ("__import__('os') > 3", 0, "'__import__'", "relation"),
        ("٣ > 2", 0, "'٣'", "a number"),
    ],
)
def test_a_mistake_is_placed_and_explained(text: str, position: int, found: str, expected: str) -> None:
    mistake = refusal(text)
    assert mistake.position == position
    assert found in mistake.found
    assert expected in mistake.expected
    assert str(mistake).startswith(f"column {position + 1}: ")
    assert "\n" not in str(mistake)


def test_length_and_nesting_are_bounded() -> None:
    assert refusal(" " * (MOST_CHARACTERS + 1)).position == MOST_CHARACTERS
    for opening, closing in (("(", ")"), ("not ", "")):
        within = opening * MOST_NESTED + "true" + closing * MOST_NESTED
        assert isinstance(parse(within), Condition)
        assert "nested" in refusal(opening + within + closing).message


# --- Properties ---

powers = st.sampled_from(["IND", "CHN", "USA", "FRA", "XQZ"])
names = st.sampled_from(["piracy", "west_indian_ocean", "economy", "hotline", "technology", "drills"])
pairs = st.lists(powers, min_size=2, max_size=2, unique=True).map(", ".join)
readings = st.one_of(
    st.builds(
        "{}({})".format, st.sampled_from(["trust", "tension", "dependence", "interoperability"]), pairs
    ),
    st.builds("attribute({})".format, names),
    st.builds("attribute({}, of={})".format, names, st.one_of(powers, st.just("self"))),
    st.builds("lead({}, {})".format, names, pairs),
    st.builds("lead({}, {})".format, names, powers.filter(lambda power: power != "XQZ")),
    st.builds("threat({}, {})".format, names, names),
    st.builds("agreements({}, with={})".format, names, powers.filter(lambda power: power != "XQZ")),
    st.builds("initiatives(move={}, outcome=success)".format, names),
    st.builds("crises(party={})".format, st.one_of(powers, st.just("any"))),
    st.builds("mean_relation({})".format, pairs),
    st.sampled_from(["round()", "index(peace)", "promises(broken)", "crises()"]),
)
terms = st.one_of(
    st.integers(0, 999).map(str),
    readings,
    readings.map("start({})".format),
    readings.map("({} - start)".format),
)
signs = st.sampled_from([" + ", " - ", "-"])
sums = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds("{}{}({})".format, inner, signs, inner),
        st.builds("({}){}{}".format, inner, signs, terms),
        st.builds("-({})".format, inner),
    ),
    max_leaves=4,
)
comparisons = st.one_of(
    st.builds("{} - start {} {}".format, readings, st.sampled_from(sorted(COMPARISONS)), sums),
    st.builds("{} {} {}".format, sums, st.sampled_from(sorted(COMPARISONS)), sums),
    st.builds(
        "relation({}) {} {}".format,
        pairs,
        st.sampled_from(sorted(COMPARISONS)),
        st.sampled_from(RELATIONSHIPS),
    ),
    st.sampled_from(["true", "false"]),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not {}".format, inner),
        st.builds("({})".format, inner),
    ),
    max_leaves=5,
).filter(lambda text: len(text) <= MOST_CHARACTERS // 2)  # the normal form says `start(…)` in full: longer


@given(conditions)
def test_the_normal_form_reads_as_the_same_tree(text: str) -> None:
    condition = parse(text)
    again = parse(str(condition))
    assert again.clause == condition.clause
    assert str(again) == str(condition)


@given(conditions)
def test_a_condition_holds_when_its_parts_say_so(text: str) -> None:
    condition, sheet = parse(text), Everything()
    parts = condition.parts(sheet, "XQZ")
    together: Callable[[list[bool]], bool] = any if condition.joined == "or" else all
    assert condition.holds(sheet, "XQZ") is together([part.holds for part in parts])
    for part in parts:
        if part.value is not None and part.wanted is not None:
            assert COMPARISONS[part.operator](part.value, part.wanted) is part.holds


@given(conditions)
def test_every_use_stands_where_it_says(text: str) -> None:
    for use in parse(text).uses:
        assert text[use.position :].startswith(use.reading.text.partition("(")[0])


words = [
    *READINGS,
    *COMPARISONS,
    *RELATIONSHIPS,
    *"(),=+-7é٣\n",
    "start",
    "and",
    "or",
    "not",
    "IND",
    "owner",
    "any",
]
fragments = st.lists(st.sampled_from(words), max_size=60).map(" ".join)


@given(st.one_of(st.text(max_size=600), fragments))
@example("(" * 500)
@example("not " * 125)
@example("-" * 500)
@example("start(" * 80)
@example("\x00")
def test_any_text_is_a_condition_or_is_refused_at_a_place_inside_it(text: str) -> None:
    condition = parsed(text)
    if isinstance(condition, Condition):
        assert parse(str(condition)).clause == condition.clause
    else:
        assert 0 <= condition.position <= len(text)
        assert all((condition.message, condition.found, condition.expected))
