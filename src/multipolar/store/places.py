"""Where saves are: ``--saves``, else ``MULTIPOLAR_SAVES``, else ``saves/`` here, else the user's data."""

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

from multipolar.store.errors import SaveError

VARIABLE = "MULTIPOLAR_SAVES"
FILE = "multipolar.db"


def locate(option: str | None, environment: Mapping[str, str], folder: Path) -> Path:
    """The place of the saves: a folder, or a ``.db`` file.

    Raises:
        SaveError: when what was named is neither.
    """
    named = option or environment.get(VARIABLE, "")
    if named:
        return place(named)
    here = folder / "saves"
    return here if here.is_dir() else user_data_path("multipolar") / "saves"


def place(named: str | Path) -> Path:
    """The folder or file that somebody named, ``~`` standing for theirs.

    Raises:
        SaveError: when it is neither.
    """
    if "://" in str(named):
        raise SaveError(f"{named} is an address; name a folder for the saves, or a file that ends in .db")
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise SaveError(f"{named}: there is no such user here; name a folder for the saves") from error


def database_of(where: Path) -> Path:
    """The database file at a place: itself when it is a ``.db`` file, else the one in the folder."""
    return where if where.suffix == ".db" else where / FILE
