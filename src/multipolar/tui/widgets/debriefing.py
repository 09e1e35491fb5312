"""The further pages of the debrief: turning points, each power's story, words and deeds, what to discuss.

Blocks only, which `blocks` sets in as many columns as there is room for.
"""

from collections.abc import Callable, Sequence

from multipolar.cells import cells_in, fit, fit_right, wrapped
from multipolar.domain.addresses import of
from multipolar.domain.model.views import (
    Debrief,
    Disclosure,
    IntentSeen,
    Lesson,
    ObjectiveSeen,
    Seen,
    TurningPoint,
    View,
)
from multipolar.domain.model.wording import points_in_words, promise_words
from multipolar.review.holders import played_by
from multipolar.review.learning import evidence
from multipolar.review.needs import course_words, missing
from multipolar.review.scores import final_product, national_sum
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.blocks import Block, in_columns, under
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.outcome import hanging, turning_all
from multipolar.tui.widgets.panel import paragraph

QUESTIONS = 3
STATE = 10
"""Columns of what became of a promise."""
MARKS = {"kept": ("✓", "good"), "broken": ("✗", "bad")}
"""How a promise that was judged is marked; every other state is open."""


def _head(text: str) -> Line:
    return (Cell(text.upper(), "head"),)


# --- Turning points --------------------------------------------------------------------------


def turning_page(view: View, points: Sequence[TurningPoint], width: int) -> list[Line]:
    """Each with how much it moved and why; Enter goes to the moment."""

    def drawn(point: TurningPoint) -> Block:
        return lambda room: turning_all(view, (point,), room)[1:]

    if not points:
        return [(Cell("Nothing stood out.", "quiet"),)]
    head = [_head("the moments that decided much: enter goes there, w asks why")]
    return under(head, in_columns([drawn(point) for point in points], width))


# --- Powers ----------------------------------------------------------------------------------


def powers_page(view: View, debrief: Debrief, seen: Sequence[Seen], width: int) -> list[Line]:
    """What each wanted, what became of it, and what it would have needed."""
    return in_columns(power_stories(view, debrief, seen), width)


def power_stories(view: View, debrief: Debrief, seen: Sequence[Seen]) -> list[Block]:
    """The same, a block a power: the reader's own first."""

    def drawn(disclosure: Disclosure) -> Block:
        return lambda room: _power(view, debrief, disclosure, seen, room)

    mine = [one for one in debrief.disclosures if one.power == view.seat]
    others = [one for one in debrief.disclosures if one.power != view.seat]
    return [drawn(one) for one in (*mine, *others)]


def stories_and_sums(view: View, debrief: Debrief, seen: Sequence[Seen]) -> list[tuple[Block, Block]]:
    """The same, each with what stands for it in little room: its objectives, a line each."""

    def in_short(disclosure: Disclosure) -> Block:
        return lambda room: [
            _head(f"what {view.called(disclosure.power)} wanted"),
            *(
                _objective_head(disclosure.power, objective, room)[0]
                for objective in disclosure.objectives
                if not objective.red_line or objective.crossed
            ),
        ]

    by_power = {one.power: in_short(one) for one in debrief.disclosures}
    order = sorted(by_power, key=lambda power: power != view.seat)
    return list(zip(power_stories(view, debrief, seen), [by_power[power] for power in order], strict=True))


def _power(
    view: View, debrief: Debrief, disclosure: Disclosure, seen: Sequence[Seen], width: int
) -> list[Line]:
    power = disclosure.power
    by = played_by(power, disclosure.doctrine, seen)
    name = view.name(power)
    lines: list[Line] = [
        (Cell(name, "accent", of("final", power), to.Power(power)), Cell(f"  ({by})", "quiet"))
    ]
    standing = next((one for one in debrief.standings if one.power == power), None)
    if standing is not None:
        national = of("national", power)
        text = national_sum(standing)
        target = national if national in view.numbers else ""
        lines.append((Cell("  national  ", "quiet"), Cell(fit(text, width - 12), "", target)))
        lines += hanging("  final     ", f"{final_product(standing)} · rank {standing.rank}", width)
    for objective in disclosure.objectives:
        if not objective.red_line or objective.crossed:
            lines += _objective(power, objective, width)
    return [*lines, *_trust(view, disclosure, width)]


def _objective_head(power: str, objective: ObjectiveSeen, width: int) -> list[Line]:
    """How it ended, its title, and its points; a long title goes on in further lines."""
    mark, style = ("!", "bad") if objective.red_line else ("✓", "good") if objective.met else ("–", "")
    if objective.earned and not objective.met and not objective.red_line:
        mark = "½"
    points = f"{objective.earned:+d}" if objective.red_line else f"{objective.earned} of {objective.points}"
    kind = "red line crossed: " if objective.red_line else ""
    secret = " (secret)" if objective.secret else ""
    room = max(10, width - 4 - cells_in(points) - 1)
    first, *rest = wrapped(f"{kind}{objective.title}{secret}", room)
    lines: list[Line] = [
        (
            Cell(f"  {mark} ", style),
            Cell(fit(first, room), style, opens=to.Objective(objective.id, power)),
            Cell(f" {points}", "strong"),
        )
    ]
    return [*lines, *((Cell(" " * 4), Cell(line, style)) for line in rest)]


