"""Channels as a seat uses them: who writes and reads there, and what can go with a message (rulebook §2)."""

from typing import NamedTuple

from multipolar.domain.model.views import ChannelSeen, View
from multipolar.domain.model.wording import names_in_words, promise_words


class Attachable(NamedTuple):
    """A proposal or a promise that can go with a message: its id, and what it is in words."""

    id: str
    words: str


def others_in(channel: ChannelSeen, view: View) -> tuple[str, ...]:
    """The other powers of a channel, to whom a message there goes; empty: it goes to all."""
    return tuple(power for power in channel.members if power != view.seat)


def attachable(view: View, to: tuple[str, ...]) -> tuple[Attachable, ...]:
    """What can go with a message to some powers (empty: to all), the latest first.

    A proposal goes to its parties, a promise to whom it was given: the rules refuse the rest.
    """
    if not to:
        return ()
    readers = {view.seat, *to}
    orders = {offer.move for offer in view.offers if offer.form == "order"}
    proposals = [
        Attachable(
            one.id, f"{one.title}, {names_in_words(view, (one.initiator, *one.partners))}: {one.state}"
        )
        for one in view.initiatives
        if one.inside and one.move not in orders and readers <= {one.initiator, *one.partners}
    ]
    promises = [
        Attachable(pledge.id, promise_words(view, pledge.undertaking))
        for pledge in view.pledges
        if readers == {pledge.undertaking.by, pledge.undertaking.toward}
    ]
    return (*reversed(promises), *reversed(proposals))
