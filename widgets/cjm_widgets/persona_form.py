"""What the procedure finds about groups of people, and what a researcher makes of it: personas to be edited."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import PersonaDraft, term
from cjm_research.study.selection import chosen_group
from cjm_widgets._base import StudyWidget, bundle, show_coding
from cjm_widgets.persona_form_content import attribute_choices, draft_content, evidence_row, fold, place, shorten
from cjm_widgets.persona_form_words import persona_words
from cjm_widgets.persona_form_work import Answer, Progress, Question, Work

if TYPE_CHECKING:
    from cjm_research.storage import Changes

# A draft that is there so soon comes with the answer itself, in seconds; a longer one follows it.
AT_ONCE = 0.06
# A draft that took longer is not made anew by itself with each change of a coding, in seconds.
BY_ITSELF = 1.0
# So long an edit that is sent again waits for the first draft, in seconds.
AGAIN = 60.0
# How often the page hears how far the work is, in seconds.
TELLING = 0.25
# Most groups that can be asked for.
MOST_GROUPS = 6
# Codings on the list from which quotes are linked.
LISTED = 60


class PersonaForm(StudyWidget):
    """Look at the personas of a study, question them, and make them your own.

    Every act is in the study at once, as one step that `coder` can take back. The form groups nobody by itself: it
    asks the study, in a thread of its own, and shows what comes back. It codes no text: use `SpanCoder`.

    Parameters
    ----------
    study : Study
        Whose personas.
    group : str, optional
        "customer", "non_user" or "expert"; groups are never mixed. By default that of `Study.personas`.
    coder : str
        In whose name things are done.
    opens : widget, optional
        A form with ``show(transcript, utterance=..., guid=...)``, such as a `SpanCoder`: links to quotes lead there.

    Raises
    ------
    UnknownNameError
        Nobody of that group was interviewed.
    """

    _esm, _css = bundle("persona_form")

    target = traitlets.Unicode("", help="The place asked for last: guid of a coding.").tag(sync=True)

    def __init__(
        self, study: Study, *, group: str | None = None, coder: str = "coder", opens: Any = None, **traits: Any
    ) -> None:
        self._opens = opens
        self._look: tuple[int | None, str | None] = (None, None)
        self._told: dict[str, Any] = {}  # what the pages were sent last, part by part
        self._told_at = 0.0
        self._people_read: tuple[tuple[int, str], tuple[list[tuple[str, int]], list[list[str]]]] | None = None
        super().__init__(study, coder=coder, **traits)
        known = dict(self._groups())
        if group is not None and group not in known:
            message = _("Nobody of the group “{group}” was interviewed. Known: {known}.")
            raise UnknownNameError(message.format(group=group, known=", ".join(known) or "-"))
        self._group = group or chosen_group(study.participants, study.transcripts, study.codings)
        self._work = Work(self._make, self._tell, self._report, self.lang)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = dict(self._groups()).get(self._group, 0)
        people = ngettext("{n} person", "{n} people", n).format(n=n)
        return _("{group}: {people}").format(group=term("group", self._group), people=people)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return persona_words()

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait for the draft that is being made; whether it came in time."""
        return self._work.rest(seconds)

    # What the page shows

    def state(self) -> dict[str, Any]:
        """All that is shown; while a draft is being made, the last one."""
        parts = self._parts(self._ask())
        return {"coder": self.coder, "links": self._opens is not None, **self.steps(), **parts}

    def delta(self, changes: Changes) -> dict[str, Any]:
        """What changed in the personas and in what stands around them."""
        return {**self.steps(), **self._news(self._ask())}

    def _parts(self, question: Question) -> dict[str, Any]:
        answer = self._work.answer
        content = answer.content if answer is not None and answer.question.group == self._group else {}
        work = {
            "busy": self._work.busy,
            "stale": answer is not None and answer.question != question,
            "failed": answer.failed if answer is not None else "",
        }
        return {"choice": self._choice(question), "work": work, **content}

    def _news(self, question: Question) -> dict[str, Any]:
        """The parts that differ from what was told last; of the personas only those that do."""
        parts, told = self._parts(question), self._told
        news = {name: part for name, part in parts.items() if name != "personas" and told.get(name) != part}
        if "personas" in parts:
            before = told.get("personas", {})
            rows = {key: row for key, row in parts["personas"].items() if before.get(key) != row}
            gone: dict[str, Any] = dict.fromkeys(set(before) - set(parts["personas"]))
            if rows or gone:
                news["personas"] = rows | gone
        self._told = told | parts
        return news

    def _choice(self, question: Question) -> dict[str, Any]:
        k, by = self._look
        groups, attributes = self._people_of(question)
        return {
            "group": self._group,
            "groups": [[name, term("group", name), n] for name, n in groups],
            "k": k,
            "by": by or "",
            "most": max(0, min(MOST_GROUPS, dict(groups).get(self._group, 0) // 2)),
            "attributes": attributes,
            "looking": self._is_looking,
            "settled": question.plan is not None,
        }

    def _people_of(self, question: Question) -> tuple[list[tuple[str, int]], list[list[str]]]:
        """The groups, and the attributes in which people of this one differ; read anew when interviews change."""
        key = question.version[1], self._group
        if self._people_read is None or self._people_read[0] != key:
            people = [person for person in self.study.participants if person.group == self._group]
            self._people_read = key, (self._groups(), attribute_choices(people))
        return self._people_read[1]

    def _groups(self) -> list[tuple[str, int]]:
        """Groups of which somebody was interviewed, and how many."""
        interviewed = {transcript.id for transcript in self.study.transcripts}
        interviewed |= {coding.participant for coding in self.study.codings}
        members = [person.group for person in self.study.participants if person.id in interviewed]
        return [(name, members.count(name)) for name in sorted(set(members))]

    # The draft

    @property
    def _is_looking(self) -> bool:
        return self._look != (None, None)

    def _question(self) -> Question:
        version = self.study.store.coding_version()
        return Question(self._group, *self._look, plan=self.study.persona_plan(self._group), version=version)

    def _ask(self, *, anew: bool = False) -> Question:
        """Have the draft made that is wanted now, and wait a moment for it."""
        question, answer = self._question(), self._work.answer
        if answer is None or anew or self._is_due(question, answer):
            self._work.ask(question)
            self._work.wait(AT_ONCE)
        return question

    @staticmethod
    def _is_due(question: Question, answer: Answer) -> bool:
        before = answer.question
        if (before.view, before.plan) != (question.view, question.plan):
            return True
        return before.version != question.version and answer.seconds <= BY_ITSELF

    def _make(self, question: Question, progress: Progress) -> tuple[PersonaDraft, dict[str, Any]]:
        # What the verbs start from where nothing is settled is asked for in the same words, so it is at hand for them.
        found = question.plan is None or question.view[1:] != (None, None)
        draft = self.study.personas(question.k, group=question.group, by=question.by, as_found=found, progress=progress)
        people = self.study.participants
        plan = None if found else question.plan
        return draft, draft_content(draft, plan, people, book=self.study.codebook)

    def _tell(self) -> None:
        """A draft is there."""
        while not self._turn.acquire(timeout=0.02):
            if self._work.is_wanted:
                return  # who has the turn waits for the next draft, with which this one is told
        try:
            if self._revision is None:
                return
            question, answer = self._question(), self._work.answer
            # The study may have changed while the work went on.
            if answer is not None and not answer.failed and self._is_due(question, answer):
                self._work.ask(question)
            if news := self._news(question):
                self.send({"type": "draft", "content": news})
        finally:
            self._turn.release()

    def _report(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._revision is not None and now - self._told_at >= TELLING:
            self._told_at = now
            self.send({"type": "progress", "done": done, "total": total})

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            "choose_group": self._choose_group,
            "look": self._look_at,
            "renew": self._renew,
            "evidence": self._evidence,
            "codings": self._codings,
            "show": self._show,
            "undo": self.undo,
            "redo": self.redo,
            "keep": self._keep,
            "forget": self._forget,
        }
        edits: dict[str, Callable[..., dict[str, Any] | None]] = {
            "rename": self._rename,
            "set_role": self._set_role,
            "accept": self._accept,
            "move": self._move,
            "merge": self._merge,
            "split": self._split,
            "add_statement": self._add_statement,
            "change_statement": self._change_statement,
            "remove_statement": self._remove_statement,
            "restore_statements": self._restore_statements,
        }
        if op in edits:
            self._check_editable()
            return edits[op](**args)
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return actions[op](**args)

    def _check_editable(self) -> None:
        if self._is_looking:
            raise BadValueError(_("This is only a look at other groups. Keep them first, or go back to your own."))
        question = self._question()
        if question.plan is None and self._work.busy:
            # The page lets nobody edit now, so this was sent again after a restart and must not be lost.
            self._work.wait(AGAIN)
        answer = self._work.answer
        if question.plan is None and (answer is None or answer.failed or answer.question != question):
            # The verb would group everybody first, and nobody could do anything meanwhile.
            raise BadValueError(_("The counts are not up to date. Count anew first, then change the personas."))

    def _choose_group(self, group: str) -> None:
        if group not in dict(self._groups()):
            raise UnknownNameError(_("Nobody of the group “{group}” was interviewed.").format(group=group))
        self._group, self._look = group, (None, None)
        self._whole = True

    def _look_at(self, k: int | None = None, by: str | None = None) -> None:
        if k is not None and not 1 <= k <= MOST_GROUPS:
            raise BadValueError(_("Choose a number of groups from 1 to {most}.").format(most=MOST_GROUPS))
        self._look = (k, by or None)
        self._whole = True

    def _renew(self) -> None:
        self._ask(anew=True)
        self._whole = True

    def _keep(self, group: str, k: int | None = None, by: str | None = None) -> dict[str, Any]:
        self.study.settle_personas(k, by=by or None, group=group, coder=self.coder)
        self._look = (None, None)
        return {"said": _("These groups are kept. What you change from now on stays.")}

    def _forget(self, group: str) -> dict[str, Any]:
        self.study.forget_personas(group, coder=self.coder)
        self._look = (None, None)
        return {"said": _("The personas are again what the procedure finds.")}

    def _rename(self, group: str, key: str, title: str) -> None:
        self.study.rename_persona(key, title, group=group, coder=self.coder)

    def _set_role(self, group: str, key: str, role: str) -> None:
        self.study.set_persona_role(key, role, group=group, coder=self.coder)

    def _accept(self, group: str, key: str, accepted: bool) -> None:
        self.study.accept_persona(key, accepted, group=group, coder=self.coder)

    def _move(self, group: str, people: Sequence[str], to: str | None) -> None:
        self.study.move_participant(tuple(people), to, group=group, coder=self.coder)

    def _merge(self, group: str, keys: Iterable[str], into: str) -> dict[str, Any]:
        self.study.merge_personas(*keys, into=into, group=group, coder=self.coder)
        return {"said": _("The personas are one now."), "key": into}

    def _split(self, group: str, key: str, people: Iterable[str], title: str = "") -> dict[str, Any]:
        new = self.study.split_persona(key, people, title=title, group=group, coder=self.coder)
        return {"said": _("The new persona is there."), "key": new}

    def _add_statement(
        self, group: str, key: str, guid: str, section: str, text: str, evidence: Sequence[str] = ()
    ) -> None:
        self.study.add_statement(
            key, text, section=section, evidence=evidence, guid=guid, group=group, coder=self.coder
        )

    def _change_statement(self, group: str, key: str, statement: str, **changes: Any) -> None:
        unknown = sorted(set(changes) - {"text", "section", "evidence"})
        if unknown:
            raise BadValueError(_("A statement has no field “{field}”.").format(field=unknown[0]))
        self.study.change_statement(key, statement, group=group, coder=self.coder, **changes)

    def _remove_statement(self, group: str, key: str, statement: str) -> None:
        self.study.remove_statement(key, statement, group=group, coder=self.coder)

    def _restore_statements(self, group: str, key: str, statements: Iterable[str] = ()) -> None:
        self.study.restore_statements(key, *statements, group=group, coder=self.coder)

    # Answers

    def _draft(self) -> PersonaDraft:
        answer = self._work.answer
        if answer is None or answer.draft is None:
            raise UnknownNameError(_("The personas are not there yet."))
        return answer.draft

    def _evidence(self, key: str, statement: str) -> dict[str, Any]:
        """The quotes behind a statement."""
        found = next((s for s in self._draft().persona(key).statements if statement in (s.key, s.code)), None)
        if found is None:
            raise UnknownNameError(_("This statement is no longer there."))
        return {"rows": [evidence_row(evidence) for evidence in found.evidence]}

    def _codings(self, key: str, query: str = "") -> dict[str, Any]:
        """Codings of a persona's members that fit words, to choose evidence from."""
        members = set(self._draft().persona(key).members)
        book, wanted = self.study.codebook, fold(query).split()
        rows = []
        for coding in self.study.selection(self._group).codings:
            if coding.participant not in members:
                continue
            code = book.path_name(coding.code)
            text = fold(f"{coding.quote} {code} {coding.participant}")
            if all(word in text for word in wanted):
                rows.append((coding, code))
        listed = [
            {
                "guid": coding.guid,
                "quote": in_quotes(shorten(coding.quote)),
                "place": place(coding),
                "code": code,
            }
            for coding, code in rows[:LISTED]
        ]
        return {"rows": listed, "total": len(rows)}

    def _show(self, guid: str) -> None:
        """Lead to a coding in the interview; the trait tells a notebook that listens."""
        show_coding(self.study, guid, self._opens)
        self.target = guid
