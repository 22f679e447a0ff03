"""A study rewritten: codings stay on their words, and the raw names are nowhere any more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.model import ConsensusDecision, EmpathyEdit, JourneyEdit, Memo, Participant, Transcript, Utterance
from cjm_research.model.privacy import PrivateText, Replacement, moved_place, replaced_text
from cjm_research.storage import Change, ImportBatch, NewTranscript, Store, kept
from tests.storage.samples import coding, fixed_clock

NAMES = {
    "en": {"Margaret": "Rosalind", "Thistlewood": "Ray"},
    "pl": {"Małgorzata": "Ewa", "Brzęczyszczykiewicz": "Żak"},
    "ru": {"Маргарита": "Ева", "Преображенская": "Лебедь"},
}
TEXTS = {
    "en": "I am Margaret Thistlewood, and I rang them 📞 twice.",
    "pl": "Nazywam się Małgorzata Brzęczyszczykiewicz, dzwoniłam 📞 dwa razy.",
    "ru": "Меня зовут Маргарита Преображенская, я звонила 📞 дважды.",
}


class Words:
    """Replaces whole words by others, whatever they are."""

    def __init__(self, words: Mapping[str, str], ids: Mapping[str, str] | None = None) -> None:
        self.words, self.ids = words, ids or {}

    def replacements(self, text: PrivateText) -> list[Replacement]:
        pattern = "|".join(map(re.escape, self.words))
        return [Replacement(*m.span(), self.words[m[0]]) for m in re.finditer(pattern, text.text)]


def talk(language: str, id: str) -> Transcript:
    first = next(iter(NAMES[language]))
    return Transcript(
        id=id,
        language=language,
        attributes={"label": first, "age": 34},
        recorded_by=f"for {first}",
        utterances=(
            Utterance(speaker="I", role="interviewer", text="?"),
            Utterance(speaker=first, text=TEXTS[language], note=f"{first} laughs"),
        ),
    )


def filled(folder: Path, language: str) -> Store:
    """A study in which one name stands in everything that can hold one."""
    first, last = NAMES[language]
    store, id = Store.create(folder / "s", clock=fixed_clock), f"{first}_{last}"
    one = talk(language, id)
    store.import_batch(
        ImportBatch((NewTranscript(f"/tmp/{id}.txt", "0" * 64, "text", one, notes=(f"{first}: odd",)),), ())
    )
    store.put_participants([Participant(id=id, attributes={"firm": f"{last} Ltd"})])
    whole, at = TEXTS[language], TEXTS[language].index(first)
    spans = {"all": (0, len(whole)), "inside": (at + 2, at + len(first) + 3), "after": (whole.index("📞"), len(whole))}
    codings = [coding(one, *span, why=name).model_copy(update={"guid": name}) for name, span in spans.items()]
    store.apply([Change("add", c.guid, c) for c in codings], coder="ben")
    store.correct_text(id, 1, whole.replace(last, f"{last}-{last}"), coder="ben")
    edits = [
        EmpathyEdit(group="customer", map=id, note="n1", text=f"{first} waits", own=True),
        JourneyEdit(group="customer", map=id, part="map", values={"title": f"The way of {first}"}),
    ]
    store.apply(
        [Change("add", edits[0].key, edits[0], "empathy"), Change("add", edits[1].key, edits[1], "journey")],
        coder="ben",
    )
    memo = Memo(guid="m1", on="participant", target=id, text=f"Is {first} angry?", coder="ben")
    store.apply([Change("add", "m1", memo, "memo")], coder="ben")
    store.apply([Change("add", "m2", Memo(guid="m2", text=f"{last}!", coder="ben"), "memo")], coder="ben")
    store.apply([Change("remove", "m2", None, "memo")], coder="ben")
    keep_foreign_things(store, id, first)
    return store


def keep_foreign_things(store: Store, id: str, first: str) -> None:
    """What a project of another tool leaves behind, and that the interview is settled."""
    done = ConsensusDecision(transcript=id, decision="finished")
    store.apply([Change("resolve", f"finished:{id}", done, "consensus")], coder="ben")
    with store.database.write() as connection:
        kept.put_elements(connection, [kept.KeptElement("case", "g1", 0, id, f'["{first}"]')])
        kept.put_source(connection, kept.KeptSource("g2", 0, id, f"{first}: hello", ()))
        kept.put_file(connection, 0, f"{first}.docx", "g2", first.encode())


def rewritten(store: Store, language: str):
    first, last = NAMES[language]
    ids = {f"{first}_{last}": "_".join(NAMES[language].values())}
    return store.rewrite(lambda _texts: Words(NAMES[language], ids), raw=lambda: [*NAMES[language], *ids])


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_no_file_of_the_study_holds_the_name_afterwards(tmp_path: Path, language: str):
    store = filled(tmp_path, language)
    raw = [name.encode() for name in NAMES[language]]
    before = b"".join(file.read_bytes() for file in store.folder.iterdir())
    assert all(name in before for name in raw)
    done = rewritten(store, language)
    assert (done.remaining, done.n_taken_out, done.is_compact) == ((), 2, True)
    after = b"".join(file.read_bytes() for file in store.folder.iterdir())
    assert not any(name in after for name in raw)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_codings_lie_on_the_same_words_and_take_whole_pseudonyms(tmp_path: Path, language: str):
    store = filled(tmp_path, language)
    before = {c.guid: c for c in store.codings()}
    done = rewritten(store, language)
    first, last = NAMES[language].values()
    after = {c.guid: c for c in store.codings()}
    (talk_,) = store.transcripts()
    text = talk_.utterances[1].text
    assert (talk_.id, talk_.utterances[1].speaker) == (f"{first}_{last}", first)
    assert after.keys() == before.keys()
    assert done.n_codings >= 3
    assert all(c.transcript == c.participant == talk_.id and text[c.start : c.end] == c.quote for c in after.values())
    assert after["all"].quote == text
    assert after["inside"].quote.startswith(first)
    assert after["after"].quote == before["after"].quote


def test_undo_goes_on_in_the_new_words(tmp_path: Path):
    store = filled(tmp_path, "en")
    rewritten(store, "en")
    assert store.consensus() == {"Rosalind_Ray"}
    assert store.undo("ben")  # that it is settled
    assert store.undo("ben")  # the removal of the memo
    assert store.memos()[-1].text == "Ray!"
    for _step in range(3):
        assert store.undo("ben")
    assert store.undo("ben")  # the correction
    (talk_,) = store.transcripts()
    assert talk_.utterances[1].text == "I am Rosalind Ray, and I rang them 📞 twice."
    quotes = {c.guid: c.quote for c in store.codings()}
    assert quotes["all"] == talk_.utterances[1].text
    assert quotes["inside"] == "Rosalind Ray"
    assert store.undo("ben") == 3
    assert store.codings() == ()


def test_the_same_words_at_the_same_place_of_an_earlier_text_stay_apart(tmp_path: Path):
    store = Store.create(tmp_path / "s", clock=fixed_clock)
    one = Transcript(id="t", language="en", utterances=(Utterance(text="Margaret ab ab"),))
    store.import_batch(ImportBatch((NewTranscript("t", "0" * 64, "text", one),)))
    place = {"utterance": 0, "start": 9, "end": 11, "quote": "ab", "guid": "c"}
    value = coding(talk("en", "t")).model_copy(update=place)
    store.apply([Change("add", "c", value)], coder="ben")
    store.correct_text("t", 0, "Whoever, ab ab", coder="ben")
    store.rewrite(lambda _texts: Words({"Margaret": "Al"}))
    assert [(c.start, c.end) for c in store.codings()] == [(9, 11)]
    store.undo("ben")
    assert [(c.start, c.end) for c in store.codings()] == [(3, 5)]


def test_what_was_read_before_is_void_in_every_open_study(tmp_path: Path):
    store = filled(tmp_path, "en")
    other = Store.open(store.folder)
    assert "Margaret" in other.codings()[0].quote
    assert other.transcripts()[0].id == "Margaret_Thistlewood"
    rewritten(store, "en")
    assert "Margaret" not in "".join(c.quote for c in other.codings())
    assert other.transcripts() == store.transcripts()
    assert other.standing("empathy").keys() == {"customer/Rosalind_Ray/n1"}
    assert store.revision() == other.revision()


def test_a_failure_leaves_the_study_as_it_was(tmp_path: Path):
    store = filled(tmp_path, "en")
    before = [(c.guid, c.quote) for c in store.codings()], store.transcripts(), store.history()

    def fail() -> list[str]:
        raise ValueError("the key cannot be written")

    with pytest.raises(ValueError, match="key"):
        store.rewrite(lambda _texts: Words(NAMES["en"]), raw=fail)
    assert ([(c.guid, c.quote) for c in store.codings()], store.transcripts(), store.history()) == before


def test_names_that_stay_are_told(tmp_path: Path):
    store = filled(tmp_path, "en")
    done = store.rewrite(lambda _texts: Words({"nobody": "x"}), raw=lambda: ["Thistlewood"])
    assert ("utterance_texts", "text", 2) in done.remaining


@given(st.data())
@settings(max_examples=60)
def test_spans_that_touch_no_name_keep_their_words(data):
    words = data.draw(st.lists(st.sampled_from(["Ann", "ab", "📞", "ё", "Bo"]), min_size=1, max_size=12))
    names = {"Ann": data.draw(st.sampled_from(["X", "Wilhelmina", "Ж"])), "Bo": "Ignacy"}
    text, places, at = " ".join(words), [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    found = [Replacement(*place, names[word]) for word, place in zip(words, places, strict=True) if word in names]
    new = replaced_text(text, found)
    assert new == " ".join(names.get(word, word) for word in words)
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2)))
    start, end = moved_place(places[first][0], places[last][1], found)
    assert new[start:end] == " ".join(names.get(word, word) for word in words[first : last + 1])
