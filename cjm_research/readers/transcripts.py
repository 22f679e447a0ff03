"""From a file to a transcript: guard, decode, read, turns, roles, language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Transcript, Utterance
from cjm_research.readers import registry
from cjm_research.readers.assembler import Found
from cjm_research.readers.base import RawFile, ReadResult, Source, Turn
from cjm_research.readers.cleaning import clean
from cjm_research.readers.cues import guess_note, guessed, turns_of_cues, turns_of_rows
from cjm_research.readers.guard import empty, read_bytes
from cjm_research.readers.label_forms import Label, is_name, parse_label
from cjm_research.readers.language import settle_language
from cjm_research.readers.role_words import is_role_label, word_side
from cjm_research.readers.roles import assign_roles
from cjm_research.readers.text_encoding import decode
from cjm_research.readers.turns import turns_of_lines

Speakers = Literal["single", "guess"]
# Share of sentences that ask, above which a text without speakers is taken for a talk of several.
_TALK_SHARE = 0.04
# Below this the interviewer's words help to tell the language.
_SHORT_CHARS = 300


def read_transcript(
    path: Path | str,
    *,
    language: str | None = None,
    interviewer: str | Iterable[str] | None = None,
    speakers: Speakers | None = None,
    encoding: str | None = None,
) -> ReadResult:
    """The transcript in a file of any supported format.

    Parameters
    ----------
    path : Path or str
        The file; its format is told from its content and its suffix.
    language : str, optional
        "en", "pl" or "ru"; recognised from the text where not given.
    interviewer : str or iterable of str, optional
        The speakers who ask, as the file names them.
    speakers : {"single", "guess"}, optional
        For files that name no speakers: one person tells it all, or every question is the interviewer's. Without it
        the turns of a talk whose sides cannot be told get the role "other", and a note says so.
    encoding : str, optional
        The encoding of a text file; recognised where not given.

    Returns
    -------
    ReadResult
        Offsets into its texts count code points of the text after normalisation (see `cleaning`).

    Raises
    ------
    UnreadableFileError
        The file is missing, empty, too large, damaged, protected, dangerous or no transcript.
    UnsupportedFormatError
        No reader knows the format.
    UnknownLanguageError
        The language is none of the three, or could not be told.
    BadValueError
        `interviewer` names nobody in the file.
    """
    path = Path(path)
    raw, format_name, notes = open_raw(path, encoding)
    source = registry.READERS[format_name](raw)
    notes += source.notes
    if source.transcript is not None:
        transcript, more = _completed(path, source.transcript, interviewer)
    else:
        transcript, more = _assembled(path, source, interviewer, speakers)
    text = transcript.participant_text()
    if len(text) < _SHORT_CHARS:
        text = "\n".join(u.text for u in transcript.utterances)
    settled = settle_language(path, text, language or (transcript.language or None))
    transcript = transcript.model_copy(update={"id": transcript.id or clean(path.stem), "language": settled})
    return ReadResult(transcript=transcript, notes=(*notes, *more), encoding=raw.encoding, format=source.format)


def open_raw(path: Path, encoding: str | None = None, *, table: bool = False) -> tuple[RawFile, str, tuple[str, ...]]:
    """A file opened and, where it is text, decoded and cleaned; with its format and notes.

    `table` says that it should be a list of participants.
    """
    data = read_bytes(path, table=table)
    found = registry.container_format(path, data)
    registry.check_suffix(path, found)
    if found is not None:
        return RawFile(path, data), found, _format_note(path, found)
    text, name, n_damaged = decode(path, data, encoding)
    raw = RawFile(path, data, clean(text), name)
    format_name = registry.text_format(raw)
    return raw, format_name, (*_damage_note(n_damaged), *_format_note(path, format_name))


def _damage_note(n: int) -> tuple[str, ...]:
    if not n:
        return ()
    message = ngettext(
        "{n} damaged letter was replaced by “�”; the file may be cut off.",
        "{n} damaged letters were replaced by “�”; the file may be cut off.",
        n,
    )
    return (message.format(n=format_number(n)),)


def _format_note(path: Path, found: str) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if registry.SUFFIXES.get(suffix, "txt") == found or not suffix:
        return ()
    return (
        _("The file is called {suffix} but was read as {format}, which it is.").format(suffix=suffix, format=found),
    )


def _completed(
    path: Path, transcript: Transcript, interviewer: str | Iterable[str] | None
) -> tuple[Transcript, tuple[str, ...]]:
    """A transcript file with the roles it leaves out."""
    wanted = _names(interviewer)
    if not wanted and all("role" in u.model_fields_set for u in transcript.utterances):
        return transcript, ()
    turns = [
        Turn(u.speaker, u.text, side=u.role if "role" in u.model_fields_set and not wanted else None)
        for u in transcript.utterances
    ]
    assigned, notes = assign_roles(path, turns, interviewer=wanted)
    if not any(turn.speaker for turn in turns):
        notes = (_("No speakers are named; everything was taken as the participant's."),)
    utterances = tuple(
        u.model_copy(update={"role": turn.side}) for u, turn in zip(transcript.utterances, assigned, strict=True)
    )
    return transcript.model_copy(update={"utterances": utterances}), notes


def _names(interviewer: str | Iterable[str] | None) -> tuple[str, ...]:
    return (interviewer,) if isinstance(interviewer, str) else tuple(interviewer or ())


def _assembled(
    path: Path, source: Source, interviewer: str | Iterable[str] | None, speakers: Speakers | None
) -> tuple[Transcript, tuple[str, ...]]:
    found = _found(source)
    if not found.turns:
        raise empty(path)
    if found.told:
        header = "\n".join(f"{key}: {value}" for key, value in source.metadata.items()) + "\n"
        header += "\n".join(line.text[:300] for line in source.lines[:60] if not line.bold or line.kind == "heading")
        turns, notes = assign_roles(path, found.turns, interviewer=_names(interviewer), header=header)
    else:
        turns, notes = _without_speakers(path, source, found.turns, speakers)
    if speakers is None:
        notes += _lost_interviewer(source, turns)
    utterances = tuple(_utterance(turn) for turn in turns if turn.text.strip())
    return Transcript(utterances=utterances), (*found.notes, *notes)


def _lost_interviewer(source: Source, turns: Sequence[Turn]) -> tuple[str, ...]:
    """A warning where a line announces the interviewer, but none of the words became the interviewer's."""
    if any(turn.side == "interviewer" for turn in turns):
        return ()
    named = (label.name for line in source.lines if (label := parse_label(line)) and _announces(label))
    label_name = next(named, None)
    if label_name is None:
        return ()
    message = _(
        "The file names the interviewer (“{label}”), but no words could be told to be the interviewer's: questions may "
        "count as the participant's. Write a speaker before every turn, such as “Interviewer: ...” and “P01: ...”, and "
        "read the file again."
    )
    return (message.format(label=label_name),)


