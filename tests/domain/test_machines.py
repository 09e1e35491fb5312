"""Where a trigger leads is read from the machines into a table; here they are driven beside it."""

from collections.abc import Iterator
from enum import Enum
from itertools import product

import pytest
from transitions import MachineError

from multipolar.domain.errors import Illegal
from multipolar.domain.machines import StateMachine, step
from multipolar.domain.machines.diagram import MACHINES


class Probe:
    """Carries one state through a machine of the library."""

    def __init__(self, state: Enum) -> None:
        self.state = state


def driven(machine: StateMachine, state: Enum, trigger: str, facts: dict[str, bool]) -> Enum | None:
    """Where the library itself leads; None where it does not go."""
    probe = Probe(state)
    try:
        return probe.state if machine.events[trigger].trigger(probe, **facts) else None
    except MachineError:
        return None


def asked(machine: StateMachine, trigger: str) -> list[str]:
    """The facts that transitions of a trigger ask for."""
    ways = (way for (name, _), found in machine.ways.items() if name == trigger for way in found)
    return sorted({fact for way in ways for fact, _ in way.facts})


def cases(machine: StateMachine) -> Iterator[tuple[Enum, str, dict[str, bool]]]:
    """Every state, trigger, and answer to what the trigger asks."""
    for trigger in machine.events:
        facts = asked(machine, trigger)
        for answers in product((False, True), repeat=len(facts)):
            for state in machine.states.values():
                assert isinstance(state.value, Enum)
                yield state.value, trigger, dict(zip(facts, answers, strict=True))


@pytest.mark.parametrize("name", MACHINES)
def test_a_step_leads_where_the_machine_does(name: str) -> None:
    machine = MACHINES[name]
    led = 0
    for state, trigger, facts in cases(machine):
        expected = driven(machine, state, trigger, facts)
        if expected is None:
            with pytest.raises(Illegal):
                step(machine, state, trigger, **facts)
        else:
            assert step(machine, state, trigger, **facts) is expected
            led += 1
    assert led >= len(machine.events)


def test_some_machine_asks_for_facts_and_none_that_nobody_names() -> None:
    found = [
        fact
        for machine in MACHINES.values()
        for trigger in machine.events
        for fact in asked(machine, trigger)
    ]
    assert found
    assert all(found)


def test_what_no_machine_knows_leads_nowhere() -> None:
    with pytest.raises(Illegal, match="fly is not possible"):
        step(MACHINES["initiative"], next(iter(MACHINES["initiative"].ways))[1], "fly")
