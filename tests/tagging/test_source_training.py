"""Training a head on coded interviews, with a tiny pipeline whose vectors know what the shipped model does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.vectors import Vectors

from cjm_research.errors import UnreadableFileError
from cjm_research.model import Transcript
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.sources import training as source_training
from cjm_research.tagging.sources.loading import load_source
from cjm_research.tagging.sources.training import bundled_interviews, train_source_head, training_clauses

# Words without a meaning for the shipped model: the first stands in every trouble, the second in none.
BAD, GOOD, PLAIN = "flurbed", "glimmed", ("tabled", "chaired", "lamped", "carpeted")
STUDIES = 6


@pytest.fixture(autouse=True)
def _fresh():
    load_source.cache_clear()
    yield
    load_source.cache_clear()


@pytest.fixture
def source(tmp_path) -> str:
    nlp = spacy.blank("en")
    nlp.meta.update(name="tiny", version="1.0.0")
    words = (BAD, GOOD, *PLAIN)
    nlp.vocab.vectors = Vectors(data=np.eye(len(words), dtype=np.float32), keys=words, strings=nlp.vocab.strings)
    nlp.to_disk(tmp_path / "tiny")
    return str(tmp_path / "tiny")


def interview(number: int) -> Transcript:
    """Ten answers of two pieces; those with the bad word are coded."""
    random = np.random.default_rng(number)
    utterances, codings = [], []
    for u in range(10):
        words = [[str(random.choice(PLAIN)), str(random.choice((BAD, GOOD)))] for _piece in range(2)]
        pieces = [f"the {a} one {b}" for a, b in words]
        utterances.append({"role": "participant", "text": ", ".join(pieces) + "."})
        codings += [{"u": u, "quote": f"one {b}", "kind": "pain_point"} for _a, b in words if b == BAD][:1]
        if words[0][1] != BAD and words[1][1] == BAD:
            codings[-1]["start"] = utterances[-1]["text"].index(BAD) - 4
            codings[-1]["end"] = codings[-1]["start"] + 4 + len(BAD)
        elif words[0][1] == words[1][1] == BAD:
            codings.append(
                {**codings[-1], "start": (at := utterances[-1]["text"].rindex(BAD)) - 4, "end": at + len(BAD)}
            )
    return Transcript.model_validate(
        {"id": f"t{number}", "language": "en", "utterances": utterances, "codings": codings}
    )


INTERVIEWS = [(f"s{number % STUDIES}", interview(number)) for number in range(12)]


def noise() -> dict[str, np.ndarray]:
    """Log-odds of twenty units an interview that say nothing."""
    random = np.random.default_rng(0)
    return {t.id: random.normal(size=(20, len(FOUND))).astype(np.float16) for _study, t in INTERVIEWS}


def test_units_come_with_their_words_codings_and_figures():
    folds = noise()
    clauses = training_clauses(INTERVIEWS, folds)
    pain = FOUND.index("pain_point")
    assert len(clauses.texts) == 240
    assert set(clauses.studies) == {f"s{number}" for number in range(STUDIES)}
    assert [BAD in text for text in clauses.texts] == clauses.targets[:, pain].tolist()
    assert not np.delete(clauses.targets, pain, axis=1).any()
    assert np.allclose(clauses.odds[:20], folds["t0"])


@pytest.mark.parametrize("broken", [{}, {"t0": np.zeros((3, len(FOUND)))}, {"t0": np.zeros((20, 2))}])
def test_figures_of_another_version_are_refused(broken):
    with pytest.raises(UnreadableFileError, match="t0"):
        training_clauses(INTERVIEWS[:1], broken)


def test_head_learns_what_the_vectors_know(source, monkeypatch):
    said = noise()
    hints = training_clauses(INTERVIEWS, said).targets.reshape(len(INTERVIEWS), 20, len(FOUND))
    weak = {t.id: said[t.id] + hint for (_study, t), hint in zip(INTERVIEWS, hints, strict=True)}
    monkeypatch.setattr(source_training, "bundled_interviews", lambda _language: INTERVIEWS)
    monkeypatch.setattr(source_training, "load_folds", lambda _language: weak)
    seen = []
    head = train_source_head(source, "en", key="k", progress=lambda *step: seen.append(step))
    odds = np.zeros((2, len(FOUND)))
    new = head.adjusted(FOUND, odds, load_source(source, "en").vectors([BAD, GOOD]))
    pain = FOUND.index("pain_point")
    assert new[0, pain] > new[1, pain]
    assert np.array_equal(np.delete(new, pain, axis=1), np.delete(odds, pain, axis=1))
    assert seen[-1] == (len(FOUND) + 1, len(FOUND) + 1)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_bundled_interviews_are_found(language):
    found = bundled_interviews(language)
    assert len(found) >= 72
    assert {transcript.language for _study, transcript in found} == {language}
    assert len({study for study, _transcript in found}) == 9


def test_interviews_or_figures_that_are_not_installed_are_missed(monkeypatch, tmp_path):
    with pytest.raises(UnreadableFileError):
        bundled_interviews("xx")
    monkeypatch.setattr(source_training, "weights_folder", lambda: Path(tmp_path))
    with pytest.raises(UnreadableFileError, match=r"folds_en\.npz"):
        source_training.load_folds("en")
