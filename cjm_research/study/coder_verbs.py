"""The verbs for work with several coders: merging what was coded apart, and settling differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.model import ConsensusDecision
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.merge_report import MergeReport

if TYPE_CHECKING:
    from cjm_research.coding.agreement.report import AgreementReport, Level, Unit
    from cjm_research.study.consensus import Differences


class CoderVerbs(StudyBase):
    """Merging another study into the one in `store`, comparing two coders, agreeing on a consensus."""

    def agreement(
        self,
        *,
        unit: Unit = "character",
        level: Level = "kind",
        coders: Sequence[str] | None = None,
        transcripts: Sequence[str] | None = None,
        **options: Any,
    ) -> AgreementReport:
        """How far the coders of the study agree, in interviews that at least two of them coded.

        Parameters
        ----------
        unit : {"character", "sentence", "turn", "overlap", "unitizing"}
            What is compared; see docs/agreement.md.
        level : {"kind", "code"}
            Kinds, or codes with their labels.
        coders, transcripts : sequence of str, optional
            All where not named.
        options
            ``draws`` of the bootstrap and its ``seed``.

        Raises
        ------
        UnknownNameError, BadValueError
            There is no such coder, interview, unit or level.
        """
        from cjm_research.study.agreeing import study_agreement

        return study_agreement(self, unit=unit, level=level, coders=coders, transcripts=transcripts, **options)

    def merge(
        self,
        other: str | Path | StudyBase,
        *,
        coder: str = DEFAULT_CODER,
        rename: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> MergeReport:
        """Take in a study that was coded apart: a copy of this one, or one made from the same interviews.

        New interviews, codings, codes and memos come in; what was decided differently is kept twice and listed;
        nothing is dropped. The merge is one step that `undo` takes back; only new interviews stay then.

        Parameters
        ----------
        other : Study, path or database URL
            The other study; it is only read.
        rename : mapping of str to str, optional
            Other names for their coders, where both sides coded under one name.
        dry_run : bool
            Only say what would happen.

        Raises
        ------
        StudyNotFoundError, StudyVersionError, StorageError
            There is no study, a newer package wrote it, or it cannot be read.
        BadValueError
            It is this study itself.
        """
        from cjm_research.study import merging

        with self._speaking():
            if isinstance(other, StudyBase):
                return merging.merge(self.store, other.store, coder=coder, rename=rename, dry_run=dry_run)
            if self._is_here(other):
                raise merging.is_itself()
            with merging.opened(other) as store:
                return merging.merge(self.store, store, coder=coder, rename=rename, dry_run=dry_run)

    def _is_here(self, other: str | Path) -> bool:
        from cjm_research.storage.database import database_path, is_url

        if is_url(other) or self.store.folder is None:
            return False
        path = database_path(other)
        return path.exists() and path.samefile(self.store.location)

    def differences(self, transcript: str, coders: Sequence[str] | None = None) -> Differences:
        """Both codings of one interview, pair by pair, with what has been decided on them.

        Parameters
        ----------
        coders : sequence of two str, optional
            Whom to compare; the two who coded most in the interview where not named.

        Raises
        ------
        UnknownNameError
            There is no such transcript.
        BadValueError
            Fewer than two people have coded it.
        """
        from cjm_research.study.consensus import differences

        return differences(self.store, transcript, coders)

    def resolve(
        self, first: str | None, second: str | None, decision: str, *, coder: str = DEFAULT_CODER, **own: Any
    ) -> ConsensusDecision:
        """Settle one difference between two coders.

        Parameters
        ----------
        first, second : str or None
            Guids of the two codings; None where one coder coded nothing.
        decision : {"first", "second", "both", "neither", "own"}
            Which coding becomes the consensus.
        own
            With "own": start, end, kind, label, valence, stage of the consensus, as far as they differ from those of
            the first coding (of the second where there is no first).

        Raises
        ------
        UnknownNameError
            There is no such coding.
        BadValueError
            The decision does not fit: none of the known ones, or it takes a coding that is not there.
        """
        from cjm_research.study.consensus import resolve

        return resolve(self.store, first, second, decision, coder=coder, own=own)

    def reopen(self, first: str | None, second: str | None, *, coder: str = DEFAULT_CODER) -> int:
        """Make a settled difference open again; its consensus codings go. How many things changed."""
        from cjm_research.study.consensus import reopen

        return reopen(self.store, first, second, coder=coder)

    def take_agreed(self, transcript: str, coders: Sequence[str] | None = None, *, coder: str = DEFAULT_CODER) -> int:
        """Everything that both coders coded alike becomes consensus, in one step; how many codings."""
        from cjm_research.study.consensus import take_agreed

        return take_agreed(self.store, transcript, coders, coder=coder)

    def finish_consensus(
        self, transcript: str, coders: Sequence[str] | None = None, *, coder: str = DEFAULT_CODER
    ) -> int:
        """Close an interview: from now on only its consensus codings count. How many codings those are.

        What both coded alike and nobody has settled becomes consensus in the same step.

        Raises
        ------
        BadValueError
            Differences are still open.
        """
        from cjm_research.study.consensus import finish

        return finish(self.store, transcript, coders, coder=coder)

    def reopen_consensus(self, transcript: str, *, coder: str = DEFAULT_CODER) -> int:
        """Let the codings of all coders of an interview count again; 0 where it was not closed."""
        from cjm_research.study.consensus import unfinish

        return unfinish(self.store, transcript, coder=coder)
