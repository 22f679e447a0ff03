"""Taggers that have not seen a study, kept on disk: what is slow to make is made once.

Where kinds stand comes from the log-odds of networks that had not seen the study (``weights/folds_<language>.npz``),
thresholds and shares from the other studies; labels, valences and stages are learnt anew without the study. Only what
tells a barrier from a pain point is the shipped one (the score counts both as one).
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.attribute_examples import load_examples
from benchmarks.train_attributes import assembled
from benchmarks.train_attributes import train as train_attributes
from benchmarks.train_moments import chosen, load_lessons
from cjm_research.tagging.learnt.attributes import Attributes, from_arrays, load_attributes, sure_array
from cjm_research.tagging.learnt.finding import MomentFinder
from cjm_research.tagging.learnt.learning import FOLDS, Lesson, folds_of
from cjm_research.tagging.learnt.linear import load_arrays, save_arrays
from cjm_research.tagging.learnt.moments import FOUND, LANGUAGES, Link, load_moments
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.rules.scoring import load_weights, weights_folder
from cjm_research.tagging.rules.spans import SpanMaker
from cjm_research.tagging.sources.training import load_folds
from cjm_research.tagging.tagger import Tagger

CACHE = Path(tempfile.gettempdir()) / "cjm-learning-curve"


@dataclass(frozen=True)
class Unseen:
    """The tagger of one fold and language, and the log-odds of the pieces of its interviews by their ids."""

    tagger: Tagger
    odds: Mapping[str, np.ndarray]


def make(folder: Path) -> None:
    """Learn everything fold by fold and keep it; what is there already stays."""
    if all(path_of(folder, number, language).exists() for number in range(FOLDS) for language in LANGUAGES):
        return
    lessons = {language: load_lessons(language) for language in LANGUAGES}
    fold = folds_of(lesson for ones in lessons.values() for lesson in ones)
    odds = {language: load_folds(language) for language in LANGUAGES}
    everything = [lesson for ones in lessons.values() for lesson in ones]
    pooled = np.vstack([odds[one.transcript.language][one.transcript.id].astype(np.float64) for one in everything])
    say(f"{len(everything)} interviews, {len(pooled)} pieces read")
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    say(f"{len(examples)} examples of labels, valences and stages")
    for number in sorted(set(fold.values())):
        if all(path_of(folder, number, language).exists() for language in LANGUAGES):
            continue
        out = frozenset(study for study, one in fold.items() if one == number)
        thresholds, links = chosen(everything, pooled, out)
        trained = train_attributes([example for example in examples if example.study.partition("/")[2] not in out])
        for language in LANGUAGES:
            arrays = arrays_of(assembled(trained, language))
            arrays["thresholds"] = np.array([thresholds[kind] for kind in FOUND])
            arrays |= {f"link {kind}": np.vstack([links[kind].at, links[kind].share]) for kind in FOUND}
            arrays["studies"] = np.array(sorted(study for study in out if study in _studies(lessons[language])))
            save_arrays(path_of(folder, number, language), arrays)
        say(f"fold {number}: {', '.join(sorted(out))}")


def _studies(lessons: list[Lesson]) -> set[str]:
    return {lesson.study for lesson in lessons}


def path_of(folder: Path, number: int | str, language: str) -> Path:
    """Where a fold is kept, beside others that were made from the same figures."""
    return folder / _made_from() / f"{language}-{number}.npz"


@cache
def _made_from() -> str:
    digest = hashlib.sha256()
    for path in sorted(weights_folder().glob("*.npz")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def arrays_of(attributes: Attributes) -> dict[str, np.ndarray]:
    """Deciders as plain arrays, as `cjm_research.tagging.learnt.attributes.from_arrays` reads them."""
    assert attributes.stages is not None
    arrays = {"steps": attributes.steps.astype(np.float32)}
    for kind, model in attributes.labels.items():
        arrays |= model.arrays(f"{kind} label ")
    for kind, model in attributes.valences.items():
        arrays |= model.arrays(f"{kind} valence ")
    arrays |= attributes.stages.arrays("stage ")
    arrays |= {f"{kind} sure": sure_array(one) for kind, one in attributes.sure.items()}
    if attributes.usual:
        arrays["usual"] = attributes.usual["emotion"].astype(np.float32)
    return arrays


def load(folder: Path, language: str) -> dict[str, Unseen]:
    """For each study of a language the tagger that has not seen it."""
    found = {}
    odds = load_folds(language)
    moments = load_moments(language)
    assert moments is not None
    for path in sorted(path_of(folder, "", language).parent.glob(f"{language}-*.npz")):
        arrays = load_arrays(path)
        links = {kind: Link(*arrays[f"link {kind}"].astype(float)) for kind in FOUND}
        thresholds = dict(zip(FOUND, arrays["thresholds"].tolist(), strict=True))
        weights = load_weights(language)
        finder = MomentFinder(replace(moments, thresholds=thresholds, links=links), weights, load_senses(language))
        attributes = from_arrays(load_attributes(language), arrays)
        for study in arrays["studies"].tolist():
            found[study] = Unseen(Tagger(finder, SpanMaker(weights), attributes), odds)
    return found


def say(text: str) -> None:
    """A line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    make(CACHE)
