"""What a seat may know: types only, built up from an allow-list by `projection`.

Every front end and every program-run power sees these and nothing behind them. `numbers` holds each
number the seat may know under its address (see `addresses`), so that anything shown can be asked *why*.
No rule and no world belongs here.
"""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.addresses import between
from multipolar.domain.english import lowered, within
from multipolar.domain.model.commands import AnyCommand, Terms, Undertaking
from multipolar.domain.model.events import Change, ModifierRead


class PowerSeen(Struct, frozen=True, gc=False):
    """A power as everyone knows it. `run_by` is ``person`` or ``program``.

    Attributes:
        profile: who it is as everybody sees it, in the third person.
        called: the name within a sentence, where that is another: ``the Maldives``.
        facts: published figures behind it, each with its year.
    """

    id: str
    name: str
    adjective: str
    kind: str
    minor: bool
    capital: str
    longitude: float
    latitude: float
    run_by: str
    profile: str
    called: str = ""
    facts: tuple[str, ...] = ()


class TheatreSeen(Struct, frozen=True, gc=False):
    """A theatre on the map."""

    id: str
    name: str
    longitude: float
    latitude: float


class ThreatSeen(Struct, frozen=True, gc=False):
    """A shared threat; its level stands in the numbers under `target`."""

    kind: str
    theatre: str
    target: str
    exposure: Mapping[str, int]
    why: str


class FrameworkSeen(Struct, frozen=True, gc=False):
    """A framework and its members, the first of which leads it; `mandate` has the domains it can act in.

    `open_to` has the powers that can belong to it; empty: any.
    """

    id: str
    name: str
    members: tuple[str, ...]
    rule: str
    mandate: tuple[str, ...] = ()
    founded: int = 0
    paralysed: bool = False
    open_to: tuple[str, ...] = ()


class ResolutionSeen(Struct, frozen=True, gc=False):
    """A resolution of a framework, public; its votes only once they are counted.

    Attributes:
        title: what it would do, in words.
        needed: what it takes to be adopted, in words.
        votes: (member, vote), once counted.
        open_to_me: whether the seat may vote on it now.
        voted: the seat's own vote so far, or empty.
        until: last round in which an adopted mandate holds.
    """

    id: str
    framework: str
    kind: str
    title: str
    by: str
    state: str
    about: str
    domain: str
    rule: str
    argued: int
    tabled: int
    decided: int
    needed: str
    votes: tuple[tuple[str, str], ...]
    open_to_me: bool
    voted: str
    until: int


class PastSeen(Struct, frozen=True, gc=False):
    """A real event, with its year and where it is recorded."""

    year: int
    text: str
    source: str

    @property
    def words(self) -> str:
        """It in a line: ``2020: … (Hindustan Times, 17 June 2020)``."""
        return f"{self.year}: {self.text} ({self.source})"


class RelationSeen(Struct, frozen=True, gc=False):
    """What is lasting about a pair (ids in order): rivalry, nearness, history.

    Attributes:
        begins: the relationship it begins with, in the rulebook's word.
        history: what happened between the two before play, by year, each with its source; agreements that
            are not in force in play among it.
    """

    a: str
    b: str
    rivals: bool
    near: str
    why: str
    begins: str = ""
    history: tuple[PastSeen, ...] = ()


class InitiativeSeen(Struct, frozen=True, gc=False):
    """An initiative as far as the seat knows it.

    Attributes:
        open_to_me: whether the seat may accept, counter or decline it now.
        mine: whether the seat may withdraw it now, or take back its answer to it.
        my_cost: (capital, resources) the seat pays by accepting; `spent` what it has set aside or paid.
        outcome: a word, or empty.
        put: the terms of the seat's own last version, where another's stand on the table now.
        inside: whether the seat is a party (else it knows only that the initiative exists, and neither who
            proposed the terms that stand, nor the version, nor when they were put).
    """

    id: str
    move: str
    title: str
    category: str
    initiator: str
    partners: tuple[str, ...]
    terms: Terms
    state: str
    version: int
    proposer: str
    accepted: tuple[str, ...]
    tabled: int
    resolves: int
    outcome: str
    message: str
    inside: bool
    open_to_me: bool
    mine: bool
    my_cost: tuple[int, int]
    spent: tuple[int, int] = (0, 0)
    put: Terms | None = None


