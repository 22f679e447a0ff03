"""The bundled surveys of the flagship studies: read without a fault, and what they say holds together."""

from __future__ import annotations

import pytest

from cjm_research.readers import read_survey

STUDIES = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}


@pytest.mark.parametrize("language", sorted(STUDIES))
def test_bundled_surveys_name_instruments_of_their_language(corpus, language):
    folder = corpus / language / STUDIES[language]
    table = read_survey(folder / "survey.csv")
    assert [one.kind for one in table.instruments] == ["nps", "csat", "ces2", *["rating"] * 4]
    assert all(one.touchpoint for one in table.instruments if one.kind == "rating")
    assert len(table.waves) == 2
    interviews = {path.stem for path in folder.glob("*.json")}
    people = {answer.participant for answer in table.answers}
    assert len(people & interviews) == 24
    assert len(people - interviews) == 6
