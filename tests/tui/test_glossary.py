"""The glossary on the screen: opened from a key or an underlined word, and searched by typing."""

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input, OptionList

from multipolar.tui.screens.glossary import GlossaryScreen
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.underlined import underlined
from tests.tui.canned import TABLE
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import row_with, text_of

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_words_of_the_screen_come_first(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("g")
        await see(pilot, "glossary")
        assert text_of(pilot.app) == snapshot
        words = pilot.app.screen.query_one(OptionList)
        first = words.get_option_at_index(0).id
        await pilot.press("escape")
        await see(pilot, "table")
        assert first
        assert first.replace("_", " ").split()[0] in text_of(pilot.app).lower()


async def test_a_word_is_found_by_typing_and_links_lead_on() -> None:
    async with seated() as (pilot, _):
        await pilot.press("g")
        await see(pilot, "glossary")
        await pilot.press("slash", *"brink")
        await until(pilot, lambda: bool(row_with(pilot.app, "nobody has the last word")))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen.focused, OptionList)
        screen = pilot.app.screen
        assert isinstance(screen, GlossaryScreen)
        await pilot.app.run_action("open_term('deterrence')")
        await until(pilot, lambda: bool(row_with(pilot.app, "when it is believed too well")))
        assert screen.query_one("#find", Input).value == ""


async def test_a_search_that_finds_nothing_says_so() -> None:
    async with seated() as (pilot, _):
        await pilot.press("g")
        await see(pilot, "glossary")
        await pilot.press("slash", *"zzz")
        await until(pilot, lambda: bool(row_with(pilot.app, "Nothing here has “zzz”")))
        await pilot.press("backspace", "backspace", "backspace")
        await until(pilot, lambda: "Nothing here has “zzz”" not in text_of(pilot.app))


async def test_words_are_underlined_in_texts_and_a_click_opens_them() -> None:
    async with seated() as (pilot, _):
        await pilot.press("question_mark")
        await see(pilot, "help")
        page = pilot.app.screen.query_one(Page)
        shown = page.query_one("Static").render()
        assert "underline" in str(getattr(shown, "spans", shown))
        await pilot.app.run_action("open_term('trust')")
        await see(pilot, "glossary")
        assert row_with(pilot.app, "It is built in small steps")
        await pilot.press("escape")
        await see(pilot, "help")


def test_underlining_changes_no_letter_and_opens_the_right_word() -> None:
    text = "A hotline lowers tension. HOTLINE"
    content = underlined(text)
    assert content.plain == text
    spans = {content.plain[span.start : span.end]: span.style for span in content.spans}
    assert set(spans) == {"hotline", "tension"}
    assert "open_term('hotline')" in str(getattr(spans["hotline"], "meta", ""))
