"""What is kept word for word, made to fit the standard's schema before it is written again.

Programs write more, less or in another order than the schema allows. Only that is touched, and listed.

Source: Project.xsd of the REFI-QDA standard 1.5 (https://www.qdasoftware.org).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.building import Builder
from cjm_research.exchange.refi_qda.identifiers import hex_colour, is_datetime, lexical_value
from cjm_research.exchange.refi_qda.parsing import left_out


@dataclass(frozen=True, slots=True)
class Shape:
    """An element as the schema wants it.

    Parameters
    ----------
    attributes : dict of str to str
        Name -> kind; required ones end in "!".
    children : tuple of str
        In their order; those that come once at most end in "?", exactly once in "!".
    """

    attributes: dict[str, str]
    children: tuple[str, ...] = ()


_STAMP = {
    "creatingUser": "guid",
    "creationDateTime": "date",
    "modifyingUser": "guid",
    "modifiedDateTime": "date",
}
_NAMED = {"guid": "guid!", "name": "text"}
_CODED = ("Coding", "NoteRef")
_REF = Shape({"targetGUID": "guid!"})
_AREA = dict.fromkeys(("firstX", "firstY", "secondX", "secondY"), "integer!")
_TIMES = {"begin": "integer!", "end": "integer!"}
_TEXT_FILES = {"richTextPath": "text", "plainTextPath": "text"}
_ENDS = (*_CODED, "VariableValue")
_DIRECTIONS, _LINES = "Associative|OneWay|Bidirectional", "dotted|dashed|solid"
_FORMS = "Person|Oval|Rectangle|RoundedRectangle|Star|LeftTriangle|RightTriangle|UpTriangle|DownTriangle|Note"


def _media(*children: str) -> Shape:
    return Shape(_NAMED | {"path": "text", "currentPath": "text"} | _STAMP, ("Description?", *children, *_ENDS))


def _selected(attributes: dict[str, str], *children: str) -> Shape:
    return Shape(_NAMED | attributes | _STAMP, ("Description?", *children, *_CODED))


_TEXT = Shape(
    _NAMED | _TEXT_FILES | _STAMP, ("Description?", "PlainTextContent?", "PlainTextSelection", *_CODED, "VariableValue")
)
_TYPES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
_TEXTS = {"Description", "PlainTextContent", *(f"{kind}Value" for kind in _TYPES)}
SHAPES = {
    "TextSource": _TEXT,
    "TextDescription": _TEXT,
    "Representation": _TEXT,
    "PlainTextSelection": _selected({"startPosition": "integer!", "endPosition": "integer!"}),
    "PictureSource": _media("TextDescription?", "PictureSelection"),
    "PictureSelection": _selected(_AREA),
    "PDFSource": _media("PDFSelection", "Representation?"),
    "PDFSelection": _selected({"page": "integer!"} | _AREA, "Representation?"),
    "AudioSource": _media("Transcript", "AudioSelection"),
    "AudioSelection": _selected(_TIMES),
    "VideoSource": _media("Transcript", "VideoSelection"),
    "VideoSelection": _selected(_TIMES),
    "Transcript": Shape(
        _NAMED | _TEXT_FILES | _STAMP,
        ("Description?", "PlainTextContent?", "SyncPoint", "TranscriptSelection", "NoteRef"),
    ),
    "TranscriptSelection": _selected({"fromSyncPoint": "guid", "toSyncPoint": "guid"}),
    "SyncPoint": Shape({"guid": "guid!", "timeStamp": "integer", "position": "integer"}),
    "Coding": Shape({"guid": "guid!", "creatingUser": "guid", "creationDateTime": "date"}, ("CodeRef!", "NoteRef")),
    "VariableValue": Shape({}, ("VariableRef!", *(f"{kind}Value?" for kind in _TYPES))),
    "CodeRef": _REF,
    "NoteRef": _REF,
    "VariableRef": _REF,
    **{name: Shape({}) for name in _TEXTS},
    "Graph": Shape(_NAMED, ("Vertex", "Edge")),
    "Vertex": Shape(
        _NAMED
        | {"representedGUID": "guid"}
        | {"firstX": "integer!", "firstY": "integer!", "secondX": "integer", "secondY": "integer"}
        | {"shape": _FORMS, "color": "colour"}
    ),
    "Edge": Shape(
        _NAMED
        | {"representedGUID": "guid", "sourceVertex": "guid!", "targetVertex": "guid!"}
        | {"color": "colour", "direction": _DIRECTIONS, "lineStyle": _LINES}
    ),
}


class Fitter:
    """Makes kept elements fit the schema and lists in `losses` what had to go."""

    def __init__(self, losses: list[Loss]) -> None:
        self._losses = losses
        guid = Builder(losses).guid
        self._kinds: dict[str, Callable[[str], str | None]] = {
            "guid": lambda text: guid(text.strip()),
            "text": lambda text: text,
            "integer": lambda text: lexical_value("Integer", text),
            "date": lambda text: text.strip() if is_datetime(text.strip()) else None,
            "colour": lambda text: hex_colour(text) or None,
        }

    def fit(self, element: Any) -> bool:
        """Change an element in place; False where it cannot stand at all, as it lacks something required."""
        shape = SHAPES.get(element.tag)
        if shape is None:
            self._drop(element.tag, element)
            return False
        if element.tag not in _TEXTS:
            self._drop_stray_words(element)
        return self._fit_attributes(element, shape) and self._fit_children(element, shape)

    def _fit_attributes(self, element: Any, shape: Shape) -> bool:
        for name, written in element.items():
            kind = shape.attributes.get(name, "").rstrip("!")
            value = self._value(kind, written)
            if value is None:
                self._drop(f"{element.tag}/@{name}", element)
                del element.attrib[name]
            elif value != written:
                element.set(name, value)
        missing = [name for name, kind in shape.attributes.items() if kind.endswith("!") and element.get(name) is None]
        if missing:
            self._drop(element.tag, element)
        return not missing

    def _value(self, kind: str, written: str) -> str | None:
        if kind in self._kinds:
            return self._kinds[kind](written)
        return written.strip() if kind and re.fullmatch(kind, written.strip()) else None

    def _fit_children(self, element: Any, shape: Shape) -> bool:
        ranks = {name.rstrip("?!"): rank for rank, name in enumerate(shape.children)}
        once = {name.rstrip("?!") for name in shape.children if name.endswith(("?", "!"))}
        kept: list[Any] = []
        for child in list(element):
            is_known = child.tag in ranks and not (child.tag in once and any(one.tag == child.tag for one in kept))
            if is_known and self._fits_below(child):
                kept.append(child)
            else:
                if not is_known:
                    self._drop(f"{element.tag}/{child.tag}", element)
                element.remove(child)
        ordered = sorted(kept, key=lambda child: ranks[child.tag])
        if ordered != kept:
            element[:] = ordered
        if element.tag == "VariableValue":
            _one_value(element)
        found = {child.tag for child in element}
        return all(name[:-1] in found for name in shape.children if name.endswith("!"))

    def _drop_stray_words(self, element: Any) -> None:
        for one, name in ((element, "text"), *((child, "tail") for child in element)):
            if (getattr(one, name) or "").strip():
                self._drop(element.tag, element)
                setattr(one, name, None)

    def _fits_below(self, child: Any) -> bool:
        if child.tag.endswith("Value") and child.tag != "VariableValue":
            return lexical_value(child.tag.removesuffix("Value"), child.text or "") is not None
        return self.fit(child)

    def _drop(self, what: str, element: Any) -> None:
        self._losses.append(Loss("dropped", left_out(what), element.get("guid") or ""))


def _one_value(element: Any) -> None:
    """The schema takes one typed value beside the variable."""
    for extra in list(element)[2:]:
        element.remove(extra)
