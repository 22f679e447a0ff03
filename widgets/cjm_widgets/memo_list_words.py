"""Every sentence that the list of memos shows, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext, pgettext
from cjm_widgets.codebook_editor_words import memo_words
from cjm_widgets.counted import plural_forms


def memo_list_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {**memo_words(), **_frame_words(), **_place_words(), **_form_words()}


def _frame_words() -> dict[str, Any]:
    return {
        "title": _("Memos"),
        "search": _("Search memos"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "export": _("As Markdown …"),
        "filter_on": _("Memos on"),
        "filter_coder": _("Written by"),
        "sort": _("Order"),
        "everybody": _("everybody"),
        "everything": _("everything"),
        "newest": _("newest first"),
        "oldest": _("oldest first"),
        "by_place": _("by place"),
        "total": plural_forms(lambda n: ngettext("{n} memo", "{n} memos", n)),
        "shown": plural_forms(lambda n: ngettext("{k} of {n} memo shown", "{k} of {n} memos shown", n)),
        "none_yet": _("No memos yet. Note here what strikes you: on the study, an interview, a person or a code."),
        "no_hits": _("No memo fits these filters."),
        "show_all": _("Show all memos"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "signed": _("{coder}, {time}"),
        "saving_memo": _("is being saved …"),
    }


def _place_words() -> dict[str, Any]:
    return {
        "on_study": pgettext("memo on", "the study"),
        "on_transcript": pgettext("memo on", "an interview"),
        "on_coding": pgettext("memo on", "coded words"),
        "on_participant": pgettext("memo on", "a person"),
        "on_code": pgettext("memo on", "a code"),
        "gone": _("no longer in the study"),
        "show": _("Show in the interview"),
        "show_of": _("Show in the interview: {title}"),
    }


def _form_words() -> dict[str, Any]:
    return {
        "new_on": _("On what?"),
        "choose_transcript": _("Which interview?"),
        "choose_coding": _("Which coded words?"),
        "choose_participant": _("Which person?"),
        "choose_code": _("Which code?"),
        "no_choice": _("There is nothing to choose from yet."),
        "need_text": _("Write something first."),
        "need_target": _("Choose what the memo is on."),
        "export_title": _("All memos as Markdown"),
        "copy": _("Copy"),
        "copied": _("Copied."),
        "not_copied": _("The text is marked: press Ctrl+C to copy it."),
    }
