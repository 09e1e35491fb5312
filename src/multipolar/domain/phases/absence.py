"""Who sits at a seat: a person leaves it for now, or takes it over from the program (rulebook §2).

Who sits at a seat is recorded; what is done there meanwhile are ordinary commands, given at the table
by whatever the policy says (see `multipolar.engine.programs`).
"""

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.phases.messages import arrive_where_read
from multipolar.domain.vocabulary import EVERYONE, PERSON


def declare(transaction: Transaction, seat: str, command: c.Absence) -> None:
    """Record that a person has left a seat, or is back.

    Raises:
        Illegal: when the program runs the seat, or nothing would change.
    """
    world = transaction.world
    if world.seats[seat] != PERSON:
        raise Illegal("absence", f"{world.rules.name(seat)} is run by the program; nobody can leave it")
    if (seat in world.away) == command.away:
        raise Illegal("absence", "nobody sits there already" if command.away else "nobody had left the seat")
    transaction.write(e.AbsenceDeclared, seat, EVERYONE, away=command.away)
    arrive_where_read(transaction)


def take(transaction: Transaction, seat: str, command: c.AssignSeat) -> None:
    """Record that a person takes a seat over from the program, or the program one from a person.

    What was sealed there in this phase stands; that the seat was ready is taken back.

    Args:
        transaction: of the decision.
        seat: who says so: control.
        command: whose seat, and who takes it.

    Raises:
        Unreadable: when there is no such seat.
        Illegal: when nothing would change, or no person would be left.
    """
    world = transaction.world
    if command.seat not in world.seats:
        raise Unreadable("seat", f"there is no power '{command.seat}'; choose {', '.join(world.seats)}")
    name = world.rules.name(command.seat)
    persons = [power for power, run_by in world.seats.items() if run_by == PERSON]
    if (command.seat in persons) == command.person:
        who = "a person has that seat already" if command.person else "the program has that seat already"
        raise Illegal("seat", f"{name}: {who}")
    if persons == [command.seat]:
        raise Illegal("seat", f"{name} is the only seat that a person has; it can be left for now instead")
    transaction.write(e.SeatTaken, command.seat, EVERYONE, person=command.person, reason=command.reason)
    arrive_where_read(transaction)
