"""Which feelings a whole text shows, and whether it speaks well or ill: a learnt judgement beside the rules.

Strangers' comments, film subtitles, posts, reviews and interviews show feeling at different rates and in different
words. So each kind of text, a register, has weights and thresholds of its own, learnt together with what all share
(Daumé III 2007, Frustratingly easy domain adaptation), and a text is judged by the registers that it resembles.
Training: `benchmarks/train_feelings.py`; figures: `docs/model-cards/feelings.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from cjm_research.errors import UnknownLanguageError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model.scheme import EMOTION_LABELS
from cjm_research.tagging.learnt.feeling_features import Describer, Piece, clauses_of, sentences_of
from cjm_research.tagging.learnt.linear import LinearModel, load_arrays
from cjm_research.tagging.rules.lemmas import lemmatizer

SIGNS = ("negative", "neutral", "positive", "ambivalent")
POLARITY_HEADS = ("is negative", "is neutral", "is positive")
NEUTRAL = "neutral"
# A register's say on one family is limited to this much log-odds beyond its threshold, either way.
MOST_SAY = 1.0
# What a register says on a family that its texts are never asked about.
NO_SAY = -0.5
# So many words are named as the reason for a family.
REASONS = 3
# The register whose texts were sentences in training.
BY_SENTENCE = "interviews"
# Texts that are judged at once, so that a long list takes no more memory than a short one.
BATCH = 512


@dataclass(frozen=True)
class Feelings:
    """The feelings of one text.

    Parameters
    ----------
    families : mapping of str to float
        Probability of each of the thirteen families, in [0, 1].
    shown : tuple of str
        The families above their thresholds, strongest first.
    polarity : mapping of str to float
        Probability of each of `SIGNS`; they sum to 1.
    sign : str
        The sign decided on.
    neutral : float
        Probability that the text shows no feeling, in [0, 1].
    words : mapping of str to tuple of (int, int)
        For each shown family the words that weighed most, as half-open ranges of code points.
    places : mapping of str to (int, int)
        For each shown family the clause that weighs most.
    registers : mapping of str to float
        How much the text resembles each register; they sum to 1.
    """

    families: Mapping[str, float]
    shown: tuple[str, ...]
    polarity: Mapping[str, float]
    sign: str
    neutral: float
    words: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    registers: Mapping[str, float] = field(default_factory=dict)

    def place(self, family: str) -> tuple[int, int]:
        """The clause that weighs most for a shown family, as a half-open range of code points.

        Raises
        ------
        UnknownNameError
            The text does not show the family.
        """
        if family not in self.places:
            raise UnknownNameError(_("This text does not show the feeling “{family}”.").format(family=family))
        return self.places[family]


@dataclass(frozen=True)
class FeelingsModel:
    """Everything that is learnt for one language.

    Parameters
    ----------
    describer : Describer
    linear : LinearModel
        From features to raw log-odds, one column a judgement.
    heads : tuple of (str, str)
        Register and name of each judgement; the register "" holds the registers themselves.
    slopes, intercepts, thresholds : ndarray of shape (n_heads,)
        What makes log-odds of the raw ones, and the log-odds from which on a judgement is true.
    registers : tuple of str
    signs : ndarray of shape (n_registers, 4, 4)
        For each register and sign: weights of the three polarity judgements, then the constant.
    leanings : ndarray of shape (n_registers, 4)
        Added to the log-probability of each sign before one is decided on.
    """

    describer: Describer
    linear: LinearModel
    heads: tuple[tuple[str, str], ...]
    slopes: np.ndarray
    intercepts: np.ndarray
    thresholds: np.ndarray
    registers: tuple[str, ...]
    signs: np.ndarray
    leanings: np.ndarray

    def columns(self, name: str) -> list[int | None]:
        """The judgement `name` of each register, None where it has none."""
        return [self._where.get((register, name)) for register in self.registers]

    @cached_property
    def _where(self) -> dict[tuple[str, str], int]:
        return {head: column for column, head in enumerate(self.heads)}

    @cached_property
    def by_sentence(self) -> tuple[list[int], np.ndarray]:
        """The judgements of the register that was learnt sentence by sentence, and their weights in one piece."""
        columns = [column for (register, _name), column in self._where.items() if register == BY_SENTENCE]
        return columns, np.ascontiguousarray(self.linear.weights[:, columns])

    def _told(self, names: tuple[str, ...]) -> list[tuple[list[int], list[int]]]:
        """For each register which of the names it judges, and the columns of these judgements."""
        if names not in self._remembered:
            known = [
                [(k, self._where[register, name]) for k, name in enumerate(names) if (register, name) in self._where]
                for register in self.registers
            ]
            self._remembered[names] = [([k for k, _c in pairs], [c for _k, c in pairs]) for pairs in known]
        return self._remembered[names]

    @cached_property
    def _remembered(self) -> dict[tuple[str, ...], list[tuple[list[int], list[int]]]]:
        return {}

    def resemblance(self, odds: np.ndarray, together: bool) -> np.ndarray:
        """Probability of each register, shape (n_texts, n_registers); `together` = the texts are of one source."""
        raw = odds[:, [self._where["", register] for register in self.registers]]
        shares = softmax(raw)
        if together and len(raw) > 1:
            # The mean over the texts, sharpened by their number: many texts of one source leave little doubt.
            logs = np.log(shares + 1e-4).mean(axis=0, keepdims=True) * min(len(raw), SHARPEST)
            shares = np.repeat(softmax(logs), len(raw), axis=0)
        return shares

    def margins(self, odds: np.ndarray, shares: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """How far each family lies above its threshold by the registers' weighted say; shape (n_texts, n_names)."""
        table = np.zeros((len(odds), len(names)))
        for r, (judged, columns) in enumerate(self._told(tuple(names))):
            say = np.full(table.shape, NO_SAY)
            say[:, judged] = np.clip(odds[:, columns] - self.thresholds[columns], -MOST_SAY, MOST_SAY)
            table += shares[:, [r]] * say
        return table

    def chances(self, odds: np.ndarray, shares: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """Probability of each family, by the registers that know it; shape (n_texts, n_names)."""
        table, total = np.zeros((len(odds), len(names))), np.zeros((len(odds), len(names)))
        for r, (judged, columns) in enumerate(self._told(tuple(names))):
            weight = shares[:, [r]] + 1e-6
            table[:, judged] += weight * sigmoid(odds[:, columns])
            total[:, judged] += weight
        return table / total

    def polarity(self, odds: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities of the signs, shape (n_texts, 4), and the number of the sign decided on."""
        chance = np.zeros((len(odds), len(SIGNS)))
        verdict = np.zeros((len(odds), len(SIGNS)))
        by_head = [self.columns(name) for name in POLARITY_HEADS]
        for r in range(len(self.registers)):
            three = odds[:, [columns[r] or 0 for columns in by_head]]
            here = softmax(three @ self.signs[r, :, :3].T + self.signs[r, :, 3])
            chance += shares[:, [r]] * here
            verdict += shares[:, [r]] * softmax(np.log(here + 1e-9) + self.leanings[r])
        return chance, verdict.argmax(axis=1)


# More texts of one source than this do not make their register surer.
SHARPEST = 20


def sigmoid(odds: np.ndarray) -> np.ndarray:
    """Probabilities of log-odds."""
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def softmax(odds: np.ndarray) -> np.ndarray:
    """Probabilities of which each row sums to 1."""
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def weights_path(language: str) -> Path:
    """Where the weights of a language lie."""
    return Path(__file__).parents[1] / "weights" / f"feelings_{language}.npz"


@cache
def load_feelings(language: str) -> FeelingsModel:
    """The model of a language.

    Raises
    ------
    UnknownLanguageError
        There are no weights for it.
    """
    known = sorted(path.stem.partition("_")[2] for path in weights_path("").parent.glob("feelings_*.npz"))
    if language not in known:
        raise UnknownLanguageError(
            _("The tagger does not know the language “{language}”. Known: {known}.").format(
                language=language or "?", known=", ".join(known)
            )
        )
    return model_from(language, load_arrays(weights_path(language)))


def model_from(language: str, arrays: Mapping[str, np.ndarray]) -> FeelingsModel:
    """The model that stored arrays stand for."""

    def lines(key: str) -> list[str]:
        return arrays[key].tobytes().decode("utf-8").split("\n")

    return FeelingsModel(
        describer=Describer(lemmatizer(language), frozenset(lines("negations"))),
        linear=LinearModel.from_arrays(arrays, "linear."),
        heads=tuple((register, name) for register, name in (line.split("\t") for line in lines("heads"))),
        slopes=arrays["slopes"].astype(float),
        intercepts=arrays["intercepts"].astype(float),
        thresholds=arrays["thresholds"].astype(float),
        registers=tuple(lines("registers")),
        signs=arrays["signs"].astype(float),
        leanings=arrays["leanings"].astype(float),
    )


def feelings(language: str, text: str, *, register: str | None = None) -> Feelings:
    """The feelings of one text.

    Parameters
    ----------
    language : str
        ISO 639-1 code.
    text : str
    register : str, optional
        What kind of text it is (`load_feelings(language).registers`); by default the text itself tells.

    Raises
    ------
    UnknownLanguageError
        There are no weights for the language.
    UnknownNameError
        There is no such register.
    """
    return feelings_of(language, [text], register=register)[0]


def feelings_of(
    language: str, texts: Sequence[str], *, register: str | None = None, together: bool = False
) -> list[Feelings]:
    """The feelings of several texts, in their order.

    Parameters
    ----------
    language, register
        As in `feelings`.
    texts : sequence of str
    together : bool
        The texts are of one source (a transcript, a file of comments), so what all of them resemble counts for each.
    """
    model = load_feelings(language)
    if register is not None and register not in model.registers:
        raise UnknownNameError(
            _("There is no register “{register}”. Known: {known}.").format(
                register=register, known=", ".join(model.registers)
            )
        )
    described = [_described(model, texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    if not described:
        return []
    odds = np.vstack([batch.odds for batch in described])
    if register is None:
        shares = model.resemblance(odds, together)
    else:
        shares = np.tile(np.array([float(name == register) for name in model.registers]), (len(texts), 1))
    judged: list[Feelings] = []
    for batch in described:
        judged.extend(_judged(model, batch, shares[len(judged) : len(judged) + len(batch.texts)]))
    return judged


@dataclass(frozen=True)
class _Batch:
    """Some texts on their way: pieces and feature names of each, all features as a sparse matrix, log-odds."""

    texts: Sequence[str]
    pieces: list[list[Piece]]
    items: list[dict[str, list[str]]]
    table: Any
    odds: np.ndarray


def _described(model: FeelingsModel, texts: Sequence[str]) -> _Batch:
    pieces = [model.describer.pieces(text) for text in texts]
    items = [model.describer.item(text, found) for text, found in zip(texts, pieces, strict=True)]
    table = model.linear.matrix(items)
    odds = (table @ model.linear.weights) * model.slopes + model.intercepts
    _judge_by_sentence(model, texts, odds)
    return _Batch(texts, pieces, items, table, odds)


def _judge_by_sentence(model: FeelingsModel, texts: Sequence[str], odds: np.ndarray) -> None:
    """Set the judgements of the register that was learnt sentence by sentence: each by the sentence that says most."""
    single: list[dict[str, list[str]]] = []
    ranges: list[tuple[int, int, int]] = []
    for i, text in enumerate(texts):
        sentences = sentences_of(text)
        if len(sentences) > 1:
            ranges.append((i, len(single), len(single) + len(sentences)))
            single.extend(model.describer.item(sentence) for sentence in sentences)
    if not single:
        return
    columns, weights = model.by_sentence
    found = (model.linear.matrix(single) @ weights) * model.slopes[columns] + model.intercepts[columns]
    # A text is without feeling only if all of its sentences are.
    lowest = np.array([model.heads[c][1] in (NEUTRAL, POLARITY_HEADS[1]) for c in columns])
    for i, start, end in ranges:
        here = found[start:end]
        odds[i, columns] = np.where(lowest, here.min(axis=0), here.max(axis=0))


def _judged(model: FeelingsModel, batch: _Batch, shares: np.ndarray) -> list[Feelings]:
    margins = model.margins(batch.odds, shares, EMOTION_LABELS)
    chances = model.chances(batch.odds, shares, (*EMOTION_LABELS, NEUTRAL))
    polarity, decided = model.polarity(batch.odds, shares)
    judged = []
    for i, pieces in enumerate(batch.pieces):
        # A text without a word or a sign says nothing, whatever the habits of its kind.
        over = [k for k in range(len(EMOTION_LABELS)) if margins[i, k] > 0 and pieces]
        over.sort(key=lambda k: (-margins[i, k], k))
        shown = tuple(EMOTION_LABELS[k] for k in over)
        words, places = _reasons(model, batch, i, shown, shares[i]) if shown else ({}, {})
        judged.append(
            Feelings(
                families=dict(zip(EMOTION_LABELS, chances[i].tolist(), strict=False)),
                shown=shown,
                polarity=dict(zip(SIGNS, polarity[i].tolist(), strict=True)),
                sign=SIGNS[decided[i]] if pieces else NEUTRAL,
                neutral=float(chances[i, -1]),
                words=words,
                places=places,
                registers=dict(zip(model.registers, shares[i].tolist(), strict=True)),
            )
        )
    return judged


Range = tuple[int, int]


def _reasons(
    model: FeelingsModel, batch: _Batch, i: int, shown: tuple[str, ...], shares: np.ndarray
) -> tuple[dict[str, tuple[Range, ...]], dict[str, Range]]:
    """The words that weigh most for each shown family, and the clause where they weigh most."""
    pieces = batch.pieces[i]
    amounts = _piece_amounts(model, batch, i, shown, shares)
    clauses = clauses_of(batch.texts[i], pieces)
    words: dict[str, tuple[Range, ...]] = {}
    places: dict[str, Range] = {}
    for k, family in enumerate(shown):
        column = amounts[:, k].tolist()
        best = sorted((-amount, n) for n, amount in enumerate(column) if amount > 0)[:REASONS]
        words[family] = tuple((pieces[n].start, pieces[n].end) for _amount, n in best)
        _amount, first, last = max((sum(column[start:end]), -start, end) for start, end in clauses)
        places[family] = (pieces[-first].start, pieces[last - 1].end)
    return words, places


def _piece_amounts(model: FeelingsModel, batch: _Batch, i: int, shown: Sequence[str], shares: np.ndarray) -> np.ndarray:
    """What each piece adds to the log-odds of each shown family; shape (n_pieces, n_shown).

    A pair of words is credited half to each, the parts of a chunk to its first word.
    """
    mixed = np.zeros((len(model.heads), len(shown)))
    for k, family in enumerate(shown):
        for r, column in enumerate(model.columns(family)):
            if column is not None:
                mixed[column, k] = shares[r] * model.slopes[column]
    part = slice(batch.table.indptr[i], batch.table.indptr[i + 1])
    features = batch.table.indices[part]
    worth = batch.table.data[part, None] * (model.linear.weights[features] @ mixed)
    place = {feature: row for row, feature in enumerate(features.tolist())}
    rows, owners, halves = [], [], []
    for block, name, owner, half in _owners(model.describer, batch.texts[i], batch.pieces[i], batch.items[i]):
        row = place.get(model.linear.vocabulary[block].get(name, -1))
        if row is not None:
            rows.append(row)
            owners.append(owner)
            halves.append(half)
    amounts = np.zeros((len(batch.pieces[i]), len(shown)))
    if not rows:
        return amounts
    weights = np.array(halves) / np.bincount(rows, weights=halves, minlength=len(features))[rows]
    np.add.at(amounts, owners, worth[rows] * weights[:, None])
    return amounts


def _owners(
    describer: Describer, text: str, pieces: list[Piece], item: Mapping[str, list[str]]
) -> Iterator[tuple[str, str, int, float]]:
    """Block and name of each feature of a text, the number of the piece that it belongs to, and its share there."""
    words = [number for number, piece in enumerate(pieces) if piece.is_word]
    n = len(words)
    for block in ("word", "lemma"):
        names = item[block]
        yield from ((block, names[k], words[k], 1.0) for k in range(n))
        for k in range(n - 1):
            yield block, names[n + k], words[k], 0.5
            yield block, names[n + k], words[k + 1], 0.5
    yield from (("denied", pieces[number].lemma, number, 1.0) for number in describer.denied(pieces))
    yield from (("mark", piece.form, number, 1.0) for number, piece in enumerate(pieces) if not piece.is_word)
    number = 0
    for start, parts in describer.chunks(text):
        while number + 1 < len(pieces) and pieces[number].end <= start:
            number += 1
        yield from (("part", name, number, 1.0) for name in parts)
