"""The truth: one immutable value that `evolve` makes anew from each event.

Numbers live in one mapping from address to integer (see `terms`); things with a life of their own
(initiatives, agreements, crises, promises) are frozen records that hold their state as an
enumeration. Worlds share what did not change; a fork is a reference. No rule is decided here.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
from msgspec import Struct

from multipolar.domain import terms as t
from multipolar.domain.commands import Terms, Undertaking
from multipolar.domain.index import binding_in, bonds_in
from multipolar.domain.rules import Rules
from multipolar.domain.terms import (
    OPEN_STAGES,
    RUNGS,
    AgreementState,
    InitiativeState,
    Outcome,
    Phase,
    PromiseState,
    Relationship,
    Stage,
)


class Initiative(Struct, frozen=True, gc=False):
    """One use of a move: who, with whom, on what terms, and how far (rulebook §5).

    `spent` is what each party has reserved or spent: (power, capital, resources).
    """

    id: str
    move: str
    initiator: str
    partners: tuple[str, ...]
    terms: Terms
    state: InitiativeState
    tabled: int
    event: int
    version: int = 1
    proposer: str = ""
    accepted: tuple[str, ...] = ()
    spent: tuple[tuple[str, int, int], ...] = ()
    resolves: int = 0
    outcome: Outcome | None = None
    resolved: int = 0
    message: str = ""
    known: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """Initiator first, then partners or targets."""
        return (self.initiator, *self.partners)


class Agreement(Struct, frozen=True, gc=False):
    """What stays in force between powers (rulebook §5); the first party supplied or proposed it."""

    id: str
    type: str
    parties: tuple[str, ...]
    state: AgreementState
    since: int
    until: int
    event: int
    safeguards: str = ""
    title: str = ""

    @property
    def in_force(self, *parties: str, type: str = "", group: str = "") -> Iterator[Agreement]:
        """Agreements in force to which these powers (two at most) are party, of a type or group."""
        groups = self.rules.agreement_groups
        for agreement in binding_in(self.agreements).get(parties, ()):
            if (not type or agreement.type == type) and (not group or groups[agreement.type] == group):
                yield agreement

    def has(self, type: str, a: str, b: str) -> bool:
        """Whether an agreement of a type is in force between two powers."""
        return (type, a, b) in bonds_in(self.agreements)

    def open_crises(self) -> tuple[Crisis, ...]:
        """Crises in which responses are asked for."""
        return tuple(crisis for crisis in self.crises.values() if crisis.is_open)


@lru_cache(maxsize=256)
def moment(number: int, phase: Phase, exchange: int) -> str:
    """The name of a moment: round, phase, and exchange in a crisis."""
    return f"{number}.{phase}.{exchange}" if phase is Phase.CRISIS else f"{number}.{phase}"


def fingerprint(world: World) -> bytes:
    """The canonical bytes of a world's state, to be hashed (the rules stand in the genesis event)."""
    state = {
        field: getattr(world, field) for field in world.__struct_fields__ if field not in ("rules", "seats")
    }
    return msgspec.json.encode(state, order="deterministic")
