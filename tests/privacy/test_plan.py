"""Proposals, decisions and replacements, whoever finds the names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cjm_research.errors import UnknownNameError
from cjm_research.model.privacy import PrivateText, Proposals, replaced_text
from cjm_research.privacy.base import Finding
from cjm_research.privacy.found import find
from cjm_research.privacy.key import Key
from cjm_research.privacy.plan import Plan
from tests.privacy.simple_names import Namer, detect

PL = PrivateText("utterance", "Widziałam Annę Kowalską, czyli Annę od Anny.", "pl", "t", 1)
RU = PrivateText("utterance", "Я видела Маргариту, а Маргарита — нет.", "ru", "r", 0)
EN = PrivateText("utterance", "Margaret, or Peg, rang +48 600 100 200; Hope came.", "en", "e", 2)
TALKS = (PL, RU, EN)


def plan(*texts: PrivateText, key: Key | None = None, kinds=None, keep=()) -> Plan:
    key = key or Key(seed=1)
    return Plan(find(texts, key, detect=detect, keep=keep), key, Namer(), kinds=kinds)


def after(made: Plan, text: PrivateText) -> str:
    return replaced_text(text.text, made.replacements(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PL, "Widziałam Ewę Kowalską, czyli Ewę od Ewy."),
        (RU, "Я видела Еву, а Ева — нет."),
        (EN, "Rosalind, or Ros, rang [phone 1]; Hope came."),
    ],
)
def test_each_form_gets_its_own_and_what_is_only_possible_stays(text: PrivateText, expected: str):
    assert after(plan(*TALKS), text) == expected


def test_proposals_have_context_and_steady_ids():
    made = plan(*TALKS)
    again = plan(RU, EN, PL)
    assert {one.id for one in made.proposals} == {one.id for one in again.proposals}
    hope = made.proposals[-1]
    assert (hope.text, hope.status, hope.will_be_replaced) == ("Hope", "proposed", False)
    assert hope.before.endswith("200; ")
    assert hope.after == " came."
    assert "Hope" not in repr(Proposals(made.proposals))


def test_a_decision_on_an_entity_holds_everywhere_and_one_on_a_place_there():
    made = plan(*TALKS)
    hope, anna = made.proposals[-1], made.proposals[0]
    key = made.key.decided([hope.entity], "accepted").decided([anna.id], "rejected")
    decided = plan(*TALKS, key=key)
    assert after(decided, EN).endswith("Joy came.")
    assert after(decided, PL) == "Widziałam Annę Kowalską, czyli Ewę od Ewy."
    assert plan(*TALKS, key=key.decided([anna.id, hope.entity], None)).proposals == made.proposals


def test_own_words_and_merging():
    made = plan(*TALKS)
    peg = next(one for one in made.proposals if one.text == "Peg")
    margaret = next(one for one in made.proposals if one.text == "Margaret")
    phone = next(one for one in made.proposals if one.kind == "phone")
    key = made.key.merged(peg.entity, margaret.entity).worded(phone.entity, "my number")
    assert after(plan(*TALKS, key=key), EN) == "Rosalind, or Rosalind, rang my number; Hope came."
    one_place = key.worded(peg.id, "her friend")
    assert after(plan(*TALKS, key=one_place), EN).startswith("Rosalind, or her friend, rang")
    with pytest.raises(UnknownNameError):
        made.key.merged(peg.entity, "nobody")


def test_only_the_kinds_asked_for():
    made = plan(*TALKS, kinds=["phone"])
    assert after(made, EN) == "Margaret, or Peg, rang [phone 1]; Hope came."
    assert {one.kind for one in made.proposals} == {"phone"}


def test_words_to_keep_are_no_proposals():
    assert {one.text for one in plan(PL, keep=["Annę"]).proposals} == {"Anny"}


def test_earlier_wordings_follow_what_was_decided_of_the_present_one():
    earlier = PrivateText("utterance", "Hope, I said Margaret", "en", "e", 2, 0, is_present=False)
    first = plan(EN, earlier)
    assert "Hope, I" not in {one.before for one in first.proposals}
    hope, margaret = (next(one for one in first.proposals if one.text == name) for name in ("Hope", "Margaret"))
    key = first.key.decided([hope.id], "accepted").decided([margaret.id], "rejected")
    assert after(plan(EN, earlier, key=key), earlier) == "Joy, I said Margaret"


def test_what_is_written_about_people_loses_the_names_too():
    memo = PrivateText("memo", "peg? Peg! +48 600 100 200, PEG", "en", "e")
    id = PrivateText("id", "anna_kowalskiej-2", "pl", "anna_kowalskiej-2")
    file = PrivateText("file", "/talks/MARGARET.docx", "en", "e")
    whole = PrivateText("utterance", "Jestem Anna. Syn Kowalskiej.", "pl", "anna_kowalskiej-2", 0)
    made = plan(*TALKS, memo, id, file, whole)
    assert after(made, memo) == "peg? Ros! [phone 1], PEG"
    assert after(made, file) == "/talks/ROSALIND.docx"
    assert made.ids == {"anna_kowalskiej-2": "ewa_lis-2"}


def test_two_interviews_never_get_the_same_id():
    ids = [PrivateText("id", name, "pl", name) for name in ("Anna", "Annę", "Ewa", "Ewę")]
    names = plan(*ids).ids
    assert names == {"Anna": "Ewa_2", "Annę": "Ewę_2", "Ewa": "Ida", "Ewę": "Idę"}


def test_what_is_surely_a_name_once_is_one_in_the_whole_interview():
    def sometimes(texts, **options):
        return [[replace(one, sureness="likely" if "!" in text else "possible") for one in found]
                for (text, _), found in zip(texts, detect(texts, **options), strict=True)]  # fmt: skip

    said = [PrivateText("utterance", text, "en", "t", n) for n, text in enumerate(["Hope!", "Hope came.", "Peg came."])]
    found = find(said, Key(seed=1), detect=sometimes)
    assert [one.sureness for one in Plan(found, Key(seed=1), Namer()).proposals] == ["likely", "likely", "possible"]


def test_the_key_keeps_whom_a_pseudonym_stands_for():
    done = plan(*TALKS).finished("2026-01-01T00:00:00+00:00")
    assert {"Annę", "Anny", "Маргариту", "+48 600 100 200"} <= done.raw_forms()
    assert "Hope" not in done.raw_forms()
    assert [one.name for one in done.behind("ewy")] == ["anna"]
    assert done.runs == ("2026-01-01T00:00:00+00:00",)
    later = plan(PrivateText("utterance", "Anna!", "pl", "x", 0), key=done)
    assert later.key.behind("Ewa")[0].id == done.behind("Ewa")[0].id
    assert later.finished("b").raw_forms() >= done.raw_forms()


def test_what_is_written_with_pseudonyms_stays_when_more_gets_pseudonyms():
    done = plan(*TALKS).finished("a")
    said = PrivateText("utterance", "Widziałam Ewę Kowalską, czyli Ewę od Ewy.", "pl", "t", 1)
    corrected = said._replace(text="Widziałem Ewę.", revision=1)
    memo = PrivateText("memo", "Ewa is sad, Rosalind too, Anna not.", "pl")
    assert [one.text for one in plan(said, corrected, memo, key=done).proposals] == ["Anna"]
    news = PrivateText("utterance", "Jestem Ewa.", "pl", "x", 0)
    label = PrivateText("speaker", "Ewa", "pl", "x", 0)
    later = plan(said, corrected, memo, news, label, key=done)
    assert [(one.where, one.text) for one in later.proposals] == [
        ("memo", "Ewa"), ("memo", "Anna"), ("utterance", "Ewa"), ("speaker", "Ewa"),
    ]  # fmt: skip


def test_a_label_of_one_interview_says_nothing_of_the_same_one_in_another():
    first = PrivateText("speaker", "Anna", "pl", "t", 0)
    done = plan(PL, first).finished("a")
    assert not plan(first._replace(text="Ewa"), key=done).proposals
    assert plan(first._replace(text="Ewa", transcript="x"), key=done).proposals


def test_no_pseudonym_is_a_name_that_went_earlier():
    class Asked(Namer):
        def choose(self, entity, findings, *, taken, others, seed):
            asked.update(taken)
            return super().choose(entity, findings, taken=taken, others=others, seed=seed)

    asked: set[str] = set()
    done = plan(PL).finished("a")
    Plan(find([EN], done, detect=detect), done, Asked())
    assert {"Annę", "Peg"} <= asked


def test_what_was_turned_down_in_a_memo_stays_there_though_it_goes_elsewhere():
    memo = PrivateText("memo", "Peg?", "en")
    first = plan(EN, memo)
    (place,) = (one.id for one in first.proposals if one.where == "memo")
    assert after(plan(EN, memo, key=first.key.decided([place], "rejected")), memo) == "Peg?"


def test_an_id_keeps_its_new_name_whatever_comes_beside_it():
    names = [PrivateText("id", name, "pl", name) for name in ("Anna", "Ewa")]
    done = plan(*names).finished("a")
    assert plan(names[0], key=done).ids == {"Anna": "Ewa_2"}


def test_part_of_a_name_that_was_found_in_an_id_does_not_hide_the_rest():
    class Two(Namer):
        def words(self, entity, finding, language):
            return "Iza Lis" if " " in finding.text else "Iza"

    def by_place(texts, **_options):
        ends = (8 if text.startswith("Ewa") else 3 for text, _language in texts)
        return [
            [Finding(0, end, t[:end], "person", "sure", "ewa", "test")] for end, (t, _) in zip(ends, texts, strict=True)
        ]

    texts = (PrivateText("utterance", "Ewa Duda.", "pl", "t", 0), PrivateText("id", "ewa_duda", "pl", "ewa_duda"))
    key = Key(seed=1)
    assert Plan(find(texts, key, detect=by_place), key, Two()).ids == {"ewa_duda": "iza_lis"}


def test_a_word_of_an_interview_that_was_gone_through_is_no_name_because_a_pseudonym_sounds_alike():
    other = PrivateText("utterance", "To Ewę.", "pl", "t", 2)
    done = plan(PL, other, keep=["Ewę"]).finished("a")
    said = PL._replace(text="Widziałam Ewę Kowalską, czyli Ewę od Ewy.")
    assert not plan(said, other, key=done).proposals
    assert plan(other._replace(transcript="x"), key=done).proposals


def test_the_pseudonym_of_one_is_not_replaced_because_a_newcomer_has_that_name():
    id, memo = PrivateText("id", "anna", "pl", "anna"), PrivateText("memo", "Anna: żona.", "pl")
    said = PrivateText("utterance", "Jestem Anna.", "pl", "anna", 0)
    first = plan(id, memo, said)
    left = [id._replace(text="ewa", transcript="ewa"), memo._replace(text="Ewa: żona."),
            said._replace(text="Jestem Ewa.", transcript="ewa")]  # fmt: skip
    assert first.ids == {"anna": "ewa"}
    news = PrivateText("utterance", "Jestem Ewa.", "pl", "x", 0)._replace(text="To ja, Ewa.")
    later = plan(*left, news, key=first.finished("a"))
    assert later.ids == {}
    assert [after(later, text) for text in (left[2], news)] == ["Jestem Ewa.", "To ja, Ida."]


def test_ids_of_people_whom_the_key_knows_go_also_without_an_interview():
    id, said = PrivateText("id", "anna_k", "pl", "anna_k"), PrivateText("utterance", "Jestem Anna.", "pl", "anna_k", 0)
    done = plan(id, said).finished("a")
    assert done.ids == {"anna_k": "ewa_k"}
    other = PrivateText("id", "anna_2", "pl", "anna_2")
    assert plan(id, other, key=done).ids == {"anna_k": "ewa_k", "anna_2": "ewa_2"}
