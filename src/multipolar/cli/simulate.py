"""`multipolar simulate`: many program-run games of a scenario, and what they show beside the targets."""

import sys
from collections.abc import Generator
from contextlib import ExitStack, closing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli.exits import INTERRUPTED
from multipolar.cli.many_games import Bar, Jobs, Scheduler, players_for
from multipolar.cli.output import AsJson, Scenario, say, say_json, table
from multipolar.cli.play import PRESETS
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.lab.figures import Subject
    from multipolar.lab.plans import Plan
    from multipolar.lab.record import GameRecord
    from multipolar.lab.study import Study

_MEANING = (
    """Every ranked seat has a doctrine drawn by chance for each game; minor powers keep the scenario's. Seeds
    and doctrines follow from --seed and the number of the game, so that --jobs changes only the time.""",
    """finishes first: rank 1 at the end; powers that share it share the game. doctrine is best: games in
    which the mean final of its seats is the highest. moves: initiatives that were agreed or ordered.""",
    """acute: past the warning. mediated: somebody mediated or took it to a framework. agreement: settled, and
    not by one side conceding. disputes: confrontations, warnings among them, a pair of powers and round, of
    rivals and of neighbours that are none. apart: neither neighbours, nor in one theatre.""",
    """piracy: levels a year (two rounds) apart, and incidents as 2 x 10^(level/40). upheavals: a power and
    round that begins with stability under 45 (low) or of 60 and more (high); one that cannot be brought
    under control has succeeded.""",
    """Further games are played beside, one for every five or ten: channels (every pair begins with a hotline
    and notification, or none may have them), all cooperate (bridge-builders, hedgers, guardians; no
    coercion), gains alone (the same with one opportunist or free rider), all coerce (only coercion and
    domestic moves), over random play (the same game with one seat by chance).""",
    """--shipped: every power keeps the doctrine of the scenario, as whoever plays it meets it. Nothing is
    played beside; the targets are how often such games collapse, and how often nobody wins, in each
    preset.""",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    meaning = (" ".join(part.split()) for part in _MEANING)
    app.command("simulate", epilog="\n\n".join(("What the figures mean:", *meaning)))(simulate)


def simulate(
    scenario: Scenario,
    games: Annotated[int, typer.Option(metavar="N", min=1, max=1_000_000, help="How many games.")] = 100,
    seed: Annotated[
        int, typer.Option(metavar="S", min=0, max=2**63 - 1, help="The same seed, the same games.")
    ] = 1,
    jobs: Jobs = None,
    preset: Annotated[str, typer.Option(metavar="NAME", help=f"Length: {', '.join(PRESETS)}.")] = "standard",
    shipped: Annotated[
        bool, typer.Option("--shipped", help="With the scenario's own doctrines, none drawn by chance.")
    ] = False,
    scheduler: Scheduler = "",
    resume: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep each game in a file, and go on with what it has."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play many games by program, and set what they show beside the targets of the rulebook.

    No exercise is saved. Ctrl-C ends it early and prints what was done.

    Example: multipolar simulate indian-ocean --games 200 --seed 7

    Example: multipolar simulate indian-ocean --games 2000 --seed 7 --jobs 4 --json

    Example: multipolar simulate first-steps --preset full --shipped

    Example: multipolar simulate indian-ocean --games 9000 --resume study.jsonl

    Example: multipolar simulate indian-ocean --scheduler tcp://10.0.0.5:8786
    """
    from multipolar import bootstrap
    from multipolar.lab import figures
    from multipolar.lab.record import Arrangement
    from multipolar.user_errors import UserError

    try:
        study = bootstrap.study(scenario, preset.lower())
    except UserError as trouble:
        raise typer.BadParameter(str(trouble)) from trouble
    if shipped:
        plans = study.shipped_plans(games, seed)
    else:
        # What playing alone gains is a figure of the report only.
        without = (Arrangement.LONE,) if as_json else ()
        plans = study.plans(games, seed, [beside for beside in Arrangement if beside not in without])
    records: list[GameRecord] = []
    bar = Bar(len(plans))
    seconds = 0.0
    stopped = taken_up = False
    began = perf_counter()
    try:
        with closing(_played(study, plans, seed, resume, scheduler, jobs)) as playing:
            for record, is_new in playing:
                records.append(record)
                taken_up |= not is_new
                if record.arrangement in (Arrangement.MIXED, Arrangement.SHIPPED):
                    seconds = perf_counter() - began
                bar.show(len(records))
    except KeyboardInterrupt:
        stopped = True
    bar.close(len(records))
    if taken_up:
        # How fast it goes is not told where not all of it was played now.
        seconds = 0.0
    if stopped:
        sys.stderr.write(f"multipolar: stopped after {len(records)} of {counted(len(plans), 'game')}\n")
    if as_json:
        say_json(figures.figures_of(records, study.subject, seconds))
    else:
        heading = f"{scenario}, preset {preset.lower()}, seed {seed}"
        if shipped:
            _report_shipped(heading, records, study.subject, seconds)
        else:
            _report(heading, preset.lower(), records, study.subject, seconds)
    if stopped:
        raise typer.Exit(INTERRUPTED)


def _report(
    heading: str, preset: str, records: "list[GameRecord]", subject: "Subject", seconds: float
) -> None:
    from multipolar.lab import report
    from multipolar.lab.figures import gains_alone, tallied, values
    from multipolar.lab.targets import judge

    whole = tallied(records, subject, seconds)
    alone = gains_alone(records, subject)
    verdicts = judge(whole, alone)
    found = values(whole)
    beside = len(records) - found["games"]
    say(f"{heading}: {counted(found['games'], 'game')} and {beside} beside them to compare with")
    if found["games_per_second"]:
        say(f"{found['games_per_second']} games a second")
    for rows in (
        report.beside_targets(verdicts),
        report.of_powers(found, alone),
        report.of_doctrines(found),
        report.of_moves(found, verdicts),
    ):
        say("", *table(rows))
    say("", "Whose targets these are:", *(f"  {line}" for line in report.sources(verdicts)))
    say("", *report.summary(found, verdicts, preset))


def _report_shipped(heading: str, records: "list[GameRecord]", subject: "Subject", seconds: float) -> None:
    from multipolar.lab import report
    from multipolar.lab.figures import tallied, values
    from multipolar.lab.targets import SHIPPED_TARGETS, judge

    whole = tallied(records, subject, seconds)
    verdicts = judge(whole, {}, SHIPPED_TARGETS)
    figures = values(whole)
    say(f"{heading}: {counted(figures['games'], 'game')} with the scenario's own doctrines")
    say("", *table(report.beside_targets(verdicts)))
    say("", *table(report.of_seats(figures, records)))
    say("", *report.sketch(figures))
    say("", *report.summary(figures, verdicts))


def _played(
    study: "Study", plans: "list[Plan]", seed: int, resume: Path | None, scheduler: str, jobs: int | None
) -> "Generator[tuple[GameRecord, bool], None, None]":
    """The records of a study, those that a file has first; and whether each was played now."""
    from multipolar.lab.kept import KeptRecords, study_line

    with ExitStack() as open_now:
        kept = None
        if resume:
            kept = open_now.enter_context(closing(KeptRecords(resume, study_line(study, seed))))
            known, plans = kept.of(plans)
            for record in known:
                yield record, False
        players = open_now.enter_context(players_for(scheduler, jobs, len(plans)))
        for record in open_now.enter_context(closing(study.run(plans, players))):
            if kept:
                kept.keep(record)
            yield record, True
