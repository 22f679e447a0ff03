"""Formats: the same talk in every form gives the same turns; what only some formats can hold."""

import json

import pytest

from cjm_research.errors import UnreadableFileError, UnsupportedFormatError
from cjm_research.readers import SUPPORTED_SUFFIXES, read_transcript
from tests.readers.builders import (
    SAMPLES,
    TALK,
    TALK_SIDES,
    docx_bytes,
    odt_bytes,
    pdf_bytes,
    put,
    sides,
    texts,
)

WORDS = {language: [line.split(": ", 1)[1] for line in lines] for language, lines in TALK.items()}


def rtf(lines):
    body = "".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) + "\\par\n" for line in lines)
    return "{\\rtf1\\ansi\\ansicpg1252 " + body + "}"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".odt", ".rtf", ".html", ".csv", ".tsv", ".json"])
def test_every_format_gives_the_same_turns(tmp_path, suffix, language):
    lines = TALK[language]
    pairs = [line.split(": ", 1) for line in lines]
    content = {
        ".txt": "\r\n".join(lines),
        ".md": "\n\n".join(f"**{name}:** {text}" for name, text in pairs),
        ".docx": docx_bytes(lines),
        ".odt": odt_bytes(lines),
        ".rtf": rtf(lines),
        ".html": "<html><body>" + "".join(f"<p><b>{name}:</b> {text}</p>" for name, text in pairs) + "</body></html>",
        ".csv": "speaker,text\n" + "".join(f'{name},"{text}"\n' for name, text in pairs),
        ".tsv": "speaker\ttext\n" + "".join(f"{name}\t{text}\n" for name, text in pairs),
        ".json": json.dumps({"utterances": [{"speaker": name, "text": text} for name, text in pairs]}),
    }[suffix]
    result = read_transcript(put(tmp_path, f"t{suffix}", content))
    assert texts(result.transcript) == WORDS[language]
    assert sides(result.transcript) == TALK_SIDES
    assert (result.transcript.id, result.transcript.language) == ("t", language)


def test_an_xlsx_gives_the_same_turns(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Mówca", "Wypowiedź"])
    for line in TALK["pl"]:
        book.active.append(line.split(": ", 1))
    book.save(tmp_path / "t.xlsx")
    result = read_transcript(tmp_path / "t.xlsx")
    assert texts(result.transcript) == WORDS["pl"]
    assert sides(result.transcript) == TALK_SIDES


def test_a_table_in_a_document_gives_the_turns(tmp_path):
    rows = (("Time", "Speaker", "Text"), *(("0:01", *line.split(": ", 1)) for line in TALK["en"]))
    transcript = read_transcript(put(tmp_path, "t.docx", docx_bytes((), rows))).transcript
    assert texts(transcript) == WORDS["en"]
    assert sides(transcript) == TALK_SIDES


def test_margin_numbers_and_hard_line_breaks_of_a_pdf_are_taken_away(tmp_path):
    lines = [
        (60, 800, "project / P3", False),
        (40, 760, "1", False), (70, 760, "I: How did you find the shop, and what did you", False),
        (70, 746, "expect of it?", False),
        (40, 724, "2", False), (70, 724, "X: A neighbour told me. I waited", False),
        (70, 710, "2 weeks for it, and then", False),
        (70, 696, "Tuesday: nothing.", False),
        (40, 674, "3", False), (70, 674, "I: What did you do?", False),
        (40, 652, "4", False), (70, 652, "X: I gave up. It was not worth it.", False),
        (40, 630, "5", False), (70, 630, "I: Why?", False),
        (40, 608, "6", False), (70, 608, "X: Nobody answered.", False),
    ]  # fmt: skip
    transcript = read_transcript(put(tmp_path, "t.pdf", pdf_bytes(lines))).transcript
    assert sides(transcript) == "IPIPIP"
    assert texts(transcript)[:2] == [
        "How did you find the shop, and what did you expect of it?",
        "A neighbour told me. I waited 2 weeks for it, and then Tuesday: nothing.",
    ]


def test_bold_questions_of_a_pdf_are_the_interviewers(tmp_path):
    lines = [
        (70, 760, "How did you find the shop?", True),
        (70, 730, "A neighbour told me about it, and I went there", False),
        (70, 716, "on the same day.", False),
        (70, 690, "And what did you do then?", True),
        (70, 660, "I gave up.", False),
    ]
    transcript = read_transcript(put(tmp_path, "t.pdf", pdf_bytes(lines))).transcript
    assert sides(transcript) == "IPIP"
    assert texts(transcript)[1] == "A neighbour told me about it, and I went there on the same day."


def test_bold_questions_of_an_rtf_are_the_interviewers(tmp_path):
    text = r"{\rtf1\ansi{\b How was it?}\par It was slow.\par{\b And then?\b0}\par I left the shop.\par}"
    assert sides(read_transcript(put(tmp_path, "t.rtf", text)).transcript) == "IPIP"


def test_tracked_deletions_of_a_docx_are_left_out(tmp_path):
    import io
    import zipfile

    old = docx_bytes(
        ("Interviewer: How was it?", "P01: It was slow KILLED indeed.", "Interviewer: Why?", "P01: No idea.")
    )
    deleted = b'slow </w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>KILLED</w:delText></w:r></w:del>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            content = before.read(name).replace(
                b"slow KILLED indeed.",
                deleted + b'<w:ins w:id="2" w:author="x"><w:r><w:t>indeed.</w:t></w:r></w:ins><w:r><w:t>',
            )
            after.writestr(name, content)
    spoken = texts(read_transcript(put(tmp_path, "t.docx", buffer.getvalue())).transcript)
    assert spoken[1].split() == ["It", "was", "slow", "indeed."]


