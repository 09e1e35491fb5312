"""How each event changes the truth: one small function an event, and no choices.

`evolve` is total and takes no chances: everything that was decided stands in the event. Numbers
change by the amounts of the event's `changes`, whatever its kind; the functions below only move
records through their states.
"""

from collections.abc import Mapping
from typing import TypeVar, assert_never

from msgspec.structs import replace

from multipolar.domain.addresses import of
from multipolar.domain.model import events as e
from multipolar.domain.model.records import (
    Agreement,
    AppealRecord,
    Crisis,
    Framework,
    FreeMove,
    Initiative,
    InjectPlan,
    Intent,
    Message,
    Notice,
    Pledge,
    Resolution,
    Result,
    Undo,
    Verdict,
)
from multipolar.domain.model.world import World, with_finished_put_by, with_initiative
from multipolar.domain.rules.in_force import Rules, read_rules
from multipolar.domain.vocabulary import (
    EVERYONE,
    PERSON,
    AgreementState,
    InitiativeState,
    Outcome,
    Phase,
    PromiseState,
    ResolutionState,
    Stage,
)

Record = TypeVar("Record")


def evolve(world: World | None, event: e.Event) -> World:
    """The world after an event; the one before is left as it was.

    Args:
        world: the truth so far; None before the genesis event.
        event: the next event of the record.
    """
    if isinstance(event, e.ExerciseBegan):
        return _begin(event)
    if world is None:
        raise ValueError("a record begins with exercise_began")
    return _moved_on(_counted(world, event), event)


def _counted(world: World, event: e.Event) -> World:
    """The world with the numbers as an event leaves them."""
    if not event.changes:
        return replace(world, seq=event.seq)
    numbers = dict(world.numbers)
    gained: dict[str, int] = {}
    for change in event.changes:
        numbers[change.target] = numbers.get(change.target, 0) + change.amount
        if change.amount > 0 and change.target.startswith("trust("):
            gained[change.target] = gained.get(change.target, 0) + change.amount
    # What is as it was before has not been gained once more.
    if not gained or (isinstance(event, e.NumbersChanged) and event.topic == e.STEP_BACK):
        return replace(world, seq=event.seq, numbers=numbers)
    before = world.gained
    whole = {**before, **{target: before.get(target, 0) + by for target, by in gained.items()}}
    return replace(world, seq=event.seq, numbers=numbers, gained=whole)


def _moved_on(world: World, event: e.Event) -> World:  # noqa: C901  # a case for each event
    """The world with the records as an event leaves them; without a case for it no event passes mypy."""
    match event:
        case e.NumbersChanged() | e.RelationshipStateChanged() | e.TechnologyLeaked() | e.LeakChecked():
            return world
        case e.CoupDecided() | e.ExerciseBegan() | e.SpokenFor() | e.ResultsPublished():
            return world
        case e.PhaseBegan():
            return _phase(world, event)
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
            return _resolution(world, event)
        case e.CrisisBegan():
            return _crisis_began(world, event)
        case e.ResponseChosen():
            return _responded(world, event)
        case e.ExchangeResolved():
            return _exchanged(world, event)
        case e.PactCalled():
            return _pact(world, event)
        case e.PactAnswered():
            return _pact_answered(world, event)
        case e.CrisisStateChanged():
            return _crisis_moved(world, event)
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
            return _planned(world, event)
        case e.NumberSet() | e.ResultRuled():
            return replace(world, rulings=(*world.rulings, (event.round, event.audience)))
        case e.SteppedBack():
            return _back(world, event)
        case e.UndoAsked() | e.UndoAnswered():
            return _undo(world, event)
        case e.FreeFormTabled() | e.ArgumentMade() | e.FreeFormJudged():
            return _free_form(world, event)
        case e.AppealMade() | e.AppealAnswered():
            return _appeal(world, event)
        case e.ResultPreviewed():
            return _previewed(world, event)
        case e.ResultRevised() | e.ResultHeld() | e.ResultAddressed():
            return _at_the_desk(world, event)
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


