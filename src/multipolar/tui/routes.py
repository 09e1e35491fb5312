"""Which screen a route leads to: the one place that knows."""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from multipolar.domain.model.views import AgreementSeen, ObjectiveSeen, Seen, View
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
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route
from multipolar.tui.widgets.drawing import (
    framework_facts,
)


def screen_of(route: Route, table: Table, view: View, news: Sequence[Seen] = ()) -> Screen[Any] | None:
    """The screen a route leads to; None when there is nothing to show any more.

    Args:
        route: what was opened.
        table: of the seat.
        view: what the seat knows now.
        news: what it saw happen.
    """
    match route:
        case to.Power(power):
            return PowerScreen(table, view, power)
        case to.Pair(one, other):
            return PairScreen(table, view, one, other)
        case to.Initiative(key):
            return AnswerScreen(table, view, key) if any(one.id == key for one in view.initiatives) else None
        case to.Resolution(key):
            return BallotScreen(table, view, key) if any(one.id == key for one in view.resolutions) else None
        case to.Notice(key):
            return NoticeScreen(table, view, key) if any(one.id == key for one in view.notices) else None
        case to.Crisis():
            return CrisisScreen(table, view)
        case to.Why(target):
            return WhyScreen(table, target)
        case to.Compose(form, power):
            return ProposeScreen(table, view, form, power or None)
        case to.Advice():
            return AdviceScreen(table)
        case to.Basket():
            return BasketScreen(table, view)
        case to.Debrief():
            return DebriefScreen(table, view)
        case _:
            return _reading(route, view, news)


def _reading(route: Route, view: View, news: Sequence[Seen]) -> ReadingScreen | None:
    """What is only read."""
    match route:
        case to.Framework(key):
            framework = next((one for one in view.frameworks if one.id == key), None)
            lines = framework_facts(view, framework) if framework else []
            return ReadingScreen(framework.name, "\n".join(lines)) if framework else None
        case to.Objective(key):
            objective = next((one for one in view.objectives if one.id == key), None)
            return ReadingScreen(objective.title, _objective(objective)) if objective else None
        case to.Agreement(key):
            agreement = next((one for one in view.agreements if one.id == key), None)
            return ReadingScreen(agreement.title, _agreement(view, agreement)) if agreement else None
        case to.Message(place) if place < len(view.messages):
            said = view.messages[place]
            whom = names_in_words(view, said.to) or "all"
            return ReadingScreen(f"{view.name(said.by)} to {whom}, round {said.round}", said.words)
        case to.News(number):
            seen = next((one for one in news if one.number == number), None)
            text = "\n".join((seen.text, "", *seen.detail)) if seen else ""
            return ReadingScreen(f"Round {seen.round}, {seen.phase}", text) if seen else None
        case _:
            return None


def _objective(objective: ObjectiveSeen) -> str:
    """What it is worth and what came of it so far."""
    parts = [
        f"{'✓' if part.holds else '·'} {part.text}   (now {part.value}, wanted {part.wanted})"
        for part in objective.parts
    ]
    secret = "\n\nSecret: nobody else knows of it." if objective.secret else ""
    worth = [f"{points_in_words(objective.points)}: {objective.wanted}"]
    if objective.part_wanted:
        worth.append(f"{points_in_words(objective.part_points)}: {objective.part_wanted}")
    return "\n".join(
        (f"{objective.why}{secret}", "", *worth, "", f"Earned so far: {objective.earned}", *parts)
    )


def _agreement(view: View, agreement: AgreementSeen) -> str:
    """Whose it is, how it stands, and the promises between them."""
    until = f"\nuntil round {agreement.until}" if agreement.until else ""
    since = f"since round {agreement.since}" if agreement.since else "since before the exercise"
    safe = f"\n{agreement.safeguards} safeguards" if agreement.safeguards else ""
    promises = [
        f"\n· {promise_words(view, pledge.undertaking)}: {pledge.state}"
        for pledge in view.pledges
        if {pledge.undertaking.by, pledge.undertaking.toward} <= set(agreement.parties)
    ]
    between = f"\n\nPromises between them:{''.join(promises)}" if promises else ""
    kind = agreement.type.replace("_", " ")
    state = agreement.state.replace("_", " ")
    return f"{kind} of {names_in_words(view, agreement.parties)}\n{state} {since}{until}{safe}{between}"
