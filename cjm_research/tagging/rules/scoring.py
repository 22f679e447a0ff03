"""How sure a tag is: what each rule is worth, how hits of several rules add up, and where a tag is worth showing.

The figures come from the development studies of the corpus (``python -m benchmarks.calibrate_tagger``) and lie in
``weights/<language>.json``; a rule that has no figure counts with its weight in the lexicon.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cjm_research.tagging.reading import Hit
from cjm_research.tagging.rules.lexicon import Entry

# Second and further rules that speak for the same span are not independent of the first: this share of each counts.
DAMPING = 0.5
DEFAULT_THRESHOLD = 0.3
_LEAST, _MOST = 0.01, 0.97


def weights_folder() -> Path:
    """Where the measured figures lie, one file a language."""
    return Path(__file__).parents[1] / "weights"


@dataclass(frozen=True)
class Weights:
    """Measured figures of one language.

    Parameters
    ----------
    rules, patterns : mapping of str to float
        Precision by ``kind/name`` and by ``kind/name/pattern``, in [0, 1].
    base : mapping of str to float
        How often a clause holds the kind, in [0, 1].
    thresholds : mapping of str to float
        Least score of a tag, by kind.
    slopes : mapping of str to [float, float]
        Intercept and slope that turn the sum of log-odds into a probability, by kind.
    """

    rules: Mapping[str, float] = field(default_factory=dict)
    patterns: Mapping[str, float] = field(default_factory=dict)
    base: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    slopes: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def worth(self, entry: Entry, pattern: str) -> float:
        """How often the rule is right when this pattern of it fires."""
        name = f"{entry.kind}/{entry.name}"
        found = self.patterns.get(f"{name}/{pattern}")
        if found is None:
            found = self.rules.get(name)
        return entry.weight if found is None else found

    def raw(self, kind: str, hits: Iterable[Hit]) -> float:
        """Log-odds that a span of this kind is right, given its hits: the best one whole, the others damped."""
        base = logit(self.base.get(kind, 0.15))
        best: dict[str, float] = {}
        for hit in hits:
            gain = logit(self.worth(hit.entry, hit.pattern)) - base
            name = hit.entry.name
            best[name] = max(best.get(name, -math.inf), gain)
        gains = sorted(best.values(), reverse=True)
        return base + gains[0] + DAMPING * sum(gains[1:])

    def score(self, kind: str, hits: Iterable[Hit]) -> float:
        """Probability that a span of this kind is right, in [0, 1]."""
        intercept, slope = self.slopes.get(kind, (0.0, 1.0))
        return 1 / (1 + math.exp(-(intercept + slope * self.raw(kind, hits))))

    def threshold(self, kind: str) -> float:
        """The least score of a tag of this kind."""
        return self.thresholds.get(kind, DEFAULT_THRESHOLD)


def logit(p: float) -> float:
    """Log-odds, kept finite."""
    p = min(max(p, _LEAST), _MOST)
    return math.log(p / (1 - p))


@cache
def load_weights(language: str) -> Weights:
    """The measured figures of a language; empty where it has none yet."""
    path = weights_folder() / f"{language}.json"
    if not path.exists():
        return Weights()
    data = json.loads(path.read_text(encoding="utf-8"))
    return Weights(**{name: data.get(name, {}) for name in ("rules", "patterns", "base", "thresholds", "slopes")})
