"""Look-ups over the records of a world, built once a state (see `identity_cache`).

Records of a world live in mappings that are replaced, never changed; an index belongs to one such
mapping and is found again by its identity. This is a cache and nothing else: every answer follows
from the mapping it was built from.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, TypeVar

from multipolar.domain.model.identity_cache import IdentityCache
from multipolar.domain.vocabulary import AgreementState, InitiativeState

if TYPE_CHECKING:
    from multipolar.domain.model.records import Agreement, Initiative

Kept = TypeVar("Kept")

OPEN = frozenset({InitiativeState.TABLED, InitiativeState.COUNTERED})
LIVE = OPEN | {InitiativeState.AGREED, InitiativeState.UNDER_WAY, InitiativeState.SUSPENDED}


_NOBODY: frozenset[str] = frozenset()
_NOTHING: Mapping[str, Sequence[int]] = {}


class Slate:
    """What one power has on the table, agreed or under way: its own initiatives, and those it is party to.

    Attributes:
        between: by joint move the others with whom it is, whoever of the two began it: two powers that were
            asked to the same drill may still hold one of their own.
        aimed: by move the others with or toward whom the power itself has begun it; an order is nobody
            else's to know.
        alone: the moves it has begun.
        busy: the moves it is party to.
    """

    def __init__(self, power: str, initiatives: "Sequence[Initiative]") -> None:
        self.between: dict[str, frozenset[str]] = {}
        self.aimed: dict[str, frozenset[str]] = {}
        self.alone: set[str] = set()
        self.busy: set[str] = set()
        self._begun: dict[int, dict[str, list[int]]] = {}
        for initiative in initiatives:
            move = initiative.move
            self.busy.add(move)
            if initiative.initiator == power:
                self.alone.add(move)
                self._begun.setdefault(initiative.begun, {}).setdefault(move, []).append(initiative.event)
                self.aimed[move] = self.aimed.get(move, _NOBODY).union(initiative.partners)
                self.between[move] = self.between.get(move, _NOBODY).union(initiative.partners)
            else:
                self.between[move] = self.between.get(move, _NOBODY) | {initiative.initiator}

    def begun_in(self, number: int) -> "Mapping[str, Sequence[int]]":
        """By move the seqs of the events by which the power has begun it in a round."""
        return self._begun.get(number, _NOTHING)

    def others(self, move: str, *, joint: bool) -> frozenset[str]:
        """With whom, or toward whom, a move cannot be begun once more for now."""
        return (self.between if joint else self.aimed).get(move, _NOBODY)


class Live:
    """Initiatives that are on the table, agreed or under way, by party.

    Args:
        slates: the slate of each power that was last asked about, with the initiatives on it: it holds for as
            long as they do, whatever else is begun meanwhile.
        records: an exercise's initiatives.
    """

    def __init__(
        self,
        slates: "dict[str, tuple[tuple[Initiative, ...], Slate]]",
        records: "Mapping[str, Initiative]",
    ) -> None:
        self._of: dict[str, list[Initiative]] = {}
        self._known = slates
        self._slates: dict[str, Slate] = {}
        for initiative in records.values():
            if initiative.state in LIVE:
                self._of.setdefault(initiative.initiator, []).append(initiative)
                for partner in initiative.partners:
                    self._of.setdefault(partner, []).append(initiative)

    def of(self, power: str) -> Slate:
        """What a power is party to."""
        slate = self._slates.get(power)
        if slate is None:
            initiatives = tuple(self._of.get(power, ()))
            known = self._known.get(power)
            slate = known[1] if known is not None and known[0] == initiatives else Slate(power, initiatives)
            self._known[power] = initiatives, slate
            self._slates[power] = slate
        return slate


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
        live: what is on the table, agreed or under way, of a world's initiatives, by party.
        binding: agreements in force by no party, by one, or by two (either way round).
        bonds: (type, power, power) of every agreement in force, both ways round.
    """

    def __init__(self) -> None:
        self.live: IdentityCache[Initiative, Live] = IdentityCache(partial(Live, {}))
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
