"""The coding pane: an interview turn by turn, coded with the mouse or with the keyboard alone."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_widgets._base import StudyWidget, bundle
from cjm_widgets.span_coder_content import (
    Interviews,
    code_rows,
    coding_row,
    memo_row,
    packed,
    stage_rows,
    turn_rows,
)
from cjm_widgets.span_coder_words import correction_message, event_sentence, pane_words

if TYPE_CHECKING:
    from cjm_research import Study

ORDERS = ("text", "score", "uncertainty")

# What of a coding a page may change; a place is given as both its ends.
_FIELDS = ("start", "end", "valence", "stage")


class SpanCoder(StudyWidget):
    """Read and code the interviews of a study.

    Machine suggestions stand in the text beside confirmed codings, to be accepted, changed or turned down; new words
    are coded by marking them. Every step is in the study at once, in the name of `coder`, and can be undone. The pane
    computes nothing and changes no code of the codebook, but for codes made on the way (`study.add_code`).

    Parameters
    ----------
    study : Study
        Where interviews come from and codings go to.
    transcript : str, optional
        The interview shown first; the first one with something left to review where none is named.
    coder : str
        In whose name everything is done.
    blind : bool
        Show nothing of the machine and of other coders: the text, the codebook and the coder's own work only.
    order : {"text", "score", "uncertainty"}
        The order in which suggestions are gone through: as they stand in the text, the surest first, or those first of
        which the machine knows least whether they are right.

    Raises
    ------
    UnknownNameError
        There is no such interview.
    BadValueError
        `order` is none of the three.
    """

    _esm, _css = bundle("span_coder")

    blind = traitlets.Bool(False).tag(sync=True)
    order = traitlets.Unicode("text").tag(sync=True)
    mapping = traitlets.Bool(False, help="Whether quotes can be laid beside a map.").tag(sync=True)

    def __init__(
        self,
        study: Study,
        transcript: str | None = None,
        *,
        coder: str = "coder",
        blind: bool = False,
        order: str = "text",
        **traits: Any,
    ) -> None:
        if order not in ORDERS:
            raise BadValueError(
                _("“{order}” is no order of suggestions. Possible: {known}.").format(
                    order=order, known=", ".join(ORDERS)
                )
            )
        self._interviews = Interviews(coder if blind else None)
        self._names_sent: frozenset[str] = frozenset()
        ids = [one.id for one in study.transcripts]
        if transcript is not None and transcript not in ids:
            raise UnknownNameError(_("There is no interview “{id}” in the study.").format(id=transcript))
        self._first = transcript
        self._map_form: Callable[[], Any] | None = None
        super().__init__(study, coder=coder, blind=blind, order=order, **traits)

    def make_words(self) -> dict[str, str]:
        """The strings of the page, in the language in force."""
        return pane_words()

    def summary(self) -> str:
        """What the widget holds, in numbers: it names no person and quotes nobody."""
        n = len(self.study.transcripts)
        k = sum(coding.status == "suggested" for coding in self.study.codings)
        parts = [ngettext("{n} interview", "{n} interviews", n).format(n=n)]
        if not self.blind:
            parts.append(ngettext("{n} suggestion to review", "{n} suggestions to review", k).format(n=k))
        return ", ".join(parts)

    # Content

    def state(self) -> dict[str, Any]:
        """Everything the page needs, with the text of one interview."""
        transcripts = self.study.transcripts
        self._interviews.fill(transcripts, self.study.codings)
        shown = self._shown_first([one.id for one in transcripts])
        return {
            "interviews": self._progress_rows(),
            "open": self._interview(shown) if shown else None,
            "codes": self._codes(),
            "stages": stage_rows(),
            "coders": self._coders(),
            "coder": self.coder,
            "undo": self._undo_state(),
        }

    def delta(self, changes: Any) -> dict[str, Any]:
        """What changed: rows of codings in the interviews that are open, progress, memos, texts, the codebook."""
        content: dict[str, Any] = {"undo": self._undo_state()}
        if not self._interviews.knows(changes):
            # An interview that came after the pane, or a kernel that was started anew below a page.
            self._interviews.fill(self.study.transcripts, self.study.codings)
            content["interviews"] = self._progress_rows()
        touched = self._interviews.update(changes.codings)
        if touched:
            content["progress"] = self._interviews.progress(sorted(touched))
            content["codings"] = touched
        if gone := [guid for guid, coding in changes.codings.items() if coding is None]:
            content["gone"] = gone
        if changes.codes or self._unnamed(touched):
            content["codes"] = self._codes()
            content["coders"] = self._coders()
        if changes.memos:
            content["memos"] = {guid: self._memo(memo) for guid, memo in changes.memos.items()}
        if changes.texts:
            content["texts"] = [
                [id, turn, self.study.transcript(id).utterances[turn].text] for id, turn in sorted(changes.texts)
            ]
        return content

    def _progress_rows(self) -> list[list[Any]]:
        return [[id, *row] for id, row in self._interviews.progress().items()]

    def _shown_first(self, ids: list[str]) -> str | None:
        if self._first in ids:
            return self._first
        for id, (made, decided, *_rest) in self._interviews.progress().items():
            if decided < made:
                return id
        return ids[0] if ids else None

    def _interview(self, id: str) -> dict[str, Any]:
        transcript = self.study.transcript(id)
        codings = packed(self._interviews.rows(id))
        own = {coding.guid for coding in self._interviews.of(id)}
        memos = [
            memo_row(memo)
            for memo in self.study.memos
            if self._is_shown(memo)
            and (
                (memo.on == "coding" and memo.target in own)
                or (memo.on in ("transcript", "participant") and memo.target == id)
            )
        ]
        return {"id": id, **turn_rows(transcript), "codings": codings, "memos": memos}

    def _is_shown(self, memo: Any) -> bool:
        return not self.blind or memo.coder == self.coder

    def _memo(self, memo: Any) -> list[str] | None:
        return memo_row(memo) if memo is not None and self._is_shown(memo) else None

    def _codes(self) -> list[list[Any]]:
        used = {coding.code for id in self._interviews.ids for coding in self._interviews.of(id)}
        rows = code_rows(self.study.codebook, used)
        self._names_sent = frozenset(row[0] for row in rows)
        return rows

    def _unnamed(self, touched: dict[str, dict[str, list[Any] | None]]) -> bool:
        return any(
            row is not None and row[4] not in self._names_sent for rows in touched.values() for row in rows.values()
        )

    def _coders(self) -> list[str]:
        return [self.coder] if self.blind else sorted({*self.study.coders, self.coder})

    def _undo_state(self) -> list[bool]:
        return list(self.study.store.can_step(self.coder))

    # From the notebook

    def show(self, transcript: str, *, utterance: int | None = None, guid: str | None = None) -> None:
        """Lead the page to an interview, to a turn of it, or to a coding.

        Raises
        ------
        UnknownNameError
            There is no such interview.
        """
        self.study.transcript(transcript)
        self._first = transcript
        self.send({"type": "show", "interview": transcript, "turn": utterance, "guid": guid})

    def lay_beside(self, form: Any) -> None:
        """Give quotes a way to a form with ``offer(guid)``, such as a `JourneyForm`."""
        self._map_form = weakref.ref(form)
        self.mapping = True

    # What a page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Perform an operation of the page with the verbs of the study.

        Raises
        ------
        UnknownNameError
            There is no such operation, interview, code or coding.
        BadValueError
            A value is none that the study takes.
        """
        operation = _OPERATIONS.get(op)
        if operation is None:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return operation(self, args)

    def _open(self, args: dict[str, Any]) -> dict[str, Any]:
        self._first = str(args["interview"])
        return {"open": self._interview(self._first)}

    def _add(self, args: dict[str, Any]) -> None:
        kind, label = _parts(args["code"])
        self.study.add_coding(
            args["interview"],
            int(args["turn"]),
            args.get("quote"),
            kind=kind,
            label=label,
            start=int(args["start"]),
            end=int(args["end"]),
            valence=args.get("valence"),
            stage=args.get("stage"),
            coder=self.coder,
            guid=args["guid"],
        )

    def _accept(self, args: dict[str, Any]) -> None:
        self.study.accept(*self._shown(args["guids"]), coder=self.coder)

    def _reject(self, args: dict[str, Any]) -> None:
        self.study.reject(*self._shown(args["guids"]), coder=self.coder)

    def _change(self, args: dict[str, Any]) -> None:
        (guid,) = self._shown([args["guid"]])
        changes = {name: args[name] for name in _FIELDS if name in args}
        if "start" in args and "quote" in args:
            self._check_words(guid, self.study.store.coding(guid).utterance, args)
        if "code" in args:
            changes["kind"], changes["label"] = _parts(args["code"])
        self.study.change_coding(guid, coder=self.coder, **changes)

    def _remove(self, args: dict[str, Any]) -> None:
        # A step sent twice finds them gone already.
        standing = [guid for guid in args["guids"] if self._interviews.coding(guid) is not None]
        if standing:
            self.study.remove_coding(*standing, coder=self.coder)

    def _undo(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"n": self.study.undo(self.coder)}

    def _redo(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"n": self.study.redo(self.coder)}

    def _new_code(self, args: dict[str, Any]) -> dict[str, Any]:
        code = self.study.add_code(args["name"], kind=args["kind"], parent=args.get("parent") or None, coder=self.coder)
        return {"code": code.key}

    def _correct(self, args: dict[str, Any]) -> dict[str, Any]:
        done = self.study.correct_text(args["interview"], int(args["turn"]), str(args["text"]), coder=self.coder)
        standing = {coding.guid for coding in self.study.codings}  # suggestions go with their words
        kept = tuple(guid for guid in done.moved if guid in standing)
        moved, lost, reworded = (self._ours(guids) for guids in (kept, done.lost, done.reworded))
        return {"moved": moved, "lost": lost, "message": correction_message(moved, lost, reworded)}

    def _ours(self, guids: tuple[str, ...]) -> int:
        return sum(self._interviews.coding(guid) is not None for guid in guids)

    def _place(self, args: dict[str, Any]) -> None:
        (guid,) = self._shown([args["guid"]])
        self._check_words(guid, int(args["turn"]), args)
        self.study.place_again(
            guid, utterance=int(args["turn"]), start=int(args["start"]), end=int(args["end"]), coder=self.coder
        )

    def _check_words(self, guid: str, turn: int, args: dict[str, Any]) -> None:
        """Look whether the words that the page means stand there: the text may have been corrected since."""
        text = self.study.transcript(self.study.store.coding(guid).transcript).utterances[turn].text
        quote = args.get("quote")
        if quote is not None and text[int(args["start"]) : int(args["end"])] != quote:
            raise BadValueError(
                _("The text was corrected in the meantime; the words “{quote}” do not stand there any more.").format(
                    quote=quote
                )
            )

    def _write_memo(self, args: dict[str, Any]) -> None:
        guid, text = str(args["guid"]), str(args["text"])
        known = next((memo for memo in self.study.memos if memo.guid == guid), None)
        if known is None:
            self.study.write_memo(text, on=args["on"], target=str(args["target"]), coder=self.coder, guid=guid)
        elif known.text != text:
            self.study.change_memo(guid, text, coder=self.coder)

    def _remove_memo(self, args: dict[str, Any]) -> None:
        if any(memo.guid == args["guid"] for memo in self.study.memos):
            self.study.remove_memo(args["guid"], coder=self.coder)

    def _offer(self, args: dict[str, Any]) -> dict[str, Any]:
        (guid,) = self._shown([args["guid"]])
        form = self._map_form() if self._map_form else None
        if form is None or not form.offer(guid):
            raise BadValueError(_("These words do not count on the map that is shown."))
        return {"message": _("The quote waits beside the map for its place.")}

    def _rows(self, args: dict[str, Any]) -> dict[str, Any]:
        """Codings as they stand, for a page that painted a step which was refused."""
        found = {guid: self._interviews.coding(guid) for guid in args["guids"]}
        return {"rows": {guid: coding_row(c, blind=self.blind) if c else None for guid, c in found.items()}}

    def _history(self, args: dict[str, Any]) -> dict[str, Any]:
        (guid,) = self._shown([args["guid"]])
        path_name = self.study.codebook.path_name
        lines = [
            [event.at, event.coder, event_sentence(event.op, event.value, path_name)]
            for event in self.study.store.history(guid)
            if not self.blind or event.coder == self.coder
        ]
        return {"history": lines}

    def _shown(self, guids: list[str]) -> list[str]:
        """The guids, all of codings that this pane shows."""
        for guid in guids:
            if self._interviews.coding(guid) is None:
                raise UnknownNameError(_("This coding is not in the study any more: it was removed in the meantime."))
        return list(guids)


_OPERATIONS: dict[str, Callable[[SpanCoder, dict[str, Any]], dict[str, Any] | None]] = {
    "open": SpanCoder._open,
    "add": SpanCoder._add,
    "accept": SpanCoder._accept,
    "reject": SpanCoder._reject,
    "change": SpanCoder._change,
    "remove": SpanCoder._remove,
    "undo": SpanCoder._undo,
    "redo": SpanCoder._redo,
    "new_code": SpanCoder._new_code,
    "correct": SpanCoder._correct,
    "place": SpanCoder._place,
    "memo": SpanCoder._write_memo,
    "remove_memo": SpanCoder._remove_memo,
    "rows": SpanCoder._rows,
    "history": SpanCoder._history,
    "offer": SpanCoder._offer,
}


def _parts(code: str) -> tuple[str, str | None]:
    kind, _slash, label = str(code).partition("/")
    return kind, label or None
