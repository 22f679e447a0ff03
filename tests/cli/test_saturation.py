import json

import pytest

from cjm_research.cli import main
from cjm_research.study import Study
from tests.study.test_saturation_verbs import TOLD, clock, import_talks


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """Seven coded interviews and an expert's."""
    folder = tmp_path_factory.mktemp("coded")
    study = Study.create(folder / "study", clock=clock)
    import_talks(study, folder / "talks", TOLD)
    import_talks(study, folder / "talks", [("video",)], group="expert", prefix="x")
    return folder / "study"


def test_answers_come_first_and_a_chart_is_written(coded, tmp_path, capsys):
    chart = tmp_path / "codes.svg"
    assert main(["saturation", "--study", str(coded), "--chart", str(chart)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert "Interviews: 7" in out[0]
    assert "more interviews would probably add" in out[1]
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_json_holds_the_figures(coded, capsys):
    assert main(["saturation", "--study", str(coded), "--level", "code_stage", "--run", "3", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["level"], value["rule"]["run"], len(value["steps"])) == ("code_stage", 3, 7)
    assert value["richness"]["observed"] == 6


def test_too_few_interviews_end_with_1_and_say_so(coded, capsys):
    assert main(["saturation", "--study", str(coded), "--group", "expert"]) == 1
    assert "too few" in capsys.readouterr().out
    assert main(["saturation", "--study", str(coded), "--group", "expert", "--json"]) == 1
    assert "too few" in capsys.readouterr().err


def test_a_plan_needs_no_study(capsys):
    assert main(["saturation", "--plan", "--prevalence", ".1", "--times", "2", "--power", ".8"]) == 0
    out = capsys.readouterr().out
    assert "29" in out.splitlines()[0]
    assert "does not hold for interviews" in out
    assert main(["saturation", "--plan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["people"] == 29


@pytest.mark.parametrize(
    "arguments",
    [[], ["--plan", "--study", "x"], ["--plan", "--chart", "x.svg"], ["--plan", "--prevalence", "0"],
     ["--plan", "--power", "1"], ["--study", "nowhere"]],
)  # fmt: skip
def test_wrong_usage_ends_with_2(arguments, capsys):
    assert main(["saturation", *arguments]) == 2
    assert capsys.readouterr().err.strip()


def test_a_chart_is_an_svg(coded, capsys):
    assert main(["saturation", "--study", str(coded), "--chart", "x.png"]) == 2
    assert ".svg" in capsys.readouterr().err
