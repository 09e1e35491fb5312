"""The state machines drawn as Mermaid, from the very tables that decide (architecture, State machines)."""

from multipolar.domain.english import listed
from multipolar.domain.machines import StateMachine
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.machines.crisis import CRISIS
from multipolar.domain.machines.initiative import INITIATIVE
from multipolar.domain.machines.relationship import RELATIONSHIP
from multipolar.domain.machines.resolution import RESOLUTION
from multipolar.domain.machines.session import SESSION

MACHINES: dict[str, StateMachine] = {
    "session": SESSION,
    "relationship": RELATIONSHIP,
    "initiative": INITIATIVE,
    "agreement": AGREEMENT,
    "crisis": CRISIS,
    "resolution": RESOLUTION,
}
"""Every machine by the name under which it can be drawn."""


def mermaid(name: str) -> str:
    """A machine as a Mermaid state diagram: triggers on the arrows, conditions in brackets.

    Args:
        name: one of `MACHINES`.

    Raises:
        KeyError: when there is no machine of that name.
    """
    machine = MACHINES[name]
    lines = ["stateDiagram-v2", f"    [*] --> {str(machine.initial).lower()}"]
    leaves: set[str] = set()
    enters: set[str] = set()
    for trigger, event in machine.events.items():
        for source, transitions in event.transitions.items():
            for transition in transitions:
                asked = [getattr(condition.func, "__name__", "") for condition in transition.conditions]
                facts = listed(asked).replace("_", " ")
                label = trigger.replace("_", " ") + (f" [{facts}]" if facts else "")
                target = str(transition.dest)
                lines.append(f"    {source.lower()} --> {target.lower()}: {label}")
                leaves.add(source)
                enters.add(target)
    lines += [f"    {state.lower()} --> [*]" for state in machine.states if state in enters - leaves]
    return "\n".join(lines)
