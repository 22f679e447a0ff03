"""Linear classifiers over named features: small, readable, stored without pickle.

A text is described by blocks of feature names ("word": its words, "prev": those of the clause before, ...). Within a
block, counts are damped and weighed by rarity (sublinear TF-IDF; Salton and Buckley 1988), and the block is scaled to
the length that the model gives it. A block of numbers goes in as it is. Every weight belongs to a name, so a decision
can be taken apart again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

# What describes one text: for each block either its feature names, repeats included, or numbers by name.
Item = Mapping[str, Sequence[str] | Mapping[str, float]]
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

    def matrix(self, items: Sequence[Item]) -> Any:
        """The items as a sparse matrix of shape (n_items, n_features)."""
        return matrix(items, self.blocks, self.vocabulary, self.rarity)

    def log_odds(self, items: Sequence[Item]) -> np.ndarray:
        """What speaks for each output; shape (n_items, n_outputs)."""
        if not items:
            return np.zeros((0, len(self.outputs)))
        return self.matrix(items) @ self.weights + self.intercepts

    def probabilities(self, items: Sequence[Item]) -> np.ndarray:
        """Probability of each output, in [0, 1]; shape (n_items, n_outputs)."""
        odds = self.log_odds(items)
        if not self.exclusive:
            return 1 / (1 + np.exp(-odds))
        raised = np.exp(odds - odds.max(axis=1, keepdims=True)) if len(odds) else odds
        return raised / raised.sum(axis=1, keepdims=True)

    def reasons(self, item: Item, output: str) -> list[tuple[str, str, float]]:
        """What each feature of the item adds to the log-odds of an output: block, name, amount; most for it first."""
        row = self.matrix([item])
        column = self.outputs.index(output)
        names = self.names()
        amounts = [
            (*names[i], float(value * self.weights[i, column])) for i, value in zip(row.indices, row.data, strict=True)
        ]
        return sorted(amounts, key=lambda reason: (-reason[2], reason[0], reason[1]))

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


def matrix(
    items: Sequence[Item],
    blocks: Mapping[str, float],
    vocabulary: Mapping[str, Mapping[str, int]],
    rarity: np.ndarray,
) -> Any:
    """Items as a sparse matrix of shape (n_items, n_features), blocks scaled to their lengths."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    rare = rarity.tolist()
    for item in items:
        for block, length in blocks.items():
            rows = vocabulary[block]
            content = item.get(block)
            if not content:
                continue
            if isinstance(content, Mapping):
                for name, number in content.items():
                    row = rows.get(name)
                    if row is not None and number:
                        columns.append(row)
                        values.append(number)
                continue
            counts: dict[int, int] = {}
            for name in content:
                row = rows.get(name)
                if row is not None:
                    counts[row] = counts.get(row, 0) + 1
            if not counts:
                continue
            weighed = [rare[row] * _DAMPED[n if n < _MOST else _MOST] for row, n in counts.items()]
            scale = length / sum(value * value for value in weighed) ** 0.5
            columns.extend(counts)
            values.extend(value * scale for value in weighed)
        ends.append(len(columns))
    return sparse.csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(items), len(rarity)),
    )


_MOST = 200
_DAMPED = [0.0, *(1 + float(np.log(n)) for n in range(1, _MOST + 1))]


def save_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays to an .npz file; the same arrays give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **dict(sorted(arrays.items())))


def load_arrays(path: Path) -> dict[str, np.ndarray]:
    """The arrays of an .npz file; pickled objects are refused."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
