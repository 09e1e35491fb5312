"""From what a person opens on the table to the screen that shows it.

Cells of the table say what they open in a word and a name, such as ``power IND``; this is the one place
where those words are read.
"""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from multipolar.domain.model.views import Seen, View
from multipolar.domain.model.wording import names_in_words, points_in_words, promise_words
from multipolar.table.port import Table
from multipolar.tui.screens.advice import AdviceScreen
from multipolar.tui.screens.answer import AnswerScreen, NoticeScreen
from multipolar.tui.screens.ballot import BallotScreen
from multipolar.tui.screens.basket import BasketScreen
from multipolar.tui.screens.crisis import CrisisScreen
from multipolar.tui.screens.debrief import DebriefScreen
from multipolar.tui.screens.pair import PairScreen
from multipolar.tui.screens.power import PowerScreen
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.screens.reading import ReadingScreen
from multipolar.tui.screens.why import WhyScreen
from multipolar.tui.widgets.drawing import (
    framework_facts,
)


def screen_of(opens: str, table: Table, view: View, news: Sequence[Seen] = ()) -> Screen[Any] | None:
    """The screen that shows what a cell opens; None when there is nothing to show any more.

    Args:
        opens: a word and a name.
        table: of the seat.
        view: what the seat knows now.
        news: what it saw happen.
    """
    kind, _, name = opens.partition(" ")
    match kind:
        case "power":
            return PowerScreen(table, view, name)
        case "pair":
            one, _, other = name.partition(" ")
            return PairScreen(table, view, one, other)
        case "initiative" | "accept" | "decline":
            return _initiative(kind, name, table, view)
        case "resolution" | "vote":
            return _ballot(name, table, view)
        case "notice" | "answer":
            return _notice(name, table, view)
        case "framework":
            return _framework(name, view)
        case "objective" | "agreement" | "message" | "news":
            return _reading(kind, name, view, news)
        case _:
            return _other(kind, name, table, view)


def _initiative(kind: str, name: str, table: Table, view: View) -> Screen[Any] | None:
    initiative = next((one for one in view.initiatives if one.id == name), None)
    return AnswerScreen(table, view, name, "" if kind == "initiative" else kind) if initiative else None


def _notice(name: str, table: Table, view: View) -> Screen[Any] | None:
    inject, _, option = name.partition(" ")
    notice = next((one for one in view.notices if one.id == inject), None)
    return NoticeScreen(table, view, inject, option) if notice else None


def _ballot(name: str, table: Table, view: View) -> Screen[Any] | None:
    resolution, _, vote = name.partition(" ")
    found = next((one for one in view.resolutions if one.id == resolution), None)
    return BallotScreen(table, view, resolution, vote) if found else None


def _framework(name: str, view: View) -> Screen[Any] | None:
    framework = next((one for one in view.frameworks if one.id == name), None)
    return ReadingScreen(framework.name, "\n".join(framework_facts(view, framework))) if framework else None


def _reading(kind: str, name: str, view: View, news: Sequence[Seen]) -> Screen[Any] | None:
    if kind == "objective":
        for objective in view.objectives:
            if objective.id == name:
                parts = [
                    f"{'✓' if part.holds else '·'} {part.text}   (now {part.value}, wanted {part.wanted})"
                    for part in objective.parts
                ]
                kept = "\n\nSecret: nobody else knows of it." if objective.secret else ""
                worth = f"{points_in_words(objective.points)}: {objective.wanted}"
                partly = (
                    [f"{points_in_words(objective.part_points)}: {objective.part_wanted}"]
                    if objective.part_wanted
                    else []
                )
                lines = (
                    f"{objective.why}{kept}",
                    "",
                    worth,
                    *partly,
                    "",
                    f"Earned so far: {objective.earned}",
                )
                return ReadingScreen(objective.title, "\n".join((*lines, *parts)))
    if kind == "agreement":
        for pact in view.agreements:
            if pact.id == name:
                until = f"\nuntil round {pact.until}" if pact.until else ""
                since = f"since round {pact.since}" if pact.since else "since before the exercise"
                safe = f"\n{pact.safeguards} safeguards" if pact.safeguards else ""
                promises = [
                    f"\n· {promise_words(view, pledge.undertaking)}: {pledge.state}"
                    for pledge in view.pledges
                    if pledge.undertaking.by in pact.parties and pledge.undertaking.toward in pact.parties
                ]
                who = names_in_words(view, pact.parties)
                kept = f"\n\nPromises between them:{''.join(promises)}" if promises else ""
                kind_of = pact.type.replace("_", " ")
                text = f"{kind_of} of {who}\n{pact.state.replace('_', ' ')} {since}{until}{safe}{kept}"
                return ReadingScreen(pact.title, text)
    if kind == "message" and name.isdigit() and int(name) < len(view.messages):
        said = view.messages[int(name)]
        whom = names_in_words(view, said.to) or "all"
        return ReadingScreen(f"{view.name(said.by)} to {whom}, round {said.round}", said.words)
    if kind == "news":
        for seen in news:
            if str(seen.number) == name:
                return ReadingScreen(
                    f"Round {seen.round}, {seen.phase}", "\n".join((seen.text, "", *seen.detail))
                )
    return None


def _other(kind: str, name: str, table: Table, view: View) -> Screen[Any] | None:
    match kind:
        case "why":
            return WhyScreen(table, name)
        case "basket":
            return BasketScreen(table, view)
        case "advice":
            return AdviceScreen(table)
        case "crisis":
            return CrisisScreen(table, view)
        case "debrief":
            return DebriefScreen(table, view)
        case "counter":
            return ProposeScreen(table, view, "joint", None, name)
        case "propose":
            return ProposeScreen(table, view, "joint", name or None)
        case "order":
            return ProposeScreen(table, view, "order", name or None)
    return None
