"""Where saves are: ``--saves``, else ``MULTIPOLAR_SAVES``, else ``saves/`` here, else the user's data."""

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

from multipolar.store.errors import SaveError

VARIABLE = "MULTIPOLAR_SAVES"
FILE = "multipolar.db"


def is_url(named: str) -> bool:
    """Whether somebody named a database server."""
    return named.split("://", 1)[0].split("+", 1)[0] == "postgresql" and "://" in named


def locate(option: str | None, environment: Mapping[str, str], folder: Path) -> Path | str:
    """The place of the saves: a folder, a ``.db`` file, or the URL of a database.

    Raises:
        SaveError: when what was named is neither.
    """
    named = option or environment.get(VARIABLE, "")
    if named:
        return named if is_url(named) else place(named)
    here = folder / "saves"
    return here if here.is_dir() else user_data_path("multipolar") / "saves"


def place(named: str | Path) -> Path:
    """The folder or file that somebody named, ``~`` standing for theirs.

    Raises:
        SaveError: when it is neither.
    """
    if "://" in str(named):
        scheme = str(named).split("://", 1)[0]
        raise SaveError(
            f"{scheme}:// is no place for saves; name a folder, a file that ends in .db, "
            "or a database as postgresql+psycopg://USER@HOST/DATABASE"
        )
    if "\0" in str(named):
        raise SaveError("no folder has a zero byte in its name; write it without")
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise SaveError(f"{named}: there is no such user here; name a folder for the saves") from error


def database_of(where: Path) -> Path:
    """The database file at a place: itself when it is a ``.db`` file, else the one in the folder."""
    return where if where.suffix == ".db" else where / FILE
