"""A whole study to and from one file: everything that its store keeps, and an empty study that becomes equal to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError, CjmError, StorageError
from cjm_research.exchange.study_json import StudyFile, StudyInterview, read_study_file
from cjm_research.i18n import _
from cjm_research.model import ImportReport, Transcript
from cjm_research.readers.guard import read_bytes
from cjm_research.storage import ImportRecord, NewTranscript, Store
from cjm_research.storage.events import Change, Subject
from cjm_research.storage.merges import Incoming, NewText, take_in
from cjm_research.storage.records import sha256_of

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase
    from cjm_research.study.study import Study

# Part of the file -> what the store calls it; parts of the file are mappings by key.
_DECIDED: dict[str, Subject] = {
    "codes": "code", "consensus": "consensus", "personas": "personas", "empathy": "empathy", "journey": "journey",
}  # fmt: skip


def whole_study(study: StudyBase) -> Mapping[str, Any]:
    """Everything that a study keeps, as the values of a `StudyFile`; who did what and when stays behind."""
    store = study.store
    files = {id: record for record in store.imports() for id in record.transcripts}
    corrected = _corrected(store)
    values: dict[str, Any] = {
        "settings": study.settings.model_dump(mode="json"),
        "participants": [_dump(person) for person in store.participants()],
        "interviews": [
            _interview(transcript, files.get(transcript.id), corrected.get(transcript.id, {}))
            for transcript in store.transcripts()
        ],
        "codings": [coding.model_dump(mode="json", exclude_defaults=True) for coding in store.codings()],
        "memos": [_dump(memo) for memo in store.memos()],
    }
    for part, subject in _DECIDED.items():
        values[part] = {key: _dump(value) for key, value in store.standing(subject).items()}
    surveys = store.surveys
    values["surveys"] = {
        "instruments": [_dump(one) for one in surveys.instruments()],
        "waves": list(surveys.waves()),
        "answers": [_dump(one) for one in surveys.answers()],
    }
    return values


def _dump(value: Any) -> dict[str, Any]:
    return value.model_dump(mode="json")


def _interview(transcript: Transcript, record: ImportRecord | None, texts: Mapping[int, str]) -> dict[str, Any]:
    value: dict[str, Any] = {"transcript": transcript.model_dump(mode="json", exclude={"codings"})}
    if record is not None:
        value["file"] = {
            "name": Path(record.file_name).name,  # where it lay on somebody's computer is nobody's business
            "sha256": record.sha256,
            "format": record.format,
            "encoding": record.encoding,
            "notes": list(record.notes),
        }
    if texts:
        value["as_imported"] = dict(texts)
    return value


def _corrected(store: Store) -> dict[str, dict[int, str]]:
    """Transcript -> utterance -> text as imported, where the present one is another."""
    found: dict[str, dict[int, str]] = {}
    for key in store.standing("text"):
        transcript, _hash, number = key.rpartition("#")
        revisions = store.text_revisions(transcript, int(number))
        present = store.transcript(transcript).utterances[int(number)].text
        if revisions[0] != present:
            found.setdefault(transcript, {})[int(number)] = revisions[0]
    return found


def import_whole(study: Study, path: Path, *, coder: str) -> ImportReport:
    """Fill an empty study with everything of a study file: all of it or nothing.

    Raises
    ------
    UnreadableFileError
        The file is damaged, or not in the form of a study.
    BadValueError
        The study is not empty.
    """
    store = study.store
    version = store.version()
    _check_empty(study, path)
    file = read_study_file(path, read_bytes(path))
    surveys = file.surveys
    if surveys.instruments:
        store.surveys.add(surveys.instruments, surveys.answers, waves=surveys.waves, file=path.name)
    try:
        written = take_in(store, _incoming(file, path), version=version, coder=coder)
        if not written:
            raise StorageError.at(path, _("Somebody else keeps changing the study. Try again in a moment."))
    except CjmError:
        for instrument in surveys.instruments:
            store.surveys.remove(instrument.key)
        raise
    study.change_settings(**file.settings.model_dump())
    return ImportReport(
        imported=tuple(one.transcript.id for one in file.interviews),
        participants=tuple(person.id for person in file.participants),
        n_codings=len(file.codings),
    )


def _check_empty(study: Study, path: Path) -> None:
    store = study.store
    decided = any(store.standing(subject) for subject in (*_DECIDED.values(), "memo"))  # type: ignore[arg-type]
    if store.transcripts() or store.participants() or decided or store.surveys.instruments():
        raise BadValueError.at(
            path,
            _("A whole study can only be taken into an empty one."),
            hint=_("Make a new study for it; two studies are brought together by “cjm merge”."),
        )


def _incoming(file: StudyFile, path: Path) -> Incoming:
    return Incoming(
        transcripts=[_new(one, path) for one in file.interviews],
        participants=file.participants,
        texts=[
            NewText(one.transcript.id, number, one.transcript.utterances[number].text)
            for one in file.interviews
            for number in sorted(one.as_imported)
            if 0 <= number < len(one.transcript.utterances)
        ],
        changes=list(_changes(file)),
    )


def _changes(file: StudyFile) -> Iterator[Change]:
    yield from (Change("merge", coding.guid, coding) for coding in file.codings)
    yield from (Change("merge", memo.guid, memo, "memo") for memo in file.memos)
    for part, subject in _DECIDED.items():
        yield from (Change("merge", key, value, subject) for key, value in getattr(file, part).items())


def _new(one: StudyInterview, path: Path) -> NewTranscript:
    """An interview as it was imported; its corrections follow."""
    utterances = tuple(
        utterance.model_copy(update={"text": one.as_imported.get(number, utterance.text)})
        for number, utterance in enumerate(one.transcript.utterances)
    )
    transcript = one.transcript.model_copy(update={"utterances": utterances, "codings": ()})
    if one.file is None:
        return NewTranscript(path.name, sha256_of(transcript.model_dump_json()), "json", transcript)
    known = one.file
    return NewTranscript(known.name, known.sha256, known.format, transcript, (), known.encoding, known.notes)
