"""The chapter on moves, and one move at length: costs, needs, odds, effects, risks, precedents."""

from collections.abc import Iterator, Sequence

from multipolar.domain.english import between_counts, by_count, counted, listed
from multipolar.domain.mechanics.odds import chances
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.rules import catalogue as k
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.vocabulary import OUTCOMES
from multipolar.rulebook.book.marks import bullets, heading, joined, plain, signed, table

ODDS_FROM, ODDS_TO = -5, 5
_WHO = {
    "initiator": "the initiator", "partner": "each partner", "each": "each party",
    "friends": "the initiator's partners and allies",
}  # fmt: skip
_TRUST = {
    "each": "trust of the parties in one another", "partner": "each partner's trust in the initiator",
    "initiator": "the initiator's trust in each partner",
    "friends": "trust of the initiator's partners and allies in it",
    "around": "trust between the target and its partners and allies",
}  # fmt: skip
_SIMPLE = {
    "interoperability": "interoperability of the parties", "threat": "relief from the threat in the theatre",
    "insight": "what the initiator finds out about the target",
}  # fmt: skip
_VISIBLE = {
    "public": "public once agreed or carried out",
    "limited": "public, and noticed by others with half its weight",
    "secret": "known to its parties alone, unless it moves what everybody sees",
    "covert": "known to nobody else unless it comes to light",
}


def chapter(rules: RuleSet) -> str:
    """All moves: a table, then each at length, by category."""
    overview = table(
        ("move", "form", "cost", "partner's cost", "rounds", "base", "weight", "visibility"),
        (
            (
                move.title, move.form, price(move.cost),
                price(move.partner_cost) if move.form == "joint" else "–",
                move.rounds, f"{move.base:+d}", move.weight, move.visibility,
            )
            for move in rules.moves
        ),
    )  # fmt: skip
    pages = (
        joined(
            heading(3, category.capitalize()),
            *(at_length(move, rules, level=4) for move in rules.moves if move.category == category),
        )
        for category in dict.fromkeys(move.category for move in rules.moves)
    )
    return joined(overview, *pages)


def at_length(move: k.Move, rules: RuleSet, level: int = 1) -> str:
    """One move on a page of its own.

    Args:
        move: which.
        rules: that it is part of.
        level: of its heading, 1 to 5.
    """
    fewest, most = move.partners
    whom = between_counts(fewest, most)
    asked = [modifier for modifier in rules.modifiers if modifier.applies_to(move)]
    partner = f"; each partner {price(move.partner_cost)}" if move.form == "joint" else ""
    given = "a proposal" if move.form == "joint" else "an order"
    takes = counted(move.rounds, "round")
    facts = [
        f"**Given as** {given}; other powers: {whom}; {_VISIBLE[move.visibility]}.",
        f"**Costs** {price(move.cost)}{partner}.",
        f"**Takes** {takes}; third parties notice it with weight {move.weight}.",
        *(f"**Needs** {needs(need)}." for need in move.requirements),
        f"**Terms**: {', '.join(_terms(move, rules)) or 'none of its own'}.",
        f"**Base modifier** {move.base:+d}.",
        f"**Counts**: {', '.join(modifier.title for modifier in asked) or 'nothing'}.",
        *_risks(move, rules),
        f"**CAMEO** {move.code}.",
    ]
    return joined(
        heading(level, f"{move.title} (`{move.id}`)"),
        f"{move.summary} {move.teaching}",
        bullets(facts),
        effects_table(move.effects),
        bullets(f"{precedent.told} ({precedent.year}; {precedent.source})" for precedent in move.precedents),
    )


def price(cost: k.Cost) -> str:
    """A cost in words."""
    return money_in_words(cost.capital, cost.resources)


def needs(need: k.Requirement) -> str:
    """A requirement in words."""
    match need:
        case k.NeedsRelationship():
            limits = [f"{need.at_least} or better"] if need.at_least else []
            limits += [f"no better than {need.at_most}"] if need.at_most else []
            return f"relations that are {listed(limits)}"
        case k.NeedsAgreement():
            kind = "an agreement" if need.type == "any" else f"a {plain(need.type)}"
            return f"{kind} in force with every partner"
        case k.NeedsLead():
            if not need.margin:
                return f"{need.attribute} no lower than any partner's"
            if need.who == "partner":
                return f"a partner whose {need.attribute} leads the initiator's by {need.margin}"
            return f"{need.attribute} that leads every partner's by {need.margin}"
        case k.NeedsTension():
            return f"tension of {need.at_least} or more between the two powers"
        case k.NeedsJointMove():
            return (
                "a joint move of the two that is known and resolves this round, one of them a rival of the "
                "initiator or at odds with it"
            )
        case k.NeedsExposure():
            return "a party that is exposed to the threat in the theatre"


