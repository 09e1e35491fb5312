"""The booklet as one HTML file that asks for nothing else."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from multipolar.booklet import drawn_map, sheets
from multipolar.cells import visible
from multipolar.domain.english import day_in_words
from multipolar.domain.mechanics.odds import chances
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.ruleset import Preset
from multipolar.rulebook.lessons import load_lessons


class Part(StrEnum):
    """For whom a booklet is printed."""

    ALL = "all"
    PLAYERS = "players"
    CONTROL = "control"


MODIFIERS = tuple(range(-5, 6))
"""Sums of modifiers for which the odds are printed."""


def html(rules: Rules, preset: Preset, whom: str = Part.ALL, without: Sequence[str] = ()) -> str:
    """The booklet as HTML.

    Args:
        rules: the rule set and the scenario.
        preset: the length that is played.
        whom: a `Part`, or the id of a power: what is handed out to that seat.
        without: ids of injects that are left out.
    """
    shown = sheets.roles(rules, preset)
    if whom not in tuple(Part):
        shown = tuple(role for role in shown if role.power.id == whom)
    page = _templates().get_template("booklet.html")
    return page.render(
        rules=rules,
        base=rules.base,
        setting=rules.setting,
        preset=preset,
        whom=whom,
        cut_off=day_in_words(rules.setting.cut_off) if rules.setting.cut_off else "",
        everybody=sheets.roles(rules, preset),
        roles=shown if whom != Part.CONTROL else (),
        entries=sheets.entries(rules, preset, without) if whom in (Part.ALL, Part.CONTROL) else (),
        for_control=whom in (Part.ALL, Part.CONTROL),
        for_players=whom != Part.CONTROL,
        map=Markup(drawn_map.svg(rules.setting)),  # noqa: S704 drawn here; its names are escaped there
        moves=sheets.move_lines(rules, preset),
        states=sheets.states(rules),
        hazards=sheets.hazards(rules),
        tensions=sheets.TENSIONS,
        odds=[(sum_, chances(sum_, rules.base.rolls.outcomes)) for sum_ in MODIFIERS],
        lessons=load_lessons(),
        lesson_sheets=sheets.lesson_sheets(rules),
        rounds=range(1, preset.rounds + 1),
    )


@cache
def _templates() -> Environment:
    loader = PackageLoader("multipolar.booklet")
    found = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {"words": _words, "paragraphs": _paragraphs}
    found.finalize = _shown
    return found


def _shown(value: Any) -> Any:
    """Signs that cannot be seen are shown by a sign of their own."""
    return (
        visible(value, keep_lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value
    )


def _words(name: str) -> str:
    return name.replace("_", " ")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
