"""Colour means good or bad for the reader, wherever a change of a number is shown."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

import multipolar.tui
from multipolar.domain.model.events import Change
from multipolar.domain.model.views import ExpectedChange
from multipolar.tui.screens.assessment import chapters, told_page
from multipolar.tui.widgets import formatting
from tests.tui.canned import NEWS, PREVIEW, TABLE


@pytest.mark.parametrize(
    ("target", "amount", "colour"),
    [
        ("tension(CHN,IND)", 5, "$bad"),
        ("tension(CHN,IND)", -10, "$good"),
        ("burden(IND)", 3, "$bad"),
        ("severity(K1)", 45, "$bad"),
        ("trust(IND,CHN)", 2, "$good"),
        ("economy(CHN)", 2, "$quiet"),
    ],
)
def test_a_change_is_coloured_for_who_reads_it(target: str, amount: int, colour: str) -> None:
    assert formatting.valued(TABLE, target, amount) == (f"{amount:+d}", colour)


def test_the_effects_of_a_preview_are_coloured_so() -> None:
    calming = ExpectedChange("tension(CHN,IND)", (7, 0, 0, -7), "tension of China and India")
    shown = formatting.preview(TABLE, replace(PREVIEW, effects=(calming,)), 90)
    colours = {shown.plain[span.start : span.end].strip(): str(span.style) for span in shown.spans}
    assert (colours["+7"], colours["-7"]) == ("$bad", "$good")


def test_a_setback_of_ones_own_is_not_told_in_the_colour_of_news() -> None:
    setback = replace(NEWS[0], changes=(Change("tension(IND,MDV)", 4, "setback"),))
    shown = told_page(TABLE, chapters(TABLE, (setback,))[:1], (setback,), 90)
    colours = {shown.plain[span.start : span.end].strip(): str(span.style) for span in shown.spans}
    assert colours["Military visit with Maldives: setback"] == "bold $bad"
    assert colours["+4"] == "$bad"


def test_no_screen_judges_a_change_by_its_sign() -> None:
    by_sign = re.compile(r'good" if \w+(\.amount|\.by) > 0')
    for path in Path(multipolar.tui.__file__).parent.rglob("*.py"):
        assert not by_sign.search(path.read_text("utf-8")), path.name
