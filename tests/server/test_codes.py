"""Codes and tokens: what opens a seat, how often one may guess, and what becomes of those replaced."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from multipolar.server.keys import (
    LENGTH,
    SIGNS,
    WAIT,
    WRONG_BY_ADDRESS,
    WRONG_BY_ONE,
    InFile,
    InMemory,
    Keys,
    Replaced,
    TooMany,
    WrongCode,
    new_code,
    read_code,
)
from multipolar.wire.messages import PROBLEM_TYPE
from tests.contracts.seated import Remote
from tests.server.browser import Browser
from tests.server.conftest import Caller, Serve

Join = Callable[[str], Awaitable[Caller]]
WRONG = "222-222-222"


def test_codes_hold_forty_bits_of_signs_nobody_mistakes() -> None:
    assert len(SIGNS) ** LENGTH > 2**40
    assert len(set(SIGNS)) == len(SIGNS)
    assert not set("01OILSZ5") & set(SIGNS)
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(set(read_code(code)) <= set(SIGNS) and len(read_code(code)) == LENGTH for code in codes)


def test_how_a_code_is_typed_does_not_matter() -> None:
    keys = Keys(InMemory(), lambda: 0.0)
    (code,) = keys.issue(("IND",)).values()
    for typed in (code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        assert keys.join(typed, "", "here")[1].seat == "IND"


def test_nothing_that_opens_a_seat_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "keys.json"
    keys = Keys(InFile(path), lambda: 0.0)
    (code,) = keys.issue(("IND",)).values()
    token, _ = keys.join(code, "Asha", "here")
    kept = path.read_text()
    assert token not in kept
    assert code not in kept
    assert read_code(code) not in kept
    assert path.stat().st_mode & 0o077 == 0
    again = Keys(InFile(path), lambda: 0.0)
    holder = again.holder(token)
    assert holder is not None
    assert (holder.seat, holder.name) == ("IND", "Asha")
    assert again.join(code, "", "here")[1].seat == "IND"


def test_guesses_are_limited_for_who_guesses_and_for_nobody_else() -> None:
    at = 0.0
    keys = Keys(InMemory(), lambda: at)
    (code,) = keys.issue(("IND",)).values()
    for _ in range(WRONG_BY_ONE):
        with pytest.raises(WrongCode):
            keys.join(WRONG, "Mallory", "one address")
    with pytest.raises(TooMany) as many:
        keys.join(code, "Mallory", "one address")
    assert 0 < many.value.wait <= WAIT
    assert keys.join(code, "Asha", "one address")[1].seat == "IND"
    at = WAIT + 1
    assert keys.join(code, "Mallory", "one address")[1].seat == "IND"


def test_names_without_end_do_not_get_round_the_limit() -> None:
    keys = Keys(InMemory(), lambda: 0.0)
    (code,) = keys.issue(("IND",)).values()
    for number in range(WRONG_BY_ADDRESS):
        with pytest.raises(WrongCode):
            keys.join(WRONG, f"name {number}", "one address")
    with pytest.raises(TooMany):
        keys.join(code, "fresh", "one address")
    assert keys.join(code, "fresh", "another")[1].seat == "IND"


def test_a_code_that_was_replaced_says_so() -> None:
    keys = Keys(InMemory(), lambda: 0.0)
    (code,) = keys.issue(("IND",)).values()
    token, _ = keys.join(code, "", "here")
    other = keys.reissue("IND")
    assert keys.holder(token) is None
    with pytest.raises(Replaced):
        keys.join(code, "", "here")
    assert keys.join(other, "", "here")[1].seat == "IND"


async def test_wrong_codes_are_answered_alike_and_then_not_at_all(served: Remote, calling: Join) -> None:
    anybody = await calling("")
    answers = [await anybody.http.post("join", json={"code": WRONG}) for _ in range(WRONG_BY_ONE)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(403, answers[0].text)}
    assert "opens no seat" in answers[0].json()["detail"]
    late = await anybody.http.post("join", json={"code": served.codes["IND"]})
    assert (late.status_code, late.json()["rule"]) == (429, "guesses")
    assert int(late.headers["retry-after"]) > 0
    named = await anybody.http.post("join", json={"code": served.codes["IND"], "name": "Asha"})
    assert named.status_code == 200


async def test_replacing_a_code_ends_what_was_open_by_it(served: Remote, calling: Join) -> None:
    india, control = await calling("IND"), await calling("facilitator")
    async with india.http.stream("GET", "updates") as stream:
        lines = stream.aiter_lines()
        assert [line async for line in first(lines, "id: ")]
        issued = (await control.http.post("codes", json={"seat": "IND"})).json()
        await (await calling("UTO")).http.post("commands", json={"command": "say", "text": "Hello."})
        ended = [line async for line in first(lines, "event: end")]
        assert ended
    assert (await india.http.get("view")).status_code == 401
    old = await (await calling("")).http.post("join", json={"code": served.codes["IND"]})
    assert "was replaced" in old.json()["detail"]
    served.codes["IND"] = issued["code"]
    assert (await (await calling("IND")).http.get("view")).status_code == 200


async def first(lines: AsyncIterator[str], begins: str) -> AsyncIterator[str]:
    """The first line that begins so."""
    async with asyncio.timeout(10):
        async for line in lines:
            if line.startswith(begins):
                yield line
                return


async def test_who_leaves_has_left(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    assert (await india.http.post("leave")).status_code == 200
    assert (await india.http.get("view")).status_code == 401


async def test_a_token_of_another_exercise_opens_nothing(served: Remote, serve: Serve, calling: Join) -> None:
    elsewhere = await serve()
    stranger = await Caller.join(elsewhere, "IND")
    here = Caller(served, stranger.token)
    async with here.http as http:
        assert (await http.get("view")).status_code == 401
    await stranger.http.aclose()


NOT_NAMES = [
    ("a\x1b[2Jb", "cannot be seen in a name (U+001B)"),
    ("\u202eevil", "cannot be seen in a name (U+202E)"),
    ("As\u200dha", "cannot be seen in a name (U+200D)"),
    ("\u3164", "cannot be seen in a name (U+3164)"),
    ("--", "a name is blank"),
    ("x" * 41, "at most 40 characters; this one has 41"),
    ("A\u0455ha", "a Cyrillic letter (U+0455)"),
    ("Z" + "\u0335" * 9, "U+0335"),
    ("ok: left\nsaved", "a colon in a name"),
    ("ok\uff1a done", "a colon in a name"),
    ("control", "reads like 'control', a word of the exercise"),
    ("F\u0430cilitator", "a Cyrillic letter (U+0430)"),
    ("FACILITATOR", "reads like 'facilitator', a role of"),
    ("Head of delegation", "reads like 'head of delegation', a role of"),
    ("You", "reads like 'you', a role of"),
    ("\uff29\uff2e\uff24", "reads like 'IND', a power of"),
    ("lndia", "reads like 'India', a power of"),
]


async def test_a_name_that_others_could_not_read_or_would_take_for_another_is_refused(
    served: Remote, calling: Join
) -> None:
    anybody = await calling("")
    browser = Browser(served.address)
    async with browser.http:
        for name, why in NOT_NAMES:
            answer = await anybody.http.post("join", json={"code": served.codes["IND"], "name": name})
            assert (answer.status_code, answer.json()["rule"]) == (400, "name"), name
            assert answer.headers["content-type"] == PROBLEM_TYPE
            assert why in answer.json()["detail"]
            assert why in (await browser.join(served.codes["IND"], name)).text
    kept = msgspec.json.decode(served.keys._store.load())
    assert kept["tokens"] == {}


async def test_a_name_that_reads_like_a_teammates_is_refused_after_the_code_and_leaves_no_way_in(
    served: Remote, calling: Join
) -> None:
    anybody = await calling("")
    joining = {"code": served.codes["IND"], "name": "Asha"}
    assert (await anybody.http.post("join", json=joining)).status_code == 200
    before = msgspec.json.decode(served.keys._store.load())["tokens"]
    for name in ("asha", "A-sha", "\uff21sha", "ASHA", "\u0410\u0455\u04bb\u0430"):
        answer = await anybody.http.post("join", json=joining | {"name": name})
        assert (answer.status_code, answer.json()["rule"]) == (409, "name")
        assert "'Asha' sits here" in answer.json()["detail"]
    assert msgspec.json.decode(served.keys._store.load())["tokens"] == before
    unknown = await anybody.http.post("join", json={"code": WRONG, "name": "ASHA"})
    assert (unknown.status_code, unknown.json()["rule"]) == (403, "code")
    elsewhere = await anybody.http.post("join", json={"code": served.codes["UTO"], "name": "ASHA"})
    assert elsewhere.status_code == 200


async def test_letters_that_devices_write_in_two_ways_are_one_name(served: Remote, calling: Join) -> None:
    anybody = await calling("")
    for name in ("Zo\u00eb", "Zoe\u0308", " Zo\u00eb\t"):
        joined = await anybody.http.post("join", json={"code": served.codes["IND"], "name": name})
        assert joined.json()["name"] == "Zo\u00eb"
    assert [mate.name for mate in served.hosted.team("IND")] == ["Zo\u00eb"]


async def test_names_of_all_the_world_are_taken(served: Remote, calling: Join) -> None:
    anybody = await calling("")
    for name in ("Mária", "Владимир", "李小龙", "अनिता", "Jean-Luc O'Neill", "علي", "Ngô Thị", "7"):
        joined = await anybody.http.post("join", json={"code": served.codes["IND"], "name": name})
        assert (joined.status_code, joined.json()["name"]) == (200, name)
