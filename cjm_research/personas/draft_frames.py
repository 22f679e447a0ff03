"""A draft as tables, one row a fact: to read, sort and save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cjm_research.i18n import format_share
from cjm_research.model import Count, PersonaDraft, attribute_text, term

if TYPE_CHECKING:
    import pandas as pd


def statements_frame(draft: PersonaDraft) -> pd.DataFrame:
    """All statements: persona, section, text, people inside and outside ("6 of 8"), 95% interval, own, assumption."""
    return _frame(
        ("persona", "section", "text", "inside", "outside", "low", "high", "own", "assumption", "key"),
        (
            (
                persona.key, s.section, s.text, format_share(*s.inside), _share(s.outside), round(s.interval[0], 3),
                round(s.interval[1], 3), s.own, s.is_assumption, s.key,
            )
            for persona in draft.personas
            for s in persona.statements
        ),
    )  # fmt: skip


def contrasts_frame(draft: PersonaDraft) -> pd.DataFrame:
    """What members tell more, or less, often than the others, with exact p and q for all codes looked at."""
    return _frame(
        ("persona", "text", "inside", "outside", "p_value", "q_value", "code"),
        (
            (persona.key, c.text, _count(c.inside), _count(c.outside), c.p_value, c.q_value, c.code)
            for persona in draft.personas
            for c in persona.contrasts
        ),
    )


def attributes_frame(draft: PersonaDraft) -> pd.DataFrame:
    """Who the members are: shares of named values, medians and span of numbers, and of whom nothing is known."""
    return _frame(
        ("persona", "attribute", "value", "unknown", "inside", "outside", "median", "median_outside", "low", "high"),
        (
            (
                persona.key, term("attribute", row.attribute), attribute_text(row.attribute, row.value), row.unknown,
                _count(row.inside), _count(row.outside), *(row.middle or (None, None)), *(row.span or (None, None)),
            )
            for persona in draft.personas
            for row in persona.attributes
        ),
    )  # fmt: skip


def members_frame(draft: PersonaDraft) -> pd.DataFrame:
    """Who belongs where and how firmly: membership is the share of resamples spent with the other members, 0..1."""
    rows: list[tuple[Any, ...]] = [
        (who, persona.key, persona.membership.get(who), who == persona.typical_member)
        for persona in draft.personas
        for who in persona.members
    ]
    rows += [(who, "", None, False) for who in draft.unassigned]
    return _frame(("participant", "persona", "membership", "typical"), rows)


def _frame(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))


def _count(count: Count) -> str:
    return _share((count.k, count.n))


def _share(pair: tuple[int, int]) -> str:
    return format_share(*pair) if pair[1] else ""
