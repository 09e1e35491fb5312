"""The booklet: what each seat is handed, how many pages it takes, and what nobody else reads."""

import html as escaping
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from weasyprint import HTML

from multipolar.booklet import html
from multipolar.booklet.sheets import TENSIONS, entries, hazards, lesson_sheets, roles
from multipolar.cli import guard
from multipolar.domain.rules.in_force import Rules
from multipolar.lobby.sources import read_scenario
from multipolar.pdf import pdf
from multipolar.rulebook import load_rules
from multipolar.scenario.library import library
from tests.axe import serious
from tests.cli.command import INDIAN_OCEAN

SCENARIOS = [listed.id for listed in library()]
ROLE_PAGES = 1
RULE_PAGES = 4


def rules_of(name: str) -> Rules:
    """A scenario of the library with the rules that ship."""
    return Rules(load_rules(), read_scenario(name))


def secrets_of(rules: Rules, power: str) -> Iterator[str]:
    """Why a power wants what it wants in secret: words that stand nowhere else."""
    return (aim.why for aim in rules.powers[power].objectives if aim.secret)


@pytest.mark.parametrize("name", SCENARIOS)
def test_everything_is_on_paper(name: str) -> None:
    rules = rules_of(name)
    page = html(rules, rules.presets["full"])
    text = _text(page)
    for power in rules.setting.powers:
        assert _text(power.brief.role) in text
        assert all(_text(aim.title) in text for aim in power.objectives)
    for inject in rules.setting.injects:
        assert _text(inject.title) in text, inject.id
        assert _text(inject.expected) in text, inject.id
        assert all(_text(option.result) in text for option in inject.options)
    for move in rules.played("full"):
        assert move.title in text or (move.threat and not rules.theatres_of[move.id]), move.id
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", page), "nothing is fetched from elsewhere"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_seat_is_handed_its_own_sheet_alone(name: str) -> None:
    rules = rules_of(name)
    for power in rules.ranked:
        text = _text(html(rules, rules.presets["standard"], power))
        assert all(_text(why) in text for why in secrets_of(rules, power))
        for other in set(rules.ranked) - {power}:
            assert not any(_text(why) in text for why in secrets_of(rules, other)), (power, other)
        assert not any(_text(inject.control_notes or "") in text for inject in rules.setting.injects)


def test_players_copies_hold_no_inject_and_the_facilitators_no_role_sheet() -> None:
    rules = rules_of(INDIAN_OCEAN)
    preset = rules.presets["standard"]
    injects = [_text(inject.control_notes or "") for inject in rules.setting.injects]
    players, control = (_text(html(rules, preset, whom)) for whom in ("players", "control"))
    assert not any(note in players for note in injects)
    assert "FOR THIS SEAT ALONE" in players
    assert "FOR THIS SEAT ALONE" not in control
    assert "NOT FOR PLAYERS" in control


def test_an_inject_that_is_left_out_is_not_printed() -> None:
    rules = rules_of(INDIAN_OCEAN)
    first = rules.setting.injects[0]
    numbered = entries(rules, rules.presets["full"], [first.id])
    assert first not in [entry.inject for entry in numbered]
    assert [entry.number for entry in numbered] == list(range(1, len(numbered) + 1))
    rounds = [entry.inject.round or 99 for entry in numbered]
    assert rounds == sorted(rounds)


def test_what_is_due_after_the_last_round_is_left_out() -> None:
    rules = rules_of(INDIAN_OCEAN)
    short = rules.presets["intro"]
    late = [inject for inject in rules.setting.injects if inject.round and inject.round > short.rounds]
    assert late, "the scenario has an inject that a short exercise does not come to"
    assert not {entry.inject.id for entry in entries(rules, short)} & {inject.id for inject in late}


