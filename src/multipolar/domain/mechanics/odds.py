"""2d6 with modifiers, exactly (rulebook §6).

What each modifier reads of the world is known to everybody who is shown the roll: of a public move that
is everybody, of one between two those two, of an order in secret its author. So neither a preview nor the
record of a roll tells anybody more than they may know.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import permutations
from typing import TypeVar

from multipolar.domain.addresses import toward
from multipolar.domain.mechanics.frameworks import mandates
from multipolar.domain.model.commands import Terms
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Modifier, Move, MoveReading, Word
from multipolar.domain.rules.complete import complete
from multipolar.domain.vocabulary import Outcome

WAYS = tuple(6 - abs(7 - total) for total in range(13))
"""In how many of the 36 cases two dice sum to 0 … 12."""


def outcome_of(total: int, outcomes: Sequence[int]) -> Outcome:
    """The outcome of a total.

    Args:
        total: two dice and the modifiers.
        outcomes: totals from which it is limited, a success, a breakthrough (`RollRules.outcomes`).
    """
    return Outcome(sum(total >= least for least in outcomes))


@cache
def chances(modifier: int, outcomes: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The chances of the four outcomes in 36ths, with a sum of modifiers; see `outcome_of`."""
    found = [0, 0, 0, 0]
    for total in range(2, 13):
        found[outcome_of(total + modifier, outcomes)] += WAYS[total]
    return found[0], found[1], found[2], found[3]


def exposed_in_36(world: World, move: Move) -> int:
    """In how many of 36 cases a covert move that went well comes to light all the same."""
    usual = world.rules.base.covert.exposed_in_36
    return usual if move.exposed_in_36 is None else move.exposed_in_36


def modifiers_of(
    world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms
) -> tuple[ModifierRead, ...]:
    """Every modifier of a move that is not zero, the move's base first, each with its reason."""
    modifiers = (
        [ModifierRead("base", move.base, f"{move.title}: how easy it is in itself")] if move.base else []
    )
    for modifier in world.rules.modifiers_of[move.id]:
        if modifier.domains and terms.domain not in modifier.domains:
            continue
        size = modifier.size(READINGS[modifier.reads](world, move, initiator, partners, terms))
        if size:
            modifiers.append(ModifierRead(modifier.id, size, modifier.title))
    return tuple(modifiers)


def capped(world: World, modifiers: Sequence[ModifierRead]) -> int:
    """The sum of modifiers, capped as the rule set says (±5)."""
    cap = world.rules.base.modifier_cap
    return max(-cap, min(cap, sum(modifier.size for modifier in modifiers)))


Read = Callable[[World, Move, str, Sequence[str], Terms], int]


