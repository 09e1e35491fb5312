"""Events told in sentences: what happened, in words for people, with the dice where dice fell.

One place for every front end (screen, plain, report), so that an event is told the same way
everywhere. A sentence says only what the event holds and what is public of its subject; whoever may
see the event may read the sentence. Nothing is decided here.
"""

from typing import NamedTuple, assert_never

from msgspec import UnsetType

from multipolar.domain.addresses import PLENARY, split
from multipolar.domain.english import counted, first, lowered, possessive
from multipolar.domain.mechanics.leaks import stated_risk
from multipolar.domain.mechanics.opposition import HIDDEN
from multipolar.domain.mechanics.scoring import ending_in_words
from multipolar.domain.mechanics.titles import _extra, described, framework_name, in_full, names
from multipolar.domain.model import events as e
from multipolar.domain.model.awareness import as_counted_by
from multipolar.domain.model.commands import Attachment, Undertaking
from multipolar.domain.model.condition_words import in_words, parts_in_words
from multipolar.domain.model.wording import (
    averted_in_words,
    money_in_words,
    promise_in_words,
    resolution_in_words,
    title_of,
)
from multipolar.domain.model.world import World
from multipolar.domain.rules.scenario_model import Objective
from multipolar.domain.vocabulary import EVERYONE, Outcome, Phase, Stage
from multipolar.signs import quoted


class Narration(NamedTuple):
    """An event in words: the sentence, what it is about, how much it matters, and further lines."""

    text: str
    subject: str = ""
    weight: int = 0
    powers: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()


def narrate(world: World, event: e.Event) -> Narration:  # noqa: C901  # a case for each event
    """Tell an event.

    Args:
        world: the truth after it.
        event: what happened.
    """
    match event:
        case e.ExerciseBegan():
            return _began(world, event)
        case e.PhaseBegan():
            return _phase(world, event)
        case e.NumbersChanged():
            return _numbers(world, event)
        case e.RelationshipStateChanged():
            return _relationship(world, event)
        case e.ProposalTabled():
            return _tabled(world, event)
        case e.ProposalCountered():
            return _countered(world, event)
        case e.ProposalAccepted():
            return _accepted(world, event)
        case e.AcceptanceWithdrawn():
            return _taken_back(world, event)
        case e.PartyDropped():
            return _dropped(world, event)
        case e.PartyReturned():
            return _returned(world, event)
        case e.MoneyReserved():
            return _reserved(world, event)
        case e.InitiativeStateChanged():
            return _moved(world, event)
        case e.InitiativeAnnounced():
            return _announced(world, event)
        case e.OrderGiven():
            return _ordered(world, event)
        case e.InitiativeResolved():
            return _resolved(world, event)
        case e.CovertMoveExposed():
            return _exposed(world, event)
        case e.AgreementConcluded():
            return _concluded(world, event)
        case e.AgreementStateChanged():
            return _agreement(world, event)
        case e.PromiseMade():
            return _promised(world, event)
        case e.PromiseJudged():
            return _judged(world, event)
        case e.FrameworkFounded():
            return _founded(world, event)
        case e.MembershipChanged():
            return _membership(world, event)
        case e.FrameworkDissolved():
            return _dissolved(world, event)
        case e.ResolutionTabled():
            return _put_to_vote(world, event)
        case e.VoteCast():
            return _voted(world, event)
        case e.ResolutionStateChanged():
            return _resolution_moved(world, event)
        case e.TechnologyLeaked():
            return _leaked(world, event)
        case e.LeakChecked():
            return _leak_checked(world, event)
        case e.CrisisBegan():
            return _crisis_began(world, event)
        case e.ResponseChosen():
            return _responded(world, event)
        case e.ExchangeResolved():
            return _exchanged(world, event)
        case e.PactCalled():
            return _pact_called(world, event)
        case e.PactAnswered():
            return _pact_answered(world, event)
        case e.CrisisStateChanged():
            return _crisis_moved(world, event)
        case e.CoupDecided():
            return _coup(world, event)
        case e.MessageSent():
            return _said(world, event)
        case e.MessageArrived():
            return _arrived(world, event)
        case e.MessageWithdrawn():
            return _unsaid(world, event)
        case e.ChannelRead():
            return _channel_read(world, event)
        case e.InjectReleased():
            return _released(world, event)
        case e.InjectAnswered():
            return _answered(world, event)
        case e.InjectStateChanged() | e.InjectEdited() | e.InjectImprovised():
            return _inject_planned(world, event)
        case e.SpokenFor():
            text = f"The facilitator speaks as {world.rules.name(event.power)}: {event.reason}"
            return Narration(text, event.power, 1, (event.power,))
        case e.NumberSet():
            return _number_set(world, event)
        case e.UndoAsked() | e.UndoAnswered():
            return _undo(world, event)
        case e.SteppedBack():
            text = f"The table goes back to {_moment(event.to)}: {event.reason}"
            lines = ("What was decided since then does not stand; it is kept in the record",)
            return Narration(text, event.to, 9, (), lines)
        case e.FreeFormTabled() | e.ArgumentMade():
            return _argued(world, event)
        case e.FreeFormJudged():
            return _judged_free_form(world, event)
        case e.AppealMade() | e.AppealAnswered():
            return _appealed(world, event)
        case e.ResultPreviewed() | e.ResultRevised() | e.ResultHeld() | e.ResultAddressed():
            return _at_the_desk(world, event)
        case e.ResultsPublished():
            number = len(event.initiatives)
            text = (
                f"The facilitator publishes {number} {'result' if number == 1 else 'results'}: {event.reason}"
            )
            return Narration(text, "", 1)
        case e.ResultRuled():
            return _result_ruled(world, event)
        case e.IntentStated():
            return _intent(world, event)
        case e.AbsenceDeclared():
            return _absence(world, event)
        case e.SeatTaken():
            return _seat_taken(world, event)
        case e.LastRoundCalled():
            return _last_round(world, event)
        case e.ClockSet():
            return _clock(world, event)
        case e.SeatReady():
            return _ready(world, event)
        case e.ObjectiveJudged():
            return _objective(world, event)
        case e.RoundScored():
            return _scored(world, event)
        case e.ExerciseEnded():
            return _ended(world, event)
        case _:
            assert_never(event)


