"""LAYER 2 - codings -> empathy map: what people say, think, do and feel, with their words behind each note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from cjm_research.coding import (
    CONTEXT_KINDS,
    QuoteSpace,
    Theme,
    group_by_label,
    group_by_touchpoint,
    group_by_words,
    touchpoint_context,
    usable_codings,
)
from cjm_research.i18n import _, in_quotes
from cjm_research.measures import count_of
from cjm_research.model import Basis, Coding, EmpathyMap, EmpathyNote, term
from cjm_research.model.empathy import Quadrant
from cjm_research.model.scheme import EMPATHY_SOURCES

_SOURCES = cast("list[tuple[Quadrant, tuple[str, ...]]]", list(EMPATHY_SOURCES.items()))
# Where the label itself is the note; everything else speaks in a person's own words.
LABELLED_KINDS = ("emotion", "touchpoint")


def build_empathy_map(
    codings: Iterable[Coding], *, key: str, title: str, participants: Sequence[str], basis: Basis
) -> EmpathyMap:
    """The empathy map of a participant or of several people together.

    A map of several people is the union of theirs: each note says how many of them it rests on. Quotes that say the
    same share a note, whose text is the most central of them, word for word.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, rejected ones and those of the other basis are left out.
    key, title : str
        Of the actor: ``P1`` and its title, or a participant's id.
    participants : sequence of str
        The people of the map, the denominator of every count.
    basis : {"confirmed", "machine"}
        What the counts rest on.

    Returns
    -------
    EmpathyMap
        Notes by quadrant, strongest support first; among what people do, their own actions come before the contacts
        they had. What people say is verbatim; what stands under a name (an emotion, a channel) is a summary and
        marked ``verbatim=False``.
    """
    people = tuple(sorted(set(participants)))
    mine = [c for c in usable_codings(codings, basis) if c.participant in set(people)]
    space, contexts = QuoteSpace(mine), touchpoint_context(mine)
    notes: list[EmpathyNote] = []
    for quadrant, kinds in _SOURCES:
        groups = [
            group
            for kind in kinds
            if (of_kind := [c for c in mine if c.kind == kind])
            for group in _groups(kind, of_kind, contexts, space)
        ]
        notes.extend(_quadrant(quadrant, groups, len(people)))
    return EmpathyMap(key=key, title=title, participants=people, basis=basis, notes=tuple(notes))


def _quadrant(quadrant: Quadrant, groups: Sequence[tuple[str, bool, Theme]], n: int) -> list[EmpathyNote]:
    return [
        EmpathyNote(
            key=f"{quadrant}-{number}",
            quadrant=quadrant,
            text=text,
            verbatim=verbatim,
            count=count_of(len(theme.people), n),
            evidence=theme.evidence,
        )
        for number, (text, verbatim, theme) in enumerate(
            sorted(groups, key=lambda g: (quadrant == "does" and not g[1], -len(g[2].people), -len(g[2].codings))),
            start=1,
        )
    ]


def _groups(
    kind: str, codings: Sequence[Coding], contexts: Mapping[str, str | None], space: QuoteSpace
) -> Iterator[tuple[str, bool, Theme]]:
    """Text, whether it is verbatim, and the codings, for every note that a kind gives."""
    if kind in LABELLED_KINDS:
        for name, _label, theme in group_by_label(codings, space=space):
            # The name of a contact alone is nothing that anybody does.
            yield _("Had to do with: {contact}").format(contact=name) if kind == "touchpoint" else name, False, theme
    elif kind in CONTEXT_KINDS:
        for topic, theme in group_by_touchpoint(codings, contexts, space=space):
            name = term("touchpoint", topic) if topic else _("No contact named")
            text = _("{topic}: {quote}").format(topic=name, quote=in_quotes(theme.representative.quote))
            yield text, False, theme
    else:
        for theme in group_by_words(codings, space=space):
            yield theme.representative.quote, True, theme
