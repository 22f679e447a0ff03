"""Learn labels, valence and stages of found spans from the coded corpus, and write them to the package.

python -m benchmarks.train_attributes               train on the whole corpus, write weights/attributes_<language>.npz
python -m benchmarks.train_attributes --evaluate    print what studies get right that were left out of training

One model is learnt from the three languages together: what the rules say, places, ideas and senses of words are shared,
the words are each language's own. A language is given the rows that its interviews have.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from benchmarks.attribute_examples import Example, load_examples
from cjm_research.tagging.learnt.attributes import (
    EMOTION,
    LABEL,
    LABELLED,
    STAGE,
    VALENCE,
    Attributes,
    Sureness,
    around,
    leaning,
    load_attributes,
    logit,
    sure_array,
    valence_of,
    weights_file,
    worth,
)
from cjm_research.tagging.learnt.linear import LinearModel, save_arrays
from cjm_research.tagging.learnt.surroundings import Language
from cjm_research.tagging.learnt.training import slimmed, train_one_of

LANGUAGES = ("en", "pl", "ru")
# The lexicons were written from the development studies, so what rules say there is too good: those count less.
DEVELOPMENT_WEIGHT = 1 / 3

# Share of the machine's spans that is kept, the surest ones. What that costs: docs/model-cards/attributes.md.
KEPT = {"touchpoint": 0.72, "emotion": 0.65}


@dataclass(frozen=True)
class Recipe:
    """How one model is learnt: lengths of its blocks (0: plain numbers), strength C, features kept a language."""

    blocks: Mapping[str, float]
    c: float
    keep: int
    least: int = 2


@dataclass(frozen=True)
class Trained:
    """The models by name, and the steps between stages."""

    models: Mapping[str, LinearModel]
    steps: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    usual: np.ndarray | None = None


_IDEAS = {"cin": 2.0, "ccl": 1.0, "cse": 1.0, "cut": 1.0, "cask": 1.0}
_NEAR = {"rule": 0, "pull": 0, "mood": 0, "in": 1.5, "clause": 1.5, "sent": 1.5, **_IDEAS, "cask": 0.7}
_FAR = {"before": 1.0, "after": 1.0, "utt": 1.0, "ask": 1.0, "prev": 1.0, "cbef": 1.0, "caft": 1.0}
RECIPES: dict[str, Recipe] = {
    f"touchpoint {LABEL}": Recipe({"rule": 0, "in": 1.5, **_IDEAS}, 1.0, 9000),
    f"emotion {LABEL}": Recipe({"rule": 0, "mood": 0, "in": 1.5, **_IDEAS}, 1.0, 12000),
    f"touchpoint {VALENCE}": Recipe({**_NEAR, **_FAR}, 0.3, 18000),
    f"emotion {VALENCE}": Recipe(_NEAR, 0.3, 12000),
    STAGE: Recipe({"place": 0, "cue": 0, "ucue": 0, "uplace": 0}, 1.0, 4000),
}


def target(example: Example, name: str) -> str | None:
    """What a model is to say of an example; None where it has nothing to learn from it."""
    if name == STAGE:
        return example.mark.stage if example.coded and example.mark else None
    kind, what = name.split()
    if example.kind != kind or example.mark is None:
        return None
    value = example.mark.label if what == LABEL else example.mark.valence
    return None if value is None else str(value)


def train(examples: Sequence[Example], names: Sequence[str] = tuple(RECIPES)) -> Trained:
    """All models, from examples of any number of languages."""
    models = {}
    for name in names:
        recipe = RECIPES[name]
        chosen = [(example, wanted) for example in examples if (wanted := target(example, name)) is not None]
        models[name] = train_one_of(
            [example.item for example, _wanted in chosen],
            [wanted for _example, wanted in chosen],
            recipe.blocks,
            least={block: recipe.least for block, length in recipe.blocks.items() if length},
            c=recipe.c,
            weights=np.array([DEVELOPMENT_WEIGHT if example.part == "dev" else 1.0 for example, _wanted in chosen]),
        )
    steps = steps_of(examples, models[STAGE].outputs) if STAGE in models else np.zeros((0, 0))
    both = [models.get(f"{EMOTION} {what}") for what in (LABEL, VALENCE)]
    usual = usual_of(examples, both[0].outputs, both[1].outputs) if both[0] and both[1] else None
    return Trained(models, steps, usual)


def usual_of(examples: Sequence[Example], labels: Sequence[str], valences: Sequence[str]) -> np.ndarray:
    """How often a feeling of each label has each valence."""
    counts = np.full((len(labels), len(valences)), 0.5)
    for example in examples:
        label, valence = target(example, f"{EMOTION} {LABEL}"), target(example, f"{EMOTION} {VALENCE}")
        if label in labels and valence in valences:
            counts[labels.index(label), valences.index(valence)] += 1
    return counts / counts.sum(axis=1, keepdims=True)


def log_shares(model: LinearModel, examples: Sequence[Example]) -> np.ndarray:
    """Log-probabilities of the outputs."""
    odds = model.log_odds([example.item for example in examples])
    return odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)


def folds(examples: Sequence[Example]) -> list[set[str]]:
    """The studies that are left out together: one of each language."""
    by_language = [sorted({e.study for e in examples if e.language == language}) for language in LANGUAGES]
    longest = max(map(len, by_language))
    return [{studies[i] for studies in by_language if i < len(studies)} for i in range(longest)]


def unseen_labels(examples: Sequence[Example], kind: str) -> list[tuple[Example, str, float]]:
    """The machine's spans of a kind with the label of a model that never saw the study, and its probability."""
    said: list[tuple[Example, str, float]] = []
    name = f"{kind} {LABEL}"
    for left_out in folds(examples):
        model = train([e for e in examples if e.study not in left_out], [name]).models[name]
        here = [e for e in examples if e.study in left_out and e.kind == kind and not e.coded]
        odds = log_shares(model, here)
        best = np.argmax(odds, axis=1)
        said += [
            (e, model.outputs[b], float(np.exp(row[b]))) for e, b, row in zip(here, best.tolist(), odds, strict=True)
        ]
    return said


