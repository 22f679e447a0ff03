"""Linear classifiers over named features: small, readable, stored without pickle.

A text is described by blocks of feature names ("word": its words, "prev": those of the clause before, ...). Within a
block, counts are damped and weighed by rarity (sublinear TF-IDF; Salton and Buckley 1988), and the block is scaled to
the length that the model gives it. A block of numbers goes in as it is. Every weight belongs to a name, so a decision
can be taken apart again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

# What describes one text: for each block either its feature names, repeats included, or a dict of numbers by name.
Item = Mapping[str, Sequence[str] | Mapping[str, float]]
# A block of this name is given as words; its features are their runs of letters.
LETTERS = "letters"
_RUNS = (3, 4, 5)
_LONGEST_WORD = 30
_MOST_REMEMBERED = 50_000
_FORMAT = 1
_SEPARATOR = "\n"


@dataclass(frozen=True)
class LinearModel:
    """One column of weights for each output.

    Parameters
    ----------
    outputs : tuple of str
        Names of what is decided, in the order of the columns.
    blocks : mapping of str to float
        Length to which each block is scaled; 0 for a block of plain numbers.
    vocabulary : mapping of str to mapping of str to int
        Row of each feature, by block and name.
    rarity : ndarray of shape (n_features,)
        Inverse document frequency; 1 for plain numbers.
    weights : ndarray of shape (n_features, n_outputs)
    intercepts : ndarray of shape (n_outputs,)
    exclusive : bool
        Whether exactly one output is true (the probabilities are a softmax) or each is decided for itself.
    """

    outputs: tuple[str, ...]
    blocks: Mapping[str, float]
    vocabulary: Mapping[str, Mapping[str, int]]
    rarity: np.ndarray
    weights: np.ndarray
    intercepts: np.ndarray
    exclusive: bool = False
    _names: list[tuple[str, str]] = field(default_factory=list, repr=False, compare=False)
    _rare: list[float] = field(default_factory=list, repr=False, compare=False)
    _spelled: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)
    _masks: dict[frozenset[str], np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    def matrix(self, items: Sequence[Item]) -> Any:
        """The items as a sparse matrix of shape (n_items, n_features)."""
        return matrix(items, self.blocks, self.vocabulary, self._rarities(), self._spelled)

    def _rarities(self) -> list[float]:
        if not self._rare:
            self._rare.extend(self.rarity.tolist())
        return self._rare

    def log_odds(self, items: Sequence[Item]) -> np.ndarray:
        """What speaks for each output; shape (n_items, n_outputs)."""
        if not items:
            return np.zeros((0, len(self.outputs)))
        return self.weigh(self.matrix(items))

    def weigh(self, table: Any) -> np.ndarray:
        """The same for items that `matrix` has laid out."""
        return table @ self.weights + self.intercepts

    def probabilities(self, items: Sequence[Item]) -> np.ndarray:
        """Probability of each output, in [0, 1]; shape (n_items, n_outputs)."""
        odds = self.log_odds(items)
        if not self.exclusive:
            return 1 / (1 + np.exp(-odds))
        raised = np.exp(odds - odds.max(axis=1, keepdims=True)) if len(odds) else odds
        return raised / raised.sum(axis=1, keepdims=True)

    def reasons(self, item: Item, output: str) -> list[tuple[str, str, float]]:
        """What each feature of the item adds to the log-odds of an output: block, name, amount; most for it first."""
        amounts = self.amounts(self.matrix([item]), 0, output)
        return sorted(amounts, key=lambda reason: (-reason[2], reason[0], reason[1]))

    def amounts(
        self, table: Any, row: int, output: str, blocks: frozenset[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """The same for a row of what `matrix` has laid out, in no order, on request of some blocks only."""
        names = self.names()
        here = slice(table.indptr[row], table.indptr[row + 1])
        features, values = table.indices[here], table.data[here]
        if blocks is not None:
            chosen = self._in_blocks(blocks)[features]
            features, values = features[chosen], values[chosen]
        added = values * self.weights[features, self.outputs.index(output)]
        return [(*names[i], amount) for i, amount in zip(features.tolist(), added.tolist(), strict=True)]

    def _in_blocks(self, blocks: frozenset[str]) -> np.ndarray:
        found = self._masks.get(blocks)
        if found is None:
            found = self._masks[blocks] = np.array([block in blocks for block, _name in self.names()], dtype=bool)
        return found

    def names(self) -> list[tuple[str, str]]:
        """Block and name of every feature, in the order of the rows."""
        if not self._names:
            found = {row: (block, name) for block, rows in self.vocabulary.items() for name, row in rows.items()}
            self._names.extend(found[i] for i in range(len(self.rarity)))
        return self._names

    def arrays(self, prefix: str = "") -> dict[str, np.ndarray]:
        """The model as plain arrays, ready for `numpy.savez`; weights in half precision."""
        names = self.names()
        order = list(self.blocks)
        texts = {
            "outputs": _SEPARATOR.join(self.outputs),
            "blocks": _SEPARATOR.join(order),
            "names": _SEPARATOR.join(name for _block, name in names),
        }
        arrays = {key: np.frombuffer(text.encode("utf-8"), dtype=np.uint8) for key, text in texts.items()}
        arrays |= {
            "format": np.array([_FORMAT, int(self.exclusive)], dtype=np.int32),
            "lengths": np.array([self.blocks[block] for block in order], dtype=np.float32),
            "block": np.array([order.index(block) for block, _name in names], dtype=np.uint8),
            "rarity": self.rarity.astype(np.float16),
            "weights": self.weights.astype(np.float16),
            "intercepts": self.intercepts.astype(np.float32),
        }
        return {prefix + key: value for key, value in arrays.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str = "") -> LinearModel:
        """The model that `arrays` stands for.

        Raises
        ------
        ValueError
            The arrays are of another version of the format.
        """

        def text(key: str) -> list[str]:
            return arrays[prefix + key].tobytes().decode("utf-8").split(_SEPARATOR)

        version, exclusive = (int(value) for value in arrays[prefix + "format"])
        if version != _FORMAT:
            raise ValueError(f"a linear model of format {version}; this version reads format {_FORMAT}")
        order = text("blocks")
        vocabulary: dict[str, dict[str, int]] = {block: {} for block in order}
        names = text("names") if len(arrays[prefix + "block"]) else []
        for row, (number, name) in enumerate(zip(arrays[prefix + "block"].tolist(), names, strict=True)):
            vocabulary[order[number]][name] = row
        return cls(
            outputs=tuple(text("outputs")),
            blocks=dict(zip(order, map(float, arrays[prefix + "lengths"]), strict=True)),
            vocabulary=vocabulary,
            rarity=arrays[prefix + "rarity"].astype(np.float32),
            weights=arrays[prefix + "weights"].astype(np.float32),
            intercepts=arrays[prefix + "intercepts"].astype(np.float64),
            exclusive=bool(exclusive),
        )


def runs_of_letters(word: str) -> list[str]:
    """Runs of three to five letters of a word, its ends marked by blanks."""
    marked = f" {word[:_LONGEST_WORD]} "
    return [marked[i : i + n] for n in _RUNS for i in range(len(marked) - n + 1)]


def feature_names(block: str, content: Sequence[str] | Mapping[str, float]) -> Iterable[str]:
    """The names of the features of a block's content, repeats included."""
    return (run for word in content for run in runs_of_letters(word)) if block == LETTERS else content


