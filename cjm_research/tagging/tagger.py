"""Transcripts in, tags out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cjm_research.i18n import _, in_quotes
from cjm_research.model import Tag, Transcript, term
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import Candidate, Reading, reading_of, text_range
from cjm_research.tagging.scoring import load_weights
from cjm_research.tagging.stages import Turn, assign_stages, load_stage_figures


def tag_transcript(transcript: Transcript) -> list[Tag]:
    """Every tag of the participant's utterances, in the order of the text.

    Raises
    ------
    UnknownLanguageError
        There is no lexicon for the transcript's language.
    """
    nlp = load_pipeline(transcript.language)
    docs = [nlp(utterance.text) for utterance in transcript.utterances]
    turns = [
        Turn(utterance.role == "participant", reading_of(doc))
        for utterance, doc in zip(transcript.utterances, docs, strict=True)
        if utterance.role != "other"
    ]
    assign_stages(turns, transcript.group, load_weights(transcript.language), load_stage_figures())
    tags: list[Tag] = []
    for number, (utterance, doc) in enumerate(zip(transcript.utterances, docs, strict=True)):
        if utterance.role == "participant":
            here = [_tag(transcript.id, number, utterance.text, reading_of(doc), c) for c in reading_of(doc).candidates]
            tags.extend(sorted(here, key=lambda tag: (tag.start, tag.end, tag.kind, tag.label or "")))
    return tags


def _tag(transcript: str, number: int, text: str, reading: Reading, candidate: Candidate) -> Tag:
    start, end = text_range(reading, candidate.start, candidate.end)
    start = _whole_word(text, start)
    return Tag(
        transcript=transcript,
        utterance=number,
        start=start,
        end=end,
        quote=text[start:end],
        kind=candidate.kind,
        label=candidate.label,
        valence=candidate.valence,
        stage=candidate.stage,
        score=round(candidate.score, 3),
        source=f"rule:{candidate.hits[0].entry.name}",
        why=_why(text, reading, candidate),
    )


def _whole_word(text: str, start: int) -> int:
    """The beginning of the written word at `start`: "that's" is two words to the pipeline and one to a reader."""
    if text[start] in "'’" and start and text[start - 1].isalnum():
        while start and not text[start - 1].isspace():
            start -= 1
    return start


def _why(text: str, reading: Reading, candidate: Candidate) -> str:
    """The reason in plain words: what was said, and which rules know it."""
    words = dict.fromkeys(text[slice(*text_range(reading, hit.start, hit.end))] for hit in candidate.hits)
    rules = dict.fromkeys(hit.entry.name.replace("_", " ") for hit in candidate.hits)
    return _("{kind}: the words {words} (rule: {rules}).").format(
        kind=term("kind", candidate.kind), words=", ".join(map(in_quotes, words)), rules=", ".join(rules)
    )


def tag_transcripts(
    transcripts: Iterable[Transcript], *, progress: Callable[[int, int], None] | None = None
) -> list[Tag]:
    """The tags of several transcripts, one after the other."""
    transcripts = list(transcripts)
    tags: list[Tag] = []
    for number, transcript in enumerate(transcripts, start=1):
        tags.extend(tag_transcript(transcript))
        if progress:
            progress(number, len(transcripts))
    return tags
