"""`multipolar play`: an exercise on this machine, on the screen, line by line, or to its end by program."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.options import Doctrines, FromHere, InScenario, Without
from multipolar.cli.output import AsJson, InTheme, SavesAt, say, say_json, warn, with_choice
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.lobby.port import ExerciseConfig, Session

_SEEDS = 1_000_000
_LARGEST_SEED = 2**63 - 1
_SHORTEST_LESSON = 20
GUIDED = "first-steps"
PRESETS = ("intro", "standard", "full")
INTENTS = ("never", "once_a_round", "weighty")
ABSENCES = ("hold", "default_orders", "doctrine")


class _Manner(NamedTuple):
    """How an exercise is run besides its rules."""

    intent: str
    absence: str
    lesson: int
    sharing: str
    without: tuple[str, ...]
    nameless: bool = False
    facilitator: bool = False


class _TakeUp(NamedTuple):
    """A save to take up, whether also where an older state of it has come back, and who sits down at it."""

    save: str
    from_here: bool
    persons: tuple[str, ...] = ()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("play", cls=_WithManual)(play)


class _WithManual(TyperCommand):
    """A command whose help ends with the lines of `--plain`, which are read when somebody asks for it."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the end of the help."""
        self.epilog = _epilog()
        super().format_epilog(ctx, formatter)


def _epilog() -> str:
    from multipolar.plain.grammar import manual

    # A line that begins with \b keeps the layout of the paragraph that follows.
    return "\n\n".join(("Lines of --plain:", *(f"\b\n{part}" for part in "\n".join(manual()).split("\n\n"))))


def play(
    scenario: InScenario = None,
    preset: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=f"Length: {', '.join(PRESETS)}; left out: what fits the lesson, else standard.",
            autocompletion=completion.presets,
        ),
    ] = None,
    seat: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POWER",
            help="A power that a person plays; once for each person. With --continue: a seat taken over.",
            autocompletion=completion.powers,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=_LARGEST_SEED, help="Chance begins here; drawn when not given."),
    ] = None,
    doctrine: Doctrines = None,
    take_up: Annotated[
        str | None,
        typer.Option(
            "--continue",
            metavar="SAVE",
            help="Take up a save instead: an id, its beginning, or `last`.",
            autocompletion=completion.saves,
        ),
    ] = None,
    from_here: FromHere = False,
    intent: Annotated[
        str,
        typer.Option(
            metavar="HOW",
            help="How often persons are asked what they want of a decision: never, once_a_round, weighty.",
        ),
    ] = "never",
    absence: Annotated[
        str,
        typer.Option(
            metavar="HOW", help="What becomes of a seat left by its person: hold, default_orders, doctrine."
        ),
    ] = "hold",
    lesson: Annotated[
        int,
        typer.Option(
            metavar="MINUTES",
            min=0,
            max=600,
            help="Run a clock for a lesson of 20 to 600 minutes; a third is kept for the debrief.",
        ),
    ] = 0,
    without: Without = None,
    teams: Annotated[
        bool,
        typer.Option("--teams", help="Persons sit in teams before a projector, instead of passing it on."),
    ] = False,
    facilitator: Annotated[
        bool,
        typer.Option("--facilitator", help="Somebody at this keyboard has the control seat, and rules."),
    ] = False,
    guide: Annotated[
        bool, typer.Option("--guide", help="A first exercise, explained as you play; stands alone.")
    ] = False,
    auto: Annotated[
        bool, typer.Option("--auto", help="Play it to the end by program, without a screen.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Watch programs play it, with the controls of a replay.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Play line by line: for keyboards, screen readers and scripts.")
    ] = False,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
    theme: InTheme = None,
) -> None:
    """Play an exercise on this machine.

    Without --plain and --auto it opens on the screen; without a scenario and a seat, where
    these are chosen.

    Example: multipolar play indian-ocean --seat IND --preset intro

    Example: multipolar play indian-ocean --plain --seat IND --seed 7 < script

    Example: multipolar play indian-ocean --auto --seed 7 --doctrine CHN=revisionist --json

    Example: multipolar play indian-ocean --watch
    """
    if guide:
        _check_guide(scenario, alone=not (seat or doctrine or take_up or auto or watch or plain or as_json))
        from multipolar.cli.screens import open_screens

        open_screens(saves_at, theme=theme, guided=True)
        return
    persons = [name.upper() for name in seat or []]
    _check(persons, auto=auto, plain=plain, as_json=as_json)
    run_by = _doctrines(doctrine or [], persons)
    manner = _Manner(
        _one_of("--intent", intent, INTENTS),
        _one_of("--absence", absence, ABSENCES),
        _lesson(lesson),
        "teams" if teams else "pass",
        _named(without or []),
        facilitator=facilitator,
    )
    if facilitator:
        _check_facilitator(plain=plain, alone=not (auto or watch or take_up is not None))
    if take_up is not None and (auto or scenario or run_by or without or seed is not None):
        raise typer.BadParameter(
            "a save has its scenario, programs, options and seed; only --seat goes with --continue: "
            "a person takes that seat over from the program"
        )
    if from_here and take_up is None:
        raise typer.BadParameter("--from-here says how to take a save up; name it with --continue")
    if watch:
        _check_watch(scenario, persons, alone=not (auto or plain or take_up))
        from multipolar.cli.screens import open_watch

        open_watch(saves_at, _opening(scenario or "", preset, [], seed, run_by, manner), theme)
        return
    if not (auto or plain):
        from multipolar.cli.screens import open_screens

        # Without a seat there is nobody to begin for: the home screen asks who plays.
        opening = _opening(scenario, preset, persons, seed, run_by, manner) if scenario else None
        config = opening if persons else None
        if take_up is not None:
            _check_save(take_up, persons, saves_at)
        open_screens(saves_at, config, take_up, theme, from_here=from_here, persons=tuple(persons))
        return
    if scenario is None and take_up is None:
        raise typer.BadParameter("name a scenario, such as indian-ocean (see `multipolar scenario list`)")
    if plain and not persons and take_up is None and not facilitator:
        raise typer.BadParameter("say which power you play: --seat IND (see `multipolar scenario show`)")
    if take_up is not None:
        _check_save(take_up, persons, saves_at)
        _line_by_line(None, _TakeUp(take_up, from_here, tuple(persons)), as_json, saves_at)
        return
    config = _opening(scenario or "", preset, persons, seed, run_by, manner)
    if auto:
        _to_the_end(config, as_json, saves_at)
    else:
        _line_by_line(config, None, as_json, saves_at)


