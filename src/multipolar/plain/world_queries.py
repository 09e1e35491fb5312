"""What everybody sees, in words: powers, relations, threats, initiatives, agreements, crises, scores.

Each function answers one question line from the seat's view. Nothing is computed that the view does
not hold.
"""

from multipolar.domain.model.views import (
    AgreementSeen,
    CrisisSeen,
    InitiativeSeen,
    PledgeSeen,
    PowerSeen,
    ResolutionSeen,
)
from multipolar.plain.command_parser import VOTES, Place
from multipolar.plain.naming import power_named, unreadable
from multipolar.plain.wording import (
    Answer,
    counted,
    framework_name,
    last_numbers,
    named,
    number_line,
    plain_data,
    price,
    promise_line,
    relation_word,
    terms_line,
)

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
    return Answer(f"{len(told)} powers; brackets: moved since last round", tuple(lines), {"powers": data})


def _who(power: PowerSeen) -> str:
    kind = f"minor, {power.kind}" if power.minor else power.kind
    return f"{power.name} ({power.id}, {kind}, run by {power.run_by})"


def relations(rest: str, place: Place) -> Answer:
    """How one power stands with every other."""
    view = place.view
    me = power_named(rest, view) if rest else view.seat
    if not any(power.id == me for power in view.powers):
        raise unreadable("expected a power after `relations`; this seat is none")
    lasting = {frozenset((found.a, found.b)): found for found in view.relations}
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
    theatres = {found.id: found.name for found in view.theatres}
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for found in view.threats:
        level = number_line(view.numbers, last_numbers(view), found.target)
        exposed = ", ".join(f"{power} {degree}" for power, degree in found.exposure.items() if degree)
        kind = found.kind.replace("_", " ")
        lines.append(
            f"{kind}, {theatres.get(found.theatre, found.theatre)}: level {level}; exposed: {exposed}"
        )
        data.append({**plain_data(found), "level": view.numbers.get(found.target)})
    return Answer(f"{len(lines)} shared threats, 0 to 100; exposure 0 to 3", tuple(lines), {"threats": data})


def frameworks(rest: str, place: Place) -> Answer:
    """Frameworks and their members."""
    view = place.view
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for found in view.frameworks:
        numbers = {key: view.numbers.get(f"{key}({found.id})") for key in ("cohesion", "legitimacy")}
        extra = ", ".join(f"{key} {value}" for key, value in numbers.items() if value is not None)
        rule = found.rule.replace("_", " ")
        if found.rule == "lead_nation":
            rule = f"led by {view.name(found.members[0])}"
        state = ", paralysed" if found.paralysed else ""
        acts = f"; acts in {', '.join(found.mandate)}" if found.mandate else ""
        lines.append(f"{found.name} ({found.id}; {rule}; {extra}{state}{acts}): {named(view, found.members)}")
        lines += [
            f"  {resolution_line(resolution, place)}"
            for resolution in view.resolutions
            if resolution.framework == found.id
        ]
        data.append({**plain_data(found), **numbers})
    agenda = [{"ref": place.names.of(found.id), **plain_data(found)} for found in view.resolutions]
    return Answer(f"{len(data)} frameworks", tuple(lines), {"frameworks": data, "resolutions": agenda})


def resolution_line(found: ResolutionSeen, place: Place) -> str:
    """One resolution in a line: short name, what it would do, who tabled it, how it stands."""
    view = place.view
    head = f"{place.names.of(found.id)} {framework_name(view, found.framework)}: {found.title}"
    parts = [f"{head}, by {view.name(found.by)}: {found.state}"]
    if found.votes:
        counts = {vote: sum(1 for _, given in found.votes if given == vote) for vote in VOTES}
        parts.append(", ".join(f"{vote} {count}" for vote, count in counts.items()))
    elif found.state in ("tabled", "debated"):
        parts.append(f"needs {found.needed}")
    if found.until and found.state == "adopted":
        parts.append(f"holds until round {found.until}")
    if found.voted and not found.votes:
        parts.append(f"you voted {found.voted}")
    elif found.open_to_me:
        parts.append("waits for your vote")
    return "; ".join(parts)


def initiatives(rest: str, place: Place) -> Answer:
    """What is tabled, agreed or under way; with `all` also what is past."""
    everything = _all_or_nothing(rest, "initiatives")
    told = [found for found in place.view.initiatives if everything or found.state in _LIVE]
    lines = tuple(initiative_line(found, place) for found in told)
    data = [{"ref": place.names.of(found.id), **plain_data(found)} for found in told]
    return Answer(f"{len(told)} initiatives", lines, {"initiatives": data})


