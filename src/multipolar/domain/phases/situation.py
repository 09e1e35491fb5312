"""The situation phase (rulebook §2): income, suspensions, leaks, injects, and what comes up by chance."""

from multipolar.domain.addresses import of
from multipolar.domain.machines import step
from multipolar.domain.machines.initiative import INITIATIVE
from multipolar.domain.mechanics.crises.triggers import draw_crises, inject_crisis, leak_crisis
from multipolar.domain.mechanics.frameworks import open_debates
from multipolar.domain.mechanics.income import income_of
from multipolar.domain.mechanics.leaks import check_leaks
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import plan_of
from multipolar.domain.model.records import InjectPlan
from multipolar.domain.model.transaction import Shift, Transaction, hidden_from_others
from multipolar.domain.model.world import World
from multipolar.domain.rules.scenario_model import Inject
from multipolar.domain.vocabulary import EVERYONE, InitiativeState


def set_situation(transaction: Transaction) -> None:
    """What the program does before powers deliberate."""
    transaction.post(_income(transaction.world), "income")
    transaction.post(_growth(transaction.world), "growth")
    _suspend_and_resume(transaction)
    for supplier, rival, cause in check_leaks(transaction):
        leak_crisis(transaction, supplier, rival, cause)
    open_debates(transaction)
    _release_injects(transaction)
    draw_crises(transaction)


def _income(world: World) -> list[Shift]:
    carry = world.rules.base.money.carry
    shifts: list[Shift] = []
    for power in world.rules.ids:
        for currency, amount in zip(("capital", "resources"), income_of(world, power), strict=True):
            target = of(currency, power)
            lost = max(0, world.number(target) - carry)
            if lost:
                words = f"more than {carry} unspent {currency} does not carry over"
                shifts.append(Shift(target, -lost, words, 0, power))
            shifts.append(Shift(target, amount, "income of the round", 0, power))
    return shifts


def _growth(world: World) -> list[Shift]:
    """Growth adds up until it is worth a point of economy (§3)."""
    shifts: list[Shift] = []
    for power in world.rules.ids:
        growth, kept = world.number(of("growth", power)), world.number(of("remainder", power))
        whole, rest = divmod(kept + growth, 10)
        words = "it became a point of economy" if whole else "growth adds up"
        shifts.append(Shift(of("remainder", power), rest - kept, words))
        shifts.append(Shift(of("economy", power), whole, "growth of the economy"))
    return shifts


def _suspend_and_resume(transaction: Transaction) -> None:
    """Domestic trouble suspends cooperation, newest first; calm lets it go on (§3)."""
    world = transaction.world
    unsettled = world.rules.base.coup.unsettled
    for initiative in list(world.current.values()):
        if initiative.state is InitiativeState.SUSPENDED and all(
            world.attribute("stability", party) >= unsettled for party in initiative.parties
        ):
            step(INITIATIVE, initiative.state, "resume")
            transaction.write(
                e.InitiativeStateChanged, initiative.initiator, initiative.known, initiative=initiative.id,
                to="under_way",
                resolves=max(initiative.resolves + 1, world.round), reason="calm has returned",
                cause=initiative.event,
            )  # fmt: skip
    for power in world.rules.ids:
        if world.attribute("stability", power) >= unsettled:
            continue
        running = [
            initiative
            for initiative in transaction.world.current.values()
            if initiative.state is InitiativeState.UNDER_WAY
            and initiative.id not in world.desk
            and power in initiative.parties
            and len(initiative.parties) > 1
        ]
        if running:
            newest = running[-1]
            step(INITIATIVE, newest.state, "suspend")
            transaction.write(
                e.InitiativeStateChanged, power, newest.known, initiative=newest.id, to="suspended",
                reason=f"unrest in {world.rules.name(power)}", cause=newest.event,
            )  # fmt: skip


def _release_injects(transaction: Transaction) -> None:
    for inject in transaction.world.rules.setting.injects:
        world = transaction.world
        plan = plan_of(world, inject.id)
        if plan is not None and inject.id not in world.notices and _is_due(world, inject, plan):
            release_inject(transaction, plan)


def _is_due(world: World, inject: Inject, plan: InjectPlan) -> bool:
    if inject.by_hand or inject.clock is not None or plan.state != "planned":
        return False  # it waits for a facilitator
    if inject.round is not None and world.round != inject.round:
        return False
    if inject.condition is not None:
        return world.rules.conditions[inject.condition].holds(world)
    return True


def release_inject(transaction: Transaction, plan: InjectPlan, by: int = 0) -> None:
    """Release an inject: its addressees are told, its numbers move, its crisis begins (§13).

    Args:
        transaction: of the decision.
        plan: the inject as control has it now.
        by: the event by which control released it; 0: it was due.
    """
    inject = transaction.world.rules.injects.get(plan.id)
    audience = tuple(sorted(plan.to)) or EVERYONE
    if plan.channel == "news":
        audience = EVERYONE
    options = inject.options if inject else ()
    cause = transaction.write(
        e.InjectReleased, "control", audience, inject=plan.id, title=plan.title, text=plan.text,
        channel=plan.channel, options=tuple((option.id, option.title) for option in options), cause=by,
    )  # fmt: skip
    if inject is None:
        return
    shifts = [Shift(n.target, n.by, plan.title, cause) for n in inject.numbers]
    transaction.post(shifts, "inject", hidden_from_others(cause, audience))
    if inject.crisis:
        inject_crisis(transaction, inject.crisis, inject.parties, cause)
