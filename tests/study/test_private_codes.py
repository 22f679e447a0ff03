"""Labels of codes that were made of names: they go with the names, and everything that rests on the codes follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research.empathy.keys import note_key
from cjm_research.journey.keys import item_key
from cjm_research.model import EmpathyEdit, JourneyEdit
from cjm_research.privacy import key_file
from cjm_research.storage import Change
from cjm_research.study import Study
from cjm_research.study.pseudonyms import personal_data
from tests.privacy.simple_names import Namer, detect
from tests.study.test_privacy_verbs import PASS, talks

OLD = {"en": "contact_with_margaret", "pl": "dziecko_anny", "ru": "маргарита"}
NAMES = {"en": "Contact with Margaret", "pl": "Dziecko Anny", "ru": "Маргарита"}
NEW = {"en": "contact_with_rosalind", "pl": "dziecko_ewy", "ru": "ева"}


@pytest.fixture(autouse=True)
def _known_by_heart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(key_file, "ROUNDS", 2)
    monkeypatch.setattr(personal_data, "the_tools", lambda: (detect, Namer()))


def events(study: Study) -> str:
    return "\n".join(f"{e.key} {e.value.model_dump_json() if e.value else ''}" for e in study.store.history())


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_label_made_of_a_name_goes_with_it_and_codings_memos_and_maps_follow(tmp_path: Path, language: str):
    study = talks(tmp_path)
    code = study.add_code(NAMES[language], kind="touchpoint")
    assert code.label == OLD[language]
    study.add_code(f"{NAMES[language]}!", kind="thought", parent="thought")
    talk = {t.language: t.id for t in study.transcripts}[language]
    coding = study.add_coding(
        talk, 3, study.transcript(talk).utterances[3].text[:4], kind="touchpoint", label=code.label
    )
    study.write_memo("odd", on="code", target=code.key)
    items = [item_key("touchpoint", "purchase", about) for about in (code.key, f"touchpoint/{NEW[language]}")]
    notes = [note_key("does", about) for about in (code.key, f"touchpoint/{NEW[language]}")]
    edits = [
        JourneyEdit(group="customer", map="all", part="item", target=items[0], values={"text": "By hand"}),
        JourneyEdit(group="", map="", part="touchpoint", target=OLD[language], values={"department": "Sales"}),
    ]
    study.store.apply([Change("add", edit.key, edit, "journey") for edit in edits], coder="ben")
    note = EmpathyEdit(group="customer", map="all", note=notes[0], text="By hand")
    study.store.apply([Change("add", note.key, note, "empathy")], coder="ben")

    report = study.pseudonymise(passphrase=PASS)
    assert not any(OLD[language] in id for pair in report.ids.items() for id in pair)
    assert OLD[language] not in events(study)
    assert study.codebook.code(f"touchpoint/{NEW[language]}").label == NEW[language]
    assert study.codebook.code(f"thought/{NEW[language]}") is not None
    assert {c.guid: c.label for c in study.codings}[coding.guid] == NEW[language]
    assert [m.target for m in study.memos if m.on == "code"] == [f"touchpoint/{NEW[language]}"]
    found = study.store.standing("journey").values()
    assert {(e.part, e.target) for e in found} == {("item", items[1]), ("touchpoint", NEW[language])}
    assert [e.note for e in study.store.standing("empathy").values()] == [notes[1]]

    study = Study.open(study.folder)
    assert study.undo("ben")
    assert study.store.standing("empathy") == {}
    while study.undo("coder"):
        pass
    assert study.codebook.code(f"touchpoint/{NEW[language]}") is None
    while study.redo("coder"):
        pass
    assert {c.guid: c.label for c in study.codings}[coding.guid] == NEW[language]


def test_labels_that_hold_no_name_and_built_in_ones_stay(tmp_path: Path):
    study = talks(tmp_path)
    own = study.add_code("Hope", kind="thought")  # a word as well: nobody accepted it
    before = {code.key for code in study.codebook.codes}
    study.pseudonymise(passphrase=PASS)
    assert own.key == "thought/hope"
    assert {code.key for code in study.codebook.codes} == before


def test_labels_that_no_name_is_known_of_change_by_their_words_and_single_words_are_told(tmp_path: Path):
    study = talks(tmp_path)
    given = study.add_coding("Margaret_1", 3, "Call", kind="thought")
    labels = {"g1": "about_margaret", "g2": "margaret"}
    codings = [given.model_copy(update={"guid": guid, "label": label}) for guid, label in labels.items()]
    study.store.apply([Change("add", one.guid, one) for one in codings], coder="ben")
    report = study.pseudonymise(passphrase=PASS)
    assert {c.guid: c.label for c in study.codings if c.guid in labels} == {"g1": "about_rosalind", "g2": "margaret"}
    assert ("events", "payload", 1) in report.remaining
