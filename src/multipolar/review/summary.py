"""The outcome of an exercise in figures: what `play --auto --json` prints."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from multipolar.domain.mechanics.scoring import (
    architecture_of,
    ending_in_words,
    index_values,
    nobody_wins,
    standings,
)
from multipolar.domain.model import events as e
from multipolar.domain.model.world import World, fingerprint
from multipolar.domain.vocabulary import RUNGS, Stage

_ENDS = {"agreed": "accepted", "declined": "declined", "lapsed": "lapsed"}


def summarise(events: Sequence[e.Event], world: World) -> dict[str, Any]:
    """Figures of an exercise as it stands: scores, indices, uses of moves, proposals, crises."""
    values = index_values(world)
    finals = {power: (national, final, rank) for power, national, final, rank in world.finals} or {
        standing.power: (standing.national, standing.final, standing.rank) for standing in standings(world)
    }
    return {
        "rounds": world.round,
        "events": len(events),
        "hash": sha256(fingerprint(world)).hexdigest(),
        "final": {
            power: dict(zip(("national", "final", "rank"), finals[power], strict=True))
            for power in world.rules.ranked
        },
        "nobody_wins": nobody_wins(world.rules.base.scores, architecture_of(values)),
        "ending": list(ending_in_words(world)),
        "indices": {**values, "architecture": architecture_of(values)},
        "moves": uses_of_moves(events),
        "proposals": proposals(events),
        "crises": crises(world),
        "ended": world.ended or "open",
    }


def uses_of_moves(events: Sequence[e.Event]) -> dict[str, int]:
    """Move to how often it was resolved."""
    found = Counter(event.move for event in events if isinstance(event, e.InitiativeResolved))
    return dict(sorted(found.items()))


def proposals(events: Sequence[e.Event]) -> dict[str, int]:
    """How many proposals were tabled, accepted, countered, declined and lapsed."""
    found = {"tabled": 0, "accepted": 0, "countered": 0, "declined": 0, "lapsed": 0}
    tabled: set[str] = set()
    for event in events:
        if isinstance(event, e.ProposalTabled):
            found["tabled"] += 1
            tabled.add(event.initiative)
        elif isinstance(event, e.ProposalCountered):
            found["countered"] += 1
        elif isinstance(event, e.InitiativeStateChanged) and event.to in _ENDS and event.initiative in tabled:
            found[_ENDS[event.to]] += 1
    return found


def crises(world: World) -> dict[str, int]:
    """How many crises became acute, climbed, were settled, and by a mediator."""
    acute = [
        crisis for crisis in world.crises.values() if RUNGS.index(crisis.reached) >= RUNGS.index(Stage.ACUTE)
    ]
    high = RUNGS.index(Stage.CONFRONTATION)
    return {
        "acute": len(acute),
        "confrontation": sum(1 for crisis in acute if RUNGS.index(crisis.reached) >= high),
        "conflict": sum(1 for crisis in acute if crisis.reached is Stage.CONFLICT),
        "settled": sum(1 for crisis in acute if crisis.stage is Stage.SETTLED),
        "mediated": sum(1 for crisis in acute if crisis.mediator),
    }
