"""`study.saturation()`: one group at a time, codings as they stand, answers in words."""

import json

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import LANGUAGES, set_language, using_language
from cjm_research.study import Study
from tests.study.conftest import TEXTS, clock

WORDS = TEXTS["en"][1].split()
# Labels that each interview holds, in the order of import: four bring everything, the others nothing but the last one.
TOLD = (("phone", "staff"), ("email",), ("phone", "chat"), ("store",), ("phone",), ("staff", "email"), ("forum",))


def import_talks(study, folder, told, *, group="customer", prefix="t", attributes=None):
    """One interview for each tuple of labels, coded in the file."""
    folder.mkdir(exist_ok=True)
    for number, labels in enumerate(told, start=1):
        turns = [
            {"speaker": "MP"[n % 2], "role": ("interviewer", "participant")[n % 2], "text": f"{text} {prefix}{number}"}
            for n, text in enumerate(TEXTS["en"])
        ]
        codings = [{"u": 1, "quote": WORDS[at], "kind": "touchpoint", "label": label, "stage": "use"}
                   for at, label in enumerate(labels)]  # fmt: skip
        talk = {"id": f"{prefix}{number}", "language": "en", "group": group, "utterances": turns, "codings": codings,
                "attributes": (attributes or {}).get(f"{prefix}{number}", {})}  # fmt: skip
        path = folder / f"{prefix}{number}.json"
        path.write_text(json.dumps(talk), encoding="utf-8")
        study.import_transcripts(path)
    return study


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Seven customers and two experts; nothing in it is changed by the tests."""
    folder = tmp_path_factory.mktemp("told")
    study = Study.create(folder / "study", clock=clock)
    dates = {f"t{n}": {"met": f"2026-0{8 - n}-01", "age": 20 + n} for n in range(1, 8)}
    import_talks(study, folder / "talks", TOLD, attributes=dates)
    return import_talks(study, folder / "talks", [("video",), ("event",)], group="expert", prefix="x")


def test_interviews_stand_in_the_order_of_import(told):
    found = told.saturation()
    assert (found.n, found.n_codes, found.basis, found.group) == (7, 6, "confirmed", "customer")
    assert [step.participant for step in found.steps] == [f"t{n}" for n in range(1, 8)]
    assert [len(step.new) for step in found.steps] == [2, 1, 1, 1, 0, 0, 1]
    assert [step.cumulative for step in found.steps] == [2, 3, 4, 5, 5, 5, 6]
    assert [step.once for step in found.steps] == [2, 3, 3, 4, 4, 2, 3]
    assert (found.rule.base_codes, found.rule.label) == (5, "4+2")
    assert found.steps[0].new == ("touchpoint/phone", "touchpoint/staff")


def test_groups_are_never_mixed(told):
    assert told.saturation(group="expert").n_codes == 2
    assert any("2" in note for note in told.saturation().notes), "the experts that are left out"
    with pytest.raises(UnknownNameError):
        told.saturation(group="non_user")


@pytest.mark.parametrize("order", ["met", "age"])
def test_interviews_can_be_ordered_by_a_date_or_a_number(told, order):
    ordered = [step.participant for step in told.saturation(order=order).steps]
    assert ordered == sorted(ordered, reverse=order == "met")
    assert told.saturation(order=order).richness == told.saturation().richness


def test_an_attribute_that_is_missing_or_no_order_is_refused(told, study, tmp_path):
    with pytest.raises(BadValueError, match="t1, t2"):
        told.saturation(order="height")
    import_talks(study, tmp_path / "talks", TOLD[:2], attributes={"t1": {"town": "Łódź"}, "t2": {"town": "Uman"}})
    with pytest.raises(BadValueError, match="town"):
        study.saturation(order="town")


@pytest.mark.parametrize(("level", "n_codes"), [("kind", 1), ("code", 6), ("code_stage", 6), ("own", 0)])
def test_levels_of_codes(told, level, n_codes):
    assert told.saturation(level=level).n_codes == n_codes


def test_an_unknown_level_is_refused(told):
    with pytest.raises(BadValueError, match="code_stage"):
        told.saturation(level="theme")


def test_merged_codes_have_the_history_of_the_merged_code(study, tmp_path):
    import_talks(study, tmp_path / "talks", TOLD)
    before = study.saturation()
    study.merge_codes("touchpoint/chat", "touchpoint/forum", into="touchpoint/email", coder="ann")
    merged = study.saturation()
    assert [len(step.new) for step in before.steps] == [2, 1, 1, 1, 0, 0, 1]
    assert [len(step.new) for step in merged.steps] == [2, 1, 0, 1, 0, 0, 0]
    assert merged.rule.base_codes == 4
    assert merged.richness.once == 1
    study.undo("ann")
    assert study.saturation() == before


def test_own_codes_are_a_level_of_their_own(study, tmp_path):
    import_talks(study, tmp_path / "talks", TOLD)
    code = study.add_code("Hotline", kind="touchpoint", parent="touchpoint/phone", coder="ann")
    guid = next(c.guid for c in study.codings if c.transcript == "t5")
    study.change_coding(guid, kind="touchpoint", label=code.label, coder="ann")
    found = study.saturation(level="own")
    assert [step.new for step in found.steps] == [(), (), (), (), (code.key,), (), ()]


def test_suggestions_count_only_until_somebody_codes_and_it_is_said(study, tmp_path, tagger):
    import_talks(study, tmp_path / "talks", [()] * 5)
    study.tag()
    found = study.saturation()
    assert (found.basis, found.n, found.n_codes) == ("machine", 5, 1)
    assert "machine" in str(found)
    study.add_coding("t1", 1, start=0, end=4, kind="action", coder="ann")
    found = study.saturation()
    assert (found.basis, found.n, found.unanswered) == ("confirmed", 1, "few_interviews")
    assert study.saturation(from_tags=True).n == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_interviews_are_said_instead_of_numbers(told, language):
    set_language(language)
    found = told.saturation(group="expert")
    assert (found.unanswered, found.richness, found.rule, found.expected) == ("few_interviews", None, None, ())
    assert len(found.answers) == 1
    assert "5" in found.answers[0]
    assert len(found.caveats) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_name_their_denominators_and_intervals(told, language):
    set_language(language)
    found = told.saturation()
    low, high = found.expects(2).interval
    assert all(str(number) in found.answers[0] for number in (2, low, high))
    assert "4+2" in " ".join(found.answers)
    observed, about = found.richness.observed, round(found.richness.estimate.value)
    assert any(str(observed) in each and str(about) in each for each in found.answers)
    assert any("2012" in caveat for caveat in found.caveats)
    with using_language(language):
        assert {"en": "0.31", "pl": "0,31", "ru": "0,31"}[language] in " ".join(found.caveats)
    assert str(found).count("\n! ") == len(found.caveats) == 6


def test_the_same_study_gives_the_same_figures(told):
    assert told.saturation() == told.saturation()
    assert told.saturation(seed=1).orders != told.saturation(seed=2).orders
    table = told.saturation().to_frame()
    assert list(table["cumulative"]) == [2, 3, 4, 5, 5, 5, 6]
