"""Saves on a PostgreSQL server, beyond what holds for every place: errors, shape, steps, turns."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from multipolar.store import (
    Conflict,
    Damaged,
    NewerVersion,
    NotFound,
    ReadOnly,
    SaveError,
    Unsure,
    open_saves,
)
from multipolar.store.postgres import PostgresSaves
from tests.cli.command import CommandLine
from tests.postgres import PASSWORD, Server, running
from tests.store.making import Ticking, fill, header, opened, payloads

KEY = "k3x9w2"


@pytest.fixture
def url(postgres: Server) -> str:
    """A database in which nothing is yet."""
    return postgres.make()


@pytest.fixture
def saves(url: str) -> Iterator[PostgresSaves]:
    with closing(PostgresSaves(url, read_only=False, clock=Ticking())) as saves:
        fill(saves)
        yield saves


def _driver(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


# --- What goes wrong is told in one line, and the password never -----------------------------


def test_what_is_wrong_with_a_url_or_a_server_is_told_in_one_line_without_the_password(
    postgres: Server, url: str
) -> None:
    wrong = {
        url.rsplit("/", 1)[0] + "/nowhere": ["no such database", "createdb nowhere"],
        postgres.url("postgres", password="s3cret!"): ["neither that name nor password", "pgpass"],
        f"postgresql+psycopg://me:s3cret!@127.0.0.1:9/{KEY}": ["does not answer", "127.0.0.1:9"],
        "postgresql+psycopg://me:s3cret!@127.0.0.1:9": ["names no database"],
        "postgresql+psycopg://me:s3cret!@127.0.0.1:many/x": ["cannot be read"],
        "postgresql+asyncpg://me:s3cret!@127.0.0.1/x": ["not known", "postgresql+psycopg"],
        "mysql://me:s3cret!@127.0.0.1/x": ["mysql://", "postgresql+psycopg"],
    }
    for where, words in wrong.items():
        with pytest.raises(SaveError) as caught:
            open_saves(where)
        said = str(caught.value)
        assert all(word in said for word in words), said
        assert "s3cret" not in said
        assert PASSWORD not in said
        assert "\n" not in said


def test_where_saves_are_is_told_without_the_password(saves: PostgresSaves) -> None:
    assert "facilitator@127.0.0.1" in saves.where
    assert "word" not in saves.where
    hidden = PostgresSaves(f"{saves.url.render_as_string(False)}?application_name=x&sslpassword=hidden",
                           read_only=True, clock=Ticking())  # fmt: skip
    assert "hidden" not in hidden.where
    hidden.close()


def test_without_the_driver_it_is_told_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multipolar.store.opening.find_spec", lambda _: None)
    with pytest.raises(SaveError, match=r"multipolar\[postgres\]"):
        open_saves("postgresql://me@here/x")


def test_a_server_that_went_away_is_told_and_found_again_when_it_is_back(tmp_path: Path) -> None:
    with running() as server:
        saves = PostgresSaves(server.make("kept"), read_only=False, clock=Ticking())
        fill(saves)
        server.stop()
        with pytest.raises(Unsure, match="is it up"):
            saves.append(KEY, 6, payloads(7, 1))
        server.start()
        assert saves.append(KEY, 6, payloads(7, 1)).events == 7
        assert saves.verify(KEY).ok
        saves.close()


def test_a_database_of_something_else_or_a_newer_version_is_left_alone(
    url: str, saves: PostgresSaves
) -> None:
    with _driver(url) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(NewerVersion):
            open_saves(url)
        driver.execute("DROP TABLE alembic_version")
    with pytest.raises(Damaged, match="not one of saves"):
        open_saves(url)


# --- One shape, however many open it at once -------------------------------------------------


def test_many_that_open_an_empty_database_at_once_make_its_tables_once(url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        kept = list(threads.map(lambda _: open_saves(url), range(6)))
    for number, saves in enumerate(kept):
        saves.create(header(f"save-{number}"), payloads(1, 1))
        saves.close()
    with closing(open_saves(url, read_only=True)) as reader:
        assert len(reader.list()) == 6


# --- One who adds at a time ------------------------------------------------------------------


def test_in_a_turn_one_knows_what_others_added_and_is_alone(url: str, saves: PostgresSaves) -> None:
    other = PostgresSaves(url, read_only=False, clock=Ticking())
    saves.append(KEY, 6, payloads(7, 2))
    began = threading.Event()

    def wait_for_it() -> int:
        began.set()
        with saves.turn(KEY, 8) as newer:
            return len(newer)

    with ThreadPoolExecutor(1) as thread, other.turn(KEY, 6) as newer:
        assert [entry.seq for entry in newer] == [7, 8]
        waiting = thread.submit(wait_for_it)
        began.wait()
        other.append(KEY, 8, payloads(9, 3), command_id="AAA:2", receipt="{}")
        # It is no part of the record before the turn has ended.
        assert saves.header(KEY).events == 8
        assert not waiting.done()
        assert other.receipt(KEY, "AAA:2") == "{}"
    assert waiting.result() == 3
    assert saves.header(KEY).events == 11
    other.close()


def test_what_was_added_in_a_turn_that_failed_was_never_added(saves: PostgresSaves) -> None:
    def fail() -> None:
        with saves.turn(KEY, 6):
            saves.append(KEY, 6, payloads(7, 1), command_id="AAA:2", receipt="{}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (saves.header(KEY).events, saves.receipt(KEY, "AAA:2")) == (6, None)
    assert saves.append(KEY, 6, payloads(7, 1)).events == 7


def test_of_many_who_add_at_once_each_command_is_carried_out_once(url: str, saves: PostgresSaves) -> None:
    def play(who: str) -> None:
        with closing(PostgresSaves(url, read_only=False, clock=Ticking())) as mine:
            known = 6
            for number in range(20):
                with mine.turn(KEY, known) as newer:
                    known += len(newer)
                    mine.append(
                        KEY, known, payloads(known + 1, 1), command_id=f"{who}:{number}", receipt="{}"
                    )
                    known += 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(play, "ABCD"))
    assert saves.header(KEY).events == 86
    assert len(saves.receipts(KEY)) == 81
    assert saves.verify(KEY).ok


def test_who_was_stopped_in_its_turn_holds_nobody_up_for_ever(url: str, saves: PostgresSaves) -> None:
    stopped = _driver(url)
    stopped.execute("SET idle_in_transaction_session_timeout = '4s'")
    stopped.autocommit = False
    stopped.execute("SELECT 1 FROM exercise WHERE id = %s FOR UPDATE", (KEY,))
    assert saves.append(KEY, 6, payloads(7, 1)).events == 7
    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        stopped.execute("SELECT 1")
    stopped.close()


def test_every_step_is_durable_whatever_the_server_leaves_undone_by_itself(url: str) -> None:
    with _driver(url) as driver:
        name = driver.info.dbname
        driver.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with (
        closing(PostgresSaves(url, read_only=False, clock=Ticking())) as saves,
        saves.engine.connect() as used,
    ):
        assert used.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert used.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "4s"


# --- A copy ----------------------------------------------------------------------------------


def test_a_backup_opens_without_a_server_and_holds_everything(saves: PostgresSaves, tmp_path: Path) -> None:
    saves.create(header("other"), payloads(1, 3))
    saves.set_draft(KEY, "AAA", "mine")
    saves.add_note(KEY, 2, "AAA", "why?")
    saves.set_time_used(KEY, "half")
    assert saves.back_up(tmp_path / "copy.db") == 2
    with pytest.raises(Conflict):
        saves.back_up(tmp_path / "copy.db")
    (tmp_path / "copy.db").rename(tmp_path / "multipolar.db")
    with closing(opened(tmp_path)) as copy:
        assert [found.id for found in copy.list()] == [found.id for found in saves.list()]
        assert (copy.header(KEY), copy.read(KEY)) == (saves.header(KEY), saves.read(KEY))
        assert (copy.draft(KEY, "AAA"), copy.time_used(KEY)) == ("mine", "half")
        assert [note.text for note in copy.notes(KEY)] == ["why?"]
        assert copy.receipt(KEY, "AAA:1") == "{}"
        assert copy.verify(KEY).ok
        copy.append("other", 3, payloads(4, 1))
        assert copy.resolve("last") == "other"


def test_of_an_empty_database_there_is_nothing_to_back_up(url: str, tmp_path: Path) -> None:
    with closing(open_saves(url, read_only=True)) as saves:
        with pytest.raises(NotFound):
            saves.back_up(tmp_path / "copy.db")
        with pytest.raises(ReadOnly):
            saves.create(header(), payloads(1, 1))


# --- The commands ----------------------------------------------------------------------------


def test_every_command_takes_the_url_where_it_takes_a_folder(url: str, tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    at = ("--saves", url)
    played = run("play", "first-steps", "--auto", "--preset", "intro", "--seed", "3", "--json", *at).json
    exercise = played["exercise"]
    assert exercise in run("saves", "list", *at).out
    assert run("saves", "show", exercise, *at).code == 0
    assert run("saves", "verify", "last", *at).code == 0
    assert run("saves", "export", exercise, "--output", "out.jsonl", *at).code == 0
    assert run("saves", "import", "out.jsonl").code == 0
    assert run("saves", "backup", "copy.db", *at).code == 0
    assert run("saves", "verify", exercise, "--saves", "copy.db").code == 0
    assert run("replay", exercise, "--to", "1.deliberation", "--json", *at).code == 0
    assert run("saves", "branch", exercise, "--at", "1.deliberation", *at).code == 0
    found = run("doctor", *at)
    assert "127.0.0.1" in found.out
    for said in (found, run("saves", "show", "nothing", *at)):
        assert "word" not in said.out + said.err
    assert not list(tmp_path.glob("*postgres*"))
