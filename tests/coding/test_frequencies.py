import pytest

from cjm_research.coding import participant_code_matrix
from cjm_research.coding.matrix import participant_code_counts
from cjm_research.coding.queries import code_frequencies
from cjm_research.coding.queries.passages import passages
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.measures import wilson
from cjm_research.model import Code, Coding, Participant, default_codebook

BOOK = default_codebook().with_codes(
    {
        "touchpoint/hotline": Code(
            key="touchpoint/hotline", kind="touchpoint", label="hotline", parent="touchpoint/phone", name="Hotline"
        )
    }
)
PEOPLE = [Participant(id=id, attributes={"age": age, "city": city}) for id, age, city in
          (("a", 9, "Łódź"), ("b", 30, "Łódź"), ("c", 100, None), ("d", 30, "Leeds"))]  # fmt: skip


def coding(who, code="touchpoint/phone", start=0, end=10, *, status="confirmed", coder="ann", u=1, stage=None):
    kind, _slash, label = code.partition("/")
    return Coding(
        guid=f"{who}-{code}-{coder}-{u}-{start}-{status}", transcript=who, participant=who, utterance=u, start=start,
        end=end, quote="x" * (end - start), kind=kind, label=label or None, coder=coder, status=status, stage=stage,
    )  # fmt: skip


def frequencies(codings, people=PEOPLE, **options):
    return code_frequencies(codings, people, **{"basis": "confirmed", "codebook": BOOK, **options})


def test_people_come_first_and_mentions_beside_them():
    codings = [coding("a", "need", start=20 * i, end=20 * i + 5) for i in range(4)]
    codings += [coding("a"), coding("b"), coding("c")]
    table = frequencies(codings)
    assert list(table["code"]) == ["touchpoint", "touchpoint/phone", "need"]
    need = table.iloc[2]
    assert (need.people, need.n, need.mentions, need.share) == (1, 4, 4, 0.25)
    assert (need.low, need.high) == pytest.approx(wilson(1, 4))


def test_a_code_holds_those_below_it_once_a_person():
    table = frequencies([coding("a", "touchpoint/hotline"), coding("a"), coding("b", "touchpoint/chat")])
    figures = {row.code: (row.people, row.mentions, row.depth) for row in table.itertuples()}
    assert figures == {
        "touchpoint": (2, 3, 0), "touchpoint/phone": (1, 2, 1), "touchpoint/hotline": (1, 1, 2),
        "touchpoint/chat": (1, 1, 1),
    }  # fmt: skip
    assert set(frequencies([coding("a", "touchpoint/hotline")], depth=1)["code"]) == {"touchpoint", "touchpoint/phone"}


def test_two_coders_who_mark_the_same_words_make_one_mention():
    codings = [coding("a"), coding("a", start=5, end=12, coder="ben"), coding("a", start=12, end=15)]
    row = frequencies(codings, codes="touchpoint/phone").iloc[0]
    assert (row.people, row.mentions, row.codings) == (1, 2, 3)
    assert [(p.start, p.end, p.n_codings) for p in passages(codings)] == [(0, 12, 2), (12, 15, 1)]


def test_only_one_basis_counts():
    codings = [coding("a"), coding("b", status="suggested", coder="machine"), coding("c", status="rejected")]
    assert list(frequencies(codings)["people"]) == [1, 1]
    by_machine = frequencies(codings, basis="machine")
    assert set(by_machine["basis"]) == {"machine"}
    assert any("nobody has reviewed" in note for note in by_machine.attrs["notes"])


def test_a_code_that_is_asked_for_has_a_row_even_where_nobody_told_of_it():
    row = frequencies([], codes=["goal"]).iloc[0]
    assert (row.people, row.n, row.mentions) == (0, 4, 0)
    assert len(frequencies([])) == 0
    assert list(frequencies([]).dtypes) == list(frequencies([coding("a")]).dtypes)


def test_a_code_the_codebook_lacks_stands_below_its_kind():
    table = frequencies([coding("a", "need/own")])
    assert list(zip(table["code"], table["parent"].fillna(""), strict=True)) == [("need", ""), ("need/own", "need")]


def test_parts_stand_side_by_side_each_with_its_denominator():
    table = frequencies([coding("a"), coding("c"), coding("d")], by="city", codes="touchpoint/phone")
    parts = [(row.split, row.people, row.n) for row in table.itertuples()]
    assert parts == [("Leeds", 1, 1), ("Łódź", 1, 2), ("", 1, 1)]
    assert any("fewer than 5" in note for note in table.attrs["notes"])
    assert list(frequencies([coding("a")], by="age", depth=0)["split"]) == ["9", "30", "100"]


def test_groups_are_compared_but_never_mixed():
    people = [Participant(id="a"), Participant(id="b", group="expert")]
    with pytest.raises(BadValueError, match="Customer, Expert"):
        frequencies([coding("a")], people)
    table = frequencies([coding("a")], people, by="group", depth=0)
    assert [(row.split, row.people, row.n) for row in table.itertuples()] == [("customer", 1, 1), ("expert", 0, 1)]


def test_unknown_codes_and_attributes_are_refused():
    with pytest.raises(UnknownNameError, match="pain_point"):
        frequencies([], codes="pain")
    with pytest.raises(UnknownNameError, match="age, city"):
        frequencies([], by="shoe")


@pytest.mark.parametrize(("language", "name"), [("en", "Phone call"), ("pl", "elefon"), ("ru", "елефон")])
def test_names_speak_the_language(language, name):
    with using_language(language):
        table = frequencies([coding("a", "touchpoint/hotline")]).set_index("code")
    assert name in table.at["touchpoint/phone", "name"]
    assert table.at["touchpoint/hotline", "name"].endswith("Hotline")


def test_that_silence_is_no_no_is_said():
    assert "not known" in frequencies([coding("a")]).attrs["notes"][0]


def test_the_matrix_holds_numbers_and_agrees_with_presence():
    codings = [coding("a"), coding("a", start=20, end=25), coding("b", "touchpoint/hotline", stage="decision")]
    ids = ["a", "b", "c"]
    counts = participant_code_counts(codings, ids, level="code")
    assert counts.to_dict("index")["a"] == {"touchpoint/hotline": 0, "touchpoint/phone": 2}
    assert (counts > 0).equals(participant_code_matrix(codings, ids, level="code"))
    rolled = participant_code_counts(codings, ids, level="code", codebook=BOOK)
    assert rolled.loc["b"].to_dict() == {"touchpoint": 1, "touchpoint/hotline": 1, "touchpoint/phone": 1}
    assert rolled.loc["c"].sum() == 0
    staged = participant_code_counts(codings, ids, codebook=BOOK)
    assert "touchpoint/phone@decision" in staged.columns
    assert list(participant_code_counts(codings, ids, level="kind", codebook=BOOK).loc["a"]) == [2]