def matrix(
    items: Sequence[Item],
    blocks: Mapping[str, float],
    vocabulary: Mapping[str, Mapping[str, int]],
    rarity: Sequence[float],
    spelled: dict[str, tuple[int, ...]] | None = None,
) -> Any:
    """Items as a sparse matrix of shape (n_items, n_features), blocks scaled to their lengths.

    `spelled` remembers the rows of the words of the block of letters, for this vocabulary.
    """
    spelled = {} if spelled is None else spelled
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for item in items:
        for block, length in blocks.items():
            content = item.get(block)
            if not content:
                continue
            if not length:
                assert isinstance(content, dict)
                _numbers(content, vocabulary[block], columns, values)
                continue
            rows = vocabulary[block]
            found = _spelt(content, rows, spelled) if block == LETTERS else map(rows.get, content)
            counts: dict[int, int] = {}
            for row in found:
                if row is not None:
                    counts[row] = counts.get(row, 0) + 1
            if counts:
                weighed = [rarity[row] * _DAMPED[n if n < _MOST else _MOST] for row, n in counts.items()]
                scale = length / math.sqrt(sum([value * value for value in weighed]))
                columns += counts
                values += [value * scale for value in weighed]
        ends.append(len(columns))
    return sparse.csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(items), len(rarity)),
    )


def _numbers(content: Mapping[str, float], rows: Mapping[str, int], columns: list[int], values: list[float]) -> None:
    for name, number in content.items():
        row = rows.get(name)
        if row is not None and number:
            columns.append(row)
            values.append(number)


def _spelt(words: Iterable[str], rows: Mapping[str, int], spelled: dict[str, tuple[int, ...]]) -> Iterator[int]:
    """The rows of the known runs of letters of the words."""
    for word in words:
        found = spelled.get(word)
        if found is None:
            if len(spelled) >= _MOST_REMEMBERED:
                spelled.clear()
            found = spelled[word] = tuple(row for row in map(rows.get, runs_of_letters(word)) if row is not None)
        yield from found


_MOST = 200
_DAMPED = [0.0, *(1 + float(np.log(n)) for n in range(1, _MOST + 1))]


def save_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays to an .npz file; the same arrays give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads the file meanwhile reads the old one whole.
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **dict(sorted(arrays.items())))
    unfinished.replace(path)


def load_arrays(path: Path) -> dict[str, np.ndarray]:
    """The arrays of an .npz file; pickled objects are refused."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
