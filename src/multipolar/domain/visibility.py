"""Who may know a number: the one list of what is public, what is its owner's, and what is nobody's.

It stands below all else since events are given their audience as they are written; views are built
by the same list.
"""

from functools import cache

from multipolar.domain.addresses import split
from multipolar.domain.vocabulary import ATTRIBUTES, EVERYONE

OWN = frozenset({"trust", "capital", "resources", "insight", "grievance", "national", "final"})
"""Keys whose numbers only their (first-named) owner may know."""
PUBLIC = frozenset(
    (*ATTRIBUTES, "growth", "remainder", "tension", "interoperability", "relationship", "threat", "relief",
     "cohesion", "legitimacy", "severity", "index", "architecture", "burden", "benefit", "honoured", "kept",
     "breaches")
)  # fmt: skip
"""Keys whose numbers everybody may know; what stands in no list, nobody may."""


@cache
def audience_of(target: str) -> tuple[str, ...]:
    """Who may know a number (rulebook §4): everyone, the pair, its owner alone, or control alone."""
    key, names = split(target)
    if key in PUBLIC:
        return EVERYONE
    if key in OWN:
        return (names[0],)
    return tuple(sorted(names)) if key == "dependence" else ()
