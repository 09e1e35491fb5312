"""What the control seat does besides the clock and the seats: injects, voices, numbers (rulebook §13).

Every deed has a reason, which stands in the record and is control's alone unless a result of it is shown;
each can be undone only by another. Who is not told of one sees nothing of it.
"""

from itertools import count

from multipolar.domain.addresses import bounds, split
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Change
from multipolar.domain.model.evolution import plan_of
from multipolar.domain.model.records import InjectPlan
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases import messages
from multipolar.domain.phases.deliberation import check_text, named_powers
from multipolar.domain.phases.situation import release_inject
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import ATTRIBUTES, CONTROL, EVERYONE, PERSON, Phase

SETTABLE = frozenset(
    (*ATTRIBUTES, "capital", "resources", "trust", "dependence", "tension", "interoperability", "threat",
     "cohesion", "legitimacy")
)  # fmt: skip
"""Keys of the numbers that control may set: what is counted, not what is computed from it."""
CHANNELS = ("news", "cable", "intelligence")
LONGEST_TITLE = 120


def release(transaction: Transaction, command: c.Release) -> None:
    """Release an inject by hand, early, late or from the shelf, as it was planned or edited.

    Raises:
        Unreadable: when there is no such inject.
        Illegal: when it was released already.
    """
    plan = _not_released(transaction, command.inject)
    cause = _put(transaction, plan, "released", command.reason)
    release_inject(transaction, plan, cause)


def hold(transaction: Transaction, command: c.Hold) -> None:
    """Hold an inject, which then waits to be released by hand; ``hold=False`` lets it come when due.

    Raises:
        Unreadable: when there is no such inject.
        Illegal: when nothing would change, or it was released already.
    """
    _change(transaction, command.inject, "held" if command.hold else "planned", command.reason)


def skip(transaction: Transaction, command: c.Skip) -> None:
    """Leave an inject out; ``skip=False`` takes it in again.

    Raises:
        Unreadable: when there is no such inject.
        Illegal: when nothing would change, or it was released already.
    """
    _change(transaction, command.inject, "skipped" if command.skip else "planned", command.reason)


def edit(transaction: Transaction, command: c.EditInject) -> None:
    """Change the words of an inject before it is released.

    Raises:
        Unreadable: when there is no such inject, or it is left without words.
        Illegal: when it was released already.
    """
    plan = _not_released(transaction, command.inject)
    title, text = _words(command.title or plan.title, command.text or plan.text)
    if (title, text) == (plan.title, plan.text):
        raise Illegal("inject", "that is how it reads already")
    transaction.write(
        e.InjectEdited, CONTROL, (), inject=plan.id, title=title, text=text, reason=command.reason.strip()
    )


def improvise(transaction: Transaction, command: c.Improvise) -> None:
    """Write an inject on the spot, and release it.

    Raises:
        Unreadable: when it has no words, or names what is not there.
    """
    title, text = _words(command.title, command.text)
    if command.channel not in CHANNELS:
        raise Unreadable("channel", f"found '{command.channel}', expected {', '.join(CHANNELS)}")
    to = named_powers(transaction, command.to)
    if to and command.channel == "news":
        raise Illegal("addressees", "news are for all; a cable or intelligence goes to some")
    world = transaction.world
    taken = {*world.plans, *world.rules.injects}
    name = next(name for number in count(1) if (name := f"improvised_{number}") not in taken)
    cause = transaction.write(
        e.InjectImprovised, CONTROL, (), inject=name, title=title, text=text, channel=command.channel,
        to=tuple(sorted(to)), reason=command.reason.strip(),
    )  # fmt: skip
    release_inject(transaction, transaction.world.plans[name], cause)


def speak_as(transaction: Transaction, command: c.SpeakAs) -> None:
    """Say something as a minor power that no person plays.

    Raises:
        Unreadable: when there is no such power, or no words.
        Illegal: when the power speaks for itself.
    """
    world = transaction.world
    power = world.rules.powers.get(command.power)
    if power is None:
        raise Unreadable("power", f"there is no power '{command.power}'; choose {', '.join(world.rules.ids)}")
    if not power.minor or world.seats[power.id] == PERSON:
        raise Illegal(
            "power", f"{world.rules.name(power.id)} speaks for itself; control speaks for minor ones"
        )
    transaction.write(e.SpokenFor, CONTROL, (), power=power.id, reason=command.reason.strip())
    messages.say(transaction, power.id, c.Say(text=command.text, to=command.to))


