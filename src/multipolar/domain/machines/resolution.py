"""The life of a resolution of a framework as a state machine (rulebook §10)."""

from multipolar.domain.machines import build, fact
from multipolar.domain.vocabulary import ResolutionState as S

RESOLUTION = build(
    S,
    S.TABLED,
    [
        {"trigger": "debate", "source": S.TABLED, "dest": S.DEBATED,
         "conditions": [fact("the_framework_can_act")]},
        {"trigger": "adopt", "source": S.DEBATED, "dest": S.ADOPTED, "conditions": [fact("the_rule_is_met")]},
        {"trigger": "reject", "source": S.DEBATED, "dest": S.REJECTED},
        {"trigger": "drop", "source": [S.TABLED, S.DEBATED], "dest": S.DROPPED},
        {"trigger": "lapse", "source": S.ADOPTED, "dest": S.LAPSED},
    ],
)  # fmt: skip
"""Tabled, debated for a round, voted on; a mandate runs its time."""
