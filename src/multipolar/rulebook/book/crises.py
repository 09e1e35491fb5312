"""Crisis templates for the printed rulebook: what each is about, what brings it about, what came before."""

from multipolar.domain.rules import templates as k
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.rulebook.book.marks import flowed, heading, joined, listed, plain
from multipolar.rulebook.book.triggers import in_words


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
    facts = [f"{found.kind.capitalize()}; at stake: {found.stakes}"]
    facts += [in_words(trigger, found, rules) for trigger in found.triggers]
    if found.domain == "land" and found.kind == "confrontation":
        facts.append("Only between powers with a common border on land.")
    if found.push:
        facts.append(f"Push {found.push:+d} when it is drawn by chance or by an inject.")
    if found.module != "core":
        facts.append(f"Only where the module {plain(found.module)} is played.")
    if found.strikes:
        harm = ", ".join(f"{key} {amount:+d}" for key, amount in found.strikes.items())
        facts.append(f"It strikes each of those affected: {harm}; severity {found.severity} of 100.")
    if found.overthrows:
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
    return facts + [f"{past.text} ({past.year}; {past.source})" for past in found.precedents]
