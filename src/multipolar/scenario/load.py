"""From a scenario file to the scenario it declares, or to the reasons why not."""

from pathlib import Path

from multipolar.documents.document import Problem
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.rulebook import load_rules
from multipolar.scenario.check import examine, examine_file


class ScenarioInvalid(ValueError):
    """A scenario that cannot be played.

    Args:
        problems: everything that is wrong with it, in the order of the file; never empty.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        """The first problem in a line, and how many more there are."""
        more = len(self.problems) - 1
        return f"{self.problems[0]}{f' and {more} more; see `scenario check`' if more else ''}"


def load(source: str | Path, name: str = "scenario", rules: RuleSet | None = None) -> ScenarioModel:
    """The scenario in a file, or in the text of one.

    Args:
        source: a path to a file, or (as `str`) the text of a scenario.
        name: what to call a text in its problems; a file is called by its path.
        rules: the rule set it is meant for; the default one when not given.

    Raises:
        ScenarioInvalid: with everything that is wrong with it.
    """
    rules = rules or load_rules()
    if isinstance(source, Path):
        setting, problems = examine_file(source, rules)
    else:
        setting, problems = examine(source, name, rules)
    mistakes = [problem for problem in problems if not problem.warning]
    if setting is None or mistakes:
        raise ScenarioInvalid(mistakes)
    return setting
