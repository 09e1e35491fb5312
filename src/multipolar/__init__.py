"""A tabletop exercise on security cooperation between emerging and established powers.

Importing this package loads nothing else of it: the command line decides what a command needs.
"""

from importlib.metadata import version

__version__ = version("multipolar")
