"""The public relationship of a pair as a state machine: one step a round (rulebook §4)."""

from itertools import pairwise

from multipolar.domain.machines import build, fact
from multipolar.domain.vocabulary import Relationship

_LADDER = tuple(Relationship)
_NEEDS = {Relationship.PARTNER: "an_agreement_carries_it", Relationship.ALLIED: "a_pact_carries_it"}

RELATIONSHIP = build(
    Relationship,
    Relationship.CORRECT,
    [
        {"trigger": "rise", "source": low, "dest": high,
         "conditions": [fact("warm_enough"), *([fact(_NEEDS[high])] if high in _NEEDS else [])]}
        for low, high in pairwise(_LADDER)
    ]
    + [
        {"trigger": "fall", "source": high, "dest": low, "conditions": [fact("too_cold_or_unsupported")]}
        for low, high in pairwise(_LADDER)
    ],
)  # fmt: skip
"""Warmth decides; `partner` also rests on an agreement, `allied` on a pact."""
