"""The compare view in a browser: mouse, keyboard, languages, themes."""

from __future__ import annotations

import pytest

from cjm_research.i18n import using_language
from cjm_research.model import CONSENSUS_CODER
from cjm_widgets.coder_comparison import CoderComparison
from tests.widgets.test_coder_comparison import TURN, compared_study

pytestmark = pytest.mark.browser


@pytest.fixture
def study(tmp_path):
    return compared_study(tmp_path)


def consensus(study) -> list[str]:
    return [coding.code for coding in study.codings if coding.coder == CONSENSUS_CODER]


def saved(view) -> None:
    view.page.wait_for_function("document.querySelector('.cjm-saved').dataset.status === 'saved'")


def start(pane, study, **options):
    view = pane(CoderComparison(study, coder="anna"), **options)
    view.page.wait_for_selector(".cc-chip")
    view.root.locator(".cc-turns").focus()
    return view


def press(view, *keys) -> None:
    for key in keys:
        view.page.keyboard.press(key)
    saved(view)


@pytest.mark.parametrize(("language", "dark", "width"), [("en", False, 1280), ("pl", True, 1280), ("ru", False, 900)])
def test_nothing_is_wrong_for_people_who_cannot_see_or_use_a_mouse(pane, axe, tmp_path, language, dark, width):
    with using_language(language):
        view = start(pane, compared_study(tmp_path, language), lang=language, dark=dark, width=width)
    assert axe(view.page) == []
    press(view, "n", "1", "e")
    assert axe(view.page) == []
    press(view, "Escape", "?")
    if language == "en":
        assert axe(view.page) == []
    overflow = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not view.page.evaluate(overflow)


def test_an_interview_is_settled_by_keyboard_alone(pane, study):
    view = start(pane, study)
    press(view, "n")
    assert view.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("anna: Emotion: Anger")
    press(view, "2")
    assert view.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("anna: Pain point")
    press(view, "0", "a", "f")
    assert consensus(study) == ["touchpoint/phone", "emotion/frustration"]
    assert study.store.consensus() == {"t1"}
    assert view.root.locator(".cc-banner").is_visible()
    press(view, "u", "u")
    assert study.store.consensus() == frozenset()
    assert consensus(study) == ["emotion/frustration"]
    press(view, "r", "r")
    assert study.store.consensus() == {"t1"}


def test_a_decision_is_shown_before_the_kernel_answers_and_kept_until_it_does(pane, study):
    view = start(pane, study)
    press(view, "n")
    view.kill()
    view.page.keyboard.press("1")
    assert "settled" in view.root.locator(".cc-v-label .cc-state").inner_text()
    assert consensus(study) == []
    view.run_again(CoderComparison(study, coder="anna"))
    view.page.wait_for_selector(".cc-chip")
    saved(view)
    assert consensus(study) == ["emotion/anger"]


def test_the_mouse_chooses_takes_and_leaves_open_again(pane, study):
    view = start(pane, study)
    view.root.locator(".cc-chip", has_text="Pain point").click()
    view.root.get_by_role("button", name="Take anna's").click()
    saved(view)
    assert consensus(study) == ["pain_point"]
    view.root.locator(".cc-chip", has_text="Pain point").click()
    view.root.get_by_role("button", name="Leave it open again").click()
    saved(view)
    assert consensus(study) == []
    assert view.root.get_by_role("button", name="Take ben's").is_disabled()


def test_own_words_are_marked_with_the_mouse_past_an_emoji(pane, study):
    view = start(pane, study)
    press(view, "n", "e")
    text = view.root.locator(".cc-text").nth(1)
    units = len(TURN[: TURN.index("and nobody")].encode("utf-16-le")) // 2
    view.select(text, units, units + len("and nobody"))
    assert view.root.locator(".cc-draft").inner_text() == "“and nobody”"
    view.root.get_by_label("End one word later").click()
    assert view.root.locator(".cc-draft").inner_text() == "“and nobody picked”"
    view.root.get_by_label("Begin one word later").click()
    view.root.locator(".cc-own select").first.select_option("barrier")
    view.root.get_by_role("button", name="Take this").click()
    saved(view)
    (coding,) = (c for c in study.codings if c.coder == CONSENSUS_CODER)
    assert (coding.quote, coding.code) == ("nobody picked", "barrier")


def test_what_others_do_is_seen_at_once_and_after_a_reload(pane, study):
    view = start(pane, study)
    pair = next(p for p in study.differences("t1").open if p.verdict == "label")
    study.resolve(pair.first.guid, pair.second.guid, "both", coder="ben")
    state = view.root.locator(".cc-v-label .cc-state")
    view.page.wait_for_function("document.querySelector('.cc-v-label .cc-state').textContent.includes('both')")
    view.reload()
    view.page.wait_for_selector(".cc-chip")
    assert "both codings" in state.inner_text()


def test_the_sides_can_be_exchanged_and_turns_filtered(pane, study):
    view = start(pane, study)
    view.root.get_by_label("Left").select_option("ben")
    view.page.wait_for_function("document.querySelector('.cc-chip').getAttribute('aria-label').startsWith('ben')")
    assert view.root.get_by_label("Right").input_value() == "anna"
    assert view.root.locator(".cc-turn:visible").count() == 3
    view.root.get_by_label("Only turns with open differences").check()
    assert view.root.locator(".cc-turn:visible").count() == 1


def test_hostile_text_is_text(pane, study):
    hostile = "I rang them <img src=x onerror=alert(1)> \u202etwice <script>x</script> 📞 and nobody picked up."
    study.correct_text("t1", 1, hostile, coder="anna")
    view = start(pane, study)
    assert view.root.locator(".cc-text").nth(1).inner_text() == hostile
    assert view.root.locator("img, script").count() == 0


def test_two_thousand_turns_are_shown_in_time(pane, tmp_path):
    from cjm_research import Study
    from tests.study.conftest import write_interview

    study = Study.create(tmp_path / "long")
    words = "and then we waited for the courier again all day long " * 4
    turns = [{"speaker": "P", "role": "participant", "text": words.strip()} for _n in range(2000)]
    codings = [
        {"u": n, "start": 4, "end": 11 + place, "kind": kind, "coder": coder}
        for n in range(0, 2000, 2)
        for place, coder in enumerate(("anna", "ben"))
        for kind in ("action", "pain_point")
    ]
    study.import_transcripts(write_interview(tmp_path / "t.json", utterances=turns, codings=codings))
    view = start(pane, study)
    assert view.page.locator(".cc-turn").count() == 2000
    for key in ("n", "1"):
        assert view.page.evaluate(PRESS, key) < 500
    saved(view)
    assert consensus(study) == ["action"]


# How long the page works on a key, in ms.
PRESS = """
(key) => {
  const began = performance.now();
  document.querySelector(".cc-turns").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - began;
}
"""
