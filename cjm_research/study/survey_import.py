"""A survey's table on its way into a study: whose answers they are, and what its comments become."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cjm_research.errors import BadValueError, UnknownLanguageError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Participant, Transcript, Utterance, term
from cjm_research.readers import SurveyTable, detect_language
from cjm_research.readers.survey_header import like_known
from cjm_research.storage import NewTranscript
from cjm_research.study.selection import DEFAULT_GROUP

# So many ids are named in a note.
_SHOWN = 8
# Letters of all comments together that are read to tell their language.
_SAMPLE = 20_000


@dataclass(frozen=True)
class Joined:
    """What the study's people and the survey's have in common; `notes` are for the person who imports."""

    respondents: tuple[str, ...]
    notes: tuple[str, ...]


def join(
    path: str | Path, table: SurveyTable, participants: Sequence[Participant], interviews: Sequence[str]
) -> Joined:
    """Who of the survey has an interview.

    Raises
    ------
    BadValueError
        An id is written otherwise than that of a person of the study, and surely means this person.
    """
    people = list(dict.fromkeys(answer.participant for answer in table.answers))
    known = {person.id: person for person in participants}
    meant = like_known(people, [*known, *interviews])
    if meant:
        wrong, right = next(iter(meant.items()))
        raise BadValueError.at(
            path,
            _("The participant “{id}” is not in the study, but “{other}” is.").format(id=wrong, other=right),
            hint=_("If they are the same person, write the id alike; otherwise give one of them another id."),
        )
    respondents = tuple(who for who in people if who not in set(interviews))
    notes = [*_respondent_notes(respondents, len(people)), *_group_notes(table, known, respondents)]
    return Joined(respondents, tuple(notes))


def _respondent_notes(respondents: Sequence[str], n: int) -> list[str]:
    if not respondents:
        return []
    shown = ", ".join(respondents[:_SHOWN]) + (", …" if len(respondents) > _SHOWN else "")
    notes = [
        ngettext(
            "{n} person who answered has no interview in the study; the answers are kept: {ids}.",
            "{n} people who answered have no interview in the study; their answers are kept: {ids}.",
            len(respondents),
        ).format(n=format_number(len(respondents)), ids=shown)
    ]
    if len(respondents) == n:
        notes.append(_("None of the survey's people was interviewed: are the ids the same as those of the interviews?"))
    return notes


def _group_notes(table: SurveyTable, known: Mapping[str, Participant], respondents: Sequence[str]) -> list[str]:
    told = {answer.participant: answer.group for answer in table.answers}
    notes = []
    other = [who for who, group in told.items() if group and who in known and known[who].group != group]
    if other:
        notes.append(
            _("Another group than in the study stands in the table for: {ids}. The study's counts.").format(
                ids=", ".join(other[:_SHOWN])
            )
        )
    if any(not told[who] and who not in known for who in respondents):
        message = _("Where neither the study nor the table names a group, people count as “{group}”.")
        notes.append(message.format(group=term("group", DEFAULT_GROUP)))
    return notes


def comments(
    path: str | Path,
    table: SurveyTable,
    interviews: Sequence[str],
    languages: Sequence[str],
    language: str | None = None,
) -> tuple[list[NewTranscript], tuple[str, ...]]:
    """The comments of people without an interview, as transcripts that can be tagged and grouped.

    Parameters
    ----------
    languages : sequence of str
        Those of the study's interviews.
    language : str, optional
        That of the comments; recognised from all of them together where not given.

    Returns
    -------
    (list of NewTranscript, tuple of str)
        One a person, in which each comment is an utterance, and notes.

    Raises
    ------
    UnknownLanguageError
        The language is none of the study's, or could not be told.
    """
    if not table.texts:
        return [], ()
    spoken = _language(path, [words for _who, _column, words in table.texts], languages, language)
    by_person: dict[str, list[str]] = {}
    for who, _column, words in table.texts:
        by_person.setdefault(who, []).append(words)
    told = {answer.participant: answer.group for answer in table.answers}
    interviewed = set(interviews)
    new = []
    for who, texts in by_person.items():
        if who in interviewed:
            continue
        fields = {"group": told[who]} if told.get(who) else {}
        transcript = Transcript(
            id=who,
            language=spoken,
            utterances=tuple(Utterance(speaker=who, role="participant", text=text) for text in texts),
            **fields,
        )
        digest = hashlib.sha256("\0".join((str(Path(path).name), who, *texts)).encode()).hexdigest()
        new.append(NewTranscript(file_name=str(path), sha256=digest, format="survey", transcript=transcript))
    left = len(by_person) - len(new)
    if not left:
        return new, ()
    message = ngettext(
        "The comments of {n} person who was interviewed were not read: the interview stands for the person.",
        "The comments of {n} people who were interviewed were not read: the interview stands for the person.",
        left,
    )
    return new, (message.format(n=format_number(left)),)


def _language(path: str | Path, texts: Sequence[str], languages: Sequence[str], language: str | None) -> str:
    if language is None and len(languages) == 1:
        return languages[0]
    found = language or detect_language("\n".join(texts)[:_SAMPLE])[0]
    if found not in languages:
        raise UnknownLanguageError.at(
            path,
            _("The comments are in none of the study's languages ({known}).").format(known=", ".join(languages)),
            hint=_("If it is one of them all the same, name it."),
        )
    return found
