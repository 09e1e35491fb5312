"""What has a life of its own in the world: frozen records, each with its state as an enumeration."""

from collections.abc import Mapping

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from multipolar.domain.addresses import channel_of
from multipolar.domain.model.commands import Attachment, Terms, Undertaking
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.vocabulary import (
    EVERYONE,
    OPEN_STAGES,
    AgreementState,
    InitiativeState,
    Outcome,
    PromiseState,
    ResolutionState,
    Stage,
)


class Initiative(Struct, frozen=True, gc=False):
    """One use of a move: who, with whom, on what terms, and how far (rulebook §5).

    Attributes:
        tabled: the round of the latest version.
        event: seq of the event that began it.
        spent: what each party has reserved or spent: (power, capital, resources).
        begun: the round in which it was first tabled, or ordered.
        agreed: seq of the event by which it was agreed, or ordered; 0 while it is open.
        answered: who acted on it last.
        answered_in: the round in which that was.
        lost: capital that its coming to nothing cost its initiator.
        put: power to the terms of the last version that it put forward itself.
        told: who is told of its result by the facilitator's word; left out where they said nothing.
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
    begun: int = 0
    agreed: int = 0
    answered: str = ""
    answered_in: int = 0
    lost: int = 0
    put: Mapping[str, Terms] = {}
    told: tuple[str, ...] | UnsetType = UNSET

    @property
    def parties(self) -> tuple[str, ...]:
        """Initiator first, then partners or targets."""
        return (self.initiator, *self.partners)

    def terms_among(self, parties: tuple[str, ...]) -> Terms:
        """The terms as they were put forward last, with what these parties promise in them."""
        terms = self.put[self.proposer]
        promised = tuple(given for given in terms.undertakings if given.by in parties)
        return replace(terms, undertakings=promised)


class Result(Struct, frozen=True, gc=False):
    """How an initiative was decided, while that waits at the facilitator's desk (rulebook §2).

    Attributes:
        id: of the initiative.
        event: seq of the preview.
        due: the round from which it can be published.
        rolls: every roll that was made; the last one counts.
        was: the outcome of the first one.
        outcome: the one that counts.
        how: as of `ResultRevised`; empty: as it was first rolled.
        reason: why, then.
        to: who will be told by the facilitator's word; None: whom the move tells.
    """

    id: str
    event: int
    due: int
    modifiers: tuple[ModifierRead, ...]
    rolls: tuple[tuple[int, ...], ...]
    total: int
    was: Outcome
    outcome: Outcome
    how: str = ""
    reason: str = ""
    to: tuple[str, ...] | None = None


class FreeMove(Struct, frozen=True, gc=False):
    """A free-form move (rulebook §6): argued in words, judged by the facilitator.

    Attributes:
        id: as `name_of_initiative` names it.
        against: (power, reason) of those who argue against it.
        effects: what it was judged to bring; empty: it waits.
        known: who is told how it came off.
        judged: the round in which it was.
        ruling: by which.
    """

    id: str
    by: str
    toward: tuple[str, ...]
    does: str
    wants: str
    reasons: tuple[str, ...]
    event: int
    round: int
    against: tuple[tuple[str, str], ...] = ()
    effects: str = ""
    arguments: tuple[int, ...] = ()
    counters: tuple[int, ...] = ()
    dice: tuple[int, ...] = ()
    total: int = 0
    outcome: Outcome | None = None
    known: tuple[str, ...] = ()
    judged: int = 0
    ruling: str = ""
    reason: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        """Who makes it first, then those it is toward."""
        return (self.by, *self.toward)


class AppealRecord(Struct, frozen=True, gc=False):
    """An appeal (rulebook §6) and its answer; `ruling` is empty while it waits for one."""

    about: str
    by: str
    text: str
    round: int
    event: int
    known: tuple[str, ...]
    ruling: str = ""
    reason: str = ""
    changed: bool = False


class Undo(Struct, frozen=True, gc=False):
    """That a seat asks to have an answer undone (rulebook §13); `granted` is None while it waits."""

    initiative: str
    by: str
    text: str
    event: int
    moment: str
    granted: bool | None = None
    reason: str = ""


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
    def in_force(self) -> bool:
        """Whether it binds now."""
        return self.state is AgreementState.IN_FORCE


class Pledge(Struct, frozen=True, gc=False):
    """A promise and what became of it (rulebook §2); `made` and `judged` are rounds, 0: not yet."""

    id: str
    undertaking: Undertaking
    state: PromiseState
    made: int
    event: int
    known: tuple[str, ...]
    judged: int = 0


class Crisis(Struct, frozen=True, gc=False):
    """A confrontation (first two parties are the principals) or an emergency (rulebook §8)."""

    id: str
    template: str
    kind: str
    parties: tuple[str, ...]
    theatre: str
    text: str
    stage: Stage
    began: int
    event: int
    exchange: int = 0
    reached: Stage = Stage.WARNING
    responses: tuple[tuple[str, str, str], ...] = ()
    revealed: tuple[tuple[str, str, str], ...] = ()
    advantage: tuple[int, int] = (0, 0)
    mediator: str = ""
    called: tuple[tuple[str, str], ...] = ()
    answered: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether seats are asked for responses."""
        return self.stage in OPEN_STAGES


