"""The life of one use of a move as a state machine (rulebook §5)."""

from multipolar.domain.machines import build, fact
from multipolar.domain.vocabulary import InitiativeState as S

INITIATIVE = build(
    S,
    S.TABLED,
    [
        {"trigger": "counter", "source": [S.TABLED, S.COUNTERED], "dest": S.COUNTERED,
         "conditions": [fact("versions_remain")]},
        {"trigger": "agree", "source": [S.TABLED, S.COUNTERED], "dest": S.AGREED,
         "conditions": [fact("every_party_accepts")]},
        {"trigger": "decline", "source": [S.TABLED, S.COUNTERED], "dest": S.DECLINED},
        {"trigger": "withdraw", "source": [S.TABLED, S.COUNTERED], "dest": S.WITHDRAWN},
        {"trigger": "reopen", "source": [S.AGREED, S.DECLINED], "dest": S.TABLED,
         "conditions": [fact("nobody_acted_on_it")]},
        {"trigger": "lapse", "source": [S.TABLED, S.COUNTERED], "dest": S.LAPSED},
        {"trigger": "withdraw", "source": S.AGREED, "dest": S.WITHDRAWN, "conditions": [fact("is_an_order")]},
        {"trigger": "begin", "source": S.AGREED, "dest": S.UNDER_WAY},
        {"trigger": "complete", "source": S.UNDER_WAY, "dest": S.COMPLETED},
        {"trigger": "suspend", "source": [S.AGREED, S.UNDER_WAY], "dest": S.SUSPENDED},
        {"trigger": "resume", "source": S.SUSPENDED, "dest": S.UNDER_WAY},
        {"trigger": "collapse", "source": [S.AGREED, S.UNDER_WAY, S.SUSPENDED], "dest": S.COLLAPSED},
    ],
)  # fmt: skip
"""From the table to completion; unilateral orders start at `agreed`."""
