"""The desk line by line: one keyboard with a seat and the facilitator's, results looked at and published."""

from typing import Any

from multipolar.domain.model.events import Options
from tests.plain.table import in_objects

OPENED = ["endphase the room is ready", "IND: order calm_unrest", "control: endphase enough time"]
FACILITATED = Options(facilitator=True)


async def said(*lines: str) -> list[dict[str, Any]]:
    return await in_objects([*OPENED, *lines], options=FACILITATED)


async def test_a_result_is_rolled_with_real_dice_set_by_hand_and_published() -> None:
    desk, dice, ruled, published, after, on = (
        await said(
            "desk",
            "realdice P1 6 6 because the class wants to roll",
            "rule P1 success because that was too good",
            "publish all because they are as they should be",
            "desk",
            "endphase all was read",
        )
    )[3:]
    assert desk["accepted"], desk
    (result,) = desk["data"]["desk"]
    assert result["id"] == "1.IND.calm_unrest"
    for reply in (dice, ruled, published, on):
        assert reply["accepted"], reply
    assert "R1.1, set by hand: that was too good" in [one["text"] for one in published["news"]]
    assert after["data"]["desk"] == []


async def test_the_desk_is_no_players_and_lines_about_no_result_say_what_there_is() -> None:
    player, unknown, early = (await said("IND: desk", "control: reroll P9 because I like it", "endphase on"))[
        3:
    ]
    assert (player["rule"], unknown["rule"], early["rule"]) == ("seat", "unreadable", "desk")
    assert "there is: P1" in str(unknown["message"])


async def test_a_free_form_move_is_argued_judged_appealed_and_answered() -> None:
    replies = await in_objects(
        [
            "endphase the room is ready",
            "IND: freeform UTO We call at their port; calmer waters; it is open; we were there",
            "freeforms",
            "control: endphase enough time",
            "desk",
            "rule F1 show_of_goodwill 2 -1 dice 4 3 because both ports were open",
            "IND: appeal F1 The first reason weighs more.",
            "freeforms",
            "control: answerappeal F1 IND breakthrough because it does",
            "freeforms",
            "publish all because the rest is as it should be",
            "endphase on",
        ],
        options=FACILITATED,
    )
    made, told, _, _, judged, appealed, _, answered, stands = replies[1:10]
    for reply in (made, judged, appealed, answered):
        assert reply["accepted"], reply
    assert told["data"]["free_forms"][0]["reasons"] == ["it is open", "we were there"]
    (move,) = stands["data"]["free_forms"]
    assert (move["dice"], move["total"], move["outcome"]) == ([4, 3], 8, "breakthrough")
    assert stands["data"]["appeals"][0]["ruling"] == "R1.2"
    assert replies[-1]["accepted"], replies[-1]


async def test_the_table_goes_back_to_where_a_phase_began() -> None:
    back, unknown = (
        await said("stepback 1.deliberation because it was too early", "stepback 4.crisis because I like it")
    )[3:]
    assert back["accepted"], back
    assert "The table goes back to round 1, deliberation: it was too early" in [
        one["text"] for one in back["news"]
    ]
    assert unknown["rule"] == "step back"
