"""Heads on additional feature sources: they help where vectors carry signal, and change nothing where they do not."""

from __future__ import annotations

import numpy as np
import pytest

from cjm_research.errors import BadValueError
from cjm_research.tagging import load_pipeline
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.units import Unit, units_of
from cjm_research.tagging.reading import Turn, reading_of
from cjm_research.tagging.rules.scoring import load_weights
from cjm_research.tagging.sources.head import Clauses, Features, SourceHead, train_head, unit_text
from cjm_research.tagging.sources.loading import FeatureSource, load_source
from tests.tagging.test_sources import WORDS, pipeline


@pytest.fixture(autouse=True)
def _fresh():
    load_source.cache_clear()
    yield
    load_source.cache_clear()


KINDS = ("emotion", "pain_point")
N, WIDTH = 1200, 8


@pytest.fixture(scope="module")
def world() -> tuple[Clauses, FeatureSource]:
    """Clauses whose vectors tell of emotions beyond the log-odds, and nothing of pain points."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(N, WIDTH))
    odds = random.normal(size=(N, 2)) * 2
    truth = 0.5 * odds - 1
    truth[:, 0] += 2 * vectors[:, 3] / np.linalg.norm(vectors, axis=1) * WIDTH**0.5
    targets = random.random((N, 2)) < 1 / (1 + np.exp(-truth))
    clauses = Clauses([str(i) for i in range(N)], odds, targets, [f"s{i % 6}" for i in range(N)], KINDS)
    source = FeatureSource("x", "x 1", "", lambda texts: np.array([vectors[int(text or 0)] for text in texts]))
    return clauses, source


def loss(targets: np.ndarray, odds: np.ndarray, slope: float = 0.5, intercept: float = -1.0) -> float:
    found = slope * odds + intercept
    return float(np.mean(np.logaddexp(0, np.where(targets, -found, found))))


def test_vectors_with_signal_help_on_the_same_scale(world):
    clauses, source = world
    seen: list[tuple[int, int]] = []
    head = train_head(clauses, source, key="k", progress=lambda *step: seen.append(step))
    new = head.adjusted(KINDS, clauses.odds, source.vectors(clauses.texts))
    assert loss(clauses.targets[:, 0], new[:, 0]) < 0.8 * loss(clauses.targets[:, 0], clauses.odds[:, 0])
    assert np.array_equal(new[:, 1], clauses.odds[:, 1]), "a kind that vectors tell nothing of stays as it is"
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_head_is_the_same_each_time_and_after_saving(world, tmp_path):
    clauses, source = world
    for name in ("a.npz", "b.npz"):
        train_head(clauses, source, key="x 1 of today").save(tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    head = SourceHead.load(tmp_path / "a.npz")
    assert (head.key, head.kinds) == ("x 1 of today", KINDS)
    assert head.weights.shape == (WIDTH, 2)


def test_kinds_without_a_head_and_clauses_without_a_vector_stay(world):
    clauses, source = world
    head = train_head(clauses, source, key="k")
    odds = np.array([[1.0, 2.0], [3.0, 4.0]])
    vectors = np.vstack([np.zeros(WIDTH), source.vectors(["5"])[0]])
    new = head.adjusted(("need", "emotion"), odds, vectors)
    assert np.array_equal(new[:, 0], odds[:, 0])
    assert new[0, 1] == 2.0
    assert new[1, 1] != 4.0
    assert np.array_equal(odds, [[1.0, 2.0], [3.0, 4.0]]), "what was given is not changed"


def test_too_few_codings_or_studies_teach_nothing(world):
    clauses, source = world
    few = clauses.targets.copy()
    few[5:] = False
    for poor in (
        Clauses(clauses.texts, clauses.odds, few, clauses.studies, KINDS),
        Clauses(clauses.texts, clauses.odds, clauses.targets, ["one"] * N, KINDS),
    ):
        head = train_head(poor, source, key="k")
        assert not head.weights.any()
        assert np.array_equal(head.adjusted(KINDS, clauses.odds, source.vectors(clauses.texts)), clauses.odds)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"not an archive"])
def test_damaged_file_is_no_head(tmp_path, content):
    assert SourceHead.load(tmp_path / "none.npz") is None
    (tmp_path / "bad.npz").write_bytes(content)
    assert SourceHead.load(tmp_path / "bad.npz") is None
    turns, units, odds = said("en", "Hm.")
    with pytest.raises(BadValueError, match=r"bad\.npz"):
        Features({"en": ("x", str(tmp_path / "bad.npz"))}).adjusted("en", turns, units, odds)


def test_pickled_objects_are_refused(tmp_path):
    with (tmp_path / "evil.npz").open("wb") as file:
        np.savez(file, format=np.array([{"a": 1}], dtype=object))
    assert SourceHead.load(tmp_path / "evil.npz") is None


def said(language: str, text: str) -> tuple[list[Turn], list[Unit], np.ndarray]:
    turns = [Turn(True, text, reading_of(load_pipeline(language)(text)))]
    units = units_of(turns, load_senses(language), load_weights(language))
    return turns, units, np.ones((len(units), len(FOUND)))


@pytest.mark.parametrize("language", sorted(WORDS))
def test_units_whose_words_the_source_knows_get_other_odds(language, tmp_path):
    folder = pipeline(tmp_path / "p", language)
    first, second = WORDS[language]
    turns, units, odds = said(language, f"Hm, {second}, xyzzy {first}.")
    weights = np.zeros((4, len(FOUND)))
    weights[1, FOUND.index("emotion")] = 3.0
    SourceHead("k", FOUND, np.zeros(4), weights, np.ones(len(FOUND)), np.zeros(len(FOUND))).save(tmp_path / "h.npz")
    new = Features({language: (str(folder), str(tmp_path / "h.npz"))}).adjusted(language, turns, units, odds)
    assert [unit_text(turns[0], unit) for unit in units] == ["Hm", second, f"xyzzy {first}"]
    changed = np.zeros_like(odds)
    changed[1, FOUND.index("emotion")] = 3.0
    assert np.allclose(new - odds, changed)


def test_language_without_a_source_is_left_alone():
    turns, units, odds = said("pl", "Hm.")
    assert Features({}).adjusted("pl", turns, units, odds) is odds