def effects_table(effects: Sequence[k.Effect]) -> str:
    """What a move does, by outcome, and what it brings about besides."""
    rows = [row for effect in effects for row in effect_rows(effect)]
    besides = [words for effect in effects if (words := _besides(effect))]
    return joined(table(("effect", *OUTCOMES), rows) if rows else "", bullets(besides))


def odds_table(rules: RuleSet) -> str:
    """The exact odds for every sum of modifiers, in 36ths."""
    return table(
        ("modifiers", *OUTCOMES),
        ((f"{sum_:+d}", *chances(sum_, rules.rolls.outcomes)) for sum_ in range(ODDS_FROM, ODDS_TO + 1)),
    )


def effect_rows(effect: k.Effect) -> Iterator[tuple[str, ...]]:
    """What an effect changes, a row each: its words, then its size for each outcome; ``·`` is none."""
    match effect:
        case k.ChangeAttribute():
            yield (f"{effect.key} of {_WHO[effect.who]}", *signed(effect.by))
        case k.ChangeTrust():
            yield (_TRUST[effect.who], *signed(effect.by))
        case k.ChangeTension(among="parties"):
            yield ("tension of the parties", *signed(effect.by))
        case k.ChangeTension():
            yield ("tension of the initiator with those it is at odds with", *signed(effect.by))
        case k.ChangeDependence(who="partner"):
            yield ("each partner's dependence on the initiator", *signed(effect.by))
        case k.ChangeDependence():
            yield ("the initiator's dependence on each partner", *signed(effect.by))
        case k.ChangeMoney():
            yield (f"{effect.key} of {_WHO[effect.who]}", *signed(effect.by))
        case k.ChangeInteroperability() | k.LowerThreat() | k.ChangeInsight():
            yield (_SIMPLE[effect.kind], *signed(effect.by))
        case k.TestsCrisis():
            yield ("push towards a crisis", *signed(effect.push))
        case k.Reconciles():
            yield ("tension between the two powers", *signed(effect.tension))
            yield ("trust of the two in each other", *signed(effect.trust))


def _besides(effect: k.Effect) -> str:
    match effect:
        case k.FormsAgreement():
            return f"From {effect.at_least} up it brings into force: {plain(effect.type)}."
        case k.EndsAgreement():
            return "It suspends the agreement that is named, and counts as a breach of it."
        case k.FoundsFramework():
            return f"From {effect.at_least} up it founds the framework."
        case k.TablesResolution():
            return f"From {effect.at_least} up it is on the agenda: {', '.join(map(plain, effect.of))}."
        case k.LeavesFramework():
            return "However it goes, the framework is left."
        case k.TestsCrisis():
            return f"It may set off: {', '.join(plain(template) for template in effect.templates)}."
        case _:
            return ""


def _terms(move: k.Move, rules: RuleSet) -> Iterator[str]:
    if move.domains:
        yield f"domain ({', '.join(move.domains)})"
    if move.threat:
        yield f"theatre where there is {move.threat}"
    if move.sizes:
        yield f"size ({', '.join(move.sizes)})"
    if move.durations:
        yield f"duration ({move.durations[0]} to {counted(move.durations[1], 'round')}, or as long as usual)"
    if move.safeguards:
        yield f"safeguards ({', '.join(rules.leaks.safeguards)})"
    if any(modifier.reads == "committed" and modifier.applies_to(move) for modifier in rules.modifiers):
        more = rules.money.commit_resources
        yield f"{more} more {by_count(more, 'resource')} for a better roll"
    if move.form == "joint":
        share, payment = rules.terms.share_most, rules.terms.payment_most
        yield f"shares of the cost (-{share} to {share}), a payment (-{payment} to {payment})"
        yield f"up to {counted(rules.terms.promises_most, 'promise')}"


def _risks(move: k.Move, rules: RuleSet) -> Iterator[str]:
    if move.leak is not None:
        yield f"**Leaks**: sensitivity {move.leak}, in 36ths at each check, less the safeguards."
    if move.visibility == "covert":
        usual = rules.covert.exposed_in_36
        often = usual if move.exposed_in_36 is None else move.exposed_in_36
        yield f"**Comes to light** on a setback, and otherwise in {often} of 36 cases."
    if move.once:
        yield "It can be done once in an exercise."
    if move.opposes:
        most = rules.opposition_most
        yield f"It takes {move.opposes} off the roll of what the two do together; {most} at most, by several."
        yield "Those whom it hampers see it in the record, with its amount, as *not known to you*."
    if move.acceptances:
        yield f"It goes ahead with {move.acceptances} acceptances; those who decline stay away."
