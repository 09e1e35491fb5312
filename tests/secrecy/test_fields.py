"""Every field of what seats are shown has a declared audience, and keeps to it (rulebook §12)."""

import inspect
from functools import cache

import pytest
from msgspec import Struct

from multipolar.domain.model import views as v
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.model.events import Change, ModifierRead
from tests.secrecy.fields import Field, answered, shared, shown
from tests.secrecy.knowledge import halts, opened, record
from tests.secrecy.pairs import SEATS, Secret, both, secrets

PUBLIC: dict[type[Struct], str] = {
    v.View: """exercise title disclaimer story preset modules moment round rounds phase exchange calendar
        powers relations theatres threats frameworks agreements absence away coast carry limits
        facilitator""",
    v.Limits: "share payment promises versions committed",
    v.PowerSeen: "id name adjective kind minor capital longitude latitude run_by profile called facts",
    v.TheatreSeen: "id name longitude latitude",
    v.ThreatSeen: "kind theatre target exposure why",
    v.FrameworkSeen: "id name members rule mandate founded paralysed open_to",
    v.ResolutionSeen: """id framework kind title by state about domain rule argued tabled decided needed votes
        until""",
    v.RelationSeen: "a b rivals near why begins history",
    v.InitiativeSeen: "id move title category initiator partners state resolves",
    v.AgreementSeen: "id type title group parties state since until safeguards year source",
    v.CrisisSeen: """id template title kind parties theatre text stakes stage began exchange exchanges
        severity advantage mediator revealed calm precedents""",
}
"""What everybody knows: whoever is shown the thing is shown the same of it."""

PRIVATE: dict[type[Struct], str] = {
    v.View: """ready asked number numbers opening past initiatives crises pledges messages notices objectives
        brief standing offers learned resolutions requests asks intents channels""",
    v.ResolutionSeen: "voted",
    v.InitiativeSeen: """terms version proposer accepted tabled outcome message inside open_to_me mine my_cost
        spent put""",
    v.ChoiceSeen: "blocked",
    v.Estimate: "power source mobilisations intent text",
    v.CrisisSeen: "choices chosen estimates",
    v.PledgeSeen: "id undertaking state made",
    v.MessageSeen: "round by to text asks id on_its_way withdrawn attached",
    v.AttachedSeen: "id title parties version terms undertaking",
    v.ChannelSeen: "id members messages unread",
    v.RequestSeen: "by move title",
    v.NoticeSeen: "title text options answered brings",
    v.Part: "text holds value wanted operator words",
    v.ObjectiveSeen: """title why points earned met crossed parts wanted part_points part_wanted course""",
    v.BriefSeen: "interests brings constraints talk_first",
    v.PartnerOffer: "blocked",
    v.Offer: "cost partners blocked agreements",
    v.Standing: "objectives national final",
    v.IntentAsked: "about title",
    v.IntentSeen: "by about decision round wants expects sure outcome",
    v.Preview: "rule message costs modifiers total chances notes",
    v.Seen: "number round phase kind actor text cause subject weight powers changes detail",
    v.Reason: "round seq amount reason cause chain",
    v.Explanation: "value start steps said said_first origin outlook",
    v.TurningPoint: "round number text because weight moved",
    v.Receipt: "accepted rule message",
    Terms: "domain theatre safeguards committed share payment agreement undertakings size duration",
    Undertaking: "by kind move toward until",
    ModifierRead: "id size reason",
    Change: "target amount reason",
}
"""What only some know: a secret shows in it, to them alone."""

