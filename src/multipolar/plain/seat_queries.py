"""What concerns the seat itself, in words: brief, status, money, objectives, inbox, moves, debrief.

Each function answers one question line from the seat's view.
"""

from collections.abc import Sequence

from multipolar.domain.english import between_counts, by_count, counted, lowered
from multipolar.domain.knowledge.countering import changed
from multipolar.domain.knowledge.waiting import Waiting, carried_in_words, waiting
from multipolar.domain.model.views import (
    AttachedSeen,
    ChannelSeen,
    InitiativeSeen,
    IntentAsked,
    IntentSeen,
    MessageSeen,
    NoticeSeen,
    ObjectiveSeen,
    Offer,
    Part,
    Seen,
    TurningPoint,
    View,
)
from multipolar.domain.model.wording import money_in_words, names_in_words, promise_words, terms_in_words
from multipolar.plain.naming import Place, named_decision, power_named, unreadable
from multipolar.plain.wording import RELATIONS, Answer, brings_line, money_line, plain_data
from multipolar.plain.world_queries import agreement_line, crisis_lines, initiative_line, resolution_line
from multipolar.review.holders import played_by
from multipolar.review.needs import course_words, missing
from multipolar.review.scores import final_product, national_sum, share_product

MOST_MOVED = 6
"""Numbers named with a turning point."""


def brief(rest: str, place: Place) -> Answer:
    """The role in one page."""
    view = place.view
    lines = [view.story, view.disclaimer]
    if view.brief:
        lines.append(view.brief.role)
        lines += [f"interest: {interest}" for interest in view.brief.interests]
        lines += [f"you bring: {view.brief.brings}", f"what binds you: {view.brief.constraints}"]
        lines += [f"talk first to {view.name(power)}: {about}" for power, about in view.brief.talk_first]
    lines += [line for objective in view.objectives for line in _objective(objective)]
    data = {
        "title": view.title,
        "story": view.story,
        "disclaimer": view.disclaimer,
        "brief": plain_data(view.brief),
        "objectives": plain_data(view.objectives),
    }
    told = tuple(line.strip() for text in lines for line in text.splitlines() if line.strip())
    return Answer(f"you speak for {view.name(view.seat)} in {view.title}", told, data)


def status(rest: str, place: Place) -> Answer:
    """Where the exercise stands and what waits for the seat."""
    view = place.view
    lines = [*_money_lines(place), *waiting_lines(place)]
    found = waiting(view)
    data = {
        "round": view.round,
        "rounds": view.rounds,
        "phase": view.phase,
        "exchange": view.exchange,
        "moment": view.moment,
        "calendar": view.calendar,
        "asked": view.asked,
        "ready": view.ready,
        "capital": view.numbers.get(f"capital({view.seat})"),
        "resources": view.numbers.get(f"resources({view.seat})"),
        "waiting": found.count,
        "crises": [place.names.of(one.id) for one in found.crises],
        "cables": [place.names.of(one.id) for one in found.notices],
        "resolutions": [place.names.of(one.id) for one in found.resolutions],
        "proposals": [place.names.of(one.id) for one in found.proposals],
        "requests": [plain_data(one) for one in found.requests],
    }
    return Answer(position(place), tuple(lines), data)


def _money_lines(place: Place) -> list[str]:
    """What there is to spend, and what of it would be lost."""
    view = place.view
    if not view.brief:
        return []
    lost = carried_in_words(view)
    return [f"you have {money_line(view)}" + (f"; {lost}" if lost else "")]


def position(place: Place) -> str:
    """Round and phase in words."""
    view = place.view
    phase = f"crisis, exchange {view.exchange}" if view.phase == "crisis" else view.phase
    if view.phase == "debrief":
        return f"the exercise is over ({view.debrief.how if view.debrief else view.phase}); see `debrief`"
    if not view.round:
        return f"{phase}, before round 1 of {view.rounds}"
    return f"round {view.round} of {view.rounds}, {view.calendar}, {phase}"


