"""What each modifier reads, in words: so that a reader can work its size out from the record."""

from collections.abc import Iterable, Mapping
from typing import Literal

from multipolar.domain.english import listed
from multipolar.domain.rules.catalogue import (
    CrisisReading,
    EmergencyReading,
    Modifier,
    MoveReading,
    UpheavalReading,
    Word,
)
from multipolar.domain.rules.complete import complete
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.rulebook.book.marks import plain, table

_MOVES: dict[MoveReading, str] = {
    "relationship": (
        "the lowest relationship of the initiator with a partner, as a number: "
        + ", ".join(f"{number} {word}" for number, word in enumerate(RELATIONSHIPS))
        + "; with no partner, correct"
    ),
    "tension": (
        "the highest tension of the initiator with a partner; of mediation, that between the two others"
    ),
    "interoperability": "the lowest interoperability of the initiator with a partner",
    "governance_gap": "the widest gap in governance of the initiator and a partner",
    "stability": "the lowest stability of the parties of a joint move; of an order, the initiator's alone",
    "experience": (
        "successes in moves of the category, limited ones among them, of the initiator with a partner, "
        "whoever began them: with the partner with whom there are fewest"
    ),
    "hotline": (
        "1 where the initiator has a {hotline} with every partner, and tension of {rolls.hotline_from} or "
        "more with one"
    ),
    "mandate": (
        "1 where a mandate in force covers the operation, of a framework of the initiator that is not "
        "paralysed"
    ),
    "routine": "rounds since the same was last done, as told below",
    "strength": "the initiator's capability less the target's",
    "deterrence": (
        "1 where a third power with a pact with the target has a capability no more than "
        "{rolls.protector_within} under the initiator's"
    ),
    "access": "the initiator's technology less the target's",
    "guarded": "1 where the target has a {guards} with somebody",
    "target_governance": "the target's governance",
    "target_stability": "the target's stability",
    "size": "how many parties there are",
    "scale": "the scale of its size, as the table of sizes has it",
    "insight": "the initiator's insight into the target",
    "committed": "1 where more resources were committed",
}
OF_MOVES = complete(_MOVES, MoveReading, "what a modifier of a move reads, in words (book.readings)")
"""The readings of the modifiers of moves; in braces what the rule set says."""

_CRISES: dict[CrisisReading | EmergencyReading | UpheavalReading, str] = {
    "hotline": "with a {hotline} of the principals: 1 at a warning, 2 at every later stage",
    "notification": "1 where they give each other notice of exercises ({notification})",
    "observers": "1 where they let each other look ({observers}), and no notice is given",
    "apart": "1 where they neither lie near each other, nor use a theatre together, nor are declared rivals",
    "code_at_sea": "1 in a {code_domain} crisis, where they have a code for it ({code_at_sea})",
    "relationship": "their relationship as a number, 0 rupture to 6 allied",
    "tension": "their tension",
    "lowest_stability": "the lowest stability of the principals, or of those affected",
    "lowest_governance": "the lowest governance of the principals, or of those affected",
    "mediation": "the standing of the mediator who counts, or the legitimacy of the framework it speaks for",
    "stage": "1 at a warning, 2 acute, 3 confrontation, 4 brink",
    "help": "how many powers have sent help that was let in",
    "severity": "what is left of the severity",
}
OF_CRISES = complete(
    _CRISES,
    Literal[CrisisReading, EmergencyReading, UpheavalReading],
    "what a modifier of a crisis reads, in words (book.readings)",
)
"""The readings of the modifiers of crises; in braces what the rule set says."""


def of_moves(rules: RuleSet) -> str:
    """What the modifiers of moves read."""
    return _table(rules, rules.modifiers, OF_MOVES)


def of_crises(rules: RuleSet) -> str:
    """What the modifiers of crises read."""
    rows = dict.fromkeys(
        (modifier.reads, OF_CRISES[modifier.reads])
        for family in (rules.calm, rules.relief, rules.holds)
        for modifier in family
    )
    return _explained(rules, rows)


def _table(rules: RuleSet, modifiers: Iterable[Modifier[Word]], words: Mapping[Word, str]) -> str:
    return _explained(rules, dict.fromkeys((modifier.reads, words[modifier.reads]) for modifier in modifiers))


def _explained(rules: RuleSet, rows: Iterable[tuple[str, str]]) -> str:
    channels = rules.channels
    kinds = {
        name: listed([plain(kind) for kind in value], "or")
        for name, value in channels
        if isinstance(value, tuple)
    }
    facts = {**kinds, "code_domain": channels.code_domain, "rolls": rules.rolls}
    return table(("reads", "what that is"), ((plain(word), text.format(**facts)) for word, text in rows))
