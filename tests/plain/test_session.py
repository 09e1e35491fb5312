"""A whole exercise line by line: receipts, refusals, news, several seats."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.domain.model.events import Options
from multipolar.plain.grammar import ACT, ASK, WORDS
from multipolar.plain.session import PATIENCE, LineByLine
from multipolar.user_errors import Gone, UserError
from tests.plain.table import DISPUTE, in_objects, in_words, playing, sit_down


def receipts(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith(("ok:", "refused ("))]


def texts(reply: dict[str, Any]) -> list[str]:
    return [news["text"] for news in reply["news"]]


async def test_a_script_that_knows_nothing_reaches_the_debrief() -> None:
    replies = await in_objects([*["pass"] * 40, "debrief"])
    assert replies[-1]["accepted"]
    assert replies[-1]["data"]["debrief"]["how"] == "complete"
    assert {reply["rule"] for reply in replies} <= {"", "over"}


async def test_the_same_script_is_answered_the_same_way_twice() -> None:
    script = ["ready", "accept UTO", "order modernise_forces", *["pass"] * 12, "scores"]
    assert await in_objects(script) == await in_objects(script)


async def test_every_line_that_is_not_passed_over_has_one_receipt() -> None:
    script = ["status", "", "   ", "# a remark", "nonsense", "ready"]
    assert [line.partition(":")[0] for line in receipts(await in_words(script))] == [
        "ok",
        "refused (unreadable)",
        "ok",
    ]
    assert [reply["line"] for reply in await in_objects(script)] == [1, 5, 6]


async def test_objects_hold_what_programs_read() -> None:
    (reply,) = await in_objects(["money"])
    assert set(reply) == {"line", "input", "seat", "accepted", "rule", "message", "data", "news"}
    assert reply["seat"] == "IND"
    income = {"capital": 7, "resources": 4}
    assert reply["data"] == {"capital": 0, "resources": 0, "income": income, "carry": 3}


@pytest.mark.parametrize("word", [word for word in WORDS if word.kind == ASK], ids=lambda word: word.name)
async def test_every_question_is_answered_in_deliberation_and_after_the_end(word: Any) -> None:
    rest = {
        "show": "show joint_exercise",
        "preview": "preview propose hotline UTO",
        "why": "why economy(IND)",
        "pair": "pair UTO",
    }
    question = rest.get(word.name, word.name)
    answers = await in_objects(["ready", question, *["pass"] * 40, question])
    assert answers[1]["accepted"] or word.name in ("debrief", "desk")
    assert answers[-1]["accepted"] or word.name in ("show", "moves", "desk")


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
async def test_every_example_in_the_help_can_be_read(word: Any) -> None:
    line = (
        (word.example or word.name)
        .replace("IDN", "UTO")
        .replace("FRA", "UTO")
        .replace("CHN", "ERE")
        .replace("LKA", "UTO")
    )
    replies = await in_objects(["ready", line])
    if word.kind == ACT and word.name in (
        "accept",
        "counter",
        "decline",
        "withdraw",
        "answer",
        "respond",
        "vote",
        "argue",
        "askundo",
    ):
        return  # these name something that need not be on this table
    assert replies[1]["rule"] != "unreadable" or word.name in ("debrief", "intent"), replies[1]["message"]


async def test_an_answer_is_to_the_terms_the_seat_was_told() -> None:
    tabled = "IND: propose joint_exercise UTO domain=land payment"
    replies = await in_objects(
        ["UTO: ready", "IND: ready", f"{tabled}=1", "UTO: inbox", "IND: initiatives"], "IND", "UTO"
    )
    (ref,) = [news["ref"] for news in replies[3]["news"] if news["kind"] == "proposal" and "joint" in
              news["text"].lower()]  # fmt: skip
    mine = replies[2]["data"]["ref"]
    replies = await in_objects(
        ["UTO: ready", "IND: ready", f"{tabled}=1", "UTO: inbox", f"IND: withdraw {mine}", f"{tabled}=-1",
         f"UTO: accept {ref}", f"UTO: accept {ref}"],
        "IND",
        "UTO",
    )  # fmt: skip
    assert replies[5]["accepted"]
    refused, accepted = replies[6:]
    assert (refused["accepted"], refused["rule"]) == (False, "version")
    assert [news["ref"] for news in refused["news"] if news["kind"] == "proposal"] == [ref]
    assert "Utopia pays India 1 resource" in str(refused["news"])
    assert accepted["accepted"]


@pytest.mark.parametrize("answer", ["accept IND", "decline IND", "counter IND payment=1", "accept P1"])
async def test_what_a_seat_was_not_told_of_it_cannot_answer_until_it_was(answer: str) -> None:
    replies = await in_objects(
        ["UTO: ready", "IND: ready", "IND: propose joint_exercise UTO domain=land", f"UTO: {answer}", answer],
        "IND",
        "UTO",
    )
    tabled, refused, taken = replies[2:]
    assert tabled["accepted"]
    assert (refused["accepted"], refused["rule"]) == (False, "version")
    assert [news["subject"] for news in refused["news"] if news["kind"] == "proposal"] == [
        tabled["data"]["id"]
    ]
    assert taken["accepted"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "restraint coercion UTO 4",
            "India promises Utopia: no coercion until round 4; Utopia alone is told",
        ),
        ("act hotline UTO 3 public", "India promises Utopia: hotline by round 3; everybody is told"),
    ],
)
async def test_the_receipt_of_a_promise_says_it_in_a_sentence(line: str, sentence: str) -> None:
    (_, reply) = await in_objects(["ready", f"promise {line}"])
    assert reply["accepted"]
    assert f"promise {line}: {sentence}; you have " in reply["message"]


async def test_a_refused_line_changes_nothing() -> None:
    session = await sit_down("IND")
    table = session.tables["IND"]
    lines = await playing("IND")
    await lines.take(1, "ready")
    before = lines._seats["IND"].table.view
    for number, line in enumerate(
        (
            "order security_pact UTO",
            "propose joint_exercise UTO",
            "accept P9",
            "answer N1 no",
            "respond K1 hold",
        )
    ):
        reply = await lines.take(number, line)
        assert reply is not None
        assert not reply.accepted
    assert lines._seats["IND"].table.view == before
    assert table.view.number == 1


async def test_a_refusal_names_the_rule_and_says_what_would_do() -> None:
    replies = await in_objects(["ready", "propose joint_exercise UTO", "propose joint_excercise UTO"])
    assert (replies[1]["rule"], replies[2]["rule"]) == ("terms", "unreadable")
    assert "maritime, land, air, cyber" in replies[1]["message"]
    assert "did you mean `joint_exercise`?" in replies[2]["message"]


async def test_after_the_end_acts_are_refused_as_over() -> None:
    replies = await in_objects([*["pass"] * 40, "ready", "say all Goodbye", "order modernise_forces"])
    assert {reply["rule"] for reply in replies[-3:]} == {"over"}


async def test_a_proposal_is_announced_with_its_cost_and_its_chances() -> None:
    (opened,) = await in_objects(["ready"])
    (proposal,) = [news for news in opened["news"] if news["kind"] == "proposal"]
    assert proposal["ref"] == "P1"
    assert proposal["cost"] == [1, 0]
    assert sum(proposal["chances"]) == 36
    assert "Shall we talk?" in proposal["text"]


def asked(replies: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [news for reply in replies for news in reply["news"] if news["kind"] == kind]


async def test_a_cable_is_announced_with_its_options_and_can_be_answered() -> None:
    script = ["ready", "pass", "answer N1 send_nothing", "answer N1 send_help", "answer N1 send_help"]
    replies = await in_objects(script)
    (cable,) = asked(replies, "cable")
    assert (cable["ref"], "send_help" in cable["options"]) == ("N1", True)
    assert [reply["rule"] for reply in replies[2:]] == ["unreadable", "", "inject"]


async def test_a_crisis_is_announced_with_the_choices_it_leaves() -> None:
    replies = await in_objects(["pass"] * 20, script=DISPUTE)
    crisis = asked(replies, "crisis")[0]
    assert crisis["ref"] == "K1"
    assert {"concede", "hold"} <= set(crisis["choices"])


async def test_a_crisis_must_be_answered_before_one_is_ready() -> None:
    replies = await in_objects(["pass", "pass", "ready"], script=DISPUTE)
    refused = [reply for reply in replies if not reply["accepted"]]
    assert refused[0]["rule"] == "response"
    assert "K1" in refused[0]["message"]


async def test_a_crisis_is_answered_in_secret_and_told_when_all_have_chosen() -> None:
    script = ["ready", "pass", "crises", "preview respond K1 press", "respond K1 stay in", "respond K1 hold"]
    replies = await in_objects(script, script=DISPUTE)
    assert {choice["id"] for choice in replies[2]["data"]["crises"][0]["choices"]} >= {"concede", "mobilise"}
    assert replies[3]["data"]["against"]
    assert [reply["rule"] for reply in replies[4:]] == ["unreadable", ""]
    assert any("India holds" in text for text in texts(replies[5]))


async def test_again_repeats_what_was_chosen_in_the_exchange_before() -> None:
    script = ["ready", "pass", "respond K1 again", "respond K1 hold", "respond K1 again"]
    replies = await in_objects(script, script=DISPUTE | {"1.exchange.K1.1": (4, 4)})
    assert [reply["rule"] for reply in replies[2:]] == ["unreadable", "", ""]
    assert "not responded to this crisis yet" in replies[2]["message"]
    assert replies[4]["message"].startswith("respond K1 hold")


async def test_moves_with_a_power_leave_out_what_concerns_no_other() -> None:
    said = await in_words(["ready", "moves UTO"])
    assert any("strategic_dialogue" in line for line in said)
    assert not any("modernise_forces" in line for line in said)
    assert not any("no power it is open with" in line for line in said)


async def test_red_lines_say_when_they_are_crossed_and_relations_are_told_in_words() -> None:
    said = "\n".join(await in_words(["ready", "objectives"]))
    assert "crossed when:" in said
    assert "(now correct, " in said or "(now cooperative, " in said or "relation(" not in said


async def test_a_listener_is_spared_what_does_not_concern_the_own_power() -> None:
    said = await in_words(["ready", "news 1"])
    announced, asked_for = (said[: said.index(receipts(said)[1])], said[said.index(receipts(said)[1]) :])
    assert any("India's capital +7" in line for line in announced)
    assert not any("Erewhon's growth not yet counted" in line for line in announced)
    assert "news: 3 other numbers moved; `news` tells them all" in announced
    assert any("Erewhon's growth not yet counted" in line for line in asked_for)


async def test_what_was_told_is_not_told_again() -> None:
    replies = await in_objects(["ready", "status", "status"])
    assert texts(replies[0])
    assert [texts(reply) for reply in replies[1:]] == [[], []]


async def test_proposals_are_made_answered_and_carried_out() -> None:
    script = [
        "ready",
        'propose joint_exercise UTO domain=air say "Wings."',
        "accept UTO",
        "pass",
        "initiatives all",
    ]
    replies = await in_objects(script)
    assert replies[1]["data"]["ref"] == "P2"
    assert "Utopia accepts: Joint exercise" in texts(replies[1])
    assert all(reply["accepted"] for reply in replies)
    assert {found["state"] for found in replies[-1]["data"]["initiatives"]} == {"completed", "tabled"}


async def test_short_names_stay_for_the_sitting() -> None:
    replies = await in_objects(["ready", "inbox", "decline P1", "pass", "inbox", "show P1"])
    assert [found["ref"] for found in replies[1]["data"]["proposals"]] == ["P1"]
    assert [found["ref"] for found in replies[4]["data"]["proposals"]] == ["P2"]
    assert replies[5]["data"]["id"] == replies[1]["data"]["proposals"][0]["id"]


async def test_what_being_ready_leaves_open_is_named_once_in_a_phase() -> None:
    _, asked, again, later = await in_objects(["ready", "ready", "ready", "ready"])
    assert (asked["accepted"], asked["rule"]) == (False, "left open")
    assert "Utopia's proposal of strategic dialogue is not answered" in asked["message"]
    assert "would be lost unspent: at most 3 of each is carried over" in asked["message"]
    assert again["accepted"]
    # A new round is a new question.
    assert later["rule"] == "left open"


async def test_what_comes_after_the_question_is_asked_about_again() -> None:
    lines = ["ready", "UTO: ready", "ready", "ready", "unready", "ready", "unready"]
    lines += ["IND: say UTO Well?", "ask UTO joint_exercise", "UTO: ready", "ready"]
    replies = await in_objects(lines, "IND", "UTO")
    assert [reply["accepted"] for reply in replies[2:7]] == [False, True, True, True, True]
    assert "India asked you to propose joint exercise" in replies[9]["message"]
    assert replies[10]["accepted"]


async def test_an_answered_table_and_money_within_the_limit_are_not_asked_about() -> None:
    spent = ["order modernise_forces", "propose summit UTO", "propose joint_exercise UTO domain=air"]
    script = ["ready", "decline P1", *spent, "status", "ready"]
    replies = await in_objects(script)
    status = replies[-2]["data"]
    assert (status["waiting"], max(status["capital"], status["resources"]) > 3) == (0, False)
    assert replies[-1]["accepted"]


async def test_advice_comes_as_lines_that_can_be_given() -> None:
    replies = await in_objects(
        ["ready", "advise", "advise obliging", "propose joint_exercise UTO domain=land"]
    )
    assert replies[1]["data"]["advice"][0]["line"] == "propose joint_exercise UTO domain=land"
    assert replies[3]["accepted"]


async def test_why_understands_names_in_any_case() -> None:
    (reply,) = await in_objects(["why Trust(ind, utopia)"])
    assert reply["data"]["target"] == "trust(IND,UTO)"


async def test_lines_may_be_for_several_seats() -> None:
    replies = await in_objects(
        ["IND: ready", "status", "uto:", "ready", "IND: status", "ERE: ready"], "IND", "UTO"
    )
    assert [reply["seat"] for reply in replies] == ["IND", "IND", "UTO", "UTO", "IND", "IND"]
    assert replies[1]["data"]["phase"] == "briefing"
    assert replies[4]["data"]["phase"] == "deliberation"
    assert replies[5]["rule"] == "seat"


async def test_a_seat_is_told_only_what_it_saw() -> None:
    script = ["ready", "UTO: ready", "IND: order covert_collection UTO", "UTO: news all", "inbox"]
    replies = await in_objects(script, "IND", "UTO")
    assert replies[2]["accepted"]
    assert "ollection" not in str(replies[3:])


async def test_ready_can_be_taken_back_while_others_are_not() -> None:
    replies = await in_objects(["ready", "unready", "unready", "ready"], "IND", "UTO")
    assert [reply["accepted"] for reply in replies] == [True, True, False, True]


async def test_what_cannot_be_saved_is_refused_and_the_sitting_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*arguments: object) -> None:
        raise UserError("the disk is full; free some room")

    lines = await playing("IND")
    monkeypatch.setattr("multipolar.engine.log.NullLog.append", full)
    refused, answered = await lines.take(1, "ready"), await lines.take(2, "status")
    assert refused
    assert answered
    assert (refused.rule, refused.message) == ("save", "the disk is full; free some room")
    assert answered.accepted


async def test_nothing_after_quit_is_read() -> None:
    replies = await in_objects(["quit", "status"])
    assert len(replies) == 1


async def test_a_line_that_is_too_long_is_refused_and_the_next_is_taken() -> None:
    replies = await in_objects(["say all " + "x" * 9000, "status"])
    assert [reply["rule"] for reply in replies] == ["unreadable", ""]
    assert len(replies[0]["input"]) == 4000


PIECES = (
    "UTO", "IND,UTO", "P1", "A1", "K1", "N1", "joint_exercise", "domain=land", "share=9", "payment=²", "say",
    "promise=act:hotline:UTO:3", '"x', "all", "²", "agreement=A1", "public", "4", "P²", "back", "IND:",
)  # fmt: skip
REST = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join))
LINE = st.one_of(
    st.text(max_size=60), st.builds(lambda word, rest: f"{word.name} {rest}", st.sampled_from(WORDS), REST)
)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINE, max_size=6))
async def test_no_line_whatever_breaks_the_sitting(lines: list[str]) -> None:
    session = await playing("IND")
    await session.take(0, "ready")
    for number, line in enumerate(lines, start=1):
        reply = await session.take(number, line)
        passed_over = not line.strip() or line.strip().startswith("#")
        assert (reply is None) == passed_over
        assert reply is None or reply.accepted != bool(reply.rule)


async def test_whoever_leaves_the_only_seat_is_told_at_once_and_can_let_the_exercise_go_on() -> None:
    left, act, on, back, ready = await in_objects(
        ["away", "order modernise_forces", "ready", "back", "pass"], options=Options(absence="doctrine")
    )
    assert "`back` takes the seat again" in left["message"]
    assert "the program plays it" in left["message"]
    assert (act["accepted"], act["rule"]) == (False, "absence")
    assert on["accepted"]
    assert on["data"]["moment"] != left["data"]["moment"]
    assert back["accepted"]
    assert ready["accepted"]


async def test_an_exercise_that_everybody_has_left_can_be_passed_to_its_end() -> None:
    async with asyncio.timeout(PATIENCE / 2):
        replies = await in_objects(["away", *["pass"] * 30, "debrief"], options=Options(absence="hold"))
    assert replies[-1]["data"]["debrief"]["how"] == "complete"


async def test_two_powers_have_a_page_in_words() -> None:
    said = "\n".join(await in_words(["ready", "pair UTO", "pair utopia, erewhon"]))
    assert "their trust: not known to you" in said
    assert "what would move it:" in said
    assert "Erewhon's trust: not known to you" in said
    assert "where it stands" not in said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("pair", "expected two powers"),
        ("pair IND", "found IND twice"),
        ("pair UTO UTO", "found UTO twice"),
        ("pair UTO XXX", "expected a power"),
        ("why trust(UTO,IND)", "is known to"),
        ("why trsut(IND,UTO)", "did you mean trust?"),
        ("why severity(K9)", "expected a crisis"),
    ],
)
async def test_what_is_wrong_with_a_question_is_named(line: str, reason: str) -> None:
    said = receipts(await in_words(["ready", line]))
    assert said[-1].startswith("refused (unreadable):") or said[-2].startswith("refused (unreadable):")
    assert any(reason in one for one in said)


async def test_a_move_that_is_not_open_at_all_says_so_and_speaks_of_nobody_as_oneself() -> None:
    said = await in_words(["ready", "moves UTO", "moves IND"])
    others = said[: said.index(next(line for line in said if "with or toward India" in line))]
    assert not any("not with yourself" in line for line in others)
    assert any("not with yourself" in line for line in said[len(others) :])


async def test_between_persons_a_message_is_taken_back_until_it_is_read() -> None:
    lines = [
        "IND: say UTO Sorry.",
        "withdraw M1",
        "say UTO Shall we?",
        "inbox",
        "UTO: inbox",
        "IND: withdraw M2",
    ]
    replies = await in_objects(["pass", "UTO: pass", *lines], "IND", "UTO")
    sent, back, _, own, theirs, late = replies[2:]
    assert sent["data"]["ref"] == "M1"
    assert "not read yet: `withdraw M1` takes it back" in sent["message"]
    assert back["accepted"]
    assert [said["text"] for said in theirs["data"]["messages"]] == ["Shall we?"]
    assert [said["withdrawn"] for said in own["data"]["messages"]] == [True, False]
    assert "Sorry" not in str(theirs)
    assert (late["accepted"], late["rule"]) == (False, "message")


async def test_a_refusal_is_taken_back() -> None:
    replies = await in_objects(["pass", "decline UTO", "withdraw P1", "accept P1"])
    assert [reply["accepted"] for reply in replies] == [True] * 4


PROMISE = "promise restraint coercion UTO 2"


async def test_a_promise_that_is_typed_is_put_in_a_sentence_before_it_binds() -> None:
    session = await sit_down("IND")
    playing_now = LineByLine(session, typed=True)
    first, again, twice = [
        await playing_now.take(number, line)
        for number, line in enumerate(["pass", PROMISE, PROMISE, PROMISE])
    ][1:]
    await session.close()
    assert first is not None
    assert again is not None
    assert twice is not None
    assert (first.accepted, first.rule) == (False, "make sure")
    assert "India promises Utopia: no coercion until round 2" in first.message
    assert "cannot be taken back" in first.message
    assert again.accepted
    assert (twice.accepted, twice.rule) == (False, "promise")


async def test_a_script_promises_in_one_line_and_can_read_the_sentence_before() -> None:
    _, before, made, bound = await in_objects(["pass", f"preview {PROMISE}", PROMISE, f"preview {PROMISE}"])
    assert "India promises Utopia: no coercion until round 2" in before["message"]
    assert made["accepted"]
    assert "refused now (promise)" in bound["message"]


async def test_words_are_sent_as_they_were_written_commas_and_all() -> None:
    lines = ["pass", "say UTO Sorry, wrong words , friend.", "say UTO, ERE Both, then.", "inbox"]
    said = (await in_objects(lines))[-1]["data"]["messages"]
    assert [one["text"] for one in said] == ["Sorry, wrong words , friend.", "Both, then."]
    assert [one["to"] for one in said] == [["UTO"], ["UTO", "ERE"]]


@pytest.mark.parametrize("trouble", [Gone, UserError])
async def test_what_cannot_be_made_sure_of_is_left_only_when_it_is_asked_again(
    trouble: type[UserError], monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = await playing()

    async def worn_out() -> None:
        raise trouble("the disk reports an error")

    monkeypatch.setattr(persons._session, "settle", worn_out)
    first, again = await persons.take(1, "quit"), await persons.take(2, "quit")
    assert first is not None
    assert again is not None
    assert (first.accepted, first.last, first.rule) == (False, False, "gone")
    assert "`quit` again leaves it unsaved; `save FOLDER` writes the whole exercise there" in first.message
    assert again.last
    assert again.message == "left; what was done is not saved: the disk reports an error"


@pytest.mark.parametrize(
    ("written", "folder"),
    [
        ("my folder", "my folder"),
        ('"my folder"', "my folder"),
        ("'my folder'", "my folder"),
        ("it's", "it's"),
        ("'tis", "'tis"),
    ],
)
async def test_a_folder_to_save_in_may_stand_in_quotes(
    written: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons, moved = await playing(), []

    async def move_to(place: str) -> str:
        moved.append(place)
        return place

    monkeypatch.setattr(persons._session, "move_to", move_to)
    reply = await persons.take(1, f"save {written}")
    assert reply is not None
    assert reply.accepted
    assert moved == [folder]


@pytest.mark.parametrize("written", ["''", '" "'])
async def test_quotes_around_nothing_name_no_folder(written: str) -> None:
    reply = await (await playing()).take(1, f"save {written}")
    assert reply is not None
    assert (reply.accepted, reply.rule) == (False, "unreadable")
