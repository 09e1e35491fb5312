"""Nothing that happens to a seat is silent: what plain mode tells, the screens tell by one key."""

import pytest
from msgspec.structs import replace

from multipolar.domain.model.events import KINDS
from multipolar.domain.model.views import Seen, View
from multipolar.plain.news import happened
from multipolar.plain.session import LineByLine
from multipolar.tui.widgets.headlines import Headlines
from multipolar.tui.widgets.inbox import Inbox
from multipolar.tui.widgets.panel import Panel
from tests.plain.table import DISPUTE, sit_down
from tests.tui.canned import NEWS, TABLE
from tests.tui.playing import seated, until
from tests.tui.screen_text import text_of

WIDE = 100_000
"""Columns by which nothing is wrapped."""
SCRIPT = (
    "IND: ready", "UTO: ready",
    "IND: propose strategic_dialogue UTO", "UTO: inbox", 'UTO: decline P1 say "Not this year"',
    "IND: propose hotline UTO", "UTO: inbox", "UTO: accept P2",
    "IND: propose joint_exercise UTO domain=land", "IND: withdraw P3",
    "IND: order modernise_forces", "UTO: say IND Good morning",
    *("IND: pass", "UTO: pass") * 30,
)  # fmt: skip


def panel(view: View, news: tuple[Seen, ...]) -> list[str]:
    """The rows of the news panel of a seat."""
    return rows_of(Headlines(view, news, id="headlines"))


def rows_of(shown: Panel) -> list[str]:
    """The rows of a panel, unwrapped."""
    return ["".join(cell.text for cell in line) for line in shown.compose_lines(WIDE)]


async def test_whatever_plain_mode_tells_a_seat_stands_in_its_news() -> None:
    session = await sit_down("IND", "UTO", script=DISPUTE)
    lines = LineByLine(session)
    told = dict.fromkeys(session.tables, 0)
    kinds: set[str] = set()
    for number, line in enumerate(SCRIPT, start=1):
        await lines.take(number, line)
        for seat, table in session.tables.items():
            news = await table.record(0)
            fresh = [seen for seen in news if seen.number > told[seat] and seen.round >= table.view.round - 1]
            view = table.view
            rows = "\n".join(panel(view, news))
            for spoken in happened(fresh, seat, ()):
                if spoken.spoken and spoken.data:
                    kinds.add(str(spoken.data["kind"]))
                    wanted = (
                        spoken.lines
                        if spoken.data["kind"] == "numbers_changed" and spoken.lines
                        else (spoken.text,)
                    )
                    if spoken.data["kind"] in ("message_sent", "message_arrived"):
                        words = view.messages[-1].words
                        assert words in spoken.text
                        assert any(words in row for row in rows_of(Inbox(view, id="inbox")))
                        continue
                    for text in wanted:
                        assert text in rows, f"{seat} is not shown: {text}"
            told[seat] = news[-1].number
    assert {
        "proposal_accepted",
        "initiative_moved",
        "money_reserved",
        "crisis_moved",
        "numbers_changed",
    } <= kinds


@pytest.mark.parametrize("actor", ["FRA", "IND", "control"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_kind_of_event_plain_mode_tells_the_news_or_the_inbox_tell(kind: str, actor: str) -> None:
    """Also what no game that is played here comes to, and what is added to the rules one day."""
    event = replace(
        NEWS[-1], number=len(NEWS) + 1, round=TABLE.round, kind=kind, actor=actor, weight=0,
        powers=("IND", "FRA"), text=f"What {kind} tells", subject="a thing of its own", changes=(), detail=(),
    )  # fmt: skip
    [told] = happened([event], TABLE.seat, ())
    in_the_inbox = kind in ("message_sent", "message_arrived", "message_withdrawn")
    if told.spoken and not in_the_inbox:
        assert any(event.text in row for row in panel(TABLE, (*NEWS, event)))


async def test_a_seat_is_told_who_declined_with_which_words_and_what_it_cost() -> None:
    session = await sit_down("IND", "UTO")
    lines = LineByLine(session)
    for number, line in enumerate(SCRIPT[:5], start=1):
        await lines.take(number, line)
    table = session.tables["IND"]
    rows = "\n".join(panel(table.view, await table.record(0)))
    assert "was declined by Utopia: Not this year" in rows
    assert "less 1 capital for what came to nothing" in rows


async def test_one_key_brings_what_happened_between_two_looks() -> None:
    declined = replace(
        NEWS[-1], number=56, kind="initiative_moved", actor="FRA", weight=2, powers=("IND", "FRA"),
        text="India: Hotline with France was declined by France: not now",
    )  # fmt: skip
    async with seated(TABLE, (80, 24)) as (pilot, table):
        table.show(replace(TABLE, number=56), (*NEWS, declined))
        await pilot.press("8")
        await until(pilot, lambda: "declined by France" in " ".join(text_of(pilot.app).split()))


def test_an_observer_reads_headlines_alone() -> None:
    declined = replace(NEWS[-1], kind="proposal_accepted", text="France accepts: Hotline")
    watching = replace(TABLE, seat="observer")
    assert not any("France accepts" in row for row in panel(watching, (*NEWS, declined)))
    assert any("France accepts" in row for row in panel(TABLE, (*NEWS, declined)))
