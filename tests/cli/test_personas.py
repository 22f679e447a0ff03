import json
from pathlib import Path

import pytest

from cjm_research.cli import main
from cjm_research.study import Study

STUDIES = {"en": "short-city-break", "pl": "wymiana-okien", "ru": "travel-booking-cancellations"}


@pytest.fixture(scope="module")
def study(corpus: Path, tmp_path_factory) -> Path:
    """Six interviews, one of them with an expert."""
    folder = tmp_path_factory.mktemp("personas") / "study"
    made = Study.create(folder, title="Trips", languages=("en",))
    made.import_transcripts(*sorted((corpus / "en" / STUDIES["en"]).glob("*.json")))
    return folder


@pytest.mark.parametrize("language", STUDIES)
def test_the_verdict_comes_first_and_each_persona_with_what_it_rests_on(corpus: Path, language: str, capsys):
    assert main(["personas", str(corpus / language / STUDIES[language])]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("No groups found: Too few people to form groups")
    assert any(line.startswith("P1  General portrait  (5 of 5)") for line in shown)
    assert any(line.strip().startswith("Typical path, as told: ") and "→" in line for line in shown)
    assert any(line.strip().startswith("Against the picture: ") for line in shown)
    assert any(line.startswith("  - Channels and contacts: ") and " of 5" in line for line in shown)


def test_people_are_grouped_by_an_attribute_or_refused_with_the_known_ones(study: Path, capsys):
    assert main(["personas", "--study", str(study), "--by", "gender", "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert draft["method"]["k_chosen_by"] == "attribute:gender"
    assert draft["verdict"] == "hypothesis"
    assert {p["title"] for p in draft["personas"]} == {"Gender: woman", "Gender: man"}
    assert set(draft["general"]["members"]) == {who for p in draft["personas"] for who in p["members"]}
    assert main(["personas", "--study", str(study), "--by", "shoe size"]) == 2
    assert "gender" in capsys.readouterr().err


def test_one_group_of_interviewees_at_a_time(study: Path, capsys):
    assert main(["personas", "--study", str(study), "--group", "expert", "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert (draft["group"], draft["n"]) == ("expert", 1)
    assert main(["personas", "--study", str(study), "--group", "expert"]) == 0
    assert "--group expert --persona P1" in capsys.readouterr().err
    drawn = ["map", "--kind", "persona", "--format", "json", "--group", "expert", "--persona", "P1"]
    assert main([*drawn, "--study", str(study)]) == 0
    out = study / "maps" / "persona-expert-P1.json"
    assert json.loads(out.read_text("utf-8"))["members"] == draft["personas"][0]["members"]
    assert main(["report", "--study", str(study), "--group", "expert", "--out", str(study / "experts.html")]) == 0
    assert "Only the group “Expert” is shown" in (study / "experts.html").read_text("utf-8")
    assert main(["personas", "--study", str(study), "--group", "customer,expert"]) == 2


def test_what_researchers_settled_is_shown_and_what_the_procedure_finds_on_demand(study: Path, capsys):
    opened = Study.open(study)
    members = opened.personas().personas[0].members
    key = opened.split_persona("P1", members[:2], title="The early birds")
    opened.set_persona_role(key, "decides")
    opened.add_statement(key, "Books before breakfast", section="habits")
    opened.accept_persona(key, coder="anna")
    assert main(["personas", "--study", str(study)]) == 0
    shown = capsys.readouterr().out
    assert f"{key}  The early birds  (2 of 5)" in shown
    assert "    Role: decides" in shown
    assert "    Accepted by anna" in shown
    assert "  - habits: Books before breakfast: assumption" in shown
    assert f"* {key} was formed by hand from people of P1: " in shown
    assert main(["personas", "--study", str(study), "--as-found"]) == 0
    assert "The early birds" not in capsys.readouterr().out
