"""Markdown: headings, tables, lists."""

import re
from collections.abc import Iterable, Sequence
from textwrap import fill

WIDTH = 110
"""Columns of a line of text."""


def heading(level: int, text: str) -> str:
    """A heading of a level, 1 to 6."""
    return f"{'#' * level} {text}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; signs that would break it are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list, an item a line."""
    return "\n".join(f"- {item}" for item in items)


def fenced(text: str, language: str) -> str:
    """Text as it stands, in a language."""
    return f"```{language}\n{text.strip()}\n```"


def joined(*parts: str) -> str:
    """Parts with a blank line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def flowed(text: str) -> str:
    """Paragraphs and lists set anew to lines of a like length; tables, headings and code as they stand."""
    blocks = re.split(r"(```.*?```)", text, flags=re.DOTALL)
    return "".join(block if block.startswith("```") else _flowed(block) for block in blocks)


def _flowed(text: str) -> str:
    return "\n\n".join(_block(block) for block in text.split("\n\n"))


def _block(block: str) -> str:
    if block.lstrip().startswith(("|", "#")) or not block.strip():
        return block
    items = re.split(r"\n(?=- )", block.strip("\n"))
    hang = "  " if items[0].startswith("- ") else ""
    filled = (fill(" ".join(item.split()), WIDTH, subsequent_indent=hang, break_long_words=False,
                   break_on_hyphens=False) for item in items)  # fmt: skip
    return "\n".join(filled)


def signed(amounts: Sequence[int]) -> tuple[str, ...]:
    """Amounts with their signs; nothing is a dot."""
    return tuple(f"{amount:+d}" if amount else "·" for amount in amounts)


def plain(word: str) -> str:
    """A name of the rules as words: ``joint_exercise`` as ``joint exercise``."""
    return word.replace("_", " ")


def _cell(cell: object) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
