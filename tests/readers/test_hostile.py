"""Hostile input: a clear error of our own, quickly, and nothing else."""

import contextlib
import json
import random
import time
import zipfile
import zlib

import pytest

from cjm_research.errors import CjmError, UnreadableFileError, UnsupportedFormatError
from cjm_research.readers import guard, read_participants, read_transcript
from cjm_research.readers.guard import MAX_FILE_BYTES, MAX_TEXT_BYTES
from tests.readers.builders import SAMPLES, TALK, archive, bomb_bytes, docx_bytes, odt_bytes, ole_bytes, pdf_bytes, put

PDF = pdf_bytes([(70, 760, "I: How was it?", False), (70, 740, "P: Slow, and nobody came.", False)])
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("name", ["t.txt", "t.docx", "t.pdf", "t.json", "t.csv", "t.vtt"])
@pytest.mark.parametrize("content", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\0\0\0\0"])
def test_empty_files_are_called_empty(tmp_path, name, content):
    with pytest.raises(UnreadableFileError, match="is empty"):
        read_transcript(put(tmp_path, name, content))


@pytest.mark.parametrize(("name", "size"), [("t.txt", MAX_FILE_BYTES + 1), ("t.docx", 50 * MAX_FILE_BYTES)])
def test_a_huge_file_is_refused_at_once_without_being_read(tmp_path, name, size):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(size)
    begin = time.monotonic()
    with pytest.raises(UnreadableFileError, match="At most 100 MB"):
        read_transcript(path)
    assert time.monotonic() - begin < 1


def test_a_text_above_the_text_limit_is_refused(tmp_path):
    path = put(tmp_path, "t.txt", b"word " * (MAX_TEXT_BYTES // 5 + 1))
    with pytest.raises(UnreadableFileError, match="At most 32 MB"):
        read_transcript(path)


def test_missing_files_folders_and_devices_are_told_apart(tmp_path):
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_transcript(tmp_path / "none.txt")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read_transcript(tmp_path)
    with pytest.raises(UnreadableFileError, match="no ordinary file"):
        read_transcript("/dev/zero")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.txt", bytes(range(256)) * 20, "no readable text"),
        ("t.docx", docx_bytes(TALK["en"])[:3000], "damaged, cut off"),
        ("t.odt", odt_bytes(TALK["en"])[:1500], "damaged, cut off"),
        ("t.pdf", PDF[: len(PDF) // 2], "damaged, cut off"),
        ("t.rtf", "{\\rtf1\\ansi Interviewer: How was", "damaged, cut off"),
        ("t.docx", ole_bytes(), "protected by a password"),
        ("t.docx", bomb_bytes(), "archive bomb"),
        ("t.docx", archive({"[Content_Types].xml": b"<x/>", "word/document.xml": ENTITY}), "DTD"),
        ("t.odt", archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": ENTITY}), "DTD"),
        ("t.xlsx", archive({"xl/workbook.xml": ENTITY.decode().encode("utf-16")}), "DTD"),
        ("t.docx", archive({"word/document.xml": b"<w:document"}), "damaged"),
        ("t.pdf", PDF.replace(b"Tj", b"  "), "holds no text"),
        ("t.srt", "1\n00:00:01,000 --> nonsense\nHello\n", "damaged"),
        ("t.vtt", "WEBVTT\n\n00:00:01.000 -> x\nHello\n\n00:xx --> 00:00:03.000\nyou\n", "damaged|is empty"),
    ],
)  # fmt: skip
def test_damaged_and_dangerous_files_are_told_in_words(tmp_path, name, content, message):
    with pytest.raises(UnreadableFileError, match=message):
        read_transcript(put(tmp_path, name, content))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.doc", ole_bytes(), "old office program"),
        ("t.mp3", b"ID3\x04" + bytes(200), "MP3"),
        ("t.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        ("t.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "MP4"),
        ("t.zip", archive({"a.txt": b"hello"}), "no document"),
        ("t.exe", b"plain words", "not read"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path, name, content, message):
    with pytest.raises(UnsupportedFormatError, match=message):
        read_transcript(put(tmp_path, name, content))


def test_an_encrypted_archive_is_told(tmp_path):
    data = bytearray(docx_bytes(TALK["en"]))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(UnreadableFileError, match=r"password|damaged"):
        read_transcript(put(tmp_path, "t.docx", bytes(data)))


def test_a_packed_pdf_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "MAX_UNPACKED_BYTES", 5_000_000)
    packed = zlib.compress(zlib.compress(b"\0" * 6_000_000, 9), 9)
    data = b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n%%EOF"
    with pytest.raises(UnreadableFileError, match="unpack to more than"):
        read_transcript(put(tmp_path, "t.pdf", data))


def test_too_many_archive_members_are_refused(tmp_path):
    path = tmp_path / "t.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<x/>")
        for number in range(2100):
            file.writestr(f"m{number}", "")
    with pytest.raises(UnreadableFileError, match="archive bomb"):
        read_transcript(path)


@pytest.mark.parametrize(
    "page", ["<div>" * 8_000 + "I: a", "<p>" + "<b>" * 5_000, "<!--" * 1_000, "<table><tr><td>" * 2_000]
)
def test_pages_nested_without_end_do_no_harm(tmp_path, page):
    with pytest.raises(CjmError):
        read_transcript(put(tmp_path, "t.html", page))


def test_nothing_but_our_errors_escapes_from_damaged_files(tmp_path, corpus):
    """Bytes cut, changed, taken out and put in, in every format."""
    rng = random.Random(20260101)
    sources = [*sorted(corpus.glob("files/*/*/*")), *sorted(SAMPLES.iterdir())]
    for source in sources:
        for _round in range(4):
            path = put(tmp_path, f"t{source.suffix}", _mutated(source.read_bytes(), rng))
            with contextlib.suppress(CjmError):
                json.loads(read_transcript(path).transcript.model_dump_json())
            with contextlib.suppress(CjmError):
                read_participants(path)


def _mutated(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    place = rng.randrange(len(changed))
    way = rng.randrange(4)
    if way == 0:
        del changed[place:]
    elif way == 1:
        del changed[place : place + rng.randrange(1, 300)]
    elif way == 2:
        changed[place:place] = rng.randbytes(rng.randrange(1, 100))
    else:
        for _ in range(20):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
