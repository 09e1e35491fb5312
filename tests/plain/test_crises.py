"""A crisis at length: what it is, what the seat knows of it, what it may choose (rulebook §8)."""

from msgspec.structs import replace

from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Estimate
from multipolar.plain.naming import Names, Place
from multipolar.plain.world_queries import crisis_lines
from tests.plain.table import DISPUTE, in_objects, sit_down


async def test_what_is_known_of_a_principal_is_told_to_whoever_knows_it() -> None:
    session = await sit_down("IND", script=DISPUTE)
    await session.tables["IND"].submit(c.Ready())
    view = session.tables["IND"].view
    names = Names()
    names.learn(view)
    crisis = view.crises[0]
    known = Estimate("ERE", "sharing", 0, "firm", "Erewhon, by its own word, cannot mobilise and is firm")
    lines = crisis_lines(replace(crisis, estimates=(known,)), Place(view, names))
    assert "known to you: Erewhon, by its own word, cannot mobilise and is firm" in lines
    assert not [line for line in crisis_lines(crisis, Place(view, names)) if line.startswith("known")]


async def test_an_upheaval_tells_what_holds_the_government_up_and_how_it_ended() -> None:
    script: dict[str, tuple[int, ...]] = {
        "1.friction": (10_000, 1, 1), "1.unrest.IND": (1,), "1.warning.K1": (1, 1), "1.coup": (1, 1)
    }  # fmt: skip
    replies = await in_objects(["ready", "pass", "crises", *["pass"] * 3], script=script)
    lines = replies[2]["data"]["crises"][0]
    assert lines["template"] == "domestic_upheaval"
    assert [found[0] for found in lines["calm"]]
    told = [news["text"] for reply in replies for news in reply["news"]]
    assert "The government of India fell" in told
