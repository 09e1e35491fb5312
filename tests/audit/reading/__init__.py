"""The rulebook read a second time, chapter by chapter, from the YAML files and nothing else.

Nothing here imports the program. Each chapter works out from the rule data what must be, and consumes
the next events of the record; the first that is not as it must be ends the audit.
"""
