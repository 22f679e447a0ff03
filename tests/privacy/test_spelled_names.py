"""Names of interviews are in Latin letters where those in them are not."""

from __future__ import annotations

import pytest

from cjm_research.model.privacy import PrivateText
from cjm_research.privacy.detect import detect
from cjm_research.privacy.found import find
from cjm_research.privacy.key import Key
from cjm_research.privacy.plan import Plan
from cjm_research.privacy.spelling import latin, sounded
from cjm_research.privacy.standing_in import StandIns

ANNA = "Меня зовут Анна Кузнецова, Анне Кузнецовой звонили."


def plan(language: str, *talks: tuple[str, str], key: Key | None = None) -> Plan:
    texts = [
        text
        for id, said in talks
        for text in (PrivateText("id", id, language, id), PrivateText("utterance", said, language, id, 0))
    ]
    key = key or Key(seed=1)
    return Plan(find(texts, key, detect=detect), key, StandIns())


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Юлия", ("Yuliya", "Iuliia", "Julia", "yulia")),
        ("Щербаков", ("Shcherbakov", "Scherbakov", "Szczerbakow")),
        ("Фёдоров", ("Fyodorov", "Fedorov", "Fiodorow")),
        ("Дмитрий", ("Dmitry", "Dmitriy", "Dmitrii", "Dmitri")),
        ("Жанна", ("Zhanna", "Zhana")),
        ("Хохлов", ("Khokhlov", "Hohlov")),
        ("Żółć", ("zolc", "Zolc")),
    ],
)
def test_spellings_of_one_name_sound_alike(name: str, spellings: tuple[str, ...]):
    assert all(sounded(name) & sounded(one) for one in spellings)
    assert latin(name).isascii()


@pytest.mark.parametrize(
    ("language", "id", "said"),
    [
        ("ru", "anna_kuznetsova", ANNA),
        ("ru", "kuznecova-2", ANNA),
        ("ru", "intervyu.iuliia.scherbakova", "Говорили с Юлией Щербаковой."),
        ("pl", "zaneta_zolkiewska", "Rozmawiałam z Żanetą Żółkiewską wczoraj."),
        ("en", "Анна_smith", "I am Anna Smith and I live in London."),
    ],
)
def test_a_name_in_other_letters_gets_the_pseudonym_of_the_interview_in_its_own(language: str, id: str, said: str):
    made = plan(language, (id, said))
    (entity,) = [one for one in made.key.entities if one.id in {p.entity for p in made.proposals if p.where != "id"}]
    words = latin(made.ids[id]).casefold()
    kept = {"intervyu", "2"}
    parts = {part for part in words.replace(".", "_").replace("-", "_").split("_") if part not in kept}
    assert parts <= set(latin(entity.shown).casefold().split())
    assert parts
    assert not any(word in words for word in ("kuzn", "scherb", "zolk", "smith", "anna"))


def test_of_namesakes_it_is_the_one_who_speaks():
    other = "Меня зовут Анна Щербакова."
    made = plan("ru", ("anna_1", ANNA), ("anna_2", other))
    first = {one.text: one.replacement.split()[0] for one in made.proposals if one.where == "utterance"}
    expected = {"anna_1": f"{first['Анна Кузнецова']}_1", "anna_2": f"{first['Анна Щербакова']}_2"}
    assert made.ids == {id: latin(new).lower() for id, new in expected.items()}


def test_ids_that_name_nobody_stay_and_a_second_run_changes_nothing():
    made = plan("ru", ("interview_7", ANNA), ("anna_kuznetsova", ANNA))
    assert list(made.ids) == ["anna_kuznetsova"]
    said = made._after(next(one for one in made.found.texts if one.where == "utterance"))
    again = plan("ru", ("interview_7", said), (made.ids["anna_kuznetsova"], said), key=made.finished("a"))
    assert set(again.ids.items()) <= set(made.ids.items())
    assert [one for one in again.proposals if one.will_be_replaced] == []