def _who(world: World, power: str) -> str:
    """A power's name at the beginning of a sentence: ``The Maldives``."""
    return first(world.rules.called(power))


def _title(world: World, move: str) -> str:
    return world.rules.moves[move].title


def dice_line(dice: tuple[int, ...], modifiers: tuple[e.ModifierRead, ...], total: int) -> str:
    """A roll as it is read out: ``2d6: 4 + 3, modifiers +1 → 8``."""
    added = sum(modifier.size for modifier in modifiers)
    return f"2d6: {' + '.join(map(str, dice))}, modifiers {added:+d} → {total}"


def _modifier_lines(modifiers: tuple[e.ModifierRead, ...]) -> tuple[str, ...]:
    return tuple(f"{modifier.size:+d} {modifier.reason}" for modifier in modifiers)


def _began(world: World, event: e.ExerciseBegan) -> Narration:
    return Narration(f"The exercise began: {world.rules.setting.title}", weight=1)


_PHASES = {
    Phase.BRIEFING: "Briefing: read your role",
    Phase.SITUATION: "Round {number} began",
    Phase.DELIBERATION: "Deliberation: talk, propose, order",
    Phase.ADJUDICATION: "Adjudication: everything agreed or ordered resolves",
    Phase.CRISIS: "Crisis, exchange {exchange}: choose a response in secret",
    Phase.ASSESSMENT: "Assessment of the round",
    Phase.DEBRIEF: "The exercise is over: debrief",
    Phase.LOBBY: "Waiting for the exercise to begin",
}


def _phase(world: World, event: e.PhaseBegan) -> Narration:
    text = _PHASES[Phase(event.to)].format(number=event.number, exchange=event.exchange)
    return Narration(text, event.to, 1)


def _numbers(world: World, event: e.NumbersChanged) -> Narration:
    lines = tuple(
        f"{first(title_of(world.rules, change.target))} {change.amount:+d}: {change.reason}"
        for change in event.changes
    )
    powers = tuple(dict.fromkeys(
        name for change in event.changes for name in split(change.target)[1] if name in world.rules.powers
    ))  # fmt: skip
    if len(event.changes) == 1:
        return Narration(lines[0], event.topic, 0, powers)
    return Narration(
        f"{event.topic.capitalize()}: {len(event.changes)} changes", event.topic, 0, powers, lines
    )


def _relationship(world: World, event: e.RelationshipStateChanged) -> Narration:
    way = "warmed" if any(change.amount > 0 for change in event.changes) else "cooled"
    text = f"{first(names(world, event.pair))}: relations {way} from {event.was} to {event.now}"
    return Narration(text, "-".join(event.pair), 5, event.pair)


