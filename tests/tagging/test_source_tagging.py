"""A feature source at work: tags that the tagger makes only with it, alone and in several processes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cjm_research.model import Transcript, Utterance
from cjm_research.tagging import tag_transcript, tag_transcripts
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.sources.head import Features, SourceHead
from tests.tagging.test_sources import WORDS, pipeline

# The second word of `WORDS` stands in the first clause; to the tagger alone there is nothing in these words.
SAID = {
    "en": "On the table there was {} and a lamp, and then it was Tuesday.",
    "pl": "Na stole było {} i lampa, a potem był wtorek.",
    "ru": "На столе было {} и лампа, а потом был вторник.",
}


def features(language: str, folder: Path) -> Features:
    """A source that sees a success wherever the second word stands."""
    weights = np.zeros((4, len(FOUND)))
    weights[1, FOUND.index("success_point")] = 30.0
    SourceHead("k", FOUND, np.zeros(4), weights, np.ones(len(FOUND)), np.zeros(len(FOUND))).save(folder / "head.npz")
    return Features({language: (str(pipeline(folder / "p", language)), str(folder / "head.npz"))})


@pytest.fixture(params=sorted(WORDS))
def language(request) -> str:
    return request.param


def talk(language: str, name: str = "t", times: int = 3) -> Transcript:
    """An interview with that many questions and answers."""
    answer = Utterance(role="participant", text=SAID[language].format(WORDS[language][1]))
    return Transcript(id=name, language=language, utterances=(Utterance(role="interviewer", text="?"), answer) * times)


def test_a_tag_that_only_the_source_sees(language, tmp_path):
    with_source = tag_transcript(talk(language), features=features(language, tmp_path))
    found = [tag for tag in with_source if tag.kind == "success_point"]
    assert [tag.utterance for tag in found] == [1, 3, 5]
    assert all(WORDS[language][1] in tag.quote and tag.score > 0.4 for tag in found)
    assert not any(tag.kind == "success_point" for tag in tag_transcript(talk(language)))


def test_several_processes_use_it_too(tmp_path):
    source = features("pl", tmp_path)
    talks = [talk("pl", f"t{n}", n + 2) for n in range(4)] + [talk("ru", "other")]
    together = tag_transcripts(talks, processes=2, features=source)
    assert together == tag_transcripts(talks, features=source)
    assert {tag.transcript for tag in together if tag.kind == "success_point"} == {"t0", "t1", "t2", "t3"}
