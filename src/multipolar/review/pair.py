"""A pair: everything a seat knows of two powers, in one place for the screen and line by line.

Built from the seat's view and from what it saw happen, and from nothing else: what it may not know is left
out, and said to be unknown. Words and their order are here; how they are laid out is the front ends' own.
"""

from collections.abc import Sequence
from typing import NamedTuple

from multipolar.domain.addresses import between, toward
from multipolar.domain.english import first, listed, possessive
from multipolar.domain.model.views import (
    AgreementSeen,
    InitiativeSeen,
    Offer,
    PastSeen,
    PledgeSeen,
    RelationSeen,
    Seen,
    View,
)
from multipolar.domain.vocabulary import RELATIONSHIPS

MOST = 8
"""Events of play that are told of a pair."""
_TELLING = 3
"""Weight from which on an event says something of a pair."""
_LIVE = ("tabled", "countered", "agreed", "under_way", "suspended")
_UNTOLD = frozenset({"numbers_changed", "proposal_tabled", "proposal_countered", "initiative_begun"})
"""Kinds of events that lead to what is told, or are told as numbers."""


class Number(NamedTuple):
    """A number of a pair.

    Attributes:
        title: what it is, as the seat would say it: ``your trust``.
        target: its address.
        value: None where the seat does not know it.
        course: at the opening, after each round, and now; None where it was not known.
    """

    title: str
    target: str
    value: int | None
    course: tuple[int | None, ...]


class Pair(NamedTuple):
    """Everything a seat knows of two powers.

    Attributes:
        a, b: the two; the seat's own power first.
        relation: what is lasting; None where the scenario says nothing of them.
        word: the relationship now.
        numbers: tension, trust both ways, interoperability, dependence both ways.
        in_force: agreements both are party to.
        ended: agreements that were, and are no more.
        on_the_table: what is tabled, agreed or under way between them, as far as the seat knows.
        pledges: promises between them that it knows of.
        here: what it saw happen between them in play, in order; the weightiest.
        history: what happened between them before, by year, with its sources.
        fitting: moves open to the seat with the other, when one of them is its own.
    """

    a: str
    b: str
    relation: RelationSeen | None
    word: str
    numbers: tuple[Number, ...]
    in_force: tuple[AgreementSeen, ...]
    ended: tuple[AgreementSeen, ...]
    on_the_table: tuple[InitiativeSeen, ...]
    pledges: tuple[PledgeSeen, ...]
    here: tuple[Seen, ...]
    history: tuple[PastSeen, ...]
    fitting: tuple[Offer, ...]

    @property
    def target(self) -> str:
        """The address of the relationship."""
        return between("relationship", self.a, self.b)


def pair_of(view: View, seen: Sequence[Seen], one: str, other: str) -> Pair:
    """What a seat knows of two powers.

    Args:
        view: what it knows now.
        seen: what it saw happen.
        one: a power.
        other: another one.
    """
    a, b = (other, one) if other == view.seat else (one, other)
    both = {a, b}
    relation = view.relation(a, b)
    shared = [agreement for agreement in view.agreements if both <= set(agreement.parties)]
    return Pair(
        a=a,
        b=b,
        relation=relation,
        word=RELATIONSHIPS[view.relationship(a, b)],
        numbers=_numbers(view, a, b),
        in_force=tuple(agreement for agreement in shared if agreement.state == "in_force"),
        ended=tuple(agreement for agreement in shared if agreement.state != "in_force"),
        on_the_table=tuple(
            initiative
            for initiative in view.initiatives
            if initiative.state in _LIVE and both <= {initiative.initiator, *initiative.partners}
        ),
        pledges=tuple(
            pledge for pledge in view.pledges if {pledge.undertaking.by, pledge.undertaking.toward} == both
        ),
        here=_here(seen, both),
        history=relation.history if relation else (),
        fitting=tuple(
            offer
            for offer in view.offers
            if a == view.seat and not offer.blocked and b in offer.open_partners and not offer.mediates
        ),
    )


def _numbers(view: View, a: str, b: str) -> tuple[Number, ...]:
    mine = a == view.seat
    whose_a, whose_b = possessive(view.called(a)), possessive(view.called(b))
    titles = (
        ("tension", between("tension", a, b)),
        ("your trust" if mine else f"{whose_a} trust", toward("trust", a, b)),
        ("their trust" if mine else f"{whose_b} trust", toward("trust", b, a)),
        ("interoperability", between("interoperability", a, b)),
        ("your dependence" if mine else f"{whose_a} dependence", toward("dependence", a, b)),
        ("their dependence" if mine else f"{whose_b} dependence", toward("dependence", b, a)),
    )
    past = view.past or (view.opening,)
    course = past if view.debrief is not None else (*past, view.numbers)
    return tuple(
        Number(title, target, view.numbers.get(target), tuple(numbers.get(target) for numbers in course))
        for title, target in titles
    )


def _here(seen: Sequence[Seen], both: set[str]) -> tuple[Seen, ...]:
    told = [
        found
        for found in seen
        if both <= set(found.powers) and found.weight >= _TELLING and found.kind not in _UNTOLD
    ]
    weightiest = sorted(told, key=lambda seen: (-seen.weight, -seen.number))[:MOST]
    return tuple(sorted(weightiest, key=lambda seen: seen.number))


def heading(view: View, pair: Pair) -> str:
    """The two in a line: ``India and China: strained, rivals, neighbours on land``."""
    beside = [pair.word]
    if pair.relation and pair.relation.rivals:
        beside.append("rivals")
    if pair.relation and pair.relation.near:
        beside.append(f"neighbours {'on land' if pair.relation.near == 'land' else 'at sea'}")
    return f"{first(listed([view.called(pair.a), view.called(pair.b)]))}: {', '.join(beside)}"


def agreement_in_words(agreement: AgreementSeen) -> str:
    """An agreement with when it was made, how long it lasts, and its source where it stood before play."""
    made = f"{agreement.year}" if agreement.year else f"round {agreement.since}"
    until = f", until round {agreement.until}" if agreement.until else ""
    state = "" if agreement.state == "in_force" else f", {agreement.state.replace('_', ' ')}"
    source = f"; {agreement.source}" if agreement.source else ""
    return f"{agreement.title} ({made}{until}{state}{source})"


def number_in_words(number: Number) -> str:
    """A number with its course: ``tension 46 (55, 53, 48, 46)``; what is not known says so."""
    if number.value is None:
        return f"{number.title}: not known to you"
    told = ", ".join("?" if value is None else str(value) for value in number.course)
    course = f" ({told})" if len(set(number.course)) > 1 else ""
    return f"{number.title} {number.value}{course}"
