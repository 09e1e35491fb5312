"""The life of what stays in force as a state machine (rulebook §5)."""

from multipolar.domain.machines import build
from multipolar.domain.vocabulary import AgreementState as S

AGREEMENT = build(
    S,
    S.IN_FORCE,
    [
        {"trigger": "suspend", "source": S.IN_FORCE, "dest": S.SUSPENDED},
        {"trigger": "resume", "source": S.SUSPENDED, "dest": S.IN_FORCE},
        {"trigger": "terminate", "source": [S.IN_FORCE, S.SUSPENDED], "dest": S.TERMINATED},
        {"trigger": "breach", "source": [S.IN_FORCE, S.SUSPENDED], "dest": S.BREACHED},
        {"trigger": "expire", "source": [S.IN_FORCE, S.SUSPENDED], "dest": S.EXPIRED},
    ],
)
"""In force until it is suspended, ended, broken, or has run its time."""
