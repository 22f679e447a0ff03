"""Identifiers that a project uses twice: a reference would then mean two things."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from lxml import etree

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.refi_qda.identifiers import guid_key, local_name
from cjm_research.exchange.refi_qda.references import References
from cjm_research.i18n import _

SOURCE_TAGS = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
_KINDS = {
    **{name: name for name in ("User", "Code", "Variable", "Case", "Note", "Link", "Set", "Graph", "Coding")},
    **dict.fromkeys(SOURCE_TAGS, "Source"),
    **dict.fromkeys(
        [f"{kind}Selection" for kind in ("PlainText", "Picture", "PDF", "Audio", "Video", "Transcript")], "Selection"
    ),
}


class Guids:
    """Identifiers seen so far, by what they name; the same one twice would mix up two things.

    Attributes
    ----------
    references : References
        How they are written where something refers to them.
    """

    def __init__(self, path: Path) -> None:
        self.references = References()
        self._path = path
        self._seen: dict[str, set[int | str]] = {}

    def add_all(self, element: Any) -> None:
        """Add those in and below an element.

        Raises
        ------
        UnreadableFileError
            One of them is not new.
        """
        for one in element.iter(etree.Element):
            guid, kind = one.get("guid"), _KINDS.get(local_name(one.tag))
            self.references.add(one, kind if guid else None)
            if guid and kind:
                self._add(kind, guid)

    def _add(self, kind: str, guid: str) -> None:
        key: int | str = guid_key(guid)
        with suppress(ValueError):
            key = int(str(key).replace("-", ""), 16)  # takes half the memory
        seen = self._seen.setdefault(kind, set())
        if key in seen:
            raise UnreadableFileError.at(
                self._path,
                _("Two things in the project have the same identifier {guid}.").format(guid=ascii(guid[:60])),
                hint=_("Export the project again from the program it was made with."),
            )
        seen.add(key)
