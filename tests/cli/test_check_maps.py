from __future__ import annotations

import pytest

from cjm_research import Study
from cjm_research.cli import main
from cjm_research.errors import BadValueError


@pytest.fixture
def walk(tmp_path):
    """A study with one story on which nothing was found."""
    study = Study.create(tmp_path / "s", title="Okna", languages=["pl"])
    study.add_journey_story("walk", "Our own walk")
    study.set_journey("walk", none_found=("pain", "success", "turning"))
    return study


def check(study, capsys):
    code = main(["check", "--study", str(study.folder)])
    return code, capsys.readouterr().out


def test_story_without_a_purpose_passes_the_check_with_a_note(walk, capsys):
    code, shown = check(walk, capsys)
    assert code == 0
    assert "Map “Our own walk” (walk): The map has no purpose" in shown


def test_map_cannot_be_called_final_without_a_purpose(walk):
    with pytest.raises(BadValueError, match="no purpose"):
        walk.set_journey("walk", status="final")


def test_final_map_that_nobody_signed_off_fails_the_check(walk, capsys):
    walk.set_journey("walk", purpose="Where do we lose people?", status="final")
    code, shown = check(walk, capsys)
    assert code == 1
    assert "no department has signed it off" in shown
