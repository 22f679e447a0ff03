"""A study's own things as REFI-QDA values: the same guids at every export, no dates but those of memos.

Each interview is a text, a line a turn, the speaker in front. What the standard has no place for stands in descriptions
(`refi_remarks`). Things that came from another tool and go back as they came are the study's business.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.left_out import codebook_losses, text_losses
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda import ProjectWriter, write_codebook
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, guid_of
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Link,
    Project,
    Selection,
    Stamp,
    TextSource,
    User,
    Variable,
    VariableType,
    VariableValue,
)
from cjm_research.exchange.refi_qda.remarks import coding_lines, source_lines, with_key
from cjm_research.i18n import _
from cjm_research.model import (
    CONSENSUS_CODER,
    MACHINE_CODER,
    Codebook,
    Memo,
    Participant,
    Transcript,
    Utterance,
    default_codebook,
    term,
)
from cjm_research.model import Coding as OurCoding
from cjm_research.model.codebook import KIND_COLOURS

# Nobody in particular: the same in all studies.
EVERYWHERE = (MACHINE_CODER, CONSENSUS_CODER)
Refs = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True)
class Guids:
    """The guids of a study's things, which follow from its own guid and their names.

    `known` are those that things have from elsewhere: (section, key) -> guid.
    """

    study: str = ""
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, section: str, name: str) -> str:
        """The guid of a user, code, source, case or variable."""
        if (section, name) in self.known:
            return self.known[section, name]
        if not self.study or (section == "user" and name in EVERYWHERE) or self._is_built_in(section, name):
            return guid_of(section, name)
        return guid_of(self.study, section, name)

    def _is_built_in(self, section: str, name: str) -> bool:
        return section == "code" and name in default_codebook()

    def own(self, section: str, guid: str) -> str:
        """A coding's or memo's own guid where it has the form that the standard asks for."""
        if (section, guid) in self.known:
            return self.known[section, guid]
        try:
            return str(uuid.UUID(guid))
        except ValueError:
            return guid_of(section, guid)


def write_project(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a study as .qdpx."""
    guids = Guids(content.guid)
    project, sources, losses = own_project(content, guids)
    with ProjectWriter(path) as writer:
        losses += writer.write(project, sources, _no_file, len(content.transcripts))
    content.losses.extend(losses)
    return (path,)


def write_codes(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a study's codebook as .qdc."""
    codes = code_tree(content.codebook, (), Guids(content.guid), {})
    content.losses.extend([*codebook_losses(content.codebook), *write_codebook(path, codes)])
    return (path,)


def _no_file(path: str) -> bytes:
    raise KeyError(path)


def own_project(content: StudyContent, guids: Guids) -> tuple[Project, Iterator[TextSource], list[Loss]]:
    """A project of nothing but the study's own things, its sources made one after another."""
    memos = Memos.of(content.memos, {coding.guid for coding in content.codings}, guids)
    coders = {MACHINE_CODER, *(coding.coder for coding in content.codings), *(memo.coder for memo in memos.written)}
    variables = variables_of(content.participants)
    ids = {transcript.id for transcript in content.transcripts}
    project = Project(
        header=Header(name=content.title, origin=ORIGIN, notes=memos.on("study", "")),
        users=tuple(user_of(coder, guids) for coder in sorted(coders)),
        codes=code_tree(content.codebook, (coding.code for coding in content.codings), guids, memos.refs),
        variables=tuple(variable.element(guids) for variable in variables),
        cases=tuple(
            case_of(person, variables, guids, [person.id] if person.id in ids else [])
            for person in sorted(content.participants, key=lambda p: p.id)
        ),
        notes=memos.notes,
        links=memos.links,
    )
    by_transcript = by_place(content.codings)
    sources = (
        source_of(transcript, by_transcript.get(transcript.id, ()), guids, memos) for transcript in content.transcripts
    )
    losses = [*codebook_losses(content.codebook), *text_losses(content.transcripts)]
    return project, sources, losses


def by_place(codings: Iterable[OurCoding]) -> dict[str, list[OurCoding]]:
    """Codings by interview, in the order of the text."""
    found: dict[str, list[OurCoding]] = {}
    for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.coder, c.guid)):
        found.setdefault(coding.transcript, []).append(coding)
    return found


