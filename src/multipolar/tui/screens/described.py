"""A command in a sentence, for whoever is to look it over before it is given."""

from multipolar.domain.english import first, lowered
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import View
from multipolar.domain.model.wording import names_in_words, promise_given, terms_drafted
from multipolar.tui.screens.basket import draft_words


def described(command: c.AnyCommand, view: View) -> str:
    """What a command does, in words of the exercise.

    Args:
        command: of the seat.
        view: what the seat knows.
    """
    match command:
        case c.Propose() | c.Order() | c.Counter():
            terms = terms_drafted(view, command, promises=False)
            return f"{draft_words(view, command)}{f': {terms}' if terms else ''}"
        case c.Say():
            to = names_in_words(view, command.to) or "all"
            return f"to {to}: {command.text}" if command.text else f"write to {to}"
        case c.Accept():
            return f"accept {_initiative(command.initiative, view)}"
        case c.Decline():
            return f"decline {_initiative(command.initiative, view)}"
        case c.Withdraw():
            return f"take back {_initiative(command.initiative, view)}"
        case c.Promise():
            return first(promise_given(view, command))
        case c.Ready():
            return "be done with this phase" if command.ready else "not be done with this phase yet"
        case c.Absence():
            return "leave the seat for now" if command.away else "take the seat again"
        case _:
            return _answered(command, view)


def _answered(command: c.AnyCommand, view: View) -> str:
    """What answers a crisis, a cable or a vote."""
    match command:
        case c.Respond():
            crisis = next((one for one in view.crises if one.id == command.crisis), None)
            choices = {choice.id: choice.title for choice in crisis.choices} if crisis else {}
            title = crisis.title if crisis else "the crisis"
            backing = f" {view.name(command.backing)}" if command.backing else ""
            return f"{title}: {lowered(choices.get(command.choice, command.choice))}{backing}"
        case c.AnswerInject():
            notice = next((one for one in view.notices if one.id == command.inject), None)
            options = dict(notice.options) if notice else {}
            return f"{notice.title if notice else 'a cable'}: {options.get(command.option, command.option)}"
        case c.Vote():
            found = next((one for one in view.resolutions if one.id == command.resolution), None)
            return f"{found.title if found else 'a resolution'}: vote {command.vote}"
        case _:
            return str(command.__struct_config__.tag).replace("_", " ")


def _initiative(key: str, view: View) -> str:
    found = next((one for one in view.initiatives if one.id == key), None)
    if found is None:
        return "a proposal that stands no more"
    return f"{lowered(found.title)}, {names_in_words(view, (found.initiator, *found.partners))}"
