"""What was done to a code, in sentences: the audit trail as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cjm_research.i18n import _
from cjm_research.model import Code, Codebook, default_codebook

if TYPE_CHECKING:
    from cjm_research.study.study import Study


@dataclass(frozen=True)
class CodeStep:
    """One thing done to a code. `at` is ISO 8601, UTC."""

    text: str
    coder: str
    at: str


def code_history(study: Study, key: str) -> list[CodeStep]:
    """What was done to the code of that key, newest first, in the language in force; steps taken back among it."""
    book = study.codebook
    before = default_codebook().code(key)
    steps = []
    for event in study.store.history(key):
        if event.subject != "code":
            continue
        said = list(_differences(book, before, event.value))
        if before is None and event.op == "move":
            said = [_("moved here from another kind")]
        if said and event.op in {"undo", "redo"}:
            prefix = _("Taken back; now: {change}") if event.op == "undo" else _("Done again: {change}")
            said = [prefix.format(change=change) for change in said]
        steps += [CodeStep(text, event.coder, event.at) for text in said]
        before = event.value
    return steps[::-1]


def _differences(book: Codebook, before: Code | None, after: Code | None) -> Iterator[str]:
    if after is None:
        if before is not None:
            yield _("removed")
        return
    if before is None:
        yield _("made under “{parent}”").format(parent=_name(book, after.parent))
        return
    if after.name != before.name:
        yield _("renamed from “{old}” to “{new}”").format(old=_called(before), new=_called(after))
    if after.parent != before.parent:
        yield _("moved from “{old}” to “{new}”").format(old=_name(book, before.parent), new=_name(book, after.parent))
    if after.merged_into != before.merged_into and after.merged_into:
        yield _("merged into “{code}”").format(code=_name(book, after.merged_into))
    elif after.retired != before.retired:
        yield _("retired") if after.retired else _("back in use")
    if after.definition != before.definition:
        yield _("definition changed")
    if after.use_when != before.use_when:
        yield _("“When to use” changed")
    if after.use_not != before.use_not:
        yield _("“When not to use” changed")
    if after.colour != before.colour:
        yield _("colour changed")


def _called(code: Code) -> str:
    """The name a code bore then; the built-in one where it had none of its own."""
    return code.name or default_codebook().name_of(code.key)


def _name(book: Codebook, key: str | None) -> str:
    return book.name_of(key) if key else ""
