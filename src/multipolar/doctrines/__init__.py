"""Program-run powers (rulebook §14): a view in, commands and a reason out.

A doctrine weighs what it may know with weights that are data (`rulebook/doctrines.yaml`); nothing here
reaches the truth. Same view and same dice, same choices.

Read in this order: `weighing` (what a power does in a sweep), `worth` and `wishes` (what a change is
worth to it), `options` and `drafting` (what it considers), `answers`, `crisis`; `chance` is the yardstick.
"""

from multipolar.doctrines.chance import ChancePlayer
from multipolar.doctrines.weighing import WeighingPlayer
from multipolar.domain.rules.ruleset import Doctrine, WeighingRules
from multipolar.engine.players import Player

__all__ = ["player_for"]


def player_for(doctrine: Doctrine, scale: WeighingRules) -> Player:
    """Who plays by a doctrine; `scale` is what all doctrines of a rule set have in common."""
    return ChancePlayer() if doctrine.random else WeighingPlayer(doctrine, scale)
