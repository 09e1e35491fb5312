"""Assessment: what happened this round, told as news, the weightiest first, one thing after another."""

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from multipolar.domain.views import Seen, View
from multipolar.tui.actions import bindings
from multipolar.tui.widgets import told
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

LEAST_WEIGHT = 3
"""News of less weight stands in the list at the end, not on a page of its own."""
PAGES = 8


class AssessmentScreen(Screen[None]):
    """Tells a round.

    Args:
        view: what the seat knows now.
        news: what it saw happen.
    """

    NAME = "assessment"
    CSS_PATH = "assessment.tcss"
    BINDINGS = bindings("assessment")

    def __init__(self, view: View, news: tuple[Seen, ...]) -> None:
        super().__init__()
        self.view = view
        self._news = news
        self._at = 0
        self._pages = _pages(view, news)

    def compose(self) -> ComposeResult:
        """One page, and how far one is."""
        yield Static("", id="head", markup=False)
        yield Page()
        yield KeyBar("assessment")

    def on_mount(self) -> None:
        """Begin with the weightiest."""
        self.query_one(Page).focus()
        self._show()

    def _show(self) -> None:
        place = f"{self._at + 1} of {len(self._pages)}"
        self.query_one("#head", Static).update(f"What happened · {self.view.title} · {place}")
        self.query_one(Page).show_text(self._pages[self._at])

    def action_next(self) -> None:
        """The next thing; after the last one, on."""
        if self._at + 1 < len(self._pages):
            self._at += 1
            self._show()
        else:
            self.dismiss(None)

    def action_previous(self) -> None:
        """The thing before."""
        if self._at:
            self._at -= 1
            self._show()

    def action_back(self) -> None:
        """Skip the rest."""
        self.dismiss(None)


def _pages(view: View, news: tuple[Seen, ...]) -> list[Content]:
    """A page for each weighty event with what followed from it, then one with all the rest."""
    heavy = sorted(
        (seen for seen in news if seen.weight >= LEAST_WEIGHT), key=lambda seen: (-seen.weight, seen.number)
    )[:PAGES]
    pages = [_page(view, seen, news) for seen in heavy]
    return [*pages, _summary(view, news)]


def _page(view: View, seen: Seen, news: tuple[Seen, ...]) -> Content:
    who = ", ".join(view.name(power) for power in seen.powers)
    rows: list[told.Piece | list[told.Piece]] = [
        [(f"Round {seen.round} · {seen.phase}", "$quiet"), (f" · {who}" if who else "", "$quiet")],
        "",
        told.news(seen),
        "",
    ]
    followed = [change for other in news if other.cause == seen.number for change in other.changes]
    changes = [*seen.changes, *followed]
    if changes:
        rows.append(told.heading("what it moved"))
        rows += [[told.signed(change.amount), f"  {_title(view, change.target)}"] for change in changes]
    led_to = [other for other in news if other.cause == seen.number and other.weight]
    if led_to:
        rows += ["", told.heading("what followed")]
        rows += [[f"· {other.text}"] for other in led_to]
    return told.lines(rows)


def _summary(view: View, news: tuple[Seen, ...]) -> Content:
    rows: list[told.Piece | list[told.Piece]] = [[("All that happened", "bold")], ""]
    told_once = [seen for seen in news if seen.weight]
    if not told_once:
        rows.append("Nothing that your power could see.")
    for seen in told_once:
        mark = "●" if seen.weight >= 6 else "•" if seen.weight >= 4 else "·"
        rows.append([(f"{mark} ", "$accent"), seen.text])
    rows += ["", told.heading("where it stands")]
    before = view.past[-2] if len(view.past) > 1 else view.opening
    for name in ("peace", "resilience", "transparency", "inclusion", "equity", "balance"):
        target = f"index({name})"
        now = view.numbers[target]
        rows.append([f"{name:<14}{now:>4}  ", told.signed(now - before.get(target, now))])
    whole = view.numbers["architecture(all)"]
    rows.append(
        [(f"{'architecture':<14}{whole:>4}  ", "bold"), told.signed(whole - before["architecture(all)"])]
    )
    if view.standing is not None:
        own = view.standing
        parts = f"objectives {own.objectives}, position {own.position}, reputation {own.reputation}"
        rows += ["", [("Your score: ", "bold"), f"national {own.national} ({parts})"]]
    return told.lines(rows)


def _title(view: View, target: str) -> str:
    key, _, rest = target.partition("(")
    names = [view.name(name) for name in rest.rstrip(")").split(",")]
    match key:
        case "trust" | "dependence" | "grievance" | "insight":
            return f"{names[0]}: {key} toward {names[-1]}"
        case "tension" | "interoperability" | "relationship":
            return f"{key} of {names[0]} and {names[-1]}"
        case "index" | "architecture":
            return f"{key} {names[0]}"
        case _:
            return f"{key} of {', '.join(names)}"
