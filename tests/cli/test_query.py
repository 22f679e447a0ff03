"""``cjm query``, in three languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cjm_research.cli import main
from cjm_research.study import Study

TURNS = {
    "en": ("Where?", "I waited for the courier :smile: and [b]nobody[/b] came.", "courier", "couriers"),
    "pl": ("Gdzie?", "Czekałam na kuriera :smile: i [b]nikt[/b] nie przyszedł.", "kuriera", "kurier"),
    "ru": ("Где?", "Ждала курьера :smile: и [b]никто[/b] не пришёл.", "курьера", "курьер"),
}


@pytest.fixture(params=sorted(TURNS))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def study(tmp_path: Path, language: str) -> Path:
    question, answer, quote, _query = TURNS[language]
    folder = tmp_path / "study"
    opened = Study.create(folder, interface_language=language)
    for n in range(2):
        talk = {
            "id": f"t{n}",
            "language": language,
            "attributes": {"age": 30 + n},
            "utterances": [{"role": "interviewer", "text": question}, {"role": "participant", "text": answer}],
            "codings": [
                {"u": 1, "quote": quote, "kind": "touchpoint", "label": "delivery", "stage": "purchase"},
                {"u": 1, "quote": f"{quote} :smile:", "kind": "pain_point", "valence": -2},
            ],
        }
        path = tmp_path / f"t{n}.json"
        path.write_text(json.dumps(talk, ensure_ascii=False), encoding="utf-8")
        opened.import_transcripts(path)
    return folder


def ask(capsys, study: Path, *arguments: str) -> str:
    assert main(["query", *arguments, "--study", str(study)]) == 0
    return capsys.readouterr().out


def rows(capsys, study: Path, *arguments: str) -> list[dict]:
    return json.loads(ask(capsys, study, *arguments, "--json"))


def test_words_are_shown_in_their_context(study: Path, language: str, capsys):
    query, answer = TURNS[language][3], TURNS[language][1]
    out = ask(capsys, study, "words", query)
    assert f"[{TURNS[language][2]}] :smile:" in out
    assert "touchpoint/delivery" in out
    found = rows(capsys, study, "words", query)
    assert [row["transcript"] for row in found] == ["t0", "t1"]
    assert all(row["left"] + row["hit"] + row["right"] == answer for row in found)


def test_segments_are_chosen_by_options(study: Path, capsys):
    assert len(rows(capsys, study, "segments", "--code", "touchpoint")) == 2
    assert len(rows(capsys, study, "segments", "--valence", "-2:-1", "--attribute", "age=31")) == 1
    assert len(rows(capsys, study, "segments", "--stage", "purchase", "--participant", "t0")) == 1
    assert rows(capsys, study, "segments", "--status", "suggested") == []
    assert ":smile:" in ask(capsys, study, "segments")


def test_codes_and_pairs_count_people(study: Path, language: str, capsys):
    codes = {row["code"]: row for row in rows(capsys, study, "codes")}
    assert (codes["touchpoint"]["people"], codes["touchpoint"]["n"]) == (2, 2)
    assert len(rows(capsys, study, "codes", "--by", "age", "--code", "pain_point")) == 2
    (pair,) = rows(capsys, study, "together")
    assert (pair["people"], pair["mentions"]) == (2, 2)
    share = {"en": "2 of 2", "pl": "2 z 2", "ru": "2 из 2"}[language]
    assert share in ask(capsys, study, "codes")
    assert share in ask(capsys, study, "together")


def test_tables_come_as_csv_or_as_a_file(study: Path, tmp_path: Path, capsys):
    (head, first, _second) = csv.reader(io.StringIO(ask(capsys, study, "segments", "--code", "pain_point", "--csv")))
    assert dict(zip(head, first, strict=True))["valence"] == "-2"
    for name in ("t.csv", "t.xlsx", "t.md", "t.json"):
        assert ask(capsys, study, "segments", "--out", str(tmp_path / name)).strip() == str(tmp_path / name)
        assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["words"], ["codes", "courier"], ["segments", "--code", "nonsense"], ["segments", "--attribute", "age"],
        ["segments", "--valence", "bad"], ["segments", "--valence", "5"], ["words", "*"], ["elsewhere"],
        ["segments", "--out", "table.exe"], ["codes", "--stage", "purchase"], ["words", "x", "--code", "need"],
    ],
)  # fmt: skip
def test_bad_questions_end_with_two(arguments: list[str], study: Path, capsys):
    assert main(["query", *arguments, "--study", str(study)]) == 2
    assert capsys.readouterr().err


def test_what_somebody_said_does_not_steer_the_terminal(tmp_path: Path, capsys):
    opened = Study.create(tmp_path / "study")
    path = tmp_path / "t.json"
    talk = {"id": "t", "language": "en", "utterances": [{"text": "red \x1b[31m courier \u202e now"}]}
    path.write_text(json.dumps(talk), encoding="utf-8")
    opened.import_transcripts(path)
    out = ask(capsys, tmp_path / "study", "words", "courier")
    assert "courier" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
