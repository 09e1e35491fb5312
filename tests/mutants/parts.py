"""The parts of the program that faults are put into, each with the tests that ought to find them."""

from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[2] / "src" / "multipolar"
DOMAIN = ("tests/domain",)
"""The tests of the rules, section by section: direct, and a second or less each."""
VIEWS = (
    "tests/secrecy/test_every_secret.py",
    "tests/secrecy/test_fields.py",
    "tests/secrecy/test_causes.py",
    "tests/secrecy/test_readings.py",
    "tests/secrecy/test_shown_as_it_is.py",
)
"""The tests of secrecy that look at small exercises; those that go over whole ones are left out."""
SAVES = tuple(
    f"tests/store/test_{name}.py"
    for name in (
        "beside", "damage", "database", "durability", "exports", "folders", "gone", "parts", "transport",
        "upcast", "witness", "writing",
    )
)  # fmt: skip
"""The tests of what is kept; those that kill programs of their own, which know of no fault, are left out."""


class Part(NamedTuple):
    """A part of the program.

    Attributes:
        files: patterns of the files faults are put into, below the package.
        tests: files and folders of the tests that ought to find them.
        reads: whether its faults cannot change how an exercise is played, only how it is read: exercises
            that tests keep for one another then need not be played anew for each fault.
    """

    files: tuple[str, ...]
    tests: tuple[str, ...]
    reads: bool = False

    def paths(self) -> list[Path]:
        """The files faults are put into, in the order of their names."""
        return sorted({path for pattern in self.files for path in PACKAGE.glob(pattern)})


def _domain(*names: str) -> tuple[str, ...]:
    return tuple(f"domain/{name}.py" for name in names)


PARTS = {
    "secrecy": Part(
        _domain(
            "knowledge/projection",
            "knowledge/causes",
            "knowledge/turning_points",
            "knowledge/forecast",
            "model/awareness",
        ),
        (*VIEWS, *DOMAIN),
        reads=True,
    ),
    "decide": Part(
        _domain(
            "exercise",
            "phases/dispatch",
            "phases/deliberation",
            "mechanics/requirements",
            "mechanics/requests",
            "phases/session",
            "phases/absence",
            "phases/intents",
        ),
        DOMAIN,
    ),
    "frameworks": Part(_domain("mechanics/frameworks", "mechanics/adoption"), DOMAIN),
    "adjudication": Part(
        _domain(
            "phases/adjudication",
            "mechanics/crises/crisis_choices",
            "mechanics/odds",
            "dice",
            "mechanics/effects",
            "mechanics/opposition",
            "mechanics/promises",
            "model/evolution",
            "model/world",
            "model/records",
            "model/transaction",
            "mechanics/leaks",
            "model/lookups",
            "model/hashing",
        ),
        DOMAIN,
    ),
    "crises": Part(
        _domain(
            "mechanics/crises/lifecycle",
            "mechanics/crises/confrontations",
            "mechanics/crises/emergencies",
            "mechanics/crises/coups",
            "mechanics/crises/triggers",
            "rules/templates",
            "knowledge/estimates",
        ),
        DOMAIN,
    ),
    "scores": Part(
        _domain("mechanics/scoring", "knowledge/score_causes", "knowledge/standings", "phases/assessment"),
        DOMAIN,
    ),
    "conditions": Part(("domain/rules/conditions/*.py",), ("tests/domain/test_conditions.py", *DOMAIN)),
    "words": Part(_domain("knowledge/narration", "model/wording"), (*VIEWS, *DOMAIN), reads=True),
    "store": Part(("store/*.py",), (*SAVES, "tests/contracts/test_store.py", "tests/saves")),
}
"""The parts by name; together they are all of `domain` and `store`, but for the migrations.

Those are loaded by Alembic from their files, where no fault reaches them, and are never changed once they
were released; where they lead to is held against the tables in `tests/store/test_database.py`.
"""
_TAKEN = {path for part in PARTS.values() for path in part.paths()}
PARTS["rules"] = Part(
    tuple(
        str(path.relative_to(PACKAGE))
        for path in sorted((PACKAGE / "domain").rglob("*.py"))
        if path not in _TAKEN
    ),
    (*DOMAIN, "tests/rulebook", "tests/scenario"),
)
"""What is in no other part of the domain: the book, the setting, what they are read into."""
