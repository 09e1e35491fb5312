"""Lines from standard input, without stopping the event loop while nobody types.

A thread reads the descriptor only when a line is wanted, so that what follows `quit` is left unread. It
reads the descriptor itself: a thread that waits inside a buffered reader cannot be left behind when the
program ends.
"""

import asyncio
import codecs
import os
import re
import threading
from collections.abc import AsyncIterator

LONGEST = 4000
"""Characters a line may have; what is longer is passed on one character too long, to be refused."""
_CHUNK = 65_536


_BYTE = re.compile(r"[\udc80-\udcff]")
_OTHER_MARKS = ("\udcff\udcfe", "\udcfe\udcff")
"""How a file in UTF-16 begins."""


def as_typed(line: str) -> str:
    r"""A line with the bytes in it that are no text written out: ``caf\xe9``."""
    return _BYTE.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", line)


def not_utf8(line: str) -> str:
    """What is wrong with a line that holds bytes which are no text, and what to do."""
    if line.startswith(_OTHER_MARKS):
        return "found a file in UTF-16, expected one in UTF-8: save it as UTF-8"
    wrong = _BYTE.search(line)
    where = f"byte 0x{ord(wrong[0]) - 0xDC00:02x} as character {wrong.start() + 1}" if wrong else "bytes"
    return (
        f"found {where}, which is not UTF-8; expected UTF-8: set the terminal to it, or save the file as it"
    )


async def lines_of(descriptor: int) -> AsyncIterator[str]:
    """Each line of a file descriptor as text, without its end.

    Bytes that are not UTF-8 come as Python carries them, for `as_typed` and `not_utf8`: the line is to be
    refused, and nothing of it kept.

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
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")
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
