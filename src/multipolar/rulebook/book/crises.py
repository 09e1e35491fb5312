"""Crisis templates for the printed rulebook: what each is about, what brings it about, what came before."""

from multipolar.domain.rules import templates as k
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.rulebook.book.marks import bullets, flowed, heading, joined, plain
from multipolar.rulebook.book.triggers import in_words


def chapter(rules: RuleSet) -> str:
    """Every template of a rule set, in its order."""
    return joined(
        *(joined(heading(3, template.title), bullets(_facts(template, rules))) for template in rules.crises)
    )


def at_length(template: k.CrisisTemplate, rules: RuleSet) -> str:
    """One template on a page of its own, with its words as they stand before names are put in."""
    return flowed(
        joined(
            heading(1, f"{template.title} (`{template.id}`)"),
            bullets(_facts(template, rules)),
            heading(2, "How it is told"),
            bullets(template.texts),
        )
    )


def _facts(template: k.CrisisTemplate, rules: RuleSet) -> list[str]:
    facts = [f"{template.kind.capitalize()}; at stake: {template.stakes}"]
    facts += [in_words(trigger, template, rules) for trigger in template.triggers]
    if template.domain == "land" and template.kind == "confrontation":
        facts.append("Only between powers with a common border on land.")
    if template.push:
        facts.append(f"Push {template.push:+d} when it is drawn by chance or by an inject.")
    if template.module != "core":
        facts.append(f"Only where the module {plain(template.module)} is played.")
    if template.strikes:
        harm = ", ".join(f"{key} {amount:+d}" for key, amount in template.strikes.items())
        facts.append(f"It strikes each of those affected: {harm}; severity {template.severity} of 100.")
    if template.overthrows:
        fallen, held = (
            ", ".join(f"{key} {amount:+d}" for key, amount in amounts.items())
            for amounts in (rules.coup.fallen, rules.coup.held)
        )
        facts.append(
            f"When it ends the government falls on 2d6 and what holds it up of {rules.coup.falls_at_most} or "
            f"less: {fallen}; if it holds on: {held}. Powers with governance {rules.coup.minded} or more "
            f"trust the new one less ({rules.coup.minded_trust:+d}) and suspend their agreements with it on "
            f"{', '.join(rules.coup.suspends)}, where these bind the two alone."
        )
    return facts + [f"{past.told} ({past.year}; {past.source})" for past in template.precedents]
