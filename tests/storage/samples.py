"""Small interviews and codings in three languages."""

from __future__ import annotations

import hashlib

from cjm_research.model import Coding, Transcript, Utterance
from cjm_research.storage import NewTranscript

TEXTS = {
    "en": "I rang them twice 📞 and nobody picked up.",
    "pl": "Dzwoniłam dwa razy, nikt nie odebrał, żółć mnie zalała.",
    "ru": "Я звонила дважды, никто не взял трубку, ёлки-палки.",
}


def fixed_clock() -> str:
    return "2026-01-01T00:00:00+00:00"


def transcript(id: str = "t1", language: str = "en", text: str | None = None) -> Transcript:
    return Transcript(
        id=id,
        language=language,
        attributes={"age": 34},
        utterances=(
            Utterance(speaker="I", role="interviewer", text="?", start_s=0.5),
            Utterance(speaker="P", text=text or TEXTS[language]),
        ),
    )


def coding(transcript: Transcript, start: int = 0, end: int = 6, **values) -> Coding:
    guid = hashlib.sha256(repr((transcript.id, start, end, sorted(values.items()))).encode()).hexdigest()[:32]
    defaults = {"guid": guid, "kind": "pain_point", "coder": "anna"}
    return Coding(
        transcript=transcript.id,
        participant=transcript.id,
        utterance=1,
        start=start,
        end=end,
        quote=transcript.utterances[1].text[start:end],
        **{**defaults, **values},
    )


def suggestion(transcript: Transcript, start: int = 0, end: int = 6, **values) -> Coding:
    machine = {"coder": "machine", "status": "suggested", "score": 0.5, "source": "rule:pain", "why": "rang"}
    return coding(transcript, start, end, **{**machine, **values})


def new(transcript: Transcript, codings=(), sha256: str | None = None) -> NewTranscript:
    sha256 = sha256 or hashlib.sha256(transcript.model_dump_json().encode()).hexdigest()
    return NewTranscript(f"{transcript.id}.json", sha256, "json", transcript, tuple(codings))
