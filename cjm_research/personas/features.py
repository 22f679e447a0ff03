"""A table of people -> the numbers by which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.personas.blocks import (
    ATTRIBUTE,
    PRESENCE,
    RATING,
    Block,
    Columns,
    blocks_of,
    double_centred,
)
from cjm_research.personas.null_model import curveball
from cjm_research.personas.trades import shuffled_amounts

__all__ = ["BLOCK_WEIGHTS", "MIN_PEOPLE", "PersonaFeatures", "double_centred"]

# A code shown by fewer people than this, or missing in fewer, tells individuals apart and not groups.
MIN_PEOPLE = 3
# Channels, channels in their stages and other codes in their stages weigh alike, whoever coded: the corpus favours no
# other weights clearly, whole or with people and codings taken away at random (benchmarks/persona_machine_tags.py).
# Other codes without their stages (emotions above all) blur the groups.
BLOCK_WEIGHTS: Mapping[str, float] = {
    "channels": 1.0,
    "channels_in_stages": 1.0,
    "codes_in_stages": 1.0,
    "codes": 0.0,
    "ratings": 0.5,
    "attributes": 0.5,
}


class PersonaFeatures(TransformerMixin, BaseEstimator):
    """Turns a table of people into features, block by block.

    The blocks are ``channels`` (touchpoints whatever their stage), ``channels_in_stages``, ``codes_in_stages`` (all
    other columns as they stand), ``codes`` (codes other than touchpoints, whatever their stage), ``ratings`` (as
    ranks) and ``attributes`` (numbers as ranks, names as one column each). What was told is presence (bool) or the
    number of answers that tell it, expected or counted; numbers enter as their logarithm, ``log2(1 + x)``, so that
    presence stays as it is. It is filtered and double-centred; a cell of somebody who was not asked is left out of
    every mean and becomes 0, which speaks neither way. Each of these blocks is then scaled to unit norm, ratings and
    attributes to a first singular value as large as theirs, and weighted.

    Demographic attributes enter only where the researcher puts columns of them into the table: by themselves they
    describe groups and do not make them.

    Parameters
    ----------
    weights : mapping of str to float, optional
        Weight of each block, 0 or more; a block that is not named counts 0. `BLOCK_WEIGHTS` where not given.
    min_people : int
        Codes shown by fewer people, or by all but fewer of those asked, are dropped.

    Attributes
    ----------
    blocks_ : list of Block
        The blocks that count, as fitted.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Where a DataFrame with names was given.

    Examples
    --------
    >>> import numpy as np
    >>> table = np.repeat([[1, 1, 0, 0], [0, 0, 1, 1]], 3, axis=0)
    >>> PersonaFeatures().fit_transform(table).round(2)[[0, 3]]
    array([[ 0.2,  0.2, -0.2, -0.2],
           [-0.2, -0.2,  0.2,  0.2]])

    References
    ----------
    Double centring removes talkativeness (row means) and commonness (column means), as in principal components of a
    two-way table; block scaling follows multiple factor analysis (Escofier & Pagès 1994, Computational Statistics &
    Data Analysis 18:121).
    """

    def __init__(self, *, weights: Mapping[str, float] | None = None, min_people: int = MIN_PEOPLE):
        self.weights = weights
        self.min_people = min_people

    def fit(self, X: Any, y: Any = None) -> PersonaFeatures:
        """Learn which columns count, what is common, and how large each block is.

        Parameters
        ----------
        X : DataFrame or array of shape (n_participants, n_columns)
            What was told (``touchpoint/phone@decision``: presence or number of answers; NaN where the person was not
            asked), ``rating:NAME`` and ``attribute:NAME``. The columns of a plain array are codes without a name.

        Raises
        ------
        BadValueError
            A weight or an amount is negative, or ratings are no numbers.
        """
        weights = BLOCK_WEIGHTS if self.weights is None else self.weights
        if any(not weight >= 0 for weight in weights.values()):
            raise BadValueError(_("Weights of blocks are numbers of 0 or more."))
        names, table = self._read(X, reset=True)
        self.blocks_ = [b for b in blocks_of(names) if weights.get(b.name, 0) and b.fit(table, self.min_people)]
        level = _strongest(self.blocks_, table)
        for block in self.blocks_:
            block.scale *= weights[block.name] * (1.0 if block.is_presence else level)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Features of shape (n_participants, n_kept_columns); without columns where none is left."""
        check_is_fitted(self)
        _names, table = self._read(X, reset=False)
        blocks = [block.transform(table) for block in self.blocks_]
        return np.hstack(blocks) if blocks else np.zeros((len(table[PRESENCE]), 0))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Block and column of each feature, ``channels:touchpoint/phone``."""
        check_is_fitted(self)
        return np.array([f"{block.name}:{name}" for block in self.blocks_ for name in block.kept_names], dtype=object)

    def shuffled(self, X: Any, rng: np.random.Generator) -> Any:
        """A table like `X` without groups: people stay as talkative and codes as common as they are.

        Parameters
        ----------
        X : DataFrame or array of shape (n_participants, n_columns)
        rng : numpy.random.Generator

        Returns
        -------
        DataFrame or ndarray of the kind of `X`
            Cells of people who were not asked stay empty. Ratings and attributes are dealt out anew to people, each
            set of them whole, so that how ratings go together is kept.
        """
        if not hasattr(X, "columns"):
            return _shuffled_presence(np.asarray(X), rng)
        shuffled = X.copy()
        for prefix in (RATING, ATTRIBUTE):
            of_block = [i for i, name in enumerate(X.columns) if str(name).startswith(prefix)]
            order = rng.permutation(len(X)) if of_block else None
            for position in of_block:
                shuffled.isetitem(position, X.iloc[:, position].array.take(order))
        presence = [i for i, name in enumerate(X.columns) if not str(name).startswith((RATING, ATTRIBUTE))]
        table = _shuffled_presence(X.iloc[:, presence].to_numpy(), rng)
        if len(presence) == X.shape[1]:
            return type(X)(table, index=X.index, columns=X.columns)
        for column, position in enumerate(presence):
            shuffled.isetitem(position, table[:, column])
        return shuffled

    def _read(self, X: Any, *, reset: bool) -> tuple[list[str], dict[str, np.ndarray]]:
        """Names of the columns, and the columns: presence as one table of floats, the others one by one."""
        if not hasattr(X, "columns"):
            array = validate_data(self, X, reset=reset, dtype=np.float64, ensure_all_finite="allow-nan")
            return [f"code{i}" for i in range(array.shape[1])], {PRESENCE: _amounts(array)}
        validate_data(self, X, reset=reset, skip_check_array=True)
        names = [str(name) for name in X.columns]
        presence = [i for i, name in enumerate(names) if not name.startswith((RATING, ATTRIBUTE))]
        table = {name: _plain(X.iloc[:, i], name) for i, name in enumerate(names) if i not in set(presence)}
        cells = X.iloc[:, presence].to_numpy(dtype=np.float64, na_value=np.nan)
        if presence:
            check_array(cells, ensure_all_finite="allow-nan")
        table[PRESENCE] = _amounts(cells)
        return names, table

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.positive_only = True
        return tags


def _amounts(cells: np.ndarray) -> np.ndarray:
    if (cells < 0).any():
        raise BadValueError(_("Negative values in data: nobody tells of a code less often than never."))
    return cells


def _shuffled_presence(table: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """`table` dealt out anew, with presence by the curveball and amounts by trades; empty cells stay."""
    if table.dtype == bool:
        return curveball(table, rng)
    cells = table.astype(np.float64)
    asked = ~np.isnan(cells)
    if ((cells == 0) | (cells == 1) | ~asked).all():
        dealt = curveball(np.nan_to_num(cells) > 0, rng, asked=None if asked.all() else asked)
        return np.where(asked, dealt.astype(np.float64), np.nan)
    return shuffled_amounts(cells, rng)


def _plain(column: Any, name: str) -> np.ndarray:
    """A column of numbers as floats, with NaN for what is missing; any other as it is."""
    kind = column.dtype.kind
    if kind in "iuf":
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    if name.startswith(RATING):
        raise BadValueError(
            _("The ratings “{name}” are no numbers. Leave the cell of an unknown rating empty.").format(
                name=name.removeprefix(RATING)
            )
        )
    return np.asarray(column.to_numpy(dtype=object))


def _strongest(blocks: Sequence[Block], table: Columns) -> float:
    """How much presence shows in its strongest direction, which ratings and attributes are levelled to; else 1."""
    if all(block.is_presence for block in blocks):
        return 1.0
    presence = [np.linalg.svd(block.transform(table), compute_uv=False)[0] for block in blocks if block.is_presence]
    return float(max(presence, default=1.0))
