"""Requests: a message may ask another power to propose a move (rulebook §2, signals).

Some moves are only one side's to propose: the supplier offers a licence, the stronger a training
mission. Whoever wants one asks for it in words; nothing follows but what the other makes of it.
"""

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.model.records import Message
from multipolar.domain.model.world import World


def check_request(world: World, seat: str, to: tuple[str, ...], move: str) -> None:
    """Refuse a request nobody could meet.

    Raises:
        Unreadable: there is no such move.
        Illegal: it is no move that one power could propose to the other.
    """
    found = world.rules.moves.get(move)
    if found is None:
        raise Unreadable("move", f"there is no move '{move}'")
    if len(to) != 1:
        raise Illegal("addressees", "ask one power at a time")
    if found.form != "joint" or not world.has_module(found.module):
        raise Illegal("request", f"{found.title} is nothing that another power could propose to you here")


def open_requests(world: World, seat: str) -> tuple[Message, ...]:
    """What others have asked of a seat in this round, and it has neither proposed nor answered in words."""
    return tuple(
        message
        for message in world.messages.requests_in(world.round)
        if seat in message.to
        and message.has_reached(seat)
        and not message.withdrawn
        and not _is_met(world, seat, message)
    )


def _is_met(world: World, seat: str, request: Message) -> bool:
    answered = any(
        message.by == seat and request.by in message.to and not message.withdrawn
        for message in world.messages.since(request.seq)
    )
    return answered or any(
        initiative.initiator == seat
        and initiative.move == request.asks
        and request.by in initiative.partners
        and initiative.event > request.seq
        for initiative in world.current.values()
    )
