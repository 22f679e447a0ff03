"""All memos of a study as one Markdown text, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.coding.memo_places import MemoPlace, memo_places, memos_as_markdown
from cjm_research.i18n import _, chosen_language, using_language

if TYPE_CHECKING:
    from cjm_research.study.study import Study


def places_of_memos(study: Study) -> list[MemoPlace]:
    """The memos of `study` with what they are on, in the order of their places."""
    return memo_places(
        study.memos,
        codebook=study.codebook,
        codings=study.codings,
        transcripts=[transcript.id for transcript in study.transcripts],
        participants=[participant.id for participant in study.participants],
    )


def memos_markdown(study: Study, *, coder: str | None = None) -> str:
    """The memos of `study` as Markdown, grouped by study, interviews, participants and codes.

    Written in the language that somebody chose, else in the study's own.

    Parameters
    ----------
    coder : str, optional
        Whose memos; everybody's where not named.
    """
    with using_language(chosen_language() or study.settings.interface_language):
        title = _("Memos: {study}").format(study=study.settings.title or _("Study without a title"))
        places = [place for place in places_of_memos(study) if coder in {None, place.memo.coder}]
        return memos_as_markdown(places, title=title)
