"""What a person prefers on this machine: colours, movement, sound. Kept in one readable file.

Whatever stands in the file, the program opens: what cannot be read is left as it is and said once.
"""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

THEMES = ("dark", "light", "clear", "projector")
"""Names of the themes, in the order in which a key goes through them."""
FILE = "preferences.toml"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What can be chosen.

    Attributes:
        theme: one of `THEMES`.
        animation: whether things may move.
        sound: whether the clock rings.
    """

    theme: str = THEMES[0]
    animation: bool = True
    sound: bool = True


class PreferencesStore(Protocol):
    """Where preferences are kept."""

    @property
    def where(self) -> str:
        """The place in words; empty where nothing is kept."""
        ...

    @property
    def problem(self) -> str:
        """What was wrong with what had been kept, in one line; empty when nothing was."""
        ...

    def load(self) -> Preferences:
        """What was kept, or what is usual."""
        ...

    def keep(self, preferences: Preferences) -> str:
        """Keep these; what went wrong in one line, or an empty text."""
        ...


class NoPreferencesStore:
    """Keeps nothing: preferences hold until the program ends."""

    where = ""
    problem = ""

    def load(self) -> Preferences:
        """What is usual."""
        return Preferences()

    def keep(self, preferences: Preferences) -> str:
        """Nothing is kept."""
        return ""


class ThemeForOnce:
    """Preferences of another keeper, with a theme that was asked for this time only.

    Args:
        keeper: of all others.
        theme: one of `THEMES`.
    """

    def __init__(self, keeper: PreferencesStore, theme: str) -> None:
        self._keeper = keeper
        self._theme = theme
        self._has_changed = False

    @property
    def where(self) -> str:
        """As of the other."""
        return self._keeper.where

    @property
    def problem(self) -> str:
        """As of the other."""
        return self._keeper.problem

    def load(self) -> Preferences:
        """The other's, in the theme that was asked for."""
        return replace(self._keeper.load(), theme=self._theme)

    def keep(self, preferences: Preferences) -> str:
        """Kept by the other; the theme only once another one was chosen."""
        self._has_changed = self._has_changed or preferences.theme != self._theme
        if not self._has_changed:
            preferences = replace(preferences, theme=self._keeper.load().theme)
        return self._keeper.keep(preferences)


class PreferencesFile:
    """Keeps preferences in a file.

    Args:
        path: of the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    def load(self) -> Preferences:
        """What stands in the file; what is usual for all that does not, or cannot be read."""
        try:
            found = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Preferences()
        except (OSError, ValueError) as error:
            self.problem = f"{self.path} cannot be read ({error}); the usual settings hold"
            return Preferences()
        return self._checked(found)

    def _checked(self, found: Mapping[str, Any]) -> Preferences:
        usual = Preferences()
        theme = found.get("theme", usual.theme)
        if theme not in THEMES:
            self.problem = f"{self.path}: there is no theme '{theme}'; choose {', '.join(THEMES)}"
            theme = usual.theme
        flags = {}
        for name in ("animation", "sound"):
            value = found.get(name, True)
            if not isinstance(value, bool):
                self.problem = f"{self.path}: {name} is '{value}'; write true or false"
                value = True
            flags[name] = value
        return Preferences(theme, **flags)

    def keep(self, preferences: Preferences) -> str:
        """Write the file anew, whole or not at all."""
        text = (
            "# How multipolar looks and sounds on this machine.\n"
            f'theme = "{preferences.theme}"  # {", ".join(THEMES)}\n'
            f"animation = {str(preferences.animation).lower()}\n"
            f"sound = {str(preferences.sound).lower()}\n"
        )
        self._set_aside()
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self.path)
        except OSError as error:
            return f"settings could not be kept in {self.path}: {error.strerror or error}"
        self.problem = ""
        return ""

    def _set_aside(self) -> None:
        """What somebody wrote and could not be read is kept beside the new file."""
        if self.problem:
            with suppress(OSError):
                self.path.replace(self.path.with_name(f"{self.path.name}.old"))


def usual_place(environment: Mapping[str, str]) -> Path:
    """Where preferences are kept: the folder named by ``MULTIPOLAR_CONFIG``, else the user's own for that.

    Args:
        environment: variables of the process.
    """
    from platformdirs import user_config_path

    named = environment.get("MULTIPOLAR_CONFIG", "")
    return (Path(named) if named else user_config_path("multipolar")) / FILE
