"""The pages of a seat: what each shows, from the seat's view and with the words of the plain front end."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

import msgspec

from multipolar.domain.english import counted, first, possessive
from multipolar.domain.knowledge.channels import attachable, others_in
from multipolar.domain.knowledge.waiting import left_open, waiting
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import ChannelSeen, CrisisSeen, Offer, Preview, View
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.phases.deliberation import LONGEST_TEXT
from multipolar.engine.clock import ClockRead
from multipolar.plain.acts import line_of
from multipolar.plain.asking import answer, news_lines, preview_lines
from multipolar.plain.beside import presence_line
from multipolar.plain.naming import Names, Place
from multipolar.plain.seat_queries import (
    asked_line,
    attached_line,
    channel_name,
    message_state,
    position,
    proposal_lines,
)
from multipolar.plain.wording import brings_line, chances_line, money_line
from multipolar.plain.world_queries import crisis_lines, initiative_line, resolution_line
from multipolar.server.page import choosing
from multipolar.server.page.choosing import Chosen, Form, one, proposal_of, response_options
from multipolar.server.page.html import NOTHING, Html, choices, hidden, listed, many, tag, text, void
from multipolar.table.port import HelpLine, Presence, Suggestion, Table, Teammate, read_by

_OVER = ("debrief",)
_LATER = ("", "Later", "nothing is sent for this")
_VOTES = (("yes", "Yes", ""), ("no", "No", ""), ("abstain", "Abstain", ""))
_STYLE = "/page.css"
_SCRIPT = "/page.js"


class Where(NamedTuple):
    """Where a page is shown: to whom, and what stands around it.

    Attributes:
        base: address of the seat's pages, without a slash at the end.
        form_token: what makes a form this page's own.
        person: the person's name.
        presence: who is at which seat.
        now: when it was made.
        state: changes when there is something new.
        clock: what the clock shows; None where none runs.
        suggested: what was suggested in this seat and phase.
        commits: whether this person commits for the seat.
        help: notes of the facilitator that are unread.
        team: who shares the seat.
        unread: what this person has not read, by channel; None: as the seat has.
        hosts: addresses of other hosts at which the exercise is served too.
    """

    base: str
    form_token: str
    person: str
    presence: tuple[Presence, ...]
    now: datetime
    state: str
    clock: ClockRead | None = None
    suggested: tuple[Suggestion, ...] = ()
    commits: bool = True
    help: int = 0
    team: tuple[Teammate, ...] = ()
    unread: dict[str, int] | None = None
    hosts: tuple[str, ...] = ()


class Note(NamedTuple):
    """Something said at the head of a page."""

    said: str
    is_wrong: bool = False


def page(title: str, body: Html, head: Html = NOTHING, nav: Html = NOTHING, foot: Html = NOTHING) -> str:
    """A whole page."""
    meta = many(
        (
            void("meta", charset="utf-8"),
            void("meta", name="viewport", content="width=device-width, initial-scale=1"),
            void("meta", name="color-scheme", content="light dark"),
            void("link", rel="stylesheet", href=_STYLE),
            tag("title", title),
            tag("script", src=_SCRIPT, defer=True),
        )
    )
    skip = tag("a", "Skip to the content", class_="skip", href="#main")
    main = tag("main", body, id="main", tabindex="-1")
    whole = tag("html", tag("head", meta), tag("body", skip, head, nav, main, foot), lang="en")
    return f"<!doctype html>{whole}\n"


class SeatPages:
    """The pages of one seat, at one moment.

    Args:
        table: of the seat.
        where: to whom they are shown.
    """

    def __init__(self, table: Table, where: Where) -> None:
        self.table = table
        self.where = where
        self.view: View = read_by(table.view, where.unread)
        self.place = Place(self.view, Names())
        self.place.names.learn(self.view)

    # --- what stands around every page ---

    def whole(self, name: str, heading: str, *parts: Html, notes: Sequence[Note] = ()) -> str:
        """One of the seat's pages."""
        view = self.view
        who = f" · {self.where.person}" if self.where.person else ""
        clock = tag("span", self.where.clock.words, id="clock") if self.where.clock else NOTHING
        head = tag(
            "header",
            tag("p", tag("strong", view.name(view.seat)), f"{who} · {view.title}"),
            tag("p", f"{position(self.place)} · " if clock else position(self.place), clock),
            class_="top",
        )
        said = [
            tag("p", note.said, class_="note err", role="alert")
            if note.is_wrong
            else tag("p", note.said, class_="note", role="status")
            for note in notes
        ]
        body = many((tag("h1", heading), *said, *self._told(name), *parts))
        count = waiting(view).count
        title = f"{f'{count} to answer · ' if count else ''}{heading} · {view.name(view.seat)}"
        screens = tag("a", "The screens instead", class_="to", href=f"{self.where.base}/screens")
        return page(title, body, head, self._nav(name, count), tag("footer", tag("p", screens)))

    def _nav(self, name: str, count: int) -> Html:
        unread = sum(channel.unread for channel in self.view.channels)
        tabs = [("asked", f"Asked {count}" if count else "Asked")]
        if self.view.phase not in _OVER:
            tabs += [("deal", "Deal")]
        else:
            tabs += [("debrief", "Debrief")]
        tabs += [
            ("talk", f"Talk {unread}" if unread else "Talk"),
            ("world", "World"),
            ("news", "News"),
            ("brief", "Brief"),
            ("help", f"Help {self.where.help}" if self.where.help else "Help"),
        ]
        links = [
            tag(
                "li",
                tag(
                    "a", label, href=f"{self.where.base}/{key}", aria_current="page" if key == name else None
                ),
            )
            for key, label in tabs
        ]
        return tag("nav", tag("ul", *links), class_="tabs", aria_label="Pages")

    def _told(self, name: str) -> list[Html]:
        look = tag("a", "Look for news", class_="to", href=f"{self.where.base}/{name}")
        return [
            tag("p", f"As of {self.where.now:%H:%M:%S}. ", look, class_="q"),
            tag(
                "p",
                "Something has changed. ",
                tag("a", "Show it", href=f"{self.where.base}/{name}"),
                class_="note",
                role="status",
                id="news",
                hidden=True,
                data_state=self.where.state,
                data_at=f"{self.where.base}/state",
            ),
            tag(
                "p",
                "Connection lost. What you write stays on this page; it is tried again.",
                also_at(self.where.hosts, f"{self.where.base}/{name}"),
                class_="note err",
                role="alert",
                id="lost",
                hidden=True,
            ),
            tag(
                "p",
                "There is something new in what your team suggests. ",
                tag("a", "Look at it", href=f"{self.where.base}/asked#suggested"),
                class_="note",
                role="status",
                id="team-news",
                hidden=True,
                data_state=suggested_state(self.where.suggested),
            ),
        ]

    def form(self, action: str, *parts: Html, method: str = "post") -> Html:
        """A form of this page's own."""
        own = [hidden("form", self.where.form_token)] if method == "post" else []
        return tag("form", *own, *parts, method=method, action=f"{self.where.base}/{action}")

    async def words(self, *questions: str) -> Html:
        """Answers of the plain front end, each under its heading."""
        parts: list[Html] = []
        for question in questions:
            told = await answer(question, "", self.place, self.table)
            parts += [tag("h2", question.capitalize()), tag("p", told.message), listed(told.lines)]
        return many(parts)

    # --- the pages ---

    async def asked(self, notes: Sequence[Note] = ()) -> str:
        """What is asked of the seat, to be marked."""
        view, found = self.view, waiting(self.view)
        if view.phase in _OVER:
            return await self.debrief(notes)
        parts = [tag("p", f"You have {money_line(view)}.")] if view.brief and view.round else []
        marks = [self._crisis(crisis) for crisis in found.crises]
        for notice in found.notices:
            options = [_LATER, *((key, title, brings_line(notice, key)) for key, title in notice.options)]
            legend = f"{notice.channel.capitalize()}: {notice.title}"
            marks.append(choices(f"n:{notice.id}", text(legend), options, tag("p", notice.text)))
        marks += [
            choices(
                f"v:{resolution.id}",
                text(resolution.title),
                [_LATER, *_VOTES],
                tag("p", resolution_line(resolution, self.place)),
            )
            for resolution in found.resolutions
        ]
        marks += [await self._proposal(key) for key in [proposal.id for proposal in found.proposals]]
        if found.requests:
            asks = [
                tag(
                    "li",
                    f"{view.name(request.by)} asks you to propose ",
                    tag(
                        "a",
                        request.title,
                        class_="to",
                        href=f"{self.where.base}/deal?move={request.move}&partner={request.by}",
                    ),
                )
                for request in found.requests
            ]
            marks.append(tag("ul", *asks))
        marks += [
            choices(
                f"w:{mine.id}",
                text(f"Yours: {mine.title}"),
                [("", "Let it stand", ""), ("back", "Take it back", "")],
                tag("p", initiative_line(mine, self.place)),
            )
            for mine in choosing.own(view)
        ]
        heading = f"Asked of you: {found.count}" if found.count else "Nothing is asked of you"
        if marks:
            look = tag("button", "Look over your answers", class_="main")
            said = tag("p", "Nothing is sent yet. The next page says each answer in a sentence.", class_="q")
            parts.append(self.form("look", *marks, look, said))
        parts.append(
            tag("section", self.suggestions(), id="suggested", data_at=f"{self.where.base}/suggested")
        )
        parts += self._ready()
        parts += [tag("p", asked_line(one, self.place)) for one in view.asks]
        parts.append(self._line())
        return self.whole("asked", heading, *parts, notes=notes)

    def suggestions(self) -> Html:
        """What teammates suggest; who commits takes it up or sets it aside, with a word."""
        if not self.where.suggested:
            return NOTHING
        items = []
        for each in self.where.suggested:
            said = f"{each.by or 'Somebody'}: {line_of(each.command, self.place)}"
            why = [tag("small", each.reason)] if each.reason else []
            if each.state == "aside":
                why.append(tag("small", f"Set aside{f': {each.word}' if each.word else ''}"))
            elif self.where.commits:
                number, field = str(each.number), f"word-{each.number}"
                why.append(self.form("take", hidden("number", number), tag("button", "Look it over")))
                why.append(
                    self.form(
                        "aside",
                        hidden("number", number),
                        tag("label", "No, because (optional)", class_="f", for_=field),
                        void("input", type="text", id=field, name="word", maxlength=LONGEST_TEXT),
                        tag("button", "Set it aside"),
                    )
                )
            items.append(tag("li", said, *why))
        return many((tag("h2", "Suggested in your team"), tag("ul", *items)))

    def help(self, line: HelpLine, notes: Sequence[Note] = ()) -> str:
        """The line to the facilitator."""
        told = []
        for note in line.notes:
            who = "You" if note.asked else "Facilitator"
            read = ("" if note.read else ", not read yet") if note.asked else ""
            mark = ", read" if note.asked and note.read else read
            at = datetime.fromisoformat(note.at)
            told.append(tag("li", tag("strong", f"{who}, {at:%H:%M}{mark}"), tag("p", note.text)))
        about = tag(
            "p", "Between you and the facilitator alone; it is no part of the exercise's record.", class_="q"
        )
        write = self.form(
            "help",
            hidden("id", uuid4().hex),
            tag("label", "Ask the facilitator", class_="f", for_="text"),
            tag("textarea", "", id="text", name="text", rows=3, maxlength=LONGEST_TEXT, required=True),
            tag("button", "Send", class_="main"),
        )
        return self.whole("help", "Help line", about, tag("ol", *told, class_="messages"), write, notes=notes)

    def _ready(self) -> list[Html]:
        if self.view.phase == "crisis":
            return []
        if self.view.ready:
            return [tag("p", "You are ready; the others are not yet. What you do now still counts.")]
        if not self.view.asked:
            return []
        button = tag("button", "I am done with this phase")
        return [self.form("look", hidden("ready", "1"), button)]

    def _crisis(self, crisis: CrisisSeen) -> Html:
        options = [_LATER]
        for choice in crisis.choices:
            cost = money_in_words(*choice.cost) if any(choice.cost) else "free"
            small = f"not possible: {choice.blocked}" if choice.blocked else f"{cost} · {choice.explanation}"
            if not choice.blocked:
                options += [(value, label, small) for value, label in response_options(choice, self.view)]
        lines = crisis_lines(crisis, self.place)
        about = many((tag("p", crisis.text), tag("details", tag("summary", "All about it"), listed(lines))))
        return choices(f"k:{crisis.id}", text(f"{crisis.title}: your answer, in secret"), options, about)

    async def _proposal(self, key: str) -> Html:
        initiative = next(one for one in self.view.initiatives if one.id == key)
        preview = await self.table.preview(
            c.Accept(moment=self.view.moment, initiative=key, version=initiative.version)
        )
        lines = [line for line in proposal_lines(initiative, self.place) if line]
        odds = [f"If you accept: {chances_line(preview)}."] if preview.chances else []
        about = many(
            (
                listed([*lines, *odds]),
                tag(
                    "details",
                    tag("summary", "What it brings, and who minds"),
                    listed(preview_lines(preview, self.place)),
                ),
            )
        )
        legend = f"{self.view.name(initiative.proposer)}: {initiative.title}"
        options = [
            _LATER,
            ("accept", "Accept", money_in_words(*initiative.my_cost)),
            ("decline", "Decline", "free"),
        ]
        return choices(f"p:{initiative.id}:{initiative.version}", text(legend), options, about)

    def _line(self) -> Html:
        field = void("input", type="text", id="line", name="line", maxlength=4000, autocomplete="off")
        about = (
            "Anything the program understands: counter P1 size large; promise IND no coercion until 3; help."
        )
        return tag(
            "details",
            tag("summary", "Counter, promise, ask: write it as a line"),
            self.form(
                "line",
                tag("label", "A line", class_="f", for_="line"),
                field,
                tag("p", about, class_="q"),
                tag("button", "Look it over"),
            ),
        )

    async def look(self, found: Sequence[Chosen], notes: Sequence[Note] = ()) -> str:
        """What was marked, each in a sentence, before it is sent."""
        view = self.view
        if not found:
            return await self.asked([Note("Nothing was marked, and nothing was sent.")])
        previews = await self.table.previews([each.command for each in found])
        items = [
            tag("li", each.sentence, *self._foreseen(preview))
            for each, preview in zip(found, previews, strict=True)
        ]
        left: list[Html] = []
        if any(isinstance(each.command, c.Ready) for each in found):
            open_ones = left_open(view, await self.table.drafts())
            if open_ones:
                left = [tag("p", "You leave open:"), listed([each.text for each in open_ones])]
        sent = [hidden("command", _encoded(each.command)) for each in found]
        said = [hidden("sentence", each.sentence) for each in found]
        label = f"Send for {view.name(view.seat)}" if self.where.commits else "Suggest it to the head"
        parts = self.form("send", *sent, *said, tag("button", label, class_="main"))
        back = tag("a", "Back; send nothing", class_="go", href=f"{self.where.base}/asked")
        heading = "Send this?" if len(found) == 1 else f"Send these {len(found)}?"
        return self.whole("look", heading, tag("ol", *items), *left, parts, back, notes=notes)

    def _foreseen(self, preview: Preview) -> list[Html]:
        if preview.rule:
            return [tag("p", tag("strong", f"Refused as things stand: {preview.message}"), class_="note err")]
        lines = [f"{chances_line(preview)}."] if preview.chances else []
        lines += preview_lines(preview, self.place)
        return [listed(lines)]

    async def deal(self, form: Form, notes: Sequence[Note] = ()) -> str:
        """A move, its partners and its terms, with the odds as they stand."""
        view = self.view
        open_ones = [offer for offer in view.offers if not offer.blocked]
        if not open_ones:
            said = tag("p", "No move can be made in this phase.")
            return self.whole("deal", "Deal", said, notes=notes)
        offer = next((each for each in open_ones if each.move == one(form, "move")), None)
        if offer is None:
            links = [
                tag(
                    "li",
                    tag("a", each.title, class_="to", href=f"{self.where.base}/deal?move={each.move}"),
                    tag("small", each.summary),
                )
                for each in open_ones
            ]
            return self.whole("deal", "Which move?", tag("ul", *links), notes=notes)
        fields = [hidden("move", offer.move), tag("p", offer.summary), self._partners(offer, form)]
        fields += self._terms(offer, form)
        proposed = proposal_of(form, offer, view)
        odds: list[Html] = []
        if proposed is not None:
            preview = await self.table.preview(proposed.command)
            odds = [
                tag(
                    "section",
                    tag("h2", "As the terms stand"),
                    tag("p", proposed.sentence),
                    *self._foreseen(preview),
                    role="status",
                )
            ]
        again = tag("button", "Work out the odds")
        look = tag("button", "Look it over", class_="main", name="look", value="1")
        change = tag("p", tag("a", "Another move", class_="to", href=f"{self.where.base}/deal"))
        shown = self.form("deal", *fields, again, look, method="get")
        nothing = tag("p", "Nothing is sent yet.", class_="q")
        return self.whole("deal", offer.title, change, *odds, shown, nothing, notes=notes)

    def _partners(self, offer: Offer, form: Form) -> Html:
        if not offer.most:
            return NOTHING
        marked = set(form.get("partner", ()))
        several = offer.most > 1
        boxes = []
        for partner in offer.partners:
            box = void(
                "input",
                type="checkbox" if several else "radio",
                name="partner",
                value=partner.power,
                checked=partner.power in marked,
            )
            why = [tag("small", f"not now: {partner.blocked}")] if partner.blocked else []
            boxes.append(tag("label", box, tag("span", self.view.name(partner.power), *why)))
        some = f"{offer.fewest} to {offer.most}" if offer.most > offer.fewest else str(offer.most)
        legend = f"{'Toward' if offer.form == 'order' else 'With'} {some}"
        return tag("fieldset", tag("legend", legend), tag("div", *boxes, class_="pick"))

    def _terms(self, offer: Offer, form: Form) -> list[Html]:
        view = self.view
        framework = next((each for each in offer.frameworks if each.id == one(form, "framework")), None)
        domains = framework.domains if framework and framework.domains else offer.domains
        rules = framework.rules if framework and framework.rules else offer.rules
        named = {agreement.id: agreement.title for agreement in view.agreements}
        kinds: list[tuple[str, str, list[tuple[str, str]]]] = [
            ("framework", "Framework", [(each.id, each.name) for each in offer.frameworks]),
            ("domain", "Domain", [(each, each) for each in domains]),
            ("theatre", "Where", [(each, view.place(each)) for each in offer.theatres]),
            ("size", "Size", [(each, each) for each in offer.sizes]),
            ("safeguards", "Safeguards", [(each, each) for each in offer.safeguards]),
            ("agreement", "Agreement", [(each, named.get(each, each)) for each in offer.agreements]),
            ("resolution", "Resolution", [(each, each) for each in offer.resolutions]),
            ("rule", "Decides by", [(each, each.replace("_", " ")) for each in rules]),
        ]
        if offer.payable:
            paid = [("0", "nobody pays")]
            most_paid = range(1, view.limits.payment + 1)
            paid += [(str(n), f"you pay {money_in_words(0, n)}") for n in most_paid]
            paid += [(str(-n), f"you are paid {money_in_words(0, n)}") for n in most_paid]
            kinds.append(("payment", "Payment", paid))
        fewest, most = offer.durations
        if most:
            kinds.append(
                (
                    "duration",
                    "For how long",
                    [
                        ("0", "as usual"),
                        *((str(n), counted(n, "round")) for n in range(fewest, most + 1)),
                    ],
                )
            )
        if offer.committable:
            kinds.append(("committed", "Extra resources", [("0", "none"), ("1", "committed: better odds")]))
        fields = [self._select(name, label, options, one(form, name)) for name, label, options in kinds]
        if offer.form != "order":
            fields += [
                tag("label", "Message with it (optional)", class_="f", for_="say"),
                tag("textarea", one(form, "say"), id="say", name="say", rows=2, maxlength=LONGEST_TEXT),
            ]
        return fields

    @staticmethod
    def _select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Html:
        if not options:
            return NOTHING
        if name == "size" and not chosen:
            chosen = "standard"
        shown = [tag("option", said, value=value, selected=value == chosen) for value, said in options]
        return many((tag("label", label, class_="f", for_=name), tag("select", *shown, id=name, name=name)))

    async def talk(self, form: Form, notes: Sequence[Note] = ()) -> str:
        """Channels, and what was said in the one that is open; it counts as read then."""
        view, key = self.view, one(form, "channel")
        channel = next((each for each in view.channels if each.id == key), None)
        if channel is None:
            return self.whole("talk", "Talk", *self._channels(), self._new_channel(), notes=notes)
        told = []
        for message in (view.messages[number] for number in channel.messages[-60:]):
            attached = message.attached
            with_it = [tag("p", f"With it: {attached_line(attached, self.place)}")] if attached else []
            who = "You" if message.by == view.seat else view.name(message.by)
            head = tag("strong", f"{who}, round {message.round}{message_state(message)}")
            told.append(tag("li", head, tag("p", message.words), *with_it))
        back = tag("p", tag("a", "All channels", class_="to", href=f"{self.where.base}/talk"))
        to = others_in(channel, view)
        if view.brief is None or (to and view.seat not in channel.members):
            return self.whole("talk", self._called(channel), back, tag("ol", *told, class_="messages"))
        options = [("", "nothing"), *attachable(view, to)]
        write = self.form(
            "say",
            hidden("id", uuid4().hex),
            hidden("channel", key),
            *(hidden("to", power) for power in to),
            tag("label", f"Message to {self._called(channel)}", class_="f", for_="say"),
            tag("textarea", "", id="say", name="text", rows=3, maxlength=LONGEST_TEXT),
            self._select("about", "With it goes", options if len(options) > 1 else [], ""),
            tag("button", "Send" if self.where.commits else "Suggest it to the head", class_="main"),
        )
        kept = tag("p", "Recorded. Who is addressed reads it, and the facilitator.", class_="q")
        listed_ = tag("ol", *told, class_="messages")
        return self.whole("talk", self._called(channel), back, listed_, write, kept, notes=notes)

    def _called(self, channel: ChannelSeen) -> str:
        return first(channel_name(channel, self.view))

    def _channels(self) -> list[Html]:
        """Between whom something was said, each with what is unread."""
        links = [
            tag(
                "li",
                tag(
                    "a",
                    f"{self._called(channel)}{f' ({channel.unread} unread)' if channel.unread else ''}",
                    class_="to",
                    href=f"{self.where.base}/talk?channel={channel.id}",
                ),
                tag("small", self._last_said(channel)),
            )
            for channel in self.view.channels
        ]
        return [tag("ul", *links) if links else tag("p", "Nobody has said anything yet.")]

    def _last_said(self, channel: ChannelSeen) -> str:
        last = self.view.messages[channel.messages[-1]]
        who = "You" if last.by == self.view.seat else self.view.name(last.by)
        return f"{who}, round {last.round}: {last.words[:120]}"

    def _new_channel(self) -> Html:
        view = self.view
        if view.brief is None:
            return NOTHING
        boxes = [
            tag("label", void("input", type="checkbox", name="to", value=power.id), tag("span", power.name))
            for power in view.powers
            if power.id != view.seat
        ]
        kept = tag("p", "Recorded. Who is addressed reads it, and the facilitator.", class_="q")
        return self.form(
            "say",
            hidden("id", uuid4().hex),
            tag("fieldset", tag("legend", "To (nobody marked: to all)"), tag("div", *boxes, class_="pick")),
            tag("label", "Message", class_="f", for_="say"),
            tag("textarea", "", id="say", name="text", rows=3, maxlength=LONGEST_TEXT, required=True),
            tag("button", "Send" if self.where.commits else "Suggest it to the head", class_="main"),
            kept,
        )

    async def world(self) -> str:
        """How everybody stands."""
        here = [presence_line(seen, self.view) for seen in self.where.presence]
        who = many((tag("h2", "Who is here"), tag("div", listed(here), id="presence"), *self._team()))
        questions = ("relations", "threats", "frameworks", "initiatives", "agreements", "crises", "scores")
        return self.whole("world", "The world", who, await self.words(*questions))

    def _team(self) -> list[Html]:
        """Who shares the seat, who of them is head, and how the headship passes on."""
        team = self.where.team
        if not team:
            return []
        lines = [
            # Before the colon, which no name holds: so nobody makes it up by theirs.
            f"{'Head of delegation' if mate.leads else 'Member'}"
            f"{', you' if mate.name == self.where.person else ''}{'' if mate.here else ', away'}: "
            f"{mate.name or 'without a name'}"
            for mate in team
        ]
        others = [mate for mate in team if not mate.leads]
        parts: list[Html] = [tag("h2", "Your team"), listed(lines)]
        if self.where.commits and others:
            options = [(mate.name, mate.name or "Somebody without a name") for mate in others if mate.name]
            chosen = self._select("name", "Pass the headship on to", options, "")
            parts.append(self.form("lead", chosen, tag("button", "Pass it on")))
        elif not self.where.commits:
            parts.append(self.form("lead", tag("button", "Take over as head, if the head has left")))
        return parts

    async def news(self) -> str:
        """What happened, the latest round first."""
        seen = await self.table.record()
        parts: list[Html] = []
        for number in sorted({each.round for each in seen}, reverse=True)[:3]:
            lines = [line for each in seen if each.round == number for line in news_lines(each)]
            parts += [tag("h2", f"Round {number}" if number else "Before round 1"), listed(lines)]
        return self.whole("news", "News", *parts)

    async def brief(self) -> str:
        """The role: what everybody knows first, then what is one's own."""
        view, brief = self.view, self.view.brief
        parts = [tag("h2", view.title), *_paragraphs(view.story), tag("p", view.disclaimer, class_="q")]
        if brief:
            parts = [
                tag("p", brief.role),
                tag("h2", "What you want"),
                listed(brief.interests),
                tag("h2", "What you bring, and what binds you"),
                tag("p", brief.brings),
                tag("p", brief.constraints),
                tag("h2", "Whom to talk to first"),
                listed([f"{view.name(power)}: {about}" for power, about in brief.talk_first]),
                await self.words("objectives"),
                *parts,
            ]
        return self.whole("brief", f"{possessive(view.name(view.seat))} brief", *parts)

    async def debrief(self, notes: Sequence[Note] = ()) -> str:
        """What came of it."""
        if self.view.phase not in _OVER:
            return await self.asked(notes)
        told = await answer("debrief", "", self.place, self.table)
        return self.whole(
            "debrief", "What came of it", tag("p", told.message), listed(told.lines), notes=notes
        )

    async def said(self, heading: str, lines: Sequence[str]) -> str:
        """An answer to a line."""
        return self.whole("asked", heading, listed(lines))


def suggested_state(suggested: Sequence[Suggestion]) -> str:
    """What changes when something is suggested, taken up or set aside."""
    return " ".join(f"{each.number}:{each.state}" for each in suggested)


def also_at(hosts: Sequence[str], path: str) -> Html:
    """Where the exercise is served too, for somebody whose host does not answer; script keeps it up.

    Args:
        hosts: addresses of other hosts.
        path: of the page there.
    """
    links = many(many((" ", tag("a", host, class_="to", href=f"{host}{path}"))) for host in hosts)
    said = " The table is open at another host too, by your code:"
    return tag("span", said, tag("span", links, id="hosts", data_path=path), id="also", hidden=not hosts)


def _paragraphs(story: str) -> list[Html]:
    """A story as paragraphs."""
    return [tag("p", line.strip()) for line in story.splitlines() if line.strip()]


def _encoded(command: c.AnyCommand) -> str:
    return msgspec.json.encode(command).decode()
