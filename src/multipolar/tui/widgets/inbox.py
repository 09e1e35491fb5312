"""The inbox: what waits for an answer first, then what was said."""

from multipolar.cells import cells_in, fit
from multipolar.domain.views import InitiativeSeen, MessageSeen, NoticeSeen, RequestSeen, ResolutionSeen
from multipolar.domain.waiting import waiting
from multipolar.signs import quoted
from multipolar.tui.widgets.drawing import price, terms_of
from multipolar.tui.widgets.panel import Panel, paragraph
from multipolar.tui.widgets.sheet import EMPTY, Cell, Line

MOST_MESSAGES = 30
"""Messages shown; older ones are read in the record."""


def _in_rows(answers: tuple[Cell, ...], width: int) -> list[Line]:
    """Answers side by side, on as many lines as they need."""
    lines: list[Line] = []
    row: list[Cell] = []
    for answer in answers:
        if row and sum(cells_in(cell.text) for cell in row) + 1 + cells_in(answer.text) > width:
            lines.append(tuple(row))
            row = []
        row += [Cell(" " if row else "  "), answer]
    return [*lines, tuple(row)]


class Inbox(Panel):
    """Proposals and notices to answer, cables, messages."""

    def title_now(self) -> str:
        """How much waits for an answer."""
        count = waiting(self.view).count
        return f"INBOX · {count} to answer" if count else "INBOX"

    def compose_lines(self, width: int) -> list[Line]:
        """Each item a few lines; its first opens it."""
        view = self.view
        found = waiting(view)
        lines: list[Line] = []
        for crisis in found.crises:
            head = Cell(fit(f"▸ Crisis: {crisis.title}", width), "accent", opens=f"crisis {crisis.id}")
            lines += [(head,), EMPTY]
        for notice in found.notices:
            lines += self._notice(notice, width)
        for resolution in found.resolutions:
            lines += self._resolution(resolution, width)
        for proposal in found.proposals:
            lines += self._proposal(proposal, width)
        for request in found.requests:
            lines += self._request(request, width)
        told = [notice for notice in view.notices if not notice.options and notice.channel != "news"]
        for notice in reversed(told):
            lines += self._notice(notice, width)
        for said in list(reversed(view.messages))[:MOST_MESSAGES]:
            lines += self._message(said, width)
        if not lines:
            return paragraph("Nothing yet. Proposals, cables and messages to you come here.", width, "quiet")
        return lines[:-1]

    def _proposal(self, found: InitiativeSeen, width: int) -> list[Line]:
        view = self.view
        verb = "counters" if found.state == "countered" or found.version > 1 else "proposes"
        who = view.name(found.proposer)
        terms = terms_of(view, found.terms)
        lines: list[Line] = [
            (Cell(fit(f"▸ {who} {verb}:", width), "accent", opens=f"initiative {found.id}"),),
            *paragraph(found.title + (f" ({terms})" if terms else ""), width, "strong", "  "),
        ]
        lines += paragraph(f"you give {price(found.my_cost)}", width, "", "  ")
        if found.message:
            lines += paragraph(quoted(found.message), width, "quiet", "  ", 3)
        answers = (
            Cell("[accept]", "good", opens=f"do accept {found.id}", hint="Accept these terms"),
            Cell("[counter]", "warn", opens=f"do counter {found.id}", hint="Answer with other terms"),
            Cell("[decline]", "bad", opens=f"do decline {found.id}", hint="Turn it down"),
        )
        return [*lines, *_in_rows(answers, width), EMPTY]

    def _request(self, found: RequestSeen, width: int) -> list[Line]:
        head = f"▸ {self.view.name(found.by)} asks you to propose:"
        return [
            (Cell(fit(head, width), "accent", opens=f"propose {found.by}"),),
            *paragraph(found.title, width, "strong", "  "),
            EMPTY,
        ]

    def _resolution(self, found: ResolutionSeen, width: int) -> list[Line]:
        view = self.view
        name = next((f.name for f in view.frameworks if f.id == found.framework), found.framework)
        head = Cell(fit(f"▸ Vote: {name}", width), "accent", opens=f"resolution {found.id}", hint=found.title)
        votes = tuple(
            Cell(f"[{vote}]", style, opens=f"do vote {found.id} {vote}", hint=hint)
            for vote, style, hint in (
                ("yes", "good", "Look at it, then vote for it"),
                ("no", "bad", "Look at it, then vote against it"),
                ("abstain", "warn", "Look at it, then abstain"),
            )
        )
        return [
            (head,),
            *paragraph(f"{found.title}, tabled by {view.name(found.by)}", width, "strong", "  "),
            *paragraph(f"needs {found.needed}", width, "quiet", "  "),
            *_in_rows(votes, width),
            EMPTY,
        ]

    def _notice(self, notice: NoticeSeen, width: int) -> list[Line]:
        mark = "▸" if notice.options else "·"
        head = f"{mark} {notice.channel.capitalize()}: {notice.title}"
        style = "accent" if notice.options else ""
        lines: list[Line] = [(Cell(fit(head, width), style, opens=f"notice {notice.id}", hint=notice.title),)]
        if notice.options:
            lines += paragraph(notice.text, width, "quiet", "  ", 3)
            lines += [
                (
                    Cell("  "),
                    Cell(fit(f"[{title}]", width - 2), "warn", opens=f"do answer {notice.id} {option}"),
                )
                for option, title in notice.options
            ]
        elif notice.answered:
            lines += paragraph(f"you answered: {notice.answered}", width, "quiet", "  ", 1)
        return [*lines, EMPTY]

    def _message(self, said: MessageSeen, width: int) -> list[Line]:
        view = self.view
        place = view.messages.index(said)
        whom = (
            "all" if not said.to else ", ".join("you" if to == view.seat else view.name(to) for to in said.to)
        )
        by = "You" if said.by == view.seat else view.name(said.by)
        head = f"· {by} → {whom} (round {said.round})"
        return [
            (Cell(fit(head, width), "", opens=f"message {place}"),),
            *paragraph(said.words, width, "quiet", "  ", 4),
            EMPTY,
        ]
