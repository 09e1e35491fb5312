"""Intent: what a seat wants of a weighty decision, asked when it takes it (rulebook §2).

The answers are the seat's own until the debrief, which sets intent beside outcome. Nothing waits for
them, and no rule reads them.
"""

from collections.abc import Iterator

from multipolar.domain.errors import Illegal
from multipolar.domain.mechanics.crises.crisis_choices import is_asked
from multipolar.domain.mechanics.titles import in_full
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.lookups import LIVE
from multipolar.domain.model.records import Crisis, Initiative, Intent
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.views import IntentAsked, IntentSeen
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import check_text
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.vocabulary import PERSON, InitiativeState, Outcome, Phase, Stage

NEVER, ONCE_A_ROUND = "never", "once_a_round"
LONGEST_LINE = 200
"""Characters of each answer, at most."""


def is_weighty(world: World, move: Move) -> bool:
    """Whether a decision for a move is one to ask about."""
    rules = world.rules.base.intent
    return move.weight >= rules.weight or move.category in rules.categories


def asked_of(world: World, seat: str) -> tuple[IntentAsked, ...]:
    """The decisions of the present phase about which a seat is asked, and has not answered."""
    how = world.options.intent
    if how == NEVER or world.seats.get(seat) != PERSON or seat in world.away:
        return ()
    stated = {intent.about for intent in world.intents if intent.by == seat and _still_stands(world, intent)}
    if how == ONCE_A_ROUND and any(
        intent.by == seat and intent.round == world.round for intent in world.intents
    ):
        return ()
    return tuple(asked for asked in _weighty(world, seat) if asked.about not in stated)


def _still_stands(world: World, intent: Intent) -> bool:
    """Whether the decision is the one it was stated of: a name that was given up may be taken again."""
    initiative = world.initiatives.get(intent.about)
    return initiative is None or initiative.event < intent.seq


def _weighty(world: World, seat: str) -> Iterator[IntentAsked]:
    if world.phase is Phase.DELIBERATION:
        for initiative in world.current.values():
            if _committed(world, initiative, seat):
                yield IntentAsked(initiative.id, _of(world, initiative, seat))
    if world.phase is Phase.CRISIS:
        for crisis in world.open_crises():
            if seat in crisis.parties[:2] and is_asked(world, crisis, seat):
                yield IntentAsked(_exchange_of(world, crisis), _titled(world, crisis, world.exchange))


def _committed(world: World, initiative: Initiative, seat: str) -> bool:
    """Whether a seat has put its weight behind an initiative in this round."""
    return (
        seat in initiative.accepted
        and initiative.state in LIVE
        and (initiative.tabled == world.round or initiative.state is InitiativeState.AGREED)
        and is_weighty(world, world.rules.moves[initiative.move])
    )


def _of(world: World, initiative: Initiative, seat: str) -> str:
    """An initiative as one of its parties would call it."""
    title = in_full(world, initiative)
    return title if initiative.initiator == seat else f"{world.rules.name(initiative.initiator)}: {title}"


def _exchange_of(world: World, crisis: Crisis) -> str:
    return f"{crisis.id}.{world.exchange}"


def _titled(world: World, crisis: Crisis, exchange: int | str) -> str:
    return f"{world.rules.crises[crisis.template].title}, exchange {exchange}"


def state(transaction: Transaction, seat: str, command: c.StateIntent) -> None:
    """Answer what a decision is for.

    Raises:
        Refused: when nothing is asked about it, or an answer does not fit.
    """
    if command.about not in {asked.about for asked in asked_of(transaction.world, seat)}:
        raise Illegal("intent", f"you are not asked what you want of '{command.about}'")
    for words in (command.wants, command.expects):
        if len(words.strip()) > LONGEST_LINE or "\n" in words or "\t" in words:
            raise Illegal("intent", f"answer in one line of at most {LONGEST_LINE} characters")
        check_text(words)
    if not command.wants.strip():
        raise Illegal("intent", "say in a line what you want of it")
    if not 0 <= command.sure <= 100:
        raise Illegal("intent", "how sure you are is a number from 0 to 100, in per cent")
    transaction.write(
        e.IntentStated, seat, (seat,), about=command.about, wants=command.wants.strip(),
        expects=command.expects.strip(), sure=command.sure,
    )  # fmt: skip


# --- Beside what came of it ------------------------------------------------------------------


def intents_of(world: World, seat: str, *, all_told: bool) -> tuple[IntentSeen, ...]:
    """What a seat stated, or everybody, each beside what came of the decision."""
    return tuple(_seen(world, intent) for intent in world.intents if all_told or intent.by == seat)


def _seen(world: World, intent: Intent) -> IntentSeen:
    crisis = world.crises.get(intent.about.partition(".")[0])
    if crisis is not None:
        exchange = intent.about.partition(".")[2]
        decision, outcome, came_off = _titled(world, crisis, exchange), str(crisis.stage), _ended(crisis)
    else:
        initiative = world.initiatives[intent.about]
        decision = _of(world, initiative, intent.by)
        done = initiative.outcome
        outcome = done.word if done is not None else str(initiative.state).replace("_", " ")
        came_off = None if initiative.state in LIVE else done is not None and done >= Outcome.SUCCESS
        if not _still_stands(world, intent):
            outcome, came_off = "begun anew on other terms", None
    return IntentSeen(
        intent.by,
        intent.about,
        decision,
        intent.round,
        intent.wants,
        intent.expects,
        intent.sure,
        outcome,
        came_off,
    )


def _ended(crisis: Crisis) -> bool | None:
    """Whether a crisis was settled; None while it is open."""
    if crisis.is_open or crisis.stage in (Stage.WARNING, Stage.EASING):
        return None
    return crisis.stage is Stage.SETTLED
