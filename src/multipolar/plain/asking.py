"""Questions that the table itself answers: previews, causes, advice, the record, the debrief.

Together with `world_queries` and `seat_queries` this is everything a person can ask; `QUESTIONS` joins them.
"""

from collections.abc import Awaitable, Callable, Iterable
from uuid import uuid4

from multipolar.domain.addresses import PLENARY, channel_of
from multipolar.domain.english import counted
from multipolar.domain.errors import Unreadable
from multipolar.domain.knowledge.waiting import about_money
from multipolar.domain.model.commands import (
    Accept,
    Counter,
    Order,
    Promise,
    Propose,
    ReadMessages,
    Respond,
)
from multipolar.domain.model.views import Preview, Seen
from multipolar.domain.model.wording import (
    BINDS,
    money_in_words,
    promise_given,
    title_from,
    why_beside,
    why_in_short,
)
from multipolar.domain.vocabulary import OUTCOMES
from multipolar.plain import desk, seat_queries, world_queries
from multipolar.plain.acts import line_of, read_act, split_line
from multipolar.plain.grammar import BY_NAME
from multipolar.plain.naming import Place, nearest, powers_named, two_powers, unreadable
from multipolar.plain.news import as_data
from multipolar.plain.seat_queries import channel_line, message_lines
from multipolar.plain.wording import Answer, chances_line, plain_data
from multipolar.plain.world_queries import initiative_line, promise_told
from multipolar.review.pair import agreement_in_words, heading, number_in_words, pair_of
from multipolar.table.port import Table

Question = Callable[[str, Place, Table], Awaitable[Answer]]

_PREVIEWED = ("propose", "order", "accept", "counter", "respond", "promise")


def _channel_named(rest: str, place: Place) -> str:
    """The channel of some powers and the seat's own, or the plenary, as a person names it."""
    if rest.lower() == PLENARY:
        return PLENARY
    named = powers_named(rest.replace(" ", ""), place.view)
    return channel_of(place.view.seat, named) if place.view.brief else channel_of(named[0], named[1:])


async def _channels(rest: str, place: Place, table: Table) -> Answer:
    """All channels, or one of them, which counts as read then."""
    view = place.view
    if not rest:
        lines = tuple(channel_line(channel, place) for channel in view.channels)
        unread = sum(channel.unread for channel in view.channels)
        return Answer(
            f"{counted(len(lines), 'channel')}, {unread} unread", lines,
            {"channels": plain_data(view.channels)},
        )  # fmt: skip
    key = _channel_named(rest, place)
    channel = next((one for one in view.channels if one.id == key), None)
    if channel is None:
        return Answer(f"nothing was said there yet; `say {rest} TEXT` begins it", (), {"messages": []})
    if channel.unread:
        await table.submit(ReadMessages(id=uuid4().hex, channel=key))
    said = [view.messages[number] for number in channel.messages]
    data = {"channel": plain_data(channel), "messages": plain_data(said)}
    lines = tuple(line for message in said for line in message_lines(message, place))
    return Answer(channel_line(channel, place), lines, data)


_OF_THE_VIEW: dict[str, Callable[[str, Place], Answer]] = {
    "brief": seat_queries.brief,
    "status": seat_queries.status,
    "money": seat_queries.money,
    "powers": world_queries.powers,
    "relations": world_queries.relations,
    "threats": world_queries.threats,
    "frameworks": world_queries.frameworks,
    "objectives": seat_queries.objectives,
    "scores": world_queries.scores,
    "initiatives": world_queries.initiatives,
    "agreements": world_queries.agreements,
    "promises": world_queries.promises,
    "intents": seat_queries.intents,
    "crises": world_queries.crises,
    "inbox": seat_queries.inbox,
    "desk": desk.results,
    "freeforms": desk.free_forms,
    "moves": seat_queries.moves,
    "show": seat_queries.show,
}


