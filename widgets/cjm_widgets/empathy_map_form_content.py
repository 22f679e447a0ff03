"""What the form for empathy maps sends to the page: its notes, and the quotes behind them."""

from __future__ import annotations

import math
from typing import Any

from cjm_research.model import EmpathyNote

_TINY = 1e-6


def note_row(note: EmpathyNote, *, added: bool) -> dict[str, Any]:
    """A note as a card, with the signs that it bears."""
    signs = {
        "verbatim": note.verbatim,
        "inference": note.is_inference,
        "assumption": note.is_assumption,
        "own": note.own,
    }
    return {
        "id": note.key,
        "area": note.quadrant,
        "order": note.position,
        "text": note.text,
        "marks": [sign for sign, holds in signs.items() if holds],
        "k": note.count.k,
        "n": note.count.n,
        "quotes": len(note.evidence),
        "added": added,
        "fact": note.fact,
    }


def told_apart(cards: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Notes of one area in the same place stand one after another, as the study has them."""
    last: dict[str, float] = {}
    for key, card in cards.items():
        if card["order"] <= last.get(card["area"], -math.inf):
            cards[key] = card = {**card, "order": last[card["area"]] + _TINY}
        last[card["area"]] = card["order"]
    return cards
