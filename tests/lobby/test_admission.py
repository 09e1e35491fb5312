"""The gate for records from elsewhere: what was never played is refused by its event on every way in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from multipolar.cli.guard import run
from multipolar.domain.model.events import encode
from multipolar.domain.model.walk import world_after
from multipolar.lobby.admission import admit, import_file, verify_file, verify_save
from multipolar.lobby.local import LocalLobby
from multipolar.store import Damaged, export_save
from multipolar.user_errors import UserError
from tests.properties.forging import file_of, header_for, sealed
from tests.properties.games import game
from tests.store.making import opened

Plain = dict[str, Any]
Change = Callable[[list[Plain]], None]
EVENTS = game("first-steps", 2, "intro")
LENGTH = next(event.seq for event in EVENTS if event.round == 2 and event.phase == "deliberation")


def forged(path: Path, change: Change | None = None, length: int = LENGTH, **header: Any) -> Path:
    """An exported file whose hashes are right, whatever was done to its events or said in its header."""
    events = EVENTS[:length]
    plain = [json.loads(encode(event)) for event in events]
    if change:
        change(plain)
    head = header_for(events, world_after(events))
    said = {**{name: getattr(head, name) for name in head.__struct_fields__}, **header}
    path.write_bytes(file_of(*sealed(type(head)(**said), [json.dumps(event).encode() for event in plain])))
    return path


def first(plain: list[Plain], kind: str) -> Plain:
    return next(event for event in plain if event["event"] == kind)


def at(seq: int, **fields: object) -> Change:
    return lambda plain: plain[seq - 1].update(fields)


def of_kind(kind: str, **fields: object) -> Change:
    return lambda plain: first(plain, kind).update(fields)


def unopened(plain: list[Plain]) -> None:
    del plain[0]
    for seq, event in enumerate(plain, start=1):
        event.update(seq=seq, cause=max(0, event.get("cause", 0) - 1))


def deep(plain: list[Plain]) -> None:
    nested: list[Any] = []
    for _ in range(300):
        nested = [nested]
    plain[0]["setting"]["story"] = nested


def named_hostile(plain: list[Plain]) -> None:
    plain[0]["setting"]["powers"][0]["id"] = "\x1b[2J"


CASES: dict[str, tuple[Change, str]] = {
    "a cause that is its own event": (at(40, cause=40), "event 40 is impossible: its cause is event 40"),
    "a field that nobody knows": (at(40, share=3), "event 40 holds 'share', which this version does not"),
    "a term that nobody knows": (
        lambda plain: first(plain, "proposal_tabled")["terms"].update(gift=3), r"holds 'terms\.gift', which"),
    "more to a change than there is": (
        lambda plain: next(event for event in plain if event.get("changes"))["changes"][0].append("x"),
        r"holds 'changes\.4', which"),
    "a later cause": (at(40, cause=41), "event 40 .*does not lie before it"),
    "a cause before the first": (at(40, cause=-1), "event 40 .*does not lie before it"),
    "no opening": (unopened, "event 1 .*begins with the opening"),
    "a second opening": (lambda plain: plain.append({**plain[0], "seq": len(plain) + 1}), "begins once"),
    "an event of another program": (at(40, event="teleported"), "event 40 cannot be read by this version"),
    "an address that is none": (
        at(40, changes=[["trust(", 1, "x"]]), "event 40 .*not an address"),
    "an address of another world": (
        at(40, changes=[["trust(OSK,MARS)", 1, "x"]]), "event 40 .*no number 'trust.OSK,MARS.'"),
    "a number off its scale": (
        at(40, changes=[["economy(OSK)", 400, "x"]]), r"event 40 .*economy\(OSK\) would be"),
    "a large number": (at(40, changes=[["economy(OSK)", 2**62, "x"]]), "event 40 "),
    "an unknown power": (at(40, actor="MARS"), "event 40 .*no power 'MARS'"),
    "an audience of nobody known": (at(40, audience=["MARS"]), "event 40 .*no power 'MARS'"),
    "another round": (at(40, round=7), "event 40 "),
    "an unknown initiative": (of_kind("initiative_resolved", initiative="none"), "no initiative 'none'"),
    "an unknown move": (of_kind("order_given", move="teleport"), "no move 'teleport'"),
    "dice that nobody has": (
        of_kind("initiative_resolved", dice=[7, 6], total=13), "with 6 sides fall like 7, 6"),
    "a third die": (of_kind("initiative_resolved", dice=[1, 1, 1]), "2 dice decide it, not 3"),
    "a roll without dice": (of_kind("initiative_resolved", dice=[]), "2 dice decide it, not 0"),
    "a sum that its dice do not come to": (
        of_kind("initiative_resolved", total=40), "come to .* says otherwise"),
    "an outcome that its sum does not give": (
        lambda plain: first(plain, "initiative_resolved").update(
            outcome=(first(plain, "initiative_resolved")["outcome"] + 1) % 4), "come to .* says otherwise"),
    "a phase that does not follow": (
        of_kind("phase_began", to="debrief", phase="debrief"), "no step from lobby to 'debrief'"),
    "control signs": (at(40, actor="\x1b[2J"), "event 40 .*control signs"),
    "words with a sign nobody sees": (
        of_kind("proposal_tabled", message="pay\u202eload"), r"could not have been said: .*U\+202E"),
    "words longer than can be said": (
        of_kind("phase_began", reason="because " * 100), "event 2 .*could not have been said"),
    "unknown seats": (lambda plain: plain[0]["seats"].update(MARS="hedger"), "event 1 .*its seats"),
    "a missing seat": (lambda plain: plain[0]["seats"].pop("OSK"), "event 1 .*seats"),
    "a missing number": (lambda plain: plain[0]["numbers"].pop("economy(OSK)"), r"event 1 .*economy\(OSK\)"),
    "another preset": (at(1, preset="eternal"), "event 1 .*preset 'eternal'"),
    "a scenario without a form": (at(1, setting={}), "event 1 "),
    "a scenario nested deep": (deep, "event 1 "),
    "a scenario with a hostile name": (named_hostile, "event 1 .*control signs"),
    "a name of two lines": (
        lambda plain: plain[0]["setting"]["powers"][0].update(name="Osk\nok: saved"), "event 1 .*name"),
    "a power that is related and is none": (
        lambda plain: plain[0]["setting"]["powers"][0].update(rival="MARS"), "event 1 "),
    "rules without a form": (at(1, rules={"moves": 3}), "event 1 "),
}  # fmt: skip


@pytest.mark.parametrize(("change", "words"), CASES.values(), ids=CASES)
def test_what_was_never_played_is_refused_by_its_event(change: Change, words: str, tmp_path: Path) -> None:
    path = forged(tmp_path / "file.jsonl", change)
    report = verify_file(path)
    assert (report.ok, report.unchanged) == (False, True)
    assert report.readable == report.first_bad - 1
    saves = opened(tmp_path)
    with pytest.raises(Damaged, match=words) as refused:
        import_file(saves, path)
    assert str(refused.value).isprintable()
    assert saves.list() == []
    saves.close()


@pytest.mark.parametrize("kind", ["situation", "adjudication", "assessment"])
def test_a_record_cut_within_what_passes_by_itself_says_so(kind: str, tmp_path: Path) -> None:
    length = next(event.seq for event in EVENTS if event.phase == kind) + 1
    report = verify_file(forged(tmp_path / "file.jsonl", None, length))
    assert (report.ok, report.unchanged, report.first_bad) == (False, True, length)
    assert f"within {kind}" in report.problem


@pytest.mark.parametrize(
    "said",
    [{"seed": 9}, {"title": "Another"}, {"state": "finished"}, {"position": "9.crisis"}, {"rounds": 99},
     {"rounds": 1},
     {"seats": {"OSK": "person"}}, {"version": "\x1b[2J"}, {"preset": "full"}, {"scenario": "another"}],
    ids=str,
)  # fmt: skip
def test_a_header_says_what_stands_in_its_record(said: Plain, tmp_path: Path) -> None:
    report = verify_file(forged(tmp_path / "file.jsonl", None, **said))
    assert (report.ok, report.unchanged) == (False, True)
    assert "header" in report.problem


def test_a_genuine_record_passes_and_so_does_what_it_was_taken_in_as(tmp_path: Path) -> None:
    path = forged(tmp_path / "file.jsonl")
    assert verify_file(path).ok
    saves = opened(tmp_path)
    import_file(saves, path)
    assert verify_save(saves, "forged").ok
    export_save(saves, "forged", tmp_path / "again.jsonl")
    saves.close()
    assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()


def test_a_save_that_was_never_played_is_found_by_verify(tmp_path: Path) -> None:
    saves = opened(tmp_path)
    plain = [json.loads(encode(event)) for event in EVENTS[:LENGTH]]
    plain[39]["cause"] = 40
    head = header_for(EVENTS[:LENGTH], world_after(EVENTS[:LENGTH]))
    saves.take_in(*sealed(head, [json.dumps(event).encode() for event in plain]))
    report = verify_save(saves, "forged")
    saves.close()
    assert (report.ok, report.unchanged, report.first_bad) == (False, True, 40)


@pytest.mark.parametrize("draft", ["[1", "{}", "[" * 100_000, '[{"command":"teleport"}]'], ids=range(4))
def test_a_draft_that_cannot_be_read_is_found_by_verify(draft: str, tmp_path: Path) -> None:
    saves = opened(tmp_path)
    import_file(saves, forged(tmp_path / "file.jsonl"))
    saves.set_draft("forged", "OSK", draft)
    report = verify_save(saves, "forged")
    saves.close()
    assert (report.ok, "the draft of OSK cannot be read" in report.problem) == (False, True)
    assert report.problem.isprintable()


@pytest.mark.parametrize("preset", ["intro", "standard", "full"])
@pytest.mark.parametrize("scenario", ["sound", "first-steps", "peacekeepers"])
def test_whatever_is_played_passes(scenario: str, preset: str) -> None:
    events = game(scenario, 1, preset)
    header, entries = sealed(header_for(events, world_after(events)), [encode(event) for event in events])
    assert admit(entries, header).problem == ""


COMMANDS = (
    ("saves", "verify", "FILE"),
    ("saves", "import", "FILE"),
    ("saves", "branch", "FILE", "--at", "2.deliberation"),
    ("why", "FILE", "trust(OSK,TAL)", "--as", "all"),
    ("replay", "FILE", "--as", "all"),
    ("replay", "FILE", "--as", "all", "--json"),
    ("play", "--continue", "FILE", "--plain"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_way_in_goes_through_the_gate(
    command: tuple[str, ...],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MULTIPOLAR_SAVES", str(tmp_path))
    path = forged(tmp_path / "file.jsonl", at(40, cause=40))
    code = run([str(path) if word == "FILE" else word for word in command])
    said = "".join(capfd.readouterr())
    assert code == 1
    assert "event 40 is impossible: its cause is event 40" in said
    assert "should not have happened" not in said


async def test_the_screens_go_through_it_too(tmp_path: Path) -> None:
    path = forged(tmp_path / "file.jsonl", at(40, cause=40))
    desk = LocalLobby(opened(tmp_path))
    with pytest.raises(UserError, match="event 40 is impossible"):
        await desk.resume(str(path))
    replay = await desk.replay(str(path))
    assert (replay.last, "event 40 is impossible" in replay.problem) == (39, True)
    desk.kept.close()
