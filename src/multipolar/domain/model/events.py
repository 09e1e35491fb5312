"""Everything that can have happened; past tense, frozen, one audience and one cause each.

An event carries every consequence that follows from it: dice stand in it, numbers change by the
*applied* amounts in its `changes`. `evolve` takes no chances and makes no choices. Where insiders and
outsiders learn different things, there are two events.
"""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType

from multipolar.domain.model.commands import Attachment, Terms, Undertaking

FORMAT = 1
"""Version of the event vocabulary; older payloads are upcast when a save is read."""


class Change(Struct, frozen=True, gc=False, array_like=True):
    """One number moved: its address, the applied amount (after clamping), and the reason in words."""

    target: str
    amount: int
    reason: str


class ModifierRead(Struct, frozen=True, gc=False, array_like=True):
    """A modifier as it counted in a roll: id, size (−5 to 5), and why, in words."""

    id: str
    size: int
    reason: str


class Part(Struct, frozen=True, gc=False, array_like=True):
    """A part of a collective index: which, what is read for it, and the points it comes to."""

    index: str
    id: str
    reading: int
    points: int


class EventBase(Struct, frozen=True, gc=False, kw_only=True, tag_field="event"):
    """What every event carries.

    Attributes:
        seq: its number in the record, from 1.
        round: 0 before the first round.
        phase: the phase in which it happened.
        actor: the power (or control) whose act it was.
        audience: powers that may know it; ``("*",)`` for all, ``()`` for control alone.
        cause: the seq of the event that brought it about; 0 for none.
        changes: numbers that moved.
        by_person: who of those that share the seat did it, by name; left out where none is kept.
    """

    seq: int
    round: int
    phase: str
    actor: str
    audience: tuple[str, ...]
    cause: int = 0
    changes: tuple[Change, ...] = ()
    by_person: str | UnsetType = UNSET


class Options(Struct, frozen=True, gc=False, omit_defaults=True):
    """How an exercise is run besides its rules (rulebook §2).

    Attributes:
        intent: how often persons are asked what they want of a weighty decision: ``never``,
            ``once_a_round`` or ``weighty``.
        absence: what becomes of a person's seat while nobody sits there: ``hold``, ``default_orders``
            or ``doctrine``.
        lesson: minutes of the lesson it is played in, debrief included; 0: without a clock.
        sharing: how several persons share a keyboard: they ``pass`` it on, each behind a curtain, or
            sit in ``teams`` before what a projector shows.
        without: ids of injects of the scenario that are left out.
        nameless: whether the record keeps no names of persons.
        facilitator: whether a person has the control seat: results wait at their desk, and phases in which
            they rule end when they say so.
    """

    intent: str = "never"
    absence: str = "hold"
    lesson: int = 0
    sharing: str = "pass"
    without: tuple[str, ...] = ()
    nameless: bool = False
    facilitator: bool = False


class ExerciseBegan(EventBase, frozen=True, gc=False, tag="exercise_began"):
    """Genesis: all the exercise is made of. `numbers` is the opening state, rolled once.

    `parts` are those of the indices at the opening.
    """

    setting: dict[str, Any]
    rules: dict[str, Any]
    preset: str
    seats: dict[str, str]
    seed: int
    numbers: dict[str, int]
    format: int = FORMAT
    options: Options = Options()
    parts: tuple[Part, ...] = ()


class PhaseBegan(EventBase, frozen=True, gc=False, tag="phase_began"):
    """The session moved to another phase (or to another exchange of the crisis phase)."""

    to: str
    number: int
    exchange: int = 0
    reason: str = ""


class NumbersChanged(EventBase, frozen=True, gc=False, tag="numbers_changed"):
    """Numbers moved for one topic: ``income``, ``effects``, ``third parties``, ``drift`` …"""

    topic: str


class RelationshipStateChanged(EventBase, frozen=True, gc=False, tag="relationship_moved"):
    """The public relationship of a pair went one step up or down (rulebook §4)."""

    pair: tuple[str, str]
    was: str
    now: str
    warmth: int = 0


class ProposalTabled(EventBase, frozen=True, gc=False, tag="proposal_tabled"):
    """A joint move was proposed; the proposer's share of the cost is reserved.

    Where the same was proposed before in the round, `version` goes on from there.
    """

    initiative: str
    move: str
    partners: tuple[str, ...]
    terms: Terms
    message: str = ""
    version: int = 1


