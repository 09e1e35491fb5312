"""How each event changes the truth: one small function an event, and no choices.

`evolve` is total and takes no chances: everything that was decided stands in the event. Numbers
change by the amounts of the event's `changes`, whatever its kind; the functions below only move
records through their states.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from multipolar.domain.model import events as e
from multipolar.domain.model.records import (
    Agreement,
    Crisis,
    Framework,
    Initiative,
    Intent,
    Message,
    Notice,
    Pledge,
    Resolution,
    Verdict,
)
from multipolar.domain.model.world import World
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

Fields = dict[str, Any]
Apply = Callable[[World, Any], Fields]
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
    fields = _APPLY[type(event)](world, event)
    if event.changes:
        numbers = dict(world.numbers)
        gained: dict[str, int] = {}
        for change in event.changes:
            numbers[change.target] = numbers.get(change.target, 0) + change.amount
            if change.amount > 0 and change.target.startswith("trust("):
                gained[change.target] = gained.get(change.target, 0) + change.amount
        fields["numbers"] = numbers
        if gained:
            before = world.gained
            fields["gained"] = {
                **before, **{target: before.get(target, 0) + by for target, by in gained.items()}
            }  # fmt: skip
    if "past" in fields:
        fields["past"] = (*world.past, fields.get("numbers", world.numbers))
        fields["gained"] = {}
    return replace(world, seq=event.seq, **fields)


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


def _phase(world: World, event: e.PhaseBegan) -> Fields:
    return {
        "phase": Phase(event.to),
        "round": event.number,
        "exchange": event.exchange,
        "ready": (),
    }


def _numbers(world: World, event: e.Event) -> Fields:
    return {}


def _tabled(world: World, event: e.ProposalTabled) -> Fields:
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
        put={event.actor: event.terms},
    )
    return {"initiatives": _put(world.initiatives, event.initiative, initiative)}


def _countered(world: World, event: e.ProposalCountered) -> Fields:
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
        put={**world.initiatives[event.initiative].put, event.actor: event.terms},
    )


def _accepted(world: World, event: e.ProposalAccepted) -> Fields:
    initiative = world.initiatives[event.initiative]
    return _initiative(
        world, event.initiative, accepted=(*initiative.accepted, event.actor), answered=event.actor
    )


def _taken_back(world: World, event: e.AcceptanceWithdrawn) -> Fields:
    initiative = world.initiatives[event.initiative]
    accepted = tuple(power for power in initiative.accepted if power != event.actor)
    fields = _initiative(world, event.initiative, accepted=accepted, answered=event.actor)
    if event.promises:
        fields["pledges"] = {
            key: pledge for key, pledge in world.pledges.items() if key not in event.promises
        }
    return fields


def _dropped(world: World, event: e.PartyDropped) -> Fields:
    initiative = world.initiatives[event.initiative]
    promised = tuple(given for given in initiative.terms.undertakings if given.by != event.party)
    return _initiative(
        world,
        event.initiative,
        partners=tuple(partner for partner in initiative.partners if partner != event.party),
        accepted=tuple(power for power in initiative.accepted if power != event.party),
        terms=replace(initiative.terms, undertakings=promised),
        answered=event.party,
    )


def _initiative(world: World, key: str, **fields: Any) -> Fields:
    return {"initiatives": _put(world.initiatives, key, replace(world.initiatives[key], **fields))}


def _reserved(world: World, event: e.MoneyReserved) -> Fields:
    spent = {power: (c, r) for power, c, r in world.initiatives[event.initiative].spent}
    capital, resources = spent.get(event.actor, (0, 0))
    spent[event.actor] = (capital + event.capital, resources + event.resources)
    return _initiative(
        world,
        event.initiative,
        spent=tuple((power, c, r) for power, (c, r) in spent.items() if c > 0 or r > 0),
    )


def _moved(world: World, event: e.InitiativeStateChanged) -> Fields:
    state = InitiativeState(event.to)
    fields: Fields = {"state": state}
    if state is InitiativeState.UNDER_WAY:
        fields["resolves"] = event.resolves
    if state is InitiativeState.AGREED:
        fields["agreed"] = event.seq
    if state is InitiativeState.TABLED:
        # What is on the table again is between its parties again.
        fields |= {"agreed": 0, "known": tuple(sorted(world.initiatives[event.initiative].parties))}
    return _initiative(world, event.initiative, **fields)


def _announced(world: World, event: e.InitiativeAnnounced) -> Fields:
    fields = _initiative(world, event.initiative, known=EVERYONE)
    initiative = world.initiatives[event.initiative]
    if initiative.outcome is None or initiative.known == EVERYONE:
        return fields
    # What was decided among few is announced once it went well enough, or moved what everybody sees.
    return {**fields, "open_habits": _with_habit(world, world.open_habits, initiative, initiative.resolved)}


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


def _ordered(world: World, event: e.OrderGiven) -> Fields:
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
    return {"initiatives": _put(world.initiatives, event.initiative, initiative)}


def _resolved(world: World, event: e.InitiativeResolved) -> Fields:
    fields = _initiative(
        world,
        event.initiative,
        state=InitiativeState.COMPLETED,
        outcome=Outcome(event.outcome),
        resolved=event.round,
    )
    done = fields["initiatives"][event.initiative]
    fields["habits"] = _with_habit(world, world.habits, done, event.round)
    if event.audience == EVERYONE:
        fields["open_habits"] = _with_habit(world, world.open_habits, done, event.round)
    return fields


def _exposed(world: World, event: e.CovertMoveExposed) -> Fields:
    return _initiative(world, event.initiative, known=EVERYONE)


def _concluded(world: World, event: e.AgreementConcluded) -> Fields:
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
    return {"agreements": _put(world.agreements, event.agreement, agreement)}


def _agreement(world: World, event: e.AgreementStateChanged) -> Fields:
    agreement = replace(world.agreements[event.agreement], state=AgreementState(event.to))
    return {"agreements": _put(world.agreements, event.agreement, agreement)}


def _promised(world: World, event: e.PromiseMade) -> Fields:
    pledge = Pledge(
        id=event.promise,
        undertaking=event.undertaking,
        state=PromiseState.OPEN,
        made=event.round,
        event=event.seq,
        known=event.audience,
    )
    return {"pledges": _put(world.pledges, event.promise, pledge)}


def _judged(world: World, event: e.PromiseJudged) -> Fields:
    pledge = replace(world.pledges[event.promise], state=PromiseState(event.state), judged=event.round)
    return {"pledges": _put(world.pledges, event.promise, pledge)}


def _founded(world: World, event: e.FrameworkFounded) -> Fields:
    framework = Framework(
        event.framework, event.name, event.members, event.mandate, event.rule, event.round, event.seq
    )
    return {"frameworks": _put(world.frameworks, event.framework, framework)}


def _membership(world: World, event: e.MembershipChanged) -> Fields:
    framework = world.frameworks[event.framework]
    others = tuple(member for member in framework.members if member != event.power)
    members = (*others, event.power) if event.joined else others
    return {"frameworks": _put(world.frameworks, event.framework, replace(framework, members=members))}


def _dissolved(world: World, event: e.FrameworkDissolved) -> Fields:
    return {
        "frameworks": {
            key: framework for key, framework in world.frameworks.items() if key != event.framework
        }
    }


def _put_to_vote(world: World, event: e.ResolutionTabled) -> Fields:
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
    return {"resolutions": _put(world.resolutions, event.resolution, resolution)}


def _voted(world: World, event: e.VoteCast) -> Fields:
    resolution = world.resolutions[event.resolution]
    others = tuple(vote for vote in resolution.votes if vote[0] != event.actor)
    voted = replace(resolution, votes=(*others, (event.actor, event.vote)))
    return {"resolutions": _put(world.resolutions, event.resolution, voted)}


def _resolution(world: World, event: e.ResolutionStateChanged) -> Fields:
    state = ResolutionState(event.to)
    resolution = replace(world.resolutions[event.resolution], state=state)
    if event.votes:
        resolution = replace(resolution, votes=event.votes, decided=event.round, until=event.until)
    fields: Fields = {"resolutions": _put(world.resolutions, event.resolution, resolution)}
    if state is ResolutionState.ADOPTED and resolution.kind == "rule":
        changed = replace(world.frameworks[resolution.framework], rule=resolution.rule)
        fields["frameworks"] = _put(world.frameworks, resolution.framework, changed)
    return fields


def _crisis_began(world: World, event: e.CrisisBegan) -> Fields:
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
    return {"crises": _put(world.crises, event.crisis, crisis)}


def _crisis(world: World, key: str, **fields: Any) -> Fields:
    return {"crises": _put(world.crises, key, replace(world.crises[key], **fields))}


def _responded(world: World, event: e.ResponseChosen) -> Fields:
    crisis = world.crises[event.crisis]
    others = tuple(response for response in crisis.responses if response[0] != event.actor)
    return _crisis(world, event.crisis, responses=(*others, (event.actor, event.choice, event.backing)))


def _exchanged(world: World, event: e.ExchangeResolved) -> Fields:
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


def _pact(world: World, event: e.PactCalled) -> Fields:
    called = (*world.crises[event.crisis].called, (event.ally, event.principal))
    return _crisis(world, event.crisis, called=called)


def _pact_answered(world: World, event: e.PactAnswered) -> Fields:
    return _crisis(world, event.crisis, answered=(*world.crises[event.crisis].answered, event.ally))


def _crisis_moved(world: World, event: e.CrisisStateChanged) -> Fields:
    fields: Fields = {"stage": Stage(event.to)}
    if event.kind:
        fields["kind"] = event.kind
    if event.parties:
        fields["parties"] = event.parties
    if event.mediator:
        fields["mediator"] = event.mediator
    return _crisis(world, event.crisis, **fields)


def _said(world: World, event: e.MessageSent) -> Fields:
    message = Message(
        seq=event.seq, round=event.round, by=event.actor, to=event.to, text=event.text, asks=event.asks
    )
    return {"messages": (*world.messages, message)}


def _released(world: World, event: e.InjectReleased) -> Fields:
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
    return {"notices": _put(world.notices, event.inject, notice)}


def _answered(world: World, event: e.InjectAnswered) -> Fields:
    notice = world.notices[event.inject]
    answered = replace(notice, answers=(*notice.answers, (event.actor, event.option)))
    return {"notices": _put(world.notices, event.inject, answered)}


def _intent(world: World, event: e.IntentStated) -> Fields:
    kept = tuple(one for one in world.intents if (one.by, one.about) != (event.actor, event.about))
    stated = Intent(event.actor, event.about, event.round, event.wants, event.expects, event.sure, event.seq)
    return {"intents": (*kept, stated)}


def _last_round(world: World, event: e.LastRoundCalled) -> Fields:
    return {"last_round": event.round}


def _absence(world: World, event: e.AbsenceDeclared) -> Fields:
    others = tuple(seat for seat in world.away if seat != event.actor)
    if event.away:
        return {"away": (*others, event.actor)}
    # Whoever comes back within a phase may still act in it.
    return {"away": others, "ready": tuple(seat for seat in world.ready if seat != event.actor)}


def _seat_taken(world: World, event: e.SeatTaken) -> Fields:
    run_by = PERSON if event.person else world.programs[event.actor]
    return {
        "seats": {power: run_by if power == event.actor else now for power, now in world.seats.items()},
        "away": tuple(seat for seat in world.away if seat != event.actor),
        # What one who sat here before had said does not act for who sits here now.
        "ready": tuple(seat for seat in world.ready if seat != event.actor),
    }


def _ready(world: World, event: e.SeatReady) -> Fields:
    others = tuple(seat for seat in world.ready if seat != event.actor)
    return {"ready": (*others, event.actor) if event.ready else others}


def _objective(world: World, event: e.ObjectiveJudged) -> Fields:
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
    return {"verdicts": _put(world.verdicts, key, verdict)}


def _scored(world: World, event: e.RoundScored) -> Fields:
    return {"past": (), "parts": event.parts}


def _ended(world: World, event: e.ExerciseEnded) -> Fields:
    return {"ended": event.how, "finals": event.finals}


_APPLY: dict[type[e.Event], Apply] = {
    e.PhaseBegan: _phase,
    e.NumbersChanged: _numbers,
    e.RelationshipStateChanged: _numbers,
    e.ProposalTabled: _tabled,
    e.ProposalCountered: _countered,
    e.ProposalAccepted: _accepted,
    e.AcceptanceWithdrawn: _taken_back,
    e.PartyDropped: _dropped,
    e.MoneyReserved: _reserved,
    e.InitiativeStateChanged: _moved,
    e.InitiativeAnnounced: _announced,
    e.OrderGiven: _ordered,
    e.InitiativeResolved: _resolved,
    e.CovertMoveExposed: _exposed,
    e.AgreementConcluded: _concluded,
    e.AgreementStateChanged: _agreement,
    e.PromiseMade: _promised,
    e.PromiseJudged: _judged,
    e.FrameworkFounded: _founded,
    e.MembershipChanged: _membership,
    e.FrameworkDissolved: _dissolved,
    e.ResolutionTabled: _put_to_vote,
    e.VoteCast: _voted,
    e.ResolutionStateChanged: _resolution,
    e.TechnologyLeaked: _numbers,
    e.LeakChecked: _numbers,
    e.CrisisBegan: _crisis_began,
    e.ResponseChosen: _responded,
    e.ExchangeResolved: _exchanged,
    e.PactCalled: _pact,
    e.PactAnswered: _pact_answered,
    e.CrisisStateChanged: _crisis_moved,
    e.CoupDecided: _numbers,
    e.MessageSent: _said,
    e.InjectReleased: _released,
    e.InjectAnswered: _answered,
    e.IntentStated: _intent,
    e.AbsenceDeclared: _absence,
    e.SeatTaken: _seat_taken,
    e.LastRoundCalled: _last_round,
    e.SeatReady: _ready,
    e.ObjectiveJudged: _objective,
    e.RoundScored: _scored,
    e.ExerciseEnded: _ended,
}
