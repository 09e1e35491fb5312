"""What can be said against a condition before anything is played: names that do not exist, secrets.

The parser knows the grammar alone; here a condition meets a scenario, whose names are handed in.
"""

from collections.abc import Collection, Mapping

from multipolar.domain.english import listed
from multipolar.domain.rules.conditions.clauses import Condition
from multipolar.domain.rules.conditions.errors import ConditionError, choice
from multipolar.domain.rules.conditions.readings import OWNER


def needs_private_of(condition: Condition, owner: str | None) -> frozenset[str]:
    """The powers, other than its owner, whose private numbers a condition reads (rulebook §4, §9).

    Trust is private to the one who trusts, dependence to the pair, promises to those who made them. A
    count holds what the one who asks may know, so counts of others are no secret.
    """
    who = owner or ""
    return frozenset(power for use in condition.uses for power in use.reading.private_to(who))


def flaws(
    condition: Condition, owner: str | None, known: Mapping[str, Collection[str]]
) -> tuple[ConditionError, ...]:
    """Everything wrong with a condition in its place, in the order of the text.

    Args:
        condition: what was parsed.
        owner: the power whose objective or red line it is: it may read what that power may know. None
            for injects and crises: they read the world, and have no owner to speak of.
        known: the names there are, by kind (see `Name`); a kind that is left out is not checked.
    """
    condition_errors: list[ConditionError] = []
    for use in condition.uses:
        written = condition.text[use.position :].partition(")")[0] + ")"
        for name in use.names:
            if name.kind == OWNER:
                if owner is None:
                    condition_errors.append(
                        ConditionError("nobody owns this condition", name.position, written, "a power")
                    )
            elif name.kind in known and name.name not in known[name.kind]:
                expected = choice(name.name, known[name.kind])
                condition_errors.append(
                    ConditionError(f"unknown {name.kind}", name.position, f"'{name.name}'", expected)
                )
        if use.reading.repeats(owner or OWNER):
            message = "a power has no relations with itself"
            condition_errors.append(ConditionError(message, use.position, written, "two different powers"))
        elif owner is not None and (others := use.reading.private_to(owner)):
            message = f"{owner} cannot know what is private to {listed(sorted(others))}"
            condition_errors.append(ConditionError(message, use.position, written, f"what {owner} may know"))
    return tuple(sorted(condition_errors, key=lambda error: error.position))
