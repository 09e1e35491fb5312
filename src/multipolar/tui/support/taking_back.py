"""What x takes back of what the cursor stands on: one's own proposal, order, answer or unread message."""

from multipolar.domain.model.commands import AnyCommand, Withdraw, WithdrawMessage
from multipolar.domain.model.views import View
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route


def can_take_back(view: View) -> bool:
    """Whether there is anything that the seat can take back now."""
    return any(one.mine for one in view.initiatives) or any(said.on_its_way for said in view.messages)


def taking_back(view: View, opens: Route | None) -> AnyCommand | None:
    """The command that takes back what a cell of a screen opens; None where it cannot be taken back.

    Args:
        view: what the seat knows now.
        opens: what the cell opens.
    """
    match opens:
        case to.Initiative(key):
            for initiative in view.initiatives:
                if initiative.id == key and initiative.mine:
                    return Withdraw(initiative=initiative.id, version=initiative.version)
        case to.Message(place) if place < len(view.messages) and view.messages[place].on_its_way:
            return WithdrawMessage(message=view.messages[place].id)
    return None
