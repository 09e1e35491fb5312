"""The state machines of the rulebook, one file each: may we, and where to.

States live in the records of the world as enumerations; a machine is shared by all of them and holds
nothing. Where a trigger leads is read once from the machine into a table: callbacks do no work, and a
condition is nothing but a fact that the caller found. `multipolar rules diagram` draws these very machines.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from transitions import EventData, Machine

from multipolar.domain.errors import Illegal

State = TypeVar("State", bound=Enum)
Condition = Callable[[EventData], bool]


class Way(NamedTuple):
    """One transition of a trigger: the facts that must hold, or must not (False), and where it leads."""

    facts: tuple[tuple[str, bool], ...]
    to: Enum


class StateMachine(Machine):
    """A shared machine over an enumeration: no model, no automatic transitions."""

    @cached_property
    def ways(self) -> Mapping[tuple[str, Enum], tuple[Way, ...]]:
        """Every (trigger, state) with its transitions, in the order in which they are tried."""
        return {
            (trigger, self._state(source)): tuple(
                Way(
                    tuple(
                        (getattr(condition.func, "__name__", ""), condition.target)
                        for condition in transition.conditions
                    ),
                    self._state(transition.dest),
                )
                for transition in transitions
            )
            for trigger, event in self.events.items()
            for source, transitions in event.transitions.items()
        }

    def _state(self, name: str | None) -> Enum:
        found = self.states[name or ""].value
        if not isinstance(found, Enum):
            raise TypeError(f"{name} is no state of an enumeration")
        return found


def build(states: type[Enum], initial: Enum, transitions: Sequence[dict[str, Any]]) -> StateMachine:
    """A shared machine over an enumeration."""
    return StateMachine(
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


def step(machine: StateMachine, state: State, trigger: str, **facts: bool) -> State:
    """The state to which `trigger` leads from `state`, given the facts its conditions ask for.

    Raises:
        Illegal: from this state the trigger does not exist, or a condition does not hold.
    """
    for way in machine.ways.get((trigger, state), ()):
        if all(bool(facts.get(name, False)) is wanted for name, wanted in way.facts):
            return way.to  # type: ignore[return-value]  # machines keep to the states they were built over
    raise Illegal("state", f"{trigger.replace('_', ' ')} is not possible while {_word(state)}")


def _word(state: Enum) -> str:
    return str(state.value).replace("_", " ") if isinstance(state.value, str) else state.name.lower()
