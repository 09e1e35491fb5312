"""What a seat could have done instead of a decision: courses for a counterfactual debrief."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from multipolar.domain import exercise
from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Refused
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.views import Advice
from multipolar.domain.model.world import World
from multipolar.lab.continuations import Course
from multipolar.review.decisions import Decision

MOST = 3
"""Alternatives set beside a decision, where nobody names any."""
VOTES = ("yes", "no", "abstain")


class Instead(NamedTuple):
    """An alternative: a command, or nothing, and a move that is left alone meanwhile."""

    command: c.AnyCommand | None
    leaves: str = ""


def as_done(decision: Decision) -> Course:
    """The course that was taken."""
    return Course(f"as it was done: {decision.text}", decision.last, decision.seat)


def course_of(before: World, decision: Decision, instead: Instead) -> Course:
    """An alternative as a course.

    Raises:
        Refused: the command is not allowed there.
    """
    stands = decision.seq - 1
    if instead.command is None:
        what = "nothing of the kind" if instead.leaves else "what its doctrine makes of it"
        return Course(f"instead: {what}", stands, decision.seat, None, instead.leaves)
    done = exercise.carry_out(before, decision.seat, instead.command, SeededDice(0))
    label = narrate(done.worlds[0], done.events[0]).text if done.events else "nothing that changes anything"
    return Course(f"instead: {label}", stands, decision.seat, instead.command, instead.leaves)


def alternatives(before: World, decision: Decision, advice: Sequence[Advice]) -> tuple[Course, ...]:
    """Up to `MOST` courses that were open to the seat, with different labels.

    Args:
        before: the world just before the decision.
        decision: what was decided.
        advice: what the power's own doctrine would have done there, best first.
    """
    found: dict[str, Course] = {}
    for instead in _open(before, decision, advice):
        try:
            course = course_of(before, decision, instead)
        except Refused:
            continue
        found.setdefault(course.label, course)
        if len(found) == MOST:
            break
    return tuple(found.values()) or (course_of(before, decision, Instead(None)),)


def _open(before: World, decision: Decision, advice: Sequence[Advice]) -> Iterator[Instead]:
    match decision.event:
        case e.ProposalTabled(move=move) | e.OrderGiven(move=move):
            yield Instead(None, move)
            yield from (
                Instead(one.command, move) for one in advice if getattr(one.command, "move", move) != move
            )
        case e.ProposalAccepted(initiative=initiative):
            yield Instead(c.Decline(initiative=initiative))
        case e.ProposalCountered(initiative=initiative, version=version):
            yield Instead(c.Accept(initiative=initiative, version=version - 1))
            yield Instead(c.Decline(initiative=initiative))
        case e.InitiativeStateChanged(initiative=initiative):
            version = before.initiatives[initiative].version
            yield Instead(c.Accept(initiative=initiative, version=version))
        case e.ResponseChosen():
            yield from _other_responses(before, decision.event)
        case e.InjectAnswered(inject=inject, option=option):
            others = (other.id for other in before.rules.injects[inject].options if other.id != option)
            yield from (Instead(c.AnswerInject(inject=inject, option=other)) for other in others)
        case e.VoteCast(resolution=resolution, vote=vote):
            votes = (other for other in VOTES if other != vote)
            yield from (Instead(c.Vote(resolution=resolution, vote=other)) for other in votes)
        case _:
            yield Instead(None)


def _other_responses(before: World, chosen: e.ResponseChosen) -> Iterator[Instead]:
    view = view_of(before, chosen.actor, "", 0)
    crisis = next((seen for seen in view.crises if seen.id == chosen.crisis), None)
    for option in crisis.choices if crisis else ():
        for backed in option.backing or ("",):
            if (option.id, backed) != (chosen.choice, chosen.backing):
                yield Instead(c.Respond(crisis=chosen.crisis, choice=option.id, backing=backed))