def waiting_lines(place: Place) -> list[str]:
    """What waits for the seat, a line each, ending with what to do when there is nothing else."""
    view = place.view
    if view.phase == "debrief":
        return []
    found = waiting(view)
    lines = [
        f"{place.names.of(one.id)} {one.title} waits for your choice; see `crises`" for one in found.crises
    ]
    lines += [line for one in found.notices for line in notice_lines(one, place)]
    lines += [resolution_line(one, place) for one in found.resolutions]
    lines += [initiative_line(one, place) for one in found.proposals]
    lines += _requested(place)
    lines += [asked_line(one, place) for one in view.asks]
    if view.ready:
        lines.append("you are ready; waiting for the others")
    elif view.asked and view.phase == "crisis":
        lines.append("choose with `respond`; when all have chosen, the responses are revealed together")
    elif view.asked:
        lines.append("say `ready` when you are done with this phase")
    return lines


def _requested(place: Place) -> list[str]:
    """What others ask the seat to propose, a line each."""
    view = place.view
    return [
        f"{view.name(request.by)} asks you to propose {lowered(request.title)}: `propose {request.move} "
        f"{request.by}`"
        for request in view.requests
    ]


def standing_lines(place: Place) -> list[str]:
    """What the seat has sealed and set in motion this round, for whoever sits down at it."""
    view = place.view
    own = [
        initiative
        for initiative in view.initiatives
        if initiative.initiator == view.seat and (initiative.mine or initiative.tabled == view.round)
    ]
    return [
        *(f"stands: {initiative_line(initiative, place)}" for initiative in own),
        *(
            f"stands: {crisis.chosen.replace('_', ' ')} in {place.names.of(crisis.id)} {crisis.title}"
            for crisis in view.crises
            if crisis.chosen
        ),
        *(
            f"stands: {resolution.voted} on {place.names.of(resolution.id)} {resolution.title}"
            for resolution in view.resolutions
            if resolution.open_to_me and resolution.voted
        ),
    ]


def asked_line(asked: IntentAsked, place: Place) -> str:
    """A decision about which the seat is asked what it wants of it."""
    ref = named_decision(asked.about, place.names)
    return f"what do you want of {ref}, {asked.title}? `intent {ref} SURE WANTS; EXPECTS`, or leave it"


def intents(rest: str, place: Place) -> Answer:
    """What the seat wanted of its decisions, and what came of them."""
    found = [one for one in place.view.intents if one.by == place.view.seat]
    lines = tuple(intent_line(one, place) for one in found)
    return Answer(f"{len(lines)} intents", lines, {"intents": plain_data(tuple(found))})


def intent_line(intent: IntentSeen, place: Place) -> str:
    """Intent beside outcome, in a line."""
    expected = f", expected: {intent.expects}" if intent.expects else ""
    head = f"round {intent.round}, {place.view.name(intent.by)} on {intent.decision}"
    return f"{head}: wanted: {intent.wants}{expected}, {intent.sure} % sure; outcome: {intent.outcome}"


def money(rest: str, place: Place) -> Answer:
    """Money held and money coming."""
    view = place.view
    data = {
        "capital": view.numbers.get(f"capital({view.seat})"),
        "resources": view.numbers.get(f"resources({view.seat})"),
        "income": {"capital": view.income[0], "resources": view.income[1]},
        "carry": view.carry,
    }
    if view.round >= view.rounds:
        return Answer(f"you have {money_line(view)}; this is the last round to spend it in", (), data)
    lost = carried_in_words(view) or f"at most {view.carry} of each is carried over"
    return Answer(
        f"you have {money_line(view)}; next round brings {money_in_words(*view.income)}; {lost}", (), data
    )