def _tabled(world: World, event: e.ProposalTabled) -> Narration:
    initiative = world.initiatives[event.initiative]
    said = (quoted(event.message),) if event.message else ()
    text = f"{_who(world, event.actor)} proposes: {in_full(world, initiative)}"
    return Narration(text, event.initiative, 2, (event.actor, *event.partners), said)


def _countered(world: World, event: e.ProposalCountered) -> Narration:
    initiative = world.initiatives[event.initiative]
    said = (quoted(event.message),) if event.message else ()
    title = lowered(_title(world, initiative.move))
    text = f"{_who(world, event.actor)} counters {title} with other terms (version {event.version})"
    return Narration(text, event.initiative, 2, initiative.parties, said)


def _accepted(world: World, event: e.ProposalAccepted) -> Narration:
    initiative = world.initiatives[event.initiative]
    text = f"{_who(world, event.actor)} accepts: {_title(world, initiative.move)}"
    return Narration(text, event.initiative, 2, initiative.parties)


def _taken_back(world: World, event: e.AcceptanceWithdrawn) -> Narration:
    initiative = world.initiatives[event.initiative]
    text = f"{_who(world, event.actor)} takes back its answer: {_title(world, initiative.move)}"
    return Narration(text, event.initiative, 2, initiative.parties)


def _dropped(world: World, event: e.PartyDropped) -> Narration:
    initiative = world.initiatives[event.initiative]
    said = (quoted(event.message),) if event.message else ()
    text = f"{_who(world, event.party)} stays away: {in_full(world, initiative)}"
    return Narration(text, event.initiative, 2, (*initiative.parties, event.party), said)


def _returned(world: World, event: e.PartyReturned) -> Narration:
    initiative = world.initiatives[event.initiative]
    text = f"{_who(world, event.party)} takes back that it stays away: {in_full(world, initiative)}"
    lines = tuple(
        f"{_who(world, power)} is asked again: the place costs it more than it had set aside"
        for power in event.anew
    )
    return Narration(text, event.initiative, 2, initiative.parties, lines)


def _reserved(world: World, event: e.MoneyReserved) -> Narration:
    title = lowered(_title(world, world.initiatives[event.initiative].move))
    capital, resources = event.capital, event.resources
    if capital > 0 or resources > 0:
        verb = "is" if capital + resources == 1 or not resources else "are"
        text = f"{money_in_words(capital, resources)} {verb} set aside for {title}"
    else:
        verb = "is" if capital + resources == -1 or not resources else "are"
        text = f"{money_in_words(-capital, -resources)} set aside for {title} {verb} released"
        back = sum(change.amount for change in event.changes if change.target.startswith("capital("))
        if -capital > back:
            text += f", less {money_in_words(-capital - back, 0)} for what came to nothing"
    return Narration(text, event.initiative, 0, (event.actor,))


def _moved(world: World, event: e.InitiativeStateChanged) -> Narration:
    initiative = world.initiatives[event.initiative]
    words = {
        "agreed": "is agreed",
        "tabled": "is on the table again",
        "under_way": "is under way",
        "declined": f"was declined by {world.rules.called(event.actor)}",
        "lapsed": "lapsed without an answer",
        "withdrawn": "was withdrawn",
        "suspended": "is suspended",
        "collapsed": "collapsed",
    }.get(event.to, f"is {event.to}")
    reason = f": {event.reason}" if event.reason else ""
    if event.to == "collapsed":
        reason += "; what was put into it is not given back"
    text = f"{_who(world, initiative.initiator)}: {in_full(world, initiative)} {words}{reason}"
    weight = {"collapsed": 4, "suspended": 3, "declined": 2}.get(event.to, 1)
    return Narration(text, event.initiative, weight, initiative.parties)


def _announced(world: World, event: e.InitiativeAnnounced) -> Narration:
    initiator, *partners = event.parties
    initiative = world.initiatives[event.initiative]
    # What concerns a framework is public as a whole; of the rest only where it takes place.
    extra = _extra(world, initiative) if initiative.terms.framework else ""
    about = described(world, event.move, initiator, tuple(partners), extra, event.theatre)
    weight = 2 if event.phase == Phase.DELIBERATION else 1
    return Narration(f"{_who(world, initiator)} announces: {about}", event.initiative, weight, event.parties)


def _ordered(world: World, event: e.OrderGiven) -> Narration:
    initiative = world.initiatives[event.initiative]
    return Narration(
        f"{_who(world, event.actor)} orders: {in_full(world, initiative)}",
        event.initiative,
        1,
        (event.actor, *event.targets),
    )


