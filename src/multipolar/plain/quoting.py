"""How words of persons and files leave among the program's own: the one way to print a line.

At the margin the program speaks, and nobody else. What a quoted text has further lines of is indented
and marked, and what cannot be seen, or would steer the terminal, is shown by a sign.
"""

from multipolar.cells import visible

MARK = "    | "
"""What stands before every further line of a quoted text."""


def printed(line: str) -> list[str]:
    """A line as it may be printed: the further lines that a quoted text brings are marked.

    Args:
        line: what is said, words of persons and files in it.
    """
    first, *further = visible(line, keep_lines=True).split("\n")
    return [first, *(f"{MARK}{text}".rstrip() for text in further)]
