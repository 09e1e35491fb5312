"""Crises: how they come up, who is asked, and how an exchange is decided (rulebook §8).

A confrontation is a game of resolve between two principals, decided by pressure, channels and dice;
an emergency is a burden that is lighter when shared. What the choices of one exchange lead to is
worked out in `confrontations` and `emergencies`.
"""

import re
from collections.abc import Sequence

from multipolar.domain import events as e
from multipolar.domain import ruleset as k
from multipolar.domain.commands import Respond
from multipolar.domain.confrontations import resolve_confrontation
from multipolar.domain.emergencies import resolve_emergency
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.journal import Journal, Shift
from multipolar.domain.machines import step
from multipolar.domain.machines.crisis import CRISIS
from multipolar.domain.resolve import calm_of, choices_for, is_asked, relief_of
from multipolar.domain.terms import EVERYONE, Relationship, Stage, between, of, toward
from multipolar.domain.world import Crisis, World


def respond(journal: Journal, seat: str, command: Respond) -> None:
    """Seal a response to a crisis for this exchange (§8); it may be changed until all have chosen."""
    world = journal.world
    crisis = world.crises.get(command.crisis)
    if crisis is None or not crisis.is_open:
        raise Illegal("crisis", f"there is no open crisis '{command.crisis}'")
    if not is_asked(world, crisis, seat):
        raise Illegal("crisis", "this crisis does not ask your power for a response")
    choices = {choice.id: choice for choice in choices_for(world, crisis, seat)}
    choice = choices.get(command.choice)
    if choice is None:
        raise Unreadable("choice", f"choose one of: {', '.join(choices)}")
    if choice.blocked:
        raise Illegal("choice", f"{choice.title.lower()}: {choice.blocked}")
    if choice.backing and command.backing not in choice.backing:
        raise Illegal("choice", f"name whom you back: {' or '.join(choice.backing)}")
    journal.write(
        e.ResponseChosen, seat, (seat,), crisis=crisis.id, exchange=world.exchange, choice=choice.id,
        backing=command.backing if choice.backing else "", cause=crisis.event,
    )  # fmt: skip


def resolve_exchange(journal: Journal) -> None:
    """Reveal and resolve the responses of every open crisis, together (§8)."""
    for crisis in journal.world.open_crises():
        if crisis.kind == "confrontation":
            resolve_confrontation(journal, crisis)
        else:
            resolve_emergency(journal, crisis)


# --- How crises come up ----------------------------------------------------------------------


def draw_crises(journal: Journal) -> None:
    """Draw the triggers of the situation phase: friction, threats, unrest, hedging (§8)."""
    for a, b in journal.world.rules.pairs:
        _friction(journal, a, b)
    for template in journal.world.rules.base.crises:
        if not journal.world.has_module(template.module):
            continue
        for trigger in template.triggers:
            match trigger:
                case k.ThreatTrigger():
                    _surge(journal, template, trigger)
                case k.UnrestTrigger():
                    _unrest(journal, template, trigger)
                case k.HedgingTrigger():
                    _ultimatum(journal, template, trigger)
                case _:
                    pass


def draw_crisis(
    journal: Journal, templates: Sequence[str], a: str, b: str, push: int, cause: int, trigger: str = "move"
) -> None:
    """Begin a crisis between two powers, of the first template that fits where they meet."""
    world = journal.world
    fitting = [found for found in templates if _fits(world, world.rules.crises[found], a, b)]
    if fitting and not _at_odds(world, a, b):
        _begin(journal, world.rules.crises[(fitting or list(templates))[0]], (a, b), push, cause, trigger)


def leak_crisis(journal: Journal, supplier: str, rival: str, cause: int) -> None:
    """A leak may become a crisis between the supplier and the rival that profits (§7)."""
    world = journal.world
    template = next(
        (
            found
            for found in world.rules.base.crises
            if any(trigger.kind == "leak" for trigger in found.triggers)
        ),
        None,
    )
    if template is None or _at_odds(world, supplier, rival):
        return
    dice = journal.dice.roll(f"{world.round}.leak_crisis.{supplier}.{rival}", 1000, 1)
    if dice[0] <= world.rules.base.leaks.crisis_in_1000:
        _begin(journal, template, (supplier, rival), template.push, cause, "leak")


