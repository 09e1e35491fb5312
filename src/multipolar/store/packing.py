"""Large events lie compressed in the database: they are hashed, exported and read as they were written.

An exercise's first event holds its whole rule set and scenario, so that it is played and read by these for
ever, whatever later versions bring. That is nine tenths of a save that begins, and text that packs well.
"""

import zlib

PACKED_FROM = 4096
"""Bytes from which an event is packed: of the small ones, of which there are thousands, nothing is gained."""
MOST = 64 * 2**20
"""Bytes that an event may have: what claims to be more is damaged, or made to fill the memory."""
_SIGN = b"x"
"""How what is packed begins, which no event does: events are JSON objects."""


def packed(payload: bytes) -> bytes:
    """The bytes that are kept for an event.

    Args:
        payload: its canonical bytes.
    """
    return zlib.compress(payload) if len(payload) >= PACKED_FROM else payload


def unpacked(kept: bytes) -> bytes:
    """The canonical bytes of an event; what is no event that was packed is given back as it is.

    Whoever checks the hash finds then that it is not what was written.

    Args:
        kept: the bytes that were kept for it.
    """
    if not kept.startswith(_SIGN):
        return kept
    opened = zlib.decompressobj()
    try:
        payload = opened.decompress(kept, MOST)
    except zlib.error:
        return kept
    return payload if opened.eof and not opened.unused_data else kept
