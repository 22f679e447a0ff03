"""How clear groups are, in several figures, and how far these lie above those of shuffled tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cjm_research.personas.consensus import Consensus, main_directions
from cjm_research.personas.gap import gap, k_by_gap, log_within

# Figures of a number of groups, all the larger the clearer:
#   separation  how much more often two of one group come together in resamples than two of different groups
#   silhouette  how much nearer people are to their own group than to the next
#   stability   adjusted Rand index of the resamples' groups with the groups
#   closeness   how near people are to the centre of their group (minus the logarithm of the squared distances)
#   directions  share of all differences between people that lies in as many directions as the groups need
FIGURES = ("separation", "silhouette", "stability", "closeness", "directions")
# Those that tell whether there are groups, and those that help to tell how many, each counted in standard deviations of
# shuffled tables (compared in benchmarks/results.md).
WHETHER = ("closeness", "directions")
HOW_MANY = ("stability", "silhouette")


def figures_of(found: Mapping[int, Consensus], features: np.ndarray) -> np.ndarray:
    """The figures for every number of groups, shape (n_k, n_figures)."""
    shares = (main_directions(features) ** 2).sum(axis=0)
    shares = shares.cumsum() / max(shares.sum(), 1e-12)
    return np.array(
        [
            [
                groups.separation,
                groups.silhouette,
                groups.stability,
                -log_within(features, groups.labels),
                shares[min(k - 1, len(shares)) - 1],
            ]
            for k, groups in found.items()
        ]
    )


@dataclass(frozen=True)
class Clarity:
    """The figures of the data beside those of shuffled tables.

    Attributes
    ----------
    ks : tuple of int
    data : ndarray, shape (n_k, n_figures)
    null : ndarray, shape (n_tables, n_k, n_figures)
    spread_of_all : tuple of float, ndarray
        `log_within` of everybody as one group, in the data and in each shuffled table.
    whether : tuple of str
        The figures that tell whether there are groups.
    """

    ks: tuple[int, ...]
    data: np.ndarray
    null: np.ndarray
    spread_of_all: tuple[float, np.ndarray]
    whether: tuple[str, ...] = WHETHER

    def leads(self, figures: Sequence[str] = HOW_MANY) -> np.ndarray:
        """How far each number of groups stands out, shape (n_k,): mean of the figures, in null deviations."""
        return self._leads(self.data, tuple(figures))

    def p_value(self) -> float:
        """Share of tables, the data's own among them, that stand out as far as the data, all numbers of groups taken.

        The mean over the numbers of groups, and not the best of them: where there are groups, neighbouring numbers
        show them too, and a mean of many is steadier than the largest of many.
        """
        reached = self._leads(self.null, self.whether).mean(axis=1).round(9)
        reached = reached >= self._leads(self.data, self.whether).mean().round(9)
        return float(1 + reached.sum()) / (1 + len(reached))

    def how_many(self, ks: Sequence[int]) -> int:
        """The one of `ks` to choose, given that there are groups: the middle one of `answers`."""
        return sorted(self.answers(ks).values())[1]

    def answers(self, ks: Sequence[int]) -> dict[str, int]:
        """Three answers to how many groups there are: the gap statistic's own rule, the largest gap, the figures.

        The first is cautious where people are few, the second generous where they are many; the third, where stability
        and silhouette stand out most, speaks between them.
        """
        ks = sorted(ks)
        gaps, errors = self._gaps()
        at = np.array([self.ks.index(k) for k in ks])
        return {
            "gap": k_by_gap(gaps[at + 1], errors[at + 1], tuple(ks)),
            "largest gap": _best(gaps[at + 1], ks),
            "figures": _best(self.leads()[at], ks),
        }

    def k_by_gap(self) -> int:
        """The number of groups that the gap statistic's own rule names, one among them."""
        return k_by_gap(*self._gaps(), (1, *self.ks))

    def scores(self) -> dict[int, dict[str, float]]:
        """The figures by name, for every number of groups; of one group the gap alone."""
        gaps, errors = self._gaps()
        table: dict[int, dict[str, float]] = {1: {"gap": gaps[0], "gap_sd": errors[0]}}
        mean, spread = self._null()
        leads = self.leads(self.whether)
        for i, k in enumerate(self.ks):
            row = {"stands_out": leads[i], "gap": gaps[i + 1], "gap_sd": errors[i + 1]}
            for j, name in enumerate(FIGURES):
                if np.isnan(self.data[i, j]):
                    continue
                row |= {name: self.data[i, j], f"{name}_null": mean[i, j], f"{name}_null_sd": spread[i, j]}
            table[k] = row
        return {k: {name: round(float(value), 4) for name, value in row.items()} for k, row in table.items()}

    def _gaps(self) -> tuple[np.ndarray, np.ndarray]:
        closeness = FIGURES.index("closeness")
        one, one_null = self.spread_of_all
        within = np.concatenate([[one], -self.data[:, closeness]])
        return gap(within, np.column_stack([one_null, -self.null[:, :, closeness]]))

    def _null(self) -> tuple[np.ndarray, np.ndarray]:
        return self.null.mean(axis=0), np.maximum(self.null.std(axis=0, ddof=min(1, len(self.null) - 1)), 1e-9)

    def _leads(self, figures: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        mean, spread = self._null()
        return ((figures - mean) / spread)[..., [FIGURES.index(name) for name in names]].mean(axis=-1)


def _best(values: np.ndarray, ks: Sequence[int]) -> int:
    """The one of `ks` with the largest value; the smaller one of equals."""
    return ks[int(values.round(6).argmax())]
