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
    assert after["data"] == {"desk": []}


async def test_the_desk_is_no_players_and_lines_about_no_result_say_what_there_is() -> None:
    player, unknown, early = (await said("IND: desk", "control: reroll P9 because I like it", "endphase on"))[
        3:
    ]
    assert (player["rule"], unknown["rule"], early["rule"]) == ("seat", "unreadable", "desk")
    assert "there is: P1" in str(unknown["message"])
