"""Messages by which a screen asks the app to open an exercise; screens open none themselves."""

from textual.message import Message

from multipolar.table import port


class BeginExercise(Message):
    """Begin an exercise.

    Args:
        opening: how.
    """

    def __init__(self, opening: port.Opening) -> None:
        super().__init__()
        self.opening = opening


class ResumeExercise(Message):
    """Take a saved exercise up.

    Args:
        exercise: its id.
    """

    def __init__(self, exercise: str) -> None:
        super().__init__()
        self.exercise = exercise


class LeaveExercise(Message):
    """Leave the exercise; it is saved as it stands."""
