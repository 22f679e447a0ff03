"""An interview as one text, a line a turn with its speaker in front, as other tools take it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_research.model import Coding, Participant, Transcript

# What is written for other tools: what people coded or the machine suggests, not what was turned down or lost.
_WRITTEN = ("confirmed", "suggested")


@dataclass(frozen=True, slots=True)
class SpokenText:
    """The text of an interview, and where in it each utterance begins, behind its speaker's name.

    Parameters
    ----------
    starts : tuple of int
        Code points, one for each utterance.
    """

    text: str
    starts: tuple[int, ...]

    def place(self, coding: Coding) -> tuple[int, int]:
        """Where the words of a coding stand: code points of `text`, half-open."""
        at = self.starts[coding.utterance]
        return at + coding.start, at + coding.end


def spoken_text(transcript: Transcript) -> SpokenText:
    """The interview as one text."""
    parts, starts, length = [], [], 0
    for utterance in transcript.utterances:
        speaker = re.sub(r"[:\s]+", " ", utterance.speaker).strip()
        label = f"{speaker}: " if speaker else ""
        starts.append(length + len(label))
        parts.append(label + utterance.text)
        length += len(parts[-1]) + 1
    return SpokenText("\n".join(parts), tuple(starts))


def written_codings(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    """Interview -> its codings that other tools get, in the order of the text."""
    found: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.coder, c.guid)):
        if coding.status in _WRITTEN and coding.start < coding.end:
            found.setdefault(coding.transcript, []).append(coding)
    return found


def properties(transcript: Transcript, participants: Sequence[Participant]) -> dict[str, str | int | float | bool]:
    """Group, method and properties of the person interviewed, as far as they are plain values."""
    person = next((one for one in participants if one.id == transcript.id), None)
    values = {"group": transcript.group, "method": transcript.method}
    values |= dict(person.attributes if person else transcript.attributes)
    return {str(key): value for key, value in values.items() if isinstance(value, str | int | float) and value != ""}
