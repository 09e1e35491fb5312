"""The printed rulebook: its text in `book.md`, with the numbers in force and the tables made here."""

from collections.abc import Iterable
from importlib.resources import files

import yaml

from multipolar.domain.english import counted, listed, with_article
from multipolar.domain.machines.diagram import MACHINES, mermaid
from multipolar.domain.rules import ruleset as k
from multipolar.domain.rules.catalogue import FreeForm, Modifier, MoveModifier, Step, Word
from multipolar.domain.rules.conditions import READINGS
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.rulebook.book import crises, moves, readings
from multipolar.rulebook.book.marks import fenced, flowed, joined, plain, table
from multipolar.rulebook.glossary import glossary


def whole(rules: k.RuleSet, setting: ScenarioModel | None = None) -> str:
    """The rules in force as one Markdown document.

    Args:
        rules: the rule set.
        setting: a scenario, whose own numbers are put in.
    """
    of_scenario = _of_scenario(setting, rules) if setting else {
        "of": "", "order": _NO_ORDER, "threats": "", "friction": "Without a scenario it is 100.",
    }  # fmt: skip
    facts: dict[str, object] = dict(
        rules=rules,
        machine={name: fenced(mermaid(name), "mermaid") for name in MACHINES},
        presets=_presets(rules),
        weighty="all " + " and all ".join(rules.intent.categories),
        partner_needs=_either(rules.relationship.partner_needs),
        allied_needs=_either(rules.relationship.allied_needs),
        relationships=_relationships(rules.relationship),
        exempt=", ".join(rules.third_parties.exempt),
        odds=moves.odds_table(rules),
        position=listed(rules.scores.position),
        closed_to_minors=_lengths(rules),
        outlasts_conflict=", ".join(map(plain, rules.channels.outlasts_conflict)),
        modifiers=_modifiers_of_moves(rules.modifiers),
        free_forms=_free_forms(rules.free_forms),
        moves=moves.chapter(rules),
        agreements=_agreements(rules),
        leak_gaps=steps(rules.leaks.gap_steps),
        safeguards=_safeguards(rules.leaks),
        sizes=_sizes(rules),
        ladder=steps(rules.settle.ladder_steps),
        aggressor=(
            ""
            if rules.settle.aggressor_calls
            else "Who pressed harder than the other in that exchange is no victim, and calls nobody."
        ),
        consult=(
            ""
            if rules.settle.mediating_reneges
            else "Mediating, or taking it to a framework, is no answer and no betrayal: the call stands. "
        )
        + "Anything else reneges.",
        conflict=_amounts(rules.settle.conflict.items()),
        calm=joined(_modifiers(rules.calm), readings.of_crises(rules)),
        relief=_modifiers(rules.relief),
        crises=crises.chapter(rules),
        holds=_modifiers(rules.holds),
        frameworks=rules.frameworks,
        framework_rules=", ".join(
            f"{plain(rule)} {points:+d}"
            for rule, points in (rules.frameworks.legitimacy_rule if rules.frameworks else {}).items()
        ),
        harms=", ".join(f"{kind} the {attribute}" for kind, attribute in rules.threats.harms.items()),
        harm_steps=steps(rules.threats.harm_steps),
        record=_record(),
        doctrines=table(("doctrine", "how it plays"), ((one.title, one.summary) for one in rules.doctrines)),
        readings=_readings(),
        glossary=table(
            ("word", "meaning", "here"), ((one.term, one.meaning, one.here) for one in glossary().values())
        ),
        modifier_readings=readings.of_moves(rules),
        pressure=_amounts(rules.settle.pressure.items()),
        advantage=", ".join(
            f"{size} over one that chose to {choice}" for choice, size in rules.settle.advantage_over.items()
        ),
        mobilise=moves.price(rules.settle.mobilise_cost),
        help_cost=moves.price(rules.settle.help_cost),
        **of_scenario,
    )
    chapters = {f"{name}_rules": _text(f"{name}.md").format(**facts) for name in ("technology", "crisis")}
    return flowed(_text("book.md").format(**facts, **chapters))


def _record() -> str:
    """What has been counted in the world beside what play gives (rulebook §16)."""
    compared = yaml.safe_load(_text("record.yaml"))
    rows = ((row["what"], row["record"], row["play"], row["source"]) for row in compared["rows"])
    return table(
        ("what is counted", "in the record", f"in {counted(compared['games'], 'game')}", "source"), rows
    )


_NO_ORDER = "The indices of the shared order have constants of their own in every scenario."


def _of_scenario(setting: ScenarioModel, rules: k.RuleSet) -> dict[str, str]:
    places = {theatre.id: theatre.name for theatre in setting.theatres}
    return {
        "of": f" in {setting.title}",
        "order": _text("order.md")
        .format(
            setting=setting,
            indices=setting.indices,
            rules=rules,
            uncounted=listed(rules.scores.uncounted, "or"),
        )
        .strip(),
        "friction": (
            f"Here it is {setting.friction.rivals} between rivals, and {setting.friction.others} between all "
            f"others. {_meeting(setting)}"
        ),
        "threats": table(
            ("threat", "theatre", "level", "drifts toward", "why"),
            (
                (threat.kind, places[threat.theatre], threat.level, threat.base, threat.why)
                for threat in setting.threats
            ),
        ),
    }


