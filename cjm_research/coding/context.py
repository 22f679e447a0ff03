"""Where a trouble or a success was met: the touchpoint told of beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from cjm_research.coding.themes import QuoteSpace, Theme, as_theme
from cjm_research.i18n import _
from cjm_research.model import Coding, feeling_name, term

# Kinds without labels of their own that gain one from the touchpoint beside them.
CONTEXT_KINDS = ("pain_point", "barrier", "success_point")

_OPENING, _CLOSING = '“„«"', '”“»"'


def touchpoint_context(codings: Iterable[Coding], *, kinds: Collection[str] = CONTEXT_KINDS) -> dict[str, str | None]:
    """The touchpoint category beside each pain point, barrier and success point, or beside other `kinds`.

    The touchpoint is the one whose words overlap, or else the nearest in the same utterance told of the same stage,
    or else the last one before it in the same transcript and stage; touchpoints without a category do not count.

    Returns
    -------
    dict
        guid of the coding -> touchpoint category, or None where none was told of.
    """
    codings = list(codings)
    touchpoints: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.kind == "touchpoint" and coding.label and coding.label != "unspecified":
            touchpoints[coding.transcript].append(coding)
    return {c.guid: _nearest(c, touchpoints[c.transcript]) for c in codings if c.kind in kinds}


def group_by_touchpoint(
    codings: Iterable[Coding], contexts: Mapping[str, str | None], *, space: QuoteSpace | None = None
) -> list[tuple[str | None, Theme]]:
    """Codings grouped by the touchpoint beside them: most people first, then most mentions, then name.

    Parameters
    ----------
    codings : iterable of Coding
        Pain points, barriers or success points.
    contexts : mapping
        What `touchpoint_context` found over all codings.
    space : QuoteSpace, optional
        Knows which words are common; helps to choose the quote that stands for a group.
    """
    groups: dict[str | None, list[Coding]] = defaultdict(list)
    for coding in codings:
        groups[contexts.get(coding.guid)].append(coding)
    themes = [(label, as_theme(group, space=space)) for label, group in groups.items()]
    return sorted(themes, key=lambda t: (-len(t[1].people), -len(t[1].codings), t[0] or ""))


def group_by_label(codings: Iterable[Coding], *, space: QuoteSpace | None = None) -> list[tuple[str, str, Theme]]:
    """Touchpoints or emotions by label: (display name, label, theme), in the order of labels.

    Trust below zero is distrust and stands apart: the two must not cancel out.
    """
    groups: dict[tuple[str, bool], list[Coding]] = defaultdict(list)
    for coding in codings:
        label = coding.label or "unspecified"
        groups[label, label == "trust" and (coding.valence or 0) < 0].append(coding)
    return [
        (label_name(members[0]), label, as_theme(members, space=space))
        for (label, _negative), members in sorted(groups.items())
    ]


def label_name(coding: Coding) -> str:
    """The display name of a coding's label: a touchpoint category or an emotion family."""
    label = coding.label or "unspecified"
    return feeling_name(label, coding.valence) if coding.kind == "emotion" else term(coding.kind, label)


def topic_text(label: str | None, quote: str, *, stage: str | None = None) -> str:
    """A group's heading: the touchpoint by name, its stage if given, and one quote in the person's words."""
    topic = term("touchpoint", label) if label else _("No contact named")
    if stage:
        topic = _("{topic} ({stage})").format(topic=topic, stage=term("stage", stage))
    return _("{topic}: “{quote}”").format(topic=topic, quote=bare(quote))


def bare(quote: str) -> str:
    """The quote without quotation marks around the whole of it, which would double those of a heading."""
    if len(quote) > 2 and quote[0] in _OPENING and quote[-1] in _CLOSING:
        return quote[1:-1]
    return quote


def _nearest(coding: Coding, touchpoints: list[Coding]) -> str | None:
    beside = [t for t in touchpoints if t.utterance == coding.utterance and _same_stage(t, coding)]
    if beside:
        return min(beside, key=lambda t: (_gap(t, coding), t.start, t.guid)).label
    before = [t for t in touchpoints if t.utterance < coding.utterance and t.stage == coding.stage]
    return max(before, key=lambda t: (t.place, t.guid)).label if before else None


def _same_stage(one: Coding, other: Coding) -> bool:
    return one.stage is None or other.stage is None or one.stage == other.stage


def _gap(one: Coding, other: Coding) -> int:
    return max(0, one.start - other.end, other.start - one.end)
