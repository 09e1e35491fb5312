"""The one table of actions: key, label, tooltip, and the screens where each is offered.

Key bindings, the line of keys at the foot, the command palette and the help screen are all read from
here. An action named ``propose`` is the method ``action_propose`` of the screen (or of the app).
"""

from typing import NamedTuple

from textual.binding import Binding, BindingType


class Action(NamedTuple):
    """Something a person can do.

    Attributes:
        id: the method, without ``action_``; may carry arguments, such as ``answer('accept')``.
        key: the key that does it (several with commas).
        label: one or two words for the line of keys.
        tooltip: a sentence for the palette, the help screen, and the mouse.
        screens: names of the screens that offer it; ``app``: every one.
        shown: what the line of keys calls the key; empty: the key itself.
        in_footer: whether the line of keys has it.
        binds: whether it commits a seat to something, or begins or ends something for good. Such a key
            does nothing else anywhere, and a press of it counts only as `multipolar.tui.input.presses` says.
    """

    id: str
    key: str
    label: str
    tooltip: str
    screens: tuple[str, ...]
    shown: str = ""
    in_footer: bool = True
    binds: bool = False

    @property
    def key_shown(self) -> str:
        """The key as people write it."""
        return self.shown or self.key.partition(",")[0].replace("ctrl+", "^").replace("escape", "esc")


_DIALOGUES = (
    "propose", "crisis", "assessment", "debrief", "why", "advice", "help", "message", "power", "reply",
    "notice", "reading", "ballot", "intent", "basket", "pair", "channels", "people",
)  # fmt: skip

_TALKING = ("table", "power", "pair")
_QUESTIONS = ("choose", "confirm", "note", "causes", "elsewhere", "saves")
_WITH_TEXT = ("propose", "reply", "notice", "ballot")

_WITH_SEARCH = ("glossary", "propose", "help", "table")
"""Screens with a list that can be searched; while letters are typed there, ``search`` offers its keys."""

_PANELS = (
    "relationships", "powers", "ties", "map", "theatres", "initiatives", "inbox", "headlines", "objectives",
)  # fmt: skip


def _bind(id: str, label: str, tooltip: str, *screens: str, key: str = "ctrl+s") -> Action:
    """What binds has keys of its own, which never open, move or turn a page."""
    return Action(id, key, label, tooltip, screens, binds=True)


def _on(unit: str, key: str, label: str, tooltip: str, shown: str) -> Action:
    """A step forward in a record."""
    return Action(f"step('{unit}', 1)", key, label, tooltip, ("replay",), shown=shown)


def _back(unit: str, key: str, shown: str) -> Action:
    """A step back in a record."""
    words = "turning point" if unit == "turning" else unit
    return Action(
        f"step('{unit}', -1)",
        key,
        f"{words} back",
        f"To the {words} before",
        ("replay",),
        shown,
        in_footer=False,
    )


_RECORD_PANELS = ("happened", "turning", "notes", "relationships", "powers", "theatres", "initiatives", "map")

_DEBRIEF_PAGES = ("outcome", "turning", "powers", "deeds", "questions")

