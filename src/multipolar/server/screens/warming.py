"""What is done once, before the first fork, so that no person's screens have to do it."""

import pkgutil
from importlib import import_module

from multipolar import tui


def warm_up() -> None:
    """Load the screens that are otherwise loaded when they are first shown."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        import_module(module.name)
