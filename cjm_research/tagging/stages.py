"""The stage that each tag talks about: cues in the question and the answer, kind of contact, and the usual order.

An interview is read as a chain of utterances. What speaks for a stage in each of them (cues in the interviewer's
question just before and in the answer, the contacts named, the place in the interview) is smoothed over the chain with
the usual steps from stage to stage (forward-backward algorithm; Rabiner 1989), and what stands beside the tag itself
decides within the utterance. The told event counts, so the order is a leaning, never a rule.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from cjm_research.tagging.lexicon import STAGES
from cjm_research.tagging.reading import Candidate, Hit, Reading
from cjm_research.tagging.scoring import Weights, logit, weights_folder

POSITION_BINS = 8
# From so many answers on, the place in the interview counts in full.
FULL_INTERVIEW = 8
# Log-odds that a rule adds to the stage its words fix.
FIXED_STAGE = 1.5
# Share at which cues in the tag's own sentence count once more.
SENTENCE_CUE = 0.5
_N = len(STAGES)
_INDEX = {stage: i for i, stage in enumerate(STAGES)}


@dataclass(frozen=True)
class StageFigures:
    """Measured leanings, as log-probabilities or log-ratios over the seven stages.

    `position` has shape (bins, 7), `steps` (7, 7), `labels` and `groups` give arrays of shape (7,); the rest are the
    strengths of each kind of evidence.
    """

    position: np.ndarray
    steps: np.ndarray
    labels: Mapping[str, np.ndarray] = field(default_factory=dict)
    groups: Mapping[str, np.ndarray] = field(default_factory=dict)
    question: float = 1.0
    answer: float = 0.6
    contact: float = 0.5
    place: float = 0.6
    own: float = 1.0
    chain: float = 1.0


@cache
def load_stage_figures() -> StageFigures:
    """The measured leanings of the package; without them, a gentle step-by-step order."""
    path = weights_folder() / "stages.json"
    if not path.exists():
        steps = np.array([[math.exp(-abs(j - i - 0.3)) for j in range(_N)] for i in range(_N)])
        return StageFigures(np.zeros((POSITION_BINS, _N)), np.log(steps / steps.sum(axis=1, keepdims=True)))
    data = json.loads(path.read_text(encoding="utf-8"))
    return StageFigures(
        position=np.array(data["position"]),
        steps=np.array(data["steps"]),
        labels={label: np.array(row) for label, row in data["labels"].items()},
        groups={group: np.array(row) for group, row in data["groups"].items()},
        **data["strengths"],
    )


@dataclass
class Turn:
    """An utterance as the stage logic sees it."""

    participant: bool
    reading: Reading


def cue_evidence(hits: Sequence[Hit], weights: Weights) -> np.ndarray:
    """Log-ratios for the seven stages from the cues among the hits: the best cue of each stage, the others damped."""
    evidence = np.zeros(_N)
    gains: dict[int, dict[str, float]] = {}
    for hit in hits:
        if hit.entry.kind == "stage" and hit.entry.stage:
            gain = logit(weights.worth(hit.entry, hit.pattern)) - logit(1 / _N)
            row = gains.setdefault(_INDEX[hit.entry.stage], {})
            row[hit.pattern] = max(gain, row.get(hit.pattern, -math.inf))
    for stage, row in gains.items():
        best = sorted(row.values(), key=abs, reverse=True)
        evidence[stage] = best[0] + 0.4 * sum(best[1:3])
    return evidence


def utterance_evidence(turns: Sequence[Turn], group: str, weights: Weights, figures: StageFigures) -> np.ndarray:
    """What speaks for each stage in each participant utterance before smoothing; shape (participant turns, 7)."""
    n = sum(turn.participant for turn in turns)
    rows = np.zeros((n, _N))
    # Where a short piece begins says nothing of the order.
    share = figures.place * min(1.0, (n - 1) / FULL_INTERVIEW)
    anywhere = (figures.place - share) * figures.position.mean(axis=0)
    question = np.zeros(_N)
    number = 0
    for turn in turns:
        cues = cue_evidence(turn.reading.hits, weights)
        if not turn.participant:
            question = cues
            continue
        contacts = [figures.labels[c.label] for c in turn.reading.candidates if c.label and c.label in figures.labels]
        rows[number] = figures.question * question + figures.answer * cues
        if contacts:
            rows[number] += figures.contact * np.mean(contacts, axis=0)
        rows[number] += share * figures.position[min(POSITION_BINS * number // n, POSITION_BINS - 1)] + anywhere
        rows[number] += figures.groups.get(group, 0.0)
        question = np.zeros(_N)
        number += 1
    return rows


def smoothed(evidence: np.ndarray, figures: StageFigures) -> np.ndarray:
    """Log-probability of each stage at each utterance, given all utterances; shape of `evidence`."""
    n = len(evidence)
    if not n:
        return evidence
    steps = figures.chain * figures.steps
    forward, backward = np.zeros_like(evidence), np.zeros_like(evidence)
    forward[0] = evidence[0]
    for t in range(1, n):
        forward[t] = evidence[t] + np.logaddexp.reduce(forward[t - 1][:, None] + steps, axis=0)
    for t in range(n - 2, -1, -1):
        backward[t] = np.logaddexp.reduce(steps + (evidence[t + 1] + backward[t + 1])[None, :], axis=1)
    total = forward + backward
    return total - np.logaddexp.reduce(total, axis=1, keepdims=True)


def own_evidence(candidate: Candidate, reading: Reading, weights: Weights, figures: StageFigures) -> np.ndarray:
    """What the candidate's own words and sentence say about its stage."""
    sentence = reading.sentence[candidate.start]
    beside = [hit for hit in reading.hits if hit.entry.kind == "stage" and reading.sentence[hit.start] == sentence]
    evidence = SENTENCE_CUE * cue_evidence(beside, weights)
    if candidate.label and candidate.label in figures.labels:
        evidence = evidence + figures.labels[candidate.label]
    if candidate.fixed_stage:
        evidence[_INDEX[candidate.fixed_stage]] += FIXED_STAGE
    return figures.own * evidence


def assign_stages(turns: Sequence[Turn], group: str, weights: Weights, figures: StageFigures) -> None:
    """Give every candidate of the participant's turns its most likely stage."""
    chain = smoothed(utterance_evidence(turns, group, weights, figures), figures)
    rows = iter(chain)
    for turn in turns:
        if turn.participant:
            row = next(rows)
            for candidate in turn.reading.candidates:
                likely = row + own_evidence(candidate, turn.reading, weights, figures)
                candidate.stage = STAGES[int(np.argmax(likely))]
