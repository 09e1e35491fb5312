"""What waits for a seat is counted once: every title, hint, list and answer of both front ends agrees."""

import re

import pytest
from msgspec.structs import replace

from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.knowledge.waiting import left_open, waiting
from multipolar.domain.model.views import RequestSeen, ResolutionSeen, View
from multipolar.plain.asking import answer
from multipolar.plain.naming import Names, Place
from multipolar.table.local import LocalTable
from multipolar.tui.screens.basket import Basket
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Line
from multipolar.tui.widgets.inbox import Inbox
from multipolar.tui.widgets.objectives import Objectives
from tests.properties.games import OCEAN, SOUND, game, worlds
from tests.tui.canned import CRISIS, TABLE


def counted(text: str, pattern: str) -> int:
    """The number in a text; 0 where it names none."""
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def opened_by(lines: list[Line]) -> list[to.Route]:
    """What the lines of a list open."""
    return [cell.opens for line in lines for cell in line if cell.opens]


async def counts(view: View) -> dict[str, int]:
    """Every count of what waits for a seat, by where it is told."""
    names = Names()
    names.learn(view)
    place = Place(view, names)
    inbox, basket = Inbox(view, id="inbox"), Basket(view)
    nobody: LocalTable = None  # type: ignore[assignment] # questions of the view ask no table
    status, said = await answer("status", "", place, nobody), await answer("inbox", "", place, nobody)
    told = [opens for opens in opened_by(inbox.compose_lines(40)) if not isinstance(opens, to.Message)]
    heard = [to.Notice(found.id) for found in view.notices if not found.options]
    listed = opened_by(basket.compose_lines(80))
    asking = (to.Crisis, to.Notice, to.Resolution, to.Compose)
    offered = [to.Initiative(one.id) for one in view.initiatives if one.open_to_me]
    found = {
        "basket rows": len([opens for opens in listed if isinstance(opens, asking) or opens in offered]),
        "inbox title": counted(inbox.title_now(), r"(\d+) to answer"),
        "inbox rows": len([opens for opens in told if opens not in heard]),
        "basket": counted(str(basket.compose_lines(80)), r"ANSWER \((\d+)\)"),
        "plain status": status.data["waiting"],
        "plain inbox": counted(said.message, r"(\d+) to answer"),
    }
    if view.phase == "deliberation" and not view.ready:
        found["objectives"] = counted(Objectives(view, id="objectives").title_now(), r"(\d+) to answer")
        kept = [one for one in left_open(view, ()) if not one.key.startswith(("drafts", "carry"))]
        found["ready"] = len(kept)
    return found


async def test_one_of_each_kind_is_counted_everywhere() -> None:
    vote = ResolutionSeen(
        id="R1", framework="IORA", kind="code", title="code of conduct", by="ZAF", state="debated", about="",
        domain="", rule="", argued=0, tabled=2, decided=0, needed="a majority", votes=(), open_to_me=True,
        voted="", until=0,
    )  # fmt: skip
    view = replace(
        TABLE, crises=CRISIS.crises, resolutions=(vote,), requests=(RequestSeen("ZAF", "hotline", "Hotline"),)
    )
    found = waiting(view)
    assert all(found.kinds)
    crises = len(found.crises)
    told = await counts(view)
    # Nobody is ready or not while a crisis waits, which has a phase of its own.
    assert told.pop("ready") == found.count - crises
    assert set(told.values()) == {found.count}


@pytest.mark.parametrize(("scenario", "seed"), [(SOUND, 3), (SOUND, 11), (OCEAN, 5)])
async def test_all_counts_of_what_waits_are_equal(scenario: str, seed: int) -> None:
    busiest = 0
    events = game(scenario, seed)
    for number, world in enumerate(worlds(events)):
        if str(world.phase) not in ("deliberation", "crisis") or number % 7:
            continue
        for seat in world.rules.ids:
            view = view_of(world, seat)
            found = await counts(view)
            assert set(found.values()) == {waiting(view).count}, (number, seat, found)
            busiest = max(busiest, waiting(view).count)
    assert busiest > 2
