import numpy as np
import pandas as pd
import pytest

from cjm_research.errors import BadValueError, UnknownNameError, UnreadableFileError
from cjm_research.model import Participant
from cjm_research.personas.asked import asked_table, with_asked

COLUMNS = ["emotion/joy@purchase", "goal@decision", "touchpoint/phone@decision", "touchpoint/phone@purchase"]
PEOPLE = [Participant(id=who) for who in ("a", "b", "c")]


def not_asked(subject):
    people = [Participant(id="a", attributes={"not_asked": subject}), *PEOPLE[1:]]
    asked = asked_table(people, COLUMNS)
    assert asked.loc["b":].all().all()
    return [column for column in COLUMNS if not asked.loc["a", column]]


def test_nothing_written_means_everybody_was_asked():
    assert asked_table(PEOPLE, COLUMNS) is None


@pytest.mark.parametrize(
    ("subject", "columns"),
    [
        ("decision", COLUMNS[1:3]),
        ("@decision", COLUMNS[1:3]),
        ("goal", COLUMNS[1:2]),
        ("touchpoint", COLUMNS[2:]),
        ("touchpoint/phone", COLUMNS[2:]),
        ("touchpoint@purchase", COLUMNS[3:]),
        ("touchpoint/phone@purchase", COLUMNS[3:]),
        ("goal; emotion/joy", COLUMNS[:2]),
        (["goal", "advocacy"], COLUMNS[1:2]),
    ],
)
def test_a_subject_is_a_stage_a_kind_or_a_code(subject, columns):
    assert not_asked(subject) == columns


def test_what_is_none_of_these_is_named_with_its_participant():
    with pytest.raises(UnknownNameError, match=r"a was not asked about “purchse”"):
        not_asked("purchse")
    with pytest.raises(UnknownNameError):
        not_asked("goal@purchse")


def test_a_stage_of_ones_own_counts():
    people = [Participant(id="a", attributes={"not_asked": "unboxing"})]
    asked = asked_table(people, ["goal@unboxing", "goal@purchase"], stages=["unboxing"])
    assert asked.to_numpy().tolist() == [[False, True]]


def test_a_table_counts_more_than_the_attribute():
    people = [Participant(id="a", attributes={"not_asked": "goal"}), *PEOPLE[1:]]
    table = pd.DataFrame({"participant": ["a", "b", "x"], "purchase": ["yes", "no", "no"], "goal": [1, np.nan, 0]})
    asked = asked_table(people, COLUMNS, table=table)
    assert asked.loc["a"].all()
    assert asked.loc["b"].tolist() == [False, True, True, False]
    assert asked.loc["c"].all()
    with pytest.raises(BadValueError, match="perhaps"):
        asked_table(people, COLUMNS, table=table.assign(purchase="perhaps"))


@pytest.mark.parametrize("no", ["no", "nie", "Нет", "0"])
def test_a_table_comes_from_a_file(tmp_path, no):
    path = tmp_path / "asked.csv"
    path.write_text(f"participant;decision;goal\nb;{no};1\nc;;\n", encoding="utf-8")
    asked = asked_table(PEOPLE, COLUMNS, table=path)
    assert asked.loc["b"].tolist() == [True, False, False, True]
    assert asked.loc[["a", "c"]].all().all()


def test_a_file_without_participants_is_refused(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("who,decision\nb,0\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="participant"):
        asked_table(PEOPLE, COLUMNS, table=path)
    with pytest.raises(UnreadableFileError):
        asked_table(PEOPLE, COLUMNS, table=tmp_path / "none.csv")


def test_absent_where_not_asked_is_missing_and_what_was_told_stays():
    told = pd.DataFrame([[True, False], [True, False], [False, True]], index=["a", "b", "c"], columns=["goal", "need"])
    asked = pd.DataFrame([[False, False], [True, True]], index=["a", "b"], columns=["goal", "need"])
    found = with_asked(told, asked)
    assert found.loc["a", "goal"] == 1
    assert np.isnan(found.loc["a", "need"])
    assert not found.loc[["b", "c"]].isna().any().any()
