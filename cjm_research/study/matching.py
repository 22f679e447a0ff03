"""Whether the people of a table and the interviews of a study are the same, and what to say where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from cjm_research.i18n import _, ngettext
from cjm_research.readers import SUPPORTED_SUFFIXES

SHOWN = 12


def mismatches(participants: Sequence[str], interviews: Sequence[str], listed: Iterable[str] = ()) -> tuple[str, ...]:
    """Sentences about people without an interview and interviews without a row.

    Parameters
    ----------
    participants : sequence of str
        The people of the study.
    interviews : sequence of str
        The ids of its transcripts.
    listed : iterable of str
        The people of the table that was just read; without one, nobody expects rows.
    """
    listed = set(listed)
    alone = [id for id in participants if id not in set(interviews)]
    free = {_plain(id): id for id in interviews if id not in listed}
    meant = {id: free[_plain(id)] for id in alone if _plain(id) in free}
    sentences = [
        _(
            "The participant “{id}” has no interview. Did you mean “{other}”? They count as two people until the ids "
            "are written alike: correct the table, import it again, and remove “{id}” (cjm remove)."
        ).format(id=id, other=other)
        for id, other in meant.items()
    ]
    if others := [id for id in alone if id not in meant]:
        sentence = ngettext(
            "{n} participant has no interview in the study: {ids}.",
            "{n} participants have no interview in the study: {ids}.",
            len(others),
        )
        sentences.append(sentence.format(n=len(others), ids=_some(others)))
    rest = [id for id in interviews if id not in listed and id not in meant.values()]
    if listed and rest:
        sentence = ngettext(
            "{n} interview has no row in the table of participants: {ids}.",
            "{n} interviews have no row in the table of participants: {ids}.",
            len(rest),
        )
        sentences.append(sentence.format(n=len(rest), ids=_some(rest)))
    return tuple(sentences)


def _plain(id: str) -> str:
    """An id as people may have meant it: without case, blanks, hyphens and the ending of a file."""
    path = PurePath(id)
    stem = path.stem if path.suffix.lower() in SUPPORTED_SUFFIXES else id
    return re.sub(r"[\s_\-]", "", stem).casefold()


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (", …" if len(ids) > SHOWN else "")
