import pytest

from cjm_research.i18n import using_language
from cjm_research.model import Participant, attribute_text
from cjm_research.personas.attributes import attribute_shares, is_numeric


def people(*attributes):
    return [Participant(id=f"p{n}", attributes=known) for n, known in enumerate(attributes)]


def test_numbers_are_medians_and_span_of_those_of_whom_they_are_known():
    group = people({"age": 20}, {"age": "30"}, {"age": "41,5"}, {}, {"age": 60}, {"age": None})
    (row,) = attribute_shares(group, ["p0", "p1", "p2", "p3"])
    assert (row.attribute, row.value, row.middle, row.span) == ("age", "", (30.0, 60.0), (20.0, 41.5))
    assert (row.inside.k, row.inside.n, row.outside.k, row.outside.n) == (3, 4, 1, 2)


def test_names_are_shares_of_those_of_whom_they_are_known_and_the_others_are_counted():
    group = people({"role": "Buyer"}, {"role": "buyer "}, {"role": "User"}, {"role": "user"}, {}, {"role": ""})
    rows = attribute_shares(group, ["p0", "p1", "p4"])
    shown = [(r.value, r.unknown, (r.inside.k, r.inside.n), (r.outside.k, r.outside.n)) for r in rows]
    assert shown == [
        ("Buyer", False, (2, 2), (0, 2)),
        ("User", False, (0, 2), (2, 2)),
        ("", True, (1, 3), (1, 3)),
    ]
    assert rows[0].inside.interval[0] > 0.3


def test_values_that_nobody_shares_are_no_rows_and_basic_attributes_come_first():
    group = people(
        {"occupation": "nurse", "brand": "A", "gender": "f"}, {"occupation": "smith", "brand": "A", "gender": "f"}
    )
    assert [row.attribute for row in attribute_shares(group, ["p0"])] == ["gender", "brand"]


def test_several_values_of_one_person_count_each():
    group = people({"interests": ["food", "music"]}, {"interests": ["music"]}, {"interests": ["food"]})
    shares = {row.value: (row.inside.k, row.inside.n) for row in attribute_shares(group, ["p0", "p1"])}
    assert shares == {"music": (2, 2), "food": (1, 2)}


def test_yes_and_no_are_no_numbers():
    assert not is_numeric(people({"owner": True}, {"owner": False}), "owner")


@pytest.mark.parametrize(("language", "name"), [("en", "woman"), ("pl", "kobieta"), ("ru", "женщина")])
def test_values_are_shown_in_the_language_in_force(language, name):
    with using_language(language):
        assert attribute_text("gender", "f") == name
