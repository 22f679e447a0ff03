from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.exchange.csv_tables import csv_rows, csv_text
from cjm_research.exchange.tables.words import columns_of, headings
from cjm_research.i18n import set_language
from cjm_research.study import Study
from cjm_research.study.tables.importing import is_study_table
from tests.study.conftest import clock, write_interview


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A study with codings, a suggestion, own codes and memos; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("tables")
    study = Study.create(folder / "study", title="Calls", clock=clock)
    codings = [{"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"}]
    write_interview(folder / "talks" / "en_1.json", "en", codings=codings, attributes={"age": 30, "note": "=1+1"})
    write_interview(folder / "talks" / "pl_1.json", "pl", attributes={"age": 41, "tags": ["a", "b"], "member": True})
    write_interview(folder / "talks" / "ru_1.json", "ru", group="expert", attributes={"share": 0.25})
    study.import_transcripts(folder / "talks")
    study.add_coding("en_1", 1, "nobody picked up", kind="pain_point", valence=-1, coder="ben", guid=GUID)
    code = study.add_code(
        "=Hotline", kind="touchpoint", parent="touchpoint/phone", definition="Calls\nonly", colour="#112233"
    )
    study.add_coding("pl_1", 1, "Dzwoniłam", kind="touchpoint", label=code.label)
    study.write_memo("-why?\u0301 \ufeffz\u0307\tq", on="coding", target=GUID)
    study.write_memo("a", on="coding", target=study.codings[0].guid)
    study.write_memo("b", on="coding", target=study.codings[0].guid, coder="ben")
    return study


GUID = "2f1c9c3e-55d5-4f0b-9a0f-0c4e5a1d2b3c"


@pytest.fixture
def study(template, tmp_path):
    import shutil

    shutil.copytree(template.folder, tmp_path / "copy")
    return Study.open(tmp_path / "copy", clock=clock)


def edited(study, tmp_path, name, change):
    """One table as CSV after `change` was made to its rows (dicts)."""
    study.export(tmp_path / "csv", "csv")
    path = tmp_path / "csv" / f"{name}.csv"
    header, *lines = csv_rows(path.read_text("utf-8-sig"))
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    change(rows)
    path.write_text(csv_text([header, *([row.get(c) for c in header] for row in rows)]), encoding="utf-8")
    return path


def row_of(rows, **values):
    return next(row for row in rows if all(row[key] == value for key, value in values.items()))


@pytest.mark.parametrize("written_in", ["en", "pl", "ru"])
def test_unchanged_table_changes_nothing_whatever_its_language(template, tmp_path, written_in):
    set_language(written_in)
    files = template.export(tmp_path / "out", "tables")
    set_language("en")
    before = template.store.version()
    for file in files[:4]:
        report = template.import_tables(file, strict=True)
        assert (template.store.version(), report.problems, report.written) == (before, (), False)
        assert report.n_same == (3 if file.name in {"study.xlsx", "codings.csv"} else 0)


def test_changed_rows_and_new_ones_are_one_step(study, tmp_path):
    def change(rows):
        pain = row_of(rows, guid=GUID)
        pain.update(quote="nobody picked", valence="−2", stage="Purchase", memo="because")
        rows.append({"transcript": "ru_1", "quote": "махнула рукой", "code_name": "Emocja: Złość", "memo": "new"})
        rows.append({"transcript": "pl_1", "utterance": "1", "quote": "nikt", "kind": "need", "coder": "ben"})

    before = study.codings
    report = study.import_tables(edited(study, tmp_path, "codings", change), coder="ola")
    assert (report.n_new, report.n_changed, report.n_same, report.n_memos, report.problems) == (2, 1, 2, 2, ())
    pain = study.store.coding(GUID)
    assert (pain.quote, pain.end - pain.start, pain.valence, pain.stage, pain.coder) == (
        "nobody picked",
        13,
        -2,
        "purchase",
        "ben",
    )
    new = [one for one in study.codings if one.guid not in {old.guid for old in before}]
    assert [(one.code, one.coder, one.utterance, one.quote) for one in new] == [
        ("need", "ben", 1, "nikt"),
        ("emotion/anger", "ola", 3, "махнула рукой"),
    ]
    assert {memo.text for memo in study.memos} == {"because", "a", "b", "new"}
    assert study.undo("ola")
    assert study.codings == before
    assert any(memo.text.startswith("-why?") for memo in study.memos)


