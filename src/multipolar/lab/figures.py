"""The figures of a study, from the records of its games: what `multipolar simulate --json` prints.

Every figure is counted over records in a fixed order, so that the same games give the same figures
however they were spread over processes. What no game could tell is None. Each comes with the number of
cases it was counted over, as twelve crises say less than twelve hundred.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from multipolar.domain.mechanics.crises.dyads import Dyad
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.lab.plans import real_doctrines
from multipolar.lab.record import Arrangement, CrisisRecord, GameRecord
from multipolar.lab.waves import lag_one, variance_over_mean

Figures = dict[str, Any]
"""Figures by their names, some of them in groups."""
Kind = TypeVar("Kind")
_PLACES = 5


class Counted(NamedTuple):
    """A figure, and over how many cases it was counted."""

    value: float | None
    cases: int


class Subject(Struct, frozen=True):
    """What a study is about: everything its figures have a line for, used or not.

    Attributes:
        powers: ids of the ranked powers.
        doctrines: ids of the doctrines that can be drawn.
        moves: ids of the moves of the preset's catalogue.
        central: the pair whose conflict the scenario is about, ids in order; empty where it names none.
    """

    powers: tuple[str, ...]
    doctrines: tuple[str, ...]
    moves: tuple[str, ...]
    central: tuple[str, ...] = ()


def subject_of(base: RuleSet, setting: ScenarioModel, preset: str) -> Subject:
    """The subject of a study of a scenario in a preset."""
    modules = next(found.modules for found in base.presets if found.id == preset)
    return Subject(
        powers=tuple(power.id for power in setting.powers if not power.minor),
        doctrines=tuple(doctrine.id for doctrine in real_doctrines(base)),
        moves=tuple(move.id for move in base.moves if move.module in ("core", *modules)),
        central=tuple(sorted(setting.central_conflict or ())),
    )


def values(counted: Any) -> Any:
    """Counted figures without their cases: what is printed as JSON."""
    if isinstance(counted, Counted):
        return counted.value
    return {name: values(part) for name, part in counted.items()} if isinstance(counted, dict) else counted


def figures_of(records: Iterable[GameRecord], subject: Subject, seconds: float) -> Figures:
    """All figures of a study, as JSON has them; the arguments are those of `tallied`."""
    found: Figures = values(tallied(records, subject, seconds))
    return found


def tallied(records: Iterable[GameRecord], subject: Subject, seconds: float) -> Figures:
    """All figures of a study, with their cases.

    Args:
        records: the games played, in any order.
        subject: what there is to be counted.
        seconds: how long the mixed games took, by the clock.
    """
    of: dict[Arrangement, list[GameRecord]] = {arrangement: [] for arrangement in Arrangement}
    for record in sorted(records, key=lambda game_record: game_record.number):
        of[record.arrangement].append(record)
    games = of[Arrangement.SHIPPED] or of[Arrangement.MIXED]
    crises = [crisis for game in games for crisis in game.crises]
    return {
        "games": len(games),
        "games_per_second": round(len(games) / seconds, 2) if seconds > 0 else None,
        "wins": _wins(games, subject),
        "doctrines": _doctrines(games, subject),
        "moves": _moves(games, subject),
        "crises": _crises(games, crises),
        "conflict_games": _share(games, lambda game: any(crisis.conflict for crisis in game.crises)),
        "collapse_games": _share(games, lambda game: game.ended == "collapse"),
        "nobody_wins": _share(games, lambda game: game.nobody_won),
        "architecture": _percentiles([game.architecture for game in games]),
        "pacts_honoured": _ratio(sum(game.honoured for game in games), sum(game.calls for game in games)),
        "disputes": _disputes(games),
        "dyads": _dyads([crisis for crisis in crises if crisis.confrontation and crisis.acute]),
        "conflict_dyads": _dyads([crisis for crisis in crises if crisis.confrontation and crisis.conflict]),
        "central": _central(crises, subject),
        "piracy": _piracy(games),
        "coups": _coups(games),
        "channels": {
            "confrontation_share_with": _climbed(of[Arrangement.CHANNELS], channels=True),
            "confrontation_share_without": _climbed(of[Arrangement.NO_CHANNELS], channels=False),
        },
        "tables": {
            "all_cooperate": _mean_finals(of[Arrangement.COOPERATE], subject),
            "all_coerce": _mean_finals(of[Arrangement.COERCE], subject),
            "mixed": _mean_finals(games, subject),
        },
        "over_random": _over_random(games, of[Arrangement.RANDOM], subject),
    }


def gains_alone(records: Iterable[GameRecord], subject: Subject) -> dict[str, Counted]:
    """What each power gains by being the only one that plays for itself at a cooperative table (§16).

    Each game is compared with the one in which the same seat cooperated: same seed, same others.
    """
    kept = sorted(records, key=lambda game_record: game_record.number)
    before = {record.number: record for record in kept if record.arrangement is Arrangement.COOPERATE}
    gains: dict[str, list[int]] = {power: [] for power in subject.powers}
    for record in kept:
        if record.arrangement is Arrangement.LONE and record.number in before:
            seat = record.changed
            gains[seat].append(record.finals[seat] - before[record.number].finals[seat])
    return {power: _mean(found) for power, found in gains.items()}


# --- One key each ----------------------------------------------------------------------------


def _wins(games: Sequence[GameRecord], subject: Subject) -> dict[str, Counted]:
    """Power to the share of games it finishes first in; those who share the first rank share the game."""
    won = dict.fromkeys(subject.powers, 0.0)
    for game in games:
        first = [power for power in subject.powers if game.ranks[power] == 1]
        for power in first:
            won[power] += 1 / len(first)
    return {power: _ratio(amount, len(games)) for power, amount in won.items()}


def _doctrines(games: Sequence[GameRecord], subject: Subject) -> Figures:
    """Doctrine to its mean final, and to the share of games in which the mean of its seats was highest."""
    finals: dict[str, list[int]] = {doctrine: [] for doctrine in subject.doctrines}
    best = dict.fromkeys(subject.doctrines, 0.0)
    for game in games:
        here: dict[str, list[int]] = {}
        for power, doctrine in game.doctrines.items():
            here.setdefault(doctrine, []).append(game.finals[power])
        means = {doctrine: sum(found) / len(found) for doctrine, found in here.items()}
        ahead = [doctrine for doctrine, mean in means.items() if mean == max(means.values())]
        for doctrine, found in here.items():
            finals[doctrine] += found
            best[doctrine] += 1 / len(ahead) if doctrine in ahead else 0
    return {
        doctrine: {"mean_final": _mean(finals[doctrine]), "best_share": _ratio(best[doctrine], len(games))}
        for doctrine in subject.doctrines
    }


def _moves(games: Sequence[GameRecord], subject: Subject) -> Figures:
    """Move to its share of all moves agreed or ordered, and to the share of games that saw it."""
    uses: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for game in games:
        uses.update(game.moves)
        seen.update(game.moves.keys())
    total = sum(uses.values())
    return {
        move: {"share": _ratio(uses[move], total), "games": _ratio(seen[move], len(games))}
        for move in dict.fromkeys((*subject.moves, *sorted(uses)))
    }


def _crises(games: Sequence[GameRecord], crises: Sequence[CrisisRecord]) -> Figures:
    """Acute crises a game (emergencies among them), and what became of acute confrontations."""
    acute = [crisis for crisis in crises if crisis.acute]
    confrontations = [crisis for crisis in acute if crisis.confrontation]
    mediated = [crisis for crisis in confrontations if crisis.mediated]
    left_alone = [crisis for crisis in confrontations if not crisis.mediated]
    return {
        "acute_per_game": _ratio(len(acute), len(games)),
        "conflict_share_of_acute": _share(confrontations, lambda crisis: crisis.conflict),
        "mediated_share": _share(confrontations, lambda crisis: crisis.mediated),
        "agreement_if_mediated": _share(mediated, lambda crisis: crisis.agreed),
        "agreement_if_not": _share(left_alone, lambda crisis: crisis.agreed),
    }


def _disputes(games: Sequence[GameRecord]) -> Figures:
    """New confrontations, warnings among them, a pair and round: rivals, and neighbours that are not.

    The record they are compared with is one of neighbours (§16).
    """
    found = Counter(crisis.dyad for game in games for crisis in game.crises)
    return {
        "rivals": _ratio(found[Dyad.RIVALS], sum(game.rounds * game.pairs[0] for game in games)),
        "others": _ratio(found[Dyad.NEIGHBOURS], sum(game.rounds * game.pairs[1] for game in games)),
    }


def _dyads(confrontations: Sequence[CrisisRecord]) -> Figures:
    """Kind of pair to its share of confrontations; and the share of pairs at cooperative or better."""
    found = Counter(crisis.dyad for crisis in confrontations)
    friends = sum(1 for crisis in confrontations if crisis.friends)
    kinds = {str(dyad): _ratio(found[dyad], len(confrontations)) for dyad in Dyad}
    return {**kinds, "friends": _ratio(friends, len(confrontations))}


def _central(crises: Sequence[CrisisRecord], subject: Subject) -> Figures:
    """Shares of acute confrontations: of the scenario's central conflict, and the most of any other pair."""
    found = Counter(crisis.between for crisis in crises if crisis.confrontation and crisis.acute)
    total, here = found.total(), found.pop(subject.central, 0)
    if not subject.central:
        return {"share": Counted(None, 0), "most_of_others": Counted(None, 0)}
    most = max(found.values(), default=0)
    return {"share": _ratio(here, total), "most_of_others": _ratio(most, total)}


