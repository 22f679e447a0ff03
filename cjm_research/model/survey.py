"""Surveys beside interviews: the instruments that people answered, their answers, and what an import of them brought.

An instrument is a question with its scale. Its scale never changes: the same question on another scale is another
instrument, and the two meet only as percent of the maximum.
"""

from __future__ import annotations

import hashlib
from typing import Literal, Self

from pydantic import Field, model_validator

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model.base import Model
from cjm_research.model.terms import term

InstrumentKind = Literal["csat", "ces1", "ces2", "nps", "rating"]
# Kind -> lowest and highest answer, whether high is good, how many answers at the good end count as favourable.
STANDARD: dict[InstrumentKind, tuple[int, int, bool, int]] = {
    "csat": (1, 5, True, 2),
    "ces1": (1, 5, False, 2),
    "ces2": (1, 7, True, 3),
    "nps": (0, 10, True, 2),
    "rating": (1, 5, True, 2),
}
# What may not change once somebody has answered: with another of these it would be another instrument.
LOCKED_FIELDS = ("kind", "low", "high", "higher_is_better", "stage", "touchpoint", "top_box")
# Letters of a topic in a key; of a longer one the beginning and a digest.
_LONGEST_ABOUT = 80


class Instrument(Model):
    """A question with its scale, of which every whole number may be an answer.

    `kind` is "csat" (satisfaction), "ces1" (effort, 2010: low is good), "ces2" (ease, 2013: high is good), "nps"
    (recommendation, 0 to 10) or "rating" (a mark for a touchpoint or a stage). `top_box` is how many answers at the
    good end count as favourable; for NPS they are the promoters.
    """

    key: str = Field(min_length=1, max_length=120)
    name: str = Field(default="", description="What the researcher calls it; `title` makes one where there is none.")
    kind: InstrumentKind
    low: int
    high: int
    higher_is_better: bool = True
    question: str = ""
    stage: str | None = None
    touchpoint: str | None = None
    topic: str = Field(default="", description="Tells instruments apart that name neither touchpoint nor stage.")
    top_box: int = Field(default=2, ge=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"the scale from {self.low} to {self.high} has no width")
        if self.top_box > self.high - self.low:
            raise ValueError(f"top_box is {self.top_box}, the scale has {self.high - self.low + 1} answers")
        if self.kind == "nps" and (self.low, self.high, self.higher_is_better, self.top_box) != STANDARD["nps"]:
            raise ValueError("NPS is asked from 0 to 10, with 9 and 10 for promoters")
        return self

    @classmethod
    def of(
        cls,
        kind: InstrumentKind,
        *,
        low: int | None = None,
        high: int | None = None,
        higher_is_better: bool | None = None,
        top_box: int | None = None,
        name: str = "",
        question: str = "",
        stage: str | None = None,
        touchpoint: str | None = None,
        topic: str = "",
        key: str = "",
    ) -> Self:
        """An instrument of a kind with the usual scale of the kind, as far as nothing else is said.

        The key is made from what is said, so that the same question with the same scale gets the same key again.
        """
        usual = STANDARD[kind]
        ends = (usual[0] if low is None else low, usual[1] if high is None else high)
        box = min(usual[3], max(1, ends[1] - ends[0])) if top_box is None else top_box
        place = instrument_key(kind, *ends, stage=stage, touchpoint=touchpoint, topic=topic)
        return cls(
            key=key or place,
            name=name,
            kind=kind,
            low=ends[0],
            high=ends[1],
            higher_is_better=usual[2] if higher_is_better is None else higher_is_better,
            question=question,
            stage=stage,
            touchpoint=touchpoint,
            topic=topic,
            top_box=box,
        )

    @property
    def title(self) -> str:
        """Its name for people, in the language in force."""
        if self.name:
            return self.name
        head = term("instrument", self.kind)
        if self.kind == "rating" or (self.low, self.high) != STANDARD[self.kind][:2]:
            head = _("{instrument} {low}–{high}").format(instrument=head, low=self.low, high=self.high)
        about = self.about
        return _("{instrument}: {about}").format(instrument=head, about=about) if about else head

    @property
    def about(self) -> str:
        """Touchpoint and stage, or the topic, for people; empty where it is about the whole."""
        parts = [term("touchpoint", self.touchpoint) if self.touchpoint else self.topic]
        parts.append(term("stage", self.stage) if self.stage else "")
        return ", ".join(part for part in parts if part)

    @property
    def scale(self) -> str:
        """The ends of the scale: “1–5”."""
        return f"{self.low}–{self.high}"

    @property
    def scale_key(self) -> tuple[str, int, int, bool]:
        """Kind, ends and direction: only answers that are equal in these may be set against each other."""
        return self.kind, self.low, self.high, self.higher_is_better

    @property
    def box(self) -> tuple[int, int]:
        """The lowest and the highest answer of the `top_box` answers at the good end."""
        if self.higher_is_better:
            return self.high - self.top_box + 1, self.high
        return self.low, self.low + self.top_box - 1

    def is_favourable(self, value: float) -> bool:
        """Whether an answer is among the `top_box` answers at the good end."""
        return value >= self.box[0] if self.higher_is_better else value <= self.box[1]

    def goodness(self, value: float) -> float:
        """Percent of the maximum, 0..100, turned so that 100 is the best answer whatever the direction."""
        percent = 100 * (value - self.low) / (self.high - self.low)
        return percent if self.higher_is_better else 100 - percent

    def locked_differences(self, other: Instrument) -> tuple[str, ...]:
        """The fields in which `other` would be another instrument than this."""
        return tuple(name for name in LOCKED_FIELDS if getattr(self, name) != getattr(other, name))


