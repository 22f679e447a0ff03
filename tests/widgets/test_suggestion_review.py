"""The review form, driven as its buttons drive it, without a kernel."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets import SuggestionReview

TALKS = {
    "en": (
        "Interviewer: What happened?\n"
        "P1: I waited two weeks for the courier. <b>Nobody</b> picked up when I called, I was livid.\n"
    ),
    "pl": (
        "Badacz: Co się stało?\n"
        "P1: Czekałam dwa tygodnie na kuriera. <b>Nikt</b> nie odebrał, kiedy dzwoniłam, byłam wściekła.\n"
    ),
    "ru": (
        "Интервьюер: Что случилось?\n"
        "P1: Я ждала курьера две недели. <b>Никто</b> не взял трубку, когда я звонила, я была в бешенстве.\n"
    ),
}


@pytest.fixture(params=["en", "pl", "ru"])
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    language = request.param
    talk = tmp_path / "talk.txt"
    talk.write_text(TALKS[language], encoding="utf-8")
    study = Study.create(tmp_path / "study", languages=[language], interface_language=language)
    study.import_transcripts(talk, language=language)
    study.tag()
    return study


def _statuses(study: Study) -> list[str]:
    return sorted(coding.status for coding in study.codings)


def test_form_shows_each_suggestion_with_its_reason(study: Study):
    with using_language(study.settings.interface_language):
        form = SuggestionReview(study)
    seen = []
    while form.current is not None:
        assert form.current.quote in {c.quote for c in study.codings}
        assert form._reason.value
        seen.append(form.current.guid)
        form.skip()
    assert seen
    assert sorted(seen) == sorted(c.guid for c in study.codings if c.status == "suggested")


def test_accepting_confirms_in_the_study_at_once(study: Study):
    form = SuggestionReview(study, coder="anna")
    guid = form.current.guid
    form.accept()
    coding = next(c for c in study.codings if c.guid == guid)
    assert (coding.status, coding.coder) == ("confirmed", "anna")


def test_changed_fields_are_part_of_what_is_accepted(study: Study):
    form = SuggestionReview(study)
    guid = form.current.guid
    form._kind.value = "turning_point"
    form._stage.value = "loyalty"
    form.accept()
    coding = next(c for c in study.codings if c.guid == guid)
    assert (coding.kind, coding.stage, coding.status) == ("turning_point", "loyalty", "confirmed")


def test_back_takes_a_decision_back(study: Study):
    before = _statuses(study)
    form = SuggestionReview(study)
    first = form.current
    form.reject()
    assert _statuses(study) != before
    form.back()
    assert _statuses(study) == before
    assert form.current == first


def test_later_leaves_the_suggestion_open(study: Study):
    before = _statuses(study)
    form = SuggestionReview(study)
    form.skip()
    form.back()
    assert _statuses(study) == before


def test_markup_in_an_interview_is_shown_and_not_obeyed(study: Study):
    form = SuggestionReview(study)
    assert "&lt;b&gt;" in form._text.value
    assert "<b>N" not in form._text.value


def test_filters_choose_what_is_shown(study: Study):
    kinds = {coding.kind for coding in study.codings}
    chosen = min(kinds)
    form = SuggestionReview(study, kinds=[chosen])
    assert {coding.kind for coding in form._queue} == {chosen}
    assert SuggestionReview(study, transcripts=["somebody else"]).current is None


def test_surest_first(study: Study):
    scores = [coding.score for coding in SuggestionReview(study, order="score")._queue]
    assert scores == sorted(scores, reverse=True)


def test_least_certain_first(study: Study):
    distances = [abs(coding.score - 0.5) for coding in SuggestionReview(study, order="uncertainty")._queue]
    assert distances == sorted(distances)


def test_empty_form_says_so_and_its_buttons_do_nothing(study: Study):
    form = SuggestionReview(study, kinds=[])
    for act in (form.accept, form.reject, form.skip, form.back):
        act()
    assert form._text.value
    assert all(button.disabled for button in form._buttons)


def test_repr_is_steady(study: Study):
    form = SuggestionReview(study)
    assert repr(form) == repr(SuggestionReview(study))
    assert "0x" not in repr(form)