def test_row_without_guid_is_known_by_its_place(study, tmp_path):
    def change(rows):
        for row in rows:
            row["guid"] = ""
        row_of(rows, quote="nobody picked up")["valence"] = "1"

    report = study.import_tables(edited(study, tmp_path, "codings", change))
    assert (report.n_new, report.n_changed, report.n_same) == (0, 1, 2)
    assert study.store.coding(GUID).valence == 1


BAD_CELLS = [
    ({"quote": "never said"}, "do not occur"),
    ({"valence": "3"}, "valence"),
    ({"kind": "pian_point"}, "There is no kind"),
    ({"label": "my_label"}, "There is no code “my_label”"),
    ({"code_name": "Pain: nothing"}, "There is no code"),
    ({"stage": "nowhere"}, "stage"),
    ({"coder": "eve"}, "cannot be changed"),
    ({"status": "suggested"}, "cannot become"),
    ({"start": "0", "end": "999"}, "does not fit the text"),
    ({"utterance": "77"}, "there is no utterance 77"),
    ({"guid": "", "transcript": "xx_9"}, "There is no interview “xx_9”"),
]


def spoilt(cells):
    def change(rows):
        row_of(rows, guid=GUID).update(cells)
        row_of(rows, quote="Dzwoniłam")["valence"] = "1"

    return change


@pytest.mark.parametrize(("cells", "what"), BAD_CELLS)
def test_row_that_does_not_fit_is_listed_with_its_number(template, tmp_path, cells, what):
    path = edited(template, tmp_path, "codings", spoilt(cells))
    before = template.store.version()
    report = template.import_tables(path, dry_run=True)
    assert ([problem.row for problem in report.problems], report.n_changed, report.n_new) == ([3], 1, 0)
    assert what in str(report)
    with pytest.raises(BadValueError, match=what):
        template.import_tables(path, strict=True)
    assert template.store.version() == before


def test_rows_that_fit_are_taken_beside_others(study, tmp_path):
    report = study.import_tables(edited(study, tmp_path, "codings", spoilt({"valence": "9"})))
    assert (report.n_changed, len(report.problems), report.written) == (1, 1, True)
    assert [one.valence for one in study.codings if one.quote == "Dzwoniłam"] == [1]


def test_several_memos_are_not_changed_by_a_table(study, tmp_path):
    path = edited(study, tmp_path, "codings", lambda rows: row_of(rows, memo="a\n\nb").update(memo="c"))
    assert "several memos" in str(study.import_tables(path))


def test_removed_coding_does_not_come_back_with_an_old_table(study, tmp_path):
    path = edited(study, tmp_path, "codings", lambda rows: None)
    study.remove_coding(GUID)
    report = study.import_tables(path)
    assert (report.n_new, len(report.problems)) == (0, 1)
    assert "was removed" in str(report)


def test_suggestions_are_decided_in_a_table(study, tmp_path):
    said = {"coder": "machine", "status": "suggested", "source": "rule:x", "score": 0.5, "stage": None}
    first = study.store.coding(GUID).model_copy(update=said)
    made = [first.model_copy(update={"guid": f"s{n}", "kind": kind}) for n, kind in enumerate(("action", "need"))]
    study.store.sync_suggestions(made, ["en_1"])
    wanted = {}

    def change(rows):
        first, second = [row for row in rows if row["status"] == "suggested"][:2]
        first["status"], second["status"] = "confirmed", "rejected"
        wanted.update({first["guid"]: ("confirmed", "ola"), second["guid"]: ("rejected", "machine")})

    study.export(tmp_path / "csv", "csv", suggestions=True)
    header, *lines = csv_rows((tmp_path / "csv" / "codings.csv").read_text("utf-8-sig"))
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    change(rows)
    path = tmp_path / "decided.csv"
    path.write_text(csv_text([header, *([row[c] for c in header] for row in rows)]), encoding="utf-8")
    assert study.import_tables(path, coder="ola", strict=True).n_changed == 2
    assert {guid: (c.status, c.coder) for guid in wanted if (c := study.store.coding(guid))} == wanted
    path = edited(
        study, tmp_path, "codings", lambda rows: row_of(rows, guid="s0").update(status="rejected", kind="goal")
    )
    assert "keeps its words" in str(study.import_tables(path))


