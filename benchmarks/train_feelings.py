"""Learn the text-level model of feelings and write its weights to the package.

python -m benchmarks.train_feelings --data ../shared/data [--lang en pl ru] [--without STUDY --out FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.public_sets import EKMAN, EKMAN_BACK, LabelledSet, training_sets
from cjm_research.model.scheme import EMOTION_LABELS
from cjm_research.tagging.learnt.feeling_features import BLOCKS, Describer
from cjm_research.tagging.learnt.feelings import NEUTRAL, POLARITY_HEADS, SIGNS, FeelingsModel, softmax, weights_path
from cjm_research.tagging.learnt.linear import LinearModel, matrix, save_arrays
from cjm_research.tagging.learnt.training import Vocabulary, learn_vocabulary
from cjm_research.tagging.rules.lemmas import lemmatizer
from cjm_research.tagging.rules.lexicon import load_lexicon
from cjm_research.tagging.rules.patterns import fold

SEED = 20260101
FOLDS = 5
# Features that fewer texts have are left out.
LEAST = {"word": 3, "lemma": 3, "part": 4, "denied": 3, "mark": 3}
# Strength of regularisation of what registers share and of what is their own.
SHARED, OWN = 2.0, 2.0
# Machine-translated text counts less.
TRUST_IN = {"GoEmotions (translated)": 0.5}
REGISTER_C = 1.0
# What ships: as many weights as fit into the file, in steps that cost nothing that can be measured.
MOST_WEIGHTS, STEP = 2_500_000, 0.0625
_INTERCEPT = 3.0


@dataclass
class Fitted:
    """Weights of every judgement before they are made small: heads, (n_features, n_heads), (n_heads,)."""

    vocabulary: Vocabulary
    rarity: np.ndarray
    heads: tuple[tuple[str, str], ...]
    weights: np.ndarray
    intercepts: np.ndarray


def describer(language: str) -> Describer:
    """How texts of a language are described; its words of denial come from the lexicon."""
    words = {fold(word) for word in load_lexicon(language).modifiers["negation"]}
    return Describer(lemmatizer(language), frozenset(word for word in words if word.replace("'", "").isalpha()))


def target(chosen: LabelledSet, rows: Sequence[int], name: str) -> np.ndarray:
    """1 where a row has the label, 0 elsewhere."""
    return np.array([name in chosen.rows[i].labels for i in rows], dtype=int)


def fit(sets: Sequence[LabelledSet], items: Sequence[Sequence[Mapping]], rows: Sequence[Sequence[int]]) -> Fitted:
    """One model over the given rows of all sets."""
    flat = [items[s][i] for s in range(len(sets)) for i in rows[s]]
    vocabulary, rarity = learn_vocabulary(flat, BLOCKS, LEAST)
    tables = [matrix([items[s][i] for i in rows[s]], BLOCKS, vocabulary, rarity) for s in range(len(sets))]
    heads, columns, intercepts = [], [], []
    widened = [_augmented(table, s, len(sets)) for s, table in enumerate(tables)]
    for name in sorted({name for one in sets for name in one.asked}):
        asked = [s for s, one in enumerate(sets) if name in one.asked]
        targets = [target(sets[s], rows[s], name) for s in asked]
        trust = [np.full(len(rows[s]), TRUST_IN.get(sets[s].name, 1.0)) for s in asked]
        found = _logistic(
            sparse.vstack([widened[s] for s in asked], format="csr"), np.concatenate(targets), np.concatenate(trust)
        )
        n = len(rarity)
        for s in asked:
            own = found[n * (s + 1) : n * (s + 2)]
            heads.append((sets[s].register, name))
            columns.append((found[:n] / SHARED**0.5 + own / OWN**0.5).astype(np.float32))
            intercepts.append(float(found[n * (len(sets) + 1) + s] * _INTERCEPT))
    whole = sparse.vstack(tables, format="csr")
    for s, one in enumerate(sets):
        is_this = np.concatenate([np.full(len(rows[k]), int(k == s)) for k in range(len(sets))])
        share = is_this.mean()
        even = np.where(is_this, 0.5 / share, 0.5 / (1 - share))
        table = sparse.hstack([whole, np.full((whole.shape[0], 1), _INTERCEPT)], format="csr")
        found = _logistic(table, is_this, even * REGISTER_C)
        heads.append(("", one.register))
        columns.append(found[:-1].astype(np.float32))
        intercepts.append(float(found[-1] * _INTERCEPT))
    return Fitted(vocabulary, rarity, tuple(heads), np.column_stack(columns), np.array(intercepts))


def _augmented(table, number: int, n_sets: int):
    """What all sets share, then a copy of the features for this set alone, then an intercept a set."""
    n = table.shape[0]
    empty = sparse.csr_matrix(table.shape, dtype=table.dtype)
    copies = [table * OWN**-0.5 if k == number else empty for k in range(n_sets)]
    ones = sparse.csr_matrix((np.full(n, _INTERCEPT), (np.arange(n), np.full(n, number))), shape=(n, n_sets))
    return sparse.hstack([table * SHARED**-0.5, *copies, ones], format="csr")


def _logistic(table, targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Coefficients of a logistic regression with L2 regularisation, by dual coordinate descent."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=1.0, solver="liblinear", dual=True, fit_intercept=False, tol=0.1, max_iter=20, random_state=0
    )
    with warnings.catch_warnings():
        # Stopped early on purpose: more rounds change nothing that can be measured.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(table, targets, sample_weight=weights).coef_[0]


def made_small(fitted: Fitted, counts: np.ndarray) -> LinearModel:
    """The strongest features only, their weights in steps of `STEP`: few different numbers pack well.

    `counts` are the numbers of texts that have each feature.
    """
    strength = np.abs(fitted.weights).max(axis=1) * fitted.rarity * counts**0.25
    kept = np.sort(np.argsort(-strength, kind="stable")[: MOST_WEIGHTS // len(fitted.heads)])
    names = {row: (block, name) for block, rows in fitted.vocabulary.items() for name, row in rows.items()}
    vocabulary: Vocabulary = {block: {} for block in fitted.vocabulary}
    for new, old in enumerate(kept.tolist()):
        block, name = names[old]
        vocabulary[block][name] = new
    return LinearModel(
        outputs=tuple(f"{register} {name}" for register, name in fitted.heads),
        blocks=dict(BLOCKS),
        vocabulary=vocabulary,
        rarity=fitted.rarity[kept].astype(np.float16).astype(np.float32),
        weights=(np.round(fitted.weights[kept] / STEP) * STEP).astype(np.float16).astype(np.float32),
        intercepts=np.zeros(len(fitted.heads)),
    )


def small_model(
    language: str, sets: Sequence[LabelledSet], items: Sequence[Sequence[Mapping]], rows: Sequence[Sequence[int]]
) -> FeelingsModel:
    """What ships, learnt from the given rows, not yet calibrated."""
    fitted = fit(sets, items, rows)
    counts = np.zeros(len(fitted.rarity))
    for s in range(len(sets)):
        for i in rows[s]:
            for block, names in fitted.vocabulary.items():
                for name in set(items[s][i][block]):
                    if name in names:
                        counts[names[name]] += 1
    registers = tuple(one.register for one in sets)
    return FeelingsModel(
        describer=describer(language),
        linear=made_small(fitted, counts),
        heads=fitted.heads,
        slopes=np.ones(len(fitted.heads)),
        intercepts=fitted.intercepts,
        thresholds=np.zeros(len(fitted.heads)),
        registers=registers,
        signs=np.zeros((len(registers), 4, 4)),
        leanings=np.zeros((len(registers), 4)),
    )


def folds_of(one: LabelledSet) -> np.ndarray:
    """The fold of each row; rows of one group stay together."""
    groups = sorted({row.group for row in one.rows})
    order = np.random.default_rng(SEED).permutation(len(groups)) % FOLDS
    number = dict(zip(groups, order.tolist(), strict=True))
    return np.array([number[row.group] for row in one.rows])


def crossed_odds(language: str, sets: Sequence[LabelledSet], items: Sequence[Sequence[Mapping]]) -> list[np.ndarray]:
    """Log-odds of all judgements on every row by a model that has not seen its fold; one array a set."""
    folds = [folds_of(one) for one in sets]
    odds: list[np.ndarray] = []
    for fold_number in range(FOLDS):
        model = small_model(language, sets, items, [np.flatnonzero(f != fold_number).tolist() for f in folds])
        if not odds:
            odds = [np.zeros((len(one.rows), len(model.heads))) for one in sets]
        for s in range(len(sets)):
            unseen = np.flatnonzero(folds[s] == fold_number)
            odds[s][unseen] = model.linear.log_odds([items[s][i] for i in unseen]) + model.intercepts
        sys.stderr.write(f"{language}: fold {fold_number + 1} of {FOLDS}\n")
    return odds


def calibrated(
    model: FeelingsModel, sets: Sequence[LabelledSet], odds: Sequence[np.ndarray], rows: Sequence[np.ndarray]
) -> FeelingsModel:
    """The model with probabilities, thresholds and signs set on the unseen odds of the given rows."""
    thresholds = model.thresholds.copy()
    number = {register: s for s, register in enumerate(model.registers)}
    slopes, shifts = np.ones(len(model.heads)), np.zeros(len(model.heads))
    for column, (register, name) in enumerate(model.heads):
        if not register:
            continue
        s = number[register]
        raw, wanted = odds[s][rows[s], column], target(sets[s], rows[s], name)
        slopes[column], shifts[column] = _platt(raw, wanted)
        thresholds[column] = best_threshold(slopes[column] * raw + shifts[column], wanted)
    for s, one in enumerate(sets):
        if one.name.startswith("GoEmotions"):
            columns = [model.heads.index((one.register, family)) for family in EMOTION_LABELS]
            table = odds[s][np.ix_(rows[s], columns)] * slopes[columns] + shifts[columns]
            thresholds[columns] = grouped_thresholds(table, thresholds[columns], one, rows[s])
    signs, leanings = model.signs.copy(), model.leanings.copy()
    for register, s in number.items():
        columns = [model.heads.index((register, name)) for name in POLARITY_HEADS]
        three = odds[s][np.ix_(rows[s], columns)] * slopes[columns] + shifts[columns]
        wanted = np.array([SIGNS.index(sign_of(sets[s].rows[i].labels)) for i in rows[s]])
        signs[s], leanings[s] = _signs(three, wanted)
    return replace(
        model,
        slopes=slopes,
        intercepts=model.intercepts * slopes + shifts,
        thresholds=thresholds,
        signs=signs,
        leanings=leanings,
    )


def sign_of(labels: frozenset[str]) -> str:
    """The one sign of a text's labels: good and bad at once are ambivalent."""
    negative, positive = POLARITY_HEADS[0] in labels, POLARITY_HEADS[2] in labels
    return "ambivalent" if negative and positive else "negative" if negative else "positive" if positive else "neutral"


