"""Texts and notes of a project: their words from the archive, their selections in code points."""

from __future__ import annotations

from typing import Any

from cjm_research.exchange.refi_qda.archive import MAX_TEXT, Archive, is_litter
from cjm_research.exchange.refi_qda.elements import attribute, inline_text
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, path_inside
from cjm_research.exchange.refi_qda.offsets import Counting, detect, learned
from cjm_research.exchange.refi_qda.parsing import Parser
from cjm_research.exchange.refi_qda.project import Selection, TextSource
from cjm_research.exchange.refi_qda.stored_text import decoded
from cjm_research.i18n import _

# Below this share of ends between words something may be wrong.
DOUBTFUL_FIT = 0.6


class SourceFiles:
    """The files beside the XML, by the references in it; which of them something names."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._used: set[str] = set()

    def find(self, reference: str) -> str | None:
        """The entry that a reference means; None for what is not there or lies outside of the archive."""
        inside = path_inside(reference)
        if not inside:
            return None
        return self._archive.find(inside) or self._archive.find(inside.removeprefix("sources/"))

    def use(self, reference: str) -> str | None:
        """The same, and the entry counts as named."""
        found = self.find(reference)
        if found is not None:
            self._used.add(found)
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a text."""
        return self._archive.read(name, MAX_TEXT)

    def unused(self) -> list[str]:
        """Entries that nothing named so far."""
        known = self._used | {self._archive.qde_name}
        return [name for name in self._archive.names if name not in known and not is_litter(name)]


class TextReader:
    """Makes text sources of elements.

    Attributes
    ----------
    expected : Counting
        What positions are likely counted in; learns from text to text.
    counting : dict of str to Counting
        Source guid -> what its positions were counted in.
    """

    def __init__(self, parser: Parser, files: SourceFiles, fixed: Counting | None) -> None:
        self.expected = fixed or Counting()
        self.counting: dict[str, Counting] = {}
        self._parser, self._files, self._fixed = parser, files, fixed
        self._certain = fixed

    def expect(self, origin: str) -> None:
        """Begin with what the program that wrote the project is known to count in; of our own files that is certain."""
        self.expected = self._fixed or _expected_of(origin)
        if self._fixed is None and origin in {ORIGIN, f"{ORIGIN} (nvivo)", f"{ORIGIN} (maxqda)"}:
            self._certain = self.expected

    def note(self, element: Any) -> TextSource:
        """A note, without words where they are formatted ones only."""
        content = self._content(element)
        if content is None and attribute(element, "richTextPath"):
            what = _(
                "A note is there as formatted text only; it is kept and written back, but its words are not shown."
            )
            self._parser.lose("kept", what, element.get("name") or attribute(element, "guid"))
        return self._text(element, *(content or ("", "utf-8")))

    def source(self, element: Any) -> TextSource | None:
        """A text source; None where the archive has no plain text of it."""
        content = self._content(element)
        return None if content is None else self._text(element, *content)

    def _content(self, element: Any) -> tuple[str, str] | None:
        """Text and encoding of a source; None where the archive has no plain text of it."""
        for name in ("plainTextPath", "richTextPath"):
            self._files.use(attribute(element, name))
        inline, where = inline_text(element), element.get("name") or attribute(element, "guid")
        if inline is not None:
            if attribute(element, "plainTextPath"):
                what = _("A text is in the XML and in a file too; the one in the XML is used.")
                self._parser.lose("dropped", what, where)
            return inline, "utf-8"
        path = attribute(element, "plainTextPath")
        if not path and attribute(element, "richTextPath").lower().endswith(".txt"):
            path = attribute(element, "richTextPath")
        found = self._files.find(path) if path else None
        if found is None:
            return None
        if not path.startswith("internal://") or path != attribute(element, "plainTextPath"):
            self._parser.lose("changed", _("The path of a text is not written as the standard asks."), where)
        text, encoding = decoded(self._files.read(found))
        if not encoding.startswith("utf-8"):
            what = _("A text is not stored as UTF-8; it was read as {encoding}.").format(encoding=encoding)
            self._parser.lose("changed", what, where)
        return text, encoding

    def _text(self, element: Any, text: str, encoding: str) -> TextSource:
        where = element.get("name") or attribute(element, "guid")
        places = self._parser.places(element)
        raw = [(start, end) for _element, start, end in places]
        counting = self._counting(text, raw, where)
        selections = self._selections(places, counting, text)
        counted = counting.name if raw else ""
        source = self._parser.source(element, text, selections, encoding=encoding, counted=counted)
        self.counting[source.guid] = counting
        return source

    def _counting(self, text: str, places: list[tuple[int, int]], where: str) -> Counting:
        counting = self._certain or detect(text, places, expected=self.expected)
        if self._fixed is not None:
            return counting
        if places:
            self.expected = learned(self.expected, counting, text)
        if not counting.sure and (counting.name != Counting().name or counting.fit < DOUBTFUL_FIT):
            what = _(
                "What positions are counted in could not be told for sure; look whether codings begin and end rightly."
            )
            self._parser.lose("changed", what, where)
        if counting.changes(text) and places:
            what = _("Positions were counted differently ({counting}); the same words are coded.")
            self._parser.lose("changed", what.format(counting=counting.name), where)
        return counting

    def _selections(self, places: list[tuple[Any, int, int]], counting: Counting, text: str) -> list[Selection]:
        raw = [(start, end) for _element, start, end in places]
        points = counting.places_in(text, raw)
        edges = counting.ruler(text).is_edge([n for place in raw for n in place]).tolist()
        selections = []
        for i, (element, _start, _end) in enumerate(places):
            first, last = points[i]
            if not 0 <= first <= last <= len(text):
                what = _("A selection lies outside its text; it is kept, but there are no words to show.")
                self._parser.lose("kept", what, attribute(element, "guid"))
            elif not (edges[2 * i] and edges[2 * i + 1]):
                what = _("A selection begins or ends within a character; it is moved to where the character begins.")
                self._parser.lose("changed", what, attribute(element, "guid"))
            selections.append(self._parser.selection(element, first, last))
        return selections


def _expected_of(origin: str) -> Counting:
    """What a program is known to count in; only a hint, which the codings can overrule."""
    # We write the program that a project is for, or came from, in brackets.
    name = origin.lower().removeprefix(f"{ORIGIN} (").removeprefix("as_imported: ")
    if name.startswith("nvivo"):
        return Counting("utf16", 2)
    return Counting("code_points", 1) if name.startswith("atlas") else Counting()
