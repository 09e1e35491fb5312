"""What a seat is shown is so: to whom it may, every field tells the truth; to others, nothing (§12).

The other tests of secrecy hold two exercises against each other. These hold what is shown against the
world, and what is said to be open against what is then accepted.
"""

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

import pytest
from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics.crises.coups import holds_of
from multipolar.domain.mechanics.crises.crisis_choices import calm_of
from multipolar.domain.mechanics.frameworks import needed
from multipolar.domain.mechanics.origins import facts_of, precedents_of, sources_of_agreements
from multipolar.domain.model import commands as c
from multipolar.domain.model import views as v
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.records import Crisis, Initiative
from multipolar.domain.model.wording import averted_in_words, title_of
from multipolar.domain.model.world import World, with_initiative
from multipolar.domain.vocabulary import CONTROL, EVERYONE, OBSERVER, Phase, Stage
from multipolar.engine.host import Host
from tests.domain.sound import SOUND
from tests.secrecy.knowledge import POWERS, begun
from tests.secrecy.pairs import SEATS, moments

EYES = (*SEATS, CONTROL)
Seen = TypeVar("Seen", bound=Struct)
OVER = (Phase.DEBRIEF,)
OF_THE_ACT = ("domain", "theatre", "size", "framework", "resolution", "about", "rule")
"""The terms of an act that whoever knows of it is told."""


@cache
def seen(number: int, seat: str) -> v.View:
    """One of the moments as a seat sees it."""
    _, host = moments()[number]
    return host.view(seat)


def looks() -> Iterator[tuple[str, Host, str, v.View]]:
    """Every moment as each seat sees it."""
    for number, (name, host) in enumerate(moments()):
        for seat in EYES:
            yield name, host, seat, seen(number, seat)


