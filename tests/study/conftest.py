from __future__ import annotations

import json

import pytest

from cjm_research.study import Study

TEXTS = {
    "en": ["Where did it start?", "I rang them twice and nobody picked up.", "And then?", "I gave up, honestly."],
    "pl": ["Od czego się zaczęło?", "Dzwoniłam dwa razy, nikt nie odebrał.", "I co dalej?", "Odpuściłam sobie."],
    "ru": ["С чего всё началось?", "Звонила дважды, никто не взял трубку.", "А потом?", "Я махнула рукой."],
}


def clock() -> str:
    return "2026-01-01T00:00:00+00:00"


def write_interview(path, language="en", *, codings=(), **values):
    """A transcript JSON of four turns; the participant speaks the second and the fourth."""
    turns = [
        {"speaker": "MP"[n % 2], "role": ("interviewer", "participant")[n % 2], "text": text}
        for n, text in enumerate(TEXTS[language])
    ]
    value = {"id": path.stem, "language": language, "utterances": turns, **values}
    if codings:
        value["codings"] = list(codings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def study(tmp_path) -> Study:
    return Study.create(tmp_path / "study", title="Calls", clock=clock)


@pytest.fixture
def interviews(tmp_path):
    """One interview a language; the English one carries two codings, one of ben's."""
    codings = [
        {"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"},
        {"u": 1, "quote": "nobody picked up", "kind": "pain_point", "valence": -1, "coder": "ben"},
    ]
    folder = tmp_path / "talks"
    write_interview(folder / "en_1.json", "en", codings=codings, attributes={"age": 30})
    write_interview(folder / "pl_1.json", "pl")
    write_interview(folder / "ru_1.json", "ru", group="expert")
    return folder


@pytest.fixture
def tagger(monkeypatch):
    """A tagger that marks the first word of each participant's turn as an action.

    `tagger.words` sets how many words, `tagger.read` lists the ids of the interviews it was given, `tagger.features`
    what it was given of feature sources, and `tagger.renew()` makes it a tagger of another version.
    """
    from types import SimpleNamespace

    from cjm_research.model import Tag

    def renew():
        settings.version += "x"
        monkeypatch.setattr("cjm_research.tagging.keys.TAGGER_VERSION", settings.version)

    settings = SimpleNamespace(words=1, read=[], features=[], version="", renew=renew)

    def tag_transcripts(transcripts, **options):
        settings.features += [options["features"]] if "features" in options else []
        for t in transcripts:
            settings.read.append(t.id)
            for u in (1, 3):
                end = len(" ".join(t.utterances[u].text.split()[: settings.words]))
                yield Tag(
                    transcript=t.id, utterance=u, start=0, end=end, quote=t.utterances[u].text[:end], kind="action",
                    score=0.5, source="rule:first", why="first word",
                )  # fmt: skip

    monkeypatch.setattr("cjm_research.tagging.tag_transcripts", lambda *a, **k: list(tag_transcripts(*a, **k)))
    return settings