def inject_crisis(journal: Journal, template: str, parties: tuple[str, ...], cause: int) -> None:
    """An inject sets a crisis off (§13)."""
    declared = journal.world.rules.crises[template]
    if declared.kind == "confrontation" and _at_odds(journal.world, parties[0], parties[1]):
        return
    _begin(journal, declared, parties, declared.push, cause, "inject")


def _at_odds(world: World, a: str, b: str) -> bool:
    """Whether two powers stand in an open crisis already."""
    return any({a, b} <= set(crisis.parties[:2]) for crisis in world.open_crises())


def _fits(world: World, template: k.CrisisTemplate, a: str, b: str) -> bool:
    """Borders are disputed where there is one; everybody meets at sea."""
    relation = world.rules.relations.get((min(a, b), max(a, b)))
    near = relation.near if relation else ""
    return template.domain != "land" or near in ("land", "both")


def _friction(journal: Journal, a: str, b: str) -> None:
    """A dispute comes up by chance; a pact of their own halves it, a pact with others deters (§8)."""
    world = journal.world
    fitting = [
        (template, _rate(world, trigger, a, b))
        for template in world.rules.base.crises
        for trigger in template.triggers
        if isinstance(trigger, k.FrictionTrigger) and _fits(world, template, a, b)
    ]
    if not fitting or _at_odds(world, a, b):
        return
    rate, offset = max(found for _, found in fitting)
    hazard = rate * (offset + world.tension(a, b)) * 10 // 90
    if any(True for _ in world.in_force(a, b, group="pact")):
        hazard //= 2
    elif any(a in pact.parties or b in pact.parties for pact in world.in_force(group="pact")):
        hazard = hazard * 6 // 10
    draw, which, side = journal.dice.roll(f"{world.round}.friction.{a}.{b}", 10_000, 3)
    if draw <= hazard:
        template = fitting[which % len(fitting)][0]
        _begin(journal, template, (a, b) if side % 2 else (b, a), template.push, 0, "friction")


def _rate(world: World, trigger: k.FrictionTrigger, a: str, b: str) -> tuple[int, int]:
    """(rate, offset) of a pair: rivals, neighbours or strained, others (numbers §6)."""
    relation = world.rules.relations.get((a, b))
    if world.rules.are_rivals(a, b):
        return trigger.rivals
    if (relation and relation.near) or world.relationship(a, b) <= Relationship.STRAINED:
        return trigger.near
    return trigger.others


def _surge(journal: Journal, template: k.CrisisTemplate, trigger: k.ThreatTrigger) -> None:
    world = journal.world
    for (kind, theatre), threat in world.rules.threats.items():
        if kind != trigger.threat or world.number(f"threat({kind},{theatre})") < trigger.at_least:
            continue
        dice = journal.dice.roll(f"{world.round}.surge.{template.id}.{theatre}", 1000, 1)
        if dice[0] <= trigger.hazard:
            affected = sorted(threat.exposure, key=lambda power: -threat.exposure[power])
            struck = tuple(power for power in affected if threat.exposure[power] >= 2)[:3]
            _begin(journal, template, struck or tuple(affected[:1]), template.push, 0, "threat", theatre)


def _unrest(journal: Journal, template: k.CrisisTemplate, trigger: k.UnrestTrigger) -> None:
    world = journal.world
    for power in world.rules.ids:
        stability = world.attribute("stability", power)
        hazard = next((found.hazard for found in trigger.steps if stability < found.under), 0)
        dice = journal.dice.roll(f"{world.round}.unrest.{power}", 1000, 1)
        if dice[0] <= hazard:
            _begin(journal, template, (power,), template.push, 0, "unrest")


def _ultimatum(journal: Journal, template: k.CrisisTemplate, trigger: k.HedgingTrigger) -> None:
    """A power that deepens ties with one's rivals is asked to choose (§4, hedging)."""
    world = journal.world
    limit = world.rules.base.third_parties.hedging_loss
    for demander in world.rules.ranked:
        for hedger in world.rules.ids:
            if demander == hedger or world.number(toward("grievance", demander, hedger)) < limit:
                continue
            if world.relationship(demander, hedger) < Relationship.CORRECT:
                continue
            dice = journal.dice.roll(f"{world.round}.hedging.{demander}.{hedger}", 1000, 1)
            if dice[0] <= trigger.hazard and not _at_odds(world, demander, hedger):
                _begin(journal, template, (demander, hedger), template.push, 0, "hedging")
                return