class AgreementSeen(Struct, frozen=True, gc=False):
    """An agreement; agreements are public once concluded.

    `year` and `source` are those of one that stood before play.
    """

    id: str
    type: str
    title: str
    group: str
    parties: tuple[str, ...]
    state: str
    since: int
    until: int
    safeguards: str
    year: int = 0
    source: str = ""


class ChoiceSeen(Struct, frozen=True, gc=False):
    """One response the seat may give to a crisis; `blocked` says why not, when it may not."""

    id: str
    title: str
    explanation: str
    cost: tuple[int, int] = (0, 0)
    blocked: str = ""
    backing: tuple[str, ...] = ()


class Estimate(Struct, frozen=True, gc=False):
    """What a seat knows of a principal behind what everybody sees (rulebook §8).

    Attributes:
        source: ``sharing`` or ``collection``.
        mobilisations: how often it can still pay for mobilising; −1 where that is not known.
        intent: ``firm``, ``torn`` or ``ready to ease``; empty where that is not known.
        text: the same in a sentence.
    """

    power: str
    source: str
    mobilisations: int
    intent: str
    text: str


class CrisisSeen(Struct, frozen=True, gc=False):
    """A crisis. `choices` is empty where the seat is not asked; `chosen` is its own sealed response.

    `revealed` has the (power, choice, backing) of every exchange past, `estimates` what the seat's own
    services and partners know of the principals: the same crisis is not understood the same way by all.
    `calm` has what calms or heats a confrontation, or what holds a government up in an upheaval;
    `precedents` what has happened in the world that is like it.
    """

    id: str
    template: str
    title: str
    kind: str
    parties: tuple[str, ...]
    theatre: str
    text: str
    stakes: str
    stage: str
    began: int
    exchange: int
    exchanges: int
    severity: int
    advantage: tuple[int, int]
    mediator: str
    revealed: tuple[tuple[str, str, str], ...]
    choices: tuple[ChoiceSeen, ...]
    chosen: str
    calm: tuple[ModifierRead, ...]
    estimates: tuple[Estimate, ...] = ()
    precedents: tuple[PastSeen, ...] = ()


class PledgeSeen(Struct, frozen=True, gc=False):
    """A promise the seat knows of."""

    id: str
    undertaking: Undertaking
    state: str
    made: int


class AttachedSeen(Struct, frozen=True, gc=False):
    """A proposal or a promise that went with a message, on the terms it had then (rulebook §2).

    Attributes:
        id: of the initiative, or of the promise.
        title: of the move; empty: it is a promise.
        parties: of a proposal, who began it first.
        version: which one of a proposal; others may have followed.
        undertaking: of a promise.
    """

    id: str
    title: str
    parties: tuple[str, ...]
    version: int
    terms: Terms
    undertaking: Undertaking | None


class MessageSeen(Struct, frozen=True, gc=False):
    """Words the seat said or heard; `asks` is the title of a move that was asked for.

    Attributes:
        id: the seat's own name of a message of its own, as `WithdrawMessage` takes it; else empty.
        on_its_way: whether it has reached nobody yet, and its author can take it back.
        withdrawn: whether the seat took it back.
        attached: what went with it.
    """

    round: int
    by: str
    to: tuple[str, ...]
    text: str
    asks: str = ""
    id: str = ""
    on_its_way: bool = False
    withdrawn: bool = False
    attached: AttachedSeen | None = None

    @property
    def words(self) -> str:
        """What was asked for, if anything, and what was said."""
        asked = f"asks for {lowered(self.asks)}" if self.asks else ""
        return ". ".join(part for part in (asked, self.text) if part)


class ChannelSeen(Struct, frozen=True, gc=False):
    """All that was said between some powers, or to everybody (the plenary), as far as the seat heard it.

    Attributes:
        id: as `ReadMessages` takes it: ``FRA-IND``, or ``all``.
        members: who write and read there; empty: everybody.
        messages: places in the view's `messages`, oldest first.
        unread: how many of them others have said since the seat last opened it.
    """

    id: str
    members: tuple[str, ...]
    messages: tuple[int, ...]
    unread: int = 0


class RequestSeen(Struct, frozen=True, gc=False):
    """A move that another power asks the seat to propose to it."""

    by: str
    move: str
    title: str


