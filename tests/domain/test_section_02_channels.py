"""Rulebook §2: who talks with whom, what of it is unread, and what goes with a message."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import decode, encode
from multipolar.domain.model.views import ChannelSeen
from multipolar.domain.possible import Impossible, follow
from tests.domain.sound import Play

PERSONS = {"AAA": "person", "BBB": "person", "CCC": "person"}


def persons() -> Play:
    return Play(seats=dict(PERSONS)).to_deliberation()


def channels(play: Play, seat: str) -> dict[str, ChannelSeen]:
    return {channel.id: channel for channel in view_of(play.world, seat).channels}


def test_what_is_said_between_the_same_powers_stands_in_one_channel_the_latest_first() -> None:
    play = persons()
    play.do("AAA", c.Say(text="To you.", to=("BBB",)))
    play.do("AAA", c.Say(text="To you both.", to=("CCC", "BBB")))
    play.do("BBB", c.ReadMessages())
    play.do("BBB", c.Say(text="And back.", to=("AAA",)))
    play.do("BBB", c.Say(text="To all."))
    seen = channels(play, "BBB")
    assert list(seen) == ["all", "AAA-BBB", "AAA-BBB-CCC"]
    assert [channel.members for channel in seen.values()] == [(), ("AAA", "BBB"), ("AAA", "BBB", "CCC")]
    assert seen["AAA-BBB"].messages == (0, 2)
    assert list(channels(play, "DDD")) == list(channels(play, "observer")) == ["all"]
    assert list(channels(play, "CCC")) == ["all"]
    assert set(channels(play, "control")) == {"all", "AAA-BBB", "AAA-BBB-CCC"}


def test_what_others_said_is_unread_until_the_channel_is_opened_and_nobody_is_told() -> None:
    play = persons()
    play.do("AAA", c.Say(text="One.", to=("BBB",)))
    play.do("AAA", c.Say(text="Two."))
    play.do("BBB", c.ReadMessages())
    assert {key: channel.unread for key, channel in channels(play, "BBB").items()} == {"all": 1, "AAA-BBB": 1}
    assert {channel.unread for channel in channels(play, "AAA").values()} == {0}
    (event,) = play.do("BBB", c.ReadMessages(channel="AAA-BBB"))
    assert (event.audience, decode(encode(event))) == (("BBB",), event)
    assert {key: channel.unread for key, channel in channels(play, "BBB").items()} == {"all": 1, "AAA-BBB": 0}
    assert play.do("BBB", c.ReadMessages(channel="AAA-BBB")) == ()
    play.do("AAA", c.Say(text="Three.", to=("BBB",)))
    play.do("BBB", c.ReadMessages())
    assert channels(play, "BBB")["AAA-BBB"].unread == 1


@pytest.mark.parametrize("channel", ["AAA-CCC", "nothing", "AAA", "all"])
def test_who_opens_a_channel_of_others_or_none_has_read_nothing(channel: str) -> None:
    play = persons()
    play.do("AAA", c.Say(text="Not for you.", to=("CCC",)))
    play.do("CCC", c.ReadMessages())
    assert play.do("BBB", c.ReadMessages(channel=channel)) == ()


def test_a_record_in_which_somebody_reads_what_it_never_heard_is_impossible() -> None:
    play = persons()
    play.do("AAA", c.Say(text="One.", to=("BBB",)))
    (_, read) = play.do("BBB", c.ReadMessages(channel="AAA-BBB"))
    assert isinstance(read, e.ChannelRead)
    for wrong in (
        replace(read, seq=read.seq + 1, actor="CCC", audience=("CCC",)),
        replace(read, seq=read.seq + 1, audience=("*",)),
        replace(read, seq=read.seq + 1, through=1),
        replace(read, seq=read.seq + 1, channel="all"),
    ):
        with pytest.raises(Impossible):
            follow(play.world, wrong)


def tabled(play: Play) -> str:
    play.do("AAA", c.Propose(move="summit", partners=("BBB",)))
    return next(iter(play.world.initiatives))


def test_a_proposal_goes_with_a_message_on_the_terms_of_then() -> None:
    play = persons()
    key = tabled(play)
    play.do("BBB", c.Say(text="About this.", to=("AAA",), about=key))
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=1)))
    (said,) = view_of(play.world, "BBB").messages
    assert said.attached is not None
    assert (said.attached.id, said.attached.version, said.attached.terms) == (key, 1, c.Terms())
    assert said.attached.parties == ("AAA", "BBB")
    assert play.world.initiatives[key].terms == c.Terms(payment=1)


def test_a_promise_goes_to_those_who_were_given_it() -> None:
    play = persons()
    given = c.Undertaking("AAA", "restraint", "coercion", "BBB", 2)
    play.do("AAA", c.Promise(undertaking=given))
    (key,) = play.world.pledges
    play.do("AAA", c.Say(text="As I said.", to=("BBB",), about=key))
    (said,) = view_of(play.world, "AAA").messages
    assert said.attached is not None
    assert said.attached.undertaking == given
    for author, to in (("AAA", ("CCC",)), ("AAA", ()), ("CCC", ("AAA",))):
        with pytest.raises(Illegal):
            play.do(author, c.Say(text="As was said.", to=to, about=key))


@pytest.mark.parametrize(("author", "to"), [("AAA", ("CCC",)), ("AAA", ()), ("CCC", ("AAA",)), ("CCC", ())])
def test_terms_stay_between_those_they_bind(author: str, to: tuple[str, ...]) -> None:
    play = persons()
    key = tabled(play)
    with pytest.raises(Illegal) as refused:
        play.do(author, c.Say(text="Look at this.", to=to, about=key))
    nothing = "5.CCC.summit.AAA"
    if author == "CCC":
        with pytest.raises(Illegal) as unknown:
            play.do(author, c.Say(text="Look at this.", to=to, about=nothing))
        assert str(unknown.value).replace(nothing, key) == str(refused.value)


def test_nobody_finds_out_an_order_against_it_by_attaching_it() -> None:
    play = persons()
    play.do("AAA", c.Order(move="covert_collection", targets=("BBB",)))
    (key,) = play.world.initiatives
    said = []
    for about in (key, key.replace("AAA", "CCC")):
        for author, to in (("BBB", ("AAA",)), ("AAA", ("BBB",))):
            with pytest.raises(Illegal) as refused:
                play.do(author, c.Say(text="What is this?", to=to, about=about))
            said.append(str(refused.value).replace(about, ""))
    assert len(set(said)) == 1


def test_a_record_in_which_other_terms_go_with_a_message_is_impossible() -> None:
    play = persons()
    key = tabled(play)
    (sent,) = play.do("AAA", c.Say(text="This.", to=("BBB",), about=key))
    assert isinstance(sent, e.MessageSent)
    assert isinstance(sent.attached, c.Attachment)
    for wrong in (
        replace(sent.attached, terms=c.Terms(payment=1)),
        replace(sent.attached, id="nothing"),
        replace(sent.attached, undertaking=c.Undertaking("AAA", "act", "summit", "BBB", 1)),
    ):
        with pytest.raises(Impossible):
            follow(play.world, replace(sent, seq=sent.seq + 1, attached=wrong))


def test_a_message_without_anything_is_written_as_it_ever_was() -> None:
    play = persons()
    (sent,) = play.do("AAA", c.Say(text="Hello.", to=("BBB",)))
    assert b"attached" not in encode(sent)