def set_number(transaction: Transaction, command: c.SetNumber) -> None:
    """Set a number by hand: a ruling, which whoever may know the number is told with its reason.

    Raises:
        Unreadable: when there is no such number, or the value is off its scale.
        Illegal: when it is what it should be, or is computed from others.
    """
    world = transaction.world
    if command.target not in world.numbers:
        raise Unreadable("number", f"there is no number '{command.target[:60]}'")
    key, _ = split(command.target)
    if key not in SETTABLE:
        raise Illegal("number", f"'{key}' is worked out from other numbers; set one of those")
    low, high = bounds(command.target)
    if not low <= command.value <= high:
        raise Unreadable("number", f"{command.target} goes from {low} to {high}")
    amount = command.value - world.number(command.target)
    if not amount:
        raise Illegal("number", f"{command.target} is {command.value} already")
    audience = audience_of(command.target)
    ruling = next_ruling(world, audience)
    reason = command.reason.strip()
    change = Change(command.target, amount, f"{ruling}, set by hand: {reason}")
    transaction.write(e.NumberSet, CONTROL, audience, changes=(change,), ruling=ruling, reason=reason)


def due_by_clock(world: World, seconds: float) -> tuple[str, ...]:
    """The injects whose time of play has come, and that wait for nothing else (rulebook §13).

    Args:
        world: the truth now.
        seconds: of play that have gone by.
    """
    if world.phase not in (Phase.DELIBERATION, Phase.ADJUDICATION):
        return ()
    found: list[str] = []
    for inject in world.rules.setting.injects:
        plan = plan_of(world, inject.id)
        if inject.clock is None or plan is None or plan.state != "planned" or inject.id in world.notices:
            continue
        hours, minutes = map(int, inject.clock.split(":"))
        if seconds >= 60 * (60 * hours + minutes):
            found.append(inject.id)
    return tuple(found)


def step_back(transaction: Transaction, command: c.StepBack) -> None:
    """Go back to where an earlier phase began; the line since then stays in the record.

    Raises:
        Unreadable: when there is no such phase to go back to.
    """
    world = transaction.world
    then = world.earlier.get(command.to)
    if then is None:
        known = ", ".join(world.earlier) or "none: nobody facilitates"
        raise Unreadable("step back", f"there is no '{command.to[:30]}' to go back to; choose {known}")
    reason = command.reason.strip()
    cause = transaction.write(e.SteppedBack, CONTROL, EVERYONE, to=command.to, reason=reason)
    told: dict[tuple[str, ...], list[Change]] = {}
    for target, value in world.numbers.items():
        if by := then.number(target) - value:
            told.setdefault(audience_of(target), []).append(
                Change(target, by, f"back to {command.to}: {reason}")
            )
    for audience, changes in told.items():
        transaction.write(
            e.NumbersChanged, CONTROL, audience, cause=cause, changes=tuple(changes), topic=e.STEP_BACK
        )


def next_ruling(world: World, audience: tuple[str, ...]) -> str:
    """The name of the next ruling of the round, such as ``R3.2``, by which it is cited.

    Those that only some are told of are counted apart, as ``R3.IND.1``: their number gives no other away.
    """
    told = "" if audience == EVERYONE else f"{'-'.join(audience)}."
    before = f"R{world.round}.{told}"
    return f"{before}{1 + sum(told_to == audience and at == world.round for at, told_to in world.rulings)}"


def _change(transaction: Transaction, inject: str, to: str, reason: str) -> None:
    plan = _not_released(transaction, inject)
    if plan.state == to:
        raise Illegal("inject", f"it is {to} already")
    _put(transaction, plan, to, reason)


def _put(transaction: Transaction, plan: InjectPlan, to: str, reason: str) -> int:
    return transaction.write(e.InjectStateChanged, CONTROL, (), inject=plan.id, to=to, reason=reason.strip())


def _not_released(transaction: Transaction, inject: str) -> InjectPlan:
    """How an inject is planned now.

    Raises:
        Unreadable: when there is no such inject.
        Illegal: when it was released already.
    """
    world = transaction.world
    plan = plan_of(world, inject)
    if plan is None:
        raise Unreadable("inject", f"there is no inject '{inject[:60]}'")
    if inject in world.notices:
        raise Illegal("inject", f"it was released in round {world.notices[inject].round}")
    return plan


def _words(title: str, text: str) -> tuple[str, str]:
    for words in (title, text):
        check_text(words)
        if not words.strip():
            raise Unreadable("text", "an inject needs a title and a text")
    if len(title) > LONGEST_TITLE or "\n" in title.strip():
        raise Unreadable("text", f"a title is one line of at most {LONGEST_TITLE} characters")
    return title.strip(), text.strip()


def check_reason(reason: str) -> None:
    """What control does has a reason, which stands in the record.

    Raises:
        Refused: when it has none, or one that cannot stand there.
    """
    check_text(reason)
    if not reason.strip():
        raise Unreadable("reason", "say why, in a few words; it stands in the record")
