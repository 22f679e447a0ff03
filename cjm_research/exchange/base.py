"""What every format is given, and what it has to offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cjm_research.exchange.losses import Loss
from cjm_research.model import Codebook, Coding, JourneyMap, Memo, Participant, Transcript, default_codebook

if TYPE_CHECKING:
    from cjm_research.exchange.statistics.frames import LabelledFrame


@dataclass(frozen=True)
class StudyContent:
    """What leaves a study: `codings` are those to be written, whatever their status.

    `journey_maps` makes the maps of everybody and of each persona for the formats that carry maps, `statistics` the
    tables for statistics programs, `whole` everything that the study keeps, as JSON values. `guid` is the study's own;
    `losses` gets what a format had no place for.
    """

    title: str
    transcripts: tuple[Transcript, ...]
    participants: tuple[Participant, ...] = ()
    codings: tuple[Coding, ...] = ()
    codebook: Codebook = field(default_factory=default_codebook)
    journey_maps: Callable[[], Sequence[JourneyMap]] | None = None
    memos: tuple[Memo, ...] = ()
    statistics: Callable[[], Sequence[LabelledFrame]] | None = None
    whole: Callable[[], Mapping[str, Any]] | None = None
    guid: str = ""
    losses: list[Loss] = field(default_factory=list)


class Writer(Protocol):
    """Writes a study to a file or folder and names the files it wrote."""

    def __call__(self, path: Path, content: StudyContent) -> tuple[Path, ...]:
        """Write `content` to `path`; the files written."""


def ensure_parent(path: Path) -> Path:
    """`path`, with the folder it goes into made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
