"""The little objective language (rulebook §9), in which a scenario says when something holds.

It serves objectives, red lines, injects and triggers of crises. A condition is parsed once, checked
against its scenario, and evaluated on anything that meets `Readings`: a world, or a seat's view.
Nothing here knows either.

Grammar (spaces and line ends are free between words)::

    condition   = conjunction , { "or" , conjunction } ;
    conjunction = negation , { "and" , negation } ;
    negation    = "not" , negation | comparison | "true" | "false" | "(" , condition , ")" ;
    comparison  = sum , ( ">=" | "<=" | ">" | "<" | "==" | "!=" ) , sum ;
    sum         = [ "-" ] , term , { ( "+" | "-" ) , term } ;
    term        = number | relationship | reading | "start" , "(" , reading , ")" | "start"
                | "(" , sum , ")" ;
    relationship = "rupture" | "adversarial" | "strained" | "correct" | "cooperative" | "partner"
                | "allied" ;
    reading     = word , "(" , [ argument , { "," , argument } ] , ")" ;
    argument    = [ name , "=" ] , ( name | power | "owner" | "self" | "any" ) ;
    number      = digit , { digit } ;
    power       = capital , capital , capital ;
    name        = small , { small | digit | "_" } ;

- ``start(READING)`` is the reading at the beginning of the exercise; counts began at 0. A bare
  ``start`` stands only in ``READING - start``, for ``READING - start(READING)``.
- The name of a relationship is its number, rupture 0 to allied 6, and stands beside ``relation``.
- ``owner``, or ``self``, is the power whose objective or red line it is.

Readings; an argument with ``=`` may be left out, and is then as shown::

    relation(A, B)   tension(A, B)   interoperability(A, B)      of the pair
    trust(A, B)      dependence(A, B)                            of A toward B
    attribute(KEY, of=owner)
    lead(KEY, A, B)             A's attribute minus B's; lead(KEY, B): the owner's lead
    mean_relation(A, B, ...)    of the owner with those named, in tenths: 43 is 4.3
    threat(KIND, THEATRE)       index(NAME)       round()
    agreements(type=any, with=any, of=owner)      in force; type, or technology, or confidence
    initiatives(category=any, move=any, of=owner, outcome=any)   completed; outcome success or any
    crises(stage=acute, party=any)    that ever reached acute, confrontation or conflict
    promises(kept, of=owner)          or broken
"""

from functools import lru_cache

from multipolar.domain.rules.conditions.checks import flaws, needs_private_of
from multipolar.domain.rules.conditions.clauses import Condition, Name, Part, Use
from multipolar.domain.rules.conditions.errors import ConditionError
from multipolar.domain.rules.conditions.grammar import MOST_CHARACTERS, MOST_NESTED, read_condition
from multipolar.domain.rules.conditions.reach import out_of_reach
from multipolar.domain.rules.conditions.readings import Reading, Readings
from multipolar.domain.rules.conditions.signatures import READINGS

__all__ = [
    "MOST_CHARACTERS",
    "MOST_NESTED",
    "READINGS",
    "Condition",
    "ConditionError",
    "Name",
    "Part",
    "Reading",
    "Readings",
    "Use",
    "flaws",
    "needs_private_of",
    "out_of_reach",
    "parse",
    "progress",
]


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """The condition a text says; the same text gives the same value.

    Raises:
        ConditionError: when the text is not in the grammar, longer than `MOST_CHARACTERS` or nested
            deeper than `MOST_NESTED`; its position is between 0 and the length of the text.
    """
    return read_condition(text)


def progress(condition: Condition, readings: Readings, owner: str | None = None) -> tuple[int, int] | None:
    """What is read and what is wanted of it, when the condition is one comparison; else None.

    See `Part` for what is wanted, and `Condition.parts` for conditions with several parts.

    Raises:
        ConditionError: when the condition speaks of an owner and there is none.
    """
    (first, *others) = condition.parts(readings, owner)
    if others or first.value is None or first.wanted is None:
        return None
    return first.value, first.wanted