class NoticeSeen(Struct, frozen=True, gc=False):
    """An inject that reached the seat; `options` (id, title) while an answer is open.

    Attributes:
        answered: title of the option that the seat chose; empty: none.
        brings: (id of an option, what it moves of the numbers that the seat may know, named in words).
    """

    id: str
    title: str
    text: str
    channel: str
    round: int
    options: tuple[tuple[str, str], ...]
    answered: str
    brings: tuple[tuple[str, tuple[Change, ...]], ...] = ()

    def brought_by(self, option: str) -> tuple[Change, ...]:
        """What an option moves, as far as the seat may know."""
        return next((changes for key, changes in self.brings if key == option), ())


class Part(Struct, frozen=True, gc=False):
    """One comparison of an objective's condition: as its author wrote it, its value now, the value wanted.

    Attributes:
        operator: how the two are compared, such as ``>=``; empty where it is not one comparison.
        words: the comparison in words.
    """

    text: str
    holds: bool
    value: int
    wanted: int
    operator: str = ""
    words: str = ""


class ObjectiveSeen(Struct, frozen=True, gc=False):
    """An objective or red line of the seat, and how it stands.

    Attributes:
        wanted: the condition in words; `part_wanted` the easier one that earns `part_points`.
        course: (round, points) each time its points changed, oldest first.
        needs_all: whether all of its parts are wanted; else one of them is enough.
    """

    id: str
    title: str
    why: str
    secret: bool
    red_line: bool
    points: int
    earned: int
    met: bool
    crossed: bool
    parts: tuple[Part, ...]
    wanted: str = ""
    part_points: int = 0
    part_wanted: str = ""
    course: tuple[tuple[int, int], ...] = ()
    needs_all: bool = True


class BriefSeen(Struct, frozen=True, gc=False):
    """The seat's role in one page."""

    role: str
    interests: tuple[str, ...]
    brings: str
    constraints: str
    talk_first: tuple[tuple[str, str], ...]


class FrameworkOffer(Struct, frozen=True, gc=False):
    """A framework a move may be about, with the domains and decision rules that may be chosen in it."""

    id: str
    name: str
    members: tuple[str, ...]
    domains: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class PartnerOffer(Struct, frozen=True, gc=False):
    """Whether a move is open with (or toward) a power; `blocked` is the reason when it is not."""

    power: str
    blocked: str = ""


class Offer(Struct, frozen=True, gc=False):
    """A move as the seat may use it now: partners, ranges of terms, costs (rulebook §5).

    Attributes:
        partners: every other power, open or blocked with the reason.
        fewest, most: how many partners (or targets) the move takes.
        blocked: why the move is not open at all; empty when it is.
        agreements: ids of agreements a suspension may be about.
        frameworks: those the move may be about; `resolutions` what may be put to their vote.
        rules: decision rules a framework may be founded with.
        sizes: choices for the size.
        durations: fewest and most rounds an agreement may be concluded for; (0, 0): no choice.
        opposes: whether it hampers what its two targets do together.
        precedents: when it was done in the world.
    """

    move: str
    title: str
    category: str
    form: str
    summary: str
    teaching: str
    cost: tuple[int, int]
    partner_cost: tuple[int, int]
    fewest: int
    most: int
    rounds: int
    partners: tuple[PartnerOffer, ...]
    blocked: str = ""
    domains: tuple[str, ...] = ()
    theatres: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    committable: bool = False
    payable: bool = False
    agreements: tuple[str, ...] = ()
    frameworks: tuple[FrameworkOffer, ...] = ()
    resolutions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    durations: tuple[int, int] = (0, 0)
    opposes: bool = False
    precedents: tuple[PastSeen, ...] = ()

    @property
    def mediates(self) -> bool:
        """Whether it is an order about what stands between two others."""
        return self.form == "order" and self.fewest == 2

    @property
    def open_partners(self) -> tuple[str, ...]:
        """Powers with which the move is open now."""
        return tuple(partner.power for partner in self.partners if not partner.blocked)


class Standing(Struct, frozen=True, gc=False):
    """A power's score in its parts (rulebook §9).

    Attributes:
        share: how many per cent of the national score the shared order leaves of it.
        divided: by what the final score was divided because the order collapsed; 1: it did not.
    """

    power: str
    objectives: int
    position: int
    reputation: int
    national: int
    final: int
    rank: int
    stake: int
    share: int = 100
    divided: int = 1


