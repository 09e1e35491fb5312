"""Settings: what is chosen holds at once, is kept, and is found again."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from multipolar.tui.support.preferences import (
    FILE,
    THEMES,
    NoPreferencesStore,
    Preferences,
    PreferencesFile,
    ThemeForOnce,
    usual_place,
)
from tests.tui.canned import CannedLobby
from tests.tui.playing import USUAL, app_of, see, until
from tests.tui.screen_text import row_with, text_of

# --- The file --------------------------------------------------------------------------------


def test_what_is_kept_is_found_again_and_can_be_read_by_people(tmp_path: Path) -> None:
    keeper = PreferencesFile(tmp_path / "new" / FILE)
    assert keeper.load() == Preferences()
    chosen = Preferences("clear", animation=False, sound=False)
    assert keeper.keep(chosen) == ""
    assert PreferencesFile(keeper.path).load() == chosen
    assert 'theme = "clear"' in keeper.path.read_text(encoding="utf-8")
    assert [found.name for found in keeper.path.parent.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = ", "cannot be read"),
        ('theme = "blue"', "there is no theme 'blue'"),
        ("theme = 3", "there is no theme '3'"),
        ('animation = "often"', "write true or false"),
        ("\0", "cannot be read"),
    ],
)
def test_a_damaged_file_is_told_and_left_and_the_program_opens(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    keeper = PreferencesFile(path)
    assert keeper.load() == Preferences()
    assert problem in keeper.problem
    assert "\n" not in keeper.problem
    assert path.read_text(encoding="utf-8") == text
    keeper.keep(Preferences("light"))
    assert keeper.load() == Preferences("light")
    assert path.with_name(f"{FILE}.old").read_text(encoding="utf-8") == text


def test_what_cannot_be_kept_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be", encoding="utf-8")
    told = PreferencesFile(tmp_path / "folder" / FILE).keep(Preferences())
    assert "could not be kept" in told


def test_a_theme_asked_for_once_is_not_kept(tmp_path: Path) -> None:
    kept = PreferencesFile(tmp_path / FILE)
    kept.keep(Preferences("light"))
    once = ThemeForOnce(kept, "projector")
    now = once.load()
    assert now.theme == "projector"
    once.keep(Preferences("projector", sound=False))
    assert kept.load() == Preferences("light", sound=False)
    once.keep(Preferences("dark"))
    assert kept.load().theme == "dark"
    once.keep(Preferences("projector"))
    assert kept.load().theme == "projector"


def test_the_place_is_the_users_own_or_the_one_that_was_named(tmp_path: Path) -> None:
    assert usual_place({"MULTIPOLAR_CONFIG": str(tmp_path)}) == tmp_path / FILE
    assert usual_place({}).name == FILE
    assert "multipolar" in str(usual_place({}))


# --- The screen ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_settings(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = app_of(CannedLobby())
    async with app.run_test(size=size) as pilot:
        await see(pilot, "home")
        await pilot.press("s")
        await see(pilot, "settings")
        assert text_of(app) == snapshot


async def test_a_choice_holds_at_once_and_is_kept(tmp_path: Path) -> None:
    keeper = PreferencesFile(tmp_path / FILE)
    app = app_of(CannedLobby(), keeper=keeper)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "home")
        await pilot.press("s")
        await see(pilot, "settings")
        await pilot.press("right")
        await until(pilot, lambda: app.theme == "light")
        await pilot.press("down", "right", "down", "right")
        await until(pilot, lambda: keeper.load() == Preferences("light", animation=False, sound=False))
        assert app.animation_level == "none"
        await pilot.press("enter")
        await see(pilot, "home")
    again = app_of(CannedLobby(), keeper=PreferencesFile(tmp_path / FILE))
    async with again.run_test(size=USUAL):
        assert again.theme == "light"


async def test_one_key_goes_through_all_themes_from_anywhere() -> None:
    app = app_of(CannedLobby(), keeper=NoPreferencesStore())
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "home")
        seen = []
        for _ in THEMES:
            before = app.theme
            seen.append(before)
            await pilot.press("ctrl+t")
            await until(pilot, lambda before=before: app.theme != before)  # type: ignore[misc]
        assert tuple(seen) == THEMES
        assert app.theme == THEMES[0]


async def test_what_was_wrong_with_the_file_is_told_once_the_program_opens(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('theme = "blue"', encoding="utf-8")
    app = app_of(CannedLobby(), keeper=PreferencesFile(tmp_path / FILE))
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await until(pilot, lambda: bool(row_with(app, "dark, light, clear, projector")))
