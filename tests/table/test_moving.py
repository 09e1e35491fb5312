"""An exercise that goes on in another place: what was done before is known there, and not done again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from multipolar.domain.model.commands import Order, Ready, Say
from multipolar.lobby.local import LocalLobby
from multipolar.lobby.port import ExerciseConfig
from multipolar.store import open_saves
from multipolar.store.files import LOG, beside
from multipolar.store.sqlite import SqliteSaves
from tests.contracts.playing import STRAIT
from tests.store.making import opened

OPENING = ExerciseConfig(str(STRAIT), "intro", 7, {"IND": "person"})


def _nothing(path: Path) -> None:
    pass


def _removed(path: Path) -> None:
    shutil.rmtree(path.parent)


def _written_over(path: Path) -> None:
    for file in (path, beside(path, LOG)):
        if file.exists():
            file.write_bytes(b"something else entirely" * 1000)


@pytest.mark.parametrize("became", [_nothing, _removed, _written_over])
async def test_a_command_of_before_that_is_sent_again_is_not_done_again(
    became: Callable[[Path], None], tmp_path: Path
) -> None:
    saves = opened(tmp_path / "here")
    begun = await LocalLobby(saves).begin(OPENING)
    assert (await begun.tables["IND"].submit(Ready(id="of an earlier sitting"))).accepted
    await begun.close()
    session = await LocalLobby(saves).resume("last")
    table = session.tables["IND"]
    order = Order(id="1", move="modernise_forces")
    receipt = await table.submit(order)
    assert receipt.accepted
    became(saves.path)
    said = await session.move_to(str(tmp_path / "there"))
    assert str(tmp_path / "there") in said
    events = table.view.number
    assert await table.submit(order) == receipt
    assert (await table.submit(Ready(id="of an earlier sitting"))).accepted
    assert table.view.number == events
    assert (await table.submit(Say(id="2", text="On we go."))).accepted
    # And once more, to where nothing of it is, and back to where some of it is.
    await session.move_to(str(tmp_path / "again"))
    await session.move_to(str(tmp_path / "there"))
    events = table.view.number
    for command in (order, Say(id="2", text="On we go."), Ready(id="of an earlier sitting")):
        assert (await table.submit(command)).accepted
    assert table.view.number == events
    exercise = session.exercise
    await session.close()
    with_all = open_saves(tmp_path / "there", read_only=True)
    assert isinstance(with_all, SqliteSaves)
    assert with_all.verify(exercise).ok
    assert [done.command for done in with_all.receipts(exercise)] == [
        "IND:of an earlier sitting",
        "IND:1",
        "IND:2",
    ]
    with_all.close()
    saves.close()
