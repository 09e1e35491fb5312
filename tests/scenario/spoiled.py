"""The small scenario with one thing spoiled, and where the spoiled thing stands."""

from pathlib import Path

STRAIT = Path(__file__).parent / "strait.yaml"


TEXT = STRAIT.read_text(encoding="utf-8")


def spoiled(old: str, new: str) -> tuple[str, int]:
    """The text with the first `old` replaced, and the line in which the replacement begins.

    Both may span lines. What is the same in the beginning of both does not count as replaced.
    """
    text = STRAIT.read_text(encoding="utf-8")
    start = text.index(old)
    same = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    return text[:start] + new + text[start + len(old) :], text[: start + same].count("\n") + 1
