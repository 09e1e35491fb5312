"""Names of persons who join: read like the names of a scenario, and told apart by those they sit with."""

import unicodedata
from collections.abc import Iterable

from multipolar.domain.errors import Refused
from multipolar.domain.phases.deliberation import check_signs
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import LONGEST_NAME
from multipolar.scenario.checks.names import flaw_of, flaw_of_speaker, is_alike, reserved
from multipolar.wire.routes import FACILITATOR, SCREEN, WATCHER

_IN_A_TEAM = ("head", "head of delegation", "you", "somebody", "without a name")
"""By which the members of a team are spoken of."""


def plain_name(name: str) -> str:
    """A name as it is kept: in one line, and the same from every device, however that writes its letters."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def unreadable(name: str) -> str:
    """Why a name cannot be shown to others; empty when it can, or when there is none.

    Args:
        name: as `plain_name` gives it.
    """
    if len(name) > LONGEST_NAME:
        return f"a name has at most {LONGEST_NAME} characters; this one has {len(name)}"
    if name and (flaw := flaw_of(name) or flaw_of_speaker(name)):
        return f"{flaw.message}; wanted: {flaw.expected}"
    try:
        check_signs(name)
    except Refused as refused:
        return refused.message
    return ""


def mistakable(name: str, rules: Rules) -> str:
    """What of the exercise a name would be taken for, in words; empty when for nothing.

    Args:
        name: as `plain_name` gives it.
        rules: of the exercise, with its powers and moves.
    """
    powers = [
        known for power in rules.setting.powers for known in (power.id, power.name, power.called) if known
    ]
    for what, others in (
        ("a power", powers),
        ("a role", (FACILITATOR, SCREEN, WATCHER, *_IN_A_TEAM)),
        ("a word", sorted(reserved(rules.base))),
    ):
        if other := _alike(name, others):
            return f"it reads like '{other}', {what} of the exercise; add another name or a letter"
    return ""


def taken(name: str, teammates: Iterable[str]) -> str:
    """The teammate's name that a name cannot be told apart from; empty when it can, or is the very same.

    Who comes with the very same name is the same person at another device.

    Args:
        name: as `plain_name` gives it.
        teammates: names of those who joined the seat; of those who gave none, an empty one.
    """
    known = tuple(teammates)
    return "" if name in known else _alike(name, known)


def _alike(name: str, others: Iterable[str]) -> str:
    return next((other for other in others if name and other and is_alike(name, other)), "")
