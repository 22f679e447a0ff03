"""The records of Label Studio's exports, in all their forms, as tasks with regions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.places import Ruler
from cjm_research.exchange.other_tools.taguette_text import DocumentText
from cjm_research.exchange.other_tools.values import plain
from cjm_research.exchange.refi_qda.identifiers import guid_of
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER

# Keys under which a region holds its labels; those of pictures and sound have others.
_TEXT_LABELS = ("labels", "hypertextlabels", "paragraphlabels", "taxonomy")
_TEXT_KEYS = ("text", "transcript", "dialogue", "interview", "paragraphs", "content", "html")
_NAME_KEYS = ("name", "title", "filename", "file_name", "file")
_WORK_KEYS = ("annotations", "completions", "predictions")
_MIN_KEYS = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"}
# The controls of our own exports for what else a coding says.
STAGE, VALENCE = "cjm_stage", "cjm_valence"
# The name under which our machine's suggestions go out, and where a result says why they were made.
ORIGIN, OWN = "cjm-research", "cjm"
_ADDRESS = re.compile(r"(?:[A-Za-z][\w+.-]*://|/data/)\S+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Region:
    """Labelled words: positions as the file has them, paragraphs where the text is a dialogue."""

    id: str
    control: str
    start: object
    end: object
    quote: str
    labels: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    score: float | None = None
    paragraphs: tuple[int, int] | None = None
    source: str = ""
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What one person, or a model, did on a task."""

    id: str
    coder: str
    coder_name: str
    regions: tuple[Region, ...]
    notes: tuple[str, ...] = ()
    is_prediction: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A text to label, with what was done on it."""

    id: str
    name: str
    data: dict[str, Any]
    works: tuple[Work, ...]


@dataclass
class TaskText:
    """The text of a task.

    Attributes
    ----------
    text, counted : str
        As shown here, and as Label Studio counts it: without tags for a page.
    bases : list of int
        Where each paragraph of a dialogue begins, behind its speaker's name; empty for a text.
    """

    key: str
    text: str
    counted: str
    bases: list[int] = field(default_factory=list)
    page: DocumentText | None = None

    def place(self, region: Region, ruler: Ruler | None) -> tuple[Any, Any, str]:
        """Start, end and quoted words of a region in the whole text."""
        if not (self.bases and region.paragraphs and ruler):
            return region.start, region.end, region.quote
        first, last = region.paragraphs
        if not (0 <= first < len(self.bases) and 0 <= last < len(self.bases)):
            return None, None, region.quote
        starts = [ruler.mark(self.bases[i]) for i in (first, last)]
        if not (isinstance(region.start, int) and isinstance(region.end, int)):
            return None, None, region.quote
        # Over several paragraphs, names of speakers stand between the words.
        return starts[0] + region.start, starts[1] + region.end, region.quote if first == last else ""

    def shown(self, start: int, end: int) -> tuple[int, int]:
        """A place of `counted` in `text`."""
        if self.page is None:
            return start, end
        first = self.page.start(start)
        return first, max(first, self.page.end(end))


def tasks_of(records: Sequence[tuple[int, dict[str, Any]]], losses: list[Loss]) -> Iterator[Task]:
    """Tasks of an export; in JSON-MIN a task has a record for each of its annotations."""
    merged: dict[str, dict[str, Any]] = {}
    for row, record in records:
        full = record if isinstance(record.get("data"), dict) else _full_form(record)
        key = repr((full.get("id", row), full["data"])) if full is not record else f"{row}"
        if key in merged:
            merged[key]["annotations"] += full["annotations"]
        else:
            merged[key] = full
    for row, full in enumerate(merged.values(), start=1):
        yield _task(full, row, losses)


def _full_form(record: dict[str, Any]) -> dict[str, Any]:
    """A record of JSON-MIN, where results stand under the names of their controls beside the data."""
    data, results = {}, []
    for key, value in record.items():
        items = value if isinstance(value, list) else []
        if items and all(isinstance(item, dict) and "end" in item for item in items):
            results += [{"from_name": key, "value": item} for item in items]
        elif key not in _MIN_KEYS:
            data[key] = value
    work = {"id": record.get("annotation_id"), "completed_by": record.get("annotator"), "result": results}
    return {"id": record.get("id"), "data": data, "annotations": [work]}


def _task(record: dict[str, Any], row: int, losses: list[Loss]) -> Task:
    """A record as a task; one without an id is known by its text alone, wherever it stands in the file."""
    data = record["data"]
    id_ = plain(record.get("id"))
    name = next((plain(data[key]) for key in _NAME_KEYS if plain(data.get(key))), "")
    name = name or re.sub(r"^[0-9a-f]{8}-", "", plain(record.get("file_upload")))
    works, where = [], id_ or str(row)
    for key in _WORK_KEYS:
        for item in _dicts(record.get(key)):
            if item.get("was_cancelled") and item.get("result"):
                losses.append(Loss("dropped", _("An annotation that its author cancelled is left out."), name or where))
            elif not item.get("was_cancelled"):
                works.append(_work(item, key == "predictions", name or where, losses))
    meta = record.get("meta")
    values = (meta if isinstance(meta, dict) else {}) | data
    return Task(id_, name, {str(key): value for key, value in values.items()}, tuple(works))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _work(item: dict[str, Any], is_prediction: bool, where: str, losses: list[Loss]) -> Work:
    coder, name = _coder(item, is_prediction)
    results = _dicts(item.get("result"))
    labelled = [result for result in results if _is_labelled(result)]
    ids = {plain(result.get("id")) for result in labelled} - {""}
    of_region: dict[str, list[str]] = {}
    told: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    for result in results:
        if _is_labelled(result):
            continue
        note, id_ = _note(result), plain(result.get("id"))
        if id_ in ids and (own := _own(result)):
            told.setdefault(id_, {}).update(own)
        elif note and id_ in ids:
            of_region.setdefault(id_, []).append(note)
        elif note:
            notes.append(note)
        elif result.get("type") == "relation":
            losses.append(Loss("dropped", _("Relations between codings are left out."), where))
        else:
            losses.append(Loss("dropped", _("Sound, pictures and video are left out."), where))
    regions = tuple(
        replace(_region(result, of_region.get(id_, [])), own=_reasons(result) | told.get(id_, {}))
        for result in labelled
        for id_ in [plain(result.get("id"))]
    )
    return Work(plain(item.get("id")), coder, name, regions, tuple(notes), is_prediction, _score(item.get("score")))


def _coder(item: dict[str, Any], is_prediction: bool) -> tuple[str, str]:
    """Id and name of who did it."""
    if is_prediction:
        model = plain(item.get("model_version")) or "model"
        return (guid_of("user", MACHINE_CODER), MACHINE_CODER) if model == ORIGIN else (model, model)
    by = item.get("completed_by", item.get("created_username"))
    if isinstance(by, dict):
        full = " ".join(part for part in (plain(by.get("first_name")), plain(by.get("last_name"))) if part)
        email = plain(by.get("email")) or plain(by.get("username"))
        return plain(by.get("id")) or email or full, full or email or plain(by.get("id"))
    return plain(by), plain(by) if not isinstance(by, int) else f"Label Studio {by}"


def _value(result: dict[str, Any]) -> dict[str, Any]:
    value = result.get("value")
    return value if isinstance(value, dict) else {}


def _is_labelled(result: dict[str, Any]) -> bool:
    value = _value(result)
    is_place = any(key in value for key in ("start", "startOffset", "globalOffsets"))
    is_other = any(key in value for key in ("choices", "rating", "number")) or isinstance(value.get("text"), list)
    return is_place and not is_other and "channel" not in value and "original_length" not in result


def _labels(result: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    value = _value(result)
    keys = [key for key in (plain(result.get("type")), *_TEXT_LABELS) if isinstance(value.get(key), list)]
    paths = []
    for label in value[keys[0]] if keys else ():
        path = tuple(plain(part) for part in label) if isinstance(label, list) else (plain(label),)
        if path and all(path):
            paths.append(path)
    return tuple(dict.fromkeys(paths))


def _region(result: dict[str, Any], notes: Iterable[str]) -> Region:
    value, meta = _value(result), result.get("meta")
    whole = value.get("globalOffsets")
    start, end = value.get("start"), value.get("end")
    paragraphs = _paragraphs(start, end) if "startOffset" in value else None
    if paragraphs:
        start, end = value.get("startOffset"), value.get("endOffset")
    elif isinstance(whole, dict):
        start, end = whole.get("start"), whole.get("end")
    elif "startOffset" in value:
        start, end = None, None
    said = meta.get("text") if isinstance(meta, dict) else None
    own = [plain(text) for text in (said if isinstance(said, list) else [said])]
    return Region(
        plain(result.get("id")),
        plain(result.get("from_name")),
        start,
        end,
        value["text"] if isinstance(value.get("text"), str) else "",
        _labels(result),
        tuple(text for text in (*own, *notes) if text),
        _score(result.get("score")),
        paragraphs,
        plain(result.get("source")).removeprefix("$"),
    )


def _paragraphs(start: object, end: object) -> tuple[int, int] | None:
    numbers = [
        int(plain(value)) if plain(value).isdecimal() and len(plain(value)) < 9 else -1 for value in (start, end)
    ]
    return (numbers[0], numbers[1]) if min(numbers) >= 0 else None


def _reasons(result: dict[str, Any]) -> dict[str, Any]:
    """Source and reason of a suggestion that was ours."""
    said = result.get(OWN)
    return {key: plain(said.get(key)) for key in ("source", "why")} if isinstance(said, dict) else {}


def _own(result: dict[str, Any]) -> dict[str, Any]:
    """Stage and valence, as our own exports ask for them on labelled words."""
    choices = _value(result).get("choices")
    choice = plain(choices[0]) if isinstance(choices, list) and len(choices) == 1 else ""
    if result.get("from_name") == STAGE and choice:
        return {"stage": choice}
    if result.get("from_name") == VALENCE and re.fullmatch(r"[+-]?[0-2]", choice):
        return {"valence": int(choice)}
    return {}


def _score(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    return None


def _note(result: dict[str, Any]) -> str:
    """What a form beside the text holds: a choice, a comment, a rating; with its name before it."""
    value, said = _value(result), []
    for key in ("choices", "text", "rating", "number", "taxonomy"):
        items = value.get(key) if isinstance(value.get(key), list) else [value.get(key)]
        for item in items or ():
            parts = item if isinstance(item, list) else [item]
            said.append(" / ".join(plain(part) for part in parts if plain(part)))
    said = [text for text in said if text]
    control = plain(result.get("from_name"))
    return f"{control}: {', '.join(said)}" if said and control else ", ".join(said)


def text_of_task(task: Task, key: str = "") -> TaskText | None:
    """The text of a task: where its key is not given, the one that results name or quote, or the longest."""
    regions = [region for work in task.works for region in work.regions]
    found = [
        (name, made) for name, value in task.data.items() if (not key or name == key) and (made := _made(name, value))
    ]
    if not found:
        return None
    named = {region.source for region in regions}

    def rank(item: tuple[str, TaskText]) -> tuple[bool, int, bool, int]:
        name, made = item
        quoted = sum(bool(region.quote) and region.quote in made.counted for region in regions)
        return name in named, quoted, name in _TEXT_KEYS, len(made.text)

    return max(found, key=rank)[1]


def _made(key: str, value: object) -> TaskText | None:
    if isinstance(value, str) and value.strip() and not _ADDRESS.fullmatch(value.strip()):
        if key in ("html", "hypertext") or len(_TAG.findall(value[:10_000])) > 3:
            page = DocumentText(value)
            return TaskText(key, page.text, page.counted, page=page) if page.text.strip() else None
        return TaskText(key, value, value)
    paragraphs = [item for item in _dicts(value) if isinstance(item.get("text"), str)]
    if not paragraphs or len(paragraphs) != len(value):  # type: ignore[arg-type]
        return None
    text, bases = "", []
    for item in paragraphs:
        speaker = next((plain(item[name]) for name in ("author", "speaker", "name") if plain(item.get(name))), "")
        speaker = re.sub(r"[:\s]+", " ", speaker).strip()
        text += f"{speaker}: " if speaker else ""
        bases.append(len(text))
        text += item["text"] + "\n"
    return TaskText(key, text.rstrip("\n"), text.rstrip("\n"), bases)
