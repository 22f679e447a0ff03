"""Figures of several instruments, touchpoints or stages: as a table, in words, ranked where that is sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from cjm_research.i18n import _
from cjm_research.measures.rankings import Item, Ranking, rank
from cjm_research.measures.satisfaction import FEW, TOO_FEW, Satisfaction, few_people
from cjm_research.model import term
from cjm_research.model.base import Model

if TYPE_CHECKING:
    import pandas as pd

By = Literal["touchpoint", "stage"]
COLUMNS = (
    "instrument", "name", "kind", "scale", "touchpoint", "stage", "wave", "group", "n", "mean", "sd", "low", "high",
    "favourable", "share", "share_low", "share_high", "nps", "nps_low", "nps_high", "percent", "percent_low",
    "percent_high",
)  # fmt: skip


class ScaleRanking(Model):
    """A ranking of what was rated on one scale; `name` is the scale's for people."""

    name: str
    ranking: Ranking


class SatisfactionTable(Model):
    """The figures of one group of interviewees.

    `rankings` only where touchpoints or stages were asked for: one for each scale, for scales are never mixed.
    `remarks` say who and what is left out.
    """

    rows: tuple[Satisfaction, ...]
    by: By | None = None
    rankings: tuple[ScaleRanking, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure.

        Columns: instrument (key), name, kind, scale, touchpoint, stage, wave, group, n (people), mean, sd, low and high
        (95% interval of the mean, on the scale), favourable (people in the top boxes), share with share_low and
        share_high (0..1, Wilson), nps with nps_low and nps_high (-100..100), percent with percent_low and percent_high
        (percent of the maximum, 100 is best).
        """
        import pandas as pd

        table = pd.DataFrame([_row(found) for found in self.rows], columns=list(COLUMNS))
        whole = ("n", "favourable")
        texts = ("instrument", "name", "kind", "scale", "touchpoint", "stage", "wave", "group")
        types = {name: "string" if name in texts else "Int64" if name in whole else "Float64" for name in COLUMNS}
        return table.astype(types)

    def sentences(self) -> tuple[str, ...]:
        """The answer in words, a line a figure, then the rankings and what is left out."""
        lines = []
        for found in self.rows:
            said = " ".join(found.sentences())
            lines.append(_("[{wave}] {figures}").format(wave=found.wave, figures=said) if found.wave else said)
        for one in self.rankings:
            lines.append(_("{scale}, worst first. {ranking}").format(scale=one.name, ranking=one.ranking))
        few = [few_people()] if any(TOO_FEW <= found.n <= FEW for found in self.rows) and not self.rankings else []
        return (*lines, *self.remarks, *few)

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def rankings(rows: Iterable[Satisfaction], by: By) -> tuple[ScaleRanking, ...]:
    """A ranking for each scale and wave: NPS by its score, everything else by the percent of its maximum."""
    scales: dict[tuple, list[Satisfaction]] = defaultdict(list)
    for found in rows:
        scales[(*found.instrument.scale_key, found.wave)].append(found)
    return tuple(
        ScaleRanking(name=_scale_name(members[0]), ranking=rank(_item(found, by) for found in members))
        for members in scales.values()
    )


def _item(found: Satisfaction, by: By) -> Item:
    key = getattr(found.instrument, by) or ""
    value, interval = (found.nps.score, found.nps.interval) if found.nps else (found.percent, found.percent_interval)
    return Item(key=key, name=term(by, key), value=value, interval=interval, n=found.n)


def _scale_name(found: Satisfaction) -> str:
    instrument = found.instrument
    return _("{instrument} {low}–{high}").format(
        instrument=term("instrument", instrument.kind), low=instrument.low, high=instrument.high
    )


def _row(found: Satisfaction) -> dict[str, object]:
    instrument, count, nps = found.instrument, found.favourable, found.nps
    return {
        "instrument": instrument.key,
        "name": instrument.title,
        "kind": instrument.kind,
        "scale": instrument.scale,
        "touchpoint": instrument.touchpoint,
        "stage": instrument.stage,
        "wave": found.wave,
        "group": found.group,
        "n": found.n,
        "mean": found.mean,
        "sd": found.sd,
        "low": found.mean_interval[0],
        "high": found.mean_interval[1],
        "favourable": count.k,
        "share": count.k / count.n,
        "share_low": count.interval[0],
        "share_high": count.interval[1],
        "nps": nps.score if nps else None,
        "nps_low": nps.interval[0] if nps else None,
        "nps_high": nps.interval[1] if nps else None,
        "percent": found.percent,
        "percent_low": found.percent_interval[0],
        "percent_high": found.percent_interval[1],
    }
