"""The printed rulebook says what is in force, and all of it."""

import re

import pytest

from multipolar.domain.conditions import READINGS
from multipolar.domain.machines.diagram import MACHINES, mermaid
from multipolar.domain.odds import chances
from multipolar.rulebook import load_rules
from multipolar.rulebook.book import at_length, whole
from tests.domain.sound import sound

RULES = load_rules()
BOOK = whole(RULES)


def test_it_has_everything_that_is_declared() -> None:
    declared = (RULES.moves, RULES.agreements, RULES.modifiers, RULES.calm, RULES.relief, RULES.crises,
                RULES.doctrines, RULES.presets)  # fmt: skip
    titles = {found.title for kind in declared for found in kind}
    assert not {title for title in titles if title not in BOOK}
    assert not {word for word in READINGS if f"`{word}(" not in BOOK}
    assert all(mermaid(name).strip() in BOOK for name in MACHINES)


def test_numbers_are_those_in_force() -> None:
    money = RULES.money.model_copy(update={"capital_base": 77, "carry": 66})
    changed = whole(RULES.model_copy(update={"money": money}))
    assert "Capital a round: 77 + standing" in changed
    assert "Up to 66 of each" in changed
    assert "77 + standing" not in BOOK


def test_odds_are_exact() -> None:
    for total in range(-5, 6):
        assert f"| {total:+d} | {' | '.join(map(str, chances(total)))} |" in BOOK


def test_a_scenario_puts_its_own_numbers_in() -> None:
    setting = sound()
    indices = setting.indices.model_copy(update={"equity_base": 143})
    book = whole(RULES, setting.model_copy(update={"indices": indices}))
    assert f"The shared order in {setting.title}" in book
    assert "**Equity** = 143" in book
    assert setting.threats[0].why in book
    assert "**Equity**" not in BOOK


@pytest.mark.parametrize("text", [BOOK, whole(RULES, sound())], ids=["alone", "of a scenario"])
def test_tables_are_whole_and_nothing_is_left_to_fill_in(text: str) -> None:
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"[{}]", outside)
    for block in outside.split("\n\n"):
        if block.startswith("|"):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(cells) == 1, block


def test_one_move_is_a_page_of_the_book() -> None:
    for move in RULES.moves:
        page = at_length(move, RULES)
        assert page.startswith(f"# {move.title} (`{move.id}`)")
        assert move.teaching in page
        assert all(past.text in page for past in move.precedents)
