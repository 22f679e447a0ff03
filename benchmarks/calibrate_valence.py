"""Measure what colours a contact, on the development studies of all languages, and write it to the package.

python -m benchmarks.calibrate_valence      (after benchmarks.calibrate_tagger)
"""

from __future__ import annotations

import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from benchmarks.calibrate_tagger import load_cases
from benchmarks.score import Mark, matched_pairs
from cjm_research.tagging.colour import SIGNS, features
from cjm_research.tagging.reading import reading_of, text_range
from cjm_research.tagging.scoring import load_weights, weights_folder
from cjm_research.tagging.spans import SpanMaker


def examples(language: str) -> tuple[list[np.ndarray], list[int], list[str]]:
    """Features, sign and study of every contact that matches a coding."""
    weights = load_weights(language)
    maker = SpanMaker(weights)
    rows, signs, studies = [], [], []
    for case in load_cases(language):
        reading = reading_of(maker(case.doc))
        marks = []
        for candidate in reading.candidates:
            start, end = text_range(reading, candidate.start, candidate.end)
            marks.append(Mark(case.transcript, case.utterance, start, end, candidate.kind, None, None, None))
        for g, t in matched_pairs(case.gold, marks):
            if case.gold[g].kind == "touchpoint":
                rows.append(features(reading.candidates[t], reading, weights))
                signs.append(int(np.sign(case.gold[g].valence or 0)))
                studies.append(f"{language}/{case.study}")
    return rows, signs, studies


def main() -> None:
    """Fit, report study by study, write."""
    rows, signs, studies = [], [], []
    for language in ("en", "pl", "ru"):
        more = examples(language)
        rows += more[0]
        signs += more[1]
        studies += more[2]
    x, y = np.array(rows), np.array(signs)
    best = max((_crossed(x, y, studies, c), -c) for c in (0.03, 0.1, 0.3, 1.0))
    model = LogisticRegression(C=-best[1], max_iter=2000).fit(x, y)
    assert tuple(model.classes_) == SIGNS
    sys.stdout.write(f"valence of contacts: {best[0]:.3f} of {len(y)} signs right (study by study), C {-best[1]}\n")
    data = {
        "made_by": "python -m benchmarks.calibrate_valence, from the development studies",
        "strengths": np.round(model.coef_, 3).tolist(),
        "intercepts": np.round(model.intercept_, 3).tolist(),
    }
    path = weights_folder() / "valence.json"
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _crossed(x: np.ndarray, y: np.ndarray, studies: list[str], c: float) -> float:
    model = LogisticRegression(C=c, max_iter=2000)
    return float(np.mean(cross_val_predict(model, x, y, groups=studies, cv=LeaveOneGroupOut()) == y))


if __name__ == "__main__":
    main()
