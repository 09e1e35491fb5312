"""How a command ends: exit codes, and the errors by which a command leaves."""

import signal

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
BY_SIGNAL = 128
"""Added to the number of the signal that ended the program."""


class Failed(Exception):
    """A command that could not do what it was asked; its text is one line that says what to do."""


class Stopped(KeyboardInterrupt):
    """The program was told to end, as when its window is closed.

    Args:
        signal: by which signal.
    """

    def __init__(self, signal: int) -> None:
        super().__init__()
        self.code = BY_SIGNAL + signal


ENDING = (signal.SIGTERM, signal.SIGHUP)
