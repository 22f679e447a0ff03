"""The strings of the coding pane, in the language in force: the page holds none of its own."""

from __future__ import annotations

from collections.abc import Callable

from cjm_research.i18n import _, format_number, in_quotes, ngettext, pgettext
from cjm_research.model import Coding


def pane_words() -> dict[str, str]:
    """Every string the page shows or says; fields in braces are filled there."""
    return {**_frame(), **_codings(), **_palette(), **_text(), **_spoken(), **_help()}


def _frame() -> dict[str, str]:
    return {
        "pane": _("Coding pane"),
        "empty": _("There is no interview in the study yet. Import some with study.import_transcripts."),
        "no_suggestions": _("The machine has suggested nothing here. Mark words to code them."),
        "interview": pgettext("one conversation", "Interview"),
        "interview_option": _("{id}: {k} of {n}"),
        "previous_interview": _("Previous interview"),
        "next_interview": _("Next interview"),
        "progress_interview": _("This interview"),
        "progress_study": _("Whole study"),
        "decided": _("suggestions decided: {k} of {n}"),
        "coded": _("turns coded: {k} of {n}"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "help": _("Keys"),
        "close": _("Close"),
        "blind": _(
            "You code blind: nothing of the machine and of other coders is shown, and only your own work counts."
        ),
        "filters": _("Filters"),
        "filter_code": _("Code"),
        "filter_coder": _("Coder"),
        "filter_status": _("State"),
        "filter_score": _("Score of suggestions"),
        "any_score": _("any score"),
        "score_least": _("score {score} or more"),
        "all_codes": _("all codes"),
        "all_coders": _("all coders"),
        "shown_status": _("suggested and confirmed"),
        "any_status": _("all states"),
        "only_matches": _("only turns with matching codings"),
        "order": _("Order"),
        "order_text": _("as in the text"),
        "order_score": _("the surest first"),
        "order_uncertainty": _("the least certain first"),
        "search": _("Search in the interview"),
        "hits": _("{k} of {n}"),
        "no_hits": _("not found"),
        "previous_hit": _("Previous place"),
        "next_hit": _("Next place"),
        "clear_filters": _("Show all"),
        "filtered": _("A filter is on: codings shown: {k} of {n}."),
    }


def _codings() -> dict[str, str]:
    return {
        "status_0": pgettext("coding", "suggested"),
        "status_1": pgettext("coding", "confirmed"),
        "status_2": pgettext("coding", "rejected"),
        "status_3": pgettext("coding", "lost"),
        "details": _("Details"),
        "nothing_chosen": _("Choose a coding to see and change it, or mark words in the text to code them."),
        "turn": _("Turn {n}"),
        "role_participant": _("Participant"),
        "role_interviewer": _("Interviewer"),
        "role_other": _("Other speaker"),
        "chip": _("{status}: {code}. Words: {quote}"),
        "words": _("Words"),
        "score": _("Score"),
        "reason": _("Reason"),
        "coder": _("Coder"),
        "source": _("Source"),
        "accept": _("Accept"),
        "reject": _("Reject"),
        "remove": _("Remove"),
        "change_code": _("Change code"),
        "valence": _("Valence"),
        "stage": _("Stage"),
        "none": _("none"),
        "widen_start": _("One word more at the beginning"),
        "narrow_start": _("One word less at the beginning"),
        "widen_end": _("One word more at the end"),
        "narrow_end": _("One word less at the end"),
        "history": _("History"),
        "memos": _("Memos"),
        "memos_coding": _("Memos on this coding"),
        "memos_transcript": _("Memos on the interview"),
        "new_memo": _("New memo"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "memo_mark": _("has a memo"),
        "lost_title": _("Lost codings: {n}"),
        "lost_note": _("Their words went when the text was corrected. Place them again, or remove them."),
        "place_again": _("Place again"),
        "put_on_map": _("Put on the map"),
        "placing": _("Mark the words for {code}, coded before: {quote}. Then press Enter."),
        "place_here": _("Place here"),
    }


def _palette() -> dict[str, str]:
    return {
        "palette": _("Choose a code"),
        "palette_search": _("Code, or the name of a new one"),
        "palette_change": _("Change code"),
        "recent": _("used last"),
        "new_code": _("New code “{name}” under {kind}"),
        "no_codes": _("No code has this name."),
        "stage_title": _("Choose a stage"),
        "stage_search": _("Stage, or its number"),
        "no_stage": _("no stage"),
        "use_when": _("Use: {text}"),
        "use_not": _("Not: {text}"),
    }


def _text() -> dict[str, str]:
    return {
        "edit": _("Correct the text"),
        "edit_label": _("Text of turn {n}. Codings keep their words. Ctrl+Enter saves, Esc leaves it as it was."),
        "edit_saving": _("The correction is being saved …"),
    }


def _spoken() -> dict[str, str]:
    """What is said to screen readers, and shown for a moment."""
    return {
        "said_accepted": _("Accepted: {code}. Left to decide: {n}."),
        "said_rejected": _("Rejected: {code}. Left to decide: {n}."),
        "said_coded": _("Coded: {code}, {quote}"),
        "said_code": _("Code changed: {code}"),
        "said_removed": _("Removed: {code}"),
        "said_span": _("Words: {quote}"),
        "said_valence": _("Valence: {value}"),
        "said_stage": _("Stage: {value}"),
        "said_undone": _("Undone."),
        "said_redone": _("Done again."),
        "said_nothing_undo": _("There is nothing to take back."),
        "said_nothing_redo": _("There is nothing to do again."),
        "said_mark_mode": _("Marking words: arrows move by word, Shift and arrows mark more, Enter opens the codes."),
        "said_all_decided": _("All suggestions of this interview are decided."),
        "said_all_coded": _("Every turn of the participant is coded."),
        "said_end": _("There is no further coding."),
        "said_choose_first": _("Choose a coding first."),
        "said_not_open": _("This is no suggestion; it can be changed or removed."),
        "said_placed": _("Placed again: {code}, {quote}"),
        "said_memo": _("Memo saved."),
        "said_memo_removed": _("Memo removed."),
        "said_refused": _("Not done: {message}"),
    }


def _help() -> dict[str, str]:
    rows = [
        ("j  k", _("next, previous suggestion or coding")),
        ("a  r", _("accept, reject")),
        ("c", _("change the code")),
        ("[  ]", _("one word more at the beginning, at the end")),
        ("{  }", _("one word less at the beginning, at the end")),
        ("+  −", _("raise, lower the valence")),
        ("s", _("choose the stage")),
        ("m", _("write a memo")),
        (pgettext("keys", "x  Delete"), _("remove the coding")),
        (pgettext("keys", "u  Ctrl+Z"), _("undo")),
        ("Ctrl+Y", _("do again")),
        (pgettext("keys", "Enter  w"), _("on a turn: mark words to code; on a coding: its details")),
        (pgettext("keys", "Shift+←  Shift+→"), _("while marking: mark more or fewer words")),
        (pgettext("keys", "↑  ↓  ←  →"), _("go by turns, and to the codings of a turn")),
        ("n", _("next turn of the participant without a coding")),
        ("l", _("the suggestion of which the machine is least certain")),
        ("e", _("correct the text of the turn")),
        ("/", _("search in the interview")),
        ("<  >", _("previous, next interview")),
        ("o", _("choose an interview")),
        ("d", _("go to the details")),
        (pgettext("keys", "Esc"), _("back")),
        ("?", _("show these keys")),
    ]
    words = {"help_title": _("Keys of the coding pane"), "help_note": _("Letters count only while no field is in use.")}
    for n, (keys, text) in enumerate(rows):
        words[f"help_{n:02}_keys"], words[f"help_{n:02}_text"] = keys, text
    return words


def correction_message(moved: int, lost: int, reworded: int = 0) -> str:
    """What a correction of the text did to the codings in it."""
    text = ngettext(
        "Text corrected; {n} coding is at its place again.",
        "Text corrected; {n} codings are at their places again.",
        moved,
    ).format(n=format_number(moved))
    if reworded:
        other = ngettext(
            "{n} of them has other words now: look whether it still fits.",
            "{n} of them have other words now: look whether they still fit.",
            reworded,
        )
        text = f"{text} {other.format(n=format_number(reworded))}"
    if not lost:
        return text
    left = ngettext(
        "The words of {n} coding are gone: it is listed at the top, to be placed again or removed.",
        "The words of {n} codings are gone: they are listed at the top, to be placed again or removed.",
        lost,
    )
    return f"{text} {left.format(n=format_number(lost))}"


def event_sentence(op: str, coding: Coding | None, path_name: Callable[[str], str]) -> str:
    """One line of a coding's history."""
    sentences = {
        "add": _("coded {quote} as {code}"),
        "import": _("came with the interview: {quote}, {code}"),
        "suggest": _("suggested for {quote}: {code}"),
        "accept": _("accepted for {quote}: {code}"),
        "reject": _("turned down for {quote}: {code}"),
        "change": _("changed to {quote}, {code}"),
        "undo": _("undone; again {quote}, {code}"),
        "redo": _("redone: {quote}, {code}"),
    }
    if coding is None:
        return _("taken away")
    sentence = sentences.get(op, _("changed to {quote}, {code}"))
    text = sentence.format(quote=in_quotes(_shortened(coding.quote)), code=path_name(coding.code))
    extras = [f"{coding.valence:+d}"] if coding.valence else []
    return ", ".join([text, *extras])


def _shortened(quote: str, limit: int = 80) -> str:
    return quote if len(quote) <= limit else quote[:limit].rstrip() + " …"
