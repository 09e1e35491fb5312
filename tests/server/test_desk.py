"""The desk of a hosted exercise, worked with the facilitator's token: no seat is shown what waits there."""

from concurrent.futures import ThreadPoolExecutor

from multipolar.domain.dice import SeededDice
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.table.local import LocalSession
from tests.contracts.playing import SEED, STRAIT, players
from tests.contracts.seated import Remote
from tests.server.conftest import Caller


async def opened() -> LocalSession:
    config = ExerciseConfig(
        str(STRAIT), "standard", SEED, {"IND": "person", "UTO": "person"}, facilitator=True
    )
    host = Host(first_events(config), SeededDice(SEED), NullLog())
    session = LocalSession(host, players(), writer=ThreadPoolExecutor(1, "writer"))
    await session.open()
    return session


async def asked(caller: Caller, command: str, **facts: object) -> dict[str, object]:
    answer = await caller.http.post("commands", json={"command": command, **facts})
    told: dict[str, object] = answer.json()
    assert told.get("accepted"), told
    return told


async def test_what_waits_at_the_desk_is_judged_and_published_with_the_facilitators_token() -> None:
    served = Remote(await opened(), 60)
    await served.listen()
    callers: list[Caller] = []
    try:
        control, india, utopia = callers = [
            await Caller.join(served, seat) for seat in ("facilitator", "IND", "UTO")
        ]
        await asked(control, "advance", reason="the room is ready")
        await asked(india, "order", move="calm_unrest")
        await asked(
            india,
            "free_form",
            does="We call at Utopia.",
            wants="calm",
            reasons=["It is open."],
            toward=["UTO"],
        )
        await asked(utopia, "argue_against", free_form="1.IND.free_form", argument="It is shut.")
        await asked(control, "advance", reason="the time is up")
        desk = (await control.http.get("view")).json()["desk"]
        (result,) = [one["id"] for one in desk if one["id"].startswith("1.IND.")]
        before = [(await caller.http.get("view")).text for caller in (india, utopia)]
        await asked(control, "reroll", result=result, dice=[6, 6], reason="the room rolls: 3f9a")
        await asked(control, "rule", result=result, outcome="limited", reason="that was too good: 3f9a")
        assert [(await caller.http.get("view")).text for caller in (india, utopia)] == before
        for caller in (india, utopia):
            assert (await caller.http.get("view")).json()["desk"] == []
            assert "3f9a" not in (await caller.http.get("record")).text
        missing = await control.http.post("commands", json={"command": "publish"})
        assert missing.status_code in (400, 409, 422), missing.text
        await asked(control, "publish", reason="it is as it should be")
        assert "R1.1, set by hand: that was too good: 3f9a" in (await utopia.http.get("record")).text
        await asked(
            control, "rule", result="1.IND.free_form", effects="show_of_goodwill", arguments=[2],
            counters=[-1],
            reason="both ports were open",
        )  # fmt: skip
        await asked(utopia, "appeal", about="1.IND.free_form", text="Ours was shut.")
        await asked(
            control, "answer_appeal", about="1.IND.free_form", power="UTO", outcome="setback", reason="it was"
        )
        (move,) = (await india.http.get("view")).json()["free_forms"]
        assert (move["ruling"], move["outcome"]) == ("R1.2", "setback")
        await asked(control, "step_back", to="1.deliberation", reason="it was published too early")
        assert (await india.http.get("view")).json()["moment"] == "1.deliberation"
    finally:
        for caller in callers:
            await caller.http.aclose()
        await served.close()
