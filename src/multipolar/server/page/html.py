"""HTML put together from texts: whatever comes from people or records is escaped here and nowhere else."""

import html as escaping
from collections.abc import Iterable, Sequence


class Html(str):
    """A piece of HTML, safe to be put into a page."""

    __slots__ = ()


def text(said: str) -> Html:
    """Words as HTML: nothing in them is read as markup."""
    shown = "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in said)
    return Html(escaping.escape(shown))


NOTHING = Html("")
"""No HTML at all."""


def _safe(value: "str | Html") -> str:
    return value if isinstance(value, Html) else text(value)


def tag(name: str, /, *inner: "str | Html", **attributes: "str | bool | int | None") -> Html:
    """An element.

    Args:
        name: of the element.
        inner: what stands in it; texts are escaped.
        attributes: a trailing underscore is left out, one between words becomes a hyphen; ``True``: without a
            value; ``None`` or ``False``: left out.
    """
    given = []
    for key, value in attributes.items():
        word = key.rstrip("_").replace("_", "-")
        if value is True:
            given.append(f" {word}")
        elif value is not None and value is not False:
            given.append(f' {word}="{text(str(value))}"')
    return Html(f"<{name}{''.join(given)}>{''.join(map(_safe, inner))}</{name}>")


def void(name: str, /, **attributes: "str | bool | int | None") -> Html:
    """An element that holds nothing, such as an input."""
    return Html(tag(name, **attributes).removesuffix(f"</{name}>"))


def many(parts: Iterable["str | Html"]) -> Html:
    """Pieces one after another."""
    return Html("".join(map(_safe, parts)))


def listed(lines: Sequence[str], *, ordered: bool = False) -> Html:
    """Lines as a list; nothing where there are none."""
    if not lines:
        return Html("")
    return tag("ol" if ordered else "ul", *(tag("li", line) for line in lines))


def hidden(name: str, value: str) -> Html:
    """A field that is sent along."""
    return void("input", type="hidden", name=name, value=value)


def choices(name: str, legend: Html, options: Sequence[tuple[str, str, str]], about: Html = NOTHING) -> Html:
    """Radio buttons, of which the first is marked.

    Args:
        name: of the field.
        legend: what is chosen.
        options: value, label and a small line under it.
        about: what is said between.
    """
    buttons = [
        tag(
            "label",
            void("input", type="radio", name=name, value=value, checked=not number),
            tag("span", label, *([tag("small", small)] if small else [])),
        )
        for number, (value, label, small) in enumerate(options)
    ]
    return tag("fieldset", tag("legend", legend), about, tag("div", *buttons, class_="pick"))
