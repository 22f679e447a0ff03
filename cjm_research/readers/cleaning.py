"""The text as it is kept: decoded and normalised once, at reading.

The decision: text is brought to Unicode form NFC (a letter and its mark are one code point, as lexicons and people's
searches expect), line ends become LF, a byte-order mark and control characters that no XML export could carry are left
out, and halves of surrogate pairs become U+FFFD. Words, spelling, punctuation and blanks inside a turn stay as they
are. All offsets refer to the text after this step; offsets that a file brings along are moved with it.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` as it is kept (see the module's docstring)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATES.sub("\ufffd", _DROPPED.sub("", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean_offset(text: str, offset: int) -> int:
    r"""Where `offset` into `text` lies in ``clean(text)``, in code points.

    Examples
    --------
    >>> clean_offset("z\u0307ycie", 2)
    1
    """
    return len(clean(text[:offset]))


def without_comments(text: str) -> str:
    """`text` without ``<!-- ... -->``; one that is never closed stays."""
    kept, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return "".join(kept) + text[start:]
