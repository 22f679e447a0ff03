"""Every sentence that the persona form shows, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, ngettext
from cjm_widgets.counted import plural_forms


def persona_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {**_frame_words(), **_head_words(), **_people_words(), **_persona_words(), **_statement_words()}


def _frame_words() -> dict[str, Any]:
    return {
        "title": _("Personas"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "help": _("Keys"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "save": _("Save"),
        "group": _("Interviewees"),
        "group_n": _("{name} ({n})"),
        "k": _("Number of groups"),
        "k_data": _("as the data say"),
        "by": _("Group by"),
        "by_nothing": _("what people tell"),
        "find": _("Find groups"),
        "working": _("Groups are being looked for …"),
        "counting": _("The counts are being made anew …"),
        "progress": _("{done} of {total} steps"),
        "stale": _("The codings have changed since these counts were made."),
        "renew": _("Count anew"),
        "looking": _("This is a look at other groups. Nothing is kept yet, and nothing can be changed in it."),
        "keep": _("Keep these groups"),
        "leave": _("Back to what was kept"),
        "keep_title": _("Keep these groups?"),
        "keep_text": _(
            "They take the place of the personas as they stand: your titles, statements and moves so far go. You can "
            "take the step back."
        ),
        "nothing": _("Nothing is coded yet. Personas appear here as soon as interviews are coded."),
        "keys": [
            ["↑ ↓", _("Go through the people of a persona")],
            ["← →", _("Go to the persona before or after")],
            [_("Space"), _("Tick or untick a person")],
            ["m, Shift+F10", _("Move the ticked people to another persona …")],
            ["Delete", _("Take the ticked people out of all personas")],
            ["n", _("Make a new persona of the ticked people")],
            ["Enter", _("Open the persona")],
            ["F2", _("Rename the persona that is open")],
            ["Ctrl+Enter", _("Save what is typed")],
            ["Escape", _("Leave without saving")],
            ["Ctrl+Z Ctrl+Y", _("Undo and redo")],
            ["?", _("Show these keys")],
        ],
    }


def _head_words() -> dict[str, Any]:
    return {
        "verdict": _("Verdict"),
        "people_n": plural_forms(lambda n: ngettext("{n} person", "{n} people", n)),
        "personas_n": plural_forms(lambda n: ngettext("{n} persona", "{n} personas", n)),
        "warnings": plural_forms(lambda n: ngettext("{n} remark", "{n} remarks", n)),
        "decisions": plural_forms(lambda n: ngettext("{n} decision of your own", "{n} decisions of your own", n)),
        "settled": _("Kept as your own: what you change stays, and the counts follow the codings."),
        "back": _("Back to what the procedure finds"),
        "back_title": _("Go back to what the procedure finds?"),
        "back_text": _(
            "Your titles, roles, statements and moves in this group of interviewees go, and with them the notes on the "
            "empathy maps of these personas. You can take the step back."
        ),
        "back_do": _("Go back"),
    }


def _people_words() -> dict[str, Any]:
    return {
        "people": _("People"),
        "members_of": _("Members of “{title}”"),
        "nowhere": _("In no persona"),
        "nobody": _("Nobody"),
        "new_persona": _("A new persona"),
        "ticked": plural_forms(lambda n: ngettext("{n} person ticked", "{n} people ticked", n)),
        "tick_hint": _("Tick people to move several at once, or drag them into another persona."),
        "untick": _("Untick all"),
        "move_to": _("Move to"),
        "move": _("Move"),
        "move_menu": _("Move {who} to …"),
        "split": _("New persona of the ticked"),
        "split_title": _("A new persona"),
        "split_text": plural_forms(
            lambda n: ngettext("It begins with {n} person: {who}.", "It begins with {n} people: {who}.", n)
        ),
        "split_name": _("Title (may stay empty)"),
        "split_do": _("Make the persona"),
        "split_one": _("A new persona is made of members of one persona. Tick people in one column only."),
        "split_all": _("At least one person has to stay in the persona. Untick somebody."),
        "last_member": _("A persona cannot be without members. Merge it with another one instead."),
        "between": _("between personas"),
        "typical": _("most typical"),
        "strength": _("membership {share}"),
        "dropped": plural_forms(
            lambda n: ngettext("{n} person moved to “{title}”.", "{n} people moved to “{title}”.", n)
        ),
        "taken_out": plural_forms(
            lambda n: ngettext("{n} person is in no persona now.", "{n} people are in no persona now.", n)
        ),
        "accepted": _("accepted"),
        "draft": _("draft"),
        "open": _("Open the persona “{title}”"),
        "plane": _("People on a plane"),
        "plane_hint": _(
            "People who tell alike lie near each other. Tick them here one by one, or draw a frame around them, and "
            "make a persona of them."
        ),
        "plane_axes": _("The axes show {first} and {second} of the differences."),
        "plane_arrows": _("The arrows show where a code is told more often."),
        "saving": _("is being saved …"),
    }


def _persona_words() -> dict[str, Any]:
    return {
        "details": _("Persona “{title}”"),
        "rename": _("Rename"),
        "rename_of": _("New title of “{title}”"),
        "rename_hint": _("Empty: the title that the procedure proposes."),
        "own_title": _("your own title"),
        "role": _("Role in the organisation"),
        "role_none": _("not given"),
        "role_edit": _("Edit the role"),
        "accept": _("Accept"),
        "unaccept": _("Take the acceptance back"),
        "accepted_by": _("Accepted by {coder}"),
        "is_draft": _("A draft: nobody has accepted it yet."),
        "merge": _("Merge with …"),
        "merge_title": _("Merge “{title}” with …"),
        "merge_text": _(
            "The persona keeps the title “{title}” and gets the members and your own statements of those ticked here."
        ),
        "merge_anew": _(
            "“{title}” gets the members and your own statements of those ticked here. Its title is made anew, because "
            "you have not given it one."
        ),
        "merge_do": _("Merge"),
        "merge_none": _("Tick at least one persona."),
        "share": _("{k} of {n}"),
        "members_share": _("{k} of {n} people"),
        "member_mean": _("membership {share} on average"),
        "typical_is": _("most typical: {who}"),
        "beside": _("What is known of the persona"),
        "contrasts": _("What differs from the others"),
        "no_contrasts": _("No code stands out against the others."),
        "more": _("more often"),
        "less": _("less often"),
        "quotes": _("In their words"),
        "counter": _("A voice against"),
        "path": _("Typical path"),
        "path_note": _("The order of contacts that one member told, nearest to all others."),
        "attributes": _("Who they are"),
        "col_what": _("What"),
        "col_inside": _("Here"),
        "col_outside": _("Others"),
    }


def _statement_words() -> dict[str, Any]:
    return {
        "statements": _("Statements"),
        "no_statements": _("There are no statements yet."),
        "inside": _("{k} of {n} here"),
        "outside": _("{k} of {n} of the others"),
        "interval": _("95% interval: {low} to {high}"),
        "assumption": _("assumption"),
        "assumption_why": _("No words of an interview stand behind it."),
        "own": _("your own"),
        "reworded": _("in your words"),
        "evidence": plural_forms(lambda n: ngettext("{n} quote", "{n} quotes", n)),
        "evidence_of": _("Quotes behind “{text}”"),
        "no_evidence": _("There are no quotes behind it."),
        "show": _("Show in the interview: {place}"),
        "edit": _("Edit"),
        "edit_of": _("Edit the words of “{text}”"),
        "edit_hint": _("Empty: its own words come back."),
        "leave_out": _("Leave out"),
        "leave_out_of": _("Leave out “{text}”"),
        "remove": _("Remove"),
        "remove_of": _("Remove “{text}”"),
        "left_out": plural_forms(lambda n: ngettext("{n} statement left out", "{n} statements left out", n)),
        "bring_back": _("Bring back"),
        "bring_back_of": _("Bring back “{text}”"),
        "bring_all": _("Bring all back"),
        "write": _("A statement of your own"),
        "write_section": _("Section"),
        "write_text": _("What do you say about this persona?"),
        "write_hint": _("Without quotes behind it, it is marked as an assumption."),
        "write_do": _("Add the statement"),
        "need_text": _("Write a statement first."),
        "link": _("Link quotes …"),
        "link_of": _("Link quotes to “{text}”"),
        "link_search": _("Search the members’ codings"),
        "link_do": _("Link the ticked"),
        "link_n": plural_forms(lambda n: ngettext("{n} coding found", "{n} codings found", n)),
        "link_none": _("No coding of the members fits. Try a shorter part of a word."),
        "link_more": _("Only the first are shown: search for more words."),
    }
