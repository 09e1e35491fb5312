"""The state machines of the rulebook, one file each: may we, and where to.

States live in the records of the world as enumerations; a machine is shared by all of them and holds
nothing. A state is put on a throw-away probe, driven through the shared flat machine, and read back.
Callbacks do no work. `multipolar rules diagram` draws these very tables.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, TypeVar

from transitions import EventData, Machine, MachineError

from multipolar.domain.errors import Illegal

State = TypeVar("State", bound=Enum)
Condition = Callable[[EventData], bool]


class Probe:
    """Carries one state through a shared machine, and is thrown away."""

    __slots__ = ("state",)

    def __init__(self, state: Enum) -> None:
        self.state = state


def build(states: type[Enum], initial: Enum, transitions: Sequence[dict[str, Any]]) -> Machine:
    """A shared machine over an enumeration: no model, no automatic transitions."""
    return Machine(
        model=None,
        states=states,
        initial=initial,
        transitions=list(transitions),
        auto_transitions=False,
        send_event=True,
        ordered_transitions=False,
    )


def fact(name: str) -> Condition:
    """A condition in the rulebook's words: the fact of that name, as the caller found it."""

    def holds(event: EventData) -> bool:
        return bool(event.kwargs.get(name, False))

    holds.__name__ = name
    return holds


def step(machine: Machine, state: State, trigger: str, **facts: bool) -> State:
    """The state to which `trigger` leads from `state`, given the facts its conditions ask for.

    Raises:
        Illegal: from this state the trigger does not exist, or a condition does not hold.
    """
    event = machine.events.get(trigger)
    probe = Probe(state)
    try:
        moved = event is not None and event.trigger(probe, **facts)
    except MachineError:
        moved = False
    if not moved:
        raise Illegal("state", f"{trigger.replace('_', ' ')} is not possible while {_word(state)}")
    return probe.state  # type: ignore[return-value]  # the probe was given a State and machines keep to it


def can(machine: Machine, state: Enum, trigger: str) -> bool:
    """Whether any transition of that trigger leaves the state, conditions aside."""
    event = machine.events.get(trigger)
    return event is not None and state.name in event.transitions


def _word(state: Enum) -> str:
    return str(state.value).replace("_", " ") if isinstance(state.value, str) else state.name.lower()