def _meeting(setting: ScenarioModel) -> str:
    """Who meets where, and which pairs have a per cent of their own."""
    theatres = [
        f"{theatre.name} ({listed(theatre.used_by, 'and')}{', on land' if theatre.on_land else ''})"
        for theatre in setting.theatres
        if theatre.used_by
    ]
    words = [f"Theatres are used by: {'; '.join(theatres)}."] if theatres else []
    ready = [
        f"{listed(relation.between)} {relation.friction} %"
        for relation in setting.relations
        if relation.friction != 100
    ]
    words += [f"Pairs with a per cent of their own: {'; '.join(ready)}."] if ready else []
    return " ".join(words)


def _amounts(found: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{key} {amount:+d}" for key, amount in found)


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def steps(found: Iterable[Step]) -> str:
    """Steps in words, in the order in which they are asked: ``+2 from 55, +1 from 25``."""
    words = []
    for step in found:
        from_, to = step.at_least, step.at_most
        where = f" from {from_}" if from_ is not None else ""
        where += f" up to {to}" if to is not None else ""
        words.append(f"{step.size:+d}{where}")
    return ", ".join(words)


def _either(kinds: Iterable[str]) -> str:
    return listed([with_article(plain(kind)) for kind in kinds], "or")


def _free_forms(forms: Iterable[FreeForm]) -> str:
    """What free-form moves may bring, a heading each."""
    return "\n\n".join(
        joined(
            f"**{form.title}** (toward {form.toward[0]} to {counted(form.toward[1], 'power')}): "
            f"{form.summary}",
            moves.effects_table(form.effects),
        )
        for form in forms
    )


def _presets(rules: k.RuleSet) -> str:
    rows = (
        (preset.title, preset.rounds, preset.minutes, ", ".join(map(plain, preset.modules)))
        for preset in rules.presets
    )
    return table(("length", "rounds", "minutes", "played with"), rows)


def _lengths(rules: k.RuleSet) -> str:
    """The presets in which minor powers propose nothing, by title."""
    closed = rules.minor_powers.propose_nothing_in
    return listed([f"*{preset.title}*" for preset in rules.presets if preset.id in closed])


def _relationships(rules: k.RelationshipRules) -> str:
    rows = []
    for level, word in enumerate(RELATIONSHIPS):
        rises = rules.up[level - 1] if level else None
        start = (rules.start_trust[level], rules.start_tension[level], rules.start_interoperability[level])
        bounds = ("–", "–") if rises is None else (rises, rises - rules.gap)
        rows.append((word, *bounds, *start))
    head = (
        "state",
        "warmth to rise to it",
        "falls from it at or under",
        "trust at the start",
        "tension",
        "interoperability",
    )
    return table(head, rows)


def _modifiers(modifiers: Iterable[Modifier[Word]]) -> str:
    rows = ((modifier.title, plain(modifier.reads), steps(modifier.steps)) for modifier in modifiers)
    return table(("modifier", "reads", "size"), rows)


def _modifiers_of_moves(modifiers: Iterable[MoveModifier]) -> str:
    rows = []
    for modifier in modifiers:
        but = f" (not {', '.join(map(plain, modifier.but))})" if modifier.but else ""
        of = ", ".join((*modifier.categories, *map(plain, modifier.moves))) + but
        rows.append((modifier.title, plain(modifier.reads), steps(modifier.steps), of))
    return table(("modifier", "reads", "size", "of"), rows)


def _agreements(rules: k.RuleSet) -> str:
    rows = (
        (one.title, one.group, one.rounds or "until ended", "yes" if one.upkeep else "no", one.summary)
        for one in rules.agreements
    )
    return table(("agreement", "group", "rounds in force", "upkeep", "what it is"), rows)


def _sizes(rules: k.RuleSet) -> str:
    rows = (
        (word, f"{size.resources:+d}", f"{size.percent} %", size.scale) for word, size in rules.sizes.items()
    )
    return table(
        (
            "size",
            "resources, for each side that pays any",
            "interoperability, and what is done against a threat",
            "scale",
        ),
        rows,
    )


def _safeguards(leaks: k.LeakRules) -> str:
    rows = (
        (word, less, f"{leaks.safeguards_trust[word]:+d}", f"{leaks.safeguards_autonomy[word]:+d}")
        for word, less in leaks.safeguards.items()
    )
    return table(("safeguards", "less risk", "recipient's trust", "recipient's autonomy"), rows)


def _readings() -> str:
    rows = (
        (f"`{word}({', '.join(parameter.name for parameter in form.parameters)})`", form.help)
        for word, form in READINGS.items()
    )
    return table(("reading", "what it is"), rows)
