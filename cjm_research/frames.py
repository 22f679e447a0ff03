"""LAYER 1 - model objects -> tidy DataFrames with documented columns, in a stated order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Answer, Coding, Instrument, Participant, Tag, Transcript

FRAMES = ("codings", "participants", "utterances", "tags")
TAG_COLUMNS = tuple(Tag.model_fields)


def frame(
    what: str, transcripts: Sequence[Transcript], participants: Sequence[Participant], codings: Sequence[Coding]
) -> pd.DataFrame:
    """The table of that name, one of `FRAMES`.

    Raises
    ------
    UnknownNameError
        There is none of that name.
    """
    if what == "codings":
        return codings_frame(codings, participants)
    if what == "participants":
        return participants_frame(participants, transcripts, codings)
    if what == "utterances":
        return utterances_frame(transcripts)
    if what == "tags":
        return tags_frame(codings)
    raise UnknownNameError(_("There is no table “{name}”. Known: {known}.").format(name=what, known=", ".join(FRAMES)))


def codings_frame(codings: Iterable[Coding], participants: Iterable[Participant] = ()) -> pd.DataFrame:
    """One row a coding, sorted by transcript, utterance, start and end.

    Columns: guid, transcript, participant, group, utterance (from 0), start and end (code points, half-open), quote,
    kind, label, code (kind/label), valence (-2..2), stage, coder, status (suggested, confirmed, rejected), score
    (0..1), source and why (of the machine).
    """
    groups = {participant.id: participant.group for participant in participants}
    columns = (
        "guid", "transcript", "participant", "group", "utterance", "start", "end", "quote", "kind", "label", "code",
        "valence", "stage", "coder", "status", "score", "source", "why",
    )  # fmt: skip
    rows = [
        {**coding.model_dump(), "group": groups.get(coding.participant), "code": coding.code}
        for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.coder, c.guid))
    ]
    return _typed(pd.DataFrame(rows, columns=list(columns)), ("utterance", "start", "end", "valence"), ("score",))


def participants_frame(
    participants: Iterable[Participant], transcripts: Iterable[Transcript] = (), codings: Iterable[Coding] = ()
) -> pd.DataFrame:
    """One row a participant, sorted by id.

    Columns: participant, group, method, n_transcripts, n_utterances (the participant's own), n_confirmed and
    n_suggested codings, then one column an attribute in the order of their first appearance.
    """
    spoken = {t.id: sum(u.role == "participant" for u in t.utterances) for t in transcripts}
    counts: dict[tuple[str, str], int] = {}
    for coding in codings:
        counts[coding.participant, coding.status] = counts.get((coding.participant, coding.status), 0) + 1
    people = sorted(participants, key=lambda person: person.id)
    attributes = list(dict.fromkeys(key for person in people for key in person.attributes))
    fixed = ("participant", "group", "method", "n_transcripts", "n_utterances", "n_confirmed", "n_suggested")
    rows = [
        [
            person.id,
            person.group,
            person.method,
            int(person.id in spoken),
            spoken.get(person.id, 0),
            counts.get((person.id, "confirmed"), 0),
            counts.get((person.id, "suggested"), 0),
            *(person.attributes.get(key) for key in attributes),
        ]
        for person in people
    ]
    names = [key if key not in fixed else f"attribute_{key}" for key in attributes]
    return pd.DataFrame(rows, columns=[*fixed, *names])


def utterances_frame(transcripts: Iterable[Transcript]) -> pd.DataFrame:
    """One row an utterance, in the order of the transcripts.

    Columns: transcript, utterance (from 0), speaker, role, text, n_words, start_s and end_s (seconds from the start of
    the recording, missing where not known).
    """
    rows = [
        (t.id, number, u.speaker, u.role, u.text, len(u.text.split()), u.start_s, u.end_s)
        for t in transcripts
        for number, u in enumerate(t.utterances)
    ]
    columns = ["transcript", "utterance", "speaker", "role", "text", "n_words", "start_s", "end_s"]
    return _typed(pd.DataFrame(rows, columns=columns), ("utterance", "n_words"), ("start_s", "end_s"))


def tags_frame(codings: Iterable[Coding]) -> pd.DataFrame:
    """One row a machine tag, sorted by place, with what became of it.

    Columns: those of the tag JSONL (transcript, utterance, start, end, quote, kind, label, valence, stage, score,
    source, why), then status (suggested, confirmed, rejected) and guid.
    """
    tags = sorted((c for c in codings if c.score is not None), key=lambda c: (*c.place, c.code, c.source, c.guid))
    columns = [*TAG_COLUMNS, "status", "guid"]
    rows = [coding.model_dump(include=set(columns)) for coding in tags]
    return _typed(pd.DataFrame(rows, columns=columns), ("utterance", "start", "end", "valence"), ("score",))


def _typed(table: pd.DataFrame, whole: Iterable[str], real: Iterable[str]) -> pd.DataFrame:
    """Whole numbers stay whole beside missing ones, and empty tables have the types of full ones."""
    types = {**dict.fromkeys(whole, "Int64"), **dict.fromkeys(real, "Float64")}
    others = {column: "string" for column in table.columns if column not in types}
    return table.astype({**types, **others})


def answers_frame(
    answers: Iterable[Answer],
    instruments: Iterable[Instrument],
    groups: Mapping[str, str],
    interviews: Iterable[str] = (),
) -> pd.DataFrame:
    """One row an answer to a survey, in their order.

    Columns: participant, group, interviewed (whether the person has an interview), instrument (key), name, kind, scale,
    touchpoint, stage, wave, value, percent (of the maximum, 100 is best), favourable, channel, at.
    """
    known, talked = {one.key: one for one in instruments}, set(interviews)
    columns = (
        "participant", "group", "interviewed", "instrument", "name", "kind", "scale", "touchpoint", "stage", "wave",
        "value", "percent", "favourable", "channel", "at",
    )  # fmt: skip
    titles = {key: one.title for key, one in known.items()}
    rows = [
        (
            a.participant, groups.get(a.participant), a.participant in talked, a.instrument, titles[a.instrument],
            one.kind, one.scale, one.touchpoint, one.stage, a.wave, a.value, one.goodness(a.value),
            one.is_favourable(a.value), a.channel, a.at,
        )
        for a in answers
        for one in (known[a.instrument],)
    ]  # fmt: skip
    kept = {"interviewed": "boolean", "favourable": "boolean", "value": "Float64", "percent": "Float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype({name: kept.get(name, "string") for name in columns})