def initiative_line(found: InitiativeSeen, place: Place) -> str:
    """One initiative in a line: short name, title, who with whom, terms, state."""
    view = place.view
    who = f"{view.name(found.initiator)}"
    others = f" with {named(view, found.partners)}" if found.partners else ""
    terms = terms_line(view, found.terms, found.initiator, found.partners)
    state = found.state.replace("_", " ")
    parts = [f"{place.names.of(found.id)} {found.title}, {who}{others}: {state}"]
    if found.outcome:
        parts.append(found.outcome)
    if terms:
        parts.append(terms)
    if found.state in ("agreed", "under_way") and found.resolves:
        parts.append(f"resolves in round {found.resolves}")
    if found.open_to_me:
        parts.append(f"waits for your answer; accepting costs you {price(*found.my_cost)}")
    return "; ".join(parts)


def agreements(rest: str, place: Place) -> Answer:
    """Agreements in force; of one power, or with those that have ended."""
    view = place.view
    everything = rest.lower() == "all"
    only = power_named(rest, view) if rest and not everything else ""
    told = [
        found
        for found in view.agreements
        if (everything or found.state in ("in_force", "suspended")) and (not only or only in found.parties)
    ]
    lines = tuple(agreement_line(found, place) for found in told)
    data = [{"ref": place.names.of(found.id), **plain_data(found)} for found in told]
    return Answer(f"{len(told)} agreements", lines, {"agreements": data})


def agreement_line(found: AgreementSeen, place: Place) -> str:
    """One agreement in a line: short name, title, type, parties, state."""
    head = f"{place.names.of(found.id)} {found.title} ({found.type.replace('_', ' ')})"
    state = f"{found.state.replace('_', ' ')} since round {found.since}"
    until = f", until round {found.until}" if found.until else ""
    safeguards = f", {found.safeguards} safeguards" if found.safeguards else ""
    return f"{head}, {named(place.view, found.parties)}: {state}{until}{safeguards}"


def promises(rest: str, place: Place) -> Answer:
    """Promises the seat knows of."""
    view = place.view
    lines = tuple(promise_told(found, place) for found in view.pledges)
    return Answer(f"{len(lines)} promises", lines, {"promises": plain_data(view.pledges)})


def promise_told(found: PledgeSeen, place: Place) -> str:
    """A promise in a line: what it says, what became of it, and when it was made."""
    return f"{promise_line(place.view, found.undertaking)}: {found.state} (made in round {found.made})"


def crises(rest: str, place: Place) -> Answer:
    """Crises now, with the seat's choices; with `all` also those past."""
    everything = _all_or_nothing(rest, "crises")
    told = [found for found in place.view.crises if everything or found.stage in _SHOWN_STAGES]
    lines = [line for found in told for line in crisis_lines(found, place)]
    data = [{"ref": place.names.of(found.id), **plain_data(found)} for found in told]
    return Answer(counted(len(told), "crisis", "crises"), tuple(lines), {"crises": data})


def crisis_lines(found: CrisisSeen, place: Place) -> list[str]:
    """A crisis at length: what it is, where it stands, and what the seat may choose."""
    view = place.view
    head = f"{place.names.of(found.id)} {found.title}, {named(view, found.parties)}"
    lines = [f"{head}: {found.stage}, exchange {found.exchange} of {found.exchanges}", found.text]
    if found.stakes:
        lines.append(f"at stake: {found.stakes}")
    if found.kind == "emergency":
        lines.append(f"severity {found.severity}")
    elif any(found.advantage):
        lines.append(f"advantage: {found.advantage[0]} to {found.advantage[1]}")
    if found.mediator:
        lines.append(f"mediator: {view.name(found.mediator)}")
    if found.revealed:
        told = [f"{view.name(power)} {choice.replace('_', ' ')}" + (f" {backing}" if backing else "")
                for power, choice, backing in found.revealed]  # fmt: skip
        lines.append(f"so far: {', '.join(told)}")
    if found.calm:
        channels = ", ".join(f"{read.size:+d} {read.reason}" for read in found.calm)
        what = "what calms or heats it" if found.kind == "confrontation" else "what holds the government up"
        lines.append(f"{what}: {channels}")
    lines += [f"known to you: {one.text}" for one in found.estimates]
    lines += [f"it has happened: {past.words}" for past in found.precedents]
    lines += [f"choice {line}" for line in _choices(found)]
    if found.choices:
        ref = place.names.of(found.id)
        chosen = (
            f"your choice now: {found.chosen.replace('_', ' ')}; change it with"
            if found.chosen
            else "answer with"
        )
        lines.append(f"{chosen} `respond {ref} CHOICE`")
    return lines


def _choices(found: CrisisSeen) -> list[str]:
    lines = []
    for choice in found.choices:
        cost = f" (costs {price(*choice.cost)})" if any(choice.cost) else ""
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