def test_scripts_styles_and_php_are_no_text(tmp_path):
    page = (
        "<?php system('x') ?><script>P01: evil()</script><style>b{}</style><nav>Menu</nav>"
        "<p><b>Interviewer:</b> How&nbsp;was it?</p><p><b>P01:</b> Slow &amp; dear &lt;3</p>"
        "<p><b>Interviewer:</b> Why?</p><p><b>P01:</b> No idea.</p>"
    )
    spoken = texts(read_transcript(put(tmp_path, "t.php", page)).transcript)
    assert spoken == ["How\u00a0was it?", "Slow & dear <3", "Why?", "No idea."]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("t.txt", "voice_tags.vtt", "vtt"),
        ("t.txt", "labelled.srt", "srt"),
        ("t.srt", "voice_tags.vtt", "vtt"),
        ("t.vtt", "labelled.srt", "srt"),
        ("t.txt", "bold_question_with_include.php", "html"),
        ("t.txt", "initials_after_full_name.md", "txt"),
        ("t.txt", "emphasis_and_audience.md", "md"),
        ("t.html", "letters_ru.txt", "txt"),
    ],
)
def test_text_is_read_as_what_it_is_whatever_its_suffix(tmp_path, name, source, expected):
    result = read_transcript(put(tmp_path, name, (SAMPLES / source).read_bytes()))
    assert result.format == expected
    assert texts(result.transcript) == texts(read_transcript(SAMPLES / source).transcript)
    assert any("was read as" in note for note in result.notes) == (expected not in name)


def test_a_docx_called_txt_is_read_as_docx(tmp_path):
    result = read_transcript(put(tmp_path, "t.txt", docx_bytes(TALK["ru"])))
    assert (result.format, result.encoding) == ("docx", None)
    assert texts(result.transcript) == WORDS["ru"]


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".pdf", ".rtf"])
def test_a_document_suffix_must_keep_its_promise(tmp_path, suffix):
    with pytest.raises(UnreadableFileError, match=rf"is called \{suffix} but is really"):
        read_transcript(put(tmp_path, f"t{suffix}", "\n".join(TALK["en"])))


def test_an_odt_called_docx_is_named(tmp_path):
    with pytest.raises(UnreadableFileError, match="is really odt"):
        read_transcript(put(tmp_path, "t.docx", odt_bytes(TALK["en"])))


def test_unknown_suffixes_are_refused_and_the_known_ones_listed(tmp_path):
    with pytest.raises(UnsupportedFormatError, match=r"\.xyz are not read.*\.docx") as caught:
        read_transcript(put(tmp_path, "t.xyz", "\n".join(TALK["en"])))
    assert ".php" not in str(caught.value)
    assert ".mdx" not in str(caught.value)
    assert {".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".html", ".vtt", ".srt", ".csv", ".xlsx", ".json"} <= set(
        SUPPORTED_SUFFIXES
    )


def test_a_vtt_that_is_none_says_so(tmp_path):
    with pytest.raises(UnreadableFileError, match="does not begin with the word WEBVTT"):
        read_transcript(put(tmp_path, "t.vtt", "hello there"))


@pytest.mark.parametrize(
    "header", ["participant,start,end,code,snippet", "respondent,question,answer_no,text,themes", "a;b;c"]
)
def test_a_table_that_is_no_transcript_names_its_columns(tmp_path, header):
    with pytest.raises(UnreadableFileError, match="no transcript; its columns are"):
        read_transcript(put(tmp_path, "t.csv", f"{header}\n1,2,3,4,5\n"))


def test_rows_without_a_speaker_go_on_and_roles_are_kept(tmp_path):
    table = "Osoba;Rola;Tekst\nEwa;badacz;Jak było?\nJan;klient;Źle, nikt nie przyszedł.\n;;Naprawdę nikt.\n"
    transcript = read_transcript(put(tmp_path, "t.csv", table)).transcript
    assert sides(transcript) == "IP"
    assert transcript.utterances[1].text == "Źle, nikt nie przyszedł. Naprawdę nikt."