def objectives(rest: str, place: Place) -> Answer:
    """Objectives and red lines, and how each stands."""
    view = place.view
    lines = tuple(line for objective in view.objectives for line in _objective(objective))
    met = sum(objective.met for objective in view.objectives)
    aims = sum(not objective.red_line for objective in view.objectives)
    crossed = sum(objective.crossed for objective in view.objectives)
    message = f"{met} of {counted(aims, 'objective')} met, {crossed} red lines crossed"
    return Answer(message, lines, {"objectives": plain_data(view.objectives)})


def _objective(objective: ObjectiveSeen) -> list[str]:
    if objective.red_line:
        state = "crossed" if objective.crossed else "not crossed"
        head = f"red line: {objective.title} ({counted(objective.points, 'point')}): {state}"
    else:
        secret = "secret " if objective.secret else ""
        state = "met" if objective.met else f"{counted(objective.earned, 'point')} so far"
        head = f"{secret}objective: {objective.title} ({counted(objective.points, 'point')}): {state}"
    parts = [f"  {_part(part, objective)}" for part in objective.parts]
    wanted = [f"  {'crossed when' if objective.red_line else 'wanted'}: {objective.wanted}"]
    if objective.part_wanted:
        wanted.append(f"  {counted(objective.part_points, 'point')}: {objective.part_wanted}")
    return [head, f"  {objective.why}", *wanted, *parts]


def _reading(text: str, value: int) -> str:
    """A value as its kind is spoken of: relations by their word, means of relations in tenths."""
    if text.startswith("relation("):
        return RELATIONS[value] if 0 <= value < len(RELATIONS) else str(value)
    return f"{value // 10}.{value % 10}" if text.startswith("mean_relation(") else str(value)


def _part(part: Part, objective: ObjectiveSeen) -> str:
    """One comparison: whether it holds, what it reads, where it stands and where the mark is."""
    if part.holds:
        state = "holds"
    elif objective.red_line:
        state = "does not hold"
    else:
        state = "no longer" if objective.met else "not yet"
    now, mark = (_reading(part.text, value) for value in (part.value, part.wanted))
    return f"{state}: {part.text} (now {now}, {'line' if objective.red_line else 'wanted'} {mark})"


def inbox(rest: str, place: Place) -> Answer:
    """Proposals to answer, cables, messages heard."""
    view = place.view
    found = waiting(view)
    debated = [one for one in view.resolutions if one.open_to_me]
    lines = [
        f"{place.names.of(one.id)} {one.title} waits for your choice; see `crises`" for one in found.crises
    ]
    lines += [line for one in found.notices for line in notice_lines(one, place)]
    lines += [resolution_line(one, place) for one in debated]
    lines += [line for one in found.proposals for line in proposal_lines(one, place)]
    lines += _requested(place)
    lines += [line for one in view.notices if not one.options for line in notice_lines(one, place)]
    lines += [
        f"{f'{said.id} ' if said.id else ''}round {said.round}, {view.name(said.by)} to "
        f"{names_in_words(view, said.to) or 'all'}: {said.words}{message_state(said)}"
        f"{f' (with it: {attached_line(said.attached, place)})' if said.attached else ''}"
        for said in view.messages
    ]
    if unread := sum(channel.unread for channel in view.channels):
        lines.append(f"{unread} unread in your channels: `channels`")
    data = {
        "waiting": found.count,
        "proposals": [{"ref": place.names.of(one.id), **plain_data(one)} for one in found.proposals],
        "cables": [{"ref": place.names.of(one.id), **plain_data(one)} for one in view.notices],
        "resolutions": [{"ref": place.names.of(one.id), **plain_data(one)} for one in debated],
        "requests": plain_data(found.requests),
        "messages": plain_data(view.messages),
    }
    return Answer(waiting_line(found), tuple(lines), data)


def channel_name(channel: ChannelSeen, view: View) -> str:
    """Who else writes and reads in a channel."""
    others = tuple(power for power in channel.members if power != view.seat)
    return names_in_words(view, others) if channel.members else "all powers"


