"""The layers of the architecture, and what the rules may lean on."""

import ast
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/multipolar"
DOMAIN = PACKAGE / "domain"

LIBRARIES_OF_THE_RULES = {"msgspec", "pydantic", "transitions", "typing_extensions"}
PURE_STANDARD_LIBRARY = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "math",
    "operator",
    "re",
    "string",
    "textwrap",
    "types",
    "typing",
}

PLAYERS = [name for name in ("tui", "plain", "client", "doctrines") if (PACKAGE / name).is_dir()]
"""The packages from which a seat is played."""

KEEPERS_OF_THE_TRUTH = {
    "multipolar.domain.model.world",
    "multipolar.domain.model.records",
    "multipolar.engine.host",
    "multipolar.store",
}

IMPORT_ALL_OF_A_PACKAGE = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
    importlib.import_module(module.name)
print(*sys.modules)
"""


def imported_by(module: Path) -> set[str]:
    """The top-level names of everything the module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_every_import_follows_the_contracts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))
    status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize(
    "module", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.relative_to(DOMAIN).as_posix()
)
def test_the_rules_lean_on_nothing_impure(module: Path) -> None:
    assert imported_by(module) <= LIBRARIES_OF_THE_RULES | PURE_STANDARD_LIBRARY | {"multipolar"}


@pytest.mark.parametrize("part", ["table.port", "lobby.port", *PLAYERS])
def test_no_truth_is_loaded_where_a_seat_is_played(part: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_OF_A_PACKAGE, f"multipolar.{part}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not KEEPERS_OF_THE_TRUTH & set(loaded)


def test_no_module_of_the_package_needs_itself() -> None:
    modules = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in PACKAGE.rglob("*.py")
        if "tui" not in path.parts  # screens open one another
    }
    needs = {name: imports_of(path, modules) - {name} for name, path in modules.items()}
    while free := {name for name, needed in needs.items() if not needed & needs.keys()}:
        needs = {name: needed for name, needed in needs.items() if name not in free}
    assert not needs


def imports_of(path: Path, modules: Mapping[str, Path]) -> set[str]:
    """The modules among these that one imports, wherever in it and for whatever reason."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inside & modules.keys()
            if not inside <= modules.keys():
                names.add(node.module)
    return names & modules.keys()
