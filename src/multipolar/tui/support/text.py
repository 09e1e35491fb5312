"""The one way of putting text on a screen: as it was written, and never read as markup.

Names, titles, messages and file names come from people and files; Textual would read brackets in a plain
string as styles and links. So nothing else under `multipolar.tui` makes content, titles, tooltips,
options or hits of the palette from a string: a style stands beside a text, never in it. Signs that cannot
be seen are shown by a sign of their own (`multipolar.cells.visible`).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style as DrawnStyle
from textual.command import DiscoveryHit, Hit
from textual.content import Content
from textual.fuzzy import Matcher
from textual.strip import Strip
from textual.style import Style
from textual.visual import VisualType
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option
from textual.widgets.text_area import Edit, EditResult

from multipolar.cells import SIGN, visible

Written = str | Content
"""A text as it was written, or one that was styled here."""
Piece = Written | tuple[str, str]
"""A piece of a text: plain, styled already, or beside its style."""
HELP = "$text-muted not bold"


def content(text: Written) -> Content:
    """A text as content; nothing in it is read as markup."""
    return text if isinstance(text, Content) else Content(visible(text, keep_lines=True))


def styled(*pieces: Piece) -> Content:
    """Pieces as one content, each in its style."""
    return Content.assemble(*(_shown(piece) for piece in pieces))


def _shown(piece: Piece) -> Content | tuple[str, str]:
    if isinstance(piece, tuple):
        return visible(piece[0], keep_lines=True), piece[1]
    return content(piece)


def styled_lines(rows: Iterable[Piece | Sequence[Piece]]) -> Content:
    """Lines of pieces, one under another."""
    return Content("\n").join(styled(*row) if isinstance(row, list) else styled(row) for row in rows)  # type: ignore[arg-type] # a list is a line, a tuple a piece


def joined(between: str, texts: Iterable[Written]) -> Content:
    """Texts as one, with something between them."""
    return content(between).join(content(text) for text in texts)


def capitalised(text: str) -> str:
    """A text that begins with a capital."""
    return text.replace(text[0], text[0].upper(), 1) if text else text


def doing(text: str, action: str, style: str = "") -> Content:
    """A text that does something when it is clicked.

    Args:
        text: what stands there.
        action: of the table of actions, such as ``app.guide_next``; never made from what people wrote.
        style: of the text.
    """
    shown = styled((text, style))
    return shown.stylize(Style.from_meta({"@click": action}))


def entitle(widget: Widget, title: str) -> None:
    """Give a widget a title in its border."""
    widget.border_title = Content(visible(title)) if title else None


def explain(widget: Widget, hint: str) -> None:
    """Say something while the mouse is over a widget; empty: nothing."""
    widget.tooltip = content(hint) if hint else None


def prompt(field: Input, text: str) -> None:
    """Say in an empty field what may be written there."""
    field.placeholder = visible(text)


def segment(text: str, style: DrawnStyle | None = None) -> Segment:
    """A piece of a line that a widget draws by itself."""
    return Segment(visible(text), style)


def line_of(segments: Iterable[Segment], room: int, style: DrawnStyle) -> Strip:
    """A line filled to its room; what finds no room is told by a sign."""
    line = Strip(segments)
    lost = line.cell_length - room
    if lost > 0 and line.crop(room).text.strip():
        at = next(iter(line.crop(max(0, room - 1))), Segment("", style))
        return Strip.join([line.crop(0, max(0, room - 1)), Strip([Segment(SIGN, at.style)])])
    return line.adjust_cell_length(room, style)


class Text(Static):
    """A text that stands on a screen as it was written.

    Args:
        text: what it shows first.
        id: of the widget.
        classes: of its style.
    """

    def __init__(self, text: Written = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(content(text), id=id, classes=classes, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text."""
        shown = Content(visible(content, keep_lines=True)) if isinstance(content, str) else content
        super().update(shown, layout=layout)


class TextLine(Text):
    """A text in one line; cut with a sign where there is too little room."""

    DEFAULT_CSS = "TextLine { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }"

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text."""
        super().update(visible(content) if isinstance(content, str) else content, layout=layout)


class Field(Input):
    """A line to write on. What is pasted into it and could not be seen is written as it is shown."""

    def validate_value(self, value: str) -> str:
        """The line with signs in the place of what cannot be seen."""
        return visible(value)


class Area(TextArea):
    """Lines to write on. What is pasted into them and could not be seen is written as it is shown."""

    def load_text(self, text: str) -> None:
        """Begin anew with a text."""
        super().load_text(visible(text, keep_lines=True))

    def edit(self, edit: Edit) -> EditResult:
        """Type, paste or take away."""
        edit.text = visible(edit.text, keep_lines=True)
        return super().edit(edit)


class Options(OptionList):
    """A list of texts to choose from.

    Args:
        options: from `option`; None is a line between two groups.
        id: of the widget.
    """

    def __init__(self, *options: Option | None, id: str | None = None) -> None:
        super().__init__(*options, id=id, markup=False)


def option(text: Written, key: str) -> Option:
    """One of a list of texts to choose from."""
    return Option(content(text), id=key)


def discovered(title: str, hint: str, call: Callable[[], Any]) -> DiscoveryHit:
    """What the palette offers before anything is typed."""
    return DiscoveryHit(styled(title, ("\n" + hint, HELP)), call, text=visible(title))


def found(matcher: Matcher, title: str, hint: str, call: Callable[[], Any]) -> Hit | None:
    """What the palette found, with the letters that fit marked; None where it does not fit."""
    words = visible(title)
    score, offsets = matcher.fuzzy_search.match(matcher.query, words)
    if not score:
        return None
    marked = Content(words)
    for offset in offsets:
        marked = marked.stylize(matcher.match_style, offset, offset + 1)
    return Hit(score, styled(marked, ("\n" + hint, HELP)), call, text=words)