def channel_line(channel: ChannelSeen, place: Place) -> str:
    """A channel in a line: with whom, how much was said, what is unread, and what came last."""
    view = place.view
    last = view.messages[channel.messages[-1]]
    unread = f", {channel.unread} unread" if channel.unread else ""
    count = counted(len(channel.messages), "message")
    said = f"round {last.round}, {view.name(last.by)}: {last.words}"
    return f"{channel_name(channel, view)}: {count}{unread}; {said}"


def message_lines(said: MessageSeen, place: Place) -> list[str]:
    """A message as it stands in its channel, with what went with it."""
    view = place.view
    ref = f"{said.id} " if said.id else ""
    lines = [f"{ref}round {said.round}, {view.name(said.by)}: {said.words}{message_state(said)}"]
    return [*lines, *([f"  with it: {attached_line(said.attached, place)}"] if said.attached else [])]


def attached_line(attached: AttachedSeen, place: Place) -> str:
    """What went with a message, on the terms it had then."""
    view, ref = place.view, place.names.of(attached.id)
    if attached.undertaking is not None:
        return f"{ref} {promise_words(view, attached.undertaking)}"
    terms = terms_in_words(view, attached.terms, attached.parties[0], attached.parties[1:])
    return f"{ref} {attached.title} ({names_in_words(view, attached.parties)}){f': {terms}' if terms else ''}"


def message_state(said: MessageSeen) -> str:
    """What is still open about a message of one's own."""
    if said.withdrawn:
        return " (taken back unread)"
    return f" (not read yet: `withdraw {said.id}` takes it back)" if said.on_its_way else ""


def waiting_line(waiting: Waiting) -> str:
    """How much waits for an answer, and of what kinds: ``3 to answer: 1 cable and 2 proposals``."""
    kinds = [
        counted(len(of_kind), one, several)
        for of_kind, one, several in (
            (waiting.crises, "crisis", "crises"),
            (waiting.notices, "cable", "cables"),
            (waiting.resolutions, "vote", "votes"),
            (waiting.proposals, "proposal", "proposals"),
            (waiting.requests, "request", "requests"),
        )
        if of_kind
    ]
    return f"{waiting.count} to answer: {', '.join(kinds)}" if kinds else "nothing to answer"


def proposal_lines(initiative: InitiativeSeen, place: Place) -> list[str]:
    """A proposal to answer: what it is, what it costs, and what was said with it."""
    lines = [initiative_line(initiative, place)]
    lines += [f"  not as you put it: {line}" for line in changed(place.view, initiative)]
    if initiative.message:
        lines.append(f"  {place.view.name(initiative.proposer)} says: {initiative.message}")
    return lines


def notice_lines(notice: NoticeSeen, place: Place) -> list[str]:
    """A cable, with its options while an answer is open."""
    ref = place.names.of(notice.id)
    lines = [f"{ref} {notice.channel} of round {notice.round}, {notice.title}: {notice.text}"]
    lines += [
        f"  option {option}: {title} (`answer {ref} {option}`): {brings_line(notice, option)}"
        for option, title in notice.options
    ]
    if notice.answered:
        lines.append(f"  you answered: {notice.answered}")
    return lines


def moves(rest: str, place: Place) -> Answer:
    """What the seat can do; with a power, what is open with it and why the rest is not."""
    view = place.view
    if not view.offers:
        return Answer(f"no moves in the {view.phase} phase; they are open in deliberation", (), {"moves": []})
    only = power_named(rest, view) if rest else ""
    lines: list[str] = []
    for category in dict.fromkeys(offer.category for offer in view.offers):
        told = [offer for offer in view.offers if offer.category == category and (offer.most or not only)]
        if told:
            lines.append(f"{category}:")
        lines += [f"  {_offer_line(offer, only, view.seat)}" for offer in told]
    count = sum(1 for offer in view.offers if not _blocked(offer, only, view.seat))
    whom = f" with or toward {view.name(only)}" if only else ""
    data = [
        {
            **plain_data(offer),
            "open": not reason,
            "why_not": reason,
        }
        for offer in view.offers
        for reason in [_blocked(offer, only, view.seat)]
    ]
    return Answer(
        f"{counted(count, 'move')} {by_count(count, 'is', 'are')} open{whom}",
        tuple(lines),
        {"power": only, "moves": data},
    )


