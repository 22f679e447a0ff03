"""REFI-QDA project files (.qdpx), as NVivo, MAXQDA, ATLAS.ti and others read them.

A zip with ``project.qde`` (XML, namespace ``urn:QDA-XML:project:1.0``) and the plain text of each source in
``sources/``. Positions are code points from 0, half-open, in text with LF line ends and without BOM. Identifiers follow
from names alone, and no dates are written, so the same study gives the same bytes.

Source: REFI-QDA standard 1.5 with its Project.xsd (https://www.qdasoftware.org), sections 5, 8 and 10.
"""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.refi_qda.identifiers import XML_NAMESPACE, guid_of
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER, Codebook, Coding, Participant, Transcript, Utterance, term
from cjm_research.model.codebook import KIND_COLOURS

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_project(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a study as .qdpx."""
    write_qdpx(
        path,
        title=content.title,
        transcripts=content.transcripts,
        participants=content.participants,
        codings=content.codings,
        codebook=content.codebook,
    )
    return (path,)


def write_qdpx(
    path: str | Path,
    *,
    title: str,
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    codings: Sequence[Coding],
    codebook: Codebook,
) -> None:
    """Write a project file: users, codes, participants as cases, interviews as text sources with their codings.

    Parameters
    ----------
    codings : sequence of Coding
        Those to be written; each under the user who made it, the machine's under a user of its own. Valence, stage and
        the machine's reason stand in the description of the selection.
    codebook : Codebook
        Codes by kind and label; codes that only a coding has are added below their kind.
    """
    sources = [SourceText.of(transcript) for transcript in transcripts]
    by_transcript: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.coder, c.guid)):
        by_transcript.setdefault(coding.transcript, []).append(coding)
    project = ET.Element("Project", {"xmlns": XML_NAMESPACE, "name": _plain(title), "origin": "cjm-research"})
    _add_users(project, codings)
    _add_codes(project, codebook, codings)
    variables = _variables(participants)
    _add_variables(project, variables)
    _add_cases(project, participants, variables, {transcript.id for transcript in transcripts})
    _add_sources(project, transcripts, sources, by_transcript)
    _write_zip(Path(path), project, sources)


@dataclass(frozen=True)
class SourceText:
    """An interview as one plain text: a line a turn, the speaker in front; `starts` is where each utterance begins."""

    guid: str
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
            label = f"{_lf(utterance.speaker)}: " if utterance.speaker else ""
            turn = f"{label}{_lf(utterance.text)}\n"
            starts.append(length + len(label))
            parts.append(turn)
            length += len(turn)
        return cls(guid_of("source", transcript.id), "".join(parts), tuple(starts), transcript.utterances)

    def place(self, coding: Coding) -> tuple[int, int]:
        """Where a coding lies in the whole text; line ends of two characters count one here."""
        text, start = self.utterances[coding.utterance].text, self.starts[coding.utterance]
        return start + len(_lf(text[: coding.start])), start + len(_lf(text[: coding.end]))


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: object) -> str:
    """Text as XML can hold it."""
    return _NO_XML.sub("\ufffd", str(text))


def _add_users(project: ET.Element, codings: Iterable[Coding]) -> None:
    users = ET.SubElement(project, "Users")
    for coder in sorted({MACHINE_CODER, *(coding.coder for coding in codings)}):
        name = _("cjm-research (machine)") if coder == MACHINE_CODER else coder
        ET.SubElement(users, "User", guid=guid_of("user", coder), name=_plain(name), id=_plain(coder))


def _add_codes(project: ET.Element, codebook: Codebook, codings: Iterable[Coding]) -> None:
    codes = ET.SubElement(ET.SubElement(project, "CodeBook"), "Codes")
    elements: dict[str, ET.Element] = {}
    for code in codebook.codes:
        parent = elements.get(code.parent or "", codes)
        name, colour = codebook.name_of(code.key), codebook.colour_of(code.key)
        elements[code.key] = _code(parent, code.key, name, code.definition, colour)
    for key in sorted({coding.code for coding in codings} - set(elements)):
        kind, _slash, label = key.partition("/")
        if kind not in elements:
            elements[kind] = _code(codes, kind, term("kind", kind), "", KIND_COLOURS.get(kind, ""))
        if label:
            elements[key] = _code(elements[kind], key, label, "", KIND_COLOURS.get(kind, ""))


def _code(parent: ET.Element, key: str, name: str, definition: str, colour: str) -> ET.Element:
    attributes = {"guid": guid_of("code", key), "name": _plain(name), "isCodable": "true"}
    if re.fullmatch("#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", colour):
        attributes["color"] = colour
    code = ET.SubElement(parent, "Code", attributes)
    ET.SubElement(code, "Description").text = _plain("\n".join(part for part in (definition, f"[{key}]") if part))
    return code


@dataclass(frozen=True)
class Variable:
    """A property of the participants: `kind` is Text, Boolean, Integer or Float."""

    key: str
    name: str
    kind: str

    def value(self, found: Any) -> str:
        """A value in the form that XML schema gives its kind."""
        if self.kind == "Boolean":
            return "true" if found else "false"
        if self.kind == "Float":
            return format(float(found), "f")
        return _plain("; ".join(map(str, found)) if isinstance(found, list | tuple) else found)


def _variables(participants: Sequence[Participant]) -> list[Variable]:
    if not participants:
        return []
    keys = dict.fromkeys(key for participant in participants for key in participant.attributes)
    fixed = [Variable("group", _("Group"), "Text"), Variable("method", _("Method"), "Text")]
    return fixed + [Variable(f"attribute {key}", term("attribute", key), _kind(key, participants)) for key in keys]


def _kind(key: str, participants: Iterable[Participant]) -> str:
    found = [p.attributes[key] for p in participants if p.attributes.get(key) is not None]
    if found and all(isinstance(value, bool) for value in found):
        return "Boolean"
    if any(isinstance(value, bool) for value in found):
        return "Text"
    if found and all(isinstance(value, int) for value in found):
        return "Integer"
    finite = (isinstance(value, int | float) and abs(value) != float("inf") and value == value for value in found)
    return "Float" if found and all(finite) else "Text"


def _add_variables(project: ET.Element, variables: Sequence[Variable]) -> None:
    if not variables:
        return
    parent = ET.SubElement(project, "Variables")
    for variable in variables:
        guid = guid_of("variable", variable.key)
        ET.SubElement(parent, "Variable", guid=guid, name=_plain(variable.name), typeOfVariable=variable.kind)


def _add_cases(
    project: ET.Element, participants: Sequence[Participant], variables: Sequence[Variable], sources: set[str]
) -> None:
    if not participants:
        return
    cases = ET.SubElement(project, "Cases")
    for participant in sorted(participants, key=lambda p: p.id):
        case = ET.SubElement(cases, "Case", guid=guid_of("case", participant.id), name=_plain(participant.id))
        values = _values(participant)
        for variable in variables:
            if values.get(variable.key) is not None:
                _add_value(case, variable, values[variable.key])
        if participant.id in sources:
            ET.SubElement(case, "SourceRef", targetGUID=guid_of("source", participant.id))


def _values(participant: Participant) -> Mapping[str, Any]:
    attributes = {f"attribute {key}": value for key, value in participant.attributes.items()}
    group, method = term("group", participant.group), term("method", participant.method)
    return {"group": group, "method": method, **attributes}


def _add_value(case: ET.Element, variable: Variable, found: Any) -> None:
    value = ET.SubElement(case, "VariableValue")
    ET.SubElement(value, "VariableRef", targetGUID=guid_of("variable", variable.key))
    ET.SubElement(value, f"{variable.kind}Value").text = variable.value(found)


def _add_sources(
    project: ET.Element,
    transcripts: Sequence[Transcript],
    sources: Sequence[SourceText],
    codings: Mapping[str, Sequence[Coding]],
) -> None:
    if not transcripts:
        return
    parent = ET.SubElement(project, "Sources")
    for transcript, source in zip(transcripts, sources, strict=True):
        element = ET.SubElement(
            parent,
            "TextSource",
            guid=source.guid,
            name=_plain(transcript.id),
            plainTextPath=f"internal://{source.guid}.txt",
        )
        for coding in codings.get(transcript.id, ()):
            _add_selection(element, source, coding)


def _add_selection(parent: ET.Element, source: SourceText, coding: Coding) -> None:
    start, end = source.place(coding)
    user = guid_of("user", coding.coder)
    selection = ET.SubElement(
        parent,
        "PlainTextSelection",
        guid=guid_of("selection", coding.guid),
        name=_plain(f"{coding.transcript}, {coding.utterance}"),
        startPosition=str(start),
        endPosition=str(end),
        creatingUser=user,
    )
    if remarks := "\n".join(_remarks(coding)):
        ET.SubElement(selection, "Description").text = _plain(remarks)
    code = ET.SubElement(selection, "Coding", guid=_own_guid(coding), creatingUser=user)
    ET.SubElement(code, "CodeRef", targetGUID=guid_of("code", coding.code))


def _own_guid(coding: Coding) -> str:
    """The coding's own identifier where it has the form that the standard asks for."""
    try:
        return str(uuid.UUID(coding.guid))
    except ValueError:
        return guid_of("coding", coding.guid)


def _remarks(coding: Coding) -> Iterator[str]:
    """What the standard has no place for, one ``key: value`` a line."""
    if coding.valence is not None:
        yield f"valence: {coding.valence}"
    if coding.stage:
        yield f"stage: {coding.stage}"
    if coding.status != "confirmed":
        yield f"status: {coding.status}"
    if coding.score is not None:
        yield f"score: {coding.score:g}"
    if coding.source:
        yield f"source: {coding.source}"
    if coding.why:
        yield f"why: {coding.why}"


def _write_zip(path: Path, project: ET.Element, sources: Iterable[SourceText]) -> None:
    ET.indent(project, " ")
    xml = ET.tostring(project, encoding="unicode")
    files = [("project.qde", f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n')]
    files += [(f"sources/{source.guid}.txt", source.text) for source in sources]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8", "replace"))
