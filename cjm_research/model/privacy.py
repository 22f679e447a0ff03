"""Personal data on its way out of a study: what is proposed, what stands in its place, and where spans lie after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from cjm_research.model.base import Model

ProposalStatus = Literal["proposed", "accepted", "rejected"]
PROPOSAL_STATES: tuple[ProposalStatus, ...] = ("proposed", "accepted", "rejected")
# Where a text stands in a study: said by somebody, written by a researcher, or a name of something.
Where = Literal[
    "utterance", "speaker", "name", "id", "attribute", "coding", "memo", "code", "map", "survey", "file", "settings"
]


class Replacement(NamedTuple):
    """`text` stands in the place of ``[start:end]`` of another text, in code points."""

    start: int
    end: int
    text: str


class PrivateText(NamedTuple):
    """One text of a study that may tell who somebody is.

    `transcript` and `utterance` say where it stands, "" and -1 where it belongs to no interview; `revision` counts the
    texts that an utterance has had, and `is_present` is true of the one in force.
    """

    where: Where
    text: str
    language: str = ""
    transcript: str = ""
    utterance: int = -1
    revision: int = 0
    is_present: bool = True


class Proposal(Model):
    """Personal data at one place of a study, and what shall stand there.

    Attributes
    ----------
    id : str
        The same at every look, as long as the text stays as it is.
    where : str
        "utterance", or what else of the study holds it: a speaker's name, an interview's id, a memo ...
    transcript, utterance
        The place; "" and -1 outside the interviews.
    start, end : int
        Code points of the text at that place, half-open.
    before, after : str
        Some words around it.
    entity : str
        The same for everything that is said of one person, firm, number.
    sureness : str
        "sure" and "likely" are replaced unless they are rejected, "possible" only where it is accepted.
    status : str
        "proposed" as long as nobody has decided.
    """

    id: str
    where: Where = "utterance"
    transcript: str = ""
    utterance: int = -1
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    before: str = ""
    after: str = ""
    kind: str
    entity: str
    sureness: Literal["sure", "likely", "possible"]
    why: str = ""
    replacement: str = ""
    status: ProposalStatus = "proposed"

    @property
    def will_be_replaced(self) -> bool:
        """Whether the words go when the study is pseudonymised now."""
        return self.status == "accepted" or (self.status == "proposed" and self.sureness != "possible")


class Proposals(tuple[Proposal, ...]):
    """Proposals, shown as counts: a notebook that shows them must not keep the names."""

    __slots__ = ()

    def __repr__(self) -> str:
        counts = Counter(one.kind for one in self)
        parts = [f"{kind}={n}" for kind, n in sorted(counts.items())]
        return f"Proposals({', '.join([str(len(self)), *parts])})"


def replaced_text(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with its replacements, which are sorted and do not overlap.

    >>> replaced_text("I am Ann.", [Replacement(5, 8, "Ruth")])
    'I am Ruth.'
    """
    parts, at = [], 0
    for start, end, new in replacements:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def moved_place(start: int, end: int, replacements: Sequence[Replacement]) -> tuple[int, int]:
    """Where a half-open span lies after replacements: one that begins or ends inside a replaced name takes all of it.

    A point (``start == end``) inside a replaced name goes to its beginning.

    >>> moved_place(6, 9, [Replacement(5, 8, "Ruth")])
    (5, 10)
    """
    if start == end:
        here = _moved_point(start, replacements, to_end=False)
        return here, here
    return _moved_point(start, replacements, to_end=False), _moved_point(end, replacements, to_end=True)


def _moved_point(point: int, replacements: Sequence[Replacement], *, to_end: bool) -> int:
    shift = 0
    for start, end, new in replacements:
        if point >= end:
            shift += len(new) - (end - start)
        elif point > start:
            return start + shift + (len(new) if to_end else 0)
        else:
            break
    return point + shift
