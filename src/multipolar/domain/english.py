"""Names within English sentences: possessives, articles, counts, names in a row, days.

Scenarios name powers and places as a heading has them (*Seychelles*, *The Western Indian Ocean*); what
a sentence makes of them is decided here, once. No rule and no wording of a rule belongs here.
"""

from collections.abc import Sequence

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ARTICLES = ("the", "a", "an")
_VOWELS = "aeiou"


def possessive(name: str) -> str:
    """Whose something is: ``India's``, ``Seychelles'``, ``the United States'``."""
    return f"{name}'" if name.lower().endswith("s") else f"{name}'s"


def within(name: str) -> str:
    """A name as it stands within a sentence: its article is small, ``the Western Indian Ocean``."""
    article, space, rest = name.partition(" ")
    return f"{article.lower()} {rest}" if space and article.lower() in _ARTICLES else name


def lowered(title: str) -> str:
    """A title as it stands within a sentence: its first letter is small; proper names and initials stay.

    ``joint exercise``, but ``UN peacekeeping deployment`` and ``North Atlantic Treaty``.
    """
    word, _, others = title.partition(" ")
    is_name = sum(sign.isupper() for sign in word) > 1 or others != others.lower()
    return title if is_name else title[:1].lower() + title[1:]


def first(text: str) -> str:
    """The same words at the beginning of a sentence: only the first letter is made large."""
    return text[:1].upper() + text[1:]


def day_in_words(day: str) -> str:
    """A day as it is written in a sentence: ``7 March 2026`` for ``2026-03-07``."""
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def with_article(noun: str) -> str:
    """A noun with its indefinite article: ``a hotline``, ``an agreement``."""
    return f"{'an' if noun[:1].lower() in _VOWELS else 'a'} {noun}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``India, China and France``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def by_count(number: int, one: str, several: str = "") -> str:
    """The form of a word that goes with a count: ``round`` for 1 and -1, else ``rounds``.

    Args:
        number: how many there are.
        one: the word for a single one.
        several: the word for any other number; left out: with an s at its end.
    """
    return one if abs(number) == 1 else several or f"{one}s"


def counted(number: int, one: str, several: str = "") -> str:
    """A count with its noun: ``1 round``, ``2 rounds``, ``0 crises``; the arguments are `by_count`'s."""
    return f"{number} {by_count(number, one, several)}"


def between_counts(fewest: int, most: int) -> str:
    """A range of counts: ``1 to 3``, or ``2`` where there is no choice."""
    return str(fewest) if fewest == most else f"{fewest} to {most}"