def _begin(event: e.ExerciseBegan) -> World:
    rules = read_rules(event.rules, event.setting)
    agreements = {
        f"A{index}": Agreement(
            id=f"A{index}",
            type=standing.type,
            parties=standing.parties,
            state=AgreementState.IN_FORCE,
            since=0,
            until=standing.rounds_left,
            event=event.seq,
            safeguards=standing.safeguards or "",
            title=standing.title,
        )
        for index, standing in enumerate(
            (agreement for agreement in rules.setting.agreements if not agreement.precedent_only), start=1
        )
    }
    return World(
        rules=rules,
        preset=event.preset,
        seats={power: event.seats[power] for power in rules.ids},
        programs={power: _program_of(rules, power, event.seats[power]) for power in rules.ids},
        seq=event.seq,
        numbers=event.numbers,
        past=(event.numbers,),
        options=event.options,
        parts=event.parts,
        agreements=agreements,
        frameworks={
            framework.id: Framework(
                framework.id, framework.name, framework.members, framework.mandate, framework.rule
            )
            for framework in rules.setting.frameworks
        },
    )


def _program_of(rules: Rules, power: str, run_by: str) -> str:
    """The doctrine that plays a power where no person does: the chosen one, else its own."""
    return run_by if run_by != PERSON else rules.powers[power].doctrine


def _put(records: Mapping[str, Record], key: str, record: Record) -> dict[str, Record]:
    return {**records, key: record}


def _phase(world: World, event: e.PhaseBegan) -> World:
    begun = replace(world, phase=Phase(event.to), round=event.number, exchange=event.exchange, ready=())
    begun = with_finished_put_by(begun) if event.number != world.round else begun
    if not world.options.facilitator or begun.phase not in _ACTED_IN:
        return begun
    return replace(begun, earlier={**world.earlier, begun.moment: begun})


_ACTED_IN = (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)
"""Phases to which a facilitator can go back."""


def _back(world: World, event: e.SteppedBack) -> World:
    """The world as it was then, its numbers apart, which events follow to bring back."""
    then = world.earlier[event.to]
    left = dict(world.left)
    for key, initiative in world.initiatives.items():
        left[key] = max(initiative.version, left.get(key, 0))
    return replace(
        then, seq=world.seq, left=left, numbers=world.numbers, seats=world.seats, programs=world.programs,
        away=world.away, clock_stopped=world.clock_stopped, rulings=world.rulings, stepped=world.stepped + 1,
        earlier={**then.earlier, event.to: then},
    )  # fmt: skip


def _tabled(world: World, event: e.ProposalTabled) -> World:
    initiative = Initiative(
        id=event.initiative,
        move=event.move,
        initiator=event.actor,
        partners=event.partners,
        terms=event.terms,
        state=InitiativeState.TABLED,
        tabled=event.round,
        event=event.seq,
        version=event.version,
        proposer=event.actor,
        accepted=(event.actor,),
        message=event.message,
        begun=event.round,
        known=tuple(sorted((event.actor, *event.partners))),
        answered=event.actor,
        answered_in=event.round,
        put={event.actor: event.terms},
    )
    return with_initiative(world, initiative)


def _countered(world: World, event: e.ProposalCountered) -> World:
    return _initiative(
        world,
        event.initiative,
        state=InitiativeState.COUNTERED,
        version=event.version,
        terms=event.terms,
        tabled=event.round,
        proposer=event.actor,
        accepted=(event.actor,),
        message=event.message,
        answered=event.actor,
        answered_in=event.round,
        put={**world.initiatives[event.initiative].put, event.actor: event.terms},
    )


def _accepted(world: World, event: e.ProposalAccepted) -> World:
    initiative = world.initiatives[event.initiative]
    return _initiative(
        world,
        event.initiative,
        accepted=(*initiative.accepted, event.actor),
        answered=event.actor,
        answered_in=event.round,
    )


def _taken_back(world: World, event: e.AcceptanceWithdrawn) -> World:
    initiative = world.initiatives[event.initiative]
    accepted = tuple(power for power in initiative.accepted if power != event.actor)
    world = _initiative(
        world, event.initiative, accepted=accepted, answered=event.actor, answered_in=event.round
    )
    return _unpromised(world, event.promises)


