"""Who plays a seat that its person has left, where no doctrine takes over (rulebook §2, absence policy)."""

from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Order
from multipolar.domain.model.views import Advice, Sight
from multipolar.domain.vocabulary import InitiativeState
from multipolar.engine.players import Forecast, Previews


class Holding:
    """Does nothing: proposals lapse, and a crisis gets the most reserved answer."""

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Nothing."""
        return ()

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Nothing: the default counts."""
        return ()

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """Nothing."""
        return ()


class Repeating(Holding):
    """Gives the orders again that the seat gave last; proposes nothing, and answers nothing."""

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """The unilateral orders of the last round in which there were any, as far as they may be given."""
        if not sweep:
            return ()
        orders = {offer.move for offer in view.offers if offer.form == "order"}
        given = [
            initiative
            for initiative in view.initiatives
            if initiative.initiator == view.seat
            and initiative.move in orders
            and initiative.tabled < view.round
            if initiative.state != InitiativeState.WITHDRAWN
        ]
        last = max((initiative.tabled for initiative in given), default=0)
        commands = (
            Order(
                moment=view.moment, move=initiative.move, targets=initiative.partners, terms=initiative.terms
            )
            for initiative in given
            if initiative.tabled == last
        )
        return tuple(
            Advice(command, command.move, "Nobody sits there: what was ordered last is ordered again.", 0)
            for command in commands
            if not forecast(command).rule
        )