class ProposalCountered(EventBase, frozen=True, gc=False, tag="proposal_countered"):
    """Other terms were put forward; earlier acceptances no longer hold."""

    initiative: str
    version: int
    terms: Terms
    message: str = ""


class ProposalAccepted(EventBase, frozen=True, gc=False, tag="proposal_accepted"):
    """A party accepted the latest version; its share of the cost is reserved."""

    initiative: str
    version: int


class AcceptanceWithdrawn(EventBase, frozen=True, gc=False, tag="acceptance_withdrawn"):
    """A party took back its acceptance, or the terms it put forward, before anybody acted on it.

    Attributes:
        promises: those that were made by what was agreed, and fall with it.
    """

    initiative: str
    version: int
    promises: tuple[str, ...] = ()


class PartyDropped(EventBase, frozen=True, gc=False, tag="party_dropped"):
    """A power that was asked stays away from a joint move that can do without it (rulebook §5)."""

    initiative: str
    party: str
    message: str = ""


class PartyReturned(EventBase, frozen=True, gc=False, tag="party_returned"):
    """A power takes back that it stays away, before anybody acted on that: it is asked again.

    Attributes:
        anew: those whose acceptance falls, since its place costs them more than they had set aside.
        promises: those that were made by what was agreed without it, and fall.
    """

    initiative: str
    party: str
    anew: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()


class MoneyReserved(EventBase, frozen=True, gc=False, tag="money_reserved"):
    """A party set its share of a cost aside for an initiative, or (negative) had it released."""

    initiative: str
    capital: int
    resources: int


class InitiativeStateChanged(EventBase, frozen=True, gc=False, tag="initiative_moved"):
    """An initiative went to another state of its life: agreed, declined, lapsed, under way …"""

    initiative: str
    to: str
    reason: str = ""
    resolves: int = 0


class InitiativeAnnounced(EventBase, frozen=True, gc=False, tag="initiative_announced"):
    """What became of an initiative in the knowledge of those outside it."""

    initiative: str
    move: str
    parties: tuple[str, ...]
    theatre: str = ""


class OrderGiven(EventBase, frozen=True, gc=False, tag="order_given"):
    """A unilateral order, known to its author until adjudication; `version` as of a proposal."""

    initiative: str
    move: str
    targets: tuple[str, ...]
    terms: Terms
    version: int = 1


class InitiativeResolved(EventBase, frozen=True, gc=False, tag="initiative_resolved"):
    """The roll that decided an initiative, with everything that counted in it (rulebook §6).

    Attributes:
        outcome: 0 (setback) to 3 (breakthrough): as `total` says, or as a ruling has set it.
        told: who is told of it by the facilitator's word; left out where they said nothing.
    """

    initiative: str
    move: str
    parties: tuple[str, ...]
    modifiers: tuple[ModifierRead, ...]
    dice: tuple[int, ...]
    total: int
    outcome: int
    told: tuple[str, ...] | UnsetType = UNSET


class ResultPreviewed(EventBase, frozen=True, gc=False, tag="result_previewed"):
    """An initiative was decided, and its result waits at the facilitator's desk (rulebook §2)."""

    initiative: str
    move: str
    parties: tuple[str, ...]
    modifiers: tuple[ModifierRead, ...]
    dice: tuple[int, ...]
    total: int
    outcome: int


ROLLED_AGAIN, REAL_DICE, SET_BY_HAND = "rolled again", "real dice", "set by hand"
"""How a result came to be otherwise than it was rolled."""


class ResultRevised(EventBase, frozen=True, gc=False, tag="result_revised"):
    """A result that waits was rolled again, or set by hand (rulebook §6); the rolls before it stay.

    Attributes:
        how: ``rolled again``, ``real dice`` or ``set by hand``.
        dice: the roll that counts; of what is set by hand, the last one.
    """

    initiative: str
    how: str
    dice: tuple[int, ...]
    total: int
    outcome: int
    reason: str


class ResultHeld(EventBase, frozen=True, gc=False, tag="result_held"):
    """A result is held back; `until` is the round in which it can be published (rulebook §2)."""

    initiative: str
    until: int
    reason: str


class ResultAddressed(EventBase, frozen=True, gc=False, tag="result_addressed"):
    """Control said who will be told of a result: `to`, with those whom its move tells (rulebook §6)."""

    initiative: str
    to: tuple[str, ...]
    reason: str