def _unpromised(world: World, promises: tuple[str, ...]) -> World:
    if not promises:
        return world
    pledges = {key: pledge for key, pledge in world.pledges.items() if key not in promises}
    return replace(world, pledges=pledges)


def _dropped(world: World, event: e.PartyDropped) -> World:
    initiative = world.initiatives[event.initiative]
    promised = tuple(given for given in initiative.terms.undertakings if given.by != event.party)
    return _initiative(
        world,
        event.initiative,
        partners=tuple(partner for partner in initiative.partners if partner != event.party),
        accepted=tuple(power for power in initiative.accepted if power != event.party),
        terms=replace(initiative.terms, undertakings=promised),
        answered=event.party,
        answered_in=event.round,
    )


def _returned(world: World, event: e.PartyReturned) -> World:
    initiative = world.initiatives[event.initiative]
    partners = (*initiative.partners, event.party)
    world = _initiative(
        world,
        event.initiative,
        partners=partners,
        accepted=tuple(power for power in initiative.accepted if power not in event.anew),
        terms=initiative.terms_among((initiative.initiator, *partners)),
        answered=event.party,
        answered_in=event.round,
    )
    return _unpromised(world, event.promises)


def _initiative(world: World, key: str, **facts: object) -> World:
    return with_initiative(world, replace(world.initiatives[key], **facts))


def _reserved(world: World, event: e.MoneyReserved) -> World:
    spent = {power: (c, r) for power, c, r in world.initiatives[event.initiative].spent}
    capital, resources = spent.get(event.actor, (0, 0))
    spent[event.actor] = (capital + event.capital, resources + event.resources)
    initiative = world.initiatives[event.initiative]
    lost = initiative.lost
    if event.capital < 0 and event.actor == initiative.initiator:
        own = of("capital", event.actor)
        back = sum(change.amount for change in event.changes if change.target == own)
        lost = max(0, -event.capital - back)
    return _initiative(
        world,
        event.initiative,
        spent=tuple((power, c, r) for power, (c, r) in spent.items() if c > 0 or r > 0),
        lost=lost,
    )


def _moved(world: World, event: e.InitiativeStateChanged) -> World:
    state = InitiativeState(event.to)
    moved = replace(world.initiatives[event.initiative], state=state)
    if state is InitiativeState.UNDER_WAY:
        moved = replace(moved, resolves=event.resolves)
    elif state is InitiativeState.AGREED:
        moved = replace(moved, agreed=event.seq)
    elif state is InitiativeState.DECLINED:
        moved = replace(moved, answered=event.actor, answered_in=event.round)
    elif state is InitiativeState.TABLED:
        # What is on the table again is between its parties again.
        moved = replace(moved, agreed=0, known=tuple(sorted(moved.parties)))
        if world.initiatives[event.initiative].state is InitiativeState.DECLINED:
            # What it held was given back: whoever is for it says so again.
            moved = replace(moved, accepted=(), answered_in=event.round)
    return with_initiative(world, moved)


def _announced(world: World, event: e.InitiativeAnnounced) -> World:
    initiative = world.initiatives[event.initiative]
    told = _initiative(world, event.initiative, known=EVERYONE)
    if initiative.outcome is None or initiative.known == EVERYONE:
        return told
    # What was decided among few is announced once it went well enough, or moved what everybody sees.
    habits = _with_habit(world, world.open_habits, initiative, initiative.resolved)
    return replace(told, open_habits=habits)


def _with_habit(world: World, habits: Mapping[str, int], done: Initiative, number: int) -> Mapping[str, int]:
    """Habits once more is done: the move's last round, and one success more of its category."""
    category = world.rules.moves[done.move].category
    found = dict(habits)
    for partner in done.partners or ("",):
        found[f"{done.move}:{done.initiator}>{partner}"] = number
        if done.outcome:
            key = f"{category}:{done.initiator}>{partner}"
            found[key] = found.get(key, 0) + 1
    return found


