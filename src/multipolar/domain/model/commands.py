"""Everything a seat may ask for; imperative, frozen, one class each (rulebook §2, §5, §8).

A command says which phase it was written for (`moment`, such as ``3.deliberation`` or
``3.crisis.2``), never an event number: one seat's sealed order must not make another's stale. `id`
lets the host do a command once that was sent twice. What a command may say is checked in `decide`.
"""

from msgspec import Struct


class Undertaking(Struct, frozen=True, gc=False, omit_defaults=True):
    """A promise as a term of an agreement (rulebook §2): who does, or abstains from, what, by when.

    Attributes:
        by: the power that promises.
        kind: ``act`` (will do `move` with or toward `toward`) or ``restraint`` (will not).
        move: a move id, or a category such as ``coercion``.
        toward: the power it concerns.
        until: last round in which it counts, 1 to the number of rounds.
    """

    by: str
    kind: str
    move: str
    toward: str
    until: int


class Terms(Struct, frozen=True, gc=False, omit_defaults=True):
    """What a proposal or order leaves open (rulebook §5). Which terms a move has, its offer says.

    Attributes:
        domain: of a drill: ``maritime``, ``land``, ``air`` or ``cyber``.
        theatre: of an operation.
        size: of a drill or an operation: ``small``, ``standard`` or ``large``; empty: standard.
        duration: rounds an agreement is concluded for; 0: as long as is usual for its kind.
        safeguards: of a technology programme: ``light``, ``standard`` or ``strict``.
        committed: extra resources by the proposer, for the *committed* modifier.
        share: resources of the partners' cost that the proposer takes over, each (−2 to 2; negative:
            each partner takes over as much of the proposer's).
        payment: resources that pass from the proposer to each partner (−3 to 3).
        agreement: id of the agreement a suspension is about.
        undertakings: promises made as part of it.
        framework: id of the framework a move of that category is about (rulebook §10).
        resolution: what is put to its vote: ``mandate``, ``code`` or ``condemn``.
        about: the power it would condemn.
        rule: the decision rule it is founded with, or would take: ``consensus``, ``two_thirds``,
            ``majority`` or ``lead_nation``.
    """

    domain: str = ""
    theatre: str = ""
    safeguards: str = ""
    committed: bool = False
    share: int = 0
    payment: int = 0
    agreement: str = ""
    undertakings: tuple[Undertaking, ...] = ()
    framework: str = ""
    resolution: str = ""
    about: str = ""
    rule: str = ""
    size: str = ""
    duration: int = 0


class Attachment(Struct, frozen=True, gc=False, omit_defaults=True):
    """What goes with a message: a proposal or a promise, on the terms it had then (rulebook §2).

    Attributes:
        id: of the initiative, or of the promise.
        move: of an initiative; empty: it is a promise.
        parties: of an initiative, who began it first.
        version: which one of an initiative.
        terms: of that version.
        undertaking: of a promise.
    """

    id: str
    move: str = ""
    parties: tuple[str, ...] = ()
    version: int = 0
    terms: Terms = Terms()
    undertaking: Undertaking | None = None


class Command(Struct, frozen=True, gc=False, kw_only=True, tag_field="command"):
    """What every command carries.

    Attributes:
        id: unique to the command; sent twice, done once.
        moment: the phase it was written for, such as ``3.deliberation``; empty: whatever is now.
    """

    id: str = ""
    moment: str = ""


class Propose(Command, frozen=True, gc=False, tag="propose"):
    """Table a joint move with partners (deliberation)."""

    move: str
    partners: tuple[str, ...]
    terms: Terms = Terms()
    message: str = ""


class Accept(Command, frozen=True, gc=False, tag="accept"):
    """Accept the latest version of a proposal addressed to the seat."""

    initiative: str
    version: int


class Counter(Command, frozen=True, gc=False, tag="counter"):
    """Answer a proposal with other terms; every other party must then accept the new version."""

    initiative: str
    version: int
    terms: Terms
    message: str = ""


