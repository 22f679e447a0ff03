"""The bytes of a stored text and the text they hold: encodings, byte order marks, line ends."""

from __future__ import annotations

import codecs
import re
from typing import Literal

LineEnds = Literal["as_is", "lf", "crlf"]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CYRILLIC = re.compile("[а-яё]")
_LATIN_2 = re.compile("[ąćęłńśźż]")
_WESTERN = re.compile("[à-öø-ÿ]")


def decoded(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; one byte order mark is taken off, line ends stay as they are.

    The standard asks for UTF-8. What is not UTF-8 is read in the Windows code page whose letters it shows most, and
    comes out byte for byte the same when encoded again.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode("utf-8" if encoding == "utf-8-sig" else encoding)
            except UnicodeDecodeError:
                continue
            return text, encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _in_code_page(data)


def encoded(text: str, encoding: str) -> bytes:
    """Text in an encoding that `decoded` named, mark included; lone surrogates become U+FFFD."""
    mark = {name: mark for mark, name in _MARKS if name != "utf-8-sig"}.get(encoding, b"")
    try:
        return mark + text.encode(encoding)
    except UnicodeEncodeError:  # words that were put in later, or half a pair
        whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
        return mark + whole.encode(encoding) if encoding.startswith("utf") else whole.encode("utf-8")


def with_line_ends(text: str, line_ends: LineEnds) -> str:
    """Text with one kind of line end."""
    if line_ends == "as_is":
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\r\n") if line_ends == "crlf" else text


def _in_code_page(data: bytes) -> tuple[str, str]:
    best, best_text, encoding = -1, "", "latin-1"
    for name, letters in (("cp1252", _WESTERN), ("cp1250", _LATIN_2), ("cp1251", _CYRILLIC)):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if (n := len(letters.findall(text))) > best:
            best, best_text, encoding = n, text, name
    return (best_text, encoding) if best >= 0 else (data.decode("latin-1"), encoding)
