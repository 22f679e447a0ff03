"""The codes of a foreign project find their places in the codebook, or get new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from cjm_research.exchange.incoming import IncomingCode
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model import Code, using_names
from cjm_research.model.scheme import KINDS, LABELS, Kind
from cjm_research.model.terms import code_name, term
from cjm_research.storage.code_decisions import free_key, label_of
from cjm_research.storage.events import Change
from cjm_research.storage.intake import Intake
from cjm_research.storage.kept import KeptElement
from cjm_research.study.taking_in.kept import Identities, from_text

Came = tuple[str, str, str, str]  # name, id of the parent, colour, description


class Codes:
    """Where each code of a project stands in the codebook.

    Attributes
    ----------
    keys : dict
        Id of a code of the project -> key in the study.
    """

    def __init__(self, intake: Intake, identities: Identities, known: Mapping[str, KeptElement], kind: Kind) -> None:
        self.keys: dict[str, str] = {}
        self.n_new = self.n_changed = 0
        self.conflicts: list[str] = []
        self.elements: list[tuple[str, str, Came]] = []  # id as kept, key, what came
        self._intake, self._ids, self._known, self._kind = intake, identities, known, kind
        self._codebook = intake.codebook()
        self._codes: dict[str, Code] = {code.key: code for code in self._codebook.codes}
        self._changed: dict[str, str] = {}
        self._claimed: set[str] = set()
        self._below: dict[str | None, int] = {}

    def take(self, codes: Sequence[IncomingCode]) -> None:
        """Place all codes, parents before children."""
        for code in _parents_first(codes):
            came = (code.name, self._ids.of("code", code.parent) if code.parent else "", code.colour, code.description)
            id = self._ids.of("code", code.id)
            key = self._known_key(id)
            if key is None:
                key = self._key_of(code)
            elif key in self._codes:
                self._merge(key, code, _came(self._known[id]), came)
            self._claimed.add(key)
            self.keys[code.id] = key
            self.elements.append((id, key, came))
        self._intake.record(Change(op, key, self._codes[key], "code") for key, op in self._changed.items())  # type: ignore[arg-type]
        self._changed.clear()

    def of(self, id: str) -> Code:
        """The code of an id, a new one where the project does not list it."""
        if id not in self.keys:
            known = self._known_key(self._ids.of("code", id))
            if known in self._codes:
                return self._codes[known]
            self.take([IncomingCode(id, id)])
        return self._codes[self.keys[id]]

    def _known_key(self, id: str) -> str | None:
        """Where an earlier import put the code, wherever it has gone since."""
        element = self._known.get(id)
        key = element.key if element else ""
        for _step in range(len(self._codes)):
            code = self._codes.get(key)
            if code is None or not code.merged_into:
                break
            key = code.merged_into
        if key and key not in self._codes and element is not None:
            name = _came(element)[0]
            own = (code for code in self._codes.values() if not code.is_built_in and code.key not in self._claimed)
            fitting = [code.key for code in own if code.name == name]
            key = fitting[0] if len(fitting) == 1 else ""
        return key or None

    def _key_of(self, code: IncomingCode) -> str:
        parent = self.keys.get(code.parent, "")
        key = self._own_key(code) or self._built_in(code, parent)
        if not key:
            above = parent or self._kind
            if (key := self._same_name(code, above)) == "":
                return self._new(code, above, "")
            self._fill(key, code)
        if key not in self._codes:
            kind = key.partition("/")[0]
            self._new(code, parent if parent.partition("/")[0] == kind else kind, key)
        return key

    def _own_key(self, code: IncomingCode) -> str:
        kind, slash, label = code.key.partition("/")
        if kind not in KINDS or (slash and not label) or code.key in self._claimed:
            return ""
        ours = self._codes.get(code.key)
        # A tool that knows the key alone calls the code by it, whatever its name is here by now.
        names = {_plain(label), _plain(ours.name if ours is not None else "")}
        is_other = ours is not None and not ours.is_built_in and _plain(code.name) not in names
        return "" if is_other else code.key

    def _built_in(self, code: IncomingCode, parent: str) -> str:
        """The built-in code of that name in any of our languages, where no other code of the project has it."""
        name = _plain(code.name)
        kind = parent.partition("/")[0]
        found = _labels().get((kind, name), "") if kind and "/" not in parent else ""
        if not parent:
            found = _kinds().get(name) or _only(key for _place, key in _unique_labels(name)) or ""
        return found if found and found not in self._claimed else ""

    def _same_name(self, code: IncomingCode, above: str) -> str:
        """An own code of the study that has this name at this place already."""
        name = _plain(code.name)
        here = (one for one in self._codes.values() if one.parent == above and not one.is_built_in)
        free = (one for one in here if one.key not in self._claimed and not one.merged_into)
        return next((one.key for one in free if name and _plain(one.name) == name), "")

    def _fill(self, key: str, code: IncomingCode) -> None:
        """Take colour and description of a code that has ours by its name, where ours has none."""
        ours = self._codes[key]
        theirs = {"colour": colour_of(code.colour), "definition": code.description}
        update = {field: value for field, value in theirs.items() if value and not getattr(ours, field)}
        if update:
            self._codes[key] = ours.model_copy(update=update)
            self._changed[key] = "change"
            self.n_changed += 1

    def _new(self, code: IncomingCode, above: str, key: str) -> str:
        kind = above.partition("/")[0]
        key = key or free_key(kind, label_of(code.name), self._codes)
        if above not in self._below:
            self._below[above] = sum(one.parent == above for one in self._codes.values())
        self._codes[key] = Code.model_validate(
            {
                "key": key,
                "kind": kind,
                "label": key.partition("/")[2],
                "parent": above,
                "name": code.name.strip() or key.partition("/")[2],
                "definition": code.description,
                "colour": colour_of(code.colour),
                "position": self._below[above],
            }
        )
        self._below[above] += 1
        self._changed[key] = "add"
        self.n_new += 1
        return key

    def _merge(self, key: str, code: IncomingCode, before: Came, came: Came) -> None:
        """Take what was changed there, where it was not changed here."""
        ours = self._codes[key]
        if came == before or ours.is_built_in:
            return
        was, now = _fields(before), _fields(came)
        update: dict[str, Any] = {}
        for field in was:
            mine = getattr(ours, field)
            if now[field] in (was[field], mine):
                continue
            if mine != was[field]:
                self.conflicts.append(
                    _("The code “{name}” was changed here and there; ours stays. Theirs: {theirs}").format(
                        name=self._codebook.name_of(key), theirs=now[field] or "-"
                    )
                )
            else:
                update[field] = now[field]
        parent = self.keys.get(code.parent, ours.kind)
        if came[1] != before[1] and parent.partition("/")[0] == ours.kind and parent != key:
            update["parent"] = parent
        if update:
            self._codes[key] = ours.model_copy(update=update)
            self._changed[key] = "change"
            self.n_changed += 1


def colour_of(colour: str) -> str:
    """A colour as the codebook has it, ``#RRGGBB``; empty where it is none."""
    if len(colour) == 4 and colour.startswith("#"):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    digits = colour[1:]
    is_one = len(colour) == 7 and colour.startswith("#") and all(c in "0123456789abcdefABCDEF" for c in digits)
    return colour if is_one else ""


