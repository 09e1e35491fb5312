"""Seats of an exercise in the sound as doctrines see them."""

from multipolar.doctrines import player_for
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide, evolve
from multipolar.domain.knowledge.forecast import figures_of, forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Advice, Figures, Preview, View
from multipolar.engine.players import Forecast, Player, Previews
from multipolar.rulebook import load_rules
from tests.domain.sound import Play

SCALE = load_rules().weighing
PLAYERS: dict[str, Player] = {doctrine.id: player_for(doctrine, SCALE) for doctrine in load_rules().doctrines}
"""Who plays by each doctrine of the rule set."""
THINKING = tuple(sorted(set(PLAYERS) - {"random"}))


def sight(play: Play, seat: str) -> View:
    """What a seat may know now, without past rounds."""
    return view_of(play.world, seat, history=False)


def foresight(play: Play, seat: str) -> Forecast:
    """Exact odds and effects for a seat, as the host would answer."""
    world = play.world

    def figures(command: AnyCommand) -> Figures:
        return figures_of(world, seat, command)

    return figures


def previews(play: Play, seat: str) -> Previews:
    """The same in words, as a person is advised."""
    world = play.world

    def preview(command: AnyCommand) -> Preview:
        return forecast(world, seat, command)

    return preview


def deliberate(play: Play, seat: str, doctrine: str, sweep: int) -> tuple[Advice, ...]:
    """What a doctrine would do for a seat in a sweep; nothing is done."""
    return PLAYERS[doctrine].deliberate(sight(play, seat), sweep, foresight(play, seat), play.dice)


def respond(play: Play, seat: str, doctrine: str) -> tuple[Advice, ...]:
    """How a doctrine would respond for a seat to the crises at hand."""
    return PLAYERS[doctrine].respond(sight(play, seat), foresight(play, seat), play.dice)


def commands(given: tuple[Advice, ...]) -> list[AnyCommand]:
    """The commands of what was advised, in order."""
    return [advice.command for advice in given]


def carry_out(play: Play, seat: str, given: tuple[Advice, ...]) -> list[str]:
    """Do what was advised; returns the rules that refused."""
    refused = []
    for command in commands(given):
        try:
            events = decide(play.world, seat, command, play.dice)
        except Refused as refusal:
            refused.append(refusal.rule)
            continue
        for event in events:
            play.world = evolve(play.world, event)
        play.events.extend(events)
    return refused
