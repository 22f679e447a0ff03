"""All memos of a study in one place: what each is on, to be filtered, sorted, written and followed to the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from cjm_research import Study
from cjm_research.coding.memo_places import MemoPlace
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.study.memo_export import memos_markdown, places_of_memos
from cjm_widgets._base import StudyWidget, bundle
from cjm_widgets.memo_list_words import memo_list_words

if TYPE_CHECKING:
    from cjm_research.storage import Changes

# Longer quotes are cut in the list; the interview has all of them. In code points.
QUOTE_SHOWN = 400
# The same in the list of codings from which a memo's place is chosen.
CHOICE_SHOWN = 80


class MemoList(StudyWidget):
    """List, filter, write and export the memos of a study.

    Memos on codings, codes, people, interviews and the study stand side by side, each with what it is on. The form
    codes nothing.

    Parameters
    ----------
    study : Study
        Whose memos.
    coder : str
        In whose name memos are written.
    opens : widget, optional
        A form with ``show(transcript, utterance=..., guid=...)``, such as a `SpanCoder`, in which the text of a memo
        is shown.
    blind : bool
        Whether only the memos of `coder` are shown.
    """

    _esm, _css = bundle("memo_list")

    target = traitlets.Unicode(
        "", help="The place asked for last: guid of a coding, or TRANSCRIPT#UTTERANCE (from 0)."
    ).tag(sync=True)

    def __init__(
        self, study: Study, *, coder: str = "coder", opens: Any = None, blind: bool = False, **traits: Any
    ) -> None:
        self._opens = opens
        self._blind = blind
        super().__init__(study, coder=coder, **traits)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = len(self._places())
        return ngettext("{n} memo", "{n} memos", n).format(n=n)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return memo_list_words()

    # What the page shows

    def state(self) -> dict[str, Any]:
        """All memos with their places."""
        return {
            "memos": self._rows(),
            "coder": self.coder,
            **self.steps(),
        }

    def delta(self, changes: Changes) -> dict[str, Any]:
        """The memos that changed, and those on things that changed."""
        content: dict[str, Any] = self.steps()
        touched = set(changes.memos)
        if changes.codings or changes.codes:
            # A code's name is part of what a memo on a coding is on.
            moved = {*changes.codings, *changes.codes}
            touched |= {m.guid for m in self.study.memos if changes.codes or m.target in moved}
        if touched:
            rows = self._rows()
            content["memos"] = {guid: rows.get(guid) for guid in sorted(touched)}
        return content

    def _rows(self) -> dict[str, dict[str, Any]]:
        numbers = {memo.guid: number for number, memo in enumerate(self.study.memos)}
        leads = self._opens is not None  # a link that leads nowhere is not shown
        return {place.memo.guid: _row(place, numbers[place.memo.guid], leads=leads) for place in self._places()}

    def _places(self) -> list[MemoPlace]:
        places = places_of_memos(self.study)
        return [place for place in places if place.memo.coder == self.coder] if self._blind else places

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            "write_memo": self._write_memo,
            "change_memo": self._change_memo,
            "remove_memo": self._remove_memo,
            "undo": self.undo,
            "redo": self.redo,
            "targets": self._targets,
            "codings": self._codings_of,
            "export": self._export,
            "show": self._show,
        }
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return actions[op](**args)

    def _write_memo(self, text: str, on: Any, guid: str, target: str = "") -> None:
        self.study.write_memo(text, on=on, target=target, coder=self.coder, guid=guid)

    def _change_memo(self, guid: str, text: str) -> None:
        self.study.change_memo(guid, text, coder=self.coder)

    def _remove_memo(self, guid: str) -> None:
        self.study.remove_memo(guid, coder=self.coder)

    def _targets(self) -> dict[str, Any]:
        """What a memo can be on."""
        book = self.study.codebook
        return {
            "transcript": [[transcript.id, transcript.id] for transcript in self.study.transcripts],
            "participant": [[person.id, person.id] for person in self.study.participants],
            "code": [[code.key, book.path_name(code.key)] for code in book.codes],
        }

    def _codings_of(self, transcript: str) -> dict[str, Any]:
        """The codings of an interview, to choose one from."""
        book = self.study.codebook
        rows = []
        for coding in self.study.codings:
            hidden = self._blind and coding.coder != self.coder
            if coding.transcript == transcript and coding.status != "rejected" and not hidden:
                label = _("Turn {turn}, {code}: {quote}").format(
                    turn=coding.utterance + 1,
                    code=book.path_name(coding.code),
                    quote=in_quotes(_cut(coding.quote, CHOICE_SHOWN)),
                )
                rows.append([coding.guid, label])
        return {"transcript": transcript, "coding": rows}

    def _export(self) -> dict[str, Any]:
        return {"text": memos_markdown(self.study, coder=self.coder if self._blind else None)}

    def _show(self, guid: str) -> None:
        """Lead to the text that a memo is on; the trait tells a notebook that listens."""
        place = next((place for place in self._places() if place.memo.guid == guid), None)
        if place is None or place.transcript is None:
            raise UnknownNameError(_("This memo is not on a place in an interview."))
        coding = place.memo.target if place.memo.on == "coding" else None
        self.target = coding or f"{place.transcript}#{place.utterance or 0}"
        if self._opens is not None:
            self._opens.show(place.transcript, utterance=place.utterance, guid=coding)


def _row(place: MemoPlace, number: int, *, leads: bool) -> dict[str, Any]:
    memo = place.memo
    return {
        "guid": memo.guid,
        "on": memo.on,
        "target": memo.target,
        "text": memo.text,
        "coder": memo.coder,
        "at": memo.at,
        "title": place.title,
        "quote": in_quotes(_cut(place.quote, QUOTE_SHOWN)) if place.quote else "",
        "order": list(place.order),
        "number": number,
        "gone": place.gone,
        "shows": leads and place.transcript is not None,
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
