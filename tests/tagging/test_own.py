"""What a study learns from its people: their codes, their habits, and nothing where there is nothing to learn."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from cjm_research.coding import suggestions_from_tags
from cjm_research.i18n import LANGUAGES
from cjm_research.model import Coding, Transcript
from cjm_research.tagging.own.learning import Learnt, learn_own
from cjm_research.tagging.own.model import Own, OwnFile
from cjm_research.tagging.parallel import tag_transcripts
from cjm_research.tagging.sources.training import bundled_interviews
from cjm_research.tagging.tagger import STUDY, load_tagger
from tests.tagging.own_talk import ANSWERS, interviews

STUDIES = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}


@cache
def flagship(language: str) -> tuple[Transcript, ...]:
    return tuple(t for study, t in bundled_interviews(language) if study == STUDIES[language])[:5]


@cache
def suggestions(language: str) -> tuple[Coding, ...]:
    tags = [tag for transcript in flagship(language) for tag in load_tagger(language).tags(transcript)]
    return tuple(suggestions_from_tags(tags, flagship(language)))


def decided(language: str, n: int, **changes) -> list[Coding]:
    """All suggestions in the first interviews accepted by ann; `changes`: kind -> status, or (kind, label) -> label."""
    found = []
    for one in suggestions(language):
        if one.transcript not in {t.id for t in flagship(language)[:n]}:
            continue
        status = changes.get("status", {}).get(one.kind, "confirmed")
        label = changes.get("label", {}).get(one.label, one.label)
        who = "ann" if status == "confirmed" else one.coder
        found.append(one.model_copy(update={"status": status, "label": label, "coder": who}))
    return found


@cache
def parking(language: str) -> tuple[list[Transcript], list[Coding], Learnt]:
    transcripts, codings = interviews(language)
    first = {transcript.id for transcript in transcripts[:6]}
    return transcripts, codings, learn_own(transcripts, [one for one in codings if one.transcript in first])


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_examples_of_an_own_code_are_enough_for_unseen_interviews(language):
    transcripts, codings, learnt = parking(language)
    unseen = transcripts[6:]
    assert [(code.kind, code.label, code.examples) for code in learnt.own.codes] == [("need", "parking", 12)]
    tags = [tag for one in unseen for tag in load_tagger(language).tags(one, own=learnt.own) if tag.label == "parking"]
    gold = {(c.transcript, c.utterance): c for c in codings if c.transcript in {t.id for t in unseen}}
    right = [tag for tag in tags if (c := gold.get((tag.transcript, tag.utterance))) and tag.start < c.end > c.start]
    chance = len(gold) / (len(unseen) * ANSWERS)
    assert len(right) >= 3
    assert len(right) / len(tags) > 2 * chance
    assert {tag.kind for tag in tags} == {"need"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_of_an_own_code_say_where_they_were_learnt(language):
    transcripts, _codings, learnt = parking(language)
    tags = [tag for one in transcripts[6:] for tag in load_tagger(language).tags(one, own=learnt.own)]
    own = [tag for tag in tags if tag.label == "parking"]
    assert {tag.source for tag in own} == {STUDY}
    assert all("12" in tag.why for tag in own)


def test_own_code_with_few_examples_is_counted_and_not_learnt():
    transcripts, codings = interviews("en")
    learnt = learn_own([*transcripts, *flagship("en")], [*codings[:5], *decided("en", 1)])
    assert learnt.few == {"need/parking": 5}
    assert not learnt.own.codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_agrees_with_everything_changes_little(language):
    learnt = learn_own(flagship(language), decided(language, 2))
    finding = learnt.outcomes[0]
    assert finding.name == "finding"
    assert finding.after <= finding.before
    unseen, tagger = flagship(language)[3], load_tagger(language)
    before, after = (
        {(tag.utterance, tag.start, tag.end, tag.kind, tag.label) for tag in tagger.tags(unseen, own=own)}
        for own in (None, learnt.own)
    )
    assert len(before ^ after) <= 0.15 * len(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kind_that_is_always_rejected_is_hardly_suggested_any_more(language):
    codings = decided(language, 3, status={"quote_worthy": "rejected", "action": "rejected"})
    own = learn_own(flagship(language), codings).own
    tagger, unseen = load_tagger(language), flagship(language)[3:]
    before = [tag.kind for one in unseen for tag in tagger.tags(one)]
    after = [tag.kind for one in unseen for tag in tagger.tags(one, own=own)]
    for kind in ("quote_worthy", "action"):
        assert before.count(kind) >= 4
        assert after.count(kind) <= before.count(kind) / 4
    for kind in ("touchpoint", "emotion"):
        assert after.count(kind) >= 0.8 * before.count(kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_label_that_is_always_changed_is_suggested_as_changed(language):
    contacts = [one.label for one in suggestions(language) if one.kind == "touchpoint"]
    often = max(sorted(set(contacts)), key=contacts.count)
    other = "loyalty_programme"
    own = learn_own(flagship(language), decided(language, 3, label={often: other})).own
    tagger, unseen = load_tagger(language), flagship(language)[3:]
    before = [tag for one in unseen for tag in tagger.tags(one) if tag.label == often]
    after = [tag for one in unseen for tag in tagger.tags(one, own=own)]
    changed = [tag for tag in after if tag.label == other]
    assert len(changed) > len(before) / 2
    assert {tag.source for tag in changed} == {STUDY}


def test_what_is_not_touched_by_what_was_learnt_stays_in_every_byte():
    transcript = flagship("en")[3]
    assert load_tagger("en").tags(transcript, own=Own("")) == load_tagger("en").tags(transcript)


def test_same_codings_give_the_same_bytes(tmp_path):
    codings = decided("en", 2, status={"quote_worthy": "rejected"})
    for name, given in (("one", codings), ("two", codings[::-1])):
        learn_own(flagship("en"), given, key="k").own.save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_gives_back_what_was_learnt_and_holds_no_word_of_an_interview(language, tmp_path):
    transcripts, _codings, learnt = parking(language)
    learnt.own.save(tmp_path / "own.npz")
    again = Own.load(tmp_path / "own.npz")
    assert again is not None
    unseen = transcripts[6]
    assert load_tagger(language).tags(unseen, own=again) == load_tagger(language).tags(unseen, own=learnt.own)
    with np.load(tmp_path / "own.npz", allow_pickle=False) as arrays:
        texts = b" ".join(arrays[name].tobytes() for name in arrays.files if arrays[name].dtype == np.uint8)
    words = {word for one in transcripts for u in one.utterances for word in re.findall(r"\w{5,}", u.text.lower())}
    assert not [word for word in words - {"parking"} if word.encode() in texts]


def test_damaged_file_is_as_none(tmp_path):
    (tmp_path / "own.npz").write_bytes(b"PK\x03\x04 half")
    assert Own.load(tmp_path / "own.npz") is None
    assert Own.load(tmp_path / "missing.npz") is None


def test_helpers_use_what_was_learnt_too(tmp_path):
    transcripts, _codings, learnt = parking("en")
    learnt.own.save(tmp_path / "own.npz")
    file = OwnFile.of(tmp_path / "own.npz")
    alone = tag_transcripts(transcripts[6:8], own=file)
    assert any(tag.source == STUDY for tag in alone)
    assert tag_transcripts(transcripts[6:8], own=file, processes=2) == alone


def test_too_little_to_learn_from_is_no_learning():
    learnt = learn_own(flagship("en"), decided("en", 1)[:5])
    assert learnt.own.is_empty
    assert not learnt.outcomes
    assert learn_own(flagship("en"), []).interviews == 0


def test_progress_counts_up_to_its_total():
    steps: list[tuple[int, int]] = []
    learn_own(flagship("en"), decided("en", 1), progress=lambda *step: steps.append(step))
    assert [done for done, _total in steps] == list(range(1, steps[-1][1] + 1))
