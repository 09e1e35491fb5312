"""The lesson's clock in words: the line at the foot, what is announced, and what can be done about it.

Only words over `multipolar.engine.clock`; the app shows them, and carries out what a person chooses.
"""

from multipolar.domain.model.views import View
from multipolar.engine.clock import Announcement, LessonClock, shown

MORE = 120
"""Seconds that *more time* gives a phase."""
TOO_LATE = 60
"""Seconds behind the plan from which on that is said."""


def in_line(clock: LessonClock, phase: str) -> tuple[str, ...]:
    """What the line at the foot says, the longest wording first."""
    reading_made = clock.read()
    if clock.is_stopped:
        return ("the clock stands still (f6)", "stopped")
    if phase == "debrief":
        return (f"debrief {shown(reading_made.lesson)}", shown(reading_made.lesson))
    yours = "" if reading_made.share is None else f" · yours {shown(reading_made.share)}"
    short = shown(reading_made.left)
    medium = f"{phase} {short}{yours}"
    if reading_made.to_debrief < 0:
        return (f"{medium} · the debrief's time has begun", f"{medium} · debrief!", f"{short} debrief!")
    late = f", {minutes(reading_made.late)} behind" if reading_made.late >= TOO_LATE else ""
    return (f"{medium} · debrief in {minutes(reading_made.to_debrief)}{late}", medium, short)


def minutes(seconds: int) -> str:
    """Whole minutes in words."""
    return f"{max(0, seconds) // 60} min"


def announced(announcement: Announcement, view: View) -> str:
    """An announcement in a sentence."""
    phase = view.phase
    match announcement:
        case Announcement.NEARLY:
            return f"A minute is left for {phase}."
        case Announcement.UP:
            return f"Time is up for {phase}. Nothing is cut off: r when you are done, or f6 to end the phase."
        case Announcement.LAST:
            return (
                f"No further round fits before the debrief. f6 makes round {view.round} the last one; "
                f"{view.rounds} were planned."
            )
        case _:
            return "The debrief's time has begun. f6 makes this the last round, or ends the phase."


def left_out(clock: LessonClock, view: View, gap: int) -> str:
    """What there is to know before time in which nobody looked is counted or left out."""
    since = f"{shown(gap)} min" if gap < 3600 else f"{gap // 3600} h {gap % 3600 // 60} min"
    return (
        f"For {since} nothing ran here: the exercise was closed, the computer slept, or its clock was set. "
        f"The {view.phase} has {shown(clock.read().left)} left if that is left out, "
        f"{shown(clock.read().left - gap)} if it counts."
    )


GAP = "Does the time count?"
LEAVE_OUT = "Leave it out: the lesson goes on where it stood"
COUNT = (("count", "Count it"),)
"""What can be done about time in which nobody looked."""
LEAVE = "Leave it as it is"


def state(clock: LessonClock, view: View) -> str:
    """Where the lesson stands, in a few lines."""
    reading_made = clock.read()
    takes = clock.plan.takes(view.round, view.phase)
    lines = [f"{view.phase.capitalize()}: {shown(reading_made.left)} left of {shown(takes)}"]
    if reading_made.share is not None:
        lines.append(f"For who is at the keyboard: {shown(reading_made.share)}")
    late = reading_made.late
    course = f"{minutes(late)} behind the plan" if late >= TOO_LATE else "in time"
    if late <= -TOO_LATE:
        course = f"{minutes(-late)} ahead of the plan"
    lines.append(f"Until the debrief: {shown(reading_made.to_debrief)} ({course})")
    lines.append(f"Kept for the debrief: {shown(clock.plan.debrief)}")
    return "\n".join(lines)


def choices(clock: LessonClock, view: View) -> tuple[tuple[str, str], ...]:
    """What can be done about the clock now."""
    found = [
        ("go_on", "Let the clock run again") if clock.is_stopped else ("stop", "Let the clock stand still"),
        ("more", f"Give the {view.phase} {minutes(MORE)} more"),
    ]
    if view.phase in ("briefing", "deliberation", "crisis"):
        found.append(("end_phase", f"End the {view.phase} now, for everybody"))
    if view.phase in ("deliberation", "crisis") and view.round < view.rounds:
        found.append(("last_round", f"Make round {view.round} the last one"))
    return tuple(found)
