"""Codings from outside a study: those a transcript file carries, and the machine's tags as suggestions."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER, Codebook, Coding, Tag, Transcript

# The name space of coding guids: the same coding gets the same guid on every machine and at every import.
CODING_NAMESPACE = uuid.UUID("6f7f1d0e-5a0b-5b52-9f0e-3a0f1c6f2c11")


def stable_guid(*parts: object) -> str:
    """The guid that these parts always give."""
    return str(uuid.uuid5(CODING_NAMESPACE, "\x1f".join("" if part is None else str(part) for part in parts)))


def codings_of(transcript: Transcript, *, coder: str = "coder") -> list[Coding]:
    """The codings that a transcript file carries, confirmed, under the name the file or `coder` gives.

    Identical codings in one file stay apart: each has a guid of its own.

    Raises
    ------
    BadValueError
        A coding's words or place do not fit the text.
    """
    codings = []
    seen: Counter[tuple[object, ...]] = Counter()
    for item in transcript.codings:
        start, end = transcript.locate(item)
        who = item.coder or coder
        identity = (transcript.id, item.u, start, end, item.kind, item.label, who)
        seen[identity] += 1
        codings.append(
            Coding(
                guid=stable_guid(*identity, seen[identity]),
                transcript=transcript.id,
                participant=transcript.id,
                utterance=item.u,
                start=start,
                end=end,
                quote=transcript.utterances[item.u].text[start:end],
                kind=item.kind,
                label=item.label,
                valence=item.valence,
                stage=item.stage,
                coder=who,
                status="confirmed",
            )
        )
    return sorted(codings, key=lambda c: (*c.place, c.code, c.guid))


def suggestions_from_tags(tags: Iterable[Tag], transcripts: Iterable[Transcript]) -> list[Coding]:
    """The machine's tags as suggestions of the coder “machine”.

    Raises
    ------
    UnknownNameError
        A tag names a transcript that is not among `transcripts`.
    """
    known = {transcript.id for transcript in transcripts}
    codings: dict[str, Coding] = {}
    for tag in tags:
        if tag.transcript not in known:
            raise UnknownNameError(
                _("A tag names the transcript “{id}”, which is not part of the study.").format(id=tag.transcript)
            )
        guid = stable_guid(tag.transcript, tag.utterance, tag.start, tag.end, tag.kind, tag.label, tag.source)
        codings[guid] = Coding(
            guid=guid,
            participant=tag.transcript,
            coder=MACHINE_CODER,
            status="suggested",
            **tag.model_dump(),
        )
    return sorted(codings.values(), key=lambda c: (*c.place, c.code, c.guid))


def in_codebook(suggestions: Iterable[Coding], codebook: Codebook) -> list[Coding]:
    """Suggestions as the researcher's codebook wants them: merged codes become the one they went into, retired go.

    A suggestion keeps its guid, so that what was decided on it stays decided.
    """
    kept = []
    for coding in suggestions:
        code = codebook.code(coding.code)
        while code is not None and code.merged_into:
            code = codebook.code(code.merged_into)
        if code is None:  # a label that the codebook does not know
            kept.append(coding)
        elif not code.retired:
            kept.append(coding.model_copy(update={"kind": code.kind, "label": code.label}))
    return kept


def codebook_rules(codebook: Codebook) -> str:
    """What of the codebook decides about suggestions, as text: it changes when they have to be made anew."""
    return " ".join(f"{code.key}>{code.merged_into or '-'}" for code in codebook.codes if code.retired)
