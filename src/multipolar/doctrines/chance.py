"""Random legal play: any legal move by chance. It is the yardstick for the doctrines (rulebook §16)."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from multipolar.doctrines.crisis import messages
from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Accept, AnyCommand, Decline, Order, Propose, Respond, Terms, Vote
from multipolar.domain.model.views import Advice, Offer, Sight
from multipolar.engine.players import Forecast, Previews

TRIES = 3


class ChancePlayer:
    """Plays any legal move, with legal terms, by the dice."""

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Accepts or declines by a coin; then a few moves drawn from those that are open."""
        return tuple(
            Advice(command, "By chance", "It is as good as any other.", 0)
            for command in (*self._answers(view, dice), *self._moves(view, sweep, dice))
        ) + tuple(messages(view, dice))

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Any choice that is not blocked."""
        found: list[Advice] = []
        for crisis in view.crises:
            choices = [choice for choice in crisis.choices if not choice.blocked]
            if choices and not crisis.chosen:
                first, second = dice.roll(f"{view.moment}.{view.seat}.{crisis.id}", 1000, 2)
                choice = choices[first % len(choices)]
                backing = choice.backing[second % len(choice.backing)] if choice.backing else ""
                command = Respond(moment=view.moment, crisis=crisis.id, choice=choice.id, backing=backing)
                found.append(Advice(command, choice.title, "It is as good as any other.", 0))
        return tuple(found)

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """Three moves that are open."""
        return self.deliberate(view, 1, forecast, dice)[:3]

    def _answers(self, view: Sight, dice: Dice) -> Iterator[AnyCommand]:
        for initiative in view.initiatives:
            if initiative.open_to_me:
                coin = dice.roll(f"{view.moment}.{view.seat}.coin.{initiative.id}", 2, 1)[0]
                if coin == 1:
                    yield Accept(moment=view.moment, initiative=initiative.id, version=initiative.version)
                else:
                    yield Decline(moment=view.moment, initiative=initiative.id, version=initiative.version)

        for resolution in view.resolutions:
            if resolution.open_to_me and not resolution.voted:
                coin = dice.roll(f"{view.moment}.{view.seat}.coin.{resolution.id}", 3, 1)[0]
                choice = ("yes", "no", "abstain")[coin - 1]
                yield Vote(moment=view.moment, resolution=resolution.id, vote=choice)

    def _moves(self, view: Sight, sweep: int, dice: Dice) -> Iterator[AnyCommand]:
        offers = [
            offer for offer in view.offers if not offer.blocked and (sweep < 3 or offer.form == "order")
        ]
        if not offers or not sweep:
            return
        for number in range(TRIES):
            rolls = dice.roll(f"{view.moment}.{view.seat}.{sweep}.{number}", 10_000, 8)
            command = _drawn(view, offers[rolls[0] % len(offers)], rolls)
            if command is not None:
                yield command


def _drawn(view: Sight, offer: Offer, rolls: tuple[int, ...]) -> AnyCommand | None:
    """One use of an offer, everything left open drawn by the dice."""
    partners: tuple[str, ...] = ()
    if offer.most:
        left = list(offer.open_partners)
        wanted = offer.fewest + rolls[1] % (offer.most - offer.fewest + 1)
        for roll in rolls[2:5][:wanted]:
            if left:
                partners += (left.pop(roll % len(left)),)
    agreements = [
        agreement.id
        for agreement in view.agreements
        if agreement.id in offer.agreements and set(partners) <= set(agreement.parties)
    ]
    if offer.agreements and not agreements:
        return None

    terms = Terms(
        theatre=_drawn_from(offer.theatres, rolls[6]),
        safeguards=_drawn_from(offer.safeguards, rolls[7]),
        agreement=_drawn_from(agreements, rolls[5]),
    )
    terms = _of_framework(view, offer, rolls, terms)
    if offer.form == "joint":
        return Propose(moment=view.moment, move=offer.move, partners=partners, terms=terms)
    return Order(moment=view.moment, move=offer.move, targets=partners, terms=terms)


def _drawn_from(choices: Sequence[str], roll: int) -> str:
    return choices[roll % len(choices)] if choices else ""


def _of_framework(view: Sight, offer: Offer, rolls: tuple[int, ...], terms: Terms) -> Terms:
    """The domain of any move, and what a move about frameworks leaves open besides."""
    if not offer.frameworks:
        return replace(
            terms, domain=_drawn_from(offer.domains, rolls[5]), rule=_drawn_from(offer.rules, rolls[6])
        )
    framework = offer.frameworks[rolls[1] % len(offer.frameworks)]
    kind = _drawn_from(offer.resolutions, rolls[2])
    others = [power.id for power in view.powers if power.id != view.seat]
    return replace(
        terms,
        framework=framework.id,
        resolution=kind if len(offer.resolutions) > 1 else "",
        domain=_drawn_from(framework.domains, rolls[5]) if kind == "mandate" else "",
        about=_drawn_from(others, rolls[3]) if kind == "condemn" else "",
        rule=_drawn_from(framework.rules, rolls[6]),
    )
