"""Text as XML 1.0 can hold it."""

from __future__ import annotations

import re

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text with a replacement sign for each character that XML has no form for."""
    return _NO_XML.sub("\ufffd", text)
