"""Every lexicon file of every language is well formed."""

from __future__ import annotations

from collections import Counter

import pytest

from cjm_research.errors import BadValueError
from cjm_research.model.scheme import CORE_KINDS, EMOTION_LABELS, TOUCHPOINT_LABELS
from cjm_research.tagging import load_pipeline, supported_languages
from cjm_research.tagging.rules.lexicon import KIND_FILES, STAGES, languages_folder, load_lexicon
from cjm_research.tagging.rules.scoring import load_weights

LANGUAGES = supported_languages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_read_and_every_pattern_compiles(language):
    load_pipeline(language)
    entries = load_lexicon(language).entries
    assert {entry.kind for entry in entries} >= {*CORE_KINDS, "stage"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_stage_has_a_rule(language):
    entries = load_lexicon(language).entries
    assert {e.label for e in entries if e.kind == "touchpoint"} >= set(TOUCHPOINT_LABELS) - {"unspecified"}
    assert {e.label for e in entries if e.kind == "emotion"} == set(EMOTION_LABELS)
    assert {e.stage for e in entries if e.kind == "stage"} == set(STAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_stands_twice_in_a_rule(language):
    for entry in load_lexicon(language).entries:
        twice = [pattern for pattern, n in Counter(entry.patterns).items() if n > 1]
        assert not twice, (entry.kind, entry.name, twice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_folder_holds_only_known_files(language):
    known = {*KIND_FILES, "modifiers", "senses", "stages"}
    assert {path.stem for path in (languages_folder() / language).glob("*")} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_measured_figures_belong_to_rules_that_exist(language):
    rules = {f"{entry.kind}/{entry.name}" for entry in load_lexicon(language).entries}
    weights = load_weights(language)
    assert set(weights.rules) <= rules
    assert all(0 <= worth <= 1 for worth in (*weights.rules.values(), *weights.patterns.values()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[entry]]\nlabel = "telephone"\npatterns = ["ring"]', "telephone"),
        ('[[entry]]\nlabel = "phone"\npatterns = ["a||b"]', "not understood"),
        ('[[entry]]\nlabel = "phone"\n', "patterns"),
        ('[[entry]]\nlabel = "phone"\nstage = "later"\npatterns = ["ring"]', "later"),
        ('[[entry]]\nlabel = "phone"\ncolour = "red"\npatterns = ["ring"]', "colour"),
        ("[[entry", "TOML"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(tmp_path, text, told):
    (tmp_path / "touchpoints.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadValueError, match=told) as caught:
        load_lexicon("en", tmp_path)
    assert "touchpoints.toml" in str(caught.value)
