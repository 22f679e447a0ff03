"""Interviews get pseudonyms before they enter a study: what is found in the files is replaced, then they are stored."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from cjm_research.errors import CjmError, UnsupportedFormatError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Coding, Participant, Transcript
from cjm_research.model.privacy import PrivateText
from cjm_research.model.reports import Remark
from cjm_research.storage import NewTranscript
from cjm_research.storage.private_texts import Collected, Walk
from cjm_research.study.importing import Gathered
from cjm_research.study.pseudonyms.personal_data import PersonalData, open_proposals


def without_names(found: Gathered, session: PersonalData) -> Gathered:
    """What files held, with pseudonyms; the key is on disk when it returns.

    Surveys, workbooks and whole studies are read only when the interviews are stored: they are refused.

    Raises
    ------
    StorageError
        The key cannot be written.
    """
    languages = {new.transcript.id: new.transcript.language for new in found.transcripts}
    seen = Collected()
    _walked(Walk(seen, languages), found)
    ids = sorted({*languages, *(person.id for person in found.participants)})
    texts = [*seen.texts, *(PrivateText("id", id, languages.get(id, ""), id) for id in ids)]
    plan = session.plan_of(texts)
    session.finish(plan.finished(session.store.now()))
    transcripts, people = _walked(Walk(plan, languages), found)
    remarks = list(_remarks(sum(one.will_be_replaced for one in plan.proposals), len(open_proposals(plan.proposals))))
    refused = [*found.surveys, *found.journeys, *found.tables, *found.studies]
    return dataclasses.replace(
        found,
        transcripts=transcripts,
        participants=people,
        notes=[*found.notes, *remarks],
        failed=[*found.failed, *((str(path), _refusal(str(path))) for path in refused)],
        surveys=[],
        journeys=[],
        tables=[],
        studies=[],
    )


def _walked(walk: Walk, found: Gathered) -> tuple[list[NewTranscript], list[Participant]]:
    return [_new(walk, new) for new in found.transcripts], [_person(walk, person) for person in found.participants]


def _new(walk: Walk, new: NewTranscript) -> NewTranscript:
    id = new.transcript.id
    transcript = _transcript(walk, new.transcript)
    # The utterances were walked: codings are placed by them.
    codings = (walk.value("coding", coding.model_dump(mode="json"), id) for coding in new.codings)
    return dataclasses.replace(
        new,
        file_name=walk.text("file", new.file_name, id),
        transcript=transcript,
        codings=tuple(Coding.model_validate(coding) for coding in codings),
        notes=tuple(walk.text("file", note, id) for note in new.notes),
    )


def _transcript(walk: Walk, transcript: Transcript) -> Transcript:
    value = transcript.model_dump(mode="json", exclude={"codings"})
    spoken = value.pop("utterances")
    named = {name: value.pop(name) for name in ("id", "language", "group", "method")}
    turns = [_turn(walk, transcript.id, number, turn) for number, turn in enumerate(spoken)]
    extra = {
        name: walk.value("attribute", one, transcript.id, "attributes" if name == "attributes" else "extra")
        for name, one in value.items()
    }
    return Transcript.model_validate({**named, **extra, "id": walk.id(transcript.id), "utterances": turns})


def _turn(walk: Walk, id: str, number: int, turn: dict[str, Any]) -> dict[str, Any]:
    plain = {name: turn.pop(name) for name in ("text", "speaker", "role", "start_s", "end_s") if name in turn}
    return {
        **walk.value("attribute", turn, id, "extra"),
        **plain,
        "text": walk.utterance(id, number, 0, plain["text"], is_present=True),
        "speaker": walk.text("speaker", plain["speaker"], id, number),
    }


def _person(walk: Walk, person: Participant) -> Participant:
    value = person.model_dump(mode="json", exclude_unset=True)
    named = {name: value.pop(name) for name in ("id", "group", "method") if name in value}
    extra = {
        name: walk.value("attribute", one, person.id, "attributes" if name == "attributes" else "extra")
        for name, one in value.items()
    }
    return Participant.model_validate({**named, **extra, "id": walk.id(person.id)})


def _remarks(n: int, n_open: int) -> Iterator[Remark]:
    where = _("Personal data")
    yield where, ngettext("{n} place was replaced.", "{n} places were replaced.", n).format(n=format_number(n))
    if n_open:
        open_ = ngettext(
            "{n} possible find stays as it is: nobody has looked at it.",
            "{n} possible finds stay as they are: nobody has looked at them.",
            n_open,
        )
        yield where, open_.format(n=format_number(n_open))


def _refusal(path: str) -> CjmError:
    return UnsupportedFormatError.at(
        path,
        _("Files of this kind cannot get pseudonyms while they are taken in."),
        hint=_("Take it in without, then give the study pseudonyms."),
    )
