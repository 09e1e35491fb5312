"""Crises: how they begin, how responses are sealed, and how an exchange is decided (rulebook §8).

A confrontation is a game of resolve between two principals, decided by pressure, channels and dice;
an emergency is a burden that is lighter when shared. What brings crises about is in `triggers`; what the
choices of one exchange lead to is worked out in `confrontations` and `emergencies`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from multipolar.domain.addresses import between, of
from multipolar.domain.english import listed, lowered
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.crisis import CRISIS
from multipolar.domain.mechanics.crises.confrontations import resolve_confrontation
from multipolar.domain.mechanics.crises.crisis_choices import calm_of, choices_for, is_asked, relief_of
from multipolar.domain.mechanics.crises.emergencies import resolve_emergency
from multipolar.domain.model import events as e
from multipolar.domain.model.commands import Respond
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules.templates import CrisisTemplate
from multipolar.domain.vocabulary import EVERYONE, Stage


def respond(transaction: Transaction, seat: str, command: Respond) -> None:
    """Seal a response to a crisis for this exchange (§8); it may be changed until all have chosen."""
    world = transaction.world
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
        raise Illegal("choice", f"{lowered(choice.title)}: {choice.blocked}")
    if choice.backing and command.backing not in choice.backing:
        raise Illegal("choice", f"name whom you back: {listed(choice.backing, 'or')}")
    transaction.write(
        e.ResponseChosen, seat, (seat,), crisis=crisis.id, exchange=world.exchange, choice=choice.id,
        backing=command.backing if choice.backing else "", cause=crisis.event,
    )  # fmt: skip


def resolve_exchange(transaction: Transaction) -> None:
    """Reveal and resolve the responses of every open crisis, together (§8)."""
    before = transaction.world
    for crisis in before.open_crises():
        if crisis.kind == "confrontation":
            resolve_confrontation(transaction, crisis, before)
        else:
            resolve_emergency(transaction, crisis)


# --- How a crisis begins ---------------------------------------------------------------------


def in_a_crisis(world: World, a: str, b: str) -> bool:
    """Whether two powers stand in an open crisis already."""
    return any({a, b} <= set(crisis.parties[:2]) for crisis in world.open_crises())


def begin_crisis(
    transaction: Transaction, template: CrisisTemplate, parties: tuple[str, ...], push: int, cause: int,
    trigger: str, theatre: str = "",
) -> None:  # fmt: skip
    """A warning; then 2d6 with calm and push decides whether the crisis breaks out (numbers §6).

    Args:
        transaction: of the decision that brings it about.
        template: its kind.
        parties: the two principals of a confrontation, or those an emergency strikes.
        push: makes it likelier to break out, −5 to 5.
        cause: the event that brought it about, 0 for chance.
        trigger: the kind of trigger, for the record.
        theatre: where; the theatre that concerns the parties most when left out.
    """
    world = transaction.world
    rules = world.rules.base.settle
    key = f"K{len(world.crises) + 1}"
    place = theatre or _where(world, parties)
    if template.kind == "confrontation":
        modifiers = calm_of(world, parties[0], parties[1], Stage.WARNING, "", domain=template.domain)
    else:
        modifiers = relief_of(world, parties)
    if push:
        modifiers += (e.ModifierRead("push", -push, "how far what brought it about pushes"),)
    dice = transaction.dice.roll(f"{world.round}.warning.{key}.{'.'.join(parties)}")
    total = sum(dice) + sum(modifier.size for modifier in modifiers)
    stage = step(CRISIS, step(CRISIS, Stage.LATENT, "warn"), "break_out")
    if total > rules.breaks_out_at_most:
        stage = Stage.WARNING
    began = transaction.write(
        e.CrisisBegan, parties[0], EVERYONE, crisis=key, template=template.id, parties=parties,
        theatre=place, text=_text(world, template, parties, place, key, transaction), stage=str(stage),
        trigger=trigger, dice=dice, modifiers=modifiers, cause=cause,
    )  # fmt: skip
    if stage is Stage.WARNING:
        step(CRISIS, stage, "ease")
        transaction.write(
            e.CrisisStateChanged, parties[0], EVERYONE, crisis=key, to=str(Stage.EASING),
            reason="it did not break out", cause=began,
        )  # fmt: skip
        transaction.write(
            e.CrisisStateChanged, parties[0], EVERYONE, crisis=key, to=str(step(CRISIS, Stage.EASING,
            "settle")),
            reason="the warning passed", cause=began,
        )  # fmt: skip
        if template.kind == "confrontation":
            why = f"{lowered(template.title)}: a warning"
            shift = Shift(between("tension", parties[0], parties[1]), rules.warning_tension, why, began)
            transaction.post([shift], "crisis")
        return
    shifts = [
        Shift(of(attribute, power), amount, lowered(template.title), began)
        for attribute, amount in template.strikes.items()
        for power in parties
    ]
    if template.kind == "emergency":
        shifts.append(Shift(of("severity", key), template.severity, lowered(template.title), began))
    transaction.post(shifts, "crisis")


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
    template: CrisisTemplate,
    parties: tuple[str, ...],
    theatre: str,
    key: str,
    transaction: Transaction,
) -> str:
    """The scenario's words for this pair or theatre, else its general ones, else the rule set's."""
    ranked: dict[int, tuple[str, ...]] = {0: template.texts}
    for crisis_text in world.rules.setting.crisis_texts:
        if crisis_text.template != template.id:
            continue
        if crisis_text.between and set(crisis_text.between) <= set(parties):
            ranked[3] = crisis_text.texts
        elif not crisis_text.between and crisis_text.theatre == theatre:
            ranked[2] = crisis_text.texts
        elif not crisis_text.between and not crisis_text.theatre:
            ranked[1] = crisis_text.texts
    texts = ranked[max(ranked)]
    first = transaction.dice.roll(f"{world.round}.text.{key}", len(texts), 1)[0] - 1 if len(texts) > 1 else 0
    # Nobody reads the same words twice while others are left.
    before = [crisis for crisis in world.crises.values() if crisis.template == template.id]

    def used(text: str) -> int:
        return sum(_filled(world, text, crisis.parties, crisis.theatre) == crisis.text for crisis in before)

    return _filled(world, min((*texts[first:], *texts[:first]), key=used), parties, theatre)


def _filled(world: World, text: str, parties: tuple[str, ...], theatre: str) -> str:
    """A text with the names of those it is about."""
    names = [world.rules.called(power) for power in parties]
    words = _put(text, "{a}", names[0])
    words = _put(words, "{b}", names[1] if len(names) > 1 else names[0])
    return _put(words, "{theatre}", world.rules.place(theatre))


@lru_cache(maxsize=1024)
def _put(text: str, mark: str, name: str) -> str:
    """A text with a name in place of its mark; a sentence that begins with it begins with a capital."""
    if mark not in text:
        return text
    capitalised = name[:1].upper() + name[1:]
    return re.sub(
        rf"(^|[.!?] )?{re.escape(mark)}",
        lambda match: f"{match[1]}{capitalised}" if match[1] is not None else name,
        text,
    )
