"""Every event of whole exercises is explained by a second, naive reading of the rule data.

The games are of every scenario and length: played by the scenario's own doctrines, by chance, by a person
among doctrines, and by who keeps no word. A record that says otherwise is caught where it does.
"""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.domain.model.events import KINDS
from tests.audit.producing import PRESETS, SCENARIOS, TABLES, Game, lines_of
from tests.audit.reading.audit import audit
from tests.audit.reading.record import Event, Unexplained, read_lines

READING = Path(__file__).parent / "reading"
GAMES = [
    *(
        Game(scenario, preset, 1 + index, TABLES[(index + place) % len(TABLES)])
        for place, scenario in enumerate(SCENARIOS)
        for index, preset in enumerate(PRESETS)
    ),
    # What is rare: leaks, frameworks founded, mandates that lapse, promises kept too late, pacts honoured.
    Game("indian-ocean", "standard", 1, "random"),
    Game("alliance-under-strain", "full", 4, "faithless"),
    Game("alliance-under-strain", "full", 4, "random"),
    Game("alliance-under-strain", "standard", 1, "faithless"),
    Game("alliance-under-strain", "full", 1, "faithless"),
    Game("indian-ocean", "full", 3, "shipped"),
    Game("alliance-under-strain", "full", 1, "shipped"),
    Game("first-steps", "full", 1, "person"),
    Game("indian-ocean", "full", 2, "facilitated"),
    Game("alliance-under-strain", "standard", 2, "facilitated"),
]
RARE = {
    "promise kept", "promise late", "promise broken", "promise impossible", "pact honoured", "pact reneged",
    "numbers: breach", "numbers: conflict", "numbers: coup", "numbers: emergency", "numbers: exposure",
    "numbers: leak", "numbers: pacts", "promise void", "more than the cap", "resolution adopted",
    "resolution dropped", "resolution lapsed", "resolution rejected",
}  # fmt: skip


def events_of(game: Game) -> list[Event]:
    return read_lines(lines_of(game))


@cache
def met_in(game: Game) -> Counter[str]:
    return audit(events_of(game))


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_every_event_of_a_game_is_explained(game: Game) -> None:
    assert sum(met_in(game)[kind] for kind in KINDS) == len(events_of(game))


def test_the_games_contain_everything_that_can_happen() -> None:
    seen: Counter[str] = Counter()
    for game in GAMES:
        seen += met_in(game)

    assert {*KINDS, *RARE} - set(seen) == set()


def test_an_export_of_the_program_itself_is_explained(tmp_path: Path) -> None:
    run, file = CliRunner(), tmp_path / "game.jsonl"
    kept = ["--saves", str(tmp_path / "saves")]
    played = run.invoke(app, ["play", "first-steps", "--auto", "--seed", "5", *kept])
    assert played.exit_code == 0, played.output
    written = run.invoke(app, ["saves", "export", "last", "--output", str(file), *kept])
    assert written.exit_code == 0, written.output

    assert audit(read_lines(file.read_bytes().splitlines()))["phase_began"] > 2


# --- The reading stands by itself ------------------------------------------------------------