def _fields(came: Came) -> dict[str, str]:
    name, _parent, colour, description = came
    return {"name": name.strip(), "colour": colour_of(colour), "definition": description}


def _came(element: KeptElement) -> Came:
    came, _content = from_text(element.content)
    name, parent, colour, description = came
    return name, parent, colour, description


def _parents_first(codes: Sequence[IncomingCode]) -> Iterator[IncomingCode]:
    """Codes in their order, but none before the one above it; what goes round in a circle comes last."""
    left = list(codes)
    ids = {code.id for code in left}
    done: set[str] = set()
    while left:
        ready = [code for code in left if not code.parent or code.parent in done or code.parent not in ids]
        if not ready:
            yield from left
            return
        yield from ready
        done |= {code.id for code in ready}
        left = [code for code in left if code.id not in done]


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _only(found: Iterator[str]) -> str:
    keys = set(found)
    return keys.pop() if len(keys) == 1 else ""


def _unique_labels(name: str) -> Iterator[tuple[tuple[str, str], str]]:
    return ((place, key) for place, key in _labels().items() if place[1] == name)


@cache
def _kinds() -> dict[str, str]:
    """The names of the kinds in all our languages, one and many, and their identifiers."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with using_language(language), using_names({}):
            for kind in KINDS:
                for name in (kind, term("kind", kind), term("kinds", kind)):
                    names.setdefault(_plain(name), kind)
    return names


@cache
def _labels() -> dict[tuple[str, str], str]:
    """(kind, name) -> key of the built-in labels, in all our languages, with and without the kind in front."""
    names: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        with using_language(language), using_names({}):
            for kind, labels in LABELS.items():
                for label in labels:
                    key = f"{kind}/{label}"
                    for name in (label, code_name(key, below_kind=True), code_name(key)):
                        names.setdefault((kind, _plain(name)), key)
    return names
