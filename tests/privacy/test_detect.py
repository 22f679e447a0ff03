"""Personal data of a whole study: linked, settled, found everywhere once known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.privacy.base import Finding
from cjm_research.privacy.detect import detect, settle


def _entities(texts: list[str], language: str, **more) -> list[list[str]]:
    return [[finding.entity for finding in found] for found in detect([(t, language) for t in texts], **more)]


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("pl", ["Jan Kowalski przyszedł.", "Nie było Kowalskiego.", "Janek wie."], "jan kowalski"),
        ("ru", ["Пришла Ольга Кузнецова.", "Кузнецовой не было.", "Оля знает."], "ольга кузнецова"),
        ("en", ["Olivia Hughes came in.", "I told Mrs Hughes.", "Liv knows."], "olivia hughes"),
    ],
)
def test_the_parts_of_one_name_are_one_person_where_nobody_else_is_meant(
    language: str, texts: list[str], expected: str
):
    assert _entities(texts, language) == [[expected]] * 3


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("pl", ["Jan Kowalski i Jan Nowak.", "Janek wie."]),
        ("ru", ["Иван Кузнецов и Иван Петров.", "Ваня знает."]),
        ("en", ["Thomas Hughes and Thomas Doyle.", "Tom knows."]),
    ],
)
def test_a_first_name_that_several_have_stands_apart(language: str, texts: list[str]):
    first, second = detect([(text, language) for text in texts])
    assert len({finding.entity for finding in (*first, *second)}) == 3
    assert all(finding.entity in second[0].traits["among"] for finding in first)


@pytest.mark.parametrize(
    ("language", "known", "text", "form"),
    [
        ("pl", "Zenobia Kwiczoł", "Wtedy Kwiczołowi powiedziałam.", "Kwiczołowi"),
        ("ru", "Пелагея Дрозд", "Тогда Дрозду сказала.", "Дрозду"),
        ("en", "Peregrine Blackwood", "Then I told Peregrine.", "Peregrine"),
    ],
)
def test_a_name_known_from_elsewhere_is_found_in_all_its_forms(language: str, known: str, text: str, form: str):
    (found,) = detect([(text, language)], known=[known])
    assert [finding.text for finding in found] == [form]


def test_a_name_that_one_text_gives_away_is_found_in_the_others():
    texts = [("Nazywam się Hiacynta Bżdżoła.", "pl"), ("Ja tego Bżdżole nie mówiłam.", "pl")]
    assert [f.entity for f in detect(texts)[1]] == [detect(texts)[0][0].entity]


@pytest.mark.parametrize("role", ["Interviewer", "P07", "Moderator", "Badaczka", "Респондент", "Kasjerka"])
def test_labels_that_are_roles_are_not_looked_for(role: str):
    texts = [(f"Then the {role} came.", "en"), (f"To {role} mówi.", "pl"), (f"Это {role} сказал.", "ru")]
    found = detect(texts, known=[role])
    assert all(one.sureness == "possible" for each in found for one in each)


@pytest.mark.parametrize(
    ("language", "employer", "texts"),
    [
        ("pl", "Budex sp. z o.o.", ["Byłam w Budexie.", "Z Budexem koniec.", "Budex sp. z o.o. płaci."]),
        ("ru", "ООО «Газтехмонтаж»", ["Из Газтехмонтажа.", "С «Газтехмонтажем» всё.", "ООО «Газтехмонтаж» платит."]),
        ("en", "Brightwater Ltd", ["Ask Brightwater.", "It was Brightwater's idea.", "Brightwater Ltd pays."]),
    ],
)
def test_an_employer_is_one_entity_in_all_forms(language: str, employer: str, texts: list[str]):
    found = detect([(text, language) for text in texts], employers=[employer])
    assert [[f.kind for f in each] for each in found] == [["organisation"]] * 3
    assert len({f.entity for each in found for f in each}) == 1


@pytest.mark.parametrize(
    ("language", "text", "keep"),
    [("pl", "Rozmawiałam z Anną.", "Anna"), ("ru", "Говорила с Анной.", "Анна"), ("en", "I told Hannah.", "Hannah")],
)
def test_names_to_keep_are_not_reported(language: str, text: str, keep: str):
    assert detect([(text, language)])[0]
    assert detect([(text, language)], keep=[keep]) == [[]]


def test_overlaps_are_settled_for_the_longest_of_those_that_are_at_least_likely():
    short = Finding(4, 8, "Anna", "person", "sure", "anna", "a")
    long = Finding(0, 12, "ul. Anna 12", "address", "likely", "x", "b")
    doubtful = Finding(0, 20, "", "phone", "possible", "y", "c")
    assert settle([short, doubtful, long]) == [long]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "pl", "ru", "de"]))
def test_any_text_has_sorted_findings_that_stand_where_they_say(text: str, language: str):
    (found,) = detect([(text, language)], known=["Jan Kowalski"], employers=["Budex"])
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_same_study_gives_the_same_findings():
    texts = [("Jan Kowalski i Anna Lis, Janek.", "pl"), ("Kowalskim się nie chciało.", "pl")]
    assert detect(texts) == detect(texts)
