"""The key of a transcript's tags: it changes with whatever the tags depend on, and with nothing else."""

from __future__ import annotations

import pytest

from cjm_research.i18n import using_language
from cjm_research.model import Transcript, Utterance
from cjm_research.tagging import keys, tag_key

SAID = Transcript(
    id="x",
    language="pl",
    utterances=(Utterance(role="interviewer", text="I co dalej?"), Utterance(text="Czekałam na infolinii.")),
)


@pytest.mark.parametrize(
    "change",
    [
        {"language": "ru"},
        {"group": "expert"},
        {"utterances": SAID.utterances[1:]},
        {"utterances": SAID.utterances[::-1]},
        {"utterances": (SAID.utterances[0], SAID.utterances[1].model_copy(update={"text": "Czekałam na infolini."}))},
        {"utterances": (SAID.utterances[0].model_copy(update={"role": "participant"}), SAID.utterances[1])},
        {"utterances": (*SAID.utterances, Utterance(text=""))},
    ],
)
def test_another_text_role_group_or_language_is_another_key(change):
    assert tag_key(SAID.model_copy(update=change)) != tag_key(SAID)


def test_name_times_and_attributes_do_not_matter():
    times = tuple(u.model_copy(update={"speaker": "Ala", "start_s": 1.0}) for u in SAID.utterances)
    assert tag_key(SAID.model_copy(update={"id": "y", "attributes": {"age": 3}, "utterances": times})) == tag_key(SAID)


def test_words_cannot_move_between_utterances_unseen():
    def of(*texts: str) -> str:
        return tag_key(SAID.model_copy(update={"utterances": tuple(Utterance(text=text) for text in texts)}))

    assert len({of("ab", "c"), of("a", "bc"), of("abc"), of("abc", ""), of('a","b', "c")}) == 5


def test_another_tagger_source_or_language_of_reasons_is_another_key(monkeypatch):
    found = {tag_key(SAID), tag_key(SAID, source="pl_core_news_lg 3.8.0")}
    with using_language("ru"):
        found.add(tag_key(SAID))
    monkeypatch.setattr(keys, "TAGGER_VERSION", "another")
    found.add(tag_key(SAID))
    assert len(found) == 4
    assert all(len(key) == 64 for key in found)
