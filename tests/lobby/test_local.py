"""Exercises begun, listed and taken up again on this machine, whatever became of them meanwhile."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from multipolar import bootstrap
from multipolar.domain.model.commands import Order, Ready, Say
from multipolar.lobby import sources
from multipolar.lobby.local import LocalLobby, read_record
from multipolar.lobby.port import ExerciseConfig, Session
from multipolar.store import export_save
from multipolar.store.sqlite import SqliteSaves
from multipolar.user_errors import UserError
from tests.contracts.playing import STRAIT, plain
from tests.store.making import header, meddle, opened, payloads

OPENING = ExerciseConfig(str(STRAIT), "intro", 7, {"IND": "person"})


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[SqliteSaves]:
    saves = opened(tmp_path / "saves")
    yield saves
    saves.close()


@pytest.fixture
def desk(saves: SqliteSaves) -> LocalLobby:
    return LocalLobby(saves)


@pytest.fixture
async def session(desk: LocalLobby) -> Session:
    """An exercise in its first deliberation."""
    session = await desk.begin(OPENING)
    assert (await session.tables["IND"].submit(Ready())).accepted
    return session


def trouble(error: pytest.ExceptionInfo[UserError], *words: str) -> None:
    said = str(error.value)
    assert "\n" not in said
    assert all(word in said for word in words), said


async def test_an_exercise_is_saved_from_its_first_event_on(desk: LocalLobby, saves: SqliteSaves) -> None:
    session = await desk.begin(OPENING)
    (kept,) = saves.list()
    assert (kept.id, kept.seed, kept.preset, kept.rounds) == (session.exercise, 7, "intro", 4)
    assert kept.seats["IND"] == "person"
    (card,) = await desk.saves()
    assert (card.id, card.position, card.finished, card.in_place) == (kept.id, "0.briefing", False, False)


@pytest.mark.parametrize(
    "config",
    [
        ExerciseConfig("nowhere", "intro", 1, {}),
        ExerciseConfig(str(STRAIT), "endless", 1, {}),
        ExerciseConfig(str(STRAIT), "intro", 1, {"XXX": "person"}),
        ExerciseConfig(str(STRAIT), "intro", 1, {"IND": "pirate"}),
    ],
    ids=["scenario", "preset", "power", "doctrine"],
)
async def test_what_cannot_be_begun_is_said_and_nothing_is_saved(
    config: ExerciseConfig, desk: LocalLobby, saves: SqliteSaves
) -> None:
    with pytest.raises(UserError) as error:
        await desk.begin(config)
    trouble(error)
    assert saves.list() == []


async def test_an_exercise_is_taken_up_where_it_stood(desk: LocalLobby, session: Session) -> None:
    await session.tables["IND"].submit(Order(id="1", move="modernise_forces"))
    left = plain(session.tables["IND"].view)
    await session.close()
    for name in (session.exercise, session.exercise[:-2], "last"):
        again = await desk.resume(name)
        assert again.exercise == session.exercise
        assert plain(again.tables["IND"].view) == left
        await again.close()


async def test_a_finished_exercise_opens_at_its_debrief(desk: LocalLobby, tmp_path: Path) -> None:
    figures = bootstrap.play_auto(ExerciseConfig(str(STRAIT), "intro", 7, {}), str(tmp_path / "saves"))
    watching = (await desk.resume(figures["exercise"])).tables["observer"]
    assert watching.view.debrief
    assert not (await watching.submit(Say(text="More?"))).accepted


async def test_an_exported_file_is_shown_as_it_stands_and_takes_no_commands(
    desk: LocalLobby, session: Session, saves: SqliteSaves
) -> None:
    path = saves.folder / "lesson.jsonl"
    export_save(saves, session.exercise, path)
    content = path.read_bytes()
    left = session.tables["IND"].view
    saves.delete(session.exercise)
    (card,) = await desk.saves()
    assert (card.id, card.in_place) == (str(path), True)
    table = (await desk.resume(card.id)).tables["IND"]
    assert (table.view.moment, table.view.numbers) == (left.moment, left.numbers)
    receipt = await table.submit(Order(move="modernise_forces"))
    assert (receipt.accepted, receipt.rule) == (False, "save")
    assert "saves import" in receipt.message
    assert table.view.initiatives == left.initiatives
    assert path.read_bytes() == content
    assert saves.list() == []


async def test_files_that_are_none_are_not_listed_and_say_so_when_opened(
    desk: LocalLobby, session: Session, saves: SqliteSaves
) -> None:
    export_save(saves, session.exercise, saves.folder / "good.jsonl")
    (saves.folder / "empty.jsonl").touch()
    (saves.folder / "folder.jsonl").mkdir()
    bad = saves.folder / "bad.jsonl"
    bad.write_bytes((saves.folder / "good.jsonl").read_bytes().replace(b'"round":1', b'"round":2', 1))
    assert [Path(card.id).name for card in await desk.saves() if card.in_place] == ["good.jsonl"]
    for path in (bad, saves.folder / "empty.jsonl"):
        with pytest.raises(UserError) as error:
            await desk.resume(str(path))
        trouble(error, path.name)


@pytest.mark.parametrize("name", ["", "nobody", "x" * 5000, "\0", "../saves", ".", "%s", "a\nb"])
async def test_a_save_nobody_made_is_not_found(name: str, desk: LocalLobby, session: Session) -> None:
    for find in (desk.resume, lambda name: _read(name, desk)):
        with pytest.raises(UserError) as error:
            await find(name)
        assert "Traceback" not in str(error.value)
    assert session.exercise


async def _read(name: str, desk: LocalLobby) -> object:
    return read_record(name, None, desk.kept).events


async def test_a_damaged_save_says_where_and_the_others_go_on(
    desk: LocalLobby, session: Session, saves: SqliteSaves
) -> None:
    other = await desk.begin(OPENING)
    meddle(saves.path, "update event set payload=x'7b7d' where seq=3 and exercise=?", session.exercise)
    with pytest.raises(UserError) as error:
        await desk.resume(session.exercise)
    trouble(error, "event 3", "readable")
    assert (await (await desk.resume(other.exercise)).tables["IND"].submit(Ready())).accepted
    assert len(await desk.saves()) == 2


def test_a_record_that_no_exercise_made_is_refused(saves: SqliteSaves, tmp_path: Path) -> None:
    saves.create(header("empty"), [])
    saves.create(header("foreign"), payloads(1, 3))
    saves.create(header("headless"), [b'{"event":"seat_ready","seq":1,"round":0,"phase":"","actor":"IND"}'])
    for key in ("empty", "foreign", "headless"):
        with pytest.raises(UserError) as error:
            read_record(key, None, saves)
        trouble(error, key)


async def test_events_that_do_not_follow_from_one_another_are_refused(
    desk: LocalLobby, session: Session, saves: SqliteSaves
) -> None:
    entries = [entry.payload for entry in saves.read(session.exercise)]
    lost = b'"event":"proposal_accepted","seq":3,"round":1,"phase":"deliberation","actor":"IND",'
    saves.create(
        header("odd"), [*entries[:2], b"{" + lost + b'"initiative":"none","version":1,"audience":[]}']
    )
    with pytest.raises(UserError) as error:
        await desk.resume("odd")
    trouble(error, "odd")
    with pytest.raises(UserError):
        bootstrap.host_of(read_record("odd", None, saves).events)


async def test_scenarios_are_shown_with_what_can_be_chosen(desk: LocalLobby) -> None:
    cards = await desk.scenarios()
    (ocean,) = [card for card in cards if card.id == "indian-ocean"]
    assert "IND" in [power.id for power in ocean.powers]
    assert {preset.id for preset in ocean.presets} >= {"intro", "standard"}
    assert {doctrine for doctrine, _, _ in ocean.doctrines} >= {"hedger", "bridge_builder", "revisionist"}


def test_saves_that_cannot_be_opened_are_trouble_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("something else")
    for where in ("other.db", "other.db/below"):
        with pytest.raises(UserError) as error:
            bootstrap.lobby(str(tmp_path / where))
        trouble(error, "other.db")


def test_the_same_opening_played_by_program_gives_the_same_record(tmp_path: Path) -> None:
    config = ExerciseConfig(str(STRAIT), "intro", 7, {})
    first = bootstrap.play_auto(config, str(tmp_path / "one"))
    second = bootstrap.play_auto(config, str(tmp_path / "two"))
    with closing(opened(tmp_path / "two")) as kept:
        assert kept.verify(second["exercise"]).log_hash == first["log_hash"]
    assert first["hash"] == second["hash"]


def test_a_scenario_that_was_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(STRAIT.read_text())
    assert sources.read_scenario(str(path)).title == "The Strait"
    path.write_text(STRAIT.read_text().replace("title: The Strait", "title: The Narrows"))
    assert sources.read_scenario(str(path)).title == "The Narrows"
    path.write_text("")
    with pytest.raises(UserError) as error:
        sources.read_scenario(str(path))
    trouble(error, "mine.yaml")
