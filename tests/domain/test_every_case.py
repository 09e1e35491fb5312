"""A new event or command without its cases is a mistake that mypy finds, not one that a game finds."""

import re
from pathlib import Path

from mypy import api

SOURCE = Path(__file__).parents[2] / "src" / "multipolar" / "domain"

# The end of each union is where a new member is put; the name of a member that has its cases stands for any.
_EVENT = """

class SomethingNew(EventBase, frozen=True, gc=False, tag="something_new"):
    \"\"\"New.\"\"\"


Event = ("""
_COMMAND = """

class SomethingNew(Command, frozen=True, gc=False, tag="something_new"):
    \"\"\"New.\"\"\"


AnyCommand = ("""


_NEW = {"events": ("Event = (", _EVENT), "commands": ("AnyCommand = (", _COMMAND)}
_PLACES = ("model/evolution.py", "knowledge/narration.py", "possible.py", "phases/dispatch.py")


def test_mypy_names_every_place_that_lacks_a_case(tmp_path: Path) -> None:
    shadows: list[str] = []
    for module, (union, new) in _NEW.items():
        source, changed = SOURCE / "model" / f"{module}.py", tmp_path / f"{module}.py"
        text = source.read_text(encoding="utf-8")
        assert text.count(f"\n{union}") == 1
        changed.write_text(text.replace(f"\n{union}", f"{new}\n    SomethingNew |", 1), encoding="utf-8")
        shadows += ["--shadow-file", str(source), str(changed)]
    config = ["--config-file", str(SOURCE.parents[2] / "pyproject.toml"), "--no-warn-unused-configs"]
    apart = ["--cache-dir", str(tmp_path / "cache"), "--follow-imports=silent"]
    out, err, _ = api.run([*config, *apart, *shadows, *(str(SOURCE / place) for place in _PLACES)])
    assert not err
    missing = re.findall(r"(\w+\.py):\d+: error: Argument 1 to \"assert_never\"[^\n]*SomethingNew", out)
    assert sorted(missing) == ["dispatch.py", "dispatch.py", "evolution.py", "narration.py", "possible.py"], (
        out
    )