async def answer(name: str, rest: str, place: Place, table: Table) -> Answer:
    """Answer a question line.

    Args:
        name: its first word.
        rest: what follows it.
        place: what the seat knows.
        table: whom to ask for the rest.

    Raises:
        multipolar.domain.errors.Unreadable: what was found and what was expected.
    """
    if name in _OF_THE_VIEW:
        if rest and BY_NAME[name].usage == name:
            raise unreadable(f"found `{rest}` after `{name}`, expected nothing more")
        return _OF_THE_VIEW[name](rest, place)
    return await _OF_THE_TABLE[name](rest, place, table)


async def _preview(rest: str, place: Place, table: Table) -> Answer:
    name, words = split_line(rest)
    if name not in _PREVIEWED:
        raise unreadable(
            f"found `{name}`, expected one of: {', '.join(_PREVIEWED)}{nearest(name, _PREVIEWED)}"
        )
    command = read_act(name, words, place)
    assert isinstance(command, Propose | Order | Accept | Counter | Respond | Promise)
    preview = await table.preview(command)
    message = (
        f"{preview.title or name}: {chances_line(preview)}" if preview.chances else f"{preview.title or name}"
    )
    if isinstance(command, Promise):
        message = f"{promise_given(place.view, command)}; {BINDS}"
    if preview.rule:
        message = f"{message}; refused now ({preview.rule}): {preview.message}"
    return Answer(message, tuple(preview_lines(preview, place)), plain_data(preview))


def preview_lines(preview: Preview, place: Place) -> list[str]:
    """A preview at length: costs, modifiers, effects by outcome, who will mind."""
    view = place.view
    lines = [
        f"costs {view.name(power)} {money_in_words(capital, resources)}"
        for power, capital, resources in preview.costs
    ]
    lines += [f"modifier {read.size:+d}: {read.reason}" for read in preview.modifiers]
    if preview.modifiers:
        lines.append(f"modifiers together: {preview.total:+d}")
    lines += [f"{change.text}: {_by_outcome(change.by)}" for change in preview.effects]
    lines += [
        f"{title_from(minding.target, view.called, view.place)}: {_by_outcome(minding.by)} ({minding.why})"
        for minding in preview.reactions
    ]
    lines += [
        f"if the other side chooses {case.other}: "
        + (case.ends or f"up {case.up}, stays {case.stays}, down {case.down} of 36")
        for case in preview.against
    ]
    if preview.touches:
        lines.append(f"touches what you want: {', '.join(preview.touches)}")
    if preview.resolves > view.round:
        lines.append(f"resolves in round {preview.resolves}")
    if preview.leak >= 0:
        lines.append(f"leak risk: {preview.leak} of 36 at each check")
    return [*lines, *preview.notes]


def _by_outcome(by: tuple[int, ...]) -> str:
    return ", ".join(f"{word} {amount:+d}" for word, amount in zip(OUTCOMES, by, strict=False))


async def _why(rest: str, place: Place, table: Table) -> Answer:
    target = _address(rest, place)
    if not target:
        raise unreadable("found nothing after `why`, expected an address such as trust(IND,CHN)")
    try:
        explanation = await table.why(target)
    except Unreadable as unknown:
        raise unreadable(unknown.message) from None
    lines: list[str] = []
    for step in explanation.steps:
        lines.append(f"round {step.round}: {step.amount:+d} {step.reason}")
        lines += [f"  because: {cause}" for cause in step.chain]
    if lost := about_money(place.view, explanation.target):
        lines.append(f"as it stands, {lost}")
    lines += why_beside(explanation)
    return Answer(why_in_short(explanation), tuple(lines), plain_data(explanation))


def _address(text: str, place: Place) -> str:
    """What was typed, with a crisis by its full id: its short name is known here alone."""
    key, opening, inside = text.partition("(")
    if opening and key.strip().lower() == "severity":
        name = inside.partition(")")[0]
        return f"severity({place.names.crisis(name.strip(), place.view).id})"
    return text.strip()