def as_it_is(kind: type[Seen], truth: Struct, **besides: object) -> Seen:
    """What is seen of a thing, each field as it truly is but for those that are given."""
    return kind(
        **{
            field: besides[field] if field in besides else _plain(getattr(truth, field))
            for field in kind.__struct_fields__
        }
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def title(world: World, move: str) -> str:
    """What a move is called; nothing where none is named."""
    return world.rules.moves[move].title if move else ""


# --- Initiatives -----------------------------------------------------------------------------


def is_inside(world: World, seat: str, found: Initiative) -> bool:
    """Whether a seat is party to an initiative; the target of a covert act is not."""
    if seat in (CONTROL, found.initiator):
        return True
    return seat in found.partners and world.rules.moves[found.move].visibility != "covert"


def initiative(world: World, seat: str, found: Initiative, shown: v.InitiativeSeen) -> v.InitiativeSeen:
    """What a seat should be shown of an initiative it knows of, but for what it may do about it now."""
    move = world.rules.moves[found.move]
    over = world.phase in OVER
    inside = is_inside(world, seat, found)
    word = found.outcome.word if found.outcome is not None else ""
    paid = [(capital, resources) for power, capital, resources in found.spent if power == seat]
    is_open = world.phase == "deliberation" and found.state in ("tabled", "countered")
    whole = as_it_is(
        v.InitiativeSeen,
        found,
        title=move.title,
        category=move.category,
        outcome=word,
        inside=inside,
        open_to_me=shown.open_to_me,
        mine=shown.mine,
        my_cost=shown.my_cost,
        spent=paid[0] if paid else (0, 0),
        # Of versions that were put forward a seat is shown its own, and that only to compare it.
        put=found.put.get(seat) if is_open and found.proposer != seat else None,
    )
    if inside:
        return whole
    return replace(
        whole,
        terms=found.terms if over else c.Terms(**{name: getattr(found.terms, name) for name in OF_THE_ACT}),
        version=1,
        proposer=found.initiator,
        accepted=(),
        tabled=found.begun,
        message="",
        outcome=word if over or move.visibility == "public" else "",
    )


def test_of_an_initiative_its_parties_are_shown_all_and_others_that_it_is_there() -> None:
    told = hidden = 0
    for name, host, seat, view in looks():
        for shown in view.initiatives:
            truth = host.world.initiatives[shown.id]
            assert shown == initiative(host.world, seat, truth, shown), (name, seat)
            told += shown.inside and bool(shown.message) and shown.terms != c.Terms()
            hidden += not shown.inside and bool(truth.message)
    assert told
    assert hidden


@pytest.mark.parametrize("term", [*OF_THE_ACT, "safeguards"])
def test_whoever_knows_of_an_act_is_told_each_term_of_it_and_none_of_the_bargain(term: str) -> None:
    outsiders = 0
    for _, host, seat, view in looks():
        world = host.world
        for shown in view.initiatives:
            if shown.inside or seat == CONTROL or world.phase in OVER:
                continue
            found = world.initiatives[shown.id]
            altered = replace(found, terms=replace(found.terms, **{term: "large"}))
            other = view_of(with_initiative(world, altered), seat)
            [now] = [one for one in other.initiatives if one.id == found.id]
            assert getattr(now.terms, term) == ("large" if term in OF_THE_ACT else ""), term
            outsiders += 1
            break
        if outsiders > 3:
            return
    raise AssertionError("nobody looked on")


def test_a_seat_is_shown_the_initiatives_it_knows_of_in_the_order_they_were_begun() -> None:
    for name, host, seat, view in looks():
        everything = seat == CONTROL or host.world.phase in OVER
        assert [shown.id for shown in view.initiatives] == [
            key
            for _, key, known in sorted(
                (found.begun, found.id, found.known) for found in host.world.initiatives.values()
            )
            if everything or known == EVERYONE or seat in known
        ], (name, seat)


def carried_out(host: Host, seat: str, command: c.AnyCommand) -> World | None:
    """The world after a command; None when it is refused."""
    try:
        events = decide(host.world, seat, command, host.dice)
    except Refused:
        return None
    world = host.world
    for event in events:
        world = evolve(world, event)
    return world


def powers_looking() -> Iterator[tuple[str, Host, str, v.View]]:
    """Every moment as each power sees it."""
    return ((name, host, seat, view) for name, host, seat, view in looks() if seat in POWERS)


def test_what_is_said_to_be_open_to_a_seat_is_and_costs_what_is_said() -> None:
    paid = set()
    for name, host, seat, view in powers_looking():
        for shown in view.initiatives:
            declined = carried_out(host, seat, c.Decline(initiative=shown.id))
            assert shown.open_to_me == (declined is not None), (name, seat, shown.id)
            accepted = carried_out(host, seat, c.Accept(initiative=shown.id, version=shown.version))
            if not shown.open_to_me:
                assert shown.my_cost == (0, 0)
            elif accepted is not None:
                before = [host.world.number(f"{kind}({seat})") for kind in ("capital", "resources")]
                after = [accepted.number(f"{kind}({seat})") for kind in ("capital", "resources")]
                cost = tuple(had - has for had, has in zip(before, after, strict=True))
                assert shown.my_cost == cost, (name, seat, shown.id)
                paid.add(cost)
    assert len(paid) > 2


def test_what_is_said_to_be_a_seats_to_take_back_is_and_nothing_else() -> None:
    mine = 0
    for name, host, seat, view in powers_looking():
        for shown in view.initiatives:
            withdrawn = carried_out(host, seat, c.Withdraw(initiative=shown.id))
            assert shown.mine == (withdrawn is not None), (name, seat, shown.id)
            mine += shown.mine
    assert mine > 5


# --- Resolutions and frameworks --------------------------------------------------------------


def test_a_resolution_is_shown_as_it_is_and_its_votes_once_they_are_counted() -> None:
    counted = sealed = 0
    for name, host, seat, view in looks():
        world = host.world
        assert [shown.id for shown in view.resolutions] == list(world.resolutions)
        for shown in view.resolutions:
            truth = world.resolutions[shown.id]
            framework = world.frameworks.get(truth.framework)  # it may have been dissolved since
            assert shown == as_it_is(
                v.ResolutionSeen,
                truth,
                title=shown.title,
                needed=needed(world, framework) if framework else "",
                votes=truth.votes if truth.decided else (),
                open_to_me=shown.open_to_me,
                voted=dict(truth.votes).get(seat, "") if seat in POWERS else "",
            ), (name, seat)
            assert shown.title
            counted += bool(shown.votes)
            sealed += bool(truth.votes) and not shown.votes
    assert counted
    assert sealed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "mandate", "domain": "land"}, "mandate for land operations"),
        ({"kind": "admit", "about": "CCC"}, "admission of {about}"),
        ({"kind": "condemn", "about": "BBB"}, "condemnation of {about}"),
        ({"kind": "code"}, "code of conduct among the members"),
        ({"kind": "rule", "rule": "two_thirds"}, "decision by two thirds"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_a_resolution_is_named_by_what_it_is_about(fields: dict[str, str], words: str) -> None:
    host = next(host for _, host, _, view in looks() if view.resolutions)
    world = host.world
    first = replace(
        next(iter(world.resolutions.values())), **{"about": "", "domain": "", "rule": "", **fields}
    )
    view = view_of(replace(world, resolutions={**world.resolutions, first.id: first}), SEATS[0])
    [shown] = [one for one in view.resolutions if one.id == first.id]
    about = fields.get("about", "")
    assert shown.title == words.format(about=world.rules.called(about) if about else "")


def test_a_vote_is_open_to_a_seat_where_it_is_said_to_be_and_nowhere_else() -> None:
    for name, host, seat, view in powers_looking():
        for shown in view.resolutions:
            vote = "no" if shown.voted == "yes" else "yes"
            voted = carried_out(host, seat, c.Vote(resolution=shown.id, vote=vote))
            assert shown.open_to_me == (voted is not None), (name, seat, shown.id)
    assert any(shown.open_to_me for *_, view in powers_looking() for shown in view.resolutions)
    for *_, seat, view in looks():
        assert seat in POWERS or not any(shown.open_to_me for shown in view.resolutions)


def test_frameworks_and_agreements_are_shown_to_all_as_they_are() -> None:
    for name, host, seat, view in looks():
        world = host.world
        assert view.frameworks == tuple(
            as_it_is(v.FrameworkSeen, found, paralysed=shown.paralysed, open_to=())
            for found, shown in zip(world.frameworks.values(), view.frameworks, strict=True)
        ), (name, seat)
        kinds = world.rules.agreements
        standing = sources_of_agreements(world.rules)
        assert view.agreements == tuple(
            as_it_is(
                v.AgreementSeen,
                found,
                title=found.title or kinds[found.type].title,
                group=kinds[found.type].group,
                year=standing[found.id].year if found.id in standing else 0,
                source=standing[found.id].source if found.id in standing else "",
            )
            for found in world.agreements.values()
        ), (name, seat)


# --- Crises ----------------------------------------------------------------------------------


def calming(world: World, crisis: Crisis) -> tuple[ModifierRead, ...]:
    """What calms or heats a confrontation, or holds a government up, as long as it is open."""
    template = world.rules.crises[crisis.template]
    if crisis.kind == "confrontation" and crisis.is_open:
        a, b = crisis.parties[:2]
        return calm_of(world, a, b, crisis.stage, "", domain=template.domain)
    return holds_of(world, crisis) if template.overthrows and crisis.is_open else ()


def test_a_crisis_is_shown_as_it_is_with_the_seats_own_response_alone() -> None:
    sealed = read = calmed = 0
    for name, host, seat, view in looks():
        world = host.world
        assert [shown.id for shown in view.crises] == list(world.crises)
        for shown in view.crises:
            truth = world.crises[shown.id]
            template = world.rules.crises[truth.template]
            answer = [choice for power, choice, _ in truth.responses if power == seat]
            assert shown == as_it_is(
                v.CrisisSeen,
                truth,
                title=template.title,
                text=averted_in_words(truth.text) if truth.reached is Stage.WARNING else truth.text,
                precedents=precedents_of(world.rules, truth.template, truth.parties, truth.theatre),
                stakes=template.stakes,
                exchanges=world.rules.base.settle.exchanges,
                severity=world.number(f"severity({truth.id})"),
                choices=shown.choices,
                chosen=answer[0] if answer else "",
                calm=shown.calm,
                estimates=shown.estimates,
            ), (name, seat)
            assert shown.calm == calming(world, truth), (name, shown.id)
            sealed += bool(answer)
            read += bool(shown.revealed)
            calmed += bool(shown.calm)
    assert sealed
    assert read
    assert calmed


def test_a_seat_is_asked_where_it_may_answer_and_a_choice_that_is_not_blocked_is_accepted() -> None:
    chosen = blocked = 0
    for name, host, seat, view in powers_looking():
        for shown in view.crises:
            for choice in shown.choices:
                backing = choice.backing[0] if choice.backing else ""
                answer = c.Respond(crisis=shown.id, choice=choice.id, backing=backing)
                world = carried_out(host, seat, answer)
                assert (world is None) == bool(choice.blocked), (name, seat, choice)
                chosen += not choice.blocked
                blocked += bool(choice.blocked)
            if not shown.choices:
                assert carried_out(host, seat, c.Respond(crisis=shown.id, choice="hold")) is None
                assert carried_out(host, seat, c.Respond(crisis=shown.id, choice="stay_out")) is None
    assert chosen > 20
    assert blocked
    for *_, seat, view in looks():
        assert seat in POWERS or not any(shown.choices for shown in view.crises)


# --- Words -----------------------------------------------------------------------------------


def with_it(world: World, attached: c.Attachment) -> v.AttachedSeen:
    return v.AttachedSeen(
        attached.id, title(world, attached.move), attached.parties, attached.version, attached.terms,
        attached.undertaking,
    )  # fmt: skip


def test_promises_messages_and_requests_reach_those_they_are_for() -> None:
    asked = 0
    for name, host, seat, view in looks():
        world = host.world
        everything = seat == CONTROL
        assert view.pledges == tuple(
            as_it_is(v.PledgeSeen, found)
            for found in sorted(world.pledges.values(), key=lambda found: (found.made, found.id))
            if everything or found.known == EVERYONE or seat in found.known
        ), (name, seat)
        assert view.messages == tuple(
            as_it_is(
                v.MessageSeen,
                found,
                asks=title(world, found.asks),
                id=found.id if seat == found.by else "",
                on_its_way=seat == found.by and found.known == (seat,) and not found.withdrawn,
                withdrawn=seat == found.by and found.withdrawn,
                attached=with_it(world, found.attached) if found.attached else None,
            )
            for found in world.messages
            if everything or found.known == EVERYONE or seat in found.known
        ), (name, seat)
        told = [found for found in world.messages if everything or found.has_reached(seat)]
        for channel in view.channels:
            members = set(channel.members or world.rules.ids)
            assert everything or seat == OBSERVER or seat in members, (name, seat)
            assert [told[place] for place in channel.messages] == [
                found for found in told if {found.by, *(found.to or world.rules.ids)} == members
            ], (name, seat)
        assert sum(len(channel.messages) for channel in view.channels) == len(told)
        for shown in view.requests:
            assert shown.title == title(world, shown.move)
            assert any(
                (found.by, found.asks) == (shown.by, shown.move) and seat in found.to
                for found in world.messages
            )
            asked += 1
    assert asked


def test_a_notice_reaches_its_addressees_with_what_each_answer_moves_as_far_as_they_may_know() -> None:
    answerable = 0
    for name, host, seat, view in looks():
        world = host.world
        to_me = [
            found
            for found in world.notices.values()
            if seat == CONTROL or found.to == EVERYONE or seat in found.to
        ]
        assert len(view.notices) == len(to_me), (name, seat)
        for shown, truth in zip(view.notices, to_me, strict=True):
            answer = [option for power, option in truth.answers if power == seat]
            option = truth.options[0][0] if truth.options else "yes"
            open_now = seat in POWERS and carried_out(
                host, seat, c.AnswerInject(inject=truth.id, option=option)
            )
            assert shown == as_it_is(
                v.NoticeSeen,
                truth,
                options=truth.options if open_now else (),
                answered=dict(truth.options).get(answer[0], answer[0]) if answer else "",
                brings=shown.brings,
            ), (name, seat)
            assert [key for key, _ in shown.brings] == [key for key, _ in shown.options]
            for key, changes in shown.brings:
                inject = world.rules.injects[truth.id]
                numbers = next(found.numbers for found in inject.options if found.id == key)
                secret = {f"trust(CCC,{other})" for other in POWERS} if seat != "CCC" else set()
                assert [(found.target, found.amount) for found in changes] == [
                    (found.target, found.by) for found in numbers if found.target not in secret
                ]
                assert all(found.reason == title_of(world.rules, found.target) for found in changes)
            answerable += bool(open_now)
    assert answerable


# --- The table -------------------------------------------------------------------------------


def test_what_everybody_knows_of_the_table_is_as_the_scenario_and_the_world_have_it() -> None:
    for name, host, seat, view in looks():
        world = host.world
        setting = world.rules.setting
        plain = {
            "seat": seat, "title": setting.title, "disclaimer": setting.disclaimer, "story": setting.story,
            "preset": world.preset, "modules": world.rules.presets[world.preset].modules,
            "moment": world.moment, "round": world.round, "rounds": world.rounds, "phase": str(world.phase),
            "exchange": world.exchange, "ready": seat in world.ready, "absence": world.options.absence,
            "away": world.away, "coast": setting.coast, "number": len(host.seen(seat)),
        }  # fmt: skip
        assert {field: getattr(view, field) for field in plain} == plain, (name, seat)
        year = setting.begins + max(0, world.round - 1) // 2
        half = "2nd" if world.round and world.round % 2 == 0 else "1st"
        assert view.calendar == f"{half} half {year}"
        assert (view.brief is None, view.standing is None, not view.objectives, not any(view.income)) == (
            (seat not in POWERS, seat not in POWERS[:3], seat not in POWERS[:3], seat not in POWERS)
        ), (name, seat)


def test_the_lasting_things_of_a_scenario_are_shown_as_they_stand_in_it() -> None:
    _, host, _, view = next(look for look in looks() if look[0] == "a message")
    setting = host.world.rules.setting
    for power, shown in zip(setting.powers, view.powers, strict=True):
        assert shown == v.PowerSeen(
            id=power.id, name=power.name, adjective=power.adjective, kind=power.kind, minor=power.minor,
            capital=power.capital.name, longitude=power.capital.longitude, latitude=power.capital.latitude,
            run_by="program", profile=power.profile or "", called=power.called or "", facts=facts_of(power),
        )  # fmt: skip
    assert [(*found["between"], found.get("rivals", False), found["near"], found["why"])
            for found in SOUND["relations"] if "near" in found] == [
        (found.a, found.b, found.rivals, found.near, found.why) for found in view.relations if found.near
    ]  # fmt: skip
    assert len(view.relations) == len(SOUND["relations"])
    for theatre, place in zip(setting.theatres, view.theatres, strict=True):
        assert place == v.TheatreSeen(
            theatre.id, theatre.name, theatre.place.longitude, theatre.place.latitude
        )
    for threat, seen in zip(setting.threats, view.threats, strict=True):
        target = f"threat({threat.kind},{threat.theatre})"
        assert seen == v.ThreatSeen(threat.kind, threat.theatre, target, threat.exposure, threat.why)
        assert target in view.numbers


@pytest.mark.parametrize("seat", POWERS)
def test_a_brief_is_the_seats_own(seat: str) -> None:
    _, host, _, view = next(look for look in looks() if look[0] == "a message" and look[2] == seat)
    brief = host.world.rules.powers[seat].brief
    assert view.brief == v.BriefSeen(
        brief.role, brief.interests, brief.brings, brief.constraints,
        tuple((found.power, found.about) for found in brief.talk_first),
    )  # fmt: skip


def test_a_seat_that_a_person_has_is_told_from_one_that_a_program_runs() -> None:
    _, host, _, view = next(look for look in looks() if look[0] == "an intent")
    assert [shown.run_by for shown in view.powers] == ["person", "person", "program", "program"]
    assert host.world.seats["AAA"] == "person"


# --- Previews --------------------------------------------------------------------------------


def money_of(world: World, seat: str) -> tuple[int, int]:
    """What a power has: capital and resources."""
    return world.number(f"capital({seat})"), world.number(f"resources({seat})")


def answer_to(host: Host, seat: str, command: c.AnyCommand) -> tuple[str, str]:
    """The rule that forbids a command and its words; both empty when nothing does."""
    try:
        decide(host.world, seat, command, host.dice)
    except Refused as refusal:
        return refusal.rule, refusal.message
    return "", ""


def test_what_a_preview_says_forbids_a_move_forbids_it_and_what_it_costs_is_paid() -> None:
    rules: dict[str, int] = {}
    paid = set()
    for name, host, seat, view in list(powers_looking())[::7]:
        for command in begun(view):
            preview = host.preview(seat, command)
            assert (preview.rule, preview.message) == answer_to(host, seat, command), (name, seat, command)
            assert preview.title == host.world.rules.moves[command.move].title
            rules[preview.rule] = rules.get(preview.rule, 0) + 1
            world = carried_out(host, seat, command)
            if world is not None:
                left, has = money_of(host.world, seat), money_of(world, seat)
                mine = [(capital, resources) for power, capital, resources in preview.costs if power == seat]
                assert mine == [(left[0] - has[0], left[1] - has[1])], (name, seat, command)
                paid.add(mine[0])
    assert set(rules) == {"", "availability", "money", "repeat", "requirement", "terms"}
    assert len(paid) > 5


def test_a_preview_of_an_answer_is_of_the_terms_that_are_answered() -> None:
    accepted = 0
    for name, host, seat, view in powers_looking():
        for shown in view.initiatives:
            if not shown.open_to_me:
                continue
            preview = host.preview(seat, c.Accept(initiative=shown.id, version=shown.version))
            assert [cost[1:] for cost in preview.costs if cost[0] == seat] == [shown.my_cost], (name, seat)
            rule, words = answer_to(host, seat, c.Accept(initiative=shown.id, version=shown.version))
            assert (preview.rule, preview.message) == (rule, words.rpartition(": ")[2]), (name, seat)
            richer = replace(shown.terms, payment=shown.terms.payment + 1)
            countered = host.preview(
                seat, c.Counter(initiative=shown.id, version=shown.version, terms=richer)
            )
            if countered.costs:
                initiator = [
                    {cost[0]: cost[2] for cost in found.costs}[shown.initiator]
                    for found in (preview, countered)
                ]
                assert initiator[1] - initiator[0] in (0, len(shown.partners))
            accepted += not rule
    assert accepted > 10


def test_a_preview_of_a_response_is_of_the_choice_that_is_offered() -> None:
    weighed = forbidden = 0
    for name, host, seat, view in powers_looking():
        for shown in view.crises:
            for choice in shown.choices:
                preview = host.preview(seat, c.Respond(crisis=shown.id, choice=choice.id))
                assert preview.title == choice.title, (name, seat)
                assert preview.costs == ((seat, *choice.cost),)
                assert (preview.rule, preview.message) == (
                    "choice" if choice.blocked else "", choice.blocked,
                )  # fmt: skip
                assert preview.notes[0] == choice.explanation
                assert bool(preview.against) == (shown.kind == "confrontation")
                assert preview.total == sum(modifier.size for modifier in preview.modifiers)
                weighed += bool(preview.modifiers)
                forbidden += bool(choice.blocked)
            none = host.preview(seat, c.Respond(crisis=shown.id, choice="shrug"))
            answerable = bool(shown.choices)
            in_crisis = host.world.phase is Phase.CRISIS
            rule = "choice" if answerable else "crisis" if in_crisis else "phase"
            assert (none.rule, bool(none.message)) == (rule, True), (name, seat)
    assert weighed
    assert forbidden
