"""A tabletop exercise on security cooperation between emerging and established powers.

Importing this package loads nothing else of it: the command line decides what a command needs.
"""

from importlib import import_module


def __getattr__(name: str) -> str:
    # Looking the version up costs half as much as starting the command line; few ask for it.
    if name == "__version__":
        return str(import_module("importlib.metadata").version(__name__))
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