def _blocked(offer: Offer, power: str, seat: str) -> str:
    if not power:
        return offer.blocked
    if not offer.most:
        return "it concerns no other power"
    if power == seat:
        return "not with yourself"
    own = next((partner.blocked for partner in offer.partners if partner.power == power), "")
    return own or offer.blocked


def _offer_line(offer: Offer, power: str, seat: str) -> str:
    reason = _blocked(offer, power, seat)
    cost = f"{money_in_words(*offer.cost)}" + (
        f", partner {money_in_words(*offer.partner_cost)}" if offer.form == "joint" else ""
    )
    act = "propose" if offer.form == "joint" else "order"
    head = f"{offer.move} ({act}; {cost})"
    if reason:
        return f"{head}: not open: {reason}"
    if power or not offer.most:
        return f"{head}: open"
    return f"{head}: open with {', '.join(offer.open_partners)}"


def show(rest: str, place: Place) -> Answer:
    """All about a move, an initiative, an agreement, a crisis or a cable."""
    view, names = place.view, place.names
    wanted = rest.strip()
    if not wanted:
        raise unreadable("found nothing after `show`, expected a move or a short name such as P1")
    offer = next((offer for offer in view.offers if offer.move == wanted.lower().replace("-", "_")), None)
    if offer:
        return Answer(f"{offer.title}: {offer.summary}", tuple(_offer_lines(offer, place)), plain_data(offer))
    kind = wanted[0].upper() if wanted[1:].isdigit() else ""  # type: ignore[cells] # a reference is read, not shown
    if kind == "A" or any(agreement.id.lower() == wanted.lower() for agreement in view.agreements):
        deal = names.agreement(wanted, view)
        return Answer(agreement_line(deal, place), (), {"ref": names.of(deal.id), **plain_data(deal)})
    if kind == "K":
        crisis = names.crisis(wanted, view)
        lines = crisis_lines(crisis, place)
        return Answer(lines[0], tuple(lines[1:]), {"ref": names.of(crisis.id), **plain_data(crisis)})
    if kind == "N" or any(notice.id.lower() == wanted.lower() for notice in view.notices):
        notice = names.notice(wanted, view)
        told = notice_lines(notice, place)
        return Answer(told[0], tuple(told[1:]), {"ref": names.of(notice.id), **plain_data(notice)})
    if kind == "R" or any(resolution.id.lower() == wanted.lower() for resolution in view.resolutions):
        debated = names.resolution(wanted, view)
        votes = [f"{vote}: {view.name(member)}" for member, vote in debated.votes]
        data = {"ref": names.of(debated.id), **plain_data(debated)}
        return Answer(resolution_line(debated, place), tuple(votes), data)
    if kind != "P" and not any(initiative.id.lower() == wanted.lower() for initiative in view.initiatives):
        hint = "" if view.offers else " (moves are shown in deliberation)"
        raise unreadable(f"found `{wanted}`, expected a move or a short name: P1, A1, K1, N1, R1{hint}")
    initiative = names.initiative(wanted, view)
    lines = proposal_lines(initiative, place)
    if initiative.open_to_me:
        lines.append(f"odds, costs and effects: `preview accept {names.of(initiative.id)}`")
    return Answer(lines[0], tuple(lines[1:]), {"ref": names.of(initiative.id), **plain_data(initiative)})


