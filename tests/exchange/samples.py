"""A small study in three languages, with everything that tempts an exporter to err."""

from __future__ import annotations

import uuid

from cjm_research.exchange import StudyContent
from cjm_research.model import Coding, Participant, Transcript, Utterance

TEXTS = {
    "en": "Line one\r\nline 😀 two & <b>three</b>\rend",
    "pl": "=Zażółć gęślą jaźń, powiedziałam „dość”",
    "ru": "Ёлки-палки́, ну сколько можно — «алло»?",
}


MACHINE = {
    "coder": "machine",
    "status": "suggested",
    "score": 0.25,
    "source": "rule:x",
    "why": "\x01 odd",
    "label": "chat",
}


def interview(language: str) -> Transcript:
    return Transcript(
        id=f"{language}_1",
        language=language,
        utterances=(
            Utterance(speaker="M.", role="interviewer", text="So?"),
            Utterance(speaker="P\n1", text=TEXTS[language]),
            Utterance(text="no name"),
        ),
    )


def coding(transcript: Transcript, start: int, end: int, **values) -> Coding:
    defaults = {"kind": "touchpoint", "label": "phone", "coder": "anna"}
    values = {**defaults, **values}
    return Coding(
        guid=str(uuid.uuid5(uuid.NAMESPACE_OID, repr((transcript.id, start, end, sorted(values.items()))))),
        transcript=transcript.id,
        participant=transcript.id,
        utterance=1,
        start=start,
        end=end,
        quote=transcript.utterances[1].text[start:end],
        **values,
    )


def content() -> StudyContent:
    interviews = tuple(interview(language) for language in TEXTS)
    codings = []
    for one in interviews:
        length = len(one.utterances[1].text)
        codings += [
            coding(one, 5, 15),
            coding(one, 5, 15, coder="ben"),
            coding(one, 10, length, kind="pain_point", label=None, valence=-2, stage="use"),
            coding(one, 0, length, kind="need", label="my own code"),
            coding(one, 0, 4, **MACHINE),
        ]
    people = (
        Participant(id="en_1", attributes={"age": 41, "ok": True, "share": 1.5, "note": "a\x02b", "mixed": 1}),
        Participant(id="pl_1", group="expert", attributes={"age": 50, "ok": False, "share": 2, "mixed": "x"}),
        Participant(id="ru_1", attributes={"tags": ["a", "b"], "age": None}),
        Participant(id="nobody"),
    )
    return StudyContent("Żółte окна & more", interviews, people, tuple(codings))
