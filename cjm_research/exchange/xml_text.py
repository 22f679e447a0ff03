"""Text as XML 1.0 can hold it."""

from __future__ import annotations

import re

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Text as XML can hold it: each character that it cannot becomes U+FFFD, so that positions stay."""
    return _NO_XML.sub("\ufffd", text)
