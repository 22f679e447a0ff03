"""The codebook as a tree to be built and tended: codes, what they mean, and what lies behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import traitlets

from cjm_research import Study
from cjm_research.coding.codebook_use import code_counts, code_examples, counter_examples
from cjm_research.coding.themes import QuoteSpace
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import MACHINE_CODER, Code, Codebook, Coding, Memo
from cjm_research.study.code_history import code_history
from cjm_research.study.selection import settled_codings
from cjm_widgets._base import StudyWidget, bundle, show_coding
from cjm_widgets.codebook_editor_words import codebook_words

# Colours for new codes: apart from each other for most people with colour-vision deficiency, and visible on white and
# on black (Okabe and Ito's, Paul Tol's muted set).
PALETTE = (
    "#0072B2", "#56B4E9", "#44AA99", "#009E73", "#117733", "#999933", "#E69F00", "#D55E00",
    "#CC6677", "#882255", "#CC79A7", "#AA4499", "#7A5195", "#8C6D31", "#777777", "#B2182B",
)  # fmt: skip
# Longer quotes are cut where codings are listed; the interview has all of it. In code points.
QUOTE_SHOWN = 400
# Codings on one page of the list from which a code is split.
PAGE = 100

_FIELDS = ("name", "definition", "use_when", "use_not", "colour", "retired")


class CodebookEditor(StudyWidget):
    """Build and tend the codebook of a study.

    Every act is in the study at once, as one step that `coder` can take back. The form codes no text: use `SpanCoder`.

    Parameters
    ----------
    study : Study
        Whose codebook.
    coder : str
        In whose name things are done.
    opens : widget, optional
        A form with ``show(transcript, utterance=..., guid=...)``, such as a `SpanCoder`: links to examples lead there.
    blind : bool
        Whether figures, examples and memos are those of `coder` alone: of the machine and of others nothing is seen
        but the codebook.
    """

    _esm, _css = bundle("codebook_editor")

    target = traitlets.Unicode("", help="The place asked for last: guid of a coding.").tag(sync=True)

    def __init__(
        self, study: Study, *, coder: str = "coder", opens: Any = None, blind: bool = False, **traits: Any
    ) -> None:
        self._opens = opens
        self._blind = blind
        super().__init__(study, coder=coder, **traits)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        codes = self.study.codebook.codes
        own = sum(not code.is_built_in for code in codes)
        n = len(codes)
        return ngettext("{n} code, {k} of your own", "{n} codes, {k} of your own", n).format(n=n, k=own)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return codebook_words()

    # What the page shows

    def state(self) -> dict[str, Any]:
        """The whole codebook with its counts and memos."""
        book = self.study.codebook
        return {
            "codes": {code.key: _row(book, code) for code in book.codes},
            "memos": {memo.guid: _memo_row(memo) for memo in self.study.memos if self._shows(memo)},
            "palette": list(PALETTE),
            "links": self._opens is not None,
            **self._counts(book),
            **self.steps(),
        }

    def delta(self, changes: Any) -> dict[str, Any]:
        """What changed, as the page has to show it."""
        book = self.study.codebook
        content: dict[str, Any] = self.steps()
        if changes.codes:
            content["codes"] = {key: None if code is None else _row(book, code) for key, code in changes.codes.items()}
        if changes.codes or changes.codings or changes.consensus:
            content.update(self._counts(book))
        if changes.memos:
            content["memos"] = {
                guid: _memo_row(memo) if memo is not None and self._shows(memo) else None
                for guid, memo in changes.memos.items()
            }
        return content

    def _shows(self, memo: Memo) -> bool:
        return memo.on == "code" and (not self._blind or memo.coder == self.coder)

    def _seen(self) -> tuple[Coding, ...]:
        """The codings that may be shown."""
        codings = self.study.codings
        return tuple(c for c in codings if c.coder == self.coder) if self._blind else codings

    def _counted(self) -> tuple[Coding, ...]:
        """Those that count: where coders have settled an interview, their consensus alone."""
        return self._seen() if self._blind else settled_codings(self._seen(), self.study.store.consensus())

    def _counts(self, book: Codebook) -> dict[str, Any]:
        """Figures of the codes that have any: own, in all, own people, people, suggested, suggested in all."""
        participants = self.study.participants
        counts = code_counts(book, self._counted(), participants=participants)
        return {
            "counts": {
                key: [c.own, c.in_all, len(c.own_people), len(c.people), c.suggested, c.suggested_in_all]
                for key, c in counts.items()
                if c.in_all or c.suggested_in_all
            },
            "people": len(participants),
        }

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            "add_code": self._add_code,
            "change_code": self._change_code,
            "move_code": self._move_code,
            "merge_codes": self._merge_codes,
            "split_code": self._split_code,
            "remove_code": self._remove_code,
            "write_memo": self._write_memo,
            "change_memo": self._change_memo,
            "remove_memo": self._remove_memo,
            "undo": self.undo,
            "redo": self.redo,
            "details": self._details,
            "codings": self._codings_of,
            "merge_preview": self._merge_preview,
            "show": self._show,
        }
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return actions[op](**args)

    def _add_code(self, name: str, kind: str, parent: str | None = None, colour: str = "") -> dict[str, Any]:
        code = self.study.add_code(name, kind=kind, parent=parent, colour=colour, coder=self.coder)
        return {"key": code.key}

    def _change_code(self, key: str, **changes: Any) -> dict[str, Any] | None:
        unknown = sorted(set(changes) - set(_FIELDS))
        if unknown:
            raise BadValueError(_("A code has no field “{field}”.").format(field=unknown[0]))
        self.study.change_code(key, coder=self.coder, **changes)
        if "retired" not in changes:
            return None
        book = self.study.codebook
        n = sum(coding.code == key and coding.status == "confirmed" for coding in self.study.codings)
        if changes["retired"] and not n:
            said = _("“{code}” is retired.")
        elif changes["retired"]:
            said = ngettext(
                "“{code}” is retired; its {n} coding stays.", "“{code}” is retired; its {n} codings stay.", n
            )
        else:
            said = _("“{code}” is in use again.")
        return {"said": said.format(code=_short(book.name_of(key)), n=n)}

    def _move_code(self, key: str, parent: str | None = None, position: int | None = None) -> dict[str, Any]:
        before = {code.key for code in self.study.codebook.codes}
        change = self.study.move_code(key, parent=parent, position=position, coder=self.coder)
        # Below another kind a code gets another key.
        new = [c.key for c in self.study.codebook.codes if c.key not in before and c.parent == parent]
        return {"said": change.message, "key": new[0] if new else key}

    def _merge_codes(self, keys: Iterable[str], into: str) -> dict[str, Any]:
        return {"said": self.study.merge_codes(*keys, into=into, coder=self.coder).message, "key": into}

    def _split_code(self, key: str, guids: Iterable[str], name: str) -> dict[str, Any]:
        guids = tuple(guids)
        code = self.study.split_code(key, guids, name=name, coder=self.coder)
        said = ngettext(
            "{n} coding of “{code}” went to the new code “{new}”.",
            "{n} codings of “{code}” went to the new code “{new}”.",
            len(guids),
        )
        old = self.study.codebook.name_of(key)
        return {"said": said.format(n=len(guids), code=_short(old), new=_short(name)), "key": code.key}

    def _remove_code(self, key: str) -> dict[str, Any]:
        return {"said": self.study.remove_code(key, coder=self.coder).message}

    def _write_memo(self, key: str, text: str, guid: str) -> None:
        self.study.write_memo(text, on="code", target=key, coder=self.coder, guid=guid)

    def _change_memo(self, guid: str, text: str) -> None:
        self.study.change_memo(guid, text, coder=self.coder)

    def _remove_memo(self, guid: str) -> None:
        self.study.remove_memo(guid, coder=self.coder)

    def _show(self, guid: str) -> None:
        """Lead to a coding in the interview; the trait tells a notebook that listens."""
        show_coding(self.study, guid, self._opens)
        self.target = guid

    # Answers

    def _details(self, key: str) -> dict[str, Any]:
        """Examples, near misses and history of one code."""
        book, codings = self.study.codebook, self._counted()
        space = QuoteSpace(codings)
        return {
            "key": key,
            "examples": [_coding_row(book, c) for c in code_examples(book, codings, key, space=space)],
            "misses": [_coding_row(book, c) for c in counter_examples(book, codings, key, space=space)],
            "history": [asdict(step) for step in code_history(self.study, key)],
        }

    def _codings_of(self, key: str, offset: int = 0) -> dict[str, Any]:
        """One page of the codings of the code itself: confirmed ones first."""
        own = [c for c in self._seen() if c.code == key and c.status in {"confirmed", "suggested", "lost"}]
        own.sort(key=lambda coding: coding.status == "suggested")
        book = self.study.codebook
        return {
            "key": key,
            "total": len(own),
            "offset": offset,
            "rows": [_coding_row(book, c) for c in own[offset : offset + PAGE]],
        }

    def _merge_preview(self, keys: Iterable[str], into: str) -> dict[str, Any]:
        """What merging would do, in one sentence; nothing is done."""
        book, keys = self.study.codebook, tuple(keys)
        moving = [c for c in self.study.codings if c.code in keys]
        n, people = len(moving), len({c.participant for c in moving})
        what = ngettext("{n} coding", "{n} codings", n).format(n=n)
        who = ngettext("{n} person", "{n} people", people).format(n=people)
        names = ", ".join(in_quotes(_short(book.name_of(key))) for key in keys)
        message = _(
            "{codings} of {people} will move from {codes} to {into}. No coding is lost, the merged code stays in the "
            "list of retired codes, and you can take the step back."
        )
        said = message.format(codings=what, people=who, codes=names, into=in_quotes(_short(book.name_of(into))))
        status = Counter(c.status for c in moving)
        among = _("Confirmed: {confirmed}; suggested by the machine: {suggested}; turned down: {rejected}.").format(
            confirmed=status["confirmed"] + status["lost"], suggested=status["suggested"], rejected=status["rejected"]
        )
        return {"said": said, "among": among if n else ""}


def _row(book: Codebook, code: Code) -> dict[str, Any]:
    return {
        "key": code.key,
        "kind": code.kind,
        "parent": code.parent,
        "name": book.name_of(code.key),
        "named": bool(code.name),
        "definition": code.definition,
        "use_when": code.use_when,
        "use_not": code.use_not,
        "colour": code.colour,
        "shown": book.colour_of(code.key),
        "retired": code.retired,
        "into": book.name_of(code.merged_into) if code.merged_into else "",
        "own": not code.is_built_in,
        "position": code.position,
    }


def _memo_row(memo: Memo) -> dict[str, Any]:
    return {"guid": memo.guid, "target": memo.target, "text": memo.text, "coder": memo.coder, "at": memo.at}


def _coding_row(book: Codebook, coding: Coding) -> dict[str, Any]:
    return {
        "guid": coding.guid,
        "quote": in_quotes(_short(coding.quote, QUOTE_SHOWN)),
        "place": _("Interview {interview}, turn {turn}").format(interview=coding.transcript, turn=coding.utterance + 1),
        "code": book.name_of(coding.code),
        "suggested": coding.status == "suggested",
        "coder": "" if coding.coder == MACHINE_CODER else coding.coder,
    }


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
