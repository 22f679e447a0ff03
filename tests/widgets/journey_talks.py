"""A small coded study in each language, for the tests of the form for journey maps."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cjm_research import Study
from cjm_research.model import Transcript, Utterance
from cjm_research.storage import ImportBatch, NewTranscript

# What four people said: a question, a feeling and a pain before the purchase, an action and a feeling at it.
SAID = {
    "en": ("what does it cost", "I was livid", "nobody rang back", "I signed there and then", "I was so happy"),
    "pl": ("ile to kosztuje", "byłam wściekła", "nikt nie oddzwonił", "od razu podpisałam", "byłam taka szczęśliwa"),
    "ru": ("сколько это стоит", "я была в бешенстве", "никто не перезвонил", "я сразу подписала", "я была так рада"),
}
CODES = (
    {"kind": "question", "stage": "awareness"},
    {"kind": "emotion", "label": "anger", "stage": "consideration", "valence": -2},
    {"kind": "pain_point", "stage": "consideration", "valence": -1},
    {"kind": "action", "stage": "purchase"},
    {"kind": "emotion", "label": "joy", "stage": "purchase", "valence": 1},
)
NAMES = ("question", "anger", "pain", "action", "joy")
PEOPLE = ("anna", "berta", "celina", "dora")


def travelled_study(folder: Path, language: str = "en") -> Study:
    """Four interviews of one turn: everybody is angry and happy, the first two say all the rest.

    On the map of everybody stand the own notes "own-0" to "own-2" among the thoughts at the purchase.
    """
    target = folder / "study"
    shutil.copytree(_template(language), target)
    return Study.open(target)


@cache
def _template(language: str) -> Path:
    study = Study.create(Path(mkdtemp()) / "study", languages=[language], interface_language=language)
    said = SAID[language]
    text = ", ".join(said) + "."
    for number, person in enumerate(PEOPLE):
        transcript = Transcript(id=person, language=language, utterances=(Utterance(speaker="P", text=text),))
        study.store.import_batch(ImportBatch((NewTranscript(f"{person}.json", person, "json", transcript),)))
        for name, values, words in zip(NAMES, CODES, said, strict=True):
            if number < 2 or values["kind"] == "emotion":
                study.add_coding(person, 0, words, guid=f"{name}-{person}", coder="anna", **values)
    for n in range(3):
        study.add_journey_item("all", "purchase", "thought", f"note {n}", guid=f"own-{n}", coder="anna")
    return Path(str(study.store.folder))
