"""Lines of a document become turns: labelled ones, and the ways of writing a talk without labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cjm_research.i18n import _
from cjm_research.readers.assembler import Assembler, Found
from cjm_research.readers.base import Line, Side
from cjm_research.readers.label_forms import Label, is_name, parse_label
from cjm_research.readers.labels import find_labels
from cjm_research.readers.role_words import is_role_label, word_side
from cjm_research.readers.styles import (
    STAGE_NOTE,
    dialogue_dashes,
    heading_questions,
    is_question,
    numbered_questions,
    paragraphs,
    printed_note,
    printed_numbers,
    quoted_answers,
    unlabelled_speech,
)
from cjm_research.readers.times import only_stamp

_RULE = re.compile(r"[\s*_\-–—=~#.]*$")
# The line by which transcription services sign.
_SIGNED = re.compile(
    r"\W*(?:transcribed|transcription (?:is )?provided|generated|created) (?:by|with)\b.{0,60}$", re.IGNORECASE
)


def turns_of_lines(lines: Sequence[Line]) -> Found:
    """The turns of a document, in order.

    Parameters
    ----------
    lines : sequence of Line
        As a format gives them, empty lines left out.
    """
    lines = [piece for line in lines if _is_text(line) for piece in _without_note_before_label(line)]
    if _is_talk_table(lines):
        return _table_turns(lines)
    labels = find_labels(lines)
    quoted = None if labels else quoted_answers(lines)
    if quoted is not None:
        return quoted
    questions = _emphasised_questions(lines, labels)
    if not questions and len({label.key for label in labels.values()}) == 1 and not _is_sure(labels):
        labels = {}
    if labels or questions:
        sides = {word_side(label.name) for label in labels.values()}
        if sides == {"interviewer"} and not questions and _others_speak(lines, labels):
            return _only_moderator(lines, labels)
        if sides == {"participant"} and not questions:
            questions = _plain_questions(lines, labels)
        return _labelled(lines, labels, questions)
    for style in (heading_questions, numbered_questions, dialogue_dashes):
        found = style(lines)
        if found is not None:
            return found
    return Found(paragraphs(lines), told=False)


def _is_text(line: Line) -> bool:
    signed = _SIGNED.match(line.text) and re.search(r"https?:|\.ai\b|\.com\b", line.text)
    return not (_RULE.match(line.text) or signed)


def _without_note_before_label(line: Line) -> list[Line]:
    """``(reads the task) MODERATOR: ...`` is two lines, the note and the turn."""
    note = STAGE_NOTE.match(line.text)
    if not note or not note[2]:
        return [line]
    label = parse_label(replace(line, text=note[2], bold=0))
    if label is None or label.style != "colon" or not is_role_label(label.name):
        return [line]
    return [replace(line, text=note[1], bold=0), replace(line, text=note[2], bold=0)]


def _is_sure(labels: dict[int, Label]) -> bool:
    """Whether labels are more than a phrase that comes back: a word for a role, or a time beside the name."""
    return any(is_role_label(label.name) or label.style == "timed" for label in labels.values())


def _is_talk_table(lines: Sequence[Line]) -> bool:
    """Whether the rows of a document's tables are turns: few names, each coming back, leading most of the text."""
    named = [line.speaker for line in lines if line.speaker]
    names = set(named)
    return (
        len(named) >= max(3, 0.5 * len(lines))
        and 1 < len(names) <= max(2, 0.34 * len(named))
        and all(is_name(name) for name in names)
    )


def _table_turns(lines: Sequence[Line]) -> Found:
    assembler = Assembler()
    for line in lines:
        if line.speaker:
            assembler.start(line.speaker, line, line.text)
        elif assembler.turns and line.kind != "heading":
            assembler.go_on(line)
        else:
            assembler.skip(line)
    return assembler.found()


def _emphasised_questions(lines: Sequence[Line], labels: dict[int, Label]) -> set[int]:
    """Numbers of the lines that ask in bold (or italics) without a name; a bold heading counts when it asks.

    They are taken for the interviewer's only when at least two of them, and half of all such lines, end in a question
    mark, and when no label names an interviewer.
    """
    if any(word_side(label.name) == "interviewer" for label in labels.values()):
        return set()
    # Beside labels, a list with bold items is a summary, not talk.
    left = ("heading", "item") if labels else ("heading",)
    candidates = [i for i, line in enumerate(lines) if i not in labels and line.kind not in left]
    for emphasised in (
        {i for i in candidates if lines[i].bold and _bold_turn(lines[i])},
        {i for i in candidates if lines[i].italic},
    ):
        asking = sum(is_question(_bold_part(lines[i])) for i in emphasised)
        plain = len(lines) - len(emphasised)
        if asking >= 2 and asking >= 0.4 * len(emphasised) and plain >= 0.5 * asking:
            return emphasised
    return set()


