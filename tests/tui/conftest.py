"""What holds for tests of screens: they wait as long as there is something to do, and hardly longer.

Textual takes an app to be at rest once it has slept for twenty milliseconds and computed next to nothing
meanwhile. A press waits so once or twice, which was more than half of the time these tests took.
"""

from textual import _wait

RESTS = 1 / 250
"""Seconds for which an app that is at rest has nothing to do."""

assert _wait.SLEEP_IDLE == _wait.SLEEP_GRANULARITY / 20
_wait.SLEEP_GRANULARITY = RESTS
_wait.SLEEP_IDLE = RESTS / 20
