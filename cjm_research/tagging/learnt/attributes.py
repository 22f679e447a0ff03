"""What a found span is, beyond its kind: the label, the valence and the stage, learnt from coded interviews.

Linear models read what stands in and around the span, what the rules say there among it (see `surroundings`). A span
whose label is most likely wrong is of little use: it is dropped, and the scores of the others are set anew. Stages are
smoothed over the interview with the usual steps from one to the next (forward-backward algorithm; Rabiner 1989).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from cjm_research.model.scheme import LABELS
from cjm_research.tagging.learnt.linear import LinearModel, load_arrays
from cjm_research.tagging.learnt.surroundings import Content, Language, Sheet, of_span, of_utterance
from cjm_research.tagging.reading import Candidate, Turn
from cjm_research.tagging.rules.scoring import weights_folder

LABEL, VALENCE, STAGE = "label", "valence", "stage"
# How much the rest of the interview counts beside what stands at the span.
CHAIN = 0.5
# How much the likely labels of a feeling count beside what the model of valences says.
LABEL_SAYS = 0.5
# How much the score of a span counts beside the probability of its label where it is decided whether the span is kept.
SCORE_SAYS = 0.6
# Kinds that carry a label and a valence.
LABELLED = tuple(LABELS)
EMOTION = "emotion"


@dataclass(frozen=True)
class Spans:
    """The spans of an interview with their features: `contents[i]` is of a span of utterance `answer[i]`."""

    candidates: list[Candidate]
    contents: list[Content]
    answer: np.ndarray
    answers: list[Content]

    def item(self, i: int) -> dict[str, Any]:
        """Everything that is told of a span: what stands in and around it, and of its answer."""
        return {**self.contents[i], **self.answers[self.answer[i]]}


def spans_of(turns: Sequence[Turn], group: str, language: Language) -> Spans:
    """The candidates of the participant's turns with what stands in and around them."""
    sheets = [Sheet.of(turn.participant, turn.reading, language) for turn in turns]
    places = [number for number, turn in enumerate(turns) if turn.participant]
    spans = Spans([], [], np.zeros(0, dtype=int), [])
    answer: list[int] = []
    for place, number in enumerate(places):
        candidates = turns[number].reading.candidates
        spans.answers.append(of_utterance(sheets, number, (place, len(places)), group))
        spans.candidates.extend(candidates)
        spans.contents.extend(of_span(sheets[number], candidate) for candidate in candidates)
        answer.extend([place] * len(candidates))
    return Spans(spans.candidates, spans.contents, np.array(answer, dtype=int), spans.answers)


@dataclass(frozen=True)
class Sureness:
    """How sure a span and its label must be for it to be kept, and the score of what is kept.

    Parameters
    ----------
    least : float
        Least `worth` of a span that is kept.
    score, label, constant : float
        Weights of the log-odds of the span's score and of the label's probability, which make the score of a kept span.
    """

    least: float = -np.inf
    score: float = 1.0
    label: float = 0.0
    constant: float = 0.0

    def of(self, score: float, label: float) -> float:
        """The share of kept spans that are right."""
        return float(1 / (1 + np.exp(-(self.score * logit(score) + self.label * logit(label) + self.constant))))


def worth(score: float, label: float) -> float:
    """Log-odds of the likeliest label with those of the span: a span is kept for being sure in both."""
    return logit(label) + SCORE_SAYS * logit(score)


def logit(share: float) -> float:
    """Log-odds of a share, cut where a share of 0 or 1 would have none."""
    share = min(max(share, 0.005), 0.995)
    return float(np.log(share / (1 - share)))


class OwnDecisions(Protocol):
    """What a study has learnt of labels, valences and stages (see `cjm_research.tagging.own`)."""

    def decided(self, name: str, spans: Spans, chosen: Sequence[int], odds: np.ndarray) -> np.ndarray:
        """New log-probabilities of the outputs for the spans `chosen`; `odds` where nothing was learnt of `name`."""

    def examples(self, name: str) -> int:
        """How many codings `name` was learnt from."""


