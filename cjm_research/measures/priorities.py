"""Prevalence and severity of pains: how many people have it, how bad it is for them, and both together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean

from cjm_research.i18n import _, format_number, format_share
from cjm_research.measures.intervals import bca_mean, count_of, score_interval
from cjm_research.measures.rankings import Item, Ranking, rank
from cjm_research.measures.satisfaction import Interval
from cjm_research.model import Coding, Count
from cjm_research.model.base import Model

# The worst valence, with the sign turned: severity goes from 0 (not bad) to 2.
MAX_SEVERITY = 2.0
# Kinds of codings that say how something felt.
FELT_KINDS = ("emotion", "touchpoint")


class PainPriority(Model):
    """One pain: prevalence (people of people) and severity side by side.

    `severity` is the mean over the people who have it of how bad it was for each, 0..2 (their valence with the sign
    turned), with its interval; None where nobody's feeling is known. `weight` is the mean over all people, those
    without the pain counting 0, as a share of the worst possible, 0..1: prevalence times severity. `rating` is what the
    touchpoint got in a survey as percent of the maximum, where it was asked.
    """

    key: str
    text: str
    quote: str = ""
    count: Count
    severity: float | None
    severity_interval: Interval | None
    weight: float
    weight_interval: Interval
    rating: float | None = None
    rating_interval: Interval | None = None
    n_rating: int = 0

    def __str__(self) -> str:
        share = format_share(self.count.k, self.count.n)
        if self.severity is None:
            said = _("{pain}: {share} people have it; how bad it was is not coded.").format(pain=self.text, share=share)
        else:
            said = _("{pain}: {share} people have it; for them it was {severity} on a scale from 0 to 2.").format(
                pain=self.text, share=share, severity=format_number(self.severity, 1)
            )
        if self.rating is None:
            return said
        rated = _("In the survey {n} people gave it {percent} of 100 points.").format(
            n=format_number(self.n_rating), percent=format_number(self.rating)
        )
        return f"{said} {rated}"


class PainPriorities(Model):
    """Pains by prevalence times severity, the heaviest first, with the ties among them."""

    pains: tuple[PainPriority, ...]
    ranking: Ranking
    remarks: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        said = [str(pain) for pain in self.pains[:3]]
        heaviest = [found.item.name for found in self.ranking.items if found.best_rank == 1]
        if len(self.pains) > 1 and len(heaviest) > 1:
            named = "; ".join(heaviest)
            said.append(_("By people and severity together, these cannot be told apart: {pains}.").format(pains=named))
        return (*said, *self.remarks)

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def pain_valences(codings: Iterable[Coding]) -> dict[str, float]:
    """Guid of each pain point and barrier -> how it felt, -2..2.

    Its own valence; else the mean of the feelings and touchpoints coded on the same words; else that of the nearest one
    in the same turn. Pains beside which no feeling is coded are not in it.
    """
    codings = list(codings)
    felt: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.kind in FELT_KINDS and coding.valence is not None:
            felt[coding.transcript, coding.utterance].append(coding)
    found = {}
    for coding in codings:
        if not coding.is_pain:
            continue
        valence = _valence(coding, felt[coding.transcript, coding.utterance])
        if valence is not None:
            found[coding.guid] = valence
    return found


def _valence(pain: Coding, felt: list[Coding]) -> float | None:
    if pain.valence is not None:
        return float(pain.valence)
    gaps = [max(0, other.start - pain.end, pain.start - other.end) for other in felt]
    near = [other for other, gap in zip(felt, gaps, strict=True) if gap == min(gaps)]
    return fmean(other.valence for other in near if other.valence is not None) if near else None


def severity_of_people(valences: Iterable[tuple[str, float | None]]) -> dict[str, float]:
    """Person -> how bad it was, 0..2: the mean of what he or she said of it; feelings above zero count as 0."""
    by_person: dict[str, list[float]] = {}
    for who, valence in valences:
        if valence is not None:
            by_person.setdefault(who, []).append(max(0.0, -valence))
    return {who: fmean(values) for who, values in by_person.items()}


def pain_priority(
    key: str,
    text: str,
    people: Iterable[str],
    severities: Mapping[str, float],
    *,
    n: int,
    seed: int,
    quote: str = "",
    rating: tuple[float, Interval, int] | None = None,
) -> PainPriority:
    """One pain from who has it and how bad it was for whom.

    Parameters
    ----------
    people : iterable of str
        Those who have it, of `n`.
    severities : mapping
        Person -> 0..2; people who are not in it count with the mean of the others in the weight.
    rating : (float, interval, int), optional
        Percent of the maximum in a survey, its interval, how many people.
    """
    having = sorted(set(people))
    known = [severities[who] for who in having if who in severities]
    severity = fmean(known) if known else None
    # Without any coded feeling a pain is a pain: it counts half of the worst.
    each = [severities.get(who, MAX_SEVERITY / 2 if severity is None else severity) for who in having]
    all_people = [value / MAX_SEVERITY for value in each] + [0.0] * (n - len(each))
    weight = fmean(all_people) if all_people else 0.0
    interval = bca_mean(all_people, seed, draws=2000) or score_interval(weight, max(1, len(all_people)))
    return PainPriority(
        key=key,
        text=text,
        quote=quote,
        count=count_of(len(having), n),
        severity=severity,
        severity_interval=_severity_interval(known),
        weight=weight,
        weight_interval=(max(0.0, interval[0]), min(1.0, interval[1])),
        rating=rating[0] if rating else None,
        rating_interval=rating[1] if rating else None,
        n_rating=rating[2] if rating else 0,
    )


def _severity_interval(values: list[float]) -> Interval | None:
    from cjm_research.measures.satisfaction import mean_interval

    return mean_interval(values, 0.0, MAX_SEVERITY) if values else None


def prioritised(pains: Iterable[PainPriority], remarks: Iterable[str] = ()) -> PainPriorities:
    """Pains by weight, the heaviest first; then by people, then by name."""
    ordered = tuple(sorted(pains, key=lambda p: (-p.weight, -p.count.k, p.key)))
    items = [
        Item(key=p.key, name=p.text, value=p.weight, interval=p.weight_interval, n=max(1, p.count.n)) for p in ordered
    ]
    return PainPriorities(pains=ordered, ranking=rank(items, higher_is_better=False), remarks=tuple(remarks))
