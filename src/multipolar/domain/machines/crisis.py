"""The ladder of a crisis as a state machine (rulebook §8)."""

from multipolar.domain.machines import build, fact
from multipolar.domain.vocabulary import Stage as Rung

OPEN = (Rung.ACUTE, Rung.CONFRONTATION, Rung.BRINK)

CRISIS = build(
    Rung,
    Rung.LATENT,
    [
        {"trigger": "warn", "source": Rung.LATENT, "dest": Rung.WARNING},
        {"trigger": "break_out", "source": Rung.WARNING, "dest": Rung.ACUTE},
        {"trigger": "climb", "source": Rung.ACUTE, "dest": Rung.CONFRONTATION,
         "conditions": [fact("it_has_two_sides")]},
        {"trigger": "climb", "source": Rung.CONFRONTATION, "dest": Rung.BRINK},
        {"trigger": "climb", "source": Rung.BRINK, "dest": Rung.CONFLICT},
        {"trigger": "come_down", "source": Rung.BRINK, "dest": Rung.CONFRONTATION},
        {"trigger": "come_down", "source": Rung.CONFRONTATION, "dest": Rung.ACUTE},
        {"trigger": "come_down", "source": Rung.ACUTE, "dest": Rung.EASING},
        {"trigger": "ease", "source": [Rung.WARNING, *OPEN], "dest": Rung.EASING},
        {"trigger": "settle", "source": [Rung.EASING, *OPEN], "dest": Rung.SETTLED},
        {"trigger": "freeze", "source": [Rung.EASING, *OPEN], "dest": Rung.FROZEN},
    ],
)  # fmt: skip
"""Up by pressure, down by channels; an emergency climbs past `acute` only when someone exploits it."""