def test_section_03_means_are_those_of_the_first_round() -> None:
    rules = rules_of("first-steps")
    sheets = {role.power.id: role for role in roles(rules, rules.presets["intro"])}
    assert (sheets["VRN"].capital, sheets["VRN"].resources) == (3 + 72 // 25 + 64 // 50, 1 + 72 // 20)
    assert sheets["KEL"].capital == rules.base.money.minor_capital
    tie = next(tie for tie in sheets["OSK"].ties if tie.name == "Varnholm")
    assert (tie.state, tie.trust) == ("cooperative", 51)


def test_section_08_disputes_are_likelier_the_more_tension() -> None:
    for name in SCENARIOS:
        for label, shares in hazards(rules_of(name)):
            assert len(shares) == len(TENSIONS)
            assert list(shares) == sorted(shares), label


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_role_sheet_is_one_page_and_the_rules_are_four(name: str) -> None:
    rules = rules_of(name)
    page = html(rules, rules.presets["full"])
    document = HTML(string=page).render()
    began: dict[str, int] = {}
    for number, printed in enumerate(document.pages):
        for level, title, _, _ in printed.bookmarks:
            if level == 2:
                began[title] = number
    titles = sorted(began, key=began.__getitem__)
    after = dict(pairwise(titles))
    for power in rules.setting.powers:
        title = f"{power.name} ({power.id})"
        assert began[after[title]] - began[title] == ROLE_PAGES, title
    assert began[after["The moves"]] - began["The rules in four pages"] == RULE_PAGES


def test_section_02_a_lesson_plan_fills_its_minutes_and_keeps_a_third_for_the_debrief() -> None:
    for name in SCENARIOS:
        for lesson in lesson_sheets(rules_of(name)):
            slots = lesson.slots
            assert (slots[0].begins, slots[-1].ends) == (0, lesson.minutes)
            assert all(early.ends == late.begins for early, late in pairwise(slots))
            assert len(slots) == 2 + 3 * lesson.rounds
            assert slots[-1].ends - slots[-1].begins >= lesson.minutes // 3


def test_a_teacher_finds_aims_preparation_rubric_and_homework() -> None:
    rules = rules_of("peacekeepers")
    control, players = (
        _text(html(rules, rules.presets["standard"], whom)) for whom in ("control", "players")
    )
    for words in ("Preparation", "Assessment", "Homework", "50 minutes", "90 minutes", "180 minutes"):
        assert words in control
    assert all(_text(discussion.objective) in control for discussion in rules.setting.discussion)
    assert "Homework" not in players


def test_nothing_serious_is_found_by_axe(tmp_path: Path) -> None:
    rules = rules_of("first-steps")
    assert serious(html(rules, rules.presets["intro"]), tmp_path) == []


def test_hostile_words_of_a_scenario_stay_words() -> None:
    rules = rules_of("first-steps")
    spoiled = rules.setting.model_copy(
        update={"title": "<script>alert(1)</script>\x1b[2J", "story": "{{ 7 * 7 }} \u202e<b>"}
    )
    page = html(Rules(rules.base, spoiled), rules.presets["intro"])
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in page


def test_the_command_writes_html_and_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, begins in (("html", b"<!doctype html>"), ("pdf", b"%PDF-")):
        target = tmp_path / f"handed-out.{form}"
        asked = [
            "scenario",
            "booklet",
            "first-steps",
            "--preset",
            "intro",
            "--format",
            form,
            "-o",
            str(target),
        ]
        assert guard.run([*asked, "--for", "osk"]) == 0
        assert target.read_bytes().startswith(begins)
        assert str(target) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--format", "docx"), "html or pdf"),
        (("--for", "XYZ"), "all, players, control, VRN"),
        (("--preset", "long"), "intro"),
        (("--without", "nothing"), "no inject 'nothing'"),
    ],
)
def test_what_is_wrong_is_said(given: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "booklet", "first-steps", *given]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "booklet", "first-steps", "-o", str(tmp_path / "no" / "way.html")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_pdf_is_one() -> None:
    assert pdf("<p>a page</p>").startswith(b"%PDF-")


def _text(marked: str) -> str:
    """Words alone: no tags, no entities, no line ends."""
    return " ".join(escaping.unescape(re.sub(r"<[^>]*>", " ", marked)).split())
