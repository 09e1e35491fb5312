"""A fault is in a function wherever it is held, and what was kept from before it is dropped."""

import ast
import inspect
from functools import cache, cached_property
from textwrap import dedent
from types import FunctionType

import pytest

from multipolar.domain.knowledge import causes
from multipolar.domain.model import awareness
from multipolar.store.witness import Witness
from tests.mutants import trying


class Doors:
    def __init__(self, width: int = 2) -> None:
        self.width = width
        self.__height = 3

    @cached_property
    def height(self) -> int:
        return self.__height

    def open(self, by: int = 1) -> int:
        return self.width + by


class Gates(Doors):
    def open(self, by: int = 1) -> int:
        return super().open(by) + 10


def is_wide(width: int) -> bool:
    return width > 3


NOTED: list[str] = []
HELD = {"is_wide": is_wide}


def test_a_fault_is_in_a_function_wherever_it_is_held() -> None:
    held = HELD["is_wide"]
    assert isinstance(is_wide, FunctionType)
    trying.exchange(is_wide, "def x_is_wide__mutmut_1(width: int) -> bool:\n    return width > 4\n")
    assert [held(width) for width in (4, 5)] == [False, True]
    assert is_wide.__name__ == is_wide.__code__.co_name == "is_wide"


def method(name: str) -> FunctionType:
    """A method of this file, by its class and its own name."""
    return trying.function_of(f"{__name__}.xǁ{name.replace('.', 'ǁ')}")


def test_a_fault_is_in_a_method_with_its_defaults_and_what_it_inherits() -> None:
    trying.exchange(method("Doors.open"), "def other(self, by=5):\n    return self.width + by\n")
    trying.exchange(method("Gates.open"), "def other(self, by=1):\n    return super().open() + 20\n")
    trying.exchange(method("Doors.height"), "def other(self):\n    return self.__height + 1\n")
    assert Doors().open() == 7
    assert Doors().height == 4
    assert Gates().open() == 27


def test_what_is_done_first_is_done_and_the_rest_as_before() -> None:
    function = method("Doors.__init__")
    before = ast.parse("NOTED.append('reached')").body
    trying.exchange(function, dedent(inspect.getsource(function)), before=before)
    assert Doors(9).width == 9
    assert NOTED == ["reached"]


def test_functions_and_methods_are_found_by_the_names_that_faults_have() -> None:
    assert trying.function_of("multipolar.domain.knowledge.causes.x_sees") is causes.sees
    assert trying.function_of("multipolar.domain.knowledge.causes.x__chain").__name__ == "_chain"
    assert trying.function_of("multipolar.store.witness.xǁWitnessǁsaw") is Witness.saw


def test_what_was_worked_out_without_a_fault_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []

    @cache
    def worked_out() -> str:
        kept.append("again")
        return "so"

    monkeypatch.setattr(awareness, "worked_out", worked_out, raising=False)
    worked_out()
    worked_out()
    trying.forget(tests=False)
    worked_out()
    assert kept == ["again", "again"]