def _ordered(world: World, event: e.OrderGiven) -> World:
    initiative = Initiative(
        id=event.initiative,
        move=event.move,
        initiator=event.actor,
        partners=event.targets,
        terms=event.terms,
        state=InitiativeState.AGREED,
        tabled=event.round,
        event=event.seq,
        version=event.version,
        proposer=event.actor,
        accepted=(event.actor,),
        known=(event.actor,),
        begun=event.round,
        agreed=event.seq,
    )
    return with_initiative(world, initiative)


def _resolved(world: World, event: e.InitiativeResolved) -> World:
    done = replace(
        world.initiatives[event.initiative],
        state=InitiativeState.COMPLETED,
        outcome=Outcome(event.outcome),
        resolved=event.round,
    )
    if event.told:
        known = (
            EVERYONE if EVERYONE in (event.told, done.known) else tuple(sorted({*done.known, *event.told}))
        )
        done = replace(done, told=event.told, known=known)
    habits, openly = _with_habit(world, world.habits, done, event.round), world.open_habits
    if event.audience == EVERYONE:
        openly = _with_habit(world, openly, done, event.round)
    desk = {key: result for key, result in world.desk.items() if key != event.initiative}
    return replace(with_initiative(world, done), habits=habits, open_habits=openly, desk=desk)


def _free_form(world: World, event: e.FreeFormTabled | e.ArgumentMade | e.FreeFormJudged) -> World:
    match event:
        case e.FreeFormTabled():
            move = FreeMove(
                event.free_form, event.actor, event.toward, event.does, event.wants, event.reasons, event.seq,
                event.round,
            )  # fmt: skip
        case e.ArgumentMade():
            move = world.free_forms[event.free_form]
            move = replace(move, against=(*move.against, (event.actor, event.argument)))
        case _:
            world = replace(world, rulings=(*world.rulings, (event.round, event.audience)))
            move = replace(
                world.free_forms[event.free_form], effects=event.effects, arguments=event.arguments,
                counters=event.counters, dice=event.dice, total=event.total, outcome=Outcome(event.outcome),
                known=event.audience, judged=event.round, ruling=event.ruling, reason=event.reason,
            )  # fmt: skip
    return replace(world, free_forms=_put(world.free_forms, move.id, move))


def _appeal(world: World, event: e.AppealMade | e.AppealAnswered) -> World:
    if isinstance(event, e.AppealMade):
        made = AppealRecord(event.about, event.actor, event.text, event.round, event.seq, event.audience)
        return replace(world, appeals=_put(world.appeals, f"{event.about}:{event.actor}", made))
    key = f"{event.about}:{event.power}"
    changed = event.outcome != event.was
    answered = replace(world.appeals[key], ruling=event.ruling, reason=event.reason, changed=changed)
    world = replace(
        world,
        appeals=_put(world.appeals, key, answered),
        rulings=(*world.rulings, (event.round, event.audience)),
    )
    outcome = Outcome(event.outcome)
    if event.about in world.free_forms:
        move = replace(world.free_forms[event.about], outcome=outcome)
        return replace(world, free_forms=_put(world.free_forms, move.id, move))
    before = world.initiatives[event.about]
    by = bool(event.outcome) - bool(event.was)
    openly = world.open_habits
    if by and before.known == EVERYONE:
        openly = _with_success(world, openly, before, by)
    habits = _with_success(world, world.habits, before, by) if by else world.habits
    changed_world = with_initiative(world, replace(before, outcome=outcome))
    return replace(changed_world, habits=habits, open_habits=openly)


def _with_success(world: World, habits: Mapping[str, int], done: Initiative, by: int) -> Mapping[str, int]:
    """Habits with one success more of an initiative's category, or one less."""
    category = world.rules.moves[done.move].category
    found = dict(habits)
    for partner in done.partners or ("",):
        key = f"{category}:{done.initiator}>{partner}"
        found[key] = found.get(key, 0) + by
    return {key: count for key, count in found.items() if count}


def _undo(world: World, event: e.UndoAsked | e.UndoAnswered) -> World:
    if isinstance(event, e.UndoAsked):
        key = f"{event.initiative}:{event.actor}"
        undo = Undo(event.initiative, event.actor, event.text, event.seq, world.moment)
    else:
        key = f"{event.initiative}:{event.power}"
        undo = replace(world.undos[key], granted=event.granted, reason=event.reason)
    return replace(world, undos=_put(world.undos, key, undo))


