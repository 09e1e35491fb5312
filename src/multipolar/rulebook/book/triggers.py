"""What brings a crisis about, in words: every trigger with its hazards, as `crises.triggers` draws them."""

from collections.abc import Callable, Sequence
from typing import Any

from multipolar.domain.english import counted, listed
from multipolar.domain.rules import templates as k
from multipolar.domain.rules.catalogue import Rule
from multipolar.domain.rules.ruleset import RuleSet


def in_words(trigger: k.Trigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    """One trigger as a sentence.

    Args:
        trigger: which.
        of: the template it belongs to.
        rules: that both are part of.
    """
    return _WORDS[type(trigger)](trigger, of, rules)


def _dispute(trigger: k.FrictionTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    pairs = (
        ("rivals", trigger.rivals),
        ("other neighbours, and those at odds in a theatre that both use", trigger.near),
        ("others that use a theatre together", trigger.theatre or trigger.others),
        ("those at odds that meet nowhere", trigger.apart or trigger.near),
        ("all others", trigger.others),
    )
    rates = "; ".join(f"{who} {rate} × ({offset} + tension)" for who, (rate, offset) in pairs if rate)
    near = " of powers that lie near each other" if trigger.neighbours else ""
    return f"A dispute{near}; rates, of which the highest counts for all kinds together: {rates}."


def _alarm(trigger: k.AlarmTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    moves = _moves(trigger.moves, rules)
    near = f", other neighbours {_rate(trigger.near)}" if trigger.near[0] else ""
    return (
        f"Within {counted(trigger.rounds, 'round')} of {moves} by one of two powers, one draw for each pair, "
        f"in 1,000ths a round: rivals, and those at odds, {_rate(trigger.rate)}{near}; pacts deter. "
        "Who did so last gives the alarm to the other; where both did in one round, the one whose id comes "
        "first in the alphabet takes it."
    )


def _move(trigger: k.MoveTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    return "A move may set it off: the first of the kinds it names that fits where the two meet."


def _exposure(trigger: k.ExposureTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    moves = _moves(trigger.moves, rules)
    return (
        f"After {moves} came to light, in {trigger.hazard} of 1,000 cases, between the target and the author."
    )


def _threat(trigger: k.ThreatTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    often = (
        f"Where {trigger.threat} stands at {trigger.at_least} or more in a theatre, in {trigger.hazard} of "
        "1,000 cases a round."
    )
    if of.kind == "confrontation":
        return (
            f"{often} One power is struck, drawn by its exposure there, and accuses the most capable one "
            "that it is at odds with; with none, or in a confrontation with it already, nothing comes of it."
        )
    if trigger.most == 1:
        return f"{often} It strikes one power, drawn by its exposure there."
    return (
        f"{often} It strikes those with an exposure of {rules.threats.exposed_from} or more there, the most "
        f"exposed first, {trigger.most} at most; where there is none, the most exposed."
    )


def _unrest(trigger: k.UnrestTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    hazards = ", else ".join(f"{step.hazard} under {step.under}" for step in trigger.steps)
    return f"By the stability of a power, one draw for each, in 1,000ths a round: {hazards}."


def _chance(trigger: k.ChanceTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    often = f"By mere chance, for each power in {trigger.hazard} of 1,000 cases a round"
    if not trigger.spreads:
        return f"{often}."
    most = counted(rules.threats.struck_most, "power")
    return f"{often}; each near it is struck too in {trigger.spreads} of 1,000, {most} at most."


def _deployment(trigger: k.DeploymentTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    return (
        f"For each {_moves(trigger.moves, rules)} under way, or completed in the round before, in "
        f"{trigger.hazard} of 1,000 cases a round; it strikes those who sent it, "
        f"{rules.threats.struck_most} at most."
    )


def _leak(trigger: k.LeakTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    often = rules.leaks.crisis_in_1000
    return f"After a leak by which a power gains, in {often} of 1,000 cases, between the supplier and it."


def _hedging(trigger: k.HedgingTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    return (
        f"A ranked power with a grievance of {rules.third_parties.hedging_loss} or more against one with "
        f"which its relationship is correct or better, in {trigger.hazard} of 1,000 cases a round; one a "
        "round at most."
    )


def _rift(trigger: k.RiftTrigger, of: k.CrisisTemplate, rules: RuleSet) -> str:
    return (
        f"Between principal and ally, in {trigger.reneged} of 1,000 cases in the round after the ally "
        f"reneged on its pact; else between two with a pact, or partners and better in one framework, in "
        f"{trigger.distrust} a round while the lower of the two trusts is under {trigger.trust_under}: who "
        "trusts less complains."
    )


_WORDS: dict[type[Rule], Callable[[Any, k.CrisisTemplate, RuleSet], str]] = {
    k.FrictionTrigger: _dispute,
    k.AlarmTrigger: _alarm,
    k.MoveTrigger: _move,
    k.ExposureTrigger: _exposure,
    k.ThreatTrigger: _threat,
    k.UnrestTrigger: _unrest,
    k.ChanceTrigger: _chance,
    k.DeploymentTrigger: _deployment,
    k.LeakTrigger: _leak,
    k.HedgingTrigger: _hedging,
    k.RiftTrigger: _rift,
}


def _rate(rate: k.Rate) -> str:
    return f"{rate[0]} × ({rate[1]} + tension) / 90"


def _moves(moves: Sequence[str], rules: RuleSet) -> str:
    titles = {move.id: move.title.lower() for move in rules.moves}
    return listed([titles[move] for move in moves], "or")
