"""Many exercises at once: play them by program in memory, measure each, and set the figures beside targets.

Read in this order: `plans` (which games, with which doctrines and seeds), `games` (one game), `measure`
and `record` (what is kept of it), `figures` and `waves` (what `multipolar simulate` prints), `targets` (what
the rulebook wants of them), `report`; `study` holds one together, `running` spreads its games over processes.
Nothing here changes a rule.
"""
