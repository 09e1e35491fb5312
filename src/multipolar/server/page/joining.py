"""The page on which a code is typed."""

from typing import NamedTuple

from multipolar.server.page.html import NOTHING, Html, choices, many, tag, text, void
from multipolar.server.page.pages import page

PAGE, SCREENS = "page", "screens"
"""The two ways to sit at a table in a browser."""
_WAYS = (
    (PAGE, "The page", "phones, screen readers, slow networks"),
    (SCREENS, "The screens", "a laptop, with map and keyboard"),
)


class Typed(NamedTuple):
    """What somebody typed there."""

    code: str = ""
    name: str = ""
    way: str = PAGE


NOTHING_YET = Typed()


def join_page(title: str, typed: Typed = NOTHING_YET, wrong: str = "", below: Html = NOTHING) -> str:
    """The page.

    Args:
        title: of the exercise.
        typed: what was typed there before.
        wrong: what was wrong with it.
        below: what stands under it.
    """
    ways = sorted(_WAYS, key=lambda way: way[0] != typed.way)
    said = tag("div", tag("strong", wrong), class_="note err", role="alert", id="wrong") if wrong else NOTHING
    form = tag(
        "form",
        said,
        tag("label", "Code from your sheet", class_="f", for_="code"),
        void(
            "input",
            class_="code",
            type="text",
            id="code",
            name="code",
            value=typed.code,
            maxlength=16,
            required=True,
            autocapitalize="characters",
            autocomplete="off",
            spellcheck="false",
            aria_invalid="true" if wrong else None,
            aria_describedby="wrong" if wrong else None,
        ),
        tag("label", "Your name, or one you choose", class_="f", for_="name"),
        void(
            "input",
            type="text",
            id="name",
            name="name",
            value=typed.name,
            maxlength=40,
            autocomplete="nickname",
            aria_describedby="about-name",
        ),
        tag("p", "Your team and the facilitator see it.", class_="q", id="about-name"),
        choices("way", text("Show me"), ways),
        tag("button", "Go to my seat", class_="main"),
        method="post",
        action="/join",
    )
    head = tag("header", tag("p", tag("strong", title), " · not seated yet"), class_="top")
    return page(f"Take your seat · {title}", many((tag("h1", "Take your seat"), form, below)), head)
