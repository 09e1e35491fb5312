"""What the rulebook wants of a study (§16), as data: each figure with its least and most.

Figures are named by their way through the JSON, such as ``crises.acute_per_game``; a star stands for
every power, doctrine or move. A few are worked out of others (`derived`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from multipolar.lab.figures import Counted, Figures, values

PLAY = "rulebook §16"
RECORD = "International Crisis Behavior data 1946-2017, 377 crises (§16)"
LITERATURE = "studies of alliances: 50-75 % honoured (§16)"
DISPUTES = "Gibler-Miller-Little disputes 1946-2010, neighbours: 22 % against 3.8 % a year (§16)"
ATTACKS = "pirate attacks by region and year, 1993-2020 (§16; numbers §7)"
COUPS = "Colpus coup list 1946-2022, a country and year; a round is half of one (§16)"


class Target(Struct, frozen=True):
    """What one figure, or each of several, ought to be.

    Attributes:
        title: the figure in words.
        reads: its way through the figures; ``*`` for every key.
        low: the least it may be; None: no limit.
        high: the most.
        source: whose claim it is.
        percent: whether it is a share.
        of_six: whether the limits are meant for six ranked powers, and stretch with their number.
    """

    title: str
    reads: str
    low: float | None
    high: float | None
    source: str
    percent: bool = True
    of_six: bool = False


TARGETS = (
    Target("finishes first", "wins.*", 0.08, 0.30, PLAY, of_six=True),
    Target("doctrine is best", "doctrines.*.best_share", None, 0.40, PLAY),
    Target("doctrine over random play", "over_random.*", 8, None, PLAY, percent=False),
    Target("powers that gain alone", "derived.gain_alone", 3, None, PLAY, percent=False),
    Target("all coerce, of the mixed table", "derived.coerce_of_mixed", None, 0.60, PLAY),
    Target("share of all moves", "moves.*.share", None, 0.15, PLAY),
    Target("games that see the move", "moves.*.games", 0.02, None, PLAY),
    Target("acute crises a game", "crises.acute_per_game", 1.0, 3.0, PLAY, percent=False),
    Target("games with a conflict", "conflict_games", 0.08, 0.25, PLAY),
    Target("games that collapse", "collapse_games", None, 0.05, PLAY),
    Target("architecture, 5th percentile", "architecture.p5", None, 39, PLAY, percent=False),
    Target("architecture, 95th percentile", "architecture.p95", 66, None, PLAY, percent=False),
    Target("acute to conflict", "crises.conflict_share_of_acute", 0.10, 0.20, RECORD),
    Target("acute and mediated", "crises.mediated_share", 0.25, 0.45, RECORD),
    Target("agreement, if mediated", "crises.agreement_if_mediated", 0.50, 0.75, RECORD),
    Target("agreement, if not", "crises.agreement_if_not", 0.15, 0.30, RECORD),
    Target("pacts honoured", "pacts_honoured", 0.55, 0.80, LITERATURE),
    Target("disputes, rivals to others", "derived.disputes_ratio", 4, 6, DISPUTES, percent=False),
    Target("acute confrontations of rivals", "dyads.rivals", 0.50, None, PLAY),
    Target("of powers apart, not at odds", "dyads.distant", None, 0.10, PLAY),
    Target("the central conflict's lead", "derived.central_lead", 0, None, PLAY, percent=False),
    Target("piracy, year on year", "piracy.lag1", 0.3, 0.8, ATTACKS, percent=False),
    Target("piracy, variance over mean", "piracy.variance_over_mean", 4, 82, ATTACKS, percent=False),
    Target("upheavals, low stability", "coups.low_stability", 0.01, 0.02, COUPS),
    Target("upheavals, high stability", "coups.high_stability", 0.0005, 0.0025, COUPS),
    Target("upheavals that succeed", "coups.succeed", 0.40, 0.60, COUPS),
    Target("fewer climb with channels", "derived.channels_save", 0.30, None, PLAY),
)
"""The targets, in the order of rulebook §16: of games whose doctrines are drawn by chance."""

SHIPPED_TARGETS = (
    Target("games that collapse", "collapse_games", None, 0.05, PLAY),
    Target("games that nobody wins", "nobody_wins", None, 0.25, PLAY),
)
"""The targets of a scenario as it stands, with the doctrines of its own powers, in every length."""


class Verdict(Struct, frozen=True):
    """One figure beside its target.

    Attributes:
        target: what is wanted.
        name: which power, doctrine or move, where the target is for each.
        value: the figure; None when no game could tell.
        cases: over how many cases it was counted.
        low: the least it may be, for this number of powers.
        high: the most.
        met: whether it lies within; None when no game could tell.
    """

    target: Target
    name: str
    value: float | None
    cases: int
    low: float | None
    high: float | None
    met: bool | None


def derived(figures: Figures, alone: Mapping[str, Counted]) -> dict[str, Counted]:
    """Figures that are worked out of others.

    Args:
        figures: all figures of a study, with their cases.
        alone: what each power gains by playing for itself at a cooperative table.
    """
    disputes, tables, central = figures["disputes"], figures["tables"], figures["central"]
    held, bare = figures["channels"].values()
    kept = _quotient(held.value, bare.value)
    coerce, mixed = _mean(tables["all_coerce"]), _mean(tables["mixed"])
    gains = [gain.value for gain in alone.values() if gain.value is not None]
    return {
        "disputes_ratio": Counted(
            _quotient(disputes["rivals"].value, disputes["others"].value), disputes["rivals"].cases
        ),
        "channels_save": Counted(None if kept is None else 1 - kept, min(held.cases, bare.cases)),
        "central_lead": Counted(
            _less(central["share"].value, central["most_of_others"].value), central["share"].cases
        ),
        "coerce_of_mixed": Counted(_quotient(coerce.value, mixed.value), coerce.cases),
        "gain_alone": Counted(
            sum(1 for gain in gains if gain > 0) if gains else None,
            sum(gain.cases for gain in alone.values()),
        ),
    }


def judge(
    figures: Figures, alone: Mapping[str, Counted], targets: Sequence[Target] = TARGETS
) -> list[Verdict]:
    """Every figure that has a target beside it, in the order of the targets.

    Args:
        figures: all figures of a study, with their cases.
        alone: what each power gains by playing for itself at a cooperative table.
        targets: what is wanted of this kind of study.
    """
    whole = {**figures, "derived": derived(figures, alone)}
    stretch = 6 / len(figures["wins"])
    verdicts: list[Verdict] = []
    for target in targets:
        scale = stretch if target.of_six else 1
        low = None if target.low is None else target.low * scale
        high = None if target.high is None else target.high * scale
        for name, (value, cases) in _read(whole, target.reads.split(".")):
            met = None if value is None else (low is None or value >= low) and (high is None or value <= high)
            verdicts.append(Verdict(target, name, value, cases, low, high, met))
    return verdicts


def _read(figures: Any, way: list[str], name: str = "") -> Iterator[tuple[str, Counted]]:
    if not way:
        yield name, figures
    elif way[0] == "*":
        for key, part in figures.items():
            yield from _read(part, way[1:], key)
    else:
        yield from _read(figures[way[0]], way[1:], name)


def _less(whole: float | None, part: float | None) -> float | None:
    return None if whole is None or part is None else round(whole - part, 5)


def _quotient(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


def _mean(found: Mapping[str, Counted]) -> Counted:
    known = [value for value in values(found).values() if value is not None]
    return Counted(sum(known) / len(known) if known else None, min(each.cases for each in found.values()))
