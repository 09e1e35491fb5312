"""Help: what the screen is for, and every key it knows, from the table of actions."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen

from multipolar.cells import fit_right, wrapped
from multipolar.tui.input.actions import actions_of, bindings
from multipolar.tui.support.text import entitle, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.rows import Block, Row, rows_in_columns
from multipolar.tui.widgets.search import Search, has_all, heed, near, nothing_has

ABOUT = {
    "home": "Begin a new exercise, go on with the last one, or open another. Everything you do in an "
    "exercise is saved at once; you can leave at any time.",
    "setup": "Choose a scenario, its length, and who plays each power: a person at this keyboard or the "
    "program by a doctrine. As the screen opens it can be begun at once with ^s.",
    "brief": "Your role in one page. Objectives bring points when the exercise ends as they say; crossing a "
    "red line costs points once. What is secret nobody else sees.",
    "table": "The table shows what your power knows. Propose joint moves, give secret orders, answer what "
    "others propose, and press ready when you are done with the round. Then everything is decided at once. "
    "Stand on any number and press w to be told why it is what it is.",
    "propose": "Choose a move on the left, then with whom and on what terms. The right side shows the cost, "
    "everything that counts for or against it, the exact chances, what it is expected to bring, and who will "
    "mind. Nothing is sent before you say so.",
    "crisis": "Each power involved chooses in secret; all are revealed together. Pressing brings advantage "
    "and the danger of climbing a rung; hotlines, notice of exercises and a mediator bring it down. Open "
    "conflict is a disaster for everybody.",
    "assessment": "What happened, one thing after another, the weightiest first, with the dice and what "
    "counted in them.",
    "debrief": "The exercise is over and everything may be known: the order you made and the scores in their "
    "parts, the moments that decided much, what each wanted and would have needed, promises beside deeds, "
    "and questions to talk about. Enter on a moment goes there in the record, and q comes back; on a power "
    "or an objective it says more; w asks why a number is what it is.",
    "why": "Every step that moved the number, with its cause and the causes behind it. What your power may "
    "not know stands in one line with its sum.",
    "advice": "What the doctrine of your power would do now, best first, and why. It knows no more than you.",
    "notice": "Something that reached your power alone. Where an answer is asked for, what you say has "
    "consequences; nobody else sees it unless it says so.",
    "message": "Tick whom your words are for: space does it. Words cost nothing and bind nobody. A promise "
    "does: it is kept on record, and breaking it costs trust and reputation. Before it is made you read it "
    "in a sentence, and confirm it.",
    "channels": "Everything that was said, by between whom: with one power, with several, or to all. Enter "
    "opens a channel, and what was said there counts as read; m writes to those in it. A message may carry a "
    "proposal or a promise, on the terms it had then.",
    "people": "Who is at which seat, and whether it thinks or is ready; your team, whose head commits while "
    "the others suggest; and a line to the facilitator that is no part of the exercise. The facilitator has "
    "the lines of all here, codes and the clock.",
    "power": "What your power knows of another one: its attributes, how it stands with you and with others, "
    "and its initiatives. Stand on a number and press w to be told why.",
    "curtain": (
        "Several persons share this keyboard. Look away until it is your turn. If nobody is here for this "
        "seat, u leaves it to the absence policy; h goes to another seat."
    ),
    "projector": "What everybody may see, for a screen that all look at; it follows by itself. Between the "
    "turns of teams it shows whose turn it is: Enter takes the keyboard.",
    "confirm": "Something that is done for good once you say so. The cursor begins on leaving it; ^s gives "
    "the answer it stands on, and nothing else does.",
    "glossary": "The words of the field: first those on the screen you came from, then all. A word that is "
    "underlined anywhere opens here when it is clicked; g opens the list from every screen.",
    "library": "Every scenario with its map: ● ranked powers, ○ minor ones, ≈ theatres. Enter sets an "
    "exercise up with it.",
    "charts": "How numbers went from the opening (0) over the rounds. Choose on the left what to compare; "
    "each line has its own dashes and its name where it ends. Enter goes to the lines, w asks why.",
    "learn": "A first exercise in which a guide explains one thing at a time, pages to read, and the words "
    "of the field.",
    "settings": "Colours, movement and sound. What you change holds at once and is kept on this machine. All "
    "colours can be done without: arrows, words and shades say the same.",
    "intent": (
        "A weighty decision: say what you want from it. Nobody else reads it before the debrief; esc leaves "
        "it unanswered."
    ),
    "replay": "A record, event by event. The line above has a part for each round and a mark for each "
    "turning point; click on it to go there. Choose whose eyes you see with: a seat is shown what it knew at "
    "that moment, and nothing of what lay ahead. Open a cause, a turning point or a note to go there; u goes "
    "back. Play on from any moment: that begins a new exercise, and the record stays as it is.",
    "saves": "Everything that is saved, finished or not. A replay shows any moment again, with any seat's "
    "eyes; it changes nothing.",
    "choose": "A question with a few answers.",
    "elsewhere": "The files in which this exercise was saved were removed or replaced, by hand or by a "
    "program that synchronises the folder. All of it is still here: name a folder, and it is written there.",
    "note": "A note is kept beside the record and pinned to one event. Notes written with a seat's eyes are "
    "shown to those eyes alone, and to all.",
    "causes": "Every step that moved the number up to this moment, as the seat could know it then. Enter "
    "goes to the event.",
    "basket": "What you commit yourself to this round, with its price, and what is left. What nobody else "
    "has acted on can be taken back until the phase ends. A draft is what you began to compose and did not "
    "send: it is kept even if the program is ended.",
    "reading": "A text to read. Esc goes back.",
    "pair": "Two powers: their numbers over the rounds, what would move the relationship, what binds them, "
    "what happened between them in play and before it, each with its source, and what you can do now. Of "
    "what your power may not know it is said that it is not known. Put the cursor on a number and press w.",
    "reply": "A proposal that waits for you: what it would cost you, its odds, and what it would bring. "
    "a, d and the arrows put the cursor on an answer, ^s gives it; c counters with other terms.",
}

KEY = 12
"""Columns of a key."""
MOVING = (
    ("↑ ↓ ← →", "Move within a list, a table or a form; scroll a text"),
    ("tab", "Go to the next part of the screen"),
    ("enter", "Open or choose what the cursor stands on; it commits you to nothing"),
)
BINDING = (
    "What commits you has keys of its own: ^s to begin, send, answer or seal, r to be ready, x to take back. "
    "A press that comes within half a second of a screen appearing, or from a key that is held down, does "
    "none of it."
)
MOUSE = (
    "Everything can be done with the mouse as well: a click chooses, a double click opens, and a click on a "
    "key at the foot does what the key does."
)


class HelpScreen(ModalScreen[None]):
    """Explains a screen.

    Args:
        screen_name: the screen's name in the table of actions.
    """

    NAME = "help"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("help")

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self._explained = screen_name

    def compose(self) -> ComposeResult:
        """What it is for, and the keys."""
        with Vertical(classes="over") as box:
            entitle(box, f"Help: {self._explained}")
            yield Search("HelpPage", "a key or a word", stands=False)
            yield HelpPage(self._explained)
        yield KeyBar("help")

    def on_mount(self) -> None:
        """Scroll with the arrow keys at once."""
        self.query_one(Page).focus()

    def on_key(self, event: Key) -> None:
        """Keys of a search, while there is one."""
        heed(self, event)

    def action_find(self) -> None:
        """Type to find a key or a word."""
        self.query_one(Search).begin()

    def action_back(self) -> None:
        """Back to the screen."""
        self.dismiss(None)


class HelpPage(Page):
    """The explanation, or what of it has the words typed.

    Args:
        screen_name: the screen's name in the table of actions.
    """

    def __init__(self, screen_name: str) -> None:
        super().__init__(lambda width: explained(screen_name, width))
        self._explained = screen_name

    def find(self, letters: str) -> None:
        """Show what has the words typed, or what is near."""
        self.show_text(lambda width: explained(self._explained, width, letters))

    def step(self, down: int) -> None:
        """Scroll."""
        self.scroll_relative(y=down, animate=False)

    @property
    def opens_found(self) -> bool:
        """There is nothing to open."""
        return False

    def open_found(self) -> None:
        """There is nothing to open: it is read."""


def explained(screen: str, width: int, letters: str = "") -> Content:
    """What a screen is for, and its keys, in two columns where there is room.

    Args:
        screen: its name in the table of actions.
        width: cells there are for a row.
        letters: what was typed to find something of it; empty: all of it.
    """
    if letters.strip():
        return _found(screen, width, letters)
    keys = _all_keys(screen)
    half = (len(keys) + 1) // 2
    about = ABOUT.get(screen, "The program in the terminal.")
    rows: list[Row] = [[line] for line in wrapped(about, width)]
    rows += [
        [],
        [formatting.heading("keys")],
        *rows_in_columns([_keys(keys[:half]), _keys(keys[half:])], width, 48),
    ]
    for closing in (BINDING, MOUSE):
        rows.append([])
        rows += [[line] for line in wrapped(closing, width)]
    return styled_lines(rows)


def _all_keys(screen: str) -> list[tuple[str, str]]:
    return [*((action.key_shown, action.tooltip) for action in actions_of(screen)), *MOVING]


def _found(screen: str, width: int, letters: str) -> Content:
    """The keys and paragraphs that have the words typed; else the keys that are near."""
    labels = {action.tooltip: action.label for action in actions_of(screen)}
    keys = _all_keys(screen)
    rows: list[Row] = []
    found = [
        (key, words) for key, words in keys if has_all(letters, f"{key} {words} {labels.get(words, '')}")
    ]
    texts = [text for text in (ABOUT.get(screen, ""), BINDING, MOUSE) if has_all(letters, text)]
    if not found and not texts:
        names = {f"{key} {labels.get(words, '')} {words}": (key, words) for key, words in keys}
        found = [names[name] for name in near(letters, names)]
        said = nothing_has(letters, is_near=bool(found))
        rows.extend([(line, "$warning")] for line in wrapped(said, width))
        rows.append([])
    rows += _keys(found)(width)
    for text in texts:
        if rows:
            rows.append([])
        rows += [[line] for line in wrapped(text, width)]
    return styled_lines(rows)


def _keys(keys: Sequence[tuple[str, str]]) -> Block:
    def block(width: int) -> list[Row]:
        rows: list[Row] = []
        for key, words in keys:
            first, *rest = wrapped(words, max(12, width - KEY))
            rows.append([(f"{fit_right(key, KEY - 2)}  ", "$accent bold"), first])
            rows += [[" " * KEY, line] for line in rest]
        return rows

    return block
