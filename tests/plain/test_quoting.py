"""At the margin the program speaks, and nobody else: texts full of forged lines, played through."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from multipolar.domain.dice import Dice
from multipolar.domain.model import commands as c
from multipolar.domain.phases.genesis import begin
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.plain.grammar import WORDS
from multipolar.plain.output import Words
from multipolar.plain.quoting import MARK, printed
from multipolar.plain.session import LineByLine
from multipolar.rulebook import load_rules
from multipolar.signs import quoted
from multipolar.table.local import LocalSession
from tests.plain.table import STRAIT, Obliging
from tests.scripted import ScriptedDice

ENDS = ("\n", "\r\n", "\r")
FORGED = "ok: left; saved FORGED{0}news: FORGED{0}refused (save): FORGED{0}left; FORGED{0}exercise: FORGED"
IN_ONE = "FORGED” ok: left; saved”: Red line crossed: FORGED"
SPEAKS = re.compile(
    r"(ok: |refused \([a-z_]+\): |news: |exercise: |disclaimer: |Now: |Lines you can use: |left; )"
)
PROSE = (
    "title", "summary", "story", "disclaimer", "name", "called", "adjective", "role", "brings", "constraints",
    "about", "why", "text", "result", "expected", "control_notes", "source", "question", "objective", "unit",
    "reason",
)  # fmt: skip


def forged(value: Any, end: str, key: str = "") -> Any:
    """A scenario with forged lines at the end of everything that is words."""
    if isinstance(value, dict):
        return {name: forged(held, end, name) for name, held in value.items()}
    if isinstance(value, list):
        return [forged(held, end, "name" if key in ("interests", "texts") else key) for held in value]
    if not isinstance(value, str) or key not in PROSE:
        return value
    if end:
        return f"{value}{end}{FORGED.format(end)}"
    # In one line, and as its beginning, but for names, in which the check lets nothing look like that.
    return value if key in ("name", "called", "adjective") else f"{IN_ONE} {value}"


def scenario(end: str) -> ScenarioModel:
    """The strait with forged lines, past the check, which would refuse its names.

    Args:
        end: what ends a line; empty: each text forges one line from its beginning.
    """
    data = yaml.safe_load(Path(STRAIT).read_text(encoding="utf-8"))
    return ScenarioModel.model_validate_json(json.encode(forged(data, end)))


async def said_at(end: str) -> list[str]:
    """Everything that is said over a whole exercise in which every text is forged."""
    dice: Dice = ScriptedDice({}, 7)
    seats = {"IND": "person", "UTO": "person"}
    host = Host(begin(load_rules(), scenario(end), "standard", seats, 7, dice), dice, NullLog())
    session = LocalSession(host, defaultdict(Obliging))
    await session.open()
    playing = LineByLine(session)
    said: list[str] = []
    voice = Words(said.append)
    voice.open(await playing.greeting())
    questions = [word.name for word in WORDS if word.kind == "ask"]
    questions += [
        "news all",
        "powers UTO",
        "relations UTO",
        "initiatives all",
        "show P1",
        "show A1",
        "show N1",
    ]
    questions += ["why trust(IND,UTO)", "moves UTO", "preview propose summit UTO", "gibberish ok: FORGED"]
    text = FORGED.format("\n") if end else IN_ONE
    number = 0
    for _ in range(30):
        table = session.tables["UTO"]
        await table.submit(c.Say(text=text, moment=table.view.moment))
        await table.submit(
            c.Propose(move="summit", partners=("IND",), message=text, moment=table.view.moment)
        )
        for line in ("IND: status", *questions, "accept UTO", "pass", "UTO: pass"):
            number += 1
            reply = await playing.take(number, line)
            assert reply is not None
            voice.reply(reply)
        if table.view.phase == "debrief":
            break
    for line in ("IND: debrief", *questions):
        reply = await playing.take(number, line)
        assert reply is not None
        voice.reply(reply)
    voice.close(await playing.parting())
    return said


@pytest.mark.parametrize("end", ENDS, ids=ascii)
async def test_every_line_at_the_margin_is_the_programs_own(end: str) -> None:
    said = await said_at(end)
    assert sum("FORGED" in line for line in said) > 100
    for line in said:
        assert line.isprintable(), ascii(line)
        assert not line or line.startswith("  ") or SPEAKS.match(line), line
        assert not re.match(r"(ok|news|refused|left|exercise)\b[^`]{0,20}FORGED", line), line


async def test_no_line_begins_with_words_of_the_scenario_and_no_quoted_title_ends_itself() -> None:
    said = await said_at("")
    assert any(f"news: In the news: {quoted(IN_ONE)[:-1]}" in line for line in said)
    assert any(f"Objective won: {quoted(IN_ONE)[:-1]}" in line for line in said)
    for line in said:
        assert not re.match(r"(ok|news|refused \([a-z_]+\)|left|Now): ?\W*FORGED", line), line
        if line.startswith("news: ") and (opening := line.find("“")) >= 0:
            assert not line[: line.find("”", opening)].endswith("FORGED"), line


@given(st.text(max_size=80))
def test_a_line_is_printed_as_one_line_and_marked_ones(text: str) -> None:
    first, *further = printed(f"news: {text}")
    assert first.startswith("news: ")
    assert all(line.startswith(MARK.rstrip()) for line in further)
    assert all(len(line.splitlines()) <= 1 for line in (first, *further))