class ResultsPublished(EventBase, frozen=True, gc=False, tag="results_published"):
    """Control let results be known, which follow (rulebook §2)."""

    initiatives: tuple[str, ...]
    reason: str


class ResultRuled(EventBase, frozen=True, gc=False, tag="result_ruled"):
    """A ruling about a result that is published with it (rulebook §6), told to whom the result is.

    Attributes:
        ruling: by which it is cited, as of `NumberSet`.
        how: as of `ResultRevised`.
        rolls: every roll that was made, the first one first.
        was: the outcome of the first one.
        outcome: the one that counts.
    """

    ruling: str
    initiative: str
    how: str
    rolls: tuple[tuple[int, ...], ...]
    was: int
    outcome: int
    reason: str


class CovertMoveExposed(EventBase, frozen=True, gc=False, tag="covert_move_exposed"):
    """A covert move came to light (numbers §3)."""

    initiative: str
    move: str
    target: str
    dice: tuple[int, ...]


class AgreementConcluded(EventBase, frozen=True, gc=False, tag="agreement_concluded"):
    """Something stays in force between powers (rulebook §5). `until` 0: no end set."""

    agreement: str
    type: str
    parties: tuple[str, ...]
    until: int
    safeguards: str = ""
    title: str = ""


class AgreementStateChanged(EventBase, frozen=True, gc=False, tag="agreement_moved"):
    """An agreement was suspended, resumed, terminated, breached, or it expired."""

    agreement: str
    to: str
    reason: str = ""


class PromiseMade(EventBase, frozen=True, gc=False, tag="promise_made"):
    """A power undertook something (rulebook §2)."""

    promise: str
    undertaking: Undertaking
    source: str = ""


class PromiseJudged(EventBase, frozen=True, gc=False, tag="promise_judged"):
    """A promise was found kept, late, broken, impossible or void."""

    promise: str
    state: str


class TechnologyLeaked(EventBase, frozen=True, gc=False, tag="technology_leaked"):
    """A leak check came up (rulebook §7): what was the risk in 36ths, and the dice."""

    agreement: str
    supplier: str
    recipient: str
    rival: str
    risk: int
    dice: tuple[int, ...]


class LeakChecked(EventBase, frozen=True, gc=False, tag="leak_checked"):
    """A leak check that found nothing; known to control, as its risk may tell of covert collection."""

    agreement: str
    risk: int
    dice: tuple[int, ...]


class FrameworkFounded(EventBase, frozen=True, gc=False, tag="framework_founded"):
    """A framework came into being (rulebook §10); its first member leads it."""

    framework: str
    name: str
    members: tuple[str, ...]
    mandate: tuple[str, ...]
    rule: str


class MembershipChanged(EventBase, frozen=True, gc=False, tag="membership_moved"):
    """A power joined a framework, or left it."""

    framework: str
    power: str
    joined: bool


class FrameworkDissolved(EventBase, frozen=True, gc=False, tag="framework_dissolved"):
    """A framework broke up: too little cohesion, or too few members."""

    framework: str
    reason: str


class ResolutionTabled(EventBase, frozen=True, gc=False, tag="resolution_tabled"):
    """A resolution is on the agenda of a framework; its members vote in the next round (§10).

    Attributes:
        kind: ``mandate``, ``admit``, ``code``, ``condemn`` or ``rule``.
        about: the power to be admitted or condemned.
        domain: of a mandate.
        rule: the decision rule that would hold.
        argued: how well it was put, 1 (limited) to 3 (breakthrough).
    """

    resolution: str
    framework: str
    kind: str
    about: str = ""
    domain: str = ""
    rule: str = ""
    argued: int = 1


class VoteCast(EventBase, frozen=True, gc=False, tag="vote_cast"):
    """A sealed vote; known to the member alone until all are counted."""

    resolution: str
    vote: str


class ResolutionStateChanged(EventBase, frozen=True, gc=False, tag="resolution_moved"):
    """A resolution is debated, adopted, rejected, dropped, or has run its time.

    Attributes:
        votes: (member, vote) of all members, once counted.
        until: last round in which a mandate holds; 0 for none.
    """

    resolution: str
    to: str
    reason: str
    votes: tuple[tuple[str, str], ...] = ()
    until: int = 0


