import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from tests.study.conftest import TEXTS, write_interview


@pytest.fixture
def asked(study, interviews):
    study.import_transcripts(interviews)
    return study


@pytest.mark.parametrize(
    ("language", "word", "hit"), [("en", "ring", "rang"), ("pl", "dzwonić", "Dzwoniłam"), ("ru", "звонить", "Звонила")]
)
def test_words_are_found_in_each_language(asked, language, word, hit):
    row = asked.words(word).iloc[0]
    assert row.hit == hit
    assert row.transcript == f"{language}_1"
    assert TEXTS[language][row.utterance][row.start : row.end] == hit
    assert row.left + row.hit + row.right == TEXTS[language][row.utterance]


def test_words_bear_the_codes_on_them(asked):
    assert asked.words("=rang").iloc[0].codes == "touchpoint/phone"
    assert asked.words("Where").empty, "the interviewer asks that"
    assert len(asked.words("Where", roles=("interviewer",))) == 1


def test_words_follow_a_corrected_text(asked):
    assert asked.words("=gave").iloc[0].utterance == 3
    asked.correct_text("en_1", 3, "I went mad, honestly.", coder="ann")
    assert asked.words("=gave").empty
    assert asked.words("=mad").iloc[0].hit == "mad"


def test_segments_are_confirmed_ones_as_soon_as_there_are_any(asked):
    table = asked.segments()
    assert list(table["quote"]) == ["rang them", "nobody picked up"]
    assert set(table["basis"]) == {"confirmed"}
    assert list(asked.segments("touchpoint")["code"]) == ["touchpoint/phone"]
    assert list(asked.segments(coder="ben", text="picked")["quote"]) == ["nobody picked up"]


def test_before_anybody_codes_the_machine_speaks_and_it_is_said(study, tmp_path, tagger):
    study.import_transcripts(write_interview(tmp_path / "pl_1.json", "pl"))
    study.tag()
    assert set(study.segments()["basis"]) == {"machine"}
    table = study.code_frequencies()
    assert set(table["basis"]) == {"machine"}
    assert any("nobody has reviewed" in note for note in table.attrs["notes"])
    assert study.code_matrix().attrs["basis"] == "machine"


def test_own_codes_and_memos_are_part_of_the_answers(asked):
    code = asked.add_code("Hotline", kind="touchpoint", parent="touchpoint/phone", coder="ann")
    guid = asked.segments("touchpoint/phone")["guid"].iloc[0]
    asked.change_coding(guid, kind="touchpoint", label=code.label, coder="ann")
    asked.write_memo("Ask again", on="coding", target=guid, coder="ann")
    row = asked.segments("touchpoint/phone").iloc[0]
    assert (row.code, row.memos) == (code.key, "Ask again")
    assert row["name"].endswith("Hotline")
    frequencies = asked.code_frequencies(group="customer").set_index("code")
    assert frequencies.at["touchpoint/phone", "people"] == frequencies.at[code.key, "people"] == 1


def test_people_without_codings_are_in_no_denominator_and_it_is_said(asked):
    table = asked.code_frequencies()
    assert set(table["n"]) == {1}
    notes = " ".join(table.attrs["notes"])
    assert "Only the group" in notes
    assert "1 interview without a confirmed coding" in notes


def test_groups_stand_side_by_side_and_those_nobody_coded_are_named(asked):
    table = asked.code_frequencies(by="group", depth=0)
    assert set(table["split"]) == {"customer"}
    assert any("Expert" in note for note in table.attrs["notes"])
    asked.add_coding("ru_1", 1, "Звонила", kind="touchpoint", label="phone", coder="ann")
    table = asked.code_frequencies(by="group", codes="touchpoint/phone")
    assert [(r.split, r.people, r.n) for r in table.itertuples()] == [("customer", 1, 1), ("expert", 1, 1)]


def test_the_matrix_counts_or_marks(asked):
    counts = asked.code_matrix()
    assert counts.loc["en_1"].to_dict() == {"pain_point": 1, "touchpoint": 1, "touchpoint/phone": 1}
    assert asked.code_matrix(values="presence").equals(counts > 0)
    with pytest.raises(BadValueError, match="presence"):
        asked.code_matrix(values="shares")


def test_codes_stand_together_in_a_turn(asked):
    row = asked.code_cooccurrence(how="turn", draws=20).iloc[0]
    assert (row.a, row.b, row.people, row.n) == ("pain_point", "touchpoint/phone", 1, 1)
    assert row.few
    assert asked.code_cooccurrence(draws=20)["mentions"].sum() == 0
    assert asked.code_cooccurrence(how="turn", draws=20).equals(asked.code_cooccurrence(how="turn", draws=20))


def test_asking_writes_nothing(asked):
    before = {path: path.read_bytes() for path in asked.folder.rglob("*") if path.is_file()}
    asked.words("ring")
    asked.segments()
    asked.code_frequencies()
    asked.code_cooccurrence(draws=5)
    assert {path: path.read_bytes() for path in asked.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.md", "t.json"])
def test_a_table_is_written_where_one_says(asked, name, tmp_path):
    assert asked.write_table(asked.segments(), tmp_path / name) == tmp_path / name
    assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_unknown_codes_are_refused_in_the_language(asked, language):
    with using_language(language), pytest.raises(UnknownNameError, match="touchpoint/phone"):
        asked.segments("touchpoint/fax")


def test_what_coders_settled_counts_by_their_consensus(asked, monkeypatch):
    asked.add_coding("en_1", 1, "rang", kind="need", coder="consensus")
    assert "need" not in set(asked.segments()["code"]), "not settled yet"
    assert "need" in set(asked.segments(coder="consensus")["code"])
    monkeypatch.setattr(asked.store, "consensus", lambda: ("en_1",))
    assert list(asked.segments()["code"]) == ["need"]
    assert list(asked.code_frequencies()["code"]) == ["need"]
    assert asked.words("=rang").iloc[0].codes == "need"
    assert len(asked.segments(status="confirmed")) == 3