def _resolved(world: World, event: e.InitiativeResolved) -> Narration:
    initiative = world.initiatives[event.initiative]
    outcome = Outcome(event.outcome).word
    text = f"{_who(world, event.actor)}: {in_full(world, initiative)}: {outcome}"
    detail = (dice_line(event.dice, event.modifiers, event.total), *_modifier_lines(event.modifiers))
    weight = 3 + world.rules.moves[event.move].weight // 2 + (event.outcome == Outcome.BREAKTHROUGH)
    return Narration(text, event.initiative, weight, event.parties, detail)


def _exposed(world: World, event: e.CovertMoveExposed) -> Narration:
    text = (
        f"{_who(world, event.actor)} was caught at {lowered(_title(world, event.move))} "
        f"against {world.rules.called(event.target)}"
    )
    return Narration(text, event.initiative, 6, (event.actor, event.target))


def _concluded(world: World, event: e.AgreementConcluded) -> Narration:
    until = f", until round {event.until}" if event.until else ""
    safeguards = f", {event.safeguards} safeguards" if event.safeguards else ""
    text = f"In force: {event.title}, {names(world, event.parties)}{safeguards}{until}"
    return Narration(text, event.agreement, 4, event.parties)


def _agreement(world: World, event: e.AgreementStateChanged) -> Narration:
    agreement = world.agreements[event.agreement]
    reason = f": {event.reason}" if event.reason else ""
    state = event.to.replace("_", " ")
    reason = "" if event.to == "expired" else reason
    text = f"Agreement {state}: {agreement.title} between {names(world, agreement.parties)}{reason}"
    return Narration(text, event.agreement, 2 if event.to == "expired" else 6, agreement.parties)


def undertaking_in_words(world: World, given: Undertaking) -> str:
    """A promise as a sentence."""
    declared = world.rules.moves.get(given.move)
    called = world.rules.called
    return promise_in_words(given, called(given.by), declared.title if declared else "", called(given.toward))


def _promised(world: World, event: e.PromiseMade) -> Narration:
    given = event.undertaking
    return Narration(undertaking_in_words(world, given), event.promise, 3, (given.by, given.toward))


def _judged(world: World, event: e.PromiseJudged) -> Narration:
    given = world.pledges[event.promise].undertaking
    text = f"Promise {event.state}: {undertaking_in_words(world, given)}"
    return Narration(text, event.promise, 5 if event.state == "broken" else 3, (given.by, given.toward))


def _founded(world: World, event: e.FrameworkFounded) -> Narration:
    rule = event.rule.replace("_", " ")
    text = (
        f"{first(names(world, event.members))} founded the {event.name} ({', '.join(event.mandate)}; {rule})"
    )
    return Narration(text, event.framework, 6, event.members)


def _membership(world: World, event: e.MembershipChanged) -> Narration:
    verb = "joined" if event.joined else "left"
    name = framework_name(world, event.framework)
    return Narration(f"{_who(world, event.power)} {verb} {name}", event.framework, 5, (event.power,))


def _dissolved(world: World, event: e.FrameworkDissolved) -> Narration:
    name = framework_name(world, event.framework)
    return Narration(f"{name} is dissolved: {event.reason}", event.framework, 7)


def _resolution(world: World, key: str) -> str:
    resolution = world.resolutions[key]
    title = resolution_in_words(
        world.rules, resolution.kind, resolution.about, resolution.domain, resolution.rule
    )
    return f"{framework_name(world, resolution.framework)}: {title}"


def _put_to_vote(world: World, event: e.ResolutionTabled) -> Narration:
    text = f"{_who(world, event.actor)} put on the agenda of {_resolution(world, event.resolution)}"
    concerned = (event.actor, *((event.about,) if event.about else ()))
    return Narration(text, event.resolution, 4, concerned)


def _voted(world: World, event: e.VoteCast) -> Narration:
    return Narration(
        f"Sealed vote on {_resolution(world, event.resolution)}: {event.vote}", event.resolution, 1
    )


def _resolution_moved(world: World, event: e.ResolutionStateChanged) -> Narration:
    # A resolution expires by itself: nobody decided it, and there is no reason to give.
    moved = "has expired" if event.to == "expired" else f"is {event.to}: {event.reason}"
    text = f"{_resolution(world, event.resolution)} {moved}"
    weight = {"debated": 3, "adopted": 6, "rejected": 5}.get(event.to, 2)
    said = {
        vote: [member for member, given in event.votes if given == vote] for vote in ("yes", "no", "abstain")
    }
    lines = tuple(f"{vote}: {names(world, tuple(who))}" for vote, who in said.items() if who)
    return Narration(text, event.resolution, weight, (), lines)


