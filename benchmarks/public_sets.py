"""The public emotion sets in the words of the coding scheme, one table a set, and the coded interviews beside them.

Licences and sources: docs/model-cards/feelings.md. No set is part of the repository; `--data` says where they lie.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluate_tagger import load_interviews
from cjm_research.model.scheme import EMOTION_LABELS, EMOTION_VALENCE
from cjm_research.tagging.learnt.feelings import NEUTRAL, POLARITY_HEADS
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import reading_of

IS_NEGATIVE, IS_NEUTRAL, IS_POSITIVE = POLARITY_HEADS
PLUTCHIK = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
_FAMILIES_OF = {
    "joy": "joy amusement excitement love gratitude pride",
    "satisfaction": "admiration approval",
    "relief": "relief",
    "surprise": "surprise realization",
    "confusion": "confusion",
    "trust": "caring",
    "anticipation": "optimism curiosity desire",
    "fear": "fear nervousness",
    "sadness": "sadness grief disappointment remorse",
    "shame": "embarrassment",
    "frustration": "annoyance disapproval",
    "anger": "anger",
    "disgust": "disgust",
    NEUTRAL: "neutral",
}
GOEMOTIONS = {label: family for family, labels in _FAMILIES_OF.items() for label in labels.split()}
_EKMAN_OF = {
    "anger": "anger annoyance disapproval",
    "disgust": "disgust",
    "fear": "fear nervousness",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse",
    "surprise": "surprise realization confusion curiosity",
    NEUTRAL: "neutral",
}
EKMAN = {label: group for group, labels in _EKMAN_OF.items() for label in labels.split()}
# The Ekman group that a family counts as: that of most texts of the labels behind it.
EKMAN_BACK = {
    "joy": "joy",
    "satisfaction": "joy",
    "relief": "joy",
    "trust": "joy",
    "anticipation": "joy",
    "surprise": "surprise",
    "confusion": "surprise",
    "fear": "fear",
    "sadness": "sadness",
    "shame": "sadness",
    "frustration": "anger",
    "anger": "anger",
    "disgust": "disgust",
}


@dataclass(frozen=True)
class Row:
    """One text: its labels in our words, the set's own labels, and the group that must not be split in two."""

    text: str
    labels: frozenset[str]
    native: frozenset[str]
    group: str


@dataclass(frozen=True)
class LabelledSet:
    """A set of texts of one register; `asked` are the families and judgements that its labels can tell."""

    name: str
    register: str
    asked: tuple[str, ...]
    rows: tuple[Row, ...]


def polarity_of(families: Iterable[str]) -> set[str]:
    """What families say about polarity; surprise and anticipation say nothing."""
    valences = [EMOTION_VALENCE[f] for f in families if f in EMOTION_VALENCE and f != "anticipation"]
    found = {IS_POSITIVE for v in valences if v > 0} | {IS_NEGATIVE for v in valences if v < 0}
    return found or {IS_NEUTRAL}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _emotion_set(
    path: Path, name: str, register: str, families: Iterable[str], renamed: Mapping[str, str] | None = None
) -> LabelledSet:
    rows = []
    for number, row in enumerate(_table(path)):
        native = frozenset(filter(None, row["labels"].split(";")))
        labels = {(renamed or {"none": NEUTRAL}).get(label, label) for label in native}
        rows.append(Row(row["text"], frozenset(labels | polarity_of(labels)), native, f"{name} {number}"))
    return LabelledSet(name, register, (*families, *POLARITY_HEADS), tuple(rows))


def _clarin(path: Path) -> LabelledSet:
    rows = []
    for row in _table(path):
        native = {label for label in row["emotions"].split(";") if label}
        signs = {f"is {sign}" for sign in row["polarity"].split(";") if sign not in ("", "none")}
        labels = {NEUTRAL if label == "none" else label for label in native} | signs
        rows.append(Row(row["text"], frozenset(labels), frozenset({row["level"]}), row["review_id"]))
    return LabelledSet("CLARIN-Emo", "reviews", (*PLUTCHIK, NEUTRAL, *POLARITY_HEADS), tuple(rows))


