"""What a counter changed, in words: the terms that stand against those that a seat last put forward (§5)."""

from multipolar.domain.english import lowered
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.model.views import InitiativeSeen, View
from multipolar.domain.model.wording import money_in_words

_NAMED = {
    "domain": "domain", "theatre": "theatre", "safeguards": "safeguards", "size": "size",
    "duration": "rounds in force", "committed": "extra resources", "share": "partners' cost borne",
    "payment": "payment to partners", "agreement": "agreement", "framework": "framework",
    "resolution": "resolution", "about": "about", "rule": "decision by",
}  # fmt: skip
"""Terms as they are named where two versions are compared, in their order; promises follow."""


def changed(view: View, initiative: InitiativeSeen) -> tuple[str, ...]:
    """What differs in the terms that stand from the seat's own last version: ``size: was small, now large``.

    Empty where nothing does, and where the seat put none forward.
    """
    if initiative.put is None:
        return ()
    was, now = initiative.put, initiative.terms
    told = [
        f"{name}: was {_value(view, field, was)}, now {_value(view, field, now)}"
        for field, name in _NAMED.items()
        if getattr(was, field) != getattr(now, field)
    ]
    told += [f"new promise: {_promise(view, one)}" for one in now.undertakings if one not in was.undertakings]
    told += [f"no longer: {_promise(view, one)}" for one in was.undertakings if one not in now.undertakings]
    return tuple(told)


def _value(view: View, field: str, terms: Terms) -> str:
    value = getattr(terms, field)
    match field:
        case "committed":
            return "yes" if value else "no"
        case "share" | "payment":
            return f"−{money_in_words(0, -value)}" if value < 0 else money_in_words(0, value)
        case "theatre":
            return next((one.name for one in view.theatres if one.id == value), value) or "left open"
        case "agreement":
            return next((one.title for one in view.agreements if one.id == value), value) or "none"
        case "about":
            return view.name(value) if value else "none"
        case _:
            return str(value or "left open").replace("_", " ")


def _promise(view: View, given: Undertaking) -> str:
    title = next((lowered(offer.title) for offer in view.offers if offer.move == given.move), "")
    deed = "to do" if given.kind == "act" else "to refrain from"
    what = title or given.move.replace("_", " ")
    return f"{view.name(given.by)} {deed} {what} toward {view.name(given.toward)} until round {given.until}"
