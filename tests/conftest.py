"""How properties are tried: the same examples on every run, or new ones to look for what is not known yet.

`pytest --hypothesis-profile=explore` draws new examples. What it finds becomes an example of its own.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")
