"""Words of the glossary in a text: underlined where they first stand, and opened by a click."""

from textual.content import Content
from textual.style import Style

from multipolar.rulebook.glossary import terms_in


def underlined(text: str | Content) -> Content:
    """A text in which each term of the glossary is underlined where it first stands.

    Args:
        text: plain, or styled already.
    """
    content = text if isinstance(text, Content) else Content(text)
    for found in terms_in(content.plain):
        click = Style.from_meta({"@click": f"app.open_term('{found.term.id}')"})
        content = content.stylize(Style(underline=True) + click, found.start, found.end)
    return content
