"""Messages: what a power writes, when it reaches those it is to, and until when it is taken back (§2).

A program reads at once, and so does everybody what is said to all. What one person writes to another is
on its way until the other is shown it, or the phase ends; until then those it is to know nothing of it.
"""

from msgspec import UNSET

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.mechanics.promises import is_known_to_all
from multipolar.domain.mechanics.requests import check_request
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.commands import Attachment
from multipolar.domain.model.records import Message
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import check_text, named_powers
from multipolar.domain.vocabulary import EVERYONE, PERSON


def say(transaction: Transaction, seat: str, command: c.Say) -> None:
    """A signal: words to some or to all, not binding (§2)."""
    world = transaction.world
    check_text(command.text)
    if not command.text.strip() and not command.asks and not command.about:
        raise Unreadable("text", "a message needs words")
    to = named_powers(transaction, command.to)
    if command.asks:
        check_request(world, seat, to, command.asks)
    if seat in to:
        raise Illegal("addressees", "name others, not your own power")
    reached = [power for power in to if world.seats[seat] != PERSON or _reads_at_once(world, power)]
    audience = tuple(sorted({seat, *reached})) if to else EVERYONE
    attached = _attached(world, seat, to, command.about) if command.about else UNSET
    transaction.write(
        e.MessageSent, seat, audience, to=to, text=command.text.strip(), asks=command.asks, attached=attached
    )


def _attached(world: World, seat: str, to: tuple[str, ...], about: str) -> Attachment:
    """What goes with a message, on the terms it has now.

    Nothing is shown by it to anybody who is no party to it, unless all know it: words are free, terms stay
    between those they bind (§5). Who else has come to know of it in secret makes no difference here.

    Raises:
        Illegal: when the author knows of nothing of that name, or some of those it is to are no party to it.
    """
    pledge = world.pledges.get(about)
    if pledge is not None and is_known_to_all(pledge, (seat,)):
        if not is_known_to_all(pledge, to or world.rules.ids):
            raise Illegal("attached", "a promise goes to those who were given it; tell others in words")
        return Attachment(pledge.id, undertaking=pledge.undertaking)
    initiative = world.initiatives.get(about)
    # An order is nobody's to show, least of all its target's, who may not know that there is one.
    is_joint = initiative is not None and world.rules.moves[initiative.move].form == "joint"
    if initiative is None or not is_joint or seat not in initiative.parties:
        raise Illegal("attached", f"you are in no proposal or promise '{about}'; attach one of your own")
    if not set(to or world.rules.ids) <= set(initiative.parties):
        raise Illegal("attached", "a proposal goes to its parties alone; tell others in words")
    return Attachment(
        initiative.id, initiative.move, initiative.parties, initiative.version, initiative.terms
    )


def _reads_at_once(world: World, power: str) -> bool:
    """Whether nobody has to look for a message to have been read: the program plays the seat now."""
    return world.seats[power] != PERSON or (power in world.away and world.options.absence == "doctrine")


def read(transaction: Transaction, seat: str, command: c.ReadMessages) -> None:
    """All that waits for a seat has been put before whoever sits there; a channel that was opened is read."""
    for message in waiting_for(transaction.world, seat):
        _arrive(transaction, message, seat)
    unread = unread_in(transaction.world, seat, command.channel)
    if unread:
        transaction.write(
            e.ChannelRead, seat, (seat,), channel=command.channel, through=unread[-1].seq,
            cause=unread[-1].seq,
        )  # fmt: skip


def unread_in(world: World, seat: str, channel: str) -> list[Message]:
    """What others have said in a channel since the seat last opened it; nothing where none is named."""
    if not channel:
        return []
    through = world.read_through.get(seat, {}).get(channel, 0)
    unread = [
        message
        for message in world.messages.since(through)
        if message.channel == channel and message.by != seat and message.has_reached(seat)
    ]
    return unread[::-1]


def withdraw(transaction: Transaction, seat: str, command: c.WithdrawMessage) -> None:
    """Take a message back that has reached nobody yet; whoever it was to never learns of it (§2).

    Raises:
        Illegal: when there is none of that name, or it has been read.
    """
    found = transaction.world.messages.find(seat, command.message)
    if found is None:
        raise Illegal("message", f"you have sent no message '{command.message}'")
    if found.withdrawn:
        raise Illegal("message", "you have taken that message back already")
    if not found.is_on_its_way:
        read_by = "everybody" if found.known == EVERYONE else "one of those it is to"
        raise Illegal("message", f"{read_by} has read that message; it stands")
    transaction.write(e.MessageWithdrawn, seat, (seat,), message=found.id, cause=found.seq)


def arrive_where_read(transaction: Transaction) -> None:
    """What is on its way reaches seats that the program plays now (§2)."""
    for power in transaction.world.rules.ids:
        if _reads_at_once(transaction.world, power):
            for message in waiting_for(transaction.world, power):
                _arrive(transaction, message, power)


def arrive_everywhere(transaction: Transaction) -> None:
    """The phase ends: all that is on its way arrives (§2)."""
    for power in transaction.world.rules.ids:
        for message in waiting_for(transaction.world, power):
            _arrive(transaction, message, power)


def waiting_for(world: World, power: str) -> list[Message]:
    """What is on its way to a power."""
    return [
        message
        for message in world.messages.on_their_way
        if power in message.to and not message.has_reached(power)
    ]


def _arrive(transaction: Transaction, message: Message, power: str) -> None:
    transaction.write(
        e.MessageArrived, power, tuple(sorted((power, message.by))), author=message.by, message=message.id,
        cause=message.seq,
    )  # fmt: skip
