"""What another tool's project brings, in words of our own, before any of it is in a study.

A reader of a tool's file makes an `IncomingProject`; `cjm_research.study.taking_in` puts it into a study. Ids are the
tool's own: guids where it has them, else any text that is unique in the project and the same at every reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cjm_research.exchange.losses import Loss


@dataclass(frozen=True, slots=True)
class IncomingCode:
    """A code of the project; `parent` is the id of the one above, `key` our own key where the file tells it."""

    id: str
    name: str
    parent: str = ""
    colour: str = ""  # "#RRGGBB" or ""
    description: str = ""
    is_codable: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class IncomingTurn:
    """Who says what: the utterance is exactly ``text[start:end]`` of its source, speaker's label left out."""

    start: int
    end: int
    speaker: str = ""
    role: Literal["interviewer", "participant", "other"] = "participant"


@dataclass(frozen=True, slots=True)
class IncomingCoding:
    """A code on ``text[start:end]`` of its source, in code points.

    `own` holds what only our own exports tell: valence, stage, status, score, source, why.
    """

    id: str
    start: int
    end: int
    code: str
    coder: str = ""
    memo: str = ""
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text as the file holds it, line ends included; without `turns` they are looked for."""

    id: str
    name: str
    text: str
    language: str = ""
    turns: tuple[IncomingTurn, ...] = ()
    codings: Sequence[IncomingCoding] = ()


@dataclass(frozen=True, slots=True)
class IncomingMemo:
    """A note; `target` is the id of what it is on: a coding, code, person or text, empty for the study."""

    id: str
    on: Literal["coding", "code", "participant", "transcript", "study"]
    target: str
    text: str
    coder: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    """A case: a person with properties, and the texts in which the person speaks."""

    id: str
    name: str
    texts: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    method: str = ""


@dataclass
class IncomingProject:
    """All that a project brings.

    Attributes
    ----------
    tool : str
        The program's name, as people know it.
    users : mapping
        User id -> name.
    texts : callable
        The texts with their codings, one after another, so that a large project is never in memory as a whole.
    n_texts : int
        How many there are, for progress.
    losses : list of Loss
        Grows while texts are read.
    """

    tool: str
    name: str
    texts: Callable[[], Iterator[IncomingText]]
    n_texts: int = 0
    users: Mapping[str, str] = field(default_factory=dict)
    codes: Sequence[IncomingCode] = ()
    people: Sequence[IncomingPerson] = ()
    memos: Iterable[IncomingMemo] = ()
    losses: list[Loss] = field(default_factory=list)
