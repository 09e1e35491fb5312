"""The default rule set: every number and every move, as YAML data, and its reader.

The data stand apart from the code so that a designer can tune them, and a scenario can replace them,
without a line of Python. What the words in the files mean is declared in `multipolar.domain.rules.catalogue`;
no rule is carried out here.
"""

from multipolar.rulebook.checks import cross_check
from multipolar.rulebook.reader import RuleSetInvalid, check_rules, load_rules, read_rules

__all__ = ["RuleSetInvalid", "check_rules", "cross_check", "load_rules", "read_rules"]
