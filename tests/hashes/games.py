"""Games played by program, each known by the hash of its record and of the world it ends in."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from multipolar.domain.model.events import encode
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.domain.model.world import fingerprint
from multipolar.lobby.port import ExerciseConfig
from tests.playing import begin_unkept

TABLE = Path(__file__).with_name("games.json")
SCENARIOS = ("indian-ocean", "first-steps", "alliance-under-strain", "peacekeepers")
PRESETS = ("standard", "full")
PLAYERS = ("own", "random")
"""Every seat by its own doctrine, or every seat by chance."""
SEEDS = range(1, 21)
KEPT = 16
"""Digits kept of a hash: 64 bits are enough to tell games apart, and the table stays readable."""

Hashes = dict[str, dict[str, str]]


def games() -> tuple[str, ...]:
    """The name of every game in the table: scenario, preset, who plays, and seed."""
    return tuple(
        f"{scenario} {preset} {player} {seed}"
        for scenario, preset, player, seed in product(SCENARIOS, PRESETS, PLAYERS, SEEDS)
    )


def hashes_of(game: str) -> dict[str, str]:
    """Play a game; the hash of its record and that of the world it ends in, as `play --auto` prints them."""
    scenario, preset, player, seed = game.split()
    host, programs = begin_unkept(
        ExerciseConfig(scenario, preset, int(seed), {}), "random" if player == "random" else ""
    )
    for _ in programs.play():
        pass
    log = GENESIS
    for event in host.events:
        log = link(log, encode(event))
    return {"hash": sha256(fingerprint(host.world)).hexdigest()[:KEPT], "log_hash": log[:KEPT]}


def stored() -> Hashes:
    """The table as it was last written."""
    table: Hashes = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def play(names: tuple[str, ...], jobs: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Play games over so many processes; each with its hashes, in the order in which they were named."""
    if jobs == 1:
        yield from ((name, hashes_of(name)) for name in names)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from zip(names, pool.map(hashes_of, names), strict=True)
