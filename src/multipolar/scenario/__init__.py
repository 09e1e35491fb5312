"""Scenario files: found, read, checked, and described for editors.

What a scenario may say is declared in `multipolar.domain.rules.scenario_model`; this package turns a file
that a person wrote into that, or into a list of everything that is wrong with it.
"""