def _platt(odds: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Slope and shift that make probabilities of log-odds (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    if wanted.min() == wanted.max():
        return 1.0, 0.0
    model = LogisticRegression(C=1e3, max_iter=200).fit(odds[:, None], wanted)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def best_threshold(odds: np.ndarray, wanted: np.ndarray, n_samples: int = 15) -> float:
    """The log-odds from which on F1 is best, averaged over samples with replacement, so that no one text decides."""
    random = np.random.default_rng(SEED)
    found = []
    for _sample in range(n_samples):
        chosen = random.integers(0, len(odds), len(odds))
        order = np.argsort(-odds[chosen], kind="stable")
        hits = np.cumsum(wanted[chosen][order])
        if hits[-1]:
            f1 = 2 * hits / (np.arange(1, len(order) + 1) + hits[-1])
            found.append(odds[chosen][order][f1.argmax()])
    return float(np.mean(found)) if found else float(odds.max(initial=0.0) + 1)


def grouped_thresholds(odds: np.ndarray, thresholds: np.ndarray, one: LabelledSet, rows: np.ndarray) -> np.ndarray:
    """Thresholds that serve the families and the Ekman groups that they make up, neutral (none shown) among these."""
    families = np.column_stack([target(one, rows, family) for family in EMOTION_LABELS]).astype(bool)
    groups = tuple(dict.fromkeys(EKMAN.values()))
    wanted = np.column_stack(
        [np.array([any(EKMAN[label] == group for label in one.rows[i].native) for i in rows]) for group in groups]
    )
    member = np.array([[EKMAN_BACK[family] == group for group in groups] for family in EMOTION_LABELS])

    def worth(tried: np.ndarray) -> float:
        shown = odds > tried
        grouped = (shown.astype(int) @ member) > 0
        grouped[:, groups.index(NEUTRAL)] = ~shown.any(axis=1)
        return mean_f1(families, shown) + mean_f1(wanted, grouped)

    best = thresholds.copy()
    for _round in range(2):
        for k in range(len(best)):
            tries = []
            for by in np.arange(-1.0, 1.55, 0.25):
                tried = best.copy()
                tried[k] = thresholds[k] + by
                tries.append((worth(tried), -abs(by), tried[k]))
            best[k] = max(tries)[2]
    return best


def mean_f1(wanted: np.ndarray, found: np.ndarray) -> float:
    """Mean F1 of the columns."""
    sizes = np.maximum(wanted.sum(axis=0) + found.sum(axis=0), 1)
    return float(np.mean(2 * (wanted & found).sum(axis=0) / sizes))


def _signs(three: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From the three judgements to the four signs, and the leanings of best macro-F1."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((4, 4))
    weights[:, 3] = -20.0
    present = sorted(set(wanted.tolist()))
    model = LogisticRegression(C=10.0, max_iter=500).fit(three, wanted)
    coefficients, constants = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients, constants = np.vstack([-coefficients, coefficients]) / 2, np.r_[-constants, constants] / 2
    weights[present, :3], weights[present, 3] = coefficients, constants
    logs = np.log(softmax(three @ weights[:, :3].T + weights[:, 3]) + 1e-9)
    leanings = np.zeros(4)
    for _round in range(2):
        for sign in present:
            tries = []
            for by in np.arange(-1.0, 1.55, 0.1):
                moved = leanings.copy()
                moved[sign] = by
                tries.append((macro_f1(wanted, (logs + moved).argmax(axis=1), present), -abs(by), by))
            leanings[sign] = max(tries)[2]
    return weights, leanings


def macro_f1(wanted: np.ndarray, found: np.ndarray, classes: Sequence[int]) -> float:
    """Mean F1 of the classes."""
    hits = [((wanted == k) & (found == k)).sum() for k in classes]
    sizes = [(wanted == k).sum() + (found == k).sum() for k in classes]
    return float(np.mean([2 * h / max(1, n) for h, n in zip(hits, sizes, strict=True)]))


def arrays_of(model: FeelingsModel) -> dict[str, np.ndarray]:
    """The model as plain arrays."""

    def lines(names: Sequence[str]) -> np.ndarray:
        return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)

    return model.linear.arrays("linear.") | {
        "negations": lines(sorted(model.describer.negations)),
        "heads": lines([f"{register}\t{name}" for register, name in model.heads]),
        "registers": lines(model.registers),
        "slopes": model.slopes.astype(np.float32),
        "intercepts": model.intercepts.astype(np.float32),
        "thresholds": model.thresholds.astype(np.float32),
        "signs": model.signs.astype(np.float32),
        "leanings": model.leanings.astype(np.float32),
    }


def described(language: str, sets: Sequence[LabelledSet]) -> list[list[dict]]:
    """The features of every row, one list a set."""
    one = describer(language)
    return [[one.item(row.text) for row in chosen.rows] for chosen in sets]


def train(language: str, data: Path, *, without: str = "") -> FeelingsModel:
    """The model of a language, calibrated on what its folds had not seen."""
    sets = training_sets(language, data, without=without)
    items = described(language, sets)
    odds = crossed_odds(language, sets, items)
    everything = [np.arange(len(one.rows)) for one in sets]
    return calibrated(small_model(language, sets, items, [r.tolist() for r in everything]), sets, odds, everything)


def main(argv: list[str] | None = None) -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", nargs="+", default=["en", "pl", "ru"])
    parser.add_argument("--without", default="", help="leave out the interviews of this study")
    parser.add_argument("--out", type=Path, help="another folder for the weights")
    options = parser.parse_args(argv)
    for language in options.lang:
        model = train(language, options.data, without=options.without)
        path = (options.out or weights_path(language).parent) / weights_path(language).name
        save_arrays(path, arrays_of(model))
        print(path, f"{path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
