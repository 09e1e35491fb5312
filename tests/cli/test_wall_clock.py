"""The clock of the machine is set back, or on: what was touched last is still last. Times are only shown."""

import pytest

from tests.cli.command import CommandLine

PLAY = ("play", "first-steps", "--preset", "intro", "--plain", "--seat", "OSK", "--json")


def begun(multipolar: CommandLine, at: str) -> str:
    """Begin an exercise when the clock shows a time; its id."""
    done = multipolar(*PLAY, stdin="save\n", at=at)
    return str(done.objects[0]["data"]["exercise"])


def played_on(multipolar: CommandLine, at: str, save: str) -> str:
    """Take an exercise up when the clock shows a time, and play on; its id."""
    done = multipolar("play", "--continue", save, "--plain", "--json", stdin="say all a word\nsave\n", at=at)
    assert [reply["accepted"] for reply in done.objects] == [True, True], done
    return str(done.objects[1]["data"]["exercise"])


def listed(multipolar: CommandLine, at: str) -> list[str]:
    return [card["id"] for card in multipolar("saves", "list", "--json", at=at).json]


@pytest.mark.parametrize("then", ["2001-09-09 01:46:40", "2031-01-01 00:00:00"])
def test_last_and_the_list_follow_what_was_done_and_no_clock(then: str, multipolar: CommandLine) -> None:
    now = "2027-01-01 00:00:01"
    first = begun(multipolar, now)
    second = begun(multipolar, then)
    assert listed(multipolar, now) == listed(multipolar, then) == [second, first]
    assert played_on(multipolar, then, "last") == second
    assert played_on(multipolar, then, first) == first
    for at in (now, then):
        assert listed(multipolar, at) == [first, second]
        assert multipolar("saves", "show", "last", "--json", at=at).json["id"] == first
    assert played_on(multipolar, now, "last") == first
    third = begun(multipolar, "1999-12-31 12:00:00")
    assert listed(multipolar, now) == [third, first, second]
    for save in (first, second, third):
        assert multipolar("saves", "verify", save, at=now).code == 0