def _check(persons: list[str], *, auto: bool, plain: bool, as_json: bool) -> None:
    """Refuse options that contradict one another."""
    if auto and plain:
        raise typer.BadParameter("--auto plays without lines; leave out --plain")
    if as_json and not (auto or plain):
        raise typer.BadParameter("--json is for --auto and --plain; a screen prints no JSON")
    if len(set(persons)) < len(persons):
        raise typer.BadParameter("name each seat once", param_hint="--seat")
    if auto and persons:
        raise typer.BadParameter("--auto leaves no seat to a person; leave out --seat, or --auto")


def _check_facilitator(*, plain: bool, alone: bool) -> None:
    """Refuse what nobody can facilitate here."""
    if not alone:
        raise typer.BadParameter("--facilitator begins an exercise that somebody plays or follows here")
    if not plain:
        raise typer.BadParameter("the facilitator's desk is worked line by line: add --plain")


def _check_guide(scenario: str | None, *, alone: bool) -> None:
    """Refuse what cannot be guided."""
    if not alone or scenario not in (None, GUIDED):
        raise typer.BadParameter(
            f"the guide knows {GUIDED} alone, and seat and length: multipolar play --guide"
        )


def _check_watch(scenario: str | None, persons: list[str], *, alone: bool) -> None:
    """Refuse what cannot be watched."""
    if not alone:
        raise typer.BadParameter("--watch stands alone; `multipolar replay SAVE` goes over what was played")
    if persons:
        raise typer.BadParameter("--watch leaves no seat to a person; leave out --seat, or --watch")
    if scenario is None:
        raise typer.BadParameter("name a scenario, such as indian-ocean (see `multipolar scenario list`)")


