"""`multipolar whatif` and `multipolar score`: a record played on by program, many times."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import INTERRUPTED, Failed
from multipolar.cli.many_games import Bar, Jobs, Scheduler, players_for
from multipolar.cli.output import AsJson, Save, SavesAt, say, say_json, table
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.domain.model.commands import AnyCommand
    from multipolar.domain.model.events import Event
    from multipolar.lab.continuations import Ending
    from multipolar.lab.counterfactual import Question
    from multipolar.lab.fans import Fan, Par
    from multipolar.review.decisions import Decision

WEIGHTIEST = 10
"""Decisions that are listed where none is named."""
LEAST_PAR = 100
_NOTHING = "nothing"
_WHATIF_SAYS = (
    "What this can show: how the same dice would have fallen on another choice, had the doctrines of these",
    "powers played on. What it cannot: what the people who sat here would have done. Where few more are",
    "better than worse, it is a matter of luck.",
)
_SCORE_SAYS = (
    "Programs played the same deal: scenario, length, dice, and what programs held; persons' seats",
    "by doctrines drawn by chance. One exercise says little of skill: much of a final is the dice and the",
    "others. Tables that played the same deal can be set side by side: score --group.",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("whatif")(whatif)
    app.command("score")(score)


def whatif(
    save: Save,
    seat: Annotated[
        str, typer.Option(metavar="POWER", help="Whose decision.", autocompletion=completion.powers)
    ],
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="POINT",
            help="Where: the seat's weightiest decision of 3, 3.deliberation or 3.crisis.2.",
            autocompletion=completion.points,
        ),
    ] = "",
    event: Annotated[
        int, typer.Option("--event", metavar="N", min=0, help="Which decision, by the number of its event.")
    ] = 0,
    instead: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COMMAND", help="As typed in play, or `nothing`; once for each. Else what was open."
        ),
    ] = None,
    games: Annotated[int, typer.Option(metavar="N", min=1, max=10_000, help="Continuations of each.")] = 50,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Ask what else a decision could have brought: programs play on, many times.

    Of a finished exercise. Without --at it lists the decisions on which most hung. Ctrl-C ends it
    early and prints what was done; what was played is kept beside the save.

    Example: multipolar whatif last --seat IND

    Example: multipolar whatif last --seat IND --at 3.deliberation

    Example: multipolar whatif last --seat IND --at 2.crisis.1 --instead 'respond K1 ease'
    """
    from multipolar.lab import counterfactual
    from multipolar.review.decisions import decisions_of, weightiest

    power = seat.upper()
    exercise, events = _finished(save, saves_at)
    _check_seat(power, events)
    if not at and not event:
        _list(weightiest(decisions_of(events, power), WEIGHTIEST), as_json)
        return
    decision = _decision(events, power, at, event)
    others = [_command(text, events, decision) for text in instead or ()]
    question = counterfactual.what_if(events, decision, others, games)
    endings, stopped = _play(question, exercise, saves_at, jobs, scheduler)
    from multipolar.lab.fans import fans

    found = fans(endings, [course.label for course in question.courses], power)
    if as_json:
        say_json(
            {
                "exercise": exercise,
                "seat": power,
                "games": games,
                "decision": _as_plain(decision),
                "courses": found,
                "said": " ".join(_WHATIF_SAYS),
            }
        )
    else:
        _tell_fans(decision, found)
    if stopped:
        raise typer.Exit(INTERRUPTED)


