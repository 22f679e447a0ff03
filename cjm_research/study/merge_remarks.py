"""The sentences of a merge: what was decided differently, what was kept, what was left out."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import Code, Coding, ConsensusDecision, Memo, Participant, code_name, term
from cjm_research.study.merge_report import MergeRemark, Subject

SHORT = 60


def same_coder(name: str) -> str:
    """Both sides coded under one name."""
    return _(
        "“{name}” has coded on both sides. If these are two people, take the merge back and give one of them another "
        "name, so that their codings can be told apart."
    ).format(name=name)


def personas_stay() -> str:
    """The other side has settled personas, or worked on empathy maps, in its own way."""
    return _(
        "Personas, empathy maps and journey maps as they were settled in the other study do not come along; those of "
        "this study stay."
    )


def answers_stay() -> str:
    """The other side holds survey answers that this one does not."""
    return _("Survey answers of the other study do not come along: import its survey here.")


def _in_short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def _said(coding: Coding, other: Coding) -> str:
    """A coding in a few words: who decided what, as far as it differs from the other one."""
    name = code_name(coding.code)
    if coding.status == "rejected":
        return _("{code}: rejected").format(code=name)
    parts = [name]
    if coding.quote != other.quote:
        parts.append(in_quotes(_in_short(coding.quote)))
    if coding.valence != other.valence:
        signed = f"{coding.valence or 0:+d}".replace("+0", "0").replace("-", "−")
        known = coding.valence is not None
        parts.append(_("valence {value}").format(value=signed) if known else _("no valence"))
    if coding.stage != other.stage:
        parts.append(term("stage", coding.stage) if coding.stage else _("no stage"))
    if coding.status == "lost":
        parts.append(_("its words are gone"))
    return _("{code} ({coder})").format(code=", ".join(parts), coder=coding.coder)


def two_decisions(ours: Coding, theirs: Coding, new_guid: str) -> MergeRemark:
    """One coding that the two sides have made different things of."""
    mine, yours = _said(ours, theirs), _said(theirs, ours)
    return MergeRemark(
        subject="coding",
        key=ours.guid,
        new_key=new_guid,
        transcript=ours.transcript,
        ours=mine,
        theirs=yours,
        message=_("{id}, turn {turn}, “{quote}”: ours {ours}; theirs {theirs}.").format(
            id=ours.transcript, turn=ours.utterance + 1, quote=_in_short(ours.quote), ours=mine, theirs=yours
        ),
    )


def removed_here(coding: Coding) -> MergeRemark:
    """A coding that was removed in this study and stands in the other."""
    return _removed(coding, _("{id}, turn {turn}, “{quote}”: removed here, stands in the other study; back again."))


def removed_there(coding: Coding) -> MergeRemark:
    """A coding that was removed in the other study and stands in this one."""
    return _removed(coding, _("{id}, turn {turn}, “{quote}”: removed in the other study, kept here."))


def _removed(coding: Coding, sentence: str) -> MergeRemark:
    quote = _in_short(coding.quote)
    message = sentence.format(id=coding.transcript, turn=coding.utterance + 1, quote=quote)
    return MergeRemark(subject="coding", key=coding.guid, transcript=coding.transcript, message=message)


def other_removed(subject: Subject, key: str, value: Any, *, here: bool) -> MergeRemark:
    """A code, a memo or a decision that was removed on one side."""
    name = value.name or code_name(key) if isinstance(value, Code) else _in_short(getattr(value, "text", key))
    if here:
        message = _("“{name}”: removed here, stands in the other study; back again.").format(name=name)
    else:
        message = _("“{name}”: removed in the other study, kept here.").format(name=name)
    return MergeRemark(subject=subject, key=key, message=message)


def two_texts(turn: tuple[str, int], ours: str, theirs: str, new_key: str) -> MergeRemark:
    """A turn that both sides have corrected."""
    return MergeRemark(
        subject="text",
        key=f"{turn[0]}#{turn[1]}",
        new_key=new_key,
        transcript=turn[0],
        ours=ours,
        theirs=theirs,
        message=_(
            "{id}, turn {turn}: corrected on both sides. Ours: “{ours}”. Theirs, kept as a memo: “{theirs}”."
        ).format(id=turn[0], turn=turn[1] + 1, ours=ours, theirs=theirs),
    )


def other_text(utterance: int, text: str) -> str:
    """The memo that keeps their text of a turn."""
    return _("Another text of turn {turn}, from a merged study: “{text}”").format(turn=utterance + 1, text=text)


def two_memos(ours: Memo, theirs: Memo, new_guid: str) -> MergeRemark:
    """A memo that both sides have written anew."""
    message = _("Memo, written anew on both sides: “{ours}”; theirs is kept beside it: “{theirs}”.")
    return MergeRemark(
        subject="memo",
        key=ours.guid,
        new_key=new_guid,
        ours=ours.text,
        theirs=theirs.text,
        message=message.format(ours=_in_short(ours.text), theirs=_in_short(theirs.text)),
    )


def _described(ours: Code, theirs: Code) -> str:
    """What differs between two versions of a code, as their version has it."""
    fields = (
        (_("Name: {text}"), "name"),
        (_("Definition: {text}"), "definition"),
        (_("When to use: {text}"), "use_when"),
        (_("When not to use: {text}"), "use_not"),
        (_("Colour: {text}"), "colour"),
        (_("Below: {text}"), "parent"),
        (_("Merged into: {text}"), "merged_into"),
    )
    lines = [
        sentence.format(text=getattr(theirs, field) or "–")
        for sentence, field in fields
        if getattr(ours, field) != getattr(theirs, field)
    ]
    if ours.retired != theirs.retired:
        lines.append(_("Retired.") if theirs.retired else _("In use."))
    return "\n".join(lines)


def other_code(ours: Code, theirs: Code) -> str:
    """The memo that keeps their version of a code."""
    return _("Otherwise in a merged study:") + "\n" + _described(ours, theirs)


def two_codes(ours: Code, theirs: Code, new_key: str) -> MergeRemark:
    """A code that both sides have described differently."""
    return MergeRemark(
        subject="code",
        key=ours.key,
        new_key=new_key,
        ours=_described(theirs, ours),
        theirs=_described(ours, theirs),
        message=_("Code “{name}”: described differently. Ours stays, theirs is kept as a memo on the code.").format(
            name=ours.name or code_name(ours.key)
        ),
    )


def two_consensus(key: str, ours: ConsensusDecision, theirs: ConsensusDecision) -> MergeRemark:
    """A difference between coders that was settled in two ways."""
    return MergeRemark(
        subject="consensus",
        key=key,
        transcript=ours.transcript,
        ours=ours.decision,
        theirs=theirs.decision,
        message=_("{id}: a difference between coders was settled in two ways; ours stands.").format(id=ours.transcript),
    )


def other_interview(id: str, n_codings: int) -> MergeRemark:
    """An interview whose id stands for another text here."""
    sentence = _("“{id}”: the studies have different interviews of this name; theirs stays out.")
    return _left_out(id, sentence.format(id=id), n_codings)


def removed_interview(id: str, n_codings: int) -> MergeRemark:
    """An interview that was taken out of this study."""
    sentence = _("“{id}”: the interview was taken out of this study and stays out.")
    return _left_out(id, sentence.format(id=id), n_codings)


def known_file(id: str, known: str, n_codings: int) -> MergeRemark:
    """An interview that this study has under another name."""
    sentence = _("“{id}”: the same file is in this study as “{known}”; theirs stays out.")
    return _left_out(id, sentence.format(id=id, known=known), n_codings)


def _left_out(id: str, sentence: str, n: int) -> MergeRemark:
    count = ngettext("{n} coding of it was not taken in.", "{n} codings of it were not taken in.", n).format(n=n)
    message = f"{sentence} {count}" if n else sentence
    return MergeRemark(subject="transcript", key=id, transcript=id, message=message)


def other_person(ours: Participant, theirs: Participant) -> MergeRemark:
    """A person of whom the studies know different things."""
    fields = sorted(
        key for key in {*ours.attributes, *theirs.attributes} if ours.attributes.get(key) != theirs.attributes.get(key)
    )
    fields += [name for name in ("group", "method") if getattr(ours, name) != getattr(theirs, name)]
    return MergeRemark(
        subject="participant",
        key=ours.id,
        ours=", ".join(f"{name}={ours.attributes.get(name, getattr(ours, name, ''))}" for name in fields),
        theirs=", ".join(f"{name}={theirs.attributes.get(name, getattr(theirs, name, ''))}" for name in fields),
        message=_("Participant “{id}” differs in {fields}; ours stays.").format(id=ours.id, fields=", ".join(fields)),
    )
