"""The nine interviews of the corpus that two coders have coded, as codings of “anna” and “ben”."""

from __future__ import annotations

from pathlib import Path

from cjm_research.coding import codings_of
from cjm_research.model import Coding, Transcript
from cjm_research.readers import read_transcript

FLAGSHIPS = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}


def twice_coded(corpus: Path, language: str) -> tuple[list[Transcript], list[Coding]]:
    """Three interviews of a language with the codings of both coders."""
    transcripts, codings = [], []
    for path in sorted((corpus / "second_coder").glob(f"{language}_*.json")):
        first = read_transcript(corpus / language / FLAGSHIPS[language] / path.name).transcript
        transcripts.append(first)
        codings += codings_of(first, coder="anna")
        codings += codings_of(read_transcript(path).transcript, coder="ben")
    return transcripts, codings
