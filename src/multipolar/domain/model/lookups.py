"""Look-ups over the records of a world, built once a state (see `identity_cache`).

Records of a world live in mappings that are replaced, never changed; an index belongs to one such
mapping and is found again by its identity. This is a cache and nothing else: every answer follows
from the mapping it was built from.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from multipolar.domain.model.identity_cache import IdentityCache
from multipolar.domain.vocabulary import AgreementState, InitiativeState

if TYPE_CHECKING:
    from multipolar.domain.model.records import Agreement, Initiative

Kept = TypeVar("Kept")

OPEN = frozenset({InitiativeState.TABLED, InitiativeState.COUNTERED})
LIVE = OPEN | {InitiativeState.AGREED, InitiativeState.UNDER_WAY, InitiativeState.SUSPENDED}


class Live(NamedTuple):
    """Initiatives that are on the table, agreed or under way.

    `between` has (move, initiator, partner) both ways round: two powers that were asked to the same drill
    may still hold one of their own. `aimed` has (move, initiator, target), that way round only: an order is
    nobody else's to know. `alone` has (move, initiator), `busy` (move, party); `uses` has, by (power,
    move, round in which it was begun), the seqs of the events that began them.
    """

    between: frozenset[tuple[str, str, str]]
    aimed: frozenset[tuple[str, str, str]]
    alone: frozenset[tuple[str, str]]
    busy: frozenset[tuple[str, str]]
    uses: Mapping[tuple[str, str, int], Sequence[int]]


def _live(records: "Mapping[str, Initiative]") -> Live:
    between: set[tuple[str, str, str]] = set()
    aimed: set[tuple[str, str, str]] = set()
    alone: set[tuple[str, str]] = set()
    busy: set[tuple[str, str]] = set()
    uses: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for initiative in records.values():
        if initiative.state not in LIVE:
            continue
        alone.add((initiative.move, initiative.initiator))
        busy.add((initiative.move, initiative.initiator))
        for partner in initiative.partners:
            busy.add((initiative.move, partner))
            aimed.add((initiative.move, initiative.initiator, partner))
            between |= {
                (initiative.move, initiative.initiator, partner),
                (initiative.move, partner, initiative.initiator),
            }
        uses[initiative.initiator, initiative.move, initiative.begun].append(initiative.event)
    return Live(frozenset(between), frozenset(aimed), frozenset(alone), frozenset(busy), dict(uses))


def _bonds(records: "Mapping[str, Agreement]") -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (agreement.type, a, b)
        for agreement in records.values()
        if agreement.state is AgreementState.IN_FORCE
        for a, b in permutations(agreement.parties, 2)
    )


def _binding(records: "Mapping[str, Agreement]") -> dict[tuple[str, ...], "tuple[Agreement, ...]"]:
    found: dict[tuple[str, ...], list[Agreement]] = {(): []}
    for agreement in records.values():
        if agreement.state is AgreementState.IN_FORCE:
            found[()].append(agreement)
            for party in agreement.parties:
                found.setdefault((party,), []).append(agreement)
            for pair in permutations(agreement.parties, 2):
                found.setdefault(pair, []).append(agreement)
    return {parties: tuple(agreements) for parties, agreements in found.items()}


class Caches:
    """What is looked up again and again in one exercise; its worlds carry it along, and are equal without it.

    It belongs to the exercise and not to a module: several in one process do not crowd each other out.

    Attributes:
        live: what is on the table, agreed or under way, of a world's initiatives.
        binding: agreements in force by no party, by one, or by two (either way round).
        bonds: (type, power, power) of every agreement in force, both ways round.
    """

    def __init__(self) -> None:
        self.live: IdentityCache[Initiative, Live] = IdentityCache(_live)
        self.binding: IdentityCache[Agreement, dict[tuple[str, ...], tuple[Agreement, ...]]] = IdentityCache(
            _binding
        )
        self.bonds: IdentityCache[Agreement, frozenset[tuple[str, str, str]]] = IdentityCache(_bonds)
        self._others: dict[Callable[[], object], object] = {}

    def of(self, make: Callable[[], Kept]) -> Kept:
        """A cache of whoever asks, made when first asked for."""
        kept = self._others.get(make)
        if kept is None:
            kept = self._others[make] = make()
        return kept  # type: ignore[return-value]  # what stands under a maker is what it made

    def __eq__(self, other: object) -> bool:
        """Caches say nothing of a world that its other fields do not say."""
        return isinstance(other, Caches)

    __hash__ = None  # type: ignore[assignment]  # a world holds mappings, and has none either