def user_of(coder: str, guids: Guids) -> User:
    """A coder."""
    name = _("cjm-research (machine)") if coder == MACHINE_CODER else coder
    return User(guids.of("user", coder), name, coder)


# Codes


def code_tree(codebook: Codebook, used: Iterable[str], guids: Guids, refs: Refs) -> tuple[Code, ...]:
    """All codes of a codebook, and below their kinds those that only codings have."""
    below: dict[str | None, list[str]] = {}
    for code in codebook.codes:
        below.setdefault(code.parent if code.parent in codebook else None, []).append(code.key)
    for key in sorted(set(used)):
        if key not in codebook:
            kind = key.partition("/")[0]
            below.setdefault(kind if kind in codebook and kind != key else None, []).append(key)

    def made(key: str) -> Code:
        children = tuple(map(made, below.get(key, ())))
        return replace(code_of(codebook, key, guids, refs), codes=children)

    return tuple(map(made, below.get(None, ())))


def code_of(codebook: Codebook, key: str, guids: Guids, refs: Refs) -> Code:
    """One code without those below it."""
    code = codebook.code(key)
    kind, _slash, label = key.partition("/")
    name = codebook.name_of(key) if code else label or term("kind", kind)
    colour = codebook.colour_of(key) if code else KIND_COLOURS.get(kind, "")
    description = with_key(code.definition if code else "", key)
    return Code(guids.of("code", key), name, True, colour, description, tuple(refs.get(("code", key), ())))


# People


@dataclass(frozen=True)
class PersonVariable:
    """A property of participants; `key` is "group", "method" or "attribute ...", `kind` the standard's type."""

    key: str
    name: str
    kind: VariableType

    def element(self, guids: Guids) -> Variable:
        """The variable."""
        return Variable(guids.of("variable", self.key), self.name, self.kind, f"[{self.key}]")

    def value(self, person: Participant, guids: Guids) -> VariableValue | None:
        """What a participant has of it."""
        if self.key in {"group", "method"}:
            found: Any = term(self.key, getattr(person, self.key))
        else:
            found = person.attributes.get(self.key.removeprefix("attribute "))
        if found is None:
            return None
        return VariableValue(guids.of("variable", self.key), self.kind, written(found, self.kind))


def variables_of(participants: Sequence[Participant]) -> list[PersonVariable]:
    """Group, method and all attributes, typed by what people have of them."""
    if not participants:
        return []
    keys = dict.fromkeys(key for participant in participants for key in participant.attributes)
    fixed = [PersonVariable("group", _("Group"), "Text"), PersonVariable("method", _("Method"), "Text")]
    return fixed + [
        PersonVariable(
            f"attribute {key}", term("attribute", key), kind_of([p.attributes.get(key) for p in participants])
        )
        for key in keys
    ]


def kind_of(values: Iterable[Any]) -> VariableType:
    """The type that holds all of some values."""
    found = [value for value in values if value is not None]
    if found and all(isinstance(value, bool) for value in found):
        return "Boolean"
    if not found or any(isinstance(value, bool) for value in found):
        return "Text"
    if all(isinstance(value, int) for value in found):
        return "Integer"
    finite = (isinstance(value, int | float) and abs(value) != float("inf") and value == value for value in found)
    return "Float" if all(finite) else "Text"


def written(found: Any, kind: VariableType) -> str:
    """A value in the form that XML schema gives its kind."""
    if kind == "Boolean":
        return "true" if found else "false"
    if kind == "Float":
        number = repr(float(found))
        return number if "e" not in number else format(float(found), "f")
    return "; ".join(map(str, found)) if isinstance(found, list | tuple) else str(found)


