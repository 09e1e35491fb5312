"""The paper pack of a scenario: role sheets, injects, worksheets, the rules in four pages and a map.

Printed beforehand it lets an exercise be prepared, handed out, and carried on by hand when the power fails.
Everything in it is read from the scenario and the rule set; the words around are in `templates`.
"""

from multipolar.booklet.printing import Part, html

__all__ = ["Part", "html"]