def _offer_lines(offer: Offer, place: Place) -> list[str]:
    view = place.view
    act = "propose" if offer.form == "joint" else "order"
    lines = [f"{act} it; costs you {money_in_words(*offer.cost)}"]
    if offer.form == "joint":
        lines.append(f"costs each partner {money_in_words(*offer.partner_cost)}")
    lines.append(f"takes {counted(offer.rounds, 'round')}")
    if offer.most:
        lines.append(f"powers: {between_counts(offer.fewest, offer.most)}")
    for term, choices in (
        ("domain", offer.domains),
        ("theatre", offer.theatres),
        ("safeguards", offer.safeguards),
        ("size", offer.sizes),
        ("framework", tuple(framework.id for framework in offer.frameworks)),
        ("resolution", offer.resolutions if len(offer.resolutions) > 1 else ()),
        ("rule", offer.rules),
    ):
        if choices:
            lines.append(f"{term}={'|'.join(choices)}")
    if offer.durations[1]:
        lines.append(
            f"duration=N is possible, {offer.durations[0]} to {counted(offer.durations[1], 'round')}"
        )
    if offer.committable:
        lines.append("committed=yes is possible")
    if offer.payable:
        lines.append("share=N, payment=N and promise=… are possible")
    if offer.agreements:
        lines.append(f"agreement={'|'.join(place.names.of(key) for key in offer.agreements)}")
    if offer.blocked:
        lines.append(f"not open: {offer.blocked}")
    lines += [
        f"{view.name(partner.power)} ({partner.power}): "
        + (f"not open: {partner.blocked}" if partner.blocked else "open")
        for partner in offer.partners
    ]
    return [*lines, *(f"it has happened: {past.words}" for past in offer.precedents), offer.teaching]


def _wanted(objective: ObjectiveSeen) -> list[str]:
    """An objective in the debrief: what it earned, and what it would have needed."""
    if objective.red_line:
        return [f"red line crossed: {objective.title} ({objective.earned:+d})"] if objective.crossed else []
    secret = "secret " if objective.secret else ""
    lines = [f"{secret}objective: {objective.title}: {objective.earned} of {objective.points}"]
    course = course_words(objective)
    lines += [f"  points: {course}"] if course else []
    for holds, words, far in missing(objective):
        held = "held" if holds else f"missing: {far}" if far else "missing"
        lines.append(f"  {words}: {held}")
    return lines


def debrief(place: Place, turning: Sequence[TurningPoint], seen: Sequence[Seen] = ()) -> Answer:
    """The end: how, scores, secrets, turning points, questions."""
    view = place.view
    if view.debrief is None:
        raise unreadable("the debrief comes after the last round; see `status` for where you are")
    lines: list[str] = [*view.debrief.ending]
    for found in sorted(view.debrief.standings, key=lambda standing: (standing.rank, standing.power)):
        rank = f"{found.rank}. " if found.rank else ""
        lines += [
            f"{rank}{view.name(found.power)}: final {found.final}, national {found.national}",
            f"  objectives + position + reputation: {national_sum(found)}",
            f"  the order leaves {share_product(found, view.numbers['architecture(all)'])} %",
            f"  final: {final_product(found)}",
        ]
    for told in view.debrief.disclosures:
        by = played_by(told.power, told.doctrine, seen)
        lines.append(f"{view.name(told.power)} was played by {by}")
        lines += [f"  {line}" for aim in told.objectives for line in _wanted(aim)]
    for point in turning:
        lines.append(f"turning point, round {point.round}: {point.text}")
        moved = ", ".join(f"{change.target} {change.amount:+d}" for change in point.moved[:MOST_MOVED])
        lines += [f"  moved: {moved}"] if moved else []
        lines += [f"  because: {cause}" for cause in point.because]
    lines += [
        f"promise of round {pledge.made}: {promise_words(view, pledge.undertaking)}: {pledge.state}"
        for pledge in view.pledges
    ]
    lines += [f"intent, {intent_line(intent, place)}" for intent in view.intents]
    lines += [f"question ({about}): {question}" for about, question in view.debrief.questions]
    data = {"debrief": plain_data(view.debrief), "turning_points": plain_data(tuple(turning))}
    return Answer(f"the exercise ended: {view.debrief.how}", tuple(lines), data)