class Decline(Command, frozen=True, gc=False, tag="decline"):
    """Turn a proposal down; `version` as in `Withdraw`."""

    initiative: str
    message: str = ""
    version: int = 0


class Withdraw(Command, frozen=True, gc=False, tag="withdraw"):
    """Take back an own proposal that is not agreed, an own order, or an answer nobody has acted on.

    `version` is the one that is meant; 0: whichever stands.
    """

    initiative: str
    version: int = 0


class Order(Command, frozen=True, gc=False, tag="order"):
    """Give a unilateral order, secret until adjudication; `targets` as many as the move wants."""

    move: str
    targets: tuple[str, ...] = ()
    terms: Terms = Terms()


class Say(Command, frozen=True, gc=False, tag="say"):
    """Send a message to some powers, or to all (`to` empty): a signal, not binding (rulebook §2).

    `asks` is a move that the one addressee is asked to propose; the words may then be left out. `about` is
    the id of an initiative or of a promise that goes with it, on the terms it has now.
    """

    text: str
    to: tuple[str, ...] = ()
    asks: str = ""
    about: str = ""


class ReadMessages(Command, frozen=True, gc=False, tag="read_messages"):
    """What waits for the seat was put before the person who sits there: its messages have arrived (§2).

    Front ends give it whenever they show a person the table; it is recorded only where something waited.

    Attributes:
        channel: one that was opened: what was said there counts as read; empty: none was.
    """

    channel: str = ""


class WithdrawMessage(Command, frozen=True, gc=False, tag="withdraw_message"):
    """Take back a message that has reached none of those it is to; `message` is its id (``M3``)."""

    message: str


class Promise(Command, frozen=True, gc=False, tag="promise"):
    """Undertake something toward a power, in a message to it or in public (`public`)."""

    undertaking: Undertaking
    public: bool = False


class Respond(Command, frozen=True, gc=False, tag="respond"):
    """Choose a response to a crisis, in secret, for this exchange (rulebook §8).

    Attributes:
        choice: ``concede ease hold press mobilise`` for principals; ``stay_out mediate framework
            back`` for others (`backing` names whom); ``absorb ask seal`` for those an emergency
            affects; ``stay_out help exploit`` for others.
    """

    crisis: str
    choice: str
    backing: str = ""


class AnswerInject(Command, frozen=True, gc=False, tag="answer_inject"):
    """Choose one of the options an inject gave its addressees."""

    inject: str
    option: str


class Vote(Command, frozen=True, gc=False, tag="vote"):
    """Vote on a resolution that is debated: ``yes``, ``no`` or ``abstain``, in secret (§10)."""

    resolution: str
    vote: str


class StateIntent(Command, frozen=True, gc=False, tag="state_intent"):
    """Say what the seat wants of a weighty decision (rulebook §2, intent).

    Attributes:
        about: id of an initiative, or of a crisis with its exchange, such as ``K1.2``.
        wants: what it is for, in a line.
        expects: how the others are expected to react, in a line.
        sure: how sure the seat is that it will come off, 0-100 per cent.
    """

    about: str
    wants: str
    expects: str
    sure: int


class Absence(Command, frozen=True, gc=False, tag="absence"):
    """Say that nobody sits at the seat for now; ``away=False``: somebody does again (rulebook §2)."""

    away: bool = True


class AssignSeat(Command, frozen=True, gc=False, tag="assign_seat"):
    """Let a person take a seat over from the program (control); ``person=False``: the other way round."""

    seat: str
    person: bool = True
    reason: str = ""


class Ready(Command, frozen=True, gc=False, tag="ready"):
    """Say that the seat is done with this phase; ``ready=False`` takes it back."""

    ready: bool = True


class Advance(Command, frozen=True, gc=False, tag="advance"):
    """End the present phase (control: all are ready, the time is up, or the facilitator says so)."""

    reason: str = ""


