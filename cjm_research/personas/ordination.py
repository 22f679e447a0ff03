"""People on a plane, those who tell alike near each other: to group by hand where clustering is no use."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import clone

from cjm_research.model.persona import Ordination, OrdinationArrow, OrdinationPoint
from cjm_research.personas.features import PersonaFeatures

# Arrows that are kept: the codes that pull most.
MOST_ARROWS = 12
# Among fewer people a code of two of them counts: nothing is tested here.
FEW = 12
_FLAT = 1e-9


def ordination(X: Any, *, features: Any = None, arrows: int = MOST_ARROWS) -> Ordination:
    """The first two principal axes of what people are compared by.

    People lie at their principal coordinates, so that distances on the plane come as near to those of the features as
    a plane can. A code's arrow is the sum of the coordinates of its features (a channel counts in all its stages),
    all arrows together scaled to reach as far as the people do. As signs of axes mean nothing, each axis is turned so
    that the code pulling most along it points to the right, or up.

    Parameters
    ----------
    X : DataFrame or array, shape (n_participants, n_columns)
        As `PersonaFeatures` reads it.
    features : PersonaFeatures, optional
        What people are compared by.
    arrows : int
        How many arrows at most, longest first.

    Returns
    -------
    Ordination
        Without points where nobody differs.

    References
    ----------
    Gabriel (1971), Biometrika 58:453 (biplot); Escofier & Pagès (1994), Computational Statistics & Data Analysis
    18:121 (weighted blocks).
    """
    transformer = PersonaFeatures() if features is None else clone(features)
    if len(X) < FEW:
        transformer.set_params(min_people=min(2, transformer.min_people))
    table = transformer.fit(X).transform(X)
    names = [str(name).partition(":")[2] for name in transformer.get_feature_names_out()]
    people = [str(name) for name in X.index] if hasattr(X, "index") else [str(i) for i in range(len(table))]
    left, sizes, right = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    if not sizes.size or sizes[0] < _FLAT:
        return Ordination(explained=(0.0, 0.0))
    two = min(2, len(sizes))
    points, pulls = np.zeros((len(table), 2)), np.zeros((len(names), 2))
    points[:, :two], pulls[:, :two] = left[:, :two] * sizes[:two], right[:two].T
    codes, directions = _by_code(names, pulls)
    turned = _signs(directions)
    points, directions = points * turned, directions * turned
    reach = np.abs(points).max() / max(float(np.abs(directions).max()), _FLAT)
    shares = [*(sizes[:two] ** 2 / (sizes**2).sum()), 0.0]
    return Ordination(
        explained=(round(float(shares[0]), 4), round(float(shares[1]), 4)),
        points=tuple(
            OrdinationPoint(participant=who, x=_rounded(x), y=_rounded(y))
            for who, (x, y) in zip(people, points.tolist(), strict=True)
        ),
        arrows=tuple(
            OrdinationArrow(code=codes[i], x=_rounded(directions[i, 0] * reach), y=_rounded(directions[i, 1] * reach))
            for i in _longest(directions, codes)[:arrows]
        ),
    )


def _by_code(names: list[str], pulls: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Arrows of the codes: features of one code at several stages, or in several blocks, pull together."""
    codes = sorted({name.partition("@")[0] for name in names})
    at = {code: number for number, code in enumerate(codes)}
    directions = np.zeros((len(codes), 2))
    np.add.at(directions, [at[name.partition("@")[0]] for name in names], pulls)
    return codes, directions


def _signs(directions: np.ndarray) -> np.ndarray:
    """+1 or -1 for each axis, so that its strongest pull is positive; the first code in the alphabet among equals."""
    strongest = np.abs(directions.round(9)).argmax(axis=0)
    return np.where(directions[strongest, [0, 1]] < 0, -1.0, 1.0)


def _longest(directions: np.ndarray, codes: list[str]) -> list[int]:
    lengths = np.linalg.norm(directions, axis=1).round(9)
    return sorted((i for i in range(len(codes)) if lengths[i] > _FLAT), key=lambda i: (-lengths[i], codes[i]))


def _rounded(value: float) -> float:
    return round(float(value), 5) + 0.0
