"""The ladder of a crisis as a state machine (rulebook §8)."""

from multipolar.domain.machines import build, fact
from multipolar.domain.terms import Stage as S

CRISIS = build(
    S,
    S.LATENT,
    [
        {"trigger": "warn", "source": S.LATENT, "dest": S.WARNING},
        {"trigger": "break_out", "source": S.WARNING, "dest": S.ACUTE},
        {"trigger": "climb", "source": S.ACUTE, "dest": S.CONFRONTATION,
         "conditions": [fact("it_has_two_sides")]},
        {"trigger": "climb", "source": S.CONFRONTATION, "dest": S.BRINK},
        {"trigger": "climb", "source": S.BRINK, "dest": S.CONFLICT},
        {"trigger": "come_down", "source": S.BRINK, "dest": S.CONFRONTATION},
        {"trigger": "come_down", "source": S.CONFRONTATION, "dest": S.ACUTE},
        {"trigger": "come_down", "source": S.ACUTE, "dest": S.EASING},
        {"trigger": "ease", "source": [S.WARNING, S.ACUTE, S.CONFRONTATION, S.BRINK], "dest": S.EASING},
        {"trigger": "settle", "source": [S.EASING, S.ACUTE, S.CONFRONTATION, S.BRINK], "dest": S.SETTLED},
        {"trigger": "freeze", "source": [S.EASING, S.ACUTE, S.CONFRONTATION, S.BRINK], "dest": S.FROZEN},
    ],
)  # fmt: skip
"""Up by pressure, down by channels; an emergency climbs past `acute` only when someone exploits it."""
