"""The codes of a study for REFI-QDA: those that came stay as they were, with what was changed; new ones are added."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from cjm_research.exchange.refi_qda.content import Guids, Refs, code_of, code_tree
from cjm_research.exchange.refi_qda.project import Code
from cjm_research.exchange.refi_qda.remarks import read_key, with_key
from cjm_research.model import Code as OurCode
from cjm_research.model import Codebook
from cjm_research.storage.kept import KeptElement
from cjm_research.study.refi.export_notes import KeptNotes
from cjm_research.study.refi.values import unpacked
from cjm_research.study.refi.words import UNLISTED
from cjm_research.study.taking_in.codes import colour_of
from cjm_research.study.taking_in.kept import from_text


@dataclass
class _Node:
    """A code of the tree and where it hangs: the guid of the one above, empty at the top."""

    code: Code
    parent: str


@dataclass
class CodesExport:
    """Makes the tree of codes.

    Parameters
    ----------
    elements : list of KeptElement
        The codes that came, in their order.
    used : collection of str
        Keys of codes that codings have.
    refs : mapping
        Notes of ours by what they are on.
    notes : KeptNotes
        The notes that came.
    """

    codebook: Codebook
    elements: list[KeptElement]
    used: Collection[str]
    guids: Guids
    refs: Refs
    notes: KeptNotes
    _nodes: dict[str, _Node] = field(default_factory=dict)

    def tree(self) -> tuple[Code, ...]:
        """The codes at the top with all below them."""
        standing = [element for element in self.elements if element.key in self.codebook]
        if not standing:
            return code_tree(self.codebook, self.used, self.guids, self.refs)
        keys = {element.guid: element.key for element in standing}
        for element in standing:
            if from_text(element.content)[1] != UNLISTED:
                self._add_kept(element, keys)
        for key in self._new_keys(set(keys.values())):
            self._add_new(key)
        below: dict[str, list[str]] = {}
        for guid, node in self._nodes.items():
            below.setdefault(node.parent if node.parent in self._nodes else "", []).append(guid)
        return tuple(self._made(guid, below) for guid in below.get("", ()))

    def _made(self, guid: str, below: dict[str, list[str]]) -> Code:
        children = tuple(self._made(child, below) for child in below.pop(guid, ()))
        return replace(self._nodes[guid].code, codes=children)

    def _add_kept(self, element: KeptElement, keys: dict[str, str]) -> None:
        came, content = from_text(element.content)
        name, parent, colour, definition = came
        ours = self.codebook.code(element.key)
        assert ours is not None  # only standing codes come here
        code = unpacked(Code, content) if content else Code(element.guid, name, True, colour, definition or None)
        if not ours.is_built_in:
            code = self._changed(code, ours, came)
            if ours.parent != keys.get(parent, ours.kind):
                parent = self.guids.of("code", str(ours.parent))
        notes = self.notes.still(code.notes, code.guid)
        notes += tuple(note for note in self.refs.get(("code", element.key), ()) if note not in notes)
        self._nodes[element.guid] = _Node(code if notes == code.notes else replace(code, notes=notes), parent)

    def _changed(self, code: Code, ours: OurCode, came: list[str]) -> Code:
        name, _parent, colour, definition = came
        changes: dict[str, str | None] = {}
        if ours.name != (name.strip() or ours.label):
            changes["name"] = ours.name
        if ours.colour != colour_of(colour):
            changes["colour"] = ours.colour
        if ours.definition != definition:
            had_key = bool(read_key(code.description)[0])
            changes["description"] = (with_key(ours.definition, ours.key) if had_key else ours.definition) or None
        return replace(code, **changes) if changes else code  # type: ignore[arg-type]

    def _new_keys(self, kept: set[str]) -> Iterator[str]:
        """Keys of codes that did not come: the researcher's own, and those that are used; parents before children."""
        noted = {key for subject, key in self.refs if subject == "code"}
        for code in self.codebook.codes:
            if code.key not in kept and (not code.is_built_in or code.key in self.used or code.key in noted):
                yield code.key
        yield from sorted(key for key in self.used if key not in self.codebook)

    def _add_new(self, key: str) -> None:
        code = code_of(self.codebook, key, self.guids, self.refs)
        ours = self.codebook.code(key)
        parent = ours.parent if ours else key.partition("/")[0]
        above = self.guids.of("code", parent) if parent and parent != key else ""
        self._nodes[code.guid] = _Node(code, above)