def _begin(
    journal: Journal, template: k.CrisisTemplate, parties: tuple[str, ...], push: int, cause: int,
    trigger: str, theatre: str = "",
) -> None:  # fmt: skip
    """A warning; then 2d6 with calm and push decides whether the crisis breaks out (numbers §6)."""
    world = journal.world
    rules = world.rules.base.settle
    key = f"K{len(world.crises) + 1}"
    place = theatre or _where(world, parties)
    if template.kind == "confrontation":
        modifiers = calm_of(world, parties[0], parties[1], Stage.WARNING, "")
    else:
        modifiers = relief_of(world, parties)
    dice = journal.dice.roll(f"{world.round}.warning.{key}.{'.'.join(parties)}")
    total = sum(dice) + sum(modifier.size for modifier in modifiers) - push
    stage = step(CRISIS, step(CRISIS, Stage.LATENT, "warn"), "break_out")
    if total > rules.breaks_out_at_most:
        stage = Stage.WARNING
    began = journal.write(
        e.CrisisBegan, parties[0], EVERYONE, crisis=key, template=template.id, parties=parties,
        theatre=place, text=_text(world, template, parties, place, key, journal), stage=str(stage),
        trigger=trigger, dice=dice, modifiers=modifiers, cause=cause,
    )  # fmt: skip
    if stage is Stage.WARNING:
        step(CRISIS, stage, "ease")
        journal.write(
            e.CrisisMoved, parties[0], EVERYONE, crisis=key, to=str(Stage.EASING),
            reason="it did not break out", cause=began,
        )  # fmt: skip
        journal.write(
            e.CrisisMoved, parties[0], EVERYONE, crisis=key, to=str(step(CRISIS, Stage.EASING, "settle")),
            reason="the warning passed", cause=began,
        )  # fmt: skip
        if template.kind == "confrontation":
            why = f"{template.title.lower()}: a warning"
            shift = Shift(between("tension", parties[0], parties[1]), rules.warning_tension, why, began)
            journal.post([shift], "crisis")
        return
    shifts = [
        Shift(of(attribute, power), amount, template.title.lower(), began)
        for attribute, amount in template.strikes.items()
        for power in parties
    ]
    if template.kind == "emergency":
        shifts.append(Shift(of("severity", key), template.severity, template.title.lower(), began))
    journal.post(shifts, "crisis")


def _where(world: World, parties: Sequence[str]) -> str:
    """The theatre nearest to the parties' shared concerns: where most of them are exposed."""

    def exposure(theatre: str) -> int:
        return sum(
            threat.exposure.get(power, 0)
            for (_, place), threat in world.rules.threats.items()
            if place == theatre
            for power in parties
        )  # fmt: skip

    theatres = tuple(world.rules.theatres)
    return max(theatres, key=exposure) if theatres else ""


def _text(
    world: World,
    template: k.CrisisTemplate,
    parties: tuple[str, ...],
    theatre: str,
    key: str,
    journal: Journal,
) -> str:
    """The scenario's words for this pair or theatre, else its general ones, else the rule set's."""
    ranked: dict[int, tuple[str, ...]] = {0: template.texts}
    for found in world.rules.setting.crisis_texts:
        if found.template != template.id:
            continue
        if found.between and set(found.between) <= set(parties):
            ranked[3] = found.texts
        elif not found.between and found.theatre == theatre:
            ranked[2] = found.texts
        elif not found.between and not found.theatre:
            ranked[1] = found.texts
    texts = ranked[max(ranked)]
    which = journal.dice.roll(f"{world.round}.text.{key}", len(texts), 1)[0] if len(texts) > 1 else 1
    names = [world.rules.called(power) for power in parties]
    words = _put(texts[which - 1], "{a}", names[0])
    words = _put(words, "{b}", names[1] if len(names) > 1 else names[0])
    return _put(words, "{theatre}", world.rules.place(theatre))


def _put(text: str, mark: str, name: str) -> str:
    """A text with a name in place of its mark; a sentence that begins with it begins with a capital."""
    capitalised = name[:1].upper() + name[1:]
    return re.sub(
        rf"(^|[.!?] )?{re.escape(mark)}",
        lambda found: f"{found[1]}{capitalised}" if found[1] is not None else name,
        text,
    )


def crisis_name(world: World, crisis: Crisis) -> str:
    """A crisis by its title and parties, for telling."""
    names = " and ".join(world.rules.name(power) for power in crisis.parties[:2])
    return f"{world.rules.crises[crisis.template].title.lower()} ({names})"
