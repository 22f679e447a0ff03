"""The sentences of a board of cards, whatever the cards are of, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext
from cjm_widgets.counted import plural_forms


def board_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {
        "board_keys": _(
            "Arrows go from note to note, Alt with an arrow moves one, Enter edits it, N adds one, Delete removes it."
        ),
        "notes": plural_forms(lambda n: ngettext("{n} note", "{n} notes", n)),
        "area_empty": _("Nothing here yet."),
        "add_to": _("Add a note to “{area}”"),
        "new_note_in": _("New note in “{area}”"),
        "text_of_note": _("Text of the note"),
        "save_note": _("Save"),
        "cancel": _("Cancel"),
        "saving": _("Saving…"),
        "edit_note": _("Edit the note"),
        "remove_note": _("Remove the note"),
        "move_note": _("Move the note"),
        "move_up": _("One place up"),
        "move_down": _("One place down"),
        "move_to": _("To “{area}”"),
        "moved": _("The note is in “{area}” now, place {place} of {n}."),
        "no_further": _("There is no place in this direction."),
        "mark_inference": _("Inference"),
        "mark_assumption": _("Assumption"),
        "mark_own": _("Own note"),
        "mark_verbatim": _("Said so"),
        "undo": _("Undo"),
        "redo": _("Redo"),
    }
