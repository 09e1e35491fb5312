"""Who sits at this keyboard: persons take seats of the program's over, and leave theirs to it."""

from collections.abc import Sequence

from textual.app import App

from multipolar.domain.model.views import View
from multipolar.tui.input.sending import direct
from multipolar.tui.messages import SeatsChanged
from multipolar.tui.public_view import follow
from multipolar.tui.room import Room
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.curtain import KeyboardFree

SEATS = "Everybody is told. What is sealed at a seat in this phase stands."


def seat_choices(view: View, here: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What can be done about seats: to take one of the program's, to leave one of those here to it.

    Args:
        view: what somebody here knows; who plays what is public.
        here: the seats at this keyboard.
    """
    persons = [power.id for power in view.powers if power.run_by == "person"]
    taken = [
        (f"take {power.id}", f"{power.name}: the program plays it; a person sits down here")
        for power in view.powers
        if power.id not in persons
    ]
    given = [
        (f"give {seat}", f"{view.name(seat)}: a person has it; the program takes it over")
        for seat in here
        if seat in persons and len(persons) > 1
    ]
    return (*given, *taken)


async def arrange_seats(app: App[None], room: Room) -> None:
    """Let a person take over a seat of the program's, or leave one to it; all are told."""
    turns, session = room.turns, room.session
    if turns is None or session is None or isinstance(app.screen, ConfirmScreen):
        return
    view = turns.here.view
    choices = seat_choices(view, tuple(turns.seats))
    asked = ConfirmScreen("Who sits where", SEATS, choices, "Nobody changes seats")
    deed, _, seat = (await app.push_screen_wait(asked) or "").partition(" ")
    if deed not in ("take", "give"):
        return
    change = session.take_seat if deed == "take" else session.give_seat
    if not (await direct(app, change(seat))).accepted:
        return
    known = set(turns.seats)
    turns.arrange(session.tables, seat if deed == "take" else "")
    if isinstance(app.screen, KeyboardFree) and app.screen.table is not None:
        # It waited for a person who may not be the next one any more.
        app.screen.dismiss(None)
    for one in turns.seats.keys() - known:
        app.run_worker(follow(app, one, turns.seats[one].table), group="following")
    if deed == "take":
        app.notify(f"What the program had on the table for {view.name(seat)} stands: t lists it.")
    app.post_message(SeatsChanged())
