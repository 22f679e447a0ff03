"""Feature sources of a study: which serves which language, when a head is trained, and what is remembered."""

from __future__ import annotations

import pytest

from cjm_research.cli import main
from cjm_research.errors import BadValueError, MissingFeatureSourceError
from cjm_research.study import Study, features
from cjm_research.study.features import chosen_sources
from tests.study.conftest import clock
from tests.tagging.test_sources import pipeline


@pytest.fixture
def training(monkeypatch):
    """A training that writes its key at once; it lists what was trained."""
    done = []

    class Head:
        def __init__(self, key):
            self.key = key

        def save(self, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.key, encoding="utf-8")

        @staticmethod
        def load(path):
            return Head(path.read_text("utf-8")) if path.exists() else None

    def train(name, language, *, key, progress):
        done.append((name, language))
        if progress:
            progress(1, 1)
        return Head(key)

    monkeypatch.setattr(features, "train_source_head", train)
    monkeypatch.setattr(features, "SourceHead", Head)
    return done


@pytest.fixture
def polish(tmp_path) -> str:
    return str(pipeline(tmp_path / "źródło pl", "pl"))


def test_source_is_trained_once_and_only_its_language_is_read_anew(study, interviews, tagger, training, polish):
    study.import_transcripts(interviews)
    study.tag()
    tagger.read.clear()
    study.change_settings(features=[polish])
    seen = []
    assert study.tag(progress=lambda *step: seen.append(step)).tagged == 1
    assert study.tag().tagged == 0
    assert study.tag(again=True).tagged == 3
    assert training == [(polish, "pl")]
    assert tagger.read == ["pl_1", "en_1", "pl_1", "ru_1"]
    assert seen == [(1, 1)]
    assert list(tagger.features[0].heads) == ["pl"]
    assert [path.name for path in (study.folder / "features").iterdir()] == ["pl-r-d-o-pl.npz"]
    assert Study.open(study.folder).settings.features == (polish,)


def test_another_version_of_the_source_or_the_tagger_is_trained_again(
    study, interviews, tagger, training, polish, tmp_path, monkeypatch
):
    study.import_transcripts(interviews / "pl_1.json")
    study.change_settings(features=[polish])
    study.tag()
    pipeline(tmp_path / "źródło pl", "pl", version="2.0.0")
    assert study.tag().tagged == 1
    monkeypatch.setattr(features, "TAGGER_VERSION", "other")
    tagger.renew()
    study.tag()
    assert training == [(polish, "pl")] * 3


def test_without_the_source_the_interviews_are_read_anew_too(study, interviews, tagger, training, polish):
    study.import_transcripts(interviews)
    study.change_settings(features=[polish])
    study.tag()
    study.change_settings(features=[])
    assert study.tag().tagged == 1
    assert len(tagger.features) == 1


def test_first_source_that_serves_a_language_is_chosen(tmp_path, polish):
    other = str(pipeline(tmp_path / "other", "pl"))
    chosen = chosen_sources([other, polish], ["pl", "en"], tmp_path)
    assert {language: source.name for language, source in chosen.items()} == {"pl": other}


def test_source_for_no_language_of_the_study_is_refused(tmp_path, polish):
    with pytest.raises(BadValueError, match="en, ru"):
        chosen_sources([polish], ["ru", "en"], tmp_path)


def test_study_on_a_server_keeps_nothing(polish):
    with pytest.raises(BadValueError, match="server"):
        chosen_sources([polish], ["pl"], None)
    assert chosen_sources([], ["pl"], None) == {}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_command_says_what_to_install_and_remembers_nothing(tmp_path, interviews, language, capsys):
    study = Study.create(tmp_path / "s", interface_language=language, clock=clock)
    study.import_transcripts(interviews)
    names = {"en": "en_core_web_lg", "pl": "pl_core_news_lg", "ru": "ru_core_news_lg"}
    command = ["tag", "--study", str(tmp_path / "s"), "--features", names[language]]
    assert main(command) == 2
    assert f"python -m spacy download {names[language]}" in capsys.readouterr().err
    assert Study.open(tmp_path / "s").settings.features == ()


def test_command_remembers_a_source_and_forgets_it(study, interviews, tagger, training, polish, capsys):
    study.import_transcripts(interviews)
    assert main(["tag", "--study", str(study.folder), "--features", polish]) == 0
    assert Study.open(study.folder).settings.features == (polish,)
    assert main(["tag", "--study", str(study.folder)]) == 0
    assert "3 interviews have not changed" in capsys.readouterr().out
    assert main(["tag", "--study", str(study.folder), "--features", "none"]) == 0
    assert Study.open(study.folder).settings.features == ()
    assert training == [(polish, "pl")]


def test_missing_source_stops_before_anything_is_changed(study, interviews, tagger):
    study.import_transcripts(interviews)
    study.change_settings(features=["pl_core_news_lg"])
    with pytest.raises(MissingFeatureSourceError):
        study.tag()
    assert tagger.read == []
