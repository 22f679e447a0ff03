"""Question guides: what an interviewer makes sure to ask, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model

Verdict = Literal["asked", "perhaps", "no"]


class GuideQuestion(Model):
    """One question.

    Attributes
    ----------
    key : str
        The same in every language, unique within its guide.
    text : str
        As the guide shows it.
    also : tuple of str
        Other wordings by which it counts as asked.
    """

    key: str
    text: str
    also: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """All wordings, the guide's own first."""
        return (self.text, *self.also)


class GuideSection(Model):
    """Questions that belong together; `stage` is one of the seven-stage model, empty for the whole journey."""

    key: str
    title: str
    stage: str = ""
    questions: tuple[GuideQuestion, ...]


class Guide(Model):
    """A guide in one language.

    Attributes
    ----------
    key : str
        The same in every language: ``choice_and_purchase``.
    use : str
        For whom it is, and how to ask.
    group, method : str
        The interviewee group and interview method that it is made for; empty for any.
    """

    key: str
    language: str
    title: str
    use: str
    group: str = ""
    method: str = ""
    sections: tuple[GuideSection, ...]

    @property
    def questions(self) -> Iterator[GuideQuestion]:
        """All questions, in order."""
        return (question for section in self.sections for question in section.questions)


class CoverageRow(Model):
    """One question in one interview: the interviewer's sentence that is most like it.

    `utterance` is its turn in the transcript, `score` its likeness, 0..1. `verdict` is
    "asked", "perhaps" (look at the turn) or "no".
    """

    question: str
    transcript: str
    utterance: int = Field(ge=0)
    turn: str
    score: float = Field(ge=0, le=1)
    verdict: Verdict


class GuideCoverage(Model):
    """Which questions of a guide were asked, by likeness of words: a hint where to look, and no count.

    `left_out` are interviews that could not be compared: no interviewer, or a language without the guide.
    """

    guide: Guide
    rows: tuple[CoverageRow, ...]
    left_out: tuple[str, ...] = ()

    def rows_of(self, question: str, verdict: Verdict) -> tuple[CoverageRow, ...]:
        """The interviews in which a question was, perhaps was, or was not asked; most alike first."""
        rows = (row for row in self.rows if row.question == question and row.verdict == verdict)
        return tuple(sorted(rows, key=lambda row: (-row.score, row.transcript)))

    def not_asked(self, transcript: str) -> tuple[str, ...]:
        """Keys of the questions that no sentence of an interview is like."""
        return tuple(row.question for row in self.rows if row.transcript == transcript and row.verdict == "no")