def _relationship(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min((int(world.relationship(initiator, partner)) for partner in partners), default=3)


def _tension(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    if move.mediates and len(partners) == 2:
        return world.tension(partners[0], partners[1])
    return max((world.tension(initiator, partner) for partner in partners), default=0)


def _interoperability(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min((world.interoperability(initiator, partner) for partner in partners), default=0)


def _gap(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return max((governance_gap(world, initiator, partner) for partner in partners), default=0)


def governance_gap(world: World, a: str, b: str) -> int:
    """How far apart two powers are in governance, 0-100."""
    return abs(world.attribute("governance", a) - world.attribute("governance", b))


def _stability(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    parties = (initiator, *partners) if move.form == "joint" else (initiator,)
    return min(world.attribute("stability", party) for party in parties)


def _known_habits(world: World, move: Move, partners: Sequence[str]) -> Mapping[str, int]:
    """What was done before, as far as everybody knows it who is shown the roll (§6, §12).

    The roll of a public move is shown to all, and so counts what all know. Two who do something between
    themselves count what they alone know, too; with several partners, none knows what the others did.
    """
    between_two = move.form == "joint" and move.visibility != "public" and len(partners) == 1
    return world.habits if between_two else world.open_habits


def _experience(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    habits = _known_habits(world, move, partners)
    return min(
        (
            habits.get(f"{move.category}:{initiator}>{partner}", 0)
            + habits.get(f"{move.category}:{partner}>{initiator}", 0)
            for partner in partners
        ),
        default=0,
    )


def _hotline(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    base = world.rules.base
    return int(
        bool(partners)
        and all(world.has_any(base.channels.hotline, initiator, partner) for partner in partners)
        and max(world.tension(initiator, partner) for partner in partners) >= base.rolls.hotline_from
    )


def _routine(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    """Rounds since the same was last done: together, either way round; of orders, only one's own count."""
    if move.form == "joint":
        habits = _known_habits(world, move, partners)
        before = [f"{move.id}:{a}>{b}" for partner in partners for a, b in permutations((initiator, partner))]
    else:
        habits = world.habits
        before = [f"{move.id}:{initiator}>{partner}" for partner in partners or ("",)]
    return world.round - max((habits.get(key, _NEVER) for key in before), default=_NEVER)


_NEVER = -9
"""The round in which what was never done was done last."""


def _strength(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min(
        (world.attribute("capability", initiator) - world.attribute("capability", p) for p in partners),
        default=0,
    )


def _deterrence(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    least = world.attribute("capability", initiator) - world.rules.base.rolls.protector_within
    return int(
        any(
            party not in (partner, initiator) and world.attribute("capability", party) >= least
            for partner in partners
            for pact in world.in_force(partner, group="pact")
            for party in pact.parties
        )
    )


def _access(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min(
        (world.attribute("technology", initiator) - world.attribute("technology", p) for p in partners),
        default=0,
    )


def _committed(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return int(terms.committed)


def _insight(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min((world.number(toward("insight", initiator, partner)) for partner in partners), default=0)


def _mandate(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return int(bool(mandates(world, initiator, move)))


def _target_governance(
    world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms
) -> int:
    return max((world.attribute("governance", partner) for partner in partners), default=0)


def _target_stability(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return min((world.attribute("stability", partner) for partner in partners), default=100)


def _guarded(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    """Whether a target guards its networks with somebody."""
    guards = world.rules.base.channels.guards
    return int(any(agreement.type in guards for partner in partners for agreement in world.in_force(partner)))


def _size(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    return 1 + len(partners)


def _scale(world: World, move: Move, initiator: str, partners: Sequence[str], terms: Terms) -> int:
    sizes = world.rules.base.sizes
    return sizes[terms.size].scale if terms.size in sizes else 0


_READINGS: dict[MoveReading, Read] = {
    "relationship": _relationship,
    "tension": _tension,
    "interoperability": _interoperability,
    "governance_gap": _gap,
    "stability": _stability,
    "experience": _experience,
    "hotline": _hotline,
    "routine": _routine,
    "strength": _strength,
    "deterrence": _deterrence,
    "access": _access,
    "committed": _committed,
    "insight": _insight,
    "mandate": _mandate,
    "target_governance": _target_governance,
    "target_stability": _target_stability,
    "guarded": _guarded,
    "size": _size,
    "scale": _scale,
}
READINGS = complete(_READINGS, MoveReading, "how a modifier of a move is read (mechanics.odds)")
"""How each reading of a modifier of a move is read, by the word for it in the data."""

Situation = TypeVar("Situation")


def sum_of(
    modifiers: Sequence[Modifier[Word]], readings: Mapping[Word, Callable[[Situation], int]], found: Situation
) -> tuple[ModifierRead, ...]:
    """The modifiers of a roll that are not zero.

    Args:
        modifiers: of the kind of roll.
        readings: how each word of it is read.
        found: what it is read of.
    """
    read = (ModifierRead(m.id, m.size(readings[m.reads](found)), m.title) for m in modifiers)
    return tuple(modifier for modifier in read if modifier.size)
