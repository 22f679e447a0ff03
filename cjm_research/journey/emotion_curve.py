"""How people felt along the stages: a mean over people, each of whom counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from cjm_research.measures import bootstrap_mean
from cjm_research.model import Coding, EmotionPoint
from cjm_research.model.scheme import EMOTION_VALENCE

SEED = 20260101


def valence_of(coding: Coding) -> int | None:
    """The valence of a coding; an emotion without one has that of its family."""
    if coding.valence is None and coding.kind == "emotion":
        return EMOTION_VALENCE.get(coding.label or "")
    return coding.valence


def mean_over_people(codings: Iterable[Coding]) -> float | None:
    """The mean over people of each one's own mean valence, -2..+2; None where no coding has a valence."""
    people = _person_means(codings)
    return fmean(people.values()) if people else None


def intensity_over_people(codings: Iterable[Coding]) -> float | None:
    """How strong the feelings are, whatever their sign: like the mean, of valences without sign; 0..2."""
    people = _person_means(codings, size=True)
    return fmean(people.values()) if people else None


def emotion_curve(
    staged: Sequence[tuple[str, Coding]], stages: Sequence[str], *, seed: int = SEED
) -> tuple[EmotionPoint, ...]:
    """One point a stage, in the order of `stages`.

    Parameters
    ----------
    staged : sequence of (stage, Coding)
        Codings with the stage they fall into; only emotions are used.
    stages : sequence of str
        The columns of the map.
    seed : int
        Seed of the interval.
    """
    points = []
    for stage in stages:
        people = _person_means(c for where, c in staged if where == stage and c.kind == "emotion")
        values = list(people.values())
        points.append(
            EmotionPoint(
                stage=stage,
                mean=fmean(values) if values else None,
                n=len(values),
                people=tuple(people.items()),
                interval=bootstrap_mean(values, seed),
            )
        )
    return tuple(points)


def _person_means(codings: Iterable[Coding], *, size: bool = False) -> dict[str, float]:
    valences: dict[str, list[int]] = defaultdict(list)
    for coding in codings:
        valence = valence_of(coding)
        if valence is not None:
            valences[coding.participant].append(abs(valence) if size else valence)
    return {who: fmean(values) for who, values in sorted(valences.items())}
