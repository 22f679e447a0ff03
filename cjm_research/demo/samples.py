"""Four small studies after well-known examples of the field, each with its finished journey map.

A pram, a fridge, a flight to New York, software for a firm: three short interviews each, told in our own words, with
the company's side, solutions, figures and the planned journey. The people and firms are invented. What its team
did to each map stands in ``corpus/samples/<name>/sample.toml`` and is done again when the sample is opened.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cjm_research.demo.corpus import CLOCK, corpus_folder, study_guid
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import JourneyEdit, JourneyItem
from cjm_research.model.journey_edit import Part
from cjm_research.study import Study
from cjm_research.study.journey_applying import put_changes
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
        guid=study_guid(f"sample {name}"),
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
    """What the team of a sample did to the map of everybody, as edits.

    Entries that the interviews gave are named by words that were coded: their keys are known only when they are built.
    """

    def __init__(self, study: Study, about: Mapping[str, Any]) -> None:
        self.study, self.about = study, about
        self.found = study.journey_map(EVERYBODY, as_found=True)

    def work(self) -> None:
        """Do all of it: the map in one step that can be taken back, then the company's contacts, then the plan."""
        coder = str(self.about["coder"])
        problems = put_changes(self.study, EVERYBODY, self._edits(), coder=coder)
        if problems:
            raise BadValueError(" ".join(problems))
        contacts = [{"key": f"contact-{n}", **each} for n, each in self._listed("contact")]
        self.study.set_inventory(contacts, coder=coder)
        for number, each in self._listed("plan"):
            answers = tuple(self._item(words).key for words in each.get("answers", ()))
            self.study.add_plan_item(
                each["text"], guid=f"plan-{number}", map=EVERYBODY, answers=answers, coder=coder,
                **_without(each, "text", "answers"),
            )  # fmt: skip

    def _edits(self) -> Iterator[JourneyEdit]:
        yield JourneyEdit(part="map", values=self.about["map"])
        for _number, each in self._listed("stage"):
            yield JourneyEdit(part="stage", target=each["key"], values=_without(each, "key"))
        for _number, each in self._listed("touchpoint"):
            yield JourneyEdit(part="touchpoint", target=each["label"], values=_without(each, "label"))
        for number, each in self._listed("item"):
            answers = [self._item(words).key for words in each.get("answers", ())]
            links = {"links": list(dict.fromkeys(answers))} if answers else {}
            yield self._own("item", f"own-{number}", each, links)
        for _number, each in self._listed("mark"):
            lanes = (each["lane"],) if "lane" in each else ("pain", "success", "turning")
            key = self._item(each["words"], lanes).key
            yield JourneyEdit(part="item", target=key, values=_without(each, "words", "lane"))
        yield from self._steps()
        for _number, each in self._listed("planned"):
            yield JourneyEdit(part="point", target=f"{each['stage']}@to_be", values={"mean": each["mean"]})
        for part in ("metric", "factor", "sign_off"):
            for number, each in self._listed(part):
                key = f"{part}-{number}"
                yield JourneyEdit(part=part, target=key, values={"key": key, **each}, own=True)

    def _steps(self) -> Iterator[JourneyEdit]:
        """Steps that the interviews gave, named by their contact, and others; `then` names those that follow."""
        steps = list(self._listed("step"))
        keys = {
            each["name"]: self._step(each["contact"], each["stage"]) if "contact" in each else f"step-{number}"
            for number, each in steps
        }
        for _number, each in steps:
            values = _without(each, "name", "contact", "then")
            if "then" in each:
                values["next"] = [keys[name] for name in each["then"]]
            if "contact" in each:
                yield JourneyEdit(part="step", target=keys[each["name"]], values=_without(values, "stage"))
            else:
                yield self._own("step", keys[each["name"]], values)

    def _own(
        self, part: Part, key: str, entry: Mapping[str, Any], more: Mapping[str, Any] = MappingProxyType({})
    ) -> JourneyEdit:
        evidence = tuple(guid for words in entry.get("words", ()) for guid in self._guids(words))
        values = {**_without(entry, "answers", "words"), **more}
        return JourneyEdit(part=part, target=key, values=values, evidence=evidence, own=True)

    # Where things stand on the map

    def _listed(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        return enumerate(self.about.get(name, ()), start=1)

    def _item(self, words: str, lanes: Sequence[str] = ("pain", "turning", "need")) -> JourneyItem:
        for lane in lanes:
            for cell, item in self.found.items:
                if cell.lane == lane and any(words in evidence.quote for evidence in item.evidence):
                    return item
        raise _not_coded(words)

    def _step(self, contact: str, stage: str) -> str:
        for step in self.found.steps:
            if (step.label, step.stage) == (contact, stage):
                return step.key
        raise _not_coded(f"{contact}, {stage}")

    def _guids(self, words: str) -> Iterator[str]:
        found = sorted(coding.guid for coding in self.study.confirmed if words in coding.quote)
        if not found:
            raise _not_coded(words)
        yield from found


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _not_coded(words: str) -> BadValueError:
    return BadValueError(_("Nothing on the map rests on the words “{words}”.").format(words=words))