class TurningPoint(Struct, frozen=True, gc=False):
    """A moment that decided much: what happened, and the chain of causes behind it, latest first.

    Attributes:
        moved: what it and what followed from it at once came to, each number once, the largest first.
    """

    round: int
    number: int
    text: str
    because: tuple[str, ...]
    weight: int
    moved: tuple[Change, ...] = ()


class Mark(Struct, frozen=True, gc=False):
    """A moment on the timeline of a record.

    Attributes:
        number: the seat's own count of the event.
        kind: ``relationship``, ``crisis``, ``promise`` (a broken one), ``leak``, ``roll`` (a close one) or
            ``swing``; empty where the seat had not come so far.
        text: what happened; empty where the seat had not come so far.
        weight: how much it matters as news, 0 to 9.
    """

    number: int
    round: int
    kind: str
    text: str
    weight: int = 0


class Disclosure(Struct, frozen=True, gc=False):
    """What a power kept to itself, told in the debrief."""

    power: str
    doctrine: str
    objectives: tuple[ObjectiveSeen, ...]
    trust: Mapping[str, int]


class IntentAsked(Struct, frozen=True, gc=False):
    """A decision of the seat's that it is asked about, in words (rulebook §2, intent)."""

    about: str
    title: str


class IntentSeen(Struct, frozen=True, gc=False):
    """What a seat wanted of a decision, beside what came of it (rulebook §2).

    Attributes:
        about: id of an initiative, or of a crisis with its exchange.
        sure: how sure it was, 0-100 per cent.
        outcome: what has come of it so far, in a word.
        came_off: whether it succeeded, or was settled; None while that is open.
    """

    by: str
    about: str
    decision: str
    round: int
    wants: str
    expects: str
    sure: int
    outcome: str
    came_off: bool | None


class Lesson(Struct, frozen=True, gc=False):
    """A learning objective of the scenario; `moves` and `events` show in a record that it was touched."""

    objective: str
    moves: tuple[str, ...]
    events: tuple[str, ...]


class Debrief(Struct, frozen=True, gc=False):
    """The end of the exercise, when everything may be known (rulebook §2).

    Attributes:
        nobody_wins: whether the shared order ended too low for anybody to have won (§9).
        least: the architecture score under which nobody wins.
        ending: what the end did to everybody's score, in sentences; empty where nothing did.
    """

    how: str
    standings: tuple[Standing, ...]
    disclosures: tuple[Disclosure, ...]
    questions: tuple[tuple[str, str], ...]
    lessons: tuple[Lesson, ...] = ()
    nobody_wins: bool = False
    ending: tuple[str, ...] = ()
    least: int = 0


class Limits(Struct, frozen=True, gc=False):
    """How far the terms of a proposal may go, either way (rulebook §5).

    Attributes:
        share: resources of a partner's cost that change sides.
        payment: resources one side pays each of the other.
        promises: in one proposal.
        versions: of a proposal, the first among them.
        committed: resources that buy a better roll.
    """

    share: int = 2
    payment: int = 3
    promises: int = 3
    versions: int = 3
    committed: int = 2


class FormSeen(Struct, frozen=True, gc=False):
    """What a free-form move may be judged to bring (rulebook §6), and how many powers it must be toward."""

    id: str
    title: str
    summary: str
    fewest: int
    most: int


class FreeFormSeen(Struct, frozen=True, gc=False):
    """A free-form move (rulebook §6), which all are told of; how it was judged, as far as the seat is told.

    Attributes:
        against: (power, reason) of those who argue against it.
        open_to_me: whether the seat may argue against it now.
        waits: whether it waits to be judged.
        effects: what it was judged to bring, in words.
        arguments, counters: what each is worth, −3 to 3.
        dice: none where the outcome was set by hand.
        ruling: by which it was judged; empty: it was not, or the seat is not told.
    """

    id: str
    by: str
    toward: tuple[str, ...]
    does: str
    wants: str
    reasons: tuple[str, ...]
    round: int
    against: tuple[tuple[str, str], ...]
    open_to_me: bool
    waits: bool
    effects: str = ""
    arguments: tuple[int, ...] = ()
    counters: tuple[int, ...] = ()
    dice: tuple[int, ...] = ()
    total: int = 0
    outcome: str = ""
    ruling: str = ""
    reason: str = ""