def sureness_of(said: Sequence[tuple[Example, str, float]], kept: float) -> Sureness:
    """The least worth that keeps the share `kept` of the spans, and the scores of those by logistic regression."""
    from sklearn.linear_model import LogisticRegression

    fresh = [(e.candidate.score, share, e.mark) for e, _label, share in said if e.part != "dev" and e.candidate]
    worths = np.array([worth(score, share) for score, share, _mark in fresh])
    least = float(np.quantile(worths, 1 - kept))
    table = np.array([[logit(score), logit(share)] for score, share, _mark in fresh])
    right = np.array([mark is not None for _score, _share, mark in fresh])
    model = LogisticRegression(C=10.0).fit(table[worths >= least], right[worths >= least])
    of_score, of_label = model.coef_[0].tolist()
    return Sureness(least, of_score, of_label, float(model.intercept_[0]))


def steps_of(examples: Sequence[Example], stages: Sequence[str]) -> np.ndarray:
    """Log-ratio of each step from an answer's commonest stage to the next answer's, beside how common that stage is."""
    told: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for example in examples:
        if example.coded and example.mark and example.mark.stage:
            told[example.interview][example.answer].append(example.mark.stage)
    steps, total = np.full((len(stages), len(stages)), 0.5), np.ones(len(stages))
    for answers in told.values():
        main = [max(sorted(set(here)), key=here.count) for _answer, here in sorted(answers.items())]
        for stage in main:
            total[stages.index(stage)] += 1
        for one, other in pairwise(main):
            steps[stages.index(one), stages.index(other)] += 1
    return np.log(steps / steps.sum(axis=1, keepdims=True)) - np.log(total / total.sum())[None, :]


