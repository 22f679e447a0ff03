"""Who asks and who tells: by the user's word, by label words, by what stands above the talk, or by questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_percent, in_quotes
from cjm_research.readers.base import Side, Turn
from cjm_research.readers.label_forms import is_name, name_key
from cjm_research.readers.role_words import ASKED_BY, letter_sides, word_side

# Below this lead the guess by questions is called uncertain.
CLEAR_LEAD = 0.3


@dataclass(frozen=True, slots=True)
class _Voice:
    """How one speaker talks: turns, share of them with and ending in a question, share of all words."""

    speaker: str
    n_turns: int
    asks: float
    ends_asking: float
    words: float
    first: bool

    @property
    def score(self) -> float:
        """Larger for an interviewer: many turns that end in a question, few words, the first one to speak."""
        return self.ends_asking + 0.5 * self.asks + 0.5 * (1 - self.words) + 0.2 * self.first


def assign_roles(
    path: Path, turns: Sequence[Turn], *, interviewer: Iterable[str] = (), header: str = ""
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """The turns with their sides, and notes on what was guessed.

    Parameters
    ----------
    turns : sequence of Turn
        Sides that a turn has already are kept, unless `interviewer` is given.
    interviewer : iterable of str
        Speakers who ask, as the user names them; everybody else is then a participant.
    header : str
        What stands above the talk; may name the interviewer.

    Raises
    ------
    BadValueError
        `interviewer` names nobody in the file.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker and turn.side is None))
    wanted = [name for name in interviewer if name]
    if wanted:
        return _as_wanted(path, turns, wanted)
    if not speakers:
        return tuple(replace(turn, side=turn.side or "participant") for turn in turns), ()
    sides, notes = _sides(speakers, turns, header)
    assigned = [replace(turn, side=turn.side or sides.get(turn.speaker, "participant")) for turn in turns]
    return tuple(assigned), notes


def _as_wanted(path: Path, turns: Sequence[Turn], wanted: Sequence[str]) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    names = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    keys = {name_key(name) for name in wanted}
    asking = {name for name in names if name_key(name) in keys}
    if not asking:
        raise BadValueError.at(
            path,
            _("Nobody in the file is called {name}.").format(name=", ".join(map(in_quotes, wanted))),
            expected=_("The speakers are: {names}.").format(names=", ".join(names) or "-"),
            hint=_("Write the name as it stands there."),
        )
    sides: dict[str, Side] = {
        name: "interviewer" if name in asking else "other" if word_side(name) == "other" else "participant"
        for name in names
    }
    return tuple(replace(turn, side=sides.get(turn.speaker, turn.side or "participant")) for turn in turns), ()


def _sides(speakers: list[str], turns: Sequence[Turn], header: str) -> tuple[Mapping[str, Side], tuple[str, ...]]:
    """Sides of `speakers` from the surest sign there is."""
    sides: dict[str, Side] = {name: side for name in speakers if (side := word_side(name))}
    unknown = [name for name in speakers if name not in sides]
    if "interviewer" in sides.values() or any(turn.side == "interviewer" for turn in turns):
        return sides, ()
    voices = _voices(turns, unknown)
    letters = letter_sides(unknown)
    if letters and not _contradicted(letters, voices):
        return {**sides, **letters}, ()
    named = _named_above(header, unknown)
    if named:
        return _with_audience({**sides, **dict.fromkeys(named, "interviewer")}, voices)
    if len(speakers) == 1:
        return sides, ()
    return _by_questions(sides, voices)


def _voices(turns: Sequence[Turn], names: Sequence[str]) -> list[_Voice]:
    n_words = {name: sum(len(turn.text.split()) for turn in turns if turn.speaker == name) for name in names}
    total = max(1, sum(len(turn.text.split()) for turn in turns))
    voices = []
    for name in names:
        said = [turn.text for turn in turns if turn.speaker == name]
        voices.append(
            _Voice(
                speaker=name,
                n_turns=len(said),
                asks=sum("?" in text for text in said) / len(said),
                ends_asking=sum(text.rstrip('"”») .…').endswith("?") for text in said) / len(said),
                words=n_words[name] / total,
                first=bool(turns) and turns[0].speaker == name,
            )
        )
    return voices


def _contradicted(letters: Mapping[str, Side], voices: Sequence[_Voice]) -> bool:
    """Whether the letters would make somebody who hardly asks the interviewer of somebody who does."""
    asking = [v.ends_asking for v in voices if letters.get(v.speaker) == "interviewer" and v.n_turns > 2]
    telling = [v.ends_asking for v in voices if letters.get(v.speaker) == "participant" and v.n_turns > 2]
    return bool(asking and telling) and max(telling) - max(asking) > CLEAR_LEAD


def _named_above(header: str, names: Sequence[str]) -> list[str]:
    """The speakers that the text above the talk calls interviewers."""
    found = []
    for match in ASKED_BY.finditer(header):
        words = re.findall(r"[\w'’-]+", header[match.end() : match.end() + 80].split("\n")[0])
        for n in (3, 2, 1):
            name = " ".join(words[:n])
            fitting = [known for known in names if is_name(name) and name_key(known) == name_key(name)]
            if fitting:
                found += fitting
                break
    return list(dict.fromkeys(found))


def _by_questions(sides: dict[str, Side], voices: Sequence[_Voice]) -> tuple[Mapping[str, Side], tuple[str, ...]]:
    """The speaker who asks most, with a note that gives the figures."""
    if not voices:
        return sides, ()
    n_turns = sum(voice.n_turns for voice in voices)
    regular = [voice for voice in voices if voice.n_turns >= max(2, 0.05 * n_turns)] or list(voices)
    ranked = sorted(regular, key=lambda voice: -voice.score)
    best = ranked[0]
    if len(voices) == 1 and best.ends_asking < CLEAR_LEAD:
        return sides, ()
    note = _(
        "No label says who asks: {name} was taken as the interviewer, because {share} of their turns end in a question."
    ).format(name=best.speaker, share=format_percent(best.ends_asking))
    notes = [note]
    if len(ranked) > 1 and best.score - ranked[1].score < CLEAR_LEAD:
        notes.append(
            _("This is uncertain: {name} asks nearly as often. Set it with --interviewer NAME.").format(
                name=ranked[1].speaker
            )
        )
    settled, audience = _with_audience({**sides, best.speaker: "interviewer"}, voices)
    return settled, (*notes, *audience)


def _with_audience(sides: dict[str, Side], voices: Sequence[_Voice]) -> tuple[Mapping[str, Side], tuple[str, ...]]:
    """The sides of a named interviewer, and of others who only ask."""
    asking = _audience([voice for voice in voices if voice.speaker not in sides])
    return {**sides, **dict.fromkeys(asking, "interviewer")}, _audience_note(asking)


def _audience_note(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    message = _("These speakers ask far more than they tell and stand on the interviewer's side: {names}.")
    return (message.format(names=", ".join(names)),)


def _audience(others: Sequence[_Voice]) -> list[str]:
    """Those of the others who, like an audience, mostly put questions to the one person who tells most."""
    if len(others) < 2:
        return []
    teller = max(others, key=lambda voice: voice.words)
    if teller.words < 0.3 or teller.asks > 0.3:
        return []
    return [
        voice.speaker
        for voice in others
        if voice is not teller and voice.asks >= 0.5 and voice.words < 0.4 * teller.words
    ]
