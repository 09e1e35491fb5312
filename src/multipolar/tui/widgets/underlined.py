"""Words of the glossary in a text: underlined where they first stand, and opened by a click."""

from textual.content import Content
from textual.style import Style

from multipolar.rulebook.glossary import terms_in
from multipolar.tui.support.text import Written, content


def underlined(text: Written) -> Content:
    """A text in which each term of the glossary is underlined where it first stands.

    Args:
        text: plain, or styled already.
    """
    shown = content(text)
    for found in terms_in(shown.plain):
        click = Style.from_meta({"@click": f"app.open_term('{found.term.id}')"})
        shown = shown.stylize(Style(underline=True) + click, found.start, found.end)
    return shown
