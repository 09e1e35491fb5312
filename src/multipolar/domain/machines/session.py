"""The phases of an exercise as a state machine (rulebook §2)."""

from multipolar.domain.machines import build, fact
from multipolar.domain.vocabulary import Phase

SESSION = build(
    Phase,
    Phase.LOBBY,
    [
        {"trigger": "brief", "source": Phase.LOBBY, "dest": Phase.BRIEFING},
        {"trigger": "report", "source": [Phase.BRIEFING, Phase.ASSESSMENT], "dest": Phase.SITUATION,
         "conditions": [fact("rounds_remain")]},
        {"trigger": "deliberate", "source": Phase.SITUATION, "dest": Phase.DELIBERATION},
        {"trigger": "adjudicate", "source": Phase.DELIBERATION, "dest": Phase.ADJUDICATION},
        {"trigger": "confront", "source": [Phase.ADJUDICATION, Phase.CRISIS], "dest": Phase.CRISIS,
         "conditions": [fact("a_crisis_is_open"), fact("exchanges_remain")]},
        {"trigger": "assess", "source": [Phase.ADJUDICATION, Phase.CRISIS], "dest": Phase.ASSESSMENT},
        {"trigger": "debrief", "source": Phase.ASSESSMENT, "dest": Phase.DEBRIEF,
         "conditions": [fact("it_is_over")]},
    ],
)  # fmt: skip
"""One round after another, until the last; a crisis phase as often as exchanges are due."""
