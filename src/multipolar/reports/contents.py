"""What stands in a report, gathered from a replay with the eyes of one seat."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from msgspec import Struct

from multipolar.domain.addresses import split
from multipolar.domain.english import by_count, counted, first, listed
from multipolar.domain.model.views import IntentSeen, ObjectiveSeen, Seen, Standing, TurningPoint, View
from multipolar.domain.model.wording import promise_words, title_from
from multipolar.domain.vocabulary import PERSON, RELATIONSHIPS
from multipolar.review.holders import played_by
from multipolar.review.learning import evidence
from multipolar.review.scores import final_product, national_sum, share_product
from multipolar.table.port import Replay

HEADLINE = 5
"""How weighty an event is that stands in the timeline, 0 to 9."""
DECISIONS = 12
"""Decisions of a power that are listed, those on which most hung."""
_DECIDED = frozenset(
    (
        "proposal_tabled", "proposal_accepted", "proposal_countered", "order_given", "response_chosen",
        "promise_made", "vote_cast", "inject_answered",
    )
)  # fmt: skip
_BUMP = {"response_chosen": 3}
"""What is told of quietly as it is sealed, and weighs more than it sounds."""
_ENDS = {"complete": "it was played to its end", "collapse": "the order collapsed"}
OUTCOMES = ("breakthrough", "success", "limited", "setback")
SURE = 100


class Link(Struct, frozen=True):
    """A sentence and the event it rests on, by its number in the appendix."""

    text: str
    number: int
    round: int


class Course(Struct, frozen=True):
    """A number round by round, from the opening."""

    title: str
    values: tuple[int, ...]


class Row(Struct, frozen=True):
    """A power in the table of scores: its standing, who played it, and how the score was made."""

    power: str
    name: str
    played_by: str
    standing: Standing
    formula: tuple[str, str, str]


class Pair(Struct, frozen=True):
    """A pair of powers at the beginning and at the end; trust is None where it is not known."""

    a: str
    b: str
    began: str
    ended: str
    tension: tuple[int, int]
    trust: tuple[tuple[int | None, int | None], tuple[int | None, int | None]]


class Kind(Struct, frozen=True):
    """How the initiatives of a kind came out: outcome to how many; empty: they were never resolved."""

    title: str
    category: str
    outcomes: dict[str, int]


class Promise(Struct, frozen=True):
    """A promise in words, and what became of it."""

    text: str
    state: str
    made: int


class PowerPage(Struct, frozen=True):
    """One power: what it wanted and got, what it decided, and what it promised."""

    power: str
    name: str
    doctrine: str
    burden: int
    benefit: int
    objectives: tuple[ObjectiveSeen, ...]
    decisions: tuple[Link, ...]
    promises: tuple[Promise, ...]


class InjectTold(Struct, frozen=True):
    """An inject, what was expected of it where that may be told, and what was answered."""

    title: str
    round: int
    text: str
    expected: str
    answers: tuple[Link, ...]


class Aim(Struct, frozen=True):
    """A learning objective and what in the record touched it."""

    objective: str
    evidence: tuple[Link, ...]


class Calibration(Struct, frozen=True):
    """How well a power knew how sure it could be: the Brier score is 0 where it always did, 1 at worst."""

    power: str
    name: str
    asked: int
    brier: float
    sure: float
    came_off: float


class Report(Struct, frozen=True):
    """The whole report.

    Attributes:
        exercise: its id.
        edition: whose: ``all``, a power, or ``observer``.
        finished: whether the exercise is over; else it tells how it stands.
        titles: each number that something in it moved, in words.
        events: the appendix, in the order in which they happened.
    """

    exercise: str
    title: str
    disclaimer: str
    edition: str
    preset: str
    rounds: int
    finished: bool
    ending: tuple[str, ...]
    summary: tuple[str, ...]
    scores: tuple[Row, ...]
    indices: tuple[Course, ...]
    finals: tuple[Course, ...]
    threats: tuple[Course, ...]
    timeline: tuple[Link, ...]
    powers_in_order: tuple[str, ...]
    pairs: tuple[Pair, ...]
    kinds: tuple[Kind, ...]
    powers: tuple[PowerPage, ...]
    turning_points: tuple[TurningPoint, ...]
    injects: tuple[InjectTold, ...]
    intents: tuple[IntentSeen, ...]
    calibration: tuple[Calibration, ...]
    aims: tuple[Aim, ...]
    questions: tuple[tuple[str, str], ...]
    titles: dict[str, str]
    events: tuple[Seen, ...]


async def report_of(replay: Replay, seat: str, expected: Mapping[str, str]) -> Report:
    """Gather a report.

    Args:
        replay: the record.
        seat: with whose eyes: ``control`` for everything, a power, or ``observer``.
        expected: inject to what was expected of it; empty where that may not be told.
    """
    replay.look_as(seat)
    replay.seek(replay.last)
    view, events = replay.view, await replay.record()
    debrief = view.debrief
    standings = debrief.standings if debrief else ()
    return Report(
        exercise=replay.exercise,
        title=view.title,
        disclaimer=view.disclaimer,
        edition="all" if seat == "control" else seat,
        preset=view.preset,
        rounds=view.rounds,
        finished=debrief is not None,
        ending=debrief.ending if debrief else (),
        summary=tuple(_summary(view, events)),
        scores=tuple(_row(view, standing, events) for standing in standings),
        indices=tuple(_courses(view, "index", "architecture")),
        finals=tuple(_finals(view)),
        threats=tuple(_courses(view, "threat")),
        timeline=tuple(_link(seen) for seen in events if seen.weight >= HEADLINE),
        powers_in_order=tuple(power.id for power in view.powers),
        pairs=tuple(_pairs(view)),
        kinds=tuple(_kinds(view)),
        powers=tuple(_power_pages(view, events)),
        turning_points=await replay.turning_points(),
        injects=tuple(_injects(view, events, expected)),
        intents=view.intents,
        calibration=tuple(_calibrations(view)),
        aims=tuple(
            Aim(
                lesson.objective,
                tuple(_link(seen) for seen in evidence(lesson, events)),
            )
            for lesson in (debrief.lessons if debrief else ())
        ),
        questions=debrief.questions if debrief else (),
        titles={
            change.target: first(title_from(change.target, view.called, view.place))
            for seen in events
            for change in seen.changes
        },
        events=events,
    )


def _link(seen: Seen) -> Link:
    return Link(seen.text, seen.number, seen.round)


def _summary(view: View, events: Sequence[Seen]) -> Iterator[str]:
    debrief = view.debrief
    kinds = Counter(seen.kind for seen in events)
    outcomes = Counter(initiative.outcome for initiative in view.initiatives if initiative.outcome)
    if debrief:
        best = [view.name(standing.power) for standing in debrief.standings if standing.rank == 1]
        how = _ENDS.get(debrief.how, debrief.how)
        yield f"The exercise ended after {view.round} of {counted(view.rounds, 'round')}: {how}."
        if debrief.nobody_wins:
            order = view.numbers["architecture(all)"]
            yield f"The shared order ended at {order}, under {debrief.least}: nobody has won."
        elif best:
            yield f"First: {listed(best)}."
    else:
        yield f"The exercise stands at round {view.round} of {view.rounds}; this report tells how it stands."
    began, now = view.opening["architecture(all)"], view.numbers["architecture(all)"]
    yield f"The shared order went from {began} to {now}."
    resolved = sum(outcomes.values())
    told = ", ".join(f"{outcomes[word]} {word}" for word in OUTCOMES if outcomes[word])
    were = f"{counted(resolved, 'initiative')} {by_count(resolved, 'was', 'were')}"
    yield f"{were} resolved{f': {told}' if told else ''}."
    if kinds["crisis_began"]:
        exchanges = kinds["exchange_resolved"]
        crises = counted(kinds["crisis_began"], "crisis", "crises")
        answered = f"{counted(exchanges, 'exchange')} {by_count(exchanges, 'was', 'were')} answered in them"
        yield f"{crises} began, and {answered}."
    states = Counter(pledge.state for pledge in view.pledges)
    if states:
        yield f"Promises: {', '.join(f'{count} {state}' for state, count in sorted(states.items()))}."


def _row(view: View, standing: Standing, events: Sequence[Seen]) -> Row:
    disclosures = view.debrief.disclosures if view.debrief else ()
    last = next((one.doctrine for one in disclosures if one.power == standing.power), "")
    power = next(one for one in view.powers if one.id == standing.power)
    held = PERSON if power.run_by == PERSON else last
    return Row(
        power=standing.power,
        name=power.name,
        played_by=played_by(power.id, held, events),
        standing=standing,
        formula=(
            national_sum(standing),
            share_product(standing, view.numbers["architecture(all)"]),
            final_product(standing),
        ),
    )


def _courses(view: View, *kinds: str) -> Iterator[Course]:
    for target in view.past[0] if view.past else ():
        key, parts = split(target)
        if key in kinds and all(target in past for past in view.past):
            title = parts[0] if key == "index" else title_from(target, view.called, view.place)
            yield Course(first(title), tuple(past[target] for past in view.past))


def _finals(view: View) -> Iterator[Course]:
    """Finals after each round: counted last, so that the past of a round has those of the one before."""
    for power in view.powers:
        target = f"final({power.id})"
        if not power.minor and target in view.numbers and all(target in past for past in view.past[2:]):
            yield Course(power.name, (*(past[target] for past in view.past[2:]), view.numbers[target]))


def _pairs(view: View) -> Iterator[Pair]:
    ids = [power.id for power in view.powers]
    for place, a in enumerate(ids):
        for b in ids[place + 1 :]:
            low, high = sorted((a, b))
            state, tension = f"relationship({low},{high})", f"tension({low},{high})"
            ways = (f"trust({a},{b})", f"trust({b},{a})")
            yield Pair(
                a,
                b,
                RELATIONSHIPS[view.opening[state]],
                RELATIONSHIPS[view.numbers[state]],
                (view.opening[tension], view.numbers[tension]),
                (
                    (view.opening.get(ways[0]), view.opening.get(ways[1])),
                    (view.numbers.get(ways[0]), view.numbers.get(ways[1])),
                ),
            )


def _kinds(view: View) -> Iterator[Kind]:
    found: dict[str, Counter[str]] = {}
    categories: dict[str, str] = {}
    for initiative in view.initiatives:
        found.setdefault(initiative.title, Counter())[initiative.outcome] += 1
        categories[initiative.title] = initiative.category
    for title in sorted(found, key=lambda title: (categories[title], title)):
        yield Kind(title, categories[title], dict(found[title]))


def _power_pages(view: View, events: Sequence[Seen]) -> Iterator[PowerPage]:
    disclosed = {one.power: one for one in view.debrief.disclosures} if view.debrief else {}
    for power in view.powers:
        if power.minor:
            continue
        own = view.objectives if power.id == view.seat else ()
        decided = [seen for seen in events if seen.actor == power.id and seen.kind in _DECIDED]
        heaviest = sorted(decided, key=lambda seen: (-_heaviness(seen), seen.number))[:DECISIONS]
        yield PowerPage(
            power=power.id,
            name=power.name,
            doctrine=disclosed[power.id].doctrine if power.id in disclosed else "",
            burden=view.numbers.get(f"burden({power.id})", 0),
            benefit=view.numbers.get(f"benefit({power.id})", 0),
            objectives=disclosed[power.id].objectives if power.id in disclosed else own,
            decisions=tuple(_link(seen) for seen in sorted(heaviest, key=lambda seen: seen.number)),
            promises=tuple(
                Promise(promise_words(view, pledge.undertaking), pledge.state, pledge.made)
                for pledge in view.pledges
                if pledge.undertaking.by == power.id
            ),
        )


def _heaviness(seen: Seen) -> int:
    return seen.weight + _BUMP.get(seen.kind, 0)


def _injects(view: View, events: Sequence[Seen], expected: Mapping[str, str]) -> Iterator[InjectTold]:
    for notice in view.notices:
        yield InjectTold(
            notice.title,
            notice.round,
            notice.text,
            expected.get(notice.id, ""),
            tuple(
                _link(seen) for seen in events if seen.kind == "inject_answered" and seen.subject == notice.id
            ),
        )


def _calibrations(view: View) -> Iterator[Calibration]:
    for power in view.powers:
        asked = [one for one in view.intents if one.by == power.id and one.came_off is not None]
        if asked:
            yield Calibration(
                power.id,
                power.name,
                len(asked),
                round(fmean((one.sure / SURE - bool(one.came_off)) ** 2 for one in asked), 3),
                round(fmean(one.sure for one in asked), 1),
                round(100 * fmean(bool(one.came_off) for one in asked), 1),
            )