class AppealSeen(Struct, frozen=True, gc=False):
    """An appeal (rulebook §6) and the ruling that answers it; empty while it waits."""

    about: str
    by: str
    text: str
    round: int
    ruling: str
    reason: str
    changed: bool


class UndoSeen(Struct, frozen=True, gc=False):
    """An answer that a seat asked to have undone (rulebook §13); `granted` is None while that waits."""

    initiative: str
    by: str
    text: str
    granted: bool | None
    reason: str


class ResultSeen(Struct, frozen=True, gc=False):
    """A result that waits at the facilitator's desk (rulebook §2): control alone is shown it.

    Attributes:
        id: of the initiative.
        due: the round from which it can be published.
        modifiers: each with its reason; `added` is their capped sum.
        chances: setback, limited, success, breakthrough in 36ths.
        rolls: every roll that was made; the last one counts.
        total: of that and the modifiers.
        outcome: the one that counts, in a word.
        effects: what it would change as things stand, after limits.
        how: ``rolled again``, ``real dice`` or ``set by hand``; empty: as it was rolled.
        reason: why, then.
        to: who will be told; ``*`` is everyone.
    """

    id: str
    due: int
    modifiers: tuple[ModifierRead, ...]
    added: int
    chances: tuple[int, ...]
    rolls: tuple[tuple[int, ...], ...]
    total: int
    outcome: str
    effects: tuple[Change, ...]
    how: str
    reason: str
    to: tuple[str, ...]


class View(Struct, frozen=True, gc=False):
    """All that a seat may know at one moment.

    Attributes:
        numbers: each number the seat may know, by address; also ``index(peace)`` …,
            ``architecture(all)``, ``national(IND)`` of its own.
        opening: the same at the beginning.
        past: the same after each round so far (opening first); empty for program-run powers.
        offers: moves with their partners and ranges; only in deliberation.
        asked: whether the exercise waits for this seat.
        income: (capital, resources) the seat will receive next round.
        limits: of the terms of proposals.
        carry: how much unspent capital, and how many unspent resources, the next round finds at most.
        requests: what others asked the seat this round to propose, as far as it has not answered.
        asks: decisions about which the seat is asked what it wants of them.
        intents: what the seat said so; in the debrief, what everybody did.
        absence: what becomes of a person's seat at which nobody sits; `away` are those seats.
        coast: the scenario's own, for a map of an invented region; empty: the world's.
        learned: (power, title) of secret objectives that collection has brought to light.
        channels: between whom something was said, the latest first.
        desk: results that wait to be published, as control alone is shown them.
        facilitator: whether a person has the control seat.
        forms: what free-form moves may be judged to bring.
    """

    seat: str
    exercise: str
    title: str
    disclaimer: str
    story: str
    preset: str
    modules: tuple[str, ...]
    moment: str
    round: int
    rounds: int
    phase: str
    exchange: int
    calendar: str
    ready: bool
    asked: bool
    number: int
    numbers: Mapping[str, int]
    opening: Mapping[str, int]
    past: tuple[Mapping[str, int], ...]
    income: tuple[int, int]
    carry: int
    powers: tuple[PowerSeen, ...]
    relations: tuple[RelationSeen, ...]
    theatres: tuple[TheatreSeen, ...]
    threats: tuple[ThreatSeen, ...]
    frameworks: tuple[FrameworkSeen, ...]
    initiatives: tuple[InitiativeSeen, ...]
    agreements: tuple[AgreementSeen, ...]
    crises: tuple[CrisisSeen, ...]
    pledges: tuple[PledgeSeen, ...]
    messages: tuple[MessageSeen, ...]
    notices: tuple[NoticeSeen, ...]
    objectives: tuple[ObjectiveSeen, ...]
    brief: BriefSeen | None
    standing: Standing | None
    offers: tuple[Offer, ...]
    debrief: Debrief | None
    learned: tuple[tuple[str, str], ...] = ()
    resolutions: tuple[ResolutionSeen, ...] = ()
    requests: tuple[RequestSeen, ...] = ()
    asks: tuple[IntentAsked, ...] = ()
    intents: tuple[IntentSeen, ...] = ()
    absence: str = "hold"
    away: tuple[str, ...] = ()
    coast: tuple[tuple[tuple[float, float], ...], ...] = ()
    limits: Limits = Limits()
    channels: tuple[ChannelSeen, ...] = ()
    desk: tuple[ResultSeen, ...] = ()
    facilitator: bool = False
    free_forms: tuple[FreeFormSeen, ...] = ()
    forms: tuple[FormSeen, ...] = ()
    appeals: tuple[AppealSeen, ...] = ()
    undos: tuple[UndoSeen, ...] = ()

    def name(self, power: str) -> str:
        """A power's name, or the word itself."""
        return next((seen.name for seen in self.powers if seen.id == power), power)

    def called(self, power: str) -> str:
        """A power's name as it stands within a sentence, or the word itself."""
        return next((seen.called or seen.name for seen in self.powers if seen.id == power), power)

    def relation(self, a: str, b: str) -> RelationSeen | None:
        """What is lasting about a pair; None where the scenario says nothing of it."""
        return next((seen for seen in self.relations if {seen.a, seen.b} == {a, b}), None)

    def place(self, theatre: str) -> str:
        """A theatre's name as it stands within a sentence, or the word itself."""
        return next((within(seen.name) for seen in self.theatres if seen.id == theatre), theatre)

    def relationship(self, a: str, b: str) -> int:
        """The public relationship of a pair, 0 (rupture) to 6 (allied)."""
        return self.numbers[between("relationship", a, b)]

    def without(self, moves: frozenset[str]) -> "View":
        """The same, had the seat never heard of some moves: neither offered nor proposed to it."""
        return replace(
            self,
            offers=tuple(offer for offer in self.offers if offer.move not in moves),
            initiatives=tuple(
                initiative
                for initiative in self.initiatives
                if not (initiative.open_to_me and initiative.move in moves)
            ),
        )


