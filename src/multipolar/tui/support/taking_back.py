"""What x takes back of what the cursor stands on: one's own proposal, order, answer or unread message."""

from multipolar.domain.model.commands import AnyCommand, Withdraw, WithdrawMessage
from multipolar.domain.model.views import View


def can_take_back(view: View) -> bool:
    """Whether there is anything that the seat can take back now."""
    return any(one.mine for one in view.initiatives) or any(said.on_its_way for said in view.messages)


def taking_back(view: View, opens: str) -> AnyCommand | None:
    """The command that takes back what a cell of a screen opens; None where it cannot be taken back.

    Args:
        view: what the seat knows now.
        opens: a word and a name, as in `multipolar.tui.routes`.
    """
    kind, _, name = opens.partition(" ")
    if kind == "initiative":
        for initiative in view.initiatives:
            if initiative.id == name and initiative.mine:
                return Withdraw(initiative=initiative.id, version=initiative.version)
    if kind == "message" and name.isdigit() and int(name) < len(view.messages):
        said = view.messages[int(name)]
        if said.on_its_way:
            return WithdrawMessage(message=said.id)
    return None
