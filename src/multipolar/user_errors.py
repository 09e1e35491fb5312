"""What a person can mend: errors whose text is one line that says what, where, and what to do."""


class UserError(Exception):
    """Something a person can mend; its text is one line that says what, where, and what to do."""


class ComeBack(UserError):
    """An older state of an exercise stands where more of it was played."""


class Unsure(UserError):
    """Whether something was done is not known; to ask for it again does it once."""


class Gone(UserError):
    """What is done now cannot be kept where it was: the place is not there any more, or has no room."""
