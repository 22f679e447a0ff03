"""Encodings: Polish and Russian come out right, short texts too."""

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.readers import read_transcript
from cjm_research.readers.text_encoding import decode
from tests.readers.builders import TALK, put, texts

SHORT = {
    "pl": [
        "Źle się tam czułam.",
        "Żadnej odpowiedzi, nic, cisza.",
        "„Proszę czekać” — i czekałam.",
        "Kosztowało 20 zł, może więcej",
    ],
    "ru": [
        "Было обидно.",
        "Никто не взял трубку!",
        "«Ждите» — и я ждала.",
        "ЁЛКИ, ну и цена: 20 000 р.",
    ],
}


@pytest.mark.parametrize("language", ["pl", "ru"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "one byte", "older"])
def test_short_sentences_are_decoded_right(tmp_path, language, encoding):
    one_byte = {"pl": ("cp1250", "iso8859_2"), "ru": ("cp1251", "koi8_r")}[language]
    name = {"one byte": one_byte[0], "older": one_byte[1]}.get(encoding, encoding)
    for text in SHORT[language]:
        encoded = text.encode(name, "ignore")
        assert decode(tmp_path, encoded)[0] == encoded.decode(name)


@pytest.mark.parametrize(
    ("language", "encoding", "shown"),
    [
        ("pl", "cp1250", "cp1250"),
        ("pl", "iso8859_2", "iso-8859-2"),
        ("ru", "cp1251", "cp1251"),
        ("ru", "koi8_r", "koi8-r"),
        ("en", "utf-16", "utf-16"),
        ("ru", "utf-16-le", "utf-16-le"),
        ("pl", "utf-8-sig", "utf-8"),
    ],
)
def test_a_whole_file_is_decoded_and_its_encoding_named(tmp_path, language, encoding, shown):
    result = read_transcript(put(tmp_path, "t.txt", "\r\n".join(TALK[language]).encode(encoding)))
    assert result.encoding == shown
    assert texts(result.transcript) == [line.split(": ", 1)[1] for line in TALK[language]]


def test_curly_quotes_and_pounds_of_an_english_windows_text(tmp_path):
    text = "“It’s £20 – a café’s price,” I said. “£5 more than before.”"
    assert decode(tmp_path, text.encode("cp1252"))[0] == text


def test_damage_in_otherwise_sound_utf8_is_reported_not_guessed_around(tmp_path):
    data = "\n".join(TALK["ru"]).encode("utf-8")
    result = read_transcript(put(tmp_path, "t.txt", data[:-4] + b"\xd0"))
    assert result.encoding == "utf-8"
    assert result.transcript.utterances[1].text.startswith("Соседка подсказала.")
    assert "damaged letter" in result.notes[0]


def test_an_encoding_can_be_set_and_must_fit(tmp_path):
    path = put(tmp_path, "t.txt", "\n".join(TALK["ru"]).encode("iso8859_5"))
    assert read_transcript(path, encoding="iso8859_5").transcript.language == "ru"
    with pytest.raises(UnreadableFileError, match="does not fit the encoding ascii"):
        read_transcript(path, encoding="ascii")
    with pytest.raises(UnreadableFileError, match="does not fit the encoding nonsense"):
        read_transcript(path, encoding="nonsense")