def test_codebook_is_changed_extended_and_moved(study, tmp_path):
    def change(rows):
        row_of(rows, key="need").update(definition="What is missing", name="Brak")
        own = row_of(rows, name="=Hotline")
        own.update(parent="touchpoint/chat", colour="#ABCDEF", retired="tak")
        rows.append({"key": "x2", "parent": "x1", "name": "Below"})
        rows.append({"key": "x1", "parent": "Touchpoint", "name": "+New", "use_when": "-always"})
        rows.append({"key": "goal/given", "name": "Given"})
        rows.append({"key": "odd", "parent": "nothing", "name": "Odd"})

    n = len(study.codebook.codes)
    report = study.import_tables(edited(study, tmp_path, "codebook", change))
    book = study.codebook
    assert (book.code("need").definition, book.name_of("need")) == ("What is missing", "Brak")
    own = book.code("touchpoint/hotline")
    assert (own.parent, own.colour, own.retired) == ("touchpoint/chat", "#ABCDEF", True)
    assert (book.code("touchpoint/new").use_when, book.code("touchpoint/below").parent) == ("-always", "touchpoint/new")
    assert book.code("goal/given").name == "Given"
    assert len(book.codes) == n + 3
    assert [problem.row for problem in report.problems] == [n + 5]
    assert study.undo()
    assert len(study.codebook.codes) == n


def test_new_code_of_a_workbook_serves_its_segments(study, tmp_path):
    (path,) = study.export(tmp_path / "study.xlsx", "tables")
    book = load_workbook(path)
    codes, segments = book["Codebook"], book["Coded segments"]
    codes.append([None, "pain_point", "Rudeness"])
    head = [cell.value for cell in segments[1]]
    segments.cell(2, head.index("Code") + 1).value = "Pain point: Rudeness"
    book.save(path)
    assert is_study_table(path)
    report = study.import_tables(path, strict=True)
    assert (report.n_changed, report.n_codes) == (1, 1)
    assert [one.code for one in study.codings].count("pain_point/rudeness") == 1


def test_participants_are_brought_up_to_date(study, tmp_path):
    def change(rows):
        row_of(rows, id="en_1").update(group="Ekspert", note="-2", age="31")
        row_of(rows, id="pl_1").update(tags="a; c", member="FALSE")
        rows.append({"id": "new", "group": "expert", "age": "50"})
        rows.append({"id": "odd", "group": "alien"})

    report = study.import_tables(edited(study, tmp_path, "participants", change))
    people = {person.id: person for person in study.participants}
    assert (people["en_1"].group, dict(people["en_1"].attributes)) == ("expert", {"age": 31, "note": -2})
    assert people["pl_1"].attributes["tags"] == ["a", "c"]
    assert people["pl_1"].attributes["member"] is False
    assert people["ru_1"].attributes == {"share": 0.25}
    assert (people["new"].group, people["new"].attributes) == ("expert", {"age": 50})
    assert report.n_people == 3
    assert "alien" in str(report)


def test_other_files_are_told_apart(study, tmp_path):
    talk = tmp_path / "talk.csv"
    talk.write_text("speaker,text\nM,Hello\n", encoding="utf-8")
    assert not is_study_table(talk)
    with pytest.raises(UnreadableFileError, match="guid, transcript"):
        study.import_tables(talk)
    broken = tmp_path / "study.xlsx"
    broken.write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(UnreadableFileError):
        study.import_tables(broken)


def test_table_saved_by_a_spreadsheet_with_semicolons_is_read(study, tmp_path):
    path = edited(study, tmp_path, "codings", lambda rows: row_of(rows, guid=GUID).update(valence="0"))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert study.import_tables(path, strict=True).n_changed == 1


