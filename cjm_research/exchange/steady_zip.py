"""A workbook's bytes without the clock in them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

# The first moment a zip entry can bear.
EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady_workbook(workbook: Any) -> bytes:
    """An openpyxl workbook as XLSX bytes: equal workbooks give equal bytes."""
    workbook.properties.created = datetime(*EPOCH)
    workbook.properties.creator = "cjm-research"
    written = io.BytesIO()
    workbook.save(written)
    return steady_zip(written)


def steady_zip(written: io.BytesIO) -> bytes:
    """An office document without the time of its making: equal documents give equal bytes."""
    steady = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":  # the time of saving is written into it
                data = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return steady.getvalue()
