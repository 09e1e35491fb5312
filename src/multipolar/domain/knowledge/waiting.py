"""What waits for a seat, and what it leaves open by going on (rulebook §2, deliberation).

The one source of every count and list of what is to be answered, and of what *ready* asks about. Pure
readings of a view; program-run powers are not asked.
"""

from collections.abc import Sequence

from msgspec import Struct

from multipolar.domain.addresses import of
from multipolar.domain.english import lowered, possessive
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import (
    CrisisSeen,
    InitiativeSeen,
    NoticeSeen,
    RequestSeen,
    ResolutionSeen,
    View,
)
from multipolar.domain.model.wording import money_in_words
from multipolar.signs import quoted


class Waiting(Struct, frozen=True, gc=False):
    """What waits for an answer of the seat: first what nobody else can decide, then what others offer.

    Attributes:
        crises: those of this exchange in which it has not chosen.
        notices: cables with options.
        resolutions: on which it has not voted.
        proposals: which it may accept, counter or decline.
        requests: moves that others ask it to propose.
    """

    crises: tuple[CrisisSeen, ...]
    notices: tuple[NoticeSeen, ...]
    resolutions: tuple[ResolutionSeen, ...]
    proposals: tuple[InitiativeSeen, ...]
    requests: tuple[RequestSeen, ...]

    @property
    def kinds(self) -> tuple[int, ...]:
        """How much it is of each kind, in the order above."""
        return tuple(len(getattr(self, kind)) for kind in self.__struct_fields__)

    @property
    def count(self) -> int:
        """How much it is: the number that every title and hint names."""
        return sum(self.kinds)


class LeftOpen(Struct, frozen=True, gc=False):
    """Something that a seat leaves open by saying that it is ready.

    Attributes:
        key: what tells it from others, also when it has been named before.
        text: what it is, in words that can stand in a row.
    """

    key: str
    text: str


def waiting(view: View) -> Waiting:
    """What waits for an answer of the seat now."""
    return Waiting(
        crises=tuple(crisis for crisis in view.crises if crisis.choices and not crisis.chosen),
        notices=tuple(notice for notice in view.notices if notice.options),
        resolutions=tuple(
            resolution for resolution in view.resolutions if resolution.open_to_me and not resolution.voted
        ),
        proposals=tuple(initiative for initiative in view.initiatives if initiative.open_to_me),
        requests=view.requests,
    )


def lapses_now(view: View, initiative: InitiativeSeen) -> bool:
    """Whether an open proposal has this round alone left: it was tabled before, or no other round comes."""
    return initiative.tabled < view.round or view.round >= view.rounds


def not_carried(view: View) -> tuple[int, int]:
    """(capital, resources) of what the seat holds now that the next round will not find (§3).

    After the last round nothing is carried anywhere, and nothing is told.
    """
    if view.round >= view.rounds or not view.objectives:
        return (0, 0)
    capital, resources = (
        max(0, view.numbers.get(of(key, view.seat), 0) - view.carry) for key in ("capital", "resources")
    )
    return (capital, resources)


def carried_in_words(view: View) -> str:
    """What of the seat's money would be lost if it stayed unspent, and why; empty when nothing would."""
    lost = not_carried(view)
    if not any(lost):
        return ""
    return f"{money_in_words(*lost)} would be lost unspent: at most {view.carry} of each is carried over"


def about_money(view: View, target: str) -> str:
    """What becomes of a number if it stays as it is: of the seat's own money, what would be lost."""
    own = target in (of("capital", view.seat), of("resources", view.seat))
    return carried_in_words(view) if own else ""


def left_open(view: View, drafts: Sequence[AnyCommand]) -> tuple[LeftOpen, ...]:
    """What a seat would leave open if it were ready now; empty outside deliberation.

    Args:
        view: what it knows.
        drafts: what it was composing and has not sent.
    """
    if view.phase != "deliberation":
        return ()
    found = waiting(view)
    left: list[LeftOpen] = []
    if drafts:
        what = "a draft is" if len(drafts) == 1 else f"{len(drafts)} drafts are"
        left.append(LeftOpen(f"drafts {len(drafts)}", f"{what} not sent"))
    if lost := carried_in_words(view):
        left.append(LeftOpen("carry", lost))
    left += [
        *(LeftOpen(f"notice {one.id}", f"{quoted(one.title)} is not answered") for one in found.notices),
        *(LeftOpen(f"vote {one.id}", f"you have not voted on the {one.title}") for one in found.resolutions),
        *(
            LeftOpen(
                f"proposal {one.id} {one.version}",
                f"{possessive(view.called(one.proposer))} proposal of {lowered(one.title)} is not answered"
                + (", and lapses after this round" if lapses_now(view, one) else ""),
            )
            for one in found.proposals
        ),
        *(
            LeftOpen(
                f"request {one.by} {one.move}",
                f"{view.called(one.by)} asked you to propose {lowered(one.title)}",
            )
            for one in found.requests
        ),
    ]
    return tuple(left)