READ_FROM_PUBLIC: dict[type[Struct], str] = {
    v.View: "seat income",
    v.PastSeen: "year text source",
    v.ResolutionSeen: "open_to_me",
    v.ChoiceSeen: "id title explanation cost backing",
    v.NoticeSeen: "id channel round",
    v.ObjectiveSeen: "id secret red_line needs_all",
    v.BriefSeen: "role",
    v.FrameworkOffer: "id name members domains rules",
    v.PartnerOffer: "power",
    v.Offer: """move title category form summary teaching partner_cost fewest most rounds domains theatres
        safeguards committable payable frameworks resolutions rules sizes durations opposes precedents""",
    v.Standing: "power position reputation rank stake share divided",
    v.IntentSeen: "came_off",
    v.Effect: "target by",
    v.ExpectedChange: "target by text",
    v.Reaction: "power target by why",
    v.Against: "other up stays down ends",
    v.Figures: "rule costs chances effects reactions agreement resolves leak exposed opposes against",
    v.Preview: "title effects reactions agreement resolves leak exposed opposes against touches",
    v.Explanation: "target title",
    v.Receipt: "id number",
    v.Advice: "command title reason worth",
    v.Mark: "number round kind text weight",
    v.Lesson: "objective moves events",
    Terms: "framework resolution about rule",
}
"""What is worked out for a seat from what everybody knows and from what it asks."""

FACILITATED: dict[type[Struct], str] = {
    v.View: "desk free_forms forms appeals undos",
    v.ResultSeen: "id due modifiers added chances rolls total outcome effects how reason to",
    v.FormSeen: "id title summary fewest most",
    v.FreeFormSeen: """id by toward does wants reasons round against open_to_me waits effects arguments
        counters dice total outcome ruling reason""",
    v.AppealSeen: "about by text round ruling reason changed",
    v.UndoSeen: "initiative by text granted reason",
}
"""What there is only where somebody facilitates: the desk is control's alone, free-form moves are all's, and
how they were judged theirs who are told (see `tests/domain/test_section_02_desk.py` and what follows it)."""

DEBRIEF: dict[type[Struct], str] = {
    v.View: "debrief",
    v.Debrief: "how standings disclosures questions lessons nobody_wins ending least",
    v.Disclosure: "power doctrine objectives trust",
}
"""What nobody is told before the end."""


def fields_of(*declared: dict[type[Struct], str]) -> list[Field]:
    """The fields that are declared, each by the name of its type and its own."""
    return [
        (kind.__name__, field)
        for table in declared
        for kind, names in table.items()
        for field in names.split()
    ]


SECRETS = secrets()
ASKED = ("order covert_collection", "who did covert_collection", "capital(AAA)", "a proposal withdrawn")
"""Secrets of which the answers to what a seat tries are gone through as well (the slow part)."""


@cache
def _shown(secret: Secret) -> frozenset[Field]:
    found: set[Field] = set()
    one, other = both(secret)
    for seat in secret.known:
        found |= shown(one, other, seat)
        found |= answered(one, other, seat) if secret.name in ASKED else set()
    return frozenset(found)


def test_every_field_has_one_declared_audience() -> None:
    """A field that is new needs a line above, and a secret that shows in it if it is private."""
    kinds = {kind for _, kind in inspect.getmembers(v, inspect.isclass) if issubclass(kind, Struct)} - {
        Struct
    }
    declared = fields_of(PUBLIC, PRIVATE, READ_FROM_PUBLIC, DEBRIEF, FACILITATED)
    assert sorted(declared) == sorted(
        (kind.__name__, field) for kind in kinds for field in kind.__struct_fields__
    )


@pytest.mark.parametrize("field", fields_of(PRIVATE), ids=".".join)
def test_what_only_some_know_is_shown_to_them(field: Field) -> None:
    assert any(field in _shown(secret) for secret in SECRETS)


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_what_everybody_knows_is_the_same_for_all_who_see_it(secret: Secret) -> None:
    public = set(fields_of(PUBLIC))
    for host in both(secret):
        told: dict[object, object] = {}
        for field, name, seat, value in shared({seat: host.view(seat) for seat in SEATS}):
            if field in public:
                assert told.setdefault((field, name), value) == value, (field, name, seat)


def test_nobody_is_told_before_the_debrief_what_belongs_to_it() -> None:
    events = record(3)
    ended = opened(events)
    during = opened(events[: halts(3)[-2]])
    for seat in SEATS:
        assert during.view(seat).debrief is None
        told = {field for field, *_, value in shared({seat: ended.view(seat)}) if value}
        assert set(fields_of(DEBRIEF)) <= told
