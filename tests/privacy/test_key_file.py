"""The key: encrypted, whole or not there, and never in the study."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from cjm_research.errors import BadValueError, CjmError, StorageError, UnreadableFileError
from cjm_research.i18n import using_language
from cjm_research.privacy import key_file
from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.key_file import KeyFile, check_place, default_path, open_key

PASSPHRASES = {"en": "four words of mine", "pl": "żółta łódź płynie", "ru": "ёжик в тумане"}
ANNA = KeyEntity(
    id="e1", kind="person", language="pl", name="anna kowalska", forms=("Anna Kowalska", "Anny Kowalskiej"),
    shown="Marta Lis", replaced=(("Anny Kowalskiej", "Marty Lis"),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(key_file, "ROUNDS", 2)


def saved(path: Path, passphrase: str = PASSPHRASES["en"]) -> KeyFile:
    made = KeyFile.create(path, passphrase)
    made.save(made.key.with_entities([ANNA]))
    return made


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_key_comes_back_with_its_passphrase_alone(tmp_path: Path, language: str):
    path = tmp_path / "k.cjmkey"
    made = saved(path, PASSPHRASES[language])
    assert open_key(path, PASSPHRASES[language]) == made.key
    with using_language(language), pytest.raises(BadValueError):
        open_key(path, PASSPHRASES[language] + "!")


def test_letters_typed_in_another_way_are_the_same_passphrase(tmp_path: Path):
    saved(tmp_path / "k", "żółw i ёж, na zawsze")
    assert open_key(tmp_path / "k", "z\u0307o\u0301łw i е\u0308ж, na zawsze").entities == (ANNA,)


def test_the_file_tells_nothing_and_is_private(tmp_path: Path):
    path = tmp_path / "deep" / "k.cjmkey"
    saved(path)
    text = path.read_text(encoding="ascii")
    assert "Kowalsk" not in text
    assert json.loads(text)["kdf"]["name"] == "scrypt"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["k.cjmkey"]


def test_two_savings_never_share_a_nonce_or_a_salt(tmp_path: Path):
    made = saved(tmp_path / "a")
    first = json.loads((tmp_path / "a").read_text())
    made.save()
    second = json.loads((tmp_path / "a").read_text())
    other = json.loads(saved(tmp_path / "b").path.read_text())
    assert first["cipher"]["nonce"] != second["cipher"]["nonce"]
    assert first["kdf"]["salt"] == second["kdf"]["salt"] != other["kdf"]["salt"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "[]",
        lambda text: "[" * 100_000,
        lambda text: text[:-40],
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"n": 2', '"n": 4'),
        lambda text: text.replace('"n": 2', '"n": 1073741824'),
        lambda text: text.replace('"data": "', '"data": "AAAA'),
        lambda text: text.replace('"data": "', '"data": "?'),
        lambda text: text.replace("scrypt", "md5"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, damage):
    path = saved(tmp_path / "k").path
    path.write_text(damage(path.read_text(encoding="ascii")), encoding="ascii")
    with pytest.raises(CjmError, match=str(path)):
        open_key(path, PASSPHRASES["en"])


def test_no_file_is_no_key(tmp_path: Path):
    with pytest.raises(UnreadableFileError):
        open_key(tmp_path / "none", "x" * 20)


def test_a_short_passphrase_and_a_taken_name_are_refused(tmp_path: Path):
    with pytest.raises(BadValueError):
        KeyFile.create(tmp_path / "k", "short")
    (tmp_path / "k").write_text("mine")
    with pytest.raises(BadValueError):
        KeyFile.create(tmp_path / "k", PASSPHRASES["en"])


def test_a_write_that_fails_leaves_the_old_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = saved(tmp_path / "k")
    before = made.path.read_bytes()

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match="No space"):
        made.save(Key(seed=1))
    assert made.path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_another_program_added_to_the_key_is_never_written_over(tmp_path: Path):
    first = saved(tmp_path / "k")
    second = KeyFile.open(tmp_path / "k", PASSPHRASES["en"])
    second.save(second.key.model_copy(update={"ids": {"a": "b"}}))
    second.save()
    with pytest.raises(StorageError):
        first.save()
    assert open_key(tmp_path / "k", PASSPHRASES["en"]).ids == {"a": "b"}


def test_a_key_never_lies_in_the_study(tmp_path: Path):
    study = tmp_path / "study"
    (study / "exports").mkdir(parents=True)
    assert default_path(study) == tmp_path / "study-key.cjmkey"
    assert check_place(default_path(study), study).parent == tmp_path
    for inside in (study / "k.cjmkey", study / "exports" / "k", tmp_path / "x" / ".." / "study" / "k"):
        with pytest.raises(BadValueError):
            check_place(inside, study)


def test_who_stands_behind_a_pseudonym():
    key = Key(seed=1, entities=(ANNA,), ids={"anna_k": "marta_l"})
    assert key.behind("marty  lis") == (ANNA,) == key.behind("Marta Lis")
    assert key.behind("Ewa") == ()
    assert {"Anny Kowalskiej", "Kowalskiej", "anna_k"} <= key.raw_forms()


def test_merged_entities_are_one_and_can_be_parted():
    others = tuple(KeyEntity(id=id, kind="person", name=id) for id in ("a", "b", "c"))
    key = Key(seed=1).with_entities(others).merged("a", "b").merged("b", "c")
    assert {key.entity(id).id for id in "abc"} == {"c"}
    assert key.merged("a", "a").entity("a").id == "a"
    turned = key.merged("c", "a")  # in a circle: one of them is what all are
    assert turned.entity("a") is not None