def _interviews(language: str) -> LabelledSet:
    """Sentences of the participants, with the families and signs of the codings that lie in them."""
    nlp = load_pipeline(language)
    rows = []
    for transcript in load_interviews([language]):
        study = (transcript.model_extra or {}).get("study", transcript.id)
        for number, utterance in enumerate(transcript.utterances):
            if utterance.role != "participant":
                continue
            codings = [(*transcript.locate(c), c) for c in transcript.codings if c.u == number]
            for start, end in _sentences(reading_of(nlp(utterance.text)), len(utterance.text)):
                labels: set[str] = set()
                for first, last, coding in codings:
                    if 2 * (min(end, last) - max(start, first)) >= last - first:
                        labels |= _said_by(coding)
                labels |= set() if labels & set(EMOTION_LABELS) else {NEUTRAL}
                labels |= set() if labels & {IS_NEGATIVE, IS_POSITIVE} else {IS_NEUTRAL}
                text = utterance.text[start:end].strip()
                rows.append(Row(text, frozenset(labels), frozenset(), f"{language}/{study}"))
    return LabelledSet("interviews", "interviews", (*EMOTION_LABELS, NEUTRAL, *POLARITY_HEADS), tuple(rows))


def _said_by(coding) -> set[str]:
    valence = {"pain_point": -1, "barrier": -1, "success_point": 1}.get(coding.kind, 0)
    if coding.kind in ("emotion", "touchpoint"):
        valence = coding.valence or 0
    labels = {coding.label} if coding.kind == "emotion" else set()
    return labels | ({IS_POSITIVE} if valence > 0 else {IS_NEGATIVE} if valence < 0 else set())


def _sentences(reading, length: int) -> list[tuple[int, int]]:
    n = len(reading.words)
    starts = [i for i in range(n) if i == 0 or reading.sentence[i] != reading.sentence[i - 1]]
    edges = [0, *(reading.places[i][0] for i in starts[1:]), length]
    return list(itertools.pairwise(edges)) if n else []


def training_sets(language: str, data: Path, *, without: str = "") -> list[LabelledSet]:
    """The sets that a language's model learns from; `without` leaves out the interviews of one study."""
    folder = data / "emotion"
    six = ("anger", "disgust", "fear", "joy", "sadness", "surprise")
    families = (*EMOTION_LABELS, NEUTRAL)
    xed = (*PLUTCHIK, NEUTRAL) if language == "en" else PLUTCHIK
    sets = [_emotion_set(folder / f"{language}_xed_train.csv", "XED", "subtitles", xed)]
    if language == "en":
        path = folder / "en_goemotions_train_dev.csv"
        five = ("anger", "fear", "joy", "sadness", "surprise", NEUTRAL)
        sets.append(_emotion_set(path, "GoEmotions", "comments", families, GOEMOTIONS))
        sets.append(_emotion_set(folder / "en_brighter_train_dev.csv", "BRIGHTER", "stories", five))
    if language == "ru":
        five = ("anger", "fear", "joy", "sadness", "surprise", NEUTRAL)
        path = folder / "ru_goemotions_mt_dev.csv"
        sets.append(_emotion_set(folder / "ru_brighter_train_dev.csv", "BRIGHTER", "posts", (*six, NEUTRAL)))
        sets.append(_emotion_set(folder / "ru_cedr_train.csv", "CEDR", "blogs", five))
        sets.append(_emotion_set(path, "GoEmotions (translated)", "comments", families, GOEMOTIONS))
    if language == "pl":
        sets.append(_clarin(folder / "pl_clarin_emo_train.csv"))
    interviews = _interviews(language)
    if without:
        rows = tuple(row for row in interviews.rows if row.group != f"{language}/{without}")
        interviews = LabelledSet(interviews.name, interviews.register, interviews.asked, rows)
    return [*sets, interviews]


def wccrs(data: Path) -> list[tuple[str, str, str]]:
    """Text, sign and domain of every sentence; for measuring only, because what ships may not be trained on it."""
    return [(r["text"], r["label"], r["domain"]) for r in _table(data / "sentiment" / "pl_wccrs_train_dev.csv")]
