"""The colours: legible in every theme, told apart by everybody, and never the only sign of anything."""

from collections.abc import Callable, Mapping
from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from textual.theme import Theme

from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.tui.support import preferences, themes
from multipolar.tui.widgets.cell_grid import Cell, CellGrid
from multipolar.tui.widgets.drawing import SIGNS
from tests.tui.canned import TABLE
from tests.tui.playing import seated

Colour = tuple[float, float, float]
THEME = pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
WORDS = ("good", "bad", "quiet", *RELATIONSHIPS)
LEGIBLE = 4.5
"""Contrast that WCAG 2.2 asks of text at AA; 7 at AAA."""
DEFICIENT: Mapping[str, tuple[Colour, Colour, Colour]] = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""Linear light as it is seen without one kind of cone (Machado, Oliveira and Fernandes 2009)."""


def linear(colour: str) -> Colour:
    def one(place: int) -> float:
        value = int(colour[place : place + 2], 16) / 255
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    return one(1), one(3), one(5)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(light: Colour) -> Colour:
    """CIE L*a*b*, white D65."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0891

    def cube(value: float) -> float:
        value = max(0.0, value)
        return float(value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116)

    return 116 * cube(y) - 16, 500 * (cube(x) - cube(y)), 200 * (cube(y) - cube(z))


def apart(one: str, other: str, seen: Callable[[Colour], Colour]) -> float:
    """How far two colours are from one another, as somebody sees them (CIE 1976)."""
    pairs = zip(lab(seen(linear(one))), lab(seen(linear(other))), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def through(kind: str) -> Callable[[Colour], Colour]:
    rows = DEFICIENT[kind]
    return lambda light: tuple(  # type: ignore[return-value]
        max(0.0, sum(part * value for part, value in zip(row, light, strict=True))) for row in rows
    )


def foregrounds(theme: Theme) -> dict[str, str]:
    own = {name: getattr(theme, name) for name in ("primary", "secondary", "accent", "warning", "error")}
    return {**own, "foreground": theme.foreground or "", **{word: theme.variables[word] for word in WORDS}}


@THEME
def test_every_letter_can_be_read_on_every_ground(theme: Theme) -> None:
    grounds = [str(theme.background), str(theme.surface), str(theme.panel)]
    least = 7.0 if theme.name == "projector" else LEGIBLE
    weak = {
        name: round(min(contrast(colour, ground) for ground in grounds), 2)
        for name, colour in foregrounds(theme).items()
        if min(contrast(colour, ground) for ground in grounds) < least
    }
    assert not weak


@THEME
def test_rules_and_the_cursor_can_be_seen(theme: Theme) -> None:
    ground = str(theme.background)
    assert contrast(theme.variables["rule"], ground) >= 1.5
    cursor = theme.variables["block-cursor-background"]
    assert contrast(cursor, theme.variables["block-cursor-foreground"]) >= LEGIBLE


def test_all_themes_give_the_same_variables_and_are_known_by_the_same_names() -> None:
    given = {frozenset(theme.variables) for theme in themes.THEMES}
    assert len(given) == 1
    assert tuple(theme.name for theme in themes.THEMES) == preferences.THEMES == tuple(themes.ABOUT)


@pytest.mark.parametrize("kind", DEFICIENT)
def test_the_clear_theme_is_told_apart_whatever_colours_one_sees(kind: str) -> None:
    clear = themes.CLEAR
    seen = through(kind)
    for one, other in combinations(("good", "bad", "foreground"), 2):
        found = foregrounds(clear)
        assert apart(found[one], found[other], seen) > 20, (one, other)
    for one, other in combinations(RELATIONSHIPS, 2):
        assert apart(clear.variables[one], clear.variables[other], seen) > 8, (one, other)
    warm, cold = RELATIONSHIPS[-1], RELATIONSHIPS[0]
    assert apart(clear.variables[warm], clear.variables[cold], seen) > 40


async def test_without_colours_the_cursor_and_the_choice_are_still_seen() -> None:
    """What ``NO_COLOR`` leaves are brightness and the style of letters."""
    async with seated(TABLE) as (pilot, _):
        await pilot.press("2", "down", "down")
        await pilot.pause()
        sheet = pilot.app.screen.focused
        assert isinstance(sheet, CellGrid)
        cursor = sheet.get_component_rich_style("cell-grid--cursor")
        plain = sheet.rich_style
        assert cursor.bold and not plain.bold  # noqa: PT018 # one difference
        assert cursor.reverse or cursor.underline
        assert sheet.get_component_rich_style("cell-grid--picked").reverse


def test_no_cell_says_by_colour_alone_how_things_stand() -> None:
    """A cell in the style of a relationship has its word, letters of it, or its sign as its text."""
    from multipolar.tui.widgets.relationships import Relationships

    panel = Relationships(TABLE, id="relationships")
    cells: list[Cell] = [cell for line in panel.compose_lines(47) for cell in line]
    for cell in cells:
        if cell.style in RELATIONSHIPS:
            sign = SIGNS[RELATIONSHIPS.index(cell.style)]
            assert cell.style[:3] in cell.text or cell.text.strip(" ▲▼") == sign


@THEME
def test_in_sixteen_colours_every_letter_differs_from_its_ground(theme: Theme) -> None:
    def number(colour: str) -> int | None:
        return Color.parse(colour).downgrade(ColorSystem.STANDARD).number

    grounds = {number(str(ground)) for ground in (theme.background, theme.surface, theme.panel)}
    lost = [name for name, colour in foregrounds(theme).items() if number(colour) in grounds]
    assert not lost
    cursor = theme.variables
    assert number(cursor["block-cursor-background"]) != number(cursor["block-cursor-foreground"])
