"""Where saves are: ``--saves``, else ``MULTIPOLAR_SAVES``, else ``saves/`` here, else the user's data."""

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "MULTIPOLAR_SAVES"
FILE = "multipolar.db"


def locate(option: str | None, environment: Mapping[str, str], folder: Path) -> Path:
    """The place of the saves: a folder, or a ``.db`` file."""
    named = option or environment.get(VARIABLE, "")
    if named:
        return Path(named).expanduser()
    here = folder / "saves"
    return here if here.is_dir() else user_data_path("multipolar") / "saves"


def database_of(where: Path) -> Path:
    """The database file at a place: itself when it is a ``.db`` file, else the one in the folder."""
    return where if where.suffix == ".db" else where / FILE
