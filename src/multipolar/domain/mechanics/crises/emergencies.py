"""One exchange of an emergency: a burden lighter when shared, or a chance for an adversary (rulebook §8)."""

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.english import lowered
from multipolar.domain.machines import step
from multipolar.domain.machines.crisis import CRISIS
from multipolar.domain.mechanics.crises.coups import decide_coup
from multipolar.domain.mechanics.crises.crisis_choices import asked, coped_with, default_choice, helped_with
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import EVERYONE, Stage

Choices = tuple[tuple[str, str, str], ...]


def resolve_emergency(transaction: Transaction, crisis: Crisis) -> None:
    """Reveal all responses; severity falls with what is done, or somebody turns it into a confrontation."""
    world = transaction.world
    rules = world.rules.base.settle
    chosen = {power: (choice, backing) for power, choice, backing in crisis.responses}
    choices: Choices = tuple(
        (power, *chosen.get(power, (default_choice(crisis, power), ""))) for power in asked(world, crisis)
    )
    severity = world.number(of("severity", crisis.id))
    reached = _reached(crisis, choices)
    done = _done(world, crisis, choices, reached)
    left = max(0, severity - sum(amount for _, amount, _ in done))
    exploiter = next((power for power, choice, _ in choices if choice == "exploit"), "")
    calmed = left <= rules.severity_calm
    stage = Stage.ACUTE if exploiter or not calmed else step(CRISIS, crisis.stage, "come_down")
    seq = transaction.write(
        e.ExchangeResolved, crisis.parties[0], EVERYONE, crisis=crisis.id, exchange=world.exchange,
        choices=choices, pressure=0, modifiers=(), dice=(), was=str(crisis.stage), now=str(stage),
        cause=crisis.event,
    )  # fmt: skip
    transaction.post(_shifts(world, crisis, choices, done, reached, seq), "emergency")
    if exploiter:
        _exploit(transaction, transaction.world.crises[crisis.id], exploiter, seq)
    elif calmed:
        _end(
            transaction,
            transaction.world.crises[crisis.id],
            Stage.SETTLED,
            "it was brought under control",
            seq,
        )
        decide_coup(transaction, transaction.world.crises[crisis.id], seq)
    elif world.exchange >= rules.exchanges:
        _harm(transaction, transaction.world.crises[crisis.id], left, seq)
        decide_coup(transaction, transaction.world.crises[crisis.id], seq)


def _reached(crisis: Crisis, choices: Choices) -> tuple[str, ...]:
    """Those of the affected whom help reaches: all that have not sealed themselves off (§8)."""
    picks = {power: choice for power, choice, _ in choices}
    return tuple(power for power in crisis.parties if picks[power] != "seal")


def _done(
    world: World, crisis: Crisis, choices: Choices, reached: tuple[str, ...]
) -> list[tuple[str, int, str]]:
    """What each response takes off the severity: (power, amount, words).

    Help counts for the share of the affected whom it reaches.
    """
    rules = world.rules.base.settle
    picks = {power: choice for power, choice, _ in choices}
    asking = any(picks[power] == "ask" for power in crisis.parties)
    found: list[tuple[str, int, str]] = []
    for power in crisis.parties:
        if picks[power] == "seal":
            found.append((power, rules.seal_relief, "sealed off"))
        else:
            found.append((power, coped_with(world, power), "coped at home"))
    if not reached:
        return found
    for power, choice in picks.items():
        if choice == "help":
            amount = helped_with(world, power, reached, asked=asking)
            found.append((power, amount * len(reached) // len(crisis.parties), "sent help"))
    return found


def _shifts(
    world: World, crisis: Crisis, choices: Choices, done: list[tuple[str, int, str]],
    reached: tuple[str, ...], cause: int,
) -> list[Shift]:  # fmt: skip
    """What an exchange moves; help that nobody lets in turns back, and costs and earns nothing."""
    rules = world.rules.base.settle
    title = lowered(world.rules.crises[crisis.template].title)
    shifts = [
        Shift(of("severity", crisis.id), -amount, f"{world.rules.name(power)} {words}", cause, power)
        for power, amount, words in done
    ]
    for power, choice, _ in choices:
        name = world.rules.name(power)
        if choice == "help" and reached:
            words = f"{name} helped in the {title}"
            shifts.append(Shift(of("capital", power), -rules.help_cost.capital, words, cause, power))
            shifts.append(Shift(of("resources", power), -rules.help_cost.resources, words, cause, power))
            shifts.append(Shift(of("burden", power), rules.help_cost.resources, words, cause, power))
            shifts.append(Shift(of("standing", power), rules.help_standing, words, cause, power))
            shifts += [
                Shift(toward("trust", victim, power), rules.help_trust, words, cause, power)
                for victim in reached
            ]
        elif choice == "ask":
            shifts.append(
                Shift(of("autonomy", power), rules.ask_autonomy, f"{name} asked for help", cause, power)
            )
        elif choice == "seal":
            shifts.append(
                Shift(of("economy", power), rules.seal_economy, f"{name} sealed itself off", cause, power)
            )
    return shifts


def _exploit(transaction: Transaction, crisis: Crisis, exploiter: str, cause: int) -> None:
    """Somebody presses a claim while others are busy: it becomes a confrontation (§8)."""
    world = transaction.world
    rules = world.rules.base.settle
    affected = [power for power in world.rules.ids if power in crisis.parties]
    victim = min(affected, key=lambda power: world.relationship(exploiter, power))
    words = f"{world.rules.name(exploiter)} exploited an emergency in {world.rules.name(victim)}"
    seq = transaction.write(
        e.CrisisStateChanged, exploiter, EVERYONE, crisis=crisis.id, to=str(Stage.ACUTE), reason=words,
        kind="confrontation", parties=(exploiter, victim), cause=cause,
    )  # fmt: skip
    shifts = [
        Shift(of("standing", exploiter), rules.exploit_standing, words, seq, exploiter),
        Shift(between("tension", exploiter, victim), rules.honour_tension, words, seq, exploiter),
    ]
    shifts += [
        Shift(toward("trust", other, exploiter), rules.exploit_trust, words, seq, exploiter)
        for other in world.rules.ids
        if other != exploiter
    ]
    transaction.post(shifts, "emergency")
    if world.exchange >= rules.exchanges:
        _end(transaction, transaction.world.crises[crisis.id], Stage.FROZEN, "time ran out on the claim", seq)


def _harm(transaction: Transaction, crisis: Crisis, left: int, cause: int) -> None:
    """What is left of the severity after the last exchange lasts (§8)."""
    world = transaction.world
    harm = -(left // world.rules.base.settle.severity_harm_divisor)
    words = f"lasting harm of the {lowered(world.rules.crises[crisis.template].title)}"
    _end(transaction, crisis, Stage.FROZEN, "it could not be brought under control", cause)
    transaction.post(
        [
            Shift(of(attribute, power), harm, words, cause)
            for power in crisis.parties
            for attribute in ("stability", "economy")
        ],
        "emergency",
    )


def _end(transaction: Transaction, crisis: Crisis, to: Stage, reason: str, cause: int) -> None:
    stage = step(CRISIS, crisis.stage, "settle" if to is Stage.SETTLED else "freeze")
    transaction.write(
        e.CrisisStateChanged,
        crisis.parties[0],
        EVERYONE,
        crisis=crisis.id,
        to=str(stage),
        reason=reason,
        cause=cause,
    )
