"""From a line to a command and back: what is understood, and how what is not is told."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Unreadable
from multipolar.domain.model import commands as c
from multipolar.plain.acts import line_of, read_act, split_line
from multipolar.plain.naming import Names, Place
from tests.plain.table import sit_down


@pytest.fixture
async def place() -> Place:
    session = await sit_down("IND")
    table = session.tables["IND"]
    await table.submit(c.Ready())
    names = Names()
    names.learn(table.view)
    return Place(table.view, names)


def read(line: str, place: Place) -> c.AnyCommand:
    return replace(read_act(*split_line(line), place), id="", moment="")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("propose hotline UTO", c.Propose(move="hotline", partners=("UTO",))),
        ("PROPOSE Hotline utopia", c.Propose(move="hotline", partners=("UTO",))),
        (
            "propose joint-exercise UTO, ERE domain=Air committed=yes share=-1 payment=+2",
            c.Propose(
                move="joint_exercise",
                partners=("UTO", "ERE"),
                terms=c.Terms(domain="air", committed=True, share=-1, payment=2),
            ),
        ),
        (
            "propose joint-exercise UTO domain=air size=Large",
            c.Propose(move="joint_exercise", partners=("UTO",), terms=c.Terms(domain="air", size="large")),
        ),
        (
            "propose intelligence_sharing UTO duration=3",
            c.Propose(move="intelligence_sharing", partners=("UTO",), terms=c.Terms(duration=3)),
        ),
        (
            'propose counter_piracy UTO say "We say: share=2 is fair."',
            c.Propose(
                move="counter_piracy",
                partners=("UTO",),
                terms=c.Terms(theatre="strait"),
                message="We say: share=2 is fair.",
            ),
        ),
        (
            "propose hotline UTO promise=restraint:coercion:UTO:4 promise=UTO:act:joint_exercise:IND:3",
            c.Propose(
                move="hotline",
                partners=("UTO",),
                terms=c.Terms(
                    undertakings=(
                        c.Undertaking("IND", "restraint", "coercion", "UTO", 4),
                        c.Undertaking("UTO", "act", "joint_exercise", "IND", 3),
                    )
                ),
            ),
        ),
        ("order modernise_forces", c.Order(move="modernise_forces")),
        ("order good_offices UTO ERE", c.Order(move="good_offices", targets=("UTO", "ERE"))),
        (
            "order suspend_cooperation UTO agreement=a1",
            c.Order(move="suspend_cooperation", targets=("UTO",), terms=c.Terms(agreement="{A1}")),
        ),
        ("accept p1", c.Accept(initiative="{P1}", version=1)),
        ("accept 1", c.Accept(initiative="{P1}", version=1)),
        ("accept utopia", c.Accept(initiative="{P1}", version=1)),
        (
            "decline P1 say Not now, friend.",
            c.Decline(initiative="{P1}", message="Not now, friend.", version=1),
        ),
        ("counter P1 share=1", c.Counter(initiative="{P1}", version=1, terms=c.Terms(share=1))),
        ("say all We don't mind", c.Say(text="We don't mind")),
        ("say UTO,ERE hello", c.Say(text="hello", to=("UTO", "ERE"))),
        (
            "promise act hotline ERE 3",
            c.Promise(undertaking=c.Undertaking("IND", "act", "hotline", "ERE", 3)),
        ),
        (
            "promise restraint coercion UTO 5 public",
            c.Promise(undertaking=c.Undertaking("IND", "restraint", "coercion", "UTO", 5), public=True),
        ),
        ("ready", c.Ready()),
        ("unready", c.Ready(ready=False)),
    ],
)
def test_a_line_is_understood_and_can_be_written_again(
    line: str, command: c.AnyCommand, place: Place
) -> None:
    found = read(line, place)
    assert found == _filled_in(command, place)
    assert read(line_of(found, place), place) == found


def _filled_in(command: c.AnyCommand, place: Place) -> c.AnyCommand:
    """Ids for the short names in braces, which differ from exercise to exercise."""
    if isinstance(command, c.Accept | c.Decline | c.Counter):
        return replace(command, initiative=place.view.initiatives[0].id)
    if isinstance(command, c.Order) and command.terms.agreement:
        return replace(command, terms=c.Terms(agreement=place.view.agreements[0].id))
    return command


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("propose", "found nothing after `propose`"),
        ("propose hotline", "found no power"),
        ("propose hotline UTA", "found `UTA`, expected a power: IND, UTO, ERE; did you mean `Utopia`?"),
        ("propose hotlin UTO", "did you mean `hotline`?"),
        ("propose hotline UTO colour=red", "found the term `colour`"),
        ("propose hotline UTO share=lots", "found `share=lots`, expected a whole number"),
        ("propose hotline UTO share=1 share=2", "found `share=` twice"),
        ("propose hotline UTO share=", "found `share=` without a value"),
        ("propose hotline UTO committed=maybe", "expected yes or no"),
        ("propose counter_piracy UTO theatre=strat", "did you mean `strait`?"),
        ("propose hotline UTO promise=act:hotline", "expected promise=KIND:MOVE:TOWARD:ROUND"),
        ("propose hotline UTO promise=vow:hotline:UTO:2", "found `vow`, expected act or restraint"),
        ("promise act hotline UTO soon", "found `soon`, expected the last round"),
        ("order modernise_forces say now", "an order goes to nobody"),
        ("accept", "found no words after `accept`"),
        ("accept P7", "found `P7`, expected a proposal such as P1; P1 to P1 are in `initiatives`"),
        ("accept ERE", "Erewhon has no proposals open to you"),
        ("counter P1 cheaper", "found `cheaper`, expected terms such as share=1"),
        ("say UTO", "expected `say POWER"),
        ("answer N1 yes", "found `N1`, expected a cable such as N1; there is none"),
        ("respond K1", "expected `respond K1 CHOICE [POWER]`"),
        ("ready now", "found `now` after `ready`"),
    ],
)
def test_what_is_not_understood_is_told_with_what_was_expected(line: str, message: str, place: Place) -> None:
    with pytest.raises(Unreadable, match=r".") as refused:
        read(line, place)
    assert refused.value.rule == "unreadable"
    assert message in refused.value.message


def test_every_command_has_an_id_of_its_own_and_the_phase_it_was_written_for(place: Place) -> None:
    first, second = (read_act("ready", "", place) for _ in range(2))
    assert first.id
    assert first.id != second.id
    assert first.moment == "1.deliberation"
