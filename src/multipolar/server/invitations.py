"""Invitations to a hosted exercise: for each code a calendar file and a text to send.

Each holds one seat's code, and goes to that seat alone.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from multipolar.domain.english import counted
from multipolar.local_time import shown_time
from multipolar.server.hosting import Opened
from multipolar.server.sheets import link_to


def invitations(opened: Opened, begins: datetime, minutes: int) -> dict[str, bytes]:
    """Every file by its name: ``IND.ics`` and ``IND.txt`` for each seat, and for those who watch and lead.

    Args:
        opened: what is open, and its codes.
        begins: when it begins, with its zone.
        minutes: how long it takes, at least 1.
    """
    files = {}
    for seat, code in opened.codes.items():
        text = _text(opened, seat, code, begins, minutes)
        files[f"{seat}.txt"] = text.encode()
        files[f"{seat}.ics"] = _calendar(opened, seat, code, begins, minutes, text)
    return files


def _as_whom(opened: Opened, seat: str) -> str:
    return f"as {opened.names[seat]}" if seat in opened.roles else f"as {seat}"


def _text(opened: Opened, seat: str, code: str, begins: datetime, minutes: int) -> str:
    address = opened.addresses[0]
    role = [opened.roles[seat], ""] if seat in opened.roles else []
    lines = [
        f"You are invited to “{opened.title}”, {_as_whom(opened, seat)}.",
        "",
        *role,
        f"When: {shown_time(begins)}, about {counted(minutes, 'minute')}",
        f"In a browser: {link_to(address, code)}",
        f"In a terminal: multipolar join {address.removeprefix('http://')} {code}",
        f"Code: {code}",
        "",
        "The code is for this seat alone: whoever has it sits there.",
    ]
    return "\n".join(lines) + "\n"


def _calendar(opened: Opened, seat: str, code: str, begins: datetime, minutes: int, text: str) -> bytes:
    event = Event()
    start = begins.astimezone(UTC)
    event.add("uid", f"{opened.exercise}-{seat}@multipolar.invalid")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("summary", f"{opened.title}, {_as_whom(opened, seat)}")
    event.add("description", text)
    event.add("url", link_to(opened.addresses[0], code))
    calendar = Calendar()
    calendar.add("prodid", "-//multipolar//multipolar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