def _leaked(world: World, event: e.TechnologyLeaked) -> Narration:
    profits = (
        f"{world.rules.called(event.rival)} profits" if event.rival else "nobody at odds with it profits"
    )
    text = (
        f"Technology of {world.rules.called(event.supplier)} leaked by way of "
        f"{world.rules.called(event.recipient)}; {profits}"
    )
    detail: tuple[str, ...] = (f"rolled {event.dice[0]} of 36; the risk was {event.risk} in 36",)
    unknown = event.risk - stated_risk(world, world.agreements[event.agreement])
    if unknown > 0:
        detail += (f"{unknown:+d} of it: {HIDDEN.lower()}",)
    return Narration(
        text, event.agreement, 7, tuple(filter(None, (event.supplier, event.recipient, event.rival))), detail
    )


def _leak_checked(world: World, event: e.LeakChecked) -> Narration:
    text = f"Leak check of {event.agreement}: nothing (rolled {event.dice[0]}, risk {event.risk} in 36)"
    return Narration(text, event.agreement, 0, (event.actor,))


def _crisis_began(world: World, event: e.CrisisBegan) -> Narration:
    title = world.rules.crises[event.template].title
    text = f"{title} ({names(world, event.parties)})"
    if event.stage == "warning":
        averted = averted_in_words(event.text)
        return Narration(f"Warning: {text}; it passed", event.crisis, 4, event.parties, (averted,))
    total = sum(event.dice) + sum(modifier.size for modifier in event.modifiers)
    roll = (dice_line(event.dice, event.modifiers, total), *_modifier_lines(event.modifiers))
    return Narration(f"Crisis: {text}", event.crisis, 7, event.parties, (event.text, *roll))


_CHOICES = {
    "concede": "concedes", "ease": "eases", "hold": "holds", "press": "presses", "mobilise": "mobilises",
    "stay_out": "stays out", "mediate": "offers to mediate", "framework": "takes it to a framework",
    "back": "backs", "absorb": "copes at home", "ask": "asks for help", "seal": "seals itself off",
    "help": "helps", "exploit": "exploits it",
}  # fmt: skip


def choice_in_words(world: World, power: str, choice: str, backing: str) -> str:
    """A revealed response as a clause: ``India holds``."""
    whom = f" {world.rules.called(backing)}" if backing else ""
    return f"{world.rules.called(power)} {_CHOICES.get(choice, choice)}{whom}"


def _responded(world: World, event: e.ResponseChosen) -> Narration:
    clause = choice_in_words(world, event.actor, event.choice, event.backing)
    return Narration(f"Sealed: {clause}", event.crisis, 1, (event.actor,))


def _exchanged(world: World, event: e.ExchangeResolved) -> Narration:
    crisis = world.crises[event.crisis]
    said = [choice_in_words(world, *response) for response in event.choices if response[1] != "stay_out"]
    way = "stands at" if event.was == event.now else f"goes from {event.was} to"
    # Who concedes, and two who ease, end it without a roll: it stands nowhere any more.
    stepped_back = not event.dice and any(choice in ("concede", "ease") for _, choice, _ in event.choices)
    outcome = "It ends here" if stepped_back else f"It {way} {event.now}"
    text = f"{world.rules.crises[crisis.template].title}: {'; '.join(said)}. {outcome}"
    detail: tuple[str, ...] = ()
    if event.dice:
        calm = sum(modifier.size for modifier in event.modifiers)
        total = sum(event.dice) + calm - event.pressure
        roll = " + ".join(map(str, event.dice))
        detail = (
            f"2d6: {roll}, calm {calm:+d}, pressure {-event.pressure:+d} → {total}",
            *_modifier_lines(event.modifiers),
        )
    return Narration(text, event.crisis, 7, crisis.parties, detail)


def _pact_called(world: World, event: e.PactCalled) -> Narration:
    text = f"{_who(world, event.principal)} calls on its pact with {world.rules.called(event.ally)}"
    return Narration(text, event.crisis, 6, (event.ally, event.principal))


def _pact_answered(world: World, event: e.PactAnswered) -> Narration:
    verb = "honoured" if event.honoured else "reneged on"
    text = f"{_who(world, event.ally)} {verb} its pact with {world.rules.called(event.principal)}"
    return Narration(text, event.crisis, 8, (event.ally, event.principal))


