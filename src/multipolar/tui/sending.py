"""Sending a command: the one way from a screen to its table.

Kept apart from the screens so that refusals are told alike everywhere, and so that whoever waits while
programs think is told that they think.
"""

from typing import Any
from uuid import uuid4

from msgspec.structs import replace
from textual.message import Message
from textual.screen import Screen

from multipolar.domain.commands import AnyCommand
from multipolar.domain.views import Receipt
from multipolar.table.port import Table, Trouble


class Working(Message):
    """A command is on its way; program-run powers may be thinking."""


class Settled(Message):
    """A command was answered.

    Args:
        seat: whose it was.
        receipt: the answer.
    """

    def __init__(self, seat: str, receipt: Receipt) -> None:
        super().__init__()
        self.seat = seat
        self.receipt = receipt


async def submit(screen: Screen[Any], table: Table, command: AnyCommand) -> Receipt:
    """Send a command from a screen; call it from a worker, since programs may think for a while.

    Fills in the command's id, and the phase it is written for where the screen did not say. A refusal
    is told in one line at the foot of the screen, and returned.
    """
    app = screen.app
    sent = replace(command, id=command.id or uuid4().hex, moment=command.moment or table.view.moment)
    app.post_message(Working())
    try:
        receipt = await table.submit(sent)
    except Trouble as trouble:
        receipt = Receipt(False, "trouble", str(trouble), sent.id)
    app.post_message(Settled(table.seat, receipt))
    if not receipt.accepted:
        screen.notify(receipt.message, title="Not possible", severity="warning", markup=False)
    return receipt
