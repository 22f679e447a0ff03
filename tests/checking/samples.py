"""Small notebooks, run or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def code(source: str, text: str | None = None, *, count: int | None = 1, **metadata: Any) -> dict:
    """A code cell whose result is `text`."""
    outputs = []
    if text is not None:
        data = {"text/plain": text}
        outputs = [{"output_type": "execute_result", "execution_count": count, "data": data, "metadata": {}}]
    return {
        "cell_type": "code",
        "id": "cell",
        "metadata": metadata,
        "source": source,
        "execution_count": count,
        "outputs": outputs,
    }


def notebook(path: Path, *cells: dict, **metadata: Any) -> Path:
    """A notebook of a heading and these cells; the first code cell is the second cell on the screen."""
    heading = {"cell_type": "markdown", "id": "heading", "metadata": {}, "source": "# Heading"}
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    value = {"cells": [heading, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
