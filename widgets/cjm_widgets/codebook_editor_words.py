"""Every sentence that the codebook editor shows, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext
from cjm_widgets.counted import plural_forms


def codebook_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {**_frame_words(), **_tree_words(), **_detail_words(), **_dialog_words(), **memo_words()}


def _frame_words() -> dict[str, Any]:
    return {
        "title": _("Codebook"),
        "search": _("Search codes"),
        "add": _("Add code"),
        "add_below": _("Add below"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "help": _("Keys"),
        "expand": _("Open all"),
        "collapse": _("Close all"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "show_retired": plural_forms(lambda n: ngettext("{n} retired code", "{n} retired codes", n)),
        "no_hits": _("No code fits “{query}”."),
        "loading": _("The codebook is being read …"),
        "hits": plural_forms(lambda n: ngettext("{n} code found", "{n} codes found", n)),
        "nothing_coded": _("Nothing is coded yet. Counts and examples appear here as soon as somebody codes."),
        "keys": [
            ["↑ ↓ ← →", _("Go through the tree, open and close a code")],
            ["Home End", _("First and last code")],
            ["a … z", _("Go to the next code that begins with what is typed")],
            ["* / −", _("Open or close all")],
            ["Enter", _("Go to the details of the code")],
            ["F2", _("Rename")],
            ["Insert, n", _("New code below this one")],
            ["Alt+↑ Alt+↓", _("Move up or down among its neighbours")],
            ["m", _("Move below another code …")],
            ["Delete", _("Retire, or bring back into use")],
            ["Shift+F10", _("All that can be done with the code: merge, split …")],
            ["Ctrl+Z Ctrl+Y", _("Undo and redo")],
            ["/", _("Search")],
            ["?", _("Show these keys")],
        ],
    }


def _tree_words() -> dict[str, Any]:
    return {
        "tree": _("Codes"),
        "retired_tree": _("Retired codes"),
        "col_codings": _("Codings"),
        "col_people": _("People"),
        "col_suggested": _("Suggested"),
        "new_name": _("Name of the new code below “{code}”"),
        "rename": _("New name of “{code}”"),
        "retired": _("retired"),
        "own": _("your own code"),
        "merged": _("merged into “{code}”"),
        "people": _("{k} of {n} people"),
        "share": _("{k} of {n}"),
        "codings": plural_forms(lambda n: ngettext("{n} coding", "{n} codings", n)),
        "of_itself": plural_forms(lambda n: ngettext("{n} of the code itself", "{n} of the code itself", n)),
        "suggestions": plural_forms(
            lambda n: ngettext("{n} open suggestion of the machine", "{n} open suggestions of the machine", n)
        ),
        "saving": _("is being saved …"),
        "moved_up": _("“{code}” is now place {n} of {total}."),
    }


def _detail_words() -> dict[str, Any]:
    return {
        "pick_one": _("Choose a code on the left to see what it means and what lies behind it."),
        "details": _("Details of “{code}”"),
        "name": _("Name"),
        "built_in_name": _("Empty: the built-in name comes back."),
        "definition": _("Definition"),
        "definition_hint": _("What does this code stand for?"),
        "use_when": _("When to use"),
        "use_when_hint": _("Signs that words belong here"),
        "use_not": _("When not to use"),
        "use_not_hint": _("What looks like it and belongs elsewhere"),
        "colour": _("Colour"),
        "colour_above": _("As the code above"),
        "colour_free": _("Another colour"),
        "colour_n": _("Colour {colour}"),
        "move": _("Move …"),
        "merge": _("Merge …"),
        "split": _("Split …"),
        "retire": _("Retire"),
        "restore": _("Bring back"),
        "remove": _("Remove"),
        "examples": _("Examples"),
        "no_examples": _("No examples yet: they are taken from the codings."),
        "by_machine": _("suggested by the machine"),
        "misses": _("Near misses"),
        "misses_why": _("The machine suggested this code here, and somebody turned it down."),
        "memos": _("Memos"),
        "history": _("History"),
        "no_history": _("Nothing was changed in this code so far."),
        "show": _("Show in the interview: {place}"),
        "signed": _("{coder}, {time}"),
        "coded_by": _("coded by {coder}"),
    }


def _dialog_words() -> dict[str, Any]:
    return {
        "move_title": _("Move “{code}” below …"),
        "merge_title": _("Merge “{code}” into …"),
        "merge_do": _("Merge"),
        "merge_back": _("Choose another code"),
        "palette_search": _("Type a part of the name"),
        "palette_none": _("No code fits. Try a shorter part of its name."),
        "split_title": _("Split “{code}”"),
        "split_how": _("Tick the codings that get a code of their own, and name it."),
        "split_name": _("Name of the new code"),
        "split_do": _("Split"),
        "split_none": _("No coding bears exactly this code, so there is nothing to split."),
        "split_more": plural_forms(lambda n: ngettext("Show {n} more", "Show {n} more", n)),
        "split_ticked": plural_forms(lambda n: ngettext("{n} coding ticked", "{n} codings ticked", n)),
        "split_all": _("Tick all shown"),
        "need_name": _("A code needs a name."),
        "need_ticks": _("Tick at least one coding."),
    }


def memo_words() -> dict[str, Any]:
    """Sentences about memos that several forms show."""
    return {
        "no_memos": _("No memos yet."),
        "memo_new": _("New memo"),
        "memo_add": _("Add memo"),
        "memo_edit": _("Edit"),
        "memo_remove": _("Remove"),
        "memo_save": _("Save"),
        "memo_text": _("Text of the memo"),
        "memo_edit_of": _("Edit the memo “{text}”"),
        "memo_remove_of": _("Remove the memo “{text}”"),
    }
