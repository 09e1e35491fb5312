"""Crisis templates for the printed rulebook: what each is about, what brings it about, what came before."""

from multipolar.domain import templates as k
from multipolar.domain.ruleset import RuleSet
from multipolar.rulebook.book.marks import flowed, heading, joined, listed, plain


def chapter(rules: RuleSet) -> str:
    """Every template of a rule set, in its order."""
    return joined(*(joined(heading(3, found.title), listed(_facts(found, rules))) for found in rules.crises))


def at_length(found: k.CrisisTemplate, rules: RuleSet) -> str:
    """One template on a page of its own, with its words as they stand before names are put in."""
    return flowed(
        joined(
            heading(1, f"{found.title} (`{found.id}`)"),
            listed(_facts(found, rules)),
            heading(2, "How it is told"),
            listed(found.texts),
        )
    )


def _facts(found: k.CrisisTemplate, rules: RuleSet) -> list[str]:
    titles = {move.id: move.title.lower() for move in rules.moves}
    facts = [f"{found.kind.capitalize()}; at stake: {found.stakes}"]
    facts += [_trigger(trigger, titles) for trigger in found.triggers]
    if found.module != "core":
        facts.append(f"Only where the module {plain(found.module)} is played.")
    if found.strikes:
        harm = ", ".join(f"{key} {amount:+d}" for key, amount in found.strikes.items())
        facts.append(f"It strikes: {harm}; severity {found.severity} of 100.")
    if found.overthrows:
        fallen, held = (
            ", ".join(f"{key} {amount:+d}" for key, amount in amounts.items())
            for amounts in (rules.coup.fallen, rules.coup.held)
        )
        facts.append(
            f"When it ends the government falls on 2d6 and what holds it up of {rules.coup.falls_at_most} or "
            f"less: {fallen}; if it holds on: {held}. Powers with governance {rules.coup.minded} or more "
            f"trust the new one less ({rules.coup.minded_trust:+d}) and suspend their agreements with it on "
            f"{', '.join(rules.coup.suspends)}."
        )
    return facts + [f"{past.text} ({past.year}; {past.source})" for past in found.precedents]


def _trigger(trigger: k.Trigger, titles: dict[str, str]) -> str:
    match trigger:
        case k.FrictionTrigger():
            pairs = (("rivals", trigger.rivals), ("neighbours", trigger.near), ("others", trigger.others))
            hazards = ", ".join(f"{who} {_rate(rate)}" for who, rate in pairs if rate[0])
            near = "that lie near each other" if trigger.neighbours else "by chance"
            return f"Friction between two powers {near}, in 1,000ths a round: {hazards}."
        case k.AlarmTrigger():
            moves = _either(titles, trigger.moves)
            near = f", other neighbours {_rate(trigger.near)}" if trigger.near[0] else ""
            return (
                f"Within {trigger.rounds} rounds of {moves} by one of two powers, in 1,000ths a round: "
                f"rivals, and those strained or worse, {_rate(trigger.rate)}{near}."
            )
        case k.MoveTrigger():
            return "A move may set it off."
        case k.ExposureTrigger():
            moves = _either(titles, trigger.moves)
            return f"After {moves} came to light, in {trigger.hazard} of 1,000 cases."
        case k.ThreatTrigger():
            where = f"Where {trigger.threat} stands at {trigger.at_least} or more"
            return f"{where}, in {trigger.hazard} of 1,000 cases a round."
        case k.UnrestTrigger():
            hazards = ", ".join(f"{step.hazard} under {step.under}" for step in trigger.steps)
            return f"Low stability, by chance, in 1,000ths a round: {hazards}."
        case k.ChanceTrigger():
            near = f", each neighbour with it in {trigger.spreads}" if trigger.spreads else ""
            return f"By mere chance, for each power in {trigger.hazard} of 1,000 cases a round{near}."
        case k.DeploymentTrigger():
            moves = _either(titles, trigger.moves)
            return (
                f"For each {moves} under way or just completed, in {trigger.hazard} of 1,000 cases a round."
            )
        case k.LeakTrigger():
            return "A technology leak may become one."
        case k.HedgingTrigger():
            return f"A partner deepens its ties with a rival, in {trigger.hazard} of 1,000 cases once felt."
        case k.RiftTrigger():
            return (
                f"Between allies, and partners in a framework: in {trigger.reneged} of 1,000 cases after a "
                f"pact was not honoured, in {trigger.distrust} a round while trust is under "
                f"{trigger.trust_under}."
            )


def _rate(rate: k.Rate) -> str:
    return f"{rate[0]} × ({rate[1]} + tension) / 90"


def _either(titles: dict[str, str], moves: tuple[str, ...]) -> str:
    return " or ".join(titles[move] for move in moves)
