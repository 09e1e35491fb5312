"""Every command that a seat can give is written as a line, and the line is read as the same command."""

from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import IntentAsked, Offer, View
from multipolar.plain.acts import ACTS, line_of, read_act, split_line
from multipolar.plain.grammar import BY_NAME, WORDS
from multipolar.plain.naming import Names, Place
from multipolar.plain.terms import TERMS
from tests.properties.games import OCEAN, SOUND, game, worlds

HARD = (
    ", and so on", '"all of it"', "“all of it”", "'tis", 'say "no"', "we say no", "share=1", "a; b", "a, b",
    "promise=none", "all", '"', '""x""', "x;", ";x", "again", "public",
)  # fmt: skip
"""Texts that have something in them which means something in a line."""

WORDS_OF_A_PERSON = st.sampled_from(HARD) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")) | st.sampled_from(" ,;:=\"'“”«»"),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip() and bool(text))


@cache
def places() -> tuple[Place, ...]:
    """What seats know at moments of two whole exercises in which much has happened."""
    found = []
    for scenario, seed in ((SOUND, 3), (OCEAN, 2)):
        for number, world in enumerate(worlds(game(scenario, seed))):
            if number % 97 or not world.round:
                continue
            for seat in world.rules.ids[:4]:
                view, names = view_of(world, seat), Names()
                names.learn(view)
                found.append(Place(view, names))
    return tuple(found)


class Giver:
    """Gives commands of one seat, by chance."""

    def __init__(self, data: st.DataObject, view: View) -> None:
        self.data, self.view = data, view
        self.others = [power.id for power in view.powers if power.id != view.seat]

    def one(self, among: Any) -> Any:
        return self.data.draw(st.sampled_from(list(among)))

    def maybe(self, among: Any) -> Any:
        return self.one(["", *among])

    def powers(self, least: int, most: int) -> tuple[str, ...]:
        size = self.data.draw(st.integers(least, max(least, min(most, len(self.others)))))
        return tuple(self.data.draw(st.permutations(self.others))[:size])

    def text(self) -> str:
        return self.data.draw(WORDS_OF_A_PERSON)

    def number(self, most: int) -> int:
        return self.data.draw(st.integers(-most, most))

    def undertaking(self, by: str) -> c.Undertaking:
        moves = {offer.move for offer in self.view.offers} | {offer.category for offer in self.view.offers}
        kind, toward = self.one(("act", "restraint")), self.one(self.others)
        return c.Undertaking(by, kind, self.one(sorted(moves)), toward, self.data.draw(st.integers(1, 9)))

    def terms(self, offer: Offer) -> c.Terms:
        """Terms as the offer has them; where it leaves no choice, that one."""
        frameworks = [framework.id for framework in offer.frameworks]
        joint = offer.form == "joint"
        parties = [self.view.seat, *self.others]
        promised = st.lists(st.sampled_from(parties), max_size=3 if joint else 0)
        promises = tuple(self.undertaking(by) for by in self.data.draw(promised))
        return c.Terms(
            share=self.number(2) if joint else 0,
            payment=self.number(3) if joint else 0,
            safeguards=self.maybe(offer.safeguards),
            domain=self._chosen(offer.domains),
            theatre=self._chosen(offer.theatres),
            size=self.maybe(offer.sizes),
            duration=self.data.draw(st.integers(0, 6)),
            committed=self.data.draw(st.booleans()),
            agreement=self.maybe(agreement.id for agreement in self.view.agreements),
            framework=self._chosen(frameworks),
            resolution=self.maybe(offer.resolutions),
            about=self.maybe(self.others),
            rule=self.maybe(offer.rules),
            undertakings=promises,
        )

    def _chosen(self, among: Any) -> Any:
        return among[0] if len(among) == 1 else self.maybe(among)


def _of_offers(giver: Giver) -> c.AnyCommand | None:
    if not giver.view.offers:
        return None
    offer = giver.one(giver.view.offers)
    if offer.form == "joint":
        message = giver.one(("", giver.text()))
        return c.Propose(
            move=offer.move, partners=giver.powers(1, 4), terms=giver.terms(offer), message=message
        )
    return c.Order(move=offer.move, targets=giver.powers(0, 2), terms=giver.terms(offer))


