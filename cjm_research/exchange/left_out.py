"""What a study holds and a format has no place for: only what this study really has is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _
from cjm_research.model import Codebook, Coding, Memo, Transcript


def left_out(content: StudyContent, parts: Iterable[str]) -> list[Loss]:
    """Losses of a format that has no place for some parts of a study.

    Parameters
    ----------
    parts : iterable of str
        Names of `PARTS`.
    """
    return [loss for part in parts for loss in PARTS[part](content)]


def codebook_losses(codebook: Codebook) -> list[Loss]:
    """Codes that say more than name, definition and colour."""
    what = _("When to use a code and when not, and that it was retired, is not written.")
    marked = (code for code in codebook.codes if code.use_when or code.use_not or code.retired)
    return [Loss("dropped", what, codebook.path_name(code.key)) for code in marked]


def text_losses(transcripts: Iterable[Transcript]) -> list[Loss]:
    """Interviews with times."""
    what = _("The times of the turns are not written.")
    timed = (one for one in transcripts if any(u.start_s is not None for u in one.utterances))
    return [Loss("dropped", what, transcript.id) for transcript in timed]


def other_losses(*, settled: bool, surveys: bool) -> list[Loss]:
    """What a study holds beside interviews and codings: what was decided on personas and maps, and surveys."""
    maps = _("What was settled on personas, empathy maps and journey maps is not written: export a report.")
    answers = _("Surveys and their answers are not written: export them for statistics (--format stats).")
    return [Loss("dropped", what) for what, is_there in ((maps, settled), (answers, surveys)) if is_there]


# Codings


def _written(content: StudyContent) -> Iterator[Coding]:
    return (coding for coding in content.codings if coding.status in {"confirmed", "suggested"})


def _valence(content: StudyContent) -> Iterator[Loss]:
    what = _("The valence of codings is not written.")
    return (Loss("dropped", what, one.transcript) for one in _written(content) if one.valence is not None)


def _stage(content: StudyContent) -> Iterator[Loss]:
    what = _("The stage of codings is not written.")
    return (Loss("dropped", what, one.transcript) for one in _written(content) if one.stage)


def _coders(content: StudyContent) -> Iterator[Loss]:
    coders = {one.coder for one in _written(content) if one.status == "confirmed"}
    return (Loss("dropped", _("Who coded is not written."), coder) for coder in sorted(coders))


def _status(content: StudyContent) -> Iterator[Loss]:
    what = _("Suggestions of the machine stand there like codings of people.")
    return (Loss("changed", what, one.transcript) for one in _written(content) if one.status == "suggested")


def _reasons(content: StudyContent) -> Iterator[Loss]:
    what = _("How sure the machine is of a suggestion, and why, is not written.")
    return (Loss("dropped", what, one.transcript) for one in _written(content) if one.score is not None or one.why)


def _of_people(content: StudyContent) -> Iterator[Loss]:
    what = _("Codings of people are not written: this format holds the machine's suggestions alone.")
    return (Loss("dropped", what, one.transcript) for one in _written(content) if one.score is None)


# Memos, codes, people, texts


def _memos(content: StudyContent) -> Iterator[Loss]:
    return _dropped_memos(content, content.memos)


def _other_memos(content: StudyContent) -> Iterator[Loss]:
    return _dropped_memos(content, [memo for memo in content.memos if memo.on != "coding"])


def _dropped_memos(content: StudyContent, memos: Sequence[Memo]) -> Iterator[Loss]:
    where = {coding.guid: coding.transcript for coding in content.codings}
    for memo in memos:
        if memo.on == "code":
            yield Loss("dropped", _("A memo is not written."), content.codebook.path_name(memo.target))
        elif memo.on != "coding" or memo.target in where:
            yield Loss("dropped", _("A memo is not written."), where.get(memo.target, memo.target))


def _guidance(content: StudyContent) -> Iterable[Loss]:
    return codebook_losses(content.codebook)


def _definitions(content: StudyContent) -> Iterable[Loss]:
    what = _("What a code means is not written.")
    book = content.codebook
    defined = (Loss("dropped", what, book.path_name(code.key)) for code in book.codes if code.definition)
    return [*defined, *codebook_losses(book)]


def _names(content: StudyContent) -> Iterator[Loss]:
    what = _("A code stands there under its key, without the name that you gave it and the codes above it.")
    book = content.codebook
    for code in book.codes:
        if code.name or (code.parent and code.parent != code.kind):
            yield Loss("changed", what, book.path_name(code.key))


def _people(content: StudyContent) -> Iterator[Loss]:
    what = _("Properties of participants are not written.")
    return (Loss("dropped", what, person.id) for person in content.participants if person.attributes)


def _texts(content: StudyContent) -> Iterator[Loss]:
    what = _("Coded words alone are written, not the whole interview.")
    return (Loss("dropped", what, transcript.id) for transcript in content.transcripts)


def _times(content: StudyContent) -> Iterable[Loss]:
    return text_losses(content.transcripts)


# Part of a study -> what is lost where a format does not carry it.
PARTS: dict[str, Callable[[StudyContent], Iterable[Loss]]] = {
    "valence": _valence,
    "stage": _stage,
    "coders": _coders,
    "status": _status,
    "reasons": _reasons,
    "codings of people": _of_people,
    "memos": _memos,
    "other memos": _other_memos,
    "guidance": _guidance,
    "definitions": _definitions,
    "names": _names,
    "people": _people,
    "texts": _texts,
    "times": _times,
}
