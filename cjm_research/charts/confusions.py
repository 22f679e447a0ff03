"""What the tagger takes for what: a row for each thing a coder said, a column for each thing the machine said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import altair as alt

from cjm_research.charts.quality import kind_or_barrier
from cjm_research.charts.theme import INK, PAIN, data, styled
from cjm_research.i18n import _, format_number, format_percent
from cjm_research.model import term
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, stage_model

if TYPE_CHECKING:
    import pandas as pd

CELL = (50, 26)
NOTHING, REST = "", "rest"
_FIXED_ORDER = {
    "stage": stage_model(DEFAULT_STAGE_MODEL).keys,
    "valence": ("negative", "neutral", "positive"),
}
_AXIS_TOP = alt.Axis(orient="top", labelAngle=-45, ticks=False, domain=False, labelPadding=6)
# The title stands above the names of the rows: beside them it would run into long ones.
_AXIS_LEFT = alt.Axis(
    ticks=False,
    domain=False,
    labelPadding=8,
    titleAngle=0,
    titleAlign="right",
    titleBaseline="bottom",
    titleX=-8,
    titleY=-6,
)


def plot_tagger_confusions(
    confusions: pd.DataFrame, what: str, *, kind: str | None = None, language: str = "all", limit: int = 14
) -> Any:
    """What the machine says where the coder said something.

    Parameters
    ----------
    confusions : pandas.DataFrame
        Rows with `language`, `kind`, `what`, `coder`, `machine` and how often, `n`.
    what : {"kind", "label", "stage", "valence"}
        What is compared.
    kind : str, optional
        Codings of this kind only; needed for labels.
    language : str
        Codings of this language only; "all" are all together.
    limit : int
        How many rows and columns at most; rarer ones are put together.

    Returns
    -------
    altair.LayerChart
    """
    here = confusions[confusions["what"] == what]
    here = here if kind is None else here[here["kind"] == kind]
    here = here if language == "all" else here[here["language"] == language]
    counts: Counter = Counter()
    for row in here.itertuples():
        counts[row.coder, row.machine if isinstance(row.machine, str) else NOTHING] += int(row.n)
    order = _order(counts, what, limit)
    family = {"label": kind or ""}.get(what, what)
    rows, columns = _cells(counts, order, family)
    base = alt.Chart(data(rows)).encode(
        x=alt.X("machine:N", sort=[_said(k, family) for k in columns], title=_("The machine says"), axis=_AXIS_TOP),
        y=alt.Y(
            "coder:N",
            sort=list(dict.fromkeys(row["coder"] for row in rows)),
            title=_("The coder says"),
            axis=_AXIS_LEFT,
        ),
    )
    shade = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=["#f4f7fa", "#134a75"]), legend=None)
    ink = alt.condition("datum.share > 0.45", alt.value("#fff"), alt.value(INK))
    right = base.transform_filter("datum.same")
    chart = alt.layer(
        base.mark_rect(stroke="#fff", strokeWidth=2).encode(color=shade),
        right.mark_rect(stroke=PAIN, strokeWidth=1.6, filled=False),
        base.mark_text(fontSize=11).encode(text="text:N", color=ink),
    ).properties(width=CELL[0] * max(1, len(columns)), height=CELL[1] * max(1, len(rows) // max(1, len(columns))))
    subtitle = _("Shares of each row; framed: agreement. In brackets: how many codings.")
    return styled(chart, title=_confusion_title(what, kind), subtitle=subtitle)


def _confusion_title(what: str, kind: str | None) -> str:
    titles = {
        "kind": _("Which kinds are taken for which"),
        "stage": _("Which stages are taken for which"),
        "valence": _("How good and bad are told apart"),
        "label": _("Which channels are taken for which"),
    }
    title = _("Which feelings are taken for which") if (what, kind) == ("label", "emotion") else titles[what]
    return _("{title}: {kind}").format(title=title, kind=term("kinds", kind)) if kind and what != "label" else title


def _order(counts: Counter, what: str, limit: int) -> list[str]:
    """The rows and columns: stages and signs in their own order, others by how often they were coded."""
    coded: Counter = Counter()
    for (coder, _machine), n in counts.items():
        coded[coder] += n
    if what in _FIXED_ORDER:
        return [key for key in _FIXED_ORDER[what] if coded[key]]
    return sorted(coded, key=lambda key: (-coded[key], key))[:limit]


def _cells(counts: Counter, order: list[str], family: str) -> tuple[list[dict[str, Any]], list[str]]:
    merged: Counter = Counter()
    for (coder, machine), n in counts.items():
        merged[coder if coder in order else REST, machine if machine in (*order, NOTHING) else REST] += n
    ends = [key for key in (REST, NOTHING) if any(pair[1] == key for pair in merged)]
    totals = {key: sum(n for pair, n in merged.items() if pair[0] == key) for key in (*order, REST)}
    coders = [key for key in (*order, REST) if totals[key]]
    columns = [*order, *ends]
    rows = []
    for coder in coders:
        name = _("{name} ({n})").format(name=_said(coder, family), n=format_number(totals[coder]))
        for machine in columns:
            share = merged[coder, machine] / totals[coder]
            rows.append(
                {
                    "coder": name, "machine": _said(machine, family), "share": share,
                    "text": format_percent(share) if share >= 0.005 else "",
                    "same": coder == machine and coder != REST, "n": merged[coder, machine],
                }
            )  # fmt: skip
    return rows, columns


def _said(key: str, family: str) -> str:
    if key == NOTHING:
        return _("Nothing")
    if key == REST:
        return _("Others")
    signs = {"negative": _("Negative"), "neutral": _("Neutral"), "positive": _("Positive")}
    if family == "valence":
        return signs[key]
    return kind_or_barrier(key) if family == "kind" else term(family, key)
