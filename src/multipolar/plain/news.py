"""What has happened, and what newly waits for the seat: told in words and as data.

A program is given every event whole. A person who listens is told each event in a sentence, dice and
numbers where they concern the own power, and how many other numbers moved: a round moves hundreds.
`news` tells them all. Nothing is decided here.
"""

from collections.abc import Sequence

from multipolar.domain.knowledge.concerns import concerns
from multipolar.domain.knowledge.countering import changed
from multipolar.domain.model.commands import Accept
from multipolar.domain.model.views import Seen
from multipolar.plain.naming import Place
from multipolar.plain.output import News
from multipolar.plain.seat_queries import asked_line
from multipolar.plain.wording import brings_line, chances_line
from multipolar.plain.world_queries import initiative_line
from multipolar.signs import quoted
from multipolar.table.port import Table

_OFFERED = ("proposal_tabled", "proposal_countered")

Told = set[tuple[str, int]]
"""What a seat was asked already: an id, and its version or exchange."""


def happened(seen: Sequence[Seen], me: str, asked: Sequence[News]) -> list[News]:
    """Events as news.

    Args:
        seen: what happened since the seat was last told.
        me: the seat.
        asked: what newly waits for it, so that nothing is said twice.
    """
    waiting = {str(news.data["subject"]) for news in asked if news.data}
    found: list[News] = []
    others = 0
    for concern in concerns(seen, me):
        event = concern.seen
        is_asked = event.kind in _OFFERED and event.subject in waiting
        found.append(News(event.text, concern.lines, as_data(event), concern.is_news and not is_asked))
        others += concern.others
    if others:
        what = "one other number" if others == 1 else f"{others} other numbers"
        found.append(News(f"{what} moved; `news` tells them all", (), None))
    return found


def as_data(seen: Seen) -> dict[str, object]:
    """An event for programs."""
    return {
        "number": seen.number,
        "round": seen.round,
        "phase": seen.phase,
        "kind": seen.kind,
        "actor": seen.actor,
        "subject": seen.subject,
        "text": seen.text,
        "detail": list(seen.detail),
        "weight": seen.weight,
    }


async def newly_asked(place: Place, table: Table, told: Told) -> list[News]:
    """What newly waits for the seat: proposals with cost and chances, cables and crises with choices.

    Args:
        place: what the seat knows.
        table: whom to ask for the chances.
        told: what was announced before; what is announced now is added.
    """
    waiting = [*await _proposals(place, table, told), *_cables(place, told), *_crises(place, told)]
    return [*waiting, *_intents(place, told)]


def _intents(place: Place, told: Told) -> list[News]:
    found: list[News] = []
    for asked in place.view.asks:
        if not _was_told(told, asked.about, 0):
            text = asked_line(asked, place)
            data = {"kind": "intent", "text": text, "subject": asked.about, "title": asked.title}
            found.append(News(text, (), data))
    return found


async def _proposals(place: Place, table: Table, told: Told) -> list[News]:
    found: list[News] = []
    for initiative in place.view.initiatives:
        if not initiative.open_to_me or _was_told(told, initiative.id, initiative.version):
            continue
        preview = await table.preview(Accept(initiative=initiative.id, version=initiative.version))
        chances = f"; chances: {chances_line(preview)}" if preview.chances else ""
        said = (
            f"; {place.view.name(initiative.proposer)} says: {initiative.message}"
            if initiative.message
            else ""
        )
        differing = tuple(f"not as you put it: {line}" for line in changed(place.view, initiative))
        data = {
            "kind": "proposal",
            "text": f"{initiative_line(initiative, place)}{chances}{said}",
            "ref": place.names.of(initiative.id),
            "subject": initiative.id,
            "cost": list(initiative.my_cost),
            "chances": list(preview.chances),
        }
        found.append(News(str(data["text"]), differing, data))
    return found


def _cables(place: Place, told: Told) -> list[News]:
    found: list[News] = []
    for notice in place.view.notices:
        if not notice.options or _was_told(told, notice.id, 0):
            continue
        ref = place.names.of(notice.id)
        lines = tuple(
            f"`answer {ref} {option}`: {title} ({brings_line(notice, option)})"
            for option, title in notice.options
        )
        text = f"{ref} asks for your answer: {quoted(notice.title)}"
        options = [option for option, _ in notice.options]
        data = {"kind": "cable", "text": text, "ref": ref, "subject": notice.id, "options": options}
        found.append(News(text, lines, data))
    return found


def _crises(place: Place, told: Told) -> list[News]:
    found: list[News] = []
    for crisis in place.view.crises:
        if not crisis.choices or crisis.chosen or _was_told(told, crisis.id, place.view.exchange):
            continue
        ref = place.names.of(crisis.id)
        open_now = [choice.id for choice in crisis.choices if not choice.blocked]
        head = f"{ref} {crisis.title}, {crisis.stage}, waits for your choice"
        text = f"{head}: {', '.join(open_now)}; see `crises`"
        data = {"kind": "crisis", "text": text, "ref": ref, "subject": crisis.id, "choices": open_now}
        found.append(News(text, (), data))
    return found


def _was_told(told: Told, key: str, version: int) -> bool:
    if (key, version) in told:
        return True
    told.add((key, version))
    return False
