"""What other tools have no place for is listed: what a study has, and nothing else."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from cjm_research import Study
from cjm_research.exchange import write_study
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.registry import FORMATS
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import Code, Codebook, Memo
from cjm_research.study.taking_in.report import ProjectReport, losses_text
from tests.exchange.samples import content
from tests.study.conftest import clock, write_interview

OWN = Code(key="need/own", kind="need", label="own", parent="need/above", name="My own", definition="What it means.")
LISTED = [name for name, format in FORMATS.items() if format.leaves_out]
WORDS = {
    "valence": "The valence of codings is not written.",
    "stage": "The stage of codings is not written.",
    "coders": "Who coded is not written.",
    "status": "Suggestions of the machine stand there like codings of people.",
    "memo": "A memo is not written.",
    "name": "A code stands there under its key, without the name that you gave it and the codes above it.",
    "definition": "What a code means is not written.",
    "texts": "Coded words alone are written, not the whole interview.",
    "people": "Codings of people are not written: this format holds the machine's suggestions alone.",
}
EXPECTED = {
    "taguette": {"valence", "stage", "status", "memo"},
    "label-studio": {"memo", "definition"},
    "doccano": {"valence", "stage", "coders", "status", "memo", "name", "definition"},
    "codings": {"memo", "name", "definition", "texts"},
    "jsonl": {"memo", "name", "definition", "texts", "people"},
    "md": {"status", "memo", "definition"},
}


def rich():
    """A study with something of everything."""
    plain = content()
    book = Codebook(codes=(*plain.codebook.codes, OWN))
    memos = tuple(
        Memo(guid=str(n), on=on, target=target, text="x", coder="anna")
        for n, (on, target) in enumerate(
            [("coding", plain.codings[0].guid), ("coding", "elsewhere"), ("participant", "en_1"), ("code", OWN.key)]
        )
    )
    return replace(plain, codebook=book, memos=memos, losses=[])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_format_says_what_it_does_not_carry(tmp_path, name):
    study = rich()
    write_study(tmp_path / "out", study, name)
    said = [loss.what for loss in study.losses]
    assert {key for key, words in WORDS.items() if words in said} == EXPECTED[name]
    carries_memos_of_codings = name in {"label-studio", "codings", "md"}
    assert said.count(WORDS["memo"]) == (2 if carries_memos_of_codings else 3)
    assert {loss.where for loss in study.losses if loss.what == WORDS["valence"]} <= {"en_1", "pl_1", "ru_1"}


def test_every_format_of_another_tool_is_among_them():
    assert set(LISTED) == set(EXPECTED)


@pytest.mark.parametrize("name", LISTED)
def test_what_a_study_does_not_have_is_not_listed(tmp_path, name):
    study = content()
    coding = study.codings[0].model_copy(update={"score": 0.5 if name == "jsonl" else None})
    bare = replace(study, codings=(coding,), participants=(), losses=[])
    write_study(tmp_path / "out", bare, name)
    always = {"codings": {WORDS["texts"]}, "jsonl": {WORDS["texts"]}, "doccano": {WORDS["coders"]}}
    assert {loss.what for loss in bare.losses} == always.get(name, set())


def test_the_list_stands_beside_the_export_for_its_owner_alone(tmp_path):
    study = Study.create(tmp_path / "s", languages=["en"], clock=clock)
    write_interview(tmp_path / "en.json", codings=[{"u": 1, "start": 0, "end": 3, "kind": "pain_point", "valence": -2}])
    study.import_transcripts(tmp_path / "en.json")
    *files, losses = study.export(tmp_path / "out.sqlite3", "taguette")
    assert losses.name == "out.sqlite3.losses.txt"
    assert files == [tmp_path / "out.sqlite3"]
    assert stat.S_IMODE(losses.stat().st_mode) == 0o600
    assert losses.read_text("utf-8").startswith(f"Dropped, that is gone:\n  {WORDS['valence']}\n    en\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_becomes_of_things_is_said_in_words(language):
    losses = tuple(Loss(fate, f"Of {n}.", "here") for n, fate in enumerate(("kept", "dropped", "changed", "dropped")))
    with using_language(language):
        text, report = losses_text(losses), str(ProjectReport("T", losses=losses))
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert len(set(heads)) == 3
    assert all(head in report for head in heads)
    assert text.index("Of 1.") < text.index("Of 3.") < text.index("Of 2.") < text.index("Of 0.")