@dataclass(frozen=True)
class Attributes:
    """The learnt deciders of one language.

    Parameters
    ----------
    labels, valences : mapping of str to LinearModel
        By kind; the outputs of a valence model are "-2" to "2".
    stages : LinearModel, optional
    steps : ndarray of shape (7, 7)
        Log-ratio of each step from a stage to the next one.
    sure : mapping of str to Sureness
        By kind.
    usual : mapping of str to ndarray of shape (n_labels, n_valences)
        Share of each valence among the spans of a label, for kinds where the label tells of the valence.
    """

    language: Language
    labels: Mapping[str, LinearModel]
    valences: Mapping[str, LinearModel]
    stages: LinearModel | None
    steps: np.ndarray
    sure: Mapping[str, Sureness] = field(default_factory=dict)
    usual: Mapping[str, np.ndarray] = field(default_factory=dict)

    def describe(
        self, turns: Sequence[Turn], group: str, *, sure_only: bool = False, own: OwnDecisions | None = None
    ) -> None:
        """Give every candidate of the participant's turns its label, valence and stage; without models, the rules'.

        With `sure_only`, spans are dropped whose label is too unsure, and the scores of the others are set anew. `own`
        corrects what the models say.
        """
        if self.stages is None:
            _by_rules(turns)
            return
        spans = spans_of(turns, group, self.language)
        if not spans.candidates:
            return
        unsure: set[int] = set()
        for kind in LABELLED:
            chosen = [i for i, candidate in enumerate(spans.candidates) if candidate.kind == kind]
            if chosen:
                shares = self._label(spans, kind, chosen, own)
                if sure_only and kind in self.sure:
                    unsure |= _judge(self.sure[kind], [spans.candidates[i] for i in chosen], shares)
        if unsure:
            for turn in turns:
                turn.reading.candidates = [c for c in turn.reading.candidates if id(c) not in unsure]
        for candidate, stage in zip(spans.candidates, self._stages(spans, self.stages, own), strict=True):
            candidate.stage = stage

    def _label(self, spans: Spans, kind: str, chosen: list[int], own: OwnDecisions | None) -> list[float]:
        """Set labels and valences; the probabilities of the labels are returned."""
        labels, valence = self.labels[kind], self.valences[kind]
        odds = log_odds(labels, spans, chosen)
        usual = np.argmax(odds, axis=1)
        said = log_shares(log_odds(valence, spans, chosen) + leaning(odds, self.usual.get(kind)))
        if own is not None:
            odds = own.decided(f"{kind} {LABEL}", spans, chosen, odds)
            said = own.decided(f"{kind} {VALENCE}", spans, chosen, said)
        best = np.argmax(odds, axis=1)
        valences = valence_of(said, valence.outputs)
        for i, label, before, value in zip(chosen, best, usual, valences, strict=True):
            candidate = spans.candidates[i]
            candidate.label = candidate.fixed_label or labels.outputs[label]
            candidate.valence = value
            if own is not None and label != before and not candidate.fixed_label and not candidate.learnt:
                candidate.learnt, candidate.examples = LABEL, own.examples(f"{kind} {LABEL}")
        return np.exp(odds.max(axis=1)).tolist()

    def _stages(self, spans: Spans, model: LinearModel, own: OwnDecisions | None) -> list[str]:
        chosen = range(len(spans.candidates))
        odds = log_odds(model, spans, chosen)
        total = odds + around(odds, spans.answer, len(spans.answers), self.steps)[spans.answer]
        if own is not None:
            total = own.decided(STAGE, spans, chosen, log_shares(total))
        return [model.outputs[i] for i in np.argmax(total, axis=1)]


def _judge(sure: Sureness, candidates: Sequence[Candidate], shares: Sequence[float]) -> set[int]:
    """Set the scores of the sure ones; the identities of the others are returned."""
    unsure = set()
    for candidate, share in zip(candidates, shares, strict=True):
        if candidate.fixed_label:
            continue
        if worth(candidate.score, share) < sure.least:
            unsure.add(id(candidate))
        else:
            candidate.score = sure.of(candidate.score, share)
    return unsure


def log_odds(model: LinearModel, spans: Spans, chosen: Sequence[int]) -> np.ndarray:
    """What speaks for each output, for the spans `chosen`; shape (n_chosen, n_outputs), rows are log-probabilities."""
    own = model.log_odds([spans.contents[i] for i in chosen])
    used, place = np.unique(spans.answer[np.asarray(chosen, dtype=int)], return_inverse=True)
    shared = model.log_odds([spans.answers[i] for i in used]) - model.intercepts
    return log_shares(own + shared[place])


