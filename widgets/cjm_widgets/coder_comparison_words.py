"""What the page of the compare view says, in the language in force."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _, in_quotes, pgettext


def comparison_words() -> dict[str, Any]:
    """All strings of the page; fields in braces are filled in there."""
    return {**_frame(), **_verdicts(), **_decisions(), **_own(), "keys": _keys()}


def _frame() -> dict[str, str]:
    return {
        "title": _("Two coders side by side"),
        "interview": pgettext("one conversation", "Interview"),
        "settled_mark": _("{id} (settled)"),
        "first_coder": _("Left"),
        "second_coder": _("Right"),
        "figures": _("Agreement in this interview"),
        "only_open": _("Only turns with open differences"),
        "nothing": _("No interview has been coded by two people yet. Merge the other coder's study first."),
        "not_two": _("Fewer than two people have coded this interview."),
        "nothing_open": _("Nothing is open here: every difference is settled."),
        "next": _("Next difference"),
        "previous": _("Previous difference"),
        "take_agreed": _("Take all that agree"),
        "finish": _("Settle the interview"),
        "unfinish": _("Open the interview again"),
        "finished": _("Settled: only the consensus codings of this interview count."),
        "still_open": _("Settle the open differences first."),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "help": _("Keys"),
        "close": _("Close"),
        "interviewer": _("Interviewer"),
        "participant": _("Participant"),
        "other": _("Other speaker"),
        "turns": _("The interview with the codings of both"),
        "coding": _("{coder}: {code}, {quote}. {verdict}"),
        "quoted": in_quotes("{text}"),
        "no_coding": _("{coder} coded nothing here"),
        "of": _("Difference {k} of {total}"),
        "alike": _("Coded alike"),
        "consensus": _("Consensus"),
        "panel": _("The difference and what becomes of it"),
        "choose": _("Choose a difference, or press n for the next one."),
        "valence": _("valence {value}"),
        "refused": _("Not done: {message}"),
    }


def _verdicts() -> dict[str, str]:
    return {
        "v_same": _("alike"),
        "v_extent": _("other words"),
        "v_label": _("other label"),
        "v_valence": _("other valence"),
        "v_stage": _("other stage"),
        "v_kind": _("another kind"),
        "v_first_only": _("only {coder}"),
        "v_second_only": _("only {coder}"),
    }


def _decisions() -> dict[str, str]:
    return {
        "take_first": _("Take {coder}'s"),
        "take_second": _("Take {coder}'s"),
        "take_both": _("Take both"),
        "take_neither": _("Take neither"),
        "take_own": _("Other words or code…"),
        "reopen": _("Leave it open again"),
        "d_first": _("settled: {coder}'s coding"),
        "d_second": _("settled: {coder}'s coding"),
        "d_both": _("settled: both codings"),
        "d_neither": _("settled: neither"),
        "d_own": _("settled: a coding of its own"),
        "open_mark": _("open"),
    }


def _own() -> dict[str, str]:
    return {
        "own_title": _("A consensus of its own"),
        "own_words": _("Words"),
        "own_hint": _("Mark other words of this turn with the mouse, or move the ends:"),
        "start_back": _("Begin one word earlier"),
        "start_on": _("Begin one word later"),
        "end_back": _("End one word earlier"),
        "end_on": _("End one word later"),
        "own_code": _("Code"),
        "own_valence": _("Valence"),
        "own_stage": _("Stage"),
        "none": _("none"),
        "own_save": _("Take this"),
        "own_cancel": _("Cancel"),
    }


def _keys() -> list[list[str]]:
    return [
        ["n  p", _("next, previous open difference")],
        ["↓  ↑", _("next, previous pair, settled ones too")],
        ["1", _("take the left coding")],
        ["2", _("take the right coding")],
        ["3", _("take both")],
        ["0", _("take neither")],
        ["e", _("other words or another code")],
        ["o", _("leave it open again")],
        ["a", _("take all that agree")],
        ["f", _("settle the interview, or open it again")],
        ["u", _("undo")],
        ["r", _("redo")],
        ["?", _("show these keys")],
    ]
