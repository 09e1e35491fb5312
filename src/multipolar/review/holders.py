"""Who held a seat in the course of an exercise: a person, the program, or both by turns (rulebook §2)."""

from collections.abc import Sequence

from multipolar.domain.model.views import Seen
from multipolar.domain.vocabulary import PERSON


def played_by(power: str, last: str, seen: Sequence[Seen]) -> str:
    """Who played a power, in words: ``a person``, or ``the program, from round 3 a person``.

    A seat changes hands only between the program and a person, so that who held it last tells the rest.

    Args:
        power: whose seat.
        last: who held it at the end: ``person`` or a doctrine.
        seen: what happened, with every change of hands.
    """
    rounds = [one.round for one in seen if one.kind == "seat_taken" and one.actor == power]
    doctrine = last.replace("_", "-")
    if not rounds:
        return "a person" if last == PERSON else f"program, {doctrine}"
    persons = [(len(rounds) - place) % 2 == (last != PERSON) for place in range(len(rounds) + 1)]
    who = ["a person" if person else "the program" for person in persons]
    return ", ".join(
        (who[0], *(f"from round {began} {one}" for began, one in zip(rounds, who[1:], strict=True)))
    )
