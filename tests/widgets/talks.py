"""A small coded study in each language, for the tests of codebook and memos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cjm_research import Study
from cjm_research.model import MACHINE_CODER, Coding, Transcript, Utterance
from cjm_research.storage import ImportBatch, NewTranscript

WORDS = {
    "en": ("I rang the hotline twice", "nobody picked up the phone", "they called me back at night"),
    "pl": ("dzwoniłam na infolinię dwa razy", "nikt nie odebrał telefonu", "oddzwonili do mnie w nocy"),
    "ru": ("я звонила на горячую линию дважды", "никто не взял трубку", "мне перезвонили ночью"),
}


def coded_study(folder: Path, language: str = "en", *, anna: str = "anna", title: str = "Calls") -> Study:
    """Two interviews of two turns: three confirmed codings of `phone`, one of `store`, one open suggestion of `phone`.

    The first interview has the id `anna`, the second "berta".
    """
    study = Study.create(folder / "study", title=title, languages=[language], interface_language=language)
    first, second, third = WORDS[language]
    texts = {anna: (f"{first}; {second}.", f"{third}."), "berta": (f"{second} — {first}.", f"{third}, {second}.")}
    for id, turns in texts.items():
        utterances = tuple(Utterance(speaker="P", text=text) for text in turns)
        transcript = Transcript(id=id, language=language, utterances=utterances)
        study.store.import_batch(ImportBatch((NewTranscript(f"{id}.json", id, "json", transcript),)))
    code(study, anna, 0, first, "phone-1")
    code(study, anna, 1, third, "phone-2")
    code(study, "berta", 0, second, "phone-3")
    code(study, "berta", 0, first, "store-1", label="store")
    place = study.transcript("berta").utterances[1].text.index(second)
    suggestion = Coding(
        guid="machine-1", transcript="berta", participant="berta", utterance=1, start=place, end=place + len(second),
        quote=second, kind="touchpoint", label="phone", coder=MACHINE_CODER, status="suggested", score=0.7,
        source="rule:touchpoint", why="phone",
    )  # fmt: skip
    study.store.sync_suggestions([suggestion], ["berta"])
    return study


def code(study: Study, transcript: str, utterance: int, quote: str, guid: str, **values: Any) -> Coding:
    """A confirmed coding of `phone` where nothing else is said."""
    values = {"kind": "touchpoint", "label": "phone", "coder": "anna", **values}
    return study.add_coding(transcript, utterance, quote, guid=guid, **values)


class Opens:
    """Stands for the form in which the text is shown; keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int | None, str | None]] = []

    def show(self, transcript: str, *, utterance: int | None = None, guid: str | None = None) -> None:
        self.asked.append((transcript, utterance, guid))
