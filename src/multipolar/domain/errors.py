"""Why a command was refused: four reasons a person can act on.

Kept apart so that every front end can tell them apart without importing the rules. Nothing that is
not a refusal of a command belongs here.
"""


class Refused(Exception):
    """A command that was not carried out; nothing has changed.

    Args:
        rule: the rule that forbids it, as a short stable name (``money``, ``relationship`` ...).
        message: one line for the person who asked, with what to do instead.
    """

    reason = "refused"

    def __init__(self, rule: str, message: str) -> None:
        # It may repeat what was typed: a receipt stays one line, and writes nothing but words.
        words = "".join(sign if sign.isprintable() else "�" for sign in message)
        super().__init__(words)
        self.rule = rule
        self.message = words


class Unreadable(Refused):
    """The command could not be read: unknown kind, wrong type, unknown name."""

    reason = "unreadable"


class Illegal(Refused):
    """The command was read, and a rule of the exercise forbids it."""

    reason = "illegal"


class Stale(Refused):
    """The command was written for a phase, version or exchange that has passed."""

    reason = "stale"


class NotYourSeat(Refused):
    """The command belongs to another seat."""

    reason = "not your seat"
