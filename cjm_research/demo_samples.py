"""LAYER 5 - four small studies after well-known examples of the field, each with its finished journey map.

A pram, a fridge, a flight to New York, software for a firm: three short interviews each, told in our own words, with
the company's side, solutions, figures and the planned journey. The people and firms are invented. What researchers did
to each map stands in ``corpus/samples/<name>/sample.toml`` and is done again through the verbs of `Study`.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cjm_research.demo import CLOCK, corpus_folder
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import ExternalFactor, JourneyItem, JourneyMap, Metric, SignOff
from cjm_research.study import Study
from cjm_research.study.selection import EVERYBODY

SAMPLES = ("pram", "fridge", "flight", "b2b")
FILE = "sample.toml"


def open_sample(name: str, folder: Path | str | None = None, *, language: str | None = None) -> Study:
    """A sample study with its interviews, codings and finished journey map, ready to look at and play with.

    Parameters
    ----------
    name : str
        One of `SAMPLES`.
    folder : path, optional
        Where the study is kept; opened again if it is there already. A temporary folder if none is named: what is
        changed in it is gone afterwards.
    language : str, optional
        The language of headings; that of the sample's team if none is named. The people's words and the team's entries
        stay in theirs.

    Raises
    ------
    UnknownNameError
        There is no such sample.
    """
    about = sample(name)
    place = Path(folder) if folder else Path(tempfile.mkdtemp(prefix="cjm-")) / name
    if (place / "study.db").exists():
        return Study.open(place)
    study = Study.create(
        place,
        clock=lambda: CLOCK,
        **{**about["study"], **({"interface_language": language} if language else {})},
    )
    source = sample_folder(name)
    study.import_transcripts(*sorted((source / "interviews").glob("*.json")))
    study.import_participants(source / "participants.csv")
    _Team(study, about).work()
    return study


def sample(name: str) -> dict[str, Any]:
    """What a sample is made of: its study, and what its team put on the map.

    Raises
    ------
    UnknownNameError
        There is no such sample.
    """
    if name not in SAMPLES:
        raise UnknownNameError(
            _("There is no sample “{name}”. Known: {known}.").format(name=name, known=", ".join(SAMPLES))
        )
    return tomllib.loads((sample_folder(name) / FILE).read_text(encoding="utf-8"))


def sample_folder(name: str) -> Path:
    """Where the files of a sample lie."""
    return corpus_folder() / "samples" / name


class _Team:
    """What the team of a sample did to the map of everybody, piece by piece.

    Entries that the interviews gave are named by words that were coded: their keys are known only when they are built.
    """

    def __init__(self, study: Study, about: Mapping[str, Any]) -> None:
        self.study, self.about, self.coder = study, about, str(about.get("coder", "team"))

    def work(self) -> None:
        """Do all of it, in the order in which a team would."""
        study, who = self.study, {"coder": self.coder}
        study.set_journey(EVERYBODY, **self.about["map"], **who)
        for each in self.about.get("stage", ()):
            study.set_journey_stage(EVERYBODY, each["key"], **_without(each, "key"), **who)
        for each in self.about.get("touchpoint", ()):
            study.describe_touchpoint(each["label"], **_without(each, "label"), **who)
        for number, each in enumerate(self.about.get("item", ()), start=1):
            self._add(f"own-{number}", each)
        self._mark()
        for number, each in enumerate(self.about.get("step", ()), start=1):
            self._step(f"step-{number}", each)
        for each in self.about.get("planned", ()):
            study.set_emotion_point(EVERYBODY, each["stage"], each["mean"], layer="to_be", **who)
        for kind, model in (("metric", Metric), ("factor", ExternalFactor), ("sign_off", SignOff)):
            for number, each in enumerate(self.about.get(kind, ()), start=1):
                study.put_on_journey(EVERYBODY, model(key=f"{kind}-{number}", **each), **who)
        self._company()

    def _add(self, key: str, entry: Mapping[str, Any]) -> None:
        fields = dict(_without(entry, "answers", "words"))
        if answers := entry.get("answers"):
            fields["links"] = tuple(dict.fromkeys(self._item(words).key for words in answers))
        evidence = tuple(guid for words in entry.get("words", ()) for guid in self._guids(words))
        self.study.add_journey_item(
            EVERYBODY, fields.pop("stage"), fields.pop("lane"), fields.pop("text"),
            evidence=evidence, guid=key, coder=self.coder, **fields,
        )  # fmt: skip

    def _step(self, key: str, entry: Mapping[str, Any]) -> None:
        """Say more of a step that the interviews gave (by its contact), or add one that they tell of in other words."""
        fields = _without(entry, "contact", "stage", "words")
        if "contact" not in entry:
            evidence = tuple(guid for words in entry.get("words", ()) for guid in self._guids(words))
            self.study.add_journey_step(
                EVERYBODY, entry["stage"], fields.pop("text"), evidence=evidence, guid=key, coder=self.coder, **fields
            )
            return
        for step in self._map.steps:
            if (step.label, step.stage) == (entry["contact"], entry["stage"]):
                self.study.change_journey_step(EVERYBODY, step.key, coder=self.coder, **fields)
                return
        raise _not_coded(f"{entry['contact']}, {entry['stage']}")

    def _mark(self) -> None:
        for each in self.about.get("mark", ()):
            lanes = (each["lane"],) if "lane" in each else ("pain", "success", "turning", "thought", "action")
            key = self._item(each["words"], lanes).key
            self.study.change_journey_item(EVERYBODY, key, **_without(each, "words", "lane"), coder=self.coder)

    def _company(self) -> None:
        """The company's own list of contacts, and the plan."""
        contacts = [{"key": f"contact-{n}", **each} for n, each in enumerate(self.about.get("contact", ()), start=1)]
        if contacts:
            self.study.set_inventory(contacts, coder=self.coder)
        for number, each in enumerate(self.about.get("plan", ()), start=1):
            answers = tuple(self._item(words).key for words in each.get("answers", ()))
            self.study.add_plan_item(
                each["text"], guid=f"plan-{number}", map=EVERYBODY, answers=answers, coder=self.coder,
                **_without(each, "text", "answers"),
            )  # fmt: skip

    # Where things stand on the map

    @property
    def _map(self) -> JourneyMap:
        return self.study.journey_map(EVERYBODY)

    def _item(self, words: str, lanes: Sequence[str] = ("pain", "turning", "need")) -> JourneyItem:
        for lane in lanes:
            for cell, item in self._map.items:
                if cell.lane == lane and any(words in evidence.quote for evidence in item.evidence):
                    return item
        raise _not_coded(words)

    def _guids(self, words: str) -> Iterator[str]:
        found = sorted(coding.guid for coding in self.study.confirmed if words in coding.quote)
        if not found:
            raise _not_coded(words)
        yield from found


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _not_coded(words: str) -> BadValueError:
    return BadValueError(_("Nothing on the map rests on the words “{words}”.").format(words=words))
