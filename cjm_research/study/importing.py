"""Files -> what a study can take in: read, hashed, with the codings they carry."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cjm_research.coding import codings_of
from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.exchange.journey_xlsx import is_journey_workbook
from cjm_research.exchange.markdown.transcripts import is_notes_file
from cjm_research.exchange.study_json import is_study_file
from cjm_research.i18n import _
from cjm_research.model import Coding, Participant, Transcript, TranscriptCoding
from cjm_research.model.reports import Remark
from cjm_research.readers import Speakers, read_participants, read_transcript
from cjm_research.storage import ImportBatch, NewTranscript
from cjm_research.study.folders import files_of, is_inventory, is_participant_table, is_survey
from cjm_research.study.tables.importing import is_matrix_file, is_study_table

Progress = Callable[[int, int], None]


@dataclass
class Gathered:
    """What the files held; `failed` keeps the errors, so that a strict import can raise the first.

    `surveys`, `journeys` (workbooks), `tables` (edited ones) and whole `studies` are not read yet: whose they are is
    known only when the interviews are in the study.
    """

    transcripts: list[NewTranscript] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    failed: list[tuple[str, CjmError]] = field(default_factory=list)
    empty: list[Remark] = field(default_factory=list)
    surveys: list[Path] = field(default_factory=list)
    journeys: list[Path] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    studies: list[Path] = field(default_factory=list)

    @property
    def batch(self) -> ImportBatch:
        """What the store takes."""
        return ImportBatch(tuple(self.transcripts), tuple(self.participants))


def gather(
    paths: Iterable[str | Path],
    known: Mapping[str, str],
    *,
    coder: str = "coder",
    language: str | None = None,
    interviewer: str | Iterable[str] | None = None,
    speakers: Speakers | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Read files, and the files of folders, for an import; nothing is written.

    Parameters
    ----------
    paths : iterable of path
        Transcripts, coded transcripts, tables of participants, or folders of them.
    known : mapping
        sha256 of the files that the study has -> transcript id; these are not read again.
    coder : str
        In whose name codings stand that name no coder.
    language, interviewer, speakers
        As for `read_transcript`.
    """
    gathered = Gathered()
    files = [file for path in map(Path, paths) for file in files_of(path, gathered.skipped, gathered.empty)]
    for done, path in enumerate(files, start=1):
        try:
            if is_participant_table(path):
                table = read_participants(path)
                gathered.participants.extend(table.participants)
                gathered.notes.extend((str(path), note) for note in table.notes)
            elif is_inventory(path):
                message = _("A list of the company's contacts is taken in by “cjm gaps --inventory”.")
                gathered.notes.append((str(path), message))
            elif is_journey_workbook(path):
                gathered.journeys.append(path)
            elif is_study_table(path):
                gathered.tables.append(path)
            elif is_matrix_file(path):
                gathered.skipped.append((str(path), _("This is no kind of file that holds interviews.")))
            elif is_notes_file(path):
                message = _("These are notes from a study, for reading. Import the interview's own file, or JSON.")
                gathered.skipped.append((str(path), message))
            elif is_study_file(path):
                gathered.studies.append(path)
            elif is_survey(path):
                gathered.surveys.append(path)
            else:
                _gather_transcript(path, known, gathered, coder, language, interviewer, speakers)
        except CjmError as error:
            gathered.failed.append((str(path), error))
        if progress:
            progress(done, len(files))
    return gathered


def _gather_transcript(
    path: Path,
    known: Mapping[str, str],
    gathered: Gathered,
    coder: str,
    language: str | None,
    interviewer: str | Iterable[str] | None,
    speakers: Speakers | None,
) -> None:
    sha256 = _sha256(path)
    if sha256 in known:
        gathered.skipped.append((str(path), _("The file is in the study already, as “{id}”.").format(id=known[sha256])))
        return
    result = read_transcript(path, language=language, interviewer=interviewer, speakers=speakers)
    transcript = result.transcript if result.transcript.id else result.transcript.model_copy(update={"id": path.stem})
    gathered.transcripts.append(
        NewTranscript(
            file_name=str(path),
            sha256=sha256,
            format=result.format,
            transcript=transcript,
            codings=tuple(carried_codings(transcript, coder=coder)),
            encoding=result.encoding,
            notes=tuple(result.notes),
        )
    )
    gathered.notes.extend((str(path), note) for note in result.notes)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise UnreadableFileError.at(
            path, _("There is no such file or folder."), hint=_("Check the spelling.")
        ) from error
    except OSError as error:
        raise UnreadableFileError.at(path, _("The file cannot be read: {why}.").format(why=error.strerror)) from error


def carried_codings(transcript: Transcript, *, coder: str) -> list[Coding]:
    """The codings in a transcript file: new ones, and those that an export of ours wrote, which keep their identity."""
    ours = [item for item in transcript.codings if _identity(item)]
    others = tuple(item for item in transcript.codings if not _identity(item))
    codings = codings_of(transcript.model_copy(update={"codings": others}), coder=coder)
    for item in ours:
        (coding,) = codings_of(transcript.model_copy(update={"codings": (_with_words(item, transcript),)}), coder=coder)
        codings.append(coding.model_copy(update={**_identity(item), **_place_without_words(item, transcript)}))
    return codings


def _has_no_words(item: TranscriptCoding) -> bool:
    """Whether the words went with a correction of the text: the coding stands at one point and knows what they were."""
    return item.start is not None and item.start == item.end and bool(item.quote)


def _with_words(item: TranscriptCoding, transcript: Transcript) -> TranscriptCoding:
    """The same coding at a place that any text has."""
    if not _has_no_words(item) or item.u >= len(transcript.utterances):
        return item
    length = len(transcript.utterances[item.u].text)
    return item.model_copy(update={"start": 0, "end": length, "quote": None}) if length else item


def _place_without_words(item: TranscriptCoding, transcript: Transcript) -> dict[str, Any]:
    if not _has_no_words(item):
        return {}
    here = min(item.start or 0, len(transcript.utterances[item.u].text))
    return {"start": here, "end": here, "quote": item.quote}


def _identity(item: TranscriptCoding) -> dict[str, Any]:
    """Guid, status, score, source and reason, where the file holds them in our form; else nothing."""
    extra = item.model_extra or {}
    guid, status, score = extra.get("guid"), extra.get("status"), extra.get("score")
    try:
        guid = str(uuid.UUID(guid))
    except (ValueError, TypeError, AttributeError):
        return {}
    # Without their words, codings are lost or turned down; with them, they are not lost.
    if status not in ({"lost", "rejected"} if _has_no_words(item) else {"suggested", "confirmed", "rejected"}):
        return {}
    known: dict[str, Any] = {"guid": guid, "status": status}
    known.update((key, str(extra[key])) for key in ("source", "why") if key in extra)
    if isinstance(score, int | float) and 0 <= score <= 1:
        known["score"] = float(score)
    return known
