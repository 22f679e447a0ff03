"""Words of a study as numbers: what is learnt of them is kept under numbers, so that no word of an interview is kept.

Every base form is turned into one of a million numbers (hashing trick; Weinberger and others 2009). The numbers cannot
be read, though somebody who guesses a word can see whether something was learnt of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from scipy import sparse

BUCKETS = 1 << 20
# Length of each block of words: of a piece of an answer.
PIECE = {"lemma": 1.0, "sense": 0.5, "lemma-": 0.3, "lemma+": 0.3, "asked": 0.3}
# Of a piece, where a code of the study's own is looked for in it.
OWN_CODE = {"word": 1.0, "root": 0.5, "pair": 0.5, "sense": 0.3}
# Letters that a root is cut to ("park", "parking", "parked").
_ROOT = 5
# Of how many words a word is one matters less where one of them is enough.
_OWN_POWER = 0.25
# The ends of a piece among its base forms.
_ENDS = frozenset({"^", "$"})
# Of a span: by what is decided of it.
SPAN: dict[str, dict[str, float]] = {
    "label": {"in": 1.0, "cin": 0.5, "clause": 0.5, "ask": 0.7, "utt": 0.5},
    "valence": {"in": 1.0, "cin": 0.7},
    "stage": {"ask": 1.0, "utt": 0.7},
}
# Numbers of the place of an answer in the interview.
PLACES = (*(f"part {i}" for i in range(8)), *(f"{end} {i}" for end in ("first", "last") for i in (1, 2, 3)))


def hashed(
    items: Sequence[Mapping[str, Any]], blocks: Mapping[str, float], language: str, *, power: float = 0.5
) -> Any:
    """A sparse matrix of shape (n_items, BUCKETS); every block of an item has the length that `blocks` says.

    With a `power` below a half longer items have longer blocks: each name counts length / count ** power.
    """
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for item in items:
        for block, length in blocks.items():
            names = set(item.get(block) or ())
            if names:
                value = length / len(names) ** power
                columns += [bucket(language, block, name) for name in sorted(names)]
                values += [value] * len(names)
        ends.append(len(columns))
    shape = (len(items), BUCKETS)
    return sparse.csr_matrix((np.array(values), np.array(columns, dtype=np.int32), np.array(ends)), shape=shape)


def hashed_for_codes(items: Sequence[Mapping[str, Any]], language: str) -> Any:
    """The words of pieces as own codes see them: base forms, their roots, pairs of them, classes of words."""
    found = []
    for item in items:
        grams, senses = item.get("lemma") or (), item.get("sense") or ()
        words = [name for name in grams if " " not in name and name not in _ENDS]
        pairs = [name for name in grams if name.count(" ") == 1 and not _ENDS & set(name.split())]
        roots = [root_of(name) for name in words if len(name) >= _ROOT]
        found.append({"word": words, "root": roots, "pair": pairs, "sense": [one for one in senses if " " not in one]})
    return hashed(found, OWN_CODE, language, power=_OWN_POWER)


def root_of(word: str) -> str:
    """What words of one family share, roughly: their first letters."""
    return word[:_ROOT]


def bucket(language: str, block: str, name: str) -> int:
    """The number of a word in a block."""
    return crc32(f"{language} {block} {name}".encode()) % BUCKETS


def kept_buckets(table: Any, groups: np.ndarray, *, least: int = 2) -> np.ndarray:
    """The columns that stand in at least `least` of the groups (interviews, or rows where there are few), sorted."""
    coo = table.tocoo()
    pairs = np.unique(coo.col.astype(np.int64) * (int(groups.max(initial=0)) + 1) + groups[coo.row])
    columns, counts = np.unique(pairs // (int(groups.max(initial=0)) + 1), return_counts=True)
    return columns[counts >= least].astype(np.int64)


def rarity(table: Any, buckets: np.ndarray) -> np.ndarray:
    """Inverse document frequency of some columns, 1 for a word in one of a hundred rows; shape (len(buckets),)."""
    counts = np.bincount(table.tocoo().col, minlength=BUCKETS)[buckets]
    return np.maximum(np.log((1 + table.shape[0]) / (1 + counts)) / np.log(100), 0.05)


def places(items: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """Where in the interview the answer of each span stands; shape (n_items, len(PLACES))."""
    rows = [[float(item.get("uplace", {}).get(name, 0.0)) for name in PLACES] for item in items]
    return np.array(rows).reshape(len(items), len(PLACES))
