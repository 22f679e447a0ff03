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
from cjm_research.tagging.attributes import (
    LABEL,
    LABELLED,
    STAGE,
    VALENCE,
    Attributes,
    around,
    valence_of,
    weights_file,
)
from cjm_research.tagging.linear import LinearModel, save_arrays
from cjm_research.tagging.surroundings import Language
from cjm_research.tagging.training import slimmed, train_one_of

LANGUAGES = ("en", "pl", "ru")
# The lexicons were written from the development studies, so what rules say there is too good: those count less.
DEVELOPMENT_WEIGHT = 1 / 3


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


_IDEAS = {"cin": 2.0, "ccl": 1.0, "cse": 1.0, "cut": 1.0, "cask": 1.0}
_NEAR = {"rule": 0, "pull": 0, "in": 1.5, "char": 1.5, "clause": 1.5, "sent": 1.5, **_IDEAS, "cask": 0.7}
_FAR = {"before": 1.0, "after": 1.0, "utt": 1.0, "ask": 1.0, "prev": 1.0, "cbef": 1.0, "caft": 1.0}
RECIPES: dict[str, Recipe] = {
    f"touchpoint {LABEL}": Recipe({"rule": 0, "in": 1.5, "char": 1.5, **_IDEAS}, 1.0, 9000),
    f"emotion {LABEL}": Recipe({"rule": 0, "in": 1.5, "char": 1.5, **_IDEAS}, 1.0, 12000),
    f"touchpoint {VALENCE}": Recipe({**_NEAR, **_FAR}, 0.3, 18000),
    f"emotion {VALENCE}": Recipe(_NEAR, 0.3, 12000),
    STAGE: Recipe({"place": 0, "cue": 0, "ucue": 0, "uplace": 0}, 1.0, 4000),
}


def target(example: Example, name: str) -> str | None:
    """What a model is to say of an example; None where it has nothing to learn from it."""
    if name == STAGE:
        return example.mark.stage if example.coded else None
    kind, what = name.split()
    if example.mark.kind != kind:
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
    return Trained(models, steps_of(examples, models[STAGE].outputs) if STAGE in models else np.zeros((0, 0)))


def steps_of(examples: Sequence[Example], stages: Sequence[str]) -> np.ndarray:
    """Log-ratio of each step from an answer's commonest stage to the next answer's, beside how common that stage is."""
    told: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for example in examples:
        if example.coded and example.mark.stage:
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
    odds = model.log_odds([example.item for example in examples])
    odds = odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)
    if name == STAGE:
        odds = _chained(odds, examples, trained.steps)
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
    """The deciders of a language, as the tagger uses them, without a file between."""
    return Attributes(
        Language.load(language),
        {kind: trained.models[f"{kind} {LABEL}"] for kind in LABELLED},
        {kind: trained.models[f"{kind} {VALENCE}"] for kind in LABELLED},
        trained.models[STAGE],
        trained.steps,
    )


def write(examples: Sequence[Example]) -> list[str]:
    """Train on everything and write the files; a line of report for each."""
    trained = train(examples)
    lines = []
    for language in LANGUAGES:
        here = [example for example in examples if example.language == language]
        arrays: dict[str, np.ndarray] = {"steps": trained.steps.astype(np.float16)}
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
