"""What each modifier reads, in words: so that a reader can work its size out from the record."""

from collections.abc import Iterable, Iterator

from multipolar.domain.mechanics.odds import HOTLINE_FROM, PROTECTOR_WITHIN
from multipolar.domain.rules.catalogue import Modifier
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.rulebook.book.marks import plain, table

OF_MOVES = {
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
        f"1 where the initiator has a hotline with every partner, and tension of {HOTLINE_FROM} or more with "
        "one"
    ),
    "mandate": (
        "1 where a mandate in force covers the operation, of a framework of the initiator that is not "
        "paralysed"
    ),
    "routine": "rounds since the same was last done, as told below",
    "strength": "the initiator's capability less the target's",
    "deterrence": (
        "1 where a third power with a pact with the target has a capability no more than "
        f"{PROTECTOR_WITHIN} under the initiator's"
    ),
    "access": "the initiator's technology less the target's",
    "guarded": "1 where the target has a cyber-security centre with somebody",
    "target_governance": "the target's governance",
    "target_stability": "the target's stability",
    "size": "how many parties there are",
    "scale": "the scale of its size, as the table of sizes has it",
    "insight": "the initiator's insight into the target",
    "committed": "1 where more resources were committed",
}
"""The readings of the modifiers of moves."""

OF_CRISES = {
    "hotline": "with a hotline of the principals: 1 at a warning, 2 at every later stage",
    "notification": "1 where they give each other notice of exercises",
    "observers": "1 where they admit observers or exchange data, and no notice is given",
    "code_at_sea": "1 in a crisis at sea, where a code for incidents at sea is in force between them",
    "relationship": "their relationship as a number, 0 rupture to 6 allied",
    "tension": "their tension",
    "lowest_stability": "the lowest stability of the principals, or of those affected",
    "lowest_governance": "the lowest governance of the principals, or of those affected",
    "mediation": "the standing of the mediator who counts, or the legitimacy of the framework it speaks for",
    "stage": "1 at a warning, 2 acute, 3 confrontation, 4 brink",
    "help": "how many powers have sent help that was let in",
    "severity": "what is left of the severity",
}
"""The readings of the modifiers of crises."""


def of_moves(rules: RuleSet) -> str:
    """What the modifiers of moves read."""
    return _table(rules.modifiers, OF_MOVES)


def of_crises(rules: RuleSet) -> str:
    """What the modifiers of crises read."""
    return _table((*rules.calm, *rules.relief, *rules.holds), OF_CRISES)


def _table(modifiers: Iterable[Modifier], words: dict[str, str]) -> str:
    return table(("reads", "what that is"), _rows(modifiers, words))


def _rows(modifiers: Iterable[Modifier], words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for reads in dict.fromkeys(modifier.reads for modifier in modifiers):
        yield plain(reads), words[reads]