class Sight(Protocol):
    """What a program plays from: those fields of a view that it reads, whether or not the rest is built.

    A `View` is one, and so is what `multipolar.domain.knowledge.projection.Lens` finds out field by field.
    """

    @property
    def seat(self) -> str:
        """Whose sight it is."""
        ...

    @property
    def moment(self) -> str:
        """The present phase as commands name it."""
        ...

    @property
    def round(self) -> int:
        """The round that is played."""
        ...

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        ...

    @property
    def limits(self) -> Limits:
        """Of the terms of proposals."""
        ...

    @property
    def numbers(self) -> Mapping[str, int]:
        """Each number the seat may know, by address."""
        ...

    @property
    def powers(self) -> tuple[PowerSeen, ...]:
        """The powers of the exercise."""
        ...

    @property
    def relations(self) -> tuple[RelationSeen, ...]:
        """What the scenario says of pairs."""
        ...

    @property
    def threats(self) -> tuple[ThreatSeen, ...]:
        """The threats that all share."""
        ...

    @property
    def frameworks(self) -> tuple[FrameworkSeen, ...]:
        """The frameworks there are."""
        ...

    @property
    def initiatives(self) -> tuple[InitiativeSeen, ...]:
        """The initiatives the seat knows of, oldest first."""
        ...

    @property
    def agreements(self) -> tuple[AgreementSeen, ...]:
        """The agreements there are or were."""
        ...

    @property
    def crises(self) -> tuple[CrisisSeen, ...]:
        """The crises there are or were."""
        ...

    @property
    def pledges(self) -> tuple[PledgeSeen, ...]:
        """The promises the seat knows of, oldest first."""
        ...

    @property
    def notices(self) -> tuple[NoticeSeen, ...]:
        """The injects the seat was told of."""
        ...

    @property
    def objectives(self) -> tuple[ObjectiveSeen, ...]:
        """The seat's own objectives and red lines."""
        ...

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What the seat may do now."""
        ...

    @property
    def resolutions(self) -> tuple[ResolutionSeen, ...]:
        """The resolutions tabled in frameworks."""
        ...

    @property
    def requests(self) -> tuple[RequestSeen, ...]:
        """What others asked the seat this round to propose."""
        ...

    def name(self, power: str) -> str:
        """A power's name, or the word itself."""
        ...

    def relationship(self, a: str, b: str) -> int:
        """The public relationship of a pair, 0 (rupture) to 6 (allied)."""
        ...

    def without(self, moves: frozenset[str]) -> "Sight":
        """The same, had the seat never heard of some moves."""
        ...


