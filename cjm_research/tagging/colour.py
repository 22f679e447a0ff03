"""The valence of a contact: how it went, told by the trouble, praise and feelings around it.

Each rule that fired near the contact pulls by how much more often than usual it is right; the pulls are summed by sign,
kind and distance and weighed by measured strengths (``weights/valence.json``), to which the kind of contact adds its
usual colour.
"""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from cjm_research.model.scheme import TOUCHPOINT_LABELS
from cjm_research.tagging.cues import hits_between
from cjm_research.tagging.reading import Candidate, Hit, Reading
from cjm_research.tagging.scoring import Weights, logit, weights_folder

_SOURCES = {"pain_point": 0, "barrier": 0, "success_point": 1, "emotion": 2}
SIGNS = (-1, 0, 1)
# Sources (trouble, praise, feeling) x signs x zones (own clause, own sentence, later, earlier), then labels, then what
# became tags.
_ZONES = 4
N_FEATURES = 3 * 2 * _ZONES + len(TOUCHPOINT_LABELS) + 2
# Words within which a pull from another sentence counts half.
_HALF = 12
# Words beyond which nothing pulls.
_REACH = 80
# A sign that leads by so much log-odds over its opposite is a strong one.
_STRONG = 2.2


def colour_touchpoints(reading: Reading, weights: Weights) -> None:
    """Give each contact among the candidates its valence."""
    strengths = load_strengths()
    for contact in reading.candidates:
        if contact.kind == "touchpoint":
            fixed = contact.hits[0].entry.valence
            contact.valence = fixed or _valence(features(contact, reading, weights), strengths)


def features(contact: Candidate, reading: Reading, weights: Weights) -> np.ndarray:
    """What pulls the contact up and down; shape (N_FEATURES,)."""
    row = np.zeros(N_FEATURES)
    strongest: dict[tuple[int, int], float] = {}
    for hit in hits_between(reading.hits, contact.start - _REACH, contact.end + _REACH):
        source = _SOURCES.get(hit.entry.kind)
        if source is None:
            continue
        value = hit.entry.valence if source == 2 else (1 if source == 1 else -1)
        gain = logit(weights.worth(hit.entry, hit.pattern)) - logit(weights.base.get(hit.entry.kind, 0.15))
        if not value or gain <= 0:
            continue
        zone, share = _zone(contact, hit, reading)
        column = (source * 2 + (value > 0)) * _ZONES + zone
        key = (column, reading.clause[hit.start])
        # One clause pulls once, by its strongest rule.
        pull = gain * share
        row[column] += max(0.0, pull - strongest.get(key, 0.0))
        strongest[key] = max(pull, strongest.get(key, 0.0))
    row[: 6 * _ZONES] = np.minimum(row[: 6 * _ZONES], 5.0)
    if contact.label in TOUCHPOINT_LABELS:
        row[6 * _ZONES + TOUCHPOINT_LABELS.index(contact.label)] = 1.0
    row[-2:] = _tagged(contact, reading)
    return row


def _tagged(contact: Candidate, reading: Reading) -> tuple[float, float]:
    """The balance of tagged trouble, praise and feelings in the contact's sentence, and elsewhere in the utterance."""
    balance = [0.0, 0.0]
    for other in reading.candidates:
        source = _SOURCES.get(other.kind)
        if source is not None and abs(other.start - contact.start) <= _REACH:
            value = float(np.sign(other.valence or 0)) if source == 2 else (1.0 if source == 1 else -1.0)
            balance[reading.sentence[other.start] != reading.sentence[contact.start]] += value * other.score
    return balance[0], balance[1]


def _zone(contact: Candidate, hit: Hit, reading: Reading) -> tuple[int, float]:
    """0 own clause, 1 own sentence, 2 later, 3 earlier; and the share that counts."""
    if reading.clause[hit.start] == reading.clause[contact.start]:
        return 0, 1.0
    if reading.sentence[hit.start] == reading.sentence[contact.start]:
        return 1, 1.0
    distance = max(hit.start - contact.end, contact.start - hit.end, 0)
    return (2 if hit.start >= contact.end else 3), _HALF / (_HALF + distance)


@cache
def load_strengths() -> tuple[np.ndarray, np.ndarray]:
    """Strengths of shape (3, N_FEATURES) and intercepts of shape (3,), for negative, neutral, positive."""
    path = weights_folder() / "valence.json"
    if path.exists():
        data = json.loads(path.read_text(encoding="utf-8"))
        strengths = np.array(data["strengths"])
        # Figures of another version of the features are measured anew, not used.
        if strengths.shape == (len(SIGNS), N_FEATURES):
            return strengths, np.array(data["intercepts"])
    plain = np.zeros((3, N_FEATURES))
    for source in range(3):
        plain[0, source * 2 * _ZONES : (source * 2 + 1) * _ZONES] = 0.5
        plain[2, (source * 2 + 1) * _ZONES : (source * 2 + 2) * _ZONES] = 0.5
    return plain, np.array([0.0, -0.2, 0.0])


def _valence(row: np.ndarray, strengths: tuple[np.ndarray, np.ndarray]) -> int:
    matrix, intercepts = strengths
    totals = matrix @ row + intercepts
    sign = SIGNS[int(np.argmax(totals))]
    return sign * (2 if sign and totals[1 + sign] - totals[1 - sign] > _STRONG else 1)
