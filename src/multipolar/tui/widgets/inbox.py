"""The inbox: what waits for an answer first, then what was said."""

from collections.abc import Mapping, Sequence

from multipolar.cells import cells_in, fit, wrapped
from multipolar.domain.english import listed, lowered
from multipolar.domain.knowledge.waiting import lapses_now, waiting
from multipolar.domain.model.views import (
    InitiativeSeen,
    MessageSeen,
    NoticeSeen,
    Preview,
    ResolutionSeen,
    Seen,
    View,
)
from multipolar.domain.model.wording import initiative_terms, money_in_words
from multipolar.signs import quoted
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.formatting import SHADES, reaction_words
from multipolar.tui.widgets.panel import Panel, paragraph

MOST_MESSAGES = 30
"""Messages shown; older ones are read in the record."""


ONE_LINE = 56
"""Columns from which on an offer stands in one line; in less room its odds stand in a line of their own."""
INDENT = " " * 6
"""Before what stands under an offer."""
MOST_EFFECTS = 4
"""Numbers named under an offer."""
ODDS = 9
"""Columns of the odds: four cases of 36 each."""
OUTCOME_SHADES = ("bad", "quiet", "good", "good")
ALONE, LAST, NEW, ASKED, SAID = (
    "ONLY YOU DECIDE", "LAPSES AFTER THIS ROUND", "NEW", "ASKED OF YOU", "SAID AND HEARD",
)  # fmt: skip


_LEGEND = "pay: capital·resources; a cell of the odds: 4 of 36; ≠ countered; ◎ touches; r3! answer now"


def _signed(amount: int) -> str:
    return f"{amount:+d}" if amount else "0"


def _group(heading: str, lines: Sequence[Line]) -> list[Line]:
    """Lines under their heading; nothing where there are none."""
    head: list[Line] = [(Cell(heading, "head"),)]
    return [*head, *lines] if lines else []


def _opening(words: str, opens: Route, width: int) -> list[Line]:
    """A line that opens something; what does not fit goes on below it."""
    first, *more = wrapped(words, width, 2)
    return [
        (Cell(fit(first, width), "accent", opens=opens, hint=words, name=words.removeprefix("▸ ")),),
        *((Cell(f"  {fit(row, width - 2)}", "accent"),) for row in more),
    ]


def _odds(preview: Preview | None) -> tuple[Cell, ...]:
    """The odds in few cells; blank where they are not known."""
    if preview is None or not preview.chances:
        return (Cell(" " * ODDS),)
    ends = [round(sum(preview.chances[: place + 1]) * ODDS / 36) for place in range(4)]
    sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    return tuple(
        Cell(shade * size, style)
        for shade, size, style in zip(SHADES, sizes, OUTCOME_SHADES, strict=True)
        if size
    )


