"""Small pictures in letters: arrows, bars, sparklines; and the short words of the table.

Only drawing: every number comes from the view.
"""

from collections.abc import Mapping, Sequence

from multipolar.domain.addresses import between, of
from multipolar.domain.english import first
from multipolar.domain.model.views import FrameworkSeen, InitiativeSeen, View
from multipolar.domain.model.wording import DECIDES_BY, names_in_words
from multipolar.domain.vocabulary import RELATIONSHIPS, Relationship

_BLOCKS = "▁▂▃▄▅▆▇█"
OUTCOME_STYLES = {"setback": "bad", "limited": "warn", "success": "good", "breakthrough": "good"}
SIGNS = ("−−−", "−−", "−", "·", "+", "++", "+++")
"""Relationships, worst to best, where there is no room for their words."""
SHORT = ("rupture", "advers.", "strain.", "correct", "cooper.", "partner", "allied")
"""The same in seven letters at most."""
LIVE = ("tabled", "countered", "agreed", "under_way", "suspended")
"""States in which an initiative is not over."""


def earlier_numbers(view: View) -> Mapping[str, int]:
    """The numbers to compare with: as they stood before the round that was last told."""
    if len(view.past) > 1:
        return view.past[-2]
    return view.opening


def arrow(now: int, then: int | None) -> str:
    """Up, down, or a blank."""
    if then is None or now == then:
        return " "
    return "▲" if now > then else "▼"


def moved(view: View, target: str) -> int:
    """How far a number moved since `earlier_numbers`; 0 where it is not known."""
    now = view.numbers.get(target)
    return 0 if now is None else now - earlier_numbers(view).get(target, now)


def spark(values: Sequence[int], low: int = 0, high: int = 100) -> str:
    """A line of little bars, one a value."""
    span = max(1, high - low)
    return "".join(_BLOCKS[min(7, max(0, (value - low) * 8 // span))] for value in values)


def course(view: View, target: str, most: int = 8) -> str:
    """A sparkline of a number over the rounds, now last; scaled to its own range, 12 points at least."""
    values = [numbers[target] for numbers in view.past if target in numbers]
    if target in view.numbers:
        values.append(view.numbers[target])
    values = values[-most:]
    if not values:
        return ""
    middle = (max(values) + min(values)) // 2
    half = max(6, (max(values) - min(values) + 1) // 2)
    return spark(values, middle - half, middle + half)


def bar(value: int, width: int) -> tuple[str, str]:
    """A bar on the 0-100 scale, in two pieces: what is full and what is empty."""
    full = min(width, max(0, (value * width + 50) // 100))
    return "█" * full, "░" * (width - full)


def relation_of(view: View, a: str, b: str) -> tuple[str, str]:
    """The public relationship of a pair in the rulebook's word, and an arrow where it moved."""
    state = view.relationship(a, b)
    target = between("relationship", a, b)
    return RELATIONSHIPS[state], arrow(state, earlier_numbers(view).get(target))


def style_of(state: int) -> str:
    """The style of a relationship, named as it is."""
    return Relationship(state).word


def parties_of(initiative: InitiativeSeen) -> str:
    """Who is in an initiative, by id: ``IND+IDN``; an order's targets after an arrow."""
    if initiative.category == "coercion" or not initiative.partners:
        return (
            f"{initiative.initiator}→{'+'.join(initiative.partners)}"
            if initiative.partners
            else initiative.initiator
        )
    return "+".join((initiative.initiator, *initiative.partners))


def framework_facts(view: View, framework: FrameworkSeen) -> list[str]:
    """A framework in a few lines: who belongs, what it may act in, how it decides, how it stands."""
    members = names_in_words(view, framework.members)
    leads = (
        f" ({view.name(framework.members[0])})"
        if framework.rule == "lead_nation" and framework.members
        else ""
    )
    since = f"founded in round {framework.founded}" if framework.founded else "older than this exercise"
    cohesion = view.numbers.get(of("cohesion", framework.id), 0)
    state = "; too little to decide anything" if framework.paralysed else ""
    return [
        f"Members: {first(members)}",
        f"Acts in: {', '.join(framework.mandate)}; {since}",
        f"Decides by: {DECIDES_BY[framework.rule]}{leads}",
        f"Cohesion {cohesion}{state}; legitimacy {view.numbers.get(of('legitimacy', framework.id), 0)}",
    ]
