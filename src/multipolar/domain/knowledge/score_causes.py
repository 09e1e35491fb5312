"""What moved a score in a round: the numbers and events behind each step of it (rulebook §9).

Scores are counted when a round is closed, and no one event brings them about. *Why* one of them moved is
told by what moved what it is counted from, as far as the asking seat may know it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from multipolar.domain.addresses import of, split
from multipolar.domain.mechanics.scoring import READ_AS
from multipolar.domain.model import events as e
from multipolar.domain.model.wording import title_of
from multipolar.domain.model.world import World
from multipolar.domain.rules.ruleset import ScoreRules
from multipolar.domain.vocabulary import EVERYONE, ResolutionState, Stage

MOST = 6
"""How many causes of one step are told at most, those that moved most first."""
_SCORES = frozenset({"index", "architecture", "national", "final"})
_REPUTATION = ("burden", "honoured", "kept", "breaches")


class Source(NamedTuple):
    """What a score, or a part of it, is counted from."""

    numbers: Callable[[World, str], bool] = lambda world, target: False
    events: Callable[[World, e.Event], bool] = lambda world, event: False


def is_score(target: str) -> bool:
    """Whether a number is counted from others when a round is closed."""
    return split(target)[0] in _SCORES


def behind(
    world: World, seen: Sequence[e.Event], event: e.Event, change: e.Change, told: Mapping[int, str]
) -> tuple[str, ...]:
    """What moved that from which a score was counted, a line each.

    Args:
        world: the truth now.
        seen: the events that the asking seat may know.
        event: the one in which the score was counted.
        change: how the score moved in it.
        told: seq to the sentence of each event.
    """
    source = _source(change, world.rules.base.scores)
    round_ = [found for found in seen if found.round == event.round and found.seq <= event.seq]
    happened = [told.get(event.seq, "") for event in round_ if source.events(world, event)]
    lines = [*filter(None, happened), *_moved(world, round_, source)]
    rest = len(lines) - MOST
    return (*lines[:MOST], *([f"and {rest} more"] if rest > 0 else ()))


def _moved(world: World, events: Iterable[e.Event], source: Source) -> Iterator[str]:
    """The numbers of a source that moved, with the reasons that moved them most, the largest first."""
    amounts: dict[str, dict[str, int]] = {}
    for event in events:
        for change in event.changes:
            if source.numbers(world, change.target):
                by = amounts.setdefault(change.target, {})
                by[change.reason] = by.get(change.reason, 0) + change.amount
    totals = {target: sum(by.values()) for target, by in amounts.items()}
    for target in sorted(totals, key=lambda target: (-abs(totals[target]), target)):
        if totals[target]:
            reasons = sorted(amounts[target].items(), key=lambda found: -abs(found[1]))
            words = ", ".join(f"{reason} {amount:+d}" for reason, amount in reasons[:2] if amount)
            yield f"{title_of(world.rules, target)} {totals[target]:+d}: {words}"


# --- What each is counted from ---------------------------------------------------------------


def _source(change: e.Change, rules: ScoreRules) -> Source:
    key, (name,) = split(change.target)
    match key:
        case "index":
            return _source_of_index(name, change.reason)
        case "architecture":
            index = of("index", change.reason.partition(":")[0])
            return Source(numbers=lambda world, target: target == index)
        case "national":
            read = {of(key, name) for key in (*rules.position, *_REPUTATION)}
            return Source(
                numbers=lambda world, target: target in read,
                events=lambda world, event: isinstance(event, e.ObjectiveJudged) and event.actor == name,
            )
        case _:
            return Source(numbers=lambda world, target: target in (of("national", name), "architecture(all)"))


def _source_of_index(name: str, reason: str) -> Source:
    """That of the part a step is about; of all parts where a save of before tells of the whole at once."""
    parts = [part for index, part in READ_AS if index == name]
    of_step = [part for part in parts if reason.startswith(READ_AS[name, part])]
    sources = [_SOURCES[name, part] for part in of_step or parts]
    return Source(
        numbers=lambda world, target: any(source.numbers(world, target) for source in sources),
        events=lambda world, event: any(source.events(world, event) for source in sources),
    )


def _numbers(*keys: str) -> Source:
    return Source(numbers=lambda world, target: split(target)[0] in keys)


def _of_ranked(*keys: str) -> Source:
    def counts(world: World, target: str) -> bool:
        key, names = split(target)
        return key in keys and set(names) <= set(world.rules.ranked)

    return Source(numbers=counts)


def _climbed(*stages: Stage) -> Source:
    """Crises that came to a rung."""

    def counts(world: World, event: e.Event) -> bool:
        if isinstance(event, e.CrisisBegan):
            return event.stage in stages
        return isinstance(event, e.ExchangeResolved) and event.was != event.now and event.now in stages

    return Source(events=counts)


def _measure(world: World, event: e.Event) -> bool:
    if isinstance(event, e.AgreementConcluded):
        kind = event.type
    elif isinstance(event, e.AgreementStateChanged):
        kind = world.agreements[event.agreement].type
    else:
        return False
    return world.rules.agreement_groups[kind] == "confidence"


def _initiative(world: World, event: e.Event) -> bool:
    """An initiative that everybody knows to have been resolved, and that counts for inclusion."""
    return (
        isinstance(event, e.InitiativeResolved)
        and world.rules.moves[event.move].category not in ("coercion", "domestic")
        and world.initiatives[event.initiative].known == EVERYONE
    )


def _decision(world: World, event: e.Event) -> bool:
    match event:
        case e.CrisisStateChanged():
            return event.to == Stage.SETTLED and bool(world.crises[event.crisis].mediator)
        case e.ResolutionStateChanged():
            return event.to == ResolutionState.ADOPTED
        case _:
            return isinstance(event, e.FrameworkFounded)


_SOURCES: dict[tuple[str, str], Source] = {
    ("peace", "tension"): _numbers("tension"),
    ("peace", "acute"): _climbed(Stage.ACUTE),
    ("peace", "confrontation"): _climbed(Stage.CONFRONTATION, Stage.BRINK, Stage.CONFLICT),
    ("peace", "conflict"): _climbed(Stage.CONFLICT),
    ("resilience", "threats"): _numbers("threat"),
    ("transparency", "measures"): Source(events=_measure),
    ("transparency", "papers"): Source(
        events=lambda world, event: isinstance(event, e.InitiativeResolved) and event.move == "white_paper"
    ),
    ("inclusion", "seats"): Source(
        events=lambda world, event: isinstance(
            event, e.FrameworkFounded | e.MembershipChanged | e.FrameworkDissolved
        )
    ),
    ("inclusion", "initiatives"): Source(events=_initiative),
    ("inclusion", "decisions"): Source(events=_decision),
    ("equity", "benefits"): _of_ranked("benefit"),
    ("equity", "burdens"): _of_ranked("burden"),
    ("balance", "warmth"): _of_ranked("relationship", "tension"),
    ("balance", "strained"): _of_ranked("relationship"),
    ("balance", "cohesion"): _numbers("cohesion"),
    ("balance", "poles"): _of_ranked("relationship", "capability"),
}
"""What each part of each index is counted from."""
