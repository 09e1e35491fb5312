"""What is done once, before the first fork, so that no person's screens have to do it."""

import asyncio
import pkgutil
import socket
from functools import partial
from importlib import import_module

from multipolar import tui
from multipolar.client.session import RemoteLobby
from multipolar.client.table import RemoteTable
from multipolar.geography.coast import coastline
from multipolar.tui.app import MultipolarApp

_SIZE = (120, 36)


def warm_up() -> None:
    """Load and read what is otherwise loaded and read when it is first needed."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        import_module(module.name)
    coastline()
    asyncio.run(_rehearse())


async def _rehearse() -> None:
    """Open screens once, at a host where nobody answers: libraries load much when they are first used."""
    with socket.socket() as nobody:
        # Bound and not listening: whoever asks there is refused, and nobody else can listen meanwhile.
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        app = MultipolarApp(RemoteLobby(address, partial(RemoteTable.open, address, "")), resume="-")
        async with app.run_test(size=_SIZE) as pilot:
            await pilot.pause()
