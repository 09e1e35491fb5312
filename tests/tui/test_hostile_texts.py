"""Every screen, drawn with texts that mean no good: shown as written, or cut with a sign; nothing breaks.

Whatever a scenario or a person writes is replaced: names, titles, stories, messages, reasons, notes. Ids,
addresses and words of the rulebook stay. A screen that is added is drawn too, or a test below fails.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.screen import Screen

from multipolar.cells import visible
from multipolar.signs import is_hidden
from multipolar.tui import screens
from multipolar.tui.app import MultipolarApp
from tests.tui import canned, canned_parts, canned_replay
from tests.tui.pictures import __main__ as pictures
from tests.tui.screen_text import text_of

TEXTS = {
    "closing": "[/ Osk",
    "markup": "[/b][bold red]x[/][link=file:///]y[/link][@click=app.quit]Go[/]",
    "brackets": "]]][[[)(}{ \\[x] \\ $accent {name} %s",
    "controls": "a\x1b[2J\x1b]0;t\x07\r\nok: left\x00",
    "bidirectional": "\u202eabc\u2066d\u200b",
    "lines": "one\ntwo\n\nthree\ttabbed\u2028end",
    "long": "A very long name " * 30,
    "empty": "",
    "wide": "中华人民共和国外交部",
    "surrogate": "a\ud800b",
}
BROAD = {"markup", "controls", "lines", "surrogate"}
"""Those drawn at 120 columns; the others at 80."""
KINDS = [(kind, (120, 36) if kind in BROAD else (80, 24)) for kind in TEXTS]
SILENT = {"glossary", "learn", "settings", "help", "small"}
"""Screens that show words of the program alone."""
KEPT = re.compile(
    r"[a-z0-9_.:,()*→><=+\-]*"  # words of the rulebook, addresses, conditions
    r"|[A-Z]{2,5}([-–,][A-Z]{2,5})*"  # ids of powers
    r"|[0-9.]+\.?[A-Za-z0-9_.\-]*|[0-9]{4}-[0-9: -]*"  # ids of records, dates
    r"|[a-z_]+\([A-Za-z_,]+\)|K\d+|[A-Z]\d*"
)
MODULES = (canned_parts, canned, canned_replay, pictures)


def rewritten(value: Any, text: str) -> Any:
    """A canned value in which every text is another one."""
    if isinstance(value, str):
        return value if KEPT.fullmatch(value) else text
    if isinstance(value, msgspec.Struct):
        fields = {name: rewritten(getattr(value, name), text) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    if isinstance(value, tuple) and hasattr(value, "_replace"):
        return type(value)(*(rewritten(one, text) for one in value))
    if isinstance(value, tuple | list):
        return type(value)(rewritten(one, text) for one in value)
    if isinstance(value, dict):
        return {key: rewritten(one, text) for key, one in value.items()}
    return value


def canned_values(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The values of a module from which screens are drawn."""
    for name, value in vars(module).items():
        is_data = isinstance(value, tuple | list | dict | msgspec.Struct) and name.isupper()
        if is_data and name not in ("PICTURES", "KEPT", "LOOKED_AT", "THEMES", "SIZE"):
            yield name, value


@pytest.fixture
def rewrite(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts another text in the place of every text."""

    def write(text: str) -> None:
        for module in MODULES:
            for name, value in list(canned_values(module)):
                monkeypatch.setattr(module, name, rewritten(value, text))
        for init in (canned.CannedTable.__init__, canned.CannedReception.__init__):
            monkeypatch.setattr(init, "__defaults__", rewritten(init.__defaults__, text))

    return write


def check(pilot: Pilot[None], columns: int) -> str:
    """Nothing that steers a terminal is drawn, and every row takes the columns there are.

    Returns:
        What the screen shows.
    """
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    rows = ["".join(segment.text for segment in strip) for strip in strips]
    for row in rows:
        signs = [sign for before, sign in zip(("", *row), row, strict=False) if is_hidden(sign, before)]
        assert not [sign for sign in signs if sign != "\u2800"], ascii(row)
        assert cell_len(row) == columns, ascii(row)
    return text_of(pilot.app)


@pytest.mark.parametrize(("kind", "size"), KINDS, ids=str)
async def test_every_screen_shows_texts_as_they_were_written(
    kind: str, size: tuple[int, int], rewrite: Callable[[str], None]
) -> None:
    text = TEXTS[kind]
    rewrite(text)
    begins = visible(text, keep_lines=True).split("\n")[0].strip()
    app = MultipolarApp(canned.CannedReception())
    unseen = []
    async with app.run_test(size=size) as pilot:
        for name, (make, keys) in pictures.PICTURES.items():
            await app.push_screen(make())
            await pilot.pause()
            check(pilot, size[0])
            for key in keys:
                await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            shown = check(pilot, size[0])
            if begins[:3] not in shown and name not in SILENT:
                unseen.append(name)
            await app.pop_screen()
            await pilot.pause()
        app.screen.notify(text, title=text)
        await app.push_screen(pictures.PICTURES["table"][0]())
        await pilot.press("ctrl+p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        check(pilot, size[0])
        await pilot.press(*"pow")
        await app.workers.wait_for_complete()
        await pilot.pause()
        check(pilot, size[0])
    assert unseen == []


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
