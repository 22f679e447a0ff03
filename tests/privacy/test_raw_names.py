from __future__ import annotations

import pytest

from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.raw_names import raw_names


def _person(id: str, raw: str, *, language: str, gender: str, first: str = "", last: str = "") -> KeyEntity:
    pseudonym = {"gender": gender, "replaces": {"first": first, "last": last}}
    return KeyEntity(
        id=id, kind="person", language=language, name=raw.casefold(), forms=(raw,), pseudonym=pseudonym,
        replaced=((raw, "X"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entity", "forms"),
    [
        (
            _person("1", "Anna Kowalska", language="pl", gender="f", first="anna", last="kowalski"),
            {"Anny", "Annie", "Annę", "Kowalską", "Kowalskiego", "Kowalskimi", "Anna Kowalska"},
        ),
        (
            _person("2", "Кузнецова", language="ru", gender="f", first="ольга", last="кузнецов"),
            {"Кузнецовой", "Кузнецовым", "Ольге"},
        ),
        (_person("3", "Grace Hopper", language="en", gender="f", first="grace", last="hopper"), {"Grace", "Hopper"}),
    ],
)
def test_names_are_looked_for_in_all_their_forms(entity: KeyEntity, forms: set[str]):
    assert forms <= raw_names(Key(seed=1, entities=(entity,)))


def test_names_that_were_left_as_they_are_are_not_looked_for():
    replaced = _person("1", "Anna Nowak", language="pl", gender="f", first="anna", last="nowak")
    left = _person("2", "Anna", language="pl", gender="f").model_copy(update={"replaced": ()})
    key = Key(seed=1, entities=(replaced, left), decisions={"2": "rejected"})
    assert "Anna" not in raw_names(key)
    assert {"Nowak", "Anna Nowak"} <= raw_names(key)
