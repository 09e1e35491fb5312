"""Saves on a PostgreSQL server by its URL: played by lines and on screens, asked why, served as a room."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Say
from tests.cli.command import CommandLine
from tests.e2e.terminal import program
from tests.postgres import Server


@pytest.fixture
def run(tmp_path: Path, postgres: Server) -> CommandLine:
    run = CommandLine(tmp_path)
    run.saves = postgres.make()  # type: ignore[assignment] # what MULTIPOLAR_SAVES says
    return run


def test_an_exercise_is_played_line_by_line_taken_up_and_asked_why(run: CommandLine) -> None:
    begun = run(
        *("play", "first-steps", "--plain", "--seat", "VRN", "--seed", "7", "--preset", "intro", "--json"),
        stdin="status\nready\npropose strategic_dialogue OSK\nready\nready\nquit\n",
    )
    assert begun.code == 0, begun.err
    assert all(told["accepted"] for told in begun.objects[:2]), begun.objects
    went_on = run(
        "play",
        "--continue",
        "last",
        "--plain",
        "--json",
        stdin="status\nready\nready\nwhy trust(VRN,OSK)\nquit\n",
    )
    assert went_on.code == 0, went_on.err
    assert went_on.objects[3]["accepted"], went_on.objects[3]
    why = run("why", "last", "trust(VRN,OSK)", "--as", "VRN", "--json")
    assert why.code == 0, why.err
    told = json.loads(why.out)
    assert told["value"] == went_on.objects[3]["data"]["value"]
    words = run("why", "last", "trust(VRN,OSK)", "--as", "VRN")
    assert words.code == 0
    assert "Oskara" in words.out
    for wrong in ("trust(VRN,XXX)", "nonsense"):
        assert run("why", "last", wrong, "--as", "VRN").code == 2
    assert run("replay", "last", "--as", "VRN", "--to", "0").code == 0
    assert run("saves", "verify", "last").code == 0


def test_screens_open_begin_and_take_up(run: CommandLine) -> None:
    saves = str(run.saves)
    begun = ("play", "first-steps", "--seat", "VRN", "--seed", "7", "--preset", "intro", "--saves", saves)
    with program(run.folder, (120, 36), *begun) as terminal:
        terminal.see("you speak for Varnholm", "^s I have read it")
        terminal.bind("round 1/4", "p propose")
    (kept,) = json.loads(run("saves", "list", "--json").out)
    with program(run.folder, (120, 36), "play", "--continue", kept["id"], "--saves", saves) as terminal:
        terminal.see("round 1/4", "Varnholm")


async def test_a_room_is_served_from_a_database(run: CommandLine) -> None:
    def start() -> tuple["subprocess.Popen[bytes]", dict[str, object]]:
        command = [sys.executable, "-m", "multipolar", "host", "--room", "sea", "--port", "0", "--json"]
        host = subprocess.Popen(
            command, cwd=run.folder, env=run.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert host.stdout is not None
        line = host.stdout.readline()
        assert line, host.communicate()[1].decode()
        return host, json.loads(line)

    host, told = await asyncio.to_thread(start)
    codes: dict[str, str] = told["codes"]  # type: ignore[assignment]
    try:
        joining = ("join", str(told["address"]), codes["facilitator"], "--plain", "--json")
        lines = "begin first-steps seats=VRN preset=intro seed=8\nquit\n"
        done = await asyncio.to_thread(run, *joining, stdin=lines)
        assert done.objects[0]["accepted"], done.objects
        code = next(seat["code"] for seat in done.objects[0]["data"]["seats"] if seat["seat"] == "VRN")
        asha = await RemoteTable.open(str(told["address"]), code, "Asha")
        assert (await asha.submit(Say(text="From the database."))).accepted
        await asha.close()
        host.kill()
        await asyncio.to_thread(host.communicate)
        host, again = await asyncio.to_thread(start)
        assert [each["exercise"] for each in again["exercises"]] == [  # type: ignore[attr-defined]
            done.objects[0]["data"]["exercise"]
        ]
        asha = await RemoteTable.open(str(again["address"]), code, "Asha")
        assert [message.text for message in asha.view.messages] == ["From the database."]
        await asha.close()
    finally:
        host.terminate()
        assert (await asyncio.to_thread(host.communicate, None, 20))[1] == b""
