"""An interview as the learnt part sees it: every utterance read by the pipeline, each answer with its question."""

from __future__ import annotations

from cjm_research.model import Transcript
from cjm_research.tagging.pipeline import SPANS, load_pipeline
from cjm_research.tagging.reading import Reading, Turn, reading_of


def read_interview(transcript: Transcript) -> list[Turn]:
    """One turn an utterance, in order; rules have fired, spans are not made yet.

    Raises
    ------
    UnknownLanguageError
        There is no lexicon for the transcript's language.
    """
    nlp = load_pipeline(transcript.language)
    turns: list[Turn] = []
    question: Reading | None = None
    for utterance in transcript.utterances:
        reading = reading_of(nlp(utterance.text, disable=[SPANS]))
        participant = utterance.role == "participant"
        turns.append(Turn(participant, utterance.text, reading, question if participant else None))
        if participant:
            question = None
        elif utterance.role == "interviewer":
            question = reading
    return turns