def test_tables_among_imported_files_are_taken_back(study, tmp_path):
    edited(study, tmp_path, "codings", lambda rows: row_of(rows, guid=GUID).update(valence="2", stage="?"))
    report = study.import_transcripts(tmp_path / "csv")
    assert (report.failed, len(report.tables), len(report.participants)) == ((), 2, 3)
    assert [file.rsplit("/", 1)[-1] for file, _why in report.skipped] == ["groups.csv", "matrix.csv"]
    assert "Row 3: “?” does not fit as “stage” of a coding." in str(report)
    assert study.import_transcripts(*study.export(tmp_path / "study.xlsx", "tables")).failed == ()
    attributes = {person.id: person.attributes for person in study.participants}
    assert attributes["en_1"]["note"] == "=1+1"


def test_codes_change_places_and_own_ones_their_kind_with_their_codings(study, tmp_path):
    def change(rows):
        chat, phone = row_of(rows, key="touchpoint/chat"), row_of(rows, key="touchpoint/phone")
        chat["position"], phone["position"] = phone["position"], chat["position"]
        row_of(rows, name="=Hotline")["parent"] = "need"

    def places():
        return [code.key for code in study.codebook.children("touchpoint")]

    before = places()
    path = edited(study, tmp_path, "codebook", change)
    segments = tmp_path / "csv" / "codings.csv"
    assert study.import_tables(path, strict=True).n_codes
    swap = {"touchpoint/chat": "touchpoint/phone", "touchpoint/phone": "touchpoint/chat"}
    assert places() == [swap.get(key, key) for key in before]
    assert {one.code for one in study.codings} == {"touchpoint/phone", "pain_point", "need/hotline"}
    assert study.import_tables(segments, dry_run=True).problems != ()
    study.undo()
    assert places() == before


def test_untouched_cells_of_a_workbook_leave_later_work_alone(study, tmp_path):
    (path,) = study.export(tmp_path / "study.xlsx", "tables")
    study.change_coding(GUID, kind="need", valence=2)
    study.change_code("need", name="Later")
    (tmp_path / "participants.csv").write_text("id,group,method,age\nen_1,expert,walk_along,99\n", encoding="utf-8")
    study.import_participants(tmp_path / "participants.csv")
    before = study.store.version()
    assert study.import_tables(path, strict=True).n_same == 3
    assert study.store.version() == before
    book = load_workbook(path)
    sheet = book["Coded segments"]
    head = [cell.value for cell in sheet[1]]
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == GUID)
    row[head.index("Stage")].value = "loyalty"
    book.save(path)
    assert study.import_tables(path, strict=True).n_changed == 1
    coding = study.store.coding(GUID)
    assert (coding.kind, coding.valence, coding.stage) == ("need", 2, "loyalty")
    assert study.codebook.name_of("need") == "Later"
    assert study.participants[0].attributes["age"] == 99


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_fault_names_the_column_as_the_sheet_does_and_says_what_fits(template, tmp_path, language):
    set_language(language)
    named = headings("codings")["valence"]
    (path,) = template.export(tmp_path / "study.xlsx", "tables")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[1]
    sheet.cell(2, [cell.value for cell in sheet[1]].index(named) + 1).value = 5
    workbook.save(path)
    (problem,) = template.import_tables(path, dry_run=True).problems
    assert named in problem.message
    assert "-2" in problem.message


def test_rows_with_the_same_fault_are_one_line_and_a_long_list_is_cut(template, tmp_path):
    def change(rows):
        rows.extend({"transcript": "xx_9", "quote": "a", "kind": "need"} for _n in range(300))
        rows.extend({"transcript": f"yy_{n}", "quote": "a", "kind": "need"} for n in range(40))

    report = template.import_tables(edited(template, tmp_path, "codings", change), dry_run=True)
    lines = str(report).splitlines()
    assert (len(report.problems), len(lines)) == (340, 28)
    assert "Row 5–304: There is no interview “xx_9”" in lines[2]
    assert lines[-1] == "and 16 more"


def test_tables_from_before_are_known_by_the_old_heading_of_turns():
    for heading in ("Turn", "Wypowiedź", "Реплика", "Turn (from 0)"):
        assert columns_of("codings", [heading]) == ["utterance"]
