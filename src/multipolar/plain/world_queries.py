"""What everybody sees, in words: powers, relations, threats, initiatives, agreements, crises, scores.

Each function answers one question line from the seat's view. Nothing is computed that the view does
not hold.
"""

from multipolar.domain.english import counted
from multipolar.domain.model.views import (
    AgreementSeen,
    CrisisSeen,
    InitiativeSeen,
    PledgeSeen,
    PowerSeen,
    ResolutionSeen,
)
from multipolar.domain.model.wording import (
    framework_name,
    money_in_words,
    names_in_words,
    promise_words,
    terms_in_words,
)
from multipolar.plain.acts import VOTES
from multipolar.plain.naming import Place, power_named, unreadable
from multipolar.plain.wording import Answer, last_numbers, number_line, plain_data, relation_word

ATTRIBUTES = ("economy", "capability", "technology", "governance", "stability", "standing", "autonomy")
_LIVE = ("tabled", "countered", "agreed", "under_way", "suspended")
_SHOWN_STAGES = ("warning", "acute", "confrontation", "brink")
INDICES = ("peace", "resilience", "transparency", "inclusion", "equity", "balance")


def powers(rest: str, place: Place) -> Answer:
    """Every power with its attributes, or one."""
    view = place.view
    only = power_named(rest, view) if rest else ""
    told = [power for power in view.powers if not only or power.id == only]
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for power in told:
        numbers = {key: view.numbers.get(f"{key}({power.id})", 0) for key in (*ATTRIBUTES, "growth")}
        moved = ", ".join(
            f"{key} {number_line(view.numbers, last_numbers(view), f'{key}({power.id})')}"
            for key in ATTRIBUTES
        )
        lines.append(f"{_who(power)}: {moved}")
        data.append({**plain_data(power), **numbers})
    if only:
        lines += [line for line in (told[0].profile, *told[0].facts) if line]
    return Answer(
        f"{counted(len(told), 'power')}; brackets: moved since last round", tuple(lines), {"powers": data}
    )


def _who(power: PowerSeen) -> str:
    kind = f"minor, {power.kind}" if power.minor else power.kind
    return f"{power.name} ({power.id}, {kind}, run by {power.run_by})"


def relations(rest: str, place: Place) -> Answer:
    """How one power stands with every other."""
    view = place.view
    me = power_named(rest, view) if rest else view.seat
    if not any(power.id == me for power in view.powers):
        raise unreadable("expected a power after `relations`; this seat is none")
    lasting = {frozenset((relation.a, relation.b)): relation for relation in view.relations}
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for other in view.powers:
        if other.id == me:
            continue
        a, b = sorted((me, other.id))
        pair = f"({a},{b})"
        word = relation_word(view, me, other.id)
        fixed = lasting.get(frozenset((me, other.id)))
        parts = [f"tension {number_line(view.numbers, last_numbers(view), f'tension{pair}')}"]
        parts.append(
            f"interoperability {number_line(view.numbers, last_numbers(view), f'interoperability{pair}')}"
        )
        known = {"tension": view.numbers.get(f"tension{pair}")}
        known["interoperability"] = view.numbers.get(f"interoperability{pair}")
        for key, target in (
            ("trust", f"trust({me},{other.id})"),
            ("their_trust", f"trust({other.id},{me})"),
            ("dependence", f"dependence({me},{other.id})"),
            ("their_dependence", f"dependence({other.id},{me})"),
        ):
            if target in view.numbers:
                known[key] = view.numbers[target]
                parts.append(
                    f"{key.replace('_', ' ')} {number_line(view.numbers, last_numbers(view), target)}"
                )
        if fixed and fixed.rivals:
            parts.append("rivals")
        why = f". {fixed.why}" if fixed and fixed.why else ""
        lines.append(f"{other.name} ({other.id}): {word}; {', '.join(parts)}{why}")
        data.append(
            {"power": other.id, "relationship": word, "rivals": bool(fixed and fixed.rivals), **known}
        )
    return Answer(f"relations of {view.name(me)}", tuple(lines), {"power": me, "relations": data})


def threats(rest: str, place: Place) -> Answer:
    """Shared threats by theatre."""
    view = place.view
    theatres = {theatre.id: theatre.name for theatre in view.theatres}
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for threat in view.threats:
        level = number_line(view.numbers, last_numbers(view), threat.target)
        exposed = ", ".join(f"{power} {degree}" for power, degree in threat.exposure.items() if degree)
        kind = threat.kind.replace("_", " ")
        lines.append(
            f"{kind}, {theatres.get(threat.theatre, threat.theatre)}: level {level}; exposed: {exposed}"
        )
        data.append({**plain_data(threat), "level": view.numbers.get(threat.target)})
    return Answer(f"{len(lines)} shared threats, 0 to 100; exposure 0 to 3", tuple(lines), {"threats": data})