def _previewed(world: World, event: e.ResultPreviewed) -> World:
    outcome = Outcome(event.outcome)
    result = Result(
        event.initiative,
        event.seq,
        event.round,
        event.modifiers,
        (event.dice,),
        event.total,
        outcome,
        outcome,
    )
    return replace(world, desk=_put(world.desk, event.initiative, result))


def _at_the_desk(world: World, event: e.ResultRevised | e.ResultHeld | e.ResultAddressed) -> World:
    result = world.desk[event.initiative]
    match event:
        case e.ResultHeld():
            result = replace(result, due=event.until)
        case e.ResultAddressed():
            result = replace(result, to=event.to)
        case e.ResultRevised():
            fresh = () if event.how == e.SET_BY_HAND else (event.dice,)
            result = replace(
                result, rolls=(*result.rolls, *fresh), total=event.total, outcome=Outcome(event.outcome),
                how=event.how, reason=event.reason,
            )  # fmt: skip
    return replace(world, desk=_put(world.desk, event.initiative, result))


def _exposed(world: World, event: e.CovertMoveExposed) -> World:
    return _initiative(world, event.initiative, known=EVERYONE)


def _concluded(world: World, event: e.AgreementConcluded) -> World:
    agreement = Agreement(
        id=event.agreement,
        type=event.type,
        parties=event.parties,
        state=AgreementState.IN_FORCE,
        since=event.round,
        until=event.until,
        event=event.seq,
        safeguards=event.safeguards,
        title=event.title,
    )
    return replace(world, agreements=_put(world.agreements, event.agreement, agreement))


def _agreement(world: World, event: e.AgreementStateChanged) -> World:
    agreement = replace(world.agreements[event.agreement], state=AgreementState(event.to))
    return replace(world, agreements=_put(world.agreements, event.agreement, agreement))


def _promised(world: World, event: e.PromiseMade) -> World:
    pledge = Pledge(
        id=event.promise,
        undertaking=event.undertaking,
        state=PromiseState.OPEN,
        made=event.round,
        event=event.seq,
        known=event.audience,
    )
    return replace(world, pledges=_put(world.pledges, event.promise, pledge))


def _judged(world: World, event: e.PromiseJudged) -> World:
    pledge = replace(world.pledges[event.promise], state=PromiseState(event.state), judged=event.round)
    return replace(world, pledges=_put(world.pledges, event.promise, pledge))


def _founded(world: World, event: e.FrameworkFounded) -> World:
    framework = Framework(
        event.framework, event.name, event.members, event.mandate, event.rule, event.round, event.seq
    )
    return replace(world, frameworks=_put(world.frameworks, event.framework, framework))


def _membership(world: World, event: e.MembershipChanged) -> World:
    framework = world.frameworks[event.framework]
    others = tuple(member for member in framework.members if member != event.power)
    members = (*others, event.power) if event.joined else others
    return replace(
        world, frameworks=_put(world.frameworks, event.framework, replace(framework, members=members))
    )


def _dissolved(world: World, event: e.FrameworkDissolved) -> World:
    left = {key: framework for key, framework in world.frameworks.items() if key != event.framework}
    return replace(world, frameworks=left)


def _put_to_vote(world: World, event: e.ResolutionTabled) -> World:
    resolution = Resolution(
        id=event.resolution,
        framework=event.framework,
        kind=event.kind,
        by=event.actor,
        state=ResolutionState.TABLED,
        tabled=event.round,
        event=event.seq,
        about=event.about,
        domain=event.domain,
        rule=event.rule,
        argued=event.argued,
    )
    return replace(world, resolutions=_put(world.resolutions, event.resolution, resolution))


def _voted(world: World, event: e.VoteCast) -> World:
    resolution = world.resolutions[event.resolution]
    others = tuple(vote for vote in resolution.votes if vote[0] != event.actor)
    voted = replace(resolution, votes=(*others, (event.actor, event.vote)))
    return replace(world, resolutions=_put(world.resolutions, event.resolution, voted))


