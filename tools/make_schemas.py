"""Write the published JSON Schemas anew from the models: ``python -m tools.make_schemas``."""

from __future__ import annotations

import json

from cjm_research.exchange.schemas import SCHEMA_FOLDER, SCHEMAS, schema_of, schema_path


def schema_text(name: str) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every schema."""
    SCHEMA_FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        schema_path(name).write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
