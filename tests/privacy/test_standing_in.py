"""From a sentence to a sentence: what is found gets pseudonyms that read well, in three languages."""

from __future__ import annotations

import pytest

from cjm_research.model.privacy import PrivateText, replaced_text
from cjm_research.privacy.detect import detect
from cjm_research.privacy.found import find
from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.plan import Plan
from cjm_research.privacy.standing_in import StandIns

SENTENCES = {
    "en": ("My name is Margaret Hill.", "Margaret's number is +48 601 234 567.", "Mrs Hill said so."),
    "pl": ("Nazywam się Anna Kowalska.", "Rozmawiałam z Anną, telefon +48 601 234 567.", "Nie ma pani Kowalskiej."),
    "ru": ("Меня зовут Ольга Кузнецова.", "Я говорила с Ольгой, телефон 8 (912) 345-67-89.", "Нет Ольги Кузнецовой."),
}
RAW = {"en": ("Margaret", "Hill"), "pl": ("Ann", "Kowalsk"), "ru": ("Ольг", "Кузнецов")}
OWN = {"en": "Ruth Hale", "pl": "Ewa Nowicka", "ru": "Анна Соколова"}
WITH_OWN = {
    "en": ("My name is Ruth Hale.", "Ruth's number is ", "Mrs Hale said so."),
    "pl": ("Nazywam się Ewa Nowicka.", "Rozmawiałam z Ewą, telefon ", "Nie ma pani Nowickiej."),
    "ru": ("Меня зовут Анна Соколова.", "Я говорила с Анной, телефон ", "Нет Анны Соколовой."),
}


def texts(language: str) -> list[PrivateText]:
    return [PrivateText("utterance", text, language, "t", n) for n, text in enumerate(SENTENCES[language])]


def after(plan: Plan, language: str) -> list[str]:
    return [replaced_text(text.text, plan.replacements(text)) for text in texts(language)]


def planned(language: str, key: Key) -> Plan:
    return Plan(find(texts(language), key, detect=detect), key, StandIns())


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_no_name_and_no_number_is_left(language: str):
    said = after(planned(language, Key(seed=5)), language)
    assert not [raw for raw in RAW[language] if raw in " ".join(said)]
    assert "601" not in said[1]
    assert "345" not in said[1]
    assert [len(text.split()) for text in said][::2] == [len(text.split()) for text in SENTENCES[language]][::2]
    assert said == after(planned(language, Key(seed=5)), language)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_name_of_ones_own_is_declined(language: str):
    plan = planned(language, Key(seed=5))
    person = next(one for one in plan.proposals if one.kind == "person")
    said = after(planned(language, plan.key.worded(person.entity, OWN[language])), language)
    assert [text[: len(wanted)] for text, wanted in zip(said, WITH_OWN[language], strict=True)] == list(
        WITH_OWN[language]
    )
    words = after(planned(language, plan.key.worded(person.entity, "(her)")), language)
    assert words[0].endswith("(her).")


def test_numbers_are_counted_over_all_languages():
    phones = [
        PrivateText("utterance", f"tel. +48 601 234 56{n}", language, "t", n) for n, language in enumerate(["pl", "en"])
    ]
    key = Key(seed=1)
    plan = Plan(find(phones, key, detect=detect), key, StandIns())
    assert sorted(entity.pseudonym["number"] for entity in plan.key.entities) == [1, 2]


def test_what_the_key_knows_is_used_again():
    first = planned("pl", Key(seed=5))
    done = first.finished("now")
    later = [PrivateText("utterance", "To znowu Kowalska, Anna.", "pl", "x", 0)]
    plan = Plan(find(later, done, detect=detect), done, StandIns())
    (anna,) = (entity for entity in done.entities if entity.kind == "person")
    assert isinstance(anna, KeyEntity)
    first_name, last_name = anna.shown.split()
    assert [plan.replacements(text) and replaced_text(text.text, plan.replacements(text)) for text in later] == [
        f"To znowu {last_name}, {first_name}."
    ]
