"""Text comes to a screen in one way: `multipolar.tui.support.text`. Nothing else makes content from a string.

A name such as ``[/ Osk`` ends the program where a plain string is handed to what reads markup. So every
place where Textual or Rich would read a string as markup is looked for in the source.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste

from multipolar.cells import cells_in, visible
from multipolar.tui.support.text import Area, Field, content, line_of, option, segment, styled, styled_lines
from multipolar.tui.support.text import Text as WrittenText
from tests.tui.screen_text import checked

TUI = Path(__file__).parents[2] / "src" / "multipolar" / "tui"
THE_WAY = TUI / "support" / "text.py"

BUILDERS = {
    "Content", "Option", "Hit", "DiscoveryHit", "Segment", "Notification", "Toast", "Tooltip", "Input",
    "TextArea",
}  # fmt: skip
"""Only `multipolar.tui.support.text` calls these."""
READERS = {"from_markup", "from_text", "from_rich_text", "assemble", "render_str", "highlight", "add_option"}
"""Methods that nobody calls."""
ASSIGNED = {"border_title", "border_subtitle", "tooltip", "sub_title", "label", "placeholder", "prompt"}
"""What reads markup when a string is assigned to it."""
WIDGETS = {"Button", "Digits", "Input", "OptionList", "TabPane", "TabbedContent", "Tabs", "TextArea"}
"""What may be taken from Textual; each is given words of the program alone, or takes them as they are."""
LITERAL = {"Button": 0, "TabPane": 0}
"""Widgets whose label reads markup: it stands in the source."""
PROGRAM_WORDS = {"_word"}
"""Functions that choose between labels which stand in the source."""
RENDERING = {"rich.text", "rich.markup", "rich.console", "rich.table", "textual.markup", "textual.visual"}


def other_ways(source: str) -> Iterator[tuple[int, str]]:
    """Line and kind of each place where a string might be read as markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module="textual.widgets", names=names):
                yield from ((node.lineno, name.name) for name in names if name.name not in WIDGETS)
            case ast.ImportFrom(module=module) if module in RENDERING:
                yield node.lineno, f"import of {module}"
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names if name.name in RENDERING)
            case ast.Call():
                yield from _calls(node)
            case ast.Assign(targets=targets):
                yield from _assigned(targets)
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                yield from _assigned([target])
            case ast.FunctionDef(name="render" | "render_str" | "_render"):
                yield node.lineno, node.name


def _assigned(targets: list[ast.expr]) -> Iterator[tuple[int, str]]:
    for target in targets:
        if isinstance(target, ast.Attribute) and target.attr in ASSIGNED:
            yield target.lineno, target.attr


def _calls(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in BUILDERS or method in READERS:
        yield node.lineno, name or method
    if name in LITERAL and node.args and not _is_words(node.args[LITERAL[name]]):
        yield node.lineno, f"{name} of what is no literal"
    if name == "setattr":
        yield node.lineno, name
    for keyword in node.keywords:
        reads = keyword.arg in ("placeholder", "label", "tooltip") and name in (*WIDGETS, "Field")
        if keyword.arg == "markup" or (reads and not _is_words(keyword.value)):
            yield node.lineno, f"{keyword.arg}="


def _is_words(value: ast.expr) -> bool:
    """Whether a text stands in the source, so that nobody else can write it."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.attr in PROGRAM_WORDS
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and "[" not in value.value


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(TUI.rglob("*.py")) if path != THE_WAY],
    ids=lambda path: str(path.relative_to(TUI)),
)
def test_text_comes_to_the_screen_in_one_way(path: Path) -> None:
    found = other_ways(path.read_text(encoding="utf-8"))
    # The app's own `notify` tells Textual's that nothing is markup.
    assert [place for place in found if (path.name, place[1]) != ("app.py", "markup=")] == []


@pytest.mark.parametrize(
    "line",
    [
        "from textual.widgets import Static",
        "from textual.widgets import Label, Button",
        "from textual.widgets import DataTable",
        "from rich.text import Text",
        "import rich.markup",
        "x = Content(name)",
        "x = Content.from_markup(name)",
        "x = Content.assemble(name)",
        "x = Option(name)",
        "box.border_title = name",
        "box.border_subtitle = f'{name}'",
        "self.tooltip = name",
        "self.app.sub_title = name",
        "button.label = name",
        "Button(name)",
        "Button(f'{name}')",
        "TabPane(view.title)",
        "Field(placeholder=name)",
        "Input(id='note')",
        "TextArea()",
        "options.add_option(name)",
        "self.notify(name, markup=True)",
        "Hit(1, name, call)",
        "matcher.highlight(name)",
        "def render(self): return name",
        "setattr(box, 'border_title', name)",
        "Segment(name)",
    ],
)
def test_every_other_way_is_found(line: str) -> None:
    assert list(other_ways(line))


HOSTILE = ("[/ Osk", "[b]x[/b]", "[@click=app.quit]x[/]", "\\[x]", "[link=file:///]y", "[", "]", "$accent")


@pytest.mark.parametrize("text", HOSTILE)
def test_brackets_stand_as_they_were_written(text: str) -> None:
    assert content(text).plain == text
    assert styled(text, (text, "bold")).plain == text * 2
    assert styled_lines([text, [text, (text, "$accent")]]).plain == f"{text}\n{text * 2}"
    assert str(option(text, "key").prompt) == text
    assert str(WrittenText(text).content) == text
    assert segment(text).text == text


def test_signs_that_steer_a_terminal_are_shown() -> None:
    assert content("a\x1b[2Jb\u202ec\n\td").plain == "a␛[2Jb<U+202E>c\n    d"
    assert segment("a\nb").text == "a␊b"


@pytest.mark.parametrize(
    ("text", "room"), [("中文名字", 5), ("abcdef", 5), ("ab", 5), ("abcde   ", 5), ("中文", 1)]
)
def test_a_line_without_room_says_so(text: str, room: int) -> None:
    from rich.style import Style

    line = line_of([segment(text)], room, Style()).text
    assert cells_in(line) == room
    assert line.endswith("…") == (cells_in(text.rstrip()) > room)


@pytest.mark.parametrize("typed", ["a\x1b[2Jb", "a\u202eb", "a\x00", "a\ud800"])
async def test_what_is_pasted_is_written_as_it_is_shown(typed: str) -> None:
    class Desk(App[None]):
        def compose(self) -> Iterator[Field | Area]:
            yield Field()
            yield Area()

    async with Desk().run_test() as pilot:
        for place in (Field, Area):
            field = pilot.app.query_one(place)
            field.focus()
            await pilot.pause()
            pilot.app.post_message(Paste(f"{typed}\n"))
            await pilot.pause()
        assert pilot.app.query_one(Field).value == visible(typed)
        assert pilot.app.query_one(Area).text == f"{visible(typed)}\n"
        pilot.app.query_one(Area).text = typed
        await pilot.pause()
        assert pilot.app.query_one(Area).text == visible(typed)
        checked(pilot)
