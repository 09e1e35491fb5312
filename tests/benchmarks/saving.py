"""Saving: what a command costs until it is durable, beside a bare durable insert of the same rows."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.commands import AnyCommand, Order, Ready, Withdraw
from multipolar.domain.model.events import encode
from multipolar.engine.host import Host
from multipolar.lobby.local import StoredLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.store import Header, Saves, export_save, open_saves, read_export
from tests.benchmarks.engine import SCENARIO, record
from tests.benchmarks.measure import Figure, at_most, collector_held_off, seconds

TIMES = 300
"""How often each is done."""
COMMANDS = 60
"""How many of them one exercise takes."""
RATIO = 1.3


def header(key: str) -> Header:
    """The header of an exercise that begins."""
    return Header.new(
        id=key,
        scenario=SCENARIO,
        title="Indian Ocean",
        preset="standard",
        seed=1,
        rounds=6,
        seats={"IND": "person"},
        version="0",
        position="0.briefing",
    )


def bare(path: Path) -> sqlite3.Connection:
    """A database with the tables of `saves`, and the driver alone."""
    open_saves(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class Bare:
    """The bare operation: the rows of one command, written durably with nothing worked out.

    Args:
        path: of the database.
    """

    def __init__(self, path: Path) -> None:
        self._connection = bare(path)
        with closing(open_saves(path)) as saves:
            saves.create(header("k"), [])
        self._seq = 0

    def insert(self, payloads: Sequence[bytes]) -> None:
        """Write events, the receipt of a command, and how far the exercise has come."""
        events = [("k", self._seq + number, payload, "0" * 64) for number, payload in enumerate(payloads, 1)]
        self._seq += len(payloads)
        execute = self._connection.execute
        execute("BEGIN")
        self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", events)
        execute(
            "INSERT INTO command (exercise, command, receipt, seq, seal) VALUES ('k', ?, '{}', ?, ?)",
            (f"IND:{self._seq}", self._seq, "0" * 64),
        )
        execute(
            "UPDATE exercise SET position=?, state=?, updated_at=?, events=?, log_hash=?, seal=? "
            "WHERE id='k'",
            ("1.deliberation", "open", "2027-03-01T12:00:00+00:00", self._seq, "0" * 64, "0" * 64),
        )
        execute("COMMIT")

    def close(self) -> None:
        """Give the database back."""
        self._connection.close()


def in_turns(times: int, *works: Callable[[], object]) -> list[float]:
    """The median times of several pieces of work, in seconds.

    They are done in turns, so that a slow moment of the disk falls on all alike.
    """
    taken: list[list[float]] = [[] for _ in works]
    with collector_held_off():
        for turn in range(times):
            for work, found in zip(works, taken, strict=True):
                began = perf_counter()
                work()
                if turn >= times // 10:
                    found.append(perf_counter() - began)
    return [median(found) for found in taken]


def _six() -> list[bytes]:
    """Six events as they come from a game, of common size."""
    return [encode(event) for event in record()[100:106]]


def _append(folder: Path, times: int) -> Iterator[Figure]:
    payloads = _six()
    with ExitStack() as stack:
        saves = stack.enter_context(closing(open_saves(folder / "append", state=folder)))
        reference = stack.enter_context(closing(Bare(folder / "bare.db")))
        saves.create(header("k"), [])
        numbers = count()

        def append() -> None:
            number = next(numbers)
            saves.append(
                "k",
                number * 6,
                payloads,
                command_id=f"IND:{number}",
                receipt="{}",
                position="1.deliberation",
                state="open",
            )

        ours, theirs = in_turns(times, append, lambda: reference.insert(payloads))
    yield Figure("six events inserted durably by the driver alone", theirs * 1000, "ms")
    yield at_most("six events appended durably, beside the driver alone", ours / theirs, "times", RATIO)


def _begun(saves: Saves, key: str) -> Host:
    """An exercise in its first deliberation, saved under a name."""
    config = first_events(ExerciseConfig(SCENARIO, "standard", 1, {"IND": "person"}))
    saves.create(header(key), [encode(event) for event in config])
    host = Host(config, SeededDice(1), StoredLog(saves, key))
    for seat in host.world.seats:
        host.submit(seat, Ready())
    host.advance_if_due()
    return host


def _table(folder: Path, times: int) -> Iterator[Figure]:
    with ExitStack() as stack:
        saves = stack.enter_context(closing(open_saves(folder / "table", state=folder)))
        reference = stack.enter_context(closing(Bare(folder / "bare-table.db")))
        # Several, so that none comes to hold more initiatives than a real one does.
        hosts = [_begun(saves, str(number)) for number in range(-(-times // COMMANDS))]
        told: list[int] = []
        for host in hosts:
            host.listen(lambda: told.append(1))
        hosts[0].submit("IND", Order(move="calm_unrest"))
        rows = [encode(event) for event in hosts[0].events[-2:]]
        hosts[0].submit("IND", Withdraw(initiative=list(hosts[0].world.initiatives)[-1]))
        numbers = count()

        def command() -> None:
            number = next(numbers)
            host = hosts[number // COMMANDS]
            given: AnyCommand = Order(id=str(number), move="calm_unrest")
            if number % 2:
                given = Withdraw(id=str(number), initiative=list(host.world.initiatives)[-1])
            if not host.submit("IND", given).accepted:
                raise AssertionError(given)

        ours, theirs = in_turns(times, command, lambda: reference.insert(rows))
    yield Figure("the same rows of one command, by the driver alone", theirs * 1000, "ms")
    yield at_most("a command accepted, durable and shared, beside it", ours / theirs, "times", RATIO)


def _whole(folder: Path, times: int) -> Iterator[Figure]:
    payloads = [encode(event) for event in record()]
    with closing(open_saves(folder / "whole")) as saves:
        saves.create(header("k"), payloads)
        yield Figure(
            f"a save of {len(payloads)} events read and verified",
            seconds(lambda: saves.read("k"), times // 40) * 1000,
            "ms",
        )
        export_save(saves, "k", folder / "whole.jsonl")
        exported = seconds(lambda: read_export(folder / "whole.jsonl"), times // 40)
        yield Figure("the same from an exported file", exported * 1000, "ms")


def figures(times: int = TIMES) -> Iterator[Figure]:
    """Every line of saving."""
    with TemporaryDirectory() as name:
        for part in (_append, _table, _whole):
            yield from part(Path(name), times)
