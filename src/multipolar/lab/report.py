"""A study in words: each figure beside its target, and those that are missed marked."""

from collections.abc import Mapping, Sequence

from multipolar.domain.english import counted
from multipolar.lab.figures import Counted, Figures
from multipolar.lab.record import GameRecord
from multipolar.lab.targets import Verdict

Rows = list[tuple[str, ...]]
MISSED = "MISSED"
UNKNOWN = "–"
FEW = 500
"""Games under which many a figure is still chance."""
USUAL = "standard"
"""The preset that the targets are meant for (§16)."""


def beside_targets(verdicts: Sequence[Verdict]) -> Rows:
    """Every figure that has a target, moves apart, and whether it is missed."""
    rows: Rows = [("figure", "value", "wanted", "cases", "")]
    for verdict in verdicts:
        if not _of_moves(verdict):
            title = f"{verdict.target.title}: {verdict.name}" if verdict.name else verdict.target.title
            value, cases = _value(verdict, verdict.value), str(verdict.cases)
            rows.append((title, value, _wanted(verdict), cases, _mark(verdict)))
    return rows


def of_doctrines(figures: Figures) -> Rows:
    """Doctrine, mean final, share of games in which it is best, points over random play."""
    rows: Rows = [("doctrine", "mean final", "best in", "over random play")]
    for name, found in figures["doctrines"].items():
        over = figures["over_random"][name]
        rows.append((name, _number(found["mean_final"]), _percent(found["best_share"]), _signed(over)))
    return rows


def of_powers(figures: Figures, alone: Mapping[str, Counted]) -> Rows:
    """Power, share of games it finishes first in, mean final at each kind of table, gain of playing alone."""
    rows: Rows = [("power", "first in", "mixed", "all cooperate", "all coerce", "gains alone")]
    tables = figures["tables"]
    for power, won in figures["wins"].items():
        means = (_number(tables[name][power]) for name in ("mixed", "all_cooperate", "all_coerce"))
        rows.append((power, _percent(won), *means, _signed(alone[power].value)))
    return rows


def of_seats(figures: Figures, records: Sequence[GameRecord]) -> Rows:
    """Power, the doctrine it has in the first of the games, share of games it is first in, mean final."""
    rows: Rows = [("power", "doctrine", "first in", "mean final")]
    doctrines = records[0].doctrines if records else {}
    means = figures["tables"]["mixed"]
    for power, won in figures["wins"].items():
        rows.append((power, doctrines.get(power, UNKNOWN), _percent(won), _number(means[power])))
    return rows


def sketch(figures: Figures) -> list[str]:
    """What such games are like, where no target is set: the shared order, and what crises became."""
    order, crises = figures["architecture"], figures["crises"]
    spread = " / ".join(_number(order[part]) for part in ("p5", "p50", "p95"))
    return [
        f"architecture, 5th, 50th and 95th percentile: {spread}",
        f"acute crises a game: {_number(crises['acute_per_game'])}",
        f"games with a conflict: {_percent(figures['conflict_games'])}",
    ]


def of_moves(figures: Figures, verdicts: Sequence[Verdict]) -> Rows:
    """Move, its share of all moves, the share of games that saw it; the commonest first."""
    missed = {verdict.name for verdict in verdicts if _of_moves(verdict) and verdict.met is False}
    rows: Rows = [("move", "of all moves", "in games", "")]
    moves = figures["moves"].items()
    for name, found in sorted(moves, key=lambda entry: (-(entry[1]["share"] or 0), entry[0])):
        mark = MISSED if name in missed else ""
        rows.append((name, _percent(found["share"]), _percent(found["games"]), mark))
    return rows


def summary(figures: Figures, verdicts: Sequence[Verdict], preset: str = USUAL) -> list[str]:
    """How many targets are missed, which figures no game told, and how far to trust the rest."""
    missed = [verdict for verdict in verdicts if verdict.met is False]
    silent = [verdict for verdict in verdicts if verdict.met is None]
    lines = [f"{len(missed)} of {len(verdicts) - len(silent)} figures miss their target"]
    if silent:
        lines.append(f"of {len(silent)} more no game could tell")
    if figures["games"] < FEW:
        lines.append(f"with fewer than {counted(FEW, 'game')} much of this is chance")
    if preset != USUAL:
        lines.append(f"the targets are meant for the {USUAL} preset")
    return lines


def sources(verdicts: Sequence[Verdict]) -> list[str]:
    """Whose claim each target is: a line for each source, with the figures it is for."""
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        titles = found.setdefault(verdict.target.source, [])
        if verdict.target.title not in titles:
            titles.append(verdict.target.title)
    return [f"{source}: {'; '.join(titles)}" for source, titles in found.items()]


def _of_moves(verdict: Verdict) -> bool:
    return verdict.target.reads.startswith("moves.")


def _mark(verdict: Verdict) -> str:
    return MISSED if verdict.met is False else ""


def _wanted(verdict: Verdict) -> str:
    low, high = _value(verdict, verdict.low), _value(verdict, verdict.high)
    if verdict.low is None:
        return f"at most {high}"
    return f"at least {low}" if verdict.high is None else f"{low} to {high}"


def _value(verdict: Verdict, value: float | None) -> str:
    return _percent(value) if verdict.target.percent else _number(value)


def _percent(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{100 * value:.2f} %" if 0 < value < 0.01 else f"{100 * value:.1f} %"


def _number(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:.1f}" if value >= 10 and value % 1 else f"{value:.3g}"


def _signed(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:+.1f}"