def _crisis_moved(world: World, event: e.CrisisStateChanged) -> Narration:
    crisis = world.crises[event.crisis]
    title = world.rules.crises[crisis.template].title
    roll = (f"2d6: {' + '.join(map(str, event.dice))}",) if event.dice else ()
    parties = crisis.parties[:2] if crisis.kind == "confrontation" else crisis.parties
    text = f"{title} ({names(world, parties)}) is {event.to}: {event.reason}"
    weight = 2 if event.to == "easing" else 6
    if crisis.reached is Stage.WARNING:
        # The warning itself says that it passed.
        weight = 1
    return Narration(text, event.crisis, weight, crisis.parties, roll)


def _coup(world: World, event: e.CoupDecided) -> Narration:
    how = "fell" if event.succeeded else "held on"
    text = f"The government of {world.rules.called(event.actor)} {how}"
    detail = (dice_line(event.dice, event.modifiers, event.total), *_modifier_lines(event.modifiers))
    return Narration(text, event.crisis, 8, (event.actor,), detail)


def _said(world: World, event: e.MessageSent) -> Narration:
    to = names(world, event.to) if event.to else "all"
    asks = f"asks for {lowered(_title(world, event.asks))}" if event.asks else ""
    said = ". ".join(part for part in (asks, event.text, _attached(world, event.attached)) if part)
    return Narration(f"{_who(world, event.actor)} to {to}: {said}", "", 2, (event.actor, *event.to))


def _attached(world: World, attached: Attachment | UnsetType) -> str:
    """What goes with a message, in words; empty when nothing does."""
    if not attached:
        return ""
    if attached.undertaking is not None:
        return f"With it: {undertaking_in_words(world, attached.undertaking)}"
    return f"With it: {_title(world, attached.move)}, {names(world, attached.parties)}"


def _arrived(world: World, event: e.MessageArrived) -> Narration:
    message = world.message(event.author, event.message)
    asks = f"asks for {lowered(_title(world, message.asks))}" if message.asks else ""
    said = ". ".join(part for part in (asks, message.text, _attached(world, message.attached)) if part)
    author, reader = world.rules.called(event.author), world.rules.called(event.actor)
    text = f"{first(possessive(author))} message has reached {reader}: {said}"
    return Narration(text, "", 2, (event.author, event.actor))


def _unsaid(world: World, event: e.MessageWithdrawn) -> Narration:
    message = world.message(event.actor, event.message)
    text = f"{_who(world, event.actor)} takes back its message to {names(world, message.to)}, unread"
    return Narration(text, "", 2, (event.actor,))


def _channel_read(world: World, event: e.ChannelRead) -> Narration:
    others = tuple(power for power in event.channel.split("-") if power != event.actor)
    channel = "to all" if event.channel == PLENARY else f"with {names(world, others)}"
    return Narration(f"{_who(world, event.actor)} has read what was said in the channel {channel}", "", 0, ())


_CHANNELS = {"news": "In the news", "cable": "A cable", "intelligence": "Intelligence"}


def _released(world: World, event: e.InjectReleased) -> Narration:
    return Narration(f"{_CHANNELS[event.channel]}: {quoted(event.title)}", event.inject, 5, (), (event.text,))


_PLANNED = {
    "planned": "lets the inject come when it is due",
    "held": "holds the inject",
    "skipped": "leaves the inject out",
    "released": "releases the inject",
}


def _inject_planned(
    world: World, event: e.InjectStateChanged | e.InjectEdited | e.InjectImprovised
) -> Narration:
    title = quoted(world.plans[event.inject].title)
    match event:
        case e.InjectStateChanged():
            text = f"The facilitator {_PLANNED[event.to]} {title}: {event.reason}"
            return Narration(text, event.inject, 2)
        case e.InjectEdited():
            text = f"The facilitator edits the inject {title}: {event.reason}"
            return Narration(text, event.inject, 2, (), (event.text,))
        case e.InjectImprovised():
            return Narration(f"The facilitator improvises {title}: {event.reason}", event.inject, 2)


def _number_set(world: World, event: e.NumberSet) -> Narration:
    change = event.changes[0]
    now = world.number(change.target)
    title = title_of(world.rules, change.target)
    text = f"{event.ruling}, set by hand: {title} from {now - change.amount} to {now}: {event.reason}"
    return Narration(text, change.target, 4)


