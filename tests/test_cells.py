"""Text is measured, cut, filled and broken by the cells it takes on a screen."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from multipolar.cells import SIGN, cells_in, cut, fit, fit_right, share, visible, wrapped
from multipolar.signs import is_hidden

HOSTILE = (
    "中文名字",
    "ก็ที่นี่",
    "한국어",
    "é" + "\u0301" * 5,
    "👩‍👩‍👧‍👦",
    "🇮🇳",
    "❤️",
    "\x1b[31m",
    "\u202eabc",
    "a\nb\tc",
    "x" * 300,
)
BLANKS = str.maketrans("\t\n\v\f\r", "     ")
anything = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from((*HOSTILE, " ", "-", "word")), max_size=20).map("".join)
)
rooms = st.integers(0, 40)


@given(anything, rooms)
def test_a_text_is_cut_within_its_room_and_never_without_a_sign(text: str, room: int) -> None:
    found = cut(text, room)
    assert cell_len(found) <= max(0, room)
    if cells_in(text) <= room:
        assert found == visible(text)
    elif room > 0:
        assert found.endswith(SIGN)
        assert visible(text).startswith(found.removesuffix(SIGN))


@given(anything, rooms)
def test_a_filled_text_takes_its_room_exactly(text: str, room: int) -> None:
    for found in (fit(text, room), fit_right(text, room)):
        assert cell_len(found) == room
        assert cut(text, room).strip() == found.strip()


@given(anything)
def test_nothing_hidden_is_left_in_what_is_shown(text: str) -> None:
    shown = visible(text)
    assert not any(is_hidden(sign, before) for before, sign in zip(("", *shown), shown, strict=False))
    assert visible(shown) == shown
    assert visible(text, keep_lines=True).count("\n") <= text.count("\n") + text.count("\r")


@given(anything, st.integers(2, 40))
def test_lines_keep_to_their_room_and_lose_no_sign(text: str, room: int) -> None:
    rows = wrapped(text, room)
    assert all(cell_len(row) <= room for row in rows)
    assert "".join("".join(rows).split()) == "".join(visible(text.translate(BLANKS)).split())


@given(anything, st.integers(2, 40), st.integers(1, 4))
def test_lines_left_out_are_told_by_a_sign(text: str, room: int, most: int) -> None:
    every, rows = wrapped(text, room), wrapped(text, room, most)
    assert len(rows) <= most
    assert all(cell_len(row) <= room for row in rows)
    assert rows == every if len(every) <= most else rows[-1].endswith(SIGN)


@given(st.lists(st.text("abcdefgh-.,", min_size=1, max_size=12), max_size=30), st.integers(12, 60))
def test_plain_words_are_broken_as_the_standard_library_does(words: list[str], room: int) -> None:
    text = " ".join(words)
    assert wrapped(text, room) == (textwrap.wrap(text, room) or [""])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\nb", "a␊b"),
        ("\x7f", "␡"),
        ("\u202eabc", "<U+202E>abc"),
        ("\u2028", "<U+2028>"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\u200db", "a<U+200D>b"),
        ("\ud800", "<U+D800>"),
        ("👩‍👧", "👩‍👧"),
        ("نامه\u200cها", "نامه\u200cها"),
        ("[/b] \\[x", "[/b] \\[x"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_signs_that_cannot_be_seen_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_wide_signs_count_two_cells() -> None:
    assert cells_in("中文") == 4
    assert fit("中文", 6) == "中文  "
    assert cut("中文名字", 6) == "中文…"
    assert fit_right("中文", 5) == " 中文"
    assert wrapped("中文名字，好", 4) == ["中文", "名", "字，", "好"]
    assert wrapped("中文 in 中文名字", 8) == ["中文 in", "中文名字"]


@given(st.text("ab中é"), st.text("ab中é"), st.integers(4, 40))
def test_of_two_texts_in_a_line_neither_is_lost(first: str, second: str, room: int) -> None:
    shown = share(first, second, room)
    assert sum(map(cells_in, shown)) <= room
    for text, part in zip((first, second), shown, strict=True):
        assert part == text or cells_in(part) >= room // 2 - 1
    if cells_in(first) + cells_in(second) <= room:
        assert shown == (first, second)
