"""Faults that a machine puts in, one at a time, to see which the tests find: `python -m tests.mutants`."""
