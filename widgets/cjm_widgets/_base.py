"""What all forms on a study have in common: the messages between page and kernel, and the files of the page.

The study is the truth. A page asks for its content when it is drawn (``sync``), sends what a person does (``op``), and
is told what has changed (``delta``), by whomever. Nothing of an interview is kept in the widget's synced traits, so
that a saved notebook never holds it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import weakref
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import anywidget
import traitlets

from cjm_research.errors import CjmError, UnknownNameError
from cjm_research.i18n import _, chosen_language, using_language
from cjm_widgets._asking import Asking

if TYPE_CHECKING:
    from cjm_research import Study
    from cjm_research.storage import Changes

STATIC = Path(__file__).parent / "static"

# Operations whose answer may have been lost on the way are sent again; this many are remembered.
REMEMBERED = 20_000

_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"\./(\w+)\.js";[ \t]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|let|class) +(\w+))", re.MULTILINE)

_log = logging.getLogger(__name__)


class Bundle(NamedTuple):
    """The page's half of a form: one module and its style sheet."""

    esm: str
    css: str


def bundle(name: str) -> Bundle:
    """The module and the style sheet of a form, with the modules that it imports put in.

    A page gets one module and cannot follow its imports. So each ``import { … } from "./NAME.js";`` is replaced: the
    module comes in once, in a scope of its own, and what is imported is taken from there. All files stay modules that
    node can import as they are.

    Parameters
    ----------
    name : str
        Stem of the files in ``static``; a missing style sheet counts as empty.
    """
    css = STATIC / f"{name}.css"
    esm = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    return Bundle(join_module(esm), join_style(css.read_text(encoding="utf-8") if css.exists() else ""))


def join_module(esm: str) -> str:
    """A module with those in ``static`` that it imports put before it."""
    scopes: dict[str, str] = {}
    text = _IMPORT.sub(lambda match: _taken(match, scopes), esm)
    return "\n".join([*scopes.values(), text])


def join_style(css: str) -> str:
    """A form's style sheet behind the shared one."""
    return (STATIC / "shared.css").read_text(encoding="utf-8") + "\n" + css


def _taken(match: re.Match[str], scopes: dict[str, str]) -> str:
    """What stands in place of an import; the module it names is added to `scopes` behind those it needs itself."""
    names = [part.split() for part in match[1].split(",") if part.strip()]
    wanted = ", ".join(part[0] if len(part) == 1 else f"{part[0]}: {part[2]}" for part in names)
    stem = match[2]
    if stem not in scopes:
        text = (STATIC / f"{stem}.js").read_text(encoding="utf-8")
        text = _IMPORT.sub(lambda inner: _taken(inner, scopes), text)
        given = ", ".join(name for _declared, name in _EXPORT.findall(text))
        inside = _EXPORT.sub(r"\1", text)
        scopes[stem] = f"const ${stem} = (() => {{\n{inside}\nreturn {{ {given} }};\n}})();"
    return f"const {{ {wanted} }} = ${stem};"


def show_coding(study: Study, guid: str, opens: Any) -> None:
    """Lead to a coding in the form `opens`, such as a `SpanCoder`; None leads nowhere.

    Raises
    ------
    UnknownNameError
        The coding is no longer in the study.
    """
    coding = next((coding for coding in study.codings if coding.guid == guid), None)
    if coding is None:
        raise UnknownNameError(_("This coding is no longer in the study."))
    if opens is not None:
        opens.show(coding.transcript, utterance=coding.utterance, guid=guid)


