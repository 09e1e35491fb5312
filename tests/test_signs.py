"""Signs nobody can see, and names nobody can tell apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.domain.errors import Refused
from multipolar.domain.phases.deliberation import check_text
from multipolar.signs import MOST_MARKS, first_foreign, first_hidden, folded, is_hidden, looks

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad\u034f\u3164"
LINE_ENDS = "\u2028\u2029\u0085\v\f\r"
NO_SIGNS = "\ue000\uf8ff\U000f0000\U0010fffd\ufdd0\ufdef\ufffe\uffff\U0010ffff"


@pytest.mark.parametrize(
    "sign", [*BIDI, *ZERO_WIDTH, *LINE_ENDS, *NO_SIGNS, "\x00", "\x1b", "\x9b", "\ud800"], ids=ascii
)
def test_words_with_a_hidden_sign_are_refused_by_its_number_and_place(sign: str) -> None:
    with pytest.raises(Refused, match=rf"U\+{ord(sign):04X}\) as character 6"):
        check_text(f"peace{sign}\nnow")


@pytest.mark.parametrize(
    "words",
    [
        "می‌خواهم",  # Persian: a non-joiner between letters
        "क्‍ष",  # Devanagari: a joiner after a virama
        "👩‍🚀 and 👩🏽‍🚀",  # emoji joined
        "שלום, peace",
        "two\nlines\tand a tab",
        "❤️",
    ],
)
def test_words_of_any_script_are_taken(words: str) -> None:
    check_text(words)


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u05b0"], ids=ascii)
def test_words_whose_marks_would_cover_other_lines_are_refused_where_they_begin_to(mark: str) -> None:
    check_text(f"peace{mark * MOST_MARKS} now{mark * MOST_MARKS}")
    with pytest.raises(Refused, match=rf"marks on one sign \(U\+{ord(mark):04X}\) as character 10"):
        check_text(f"peace{mark * (MOST_MARKS + 1)}")


@given(st.text(st.sampled_from("abcehikmnopstuvxyzABCEHIKMNOPSTUVXYZ0"), min_size=1, max_size=12))
def test_a_name_in_letters_of_another_script_looks_the_same(name: str) -> None:
    other = name.translate(str.maketrans("aceiopsxyABCEHIKMOPSTXYZ", "асеіорѕхуАВСЕНІКМОРЅТХҮΖ"))
    assert looks(other) == looks(name)


def test_names_that_differ_to_the_eye_look_different() -> None:
    shown = ["Oskara", "Oskari", "Talun", "Vrana", "Утопия", "Mil", "MLL", "Nord 1", "Nord 2"]
    for place in range(2):
        assert len({looks(name)[place] for name in shown}) == len(shown)


def test_letters_of_two_scripts_in_one_word_are_found() -> None:
    assert first_foreign("OSKАRA") == 3
    assert first_foreign("ОSКARA") == 1
    assert first_foreign("Sea of Τalun") == 8
    assert first_foreign("C\u0301а") == 2
    assert first_foreign("\N{MATHEMATICAL BOLD SMALL O}с") == 1
    for name in ("Утопия Utopia", "Utopia-Утопия", "東アジアUtopia", "α", "Åland", "יוUtopia"):
        assert first_foreign(name) == -1


@pytest.mark.parametrize("words", ["pea\u200dce", "\u200cpeace", "peace \u200d", "Ве\u200cра"])
def test_joiners_where_nothing_is_joined_are_refused(words: str) -> None:
    with pytest.raises(Refused):
        check_text(words)


@given(st.text(max_size=40))
def test_what_is_taken_holds_nothing_hidden(words: str) -> None:
    try:
        check_text(words)
    except Refused:
        return
    for before, sign in zip(("", *words), words, strict=False):
        assert sign in "\n\t" or not is_hidden(sign, before)
        assert (
            sign in "\n\t\u200c\u200d"
            or unicodedata.category(sign)[0] != "C"
            or sign.isprintable()
            or (unicodedata.category(sign) in ("Cn", "Co", "Cf"))
        )


@given(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20), st.sampled_from(BIDI + ZERO_WIDTH)
)
def test_a_name_folds_alike_however_it_is_dressed(name: str, sign: str) -> None:
    for dressed in (
        f" {name} ",
        f"{name[:1]}{sign}{name[1:]}",
        "-".join(name),
        unicodedata.normalize("NFKC", name),
    ):
        assert folded(dressed) == folded(name)


def test_case_and_width_do_not_make_another_name() -> None:
    assert folded("ＯＳＫＡＲＡ") == folded("oskara") == folded("Os kara") == folded("Os\u200dkara")
    assert folded("Straße") == folded("STRASSE")
    assert folded("Oskara") != folded("Oskari")


def test_joiners_are_not_for_names() -> None:
    assert first_hidden("می‌خواهم", strict=True) == 2
    assert first_hidden("می‌خواهم") == -1
