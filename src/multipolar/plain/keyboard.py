"""Lines from standard input, without stopping the event loop while nobody types.

A thread reads the descriptor only when a line is wanted, so that what follows `quit` is left unread. It
reads the descriptor itself: a thread that waits inside a buffered reader cannot be left behind when the
program ends.
"""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator

LONGEST = 4000
"""Characters a line may have; what is longer is passed on one character too long, to be refused."""
_CHUNK = 65_536


async def lines_of(descriptor: int) -> AsyncIterator[str]:
    """Each line of a file descriptor as text, without its end; bytes that are no text become �.

    Args:
        descriptor: of a terminal, a pipe or a file.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def read() -> None:
        while wanted.acquire():
            try:
                chunk = os.read(descriptor, _CHUNK)
            except OSError:
                chunk = b""
            try:
                loop.call_soon_threadsafe(arrived.put_nowait, chunk)
            except RuntimeError:
                return  # the loop has closed: nobody waits for lines any more
            if not chunk:
                return

    threading.Thread(target=read, name="keyboard", daemon=True).start()
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    begun = ""
    while True:
        wanted.release()
        chunk = await arrived.get()
        *whole, begun = (begun + decoder.decode(chunk, final=not chunk)).split("\n")
        for line in whole:
            yield line.removesuffix("\r")[: LONGEST + 1]
        if not chunk:
            break
        begun = begun[: LONGEST + 1]
    if begun:
        yield begun.removesuffix("\r")