def _objective(power: str, objective: ObjectiveSeen, width: int) -> list[Line]:
    lines = _objective_head(power, objective, width)
    parts = missing(objective)
    if len(parts) > 1 and not objective.needs_all:
        lines.append((Cell("      one of these was enough:", "quiet"),))
    for holds, words, far in parts:
        text = f"{words}: {far}" if far else words
        lines += hanging(f"      {'✓' if holds else '✗'} ", text, width, "quiet" if holds else "")
    course = course_words(objective)
    if course and not objective.red_line:
        lines += hanging("      points: ", course, width, "quiet")
    elif objective.red_line and objective.course:
        lines.append((Cell(f"      in round {objective.course[-1][0]}", "quiet"),))
    return lines


def _trust(view: View, disclosure: Disclosure, width: int) -> list[Line]:
    trust = sorted(disclosure.trust.items(), key=lambda entry: -entry[1])
    if not trust:
        return []
    told = hanging("  trusted most:  ", _named(view, trust[:3]), width, "quiet")
    least = list(reversed(trust[3:][-3:]))
    return [*told, *(hanging("  trusted least: ", _named(view, least), width, "quiet") if least else ())]


def _named(view: View, trust: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{view.name(power)} {value}" for power, value in trust)


def objective_text(objective: ObjectiveSeen) -> str:
    """An objective at length: why it was wanted, what it wanted, and what it would have needed."""
    lines = [
        objective.why,
        "",
        f"{points_in_words(objective.points)}: {objective.wanted}",
    ]
    if objective.part_wanted:
        lines.append(f"{points_in_words(objective.part_points)}: {objective.part_wanted}")
    lines += ["", f"Earned: {objective.earned}"]
    if objective.course:
        lines.append(f"Points: {course_words(objective)}")
    parts = missing(objective)
    if parts:
        lines += [
            "",
            "What it would have needed:" if objective.needs_all else "One of these would have been enough:",
        ]
        lines += [
            f"{'✓' if holds else '✗'} {words}{f': {far}' if far else ''}" for holds, words, far in parts
        ]
    return "\n".join(lines)


# --- Words and deeds -------------------------------------------------------------------------


def deeds_page(view: View, width: int) -> list[Line]:
    """Every promise beside what became of it; every intent beside its outcome."""

    def promises(room: int) -> list[Line]:
        lines: list[Line] = [_head("promises, and what became of them")]
        for pledge in view.pledges:
            mark, style = MARKS.get(pledge.state, ("·", "quiet"))
            given = f"round {pledge.made}: {promise_words(view, pledge.undertaking)}"
            lines += hanging(f"{mark} {fit(pledge.state, STATE)}", given, room, of_mark=style)
        return lines if view.pledges else [*lines, (Cell("Nobody promised anything.", "quiet"),)]

    def drawn(intent: IntentSeen) -> Block:
        return lambda room: _intent(view, intent, room)

    blocks: list[Block] = [promises]
    if view.intents:
        blocks.append(lambda room: _confidence(view, room))
        blocks += [drawn(intent) for intent in view.intents]
    return in_columns(blocks, width)


def _intent(view: View, intent: IntentSeen, width: int) -> list[Line]:
    mark = "·" if intent.came_off is None else "✓" if intent.came_off else "✗"
    lines = hanging(
        f"{mark} ", f"Round {intent.round}, {view.name(intent.by)}: {intent.decision}", width, "strong"
    )
    lines += hanging("   wanted    ", intent.wants, width)
    lines += hanging("   expected  ", intent.expects or "–", width)
    return [*lines, *hanging("   outcome   ", f"{intent.outcome}; it was {intent.sure} % sure", width)]


def _confidence(view: View, width: int) -> list[Line]:
    lines: list[Line] = [_head("intent beside outcome")]
    judged = [intent for intent in view.intents if intent.came_off is not None]
    if judged:
        sure = sum(intent.sure for intent in judged) // len(judged)
        share = 100 * sum(intent.came_off is True for intent in judged) // len(judged)
        lines += paragraph(f"On the whole: {sure} % sure, and {share} % came off.", width)
    return lines


# --- What to discuss -------------------------------------------------------------------------


def questions_page(debrief: Debrief, seen: Sequence[Seen], width: int) -> list[Line]:
    """Questions first, then what the scenario means to teach with what touched it."""
    blocks: list[Block] = [lambda room: _questions(debrief, room)]
    blocks += [_drawn(lesson, seen) for lesson in debrief.lessons]
    return in_columns(blocks, width)


def _questions(debrief: Debrief, width: int) -> list[Line]:
    if not debrief.questions:
        return [(Cell("The scenario asks no questions.", "quiet"),)]
    lines: list[Line] = [_head("three questions to talk about")]
    for number, (concept, question) in enumerate(debrief.questions, start=1):
        if number == QUESTIONS + 1:
            lines += [EMPTY, _head("more, if there is time")]
        lines += hanging(f"{number}. ", concept, width, "strong", "strong")
        lines += hanging("   ", question, width)
    return lines


def _drawn(lesson: Lesson, seen: Sequence[Seen]) -> Callable[[int], list[Line]]:
    def block(width: int) -> list[Line]:
        lines: list[Line] = [(Cell(line, "strong"),) for line in wrapped(lesson.objective, width)]
        for one in evidence(lesson, seen):
            first, *rest = wrapped(one.text, max(12, width - 12))
            lines.append(
                (
                    Cell(f"  round {fit_right(str(one.round), 2)}  ", "quiet"),
                    Cell(first, "", opens=to.Moment(one.number)),
                )
            )
            lines += [(Cell(" " * 12), Cell(line)) for line in rest]
        if len(lines) == len(wrapped(lesson.objective, width)):
            lines.append((Cell("  not touched this time", "quiet"),))
        return lines

    return block