def _undo(world: World, event: e.UndoAsked | e.UndoAnswered) -> Narration:
    about = in_full(world, world.initiatives[event.initiative])
    if isinstance(event, e.UndoAsked):
        said = f": {quoted(event.text)}" if event.text else ""
        text = f"{_who(world, event.actor)} asks to have its answer undone: {about}{said}"
        return Narration(text, event.initiative, 2, (event.actor,))
    done = "undoes" if event.granted else "does not undo"
    text = f"The facilitator {done} the answer of {names(world, (event.power,))}: {about}: {event.reason}"
    return Narration(text, event.initiative, 3, (event.power,))


def _moment(moment: str) -> str:
    """A phase in words: ``round 3, crisis, exchange 2``."""
    number, phase, *exchange = moment.split(".")
    words = f"round {number}, {phase}" if number != "0" else phase
    return f"{words}, exchange {exchange[0]}" if exchange else words


def _argued(world: World, event: e.FreeFormTabled | e.ArgumentMade) -> Narration:
    move = world.free_forms[event.free_form]
    if isinstance(event, e.ArgumentMade):
        text = f"{_who(world, event.actor)} argues against it: {quoted(event.argument)}"
        return Narration(text, move.id, 3, (event.actor, move.by))
    to = f" toward {names(world, move.toward)}" if move.toward else ""
    text = f"{_who(world, event.actor)} makes a free-form move{to}: {quoted(move.does)}"
    reasons = (f"{number}. {reason}" for number, reason in enumerate(move.reasons, start=1))
    return Narration(text, move.id, 4, move.parties, (f"to get: {move.wants}", *reasons))


def _judged_free_form(world: World, event: e.FreeFormJudged) -> Narration:
    move = world.free_forms[event.free_form]
    outcome = Outcome(event.outcome).word
    form = world.rules.free_forms[event.effects].title
    rolled = f"rolled {' + '.join(map(str, event.dice))}" if event.dice else "set by hand"
    added = event.total - sum(event.dice)
    text = f"{event.ruling}: {quoted(move.does)}: {outcome}: {event.reason}"
    lines = [f"{form}; arguments {added:+d}, {rolled}" + (f" -> {event.total}" if event.dice else "")]
    lines += [f"{size:+d} {reason}" for size, reason in zip(event.arguments, move.reasons, strict=True)]
    lines += [
        f"{size:+d} {_who(world, power)}: {reason}"
        for size, (power, reason) in zip(event.counters, move.against, strict=True)
    ]
    return Narration(text, move.id, 5, move.parties, tuple(lines))


def _appealed(world: World, event: e.AppealMade | e.AppealAnswered) -> Narration:
    move = world.free_forms.get(event.about)
    about = quoted(move.does) if move else in_full(world, world.initiatives[event.about])
    if isinstance(event, e.AppealMade):
        return Narration(f"{_who(world, event.actor)} appeals {about}: {quoted(event.text)}", event.about, 4,
                         (event.actor,))  # fmt: skip
    was, now = Outcome(event.was).word, Outcome(event.outcome).word
    said = f"{now} instead of {was}" if event.was != event.outcome else f"{now} stays"
    text = f"{event.ruling}, on the appeal of {world.rules.name(event.power)}: {said}: {event.reason}"
    return Narration(text, event.about, 5, (event.power,))


def _at_the_desk(
    world: World, event: e.ResultPreviewed | e.ResultRevised | e.ResultHeld | e.ResultAddressed
) -> Narration:
    initiative = world.initiatives[event.initiative]
    about = f"{names(world, (initiative.initiator,))}, {lowered(in_full(world, initiative))}"
    match event:
        case e.ResultPreviewed():
            outcome = Outcome(event.outcome).word
            lines = (dice_line(event.dice, event.modifiers, event.total), *_modifier_lines(event.modifiers))
            return Narration(f"At the desk: {about}: {outcome}", initiative.id, 2, event.parties, lines)
        case e.ResultRevised():
            said = f"{event.how}: {Outcome(event.outcome).word}: {event.reason}"
        case e.ResultHeld():
            at = f"held back to round {event.until}" if event.until > event.round else "can be published now"
            said = f"{at}: {event.reason}"
        case _:
            to = "all" if event.to == EVERYONE else names(world, event.to)
            said = f"{to} will be told: {event.reason}"
    return Narration(f"At the desk: {about}: {said}", initiative.id, 2, initiative.parties)


