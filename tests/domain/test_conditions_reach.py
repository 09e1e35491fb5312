"""Conditions that are decided before anything is played: every reading has a least and a most."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.domain.rules.conditions import READINGS, out_of_reach, parse
from multipolar.domain.rules.conditions.clauses import COMPARISONS, Comparison
from multipolar.domain.rules.conditions.reach import span

ROUNDS = 8


def said(text: str) -> list[tuple[int, str]]:
    return [(flaw.position, flaw.message) for flaw in out_of_reach(parse(text), ROUNDS)]


NEVER = "this never holds, whatever happens"
ALWAYS = "this always holds, whatever happens"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("attribute(economy) >= 200", NEVER),
        ("threat(piracy, strait) <= -5", NEVER),
        ("threat(piracy, strait) < 0", NEVER),
        ("trust(IND, CHN) > 100", NEVER),
        ("tension(IND, CHN) <= 100", ALWAYS),
        ("101 < dependence(IND, CHN)", NEVER),
        ("interoperability(IND, CHN) != 120", ALWAYS),
        ("relation(IND, CHN) >= rupture", ALWAYS),
        ("relation(IND, CHN) > allied", NEVER),
        ("relation(IND, CHN) == 7", NEVER),
        ("mean_relation(IND, CHN) >= 61", NEVER),
        ("lead(standing, CHN) >= -100", ALWAYS),
        ("lead(standing, CHN) > 100", NEVER),
        ("attribute(standing) - start > 100", NEVER),
        ("index(peace) + index(equity) > 200", NEVER),
        ("agreements() >= 0", ALWAYS),
        ("initiatives(move=peacekeeping) < 0", NEVER),
        ("crises() > -1", ALWAYS),
        ("promises(broken) - start < 0", NEVER),
        ("start(round()) > 0", NEVER),
        ("round() > 8", NEVER),
        ("round() == 9", NEVER),
        ("0 - agreements() > 0", NEVER),
        ("3 > 2", ALWAYS),
    ],
)
def test_what_cannot_go_both_ways_is_told(text: str, message: str) -> None:
    ((_, found),) = said(text)
    assert found == message
    assert len(said(f"not {text}")) == 1


def test_its_place_is_the_reading_that_cannot() -> None:
    text = "trust(IND, CHN) >= 50 and (threat(piracy, strait) <= 40 or 200 <= attribute(economy))"
    assert said(text) == [(text.index("attribute"), NEVER)]
    (flaw,) = out_of_reach(parse(text), ROUNDS)
    assert "attribute(economy) is from 0 to 100" in flaw.expected


@pytest.mark.parametrize(
    "text",
    [
        "tension(IND, CHN) > 60 and tension(CHN, IND) < 40",
        "round() >= 5 and crises() >= 1 and not round() > 4",
        "relation(IND, CHN) == 2 and relation(IND, CHN) == 3",
        "trust(IND, CHN) > 50 or trust(IND, CHN) <= 50",
        "40 <= index(peace) or index(peace) < 60",
    ],
)
def test_what_excludes_each_other_or_leaves_nothing_out_is_told(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "true", "false", "attribute(economy) >= 100", "threat(piracy, strait) <= 0",
        "attribute(standing) - start >= 7", "tension(IND, CHN) > 40 and tension(IND, CHN) < 60",
        "round() == 8", "agreements() >= 20", "index(peace) < 40 or index(peace) > 60",
        "trust(IND, CHN) >= trust(IND, USA)", "agreements() - crises() >= 3", "relation(IND, CHN) >= allied",
        "index(peace) > 50 and index(equity) < 50", "relation(IND, CHN) != 2 and relation(IND, CHN) != 3",
    ],
)  # fmt: skip
def test_what_hangs_on_the_exercise_is_not(text: str) -> None:
    assert said(text) == []


class Numbers:
    """Readings that are all at one end, or the other."""

    def __init__(self, high: bool) -> None:
        self.high = high

    @property
    def round(self) -> int:
        return ROUNDS if self.high else 0

    def number(self, target: str, /) -> int:
        return (6 if target.startswith("relationship") else 100) if self.high else 0

    start = number

    def count(self, *_: str) -> int:
        return 50 if self.high else 0

    count_agreements = count_initiatives = count_crises = count_promises = count


WRITTEN = {
    "relation": "relation(IND, CHN)", "trust": "trust(IND, CHN)", "tension": "tension(IND, CHN)",
    "interoperability": "interoperability(IND, CHN)", "dependence": "dependence(IND, CHN)",
    "attribute": "attribute(economy)", "lead": "lead(economy, CHN)", "threat": "threat(piracy, strait)",
    "agreements": "agreements()", "initiatives": "initiatives()", "crises": "crises()", "round": "round()",
    "index": "index(peace)", "promises": "promises(kept)", "mean_relation": "mean_relation(USA, CHN)",
}  # fmt: skip


def test_every_reading_is_among_them() -> None:
    assert WRITTEN.keys() == READINGS.keys()


@given(st.sampled_from(sorted(WRITTEN)), st.sampled_from(sorted(COMPARISONS)), st.integers(-120, 720))
def test_what_is_told_of_one_reading_is_true_at_both_its_ends(key: str, sign: str, bound: int) -> None:
    condition = parse(f"{WRITTEN[key]} {sign} {bound}")
    ends = {condition.holds(Numbers(high), "IND") for high in (False, True)}
    flaws = out_of_reach(condition, ROUNDS)
    assert not flaws or len(ends) == 1
    if flaws:
        assert flaws[0].message == (ALWAYS if ends == {True} else NEVER)


@pytest.mark.parametrize(("key", "high"), list(product(WRITTEN, (False, True))))
def test_the_ends_can_be_reached(key: str, high: bool) -> None:
    clause = parse(f"{WRITTEN[key]} >= 1").clause
    assert isinstance(clause, Comparison)
    least, most = span(clause.left, ROUNDS)
    value = clause.left.value(Numbers(high), "IND")
    if key == "lead":
        assert (least, most) == (-100, 100)
    elif high and key in ("agreements", "initiatives", "crises", "promises"):
        assert value < most
    else:
        assert value == (most if high else least)
