"""Every sentence that the review of personal data shows, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext, pgettext
from cjm_research.study.pseudonyms.words import kind_names, sureness_names
from cjm_widgets.counted import plural_forms


def pseudonym_review_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {**_frame_words(), **_list_words(), **_detail_words(), **_key_words()}


def _frame_words() -> dict[str, Any]:
    return {
        "title": _("Personal data"),
        "search": _("Search"),
        "undo": _("Undo"),
        "look": _("Look again"),
        "held": _("Kept until the notebook is closed"),
        "looking": _("Looking through the study…"),
        "filter_kind": _("Kind"),
        "filter_sureness": _("How sure"),
        "filter_state": _("Show"),
        "all": _("all"),
        "open": pgettext("personal data", "to decide"),
        "going": pgettext("personal data", "to be replaced"),
        "staying": pgettext("personal data", "stays"),
        "progress": plural_forms(lambda n: ngettext("{k} of {n} decided", "{k} of {n} decided", n)),
        "total": plural_forms(lambda n: ngettext("{n} place will be replaced", "{n} places will be replaced", n)),
        "none": _("No personal data was found. That does not mean that there is none."),
        "no_hits": _("Nothing fits these filters."),
        "show_all": _("Show all"),
        "keys": _("Keys: ↑ ↓ go through the list, A accept, R reject, E other words, Z undo."),
        **{f"kind_{kind}": name for kind, name in kind_names().items()},
        **{f"sure_{key}": name for key, name in sureness_names().items()},
    }


def _list_words() -> dict[str, Any]:
    return {
        "list": _("People, firms and numbers that were found"),
        "places": plural_forms(lambda n: ngettext("{n} place", "{n} places", n)),
        "accept": _("Accept"),
        "reject": _("Reject"),
        "accept_of": _("Replace “{name}” everywhere"),
        "reject_of": _("Leave “{name}” as it is everywhere"),
        "again": _("Decide again"),
        "state_accepted": _("will be replaced"),
        "state_rejected": _("stays as it is"),
        "state_mixed": _("decided place by place"),
        "state_likely": _("will be replaced unless you reject it"),
        "state_possible": _("stays unless you accept it"),
    }


def _detail_words() -> dict[str, Any]:
    return {
        "forms": _("Found as"),
        "instead": _("Replacement"),
        "own": _("Your own words instead"),
        "own_hint": _("A name of your own is declined like the one it replaces; other words stand as they are."),
        "save": _("Save"),
        "same_as": _("Is the same as"),
        "choose": _("choose …"),
        "merge": _("Merge"),
        "merged": _("Also: {name}"),
        "part": _("Separate again"),
        "where": _("Where it was found"),
        "only_here": _("Other words in this place"),
        "accept_here": _("Replace here"),
        "reject_here": _("Leave here"),
    }


def _key_words() -> dict[str, Any]:
    return {
        "key": _("The key"),
        "key_at": _("Key file: {path}"),
        "key_new": _(
            "There is no key yet: what you decide is lost when this notebook closes. The key keeps it, and tells you, "
            "and nobody else, who stands behind a pseudonym."
        ),
        "key_locked": _("The key is locked. Open it to use its pseudonyms and to keep what you decide."),
        "key_open": _("The key is open: what you decide is kept in it."),
        "key_lost": _("Without the passphrase nobody can open the key, and there is no way to get it back."),
        "passphrase": _("Passphrase"),
        "passphrase_again": _("Passphrase once more"),
        "make_key": _("Make the key"),
        "open_key": _("Open the key"),
        "differ": _("The two passphrases differ."),
        "apply": _("Replace now …"),
        "need_key": _("Make or open the key first."),
        "sure_title": _("Replace for good?"),
        "sure_text": plural_forms(
            lambda n: ngettext(
                "{n} place gets a pseudonym, in the interviews and in everything written about them. This cannot be "
                "undone: only the key tells who is who.",
                "{n} places get pseudonyms, in the interviews and in everything written about them. This cannot be "
                "undone: only the key tells who is who.",
                n,
            )
        ),
        "sure_open": plural_forms(
            lambda n: ngettext(
                "{n} possible find that nobody decided on stays as it is.",
                "{n} possible finds that nobody decided on stay as they are.",
                n,
            )
        ),
        "sure_copy": _("I have the passphrase, and a copy of the study if I need one."),
        "do_it": _("Replace for good"),
        "doing": _("Replacing…"),
        "cancel": _("Cancel"),
        "done": _("Done"),
    }