def log_shares(odds: np.ndarray) -> np.ndarray:
    """Log-probabilities that add up to one, row by row."""
    return odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)


def leaning(odds: np.ndarray, usual: np.ndarray | None) -> np.ndarray:
    """What the labels speak for among the valences; `odds` are log-probabilities of shape (n_spans, n_labels)."""
    if usual is None:
        return np.zeros((len(odds), 1))
    return LABEL_SAYS * np.log(np.exp(odds) @ usual)


def valence_of(odds: np.ndarray, outputs: Sequence[str]) -> list[int]:
    """The likeliest sign, and of its two sizes the likelier one; `odds` are log-probabilities of "-2" to "2"."""
    values = np.array([int(output) for output in outputs])
    shares = np.exp(odds)
    signs = np.column_stack([shares[:, np.sign(values) == sign].sum(axis=1) for sign in (-1, 0, 1)])
    decided = np.argmax(signs, axis=1) - 1
    masked = np.where(np.sign(values)[None, :] == decided[:, None], shares, -1.0)
    return [int(value) for value in values[np.argmax(masked, axis=1)]]


def around(odds: np.ndarray, answer: np.ndarray, n_answers: int, steps: np.ndarray) -> np.ndarray:
    """What the other answers of the interview say of the stage of each answer; log-ratios, shape (n_answers, n_stages).

    An answer is of the stage that its spans speak for on average.
    """
    counts = np.bincount(answer, minlength=n_answers)
    evidence = np.zeros((n_answers, odds.shape[1]))
    np.add.at(evidence, answer, odds)
    evidence /= np.maximum(counts, 1)[:, None]
    forward, backward = np.zeros_like(evidence), np.zeros_like(evidence)
    for t in range(1, n_answers):
        forward[t] = np.logaddexp.reduce((forward[t - 1] + evidence[t - 1])[:, None] + steps, axis=0)
        forward[t] -= forward[t].max()
        u = n_answers - 1 - t
        backward[u] = np.logaddexp.reduce(steps + (evidence[u + 1] + backward[u + 1])[None, :], axis=1)
        backward[u] -= backward[u].max()
    return CHAIN * (forward + backward)


def _by_rules(turns: Sequence[Turn]) -> None:
    """What the rules fix themselves; the stage is that of the strongest cue, otherwise the use of the product."""
    for turn in turns:
        cues = [hit.entry for hit in turn.reading.hits if hit.entry.kind == "stage" and hit.entry.stage]
        usual = max(cues, key=lambda entry: entry.weight).stage if cues else "experience"
        for candidate in turn.reading.candidates if turn.participant else ():
            candidate.stage = candidate.fixed_stage or usual
            if candidate.kind in LABELLED and candidate.valence is None:
                candidate.valence = 0


def weights_file(language: str) -> Path:
    """Where the learnt figures of a language lie."""
    return weights_folder() / f"attributes_{language}.npz"


@cache
def load_attributes(language: str) -> Attributes:
    """The learnt deciders of a language; those that go by the rules where nothing was learnt for it."""
    path = weights_file(language)
    plain = Attributes(Language.load(language), {}, {}, None, np.zeros((0, 0)))
    return from_arrays(plain, load_arrays(path)) if path.exists() else plain


def from_arrays(plain: Attributes, arrays: Mapping[str, np.ndarray]) -> Attributes:
    """`plain` with the models that the arrays hold."""
    return Attributes(
        plain.language,
        {kind: LinearModel.from_arrays(arrays, f"{kind} {LABEL} ") for kind in LABELLED},
        {kind: LinearModel.from_arrays(arrays, f"{kind} {VALENCE} ") for kind in LABELLED},
        LinearModel.from_arrays(arrays, f"{STAGE} "),
        arrays["steps"].astype(np.float64),
        {
            kind: Sureness(*arrays[f"{kind} sure"].astype(float).tolist())
            for kind in LABELLED
            if f"{kind} sure" in arrays
        },
        {EMOTION: arrays["usual"].astype(np.float64)} if "usual" in arrays else {},
    )


def sure_array(sure: Sureness) -> np.ndarray:
    """As a plain array."""
    return np.array(astuple(sure), dtype=np.float32)
