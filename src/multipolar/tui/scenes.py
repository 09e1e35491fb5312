"""From the name of a scene to its screen."""

from textual.screen import Screen

from multipolar.domain.model.views import Seen
from multipolar.tui.input.turns import SeatHere
from multipolar.tui.screens.assessment import AssessmentScreen
from multipolar.tui.screens.brief import BriefScreen
from multipolar.tui.screens.crisis import CrisisScreen
from multipolar.tui.screens.debrief import DebriefScreen


def screen_for(name: str, here: SeatHere, news: tuple[Seen, ...] = ()) -> Screen[None]:
    """The screen of a scene.

    Args:
        name: ``brief``, ``assessment``, ``crisis`` or ``debrief``.
        here: the seat it is for.
        news: what the seat saw happen, for the assessment.
    """
    match name:
        case "brief":
            return BriefScreen(here.table, here.view)
        case "assessment":
            return AssessmentScreen(here.view, news)
        case "crisis":
            return CrisisScreen(here.table, here.view)
        case "debrief":
            return DebriefScreen(here.table, here.view)
        case _:
            raise ValueError(f"there is no scene '{name}'")