def instrument_key(
    kind: InstrumentKind,
    low: int,
    high: int,
    *,
    stage: str | None = None,
    touchpoint: str | None = None,
    topic: str = "",
) -> str:
    """The key that the same question with the same scale always gets: “csat”, “rating_1_10:phone@purchase”."""
    scale = "" if kind != "rating" and (low, high) == STANDARD[kind][:2] else f"_{low}_{high}"
    about = touchpoint or "_".join(topic.casefold().split())
    if len(about) > _LONGEST_ABOUT:  # the header may be the whole question
        digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()
        about = f"{about[: _LONGEST_ABOUT - 9]}~{digest[:8]}"
    return f"{kind}{scale}" + (f":{about}" if about else "") + (f"@{stage}" if stage else "")


class Answer(Model):
    """What one person answered to one instrument in one wave.

    `channel` is where the answer was collected (site, email, call, app ...), `at` is a date as written. `group` counts
    only for respondents who are not among the participants of the study.
    """

    participant: str = Field(min_length=1, max_length=200)
    instrument: str
    wave: str = ""
    value: float
    channel: str = ""
    at: str = ""
    group: str = ""


class SurveyReport(Model):
    """What the import of a survey brought.

    `respondents` are people who answered and have no interview in the study; `n_known` answers were in it already;
    `n_texts` people wrote comments that were taken in.
    """

    instruments: tuple[Instrument, ...] = ()
    waves: tuple[str, ...] = ()
    n_answers: int = Field(default=0, ge=0)
    n_known: int = Field(default=0, ge=0)
    n_people: int = Field(default=0, ge=0)
    respondents: tuple[str, ...] = ()
    n_texts: int = Field(default=0, ge=0)
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        n, people, asked = self.n_answers, self.n_people, len(self.instruments)
        lost = len(self.respondents)
        parts = [
            ngettext("{n} answer read.", "{n} answers read.", n).format(n=format_number(n)),
            ngettext("{n} person answered.", "{n} people answered.", people).format(n=format_number(people)),
        ]
        if lost:
            without = ngettext(
                "{n} of them has no interview in this study.", "{n} of them have no interview in this study.", lost
            )
            parts.append(without.format(n=format_number(lost)))
        parts.append(ngettext("{n} instrument was asked.", "{n} instruments were asked.", asked).format(n=asked))
        if self.n_known:
            known = ngettext(
                "{n} answer was in the study already.", "{n} answers were in the study already.", self.n_known
            )
            parts.append(known.format(n=format_number(self.n_known)))
        if self.n_texts:
            texts = ngettext(
                "The comments of {n} person were taken in.", "The comments of {n} people were taken in.", self.n_texts
            )
            parts.append(texts.format(n=format_number(self.n_texts)))
        return "\n".join([" ".join(parts), *self.notes])

    __repr__ = __str__
