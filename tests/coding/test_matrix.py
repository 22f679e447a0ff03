import pytest

from cjm_research.coding import participant_code_matrix
from cjm_research.errors import BadValueError
from cjm_research.model import Coding, Participant


def coding(who, kind="touchpoint", label="phone", stage="decision", status="confirmed", start=0, valence=None):
    return Coding(
        guid=f"{who}-{kind}-{label}-{stage}-{start}-{status}",
        transcript=who,
        participant=who,
        utterance=1,
        start=start,
        end=start + 3,
        quote="abc",
        kind=kind,
        label=label,
        valence=valence,
        stage=stage,
        coder="ann",
        status=status,
    )


def test_matrix_has_a_sorted_row_for_everybody_and_a_sorted_column_for_every_code():
    matrix = participant_code_matrix([coding("b"), coding("a", label="chat")], ["c", "b", "a"])
    assert list(matrix.index) == ["a", "b", "c"]
    assert list(matrix.columns) == ["touchpoint/chat@decision", "touchpoint/phone@decision"]
    assert matrix.to_numpy().tolist() == [[True, False], [False, True], [False, False]]
    assert matrix.to_numpy().dtype == bool


@pytest.mark.parametrize(
    ("level", "column"),
    [("kind", "touchpoint"), ("code", "touchpoint/phone"), ("code_stage", "touchpoint/phone@decision")],
)
def test_level_says_how_fine_the_columns_are(level, column):
    assert list(participant_code_matrix([coding("a")], ["a"], level=level).columns) == [column]


def test_a_code_without_stage_stands_for_itself():
    assert list(participant_code_matrix([coding("a", stage=None)], ["a"]).columns) == ["touchpoint/phone"]


def test_saying_a_thing_twice_counts_once():
    assert participant_code_matrix([coding("a"), coding("a", start=9)], ["a"]).to_numpy().sum() == 1


def test_rejected_suggestions_and_strangers_do_not_count():
    codings = [coding("a", status="rejected"), coding("stranger")]
    assert participant_code_matrix(codings, ["a"]).shape == (1, 0)


def test_basis_keeps_people_and_machine_apart():
    codings = [coding("a"), coding("a", label="chat", status="suggested")]
    assert list(participant_code_matrix(codings, ["a"], level="code", basis="confirmed")) == ["touchpoint/phone"]
    assert list(participant_code_matrix(codings, ["a"], level="code", basis="machine")) == ["touchpoint/chat"]


def test_groups_are_never_mixed_silently():
    people = [Participant(id="a"), Participant(id="b", group="expert")]
    with pytest.raises(BadValueError, match="Customer, Expert"):
        participant_code_matrix([coding("a")], people)
    assert participant_code_matrix([coding("a")], people, mix_groups=True).shape == (2, 1)


def test_an_unknown_level_is_refused():
    with pytest.raises(BadValueError, match="code_stage"):
        participant_code_matrix([coding("a")], ["a"], level="word")


def test_nothing_coded_gives_no_columns():
    assert participant_code_matrix([], ["a", "b"]).shape == (2, 0)