class Framework(Struct, frozen=True, gc=False):
    """A framework (rulebook §10); its first member leads it. `founded` is 0 where play did not found it."""

    id: str
    name: str
    members: tuple[str, ...]
    mandate: tuple[str, ...]
    rule: str
    founded: int = 0
    event: int = 0


class Resolution(Struct, frozen=True, gc=False):
    """A resolution of a framework (rulebook §10).

    Attributes:
        argued: how well it was put, 1 to 3.
        votes: (member, vote) so far; sealed until they are counted.
        until: last round in which an adopted mandate holds.
    """

    id: str
    framework: str
    kind: str
    by: str
    state: ResolutionState
    tabled: int
    event: int
    about: str = ""
    domain: str = ""
    rule: str = ""
    argued: int = 1
    votes: tuple[tuple[str, str], ...] = ()
    decided: int = 0
    until: int = 0


class Message(Struct, frozen=True, gc=False):
    """Words said: by whom, to whom (empty: all), when; `asks` is a move asked for.

    Attributes:
        id: its author's name of it: ``M3`` is the third message of its own.
        known: its author and those it has reached, or ``("*",)``.
        withdrawn: whether its author took it back.
        attached: what went with it; left out where nothing did.
    """

    seq: int
    round: int
    by: str
    to: tuple[str, ...]
    text: str
    asks: str = ""
    id: str = ""
    known: tuple[str, ...] = ()
    withdrawn: bool = False
    attached: Attachment | UnsetType = UNSET

    @property
    def channel(self) -> str:
        """The name of its channel: all who write and read there, or ``all``."""
        return channel_of(self.by, self.to)

    def has_reached(self, power: str) -> bool:
        """Whether a power knows of it."""
        return self.known == EVERYONE or power in self.known

    @property
    def is_on_its_way(self) -> bool:
        """Whether it has reached nobody but its author, and was not taken back."""
        return self.known == (self.by,) and not self.withdrawn


class InjectPlan(Struct, frozen=True, gc=False):
    """An inject as control has it now, where that is not as the scenario declares it (rulebook §13).

    Attributes:
        state: ``planned`` (it comes when due), ``held`` (by hand), ``skipped``, or ``released``.
        channel: of its news: ``news``, ``cable`` or ``intelligence``.
        to: its addressees; empty: everyone.
        improvised: whether no scenario declares it.
    """

    id: str
    state: str
    title: str
    text: str
    channel: str
    to: tuple[str, ...] = ()
    improvised: bool = False


class Notice(Struct, frozen=True, gc=False):
    """An inject that was released: to whom, and what was answered."""

    id: str
    title: str
    text: str
    channel: str
    to: tuple[str, ...]
    round: int
    seq: int
    options: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


class Verdict(Struct, frozen=True, gc=False):
    """How an objective or a red line stands: points earned (or lost) so far, and in which round.

    Attributes:
        was: points it stood at before.
        course: (round, points) each time it was judged anew, oldest first.
    """

    owner: str
    id: str
    points: int
    round: int
    seq: int
    red_line: bool
    was: int = 0
    course: tuple[tuple[int, int], ...] = ()


class Intent(Struct, frozen=True, gc=False):
    """What a seat wanted of a decision when it took it (rulebook §2).

    Attributes:
        sure: how sure it was, in per cent.
        seq: of the event in which it said so.
    """

    by: str
    about: str
    round: int
    wants: str
    expects: str
    sure: int
    seq: int = 0
