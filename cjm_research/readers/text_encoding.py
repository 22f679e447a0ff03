"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, then the old one-byte encodings.

One-byte encodings give no sign of themselves, and general detectors often take short Polish or Russian for something
else. So the candidates that interviews come in are scored by how usual the decoded letters are in Polish and Russian,
and by whether the words keep to one case pattern; charset-normalizer is asked when none of them fits.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.readers.guard import MAX_TEXT_BYTES, too_large

SAMPLE_BYTES = 200_000
DAMAGED_UTF8 = "damaged utf-8"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The order breaks ties: cp1250 and ISO 8859-2 agree on most of a Polish text.
_ONE_BYTE = ("cp1250", "cp1251", "koi8_r", "iso8859_2", "cp1252", "cp866")
NAMES = {"koi8_r": "koi8-r", "iso8859_2": "iso-8859-2", "utf-8-sig": "utf-8"}

# Letters by falling frequency; a letter's score falls with its rank.
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_POLISH = "łęąóżśćńź"
_PUNCTUATION = "„”“’‘«»–—…•\u00a0°№§€"
_WORD = re.compile(r"[^\W\d_]+")


def _letter_scores() -> dict[str, float]:
    scores = {letter: 3.0 - 3.0 * rank / len(_RUSSIAN) for rank, letter in enumerate(_RUSSIAN)}
    scores |= {letter: 2.5 - 0.15 * rank for rank, letter in enumerate(_POLISH)}
    scores |= dict.fromkeys("éèêëàâäöüßñçôîïáíúæøå", 0.6)
    scores |= dict.fromkeys(_PUNCTUATION, 0.5)
    return scores | dict.fromkeys("£©®±½²", 0.1)


_SCORES = _letter_scores()
_UNUSUAL = -2.0
_BROKEN = -6.0


def decode(path: Path, data: bytes, encoding: str | None = None) -> tuple[str, str, int]:
    """The text of a file, the name of its encoding, and how many damaged places U+FFFD stands for.

    Damage is only put up with in UTF-8 that is otherwise sound, such as a file cut off within a letter.

    Raises
    ------
    UnreadableFileError
        The bytes are no text, too many, or in an encoding that could not be told.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise too_large(path, len(data), MAX_TEXT_BYTES)
    name = encoding or _guess(data)
    if name is None:
        raise no_text(path)
    try:
        if name == DAMAGED_UTF8:
            text = data.decode("utf-8", "replace")
            return text, "utf-8", text.count("\ufffd")
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError.at(
            path,
            _("The text does not fit the encoding {encoding}.").format(encoding=NAMES.get(name, name)),
            hint=_("Save it as UTF-8 in the program it comes from."),
        ) from error
    return text, NAMES.get(name, name), 0


def no_text(path: Path) -> UnreadableFileError:
    """The error for bytes that are no text."""
    return UnreadableFileError.at(
        path,
        _("The file holds no readable text: it is binary, damaged, or in an encoding that could not be told."),
        expected=_("Text in UTF-8, UTF-16, Windows-1250, Windows-1251, KOI8-R or ISO 8859-2 was expected."),
        hint=_("Save it as plain text in UTF-8 in the program it comes from."),
    )


def _guess(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    utf16 = _utf16_without_mark(data[:SAMPLE_BYTES])
    if utf16:
        return utf16
    if b"\0" in data or _is_binary(data[:SAMPLE_BYTES]):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return DAMAGED_UTF8 if _is_nearly_utf8(data) else _one_byte(data)
    return "utf-8"


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether letters of several bytes are many and damaged ones few: one-byte encodings hardly ever look so."""
    n_letters = len(_MULTIBYTE.findall(data))
    n_damaged = data.decode("utf-8", "replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return n_letters >= 5 and n_damaged <= max(1, 0.05 * n_letters)


def _is_binary(sample: bytes) -> bool:
    """More than 1 in 100 bytes are control characters that no text holds."""
    control = sum(count for byte, count in Counter(sample).items() if byte < 32 and byte not in b"\t\n\r\x0c\x1b\x0b")
    return control > max(2, len(sample) // 100)


def _utf16_without_mark(sample: bytes) -> str | None:
    """Latin and Cyrillic UTF-16 has a zero, 1 or 4 in every other byte."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = Counter(sample[offset::2])
        other = Counter(sample[1 - offset :: 2])
        if sum(high[byte] for byte in (0, 1, 4, 0x20)) >= 0.95 * len(sample) / 2 and high[0] and not other[0]:
            return name
    return None


def _one_byte(data: bytes) -> str | None:
    sample = data[:SAMPLE_BYTES]
    scored = [(_score(sample, name), -rank, name) for rank, name in enumerate(_ONE_BYTE)]
    best_score, _rank, best = max(scored)
    if best_score > 0:
        return _whole_fits(data, best)
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return _whole_fits(data, match.encoding) if match else None


def _whole_fits(data: bytes, name: str) -> str | None:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return name


def _score(sample: bytes, name: str) -> float:
    """Mean score of the letters beyond ASCII, in about [-6, 3]; -6 where the bytes do not fit."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return _BROKEN
    foreign = Counter(char for char in text if ord(char) > 127)
    if not foreign:
        return 0.0
    total = sum(_char_score(char) * count for char, count in foreign.items())
    total += sum(_word_score(match[0]) for match in _WORD.finditer(text) if not match[0].isascii())
    # “Ł20” is a misread pound sign: no word of these languages ends in a capital and goes on with a digit.
    total -= 4.0 * len(re.findall(r"(?<!\w)[^\W\d_a-zA-Z]\d", text))
    return total / sum(foreign.values())


def _char_score(char: str) -> float:
    if 0x80 <= ord(char) < 0xA0:
        return _BROKEN
    return _SCORES.get(char.lower(), _UNUSUAL)


def _word_score(word: str) -> float:
    """A fine when capitals stand inside a word, or scripts or the letters of two languages mix in it."""
    score = 0.0
    if not (word.islower() or word.isupper() or (word[0].isupper() and (len(word) == 1 or word[1:].islower()))):
        score -= 2.0 * len(word)
    if len({"а" <= char.lower() <= "я" or char in "ёЁ" for char in word}) > 1:
        score -= 2.0 * len(word)
    return score
