"""The sentences that all forms for maps share, in the language in force: whose map, its notes, and their quotes."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext
from cjm_widgets.board_words import board_words
from cjm_widgets.counted import plural_forms


def map_form_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {**board_words(), **_frame_words(), **_note_words(), **_evidence_words()}


def _frame_words() -> dict[str, Any]:
    return {
        "whose": _("Map of"),
        "group": _("Interviewee group"),
        "personas": _("Personas"),
        "people": _("Participants"),
        "find_personas": _("Look for personas …"),
        "finding": _("Looking for personas; this takes a moment …"),
        "found_personas": plural_forms(
            lambda n: ngettext(
                "{n} persona was found: choose it in the list.", "{n} personas were found: choose one in the list.", n
            )
        ),
        "no_personas": _("The people of this group do not fall into personas: there is one map of everybody."),
        "persona_of": plural_forms(lambda n: ngettext("{title} ({n} person)", "{title} ({n} people)", n)),
        "rests_on": plural_forms(lambda n: ngettext("{basis} of {n} person", "{basis} of {n} people", n)),
        "removed_list": _("Removed notes ({n})"),
        "removed_title": _("Removed notes"),
        "none_removed": _("No note is removed."),
        "restore": _("Bring back"),
        "restore_of": _("Bring back the note “{text}”"),
        "reset": _("Back to the codings …"),
        "reset_question": _(
            "Show this map as the codings give it? Own notes, wordings and places go. Undo brings them back."
        ),
        "reset_do": _("Back to the codings"),
        "was_reset": _("The map is as the codings give it."),
        "keys": _("Keys"),
        "legend": _("What the signs mean"),
        "legend_verbatim": _("A person said it in these words."),
        "legend_inference": _("Concluded from what was said: nobody can observe it."),
        "legend_assumption": _("Nobody’s words stand behind it yet."),
        "legend_own": _("A researcher wrote or worded it."),
        "close": _("Close"),
        "refreshing": _("The codings have changed; the map follows."),
    }


def _note_words() -> dict[str, Any]:
    return {
        "share": plural_forms(lambda n: ngettext("{k} of {n} person", "{k} of {n} people", n)),
        "share_short": _("{k} of {n}"),
        "quotes_of": plural_forms(lambda n: ngettext("show {n} quote", "show {n} quotes", n)),
        "chip_name": _("{share}: {quotes}"),
        "fact": _("From the table of participants, not from an interview."),
        "link": _("Link evidence"),
        "was_removed": _("Removed: “{text}”."),
        "was_restored": _("The note is back on the map: “{text}”."),
        "not_saved": _("This was not saved: {message}"),
    }


def _evidence_words() -> dict[str, Any]:
    return {
        "evidence_of": _("Evidence: {text}"),
        "no_evidence": _("Nobody’s words stand behind this note yet: it is an assumption."),
        "show": _("Show in the interview"),
        "show_of": _("Show in the interview: {participant}, “{quote}”"),
        "unlink": _("Unlink"),
        "unlink_of": _("Unlink: {participant}, “{quote}”"),
        "linked": _("The words stand behind the note now."),
        "unlinked": _("The words no longer stand behind the note."),
        "find_evidence": _("Link words of these people"),
        "search": _("Search their codings"),
        "found": plural_forms(lambda n: ngettext("{n} coding found", "{n} codings found", n)),
        "none_found": _("No coding of these people holds all of these words."),
        "more": _("Show more"),
    }
