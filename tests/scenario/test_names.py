"""Names: refused by the check with their place when nobody could see, hear or type them apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.plain.grammar import WORDS as GRAMMAR
from multipolar.scenario.check import check_text
from multipolar.scenario.checks.names import WORDS
from tests.scenario.spoiled import TEXT

HIDDEN = "\u200b\u200c\u200d\u200e\u202e\u2066\u2028\u2029\ufeff\u00ad\n\t\ue000\ufdd0"
LINE = next(n for n, line in enumerate(TEXT.splitlines(), start=1) if line.strip() == "name: Utopia")


def named(name: str) -> list[str]:
    """What is said about Utopia under another name, where it stands in the line of its name."""
    quoted = "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}"
        for sign in name
    )
    problems = check_text(TEXT.replace("name: Utopia\n", f'name: "{quoted}"\n', 1))
    return [problem.message for problem in problems if problem.line == LINE and not problem.warning]


@given(st.sampled_from(HIDDEN), st.integers(0, 6))
@settings(max_examples=60)
def test_a_name_with_a_sign_nobody_sees_is_refused(sign: str, at: int) -> None:
    assert named(f"{'Utopia'[:at]}{sign}{'Utopia'[at:]}")


@pytest.mark.parametrize(
    "name",
    [
        "India",
        "INDIA",
        "ind",
        "Ｉｎｄｉａ",
        "In dia",
        "In-dia",
        " ",
        "\u00a0",
        "all",
        "Ready",
        "P1",
        "H1",
        "s2",
        "Facilitator",
        "You",
        "7",
        "uto ",
        "ERE",
        "Red line crossed: Utopia",
        "Utopia：Crisis",
        "news\u2236 Utopia",
        "Іndіа",  # Ukrainian і and а in India
        "ІNDІА",
        "lndia",  # begins with a small L
        "Utорia",  # о and р within Utopia itself
        "аll",
        "Ηmong",  # begins with an Eta
        "Uto\u0301рia",
        "Z" + "\u0301" * 200,
        "Za" + "\u0301\u0302\u0303\u0304\u0305" + "lgo",
    ],
)
def test_a_name_that_is_blank_anothers_or_a_word_of_the_game_is_refused(name: str) -> None:
    assert named(name)


@pytest.mark.parametrize(
    "name",
    [
        "Utopia",
        "UTO",
        "乌托邦",
        "ยูโทเปีย",
        "یوتوپیا",
        "[/ Osk",
        "Côte d’Utopie",
        "X" * 60,
        "Утопия",
        "Ουτοπία",
        "Утопия Utopia",
        "Vie\u0323\u0302t Nam",
        "E\u0323\u0301\u0302\u0303",
        "東アジアUtopia",
    ],
)
def test_a_name_of_any_script_is_taken(name: str) -> None:
    assert named(name) == []


def test_no_word_of_the_keyboard_can_be_a_name() -> None:
    assert {word.name for word in GRAMMAR} <= WORDS
    assert named("Joint exercise")
