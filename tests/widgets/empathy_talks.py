"""A small coded study in each language, for the tests of the form for empathy maps."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cjm_research import Study
from cjm_research.model import Transcript, Utterance
from cjm_research.storage import ImportBatch, NewTranscript

# What four people said: a quote, a thought, an action, a feeling, a pain, a goal.
SAID = {
    "en": ("never again", "is it safe at all", "I rang the shop", "I was livid", "nobody came", "a warm room"),
    "pl": ("nigdy więcej", "czy to bezpieczne", "dzwoniłam do nich", "byłam wściekła", "nikt nie przyszedł", "ciepło"),
    "ru": ("больше никогда", "это опасно", "я звонила туда", "я была в бешенстве", "никто не пришёл", "тепло"),
}
KINDS = ("quote_worthy", "thought", "action", "emotion", "pain_point", "goal")
LABELS = {"emotion": "anger"}
PEOPLE = ("anna", "berta", "celina", "dora")


def mapped_study(folder: Path, language: str = "en", *, notes: int = 0) -> Study:
    """Four interviews of one turn; everybody is angry, the first two say and do everything, each has a quote.

    With `notes` the map of everybody has so many own notes "own-0", "own-1", ... under "hears".
    """
    target = folder / "study"
    shutil.copytree(_template(language, notes), target)
    return Study.open(target)


@cache
def _template(language: str, notes: int) -> Path:
    study = Study.create(Path(mkdtemp()) / "study", languages=[language], interface_language=language)
    said = SAID[language]
    text = ", ".join(said) + "."
    for number, person in enumerate(PEOPLE):
        utterances = (Utterance(speaker="P", text=f"{number} {text}"),)
        transcript = Transcript(id=person, language=language, utterances=utterances)
        study.store.import_batch(ImportBatch((NewTranscript(f"{person}.json", person, "json", transcript),)))
        for kind, words in zip(KINDS, said, strict=True):
            if number < 2 or kind in {"emotion", "quote_worthy"}:
                code(study, person, words, kind, f"{kind}-{person}")
    for n in range(notes):
        study.add_empathy_note("all", "hears", f"note {n}", guid=f"own-{n}", coder="anna")
    return Path(str(study.store.folder))


def code(study: Study, person: str, words: str, kind: str, guid: str, **values: Any) -> None:
    """A confirmed coding of the words."""
    values = {"label": LABELS.get(kind), "coder": "anna", "valence": -1, **values}
    study.add_coding(person, 0, words, kind=kind, guid=guid, **values)
