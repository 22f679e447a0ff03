"""doccano: exports of labelled texts (JSON Lines), with spans as lists or as entities.

doccano's page counts UTF-16 units, or letters as readers see them ("grapheme clusters") where the project says so;
texts labelled by scripts are counted in code points. No words are quoted, so what a file counts is told by the edges of
words.

References
----------
doccano, backend/data_export and backend/data_import (https://github.com/doccano/doccano).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
from cjm_research.exchange.other_tools.places import (
    Counting,
    Placing,
    Ruler,
    counting_named,
    countings,
    fit,
    is_position,
)
from cjm_research.exchange.other_tools.values import (
    Ids,
    loss_of_entry,
    own_key,
    person_of,
    plain,
    sound_tree,
    stored_text,
)
from cjm_research.i18n import _

TOOL = "doccano"
_COUNTINGS = countings(("utf16", "code_points", "graphemes"), (2,))
_TEXT_KEYS = ("text", "data")
_SPAN_KEYS = ("label", "labels", "entities", "annotations", "spans")
_NOTE_KEYS = ("Comments", "comments")
_NAME_KEYS = ("name", "title", "filename", "upload_name")
_OTHER_KEYS = ("id", "relations", "cats", "categories", "annotation_approver", "meta", "language")


@dataclass(frozen=True, slots=True)
class _Span:
    start: object
    end: object
    label: str
    coder: str = ""
    id: str = ""


def is_doccano(path: Path | str) -> bool:
    """Whether the file is an export of doccano."""
    path = Path(path)
    without = ("utterances", "codings", "transcript", "quote", "lead_time", "completions", "predictions", "data")
    return path.is_file() and has_keys(path, "text", lists=_SPAN_KEYS, without=without)


def read_doccano(
    path: Path | str, *, offsets: Counting | str | None = None, graphemes: bool = False, coder: str = ""
) -> IncomingProject:
    """The texts of an export with their spans as codings.

    Parameters
    ----------
    path : Path or str
        The file.
    offsets : Counting or str, optional
        What positions count, also by name (``"utf16"``); found out over all texts where not given.
    graphemes : bool
        The project counts letters as readers see them, a setting of doccano: the same as ``Counting("graphemes")``.
    coder : str
        Who labelled it, where the file does not say: doccano gives each member's work as a file of its own.

    Raises
    ------
    UnreadableFileError
        It is no JSON, or no record in it has a text.
    """
    path = Path(path)
    records = [(row, record) for row, record in read_records(path) if _text_key(record)]
    if not records:
        raise UnreadableFileError.at(
            path,
            _("No task in it has a text."),
            expected=_("A complete {format} file was expected.").format(format=TOOL),
        )
    reading = _Reading(path.stem, coder)
    for row, record in records:
        reading.take(row, record)
    if graphemes:
        offsets = Counting("graphemes")
    reading.counting = counting_named(offsets) if offsets else reading.found_counting()
    return reading.project()


def _text_key(record: dict[str, Any]) -> str:
    return next((key for key in _TEXT_KEYS if isinstance(record.get(key), str) and record[key].strip()), "")


@dataclass
class _Reading:
    """An export being read."""

    stem: str
    coder: str
    counting: Counting = _COUNTINGS[0]
    losses: list[Loss] = field(default_factory=list)
    texts: list[tuple[str, str, str, list[_Span]]] = field(default_factory=list)  # id, name, text, spans
    languages: dict[str, str] = field(default_factory=dict)
    people: list[IncomingPerson] = field(default_factory=list)
    memos: list[IncomingMemo] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = Ids(TOOL)

    def take(self, row: int, record: dict[str, Any]) -> None:
        """Learn a record's text, spans, notes and properties."""
        key = _text_key(record)
        meta = record.get("meta")
        values = {**(meta if isinstance(meta, dict) else {}), **record}
        number = plain(record.get("id")) or str(row)
        name = next((plain(values[k]) for k in _NAME_KEYS if plain(values.get(k))), f"{self.stem} {number}")
        id_ = self.ids.of("text", plain(record.get("id")), record[key])
        spans, categories = self._spans(record, name)
        self.texts.append((id_, name, record[key], spans))
        self.languages[id_] = plain(values.get("language"))
        known = {key, *_SPAN_KEYS, *_NOTE_KEYS, *_OTHER_KEYS}
        self.people += person_of(id_, name, {k: value for k, value in values.items() if k not in known})
        if record.get("relations"):
            self.losses.append(Loss("dropped", _("Relations between codings are left out."), name))
        self._note(id_, ", ".join(categories))
        for comment in [c for k in _NOTE_KEYS if isinstance(record.get(k), list) for c in record[k]]:
            is_full = isinstance(comment, dict)
            self._note(id_, plain(comment.get("text") or comment.get("comment")) if is_full else plain(comment))

    def _note(self, text: str, note: str) -> None:
        if note:
            self.memos.append(IncomingMemo(self.ids.of(text, "note", note), "transcript", text, note, self.coder))

    def _spans(self, record: dict[str, Any], name: str) -> tuple[list[_Span], list[str]]:
        """Spans of a text, and the categories of the text as a whole."""
        spans, categories = [], []
        for key in (*_SPAN_KEYS, "cats", "categories"):
            items = record.get(key)
            for item in items if isinstance(items, list) else ():
                span = _span(item, self.coder)
                if span is not None:
                    spans.append(span)
                elif plain(item):
                    categories.append(plain(item))
                else:
                    self.losses.append(loss_of_entry(name))
        return spans, categories

    def found_counting(self) -> Counting:
        """The counting under which most spans of all texts begin and end at the edges of words."""
        telling = [(text, spans) for _id, _name, text, spans in self.texts if not text.isascii()]

        def score(counting: Counting) -> float:
            return sum(
                fit(Ruler(text, counting), [(s.start, s.end, "") for s in spans if _has_place(s)])  # type: ignore[misc]
                for text, spans in telling
            )

        return max(_COUNTINGS, key=score)

    def project(self) -> IncomingProject:
        labels = dict.fromkeys(span.label for _id, _name, _text, spans in self.texts for span in spans)
        coders = sorted({span.coder for _id, _name, _text, spans in self.texts for span in spans if span.coder})
        return IncomingProject(
            tool=TOOL,
            name=self.stem,
            texts=self._texts,
            n_texts=len(self.texts),
            users={coder: coder for coder in coders},
            codes=sound_tree(
                [
                    IncomingCode(
                        _code_id(label), label.rpartition("/")[2] if own_key(label) else label, key=own_key(label)
                    )
                    for label in labels
                ],
                self.losses,
            ),
            people=self.people,
            memos=self.memos,
            losses=self.losses,
        )

    def _texts(self) -> Iterator[IncomingText]:
        for id_, name, text, spans in self.texts:
            placing = Placing(text, self.counting, name, self.losses)
            ids, codings = Ids(id_), []
            for span in spans:
                place = placing.place(span.start, span.end)
                if place is not None:
                    coding = ids.of(span.start, span.end, span.label, span.coder)
                    codings.append(IncomingCoding(coding, *place, _code_id(span.label), span.coder))
            placing.say_counting()
            language = self.languages[id_]
            yield IncomingText(id_, name, stored_text(text, name, self.losses), language, codings=codings)


def _code_id(label: str) -> str:
    return Ids(TOOL).of("code", label)


def _has_place(span: _Span) -> bool:
    return is_position(span.start) and is_position(span.end)


def _span(item: object, coder: str) -> _Span | None:
    """A span as a list (start, end, label), or as an object with offsets; None for anything else."""
    if isinstance(item, list) and len(item) >= 3 and plain(item[2]):
        return _Span(item[0], item[1], plain(item[2]), coder)
    if isinstance(item, dict) and "start_offset" in item and plain(item.get("label")):
        user = plain(item.get("user"))
        return _Span(
            item.get("start_offset"), item.get("end_offset"), plain(item["label"]), user or coder, plain(item.get("id"))
        )
    return None