def case_of(person: Participant, variables: Sequence[PersonVariable], guids: Guids, transcripts: Iterable[str]) -> Case:
    """A participant."""
    values = (variable.value(person, guids) for variable in variables)
    return Case(
        guids.of("case", person.id),
        person.id,
        values=tuple(value for value in values if value is not None),
        sources=tuple(guids.of("source", id) for id in transcripts),
    )


# Memos


@dataclass(frozen=True)
class Memos:
    """Memos as notes: `refs` says which notes stand on what; `links` join notes with cases, which refer to none."""

    written: tuple[Memo, ...]
    notes: tuple[TextSource, ...]
    links: tuple[Link, ...]
    refs: dict[tuple[str, str], list[str]]

    @classmethod
    def of(cls, memos: Iterable[Memo], codings: Iterable[str], guids: Guids) -> Memos:
        """Notes of all memos but those on codings that are not written."""
        written_codings = set(codings)
        refs: dict[tuple[str, str], list[str]] = {}
        kept, notes, links = [], [], []
        for memo in memos:
            if memo.on == "coding" and memo.target not in written_codings:
                continue
            guid = guids.own("memo", memo.guid)
            kept.append(memo)
            notes.append(note_of(memo, guid, guids))
            if memo.on == "participant":
                case = guids.of("case", memo.target)
                links.append(Link(guid_of("link", guid), None, "OneWay", "", guid, case))
            else:
                refs.setdefault((memo.on, memo.target), []).append(guid)
        return cls(tuple(kept), tuple(notes), tuple(links), refs)

    def on(self, subject: str, target: str) -> tuple[str, ...]:
        """The notes on something."""
        return tuple(self.refs.get((subject, target), ()))


def note_of(memo: Memo, guid: str, guids: Guids) -> TextSource:
    """A memo as a note; its text stands in the XML."""
    stamp = Stamp(guids.of("user", memo.coder) if memo.coder else "", memo.at)
    return TextSource(guid, " ".join(memo.text.split())[:60], memo.text, is_inline=True, stamp=stamp)


# Texts


@dataclass(frozen=True)
class SourceText:
    """An interview as one plain text: a line a turn, the speaker in front; `starts` is where each utterance begins."""

    text: str
    starts: tuple[int, ...]
    utterances: tuple[Utterance, ...]

    @classmethod
    def of(cls, transcript: Transcript) -> SourceText:
        """The text of a transcript."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for utterance in transcript.utterances:
            label = f"{' '.join(utterance.speaker.split())}: " if utterance.speaker.strip() else ""
            turn = f"{label}{_lf(utterance.text)}\n"
            starts.append(length + len(label))
            parts.append(turn)
            length += len(turn)
        return cls("".join(parts), tuple(starts), transcript.utterances)

    def place(self, coding: OurCoding) -> tuple[int, int]:
        """Where a coding lies in the whole text; line ends of two characters count one here."""
        text, start = self.utterances[coding.utterance].text, self.starts[coding.utterance]
        return start + len(_lf(text[: coding.start])), start + len(_lf(text[: coding.end]))


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def source_of(transcript: Transcript, codings: Iterable[OurCoding], guids: Guids, memos: Memos) -> TextSource:
    """An interview with its codings."""
    whole = SourceText.of(transcript)
    guid = guids.of("source", transcript.id)
    return TextSource(
        guid,
        transcript.id,
        whole.text,
        plain_text_path=f"internal://{guid}.txt",
        description=source_lines(transcript.language, transcript.utterances) or None,
        selections=tuple(selection_of(coding, *whole.place(coding), guids, memos) for coding in codings),
        notes=memos.on("transcript", transcript.id),
    )


def selection_of(coding: OurCoding, start: int, end: int, guids: Guids, memos: Memos) -> Selection:
    """A coding on words of its own."""
    user = guids.of("user", coding.coder)
    guid = guids.own("coding", coding.guid)
    made = Coding(guid, guids.of("code", coding.code), user, "", memos.on("coding", coding.guid))
    return Selection(
        guid_of("selection", coding.guid),
        start,
        end,
        f"{coding.transcript}, {coding.utterance}",
        coding_lines(coding) or None,
        Stamp(user),
        (made,),
    )
