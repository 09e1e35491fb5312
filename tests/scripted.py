"""Dice that fall as a test says."""

from multipolar.domain.dice import SeededDice


class ScriptedDice:
    """Dice that fall as written, then as the seed says.

    Args:
        script: purpose (or a beginning of one) to the values it shall show.
        seed: for every purpose the script does not name.
    """

    def __init__(self, script: dict[str, tuple[int, ...]], seed: int = 0) -> None:
        self._script = script
        self._rest = SeededDice(seed)

    def roll(self, purpose: str, sides: int = 6, count: int = 2) -> tuple[int, ...]:
        """The scripted values when the purpose begins with a scripted key; the seed's otherwise."""
        for beginning, values in self._script.items():
            if purpose.startswith(beginning):
                return values[:count]
        return self._rest.roll(purpose, sides, count)