class CrisisBegan(EventBase, frozen=True, gc=False, tag="crisis_began"):
    """A crisis came up, at `stage` warning or acute, with the dice that decided it."""

    crisis: str
    template: str
    parties: tuple[str, ...]
    theatre: str
    text: str
    stage: str
    trigger: str
    dice: tuple[int, ...] = ()
    modifiers: tuple[ModifierRead, ...] = ()


class ResponseChosen(EventBase, frozen=True, gc=False, tag="response_chosen"):
    """A sealed response to a crisis; known to its author until all are revealed."""

    crisis: str
    exchange: int
    choice: str
    backing: str = ""


class ExchangeResolved(EventBase, frozen=True, gc=False, tag="exchange_resolved"):
    """All responses of an exchange, revealed together, and what they led to."""

    crisis: str
    exchange: int
    choices: tuple[tuple[str, str, str], ...]
    pressure: int
    modifiers: tuple[ModifierRead, ...]
    dice: tuple[int, ...]
    was: str
    now: str
    advantage: tuple[int, int] = (0, 0)


class PactCalled(EventBase, frozen=True, gc=False, tag="pact_called"):
    """At confrontation an ally is called on: it must back its principal in the next exchange (§8)."""

    crisis: str
    ally: str
    principal: str


class PactAnswered(EventBase, frozen=True, gc=False, tag="pact_answered"):
    """An ally that was called on honoured its pact, or reneged (§8)."""

    crisis: str
    ally: str
    principal: str
    honoured: bool


class CrisisStateChanged(EventBase, frozen=True, gc=False, tag="crisis_moved"):
    """A crisis left the ladder or changed its kind: easing, settled, frozen, exploited."""

    crisis: str
    to: str
    reason: str
    kind: str = ""
    parties: tuple[str, ...] = ()
    dice: tuple[int, ...] = ()
    mediator: str = ""


class CoupDecided(EventBase, frozen=True, gc=False, tag="coup_decided"):
    """An upheaval ended and a government fell, or held: 2d6 with what holds it up (rulebook §8, §16)."""

    crisis: str
    modifiers: tuple[ModifierRead, ...]
    dice: tuple[int, ...]
    total: int
    succeeded: bool


class MessageSent(EventBase, frozen=True, gc=False, tag="message_sent"):
    """Words from a power to some powers, or to all; `asks` is a move it would have proposed to it.

    Its audience are its author and those whom it reaches at once; others it reaches by `MessageArrived`.
    `attached` is what went with it; left out where nothing did.
    """

    to: tuple[str, ...]
    text: str
    asks: str = ""
    attached: Attachment | UnsetType = UNSET


class MessageArrived(EventBase, frozen=True, gc=False, tag="message_arrived"):
    """A message reached one of those it is to, who is the actor; `message` is its author's id of it."""

    author: str
    message: str


class MessageWithdrawn(EventBase, frozen=True, gc=False, tag="message_withdrawn"):
    """A message was taken back before it reached anybody; known to its author alone."""

    message: str


class ChannelRead(EventBase, frozen=True, gc=False, tag="channel_read"):
    """The actor has opened a channel; known to it alone. `through` is the seq of the last message in it."""

    channel: str
    through: int


class InjectReleased(EventBase, frozen=True, gc=False, tag="inject_released"):
    """An entry of the master scenario event list reached its addressees (rulebook §13)."""

    inject: str
    title: str
    text: str
    channel: str
    options: tuple[tuple[str, str], ...] = ()


class InjectAnswered(EventBase, frozen=True, gc=False, tag="inject_answered"):
    """An addressee chose one of an inject's options."""

    inject: str
    option: str
    title: str
    result: str


class InjectStateChanged(EventBase, frozen=True, gc=False, tag="inject_state_changed"):
    """Control held, skipped or released an inject, or let it come as planned (rulebook §13).

    Attributes:
        to: ``planned``, ``held``, ``skipped`` or ``released``.
    """

    inject: str
    to: str
    reason: str


class InjectEdited(EventBase, frozen=True, gc=False, tag="inject_edited"):
    """Control changed the words of an inject before it was released (rulebook §13)."""

    inject: str
    title: str
    text: str
    reason: str


