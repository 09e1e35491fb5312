"""What can go wrong with saves, each in one line that says what, where, and what to do."""


class SaveError(Exception):
    """Something about a save that a person can mend."""


class NotFound(SaveError):
    """There is no save of that name."""


class Ambiguous(SaveError):
    """The beginning of an id fits several saves."""


class Conflict(SaveError):
    """Somebody else has written to the exercise meanwhile."""


class Locked(SaveError):
    """Another program holds the database."""


class ReadOnly(SaveError):
    """The place cannot be written to."""


class Full(SaveError):
    """The disk is full."""


class Gone(SaveError):
    """The files that were written to are not where they were: what is added to them would be lost."""


class NewerVersion(SaveError):
    """Written by a newer version of the program."""


class Damaged(SaveError):
    """What was read is not what was written.

    Args:
        message: what is wrong, and how much is readable.
        seq: the first bad event; 0 when the header is bad.
    """

    def __init__(self, message: str, seq: int = 0) -> None:
        super().__init__(message)
        self.seq = seq


class Unsure(SaveError):
    """The line to a database was cut: what was done last may be saved or not; asked again, it is known."""