def of_language(model: LinearModel, examples: Sequence[Example], keep: int) -> LinearModel:
    """The rows of the features that the examples have, the weakest left out."""
    seen: dict[str, set[str]] = {block: set() for block in model.blocks}
    for example in examples:
        for block, names in seen.items():
            names.update(example.item.get(block, ()))
    rows: list[int] = []
    vocabulary: dict[str, dict[str, int]] = {}
    for block, known in model.vocabulary.items():
        kept = [name for name in known if name in seen[block] or not model.blocks[block]]
        vocabulary[block] = {name: len(rows) + i for i, name in enumerate(kept)}
        rows.extend(known[name] for name in kept)
    smaller = replace(model, vocabulary=vocabulary, rarity=model.rarity[rows], weights=model.weights[rows], _names=[])
    return slimmed(smaller, keep)


def predictions(trained: Trained, examples: Sequence[Example], name: str) -> list[str]:
    """What a model says of the examples."""
    model = trained.models[name]
    odds = log_shares(model, examples)
    if name == STAGE:
        odds = _chained(odds, examples, trained.steps)
    if name.startswith(EMOTION) and name.endswith(VALENCE):
        odds = odds + leaning(log_shares(trained.models[f"{EMOTION} {LABEL}"], examples), trained.usual)
        odds -= np.logaddexp.reduce(odds, axis=1, keepdims=True)
    if name.endswith(VALENCE):
        return [str(value) for value in valence_of(odds, model.outputs)]
    return [model.outputs[i] for i in np.argmax(odds, axis=1)]


def _chained(odds: np.ndarray, examples: Sequence[Example], steps: np.ndarray) -> np.ndarray:
    together: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        together[example.interview, example.coded].append(i)
    total = odds.copy()
    for rows in together.values():
        answer = np.array([examples[i].answer for i in rows])
        total[rows] += around(odds[rows], answer, int(answer.max()) + 1, steps)[answer]
    return total


def assembled(trained: Trained, language: str) -> Attributes:
    """The deciders of a language, as the tagger uses them; how sure a label must be is what the package has."""
    return Attributes(
        Language.load(language),
        {kind: trained.models[f"{kind} {LABEL}"] for kind in LABELLED},
        {kind: trained.models[f"{kind} {VALENCE}"] for kind in LABELLED},
        trained.models[STAGE],
        trained.steps,
        load_attributes(language).sure,
        {} if trained.usual is None else {EMOTION: trained.usual},
    )


def write(examples: Sequence[Example]) -> list[str]:
    """Train on everything and write the files; a line of report for each."""
    trained = train(examples)
    sure = {kind: sureness_of(unseen_labels(examples, kind), KEPT[kind]) for kind in LABELLED}
    lines = [f"{kind}: {one}" for kind, one in sure.items()]
    for language in LANGUAGES:
        here = [example for example in examples if example.language == language]
        arrays: dict[str, np.ndarray] = {"steps": trained.steps.astype(np.float16)}
        arrays |= {f"{kind} sure": sure_array(one) for kind, one in sure.items()}
        arrays["usual"] = np.asarray(trained.usual, dtype=np.float32)
        for name, model in trained.models.items():
            arrays |= of_language(model, here, RECIPES[name].keep).arrays(f"{name} ")
        save_arrays(weights_file(language), arrays)
        lines.append(f"{language}: {weights_file(language).stat().st_size / 1e6:.2f} MB")
    return lines


def main(argv: list[str] | None = None) -> None:
    """Train and write, or evaluate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluate", action="store_true", help="leave one study of each language out at a time")
    options = parser.parse_args(argv)
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    if options.evaluate:
        from benchmarks.evaluate_attributes import evaluate

        sys.stdout.write(evaluate(examples) + "\n")
        return
    sys.stdout.write("\n".join(write(examples)) + "\n")


if __name__ == "__main__":
    main()
