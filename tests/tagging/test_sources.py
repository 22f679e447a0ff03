"""Additional feature sources: what is found on this machine, and what is said about what is not."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import spacy
from spacy.vectors import Vectors

from cjm_research.errors import BadValueError, CjmError, MissingFeatureSourceError
from cjm_research.i18n import using_language
from cjm_research.tagging.sources.loading import load_source, serves, source_key

WORDS = {"en": ("waited", "furious"), "pl": ("czekałam", "wściekła"), "ru": ("ждала", "ярости")}


@pytest.fixture(autouse=True)
def _fresh():
    load_source.cache_clear()
    yield
    load_source.cache_clear()


def pipeline(folder: Path, language: str = "en", *, width: int = 4, version: str = "1.0.0") -> Path:
    """A pipeline whose two words have vectors along the first and the second axis."""
    nlp = spacy.blank(language)
    nlp.meta.update(name="tiny", version=version)
    rows = 3 * np.eye(2, width, dtype=np.float32)
    nlp.vocab.vectors = Vectors(data=rows, keys=WORDS[language], strings=nlp.vocab.strings)
    nlp.to_disk(folder)
    return folder


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_pipeline_in_a_folder_gives_rows_of_length_one(tmp_path, language):
    source = load_source(str(pipeline(tmp_path / "p", language)), language)
    first, second = WORDS[language]
    found = source.vectors([first, f"{first}, {second}!", "xyzzy", ""])
    assert found.shape == (4, 4)
    assert found.dtype == np.float32
    assert np.allclose(found, [[1, 0, 0, 0], [0.5**0.5, 0.5**0.5, 0, 0], [0] * 4, [0] * 4])
    assert source.vectors([]).shape[0] == 0
    assert source.language == language


def test_the_key_tells_versions_apart_and_names_no_folder(tmp_path):
    keys = {
        load_source(str(pipeline(tmp_path / name, **made)), "en").key
        for name, made in (("a", {}), ("b", {"version": "1.0.1"}), ("c", {"width": 5}))
    }
    assert len(keys) == 3
    assert all(key.startswith("en_tiny 1.0.") and str(tmp_path) not in key for key in keys)
    shutil.copytree(tmp_path / "a", tmp_path / "d")
    assert load_source(str(tmp_path / "d"), "en").key in keys
    assert source_key(str(tmp_path / "d"), "en") in keys


def test_a_pipeline_that_knows_words_in_their_context_gives_vectors_too(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("sentencizer")
    nlp.initialize()
    nlp.to_disk(tmp_path / "sm")
    found = load_source(str(tmp_path / "sm"), "en").vectors(["I waited", "", "furious"])
    assert np.allclose(np.linalg.norm(found, axis=1), [1, 0, 1])
    assert not np.allclose(found[0], found[2])


def test_a_pipeline_without_vectors_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(BadValueError, match="no vectors"):
        load_source(str(tmp_path / "bare"), "en")


def test_a_pipeline_for_another_language_is_refused(tmp_path):
    folder = str(pipeline(tmp_path / "p", "pl"))
    assert [serves(folder, language) for language in ("en", "pl", "ru")] == [False, True, False]
    with pytest.raises(BadValueError, match="“pl”, not in “en”"):
        load_source(folder, "en")


def test_official_names_say_which_language_they_are_for():
    assert serves("pl_core_news_lg", "pl")
    assert not serves("pl_core_news_lg", "ru")
    assert serves("intfloat/multilingual-e5-small", "ru")


@pytest.mark.parametrize("name", ["pl_core_news_lg", "ru_core_news_md", "en_core_web_trf"])
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_an_official_pipeline_that_is_missing_is_told_with_the_command(name, language):
    with using_language(language), pytest.raises(MissingFeatureSourceError) as caught:
        load_source(name, name[:2])
    assert f"python -m spacy download {name}" in str(caught.value)
    assert isinstance(caught.value, CjmError)
    assert isinstance(caught.value, ImportError)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_missing_library_for_sentence_embeddings_is_told_with_the_command(monkeypatch, language):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with using_language(language), pytest.raises(MissingFeatureSourceError) as caught:
        load_source("some/model", "pl")
    assert 'pip install "cjm-research[embeddings]"' in str(caught.value)
    assert "some/model" in str(caught.value)


def test_a_folder_that_holds_no_model_is_refused(tmp_path):
    with pytest.raises(BadValueError, match=r"modules\.json"):
        load_source(str(tmp_path), "en")


@pytest.fixture
def library(monkeypatch):
    """A stand-in for the sentence-transformers library, which knows one model; it notes how it was called."""
    calls = []

    class SentenceTransformer:
        def __init__(self, name, **options):
            calls.append((name, options, os.environ.get("HF_HUB_OFFLINE")))
            if name == "some/absent":
                raise OSError("not in the cache")

        def __getitem__(self, _place):
            return SimpleNamespace(auto_model=SimpleNamespace(config=SimpleNamespace(_commit_hash="abc123")))

        def encode(self, texts, **_options):
            return np.array([[len(text), 1.0] for text in texts])

    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = SentenceTransformer
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "0")
    return calls


def test_a_sentence_embedding_model_is_only_looked_for_on_this_machine(library):
    source = load_source("some/model", "ru")
    assert source.key == "some/model abc123"
    assert np.allclose(source.vectors(["ab", ""]), [[2 / 5**0.5, 1 / 5**0.5], [0, 1]])
    ((name, options, offline),) = library
    assert (name, options["local_files_only"], offline) == ("some/model", True, "1")
    assert options["model_kwargs"] == {"use_safetensors": True}


def test_a_sentence_embedding_model_that_is_missing_is_told_with_the_command(library):
    with pytest.raises(MissingFeatureSourceError, match="hf download some/absent"):
        load_source("some/absent", "en")


def test_a_sentence_embedding_model_in_a_folder_is_known_by_its_files(library, tmp_path):
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    key = load_source(str(tmp_path), "en").key
    assert str(tmp_path.parent) not in key
    load_source.cache_clear()
    (tmp_path / "modules.json").write_text("[1]", encoding="utf-8")
    assert load_source(str(tmp_path), "en").key != key


def test_values_that_are_no_numbers_become_zero():
    from cjm_research.tagging.sources.loading import FeatureSource

    broken = FeatureSource("x", "x 1", "", lambda texts: np.array([[np.nan, 3.0]] * len(texts)))
    assert np.allclose(broken.vectors(["a"]), [[0, 1]])
