"""Where the words of a table's row stand in an interview."""

from __future__ import annotations

from cjm_research.errors import BadValueError
from cjm_research.exchange.csv_tables import restored
from cjm_research.i18n import _
from cjm_research.model import Transcript


def place_of(
    transcript: Transcript, utterance: int | None, quote: str, start: int | None, end: int | None, *, near: int = 0
) -> tuple[int, int, int]:
    """(utterance, start, end) of the words, in code points.

    Parameters
    ----------
    utterance : int or None
        Where to look; None looks through the whole interview and takes words that stand in one place only.
    quote : str
        The words; empty where start and end tell them.
    start, end : int or None
        Must agree with the words, unless these stand in the utterance just once.
    near : int
        Of words that stand there several times without a place, those nearest to it are meant.

    Raises
    ------
    BadValueError
        The words do not stand there, or in several places.
    """
    if utterance is None:
        return _somewhere(transcript, quote)
    if not 0 <= utterance < len(transcript.utterances):
        raise BadValueError(
            _("{id}: there is no utterance {u}; the last one is {last} (they count from 0).").format(
                id=transcript.id, u=utterance, last=len(transcript.utterances) - 1
            )
        )
    text = transcript.utterances[utterance].text
    words = _as_in(text, quote)
    if start is not None and end is not None:
        if 0 <= start < end <= len(text) and words in ("", text[start:end]):
            return utterance, start, end
        if not words or text.count(words) != 1:
            raise BadValueError(
                _("{id}: a coding's place {start} to {end} does not fit the text of utterance {u}.").format(
                    id=transcript.id, start=start, end=end, u=utterance
                )
            )
    found = _all(text, words) if words else []
    if not found:
        raise BadValueError(
            _("{id}: the coded words “{quote}” do not occur in utterance {u}.").format(
                id=transcript.id, quote=quote, u=utterance
            )
        )
    at = min(found, key=lambda place: (abs(place - near), place))
    return utterance, at, at + len(words)


def _somewhere(transcript: Transcript, quote: str) -> tuple[int, int, int]:
    places = [
        (number, at, at + len(words))
        for number, utterance in enumerate(transcript.utterances)
        if (words := _as_in(utterance.text, quote))
        for at in _all(utterance.text, words)
    ]
    if len(places) == 1:
        return places[0]
    if places:
        message = _("{id}: the words “{quote}” stand in several places. Write the number of the turn too.")
    else:
        message = _("{id}: the words “{quote}” do not stand in the interview. Copy them from its text.")
    raise BadValueError(message.format(id=transcript.id, quote=quote))


def _as_in(text: str, quote: str) -> str:
    """The words as the text has them: other programs change line ends, add blanks, or keep an apostrophe."""
    plain = quote.replace("\r\n", "\n").replace("\r", "\n")
    tries = (quote, plain, plain.strip(), restored(plain))
    return next((words for words in tries if words and words in text), plain)


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
