"""Small conversions that all tables share: JSON in text columns, hashes, the clock."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

Clock = Callable[[], str]

# Guids made by the store are the same for the same coding on every machine.
GUID_NAMESPACE = uuid.UUID("3f0c6a56-9d0e-5c1b-8f5c-6b7e1f2a9d44")


def utc_now() -> str:
    """The present time, ISO 8601 in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def to_json(value: Any) -> str:
    """`value` as compact JSON, fields in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def sha256_of(text: str) -> str:
    """The hash of a text's UTF-8 bytes, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
