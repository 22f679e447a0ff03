"""Which of the machine's suggestions nobody has decided on, and which say again what somebody has."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cjm_research.model import MACHINE_CODER, Coding

# Transcript, utterance and kind -> the codings there.
Decided = dict[tuple[str, int, str], list[Coding]]


def is_open(coding: Coding | None, transcripts: Collection[str]) -> bool:
    """Whether this is a suggestion in one of `transcripts` that nobody has decided on."""
    return (
        coding is not None
        and coding.status == "suggested"
        and coding.coder == MACHINE_CODER
        and coding.transcript in transcripts
    )


def decided(codings: Iterable[Coding | None], transcripts: Collection[str]) -> Decided:
    """What people have decided on of the machine's suggestions, by transcript, utterance and kind."""
    found: Decided = {}
    for coding in codings:
        if coding and coding.is_of_machine and coding.status != "suggested" and coding.transcript in transcripts:
            found.setdefault((coding.transcript, coding.utterance, coding.kind), []).append(coding)
    return found


def is_decided(suggestion: Coding, decided: Decided) -> bool:
    """Whether a suggestion says again, in other words or from another source, what a person has decided on."""
    for coding in decided.get((suggestion.transcript, suggestion.utterance, suggestion.kind), ()):
        shared = min(coding.end, suggestion.end) - max(coding.start, suggestion.start)
        shorter = min(coding.end - coding.start, suggestion.end - suggestion.start)
        if shared > 0 and 2 * shared >= shorter:
            return True
    return False