def frameworks(rest: str, place: Place) -> Answer:
    """Frameworks and their members."""
    view = place.view
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for framework in view.frameworks:
        numbers = {key: view.numbers.get(f"{key}({framework.id})") for key in ("cohesion", "legitimacy")}
        extra = ", ".join(f"{key} {value}" for key, value in numbers.items() if value is not None)
        rule = framework.rule.replace("_", " ")
        if framework.rule == "lead_nation":
            rule = f"led by {view.name(framework.members[0])}"
        state = ", paralysed" if framework.paralysed else ""
        acts = f"; acts in {', '.join(framework.mandate)}" if framework.mandate else ""
        lines.append(
            f"{framework.name} ({framework.id}; {rule}; {extra}{state}{acts}): "
            f"{names_in_words(view, framework.members)}"
        )
        lines += [
            f"  {resolution_line(resolution, place)}"
            for resolution in view.resolutions
            if resolution.framework == framework.id
        ]
        data.append({**plain_data(framework), **numbers})
    agenda = [
        {"ref": place.names.of(resolution.id), **plain_data(resolution)} for resolution in view.resolutions
    ]
    return Answer(f"{len(data)} frameworks", tuple(lines), {"frameworks": data, "resolutions": agenda})


def resolution_line(resolution: ResolutionSeen, place: Place) -> str:
    """One resolution in a line: short name, what it would do, who tabled it, how it stands."""
    view = place.view
    head = f"{place.names.of(resolution.id)} {framework_name(view, resolution.framework)}: {resolution.title}"
    parts = [f"{head}, by {view.name(resolution.by)}: {resolution.state}"]
    if resolution.votes:
        counts = {vote: sum(1 for _, given in resolution.votes if given == vote) for vote in VOTES}
        parts.append(", ".join(f"{vote} {count}" for vote, count in counts.items()))
    elif resolution.state in ("tabled", "debated"):
        parts.append(f"needs {resolution.needed}")
    if resolution.until and resolution.state == "adopted":
        parts.append(f"holds until round {resolution.until}")
    if resolution.voted and not resolution.votes:
        parts.append(f"you voted {resolution.voted}")
    elif resolution.open_to_me:
        parts.append("waits for your vote")
    return "; ".join(parts)


def initiatives(rest: str, place: Place) -> Answer:
    """What is tabled, agreed or under way; with `all` also what is past."""
    everything = _all_or_nothing(rest, "initiatives")
    told = [initiative for initiative in place.view.initiatives if everything or initiative.state in _LIVE]
    lines = tuple(initiative_line(initiative, place) for initiative in told)
    data = [{"ref": place.names.of(initiative.id), **plain_data(initiative)} for initiative in told]
    return Answer(counted(len(told), "initiative"), lines, {"initiatives": data})


def initiative_line(initiative: InitiativeSeen, place: Place) -> str:
    """One initiative in a line: short name, title, who with whom, terms, state."""
    view = place.view
    who = f"{view.name(initiative.initiator)}"
    others = f" with {names_in_words(view, initiative.partners)}" if initiative.partners else ""
    terms = terms_in_words(view, initiative.terms, initiative.initiator, initiative.partners)
    state = initiative.state.replace("_", " ")
    parts = [f"{place.names.of(initiative.id)} {initiative.title}, {who}{others}: {state}"]
    if initiative.outcome:
        parts.append(initiative.outcome)
    if terms:
        parts.append(terms)
    if initiative.state in ("agreed", "under_way") and initiative.resolves:
        parts.append(f"resolves in round {initiative.resolves}")
    if initiative.open_to_me:
        parts.append(f"waits for your answer; accepting costs you {money_in_words(*initiative.my_cost)}")
    return "; ".join(parts)


def agreements(rest: str, place: Place) -> Answer:
    """Agreements in force; of one power, or with those that have ended."""
    view = place.view
    everything = rest.lower() == "all"
    only = power_named(rest, view) if rest and not everything else ""
    told = [
        agreement
        for agreement in view.agreements
        if (everything or agreement.state in ("in_force", "suspended"))
        and (not only or only in agreement.parties)
    ]
    lines = tuple(agreement_line(agreement, place) for agreement in told)
    data = [{"ref": place.names.of(agreement.id), **plain_data(agreement)} for agreement in told]
    return Answer(counted(len(told), "agreement"), lines, {"agreements": data})


def agreement_line(agreement: AgreementSeen, place: Place) -> str:
    """One agreement in a line: short name, title, type, parties, state."""
    head = f"{place.names.of(agreement.id)} {agreement.title} ({agreement.type.replace('_', ' ')})"
    state = f"{agreement.state.replace('_', ' ')} since round {agreement.since}"
    until = f", until round {agreement.until}" if agreement.until else ""
    safeguards = f", {agreement.safeguards} safeguards" if agreement.safeguards else ""
    return f"{head}, {names_in_words(place.view, agreement.parties)}: {state}{until}{safeguards}"


