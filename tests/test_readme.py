"""The README shows what the program does: its diagrams are those of the tables that decide."""

import re
from pathlib import Path

from multipolar.domain.machines.diagram import MACHINES, mermaid

README = Path(__file__).parents[1] / "README.md"


def machines_section() -> str:
    """The section as it must stand."""
    parts = [f"### {name.capitalize()}\n\n```mermaid\n{mermaid(name)}\n```" for name in MACHINES]
    return "\n\n".join(parts)


def test_the_diagrams_are_those_of_the_machines() -> None:
    text = README.read_text(encoding="utf-8")
    shown = re.search(r"<!-- machines -->\n(.*?)\n<!-- end of machines -->", text, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == machines_section()


def test_every_path_it_names_exists() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|scenarios|saves|tests)/[\w./-]+)`", text))
    named |= set(re.findall(r"\((tests/[\w./-]+)\)", text))
    missing = sorted(path for path in named if not (README.parent / path).exists())
    assert not missing