def score(
    saves: Annotated[
        list[str], typer.Argument(metavar="SAVE", help="A finished exercise; with --group several.")
    ],
    group: Annotated[
        bool, typer.Option("--group", help="Tables that played the same deal, by seat, beside their median.")
    ] = False,
    games: Annotated[
        int, typer.Option(metavar="N", min=LEAST_PAR, max=10_000, help="Continuations by program.")
    ] = LEAST_PAR,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Set each seat's final beside what programs make of the same deal, as in duplicate bridge.

    Percentile: how many in a hundred continuations a final is better than. Par: their median.

    Example: multipolar score last

    Example: multipolar score --group 3f2a 9c1b 77d0
    """
    if group:
        from multipolar.cli.saves import compare_group

        compare_group(saves, as_json, saves_at)
        return
    if len(saves) != 1:
        raise typer.BadParameter(f"found {counted(len(saves), 'save')}, expected one; --group takes several")
    from multipolar.domain.model.walk import world_after
    from multipolar.lab import counterfactual
    from multipolar.lab.fans import par

    exercise, events = _finished(saves[0], saves_at)
    question = counterfactual.same_deal(events, games)
    endings, stopped = _play(question, exercise, saves_at, jobs, scheduler)
    world = world_after(events)
    finals = [(power, final) for power, _, final, _ in world.finals if endings]
    found = [par(power, world.rules.name(power), final, endings) for power, final in finals]
    if as_json:
        seats = {one.power: one for one in found}
        said = " ".join(_SCORE_SAYS)
        say_json({"exercise": exercise, "games": len(endings), "seats": seats, "said": said})
    else:
        _tell_pars(found, len(endings))
    if stopped:
        raise typer.Exit(INTERRUPTED)


def _finished(save: str, saves_at: str | None) -> "tuple[str, Sequence[Event]]":
    """The record of an exercise that is over, and its id: to play a running one on would tell its secrets."""
    from multipolar import bootstrap

    header = bootstrap.header_of(save, saves_at)
    if header.state != "finished":
        raise Failed(f"{header.id} is not over ({header.position}); it can be asked once it is")
    return header.id, bootstrap.read_events(save, saves_at)


def _check_seat(seat: str, events: "Sequence[Event]") -> None:
    from multipolar.domain.model.walk import world_after

    ranked = world_after(events[:1]).rules.ranked
    if seat not in ranked:
        raise typer.BadParameter(f"--seat is one of {', '.join(ranked)}, not '{seat}'")


def _decision(events: "Sequence[Event]", seat: str, at: str, event: int) -> "Decision":
    from multipolar.domain.errors import Refused
    from multipolar.lab import counterfactual
    from multipolar.review.moments import read_point

    try:
        if event:
            return counterfactual.decision_of(events, seat, event)
        return counterfactual.decision_at(events, seat, *read_point(at))
    except Refused as refused:
        raise Failed(f"{refused.message}; `multipolar whatif` without --at lists its decisions") from refused


def _command(text: str, events: "Sequence[Event]", decision: "Decision") -> "AnyCommand | None":
    """A command as it is typed in play, read where the decision was taken."""
    if text.strip().lower() == _NOTHING:
        return None
    from msgspec.structs import replace

    from multipolar.domain.errors import Refused
    from multipolar.domain.knowledge.projection import view_of
    from multipolar.lab import counterfactual
    from multipolar.plain.acts import is_act, read_act, split_line
    from multipolar.plain.naming import Names, Place

    world = counterfactual.before(events, decision)
    place = Place(view_of(world, decision.seat, "", 0), Names())
    place.names.learn(place.view)
    name, rest = split_line(text)
    if not is_act(name):
        raise typer.BadParameter(f"--instead takes a command of play, or nothing; not '{text}'")
    try:
        command = replace(read_act(name, rest, place), id="")
        counterfactual.check(world, decision, command)
    except Refused as refused:
        raise typer.BadParameter(f"--instead '{text}': {refused.message}") from refused
    return command


def _play(
    question: "Question", exercise: str, saves_at: str | None, jobs: int | None, scheduler: str
) -> "tuple[list[Ending], bool]":
    """The endings of a question, and whether it was stopped early."""
    from multipolar import bootstrap
    from multipolar.lab import counterfactual
    from multipolar.lab.kept_endings import KeptEndings, file_of

    folder: Path | None = bootstrap.folder_of(saves_at)
    kept = KeptEndings(file_of(folder, exercise) if folder else None, question.deal)
    missing = kept.of(question.wanted)[1]
    endings: list[Ending] = []
    bar = Bar(len(question.wanted), "continuations")
    stopped = False
    try:
        with (
            players_for(scheduler, jobs, len(missing)) as players,
            closing(counterfactual.answers(question, kept, players)) as playing,
        ):
            for ending in playing:
                endings.append(ending)
                if missing:
                    bar.show(len(endings))
    except KeyboardInterrupt:
        stopped = True
    bar.close(len(endings) if missing else 0)
    return endings, stopped


def _as_plain(decision: "Decision") -> dict[str, object]:
    return {
        "event": decision.seq,
        "round": decision.round,
        "phase": decision.phase,
        "exchange": decision.exchange,
        "text": decision.text,
        "weight": decision.weight,
    }


def _list(decisions: "Sequence[Decision]", as_json: bool) -> None:
    if as_json:
        say_json([_as_plain(decision) for decision in decisions])
        return
    if not decisions:
        say("it decided nothing")
    rows = [("event", "where", "weight", "decision")]
    rows += [
        (str(decision.seq), _where(decision), str(decision.weight), decision.text) for decision in decisions
    ]
    say(*table(rows), "", "ask of one with --event, or with --at of the weightiest there")


def _where(decision: "Decision") -> str:
    point = f"{decision.round}.{decision.phase}"
    return f"{point}.{decision.exchange}" if decision.exchange else point


def _tell_fans(decision: "Decision", found: "Sequence[Fan]") -> None:
    say(f"{decision.seat}, {_where(decision)}, event {decision.seq}")
    for fan in found:
        quantiles = fan.final.quantiles
        conflict = f"{100 * fan.conflict:.0f} %"
        say(
            "",
            fan.label,
            f"  final {quantiles['p50']}, half of {fan.games} between {quantiles['p25']} and "
            f"{quantiles['p75']}, nine in ten between {quantiles['p5']} and {quantiles['p95']}",
            f"  shared order {fan.order.quantiles['p50']}, open conflict in {conflict}",
        )
        if fan.beside:
            beside = fan.beside
            say(
                f"  with the same dice {beside.mean:+.1f} on the mean: "
                f"better {counted(beside.better, 'time')}, worse {beside.worse}, even {beside.even}"
            )
    say("", *_WHATIF_SAYS)


def _tell_pars(found: "Sequence[Par]", games: int) -> None:
    rows = [("power", "final", "par", "percentile", "half of them between", "nine in ten between")]
    rows += [
        (
            one.name,
            str(one.final),
            str(one.par),
            str(one.percentile),
            f"{one.quantiles['p25']} and {one.quantiles['p75']}",
            f"{one.quantiles['p5']} and {one.quantiles['p95']}",
        )
        for one in found
    ]
    say(f"{games} continuations of the same deal by program", "", *table(rows), "", *_SCORE_SAYS)
