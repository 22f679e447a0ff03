"""Label Studio: exports of labelled texts and dialogues (JSON, JSON-MIN, also one task a line).

Newer versions count code points, older ones UTF-16 units, and some count a line end of two characters as one. Results
quote the words they label, so what a task counts is found out by them.

References
----------
Label Studio, "Label Studio JSON format of annotated tasks", and the pages of the tags Text, HyperText, Paragraphs,
Labels, ParagraphLabels and Taxonomy (https://labelstud.io/guide, https://labelstud.io/tags).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.incoming import (
    IncomingCode,
    IncomingCoding,
    IncomingMemo,
    IncomingPerson,
    IncomingProject,
    IncomingText,
)
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.json_files import has_keys, read_records
from cjm_research.exchange.other_tools.label_studio_tasks import Region, Task, TaskText, Work, tasks_of, text_of_task
from cjm_research.exchange.other_tools.places import Counting, Placing, Ruler, counting_named, countings, fit
from cjm_research.exchange.other_tools.values import Ids, own_key, person_of, plain, sound_tree, stored_text
from cjm_research.i18n import _

TOOL = "Label Studio"
_COUNTINGS = countings(("code_points", "utf16"))


def is_label_studio(path: Path | str) -> bool:
    """Whether the file is an export of Label Studio."""
    path = Path(path)
    if not path.is_file() or not has_keys(path, without=("utterances", "codings")):
        return False
    is_full = has_keys(path, "annotations|completions|predictions", "data")
    return is_full or has_keys(path, "annotator|annotation_id", "lead_time|annotation_id", "labels|taxonomy")


def read_label_studio(path: Path | str, *, text: str = "", offsets: Counting | str | None = None) -> IncomingProject:
    """The tasks of an export as texts with codings.

    Parameters
    ----------
    path : Path or str
        The file.
    text : str
        The key of the text in a task's data; found out where not given.
    offsets : Counting or str, optional
        What positions count, also by name (``"utf16"``); found out for each task where not given.

    Raises
    ------
    UnreadableFileError
        It is no JSON, or no task in it has a text.
    """
    path = Path(path)
    reading = _Reading(path.stem, text, counting_named(offsets) if offsets else None)
    for task in tasks_of(read_records(path), reading.losses):
        reading.take(task)
    if not reading.texts:
        raise UnreadableFileError.at(
            path,
            _("No task in it has a text."),
            expected=_("A complete {format} file was expected.").format(format=TOOL),
        )
    return reading.project()


@dataclass
class _Reading:
    """An export being read."""

    stem: str
    text_key: str
    offsets: Counting | None
    losses: list[Loss] = field(default_factory=list)
    texts: list[tuple[Task, TaskText, str, str]] = field(default_factory=list)  # with id and name
    users: dict[str, str] = field(default_factory=dict)
    people: list[IncomingPerson] = field(default_factory=list)
    memos: list[IncomingMemo] = field(default_factory=list)
    # (control, label path) -> code
    codes: dict[tuple[str, tuple[str, ...]], IncomingCode] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = Ids(TOOL)

    def take(self, task: Task) -> None:
        """Learn a task's text, people, codes and notes; its codings come with the texts."""
        name = task.name or f"{self.stem} {task.id or len(self.texts) + 1}"
        text = text_of_task(task, self.text_key)
        if text is None:
            self.losses.append(Loss("dropped", _("A task without a text in the file is left out."), name))
            return
        id_ = self.ids.of("task", task.id, text.text)
        self.texts.append((task, text, id_, name))
        self.people += person_of(
            id_, name, {key: value for key, value in task.data.items() if key not in (text.key, "language")}
        )
        for work in task.works:
            if work.coder:
                self.users[work.coder] = work.coder_name
            for note in work.notes:
                self.memos.append(
                    IncomingMemo(self.ids.of(id_, "note", work.id, note), "transcript", id_, note, work.coder)
                )
            for region in work.regions:
                for path in region.labels:
                    self._learn(region.control, path)

    def _learn(self, control: str, path: tuple[str, ...]) -> None:
        for i in range(1, len(path) + 1):
            key = (control, path[:i])
            if key not in self.codes:
                parent = self.codes[control, path[: i - 1]].id if i > 1 else ""
                own = own_key(path[0]) if len(path) == 1 else ""
                name = path[0].rpartition("/")[2] if own else path[i - 1]
                self.codes[key] = IncomingCode(_code_id(control, path[:i]), name, parent, key=own)

    def project(self) -> IncomingProject:
        return IncomingProject(
            tool=TOOL,
            name=self.stem,
            texts=self._texts,
            n_texts=len(self.texts),
            users=self.users,
            codes=self._codes(),
            people=self.people,
            memos=self.memos,
            losses=self.losses,
        )

    def _codes(self) -> tuple[IncomingCode, ...]:
        """Labels; below the name of their control where the project has several."""
        controls = list(dict.fromkeys(control for control, _path in self.codes))
        if len(controls) < 2:
            return sound_tree(list(self.codes.values()), self.losses)
        codes = [IncomingCode(_code_id(control, ()), control or TOOL, is_codable=False) for control in controls]
        for (control, _path), code in self.codes.items():
            codes.append(replace(code, parent=code.parent or _code_id(control, ())))
        return sound_tree(codes, self.losses)

    def _texts(self) -> Iterator[IncomingText]:
        ids = Ids(TOOL)
        for task, text, id_, name in self.texts:
            placing = Placing(text.counted, self.offsets or _counting_of(task, text), name, self.losses)
            placing.say_counting()
            codings = [
                coding
                # An annotation that was made of a prediction has its ids; the prediction keeps them.
                for work in sorted(task.works, key=lambda work: not work.is_prediction)
                for region in work.regions
                for coding in self._codings(work, region, text, placing, id_, ids)
            ]
            language = plain(task.data.get("language"))
            yield IncomingText(id_, name, stored_text(text.text, name, self.losses), language, codings=codings)

    def _codings(
        self, work: Work, region: Region, text: TaskText, placing: Placing, text_id: str, ids: Ids
    ) -> Iterator[IncomingCoding]:
        start, end, quote = text.place(region, Ruler(text.counted, placing.counting) if text.bases else None)
        place = placing.place(start, end, quote)
        if place is None:
            return
        if not region.labels:
            self.losses.append(Loss("dropped", _("A highlight without a tag is left out."), placing.where))
        first, last = text.shown(*place)
        for path in region.labels:
            yield IncomingCoding(
                ids.kept(region.id) or ids.of(text_id, work.id, region.id or place, region.control, *path),
                first,
                last,
                _code_id(region.control, path),
                work.coder,
                "\n".join(region.notes),
                _own(work, region),
            )


def _own(work: Work, region: Region) -> dict[str, Any]:
    """What tells a suggestion of a model from a person's coding."""
    told = dict(region.own)
    if not work.is_prediction:
        return told
    score = region.score if region.score is not None else work.score
    own: dict[str, Any] = {"status": "suggested", "source": f"model:{work.coder_name}"} | told
    return own | ({"score": float(score)} if score is not None else {})


def _code_id(control: str, path: tuple[str, ...]) -> str:
    return Ids(TOOL).of("code", control, *path)


def _counting_of(task: Task, text: TaskText) -> Counting:
    """The counting under which the labelled words are those that the results quote."""
    if text.counted.isascii() and "\r\n" not in text.counted:
        return _COUNTINGS[0]
    regions = [region for work in task.works for region in work.regions]

    def score(counting: Counting) -> float:
        ruler = Ruler(text.counted, counting)
        places = [text.place(region, ruler) for region in regions]
        return fit(ruler, [(s, e, quote) for s, e, quote in places if isinstance(s, int) and isinstance(e, int)])

    return max(_COUNTINGS, key=score)