def _bold_turn(line: Line) -> bool:
    return line.all_bold or is_question(line.text[: line.bold])


def _bold_part(line: Line) -> str:
    return line.text if line.italic or line.all_bold else line.text[: line.bold]


def _plain_questions(lines: Sequence[Line], labels: dict[int, Label]) -> set[int]:
    """Unlabelled lines that ask, in a file that labels only the answers."""
    return {i for i, line in enumerate(lines) if i not in labels and line.kind != "heading" and is_question(line.text)}


def _labelled(lines: Sequence[Line], labels: dict[int, Label], questions: set[int]) -> Found:
    assembler = Assembler()
    asides = {i for i, line in enumerate(lines) if line.italic and i not in questions} if labels else set()
    in_question = False
    end = _end_of_talk(lines, {*labels, *questions})
    for index, line in enumerate(lines):
        if index >= end:
            assembler.skip(line)
        elif index in labels:
            label = labels[index]
            side: Side | None = "participant" if questions else None
            assembler.start(label.name, line, label.rest, label.times, side)
            in_question = False
        elif index in questions:
            bold, answer = (
                (line.text, "") if line.all_bold or not line.bold else (line.text[: line.bold], line.text[line.bold :])
            )
            if in_question and not answer:
                assembler.go_on(line)
            else:
                assembler.start("", line, bold, side="interviewer")
            in_question = not answer.strip()
            if answer.strip():
                assembler.start("", line, answer, side="participant")
        elif line.kind == "heading" or (not assembler.turns):
            assembler.skip(line)
        elif in_question and not labels:
            assembler.start("", line, line.text, side="participant")
            in_question = False
        elif index in asides and len(asides) < 0.3 * len(lines):
            assembler.start("", line, line.text, side="other")
        elif assembler.turns[-1].side == "other" and not assembler.turns[-1].speaker:
            before = next((turn for turn in reversed(assembler.turns) if turn.side != "other"), None)
            assembler.start(before.speaker if before else "", line, line.text, side=before.side if before else None)
        else:
            assembler.go_on(line)
    notes = [_("Bold questions without a name were taken as the interviewer's.")] if questions and not labels else []
    return assembler.found(*notes)


def _end_of_talk(lines: Sequence[Line], starts: set[int]) -> int:
    """Number of the first heading after which nobody begins to speak any more: a summary or links."""
    last = max(starts)
    return next((i for i in range(last, len(lines)) if lines[i].kind == "heading" and i not in starts), len(lines))


def _others_speak(lines: Sequence[Line], labels: dict[int, Label]) -> bool:
    """Whether whole paragraphs have no label, in a file that labels nobody but the interviewer."""
    labelled = {lines[index].paragraph for index in labels}
    return len({line.paragraph for line in lines if line.kind != "heading"} - labelled) >= max(2, 0.3 * len(labelled))


def _only_moderator(lines: Sequence[Line], labels: dict[int, Label]) -> Found:
    """Only the moderator is labelled: the other paragraphs are the participant's, printed tasks the interviewer's."""
    printed = printed_numbers(lines)
    assembler = Assembler()
    own_paragraph, awaited = None, False
    for index, line in enumerate(lines):
        if index in labels:
            label = labels[index]
            assembler.start(label.name, line, label.rest, label.times, "interviewer")
            own_paragraph, awaited = line.paragraph, not label.rest
        elif awaited and _has_words(line):
            # The label stands alone on its line, so its words are the paragraph below it.
            _words_below_label(assembler, line, label)
            if only_stamp(line.text) is None:
                own_paragraph, awaited = line.paragraph, False
        elif line.paragraph == own_paragraph:
            assembler.go_on(line)
        else:
            unlabelled_speech(assembler, line, is_printed=index in printed)
    note = _("Only the interviewer has a label; the lines without one were taken as the participant's.")
    asked = any(turn.side == "interviewer" and turn.text for turn in assembler.turns)
    return assembler.found(*([note] if asked else []), *printed_note(len(printed)))


def _has_words(line: Line) -> bool:
    """Whether `line` is neither a heading nor only a note in brackets, which are nobody's words."""
    note = STAGE_NOTE.match(line.text)
    return line.kind != "heading" and (note is None or bool(note[2]))


def _words_below_label(assembler: Assembler, line: Line, label: Label) -> None:
    if assembler.turns[-1].side == "interviewer":
        assembler.go_on(line)
    else:  # a note in brackets came between
        assembler.start(label.name, line, line.text, side="interviewer")
