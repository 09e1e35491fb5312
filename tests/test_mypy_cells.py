"""The plugin finds every way in which a layout counts characters, and leaves lists and numbers alone."""

from pathlib import Path

from mypy import api

PLUGIN = Path(__file__).parent / "mypy_cells.py"
FOUND = """
from textwrap import wrap
name: str = input()
room: int = 5
a = len(name)
b = name[:3]
c = name.ljust(room)
d = f"{name:<10}"
e = f"{name:>{room}}"
f = wrap(name, room)
g = f"{room:>3}"
h = f"{name:*^20}"
"""
LEFT_ALONE = """
names: list[str] = []
room: int = 5
a = len(names)
b = names[:3]
c = f"{room:>3d}"
d = f"{room:+d} {room}"
e = f"{room / 3:.1f}"
f = f"{room:02x}"
"""


def test_layouts_that_count_characters_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "multipolar" / "tui"
    folder.mkdir(parents=True)
    (folder / "found.py").write_text(FOUND, encoding="utf-8")
    (folder / "alone.py").write_text(LEFT_ALONE, encoding="utf-8")
    settings = tmp_path / "mypy.ini"
    settings.write_text(f"[mypy]\nplugins = {PLUGIN}\ncache_dir = {tmp_path / 'cache'}\n", encoding="utf-8")
    told, trouble, _ = api.run(
        ["--config-file", str(settings), str(folder / "found.py"), str(folder / "alone.py")]
    )
    assert not trouble
    lines = [int(line.split(":")[1]) for line in told.splitlines() if "[cells]" in line]
    assert sorted(set(lines)) == list(range(5, 13))
    assert "alone.py" not in told
