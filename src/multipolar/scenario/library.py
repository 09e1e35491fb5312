"""The library: which scenarios there are, and from a name or a path to a file.

Scenarios travel inside the package when it is installed from a wheel, and stand at the top of the
repository where people find them; the first is looked at first. Nothing here opens a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from multipolar.documents.pieces import short

_PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = (".yaml", ".yml")


class ScenarioUnknown(LookupError):
    """No scenario of that name, and no file at that path; the message says what there is instead."""


@dataclass(frozen=True)
class Listed:
    """One scenario of the library.

    Attributes:
        id: the name it is asked for by: that of its file, without the ending.
        path: where the file is.
    """

    id: str
    path: Path


def folders() -> tuple[Path, ...]:
    """Where the scenarios are looked for, in order: inside the package, then in the repository."""
    return (_PACKAGE / "scenarios", _PACKAGE.parent.parent / "scenarios")


def library(where: Iterable[Path] | None = None) -> tuple[Listed, ...]:
    """All scenarios by id; of two with one id the first folder's counts.

    Args:
        where: folders to look in; the program's own when not given.
    """
    found: dict[str, Path] = {}
    for folder in folders() if where is None else where:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.suffix in SUFFIXES and path.is_file():
                    found.setdefault(path.stem, path)
    return tuple(Listed(name, found[name]) for name in sorted(found))


def find(name: str, where: Iterable[Path] | None = None) -> Path:
    """The file of a scenario.

    Args:
        name: an id of the library, or a path to a file.
        where: folders to look in; the program's own when not given.

    Raises:
        ScenarioUnknown: with the nearest name, or what is wrong with the path.
    """
    listed = {scenario.id: scenario.path for scenario in library(where)}
    if name in listed:
        return listed[name]
    path = Path(name).expanduser()
    try:
        if path.is_file():
            return path
        folder = path.is_dir()
    except (OSError, ValueError):  # too long for a file name, or a NUL in it
        folder = False
    if folder and (path.is_absolute() or path.parts[1:]):
        raise ScenarioUnknown(f"'{name}' is a folder; name a scenario file in it")
    if path.suffix in SUFFIXES or path.parts[1:]:
        raise ScenarioUnknown(f"no file at '{short(name)}'; check the path, or name one of: {_names(listed)}")
    near = get_close_matches(name, listed, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {_names(listed)}"
    raise ScenarioUnknown(f"no scenario '{short(name)}'; {hint}")


def _names(listed: Iterable[str]) -> str:
    return ", ".join(listed) or "none"
