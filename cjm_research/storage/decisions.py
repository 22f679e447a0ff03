"""What a person decides about codings, as changes for `Store.apply`."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Coding, Transcript, TranscriptCoding
from cjm_research.storage.events import Change, Op, States
from cjm_research.storage.records import GUID_NAMESPACE

ModelT = TypeVar("ModelT", bound=BaseModel)
CHANGEABLE = ("start", "end", "quote", "kind", "label", "valence", "stage")


def new_coding(
    transcript: Transcript, item: TranscriptCoding, *, taken: Collection[str], guid: str | None = None
) -> Coding:
    """A person's coding of some words, with a guid of its own where none is given.

    Raises
    ------
    BadValueError
        The words or the place do not fit the text.
    """
    start, end = transcript.locate(item)
    identity = f"{transcript.id} {item.u} {start} {end} {item.kind} {item.label} {item.coder}"
    numbered = (str(uuid.uuid5(GUID_NAMESPACE, f"{identity} {n}")) for n in itertools.count())
    return Coding(
        guid=guid or next(guid for guid in numbered if guid not in taken),
        transcript=transcript.id,
        participant=transcript.id,
        utterance=item.u,
        start=start,
        end=end,
        quote=transcript.utterances[item.u].text[start:end],
        coder=item.coder or "",
        **item.model_dump(include={"kind", "label", "valence", "stage"}),
    )


def add(coding: Coding) -> Callable[[States], list[Change]]:
    """A new coding of a person. The same coding a second time (a form that had no answer) changes nothing.

    Raises
    ------
    BadValueError
        Another coding has, or had, its guid.
    """

    def plan(states: States) -> list[Change]:
        if coding.guid not in states["coding"]:
            return [Change("add", coding.guid, coding)]
        if states["coding"][coding.guid] == coding:
            return []
        raise BadValueError(_("Another coding has the guid “{guid}”.").format(guid=coding.guid))

    return plan


def accept(guids: Iterable[str], coder: str) -> Callable[[States], list[Change]]:
    """Suggestions become confirmed codings of `coder`; their source and reason stay."""
    return _decide("accept", guids, "confirmed", lambda c: c.model_copy(update={"status": "confirmed", "coder": coder}))


def reject(guids: Iterable[str]) -> Callable[[States], list[Change]]:
    """Suggestions are turned down; they stay on record and are not suggested again."""
    return _decide("reject", guids, "rejected", lambda c: c.model_copy(update={"status": "rejected"}))


def remove(guids: Iterable[str]) -> Callable[[States], list[Change]]:
    """Codings are taken away; the audit trail and undo keep them."""
    guids = list(guids)
    return lambda states: [Change("remove", standing(states, guid).guid, None) for guid in guids]


def change(guid: str, coder: str, changes: dict[str, Any], transcript: Transcript) -> Callable[[States], list[Change]]:
    """One coding gets other values; a suggestion that is changed is thereby confirmed by `coder`.

    `transcript` is the coding's: the words of a new place are looked up in it, and the place of new words.
    """
    if unknown := sorted(set(changes) - set(CHANGEABLE)):
        raise BadValueError(
            _("“{field}” of a coding cannot be changed. Possible: {known}.").format(
                field=unknown[0], known=", ".join(CHANGEABLE)
            )
        )

    def plan(states: States) -> list[Change]:
        before = standing(states, guid)
        place = _place(before, changes, transcript)
        undecided = {"suggested", "rejected", "lost"} if place else {"suggested", "rejected"}
        who = {"coder": coder, "status": "confirmed"} if before.status in undecided else {}
        after = checked(Coding, {**before.model_dump(), **changes, **place, **who})
        return [] if after == before else [Change("change", guid, after)]

    return plan


def _place(before: Coding, changes: dict[str, Any], transcript: Transcript) -> dict[str, Any]:
    if not {"start", "end", "quote"} & set(changes):
        return {}
    if "quote" in changes:
        wanted = {"start": None, "end": None, **changes}
    else:
        wanted = {"start": before.start, "end": before.end, "quote": None, **changes}
    words = {key: wanted[key] for key in ("start", "end", "quote")}
    start, end = transcript.locate(checked(TranscriptCoding, {"u": before.utterance, "kind": before.kind, **words}))
    return {"start": start, "end": end, "quote": transcript.utterances[before.utterance].text[start:end]}


def place(
    states: States, guid: str, coder: str, transcript: Transcript, utterance: int, start: int, end: int
) -> list[Change]:
    """One coding gets other words, in any utterance of its transcript; a lost one thereby stands again.

    Raises
    ------
    UnknownNameError, BadValueError
    """
    before = standing(states, guid)
    wanted = {"u": utterance, "kind": before.kind, "start": start, "end": end}
    start, end = transcript.locate(checked(TranscriptCoding, wanted))
    words = {
        "utterance": utterance,
        "start": start,
        "end": end,
        "quote": transcript.utterances[utterance].text[start:end],
    }
    who = {} if before.status == "confirmed" else {"status": "confirmed"}
    if before.status in {"suggested", "rejected"}:
        who["coder"] = coder
    after = before.model_copy(update={**words, **who})
    return [] if after == before else [Change("change", guid, after)]


def checked(model: type[ModelT], values: dict[str, Any]) -> ModelT:
    """A coding, or a transcript file's coding, with these values.

    Raises
    ------
    BadValueError
        A value is none that a coding can have.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        raise BadValueError(
            _("“{value}” does not fit as “{field}” of a coding.").format(
                field=".".join(map(str, fault["loc"])), value=fault["input"]
            )
        ) from error


def standing(states: States, guid: str) -> Coding:
    """The coding of that guid.

    Raises
    ------
    UnknownNameError
        There is none, or it was removed.
    """
    coding = states["coding"].get(guid)
    if coding is None:
        raise UnknownNameError(_("There is no coding “{guid}” in the study.").format(guid=guid))
    return coding


def _decide(
    op: Op, guids: Iterable[str], status: str, decided: Callable[[Coding], Coding]
) -> Callable[[States], list[Change]]:
    guids = list(dict.fromkeys(guids))

    def plan(states: States) -> list[Change]:
        before = [standing(states, guid) for guid in guids]
        return [Change(op, coding.guid, decided(coding)) for coding in before if coding.status not in {status, "lost"}]

    return plan
