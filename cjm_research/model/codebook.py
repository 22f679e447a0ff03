"""The codebook: a tree of codes under the built-in kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.scheme import KINDS, LABELS, Kind
from cjm_research.model.terms import code_name


class Code(Model):
    """One code. `key` is ``kind`` or ``kind/label`` and stays the same when the code is renamed or moved.

    Parameters
    ----------
    parent : str, optional
        Key of the code above; None for the kinds, which stand at the top.
    name : str
        The researcher's own name; empty for built-in codes, which are named in the language in force.
    use_when, use_not : str
        When the code is to be used, and when another one is.
    colour : str
        ``#RRGGBB``; empty: that of the code above.
    retired : bool
        No longer to be used; codings with it stay.
    merged_into : str
        Key of the code that took over its codings; empty where it was not merged.
    position : int
        Place among the codes below the same parent.
    """

    key: str
    kind: Kind
    label: str | None = None
    parent: str | None = None
    name: str = ""
    definition: str = ""
    use_when: str = ""
    use_not: str = ""
    colour: str = Field(default="", pattern=r"^(#[0-9A-Fa-f]{6})?$")
    retired: bool = False
    merged_into: str = ""
    position: int = Field(default=0, ge=0)

    @property
    def is_kind(self) -> bool:
        """Whether this is one of the built-in kinds at the top of the tree."""
        return self.label is None

    @property
    def is_built_in(self) -> bool:
        """Whether the code comes with the package, whatever the researcher has made of it."""
        return self.is_kind or self.label in LABELS.get(self.kind, ())


class Codebook(Model):
    """All codes of a study: parents before children, children by position."""

    codes: tuple[Code, ...]

    @cached_property
    def _by_key(self) -> dict[str, Code]:
        return {code.key: code for code in self.codes}

    @cached_property
    def _below(self) -> dict[str | None, tuple[Code, ...]]:
        below: dict[str | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in below.items()}

    def code(self, key: str) -> Code | None:
        """The code of that key, None where there is none."""
        return self._by_key.get(key)

    def children(self, key: str | None) -> tuple[Code, ...]:
        """The codes directly below `key`, in order; the top level for None."""
        return self._below.get(key, ())

    def descendants(self, key: str | None) -> tuple[Code, ...]:
        """All codes below `key`, each before those below it."""
        return tuple(code for child in self.children(key) for code in (child, *self.descendants(child.key)))

    def ancestors(self, key: str) -> tuple[Code, ...]:
        """The codes above `key`, the nearest first."""
        above = []
        code = self.code(key)
        while code is not None and code.parent is not None:
            code = self.code(code.parent)
            if code is not None:
                above.append(code)
        return tuple(above)

    def name_of(self, key: str) -> str:
        """The code's display name without its kind, in the language in force where the researcher gave no name."""
        code = self.code(key)
        if code is not None and code.name:
            return code.name
        return code_name(key, below_kind=True)

    def path_name(self, key: str) -> str:
        """Kind and name, with the names of own codes above it: “Touchpoint: Phone call › Hotline”."""
        kind, _slash, label = key.partition("/")
        name = self.name_of(kind)
        if not label:
            return name
        between = [self.name_of(code.key) for code in reversed(self.ancestors(key)) if not code.is_kind]
        return f"{name}: {' › '.join([*between, self.name_of(key)])}"

    def colour_of(self, key: str) -> str:
        """The code's colour, or the nearest one above it."""
        code = self.code(key)
        lineage = (code, *self.ancestors(key)) if code else ()
        own = next((one.colour for one in lineage if one.colour), "")
        return own or KIND_COLOURS.get(key.partition("/")[0], NO_COLOUR)

    def names(self) -> dict[str, str]:
        """Key -> name, of the codes that the researcher has named."""
        return {code.key: code.name for code in self.codes if code.name}

    def with_codes(self, changes: Mapping[str, Code | None]) -> Codebook:
        """The codebook after some codes were added, changed or (None) taken out."""
        codes = {**self._by_key, **changes}
        return Codebook(codes=tuple(_in_order(code for code in codes.values() if code is not None)))

    def __contains__(self, key: object) -> bool:
        return key in self._by_key


def _in_order(codes: Iterable[Code]) -> Iterator[Code]:
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)

    def walk(parent: str | None) -> Iterator[Code]:
        for code in sorted(below.pop(parent, ()), key=lambda one: (one.position, one.key)):
            yield code
            yield from walk(code.key)

    yield from walk(None)
    # A code whose parent is gone is shown after the others rather than lost.
    while below:
        yield from walk(next(iter(below)))


# Okabe-Ito colours, told apart by most people with colour-vision deficiency.
KIND_COLOURS: dict[str, str] = {
    "touchpoint": "#0072B2",
    "emotion": "#CC79A7",
    "pain_point": "#D55E00",
    "barrier": "#B2182B",
    "success_point": "#009E73",
    "turning_point": "#7A5195",
    "goal": "#56B4E9",
    "need": "#E69F00",
    "question": "#6B6B00",
    "motivation": "#8C6D31",
    "action": "#595959",
    "thought": "#4477AA",
    "quote_worthy": "#882255",
}
NO_COLOUR = "#777777"


def default_codebook() -> Codebook:
    """The codebook of the built-in scheme: the kinds, and below them their labels."""
    codes: list[Code] = []
    for place, kind in enumerate(KINDS):
        codes.append(Code(key=kind, kind=kind, colour=KIND_COLOURS[kind], position=place))
        codes.extend(
            Code(key=f"{kind}/{label}", kind=kind, label=label, parent=kind, position=n)
            for n, label in enumerate(LABELS.get(kind, ()))
        )
    return Codebook(codes=tuple(codes))
