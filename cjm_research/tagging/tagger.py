"""Transcripts in, tags out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from threadpoolctl import ThreadpoolController

from cjm_research.model import Tag, Transcript
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.attributes import Attributes, load_attributes
from cjm_research.tagging.learnt.comments import are_comments, judge, leave_feelings, settle
from cjm_research.tagging.learnt.feelings import Feelings
from cjm_research.tagging.learnt.finding import MomentFinder, load_finder
from cjm_research.tagging.learnt.units import Unit
from cjm_research.tagging.own.applying import Applied
from cjm_research.tagging.own.model import Own
from cjm_research.tagging.reading import Candidate, Reading, Turn, text_range
from cjm_research.tagging.reasons import Origin, reason_in_words, reason_of_study
from cjm_research.tagging.rules.cues import hits_between
from cjm_research.tagging.rules.scoring import load_weights
from cjm_research.tagging.rules.spans import SAME_CONTACT, SpanMaker, shifted

if TYPE_CHECKING:
    from cjm_research.tagging.sources.head import Features

# Name of the learnt part in the source of a tag.
LEARNT = "model:moments"
# The same for what the study's own codings brought about.
STUDY = "model:study"
# From the log-odds of a transcript's units to others.
Adjusted: TypeAlias = Callable[[Transcript, Sequence[Turn], Sequence[Unit], np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Tagger:
    """Everything that tags interviews of one language.

    Parameters
    ----------
    finder : MomentFinder, optional
        What was learnt of where the kinds stand; without it the rules decide alone.
    rules : SpanMaker
    attributes : Attributes
        What was learnt of labels, valence and stages.
    """

    finder: MomentFinder | None
    rules: SpanMaker
    attributes: Attributes

    def tags(
        self,
        transcript: Transcript,
        features: Features | None = None,
        *,
        talk: bool = False,
        own: Own | None = None,
        adjusted: Adjusted | None = None,
    ) -> list[Tag]:
        """Every tag of the participant's utterances, in the order of the text; see `tag_transcript`.

        `adjusted` takes the place of `features`, for those who measure.
        """
        if features is not None:
            adjusted = features.of_transcript
        with one_thread():
            return self._tags(transcript, adjusted, talk, own)

    def _tags(self, transcript: Transcript, adjusted: Adjusted | None, talk: bool, own: Own | None) -> list[Tag]:
        turns = read_interview(transcript)
        judged: dict[int, Feelings] = {}
        applied: Applied | None = None
        if self.finder is None:
            for turn in turns:
                self.rules.leave_candidates(turn.reading)
        else:
            adjust = partial(adjusted, transcript, turns) if adjusted else None
            if own is not None:
                applied = Applied(own, transcript.language, adjust)
                units, said = applied.finder(self.finder).together(turns, applied.adjust)
                applied.settle(turns, units, said.odds, self.finder)
            else:
                units, said = self.finder.together(turns, adjust)
            if not talk and are_comments(transcript):
                judged = judge(turns, transcript.language)
                leave_feelings(turns, units, said.odds, judged)
            if applied is not None:
                applied.add_codes(turns, units, said.odds)
        # What others than the two who talk say is of no matter for what is told.
        heard = [turn for turn, u in zip(turns, transcript.utterances, strict=True) if u.role != "other"]
        # Labels were learnt from interviews; feelings of comments have another judge.
        sure_only = self.finder is not None and not judged
        self.attributes.describe(heard, transcript.group, sure_only=sure_only, own=applied)
        settle(turns, judged)
        for turn in turns:
            turn.reading.candidates = _each_contact_once(turn.reading.candidates)
            for candidate in turn.reading.candidates:
                if candidate.kind == "emotion" and candidate.valence:
                    candidate.valence = shifted(candidate.valence, _degree(candidate, turn.reading))
        found = []
        for number, turn in enumerate(turns):
            if turn.participant:
                here = [_tag(transcript.id, number, turn, candidate) for candidate in turn.reading.candidates]
                found.extend(sorted(here, key=lambda tag: (tag.start, tag.end, tag.kind, tag.label or "")))
        return found


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """On one core whatever the machine has: small matrices gain nothing, and sums come out alike everywhere."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limited