def test_the_reading_imports_nothing_of_the_program() -> None:
    for file in sorted(READING.glob("**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                ours = name == "tests.audit.reading" or name.startswith("tests.audit.reading.")
                assert ours or name.split(".")[0] in {*sys.stdlib_module_names, "yaml"}, (
                    f"{file.name}: {name}"
                )
                assert not name.startswith("importlib"), f"{file.name}: {name}"


def test_the_reading_brings_nothing_of_the_program_with_it() -> None:
    code = "import sys, tests.audit.reading.audit; print([m for m in sys.modules if 'multipolar' in m])"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=READING.parents[2], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


# --- What is not as the rules want it is caught ----------------------------------------------

OF_THE_TABLE = {
    "seat_ready", "message_sent", "absence_declared", "intent_stated", "last_round_called", "clock_set",
    "promise_made",
    "vote_cast", "seat_taken", "response_chosen", "inject_answered", "exercise_began",
}  # fmt: skip
"""What somebody may do or leave undone."""


def without(events: list[Event], at: int) -> list[Event]:
    """A record from which one event was cut out and the gap closed: numbers and causes count on."""
    gone = events[at]["seq"]
    kept = [{**event} for event in events[:at] + events[at + 1 :]]
    for event in kept[at:]:
        event["seq"] -= 1
        if event["cause"] == gone:
            event["cause"] = events[at]["cause"]
        event["cause"] -= event["cause"] > gone
    return kept


def one_of_each() -> Iterator[tuple[str, list[Event], int]]:
    """Each kind of event (numbers by their topic), a record, and where it stands there earliest of all."""
    places: dict[str, tuple[int, Game]] = {}
    for game in GAMES:
        for at, event in enumerate(events_of(game)):
            kind = f"{event['event']} {event.get('topic', '')}".strip()
            if kind not in places or at < places[kind][0]:
                places[kind] = at, game
    for kind, (at, game) in places.items():
        if kind not in OF_THE_TABLE:
            yield kind, events_of(game), at


def is_caught(events: list[Event]) -> bool:
    try:
        audit(events)
    except Unexplained:
        return True
    return False


def test_an_event_that_is_missing_is_missed() -> None:
    for kind, events, at in one_of_each():
        assert is_caught(without(events, at)), kind


def test_an_event_that_comes_twice_is_one_too_many() -> None:
    for kind, events, at in one_of_each():
        twice = [{**event} for event in [*events[: at + 1], *events[at:]]]
        for event in twice[at + 1 :]:
            event["seq"] += 1
            event["cause"] += event["cause"] > at
        assert is_caught(twice), kind


def test_a_number_that_is_one_off_is_seen_at_its_event() -> None:
    for kind, events, at in one_of_each():
        if events[at]["changes"]:
            spoiled = [*events[:at], deepcopy(events[at])]
            spoiled[at]["changes"][-1][1] += 1
            with pytest.raises(Unexplained) as caught:
                audit(spoiled)
            assert caught.value.seq == events[at]["seq"], kind


FACTS: dict[str, Any] = {
    "dice": [1, 1], "total": 40, "outcome": 7, "modifiers": [["base", 5, "x"]], "risk": 35, "pressure": 9,
    "resolves": 99, "until": 99, "points": 99, "now": "allied", "stage": "brink", "audience": ["XXX"],
    "cause": 0, "finals": [], "succeeded": None, "honoured": None, "state": "late", "votes": [["XXX", "yes"]],
}  # fmt: skip
"""Facts that follow from the rules, and what none of them can be."""


def test_a_fact_that_is_not_so_is_seen_at_its_event() -> None:
    for kind, events, at in one_of_each():
        for fact, value in FACTS.items():
            if fact not in events[at] or events[at][fact] == value:
                continue
            spoiled = [*events[:at], {**events[at]}]
            spoiled[at][fact] = not events[at][fact] if value is None else value
            with pytest.raises(Unexplained) as caught:
                audit(spoiled)
            assert caught.value.seq == events[at]["seq"], f"{kind}: {fact}"


def test_it_says_where_and_what() -> None:
    events = events_of(GAMES[0])
    at = next(at for at, event in enumerate(events) if event.get("topic") == "income")
    spoiled = [*events[:at], deepcopy(events[at])]
    spoiled[at]["changes"][0][1] += 1
    target, amount, _ = spoiled[at]["changes"][0]

    with pytest.raises(Unexplained) as caught:
        audit(spoiled)

    assert str(caught.value).startswith(
        f"{GAMES[0].scenario}.{GAMES[0].preset}.{GAMES[0].seed} #{at + 1}, money: "
    )
    assert f"{target} {amount - 1:+d}" in str(caught.value)
