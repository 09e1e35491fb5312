"""Moments as they are shown to a person: in the person's own zone, which is named."""

from datetime import datetime


def shown_time(moment: datetime) -> str:
    """A moment to the minute, as the clock on the wall has it, with the zone's name: 2027-03-01 13:00 CET.

    Args:
        moment: with its zone.
    """
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}"
