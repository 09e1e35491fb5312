"""Answering proposals: accept, decline, or counter with terms the other may take (rulebook §14)."""

from collections.abc import Iterator

from msgspec.structs import replace

from multipolar.doctrines.worth import Worth, price
from multipolar.domain.commands import Accept, Counter, Decline
from multipolar.domain.dice import Dice
from multipolar.domain.terms import of, toward
from multipolar.domain.views import Advice, InitiativeSeen, Preview, View
from multipolar.table.players import Forecast

WILLING = 12
"""How far under its margin a power still bargains rather than declines, in tenths."""


def answers(view: View, worth: Worth, forecast: Forecast, dice: Dice) -> Iterator[Advice]:
    """An answer to every proposal that waits for this power."""
    capital = view.numbers[of("capital", view.seat)]
    resources = view.numbers[of("resources", view.seat)]
    for found in view.initiatives:
        if not found.open_to_me:
            continue
        preview = forecast(Accept(moment=view.moment, initiative=found.id, version=found.version))
        surplus = _surplus(view, worth, found, preview)
        other = view.name(found.proposer)
        if preview.rule == "money":
            yield Advice(
                Decline(moment=view.moment, initiative=found.id, message="We cannot carry our share now."),
                f"Decline {found.title.lower()}",
                f"We cannot pay our share of {other}'s proposal.",
                surplus,
            )
        elif surplus >= 0 and found.my_cost[0] <= capital and found.my_cost[1] <= resources:
            capital -= found.my_cost[0]
            resources -= found.my_cost[1]
            held = 100 * (36 - preview.chances[0]) // 36 if preview.chances else 100
            yield Advice(
                Accept(moment=view.moment, initiative=found.id, version=found.version),
                f"Accept {found.title.lower()} with {other}",
                f"What it brings us outweighs its cost; {held} % that it holds at least in part.",
                surplus,
            )
        else:
            yield _bargain(view, found, surplus, dice)


def _surplus(view: View, worth: Worth, found: InitiativeSeen, preview: Preview) -> int:
    """What accepting is worth, in tenths, less its cost and the margin the doctrine wants."""
    others = tuple(power for power in (found.initiator, *found.partners) if power != view.seat)
    gain = worth.of_preview(preview, found.move, found.category, others)
    trust = view.numbers.get(toward("trust", view.seat, found.initiator), 40)
    promised = 10 * sum(1 if given.by != view.seat else -1 for given in found.terms.undertakings)
    paid = -found.terms.payment if view.seat == found.initiator else found.terms.payment
    margin = 4 * worth.doctrine.accept
    money = price(*found.my_cost) // 2
    return gain - money + (trust - 40) * 10 // 25 - margin + promised + 5 * paid


def _bargain(view: View, found: InitiativeSeen, surplus: int, dice: Dice) -> Advice:
    other = view.name(found.proposer)
    may_counter = found.version < 3 and surplus > -WILLING and view.seat in found.partners
    if (
        may_counter
        and dice.roll(f"{view.moment}.{view.seat}.bargain.{found.id}.{found.version}", 6, 1)[0] > 2
    ):
        terms = replace(found.terms, payment=min(3, found.terms.payment + 1))
        if found.terms.safeguards == "strict":
            terms = replace(found.terms, safeguards="standard")
        return Advice(
            Counter(moment=view.moment, initiative=found.id, version=found.version, terms=terms,
                    message="We could agree on these terms."),
            f"Counter {found.title.lower()}",
            f"Close to worth it: better terms from {other} would make it so.",
            surplus,
        )  # fmt: skip
    return Advice(
        Decline(moment=view.moment, initiative=found.id),
        f"Decline {found.title.lower()}",
        f"What {other} offers costs us more than it brings.",
        surplus,
    )
