"""What a study has learnt from its people, as plain arrays: a value that corrects what the package's tagger says."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.tagging.learnt.linear import load_arrays, save_arrays
from cjm_research.tagging.learnt.moments import FOUND, NOWHERE, Link, group
from cjm_research.tagging.own.features import OWN_CODE, SPAN, bucket, hashed, places
from cjm_research.tagging.own.fitting import Correction

_FORMAT = 2
# Log-odds of a kind, where they are a feature of an own code: cut, moved and scaled to about the size of words.
_LOW, _HIGH, _SCALE = -6.0, 4.0, 0.3


@dataclass(frozen=True)
class Words:
    """A correction whose features are some plain numbers and then the words of these buckets."""

    buckets: np.ndarray
    correction: Correction

    def table(self, numbers: np.ndarray, words: Any) -> Any:
        """The features of rows: plain numbers of shape (n_rows, n) and hashed words."""
        return table_of(numbers, words, self.buckets)

    def corrected(self, offset: np.ndarray, numbers: np.ndarray, words: Any) -> np.ndarray:
        """New log-odds of shape (n_rows, n_outputs)."""
        return self.correction.corrected(offset, self.table(numbers, words))

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As plain arrays; words of which nothing was learnt are left out."""
        weights = self.correction.weights.astype(np.float16)
        n = len(weights) - len(self.buckets)
        told = np.any(weights[n:] != 0, axis=1)
        return {
            f"{prefix}buckets": self.buckets[told].astype(np.uint32),
            f"{prefix}weights": np.vstack([weights[:n], weights[n:][told]]),
            f"{prefix}slopes": self.correction.slopes.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> Words:
        """The correction that the arrays stand for."""
        weights, slopes = arrays[f"{prefix}weights"].astype(float), arrays[f"{prefix}slopes"].astype(float)
        return cls(arrays[f"{prefix}buckets"].astype(np.int64), Correction(weights, slopes))


def table_of(numbers: np.ndarray, words: Any, buckets: np.ndarray) -> Any:
    """Plain numbers and the hashed words of some buckets side by side; sparse."""
    return sparse.hstack([sparse.csr_matrix(numbers), words.tocsc()[:, buckets]]).tocsr()


@dataclass(frozen=True)
class OwnCode:
    """A code of the researchers' own: how it is found, from how much log-odds on, and how often that is right.

    `examples` counts the passages it was learnt from.
    """

    kind: str
    label: str
    examples: int
    words: Words
    threshold: float
    link: Link

    def odds(self, odds: np.ndarray, words: Any) -> np.ndarray:
        """Log-odds of each unit.

        Parameters
        ----------
        odds : ndarray of shape (n_units, len(FOUND))
            Those of the kinds.
        words
            As of `hashed_for_codes`.
        """
        return self.words.corrected(np.zeros((len(odds), 1)), numbers_of_code(self.kind, odds), words)[:, 0]

    def weight(self, language: str, block: str, name: str) -> float:
        """How much a word, root ... speaks for the code, by itself; 0 where nothing was learnt of it."""
        buckets, weights = self.words.buckets, self.words.correction.weights
        number = bucket(language, block, name)
        row = int(np.searchsorted(buckets, number))
        if row == len(buckets) or buckets[row] != number:
            return 0.0
        return float(OWN_CODE[block] * weights[len(weights) - len(buckets) + row, 0])


def numbers_of_code(kind: str, odds: np.ndarray) -> np.ndarray:
    """The plain numbers that an own code is found by: a constant, and what is said of its kind."""
    said = np.clip(odds[:, FOUND.index(group(kind))], _LOW, _HIGH)
    return np.column_stack([np.ones(len(odds)), _SCALE * (said - NOWHERE)])


def numbers_of_span(name: str, items: Sequence[Mapping[str, Any]], odds: np.ndarray) -> np.ndarray:
    """The plain numbers that "stage", "touchpoint label" ... are corrected by.

    A constant, and for stages the place in the interview, otherwise what the larger model says: somebody may always
    call one thing another. `odds` are that model's, shape (n_items, n_outputs).
    """
    known = places(items) if name == "stage" else np.eye(odds.shape[1])[odds.argmax(axis=1)]
    return np.hstack([np.ones((len(items), 1)), known])


@dataclass(frozen=True)
class Own:
    """All that a study has learnt.

    Parameters
    ----------
    key : str
        What it corrects: version of the tagger and of additional sources.
    finding : Words, optional
        Where the kinds stand; outputs are FOUND.
    shifts : ndarray of shape (len(FOUND),)
        What is added to the threshold of each kind.
    spans : mapping of str to Words
        "touchpoint label", "emotion valence", "stage" ...
    codes : tuple of OwnCode
    examples : mapping of str to int
        Codings that each kind and each name of `spans` was learnt from.
    """

    key: str
    finding: Words | None = None
    shifts: np.ndarray = field(default_factory=lambda: np.zeros(len(FOUND)))
    spans: Mapping[str, Words] = field(default_factory=dict)
    codes: tuple[OwnCode, ...] = ()
    examples: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.finding is None and not self.spans and not self.codes and not self.shifts.any()

    def decided(
        self, name: str, language: str, items: Sequence[Mapping[str, Any]], odds: np.ndarray
    ) -> np.ndarray | None:
        """New log-odds of what spans are; None where nothing was learnt of it."""
        words = self.spans.get(name)
        if words is None or not items:
            return None
        table = hashed(items, SPAN[name.split()[-1]], language)
        return words.corrected(odds, numbers_of_span(name, items, odds), table)

    def save(self, path: Path) -> None:
        """Write everything to an .npz file; the same value gives the same bytes."""
        names = [self.key, *(f"{code.kind}/{code.label}" for code in self.codes)]
        counted = sorted(self.examples)
        arrays = {
            "format": np.array([_FORMAT]),
            "names": _text(names),
            "counted": _text(counted),
            "counts": np.array([self.examples[name] for name in counted], dtype=np.int32),
            "spans": _text(sorted(self.spans)),
            "shifts": self.shifts.astype(np.float32),
        }
        if self.finding is not None:
            arrays |= self.finding.arrays("finding ")
        for name, words in self.spans.items():
            arrays |= words.arrays(f"span {name} ")
        for n, code in enumerate(self.codes):
            arrays |= code.words.arrays(f"code {n} ")
            arrays[f"code {n} threshold"] = np.array([code.threshold, code.examples])
            arrays[f"code {n} link"] = np.vstack([code.link.at, code.link.share]).astype(np.float32)
        save_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Own | None:
        """What a file holds; None where there is none, or one that cannot be read any more."""
        if not zipfile.is_zipfile(path):
            return None
        try:
            return cls._of(load_arrays(path))
        except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile):  # damaged: it is learnt anew
            return None

    @classmethod
    def _of(cls, arrays: Mapping[str, np.ndarray]) -> Own | None:
        if int(arrays["format"][0]) != _FORMAT or len(arrays["shifts"]) != len(FOUND):
            return None
        key, *codes = _names(arrays["names"])
        found = []
        for n, name in enumerate(codes):
            kind, _slash, label = name.partition("/")
            threshold, examples = arrays[f"code {n} threshold"].tolist()
            link = Link(*arrays[f"code {n} link"].astype(float))
            found.append(OwnCode(kind, label, int(examples), Words.from_arrays(arrays, f"code {n} "), threshold, link))
        return cls(
            key=key,
            finding=Words.from_arrays(arrays, "finding ") if "finding weights" in arrays else None,
            shifts=arrays["shifts"].astype(float),
            spans={name: Words.from_arrays(arrays, f"span {name} ") for name in _names(arrays["spans"])},
            codes=tuple(found),
            examples=dict(zip(_names(arrays["counted"]), arrays["counts"].tolist(), strict=True)),
        )


def _text(names: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def _names(array: np.ndarray) -> list[str]:
    text = array.tobytes().decode("utf-8")
    return text.split("\n") if text else []


@dataclass(frozen=True)
class OwnFile:
    """A file with what a study has learnt, and its digest: a value that travels to other processes."""

    file: str
    digest: str

    @classmethod
    def of(cls, path: Path) -> OwnFile:
        """The file as it is now."""
        return cls(str(path), hashlib.sha256(path.read_bytes()).hexdigest()[:16])

    def load(self) -> Own:
        """What it holds, read once a process.

        Raises
        ------
        BadValueError
            It cannot be read.
        """
        return _loaded(self)


@lru_cache(maxsize=4)
def _loaded(file: OwnFile) -> Own:
    own = Own.load(Path(file.file))
    if own is None:
        raise BadValueError.at(
            file.file, _("What the study has learnt cannot be read."), hint=_("Let the study learn again.")
        )
    return own
