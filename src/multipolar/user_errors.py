"""What a person can mend: errors whose text is one line that says what, where, and what to do."""


class UserError(Exception):
    """Something a person can mend; its text is one line that says what, where, and what to do."""


class ComeBack(UserError):
    """An older state of an exercise stands where more of it was played."""


class Unsure(UserError):
    """Whether something was done is not known; to ask for it again does it once."""


class Gone(UserError):
    """What was saved is not where it was, and what is done now cannot be kept there."""
