"""Databases that cannot be opened, written to or understood: said in a line, and nothing lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from multipolar.store import (
    Damaged,
    Entry,
    Full,
    Locked,
    NewerVersion,
    ReadOnly,
    SaveError,
    Unsure,
    database,
    export_save,
    import_save,
    locate,
    open_saves,
    server,
)
from multipolar.store.database import engine_for_reading
from multipolar.store.places import database_of, is_url
from multipolar.store.sqlite import SqliteSaves
from multipolar.store.tables import METADATA
from tests.store.making import header, kept, meddle, opened, payloads, rows

KEY = "k3x9w2"
FILE = "multipolar.db"
NOBODY = 65534


def one_line(error: pytest.ExceptionInfo[SaveError], *words: str) -> None:
    said = str(error.value)
    assert "\n" not in said
    assert all(word in said for word in words)


# --- Places ----------------------------------------------------------------------------------


def test_saves_are_where_the_option_says_else_the_variable_else_here_else_with_the_user(
    tmp_path: Path,
) -> None:
    variable = {"MULTIPOLAR_SAVES": "/variable"}
    assert locate("/option", variable, tmp_path) == Path("/option")
    assert locate(None, variable, tmp_path) == Path("/variable")
    users = locate(None, {}, tmp_path)
    assert isinstance(users, Path)
    assert users.name == "saves"
    assert tmp_path not in users.parents
    (tmp_path / "saves").mkdir()
    assert locate(None, {}, tmp_path) == tmp_path / "saves"
    assert locate("~/mine", {}, tmp_path) == Path.home() / "mine"
    assert locate("postgresql+psycopg://me@here/saves", {}, tmp_path) == "postgresql+psycopg://me@here/saves"


@pytest.mark.parametrize(
    "named", ["mysql://me:secret@localhost/saves", "file:///tmp/x.db", "~nobody-of-that-name/x"]
)
def test_a_place_that_is_no_path_is_refused_and_nothing_made(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for asked in (lambda: locate(named, {}, tmp_path), lambda: open_saves(named)):
        with pytest.raises(SaveError, match="name a folder") as error:
            asked()
        one_line(error)
        assert "secret" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_holds_one_database_and_a_db_file_is_one() -> None:
    assert database_of(Path("a/b")) == Path("a/b/multipolar.db")
    assert database_of(Path("a/b.db")) == Path("a/b.db")


@pytest.mark.parametrize("name", ["plain", "50% of ? & #1", "Übung %41", "a'b\"c", "x;mode=memory"])
def test_a_folder_of_any_name_is_made_and_found_again(name: str, tmp_path: Path) -> None:
    with kept(tmp_path / "new" / name):
        pass
    assert (tmp_path / "new" / name / FILE).is_file()
    reader = opened(tmp_path / "new" / name, read_only=True)
    assert reader.verify(KEY).ok
    reader.close()


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_place_that_is_none_is_refused(read_only: bool, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.db").mkdir()
    for place in ("file", "folder.db"):
        with pytest.raises(SaveError) as error:
            open_saves(tmp_path / place, read_only=read_only)
        one_line(error, place)
    with pytest.raises(SaveError) as error:
        open_saves(tmp_path / ("x" * 300), read_only=read_only)
    one_line(error)
    with pytest.raises(ReadOnly):
        open_saves(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    "content",
    [b"x", b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000, bytes(range(256)) * 20],
    ids=["short", "text", "head only", "bytes"],
)
@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    content: bytes, read_only: bool, tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(Damaged) as error:
        open_saves(path, read_only=read_only)
    one_line(error, "other.db")
    assert path.read_bytes() == content


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_database_of_another_program_is_refused_and_left_alone(read_only: bool, tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    meddle(path, "create table photo (id integer)")
    with pytest.raises(Damaged, match="not one of saves"):
        open_saves(path, read_only=read_only)
    assert rows(path, "select name from sqlite_master") == [("photo",)]


@pytest.fixture
def long(tmp_path: Path) -> tuple[Path, Sequence[Entry]]:
    """A database with a record of some length, and what is written there."""
    with kept(tmp_path) as saves:
        saves.append(KEY, 6, payloads(7, 200))
        return saves.path, saves.read(KEY)


def test_a_damaged_stretch_of_the_database_is_found_or_does_not_touch_the_record(
    long: tuple[Path, Sequence[Entry]],
) -> None:
    path, written = long
    content = path.read_bytes()
    for start in range(0, len(content), 1024):
        path.write_bytes(content[:start] + b"\xaa" * 1024 + content[start + 1024 :])
        assert _sound(path, written)


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_anywhere_is_found_or_does_not_touch_the_record(
    seed: int, long: tuple[Path, Sequence[Entry]]
) -> None:
    path, written = long
    content, chance = path.read_bytes(), Random(seed)
    for _ in range(150):
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        assert _sound(path, written)


def _sound(path: Path, written: Sequence[Entry]) -> bool:
    """Whether what can be read of a record is what was written, and the rest is known to be bad."""
    try:
        with closing(open_saves(path, read_only=True)) as reader:
            report = reader.verify(KEY)
            assert reader.readable(KEY) == written[: report.readable]
            return not report.ok or reader.read(KEY) == written
    except SaveError as error:
        return "\n" not in str(error)


def test_a_damaged_description_of_the_tables_is_said_in_words(tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        path = saves.path
    path.write_bytes(path.read_bytes().replace(b"text VARCHAR NOT NULL", b"text VARCHAR NOT N\xd5LL", 1))
    with pytest.raises(Damaged) as error:
        open_saves(path)
    one_line(error, FILE, "--saves")
    # What can still be read of it can be read.
    with closing(open_saves(path, read_only=True)) as saves:
        assert [header.id for header in saves.list()] == ["k3x9w2"]


# --- Reading only ----------------------------------------------------------------------------


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder, and the rights of a user who may not do everything, so that modes of files count."""
    folder = Path(tempfile.mkdtemp(prefix="multipolar-"))
    mine = os.geteuid()
    if mine == 0:
        os.chown(folder, NOBODY, -1)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        folder.chmod(0o700)
        os.seteuid(mine)
        shutil.rmtree(folder)