class Conclude(Command, frozen=True, gc=False, tag="conclude"):
    """Make the present round the last one (control: the lesson's time is needed for the debrief)."""

    reason: str = ""


class Pause(Command, frozen=True, gc=False, tag="pause"):
    """Stop the clock for all, who are told why (control)."""

    reason: str = ""


class Resume(Command, frozen=True, gc=False, tag="resume"):
    """Let the clock go on (control)."""

    reason: str = ""


class Extend(Command, frozen=True, gc=False, tag="extend"):
    """Give the present phase more time; all are told why (control); `minutes` from 1 to 600."""

    minutes: int
    reason: str = ""


class Release(Command, frozen=True, gc=False, tag="release"):
    """Release an inject by hand: early, late, held before, or from the shelf (control; §13)."""

    inject: str
    reason: str


class Hold(Command, frozen=True, gc=False, kw_only=True, tag="hold"):
    """Hold an inject until it is released by hand, or a result back to the next round (control; §2, §13).

    Attributes:
        inject: which; empty: it is about a result.
        result: the id of its initiative.
        hold: ``False``: the inject comes when due, the result can be published now.
    """

    inject: str = ""
    result: str = ""
    reason: str
    hold: bool = True


class Skip(Command, frozen=True, gc=False, tag="skip"):
    """Leave an inject out; ``skip=False`` takes it in again (control; §13)."""

    inject: str
    reason: str
    skip: bool = True


class EditInject(Command, frozen=True, gc=False, tag="edit_inject"):
    """Change the words of an inject before it is released; empty: as they are (control; §13)."""

    inject: str
    reason: str
    title: str = ""
    text: str = ""


class Improvise(Command, frozen=True, gc=False, tag="improvise"):
    """Write an inject and release it: ``news`` to all, a ``cable`` or ``intelligence`` to some (control)."""

    title: str
    text: str
    reason: str
    channel: str = "news"
    to: tuple[str, ...] = ()


class SpeakAs(Command, frozen=True, gc=False, tag="speak_as"):
    """Say something as a minor power, to some or to all (control; §13)."""

    power: str
    text: str
    reason: str
    to: tuple[str, ...] = ()


class SetNumber(Command, frozen=True, gc=False, tag="set_number"):
    """Set a number by hand (control; §13): `target` is its address, such as ``tension(CHN,IND)``."""

    target: str
    value: int
    reason: str


class Publish(Command, frozen=True, gc=False, kw_only=True, tag="publish"):
    """Let results be known, and all they bring come about (control; §2).

    `results` are the ids of their initiatives; none: all that wait.
    """

    results: tuple[str, ...] = ()
    reason: str


class Reroll(Command, frozen=True, gc=False, kw_only=True, tag="reroll"):
    """Roll a result again before it is published; both rolls are kept (control; §6).

    `dice` are two that fell on a table; none: the program rolls.
    """

    result: str
    dice: tuple[int, ...] = ()
    reason: str


class Rule(Command, frozen=True, gc=False, kw_only=True, tag="rule"):
    """Set the outcome of a result by hand, or judge a free-form move (control; §6).

    Attributes:
        result: the id of its initiative, or of the free-form move.
        outcome: ``setback``, ``limited``, ``success`` or ``breakthrough``; of a free-form move empty where
            dice decide.
        effects: what a free-form move may bring, by its id in the rules.
        arguments: what each of its reasons is worth, −3 to 3, in their order.
        counters: the same of the reasons against it.
        dice: two that fell on a table; none: the program rolls.
        to: who is told besides its parties; none: everyone.
    """

    result: str
    outcome: str = ""
    effects: str = ""
    arguments: tuple[int, ...] = ()
    counters: tuple[int, ...] = ()
    dice: tuple[int, ...] = ()
    to: tuple[str, ...] = ()
    reason: str