def _piracy(games: Sequence[GameRecord]) -> Figures:
    """Waves of piracy: mean over the theatres that know it, each pooled over all games."""
    theatres = sorted({theatre for game in games for theatre in game.piracy})
    series = [[game.piracy[theatre] for game in games] for theatre in theatres]
    return {
        "lag1": _over_theatres(map(lag_one, series), len(games)),
        "variance_over_mean": _over_theatres(map(variance_over_mean, series), len(games)),
    }


def _coups(games: Sequence[GameRecord]) -> Figures:
    """Upheavals a power and round at low and at high stability, and how many brought a government down."""
    unrest = [game.unrest for game in games]
    return {
        "low_stability": _ratio(sum(u.low_attempts for u in unrest), sum(u.low_rounds for u in unrest)),
        "high_stability": _ratio(sum(u.high_attempts for u in unrest), sum(u.high_rounds for u in unrest)),
        "succeed": _ratio(sum(u.succeeded for u in unrest), sum(u.ended for u in unrest)),
    }


def _climbed(games: Sequence[GameRecord], *, channels: bool) -> Counted:
    """Share of acute confrontations, between principals with (or without) channels, that climbed."""
    acute = [
        crisis
        for game in games
        for crisis in game.crises
        if crisis.confrontation and crisis.acute and crisis.channels == channels
    ]
    return _share(acute, lambda crisis: crisis.climbed)