def test_saves_in_a_folder_that_cannot_be_written_to_can_be_read() -> None:
    with unprivileged() as folder:
        with kept(folder):
            pass
        (folder / FILE).chmod(0o444)
        folder.chmod(0o555)
        reader = opened(folder, read_only=True)
        assert reader.verify(KEY).ok
        assert [found.id for found in reader.list()] == [KEY]
        reader.close()


def test_saves_that_cannot_be_written_to_say_so() -> None:
    with unprivileged() as folder:
        with kept(folder):
            pass
        (folder / FILE).chmod(0o444)
        folder.chmod(0o555)
        with pytest.raises(ReadOnly) as error:
            opened(folder).append(KEY, 6, payloads(7, 1))
        one_line(error, "--saves")
        with pytest.raises(ReadOnly) as error:
            opened(folder / "new")
        one_line(error, "--saves")


def test_saves_that_may_not_be_looked_at_say_so() -> None:
    with unprivileged() as folder:
        with kept(folder):
            pass
        folder.chmod(0)
        for read_only in (False, True):
            with pytest.raises(SaveError) as error:
                opened(folder, read_only=read_only)
            one_line(error, str(folder))


# --- In use elsewhere ------------------------------------------------------------------------


@contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    """Another process that holds the database for itself."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    try:
        assert other.stdout.readline() == "held\n"
        yield
    finally:
        other.stdin.close()
        other.stdout.close()
        other.wait(timeout=10)


def test_a_database_held_by_another_program_is_waited_for_a_moment_and_then_said_to_be_in_use(
    tmp_path: Path,
) -> None:
    with kept(tmp_path) as saves:
        with held_by_another_program(saves.path):
            began = time.monotonic()
            with pytest.raises(Locked) as error:
                saves.append(KEY, 6, payloads(7, 1), command_id="AAA:7", receipt="{}")
            assert 2 < time.monotonic() - began < 6
            one_line(error, "in use", FILE)
            assert len(saves.read(KEY)) == 6
        assert saves.receipt(KEY, "AAA:7") is None
        assert saves.append(KEY, 6, payloads(7, 1)).events == 7
        assert saves.verify(KEY).ok


def test_a_new_database_held_by_another_program_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with held_by_another_program(tmp_path / FILE), pytest.raises(Locked):
        opened(tmp_path)
    opened(tmp_path).close()


def test_programs_that_open_a_new_place_at_once_all_succeed(tmp_path: Path) -> None:
    code = (
        "import sys; from multipolar.store import open_saves; from tests.store.making import header;"
        "s = open_saves(sys.argv[1]); s.create(header(sys.argv[2]), []); s.close()"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"save-{number}"], cwd=Path.cwd())
        for number in range(3)
    ]
    assert [other.wait(timeout=60) for other in others] == [0, 0, 0]
    reader = opened(tmp_path, read_only=True)
    assert len(reader.list()) == 3
    reader.close()


# --- A full disk -----------------------------------------------------------------------------


def room_for(saves: SqliteSaves, pages: int) -> None:
    """Let the database grow by so many pages and no more."""
    ((used,),) = saves._driver.execute("pragma page_count").fetchall()
    saves._driver.execute(f"pragma max_page_count={used + pages}")


def play_on(saves: SqliteSaves, commands: int) -> None:
    for _ in range(commands):
        events = saves.header(KEY).events
        saves.append(KEY, events, payloads(events + 1, 3), command_id=f"AAA:{events}", receipt="{}")


def test_on_a_full_disk_nothing_is_half_written_and_all_before_stays_readable(tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        room_for(saves, 2)
        with pytest.raises(Full) as error:
            play_on(saves, 1000)
        one_line(error, "full", "free some room")
        events = saves.header(KEY).events
        assert events > 6
        assert saves.verify(KEY).ok
        assert saves.receipt(KEY, f"AAA:{events - 3}") == "{}"
        assert saves.receipt(KEY, f"AAA:{events}") is None
        with pytest.raises(Full):
            saves.create(header("other"), payloads(1, 100))
        with pytest.raises(Full):
            saves.set_draft(KEY, "AAA", "x" * 100_000)
        room_for(saves, 100)
        assert saves.append(KEY, events, payloads(events + 1, 3)).events == events + 3
        saves.create(header("other"), payloads(1, 100))
    reader = opened(tmp_path, read_only=True)
    assert reader.verify(KEY).ok
    assert reader.verify("other").ok
    reader.close()


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY])
def test_what_the_file_has_no_room_for_is_safe_in_its_log(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> bool:
        error = sqlite3.OperationalError("no")
        error.sqlite_errorcode = code
        raise error

    with kept(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 3))
        with monkeypatch.context() as full:
            full.setattr(saves._base, "_carry_over", refused)
            saves.settle()
        for file in saves.folder.iterdir():
            shutil.copy(file, tmp_path / file.name)
    with closing(opened(tmp_path)) as copied:
        assert copied.verify(KEY).events == 9


def test_an_error_of_the_disk_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bool:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    with kept(tmp_path) as saves, monkeypatch.context() as worn_out:
        worn_out.setattr(saves._base, "_carry_over", broken)
        with pytest.raises(SaveError) as error:
            saves.settle()
        one_line(error, "reports an error")


def test_an_import_that_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 500))
        export_save(saves, KEY, tmp_path / "file.jsonl")
    there = opened(tmp_path / "there")
    room_for(there, 1)
    with pytest.raises(Full):
        import_save(there, tmp_path / "file.jsonl")
    assert there.list() == []
    there.close()


# --- Versions and migrations -----------------------------------------------------------------


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    opened(tmp_path).close()
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    shape = "select type, name, tbl_name from sqlite_master where name not like 'sqlite_%' order by name"
    with engine.connect() as connection:
        expected = [tuple(row) for row in connection.exec_driver_sql(shape)]
        found = [row for row in rows(tmp_path / FILE, shape) if row[1] != "alembic_version"]
        assert found == expected
        for _, name, _ in (row for row in expected if row[0] == "table"):
            columns = f"select name, type, \"notnull\", pk from pragma_table_info('{name}') order by name"
            declared = [tuple(row) for row in connection.exec_driver_sql(columns)]
            assert rows(tmp_path / FILE, columns) == declared
    engine.dispose()


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_database_of_a_newer_version_is_refused_and_left_alone(read_only: bool, tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        path = saves.path
    meddle(path, "update alembic_version set version_num='9999'")
    with pytest.raises(NewerVersion) as error:
        opened(tmp_path, read_only=read_only)
    one_line(error, "newer version", "install")
    assert rows(path, "select version_num from alembic_version") == [("9999",)]


def test_an_empty_file_is_made_a_database(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    reader = opened(tmp_path, read_only=True)
    assert reader.list() == []
    reader.close()
    with kept(tmp_path) as saves:
        assert saves.verify(KEY).ok
    assert not (tmp_path / "backups").exists()


KNOWN = database.KNOWN
LATEST = KNOWN[-1]
LATER = '''"""A later shape."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{latest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    {then}
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more migration; the place of that migration."""
    shutil.copytree(database.MIGRATIONS, tmp_path / "migrations")
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path / "migrations")
    monkeypatch.setattr(database, "KNOWN", (*KNOWN, "9000"))
    return tmp_path / "migrations/versions/v9000_later.py"


def test_an_older_database_is_backed_up_and_brought_up_to_date(tmp_path: Path, later: Path) -> None:
    older = tmp_path / "older"
    with kept(tmp_path / "made") as saves:
        # Copied while in use: what was committed last stands in the log beside the file only.
        shutil.copytree(saves.folder, older)
    later.write_text(LATER.format(latest=LATEST, then=""))
    # Made at the latest shape; taken back to how the older program would have left it.
    meddle(older / FILE, "drop table if exists later")
    meddle(older / FILE, f"update alembic_version set version_num='{LATEST}'")
    with closing(opened(older)) as opened_again:
        assert opened_again.verify(KEY).ok
        assert opened_again.append(KEY, 6, payloads(7, 1)).events == 7
    assert rows(older / FILE, "select version_num from alembic_version") == [("9000",)]
    (backup,) = (older / "backups").iterdir()
    assert rows(backup, "select version_num from alembic_version") == [(LATEST,)]
    assert rows(backup, "select count(*) from event") == [(6,)]
    opened(older).close()
    assert len(list((older / "backups").iterdir())) == 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, later: Path) -> None:
    with kept(tmp_path / "older") as saves:
        path = saves.path
    before = rows(path, "select name from sqlite_master order by name")
    later.write_text(LATER.format(latest=LATEST, then='op.execute("insert into nowhere values (1)")'))
    with pytest.raises(SaveError):
        opened(tmp_path / "older")
    assert rows(path, "select name from sqlite_master order by name") == before
    assert rows(path, "select version_num from alembic_version") == [(LATEST,)]


def test_a_backup_is_a_database_of_its_own(tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        database._back_up(saves.path)
    (backup,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    with closing(open_saves(backup, read_only=True)) as reader:
        assert reader.verify(KEY).ok


def test_who_has_read_a_database_holds_no_file_of_it_open(tmp_path: Path) -> None:
    with closing(opened(tmp_path)):
        pass
    path = database_of(tmp_path)
    engine = engine_for_reading(path)
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("select count(*) from place").scalar() == 1
            assert _is_open(path)
        assert not _is_open(path)


def _is_open(path: Path) -> bool:
    """Whether this program holds a file open."""
    return any(link.is_symlink() and link.readlink() == path for link in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize("table", ["event", "command", "place"])
def test_a_database_that_lacks_a_table_is_said_to_be_unreadable(table: str, tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        meddle(saves.path, f"DROP TABLE {table}")
        with pytest.raises(Damaged) as error:
            saves.append(KEY, 6, payloads(7, 1), command_id="AAA:7", receipt="{}")
        one_line(error, "not a readable database")


@pytest.mark.parametrize(
    ("named", "is_one"),
    [
        ("postgresql://class@db.example/multipolar", True),
        ("postgresql+psycopg://class@db.example/multipolar", True),
        ("postgresql+psycopg", False),
        ("postgresql", False),
        ("mysql://db.example/postgresql://", False),
        ("saves/postgresql://", False),
    ],
)
def test_a_server_is_named_by_its_url_with_or_without_the_driver(named: str, is_one: bool) -> None:
    assert is_url(named) is is_one


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.errors.AdminShutdown("terminating connection"), Unsure),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), Unsure),
        (psycopg.errors.ConnectionFailure("the line was cut"), Unsure),
        (psycopg.OperationalError("connection refused"), Unsure),
        (psycopg.errors.OutOfMemory("out of memory"), SaveError),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_whether_a_server_did_what_it_was_asked_is_unknown_where_the_line_to_it_was_cut(
    error: psycopg.Error, kind: type[SaveError]
) -> None:
    url = make_url("postgresql+psycopg://class:secret@db.example/multipolar")
    with pytest.raises(SaveError) as said, server.in_words(url):
        raise error
    assert type(said.value) is kind
    assert "secret" not in str(said.value)


@pytest.mark.parametrize("named", ["saves\0", "\0", "here/\0.db"])
def test_a_place_that_no_system_can_name_is_refused_in_words(named: str) -> None:
    with pytest.raises(SaveError) as error:
        open_saves(named)
    one_line(error, "zero byte")
