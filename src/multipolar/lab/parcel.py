"""What travels to where games are played: scenario and rule set as bytes, and what they were made by.

Whoever plays games for a study needs nothing but this and the plan of a game: no file, no other scenario. A
parcel is opened once by each process that gets it, and only where the same program runs: with another one
the same seeds might play other games.
"""

import sys
import zlib
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.lab.games import Laboratory
from multipolar.lab.plans import Plan
from multipolar.lab.record import GameRecord
from multipolar.user_errors import UserError

LIBRARIES = ("msgspec", "pydantic", "transitions")
"""Libraries that a game is played with; another version of one might play another game."""


class VersionMismatch(UserError):
    """Who plays games for a study runs another program; the text says what differs."""


class Contents(Struct, frozen=True):
    """What a parcel holds."""

    base: msgspec.Raw
    setting: msgspec.Raw
    preset: str


class Parcel(Struct, frozen=True):
    """A scenario under study, packed.

    Attributes:
        content: its `Contents`, compressed.
        versions: of what it was packed by, by name.
    """

    content: bytes
    versions: dict[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of the content: two parcels with one digest are of the same study."""
        return sha256(self.content).hexdigest()


def pack(base: RuleSet, setting: ScenarioModel, preset: str) -> Parcel:
    """A scenario and a rule set as bytes."""
    contents = Contents(
        msgspec.Raw(base.model_dump_json().encode()), msgspec.Raw(setting.model_dump_json().encode()), preset
    )
    return Parcel(zlib.compress(msgspec.json.encode(contents), 9), versions())


@cache
def versions() -> dict[str, str]:
    """What would play games here: Python, the libraries, and the program itself by its files."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    found |= {name: version(name) for name in LIBRARIES}
    package = Path(__file__).parents[1]
    files = sha256()
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.yaml"))):
        files.update(f"{path.relative_to(package).as_posix()}\n".encode())
        files.update(path.read_bytes())
    return {**found, "multipolar": f"{version('multipolar')}+{files.hexdigest()[:12]}"}


def differences(there: dict[str, str], here: dict[str, str]) -> str:
    """What differs between two sides, in words; empty when nothing does."""
    return ", ".join(
        f"{name} {there.get(name, 'missing')} there and {here.get(name, 'missing')} here"
        for name in sorted({*there, *here})
        if there.get(name) != here.get(name)
    )


def play(parcel: Parcel, plan: Plan) -> GameRecord:
    """Play a game of a parcel in this process.

    Raises:
        VersionMismatch: when the parcel was packed by another program.
        GameFailed: when the game breaks down.
    """
    different = differences(versions(), parcel.versions)
    if different:
        raise VersionMismatch(f"a worker runs another program: {different}; install the same on both")
    return _opened(parcel.content).play(plan)


@lru_cache(maxsize=2)
def _opened(content: bytes) -> Laboratory:
    found = msgspec.json.decode(zlib.decompress(content), type=Contents)
    base = RuleSet.model_validate_json(bytes(found.base))
    return Laboratory(base, ScenarioModel.model_validate_json(bytes(found.setting)), found.preset)
