"""The decisions of a seat in a record: each command by which it committed itself, and how much hung on it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.domain.model.walk import walk
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import RUNGS, InitiativeState

PRINCIPAL = 4
"""How heavy a response of a principal in a crisis is, before the rung counts."""
OTHERS = 2
"""How heavy a response of anybody else is, or the answer to an inject."""
LIGHT = 1
"""How heavy a vote, a promise, a counter or a refusal is, where no move counts for more."""


class Decision(NamedTuple):
    """A command by which a seat committed itself.

    Attributes:
        seq: its first event.
        last: the last event that it brought about at once.
        round: in which it was given.
        phase: likewise.
        exchange: of a crisis; 0 elsewhere.
        seat: who gave it.
        event: its first event.
        text: in words, for whoever may know everything.
        weight: how much hung on it, from 1: of a move its weight, of a crisis its rung.
    """

    seq: int
    last: int
    round: int
    phase: str
    exchange: int
    seat: str
    event: Event
    text: str
    weight: int


def decisions_of(events: Sequence[Event], seat: str = "") -> tuple[Decision, ...]:
    """The decisions in a record, in order.

    Args:
        events: the whole record.
        seat: whose; empty: everybody's.
    """
    return tuple(_found(events, seat))


def _found(events: Sequence[Event], seat: str) -> Iterator[Decision]:
    exchange = brought_about = 0
    for place, (event, before, world) in enumerate(walk(events)):
        if isinstance(event, e.PhaseBegan):
            exchange = event.exchange
        if before is None or event.seq <= brought_about or not _is_decision(before, event):
            continue
        brought_about = _last(events, place)
        if seat and event.actor != seat:
            continue
        yield Decision(
            seq=event.seq,
            last=brought_about,
            round=event.round,
            phase=event.phase,
            exchange=exchange,
            seat=event.actor,
            event=event,
            text=narrate(world, event).text,
            weight=_weight(before, event),
        )


def weightiest(decisions: Sequence[Decision], most: int) -> tuple[Decision, ...]:
    """So many decisions on which most hung, the heaviest first; of equal ones the earlier first."""
    return tuple(sorted(decisions, key=lambda decision: (-decision.weight, decision.seq))[:most])


def _is_decision(world: World, event: Event) -> bool:
    match event:
        case (
            e.ProposalTabled()
            | e.ProposalCountered()
            | e.ProposalAccepted()
            | e.OrderGiven()
            | e.ResponseChosen()
            | e.InjectAnswered()
            | e.VoteCast()
        ):
            return event.actor in world.rules.powers
        case e.PromiseMade():
            return not event.source
        case e.InitiativeStateChanged():
            # Who declines moves it alone; the initiator moves it where it is taken back or agreed.
            declined = event.to == InitiativeState.DECLINED
            return declined and event.actor in world.rules.powers
        case _:
            return False


def _last(events: Sequence[Event], place: int) -> int:
    """The last of the events that follow at once from the one at a place."""
    first = events[place]
    following = {first.seq}
    for event in events[place + 1 :]:
        if event.cause not in following:
            break
        following.add(event.seq)
    return first.seq + len(following) - 1


def _weight(world: World, event: Event) -> int:
    match event:
        case e.ProposalTabled() | e.OrderGiven():
            return max(LIGHT, world.rules.moves[event.move].weight)
        case e.ProposalCountered() | e.ProposalAccepted() | e.InitiativeStateChanged():
            initiative = world.initiatives.get(event.initiative)
            return max(LIGHT, world.rules.moves[initiative.move].weight) if initiative else LIGHT
        case e.ResponseChosen():
            crisis = world.crises[event.crisis]
            if event.actor in crisis.parties:
                return PRINCIPAL + RUNGS.index(crisis.stage)
            return OTHERS
        case e.InjectAnswered():
            return OTHERS
        case _:
            return LIGHT
