"""Line by line: what decisions are for, seats that are left, and moves that are asked for."""

from multipolar.domain.model.events import Options
from tests.plain.table import in_objects

WEIGHTY = Options(intent="weighty", absence="hold")


async def test_a_weighty_decision_is_asked_about_and_answered_in_a_line() -> None:
    replies = await in_objects(
        [
            "ready",
            "propose summit UTO",
            "status",
            "intent P2 70 % a friend at sea; they will grumble",
            "status",
            "intents",
        ],
        options=WEIGHTY,
    )
    asked = [news for reply in replies for news in reply["news"] if news["kind"] == "intent"]
    assert len(asked) == 1
    assert replies[3]["accepted"], replies[3]["message"]
    [kept] = replies[5]["data"]["intents"]
    assert (kept["wants"], kept["expects"], kept["sure"]) == ("a friend at sea", "they will grumble", 70)


async def test_what_nobody_asked_is_not_understood() -> None:
    replies = await in_objects(["ready", "intent P1 70 x", "intent", "intent P1 much x"], options=WEIGHTY)
    assert [reply["rule"] for reply in replies[1:]] == ["unreadable"] * 3
    assert "asked about nothing now" in replies[1]["message"]


async def test_a_seat_is_left_and_taken_again() -> None:
    replies = await in_objects(
        ["ready", "UTO: ready", "UTO: away", "IND: pass", "UTO: back", "UTO: back"], "IND", "UTO"
    )
    assert [reply["accepted"] for reply in replies] == [True, True, True, True, True, False]
    # Nobody waits for the seat that was left: the round goes on with one person ready.
    assert replies[3]["data"]["moment"] == "2.deliberation"


async def test_a_move_is_asked_for_of_one_power() -> None:
    replies = await in_objects(
        [
            "ready",
            'ask UTO licensed_production say "We would build them here."',
            "ask UTO public_protest",
            "ask UTO",
            "inbox",
        ]
    )
    assert [reply["accepted"] for reply in replies] == [True, True, False, False, True]
    assert replies[2]["rule"] == "request"
    [said] = replies[4]["data"]["messages"]
    assert (said["asks"], said["text"]) == ("Licensed production", "We would build them here.")


async def test_a_person_who_comes_late_takes_a_seat_over_and_the_program_takes_it_back() -> None:
    ready, taken, refused, given, gone, last = await in_objects(
        ["ready", "take Utopia", "take UTO", "give", "UTO: status", "give IND"]
    )
    assert (ready["accepted"], taken["accepted"]) == (True, True)
    assert "a person has the seat of Utopia now" in taken["message"]
    # What the program had proposed there stands, and is shown to who sits there now.
    assert any("Strategic dialogue, Utopia with India: tabled" in line for line in taken["data"]["stands"])
    assert taken["seat"] == "UTO"
    assert refused["rule"] == "seat"
    assert (given["accepted"], given["seat"]) == (True, "IND")
    assert gone["rule"] == "seat"
    assert (last["accepted"], last["rule"]) == (False, "seat")
    told = [news["text"] for reply in (taken, given) for news in reply["news"]]
    assert "The program takes over the seat of Utopia: by hand" in told