def _resolution(world: World, event: e.ResolutionStateChanged) -> World:
    state = ResolutionState(event.to)
    resolution = replace(world.resolutions[event.resolution], state=state)
    if event.votes:
        resolution = replace(resolution, votes=event.votes, decided=event.round, until=event.until)
    world = replace(world, resolutions=_put(world.resolutions, event.resolution, resolution))
    if state is not ResolutionState.ADOPTED or resolution.kind != "rule":
        return world
    changed = replace(world.frameworks[resolution.framework], rule=resolution.rule)
    return replace(world, frameworks=_put(world.frameworks, resolution.framework, changed))


def _crisis_began(world: World, event: e.CrisisBegan) -> World:
    crisis = Crisis(
        id=event.crisis,
        template=event.template,
        kind=world.rules.crises[event.template].kind,
        parties=event.parties,
        theatre=event.theatre,
        text=event.text,
        stage=Stage(event.stage),
        began=event.round,
        event=event.seq,
        reached=Stage(event.stage),
    )
    return replace(world, crises=_put(world.crises, event.crisis, crisis))


def _crisis(world: World, key: str, **facts: object) -> World:
    return replace(world, crises=_put(world.crises, key, replace(world.crises[key], **facts)))


def _responded(world: World, event: e.ResponseChosen) -> World:
    crisis = world.crises[event.crisis]
    others = tuple(response for response in crisis.responses if response[0] != event.actor)
    return _crisis(world, event.crisis, responses=(*others, (event.actor, event.choice, event.backing)))


def _exchanged(world: World, event: e.ExchangeResolved) -> World:
    crisis = world.crises[event.crisis]
    now = Stage(event.now)
    order = list(Stage)
    climbed = now in _RUNGS and order.index(now) > order.index(crisis.reached)
    return _crisis(
        world,
        event.crisis,
        stage=now,
        exchange=event.exchange,
        reached=now if climbed else crisis.reached,
        responses=(),
        revealed=(*crisis.revealed, *event.choices),
        advantage=(crisis.advantage[0] + event.advantage[0], crisis.advantage[1] + event.advantage[1]),
    )


_RUNGS = frozenset({Stage.WARNING, Stage.ACUTE, Stage.CONFRONTATION, Stage.BRINK, Stage.CONFLICT})


def _pact(world: World, event: e.PactCalled) -> World:
    called = (*world.crises[event.crisis].called, (event.ally, event.principal))
    return _crisis(world, event.crisis, called=called)


def _pact_answered(world: World, event: e.PactAnswered) -> World:
    return _crisis(world, event.crisis, answered=(*world.crises[event.crisis].answered, event.ally))


def _crisis_moved(world: World, event: e.CrisisStateChanged) -> World:
    crisis = world.crises[event.crisis]
    return _crisis(
        world,
        event.crisis,
        stage=Stage(event.to),
        kind=event.kind or crisis.kind,
        parties=event.parties or crisis.parties,
        mediator=event.mediator or crisis.mediator,
    )


def _said(world: World, event: e.MessageSent) -> World:
    message = Message(
        seq=event.seq, round=event.round, by=event.actor, to=event.to, text=event.text, asks=event.asks,
        known=event.audience, attached=event.attached,
    )  # fmt: skip
    return replace(world, messages=world.messages.sent(message))


def _arrived(world: World, event: e.MessageArrived) -> World:
    message = world.message(event.author, event.message)
    return _message(world, message, replace(message, known=tuple(sorted((*message.known, event.actor)))))


def _unsaid(world: World, event: e.MessageWithdrawn) -> World:
    message = world.message(event.actor, event.message)
    return _message(world, message, replace(message, withdrawn=True))


def _channel_read(world: World, event: e.ChannelRead) -> World:
    own = {**world.read_through.get(event.actor, {}), event.channel: event.through}
    return replace(world, read_through={**world.read_through, event.actor: own})


def _message(world: World, was: Message, now: Message) -> World:
    return replace(world, messages=world.messages.changed(was, now))


