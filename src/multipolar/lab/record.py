"""What a study keeps of one game: small, frozen, and the same on every machine."""

from enum import StrEnum

from msgspec import Struct


class Arrangement(StrEnum):
    """How the table of a game is set.

    ``mixed`` games are the study itself, or ``shipped`` ones; the others are played beside it, to compare.
    """

    MIXED = "mixed"
    """Every ranked seat has a doctrine drawn by chance; all moves are open."""
    SHIPPED = "shipped"
    """Every seat has the doctrine that the scenario gives it, as whoever plays the scenario meets it."""
    COOPERATE = "cooperate"
    """Every seat has a cooperative doctrine, and nobody coerces."""
    LONE = "lone"
    """The same, but one seat plays for itself, and may do anything."""
    COERCE = "coerce"
    """A mixed table at which only coercion and what is done at home are open."""
    CHANNELS = "channels"
    """A mixed table at which every pair begins with a hotline and notification of exercises."""
    NO_CHANNELS = "no_channels"
    """The same table, at which nobody has either, nor may conclude it."""
    RANDOM = "random"
    """A mixed table at which one seat does anything legal by chance."""


class CrisisRecord(Struct, frozen=True):
    """One crisis of a game.

    Attributes:
        confrontation: two principals stood against each other (from the first, or by an exploit).
        dyad: what kind of pair the principals were when it began (§8); empty for emergencies.
        between: ids of the principals, in order; empty for emergencies.
        friends: the principals were at cooperative or better when it began.
        acute: it went past the warning.
        climbed: it reached the rung of confrontation, or a higher one.
        conflict: it reached the last.
        mediated: somebody mediated, or took it to a framework.
        agreed: it ended settled, and not because one principal conceded.
        channels: a hotline and notification of exercises were in force between the principals when it
            became acute.
    """

    confrontation: bool
    dyad: str
    between: tuple[str, ...]
    friends: bool
    acute: bool
    climbed: bool
    conflict: bool
    mediated: bool
    agreed: bool
    channels: bool


class Unrest(Struct, frozen=True):
    """Stability and upheavals of a game, over all powers.

    Attributes:
        low_rounds: rounds that a power began with stability under 45.
        high_rounds: rounds that a power began with stability of 60 or more.
        low_attempts: upheavals that broke out in the former.
        high_attempts: upheavals that broke out in the latter.
        ended: upheavals, at whatever stability, after which it was decided whether the government fell.
        succeeded: those of them after which it did.
    """

    low_rounds: int = 0
    high_rounds: int = 0
    low_attempts: int = 0
    high_attempts: int = 0
    ended: int = 0
    succeeded: int = 0


class GameRecord(Struct, frozen=True):
    """One game in figures.

    Attributes:
        arrangement: how its table was set.
        number: which game of the study it is, from 0; arrangements with the same number belong together.
        changed: the seat that was changed, where the arrangement changes one.
        doctrines: ranked power to the doctrine that played it.
        finals: ranked power to its final score.
        ranks: ranked power to its rank; equals share one.
        architecture: architecture score at the end, 0-100.
        ended: ``complete`` or ``collapse``.
        nobody_won: the architecture ended too low for anybody to have won (§9).
        rounds: rounds played.
        moves: move to how often it was agreed or ordered.
        crises: every crisis, warnings that passed among them.
        pairs: how many pairs of powers are declared rivals, and how many are neighbours that are not.
        calls: how often a pact was called on and answered.
        honoured: how often it was honoured.
        piracy: theatre to the level of piracy after each round.
        unrest: stability and upheavals.
    """

    arrangement: Arrangement
    number: int
    changed: str
    doctrines: dict[str, str]
    finals: dict[str, int]
    ranks: dict[str, int]
    architecture: int
    ended: str
    nobody_won: bool
    rounds: int
    moves: dict[str, int]
    crises: tuple[CrisisRecord, ...]
    pairs: tuple[int, int]
    calls: int
    honoured: int
    piracy: dict[str, tuple[int, ...]]
    unrest: Unrest