@cache
def load_tagger(language: str, *, learnt: bool = True) -> Tagger:
    """The tagger of a language; with `learnt` false the rules decide alone where tags are."""
    finder = load_finder(language) if learnt else None
    return Tagger(finder, SpanMaker(load_weights(language)), load_attributes(language))


def tag_transcript(
    transcript: Transcript, *, features: Features | None = None, talk: bool = False, own: Own | None = None
) -> list[Tag]:
    """Every tag of the participant's utterances, in the order of the text.

    Parameters
    ----------
    features : Features, optional
        What additional feature sources know.
    talk : bool
        The transcript is somebody's talk, even where nobody asks anything in it and it reads like comments.
    own : Own, optional
        What the study has learnt from its people.

    Raises
    ------
    UnknownLanguageError
        There is no lexicon for the transcript's language.
    """
    return load_tagger(transcript.language).tags(transcript, features, talk=talk, own=own)


def _tag(transcript: str, number: int, turn: Turn, candidate: Candidate) -> Tag:
    start, end = text_range(turn.reading, candidate.start, candidate.end)
    start = _whole_word(turn.text, start)
    return Tag(
        transcript=transcript,
        utterance=number,
        start=start,
        end=end,
        quote=turn.text[start:end],
        kind=candidate.kind,
        label=candidate.label,
        valence=candidate.valence,
        stage=candidate.stage,
        score=round(candidate.score, 3),
        source=_source(candidate),
        why=_why(turn.text, turn.reading, candidate),
    )


def _source(candidate: Candidate) -> str:
    if candidate.learnt:
        return STUDY
    return f"rule:{candidate.hits[0].entry.name}" if candidate.by_rule and candidate.hits else LEARNT


def _degree(candidate: Candidate, reading: Reading) -> int:
    """+1 where an intensifier stands in a span, -1 where a diminisher does, 0 otherwise."""

    def says(name: str) -> bool:
        return bool(hits_between(reading.modifiers.get(name, ()), candidate.start, candidate.end))

    return says("intensifier") - says("diminisher")


def _each_contact_once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without contacts that are told a second time in an answer: the surest of each label stays, unless far apart."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (-c.score, c.start)):
        again = one.kind == "touchpoint" and any(
            other.kind == "touchpoint" and other.label == one.label and abs(other.start - one.start) < SAME_CONTACT
            for other in kept
        )
        if not again:
            kept.append(one)
    return kept


def _whole_word(text: str, start: int) -> int:
    """The beginning of the written word at `start`: "that's" is two words to the pipeline and one to a reader."""
    if text[start] in "'’" and start and text[start - 1].isalnum():
        while start and (text[start - 1].isalnum() or text[start - 1] in "'’"):
            start -= 1
    return start


def _why(text: str, reading: Reading, candidate: Candidate) -> str:
    """The reason in plain words: what was said that speaks for it, and how often such a tag is right."""
    known = [(hit.start, hit.end) for hit in candidate.hits]
    places = known if candidate.by_rule else [*candidate.words, *known]
    origin: Origin = "model" if not known else "rule" if candidate.by_rule and not candidate.words else "both"
    words = [text[slice(*text_range(reading, start, end))] for start, end in places or candidate.words]
    share = round(candidate.score, 3)
    if candidate.learnt == "code":
        return reason_of_study("code", candidate.examples, share, words)
    reason = reason_in_words(candidate.kind, words, origin, share, label=candidate.label, valence=candidate.valence)
    return f"{reason} {reason_of_study(candidate.learnt, candidate.examples)}" if candidate.learnt else reason
