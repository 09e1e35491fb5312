"""A scenario file to begin from: it checks clean, can be played, and says what to change."""

import re
from importlib.resources import files


def template(name: str, title: str) -> str:
    """The text of a new scenario.

    Args:
        name: its id: small letters, figures and hyphens.
        title: as it is shown.
    """
    text = files(__package__).joinpath("template.yaml").read_text(encoding="utf-8")
    return text.format(id=name, title=_quoted(title))


def id_of(stem: str) -> str:
    """An id for a scenario out of the name of its file."""
    words = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return (words if words[:1].isalpha() else f"scenario-{words}".strip("-"))[:40].rstrip("-")


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