async def _pair(rest: str, place: Place, table: Table) -> Answer:
    view = place.view
    one, other = two_powers(rest, view)
    pair = pair_of(view, await table.record(), one, other)
    why = await table.why(pair.target)
    lines = [pair.relation.why] if pair.relation else list(why.origin)
    lines += [number_in_words(number) for number in pair.numbers]
    lines += _block("what would move it", why.outlook)
    lines += _block("in force", (agreement_in_words(agreement) for agreement in pair.in_force))
    lines += _block("no longer in force", (agreement_in_words(agreement) for agreement in pair.ended))
    lines += _block("on the table", (initiative_line(initiative, place) for initiative in pair.on_the_table))
    lines += _block("promises", (promise_told(pledge, place) for pledge in pair.pledges))
    lines += _block("in this exercise", (f"round {seen.round}: {seen.text}" for seen in pair.here))
    lines += _block("before it", (past.words for past in pair.history))
    if pair.fitting:
        act = {"joint": "propose", "order": "order"}
        lines += _block(
            "open to you now", (f"{act[offer.form]} {offer.move} {pair.b}" for offer in pair.fitting)
        )
    data = {
        "pair": [pair.a, pair.b],
        "relationship": pair.word,
        "rivals": bool(pair.relation and pair.relation.rivals),
        "near": pair.relation.near if pair.relation else "",
        "why": pair.relation.why if pair.relation else "",
        "numbers": {number.target: {"now": number.value, "course": number.course} for number in pair.numbers},
        "outlook": why.outlook,
        "agreements": plain_data((*pair.in_force, *pair.ended)),
        "promises": plain_data(pair.pledges),
        "here": [as_data(seen) for seen in pair.here],
        "history": plain_data(pair.history),
        "open": [offer.move for offer in pair.fitting],
    }
    return Answer(heading(view, pair), tuple(lines), data)


def _block(title: str, told: Iterable[str]) -> list[str]:
    """Lines under a heading; nothing where there are none."""
    lines = [f"  {line}" for line in told]
    return [f"{title}:", *lines] if lines else []


async def _advise(rest: str, place: Place, table: Table) -> Answer:
    try:
        found = await table.advise(rest.strip().lower().replace("-", "_"))
    except Unreadable as unknown:
        raise unreadable(unknown.message) from None
    if not found:
        return Answer("no advice: there is nothing to do now", (), {"advice": []})
    told = [(line_of(advice.command, place), advice) for advice in found]
    lines = [f"{line or advice.title}: {advice.reason}" for line, advice in told]
    data = [
        {"line": line, "title": advice.title, "reason": advice.reason, "worth": advice.worth}
        for line, advice in told
    ]
    return Answer(counted(len(found), "suggestion"), tuple(lines), {"advice": data})


async def _news(rest: str, place: Place, table: Table) -> Answer:
    seen = await table.record()
    wanted = rest.strip().lower()
    if wanted == "all":
        told, when = seen, "since the beginning"
    elif wanted and not (wanted.isascii() and wanted.isdigit()):
        raise unreadable(f"found `{rest}` after `news`, expected a round or all")
    else:
        number = int(wanted[:4]) if wanted else place.view.round  # type: ignore[cells] # digits are read
        if number > place.view.round:
            raise unreadable(
                f"found `{rest}` after `news`, expected a round up to {place.view.round}, or all"
            )
        told, when = tuple(found for found in seen if found.round == number), f"in round {number}"
    lines = [line for seen in told for line in news_lines(seen)]
    return Answer(
        f"{counted(len(told), 'event')} {when}", tuple(lines), {"news": [as_data(seen) for seen in told]}
    )


def news_lines(seen: Seen) -> list[str]:
    """An event as it is read out: its sentence, then its details."""
    return [seen.text, *(f"  {line}" for line in seen.detail)]


async def _debrief(rest: str, place: Place, table: Table) -> Answer:
    turning = await table.turning_points() if place.view.debrief else ()
    return seat_queries.debrief(place, turning, await table.record())


async def _view(rest: str, place: Place, table: Table) -> Answer:
    return Answer("the whole view is in the data of --json", (), plain_data(place.view))


_OF_THE_TABLE: dict[str, Question] = {
    "channels": _channels,
    "preview": _preview,
    "pair": _pair,
    "why": _why,
    "advise": _advise,
    "news": _news,
    "debrief": _debrief,
    "view": _view,
}
