"""Measure what each rule of the tagger is worth, on the development studies alone, and write it to the package.

python -m benchmarks.calibrate_tagger [--lang en pl ru]

A rule's worth is its precision, drawn towards the weight in its lexicon where it fires rarely; a pattern's worth is
drawn towards its rule's. Thresholds and the link from log-odds to probability are found on scores that each study got
from figures of the other studies.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from benchmarks.evaluate_tagger import load_interviews
from benchmarks.score import Mark, gold_marks, matched_pairs
from cjm_research.model.scheme import KINDS
from cjm_research.tagging.learnt.moments import group
from cjm_research.tagging.pipeline import CUES, SPANS, load_pipeline
from cjm_research.tagging.reading import Candidate, Reading, reading_of, text_range
from cjm_research.tagging.rules.scoring import Weights, load_weights, weights_folder
from cjm_research.tagging.rules.spans import SpanMaker, marked_words

# A rule counts as if its lexicon weight had been seen this often; a pattern as if its rule's precision had.
RULE_PRIOR, PATTERN_PRIOR = 6.0, 4.0
# Precision first where two thresholds do about equally well: F of this beta decides.
BETA = 1.0
# The lexicons were written from these studies, so figures here flatter them. The threshold that makes the most of F1 is
# half of the F1 to be had; on unseen studies that is under 0.5, and no threshold lies above this.
MOST_THRESHOLD = 0.24
# Below this, four of five suggestions are wrong: no use to a researcher whatever it does for F1.
LEAST_THRESHOLD = 0.2


@dataclass
class Case:
    """One participant utterance of a development study with its codings."""

    study: str
    transcript: str
    utterance: int
    doc: Doc
    gold: list[Mark]


def load_cases(language: str) -> list[Case]:
    """Every participant utterance of the development studies, read up to the hits of the rules."""
    nlp = load_pipeline(language)
    cases = []
    for transcript in load_interviews([language], "dev"):
        gold = gold_marks(transcript)
        for number, utterance in enumerate(transcript.utterances):
            if utterance.role == "participant":
                doc = nlp(utterance.text, disable=[SPANS])
                here = [m for m in gold if m.utterance == number]
                cases.append(Case(str(transcript.study), transcript.id, number, doc, here))
    return cases


def is_right(start: int, end: int, kind: str, label: str | None, gold: list[Mark]) -> float:
    """1 where the span matches a coding of its kind (a touchpoint of another label counts half)."""
    best = 0.0
    for mark in gold:
        shared = min(end, mark.end) - max(start, mark.start)
        if mark.group == group(kind) and shared > 0 and 2 * shared >= min(end - start, mark.end - mark.start):
            best = max(best, 1.0 if label in (None, mark.label) else 0.5)
    return best


def measure(cases: list[Case]) -> Weights:
    """Precision of every rule and pattern, and how often a clause holds each kind."""
    fired: dict[str, Counter] = {"rule": Counter(), "pattern": Counter()}
    right: dict[str, Counter] = {"rule": Counter(), "pattern": Counter()}
    prior: dict[str, float] = {}
    clauses, held = 0, Counter()
    for case in cases:
        reading = reading_of(case.doc)
        clauses += len(reading.clauses)
        for first, last in reading.clauses:
            start, end = text_range(reading, first, last)
            held.update({m.group for m in case.gold if m.start < end and start < m.end})
        seen = set()
        for hit in reading.hits:
            entry = hit.entry
            if entry.kind == "stage":
                continue
            name = f"{entry.kind}/{entry.name}"
            prior[name] = entry.weight
            place_of_hit = text_range(reading, *marked_words(hit, reading))
            ok = is_right(*place_of_hit, entry.kind, entry.label, case.gold)
            for level, key in (("rule", name), ("pattern", f"{name}/{hit.pattern}")):
                if (key, place_of_hit) not in seen:
                    seen.add((key, place_of_hit))
                    fired[level][key] += 1
                    right[level][key] += ok
    rules = {k: (right["rule"][k] + RULE_PRIOR * prior[k] * 0.7) / (n + RULE_PRIOR) for k, n in fired["rule"].items()}
    patterns = {}
    for key, n in fired["pattern"].items():
        rule = "/".join(key.split("/", 2)[:2])
        patterns[key] = (right["pattern"][key] + PATTERN_PRIOR * rules[rule]) / (n + PATTERN_PRIOR)
    base = {kind: (held[group(kind)] + 1) / (clauses + 2) for kind in KINDS}
    return Weights(rules=rules, patterns=patterns, base=base)


@dataclass
class Scored:
    """A candidate with the log-odds it got from figures of the other studies."""

    raw: float
    mark: Mark
    right: bool


def cross_scored(cases: list[Case]) -> list[Scored]:
    """Every candidate of every study, scored by what was measured on the others."""
    scored = []
    for study in sorted({case.study for case in cases}):
        weights = measure([case for case in cases if case.study != study])
        maker = SpanMaker(weights, keep_all=True)
        for case in cases:
            if case.study != study:
                continue
            maker(case.doc)
            reading = reading_of(case.doc)
            scored.extend(_scored(case, reading, candidate, weights) for candidate in reading.candidates)
    return scored


def _scored(case: Case, reading: Reading, candidate: Candidate, weights: Weights) -> Scored:
    start, end = text_range(reading, candidate.start, candidate.end)
    mark = Mark(case.transcript, case.utterance, start, end, candidate.kind, candidate.label, None, None)
    right = is_right(start, end, candidate.kind, None, case.gold) > 0
    return Scored(weights.raw(candidate.kind, candidate.hits), mark, right)


def fit(cases: list[Case]) -> tuple[dict[str, tuple[float, float]], dict[str, float], list[str]]:
    """Slopes and thresholds by kind, and a line of report for each."""
    scored = cross_scored(cases)
    gold = [mark for case in cases for mark in case.gold]
    by_kind: dict[str, list[Scored]] = defaultdict(list)
    for item in scored:
        by_kind[item.mark.kind].append(item)
    slopes, thresholds, lines = {}, {}, []
    for kind in KINDS:
        items = by_kind[kind]
        if len({item.right for item in items}) < 2:
            continue
        raw = np.array([[item.raw] for item in items])
        model = LogisticRegression(C=10.0).fit(raw, [item.right for item in items])
        slopes[kind] = (round(float(model.intercept_[0]), 4), round(max(float(model.coef_[0, 0]), 0.05), 4))
        scores = 1 / (1 + np.exp(-(slopes[kind][0] + slopes[kind][1] * raw[:, 0])))
        best_here, best = _best_threshold(kind, items, scores, gold)
        thresholds[kind] = max(LEAST_THRESHOLD, min(best_here, MOST_THRESHOLD))
        lines.append(f"  {kind:15} {len(items):5} candidates, threshold {best_here:.2f}, F1 {best:.3f}")
    return slopes, thresholds, lines


def _best_threshold(kind: str, items: list[Scored], scores: np.ndarray, gold: list[Mark]) -> tuple[float, float]:
    wanted = [m for m in gold if m.group == group(kind)]
    best = (0.5, 0.0)
    for threshold in np.arange(0.08, 0.7, 0.02):
        tags = [item.mark for item, score in zip(items, scores, strict=True) if score >= threshold]
        matched = len(matched_pairs(wanted, tags))
        f = (1 + BETA**2) * matched / (len(tags) + BETA**2 * len(wanted)) if tags else 0.0
        if f > best[1] + 1e-9:
            best = (round(float(threshold), 2), f)
    return best


def calibrate(language: str) -> list[str]:
    """Measure a language, write its figures, and report."""
    nlp = load_pipeline(language)
    assert CUES in nlp.pipe_names
    cases = load_cases(language)
    slopes, thresholds, lines = fit(cases)
    weights = measure(cases)
    kept = load_weights(language)
    data = {
        "made_by": "python -m benchmarks.calibrate_tagger, from the development studies",
        "base": _rounded(weights.base),
        "slopes": slopes,
        "thresholds": thresholds,
        "rules": _rounded({**_stage_cues(kept.rules), **weights.rules}),
        "patterns": _rounded({**_stage_cues(kept.patterns), **weights.patterns}),
    }
    weights_folder().mkdir(exist_ok=True)
    path = weights_folder() / f"{language}.json"
    path.write_text(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return [f"{language}: {len(weights.rules)} rules, {len(weights.patterns)} patterns fired", *lines]


def _stage_cues(figures: Mapping[str, float]) -> dict[str, float]:
    """What ``calibrate_stages`` wrote is kept."""
    return {name: value for name, value in figures.items() if name.startswith("stage/")}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


def main(argv: list[str] | None = None) -> None:
    """Calibrate the languages and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="+", default=["en", "pl", "ru"])
    for language in parser.parse_args(argv).lang:
        sys.stdout.write("\n".join(calibrate(language)) + "\n")


if __name__ == "__main__":
    main()
