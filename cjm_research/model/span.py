"""Half-open ranges of code points inside one utterance."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from cjm_research.model.base import Model


class Span(Model):
    """The code points ``start <= i < end`` of one utterance's text.

    Raises
    ------
    ValueError
        ``end`` lies before ``start`` (pydantic's ``ValidationError``).
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a span ends at {self.end}, before its start {self.start}")
        return self

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Whether every code point of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def union(self, other: Span) -> Span:
        """The shortest span that covers both, the gap between them included."""
        return Span(start=min(self.start, other.start), end=max(self.end, other.end))

    def shift(self, by: int) -> Span:
        """The span moved by `by` code points."""
        return Span(start=self.start + by, end=self.end + by)

    def of(self, text: str) -> str:
        """The words the span covers in `text`."""
        return text[self.start : self.end]
