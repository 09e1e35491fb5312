"""Plans for lessons: how the minutes a class has are spent (rulebook §2)."""

from functools import cache
from importlib.resources import files

import msgspec


class Shares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each part gets, in %: `briefing` and `debrief` of the whole, the others of what remains."""

    briefing: int
    debrief: int
    deliberation: int
    crisis: int
    assessment: int


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson of a usual length (minutes), with the exercise's length (a preset) that fits into it."""

    id: str
    title: str
    minutes: int
    preset: str
    summary: str


class Preparation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done before a lesson, and when."""

    when: str
    what: str


class Function(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who does what in the room, beside playing a power."""

    who: str
    does: str


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for when an exercise is assessed, and what it looks like at three levels."""

    criterion: str
    weak: str
    sound: str
    strong: str


class Lessons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plans that ship with the program, and what a teacher needs beside the minutes."""

    shares: Shares
    lessons: tuple[Lesson, ...]
    preparation: tuple[Preparation, ...]
    roles: tuple[Function, ...]
    hand_outs: tuple[str, ...]
    rubric: tuple[Criterion, ...]
    homework: tuple[str, ...]


@cache
def load_lessons() -> Lessons:
    """The plans that ship with the program, read once."""
    text = files(__package__).joinpath("lessons.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=Lessons)


def preset_for(minutes: int) -> str:
    """The length of the longest plan that fits into so many minutes; the shortest one's when none does."""
    plans = sorted(load_lessons().lessons, key=lambda lesson: lesson.minutes)
    return next((lesson.preset for lesson in reversed(plans) if lesson.minutes <= minutes), plans[0].preset)


def seconds(minutes: int, rounds: int) -> tuple[int, int, int, int, int]:
    """How the seconds of a lesson are spent.

    Args:
        minutes: the lesson's (`domain.phases.genesis.LESSON`).
        rounds: of the exercise, 1 to 12.

    Returns:
        briefing; deliberation, crisis and assessment of a round; debrief, which gets what rounding leaves.
    """
    shares = load_lessons().shares
    whole = minutes * 60
    briefing = whole * shares.briefing // 100
    a_round = (whole - briefing - whole * shares.debrief // 100) // rounds
    deliberation, crisis = a_round * shares.deliberation // 100, a_round * shares.crisis // 100
    assessment = a_round * shares.assessment // 100
    debrief = whole - briefing - rounds * (deliberation + crisis + assessment)
    return briefing, deliberation, crisis, assessment, debrief
