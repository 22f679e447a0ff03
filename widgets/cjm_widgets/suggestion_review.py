"""A form that shows the machine's suggestions one by one, to be accepted, changed or turned down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import ipywidgets as widgets

from cjm_research import Study
from cjm_research.errors import CjmError
from cjm_research.i18n import _, chosen_language, ngettext, using_language
from cjm_research.model import Coding, stage_model, term
from cjm_research.model.scheme import KINDS, LABELS

# The words of a turn around the suggestion; longer turns are cut at both ends.
CONTEXT = 400

_MARK = "background:#FFE9A8;color:#1a1a1a;padding:1px 2px;border-radius:3px"


class SuggestionReview(widgets.VBox):
    """Review the machine's suggestions of a study.

    What is decided is in the study at once, as an event of `coder`; closing the notebook loses nothing. The form does
    not show codings of people, and it does not mark words that the machine passed over: use ``study.add_coding``.

    Parameters
    ----------
    study : Study
        Where suggestions come from and decisions go to.
    transcripts, kinds : iterable of str, optional
        Only suggestions in these interviews, of these kinds.
    order : {"text", "score", "uncertainty"}
        As they stand in the text, the surest first, or those first of which the machine knows least whether they are
        right.
    coder : str
        In whose name decisions are made.
    """

    def __init__(
        self,
        study: Study,
        *,
        transcripts: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        order: str = "text",
        coder: str = "coder",
    ) -> None:
        if order not in {"text", "score", "uncertainty"}:
            raise ValueError(f"order is {order!r}; expected 'text', 'score' or 'uncertainty'")
        self._study = study
        self._coder = coder
        self._language = chosen_language() or study.settings.interface_language
        self._texts = {transcript.id: transcript for transcript in study.transcripts}
        self._queue = _suggestions(study.codings, transcripts, kinds, order)
        self._position = 0
        self._decisions: list[int] = []
        with using_language(self._language):
            self._build()
            self._show()

    def __repr__(self) -> str:
        n, left = len(self._queue), self.remaining
        return f"SuggestionReview({n} suggestions, {left} to review)"

    @property
    def remaining(self) -> int:
        """How many suggestions have not been looked at yet."""
        return len(self._queue) - self._position

    @property
    def current(self) -> Coding | None:
        """The suggestion on the screen; None when all have been looked at."""
        return self._queue[self._position] if self.remaining else None

    # What a person can do; the buttons call these

    def accept(self) -> None:
        """Confirm the suggestion as it is shown, with the changes made in the fields."""
        coding = self.current
        if coding is None:
            return
        changes = self._changes(coding)
        if changes:
            self._study.change_coding(coding.guid, coder=self._coder, **changes)
        else:
            self._study.accept(coding.guid, coder=self._coder)
        self._advance(decided=1)

    def reject(self) -> None:
        """Turn the suggestion down."""
        if self.current is not None:
            self._study.reject(self.current.guid, coder=self._coder)
            self._advance(decided=1)

    def skip(self) -> None:
        """Leave the suggestion open and go on."""
        if self.current is not None:
            self._advance(decided=0)

    def back(self) -> None:
        """Return to the one before and take its decision back."""
        if self._decisions:
            if self._decisions.pop():
                self._study.undo(self._coder)
            self._position -= 1
            self._show()

    # The form

    def _build(self) -> None:
        self._progress = widgets.HTML()
        self._text = widgets.HTML(layout=widgets.Layout(max_width="52em"))
        self._reason = widgets.HTML()
        self._message = widgets.HTML()
        wide = {"description_width": "9em"}
        self._kind = widgets.Dropdown(
            options=[(term("kind", kind), kind) for kind in KINDS], description=_("Kind"), style=wide
        )
        self._label = widgets.Dropdown(description=_("Label"), style=wide)
        self._valence = widgets.Dropdown(
            options=[("–", None), *[(f"{value:+d}" if value else "0", value) for value in range(2, -3, -1)]],
            description=_("Valence"),
            style=wide,
        )
        # Codings carry the stages of the pivot model, whatever model the study shows its maps in.
        stages = stage_model("seven_stage").keys
        self._stage = widgets.Dropdown(
            options=[("–", None), *[(term("stage", stage), stage) for stage in stages]],
            description=_("Stage"),
            style=wide,
        )
        self._kind.observe(lambda _change: self._fill_labels(), names="value")
        self._buttons = [
            self._button(_("Accept"), "check", "success", self.accept),
            self._button(_("Reject"), "times", "danger", self.reject),
            self._button(_("Later"), "forward", "", self.skip),
            self._button(_("Back"), "undo", "", self.back),
        ]
        self._fields = widgets.VBox([self._kind, self._label, self._valence, self._stage])
        super().__init__(
            [
                self._progress,
                self._text,
                self._reason,
                widgets.HBox([self._fields]),
                widgets.HBox(self._buttons),
                self._message,
            ]
        )

    def _button(self, text: str, icon: str, style: str, action) -> widgets.Button:
        button = widgets.Button(description=text, icon=icon, button_style=style)
        button.on_click(lambda _button: self._run(action))
        return button

    def _run(self, action) -> None:
        """Do what a button asks; a failure is shown in the form, since nobody sees a handler's exception."""
        with using_language(self._language):
            try:
                action()
                self._message.value = ""
            except (CjmError, ValueError) as error:
                self._message.value = f"<b>{escape(str(error))}</b>"

    def _advance(self, *, decided: int) -> None:
        self._decisions.append(decided)
        self._position += 1
        self._show()

    def _fill_labels(self) -> None:
        kind = self._kind.value
        names = LABELS.get(kind, ())
        self._label.options = [("–", None), *[(term(kind, name), name) for name in names]]
        self._label.disabled = not names

    def _changes(self, coding: Coding) -> dict[str, object]:
        fields = {
            "kind": self._kind.value,
            "label": self._label.value,
            "valence": self._valence.value,
            "stage": self._stage.value,
        }
        return {name: value for name, value in fields.items() if value != getattr(coding, name)}

    def _show(self) -> None:
        with using_language(self._language):
            coding = self.current
            self._progress.value = self._progress_text()
            for control in (*self._buttons[:3], self._kind, self._valence, self._stage):
                control.disabled = coding is None
            self._buttons[3].disabled = not self._decisions
            if coding is None:
                self._text.value = escape(_("Nothing is left to review."))
                self._reason.value = ""
                return
            self._text.value = self._context(coding)
            self._reason.value = escape(_("Why: {reason}").format(reason=coding.why))
            self._kind.value = coding.kind
            self._fill_labels()
            self._label.value = coding.label if coding.label in LABELS.get(coding.kind, ()) else None
            self._valence.value = coding.valence
            self._stage.value = coding.stage if coding.stage in stage_model("seven_stage").keys else None

    def _progress_text(self) -> str:
        n = len(self._queue)
        done = ngettext("{k} of {n} suggestion looked at", "{k} of {n} suggestions looked at", n)
        return f"<b>{escape(done.format(k=self._position, n=n))}</b>"

    def _context(self, coding: Coding) -> str:
        """The turn with the suggested words marked; every piece of text is escaped."""
        utterance = self._texts[coding.transcript].utterances[coding.utterance]
        text = utterance.text
        first, last = max(0, coding.start - CONTEXT), min(len(text), coding.end + CONTEXT)
        before = ("… " if first else "") + text[first : coding.start]
        after = text[coding.end : last] + (" …" if last < len(text) else "")
        place = _("{transcript}, turn {turn}").format(transcript=coding.transcript, turn=coding.utterance + 1)
        marked = f"<mark style='{_MARK}'>{escape(text[coding.start : coding.end])}</mark>"
        return (
            f"<div style='line-height:1.6'><small>{escape(place)} · {escape(utterance.speaker)}</small><br>"
            f"{escape(before)}{marked}{escape(after)}</div>"
        )


def _suggestions(
    codings: Sequence[Coding], transcripts: Iterable[str] | None, kinds: Iterable[str] | None, order: str
) -> list[Coding]:
    """The open suggestions that a form shows, in its order."""
    wanted_texts = None if transcripts is None else set(transcripts)
    wanted_kinds = None if kinds is None else set(kinds)
    queue = [
        coding
        for coding in codings
        if coding.status == "suggested"
        and (wanted_texts is None or coding.transcript in wanted_texts)
        and (wanted_kinds is None or coding.kind in wanted_kinds)
    ]
    if order == "score":
        return sorted(queue, key=lambda coding: (-(coding.score or 0), coding.place, coding.kind))
    if order == "uncertainty":
        # A score of one half is the one that says least; without a score nothing is known at all.
        return sorted(queue, key=lambda coding: (abs((coding.score or 0.5) - 0.5), coding.place, coding.kind))
    return sorted(queue, key=lambda coding: (coding.place, coding.kind))
