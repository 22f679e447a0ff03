"""Coded interviews as Markdown, one file each, for Obsidian and other programs for notes.

The front matter holds what is known of the person and the codes as tags; behind coded words stands the number of a
footnote, which names the code as a tag. What people said shows as they said it and is never markup.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.json_transcripts import file_names
from cjm_research.exchange.markdown.text import inert, tag, yaml_value
from cjm_research.exchange.tables.coded_segments import memos_of_codings
from cjm_research.i18n import _, format_number
from cjm_research.model import Codebook, Coding, Memo, Transcript, term

# How the files below begin: their footnotes and escaped signs are no words that anybody spoke.
_OURS = re.compile(rb'(\xef\xbb\xbf)?---\r?\nid: "[^\n]*\nlanguage: "[^\n]*\ngroup: [^\n]*\nmethod: ')


def is_notes_file(path: str | Path) -> bool:
    """Whether a file is one that `write_markdown` made, by its first lines."""
    path = Path(path)
    if path.suffix.lower() not in {".md", ".markdown"} or not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(_OURS.match(file.read(2_000)))


def write_markdown(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a folder of interviews, or one file where the study has one interview only.

    Raises
    ------
    UnsupportedFormatError
        `path` is a file, and there are several interviews.
    """
    is_file = path.suffix.lower() == ".md"
    if is_file and len(content.transcripts) != 1:
        raise UnsupportedFormatError.at(
            path,
            _("Each interview is a file of its own."),
            hint=_("Name a folder instead, with --format {format}.").format(format="md"),
        )
    names = [path.name] if is_file else [f"{name}.md" for name in file_names(content.transcripts)]
    folder = path.parent if is_file else path
    folder.mkdir(parents=True, exist_ok=True)
    codings: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in sorted(content.codings, key=lambda c: (*c.place, c.code, c.coder, c.guid)):
        codings[coding.transcript].append(coding)
    memos = memos_of_codings(content.memos)
    for name, transcript in zip(names, content.transcripts, strict=True):
        text = transcript_markdown(transcript, codings[transcript.id], content.codebook, memos)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in names)


def transcript_markdown(
    transcript: Transcript,
    codings: Sequence[Coding],
    codebook: Codebook,
    memos: Mapping[str, Sequence[Memo]] | None = None,
) -> str:
    """One interview as Markdown; `codings` are its own, sorted by place, `memos` those on codings by guid."""
    by_turn: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, coding in enumerate(codings, start=1):
        by_turn[coding.utterance].append((coding.end, number))
    lines = [*_front_matter(transcript, codings), f"# {inert(transcript.id)}", ""]
    for number, utterance in enumerate(transcript.utterances):
        who = utterance.speaker.strip() or term("role", utterance.role)
        lines += [f"**{inert(who)}:** {_marked(utterance.text, by_turn[number])}", ""]
    for number, coding in enumerate(codings, start=1):
        lines += [f"[^{number}]: {_note(coding, codebook, (memos or {}).get(coding.guid, ()))}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _front_matter(transcript: Transcript, codings: Sequence[Coding]) -> Iterator[str]:
    yield "---"
    for name in ("id", "language", "group", "method"):
        yield f"{name}: {yaml_value(getattr(transcript, name))}"
    if transcript.attributes:
        yield "attributes:"
        yield from (f"  {yaml_value(str(key))}: {yaml_value(value)}" for key, value in transcript.attributes.items())
    if codings:
        yield "tags:"
        yield from (f"  - {yaml_value(one[1:])}" for one in sorted({tag(coding.code) for coding in codings}))
    yield "---"
    yield ""


def _marked(text: str, ends: Sequence[tuple[int, int]]) -> str:
    """The words, with the numbers of footnotes where coded words end."""
    parts, at = [], 0
    for end, number in sorted(ends):
        parts += [inert(text[at:end]) if end > at else "", f"[^{number}]"]
        at = max(at, end)
    return "".join([*parts, inert(text[at:])])


def _note(coding: Coding, codebook: Codebook, memos: Sequence[Memo]) -> str:
    told = [codebook.path_name(coding.code)]
    if coding.valence is not None:
        told.append(_("Valence: {value}").format(value=format_number(coding.valence)))
    if coding.stage:
        told.append(term("stage", coding.stage))
    told += [coding.coder, *(memo.text for memo in memos)]
    return f"{tag(coding.code)} “{inert(coding.quote)}” · " + " · ".join(inert(word) for word in told if word)
