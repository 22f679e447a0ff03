import zipfile

import pytest
from openpyxl import load_workbook

from cjm_research.coding import codings_of
from cjm_research.exchange.journey_xlsx import write_journey_xlsx
from cjm_research.i18n import using_language
from cjm_research.journey import build_journey_map
from cjm_research.model import Transcript, TranscriptCoding, Utterance

WORDS = {"en": "=1+1 on hold", "pl": "Żółć mnie zalała", "ru": "Ждал целый час"}


def journey(words, title="Everybody: all/of [them]", n=3):
    transcripts = [
        Transcript(
            id=f"t{i}",
            utterances=(Utterance(text="?", role="interviewer"), Utterance(text=words)),
            codings=(
                TranscriptCoding(u=1, quote=words, kind="barrier", stage="purchase"),
                TranscriptCoding(u=1, quote=words, kind="emotion", label="anger", valence=-2, stage="purchase"),
            ),
        )
        for i in range(n)
    ]
    codings = [coding for transcript in transcripts for coding in codings_of(transcript)]
    people = [transcript.id for transcript in transcripts]
    return build_journey_map(codings, key="all", title=title, actor="everybody", participants=people, basis="confirmed")


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def evidence(path):
    return load_workbook(path)["Evidence"]


def row_of(sheet, name):
    return next(row for row in rows(sheet) if row[0] == name)


@pytest.mark.parametrize("language", sorted(WORDS))
def test_stages_are_columns_and_lanes_are_rows(tmp_path, language):
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey(WORDS[language]))
    sheet = load_workbook(path).worksheets[0]
    stages = row_of(sheet, "Stage")
    assert stages[1:] == ["Awareness", "Consideration", "Decision", "Purchase", "Experience", "Loyalty", "Advocacy"]
    pains = row_of(sheet, "Pain points and barriers")
    assert pains[4].startswith("• Barrier:")
    assert WORDS[language] in pains[4]
    assert "(3 of 3)" in pains[4]
    assert row_of(sheet, "Success points")[1] == "None found"
    assert row_of(sheet, "Interviews")[1] == "n = 3"
    assert row_of(sheet, "Emotion, mean over people (−2 to +2)")[4] == -2


def test_every_piece_of_evidence_has_a_row_with_its_place(tmp_path):
    journey_map = journey(WORDS["ru"])
    sheet = evidence(write_journey_xlsx(tmp_path / "map.xlsx", journey_map))
    head, *body = rows(sheet)
    assert len(body) == sum(len(item.evidence) for cell in journey_map.cells for item in cell.items)
    first = dict(zip(head, body[-1], strict=True))
    assert journey_map.item(first["Item"]) is not None
    assert (first["k"], first["n"]) == (3, 3)
    assert (first["Transcript"], first["Turn"], first["Start"], first["End"]) == ("t2", 2, 0, len(WORDS["ru"]))
    assert first["Quote"] == WORDS["ru"]
    assert first["Coding"]


def test_what_looks_like_a_formula_stays_text(tmp_path):
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey("=cmd|' /C calc'!A0", title="=1+1"))
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(path) as archive:
        assert not [n for n in archive.namelist() if n.startswith("xl/worksheets/") and b"<f>" in archive.read(n)]


def test_the_same_maps_give_the_same_bytes(tmp_path):
    first = write_journey_xlsx(tmp_path / "one.xlsx", journey(WORDS["pl"])).read_bytes()
    assert write_journey_xlsx(tmp_path / "two.xlsx", journey(WORDS["pl"])).read_bytes() == first


def test_maps_of_one_title_get_sheets_of_their_own(tmp_path):
    long = "A title that is far longer than a sheet may be named"
    maps = [journey("x y z", title=title) for title in ("Evidence", long, long, "a/b:c")]
    names = load_workbook(write_journey_xlsx(tmp_path / "maps.xlsx", maps)).sheetnames
    assert names[:4] == ["Evidence 2", long[:31].strip(), long[:29].strip() + " 2", "a b c"]
    assert "Evidence" in names


def test_characters_that_xml_forbids_and_endless_texts_are_written(tmp_path):
    sheet = evidence(write_journey_xlsx(tmp_path / "map.xlsx", journey("bell\x07 " + "x" * 40_000)))
    quote = rows(sheet)[1][16]
    assert quote.startswith("bell x")
    assert quote.endswith("…")


def test_the_empty_map_is_written(tmp_path):
    empty = build_journey_map([], key="all", title="", actor="everybody", participants=[], basis="machine")
    sheet = load_workbook(write_journey_xlsx(tmp_path / "map.xlsx", empty)).worksheets[0]
    assert row_of(sheet, "Turning points")[1] == "None found"


def test_headings_speak_the_language_in_force(tmp_path, monkeypatch):
    from cjm_research.i18n import catalog

    class Marked:
        def gettext(self, message):
            return f"§{message}"

    monkeypatch.setattr(catalog, "_translations", lambda language: Marked())
    with using_language("pl"):
        workbook = load_workbook(write_journey_xlsx(tmp_path / "map.xlsx", journey(WORDS["pl"])))
    assert "§Evidence" in workbook.sheetnames
    assert all(str(value).startswith("§") or value in ("k", "n") for value in rows(workbook["§Evidence"])[0])