def _doctrines(given: list[str], persons: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given:
        power, equals, name = text.partition("=")
        power = power.strip().upper()
        if not equals or not power or not name.strip():
            raise typer.BadParameter(
                f"found '{text}', expected POWER=NAME such as CHN=hedger", param_hint="--doctrine"
            )
        if power in found or power in persons:
            raise typer.BadParameter(f"{power} is given twice", param_hint="--doctrine")
        found[power] = name.strip().lower().replace("-", "_")
    return found


def config_of(
    scenario: str,
    preset: str | None,
    persons: list[str],
    seed: int | None,
    doctrines: list[str],
    manner: tuple[str, str, int, str],
    without: Sequence[str] = (),
) -> "ExerciseConfig":
    """What an exercise is begun with, from what a command line says.

    Args:
        scenario: its name, or a path.
        preset: its length; None: what fits the lesson, else standard.
        persons: powers that persons play.
        seed: of chance; None: drawn.
        doctrines: ``POWER=NAME`` each.
        manner: intent, absence, lesson in minutes, sharing.
        without: injects that are left out.

    Raises:
        BadParameter: when something of it cannot be.
    """
    if len(set(persons)) < len(persons):
        raise typer.BadParameter("name each seat once", param_hint="--seats")
    intent, absence, lesson, sharing = manner
    read = _Manner(
        _one_of("--intent", intent, INTENTS),
        _one_of("--absence", absence, ABSENCES),
        _lesson(lesson),
        sharing,
        _named(without),
    )
    return _opening(scenario, preset, persons, seed, _doctrines(doctrines, persons), read)


def _named(injects: Sequence[str]) -> tuple[str, ...]:
    """Ids of injects as they are typed, each once."""
    return tuple(dict.fromkeys(name.strip().lower().replace("-", "_") for name in injects))


def _lesson(minutes: int) -> int:
    if 0 < minutes < _SHORTEST_LESSON:
        raise typer.BadParameter(
            f"found {minutes}, expected 20 to 600, or 0: no clock", param_hint="--lesson"
        )
    return minutes


def _one_of(option: str, given: str, known: tuple[str, ...]) -> str:
    name = given.strip().lower().replace("-", "_")
    if name not in known:
        raise typer.BadParameter(f"found '{given}', expected {', '.join(known)}", param_hint=option)
    return name


def _opening(
    scenario: str,
    preset: str | None,
    persons: list[str],
    seed: int | None,
    run_by: dict[str, str],
    manner: _Manner,
) -> "ExerciseConfig":
    import secrets

    from multipolar.lobby.port import ExerciseConfig

    seats = {**run_by, **dict.fromkeys(persons, "person")}
    chosen = secrets.randbelow(_SEEDS) if seed is None else seed
    if preset is None:
        from multipolar.rulebook.lessons import preset_for

        preset = preset_for(manner.lesson) if manner.lesson else "standard"
    config = ExerciseConfig(scenario, preset.lower(), chosen, seats, *manner)
    _check_opening(config)
    return config


def _check_opening(config: "ExerciseConfig") -> None:
    """Refuse to begin what cannot be begun, before any screen opens."""
    from multipolar.lobby import sources
    from multipolar.user_errors import UserError

    try:
        sources.first_events(config)
    except UserError as trouble:
        raise typer.BadParameter(str(trouble)) from trouble


def _check_save(save: str, persons: list[str], saves_at: str | None) -> None:
    """Refuse to take up what is not there, and seats that are not, before any screen opens.

    Raises:
        UserError: when there is no such save.
    """
    from multipolar import bootstrap

    header = bootstrap.header_of(save, saves_at)
    unknown = [seat for seat in persons if seat not in header.seats]
    if unknown:
        raise typer.BadParameter(
            f"there is no power '{unknown[0]}' in it; choose {', '.join(header.seats)}", param_hint="--seat"
        )


def _to_the_end(config: "ExerciseConfig", as_json: bool, saves_at: str | None) -> None:
    from multipolar import bootstrap

    figures = bootstrap.play_auto(config, saves_at)
    if as_json:
        say_json(figures)
    else:
        say(*_told(figures))


def _told(figures: dict[str, Any]) -> list[str]:
    """The figures of a finished exercise in words."""
    ranked = sorted(figures["final"].items(), key=lambda found: (found[1]["rank"], found[0]))
    scores = [
        f"{score['rank']}. {power}: final {score['final']}, national {score['national']}"
        for power, score in ranked
    ]
    indices = ", ".join(f"{name} {value}" for name, value in figures["indices"].items())
    counts = {
        name: ", ".join(f"{count} {word}" for word, count in figures[name].items())
        for name in ("proposals", "crises")
    }
    moves = ", ".join(
        f"{move} {uses}" for move, uses in sorted(figures["moves"].items(), key=lambda found: -found[1])
    )
    began = f"{figures['scenario']}, preset {figures['preset']}, seed {figures['seed']}"
    length = f"{counted(figures['rounds'], 'round')} and {counted(figures['events'], 'event')}"
    return [
        f"{began}: {figures['ended']} after {length}",
        *figures["ending"],
        *scores,
        f"indices: {indices}",
        f"proposals: {counts['proposals']}",
        f"crises: {counts['crises']}",
        f"moves: {moves}",
        f"saved as {figures['exercise']}",
    ]


def _line_by_line(
    config: "ExerciseConfig | None", take_up: "_TakeUp | None", as_json: bool, saves_at: str | None
) -> None:
    from multipolar.cli.lines import run_lines

    run_lines(lambda: _opened(config, take_up, saves_at), as_json=as_json)


async def _opened(
    config: "ExerciseConfig | None", take_up: "_TakeUp | None", saves_at: str | None
) -> "Session":
    from multipolar import bootstrap
    from multipolar.user_errors import ComeBack

    desk = bootstrap.lobby(saves_at)
    warn(*await desk.amiss())
    try:
        if take_up is not None:
            return await desk.resume(take_up.save, from_here=take_up.from_here, persons=take_up.persons)
        assert config is not None
        return await desk.begin(config)
    except ComeBack as come_back:
        raise Failed(with_choice(take_up.save if take_up else "last", str(come_back))) from come_back
