"""Tables that must have an entry for each word of a vocabulary: checked when they are made.

A word of the rules is declared in one place and carried out in another; whoever adds it and forgets the
other place is told so before anything is played.
"""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

Word = TypeVar("Word", bound=str)
Entry = TypeVar("Entry")


def complete(table: Mapping[Word, Entry], vocabulary: Any, what: str) -> Mapping[Word, Entry]:
    """The table itself, when it has an entry for each word of a vocabulary and for no other.

    Args:
        table: by word.
        vocabulary: the `Literal` of the words.
        what: the table is, for the message, such as "how a modifier of a move is read".

    Raises:
        TypeError: which words have no entry, or are in no vocabulary.
    """
    words = set(get_args(vocabulary))
    missing, unknown = sorted(words - set(table)), sorted(set(table) - words)
    if missing:
        raise TypeError(f"{what}: no entry for {', '.join(missing)}, which the vocabulary has")
    if unknown:
        raise TypeError(f"{what}: {', '.join(unknown)} is no word of the vocabulary")
    return table
