"""What is handed out before an exercise: invitations, each with one code, and the sheet to cut up."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from weasyprint import HTML

from multipolar.cli import guard
from multipolar.server.hosting import Opened
from multipolar.server.invitations import invitations
from multipolar.server.sheets import STRIPS, sheet

BEGINS = datetime(2027, 3, 1, 13, 0, tzinfo=UTC)
OPENED = Opened(
    addresses=("http://10.0.0.5:8080",),
    exercise="20270301-120000-strait-abcd",
    title="The Strait; a <test>, of sorts",
    codes={"IND": "ABC-DEF-GHJ", "UTO": "KMN-PQR-STU", "facilitator": "VWX-YZA-BCD"},
    names={"IND": "India", "UTO": "Utopia", "facilitator": "the facilitator"},
    roles={"IND": "You speak for India.", "UTO": "You speak for Utopia."},
    is_open=True,
    is_plain=True,
)


def test_each_file_holds_the_code_of_its_own_seat_alone() -> None:
    files = invitations(OPENED, BEGINS, 90)
    assert set(files) == {f"{seat}.{kind}" for seat in OPENED.codes for kind in ("txt", "ics")}
    for name, content in files.items():
        for seat, code in OPENED.codes.items():
            assert (code.encode() in content.replace(b"\r\n ", b"")) == name.startswith(f"{seat}."), (
                name,
                seat,
            )


def test_a_calendar_takes_it_in() -> None:
    event = Calendar.from_ical(invitations(OPENED, BEGINS, 90)["IND.ics"]).walk("VEVENT")[0]
    assert event.decoded("dtstart") == BEGINS
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert event["summary"] == "The Strait; a <test>, of sorts, as India"
    assert "#ABC-DEF-GHJ" in str(event["url"])
    assert "multipolar join 10.0.0.5:8080 ABC-DEF-GHJ" in str(event["description"])


def test_a_text_says_who_when_and_how() -> None:
    text = invitations(OPENED, BEGINS, 90)["UTO.txt"].decode()
    for words in (
        "as Utopia",
        "about 90 minutes",
        "http://10.0.0.5:8080/#KMN-PQR-STU",
        "You speak for Utopia.",
    ):
        assert words in text


def test_a_sheet_gives_each_seat_a_page_and_keeps_the_others_apart() -> None:
    pages = sheet(OPENED).split("<section>")[1:]
    assert len(pages) == len(OPENED.roles) + 1
    for seat, page in zip((*OPENED.roles, "facilitator"), pages, strict=True):
        for other, code in OPENED.codes.items():
            assert (code in page) == (other == seat)
    assert "<test>" not in sheet(OPENED)
    assert "Not for players" in pages[-1]


def test_a_time_without_invitations_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["host", "first-steps", "--when", "2027-03-01 14:00"]) == 2
    assert "--invite" in capsys.readouterr().err


def test_a_sheet_is_a_page_a_seat_with_codes_large_enough_to_be_read_by_a_phone() -> None:
    story = "You speak for a power. " + "It has a long story, told in many words. " * 30
    roles = dict.fromkeys(("IND", "CHN"), story)
    codes = dict.fromkeys((*roles, "observer", "projector", "facilitator"), "K7M-4RW-XPD")
    opened = Opened(
        addresses=("https://192.168.104.120:58080",),
        exercise="x",
        title="The Indian Ocean",
        codes=codes,
        names={seat: seat for seat in codes},
        roles=roles,
        is_open=True,
        is_plain=False,
        fingerprint=":".join(["AB"] * 32),
    )
    made = sheet(opened)
    assert len(HTML(string=made).render().pages) == len(roles) + 1
    drawn = re.findall(r"<svg[^>]*>", made)
    assert len(drawn) == STRIPS * len(roles) + 3
    # Without its own size it fills the room that the sheet gives it: three centimetres, not one.
    assert all("viewBox" in each and "width=" not in each for each in drawn)
    assert "It has a long story" in made
    assert made.count("It has a long story") < 20
