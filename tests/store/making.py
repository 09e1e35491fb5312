"""Saves to be kept, changed and damaged: events that mean nothing, under headers that could be real."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from multipolar.store import Header, Saves
from multipolar.store.places import database_of
from multipolar.store.sqlite import SqliteSaves

BEGUN = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class Ticking:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self._now = BEGUN

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def header(key: str = "k3x9w2", now: datetime = BEGUN) -> Header:
    """The header of an exercise that begins."""
    return Header.new(
        id=key,
        scenario="the-sound",
        title="The Sound – Übung",
        preset="standard",
        seed=2**70,
        rounds=6,
        seats={"AAA": "person", "BBB": "hedger"},
        version="0.1.0",
        position="0.briefing",
        now=now,
    )


def payloads(first: int, count: int) -> list[bytes]:
    """Events that carry the numbers they are filed under."""
    numbers = range(first, first + count)
    return [f'{{"event":"said","seq":{seq},"text":"Grüße {seq}"}}'.encode() for seq in numbers]


class Place(Protocol):
    """What opens the saves of a folder."""

    def __call__(self, folder: Path, *, read_only: bool = False) -> Saves: ...


def opened(folder: Path, *, read_only: bool = False) -> SqliteSaves:
    """The saves in a folder, under a clock that can be foreseen."""
    return SqliteSaves(database_of(folder), read_only=read_only, clock=Ticking())


def fill(saves: Saves) -> None:
    """Keep one exercise of six events."""
    saves.create(header(), payloads(1, 4))
    saves.append("k3x9w2", 4, payloads(5, 2), command_id="AAA:1", receipt="{}", position="1.deliberation")


@contextmanager
def kept(folder: Path) -> Iterator[SqliteSaves]:
    """The saves in a folder, one exercise of six events among them."""
    saves = opened(folder)
    fill(saves)
    try:
        yield saves
    finally:
        saves.close()


def meddle(path: Path, statement: str, *values: object) -> None:
    """Change a database behind the program's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def rows(path: Path, query: str) -> Sequence[tuple[object, ...]]:
    """What stands in a database."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
