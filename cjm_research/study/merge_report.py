"""What a merge did, in numbers and in sentences."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.i18n import _, ngettext
from cjm_research.model.base import Model

Subject = Literal[
    "coding", "code", "memo", "text", "transcript", "participant", "consensus", "personas", "empathy", "journey"
]


class MergeRemark(Model):
    """One thing to look at after a merge.

    Attributes
    ----------
    subject : str
        What it is about.
    key : str
        Guid of the coding or memo, key of the code, “transcript#utterance” of a text, id of an interview or person.
    new_key : str
        Under which guid their version was kept beside ours; empty where it was not kept in the study.
    transcript : str
        The interview, empty for codes.
    ours, theirs : str
        Both versions in short.
    message : str
        The same as a sentence.
    """

    subject: Subject
    key: str
    new_key: str = ""
    transcript: str = ""
    ours: str = ""
    theirs: str = ""
    message: str

    def __str__(self) -> str:
        return self.message


class MergeReport(Model):
    """What came in, what was left as it was, and what people have to look at.

    Attributes
    ----------
    n_new, n_changed : int
        Codings that came in, and codings of the study that got a later decision of the other one.
    n_codes, n_memos, n_texts : int
        Codes, memos and corrected turns that came in.
    transcripts, participants : tuple of str
        Ids of new ones.
    conflicts
        Decided differently on both sides; ours stand, theirs are kept beside them or listed here.
    kept
        Removed on one side only, and kept.
    moved, lost : tuple of str
        Guids of codings that followed a corrected text, and of those whose words it no longer has.
    left_out
        What was not taken in at all, and why.
    n_both : int
        Codings alike on both sides but for their coder: each coder has one now.
    warnings : tuple of str
        Sentences about the merge as a whole.
    dry_run : bool
        Nothing was written.
    """

    n_new: int = Field(default=0, ge=0)
    n_changed: int = Field(default=0, ge=0)
    n_both: int = Field(default=0, ge=0)
    n_codes: int = Field(default=0, ge=0)
    n_memos: int = Field(default=0, ge=0)
    n_texts: int = Field(default=0, ge=0)
    transcripts: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    conflicts: tuple[MergeRemark, ...] = ()
    kept: tuple[MergeRemark, ...] = ()
    left_out: tuple[MergeRemark, ...] = ()
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the other study held nothing that this one did not have."""
        came = self.n_new + self.n_changed + self.n_both + self.n_codes + self.n_memos + self.n_texts
        return not (came or self.transcripts or self.participants or self.conflicts or self.moved or self.lost)

    def __str__(self) -> str:
        lines = [_("Only looked, nothing was written.")] if self.dry_run else []
        lines += [self._came_in(), *self._to_look_at(), *self.warnings]
        lists = (
            (_("Decided differently:"), self.conflicts),
            (_("Removed on one side, kept:"), self.kept),
            (_("Not taken in:"), self.left_out),
        )
        for title, remarks in lists:
            if remarks:
                lines += [title, *(f"  {remark.message}" for remark in remarks)]
        return "\n".join(line for line in lines if line)

    __repr__ = __str__

    def _came_in(self) -> str:
        if self.is_empty:
            return _("The other study holds nothing new.")
        talks, people = len(self.transcripts), len(self.participants)
        parts = [
            (talks, ngettext("{n} new interview.", "{n} new interviews.", talks)),
            (people, ngettext("{n} new participant.", "{n} new participants.", people)),
            (self.n_new, ngettext("{n} new coding.", "{n} new codings.", self.n_new)),
            (self.n_changed, ngettext("{n} coding decided on.", "{n} codings decided on.", self.n_changed)),
            (
                self.n_both,
                ngettext(
                    "{n} coding alike on both sides, kept for each coder.",
                    "{n} codings alike on both sides, kept for each coder.",
                    self.n_both,
                ),
            ),
            (self.n_codes, ngettext("{n} code.", "{n} codes.", self.n_codes)),
            (self.n_memos, ngettext("{n} memo.", "{n} memos.", self.n_memos)),
            (self.n_texts, ngettext("{n} corrected turn.", "{n} corrected turns.", self.n_texts)),
        ]
        return " ".join(text.format(n=n) for n, text in parts if n)

    def _to_look_at(self) -> list[str]:
        n, k, lost = len(self.conflicts), len(self.moved), len(self.lost)
        parts = [
            (
                n,
                ngettext(
                    "{n} thing was decided differently; ours stands, theirs is kept beside it.",
                    "{n} things were decided differently; ours stand, theirs are kept beside them.",
                    n,
                ),
            ),
            (k, ngettext("{n} coding followed a corrected text.", "{n} codings followed a corrected text.", k)),
            (
                lost,
                ngettext(
                    "{n} coding lost its words to a corrected text; it is in the list of lost ones.",
                    "{n} codings lost their words to a corrected text; they are in the list of lost ones.",
                    lost,
                ),
            ),
        ]
        return [text.format(n=n) for n, text in parts if n]