class InjectImprovised(EventBase, frozen=True, gc=False, tag="inject_improvised"):
    """Control wrote an inject that no scenario declares; it is released at once (rulebook §13)."""

    inject: str
    title: str
    text: str
    channel: str
    to: tuple[str, ...]
    reason: str


class SpokenFor(EventBase, frozen=True, gc=False, tag="spoken_for"):
    """Control speaks as a minor power, which says next what is said (rulebook §13)."""

    power: str
    reason: str


class NumberSet(EventBase, frozen=True, gc=False, tag="number_set"):
    """Control set a number by hand: a ruling (rulebook §6, §13).

    Attributes:
        ruling: by which it is cited: ``R3.2``, or ``R3.IND.1`` where only some are told.
    """

    ruling: str
    reason: str


class FreeFormTabled(EventBase, frozen=True, gc=False, tag="free_form_tabled"):
    """A seat makes a move that is argued in words (rulebook §6): what it does, what it wants, and why."""

    free_form: str
    toward: tuple[str, ...]
    does: str
    wants: str
    reasons: tuple[str, ...]


class ArgumentMade(EventBase, frozen=True, gc=False, tag="argument_made"):
    """A seat gives its one reason against a free-form move of another (rulebook §6)."""

    free_form: str
    argument: str


class FreeFormJudged(EventBase, frozen=True, gc=False, tag="free_form_judged"):
    """A ruling on a free-form move (rulebook §6): what arguments are worth, the roll, and what it brings.

    Attributes:
        ruling: as of `NumberSet`.
        effects: what it brings, by its id in the rules.
        arguments, counters: what each is worth, −3 to 3.
        dice: none where the outcome was set by hand.
        total: of these and the capped sum of the arguments.
    """

    ruling: str
    free_form: str
    effects: str
    arguments: tuple[int, ...]
    counters: tuple[int, ...]
    dice: tuple[int, ...]
    total: int
    outcome: int
    reason: str


class AppealMade(EventBase, frozen=True, gc=False, tag="appeal_made"):
    """A party appeals how something of its own came off (rulebook §6)."""

    about: str
    text: str


class AppealAnswered(EventBase, frozen=True, gc=False, tag="appeal_answered"):
    """Control answers an appeal of `power` by a ruling (rulebook §6); the one before stays in the record.

    Attributes:
        was: the outcome until now.
        outcome: the one that holds; the same where the appeal changes nothing.
    """

    ruling: str
    about: str
    power: str
    was: int
    outcome: int
    reason: str


class UndoAsked(EventBase, frozen=True, gc=False, tag="undo_asked"):
    """A seat asks that an answer of its own be undone (rulebook §13); known to it alone."""

    initiative: str
    text: str


class UndoAnswered(EventBase, frozen=True, gc=False, tag="undo_answered"):
    """Control undoes an answer of `power`, as follows, or does not (rulebook §13); known to that power."""

    initiative: str
    power: str
    granted: bool
    reason: str


class SteppedBack(EventBase, frozen=True, gc=False, tag="stepped_back"):
    """The table went back to where an earlier phase began (rulebook §13): the line since then is left.

    Numbers follow in events of the topic `STEP_BACK`, each told to those who may know it; who sits where, the
    clock and the count of rulings stay as they are.
    """

    to: str
    reason: str


STEP_BACK = "step back"
"""The topic of numbers that are as they were: nothing is gained by it."""


class IntentStated(EventBase, frozen=True, gc=False, tag="intent_stated"):
    """A seat said what it wants of a decision; its own until the debrief (rulebook §2)."""

    about: str
    wants: str
    expects: str
    sure: int


class AbsenceDeclared(EventBase, frozen=True, gc=False, tag="absence_declared"):
    """A person left their seat, or came back to it (rulebook §2)."""

    away: bool


class SeatTaken(EventBase, frozen=True, gc=False, tag="seat_taken"):
    """A person took a seat over from the program, or the program one from a person (rulebook §2)."""

    person: bool
    reason: str = ""


class SeatReady(EventBase, frozen=True, gc=False, tag="seat_ready"):
    """A seat said that it is done with the phase, or took it back."""

    ready: bool


class LastRoundCalled(EventBase, frozen=True, gc=False, tag="last_round_called"):
    """The present round was made the last one (rulebook §2)."""

    reason: str


