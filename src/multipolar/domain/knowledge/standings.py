"""How a power stands: its objectives, its score, and in the debrief everybody's (rulebook §9)."""

from collections.abc import Callable
from typing import TypeVar

from multipolar.domain.addresses import of
from multipolar.domain.mechanics.scoring import (
    clamp,
    ending_in_words,
    final_of,
    national_of,
    nobody_wins,
    share_of,
    standings,
)
from multipolar.domain.model import views as v
from multipolar.domain.model.awareness import as_counted_by
from multipolar.domain.model.condition_words import in_words, parts_in_words
from multipolar.domain.model.records import Verdict
from multipolar.domain.model.world import World
from multipolar.domain.rules.scenario_model import Objective, RedLine

QUESTIONS = 3
"""How many questions the debrief asks."""


def objectives_of(world: World, power: str) -> tuple[v.ObjectiveSeen, ...]:
    """A power's objectives and red lines, and how each stands now (§9)."""
    setting = world.rules.powers[power]
    playable = [
        objective for objective in setting.objectives if all(world.has_module(m) for m in objective.needs)
    ]
    known = as_counted_by(world, power)
    return (
        *(_kept(known, power, objective, _objective) for objective in playable),
        *(_kept(known, power, line, _red_line) for line in setting.red_lines),
    )


Aim = TypeVar("Aim", Objective, RedLine)


class _Seen(dict[tuple[str, str], tuple[object, Verdict | None, tuple[int, ...], v.ObjectiveSeen]]):
    """How aims were seen to stand, by power and id: with the aim, its verdict and what its condition read."""


def _kept(
    world: World, power: str, aim: Aim, make: Callable[[World, str, Aim], v.ObjectiveSeen]
) -> v.ObjectiveSeen:
    """How an aim stands, which changes with its verdict and with what its condition reads."""
    seen = world.caches.of(_Seen)
    key = power, aim.id
    verdict = world.verdicts.get(f"{power}:{aim.id}")
    read = world.rules.conditions[aim.condition].values(world, power)
    before = seen.get(key)
    if before is not None and before[0] is aim and before[1] is verdict and before[2] == read:
        return before[3]
    found = make(world, power, aim)
    seen[key] = aim, verdict, read, found
    return found


def _parts(world: World, power: str, text: str) -> tuple[v.Part, ...]:
    words = parts_in_words(world.rules, text, power)
    return tuple(
        v.Part(part.text, part.holds, part.value or 0, part.wanted or 0, part.operator, said)
        for part, said in zip(world.rules.conditions[text].parts(world, power), words, strict=True)
    )


def _objective(world: World, power: str, objective: Objective) -> v.ObjectiveSeen:
    verdict = world.verdicts.get(f"{power}:{objective.id}")
    return v.ObjectiveSeen(
        objective.id, objective.title, objective.why, objective.secret, False, objective.points,
        verdict.points if verdict else 0,
        bool(verdict and verdict.points >= objective.points), False, _parts(world, power,
        objective.condition),
        in_words(world.rules, objective.condition, power), objective.part_points,
        in_words(world.rules, objective.partly, power) if objective.partly else "",
        verdict.course if verdict else (), world.rules.conditions[objective.condition].joined != "or",
    )  # fmt: skip


def _red_line(world: World, power: str, red_line: RedLine) -> v.ObjectiveSeen:
    verdict = world.verdicts.get(f"{power}:{red_line.id}")
    crossed = verdict is not None
    return v.ObjectiveSeen(
        red_line.id, red_line.title, red_line.why, False, True, -red_line.loss,
        -red_line.loss if crossed else 0, False,
        crossed, _parts(world, power, red_line.condition), in_words(world.rules, red_line.condition, power),
        course=verdict.course if verdict else (),
        needs_all=world.rules.conditions[red_line.condition].joined != "or",
    )  # fmt: skip


def standing_of(world: World, seat: str) -> v.Standing | None:
    """A seat's own score; rank and the others' scores wait for the debrief."""
    if seat not in world.rules.ranked:
        return None
    objectives, position, reputation = national_of(world, seat)
    national = clamp(objectives + position + reputation)
    stake = world.rules.powers[seat].stake
    order = world.number(of("architecture", "all"))
    final, share = final_of(national, stake, order), share_of(stake, order)
    return v.Standing(seat, objectives, position, reputation, national, final, 0, stake, share)


def debrief_of(world: World) -> v.Debrief:
    """All that the debrief lays open: scores, secrets, and what to discuss (§9)."""
    return v.Debrief(
        how=world.ended,
        standings=standings(world),
        disclosures=tuple(
            v.Disclosure(
                power,
                world.seats[power],
                objectives_of(world, power),
                {other: world.trust(power, other) for other in world.rules.ids if other != power},
            )
            for power in world.rules.ids
        ),
        questions=_questions(world),
        lessons=tuple(
            v.Lesson(discussion.objective, discussion.touched_by.moves, discussion.touched_by.events)
            for discussion in world.rules.setting.discussion
        ),
        nobody_wins=nobody_wins(world.rules.base.scores, world.number(of("architecture", "all"))),
        ending=ending_in_words(world),
        least=world.rules.base.scores.nobody_wins_under,
    )


def _questions(world: World) -> tuple[tuple[str, str], ...]:
    """What to discuss: what this exercise made topical first, then what every exercise does."""
    discussion = world.rules.setting.discussion
    conditions = world.rules.conditions
    topical = [
        discussion_point
        for discussion_point in discussion
        if discussion_point.condition and conditions[discussion_point.condition].holds(world)
    ]
    general = [discussion_point for discussion_point in discussion if not discussion_point.condition]
    return tuple(
        (discussion.objective, discussion.question) for discussion in (*topical, *general)[:QUESTIONS]
    )
