"""The hash chain over a record: each event's hash covers its bytes and all that came before."""

from hashlib import sha256

GENESIS = "0" * 64
"""What the first event is chained to."""


def link(previous: str, payload: bytes) -> str:
    """The hash of an event, in hex: SHA-256 over the hash before it and its canonical bytes."""
    return sha256(previous.encode() + payload).hexdigest()
