"""What REFI-QDA has no place for, as lines that people can read and we read back: ``valence: -2``, ``[emotion/joy]``.

They stand in descriptions: of a selection for its coding, of a code for its key, of a variable for the attribute, of a
source for its language and speakers. Other tools keep them, as they keep any description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cjm_research.model import Coding, Utterance
from cjm_research.model.coding import MACHINE_SOURCES
from cjm_research.model.scheme import KINDS, ROLES

OWN_FIELDS = ("valence", "stage", "status", "score", "source", "why")
# So many different speakers can be told with one letter each.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATUSES = ("suggested", "rejected", "lost")
_FORMS = {
    "valence": re.compile(r"[+-]?[0-2]"),
    "stage": re.compile(r"[\w./-]{1,80}"),
    "status": re.compile("|".join(_STATUSES)),
    "score": re.compile(r"\d(\.\d+)?(e-\d+)?"),
    "source": re.compile(r"\S.*"),
    "why": re.compile(r".*"),
}
_KEY = re.compile(rf"\[((?:{'|'.join(KINDS)})(?:/[^\[\]\n]+)?)\]")
_ATTRIBUTE = re.compile(r"\[(group|method|attribute [^\[\]\n]+)\]")
_SPEAKER = re.compile(rf"([A-Z]) (.*) \(({'|'.join(ROLES)})\)")


def coding_lines(coding: Coding) -> str:
    """What a selection cannot say of its coding, one ``key: value`` a line."""
    return "\n".join(_lines(coding))


def _lines(coding: Coding) -> Iterator[str]:
    if coding.valence is not None:
        yield f"valence: {coding.valence}"
    if coding.stage:
        yield f"stage: {coding.stage}"
    if coding.status != "confirmed":
        yield f"status: {coding.status}"
    if coding.score is not None:
        yield f"score: {coding.score!r}"
    if coding.source:
        yield f"source: {coding.source}"
    if coding.why:
        yield f"why: {' '.join(coding.why.split())}"


def read_coding_lines(description: str | None) -> tuple[dict[str, Any], str]:
    """The lines of ours at the beginning of a description, and the rest, which is somebody's memo.

    Lines count only in the order in which we write them, so that a memo such as “why: …” stays one.
    """
    if not description:
        return {}, ""
    own: dict[str, Any] = {}
    lines = description.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    allowed = iter(OWN_FIELDS)
    n = 0
    for line in lines:
        key, colon, value = line.partition(": ")
        if not colon or key not in allowed or not _FORMS[key].fullmatch(value):
            break
        own[key] = int(value) if key == "valence" else float(value) if key == "score" else value
        n += 1
    is_ours = own.keys() & {"valence", "status", "score"} or set(own) == {"stage"}
    if not is_ours and not str(own.get("source", "")).startswith(MACHINE_SOURCES):
        return {}, description
    return own, "\n".join(lines[n:]).strip("\n") if n else description


def with_key(definition: str, key: str) -> str:
    """A code's description with its key in the last line."""
    return "\n".join(part for part in (definition, f"[{key}]") if part)


def read_key(description: str | None) -> tuple[str, str]:
    """The key of a code in the last line of its description (empty where there is none), and the rest."""
    return _last_line(description, _KEY)


def read_attribute(description: str | None) -> str:
    """Which property of a participant a variable of ours holds: "group", "method", "attribute age"; else empty."""
    return _last_line(description, _ATTRIBUTE)[0]


def _last_line(description: str | None, form: re.Pattern[str]) -> tuple[str, str]:
    if not description:
        return "", ""
    rest, _line_end, last = description.rpartition("\n")
    match = form.fullmatch(last.strip())
    return (match[1], rest) if match else ("", description)


def source_lines(language: str, utterances: Sequence[Utterance]) -> str:
    """The language of an interview, its speakers with their roles, and who speaks in each turn."""
    lines = [f"language: {language}"] if language else []
    voices = list(dict.fromkeys((" ".join(u.speaker.split()), u.role) for u in utterances))
    if voices and len(voices) <= len(LETTERS):
        letters = dict(zip(voices, LETTERS, strict=False))
        lines += [f"speaker: {letter} {name} ({role})" for (name, role), letter in letters.items()]
        lines.append("turns: " + "".join(letters[" ".join(u.speaker.split()), u.role] for u in utterances))
    return "\n".join(lines)


def read_source_lines(description: str | None) -> tuple[str, list[tuple[str, str]], str]:
    """Language, (speaker, role) of each turn, and the rest of a source's description; empty where not told."""
    language, voices, turns, rest = "", {}, "", []  # type: ignore[var-annotated]
    for line in (description or "").replace("\r\n", "\n").split("\n"):
        key, _colon, value = line.partition(": ")
        if key == "language" and re.fullmatch("[a-z]{2}", value):
            language = value
        elif key == "speaker" and (match := _SPEAKER.fullmatch(value)):
            voices[match[1]] = (match[2], match[3])
        elif key == "turns" and voices and set(value) <= set(voices):
            turns = value
        else:
            rest.append(line)
    return language, [voices[letter] for letter in turns], "\n".join(rest).strip("\n")
