"""What holds for all tests: screens that stand still, and how properties are tried.

What a screen shows as a text must not hang on how far an animation had come. Properties are tried with the
same examples on every run; `pytest --hypothesis-profile=explore` draws new ones, to look for what is not
known yet. What it finds becomes an example of its own. `few` is for runs over the same tests many times.
"""

import os
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from tests.postgres import Server, running

os.environ["TEXTUAL_ANIMATIONS"] = "none"
# Times are shown in the zone of whoever looks, and what was seen of saves is kept with the user.
os.environ["TZ"] = "UTC"
time.tzset()
_STATE = TemporaryDirectory(prefix="multipolar-state-")
os.environ["MULTIPOLAR_STATE"] = _STATE.name
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.register_profile("few", derandomize=True, deadline=None, max_examples=10)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own, started when the first test asks for it."""
    with running() as server:
        yield server
