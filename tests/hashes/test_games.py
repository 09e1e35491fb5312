"""Same seeds, same games: a sample of the stored table; `python -m tests.hashes all` plays the rest."""

from datetime import UTC, datetime

import pytest

from tests.hashes.games import PLAYERS, SCENARIOS, SEEDS, games, hashes_of, stored

_TODAY = datetime.now(UTC).toordinal()
_HINT = "rules or texts were changed on purpose? then `python -m tests.hashes write`"


def test_the_table_has_every_game() -> None:
    assert tuple(stored()) == games()
    assert len({found["log_hash"] for found in stored().values()}) == len(games())


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("player", PLAYERS)
def test_a_game_goes_as_it_always_went(scenario: str, player: str) -> None:
    name = f"{scenario} standard {player} 1"
    assert hashes_of(name) == stored()[name], _HINT


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_game_of_the_day_goes_as_it_always_went(scenario: str, player: str) -> None:
    name = f"{scenario} full {player} {SEEDS[_TODAY % len(SEEDS)]}"
    assert hashes_of(name) == stored()[name], _HINT
