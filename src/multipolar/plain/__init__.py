"""The line-by-line front end: a whole exercise by keyboard, screen reader or script.

It receives tables and nothing behind them, like every other front end: lines become commands of the
domain, views and what was seen become words. No rule of the exercise stands here; what is legal, what
it costs and how likely it is comes from the table.
"""
