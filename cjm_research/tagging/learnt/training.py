"""Fitting linear models: vocabulary and rarity from the texts, weights by regularised logistic regression.

scikit-learn does the fitting; nothing of it is needed to use a fitted model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cjm_research.tagging.learnt.linear import Item, LinearModel, feature_names, matrix

Vocabulary = dict[str, dict[str, int]]


def learn_vocabulary(
    items: Sequence[Item], blocks: Mapping[str, float], least: Mapping[str, int], most: Mapping[str, int] | None = None
) -> tuple[Vocabulary, np.ndarray]:
    """Rows for the features that at least `least` items of the block have, and their rarity.

    Parameters
    ----------
    items : sequence of Item
    blocks : mapping of str to float
        The blocks to use, with their lengths; 0 for a block of plain numbers.
    least : mapping of str to int
        Least number of items a feature stands in, by block; 1 where not named.
    most : mapping of str to int, optional
        Most features of a block: the most frequent stay.

    Returns
    -------
    vocabulary : dict of str to dict of str to int
    rarity : ndarray of shape (n_features,)
    """
    vocabulary: Vocabulary = {}
    rarity: list[float] = []
    for block, length in blocks.items():
        counts: Counter[str] = Counter()
        for item in items:
            counts.update(set(feature_names(block, item.get(block) or ())))
        kept = sorted(name for name, n in counts.items() if n >= least.get(block, 1))
        limit = (most or {}).get(block)
        if limit is not None and len(kept) > limit:
            kept = sorted(sorted(kept, key=lambda name: (-counts[name], name))[:limit])
        vocabulary[block] = {name: len(rarity) + i for i, name in enumerate(kept)}
        rarity.extend(1.0 if not length else float(np.log((1 + len(items)) / (1 + counts[n])) + 1) for n in kept)
    return vocabulary, np.array(rarity, dtype=np.float32)


def fit_logistic(table: Any, targets: np.ndarray, c: float, *, balanced: bool = True) -> tuple[np.ndarray, float]:
    """Weights of shape (n_features,) and intercept of one two-class logistic regression (liblinear, L2)."""
    from sklearn.linear_model import LogisticRegression

    if len(set(targets.tolist())) < 2:
        share = float(np.clip(targets.mean() if len(targets) else 0.0, 0.001, 0.999))
        return np.zeros(table.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(
        C=c, solver="liblinear", class_weight="balanced" if balanced else None, random_state=0, max_iter=200, tol=1e-3
    ).fit(table, targets)
    return model.coef_[0], float(model.intercept_[0])


def train_each(
    items: Sequence[Item],
    targets: Mapping[str, np.ndarray],
    blocks: Mapping[str, float],
    *,
    least: Mapping[str, int],
    most: Mapping[str, int] | None = None,
    c: float = 1.0,
    balanced: bool = True,
) -> LinearModel:
    """A model whose outputs are decided each for itself; `targets` holds an array of 0 and 1 an output."""
    vocabulary, rarity = learn_vocabulary(items, blocks, least, most)
    table = matrix(items, blocks, vocabulary, rarity.tolist())
    fitted = [fit_logistic(table, np.asarray(targets[name], dtype=int), c, balanced=balanced) for name in targets]
    return LinearModel(
        outputs=tuple(targets),
        blocks=dict(blocks),
        vocabulary=vocabulary,
        rarity=rarity,
        weights=np.column_stack([weights for weights, _intercept in fitted]).astype(np.float32),
        intercepts=np.array([intercept for _weights, intercept in fitted]),
    )


def train_one_of(
    items: Sequence[Item],
    classes: Sequence[str],
    blocks: Mapping[str, float],
    *,
    least: Mapping[str, int],
    most: Mapping[str, int] | None = None,
    c: float = 1.0,
    balanced: bool = False,
    weights: np.ndarray | None = None,
) -> LinearModel:
    """A model of which exactly one output is true (multinomial logistic regression, L2, L-BFGS)."""
    from sklearn.linear_model import LogisticRegression

    vocabulary, rarity = learn_vocabulary(items, blocks, least, most)
    table = matrix(items, blocks, vocabulary, rarity.tolist())
    outputs = sorted(set(classes))
    model = LogisticRegression(C=c, class_weight="balanced" if balanced else None, max_iter=300, random_state=0)
    model.fit(table, np.array([outputs.index(one) for one in classes]), sample_weight=weights)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(outputs) == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.r_[-intercepts, intercepts] / 2
    return LinearModel(
        outputs=tuple(outputs),
        blocks=dict(blocks),
        vocabulary=vocabulary,
        rarity=rarity,
        weights=coefficients.T.astype(np.float32),
        intercepts=np.asarray(intercepts, dtype=float),
        exclusive=True,
    )


def slimmed(model: LinearModel, keep: int) -> LinearModel:
    """The model without its weakest features: the `keep` rows of the largest weights stay, plain numbers always."""
    names = model.names()
    strength = np.abs(model.weights).max(axis=1) * model.rarity
    for row, (block, _name) in enumerate(names):
        if not model.blocks[block]:
            strength[row] = np.inf
    rows = sorted(np.argsort(-strength, kind="stable")[:keep].tolist())
    vocabulary: Vocabulary = {block: {} for block in model.blocks}
    for new, old in enumerate(rows):
        block, name = names[old]
        vocabulary[block][name] = new
    return LinearModel(
        outputs=model.outputs,
        blocks=model.blocks,
        vocabulary=vocabulary,
        rarity=model.rarity[rows],
        weights=model.weights[rows],
        intercepts=model.intercepts,
        exclusive=model.exclusive,
    )