ACTIONS: tuple[Action, ...] = (
    # --- home and set-up ---
    Action("go_on", "c", "continue", "Take the latest exercise up where it stood", ("home",)),
    Action("new", "n", "new", "Choose a scenario and begin an exercise", ("home",)),
    Action("open_save", "o", "open", "Choose a saved exercise and open it", ("home",)),
    Action("go_to_panel('begin')", "1", "begin", "Go to what can be begun", ("home",), in_footer=False),
    Action("go_to_panel('saved')", "2", "saved", "Go to what is saved", ("home",), in_footer=False),
    Action("library", "b", "library", "Look at the scenarios, and set one up", ("home",)),
    Action("choose", "enter", "set up", "Set an exercise up with this scenario", ("library",)),
    Action("read", "tab", "read", "Go between the list and the page, to scroll it", ("library",)),
    Action("learn", "l", "learn", "A first exercise with a guide, pages to read, and words", ("home",)),
    Action("settings", "s", "settings", "Choose colours, movement and sound", ("home",)),
    Action("settings", "f9", "settings", "Choose colours, movement and sound", ("app",), in_footer=False),
    _bind("begin", "begin", "Begin a first exercise with a guide", "learn"),
    _bind("start", "start", "Begin the exercise as it is set up here", "setup"),
    Action("draw_seed", "d", "draw seed", "Draw another seed: the same seed gives the same dice", ("setup",)),
    # --- the table ---
    Action("propose", "p", "propose", "Propose a joint move to one power or to several", _TALKING),
    Action("order", "o", "orders", "Give a unilateral order, secret until adjudication", _TALKING),
    Action(
        "message", "m", "message", "Write to other powers, or promise them something", (*_TALKING, "channels")
    ),
    Action(
        "channels",
        "d",
        "channels",
        "What was said between whom, and what of it is unread",
        ("table",),
        in_footer=False,
    ),
    Action("open_channel", "enter", "read", "Read what was said there", ("channels",)),
    Action("next_panel", "tab", "panel", "Go to the next part", ("channels", "people")),
    Action(
        "people",
        "f8",
        "people",
        "Who is here, your team, what it suggests, and the line to the facilitator",
        ("table",),
        in_footer=False,
    ),
    Action("pause", "p", "pause", "Stop the clock for all, or let it go on", ("people",)),
    Action("extend", "plus", "2 minutes", "Give the phase two minutes more", ("people",), shown="+"),
    Action("publish_all", "a", "publish", "Publish all results that wait at the desk", ("people",)),
    Action("end_phase", "e", "end phase", "End the phase for all, whoever is not ready", ("people",)),
    Action("why", "w", "why", "Ask why the chosen number is what it is", (*_TALKING, "charts", "debrief")),
    Action(
        "pair",
        "e",
        "the two",
        "All that you know of your power and the one chosen: numbers, history, what binds them",
        ("table", "power", "reply"),
        in_footer=False,
    ),
    Action("step_pair(1)", "]", "next pair", "Go to the next pair, your own first", ("pair",)),
    Action("step_pair(-1)", "[", "pair before", "Go to the pair before", ("pair",)),
    _bind("ready", "ready", "Say that you are done with this phase, or take it back", "table", key="r"),
    Action("crisis", "c", "crisis", "Answer the crisis", ("table",)),
    Action("advice", "a", "advice", "Ask what a doctrine would do in your place, and why", ("table",)),
    Action("brief", "b", "brief", "Read your role again", ("table",)),
    Action("charts", "l", "charts", "See how numbers went over the rounds", ("table", "debrief")),
    Action("assessment", "n", "news", "Read what happened in the last round, and why", ("table",)),
    Action("go_on", "enter", "take the keyboard", "Sit down for the power that is named", ("projector",)),
    Action(
        "hand_over", "h", "hand over", "Pass the keyboard to another seat", ("table", "curtain", "projector")
    ),
    _bind(
        "leave_seat",
        "nobody here",
        "Nobody sits at this seat for now: it follows the absence policy",
        "curtain",
        "projector",
        key="u",
    ),
    _bind("take_again", "take the seat again", "Sit down at a seat that was left", "curtain", "projector"),
    Action(
        "seats",
        "f7",
        "seats",
        "A person takes over a seat of the program's, or leaves one to it",
        ("table", "curtain", "projector"),
        in_footer=False,
    ),
    Action("next_board", "tab", "next", "Relationships, map or order, where they take turns", ("projector",)),
    Action(
        "show_public", "v", "projector", "Show what everybody may see, large", ("table",), in_footer=False
    ),
    Action(
        "basket",
        "t",
        "basket",
        "See what you have on the table this round, its cost, and your drafts",
        ("table",),
    ),
    Action("open", "enter", "open", "Look at it, or go on composing it", ("basket",)),
    _bind("take_back", "take back", "Take it back, or let the draft go", "basket", key="x"),
    _bind(
        "withdraw",
        "withdraw",
        "Take back the chosen proposal, order, answer or message",
        "table",
        "reply",
        key="x",
    ),
    Action(
        "go_to_panel('status')",
        "0",
        "money",
        "Go to your money in the top line; w says why it is so much",
        ("table",),
        in_footer=False,
    ),
    Action("next_panel", "tab", "panel", "Go to the next panel", ("table",)),
    Action(
        "previous_panel", "shift+tab", "panel back", "Go to the panel before", ("table",), in_footer=False
    ),
    Action("debrief", "f", "debrief", "Open the debrief", ("table",)),
    Action("home", "q", "home", "Go back to the home screen; all is saved", ("table",)),
    *(
        Action(f"go_to_panel('{panel}')", str(number), panel, f"Go to {panel}", ("table",), in_footer=False)
        for number, panel in enumerate(_PANELS, start=1)
    ),
    # --- reading ---
    Action("go_on", "enter", "continue", "Go on", ("brief", "curtain")),
    _bind("done_reading", "I have read it", "Say that you have read your role, and go on", "brief"),
    _bind("send", "send", "Send it", "message"),
    _bind("send", "keep it", "Keep the answer for the debrief", "intent"),
    Action("take_move", "enter", "choose", "Choose the move and go on to its terms", ("propose",)),
    Action(
        "change_term",
        "right",
        "change",
        "Take the next choice of a row, ← the one before",
        ("propose",),
        shown="←→",
    ),
    _bind("commit", "send", "Send it as it is composed", "propose"),
    Action("read_on", "pagedown", "read on", "Further down in the text", _WITH_TEXT, shown="pgdn"),
    Action(
        "read_back",
        "pageup",
        "read back",
        "Further up in the text",
        _WITH_TEXT,
        shown="pgup",
        in_footer=False,
    ),
    _bind("seal", "seal it", "Give the chosen response, sealed until all have chosen", "crisis"),
    Action(
        "read", "tab", "read", "Go between the choices, the story and the odds, to scroll them", ("crisis",)
    ),
    Action("next_crisis", "n", "next crisis", "Look at the next crisis", ("crisis",)),
    Action("next", "space,enter,right", "next", "Read the next thing that happened", ("assessment",)),
    Action("previous", "left,backspace", "before", "Read the thing before", ("assessment",), shown="←"),
    Action("next_page", "right,space", "next page", "Turn to the next page", ("debrief",), shown="→"),
    *(
        Action(f"go_to_panel('{page}')", str(number), page, f"Turn to {page}", ("debrief",), in_footer=False)
        for number, page in enumerate(_DEBRIEF_PAGES, start=1)
    ),
    Action("previous_page", "left", "page before", "Turn to the page before", ("debrief",), shown="←"),
    Action("take_up", "enter", "take it up", "Look at the advised move, ready to be sent", ("advice",)),
    _bind("give", "give this answer", "Give the answer the cursor stands on", "reply", "notice", "ballot"),
    Action("stand_on('yes')", "y", "yes", "Put the cursor on a vote for the resolution", ("ballot",)),
    Action("stand_on('no')", "n", "no", "Put the cursor on a vote against it", ("ballot",)),
    Action("stand_on('abstain')", "a", "abstain", "Put the cursor on neither for nor against", ("ballot",)),
    Action("stand_on('accept')", "a", "accept", "Put the cursor on accepting the latest terms", ("reply",)),
    Action("counter", "c", "counter", "Answer with other terms", ("reply",)),
    Action("stand_on('decline')", "d", "decline", "Put the cursor on turning it down", ("reply",)),
    Action(
        "back",
        "escape",
        "back",
        "Go back to where you came from",
        (*_DIALOGUES, "setup", "brief", "projector", "settings", "glossary", "learn", "charts", "library"),
    ),
    # --- a record gone over ---
    Action("saves", "r", "replay", "Go over a saved exercise, event by event", ("home",)),
    Action("go_over", "enter", "go over it", "Go over the chosen exercise, event by event", ("saves",)),
    Action("play_on", "p", "play", "Take the chosen exercise up where it stood", ("saves",)),
    Action("play", "p,space", "play", "Let the record run by itself, or stop it", ("replay",)),
    _on("event", "right,full_stop", "event", "To the next event, ← the one before", "←→"),
    _on("phase", "right_square_bracket,shift+right", "phase", "To the next phase, [ the one before", "[ ]"),
    _on("turning", "t", "turning", "To the next turning point, T the one before", ""),
    Action("eyes", "v", "eyes", "See it with a seat's eyes, as far as it knew then, or all", ("replay",)),
    Action("home", "q,escape", "leave", "Go back to where the record was opened", ("replay",)),
    Action("why", "w", "why", "Ask why the chosen number was what it was", ("replay",)),
    Action("cause", "c", "cause", "Go to what brought this event about", ("replay",)),
    Action("note", "n", "note", "Pin a note to this event", ("replay",)),
    Action("play_on", "b", "play on", "Begin a new exercise from this moment", ("replay",)),
    _on("round", "pagedown,right_curly_bracket", "round", "To the next round, pgup the one before", "pgdn"),
    Action("table", "o", "table", "Look at the whole table as it stood", ("replay",)),
    Action("return", "u,backspace", "return", "Go back to where the last jump began", ("replay",)),
    Action("speed(1)", "plus,equals_sign", "speed", "Play faster, up to 16×", ("replay",), shown="+-"),
    Action("speed(-1)", "minus", "slower", "Play slower", ("replay",), shown="-", in_footer=False),
    _back("event", "left,comma", "←"),
    _back("phase", "left_square_bracket,shift+left", "["),
    _back("turning", "T", "T"),
    _back("round", "pageup,left_curly_bracket", "pgup"),
    Action("first", "home", "beginning", "Go to the beginning", ("replay",), in_footer=False),
    Action("last", "end", "end", "Go to the end", ("replay",), in_footer=False),
    Action("next_panel", "tab", "panel", "Go to the next panel", ("replay",), in_footer=False),
    Action("previous_panel", "shift+tab", "panel back", "To the panel before", ("replay",), in_footer=False),
    *(
        Action(f"go_to_panel('{panel}')", str(number), panel, f"Go to {panel}", ("replay",), in_footer=False)
        for number, panel in enumerate(_RECORD_PANELS, start=1)
    ),
    Action("choose", "enter", "choose", "Take the answer the cursor stands on", ("choose",)),
    _bind("give", "do it", "Do what the cursor stands on", "confirm"),
    _bind("write", "write it there", "Write the whole exercise there and go on", "elsewhere"),
    Action("pin", "enter", "pin it", "Pin the note to the event", ("note",)),
    Action("go_there", "enter", "go there", "Go to the event the cursor stands on", ("causes",)),
    Action(
        "back",
        "escape",
        "back",
        "Go back to where you came from",
        _QUESTIONS,
    ),
    # --- everywhere ---
    Action("help", "question_mark,f1", "help", "Explain this screen", ("app",), shown="?"),
    Action("guide_next", "f2", "understood", "Go on with the guide", ("app",), in_footer=False),
    Action("guide", "f3", "guide", "Let the guide go, or call it back", ("app",), in_footer=False),
    Action("glossary", "g", "words", "Explain the words on this screen", ("app",), in_footer=False),
    Action("find", "slash", "find", "Type to find something in the list", _WITH_SEARCH, shown="/"),
    Action("open_found", "enter", "open", "Go to the list, and open what the cursor stands on", ("search",)),
    Action("end_search", "escape", "end the search", "Show the whole list again", ("search",)),
    Action("step(1)", "down", "move", "Move in the list while typing", ("search",), shown="↑↓"),
    Action("step(-1)", "up", "move up", "Move up in the list while typing", ("search",), in_footer=False),
    Action("command_palette", "ctrl+p", "palette", "Find any action, power, move or screen", ("app",)),
    Action(
        "clock",
        "f6",
        "clock",
        "The lesson's clock: stop it, give time, end a phase",
        ("app",),
        in_footer=False,
    ),
    Action(
        "switch_theme",
        "ctrl+t",
        "theme",
        "Take the next colours: dark, light, clear, projector",
        ("app",),
        in_footer=False,
    ),
    Action("quit", "ctrl+q", "quit", "Leave the program; all is saved", ("app",), in_footer=False),
)


def actions_of(screen: str) -> tuple[Action, ...]:
    """The actions a screen offers, its own first."""
    own = tuple(action for action in ACTIONS if screen in action.screens)
    return own if screen == "app" else (*own, *(action for action in ACTIONS if "app" in action.screens))


def binds(screen: str, action: str) -> bool:
    """Whether an action of a screen commits a seat to something.

    Args:
        screen: the screen's name in the table.
        action: as Textual calls it, such as ``screen.commit`` or ``leave_seat``.
    """
    name = plain_name(action)
    return any(action.binds and plain_name(action.id) == name for action in actions_of(screen))


def plain_name(action: str) -> str:
    """An action without whose it is and without arguments: ``screen.vote('yes')`` is ``vote``."""
    return action.partition("(")[0].rpartition(".")[2]


def bindings(screen: str) -> list[BindingType]:
    """Key bindings of a screen (or, for ``app``, of every one, also where letters are being typed)."""
    return [
        Binding(
            action.key,
            action.id,
            action.label,
            tooltip=action.tooltip,
            priority=screen == "app" and action.key.startswith("ctrl+"),
        )
        for action in ACTIONS
        if screen in action.screens
    ]
