"""The codebook as people make it their own: nothing is lost, everything can be taken back."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import code_name, using_names
from cjm_research.study import Study

NAMES = {"en": "Hidden costs!", "pl": "Ukryte koszty – źdźbło", "ru": "Скрытые расходы"}
LABELS = {"en": "hidden_costs", "pl": "ukryte_koszty_źdźbło", "ru": "скрытые_расходы"}


@pytest.fixture
def coded(study, interviews) -> Study:
    study.import_transcripts(interviews)
    study.remove_coding(*(coding.guid for coding in study.codings))
    return study


def _code(study: Study, key: str, transcript: str = "en_1", **values):
    kind, _slash, label = key.partition("/")
    return study.add_coding(
        transcript, 1, start=0, end=4 + len(study.codings), kind=kind, label=label or None, **values
    )


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_own_code_has_a_key_of_its_name_and_keeps_it_when_renamed(coded, language):
    code = coded.add_code(NAMES[language], kind="pain_point", definition="Costs that come later.", colour="#aa0000")
    assert code.key == f"pain_point/{LABELS[language]}"
    assert coded.codebook.children("pain_point") == (code,)
    coded.change_code(code.key, name="Fees", use_when="at the end")
    assert coded.codebook.code(code.key).use_when == "at the end"
    with using_language(language):
        assert coded.codebook.path_name(code.key).endswith(": Fees")
    assert Study.open(coded.folder).codebook == coded.codebook


def test_names_of_the_researcher_are_shown_everywhere_in_the_study(coded):
    coded.change_code("touchpoint/phone", name="Hotline")
    coded.change_code("pain_point", name="Trouble")
    code = coded.add_code("Waiting, again", kind="pain_point")
    with using_names(coded.codebook.names()):
        assert code_name("touchpoint/phone@purchase") == "Touchpoint: Hotline (Purchase)"
        assert code_name(code.key) == "Trouble: Waiting, again"
    assert code_name("touchpoint/phone") == "Touchpoint: Phone call"
    coded.change_code("touchpoint/phone", name="  ")
    assert coded.codebook.name_of("touchpoint/phone") == "Phone call"


def test_code_in_use_is_not_removed_and_an_unused_one_is(coded):
    code = coded.add_code("Fees", kind="pain_point")
    coding = _code(coded, code.key)
    with pytest.raises(BadValueError, match="has codings"):
        coded.remove_code(code.key)
    coded.remove_coding(coding.guid)
    coded.write_memo("think again", on="code", target=code.key)
    assert coded.remove_code(code.key).n_codes == 1
    assert code.key not in coded.codebook
    assert coded.memos == ()
    coded.undo()
    assert coded.codebook.code(code.key) == code
    assert len(coded.memos) == 1
    with pytest.raises(BadValueError, match="built in"):
        coded.remove_code("touchpoint/phone")


def test_merging_keeps_every_coding_says_so_and_is_one_step(coded):
    code = coded.add_code("Fees", kind="pain_point")
    child = coded.add_code("Late fees", kind="pain_point", parent=code.key)
    other = coded.add_code("Costs", kind="pain_point")
    codings = [_code(coded, code.key) for _n in range(3)] + [_code(coded, "pain_point")]
    before = coded.codings, coded.codebook
    change = coded.merge_codes(code.key, into=other.key)
    assert change.n_codings == 3
    assert "3 codings" in change.message
    assert {c.guid for c in coded.codings} == {c.guid for c in codings}
    assert [c.code for c in coded.codings].count(other.key) == 3
    assert coded.codebook.code(code.key).retired
    assert coded.codebook.code(code.key).merged_into == other.key
    assert coded.codebook.code(child.key).parent == other.key
    assert coded.undo() > 0
    assert (coded.codings, coded.codebook) == before
    coded.redo()
    assert [c.code for c in coded.codings].count(other.key) == 3


def test_built_in_codes_can_be_merged_too(coded):
    _code(coded, "emotion/joy", valence=2)
    coded.merge_codes("emotion/joy", into="emotion/satisfaction")
    assert coded.codings[0].code == "emotion/satisfaction"
    assert coded.codings[0].valence == 2


@pytest.mark.parametrize(
    ("keys", "into", "why"),
    [
        (["touchpoint"], "emotion", "Kinds cannot"),
        (["touchpoint/phone"], "touchpoint/phone", "into itself"),
        (["touchpoint/phone"], "touchpoint/nothing", "no code"),
    ],
)
def test_merge_that_makes_no_sense_is_refused(coded, keys, into, why):
    before = coded.store.revision()
    with pytest.raises((BadValueError, UnknownNameError), match=why):
        coded.merge_codes(*keys, into=into)
    assert coded.store.revision() == before


def test_split_gives_some_codings_a_new_code(coded):
    codings = [_code(coded, "pain_point") for _n in range(4)]
    new = coded.split_code("pain_point", [c.guid for c in codings[:2]], name="Waiting")
    assert (new.key, new.parent) == ("pain_point/waiting", "pain_point")
    assert sorted(c.code for c in coded.codings) == ["pain_point"] * 2 + ["pain_point/waiting"] * 2
    coded.undo()
    assert {c.code for c in coded.codings} == {"pain_point"}
    assert new.key not in coded.codebook
    with pytest.raises(BadValueError, match="is not one of"):
        coded.split_code("emotion", [codings[0].guid], name="Waiting")


def test_move_among_siblings_and_below_another_code(coded):
    a, b, c = (coded.add_code(name, kind="need") for name in "ABC")
    coded.move_code(c.key, position=0)
    assert [code.name for code in coded.codebook.children("need")] == ["C", "A", "B"]
    coded.move_code(a.key, parent=b.key)
    assert [code.name for code in coded.codebook.descendants("need")] == ["C", "B", "A"]
    with pytest.raises(BadValueError, match="below itself"):
        coded.move_code(b.key, parent=a.key)
    with pytest.raises(BadValueError, match="Kinds stand"):
        coded.move_code("need", parent=a.key)
    coded.undo()
    assert [code.name for code in coded.codebook.children("need")] == ["C", "A", "B"]


def test_moving_to_another_kind_recodes_in_the_same_step(coded):
    a = coded.add_code("A", kind="need")
    b = coded.add_code("B", kind="need", parent=a.key)
    _code(coded, a.key)
    _code(coded, b.key)
    coded.write_memo("why", on="code", target=a.key)
    before = coded.codings, coded.codebook, coded.memos
    change = coded.move_code(a.key, parent="goal")
    assert change.n_codings == 2
    assert sorted(c.code for c in coded.codings) == ["goal/a", "goal/b"]
    assert coded.codebook.code("goal/b").parent == "goal/a"
    assert coded.memos[0].target == "goal/a"
    assert a.key not in coded.codebook
    coded.undo()
    assert (coded.codings, coded.codebook, coded.memos) == before
    with pytest.raises(BadValueError, match="Built-in"):
        coded.move_code("touchpoint/phone", parent="emotion")


def test_names_are_checked(coded):
    coded.add_code("Fees", kind="need")
    for name, why in (("", "Give the code a name"), ("fees", "already"), ("x" * 200, "too long")):
        with pytest.raises(BadValueError, match=why):
            coded.add_code(name, kind="need")
    with pytest.raises(BadValueError, match="colour"):
        coded.add_code("Other", kind="need", colour="red; background: url(x)")
    with pytest.raises(BadValueError, match="no kind"):
        coded.add_code("Other", kind="nothing")
    assert coded.add_code("???", kind="need").key == "need/code"


def test_two_names_with_one_identifier_give_two_codes(coded):
    first, second = coded.add_code("A+", kind="need"), coded.add_code("A-", kind="need")
    assert (first.key, second.key) == ("need/a", "need/a_2")
