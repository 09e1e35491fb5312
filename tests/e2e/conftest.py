"""What tests of whole exercises share."""

import socket

import pytest


@pytest.fixture
def port() -> int:
    """One that was free a moment ago, to be taken again after a restart."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number