def promises(rest: str, place: Place) -> Answer:
    """Promises the seat knows of."""
    view = place.view
    lines = tuple(promise_told(pledge, place) for pledge in view.pledges)
    return Answer(counted(len(lines), "promise"), lines, {"promises": plain_data(view.pledges)})


def promise_told(pledge: PledgeSeen, place: Place) -> str:
    """A promise in a line: what it says, what became of it, and when it was made."""
    words = promise_words(place.view, pledge.undertaking)
    return f"{place.names.of(pledge.id)} {words}: {pledge.state} (made in round {pledge.made})"


def crises(rest: str, place: Place) -> Answer:
    """Crises now, with the seat's choices; with `all` also those past."""
    everything = _all_or_nothing(rest, "crises")
    told = [crisis for crisis in place.view.crises if everything or crisis.stage in _SHOWN_STAGES]
    lines = [line for crisis in told for line in crisis_lines(crisis, place)]
    data = [{"ref": place.names.of(crisis.id), **plain_data(crisis)} for crisis in told]
    return Answer(counted(len(told), "crisis", "crises"), tuple(lines), {"crises": data})


def crisis_lines(crisis: CrisisSeen, place: Place) -> list[str]:
    """A crisis at length: what it is, where it stands, and what the seat may choose."""
    view = place.view
    head = f"{place.names.of(crisis.id)} {crisis.title}, {names_in_words(view, crisis.parties)}"
    lines = [f"{head}: {crisis.stage}, exchange {crisis.exchange} of {crisis.exchanges}", crisis.text]
    if crisis.stakes:
        lines.append(f"at stake: {crisis.stakes}")
    if crisis.kind == "emergency":
        lines.append(f"severity {crisis.severity}")
    elif any(crisis.advantage):
        lines.append(f"advantage: {crisis.advantage[0]} to {crisis.advantage[1]}")
    if crisis.mediator:
        lines.append(f"mediator: {view.name(crisis.mediator)}")
    if crisis.revealed:
        told = [f"{view.name(power)} {choice.replace('_', ' ')}" + (f" {backing}" if backing else "")
                for power, choice, backing in crisis.revealed]  # fmt: skip
        lines.append(f"so far: {', '.join(told)}")
    if crisis.calm:
        channels = ", ".join(f"{read.size:+d} {read.reason}" for read in crisis.calm)
        what = "what calms or heats it" if crisis.kind == "confrontation" else "what holds the government up"
        lines.append(f"{what}: {channels}")
    lines += [f"known to you: {one.text}" for one in crisis.estimates]
    lines += [f"it has happened: {past.words}" for past in crisis.precedents]
    lines += [f"choice {line}" for line in _choices(crisis)]
    if crisis.choices:
        ref = place.names.of(crisis.id)
        chosen = (
            f"your choice now: {crisis.chosen.replace('_', ' ')}; change it with"
            if crisis.chosen
            else "answer with"
        )
        lines.append(f"{chosen} `respond {ref} CHOICE`")
    return lines


def _choices(crisis: CrisisSeen) -> list[str]:
    lines = []
    for choice in crisis.choices:
        cost = f" (costs {money_in_words(*choice.cost)})" if any(choice.cost) else ""
        whom = f" {'|'.join(choice.backing)}" if choice.backing else ""
        blocked = f" Not now: {choice.blocked}." if choice.blocked else ""
        lines.append(f"{choice.id}{whom}: {choice.explanation}{cost}.{blocked}".replace("..", "."))
    return lines


def scores(rest: str, place: Place) -> Answer:
    """The seat's own score, the indices, the architecture score; all scores in the debrief."""
    view = place.view
    was = last_numbers(view)
    lines: list[str] = []
    if view.standing:
        mine = view.standing
        lines.append(
            f"national score {mine.national}: objectives {mine.objectives}, position {mine.position}, "
            f"reputation {mine.reputation}; stake in the order {mine.stake}"
        )
    lines += [f"{name}: {number_line(view.numbers, was, f'index({name})')}" for name in INDICES]
    lines.append(f"architecture score: {number_line(view.numbers, was, 'architecture(all)')}")
    indices = {name: view.numbers.get(f"index({name})") for name in INDICES}
    indices["architecture"] = view.numbers.get("architecture(all)")
    data = {"standing": plain_data(view.standing), "indices": indices}
    return Answer("scores; brackets: moved since last round", tuple(lines), data)


def _all_or_nothing(rest: str, name: str) -> bool:
    if rest.lower() not in ("", "all"):
        raise unreadable(f"found `{rest}` after `{name}`, expected nothing or all")
    return bool(rest)
