"""Agreement of the coders of a study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_research.coding.agreement.of_coders import DEFAULT_DRAWS, coder_agreement
from cjm_research.coding.agreement.report import AgreementReport, Level, Unit
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase


def study_agreement(
    study: StudyBase,
    *,
    unit: Unit = "character",
    level: Level = "kind",
    coders: Sequence[str] | None = None,
    transcripts: Sequence[str] | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> AgreementReport:
    """How far the coders of a study agree; see `cjm_research.coding.agreement.of_coders.coder_agreement`.

    Parameters
    ----------
    transcripts : sequence of str, optional
        Ids of the interviews to look at; all where not named.
    seed : int, optional
        That of the settings where not named.

    Raises
    ------
    UnknownNameError
        There is no such interview or coder.
    BadValueError
        There is no such unit or level.
    """
    held = study.transcripts
    if transcripts is not None:
        wanted = [transcripts] if isinstance(transcripts, str) else list(transcripts)
        known = {transcript.id: transcript for transcript in held}
        for name in wanted:
            if name not in known:
                raise UnknownNameError(_("There is no interview “{id}” in the study.").format(id=name))
        held = tuple(known[name] for name in dict.fromkeys(wanted))
    with study._speaking():
        return coder_agreement(
            held,
            study.codings,
            unit=unit,
            level=level,
            coders=coders,
            draws=draws,
            seed=study.settings.seed if seed is None else seed,
            names=study.codebook.names(),
        )
