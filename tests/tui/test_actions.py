"""The one table of actions, and the screens that read it."""

from typing import Any

import pytest
from textual.screen import Screen

from multipolar.tui.app import MultipolarApp
from multipolar.tui.input.actions import ACTIONS, actions_of, bindings
from multipolar.tui.screens.advice import AdviceScreen
from multipolar.tui.screens.answer import AnswerScreen, NoticeScreen
from multipolar.tui.screens.assessment import AssessmentScreen
from multipolar.tui.screens.ballot import BallotScreen
from multipolar.tui.screens.basket import BasketScreen
from multipolar.tui.screens.brief import BriefScreen
from multipolar.tui.screens.causes import CausesScreen
from multipolar.tui.screens.channels import ChannelsScreen
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.screens.choose import ChooseScreen
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.crisis import CrisisScreen
from multipolar.tui.screens.curtain import CurtainScreen
from multipolar.tui.screens.debrief import DebriefScreen
from multipolar.tui.screens.elsewhere import ElsewhereScreen
from multipolar.tui.screens.glossary import GlossaryScreen
from multipolar.tui.screens.help import HelpScreen
from multipolar.tui.screens.home import HomeScreen
from multipolar.tui.screens.intent import IntentScreen
from multipolar.tui.screens.learn import LearnScreen
from multipolar.tui.screens.library import LibraryScreen
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.note import NoteScreen
from multipolar.tui.screens.pair import PairScreen
from multipolar.tui.screens.people import PeopleScreen
from multipolar.tui.screens.power import PowerScreen
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.screens.reading import ReadingScreen
from multipolar.tui.screens.replay import ReplayScreen
from multipolar.tui.screens.saves import SavesScreen
from multipolar.tui.screens.settings import SettingsScreen
from multipolar.tui.screens.setup import SetupScreen
from multipolar.tui.screens.table import TableScreen
from multipolar.tui.screens.why import WhyScreen

SCREENS: tuple[type[Screen[Any]], ...] = (
    AdviceScreen, AssessmentScreen, BallotScreen, BasketScreen, BriefScreen, ChartsScreen, CrisisScreen,
    CurtainScreen, DebriefScreen, GlossaryScreen, HelpScreen, HomeScreen, IntentScreen, LearnScreen,
    LibraryScreen, MessageScreen, NoticeScreen, PairScreen, PowerScreen, ProjectorScreen, ProposeScreen,
    ReadingScreen, AnswerScreen, SettingsScreen, SetupScreen, TableScreen, WhyScreen, CausesScreen,
    ChooseScreen, ConfirmScreen, ElsewhereScreen, NoteScreen, ReplayScreen, SavesScreen, ChannelsScreen,
    PeopleScreen,
)  # fmt: skip


def name_of(screen: type[Screen[Any]]) -> str:
    return str(vars(screen)["NAME"])


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_every_action_of_a_screen_can_be_done(screen: type[Screen[Any]]) -> None:
    missing = [
        action.id
        for action in actions_of(name_of(screen))
        if not hasattr(
            MultipolarApp if "app" in action.screens else screen, f"action_{action.id.partition('(')[0]}"
        )
    ]
    assert not missing


def test_every_screen_in_the_table_of_actions_exists() -> None:
    known = {name_of(screen) for screen in SCREENS} | {"app", "search"}
    assert {screen for action in ACTIONS for screen in action.screens} <= known


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_no_key_does_two_things_on_a_screen(screen: type[Screen[Any]]) -> None:
    keys = [key for action in actions_of(name_of(screen)) for key in action.key.split(",")]
    assert len(keys) == len(set(keys))


def test_what_binds_has_keys_of_its_own() -> None:
    """No key that opens, moves or turns a page anywhere binds something somewhere else."""
    binding = {key for action in ACTIONS if action.binds for key in action.key.split(",")}
    assert binding == {"ctrl+s", "r", "x", "u"}
    assert not binding & {"enter", "space", "tab", "up", "down", "left", "right", "pageup", "pagedown"}


def test_every_action_explains_itself() -> None:
    assert all(action.label and action.tooltip for action in ACTIONS)


def test_letters_can_be_typed_everywhere() -> None:
    """Keys of the whole app are taken before a text field sees them: they must be no letters."""
    taken = [binding for binding in bindings("app") if getattr(binding, "priority", False)]
    assert taken
    assert all(getattr(binding, "key", "").startswith("ctrl+") for binding in taken)
