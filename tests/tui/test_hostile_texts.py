"""Every screen, drawn with texts that mean no good: shown as written, or cut with a sign; nothing breaks.

Whatever a scenario or a person writes is replaced: names, titles, stories, messages, reasons, notes. Ids,
addresses and words of the rulebook stay. A screen that is added is drawn too, or a test below fails.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.widgets._toast import Toast

from multipolar.cells import visible
from multipolar.tui import screens
from tests.tui import canned, canned_parts, canned_replay, canned_shared
from tests.tui.pictures import __main__ as pictures
from tests.tui.playing import app_of
from tests.tui.screen_text import checked

SIGNS = (
    "[/ Osk" + "a\x1b[2J\x1b]0;t\x07\r\nok: left\x00",
    "[/b][bold red]x[/][link=file:///]y[/link][@click=app.quit]Go[/]" + "e" + "\u0301" * 12 + "a\u20dd",
    "a\ud800b" + "\u202eabc\u2066d\u200b",
    "👩\u200d👩\u200d👧\u200d👦🇮🇳❤\ufe0f 🏴\u200d☠\ufe0f" + "]]][[[)(}{ \\[x] \\ $accent {name} %s",
)
"""What is in a text: tags, controls, marks that combine, halves of signs, marks of direction, emoji."""
SHAPES = (
    "",
    "   ",
    " a very long name" * 30,
    "x" * 500,
    "\none\ntwo\n\nthree\ttabbed\u2028end",
    "中华人民共和国 대한민국 กระทรวงการต่างประเทศที่",
)
"""What a text is like: empty, blank, long, without blanks, in lines, wide."""
SIZES = ((80, 24), (120, 36), (80, 24), (100, 30), (80, 24), (200, 60))
"""The screen of each turn."""
SILENT = {"glossary", "learn", "settings", "help", "small"}
"""Screens that show words of the program alone."""
KEPT = re.compile(
    r"[a-z0-9_.:,()*→><=+\-]*"  # words of the rulebook, addresses, conditions
    r"|[A-Z]{2,5}([-–,][A-Z]{2,5})*"  # ids of powers
    r"|[0-9.]+\.?[A-Za-z0-9_.\-]*|[0-9]{4}-[0-9: -]*"  # ids of records, dates
    r"|[a-z_]+\([A-Za-z_,]+\)|K\d+|[A-Z]\d*"
)
MODULES = (canned_parts, canned, canned_shared, canned_replay, canned_shared, pictures)


class Rewriter:
    """Gives every text another: each field meets each shape in one of the turns, and each of the signs.

    Args:
        turn: from 0 to 5.
    """

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.fields = 0
        self.texts: set[str] = set()

    def text(self) -> str:
        """The text of the next field."""
        field = self.fields
        self.fields += 1
        shape = (field + self.turn) % len(SHAPES)
        if not SHAPES[shape].strip():
            return SHAPES[shape]
        # Four of the shapes carry signs, so that within six turns the field has had all four.
        text = SIGNS[(shape + field // len(SHAPES)) % len(SIGNS)] + SHAPES[shape]
        self.texts.add(text)
        return text

    def rewritten(self, value: Any) -> Any:
        """A canned value in which every text is another one."""
        if isinstance(value, str):
            return value if KEPT.fullmatch(value) else self.text()
        if isinstance(value, msgspec.Struct):
            fields = {name: self.rewritten(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
        if isinstance(value, tuple) and hasattr(value, "_replace"):
            return type(value)(*(self.rewritten(one) for one in value))
        if isinstance(value, tuple | list):
            return type(value)(self.rewritten(one) for one in value)
        if isinstance(value, dict):
            return {key: self.rewritten(one) for key, one in value.items()}
        return value


def canned_values(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The values of a module from which screens are drawn."""
    for name, value in vars(module).items():
        is_data = isinstance(value, tuple | list | dict | msgspec.Struct) and name.isupper()
        if is_data and name not in ("PICTURES", "KEPT", "LOOKED_AT", "THEMES", "SIZE"):
            yield name, value


def rewrite(turn: int, patch: pytest.MonkeyPatch) -> list[str]:
    """Put other texts in the place of all, and tell how those begin."""
    rewriter = Rewriter(turn)
    for module in MODULES:
        for name, value in list(canned_values(module)):
            patch.setattr(module, name, rewriter.rewritten(value))
    for init in (canned.CannedTable.__init__, canned.CannedLobby.__init__):
        patch.setattr(init, "__defaults__", rewriter.rewritten(init.__defaults__))
    return sorted({visible(text, keep_lines=True).split("\n")[0].strip()[:3] for text in rewriter.texts})


def test_each_field_meets_each_shape_and_all_signs() -> None:
    met: dict[int, list[str]] = {}
    for turn in range(len(SIZES)):
        rewriter = Rewriter(turn)
        for field in range(40):
            met.setdefault(field, []).append(rewriter.text())
    for texts in met.values():
        assert all(any(text.endswith(shape) for text in texts) for shape in SHAPES)
        assert all(any(text.startswith(sign) for text in texts) for sign in SIGNS)
        assert {"", "   "} <= set(texts)


async def test_every_screen_shows_texts_as_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    # Going through all of memory after each screen takes longer than drawing it.
    monkeypatch.setattr("multipolar.tui.app.tidy", lambda: None)
    seen: set[str] = set()
    for turn, size in enumerate(SIZES):
        with monkeypatch.context() as patch:
            begins = rewrite(turn, patch)
            async with app_of(canned.CannedLobby()).run_test(
                size=size, notifications=True, tooltips=True
            ) as pilot:
                shown = {name: await drawn(pilot, name, turn) for name in pictures.PICTURES}
                seen |= {name for name, text in shown.items() if any(begin in text for begin in begins)}
                await around_the_screens(pilot)
    assert set(pictures.PICTURES) - seen <= SILENT


async def drawn(pilot: Pilot[None], name: str, turn: int) -> str:
    """What a screen shows, as it opens, after its keys, and with something typed into its fields."""
    make, keys = pictures.PICTURES[name]
    await pilot.app.push_screen(make())
    await pilot.pause()
    checked(pilot)
    for key in keys:
        await pilot.press(key)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    shown = checked(pilot)
    for number, field in enumerate(pilot.app.screen.query("Input, TextArea").results()):
        text = (SIGNS + SHAPES)[(turn + number) % len(SIGNS + SHAPES)]
        if isinstance(field, Input):
            field.value = text
        elif isinstance(field, TextArea):
            field.text = text
        await pilot.pause()
        checked(pilot)
    await pilot.app.pop_screen()
    return shown


async def around_the_screens(pilot: Pilot[None]) -> None:
    """Notifications, and the palette before and after something is typed."""
    for sign in SIGNS:
        pilot.app.screen.notify(sign, title=sign)
    await pilot.pause()
    checked(pilot)
    assert len(pilot.app.screen.query(Toast)) == len(SIGNS)
    await pilot.app.push_screen(pictures.PICTURES["table"][0]())
    for keys in (["ctrl+p"], [*"pow"]):
        await pilot.press(*keys)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        checked(pilot)


def test_no_screen_is_left_out() -> None:
    known: set[type[Screen[Any]]] = set()
    for found in pkgutil.iter_modules(screens.__path__):
        module = importlib.import_module(f"{screens.__name__}.{found.name}")
        known |= {
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Screen)
            and value.__module__ == module.__name__
            and value.__name__ != "KeyboardFree"
        }
    assert known == {type(make()) for make, _ in pictures.PICTURES.values()}
