"""The guide through a first exercise: which step is due on a screen, given what the seat sees.

Knows no widget. A step is shown once, when its screen is shown and what it is about is there; the next
one comes when it was understood.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from multipolar.domain.knowledge.waiting import waiting
from multipolar.domain.model.views import View

Need = Literal["notice", "to_answer", "own", "composing", "succeeded", "no_success", "nothing_begun"]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to explain.

    Attributes:
        id: what it is called.
        screen: the screens on which it can be shown.
        text: two to four sentences; ``{stake}`` stands for the seat's own.
        panel: the panel it points to; empty: none.
        round: from which round on.
        needs: what must be there: a ``notice`` to answer, a proposal ``to_answer``, something of one's
            ``own`` on the table, a move that is being composed, a move of one's own that ``succeeded`` at
            least in part, that there was ``no_success`` so far, or ``nothing_begun`` by oneself.
        over: the round in which it is too late for it; 0: never.
    """

    id: str
    screen: tuple[str, ...]
    text: str
    panel: str = ""
    round: int = 0
    needs: tuple[Need, ...] = ()
    over: int = 0

    def said(self, view: View) -> str:
        """The text, with what it says of the seat's own numbers."""
        return self.text.replace("{stake}", str(view.standing.stake)) if view.standing else self.text


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A guided exercise: its scenario, the power the person speaks for, the seed, and the steps."""

    scenario: str
    seat: str
    seed: int
    steps: tuple[Step, ...]


@cache
def course() -> Course:
    """The guided exercise that ships with the program; read once."""
    text = files("multipolar.rulebook").joinpath("guide.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=Course)


class Guide:
    """What was explained so far.

    Args:
        steps: of a course.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._told: set[str] = set()

    def due(self, screen: str, view: View, *, composing: bool = False) -> Step | None:
        """What is to be explained now.

        Args:
            screen: the name of the screen that is shown.
            view: what the seat sees.
            composing: whether the terms of a move stand on the screen.
        """
        return next(
            (
                step
                for step in self._steps
                if step.id not in self._told
                and screen in step.screen
                and view.round >= step.round
                and not (step.over and view.round >= step.over)
                and all(_is_there(need, view, composing=composing) for need in step.needs)
            ),
            None,
        )

    def understood(self, step: Step) -> None:
        """It was read; it does not come again."""
        self._told.add(step.id)


def _is_there(need: Need, view: View, *, composing: bool) -> bool:
    match need:
        case "notice":
            return bool(waiting(view).notices)
        case "to_answer":
            return bool(waiting(view).proposals)
        case "own":
            return any(
                initiative.mine or (initiative.initiator == view.seat and initiative.tabled == view.round)
                for initiative in view.initiatives
            )
        case "nothing_begun":
            return not any(initiative.initiator == view.seat for initiative in view.initiatives)
        case "succeeded":
            return _has_succeeded(view)
        case "no_success":
            return not _has_succeeded(view)
        case "composing":
            return composing


def _has_succeeded(view: View) -> bool:
    return any(
        view.seat in (initiative.initiator, *initiative.partners)
        and initiative.outcome not in ("", "setback")
        for initiative in view.initiatives
    )
