"""The commands as a researcher types them: what they print, what they write, how they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cjm_research.cli import main
from cjm_research.cli.lab import lab_command

STUDIES = {"en": "weekly-food-box", "pl": "silownia-karnety", "ru": "travel-booking-cancellations"}
FLAGSHIPS = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}
TAG_FIELDS = {
    "transcript",
    "utterance",
    "start",
    "end",
    "quote",
    "kind",
    "label",
    "valence",
    "stage",
    "score",
    "source",
    "why",
}

LABELS = {"en": ("Interviewer", "P1"), "pl": ("Badacz", "P1"), "ru": ("Интервьюер", "Р1")}
TALKS = {
    "en": [
        "How did you order it?",
        "I ordered it on their website, and then I waited three weeks for the courier. Nobody called me back.",
        "And afterwards?",
        "In the end I cancelled and bought one in the shop near my house, and I was so relieved.",
    ],
    "pl": [
        "Jak to pani zamówiła?",
        "Zamówiłam na ich stronie, a potem czekałam trzy tygodnie na kuriera. Nikt do mnie nie oddzwonił.",
        "A potem?",
        "W końcu zrezygnowałam i kupiłam w sklepie koło domu, i poczułam taką ulgę.",
    ],
    "ru": [
        "Как вы это заказали?",
        "Заказала на их сайте, а потом три недели ждала курьера. Никто мне не перезвонил.",
        "А потом?",
        "В конце концов я отказалась и купила в магазине у дома, и такое облегчение почувствовала.",
    ],
}


@pytest.fixture(params=["en", "pl", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def talk(tmp_path: Path, language: str) -> Path:
    path = tmp_path / "talk.txt"
    turns = [f"{LABELS[language][i % 2]}: {text}" for i, text in enumerate(TALKS[language])]
    path.write_text("\n".join(turns) + "\n", encoding="utf-8")
    return path


def test_convert_writes_who_said_what(talk: Path, language: str, tmp_path: Path):
    out = tmp_path / "talk.json"
    assert main(["convert", str(talk), str(out)]) == 0
    read = json.loads(out.read_text(encoding="utf-8"))
    assert read["language"] == language
    assert [u["role"] for u in read["utterances"]] == ["interviewer", "participant"] * 2
    assert [u["text"] for u in read["utterances"]] == TALKS[language]


def test_converted_transcript_converts_to_itself(talk: Path, tmp_path: Path):
    once, twice = tmp_path / "once.json", tmp_path / "twice.json"
    assert main(["convert", str(talk), str(once)]) == 0
    assert main(["convert", str(once), str(twice)]) == 0
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize(("name", "content"), [("nothing.txt", b""), ("noise.docx", bytes(range(256)) * 20)])
def test_unreadable_file_ends_with_two_and_writes_nothing(name: str, content: bytes, tmp_path: Path, capsys):
    source, out = tmp_path / name, tmp_path / "out.json"
    source.write_bytes(content)
    assert main(["convert", str(source), str(out)]) == 2
    assert name in capsys.readouterr().err
    assert not out.exists()


def test_missing_file_is_named(tmp_path: Path, capsys):
    assert main(["convert", str(tmp_path / "gone.txt"), str(tmp_path / "out.json")]) == 2
    assert "gone.txt" in capsys.readouterr().err


def test_tag_prints_one_object_a_line_with_every_field(talk: Path, language: str, capsys):
    assert main(["tag", str(talk), "--jsonl"]) == 0
    tags = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert tags
    for tag in tags:
        assert set(tag) == TAG_FIELDS
        assert TALKS[language][tag["utterance"]][tag["start"] : tag["end"]] == tag["quote"]
        assert tag["utterance"] % 2 == 1, "only the participant's turns are tagged"
        assert tag["why"]
        assert 0 <= tag["score"] <= 1
    kinds = {tag["kind"] for tag in tags}
    assert {"touchpoint", "emotion"} <= kinds
    assert kinds & {"pain_point", "barrier"}


@pytest.mark.parametrize(
    "arguments", [["tag"], ["tag", "x.txt", "--study", "y"], ["personas"], ["check"], ["no-such-verb"]]
)
def test_bad_usage_ends_with_two(arguments: list[str], capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err


def test_personas_of_coded_files_have_the_agreed_form(corpus: Path, language: str, capsys):
    assert main(["personas", str(corpus / language / FLAGSHIPS[language]), "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert draft["verdict"] in {"stable", "tentative", "hypothesis", "no_groups"}
    assert draft["n"] == 24
    members = [member for persona in draft["personas"] for member in persona["members"]]
    assert len(members) == len(set(members)) == 24
    for persona in draft["personas"]:
        assert set(persona["membership"]) == set(persona["members"])
        for statement in persona["statements"]:
            (k, n), (lo, hi) = statement["inside"], statement["interval"]
            assert 0 <= k <= n == len(persona["members"])
            assert 0 <= lo <= k / n <= hi <= 1
            assert len({e["participant"] for e in statement["evidence"]} & set(persona["members"])) == k


def test_six_interviews_are_too_few_for_personas(corpus: Path, language: str, capsys):
    assert main(["personas", str(corpus / language / STUDIES[language]), "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert draft["verdict"] == "no_groups"
    assert str(draft["n"]) in draft["why"]
    assert draft["n"] <= 6, "only one group of people is counted at once"


def test_a_study_from_new_to_report(language: str, corpus: Path, tmp_path: Path, capsys):
    study = tmp_path / "study"
    assert main(["new", str(study), "--title", "Test", "--lang", language]) == 0
    files = sorted((corpus / language / STUDIES[language]).glob("*.json"))
    assert main(["import", *map(str, files), "--study", str(study)]) == 0
    first = capsys.readouterr()
    assert main(["import", *map(str, files), "--study", str(study)]) == 0, "the same files again are no error"
    assert capsys.readouterr().err != first.err
    assert main(["tag", "--study", str(study)]) == 0
    assert main(["personas", "--study", str(study)]) == 0
    assert main(["map", "--study", str(study), "--kind", "journey", "--format", "html"]) == 0
    assert main(["map", "--study", str(study), "--kind", "empathy", "--format", "svg"]) == 0
    assert main(["map", "--study", str(study), "--kind", "empathy", "--form", "canvas", "--designed-by", "Anna"]) == 0
    assert "Anna" in (study / "maps" / "empathy-canvas-all.html").read_text(encoding="utf-8")
    assert main(["report", "--study", str(study)]) == 0
    report = (study / "report.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in report
    assert main(["export", str(tmp_path / "study.qdpx"), "--study", str(study)]) == 0
    assert (tmp_path / "study.qdpx").stat().st_size > 10_000
    assert main(["export", str(tmp_path / "study.docm"), "--study", str(study)]) == 2
    assert main(["map", "--study", str(study), "--persona", "P9"]) == 2
    assert main(["check", "--study", str(study)]) in {0, 1}


def test_no_study_is_said_and_how_to_make_one(tmp_path: Path, capsys):
    assert main(["report", "--study", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--lang", "pl", "tag"], ["tag", "--lang", "pl"], ["tag", "--lang=pl"]])
def test_language_may_stand_anywhere(arguments: list[str], capsys):
    assert main(arguments) == 2
    polish = capsys.readouterr().err
    assert main(["tag"]) == 2
    assert capsys.readouterr().err != polish


def test_help_speaks_the_language(language: str, capsys):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "cjm_research", "--lang", language, "--help"], capture_output=True, text=True, check=True
    )
    word = {"en": "study folder", "pl": "badani", "ru": "исследовани"}[language]
    assert word in done.stdout


def test_lab_opens_the_start_notebook_on_this_machine_only(tmp_path: Path):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(Path(__file__), tmp_path / "notebooks" / "00_start.ipynb")
    command = lab_command(tmp_path)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert any(part.endswith("/notebooks/00_start.ipynb") for part in command)
    assert not any("token" in part for part in command)


def test_lab_without_a_notebook_says_what_to_do(tmp_path: Path, capsys):
    assert main(["lab", str(tmp_path)]) == 2
    assert "cjm new" in capsys.readouterr().err