def _announces(label: Label) -> bool:
    """Whether a label is the interviewer's and not a line of a header such as “Interviewer: Anna Nowak”."""
    return word_side(label.name) == "interviewer" and is_role_label(label.name) and not is_name(label.rest)


def _found(source: Source) -> Found:
    if source.rows:
        return turns_of_rows(source.cues)
    return turns_of_cues(source.cues) if source.cues else turns_of_lines(source.lines)


def _utterance(turn: Turn) -> Utterance:
    times = {"start_s": turn.start_s, "end_s": turn.end_s}
    return Utterance(
        speaker=clean(turn.speaker),
        role=turn.side or "participant",
        text=clean(turn.text),
        **{key: value for key, value in times.items() if value is not None},
    )


def _without_speakers(
    path: Path, source: Source, turns: tuple[Turn, ...], speakers: Speakers | None
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """A text that names nobody: as the user says, one person's story, or a talk whose sides nobody can tell."""
    if speakers == "guess":
        return guessed(turns), (guess_note(),)
    single = tuple(replace(turn, side="participant") for turn in turns)
    if speakers == "single":
        return single, ()
    if source.lines and _is_outline(source):
        raise UnreadableFileError.at(
            path,
            _("The file names no speakers and reads like notes or a report, not like speech."),
            expected=_("Turns with speakers, such as “Interviewer: ...” and “P01: ...”, were expected."),
            hint=_("If one person says or writes it all, read it with --speakers single."),
        )
    asking = sum(turn.text.count("?") for turn in turns)
    sentences = sum(len(turn.text.split(". ")) for turn in turns)
    if asking < 3 or asking < _TALK_SHARE * sentences:
        return single, (_("No speakers are named; everything was taken as one participant's."),)
    return tuple(replace(turn, side="other") for turn in turns), (
        _(
            "No speakers are named, so nobody can tell who asks and who answers: all turns have the role “other” and "
            "will not be tagged. Add speakers to the file, or read it with --speakers single (one person tells it all) "
            "or --speakers guess (every question is the interviewer's)."
        ),
    )


def _is_outline(source: Source) -> bool:
    """Whether most lines are headings, list items or bits without a full stop."""
    lines = source.lines
    bits = sum(
        line.kind in ("heading", "item") or not line.text.rstrip(' "”»)').endswith((".", "?", "!", "…"))
        for line in lines
    )
    ends = {line.paragraph: line for line in lines}
    unfinished = sum(
        line.kind in ("heading", "item") or not line.text.rstrip(' "”»)').endswith((".", "?", "!", "…", ":"))
        for line in ends.values()
    )
    return len(ends) >= 6 and bits > 0.3 * len(lines) and unfinished > 0.4 * len(ends)
