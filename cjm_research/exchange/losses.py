"""What another tool's file holds and we cannot, or the other way round: listed, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Fate = Literal["dropped", "changed", "kept"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that does not come along as it is.

    Parameters
    ----------
    fate : {"dropped", "changed", "kept"}
        Gone; there in another form; or not shown here, but kept word for word and written back.
    what : str
        A sentence for the person, in the language in force. Equal sentences are counted together in a report.
    where : str
        The thing's name, file or guid; empty where it concerns the whole.
    """

    fate: Fate
    what: str
    where: str = ""


def summary(losses: Iterable[Loss]) -> list[tuple[Fate, str, int, tuple[str, ...]]]:
    """Losses counted by sentence, dropped ones first: (fate, sentence, how many, the first few places)."""
    losses = list(losses)
    counts = Counter((loss.fate, loss.what) for loss in losses)
    order: tuple[Fate, ...] = ("dropped", "changed", "kept")
    rows = []
    for (fate, what), n in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])):
        places = [loss.where for loss in losses if (loss.fate, loss.what) == (fate, what) and loss.where]
        rows.append((fate, what, n, tuple(dict.fromkeys(places))[:5]))
    return rows
