"""The codebook: a tree of codes under the built-in kinds."""

from __future__ import annotations

from cjm_research.model.base import Model
from cjm_research.model.scheme import KINDS, LABELS, Kind


class Code(Model):
    """One code. `key` is ``kind``, ``kind/label`` or a study's own path below them."""

    key: str
    kind: Kind
    label: str | None = None
    parent: str | None = None
    name: str = ""
    definition: str = ""
    colour: str = ""


class Codebook(Model):
    """All codes of a study, parents before children."""

    codes: tuple[Code, ...]

    def children(self, key: str | None) -> tuple[Code, ...]:
        """The codes directly below `key`, in order; the top level for None."""
        return tuple(code for code in self.codes if code.parent == key)

    def __contains__(self, key: object) -> bool:
        return any(code.key == key for code in self.codes)


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


def default_codebook() -> Codebook:
    """The codebook of the built-in scheme: the kinds, and below them their labels."""
    codes: list[Code] = []
    for kind in KINDS:
        codes.append(Code(key=kind, kind=kind, colour=KIND_COLOURS[kind]))
        codes.extend(
            Code(key=f"{kind}/{label}", kind=kind, label=label, parent=kind, colour=KIND_COLOURS[kind])
            for label in LABELS.get(kind, ())
        )
    return Codebook(codes=tuple(codes))