class Effect(Struct, frozen=True, gc=False):
    """What a move does to one number by outcome, as the rules say, before limits."""

    target: str
    by: tuple[int, int, int, int]


class ExpectedChange(Effect, frozen=True, gc=False):
    """The same with the number in words."""

    text: str


class Reaction(Struct, frozen=True, gc=False):
    """A third power that would mind (or welcome) the move, by outcome; `why` where it is put in words."""

    power: str
    target: str
    by: tuple[int, int, int, int]
    why: str = ""


class Against(Struct, frozen=True, gc=False):
    """A crisis response against one answer of the other side: chances in 36ths (rulebook §8)."""

    other: str
    up: int
    stays: int
    down: int
    ends: str = ""


class Figures(Struct, frozen=True, gc=False):
    """What a concrete command would cost, how likely each outcome is, and what would follow: figures alone.

    Attributes:
        rule: the rule that forbids it, empty when it may be done.
        costs: (power, capital, resources) for each party.
        chances: setback, limited, success, breakthrough in 36ths; empty when nothing is rolled.
        leak: leak risk of a technology programme in 36ths a check, or −1.
        opposes: how many joint moves of its two targets it would hamper.
        exposed: in how many of 36 cases a covert move that goes well comes to light, or −1.
        against: for a crisis response, the roll against each answer of the other principal.
    """

    rule: str = ""
    costs: tuple[tuple[str, int, int], ...] = ()
    chances: tuple[int, ...] = ()
    effects: tuple[Effect, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    agreement: str = ""
    resolves: int = 0
    leak: int = -1
    exposed: int = -1
    opposes: int = 0
    against: tuple[Against, ...] = ()


class Preview(Figures, frozen=True, gc=False):
    """The same in words, with what makes the odds.

    Attributes:
        message: the rule that forbids it, in words.
        modifiers: each with its reason, the move's base first; `total` is their capped sum.
        touches: titles of the seat's own objectives and red lines that the move bears on.
    """

    effects: tuple[ExpectedChange, ...] = ()
    message: str = ""
    title: str = ""
    modifiers: tuple[ModifierRead, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()


class Seen(Struct, frozen=True, gc=False):
    """An event as a seat knows it: numbered per seat, told in a sentence.

    Attributes:
        number: the seat's own count of events, from 1, without gaps.
        kind: the event's tag, such as ``initiative_resolved``.
        cause: number of the event that brought it about, 0 where none is known to the seat.
        subject: id of the initiative, agreement, crisis … it is about.
        weight: how much it matters as news, 0 (book-keeping) to 9 (conflict).
        detail: further lines: dice, modifiers, choices.
    """

    number: int
    round: int
    phase: str
    kind: str
    actor: str
    text: str
    cause: int
    subject: str
    weight: int
    powers: tuple[str, ...]
    changes: tuple[Change, ...]
    detail: tuple[str, ...] = ()


class Reason(Struct, frozen=True, gc=False):
    """One step from a number's start to its value. `seq` and `cause` are 0 where folded."""

    round: int
    seq: int
    amount: int
    reason: str
    cause: int
    chain: tuple[str, ...] = ()


class Explanation(Struct, frozen=True, gc=False):
    """Why a number is what it is: the amounts of `steps` add up to `value` − `start`.

    Attributes:
        said, said_first: the value now and at the start as they are spoken of.
        origin: where the first value comes from, in lines: the scenario with its sources, or a rule.
        outlook: what would move it, in lines, where that is a matter of marks to be reached.
    """

    target: str
    title: str
    value: int
    start: int
    steps: tuple[Reason, ...]
    said: str = ""
    said_first: str = ""
    origin: tuple[str, ...] = ()
    outlook: tuple[str, ...] = ()


class Receipt(Struct, frozen=True, gc=False):
    """The answer to a submitted command: accepted, or refused with the rule and what to do.

    Attributes:
        number: the seat's own number of the last event it had seen when this was answered; a view that has
            reached it shows what was done.
    """

    accepted: bool
    rule: str = ""
    message: str = ""
    id: str = ""
    number: int = 0


class Advice(Struct, frozen=True, gc=False):
    """What a doctrine would do here: a command, and the reason in a sentence."""

    command: AnyCommand
    title: str
    reason: str
    worth: int
