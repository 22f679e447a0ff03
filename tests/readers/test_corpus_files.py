"""The corpus as real files: each reads back to its JSON; the manifest is true."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from cjm_research.readers import read_transcript

CORPUS = Path(__file__).parent.parent.parent / "corpus"
FILES = sorted((CORPUS / "files").glob("*/*/*"))


def _source(path):
    study = path.parent.relative_to(CORPUS / "files")
    return json.loads((CORPUS / study / f"{path.stem}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix != ".json"], ids=lambda path: path.name)
def test_a_file_reads_back_to_exactly_the_turns_of_its_json(path):
    source = _source(path)
    transcript = read_transcript(path).transcript
    assert [(u.role, u.text) for u in transcript.utterances] == [(u["role"], u["text"]) for u in source["utterances"]]
    assert (transcript.language, transcript.id) == (source["language"], source["id"])


def test_the_whisper_file_holds_the_words_in_order_and_no_sides():
    (path,) = [p for p in FILES if p.suffix == ".json"]
    transcript = read_transcript(path).transcript
    words = " ".join(u["text"] for u in _source(path)["utterances"])
    assert " ".join(u.text for u in transcript.utterances) == words
    assert {u.role for u in transcript.utterances} == {"other"}


def test_every_kind_of_file_is_there():
    assert {p.suffix for p in FILES} == {
        ".docx", ".odt", ".rtf", ".txt", ".md", ".vtt", ".srt", ".json", ".csv", ".pdf", ".html",
    }  # fmt: skip


def test_the_manifest_names_every_file_with_its_hash():
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    there = {p.relative_to(CORPUS).as_posix() for p in [*CORPUS.rglob("*.json"), *FILES]}
    assert set(rows) == there
    for name, row in rows.items():
        assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == row["sha256"], name
        assert row["licence"] == "MIT"