def _of_initiatives(giver: Giver) -> c.AnyCommand | None:
    if not giver.view.initiatives:
        return None
    one = giver.one(giver.view.initiatives)
    given = {"initiative": one.id, "version": one.version}
    kind = giver.one((c.Accept, c.Decline, c.Counter, c.Withdraw))
    if kind is c.Decline:
        return c.Decline(**given, message=giver.one(("", giver.text())))
    if kind is c.Counter:
        offer = next((offer for offer in giver.view.offers if offer.move == one.move), None)
        terms = giver.terms(offer) if offer else one.terms
        return c.Counter(**given, terms=terms, message=giver.one(("", giver.text())))
    return kind(**given)  # type: ignore[no-any-return]


def _of_words(giver: Giver) -> c.AnyCommand | None:
    kind = giver.one(("say", "ask", "attach", "withdraw"))
    to = giver.powers(0, 3)
    if kind == "withdraw":
        written = [said.id for said in giver.view.messages if said.id]
        return c.WithdrawMessage(message=giver.one(written)) if written else None
    if kind == "ask":
        if not giver.view.offers:
            return None
        asks = giver.one(giver.view.offers).move
        return c.Say(text=giver.one(("", giver.text())), to=giver.powers(1, 1), asks=asks)
    if kind == "attach":
        about = [*giver.view.initiatives, *giver.view.pledges]
        if not about:
            return None
        return c.Say(text=giver.one(("", giver.text())), to=to, about=giver.one(about).id)
    return c.Say(text=giver.text(), to=to)


def _of_answers(giver: Giver) -> c.AnyCommand | None:
    view = giver.view
    kinds: list[c.AnyCommand] = []
    for notice in view.notices:
        kinds += [c.AnswerInject(inject=notice.id, option=option) for option, _ in notice.options]
    for resolution in view.resolutions:
        kinds += [c.Vote(resolution=resolution.id, vote=vote) for vote in ("yes", "no", "abstain")]
    for crisis in view.crises:
        for choice in crisis.choices:
            kinds += [
                c.Respond(crisis=crisis.id, choice=choice.id, backing=b) for b in choice.backing or ("",)
            ]
    for asked in view.asks:
        sure = giver.data.draw(st.integers(0, 100))
        expects = giver.one(("", giver.text()))
        kinds.append(c.StateIntent(about=asked.about, wants=giver.text(), expects=expects, sure=sure))
    return giver.one(kinds) if kinds else None


def _of_the_seat(giver: Giver) -> c.AnyCommand | None:
    yes = giver.data.draw(st.booleans())
    kinds: list[c.AnyCommand] = [c.Ready(ready=yes), c.Absence(away=yes)]
    if giver.view.offers:
        kinds.append(c.Promise(undertaking=giver.undertaking(giver.view.seat), public=yes))
    chosen: c.AnyCommand = giver.one(kinds)
    return chosen


GIVERS = (_of_offers, _of_initiatives, _of_words, _of_answers, _of_the_seat)


@pytest.mark.parametrize("give", GIVERS, ids=lambda give: give.__name__.removeprefix("_of_"))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_command_that_is_written_is_read_as_the_same(give: Any, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places()))
    command = give(Giver(data, place.view))
    if command is None:
        return
    line = line_of(command, place)
    assert line, command
    assert replace(read_act(*split_line(line), place), id="", moment="") == command, line


def test_intents_are_written_and_read_whatever_signs_are_in_them() -> None:
    place = next(place for place in places() if place.view.initiatives)
    about = place.view.initiatives[0].id
    asked = replace(place.view, asks=(IntentAsked(about=about, title=""),))
    place = Place(asked, place.names)
    for wants in ("a partner; at sea", 'a "partner"', '"all"', "a; 'b'", "«x»; y"):
        for expects in ("", "China; protests", '"no"'):
            command = c.StateIntent(about=about, wants=wants, expects=expects, sure=7)
            line = line_of(command, place)
            assert replace(read_act(*split_line(line), place), id="", moment="") == command, line


def test_every_field_of_the_terms_is_a_term() -> None:
    fields = {field for field in c.Terms.__struct_fields__ if field != "undertakings"}
    assert fields | {"promise"} == {term.name for term in TERMS}
    assert all(any(f"{term.name}=" in line for line in BY_NAME["propose"].more) for term in TERMS)


def test_every_act_is_a_line_of_the_manual_and_of_a_command() -> None:
    assert [word.usage for word in WORDS if word.name in {act.name for act in ACTS}] == [
        act.usage for act in ACTS
    ]
    # What only the facilitator gives is read in `facilitating`, `AssignSeat` in `session`.
    without = {c.ReadMessages, c.AssignSeat, c.Advance, c.Conclude, c.Pause, c.Resume, c.Extend}
    without |= set(get_args(c.AnyControl))
    assert {kind for act in ACTS for kind in act.types} == set(get_args(c.AnyCommand)) - without
