"""How unsure the machine is of a suggestion: what to look at first, where looking teaches most."""

from __future__ import annotations

import math
from collections.abc import Iterable

from cjm_research.model import Coding


def uncertainty(coding: Coding) -> float:
    """How unsure a suggestion is, in [0, 1]: 1 where it is as often right as wrong.

    The score says how often such a suggestion is right, alike for all kinds, so its entropy in bits can be compared
    between them (uncertainty sampling; Lewis and Gale 1994). What people coded or decided on is certain: 0.
    """
    share = coding.score
    if coding.status != "suggested" or share is None or share <= 0 or share >= 1:
        return 0.0
    return -(share * math.log2(share) + (1 - share) * math.log2(1 - share))


def by_uncertainty(codings: Iterable[Coding]) -> list[Coding]:
    """The open suggestions, the most unsure first; equally unsure ones in the order of the text."""
    waiting = [coding for coding in codings if coding.status == "suggested"]
    return sorted(waiting, key=lambda coding: (-round(uncertainty(coding), 6), *coding.place, coding.code, coding.guid))
