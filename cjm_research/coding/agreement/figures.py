"""The figures of an agreement report: of each code, of all together, and of each two coders, with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from cjm_research.coding.agreement import coefficients
from cjm_research.coding.agreement.data import Material, only
from cjm_research.coding.agreement.ratings import Coefficient, Parts, Ratings, Reason
from cjm_research.coding.agreement.report import AgreementReport, AgreementRow, PairAgreement, Unit
from cjm_research.coding.agreement.unitizing import Unitized
from cjm_research.coding.agreement.units import Units, continuum, pairs_by_cluster
from cjm_research.model import Coding

# A resample in which a figure is not defined tells nothing; with more of them than this no interval is given.
MOST_UNDEFINED = 0.1
CONFIDENCE = 0.95


class Figures:
    """The figures of one unit, their intervals among them."""

    def __init__(self, given: Material, unit: Unit, draws: int, seed: int) -> None:
        self.given, self.unit, self.seed = given, unit, seed
        self.units = Units(given, unit if unit in {"sentence", "turn"} else "character")
        self.draws = draws if self.units.n_clusters > 1 else 0
        # How often each cluster is drawn; the same draws for every code, so that codes can be pooled.
        n = self.units.n_clusters
        chances = np.full(n, 1 / n)
        self.drawn = np.random.default_rng(seed).multinomial(n, chances, size=self.draws).astype(float)
        self.once = np.ones(n)

    def all(self) -> dict[str, Any]:
        """The fields of an agreement report that hold figures."""
        make: dict[str, Callable[[], dict[str, object]]] = {"overlap": self._overlap, "unitizing": self._unitizing}
        found = make.get(self.unit, self._judged)()
        by = "interviews" if self.units.by_interview else "turns"
        return {
            "n_units": sum(self.units.sizes),
            "resampled": by if self.draws else "",
            "draws": self.draws,
            "seed": self.seed,
            "pairs": self._pairs(),
            **found,
        }

    # Characters, sentences, turns

    def _judged(self) -> dict[str, object]:
        rows, pooled = [], []
        for code in self.given.codes:
            ratings = self.units.ratings(code)
            parts = {name: self._both(of, ratings) for name, of in self._measures().items()}
            pooled.append(parts)
            rows.append(
                AgreementRow(
                    code=code,
                    n=int(ratings.weights.sum()),
                    coded=_coded(ratings),
                    coefficients=tuple(
                        self._figure(name, *both, reason=_why(name, ratings)) for name, both in parts.items()
                    ),
                )
            )
        overall = AgreementRow(
            code="",
            n=sum(self.units.sizes),
            coded=tuple(np.sum([row.coded for row in rows], axis=0).tolist()),
            coefficients=(*self._sets(), *self._pooled(pooled)),
        )
        return {"rows": tuple(rows), "overall": overall}

    def _measures(self) -> dict[str, Callable[[Ratings], Parts]]:
        two = len(self.given.coders) == 2
        return {
            "alpha": lambda r: coefficients.alpha_parts(r, coefficients.nominal),
            "percent": coefficients.percent_parts,
            **({"cohen_kappa": coefficients.cohen_parts} if two else {}),
            "scott_pi" if two else "fleiss_kappa": coefficients.fleiss_parts,
            "gwet_ac1": coefficients.ac1_parts,
            "s": coefficients.s_parts,
            "holsti": coefficients.holsti_parts,
            "overlap": coefficients.jaccard_parts,
        }

    def _both(self, of: Callable[[Ratings], Parts], ratings: Ratings) -> tuple[Parts, Parts]:
        """Parts of the data and of the resamples."""
        data = Ratings(ratings.values, ratings.patterns, self.once @ ratings.weights)
        return of(data), of(Ratings(ratings.values, ratings.patterns, self.drawn @ ratings.weights))

    def _pooled(self, codes: Sequence[dict[str, tuple[Parts, Parts]]]) -> list[Coefficient]:
        """Observed and expected agreement added up over the codes; a code without variation adds nothing."""
        figures = []
        for name in codes[0]:
            both = []
            for side in (0, 1):
                parts = [code[name][side] for code in codes]
                even = [np.isnan(part.value) for part in parts]
                observed, expected = (
                    np.sum([np.where(e, 0, p[k]) for p, e in zip(parts, even, strict=True)], axis=0) for k in (0, 1)
                )
                n = len(parts) - np.sum(even, axis=0)
                with np.errstate(invalid="ignore", divide="ignore"):
                    observed, expected = observed / n, expected / n
                    value = np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)
                both.append(Parts(observed, expected, value))
            figures.append(self._figure(name, both[0], both[1]))
        return figures

    def _sets(self) -> list[Coefficient]:
        if self.unit == "character":
            return []
        sets = self.units.sets()
        figures = []
        for name in ("masi", "jaccard"):
            parts = sets.alpha(name)
            figures.append(self._figure(f"alpha_{name}", parts(self.once), parts(self.drawn)))
        return figures

    # Overlapping codings

    def _overlap(self) -> dict[str, object]:
        cluster = {
            (turn.transcript, turn.utterance): number
            for turn, number in zip(self.given.turns, self.units.cluster_of, strict=True)
        }
        rows, sums = [], np.zeros((2, self.units.n_clusters))
        pairs: list[tuple[Coding, Coding]] = []
        for code in self.given.codes:
            matched, total, found = pairs_by_cluster(
                self.given, code, lambda c: cluster[c.transcript, c.utterance], self.units.n_clusters
            )
            pairs.extend(found)
            sums += matched, total
            rows.append(self._f1(code, matched, total, _n_codings(self.given, [code])))
        coded = _n_codings(self.given, self.given.codes)
        return {
            "rows": tuple(rows),
            "overall": self._f1("", sums[0], sums[1], coded),
            "n_units": sum(coded),
            "attributes": self._attributes(pairs),
        }

    def _attributes(self, pairs: Sequence[tuple[Coding, Coding]]) -> tuple[AgreementRow, ...]:
        """How codings of one code that overlap agree in label, valence and stage, as far as any was given."""
        kinds = sorted({ours.kind for ours, theirs in pairs if ours.label != theirs.label})
        said: dict[str, list[tuple[Any, Any]]] = {
            f"label/{kind}": [
                (a.label or "", b.label or "") for a, b in pairs if a.kind == kind and (a.label or b.label)
            ]
            for kind in kinds
        }
        said["valence"] = [(a.valence, b.valence) for a, b in pairs if a.valence is not None and b.valence is not None]
        said["stage"] = [(a.stage or "", b.stage or "") for a, b in pairs if a.stage or b.stage]
        return tuple(_attribute(name, values) for name, values in said.items() if values)

    def _f1(self, code: str, matched: np.ndarray, total: np.ndarray, coded: tuple[int, ...]) -> AgreementRow:
        def parts(weights: np.ndarray) -> Parts:
            with np.errstate(invalid="ignore", divide="ignore"):
                share = (weights @ matched) / (weights @ total)
            return Parts(share, np.zeros_like(share), share)

        figure = self._figure("f1", parts(self.once), parts(self.drawn), reason="nobody_coded")
        return AgreementRow(code=code, n=sum(coded), coded=coded, coefficients=(figure,))

    # Stretches on the line

    def _unitizing(self) -> dict[str, object]:
        rows, every = [], []
        for code in self.given.codes:
            whole = continuum(self.given, code, by_interview=True)
            parts = whole.parts(np.ones(len(whole.length)))
            drawn = self._drawn_continuum(code, whole, parts)
            every.append((parts, drawn))
            coded = tuple(sum(len(marks[c]) for marks in self.given.marks[code].values()) for c in self._numbers)
            rows.append(
                AgreementRow(
                    code=code,
                    n=int(whole.length.sum()),
                    coded=coded,
                    coefficients=(self._figure("u_alpha", parts, drawn),),
                )
            )
        overall = AgreementRow(
            code="",
            n=sum(self.units.sizes),
            coded=tuple(np.sum([row.coded for row in rows], axis=0).tolist()),
            coefficients=(self._figure("u_alpha", *(_added([code[side] for code in every]) for side in (0, 1))),),
        )
        return {"rows": tuple(rows), "overall": overall}

    @property
    def _numbers(self) -> range:
        return range(len(self.given.coders))

    def _drawn_continuum(self, code: str, whole: Unitized, parts: Parts) -> Parts:
        if self.units.by_interview:
            return whole.parts(self.drawn)
        # Cut at turns, gaps are shorter and chance gives a little less: resamples are scaled to the uncut line.
        cut = continuum(self.given, code, by_interview=False)
        drawn, point = cut.parts(self.drawn_turns), cut.parts(np.ones(len(cut.length)))
        scale = (1 - parts.expected) / (1 - point.expected)
        disagreement = (1 - drawn.expected) * scale
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(disagreement > 0, 1 - (1 - drawn.observed) / disagreement, np.nan)
        return Parts(drawn.observed, 1 - disagreement, value)

    @property
    def drawn_turns(self) -> np.ndarray:
        """The draws of turns that have text."""
        return self.drawn[:, [bool(turn.text) for turn in self.given.turns]]

    # All units

    def _figure(self, measure: str, parts: Parts, drawn: Parts, *, reason: Reason = "") -> Coefficient:
        figure = coefficients.as_coefficient(measure, parts)
        if not figure.is_defined:
            return figure.model_copy(update={"reason": reason or figure.reason})
        return figure.model_copy(update={"interval": _percentiles(drawn.value)})

    def _pairs(self) -> tuple[PairAgreement, ...]:
        """Each two of three or more coders by themselves."""
        if len(self.given.coders) < 3:
            return ()
        return tuple(
            PairAgreement(first=self.given.coders[a], second=self.given.coders[b], figure=self._pair(a, b))
            for a, b in combinations(self._numbers, 2)
        )

    def _pair(self, a: int, b: int) -> Coefficient:
        two = only(self.given, (a, b))
        if not two.marks or not two.turns:
            return Coefficient(measure="", reason="nothing_shared")
        found = AgreementReport(
            unit=self.unit, level="kind", coders=two.coders, **Figures(two, self.unit, 0, self.seed).all()
        )  # type: ignore[arg-type]
        return found.headline or Coefficient(measure="", reason="nobody_coded")


def _added(parts: Sequence[Parts]) -> Parts:
    """All codes together: disagreements added up, but for codes without a figure (Krippendorff 2004, section 11.6)."""
    even = [np.isnan(part.value) for part in parts]
    observed = np.sum([np.where(e, 0, 1 - part.observed) for e, part in zip(even, parts, strict=True)], axis=0)
    expected = np.sum([np.where(e, 0, 1 - part.expected) for e, part in zip(even, parts, strict=True)], axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(expected > 0, 1 - observed / expected, np.nan)
    return Parts(1 - observed / len(parts), 1 - expected / len(parts), value)


def _attribute(name: str, pairs: Sequence[tuple[Any, Any]]) -> AgreementRow:
    ratings = Ratings.of(list(zip(*pairs, strict=True)))
    distance = coefficients.ordinal if name == "valence" else coefficients.nominal
    alpha = "alpha_ordinal" if name == "valence" else "alpha"
    figures = (
        coefficients.as_coefficient(alpha, coefficients.alpha_parts(ratings, distance)),
        coefficients.as_coefficient("percent", coefficients.percent_parts(ratings)),
    )
    return AgreementRow(code=name, n=len(pairs), coefficients=figures)


def _percentiles(values: np.ndarray) -> tuple[float, float] | None:
    defined = values[~np.isnan(values)]
    if not len(values) or len(defined) < (1 - MOST_UNDEFINED) * len(values):
        return None
    low, high = np.quantile(defined, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    # Where nobody ever disagreed, every resample is alike: that is no measure of certainty.
    return (float(low), float(high)) if low < high else None


def _coded(ratings: Ratings) -> tuple[int, ...]:
    weights = ratings.weights.sum(axis=0)
    return tuple(int(weights[ratings.patterns[:, coder] == 1].sum()) for coder in range(ratings.n_coders))


def _n_codings(given: Material, codes: Iterable[str]) -> tuple[int, ...]:
    lists = [lists for code in codes for lists in given.codings[code].values()]
    return tuple(sum(len(own[coder]) for own in lists) for coder in range(len(given.coders)))


def _why(measure: str, ratings: Ratings) -> Reason:
    return ratings.reason() or ("nobody_coded" if measure in {"holsti", "overlap"} else "one_value")
