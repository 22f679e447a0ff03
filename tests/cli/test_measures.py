"""``cjm import`` of surveys and ``cjm measures``, in three languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cjm_research.cli import main
from cjm_research.i18n import LANGUAGES
from cjm_research.study import Study

HEADERS = {
    "en": "participant,NPS,rating 1-5: phone,rating 1-5: delivery",
    "pl": "uczestnik,NPS,ocena 1-5: telefon,ocena 1-5: dostawa",
    "ru": "респондент,NPS,оценка 1-5: телефон,оценка 1-5: доставка",
}


@pytest.fixture(params=LANGUAGES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    Study.create(folder, interface_language=request.param)
    for name, score in (("first", 3), ("second", 9)):
        rows = [HEADERS[request.param], *(f"p{n},{score},{1 + n % 2},5" for n in range(8))]
        (tmp_path / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
        assert main(["import", str(tmp_path / f"{name}.csv"), "--study", str(folder), "--wave", name]) == 0
    return folder


def test_figures_and_changes_are_shown(study: Path, capsys):
    assert main(["measures", "--study", str(study)]) == 0
    out = capsys.readouterr().out
    assert "second" in out
    assert "−100" in out
    assert "{" not in out


def test_touchpoints_are_ranked(study: Path, capsys):
    assert main(["measures", "--study", str(study), "--by", "touchpoint", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["satisfaction"]
    (ranking,) = found["rankings"]
    assert [row["item"]["key"] for row in ranking["ranking"]["items"]] == ["phone", "delivery"]


def test_a_faulty_survey_is_refused_with_its_place(tmp_path: Path, capsys):
    Study.create(tmp_path / "study")
    path = tmp_path / "scores.csv"
    path.write_text("participant,NPS\np1,11\n", encoding="utf-8")
    assert main(["import", str(path), "--study", str(tmp_path / "study"), "--survey"]) == 2
    assert "scores.csv, line 2: Column “NPS”: 11 lies outside the scale." in capsys.readouterr().err
    assert main(["measures", "--study", str(tmp_path / "study")]) == 2


def test_a_respondent_can_be_removed(study: Path, capsys):
    assert main(["remove", "p3", "--study", str(study)]) == 0
    assert "p3" not in {answer.participant for answer in Study.open(study).answers}
