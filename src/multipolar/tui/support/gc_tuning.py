"""Keeping Python's collector of garbage out of the way of somebody's keys.

To go through all that an exercise has loaded takes as long as painting the screen nine times; done in the
middle of a key press, it shows. What stays to the end of an exercise is therefore set apart once its table
is on the screen, and given back when the table is left.
"""

import gc

from textual._styles_cache import StylesCache

SETTLED_AFTER = 1.0
"""Seconds after which a table that was opened is on the screen, and whoever sits there reads."""
PATIENCE = (5_000, 5, 1_000)
"""Allocations before the youngest objects are gone through; how often that is before those a little older are
as well; and how often that, before all."""


TIDY_AFTER = 0.4
"""Seconds after which somebody who closed a screen looks at the one beneath."""


def keep_what_is_loaded() -> None:
    """Set what is loaded now apart from what is gone through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*PATIENCE)


def tidy() -> None:
    """Let go of screens that were closed, while nobody presses a key.

    Left alone until there are many of them, they take half a second to go through.
    """
    forget_what_was_drawn()
    gc.collect()


def forget_what_was_drawn() -> None:
    """Let go of what closed screens had painted.

    Textual remembers frames of widgets, a thousand of them, by an object that holds every line its widget
    painted; a screen that was closed would stay for as long as those.
    """
    StylesCache.get_inner_outer.cache_clear()


def give_back() -> None:
    """Let everything be gone through again, and do so."""
    forget_what_was_drawn()
    gc.unfreeze()
    gc.collect()
