"""What holds for all tests: screens that stand still, and how properties are tried.

What a screen shows as a text must not hang on how far an animation had come. Properties are tried with the
same examples on every run; `pytest --hypothesis-profile=explore` draws new ones, to look for what is not
known yet. What it finds becomes an example of its own.
"""

import os

from hypothesis import settings

os.environ["TEXTUAL_ANIMATIONS"] = "none"
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")
