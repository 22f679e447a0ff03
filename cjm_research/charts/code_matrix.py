"""Who told of what: codes by participants, ordered by persona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from cjm_research.charts.theme import BLUE, data, styled, wrapped
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import PersonaDraft, code_name

if TYPE_CHECKING:
    import pandas as pd


def plot_code_matrix(
    matrix: pd.DataFrame, draft: PersonaDraft | None = None, *, limit: int = 30, cell: int = 18
) -> Any:
    """Presence of the codes that most people share.

    Parameters
    ----------
    matrix : pandas.DataFrame of bool, shape (n_participants, n_codes)
        As `participant_code_matrix` gives it.
    draft : PersonaDraft, optional
        Puts members of one persona side by side, under its title.
    limit : int
        How many codes at most. Ties in people go by the code's name.
    cell : int
        Size of a square, in pixels.

    Returns
    -------
    altair.HConcatChart or altair.Chart
    """
    counts = matrix.sum().astype(int)
    # A code that everybody shows tells nobody apart.
    telling = [code for code in matrix.columns if counts[code] < len(matrix)]
    codes = sorted(telling, key=lambda code: (-counts[code], code))[:limit]
    names = {code: _code_label(code, counts[code], len(matrix)) for code in codes}
    blocks = _blocks(matrix, draft)
    charts = [
        _block(matrix, members, title, names, cell=cell, with_labels=i == 0)
        for i, (title, members) in enumerate(blocks)
    ]
    chart = alt.hconcat(*charts, spacing=14) if len(charts) != 1 else charts[0]
    notes = [
        _("A filled square: the participant told of it. In brackets: how many people did."),
        *_left_out(everybody=len(matrix.columns) - len(telling), few=len(telling) - len(codes)),
    ]
    return styled(chart, title=_("Who told of what"), subtitle=" ".join(notes))


def _left_out(*, everybody: int, few: int) -> list[str]:
    notes = []
    if everybody:
        words = ngettext(
            "{n} code that everybody told of is left out.", "{n} codes that everybody told of are left out.", everybody
        )
        notes.append(words.format(n=format_number(everybody)))
    if few:
        words = ngettext("{n} code of fewer people is left out.", "{n} codes of fewer people are left out.", few)
        notes.append(words.format(n=format_number(few)))
    return notes


def _code_label(code: str, k: int, n: int) -> str:
    return _("{name} ({k} of {n})").format(name=code_name(code), k=format_number(k), n=format_number(n))


def _blocks(matrix: pd.DataFrame, draft: PersonaDraft | None) -> list[tuple[str, list[str]]]:
    rows = list(matrix.index)
    blocks = []
    personas = draft.personas if draft else ()
    for persona in personas:
        members = [who for who in persona.members if who in matrix.index]
        if members:
            blocks.append((f"{persona.key}: {persona.title}" if len(personas) > 1 else "", members))
    placed = {who for _title, members in blocks for who in members}
    rest = [who for who in rows if who not in placed]
    if rest:
        blocks.append((_("In no persona") if placed else "", rest))
    return blocks or [("", [])]


def _block(
    matrix: pd.DataFrame, members: list[str], title: str, names: dict[str, str], *, cell: int, with_labels: bool
) -> Any:
    rows = [
        {"who": who, "name": name, "told": bool(matrix.at[who, code])}
        for who in members
        for code, name in names.items()
    ]
    y_axis = alt.Axis(labelPadding=6, ticks=False, domain=False) if with_labels else None
    heading = wrapped(title, max(10, len(members) * cell // 7))
    return (
        alt.Chart(data(rows))
        .mark_rect(stroke="#fff", strokeWidth=1.5)
        .encode(
            x=alt.X("who:N", sort=members, title=None, axis=alt.Axis(labelAngle=-90, ticks=False, domain=False)),
            y=alt.Y("name:N", sort=list(names.values()), title=None, axis=y_axis),
            color=alt.Color("told:N", scale=alt.Scale(domain=[True, False], range=[BLUE, "#eef2f5"]), legend=None),
        )
        .properties(
            width=max(cell, cell * len(members)),
            height=max(cell, cell * len(names)),
            title=alt.TitleParams(text=heading, fontSize=11.5, anchor="start", frame="group", offset=6),
        )
    )
