"""Sending a command: the one way from a screen to its table.

Kept apart from the screens so that refusals are told alike everywhere, so that whoever waits while
programs think is told that they think, and so that a screen that closes meanwhile interrupts nobody: what
was sent is carried through.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any
from uuid import uuid4

from msgspec.structs import replace
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Receipt
from multipolar.table.port import SUGGESTED, Table
from multipolar.user_errors import UserError

_under_way: set[asyncio.Task[Receipt]] = set()


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
    sent = replace(command, id=command.id or uuid4().hex, moment=command.moment or table.view.moment)
    task = asyncio.create_task(_carry(screen.app, table, sent))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    return await asyncio.shield(task)


async def _carry(app: App[Any], table: Table, command: AnyCommand) -> Receipt:
    app.post_message(Working())
    try:
        receipt = await table.submit(command)
    except UserError as trouble:
        receipt = Receipt(False, "trouble", str(trouble), command.id)
    app.post_message(Settled(table.seat, receipt))
    if not receipt.accepted:
        app.notify(receipt.message, title="Not possible", severity="warning")
    elif receipt.rule == SUGGESTED:
        app.notify(f"{receipt.message}.", title="Suggested")
    return receipt


async def direct(app: App[Any], doing: Coroutine[Any, Any, Receipt]) -> Receipt:
    """Do what concerns the whole exercise; a refusal is told in one line, and returned."""
    app.post_message(Working())
    try:
        receipt = await doing
    except UserError as trouble:
        receipt = Receipt(False, "trouble", str(trouble))
    app.post_message(Settled("", receipt))
    if not receipt.accepted:
        app.notify(receipt.message, title="Not possible", severity="warning")
    return receipt


async def keep_drafts(app: App[Any], table: Table, drafts: Sequence[AnyCommand]) -> None:
    """Keep what a seat composes; where that cannot be, say so."""
    try:
        await table.keep_drafts(drafts)
    except UserError as trouble:
        app.notify(str(trouble), title="The draft is not kept", severity="warning")


async def all_answered() -> None:
    """Wait until everything that was sent has been answered, before a table is left."""
    while _under_way:
        await asyncio.wait(_under_way)
