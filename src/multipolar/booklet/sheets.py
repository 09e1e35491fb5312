"""What stands on each sheet of the booklet, read from a scenario and a rule set."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from multipolar.domain.english import between_counts, first, listed
from multipolar.domain.model.condition_words import in_words
from multipolar.domain.model.wording import title_of
from multipolar.domain.rules.catalogue import Cost, Move, RelationshipWord
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.ruleset import Preset
from multipolar.domain.rules.scenario_model import Inject, InjectNumber, Objective, PowerSetting, RedLine
from multipolar.domain.rules.templates import FrictionTrigger
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.rulebook.book.moves import effect_rows, needs
from multipolar.rulebook.lessons import Lesson, load_lessons, seconds

_CHANNELS = {"news": "in the news", "cable": "by cable", "intelligence": "as intelligence"}
_NO_CHANGE = "·"
TENSIONS = (20, 40, 60, 80)
"""For which the chance of a dispute is printed."""


class Aim(NamedTuple):
    """An objective or a red line as it is printed.

    Attributes:
        title: what it is called.
        why: why the power wants it.
        condition: when it counts, in words.
        partly: when a part of it counts, in words; empty: never.
        points: what it earns, or costs.
        part_points: what a part of it earns.
        secret: whether the others are not told of it.
    """

    title: str
    why: str
    condition: str
    points: int
    partly: str = ""
    part_points: int = 0
    secret: bool = False


class Tie(NamedTuple):
    """How a power stands with another as the exercise begins.

    Attributes:
        name: the other power.
        state: of their relationship.
        trust: in the other, 0 to 100.
        tension: between the two, 0 to 100.
        agreements: in force between them, by title.
        why: how it came to this.
    """

    name: str
    state: str
    trust: int
    tension: int
    agreements: str
    why: str


class Role(NamedTuple):
    """The role sheet of a seat: what only its own people read.

    Attributes:
        power: as the scenario declares it.
        objectives: in the scenario's order.
        red_lines: likewise.
        ties: with each other power; worst first.
        talk_first: whom to talk to first and about what.
        capital: political capital at the start of a round.
        resources: defence money and forces at the start of a round.
    """

    power: PowerSetting
    objectives: tuple[Aim, ...]
    red_lines: tuple[Aim, ...]
    ties: tuple[Tie, ...]
    talk_first: tuple[tuple[str, str], ...]
    capital: int
    resources: int


class Choice(NamedTuple):
    """One way to answer an inject, and what it does."""

    title: str
    effects: str
    result: str


class Entry(NamedTuple):
    """An inject as the facilitator reads it.

    Attributes:
        number: its place in the list, from 1.
        inject: as the scenario declares it.
        due: when it is released.
        to: who is told, and how.
        effects: what it changes at once.
        choices: how it may be answered.
        crisis: the kind of crisis it sets off, and between whom; empty: none.
    """

    number: int
    inject: Inject
    due: str
    to: str
    effects: str
    choices: tuple[Choice, ...]
    crisis: str


class MoveLine(NamedTuple):
    """A move in one line of the table."""

    move: Move
    whom: str
    cost: str
    partner_cost: str
    needs: str
    effects: str


class State(NamedTuple):
    """A state of a relationship: from which warmth it is reached, and what a pair begins with in it."""

    word: str
    rises: str
    falls: str
    trust: int
    tension: int


def roles(rules: Rules, preset: Preset) -> tuple[Role, ...]:
    """The role sheet of every power, ranked ones first."""
    powers = sorted(rules.setting.powers, key=lambda power: power.minor)
    return tuple(_role(rules, preset, power) for power in powers)


def _role(rules: Rules, preset: Preset, power: PowerSetting) -> Role:
    money, minor = rules.base.money, power.minor
    modules = rules.modules_of[preset.id]
    capital = (
        money.capital_base
        + power.attributes["standing"] // money.standing_per_capital
        + power.attributes["stability"] // money.stability_per_capital
    )
    ties = [_tie(rules, power.id, other.id) for other in rules.setting.powers if other.id != power.id]
    return Role(
        power=power,
        objectives=tuple(
            _objective(rules, power.id, aim) for aim in power.objectives if modules.issuperset(aim.needs)
        ),
        red_lines=tuple(_red_line(rules, power.id, line) for line in power.red_lines),
        ties=tuple(sorted(ties, key=lambda tie: RELATIONSHIPS.index(tie.state))),
        talk_first=tuple((rules.called(one.power), one.about) for one in power.brief.talk_first),
        capital=money.minor_capital if minor else max(capital, money.capital_least),
        resources=money.resources_base + power.attributes["economy"] // money.economy_per_resource,
    )


def _objective(rules: Rules, owner: str, aim: Objective) -> Aim:
    partly = in_words(rules, aim.partly, owner) if aim.partly else ""
    condition = in_words(rules, aim.condition, owner)
    return Aim(aim.title, aim.why, condition, aim.points, partly, aim.part_points, aim.secret)


def _red_line(rules: Rules, owner: str, line: RedLine) -> Aim:
    return Aim(line.title, line.why, in_words(rules, line.condition, owner), line.loss)


def _tie(rules: Rules, power: str, other: str) -> Tie:
    relation = rules.relations.get((min(power, other), max(power, other)))
    state: RelationshipWord = relation.state if relation else rules.setting.relations_default
    level = RELATIONSHIPS.index(state)
    starts = rules.base.relationship
    trust, tension = starts.start_trust[level], starts.start_tension[level]
    if relation and relation.trust is not None:
        trust = relation.trust[relation.between.index(power)]
    if relation and relation.tension is not None:
        tension = relation.tension
    papers = [
        paper.title
        for paper in rules.setting.agreements
        if {power, other} <= set(paper.parties) and not paper.precedent_only
    ]
    return Tie(
        rules.powers[other].name, state, trust, tension, "; ".join(papers), relation.why if relation else ""
    )


def entries(rules: Rules, preset: Preset, without: Sequence[str] = ()) -> tuple[Entry, ...]:
    """The injects in the order in which they are due, those on a condition last.

    Args:
        rules: the scenario and its rules.
        preset: the length that is played; what is due after its last round is left out.
        without: ids of injects that are left out.
    """
    kept = [
        inject
        for inject in rules.setting.injects
        if inject.id not in without and (inject.round is None or inject.round <= preset.rounds)
    ]
    kept.sort(key=lambda inject: inject.round or preset.rounds + 1)
    return tuple(_entry(rules, number, inject) for number, inject in enumerate(kept, 1))


def _entry(rules: Rules, number: int, inject: Inject) -> Entry:
    due = first(inject.due)
    if inject.condition:
        when = f"when {in_words(rules, inject.condition, '')}"
        due = f"Round {inject.round}, {when}" if inject.round else first(when)
    whom = listed([rules.called(power) for power in inject.addressees]) or "everybody"
    template = rules.crises.get(inject.crisis or "")
    parties = listed([rules.called(power) for power in inject.parties])
    return Entry(
        number=number,
        inject=inject,
        due=due,
        to=f"to {whom}, {_CHANNELS[inject.channel]}",
        effects=_changes(rules, inject.numbers),
        choices=tuple(
            Choice(option.title, _changes(rules, option.numbers), option.result) for option in inject.options
        ),
        crisis=f"{template.title} between {parties}"
        if template and parties
        else template.title
        if template
        else "",
    )


def _changes(rules: Rules, numbers: Sequence[InjectNumber]) -> str:
    return "; ".join(f"{first(title_of(rules, number.target))} {number.by:+d}" for number in numbers)


def move_lines(rules: Rules, preset: Preset) -> tuple[tuple[str, tuple[MoveLine, ...]], ...]:
    """The moves that a length plays with, by category: cost, needs and effects in a line each."""
    played = [move for move in rules.played(preset.id) if move.threat is None or rules.theatres_of[move.id]]
    categories = dict.fromkeys(move.category for move in played)
    return tuple(
        (category.capitalize(), tuple(_line(move) for move in played if move.category == category))
        for category in categories
    )


def _line(move: Move) -> MoveLine:
    fewest, most = move.partners
    effects = [f"{label} {'/'.join(figures)}" for label, *figures in _figures(move)]
    if move.forms is not None:
        effects.append(f"from {move.forms.at_least}: {move.forms.type.replace('_', ' ')} in force")
    return MoveLine(
        move=move,
        whom=between_counts(fewest, most) if most else "alone",
        cost=_short(move.cost),
        partner_cost=_short(move.partner_cost) if move.form == "joint" else "–",
        needs="; ".join(needs(need) for need in move.requirements) or "–",
        effects="; ".join(effects) or "see the rulebook",
    )


def _figures(move: Move) -> Iterator[tuple[str, ...]]:
    for label, *figures in (row for effect in move.effects for row in effect_rows(effect)):
        yield (label, *("0" if figure == _NO_CHANGE else figure for figure in figures))


def _short(cost: Cost) -> str:
    """A cost for a narrow column: ``1C 2R``."""
    parts = [f"{amount}{sign}" for amount, sign in ((cost.capital, "C"), (cost.resources, "R")) if amount]
    return " ".join(parts) or "0"


def hazards(rules: Rules) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """In how many of 1,000 rounds a dispute comes up between two powers, for each of `TENSIONS` (§8).

    One row a kind of pair (see `dyads`).
    """
    frictions = [
        trigger
        for template in rules.base.crises
        for trigger in template.triggers
        if isinstance(trigger, FrictionTrigger)
    ]
    setting = rules.setting.friction
    kinds = (
        ("declared rivals", [trigger.rivals for trigger in frictions], setting.rivals),
        ("neighbours; at odds and in one theatre", [trigger.near for trigger in frictions], setting.others),
        (
            "others in one theatre",
            [trigger.theatre or trigger.others for trigger in frictions],
            setting.others,
        ),
        (
            "strained or worse, and far apart",
            [trigger.apart or trigger.near for trigger in frictions],
            setting.others,
        ),
        ("all other pairs", [trigger.others for trigger in frictions], setting.others),
    )
    rows = []
    for label, rates, percent in kinds:
        rate, offset = max(rates, default=(0, 0))
        in_10_000 = (rate * (offset + tension) * percent // 900 for tension in TENSIONS)
        rows.append((label, tuple(round(hazard / 10) for hazard in in_10_000)))
    return tuple(rows)


def states(rules: Rules) -> tuple[State, ...]:
    """The states of a relationship, from the worst to the best."""
    found = rules.base.relationship
    shown = []
    for level, word in enumerate(RELATIONSHIPS):
        rises = found.up[level - 1] if level else None
        bounds = ("–", "–") if rises is None else (str(rises), str(rises - found.gap))
        shown.append(State(word, *bounds, found.start_trust[level], found.start_tension[level]))
    return tuple(shown)


class Slot(NamedTuple):
    """A stretch of a lesson: from which minute to which, and what is done."""

    begins: int
    ends: int
    what: str


class LessonSheet(NamedTuple):
    """A lesson minute by minute."""

    title: str
    minutes: int
    preset: str
    rounds: int
    summary: str
    slots: tuple[Slot, ...]


def lesson_sheets(rules: Rules) -> tuple[LessonSheet, ...]:
    """The plans for lessons, minute by minute, each with the length of the exercise that fits (§2)."""
    return tuple(_lesson(rules, lesson) for lesson in load_lessons().lessons)


def _lesson(rules: Rules, lesson: Lesson) -> LessonSheet:
    preset = rules.presets[lesson.preset]
    briefing, deliberation, crisis, assessment, debrief = seconds(lesson.minutes, preset.rounds)
    stretches = [(briefing, "Briefing: the story aloud, role sheets in silence, whom to talk to first")]
    for number in range(1, preset.rounds + 1):
        injects = [inject.title for inject in rules.setting.injects if inject.round == number]
        read = f" Read out: {listed(injects)}." if injects else ""
        stretches += [
            (deliberation, f"Round {number}: talk, propose, answer, order.{read}"),
            (crisis, f"Round {number}: what was agreed is decided; crises are answered"),
            (assessment, f"Round {number}: what moved, and why"),
        ]
    stretches.append((debrief, "Debrief: the scores last; first what was known, wanted and expected"))
    slots, at = [], 0
    for length, what in stretches:
        slots.append(Slot(round(at / 60), round((at + length) / 60), what))
        at += length
    return LessonSheet(
        lesson.title, lesson.minutes, preset.title, preset.rounds, lesson.summary, tuple(slots)
    )