def _released(world: World, event: e.InjectReleased) -> World:
    notice = Notice(
        id=event.inject,
        title=event.title,
        text=event.text,
        channel=event.channel,
        to=event.audience,
        round=event.round,
        seq=event.seq,
        options=event.options,
    )
    return replace(world, notices=_put(world.notices, event.inject, notice))


def plan_of(world: World, inject: str) -> InjectPlan | None:
    """How an inject is planned now; None where there is none of that name, or it is left out."""
    planned = world.plans.get(inject)
    if planned is not None:
        return planned
    declared = world.rules.injects.get(inject)
    if declared is None or inject in world.options.without:
        return None
    return InjectPlan(
        id=inject, state=declared.status, title=declared.title, text=declared.text, channel=declared.channel,
        to=declared.addressees,
    )  # fmt: skip


def _planned(world: World, event: e.InjectStateChanged | e.InjectEdited | e.InjectImprovised) -> World:
    match event:
        case e.InjectImprovised():
            plan = InjectPlan(
                id=event.inject, state="released", title=event.title, text=event.text, channel=event.channel,
                to=event.to, improvised=True,
            )  # fmt: skip
        case e.InjectEdited():
            plan = replace(_known_plan(world, event.inject), title=event.title, text=event.text)
        case e.InjectStateChanged():
            plan = replace(_known_plan(world, event.inject), state=event.to)
        case _:
            assert_never(event)
    return replace(world, plans=_put(world.plans, event.inject, plan))


def _known_plan(world: World, inject: str) -> InjectPlan:
    plan = plan_of(world, inject)
    if plan is None:
        raise KeyError(inject)
    return plan


def _answered(world: World, event: e.InjectAnswered) -> World:
    notice = world.notices[event.inject]
    answered = replace(notice, answers=(*notice.answers, (event.actor, event.option)))
    return replace(world, notices=_put(world.notices, event.inject, answered))


def _intent(world: World, event: e.IntentStated) -> World:
    kept = tuple(one for one in world.intents if (one.by, one.about) != (event.actor, event.about))
    stated = Intent(event.actor, event.about, event.round, event.wants, event.expects, event.sure, event.seq)
    return replace(world, intents=(*kept, stated))


def _last_round(world: World, event: e.LastRoundCalled) -> World:
    return replace(world, last_round=event.round)


def _clock(world: World, event: e.ClockSet) -> World:
    return world if event.deed == "extend" else replace(world, clock_stopped=event.deed == "stop")


def _absence(world: World, event: e.AbsenceDeclared) -> World:
    others = tuple(seat for seat in world.away if seat != event.actor)
    if event.away:
        return replace(world, away=(*others, event.actor))
    # Whoever comes back within a phase may still act in it.
    ready = tuple(seat for seat in world.ready if seat != event.actor)
    return replace(world, away=others, ready=ready)


def _seat_taken(world: World, event: e.SeatTaken) -> World:
    run_by = PERSON if event.person else world.programs[event.actor]
    return replace(
        world,
        seats={power: run_by if power == event.actor else now for power, now in world.seats.items()},
        away=tuple(seat for seat in world.away if seat != event.actor),
        # What one who sat here before had said does not act for who sits here now.
        ready=tuple(seat for seat in world.ready if seat != event.actor),
    )


def _ready(world: World, event: e.SeatReady) -> World:
    others = tuple(seat for seat in world.ready if seat != event.actor)
    return replace(world, ready=(*others, event.actor) if event.ready else others)


def _objective(world: World, event: e.ObjectiveJudged) -> World:
    key = f"{event.actor}:{event.objective}"
    before = world.verdicts.get(key)
    verdict = Verdict(
        owner=event.actor,
        id=event.objective,
        points=event.points,
        round=event.round,
        seq=event.seq,
        red_line=event.red_line,
        was=before.points if before else 0,
        course=(*(before.course if before else ()), (event.round, event.points)),
    )
    return replace(world, verdicts=_put(world.verdicts, key, verdict))


def _scored(world: World, event: e.RoundScored) -> World:
    return replace(world, past=(*world.past, world.numbers), gained={}, parts=event.parts)


def _ended(world: World, event: e.ExerciseEnded) -> World:
    return replace(world, ended=event.how, finals=event.finals)
