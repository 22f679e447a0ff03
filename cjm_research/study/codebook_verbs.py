"""The verbs with which people make the codebook their own: each is one step that can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cjm_research.i18n import _, ngettext
from cjm_research.model import Code
from cjm_research.storage import code_decisions
from cjm_research.storage.events import Change, States
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER


@dataclass(frozen=True)
class CodebookChange:
    """What an act on the codebook did: how many codings and codes it touched, and a sentence that says so."""

    n_codings: int
    n_codes: int
    message: str


class CodebookVerbs(StudyBase):
    """Adding, changing, moving, merging, splitting and removing codes of the study in `store`."""

    def add_code(
        self,
        name: str,
        *,
        kind: str,
        parent: str | None = None,
        definition: str = "",
        use_when: str = "",
        use_not: str = "",
        colour: str = "",
        coder: str = DEFAULT_CODER,
    ) -> Code:
        """A new code below a kind, or below another code of that kind (its key).

        Raises
        ------
        BadValueError
            The name is empty or taken, the kind unknown, or the code above of another kind.
        """
        details = {"definition": definition, "use_when": use_when, "use_not": use_not, "colour": colour}
        made: list[Code] = []
        self.store.apply(code_decisions.add(name, kind, parent, details, made), coder=coder)
        return made[-1]

    def change_code(self, key: str, *, coder: str = DEFAULT_CODER, **changes: Any) -> Code:
        """Another name, definition, use_when, use_not or colour for a code; retired=True takes it out of use.

        An empty name gives a built-in code its own name back.
        """
        self.store.apply(code_decisions.change(key, changes), coder=coder)
        return code_decisions.known(self.codebook, key)

    def move_code(
        self, key: str, *, parent: str | None = None, position: int | None = None, coder: str = DEFAULT_CODER
    ) -> CodebookChange:
        """Put a code below another one (at the end, or at a place among its siblings, from 0).

        Below another kind, its codings and those of the codes below it are recoded in the same step.
        """
        name = self.codebook.path_name(key)
        changes = self._changed(code_decisions.move(key, parent, position), coder)
        n = _n_codings(changes)
        if not n:
            return _summary(changes, _("“{name}” was moved.").format(name=name))
        sentence = ngettext("“{name}” was moved, with {n} coding.", "“{name}” was moved, with {n} codings.", n)
        return _summary(changes, sentence.format(name=name, n=n))

    def merge_codes(self, *keys: str, into: str, coder: str = DEFAULT_CODER) -> CodebookChange:
        """All codings of some codes become codings of another one; the emptied codes are retired."""
        codebook = self.codebook
        changes = self._changed(code_decisions.merge(keys, into), coder)
        n = _n_codings(changes)
        sentence = ngettext(
            "{names}: {n} coding now belongs to “{into}”. Emptied codes are retired; nothing was deleted.",
            "{names}: {n} codings now belong to “{into}”. Emptied codes are retired; nothing was deleted.",
            n,
        )
        names = ", ".join(codebook.path_name(key) for key in dict.fromkeys(keys))
        return _summary(changes, sentence.format(names=names, n=n, into=codebook.path_name(into)))

    def split_code(
        self,
        key: str,
        guids: Collection[str],
        *,
        name: str,
        definition: str = "",
        use_when: str = "",
        use_not: str = "",
        colour: str = "",
        coder: str = DEFAULT_CODER,
    ) -> Code:
        """Give some codings of a code (their guids) a new code of that name."""
        details = {"definition": definition, "use_when": use_when, "use_not": use_not, "colour": colour}
        made: list[Code] = []
        self.store.apply(code_decisions.split(key, guids, name, details, made), coder=coder)
        return made[-1]

    def remove_code(self, key: str, *, coder: str = DEFAULT_CODER) -> CodebookChange:
        """Take out a code of one's own that nothing is coded with; others can be retired or merged."""
        name = self.codebook.path_name(key)
        changes = self._changed(code_decisions.remove(key), coder)
        return _summary(changes, _("“{name}” was removed.").format(name=name))

    def _changed(self, plan: code_decisions.Planner, coder: str) -> list[Change]:
        done: list[Change] = []

        def noted(states: States) -> list[Change]:
            done[:] = plan(states)
            return done

        self.store.apply(noted, coder=coder)
        return done


def _n_codings(changes: Collection[Change]) -> int:
    return sum(change.subject == "coding" for change in changes)


def _summary(changes: Collection[Change], message: str) -> CodebookChange:
    return CodebookChange(_n_codings(changes), sum(change.subject == "code" for change in changes), message)
