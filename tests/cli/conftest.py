from pathlib import Path

import pytest

from tests.cli.command import CommandLine


@pytest.fixture
def multipolar(tmp_path: Path) -> CommandLine:
    """The command line with saves of its own."""
    return CommandLine(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line with saves that the tests of a module only read, or add to."""
    return CommandLine(tmp_path_factory.mktemp("shared"))
