"""Ways of writing a talk without labels: quotes, headings, printed guides, dialogue dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.readers.assembler import Assembler, Found
from cjm_research.readers.base import Line, Side, Turn

_NUMBER = re.compile(r"\s*(?:(\d{1,2})(?:\.?([a-z]))?|([a-z])\.([ivx]{1,4}))[.)]?\s+(?!-)(?=\S)")
STAGE_NOTE = re.compile(r"\s*([(\[][^()\[\]]{3,400}[)\]])\s*(.*)$", re.DOTALL)
_DASH = re.compile(r"^[–—-]\s*(?=\S)")


def unlabelled_speech(assembler: Assembler, line: Line, *, is_printed: bool) -> None:
    """Add a line without a label to the turns: a printed task, a stage note in brackets, or the participant's words."""
    if line.kind == "heading":
        assembler.skip(line)
        return
    if is_printed:
        assembler.start("", line, line.text, side="interviewer")
        return
    note = STAGE_NOTE.match(line.text)
    if note:
        assembler.start("", line, note[1], side="other")
    speech = note[2] if note else line.text
    if any(char.isalnum() for char in speech):
        last = assembler.turns[-1] if assembler.turns else None
        if last is not None and last.side == "participant":
            assembler.go_on(replace(line, text=speech))
        else:
            assembler.start("", line, speech, side="participant")


def printed_note(n: int) -> tuple[str, ...]:
    """A note on printed lines; none where there are none."""
    if not n:
        return ()
    message = ngettext(
        "{n} numbered line was taken as a printed task or question, on the interviewer's side.",
        "{n} numbered lines were taken as printed tasks or questions, on the interviewer's side.",
        n,
    )
    return (message.format(n=format_number(n)),)


def printed_numbers(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines of a printed guide: ``1 Read ...``, ``1.a Was ...``, ``c.ii Data``, counted in order."""
    printed: set[int] = set()
    last = 0
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.text)
        if not match:
            continue
        number = int(match[1]) if match[1] else None
        # Numbers count up; one or two may be missing where a line was glued to the one before.
        if number is not None and not match[2] and line.text[match.end()].islower():
            continue  # “2 weeks later” is speech
        if number is None or (match[2] and last <= number <= last + 2) or last < number <= last + 2:
            last = number if number is not None else last
            printed.add(index)
    return printed if last >= 2 else set()


def is_question(text: str) -> bool:
    """Whether words end in a question mark, closing quotes aside."""
    return text.rstrip(' *_"”»)').endswith("?")


def quoted_answers(lines: Sequence[Line]) -> Found | None:
    """Answers quoted with ``>`` below questions; what is not quoted is the interviewer's script."""
    quotes = [index for index, line in enumerate(lines) if line.kind == "quote"]
    before = [lines[i - 1] for i in quotes if i and lines[i - 1].kind != "quote"]
    asking = sum(is_question(line.text) for line in before)
    prompts = sum(line.kind == "item" or is_question(line.text) for line in before)
    if asking < 2 or asking < 0.25 * len(before) or prompts < 0.6 * len(before) or len(quotes) < 0.1 * len(lines):
        return None
    first = next((i for i, line in enumerate(lines) if line.kind in ("item", "quote") or is_question(line.text)), 0)
    assembler = Assembler()
    for index, line in enumerate(lines):
        side: Side = "participant" if line.kind == "quote" else "interviewer"
        if line.kind == "heading" or (index < first and side == "interviewer"):
            assembler.skip(line)
        elif assembler.turns and assembler.turns[-1].side == side and (side == "participant" or line.kind != "item"):
            assembler.go_on(line)
        else:
            assembler.start("", line, line.text, side=side)
    return assembler.found(_("Quoted lines (“>”) were taken as the participant's, the others as the interviewer's."))


def heading_questions(lines: Sequence[Line]) -> Found | None:
    """Questions as headings, answers below."""
    headings = [line for line in lines if line.kind == "heading"]
    asking = sum(is_question(line.text) for line in headings)
    if asking < 2 or asking < 0.5 * len(headings):
        return None
    assembler = Assembler()
    for line in lines:
        if line.kind == "heading" and is_question(line.text):
            assembler.start("", line, line.text, side="interviewer")
        elif line.kind == "heading" or not assembler.turns:
            assembler.skip(line)
        elif assembler.turns[-1].side == "interviewer":
            assembler.start("", line, line.text, side="participant")
        else:
            assembler.go_on(line)
    return assembler.found(_("Headings that ask were taken as the interviewer's questions."))


def numbered_questions(lines: Sequence[Line]) -> Found | None:
    """A printed guide or questionnaire whose answers stand below the numbered lines."""
    printed = printed_numbers(lines)
    spoken = [i for i in range(len(lines)) if i not in printed and lines[i].kind != "heading"]
    answered = sum(index + 1 in set(spoken) for index in printed)
    if len(printed) < 3 or answered < 0.4 * len(printed) or len(spoken) < 3:
        return None
    sentences = sum(_ends_sentence(line.text) for line in lines)
    if any(lines[i].kind == "item" for i in spoken) or sentences < 0.3 * len(lines):
        return None
    assembler = Assembler()
    first = min(printed)
    for index, line in enumerate(lines):
        if index < first:
            assembler.skip(line)
        else:
            unlabelled_speech(assembler, line, is_printed=index in printed)
    return assembler.found(*printed_note(len(printed)))


def _ends_sentence(text: str) -> bool:
    return text.rstrip(' *_"”»)]').endswith((".", "?", "!", "…"))


def dialogue_dashes(lines: Sequence[Line]) -> Found | None:
    """Dialogue dashes: each begins a turn of the other side; the side that asks more is the interviewer's."""
    starts = [index for index, line in enumerate(lines) if _DASH.match(line.text)]
    if len(starts) < 4 or len(starts) < 0.4 * len(lines):
        return None
    assembler = Assembler()
    for line in lines:
        match = _DASH.match(line.text)
        if match:
            assembler.start("", line, line.text[match.end() :])
        elif assembler.turns and line.kind != "heading":
            assembler.go_on(line)
        else:
            assembler.skip(line)
    asking = [sum(is_question(turn.text) for turn in assembler.turns[parity::2]) for parity in (0, 1)]
    if asking[0] == asking[1]:
        return None
    asks = asking.index(max(asking))
    assembler.turns = [
        replace(turn, side="interviewer" if number % 2 == asks else "participant")
        for number, turn in enumerate(assembler.turns)
    ]
    return assembler.found(
        _("The turns begin with dashes and no names; the two sides were taken to alternate. Check some of them.")
    )


def paragraphs(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """One turn a paragraph, nobody named."""
    assembler = Assembler()
    paragraph = None
    for line in lines:
        if line.kind == "heading":
            continue
        if line.paragraph != paragraph or not assembler.turns:
            assembler.start("", line, line.text)
            paragraph = line.paragraph
        else:
            assembler.go_on(line)
    return tuple(turn for turn in assembler.turns if turn.text)
