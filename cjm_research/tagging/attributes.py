"""What a found span is, beyond its kind: the label, the valence and the stage, learnt from coded interviews.

Linear models read what stands in and around the span, what the rules say there among it (see `surroundings`). Stages
are smoothed over the interview with the usual steps from one to the next (forward-backward algorithm; Rabiner 1989).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from cjm_research.model.scheme import LABELS
from cjm_research.tagging.linear import LinearModel, load_arrays
from cjm_research.tagging.reading import Candidate, Turn
from cjm_research.tagging.scoring import weights_folder
from cjm_research.tagging.surroundings import Content, Language, Sheet, of_span, of_utterance

LABEL, VALENCE, STAGE = "label", "valence", "stage"
# How much the rest of the interview counts beside what stands at the span.
CHAIN = 0.5
# Kinds that carry a label and a valence.
LABELLED = tuple(LABELS)


@dataclass(frozen=True)
class Spans:
    """The spans of an interview with their features: `contents[i]` is of a span of utterance `answer[i]`."""

    candidates: list[Candidate]
    contents: list[Content]
    answer: np.ndarray
    answers: list[Content]


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
class Attributes:
    """The learnt deciders of one language.

    Parameters
    ----------
    labels, valences : mapping of str to LinearModel
        By kind; the outputs of a valence model are "-2" to "2".
    stages : LinearModel, optional
    steps : ndarray of shape (7, 7)
        Log-ratio of each step from a stage to the next one.
    """

    language: Language
    labels: Mapping[str, LinearModel]
    valences: Mapping[str, LinearModel]
    stages: LinearModel | None
    steps: np.ndarray

    def describe(self, turns: Sequence[Turn], group: str) -> None:
        """Give every candidate of the participant's turns its label, valence and stage; without models, the rules'."""
        if self.stages is None:
            _by_rules(turns)
            return
        spans = spans_of(turns, group, self.language)
        if not spans.candidates:
            return
        for kind in LABELLED:
            chosen = [i for i, candidate in enumerate(spans.candidates) if candidate.kind == kind]
            if chosen:
                self._label(spans, kind, chosen)
        for candidate, stage in zip(spans.candidates, self._stages(spans, self.stages), strict=True):
            candidate.stage = stage

    def _label(self, spans: Spans, kind: str, chosen: list[int]) -> None:
        labels = self.labels[kind]
        best = np.argmax(log_odds(labels, spans, chosen), axis=1)
        valences = valence_of(log_odds(self.valences[kind], spans, chosen), self.valences[kind].outputs)
        for i, label, valence in zip(chosen, best, valences, strict=True):
            spans.candidates[i].label = labels.outputs[label]
            spans.candidates[i].valence = valence

    def _stages(self, spans: Spans, model: LinearModel) -> list[str]:
        odds = log_odds(model, spans, range(len(spans.candidates)))
        total = odds + around(odds, spans.answer, len(spans.answers), self.steps)[spans.answer]
        return [model.outputs[i] for i in np.argmax(total, axis=1)]

    def label_reasons(self, turns: Sequence[Turn], group: str, candidate: Candidate, most: int = 3) -> list[str]:
        """The words that weighed most for the label of a candidate of the turns, strongest first; their base forms."""
        model = self.labels.get(candidate.kind)
        if model is None or candidate.label not in model.outputs:
            return []
        spans = spans_of(turns, group, self.language)
        i = next(i for i, one in enumerate(spans.candidates) if one is candidate)
        reasons = model.reasons({**spans.contents[i], **spans.answers[spans.answer[i]]}, candidate.label)
        words = [name for block, name, amount in reasons if amount > 0 and block in ("in", "clause", "sent", "utt")]
        return list(dict.fromkeys(words))[:most]


def log_odds(model: LinearModel, spans: Spans, chosen: Sequence[int]) -> np.ndarray:
    """What speaks for each output, for the spans `chosen`; shape (n_chosen, n_outputs), rows are log-probabilities."""
    own = model.log_odds([spans.contents[i] for i in chosen])
    used, place = np.unique(spans.answer[np.asarray(chosen, dtype=int)], return_inverse=True)
    shared = model.log_odds([spans.answers[i] for i in used]) - model.intercepts
    odds = own + shared[place]
    return odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)


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
    )