def _result_ruled(world: World, event: e.ResultRuled) -> Narration:
    initiative = world.initiatives[event.initiative]
    text = f"{event.ruling}, {event.how}: {event.reason}"
    rolls = ", then ".join(" + ".join(map(str, roll)) for roll in event.rolls)
    was, now = Outcome(event.was).word, Outcome(event.outcome).word
    lines = (f"{first(in_full(world, initiative))}: {now}, first {was}", f"rolled {rolls}")
    return Narration(text, initiative.id, 5, initiative.parties, lines)


def _answered(world: World, event: e.InjectAnswered) -> Narration:
    about, chosen = quoted(world.rules.injects[event.inject].title), quoted(event.title)
    text = f"{_who(world, event.actor)} on {about}: {chosen}"
    return Narration(text, event.inject, 3, (event.actor,), (event.result,))


def _intent(world: World, event: e.IntentStated) -> Narration:
    text = f"{_who(world, event.actor)} wants: {event.wants}"
    return Narration(
        text, event.about, 0, (event.actor,), (f"expects: {event.expects}", f"sure: {event.sure} %")
    )


def _absence(world: World, event: e.AbsenceDeclared) -> Narration:
    now = "left its seat for now" if event.away else "is back in its seat"
    return Narration(f"{_who(world, event.actor)} {now}", "", 2, (event.actor,))


def _seat_taken(world: World, event: e.SeatTaken) -> Narration:
    who = "A person takes over" if event.person else "The program takes over"
    why = f": {event.reason}" if event.reason else ""
    return Narration(f"{who} the seat of {world.rules.name(event.actor)}{why}", "", 4, (event.actor,))


def _last_round(world: World, event: e.LastRoundCalled) -> Narration:
    why = f": {event.reason}" if event.reason else ""
    return Narration(f"Round {event.round} is made the last one{why}", "", 3)


def _clock(world: World, event: e.ClockSet) -> Narration:
    match event.deed:
        case "stop":
            text = "The clock is stopped"
        case "go_on":
            text = "The clock goes on"
        case _:
            minutes, seconds = divmod(event.seconds, 60)
            text = f"The {event.phase} is given {minutes}:{seconds:02} more"
    return Narration(f"{text}{f': {event.reason}' if event.reason else ''}", "", 3)


def _ready(world: World, event: e.SeatReady) -> Narration:
    now = "is ready" if event.ready else "is no longer ready"
    return Narration(f"{_who(world, event.actor)} {now}", "", 0, (event.actor,))


def _objective(world: World, event: e.ObjectiveJudged) -> Narration:
    if event.red_line:
        text = f"Red line crossed: {quoted(event.title)} ({event.points})"
        return Narration(text, event.objective, 6, (event.actor,))
    was = world.verdicts[f"{event.actor}:{event.objective}"].was
    objective = next(
        objective
        for objective in world.rules.powers[event.actor].objectives
        if objective.id == event.objective
    )
    if event.points < was:
        verb = "partly lost" if event.points else "lost"
    else:
        verb = "won" if event.points >= objective.points else "partly won"
    points = f"from {was} to {event.points} of {counted(objective.points, 'point')}"
    text = f"Objective {verb}: {quoted(event.title)}: {points}; {_standing_of(world, event, objective)}"
    return Narration(text, event.objective, 4, (event.actor,))


def _standing_of(world: World, event: e.ObjectiveJudged, objective: Objective) -> str:
    """What of an objective's condition is true and what is not: why it has the points it has."""
    condition = world.rules.conditions[objective.condition]
    parts = condition.parts(as_counted_by(world, event.actor), event.actor)
    words = parts_in_words(world.rules, objective.condition, event.actor)
    wanting = [said for said, part in zip(words, parts, strict=True) if not part.holds]
    if not wanting or event.points >= objective.points:
        return f"true now: {in_words(world.rules, objective.condition, event.actor)}"
    return f"{'all of it needs' if event.points else 'not true now'}: {'; '.join(wanting)}"


def _scored(world: World, event: e.RoundScored) -> Narration:
    values = ", ".join(
        f"{split(target)[1][0]} {value}"
        for target, value in world.numbers.items()
        if target.startswith("index(")
    )
    whole = world.number("architecture(all)")
    return Narration(
        f"After round {event.number} the architecture score is {whole}", "indices", 3, (), (values,)
    )


def _ended(world: World, event: e.ExerciseEnded) -> Narration:
    ranked = ", ".join(f"{rank}. {_who(world, power)} {final}" for power, _, final, rank in event.finals)
    how = "The order collapsed" if event.how == "collapse" else "The exercise is complete"
    return Narration(f"{how}. Final scores: {ranked}", "final", 8, (), ending_in_words(world))
