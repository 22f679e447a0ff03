"""A picture that users bring, such as their logo: raster only, inside the page, never fetched."""

from __future__ import annotations

import base64
from pathlib import Path

from cjm_research.errors import UnsupportedFormatError
from cjm_research.i18n import _

_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def logo_address(logo: str | Path | bytes | None) -> str:
    """The picture as ``data:`` address; empty for none.

    Drawings (SVG) are refused: they can hold scripts and addresses.

    Raises
    ------
    UnsupportedFormatError
        It is neither PNG nor JPEG, by its first bytes.
    """
    if not logo:
        return ""
    data = logo if isinstance(logo, bytes) else Path(logo).read_bytes()
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    if kind is None:
        where = "logo" if isinstance(logo, bytes) else str(logo)
        raise UnsupportedFormatError.at(where, _("The logo is neither a PNG nor a JPEG picture."))
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