class FreeForm(Command, frozen=True, gc=False, kw_only=True, tag="free_form"):
    """Make a free-form move, argued in words (deliberation; §6).

    Attributes:
        does: what the seat does.
        wants: what it wants by it.
        reasons: up to three why it works.
        toward: the powers it is about; none: nobody else.
    """

    does: str
    wants: str
    reasons: tuple[str, ...]
    toward: tuple[str, ...] = ()


class ArgueAgainst(Command, frozen=True, gc=False, kw_only=True, tag="argue_against"):
    """Give one reason against a free-form move of another seat, within its phase (§6)."""

    free_form: str
    argument: str


class Appeal(Command, frozen=True, gc=False, kw_only=True, tag="appeal"):
    """Appeal a published result, or how a free-form move was judged: once, in a sentence (§6).

    `about` is the id of the initiative or of the free-form move.
    """

    about: str
    text: str


class AskUndo(Command, frozen=True, gc=False, kw_only=True, tag="ask_undo"):
    """Ask that an answer clicked by mistake be undone while the phase lasts (deliberation; §13).

    Where nobody has acted on it since, it is undone at once, as by `Withdraw`; else a facilitator is asked.
    """

    initiative: str
    text: str = ""


class AnswerUndo(Command, frozen=True, gc=False, kw_only=True, tag="answer_undo"):
    """Undo an answer as its seat asked, or not (control; §13)."""

    initiative: str
    power: str
    granted: bool = True
    reason: str


class AnswerAppeal(Command, frozen=True, gc=False, kw_only=True, tag="answer_appeal"):
    """Answer an appeal: by another outcome, or, where `outcome` is empty, that it stays (control; §6)."""

    about: str
    power: str
    outcome: str = ""
    reason: str


class Tell(Command, frozen=True, gc=False, kw_only=True, tag="tell"):
    """Tell of a result others than those whom its move tells (control; §6); `to` empty: everyone."""

    result: str
    to: tuple[str, ...] = ()
    reason: str


class StepBack(Command, frozen=True, gc=False, kw_only=True, tag="step_back"):
    """Go back to where an earlier phase began, and play on from there (control; §13).

    `to` is the phase, such as ``3.deliberation``. What happened since stays in the record.
    """

    to: str
    reason: str


AnyRuling = Publish | Reroll | Rule | Tell
"""What the control seat does to results that wait."""
AnyControl = (
    Release
    | Hold
    | Skip
    | EditInject
    | Improvise
    | SpeakAs
    | SetNumber
    | AnyRuling
    | AnswerAppeal
    | StepBack
    | AnswerUndo
)
"""What the control seat does to injects, voices, numbers and results, each with its reason."""

ControlCommand = Advance | Conclude | AssignSeat | Pause | Resume | Extend | AnyControl
"""All that the control seat does; each with its reason."""

AnyCommand = (
    Propose | Accept | Counter | Decline | Withdraw | Order | Say | ReadMessages | WithdrawMessage
    | Promise | Respond | AnswerInject | Vote | StateIntent | Absence | AssignSeat | Ready | Advance
    | Conclude | Pause | Resume | Extend
    | Release | Hold | Skip | EditInject | Improvise | SpeakAs | SetNumber
    | Publish | Reroll | Rule | Tell | AnswerAppeal | FreeForm | ArgueAgainst | Appeal
    | StepBack | AskUndo | AnswerUndo
)  # fmt: skip


BY_HAND = "by hand"
"""The reason of what is done with a key that asks for none."""


def clock_command(deed: str, minutes: int = 0, reason: str = "", id: str = "") -> Pause | Resume | Extend:
    """The command for what is done about the clock.

    Args:
        deed: ``stop``, ``go_on`` or ``extend``.
        minutes: of an extension.
        reason: why.
        id: unique to the command.
    """
    reason = reason or BY_HAND
    match deed:
        case "stop":
            return Pause(id=id, reason=reason)
        case "go_on":
            return Resume(id=id, reason=reason)
    return Extend(id=id, minutes=minutes, reason=reason)
