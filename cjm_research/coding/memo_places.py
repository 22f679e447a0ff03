"""Where memos belong: what each one is on, in plain words, and all of them as one Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import Codebook, Coding, Memo

# First part of the sort key: the study, then interview after interview, the people, the codes.
STUDY, INTERVIEWS, PEOPLE, CODES = range(4)
# A code point that Markdown may take for a sign of its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>&|~]|^[#+\-=]|(?<=^\d)[.)])")


@dataclass(frozen=True)
class MemoPlace:
    """A memo with what it is on.

    Parameters
    ----------
    title : str
        What the memo is on, in the language in force: “Interview anna, turn 12, coded as Touchpoint: Phone call”.
    quote : str
        The coded words, for a memo on a coding.
    transcript, utterance
        Where to look: the interview, and the turn (from 0) for a memo on a coding.
    gone : bool
        Whether what it was on is no longer in the study; the memo stays all the same.
    order : tuple
        Sort key: by place.
    """

    memo: Memo
    title: str
    quote: str = ""
    transcript: str | None = None
    utterance: int | None = None
    gone: bool = False
    order: tuple[int, int, int, int] = (0, 0, 0, 0)


def memo_places(
    memos: Iterable[Memo],
    *,
    codebook: Codebook,
    codings: Iterable[Coding],
    transcripts: Sequence[str],
    participants: Iterable[str],
) -> list[MemoPlace]:
    """Every memo with its place, in the order of places; memos on the same thing in the order given.

    Parameters
    ----------
    transcripts : sequence of str
        Ids of the interviews, in their order.
    participants : iterable of str
        Ids of the people.
    """
    finder = _Finder(codebook, codings, transcripts, participants)
    return sorted((finder.place(memo) for memo in memos), key=lambda place: place.order)


def memos_as_markdown(places: Iterable[MemoPlace], *, title: str) -> str:
    """All memos as Markdown, grouped by what they are on; the same memos give the same text.

    Memos keep the Markdown that somebody wrote in them, except for headings and HTML; quotes are shown word for word.
    """
    places = sorted(places, key=lambda place: place.order)
    n = len(places)
    lines = [f"# {_plain(title)}", "", ngettext("{n} memo", "{n} memos", n).format(n=n)]
    for title, members in groupby(places, key=_group_title):
        lines += ["", f"## {title}"]
        for place in members:
            lines += _entry(place)
    return "\n".join(lines) + "\n"


class _Finder:
    def __init__(
        self, codebook: Codebook, codings: Iterable[Coding], transcripts: Sequence[str], participants: Iterable[str]
    ) -> None:
        self.codebook = codebook
        self.codings = {coding.guid: coding for coding in codings}
        self.interviews = {id: n for n, id in enumerate(transcripts)}
        self.people = {id: n for n, id in enumerate(sorted(participants))}
        self.codes = {code.key: n for n, code in enumerate(codebook.codes)}

    def place(self, memo: Memo) -> MemoPlace:
        return {
            "study": self._study,
            "coding": self._coding,
            "code": self._code,
            "participant": self._participant,
            "transcript": self._transcript,
        }[memo.on](memo)

    def _study(self, memo: Memo) -> MemoPlace:
        return MemoPlace(memo, _("The study"))

    def _coding(self, memo: Memo) -> MemoPlace:
        coding = self.codings.get(memo.target)
        if coding is None:
            return MemoPlace(
                memo, _("A coding that was removed"), gone=True, order=(INTERVIEWS, len(self.interviews), 0, 0)
            )
        title = _("Interview {interview}, turn {turn}, coded as {code}").format(
            interview=coding.transcript, turn=coding.utterance + 1, code=self.codebook.path_name(coding.code)
        )
        at = (
            INTERVIEWS,
            self.interviews.get(coding.transcript, len(self.interviews)),
            coding.utterance + 1,
            coding.start,
        )
        return MemoPlace(memo, title, coding.quote, coding.transcript, coding.utterance, order=at)

    def _code(self, memo: Memo) -> MemoPlace:
        if memo.target not in self.codes:
            return MemoPlace(memo, _("A code that was removed"), gone=True, order=(CODES, len(self.codes), 0, 0))
        title = _("Code {code}").format(code=self.codebook.path_name(memo.target))
        return MemoPlace(memo, title, order=(CODES, self.codes[memo.target], 0, 0))

    def _participant(self, memo: Memo) -> MemoPlace:
        title = _("Participant {id}").format(id=memo.target)
        gone = memo.target not in self.people
        transcript = memo.target if memo.target in self.interviews else None
        order = (PEOPLE, self.people.get(memo.target, len(self.people)), 0, 0)
        return MemoPlace(memo, title, transcript=transcript, gone=gone, order=order)

    def _transcript(self, memo: Memo) -> MemoPlace:
        title = _("Interview {interview}").format(interview=memo.target)
        gone = memo.target not in self.interviews
        order = (INTERVIEWS, self.interviews.get(memo.target, len(self.interviews)), 0, 0)
        return MemoPlace(memo, title, transcript=None if gone else memo.target, gone=gone, order=order)


def _group_title(place: MemoPlace) -> str:
    group = place.order[0]
    if group == INTERVIEWS and place.transcript is not None:
        return _plain(_("Interview {interview}").format(interview=place.transcript))
    return {
        STUDY: _("The study"),
        INTERVIEWS: _("No longer in the study"),
        PEOPLE: _("Participants"),
        CODES: _("Codes"),
    }[group]


def _entry(place: MemoPlace) -> list[str]:
    # The heading of the group says already that a memo is on the study.
    lines = ["", f"### {_plain(place.title)}"] if place.memo.on != "study" else []
    if place.quote:
        lines += ["", *(f"> {_plain(line)}" for line in in_quotes(place.quote).splitlines())]
    lines += ["", *(_without_headings(line) for line in place.memo.text.strip().splitlines())]
    signed = (_plain(place.memo.coder), place.memo.at[:10])
    return [*lines, "", f"({', '.join(part for part in signed if part)})"]


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _without_headings(line: str) -> str:
    line = line.replace("<", "\\<")
    return re.sub(r"^(\s*)(#|=+\s*$|-+\s*$)", r"\1\\\2", line)
