"""Absence: a person leaves the seat, and the exercise goes on by its absence policy (rulebook §2).

Who sits at a seat is recorded; what is done there meanwhile are ordinary commands, given at the table
by whatever the policy says (see `multipolar.table.programs`).
"""

from multipolar.domain import commands as c
from multipolar.domain import events as e
from multipolar.domain.errors import Illegal
from multipolar.domain.journal import Journal
from multipolar.domain.terms import EVERYONE, PERSON


def declare(journal: Journal, seat: str, command: c.Absence) -> None:
    """Record that a person has left a seat, or is back.

    Raises:
        Illegal: when the program runs the seat, or nothing would change.
    """
    world = journal.world
    if world.seats[seat] != PERSON:
        raise Illegal("absence", f"{world.rules.name(seat)} is run by the program; nobody can leave it")
    if (seat in world.away) == command.away:
        raise Illegal("absence", "nobody sits there already" if command.away else "nobody had left the seat")
    journal.write(e.AbsenceDeclared, seat, EVERYONE, away=command.away)