def _mean_finals(games: Sequence[GameRecord], subject: Subject) -> dict[str, Counted]:
    return {power: _mean([game.finals[power] for game in games]) for power in subject.powers}


def _over_random(
    games: Sequence[GameRecord], by_chance: Sequence[GameRecord], subject: Subject
) -> dict[str, Counted]:
    """Doctrine to the points of final it has over random play: same seat, same seed, same others."""
    played = {game.number: game for game in games}
    points: dict[str, list[int]] = {doctrine: [] for doctrine in subject.doctrines}
    for game in by_chance:
        before = played.get(game.number)
        if before is not None:
            seat = game.changed
            points[before.doctrines[seat]].append(before.finals[seat] - game.finals[seat])
    return {doctrine: _mean(found) for doctrine, found in points.items()}


# --- Arithmetic ------------------------------------------------------------------------------


def _ratio(part: float, whole: int) -> Counted:
    return Counted(round(part / whole, _PLACES) if whole else None, whole)


def _share(found: Sequence[Kind], holds: Callable[[Kind], bool]) -> Counted:
    return _ratio(sum(1 for one in found if holds(one)), len(found))


def _mean(found: Sequence[float]) -> Counted:
    return Counted(round(fmean(found), _PLACES) if found else None, len(found))


def _over_theatres(found: Iterable[float | None], games: int) -> Counted:
    """The mean over the theatres that tell."""
    return Counted(_mean([value for value in found if value is not None]).value, games)


def _percentiles(found: Sequence[int]) -> Figures:
    """The 5th, 50th and 95th: the least value that so many hundredths of the games do not exceed."""
    ordered = sorted(found)
    return {
        f"p{part}": Counted(ordered[-(-part * len(ordered) // 100) - 1] if ordered else None, len(ordered))
        for part in (5, 50, 95)
    }