class ClockSet(EventBase, frozen=True, gc=False, tag="clock_set"):
    """The clock was stopped, went on, or the phase was given more time (rulebook §2).

    Attributes:
        deed: ``stop``, ``go_on`` or ``extend``.
        seconds: of an extension; 0 otherwise.
    """

    deed: str
    seconds: int
    reason: str


class ObjectiveJudged(EventBase, frozen=True, gc=False, tag="objective_judged"):
    """How far an objective stands, or that a red line was crossed; points now earned or lost."""

    objective: str
    points: int
    title: str
    red_line: bool = False


class RoundScored(EventBase, frozen=True, gc=False, tag="round_scored"):
    """The collective indices after a round, and their parts.

    The world of this moment is kept for comparison.
    """

    number: int
    parts: tuple[Part, ...] = ()


class ExerciseEnded(EventBase, frozen=True, gc=False, tag="exercise_ended"):
    """The last round is over, or the order collapsed (rulebook §9)."""

    how: str
    finals: tuple[tuple[str, int, int, int], ...]


Event = (
    ExerciseBegan | PhaseBegan | NumbersChanged | RelationshipStateChanged | ProposalTabled
    | ProposalCountered
    | ProposalAccepted | AcceptanceWithdrawn | PartyDropped | PartyReturned | MoneyReserved
    | InitiativeStateChanged
    | InitiativeAnnounced | OrderGiven | InitiativeResolved | CovertMoveExposed | AgreementConcluded
    | AgreementStateChanged | PromiseMade
    | PromiseJudged | FrameworkFounded | MembershipChanged | FrameworkDissolved | ResolutionTabled | VoteCast
    | ResolutionStateChanged | TechnologyLeaked | LeakChecked | CrisisBegan | ResponseChosen
    | ExchangeResolved
    | PactCalled | PactAnswered | CrisisStateChanged | CoupDecided | MessageSent | MessageArrived
    | MessageWithdrawn | ChannelRead | InjectReleased
    | InjectAnswered | InjectStateChanged | InjectEdited | InjectImprovised | SpokenFor | NumberSet
    | IntentStated | AbsenceDeclared | SeatTaken | SeatReady | LastRoundCalled | ClockSet | ObjectiveJudged
    | RoundScored | ExerciseEnded
    | FreeFormTabled | ArgumentMade | FreeFormJudged | AppealMade | AppealAnswered
    | UndoAsked | UndoAnswered | SteppedBack
    | ResultPreviewed | ResultRevised | ResultHeld | ResultAddressed | ResultsPublished | ResultRuled
)  # fmt: skip

KINDS = tuple(str(kind.__struct_config__.tag) for kind in get_args(Event))
"""The tags of all events."""

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The canonical bytes of an event: what is hashed, stored and sent."""
    return _encoder.encode(event)


def decode(payload: bytes) -> Event:
    """Read an event back.

    Raises:
        msgspec.DecodeError: when the bytes are no event of this format.
    """
    try:
        return _decoder.decode(payload)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(f"it is no text, or nested too deep ({type(error).__name__})") from error


def unknown_field(event: Event, payload: bytes) -> str:
    """What an event was written with and this version does not know: ``terms.share``; empty: nothing.

    Args:
        event: as it was read.
        payload: the bytes it was read from.
    """
    tag = str(event.__struct_config__.tag_field)
    raw = msgspec.json.decode(payload)
    raw.pop(tag, None)
    return next(_unknown(event, raw, ""), "")


def _unknown(value: object, raw: Any, path: str) -> Iterator[str]:
    if isinstance(value, Struct) and isinstance(raw, dict):
        known = dict(zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True))
        yield from (f"{path}{name}" for name in raw if name not in known)
        for name, field in known.items():
            yield from _unknown(getattr(value, field), raw.get(name), f"{path}{name}.")
    elif isinstance(value, Struct) and isinstance(raw, list):
        fields = value.__struct_fields__
        yield from (f"{path}{number}" for number in range(len(fields) + 1, len(raw) + 1))
        for field, of_it in zip(fields, raw, strict=False):
            yield from _unknown(getattr(value, field), of_it, f"{path}{field}.")
    elif isinstance(value, tuple) and isinstance(raw, list):
        for one, of_it in zip(value, raw, strict=False):
            yield from _unknown(one, of_it, path)
    elif isinstance(value, dict) and isinstance(raw, dict):
        for key, one in value.items():
            yield from _unknown(one, raw.get(str(key)), f"{path}{key}.")
