"""What was marked on the page, as commands: each in a sentence, to be looked over before it is sent."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from multipolar.domain.errors import Unreadable
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import ChoiceSeen, InitiativeSeen, Offer, View
from multipolar.domain.model.wording import names_in_words, terms_in_words

Form = Mapping[str, Sequence[str]]
"""Field to its values."""
MOST = 100
"""Answers that are read at once."""


class Chosen(NamedTuple):
    """A command, and what it does in a sentence."""

    command: c.AnyCommand
    sentence: str


def one(form: Form, name: str) -> str:
    """The value of a field, empty when there is none."""
    values = form.get(name, ())
    return values[0].strip() if values else ""


def chosen(form: Form, view: View) -> list[Chosen]:
    """What was marked to be answered, in the order of the page.

    Raises:
        Unreadable: when something is marked that is not there any more.
    """
    found: list[Chosen] = []
    for field, values in list(form.items())[:MOST]:
        kind, _, about = field.partition(":")
        value = values[0] if values else ""
        if value and kind in _READ:
            found.append(_READ[kind](about, value, view))
    if one(form, "ready"):
        found.append(Chosen(c.Ready(id=uuid4().hex, moment=view.moment), "You are done with this phase."))
    return found


def _gone(what: str) -> Unreadable:
    return Unreadable("gone", f"{what} is not there to be answered any more; nothing was sent")


def _proposal(about: str, value: str, view: View) -> Chosen:
    key, _, version = about.partition(":")
    found = next((one for one in view.initiatives if one.id == key), None)
    if found is None or not version.isdecimal() or len(version) > 6:
        raise _gone("a proposal")
    what = f"{found.title} by {view.called(found.proposer)}"
    if value == "accept":
        command: c.AnyCommand = c.Accept(
            id=uuid4().hex, moment=view.moment, initiative=key, version=int(version)
        )
        return Chosen(command, f"You accept {what}.")
    command = c.Decline(id=uuid4().hex, moment=view.moment, initiative=key, version=int(version))
    return Chosen(command, f"You decline {what}.")


def _back(about: str, value: str, view: View) -> Chosen:
    found = next((one for one in view.initiatives if one.id == about), None)
    if found is None:
        raise _gone("what you put")
    command = c.Withdraw(id=uuid4().hex, moment=view.moment, initiative=about, version=found.version)
    return Chosen(command, f"You take back {found.title}.")


def _notice(about: str, value: str, view: View) -> Chosen:
    notice = next((one for one in view.notices if one.id == about), None)
    title = dict(notice.options).get(value) if notice else None
    if notice is None or title is None:
        raise _gone("a cable")
    command = c.AnswerInject(id=uuid4().hex, moment=view.moment, inject=about, option=value)
    return Chosen(command, f"{notice.title}: you answer “{title}”.")


def _vote(about: str, value: str, view: View) -> Chosen:
    found = next((one for one in view.resolutions if one.id == about), None)
    if found is None:
        raise _gone("a resolution")
    command = c.Vote(id=uuid4().hex, moment=view.moment, resolution=about, vote=value)
    return Chosen(command, f"{found.title}: you vote {value}.")


def _response(about: str, value: str, view: View) -> Chosen:
    choice, _, backing = value.partition(":")
    crisis = next((one for one in view.crises if one.id == about), None)
    found = next((one for one in crisis.choices if one.id == choice), None) if crisis else None
    if crisis is None or found is None:
        raise _gone("a crisis")
    command = c.Respond(id=uuid4().hex, moment=view.moment, crisis=about, choice=choice, backing=backing)
    who = f" {view.called(backing)}" if backing else ""
    return Chosen(command, f"{crisis.title}: you seal “{found.title}{who}”.")


_READ = {"p": _proposal, "w": _back, "n": _notice, "v": _vote, "k": _response}


def proposal_of(form: Form, offer: Offer, view: View) -> Chosen | None:
    """The proposal or order that is filled in; None while partners are missing.

    Args:
        form: the fields of the page.
        offer: the move.
        view: what the seat knows.
    """
    known = {partner.power for partner in offer.partners}
    partners = tuple(power for power in form.get("partner", ()) if power in known)[: offer.most]
    if len(partners) < offer.fewest:
        return None
    terms = terms_of(form, offer)
    if offer.form == "order":
        command: c.AnyCommand = c.Order(
            id=uuid4().hex, moment=view.moment, move=offer.move, targets=partners, terms=terms
        )
    else:
        command = c.Propose(
            id=uuid4().hex, moment=view.moment, move=offer.move, partners=partners, terms=terms,
            message=one(form, "say"),
        )  # fmt: skip
    who = f" with {names_in_words(view, partners)}" if partners else ""
    told = terms_in_words(view, terms, view.seat, partners)
    verb = "order" if offer.form == "order" else "propose"
    return Chosen(command, f"You {verb} {offer.title}{who}{f': {told}' if told else ''}.")


def terms_of(form: Form, offer: Offer) -> c.Terms:
    """The terms that are filled in, as far as the move has them."""

    def pick(name: str, allowed: Sequence[str], needed: bool = False) -> str:
        value = one(form, name)
        return value if value in allowed else (allowed[0] if needed and allowed else "")

    framework = pick("framework", [each.id for each in offer.frameworks], needed=True)
    of = next((each for each in offer.frameworks if each.id == framework), None)
    payment = one(form, "payment")
    duration = one(form, "duration")
    fewest, most = offer.durations
    return c.Terms(
        domain=pick("domain", of.domains if of and of.domains else offer.domains, needed=True),
        theatre=pick("theatre", offer.theatres, needed=True),
        safeguards=pick("safeguards", offer.safeguards, needed=True),
        size=pick("size", offer.sizes),
        agreement=pick("agreement", offer.agreements, needed=True),
        framework=framework,
        resolution=pick("resolution", offer.resolutions, needed=True),
        rule=pick("rule", of.rules if of and of.rules else offer.rules, needed=True),
        committed=offer.committable and one(form, "committed") == "1",
        payment=int(payment) if offer.payable and payment in ("-3", "-2", "-1", "1", "2", "3") else 0,
        duration=int(duration) if duration.isdecimal() and fewest <= int(duration[:3]) <= most else 0,
    )


def response_options(choice: ChoiceSeen, view: View) -> list[tuple[str, str]]:
    """A response, once for each power it can back: value and label."""
    if not choice.backing:
        return [(choice.id, choice.title)]
    return [(f"{choice.id}:{power}", f"{choice.title}: {view.name(power)}") for power in choice.backing]


def own(view: View) -> list[InitiativeSeen]:
    """What the seat put and may still take back."""
    return [initiative for initiative in view.initiatives if initiative.mine]
