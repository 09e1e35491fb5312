"""Exercises from the command line: played, taken up again, gone back over, asked about, carried away."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import INDIAN_OCEAN, STRAIT, CommandLine, Done

FIGURES = {
    *("exercise", "scenario", "seed", "preset", "rounds", "events", "hash", "log_hash", "ended"),
    *("final", "indices", "moves", "proposals", "crises"),
}
WHOLE_GAME = "\n".join(["ready", "order modernise_forces", *["pass"] * 30, "debrief"])


@pytest.fixture(scope="module")
def played(shared: CommandLine) -> Done:
    """An exercise of the strait played to its end by program, kept among the shared saves."""
    return shared("play", str(STRAIT), "--auto", "--seed", "7", "--json")


def test_a_program_run_exercise_prints_its_figures(played: Done) -> None:
    assert (played.code, played.err) == (0, "")
    figures = played.json
    assert set(figures) >= FIGURES
    assert figures["ended"] in ("complete", "collapse")
    assert set(figures["indices"]) >= {"peace", "architecture"}
    assert set(figures["proposals"]) == {"tabled", "accepted", "countered", "declined", "lapsed"}
    assert set(figures["crises"]) == {"acute", "confrontation", "conflict", "settled", "mediated"}
    assert {"national", "final", "rank"} == set(figures["final"]["IND"])


def test_the_same_arguments_give_the_same_hashes(played: Done, multipolar: CommandLine) -> None:
    again = multipolar("play", str(STRAIT), "--auto", "--seed", "7", "--json", PYTHONHASHSEED="4711").json
    other = multipolar("play", str(STRAIT), "--auto", "--seed", "8", "--json").json
    first = played.json
    assert (again["hash"], again["log_hash"]) == (first["hash"], first["log_hash"])
    assert (other["hash"], other["log_hash"]) != (first["hash"], first["log_hash"])


def test_doctrines_and_preset_are_taken(multipolar: CommandLine) -> None:
    chosen = ("--preset", "intro", "--doctrine", "ind=random", "--doctrine", "UTO=Bridge-Builder")
    figures = multipolar("play", str(STRAIT), "--auto", "--seed", "7", "--json", *chosen).json
    assert (figures["preset"], figures["rounds"]) == ("intro", 4)
    seats = multipolar("saves", "show", "last", "--json").json["seats"]
    assert (seats["IND"], seats["UTO"], seats["ERE"]) == ("random", "bridge_builder", "hedger")


def test_a_program_run_exercise_is_told_in_words(multipolar: CommandLine) -> None:
    code, out, err = multipolar("play", str(STRAIT), "--auto", "--seed", "7", "--preset", "intro")
    assert (code, err) == (0, "")
    assert "final" in out
    assert "saved as" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--doctrine", "XXX=hedger"),
        ("--doctrine", "IND=pirate"),
        ("--preset", "endless"),
    ],
    ids=["power", "doctrine", "preset"],
)
def test_names_nobody_knows_are_refused_in_one_line(
    arguments: tuple[str, ...], multipolar: CommandLine
) -> None:
    code, out, err = multipolar("play", str(STRAIT), "--auto", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert arguments[1].rpartition("=")[2].lower() in err.lower() or "XXX" in err


def test_a_script_plays_a_whole_exercise(multipolar: CommandLine) -> None:
    done = multipolar(
        "play", INDIAN_OCEAN, "--plain", "--json", "--seat", "IND", "--seed", "7", stdin=WHOLE_GAME
    )
    assert (done.code, done.err) == (0, "")
    replies = done.objects
    assert [reply["line"] for reply in replies] == list(range(1, len(replies) + 1))
    assert replies[1]["accepted"]
    assert replies[-1]["data"]["debrief"]["how"] in ("complete", "collapse")
    (save,) = multipolar("saves", "list", "--json").json
    assert save["finished"]
    assert dict(save["seats"])["IND"] == "person"


def test_the_same_script_is_answered_the_same_in_another_process(multipolar: CommandLine) -> None:
    def log_hash(hash_seed: str) -> str:
        multipolar(
            "play",
            str(STRAIT),
            "--plain",
            "--seat",
            "IND",
            "--seed",
            "7",
            stdin=WHOLE_GAME,
            PYTHONHASHSEED=hash_seed,
        )
        return str(multipolar("saves", "show", "last", "--json").json["log_hash"])

    assert log_hash("1") == log_hash("2")


def test_the_end_of_the_input_saves_and_what_was_begun_is_taken_up_again(multipolar: CommandLine) -> None:
    begun = ("play", str(STRAIT), "--plain", "--json", "--seat", "IND", "--seat", "UTO", "--seed", "7")
    first = multipolar(*begun, stdin="IND: ready\nUTO: ready\nIND: say UTO Are you there?").objects
    assert all(reply["accepted"] for reply in first)
    again = multipolar(
        "play", "--continue", "last", "--plain", "--json", stdin="status\nUTO: inbox\n"
    ).objects
    assert again[0]["data"]["moment"] == "1.deliberation"
    assert again[1]["data"]["messages"][0]["text"] == "Are you there?"


def persons_in_the_list(multipolar: CommandLine) -> set[str]:
    """Who plays for themselves in the save that was written last, as the list of saves says."""
    latest, *_ = multipolar("saves", "list", "--json").json
    return {seat for seat, run_by in latest["seats"].items() if run_by == "person"}


def test_a_seat_of_the_programs_is_taken_over_in_a_save_that_goes_on(
    multipolar: CommandLine, tmp_path: Path
) -> None:
    begun = ("play", str(STRAIT), "--plain", "--json", "--seat", "IND", "--seed", "7")
    multipolar(*begun, stdin="ready\n")
    taking = ("play", "--continue", "last", "--plain", "--json", "--seat")
    assert persons_in_the_list(multipolar) == {"IND"}
    assert multipolar(*taking, "uto", stdin="UTO: status\n").code == 0
    assert persons_in_the_list(multipolar) == {"IND", "UTO"}
    assert multipolar("saves", "verify", "last").code == 0
    again = multipolar(*taking, "uto", stdin="UTO: status\nready\nready\nIND: pass\ngive UTO\npass 9\n")
    assert (again.code, again.err) == (0, "")
    assert again.objects[0]["data"]["asked"]
    assert again.objects[-1]["data"]["moment"] == "6.debrief"
    assert multipolar("saves", "verify", "last").code == 0
    assert persons_in_the_list(multipolar) == {"IND"}
    told = multipolar("replay", "last", "--as", "ERE", "--json")
    assert told.code == 0
    file = tmp_path / "out.jsonl"
    assert multipolar("saves", "export", "last", "--output", str(file)).code == 0
    assert "seat_taken" in file.read_text(encoding="utf-8")
    elsewhere = ("--saves", str(tmp_path / "elsewhere"))
    assert multipolar("saves", "import", str(file), *elsewhere).code == 0
    refused = multipolar("play", "--continue", "last", "--plain", "--seat", "XXX")
    assert (refused.code, "there is no power 'XXX'" in refused.err) == (2, True)
    over = multipolar(*taking, "ERE")
    assert (over.code, "over" in over.err) == (1, True)


@pytest.mark.parametrize(
    "stdin",
    [b"", b"\n\n#\n", b"\x00\xff\xfe\n\x1b[A\n", b"x" * 100_000, "§²\n".encode(), b"ready\r\nstatus\r\n"],
    ids=["nothing", "remarks", "bytes", "endless", "signs", "carriage returns"],
)
def test_any_input_is_survived(stdin: bytes, multipolar: CommandLine) -> None:
    done = multipolar("play", str(STRAIT), "--plain", "--json", "--seat", "IND", stdin=stdin)
    assert (done.code, done.err) == (0, "")
    assert len(done.objects) == len(
        [line for line in stdin.split(b"\n") if line.strip() and line[:1] != b"#"]
    )


def test_in_words_nothing_but_receipts_stands_at_the_beginning_of_a_line(multipolar: CommandLine) -> None:
    said = multipolar(
        "play", str(STRAIT), "--plain", "--seat", "IND", "--seed", "7", stdin="status\nready\nfly\nmoves\n"
    )
    after = said.out.split("\n")[5:-2]
    assert all(re.match(r"ok: |refused \(\w+\): |news: |  ", line) for line in after)
    assert said.out.rstrip().split("\n")[-1].startswith("left; saved as ")


def test_killed_at_any_moment_nothing_is_lost_that_was_acknowledged(multipolar: CommandLine) -> None:
    playing = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "multipolar",
            "play",
            str(STRAIT),
            "--plain",
            "--json",
            "--seat",
            "IND",
            "--seed",
            "7",
        ],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert playing.stdin
    assert playing.stdout
    playing.stdin.write(b"ready\norder modernise_forces\n")
    playing.stdin.flush()
    replies = [json.loads(playing.stdout.readline()) for _ in range(2)]
    playing.kill()
    playing.wait()
    playing.stdin.close()
    playing.stdout.close()
    assert replies[1]["accepted"]
    assert multipolar("saves", "verify", "last").code == 0
    again = multipolar("play", "--continue", "last", "--plain", "--json", stdin="initiatives").objects
    assert replies[1]["data"]["id"] in [found["id"] for found in again[0]["data"]["initiatives"]]


class Typing:
    """A person at a terminal.

    Args:
        line: where the command is run.
        arguments: of the command.
    """

    def __init__(self, line: CommandLine, *arguments: str) -> None:
        self._mine, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "multipolar", *arguments],
            cwd=line.folder,
            env=line.environment(TERM="xterm"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""

    def until(self, text: str) -> str:
        """Read until a text appears; everything read so far."""
        while text not in self.seen:
            self.seen += os.read(self._mine, 4096).decode()
        return self.seen

    def write(self, text: str) -> None:
        os.write(self._mine, text.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._mine)


@pytest.fixture
def person(multipolar: CommandLine) -> Iterator[Typing]:
    typing = Typing(multipolar, "play", str(STRAIT), "--plain", "--seat", "IND", "--seed", "7")
    yield typing
    typing.close()


def test_a_person_is_invited_to_type_and_leaves_with_quit(person: Typing) -> None:
    person.until("IND 0.briefing> ")
    person.write("ready\n")
    person.until("IND 1.deliberation> ")
    person.write("quit\n")
    person.until("left; saved as ")
    assert person.process.wait(timeout=30) == 0


def test_control_c_leaves_quietly_with_everything_saved(person: Typing, multipolar: CommandLine) -> None:
    person.until("IND 0.briefing> ")
    person.write("ready\n")
    person.until("IND 1.deliberation> ")
    person.process.send_signal(signal.SIGINT)
    assert person.process.wait(timeout=30) == 130
    assert "Traceback" not in person.seen
    assert multipolar("saves", "show", "last", "--json").json["position"] == "1.deliberation"


def test_a_reader_that_leaves_ends_the_sitting_quietly(multipolar: CommandLine) -> None:
    command = f"{sys.executable} -m multipolar play {STRAIT} --plain --seat IND | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"yes status | {command}"],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == b""
    assert multipolar("saves", "verify", "last").code == 0


# --- Going back over it ----------------------------------------------------------------------


@pytest.mark.usefixtures("played")
def test_a_save_is_shown_at_a_point_as_a_seat_saw_it(shared: CommandLine) -> None:
    view = shared("replay", "last", "--to", "2", "--as", "ind", "--json").json
    assert (view["seat"], view["round"]) == ("IND", 2)
    assert "trust(UTO,IND)" not in view["numbers"]
    world = shared("replay", "last", "--to", "2.deliberation", "--as", "all", "--json").json
    assert "trust(UTO,IND)" in str(world)


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("seat", ["IND", "observer", "all"])
def test_a_save_is_told_in_words(seat: str, shared: CommandLine) -> None:
    code, out, err = shared("replay", "last", "--to", "2", "--as", seat)
    assert (code, err) == (0, "")
    assert "round 2 of 6" in out


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("point", ["99", "x", "2.lunch", "2.crisis.x", "-1"])
def test_a_point_that_is_none_is_refused_in_one_line(point: str, shared: CommandLine) -> None:
    code, out, err = shared("replay", "last", f"--to={point}", "--json")
    assert (code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("target", ["tension(IND,ERE)", "trust(IND,UTO)", "capital(IND)", "index(peace)"])
@pytest.mark.parametrize("seat", ["all", "IND"])
def test_the_causes_of_a_number_add_up(target: str, seat: str, shared: CommandLine) -> None:
    found = shared("why", "last", target, "--as", seat, "--json").json
    assert sum(step["amount"] for step in found["steps"]) == found["value"] - found["start"]
    assert all({"round", "seq", "amount", "reason", "cause"} <= set(step) for step in found["steps"])


@pytest.mark.usefixtures("played")
def test_a_number_a_seat_may_not_know_is_refused(shared: CommandLine) -> None:
    code, _, err = shared("why", "last", "nothing(IND)", "--as", "IND")
    assert (code, err.count("\n")) == (2, 1)
    assert "nothing" in err


def test_a_save_is_found_by_a_beginning_of_its_id(played: Done, shared: CommandLine) -> None:
    key = played.json["exercise"]
    assert shared("saves", "show", key[:-1], "--json").json["id"] == key
    assert key in shared("saves", "list").out
    assert key in shared("saves", "show", key).out


def test_a_save_is_carried_to_another_place_and_verified_there(
    played: Done, shared: CommandLine, tmp_path: Path
) -> None:
    file, elsewhere = tmp_path / "lesson.jsonl", str(tmp_path / "elsewhere" / "other.db")
    assert shared("saves", "export", "last", "--output", str(file)).code == 0
    assert shared("saves", "verify", str(file), "--json").json["ok"]
    view = shared("replay", str(file), "--to", "1", "--as", "IND", "--json").json
    assert (view["exercise"], view["round"]) == (played.json["exercise"], 1)
    assert shared("saves", "import", str(file), "--saves", elsewhere).code == 0
    (found,) = shared("saves", "list", "--json", "--saves", elsewhere).json
    assert found["id"] == played.json["exercise"]
    assert shared("saves", "verify", "last", "--saves", elsewhere).code == 0
    assert shared("--saves", elsewhere, "saves", "list", "--json").json == [found]
    assert shared("--saves", str(tmp_path), "saves", "list", "--json", "--saves", elsewhere).json == [found]


@pytest.mark.parametrize("bad", [60, 150, 260])
def test_what_stands_before_damage_is_read_and_played_on(
    bad: int, played: Done, shared: CommandLine, multipolar: CommandLine, tmp_path: Path
) -> None:
    """What the rules alone made of it is made of it again: the same record, to the byte."""
    file, mended = tmp_path / "lesson.jsonl", tmp_path / "mended.jsonl"
    shared("saves", "export", played.json["exercise"], "--output", str(file))
    assert multipolar("saves", "import", str(file)).code == 0
    with closing(sqlite3.connect(next(multipolar.saves.glob("*.db")))) as driver, driver:
        driver.execute("UPDATE event SET payload = substr(payload, 1, 30) WHERE seq = ?", (bad,))
    refused = multipolar("saves", "export", "last", "--output", str(mended))
    assert (refused.code, mended.exists()) == (1, False)
    assert f"event {bad} is not what was written" in refused.err
    assert "--readable" in refused.err
    beyond = multipolar("replay", "last", "--to", "6", "--as", "IND")
    assert (beyond.code, beyond.err.count("\n")) == (1, 1)
    begun = multipolar("replay", "last", "--to", "0.briefing", "--as", "IND", "--json")
    assert begun.code == 0
    assert multipolar("saves", "export", "last", "--output", str(mended), "--readable").code == 0
    elsewhere = ("--saves", str(tmp_path / "elsewhere"))
    assert multipolar("saves", "import", str(mended), *elsewhere).code == 0
    asked = multipolar("play", "--continue", "last", "--plain", *elsewhere)
    assert (asked.code, "more of it was played" in asked.err) == (1, True)
    assert multipolar("play", "--continue", "last", "--from-here", "--plain", *elsewhere).code == 0
    again = multipolar("saves", "show", "last", "--json", *elsewhere).json
    assert (again["state"], again["log_hash"]) == ("finished", played.json["log_hash"])


def test_a_database_that_was_cut_off_is_read_as_far_as_it_goes(multipolar: CommandLine) -> None:
    begun = multipolar("play", str(STRAIT), "--auto", "--seed", "7", "--json").json
    (database,) = multipolar.saves.glob("*.db")
    database.write_bytes(database.read_bytes()[: database.stat().st_size * 3 // 4])
    assert [save["id"] for save in multipolar("saves", "list", "--json").json] == [begun["exercise"]]
    found = multipolar("saves", "verify", "last", "--json")
    assert found.code == 1
    assert 100 < found.json["readable"] < begun["events"]
    assert multipolar("replay", "last", "--to", "1", "--as", "IND", "--json").json["round"] == 1
    refused = multipolar("replay", "last", "--as", "IND", "--json")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert multipolar("saves", "export", "last", "--readable", "--output", "rest.jsonl").code == 0
    assert multipolar("saves", "verify", "rest.jsonl").code == 0


def test_what_was_changed_is_found_and_not_imported(
    played: Done, shared: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "lesson.jsonl"
    shared("saves", "export", played.json["exercise"], "--output", str(file))
    lines = file.read_bytes().split(b"\n")
    lines[20] = lines[20].replace(b'"round":', b'"round":1', 1)
    file.write_bytes(b"\n".join(lines))
    done = shared("saves", "verify", str(file), "--json")
    assert done.code == 1
    assert done.json["first_bad"] == 20
    code, _, err = shared("saves", "import", str(file), "--saves", str(tmp_path / "elsewhere"))
    assert (code, err.count("\n")) == (1, 1)


def test_exercises_begun_are_listed_newest_first(multipolar: CommandLine) -> None:
    for _ in range(2):
        multipolar("play", str(STRAIT), "--plain", "--seat", "IND", stdin="")
    listed = multipolar("saves", "list", "--json").json
    assert [save["finished"] for save in listed] == [False, False]


def test_a_branch_begins_at_a_point_and_leaves_the_save_as_it_was(
    played: Done, shared: CommandLine, tmp_path: Path
) -> None:
    key = played.json["exercise"]
    before = shared("saves", "show", key, "--json").json
    file = tmp_path / "lesson.jsonl"
    shared("saves", "export", key, "--output", str(file))
    elsewhere = CommandLine(tmp_path)
    branch = elsewhere("saves", "branch", str(file), "--at", "2.deliberation", "--json").json
    assert (branch["parent"], branch["position"], branch["state"]) == (key, "2.deliberation", "open")
    assert branch["events"] == branch["parent_seq"] < before["events"]
    assert f"branch of  {key}" in elsewhere("saves", "show", "last").out
    assert elsewhere("saves", "verify", "last").code == 0
    told = elsewhere("saves", "branch", "last", "--at", "1.deliberation", "--seat", "ind")
    assert (told.code, told.out.count("\n")) == (0, 2)
    taken = elsewhere("saves", "show", "last", "--json").json
    assert (taken["parent"], taken["seats"]["IND"]) == (branch["id"], "person")
    played_on = elsewhere("play", "--continue", "last", "--plain", stdin="order modernise_forces\n")
    assert (played_on.code, "ok: order modernise_forces" in played_on.out) == (0, True)
    assert shared("saves", "show", key, "--json").json == before


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(
    "arguments", [("--at", "99"), ("--at", "6.debrief"), ("--at", "2", "--seat", "XXX")], ids=str
)
def test_a_branch_that_cannot_be_made_is_refused_in_one_line(
    arguments: tuple[str, ...], shared: CommandLine
) -> None:
    code, out, err = shared("saves", "branch", "last", *arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)


# --- As whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [("why", "last", "trust(IND,CHN)"), ("replay", "last", "--to", "1")])
def test_of_what_persons_still_play_one_must_say_as_whom(
    question: tuple[str, ...], multipolar: CommandLine
) -> None:
    multipolar("play", INDIAN_OCEAN, "--plain", "--seat", "IND", "--seed", "7", stdin="pass\npass\nquit\n")
    code, out, err = multipolar(*question)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "as whom" in err
    assert "IND" in err
    assert multipolar(*question, "--as", "IND").code == 0
    assert multipolar(*question, "--as", "all").code == 0


def test_of_what_programs_played_everything_is_told(multipolar: CommandLine) -> None:
    multipolar("play", str(STRAIT), "--auto", "--preset", "intro", "--seed", "7")
    assert multipolar("why", "last", "trust(IND,UTO)").code == 0


# --- Bytes that are no text ----------------------------------------------------------------------


def test_bytes_that_are_no_text_are_refused_and_nothing_of_them_is_kept(multipolar: CommandLine) -> None:
    lines = b"ready\nsay all caf\xe9\ninbox\nquit\n"
    done = multipolar("play", "first-steps", "--plain", "--seat", "OSK", "--seed", "5", stdin=lines)
    assert "refused (unreadable): found byte 0xe9 as character 12" in done.out
    assert "caf" not in done.out.split("ok: 0 proposals")[-1]
    assert "\ufffd" not in done.out


def test_an_inject_is_left_out_and_an_unknown_one_is_told_with_those_near_it(
    multipolar: CommandLine,
) -> None:
    done = multipolar("play", str(STRAIT), "--auto", "--preset", "intro", "--seed", "7", "--without", "STORM")
    assert (done.code, done.err) == (0, "")
    refused = multipolar("play", str(STRAIT), "--auto", "--without", "strom")
    assert refused.code == 2
    assert "there is no inject 'strom'; did you mean storm?" in " ".join(refused.err.split())
