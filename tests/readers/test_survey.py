"""Tables of surveys: what is taken for what, and what is refused with file, row and column."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.model import Instrument
from cjm_research.readers import read_survey
from cjm_research.readers.survey_header import is_survey_header, like_known
from cjm_research.readers.survey_words import read_heading

# The same table in three languages, in the encodings and with the separators that spreadsheets there save.
WIDE = {
    "en": ("utf-8-sig", ",", "participant wave CSAT NPS", "CES 2.0: delivery", "rating 1-10: phone @ purchase"),
    "pl": ("cp1250", ";", "Uczestnik Fala Zadowolenie NPS", "CES 2.0: dostawa", "ocena 1-10: telefon @ zakup"),
    "ru": (
        "cp1251", ";", "Респондент Волна Удовлетворённость NPS", "CES 2.0: доставка",
        "оценка от 1 до 10: телефон @ покупка",
    ),
}  # fmt: skip
LONG = {
    "en": ["participant", "instrument", "value", "touchpoint", "stage", "wave"],
    "pl": ["uczestnik", "wskaźnik", "wartość", "punkt styku", "etap", "fala"],
    "ru": ["участник", "показатель", "значение", "точка контакта", "этап", "волна"],
}
PLACES = {"en": ("Phone call", "Purchase"), "pl": ("telefon", "zakup"), "ru": ("телефон", "покупка")}
WAVES = {"en": ("before", "after"), "pl": ("przed", "później"), "ru": ("до", "после")}


def write(path, rows, separator=",", encoding="utf-8"):
    text = "\n".join(separator.join(map(str, row)) for row in rows) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture(params=sorted(WIDE))
def language(request):
    return request.param


def test_a_wide_table_is_read_in_every_language(tmp_path, language):
    encoding, separator, words, *scores = WIDE[language]
    header = [*words.split(), *scores]
    first, second = WAVES[language]
    rows = [
        header,
        ["żółw" if language == "pl" else "p1", first, 5, 10, 7, 9],
        ["p2", second, "", 0, "-", "8.0" if separator == "," else "8,0"],
    ]
    table = read_survey(write(tmp_path / "ankieta.csv", rows, separator, encoding))
    keys = ["csat", "nps", "ces2:delivery", "rating_1_10:phone@purchase"]
    assert [one.key for one in table.instruments] == keys
    assert table.waves == (first, second)
    values = {(a.participant, a.instrument): a.value for a in table.answers if a.participant == "p2"}
    assert values == {("p2", "nps"): 0, ("p2", "rating_1_10:phone@purchase"): 8}
    assert len(table.answers) == 6
    assert any("1–5" in note for note in table.notes)


def test_a_long_table_is_read_in_every_language(tmp_path, language):
    touchpoint, stage = PLACES[language]
    rows = [LONG[language], ["p1", "rating 1-5", 4, touchpoint, stage, "1"], ["p1", "NPS", 9, "", "", "1"]]
    table = read_survey(write(tmp_path / "long.csv", rows))
    assert [(a.instrument, a.value, a.wave) for a in table.answers] == [
        ("rating_1_5:phone@purchase", 4, "1"),
        ("nps", 9, "1"),
    ]


def test_rows_may_name_the_touchpoint_of_a_wide_table(tmp_path):
    rows = [["id", "touchpoint", "rating 1-5"], ["p1", "phone", 4], ["p1", "delivery", 2]]
    table = read_survey(write(tmp_path / "s.csv", rows))
    assert [a.instrument for a in table.answers] == ["rating_1_5:phone", "rating_1_5:delivery"]


def test_a_workbook_may_name_its_instruments_on_a_second_sheet(tmp_path):
    book = Workbook()
    book.active.append(["participant", "Q1", "Q2", "Why?"])
    book.active.append(["p1", 3, 2.0, "because"])
    sheet = book.create_sheet("Instruments")
    sheet.append(["column", "kind", "low", "high", "higher is better", "touchpoint", "question"])
    sheet.append(["Q1", "rating", 1, 3, "yes", "delivery", "How was the delivery?"])
    sheet.append(["Q2", "CES 1.0", None, None, None, None, None])
    book.save(tmp_path / "survey.xlsx")
    table = read_survey(tmp_path / "survey.xlsx", text_columns=["Why?"])
    assert [(one.key, one.scale, one.higher_is_better) for one in table.instruments] == [
        ("rating_1_3:delivery", "1–3", True),
        ("ces1", "1–5", False),
    ]
    assert table.instruments[0].question == "How was the delivery?"
    assert table.texts == (("p1", "Why?", "because"),)


def test_a_file_beside_the_table_names_its_columns_and_an_argument_goes_before_it(tmp_path):
    path = write(tmp_path / "s.csv", [["id", "Q1", "Q2"], ["p1", 4, 9]])
    (tmp_path / "s.instruments.toml").write_text(
        'Q2 = "NPS"\n[Q1]\nkind = "csat"\nstage = "purchase"\n', encoding="utf-8"
    )
    assert [one.key for one in read_survey(path).instruments] == ["csat@purchase", "nps"]
    named = read_survey(path, instruments={"Q1": Instrument.of("rating", low=1, high=5), "Q2": None})
    assert [one.key for one in named.instruments] == ["rating_1_5"]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("CES", "two effort scores"),
        ("ocena: telefon", "on which scale"),
        ("оценка", "on which scale"),
        ("CSAT NPS", "more than one instrument"),
        ("NPS 1-5", "from 0 to 10"),
        ("rating 5-1", "no width"),
        ("rating 1-5: phone @ moon", "no stage “moon”"),
    ],
)
def test_headers_that_leave_something_open_are_refused(tmp_path, header, says):
    path = write(tmp_path / "s.csv", [["id", header], ["p1", 4]])
    with pytest.raises(UnreadableFileError, match=rf"s\.csv, line 1: Column “{header}”.*{says}"):
        read_survey(path)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("11", r"line 4: Column “NPS”: 11 lies outside the scale. A whole number from 0 to 10"),
        ("-1", r"outside the scale"),
        ("8,5", r"8,5 is no whole number"),
        ("8.5", r"8.5 is no whole number"),
        ("nine", r"Column “NPS”: “nine” is no number"),
        ("9 - sure", r"is no number"),
        ("=1+8", r"is no number"),
        ("٩", r"is no number"),
        ("1e1", r"is no number"),
    ],
)
def test_what_is_no_answer_is_refused_with_row_and_column(tmp_path, cell, says):
    rows = [["id", "NPS"], ["p1", 9], [], ["p2", f'"{cell}"']]
    with pytest.raises(UnreadableFileError, match=says):
        read_survey(write(tmp_path / "s.csv", rows))


def test_two_answers_of_one_person_are_refused(tmp_path):
    rows = [["id", "NPS"], ["p1", 9], ["p1", 9]]
    with pytest.raises(UnreadableFileError, match=r"line 3: .*“p1” has answered already in row 2.*column “wave”"):
        read_survey(write(tmp_path / "s.csv", rows))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["name", "NPS"], ["p1", 9]], "no column of participants"),
        ([["id", "age"], ["p1", 9]], "No column names an instrument"),
        ([["id", "NPS", "NPS"], ["p1", 9, 9]], "there twice"),
        ([["id", "NPS", "net promoter score"], ["p1", 9, 9]], "both are"),
        ([["id", "NPS"], ["", 9]], "no participant"),
        ([["id", "NPS"], ["p1", 9, 1]], "1 cell more"),
        ([["id", "NPS", "group"], ["p1", 9, "alien"]], "“alien” is not known"),
        ([["id", "NPS"], ["p" * 201, 9]], "longer than"),
    ],
)
def test_tables_of_another_form_are_refused(tmp_path, rows, says):
    with pytest.raises(UnreadableFileError, match=says):
        read_survey(write(tmp_path / "s.csv", rows))


def test_names_of_columns_and_waves_must_fit_the_table(tmp_path):
    path = write(tmp_path / "s.csv", [["id", "wave", "NPS"], ["p1", "1", 9]])
    with pytest.raises(BadValueError, match="no column “Q7”"):
        read_survey(path, instruments={"Q7": "NPS"})
    with pytest.raises(BadValueError, match="column of waves"):
        read_survey(path, wave="1")


def test_what_was_not_read_is_said(tmp_path):
    rows = [["id", "NPS", "age", "Why this rating?"], ["p1", 9, 30, "good"], ["p2", "n/a", 31, "bad"]]
    notes = " ".join(read_survey(write(tmp_path / "s.csv", rows)).notes)
    assert "not read: age, Why this rating?" in notes
    assert "1 cell with a mark" in notes
    assert "“NPS” was taken for: Recommendation (NPS), scale 0–10, high is good." in notes


def test_surveys_are_told_from_lists_of_people_and_transcripts():
    assert is_survey_header(["participant", "NPS"])
    assert is_survey_header(["id", "instrument", "value"])
    assert not is_survey_header(["participant", "group", "age"])
    assert not is_survey_header(["speaker", "id", "text", "NPS"])


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("csat_delivery", "csat:delivery"),
        ("satisfaction rating 1–10", "csat_1_10"),
        ("CES 2 1-5: чат", "ces2_1_5:chat"),
        ("ocena 1-3 lojalność", "rating_1_3@loyalty"),
        ("Zadowolenie z montażu", "csat:z_montażu"),
        ("NPS (0-10)", "nps"),
        ("age", None),
        ("scores", None),
    ],
)
def test_headers_name_kind_scale_and_place(header, key):
    found = read_heading(header).instrument
    assert (found.key if found else None) == key


def test_two_people_whose_ids_differ_in_case_alone_are_both_known():
    assert like_known(["A1", "a1", "a-1"], ["A1", "a1"]) == {"a-1": "a1"}


def test_a_whole_question_as_header_is_an_instrument_of_its_own(tmp_path):
    question = "how satisfied were you with " + "the people who brought and put up " * 6
    header = ["participant", f"CSAT: {question} the wardrobe", f"CSAT: {question} the table"]
    table = read_survey(write(tmp_path / "s.csv", [header, ["p1", 5, 4]]))
    keys = [instrument.key for instrument in table.instruments]
    assert len(set(keys)) == 2
    assert keys == [instrument.key for instrument in read_survey(tmp_path / "s.csv").instruments]
    assert table.instruments[0].title.endswith("the wardrobe")


@pytest.mark.parametrize("low", [1.5, "1.5", "inf", "x"])
def test_ends_of_a_scale_that_are_no_whole_numbers_are_refused(tmp_path, low):
    path = write(tmp_path / "s.csv", [["participant", "Q1"], ["p1", 2]])
    with pytest.raises(UnreadableFileError, match="whole numbers"):
        read_survey(path, instruments={"Q1": {"kind": "csat", "low": low, "high": 5}})
    (found,) = read_survey(path, instruments={"Q1": {"kind": "csat", "low": 1.0, "high": None}}).instruments
    assert (found.low, found.high) == (1, 5)