class Inbox(Panel):
    """Offers, cables and votes to answer as a compact list; then cables and messages heard."""

    def __init__(self, view: View, news: Sequence[Seen] = (), *, id: str) -> None:
        super().__init__(view, news, id=id)
        self._foreseen: Mapping[str, Preview] = {}

    def title_now(self) -> str:
        """How much waits for an answer."""
        count = waiting(self.view).count
        return f"INBOX · {count} to answer" if count else "INBOX"

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Draw what has changed; a new round begins at the first thing to decide."""
        is_new = view.round != self.view.round
        super().show_view(view, news)
        if is_new:
            self.action_jump(False)

    def foresee(self, foreseen: Mapping[str, Preview]) -> None:
        """Show what accepting would bring.

        Args:
            foreseen: id of a proposal to its preview.
        """
        if foreseen != self._foreseen:
            self._foreseen = foreseen
            self.recompose_lines()

    def _unread(self) -> str:
        """How much of what was said is unread in its channel, and how it is read; empty: nothing is."""
        unread = sum(channel.unread for channel in self.view.channels)
        return f" · {unread} unread: d" if unread else ""

    def compose_lines(self, width: int) -> list[Line]:
        """What waits, what nobody else can decide first; then what was said. An item's head opens it.

        What accepting brings stands under each offer where there is room for all of it.
        """
        height = 0 if self.is_searched else self.scrollable_content_region.height
        for detail in (2, 1):
            lines = self._composed(width, detail)
            if len(lines) <= height:
                return lines
        return self._composed(width, 0)

    def _composed(self, width: int, detail: int) -> list[Line]:
        """The lines with no detail of offers (0), with their terms (1), or with what they bring too (2)."""
        view = self.view
        found = waiting(view)
        alone = [
            *((f"▸ crisis  {one.title}", to.Crisis(one.id)) for one in found.crises),
            *((f"▸ {one.channel}  {one.title}", to.Notice(one.id)) for one in found.notices),
            *((f"▸ vote  {self._framework(one)}: {one.title}", to.Resolution(one.id))
              for one in found.resolutions),
        ]  # fmt: skip
        last = [one for one in found.proposals if lapses_now(view, one)]
        new = [one for one in found.proposals if one not in last]
        asked = [
            (f"▸ {one.by}  wishes for {lowered(one.title)}", to.Compose("joint", one.by))
            for one in found.requests
        ]
        lines = _group(ALONE, [line for words, opens in alone for line in _opening(words, opens, width)])
        lines += _group(LAST, [line for one in last for line in self._proposal(one, width, detail)])
        lines += _group(NEW, [line for one in new for line in self._proposal(one, width, detail)])
        lines += _group(ASKED, [line for words, opens in asked for line in _opening(words, opens, width)])
        if found.proposals and not self.is_searched:
            lines += paragraph(_LEGEND, width, "quiet")
        if said := self._said(width)[:-1]:
            lines += [*([EMPTY] if lines else []), *_group(SAID + self._unread(), said)]
        if not lines:
            return paragraph("Nothing yet. Proposals, cables and messages to you come here.", width, "quiet")
        return lines

    def _said(self, width: int) -> list[Line]:
        view = self.view
        told = [notice for notice in view.notices if not notice.options and notice.channel != "news"]
        lines = [line for notice in reversed(told) for line in self._notice(notice, width)]
        for said in list(reversed(view.messages))[:MOST_MESSAGES]:
            lines += self._message(said, width)
        return lines

    def _framework(self, resolution: ResolutionSeen) -> str:
        return next(
            (one.name for one in self.view.frameworks if one.id == resolution.framework), resolution.framework
        )

    def _proposal(self, initiative: InitiativeSeen, width: int, detail: int) -> list[Line]:
        """One offer: from whom, what, what it costs, by when; its odds, and which objective it touches."""
        view = self.view
        foreseen = self._foreseen.get(initiative.id)
        terms = initiative_terms(view, initiative)
        title = f"{initiative.title}{f' ({terms})' if terms else ''}"
        short = initiative.title
        countered = initiative.state == "countered" or initiative.version > 1
        pay = f"{initiative.my_cost[0]}·{initiative.my_cost[1]}"
        now = lapses_now(view, initiative)
        by = f"r{view.round}!" if now else f"r{initiative.tabled + 1} "
        touches = f"◎ {', '.join(foreseen.touches)}" if foreseen and foreseen.touches else ""
        hint = f"{view.name(initiative.proposer)}: {title}; you give {money_in_words(*initiative.my_cost)}"
        opens = to.Initiative(initiative.id)
        verb = "≠ " if countered else ""
        head = f"▸ {fit(initiative.proposer, 4)}"
        odds = _odds(foreseen)
        if width < ONE_LINE:
            room = width - cells_in(head) - cells_in(f" {by}")
            rest = width - cells_in(head) - cells_in(f"{pay} ") - ODDS - 1
            first, *more = wrapped(f"{verb}{short}", room, 2)
            # What an objective is called has a row of its own where there are rows enough.
            is_low = not self.is_attached or self.screen.has_class("-low")
            is_below = cells_in(touches) > rest and not is_low
            return [
                (
                    Cell(head, "accent", opens=opens, hint=hint, name=title),
                    Cell(fit(first, room), "strong"),
                    Cell(f" {by}", "warn" if by.endswith("!") else "quiet"),
                ),
                *((Cell(" " * cells_in(head)), Cell(row, "strong")) for row in more),
                (
                    Cell(" " * cells_in(head)),
                    Cell(f"{pay} "),
                    *odds,
                    Cell(" "),
                    Cell("" if is_below else fit(touches, rest), "accent"),
                ),
                *(paragraph(touches, width, "accent", INDENT, 2) if is_below else []),
                *self._detail(initiative, foreseen, width, detail),
            ]
        room = width - cells_in(head) - ODDS - cells_in(f" {pay}    {by}")
        # Objectives stand beside the title where both fit, else below it.
        is_beside = cells_in(f"{verb}{short}{touches}") < room
        wide = cells_in(touches) if is_beside else 0
        span = room - wide
        shown = title if cells_in(f"{verb}{title}") <= span else short
        return [
            (
                Cell(head, "accent", opens=opens, hint=hint, name=title),
                Cell(fit(f"{verb}{shown}", span), "strong"),
                Cell(f" {pay} "),
                *odds,
                Cell(" "),
                Cell(fit(touches, wide), "accent"),
                Cell(" "),
                Cell(by, "warn" if by.endswith("!") else "quiet"),
            ),
            *([] if is_beside else paragraph(touches, width, "accent", INDENT, 1)),
            *self._detail(initiative, foreseen, width, detail),
        ]

    def _detail(
        self, initiative: InitiativeSeen, foreseen: Preview | None, width: int, detail: int
    ) -> list[Line]:
        """What stands under an offer: its terms and words; what it may move, and who would mind."""
        view = self.view
        lines: list[Line] = []
        if not detail:
            return lines
        terms = initiative_terms(view, initiative)
        if terms:
            lines += paragraph(terms, width, "quiet", INDENT)
        if initiative.message:
            lines += paragraph(quoted(initiative.message), width, "quiet", INDENT)
        if detail > 1 and foreseen is not None:
            theirs = [
                f"{view.name(power)} gives {money_in_words(capital, resources)}"
                for power, capital, resources in foreseen.costs
                if power != view.seat
            ]
            moves = [
                f"{effect.text} {_signed(least)} to {_signed(most)}"
                if least != most
                else f"{effect.text} {_signed(most)}"
                for effect in foreseen.effects[:MOST_EFFECTS]
                for least, most in [(min(effect.by), max(effect.by))]
            ]
            minds = [reaction_words(view, one) for one in foreseen.reactions]
            for told in (theirs, moves, minds):
                if told:
                    lines += paragraph("; ".join(told), width, "", INDENT)
        return [*lines, EMPTY]

    def _notice(self, notice: NoticeSeen, width: int) -> list[Line]:
        head = f"· {notice.channel.capitalize()}: {notice.title}"
        lines: list[Line] = [
            (Cell(fit(head, width), opens=to.Notice(notice.id), hint=notice.title, name=notice.title),)
        ]
        if notice.answered:
            lines += paragraph(f"you answered: {notice.answered}", width, "quiet", "  ", 2)
        return [*lines, EMPTY]

    def _message(self, said: MessageSeen, width: int) -> list[Line]:
        view = self.view
        place = view.messages.index(said)
        whom = (
            "all"
            if not said.to
            else listed(["you" if to == view.seat else view.called(to) for to in said.to])
        )
        by = "You" if said.by == view.seat else view.name(said.by)
        after = f" (round {said.round})"
        if own := "not read yet (x)" if said.on_its_way else "taken back unread" if said.withdrawn else "":
            after = f": {own}"
        head = f"· {by} → {whom}{after}"
        return [
            (Cell(fit(head, width), "", opens=to.Message(place), hint=said.words, name=head.strip("· ")),),
            *paragraph(said.words, width, "quiet", "  ", 4),
            EMPTY,
        ]