class _Memory:
    """Operations that were done, so that one sent twice is done once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._done: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, study: str, id: str) -> None:
        with self._lock:
            self._done[study, id] = None
            if len(self._done) > self._size:
                self._done.popitem(last=False)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._done


_done = _Memory(REMEMBERED)


class _Waiting(threading.local):
    """The forms that have something to tell, while another one in this thread is answering a message."""

    forms: list[StudyWidget] | None = None


_waiting = _Waiting()


class StudyWidget(anywidget.AnyWidget):
    """A form on a study: its content goes by messages, its traits hold only words of the interface and settings.

    A form defines `_esm` and `_css` (see `bundle`), `summary`, `state`, `delta`, `do`, and adds its words to
    `make_words`. Messages may come in another thread than the one that made the form.

    Parameters
    ----------
    study : Study
        What is shown and changed.
    coder : str
        In whose name things are done.
    **traits
        Values of the form's own traits.
    """

    words = traitlets.Dict(help="What the page says, in the language of the interface.").tag(sync=True)
    lang = traitlets.Unicode("en", help="Language of the interface, ISO 639-1.").tag(sync=True)
    study_key = traitlets.Unicode(help="Tells the studies of one page apart.").tag(sync=True)

    def __init__(self, study: Study, *, coder: str = "coder", **traits: Any) -> None:
        self.study = study
        self.coder = coder
        self._turn = threading.RLock()  # one message at a time
        self._busy = False  # an operation is being done
        self._asking = Asking(lambda message: self.send(message))
        self._stale = threading.Event()  # something has changed that the page does not know
        self._whole = False  # the next message tells everything
        self._revision: int | None = None  # what the pages know; None: nobody has asked yet
        self._texts: int | None = None  # version of the interviews and people that they know
        self._people: tuple[Any, ...] = ()  # which interviews and people these are
        language = chosen_language() or study.settings.interface_language
        key = hashlib.sha256(f"{study.store.location}|{type(self).__name__}|{coder}".encode()).hexdigest()[:16]
        super().__init__(lang=language, study_key=key, **traits)
        self._unsubscribe = weakref.finalize(self, study.store.subscribe(_Listener(self)))
        self.on_msg(self._receive)

    @traitlets.default("words")
    def _words(self) -> dict[str, Any]:
        with using_language(self.lang):
            return {**StudyWidget.make_words(self), **self.make_words(), "lang": self.lang}

    # What a form defines

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        return ""

    def make_words(self) -> dict[str, Any]:
        """What the page says; a counted phrase is a dict of plural forms. Called in the language of the interface."""
        return {
            "loading": _("Loading…"),
            "saved": _("Saved"),
            "saving": _("Saving…"),
            "unsaved": _("Not saved: the kernel does not answer. Run the cell again; nothing is lost."),
            "silent": _("The kernel does not answer. Run the cell again."),
        }

    def state(self) -> dict[str, Any]:
        """Everything that the page shows."""
        raise NotImplementedError

    def delta(self, changes: Changes) -> dict[str, Any]:
        """What the page has to change."""
        raise NotImplementedError

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what a person asked for; what comes back goes to the page that asked."""
        raise NotImplementedError

    # For forms

    def tell_progress(self, done: int, total: int) -> None:
        """Tell the page that asked how far the answer is."""
        self._asking.progress(done, total)

    def refresh(self) -> None:
        """Send everything anew, because a setting has changed."""
        self._whole = True
        self._changed()

    def steps(self) -> dict[str, bool]:
        """Whether there is something to take back, and to do again."""
        undo, redo = self.study.store.can_step(self.coder)
        return {"undo": undo, "redo": redo}

    def undo(self) -> dict[str, Any]:
        """Take the last step back, and say so."""
        n = self.study.undo(self.coder)
        return {"said": _("The last step was taken back.") if n else _("There is nothing to take back.")}

    def redo(self) -> dict[str, Any]:
        """Do the step again that was taken back last, and say so."""
        n = self.study.redo(self.coder)
        return {"said": _("The step was done again.") if n else _("There is nothing to do again.")}

    def close(self) -> None:
        """Take the form off the page and listen no more."""
        if unsubscribe := self.__dict__.get("_unsubscribe"):
            unsubscribe()
        super().close()

    def __repr__(self) -> str:
        # Steady: notebooks are compared by it.
        try:
            with using_language(self.lang):
                return f"{type(self).__name__}({self.summary()})"
        except Exception:
            return f"{type(self).__name__}()"

    # Messages

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        """Answer a message of the page, and only then let other forms tell theirs what has changed."""
        forms: list[StudyWidget] = []
        _waiting.forms = forms
        try:
            self._answer(message)
        finally:
            _waiting.forms = None
        for form in dict.fromkeys([self, *forms]):
            form._flush()

    def _answer(self, message: Any) -> None:
        """An exception here would be seen by nobody, so it becomes an answer."""
        kind, id = (message.get("type"), message.get("id")) if isinstance(message, dict) else (None, None)
        id = id if isinstance(id, str) else ""
        with self._turn:
            try:
                with using_language(self.lang):
                    if kind == "op":
                        self._operate(id, message)
                    elif kind == "sync":
                        self._sync(id, message.get("revision"))
                    elif kind == "bye":
                        # Another page may still be there: it will say so.
                        self._revision = None
                        self.send({"type": "who"})
            except (CjmError, ValueError) as error:
                self.send({"type": "reject", "id": id, "message": str(error)})
            except Exception:
                _log.exception("%s could not answer a message", type(self).__name__)
                with using_language(self.lang):
                    message = _("This could not be done because of a fault in the program. What was saved is safe.")
                self.send({"type": "reject", "id": id, "message": message})

    def _operate(self, id: str, message: dict[str, Any]) -> None:
        op, args = message.get("op"), message.get("args")
        if not id or not isinstance(op, str) or not isinstance(args, dict):
            raise TypeError("not an operation")
        asked = bool(message.get("ask"))
        if (self.study_key, id) not in _done:
            self._busy = True
            try:
                answer = self._answer_to(id, op, args) if asked else self.do(op, args)
            finally:
                self._busy = False
            if not asked:
                _done.add(self.study_key, id)
            if asked or answer:
                self.send({"type": "answer", "id": id, "content": answer or {}})
        if asked:
            self._stale.set()
        else:
            self._catch_up([id])

    def _answer_to(self, id: str, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Answer a question; the page is told that it takes its time."""
        with self._asking.about(id):
            return self.do(op, args)

    def _sync(self, id: str, revision: Any) -> None:
        known = isinstance(revision, int) and 0 <= revision <= self.study.store.revision()
        if known:
            self._send_delta(revision, [], sync=id)
        else:
            self._send_state(sync=id)

    def _changed(self) -> None:
        """Tell the page what has changed, as soon as nobody else is talking to it."""
        self._stale.set()
        if _waiting.forms is None:
            self._flush()
        else:
            _waiting.forms.append(self)

    def _flush(self) -> None:
        # Never waits: who holds the turn looks again after giving it up, so two forms cannot block each other.
        while self._stale.is_set() and self._turn.acquire(blocking=False):
            try:
                if self._busy:
                    return  # of this very thread: what it changes is told with its acknowledgement
                if self._revision is None:
                    self._stale.clear()
                else:
                    with using_language(self.lang):
                        self._catch_up([])
            except Exception:
                self._stale.clear()
                _log.exception("%s could not tell the page what has changed", type(self).__name__)
            finally:
                self._turn.release()

    def _catch_up(self, ids: list[str]) -> None:
        """Acknowledge operations, and send what has changed since the last message."""
        if self._whole and self._revision is not None:
            self._send_state(ids=ids)
        else:
            self._send_delta(self.study.store.revision() if self._revision is None else self._revision, ids)

    def _send_state(self, **fields: Any) -> None:
        self._stale.clear()
        self._whole = False
        # Taken first: what changes while the content is made is told again, and not lost.
        self._revision, self._texts = self.study.store.version()
        self._people = self.study.store.who()
        self.send({"type": "state", "revision": self._revision, "content": self.state(), **fields})

    def _send_delta(self, since: int, ids: list[str], **fields: Any) -> None:
        self._stale.clear()
        with self.study.store.reading():
            message = self._delta_message(since, ids, **fields)
        if message is None:
            return self._send_state(ids=ids, **fields)
        if message:
            self.send(message)
        return None

    def _delta_message(self, since: int, ids: list[str], **fields: Any) -> dict[str, Any] | None:
        """What tells the page what has changed; empty where that is nothing, None where it has to be told all."""
        _last, texts = self.study.store.version()
        changes = self.study.store.changes_since(since)
        if self._texts not in {None, texts} and (not changes.texts or self._people != self.study.store.who()):
            return None  # interviews or people came, went or changed, which is no event
        if self._texts is None:
            self._people = self.study.store.who()
        quiet = not ids and not fields and changes.revision == since
        self._revision, self._texts = changes.revision, texts
        if quiet:
            return {}
        message = {"type": "delta", "from": since, "revision": changes.revision, "ids": ids}
        return {**message, "content": self.delta(changes), **fields}


class _Listener:
    """Passes a change of the study on to a form, without keeping the form alive."""

    def __init__(self, widget: StudyWidget) -> None:
        self._widget = weakref.ref(widget)

    def __call__(self) -> None:
        if (widget := self._widget()) is not None:
            widget._changed()
