"""`cjm learn` says what the study's tagger learnt, in the study's language, and forgets it again."""

from __future__ import annotations

import pytest

from cjm_research.cli import main
from cjm_research.study import Study
from tests.study.conftest import write_interview

SAID = {
    "en": ("too little to learn from", "is forgotten"),
    "pl": ("za mało", "Usunięto"),
    "ru": ("слишком мало", "забыто"),
}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_study_without_codings_has_nothing_to_teach(tmp_path, capsys, language):
    study = Study.create(tmp_path / "study", interface_language=language)
    study.import_transcripts(write_interview(tmp_path / "t.json"))
    study.remove_coding(*(coding.guid for coding in study.codings))
    assert main(["--lang", language, "learn", "--study", str(study.folder)]) == 0
    assert SAID[language][0] in capsys.readouterr().out
    assert main(["--lang", language, "learn", "--study", str(study.folder), "--forget"]) == 0
    assert SAID[language][1] in capsys.readouterr().out
