"""The coding pane in a browser: mouse and keys against the real study behind it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_research.model import Coding
from cjm_widgets.span_coder import SpanCoder

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TALKS = {
    "en": (
        "I saw an advert and rang the shop twice. Nobody picked up, I was livid.",
        "In the end the courier was early, and I was so relieved.",
    ),
    "pl": (
        "Zobaczyłam reklamę i dwa razy dzwoniłam do sklepu. Nikt nie odebrał, byłam wściekła.",
        "W końcu kurier przyjechał wcześniej i odetchnęłam z ulgą.",
    ),
    "ru": (
        "Я увидела рекламу и дважды звонила в магазин. Никто не взял трубку, я была в бешенстве.",
        "В итоге курьер приехал раньше, и я вздохнула с облегчением.",
    ),
}
# What a person types to find the same code, without accents and in small letters.
TYPED = {"en": "phone", "pl": "telefon", "ru": "телефон"}


def make_study(folder: Path, language: str, turns: tuple[str, ...], *, n: int = 1) -> Study:
    study = Study.create(folder / "study", languages=[language], interface_language=language)
    for number in range(n):
        utterances = [
            {"speaker": "M" if k % 2 else f"P{number}", "role": "interviewer" if k % 2 else "participant", "text": text}
            for turn in turns
            for k, text in ((0, turn), (1, "?"))
        ]
        file = folder / f"talk{number}.json"
        content = {"id": f"T{number}", "language": language, "utterances": utterances}
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        study.import_transcripts(file)
    return study


@pytest.fixture(params=["en", "pl", "ru"])
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    return make_study(tmp_path, request.param, TALKS[request.param])


@pytest.fixture
def english(tmp_path: Path) -> Study:
    return make_study(tmp_path, "en", TALKS["en"])


@pytest.fixture
def open_pane(pane: Callable[..., Any]) -> Callable[..., Any]:
    """Shows a coding pane and waits until its interview is there."""

    def show(study: Study, *, width: int = 1280, height: int = 900, dark: bool = False, **options: Any) -> Any:
        with using_language(study.settings.interface_language):
            widget = SpanCoder(study, **options)
        shown = pane(widget, width=width, height=height, dark=dark)
        shown.page.wait_for_selector(".cjm-pane[data-ready]")
        return shown

    return show


def suggest(study: Study, *places: tuple[int, str, str], score: float = 0.6) -> list[Coding]:
    """Suggestions of the machine: turn, words, code."""
    (transcript,) = study.transcripts[:1]
    codings = []
    for n, (turn, words, code) in enumerate(places):
        kind, _slash, label = code.partition("/")
        start = transcript.utterances[turn].text.index(words)
        codings.append(
            Coding(
                guid=f"00000000-0000-5000-8000-{n:012d}",
                transcript=transcript.id,
                participant=transcript.id,
                utterance=turn,
                start=start,
                end=start + len(words),
                quote=words,
                kind=kind,
                label=label or None,
                coder="machine",
                status="suggested",
                score=score + n / 100,
                source="rule:test",
                why="because",
            )
        )
    study.store.sync_suggestions(codings, [transcript.id])
    return codings


def text_of(pane: Any, turn: int) -> Any:
    return pane.page.locator(f'.cjm-turn[data-turn="{turn}"] .cjm-text').first


def settled(pane: Any) -> None:
    """Wait until everything is acknowledged."""
    pane.page.wait_for_selector('.cjm-saved[data-status="saved"]')


def press(pane: Any, *keys: str) -> None:
    for key in keys:
        pane.page.keyboard.press(key)
    settled(pane)


def statuses(study: Study) -> list[tuple[str, str]]:
    return [(coding.quote, coding.status) for coding in study.codings]


# Mouse


def test_words_marked_with_the_mouse_get_the_code_that_is_typed(study: Study, open_pane: Callable[..., Any]):
    pane = open_pane(study, coder="anna")
    text = study.transcripts[0].utterances[0].text
    words = text[2:20].split()[1]
    start = text.index(words)
    pane.select(text_of(pane, 0), start, start + len(words))
    pane.page.wait_for_selector(".cjm-chooser")
    pane.page.keyboard.type(TYPED[study.settings.interface_language])
    press(pane, "Enter")
    (coding,) = study.codings
    assert (coding.quote, coding.code, coding.status, coding.coder) == (words, "touchpoint/phone", "confirmed", "anna")
    assert pane.page.locator(".cjm-chip").count() == 1


def test_a_new_name_becomes_a_code_under_the_kind_that_is_picked(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    pane.select(text_of(pane, 0), 2, 14)
    pane.page.wait_for_selector(".cjm-chooser")
    pane.page.keyboard.type("Chance find")
    pane.page.locator(".cjm-options li", has_text="under Motivation").click()
    pane.page.wait_for_selector(".cjm-chip")
    settled(pane)
    (coding,) = english.codings
    assert english.codebook.path_name(coding.code) == "Motivation: Chance find"
    assert pane.page.locator(".cjm-chip-name").inner_text() == "Chance find"


TRICKY = (
    "Ok 👍🏽 so 👩‍👩‍👧‍👦 family, e\u0301te\u0301 and ładnie – Ёлка й, a\u202eb\u202c.\r\nSecond\r\nline, 𝒳 end",
    "Привет, 🇵🇱 ąćę naïve cafe\u0301 x\u200by done",
)


@pytest.mark.parametrize("turn", [0, 2])
def test_what_is_selected_is_what_the_study_quotes(tmp_path: Path, open_pane: Callable[..., Any], turn: int):
    study = make_study(tmp_path, "en", TRICKY)
    pane = open_pane(study)
    text = study.transcripts[0].utterances[turn].text
    words = [
        word for word in text.replace("\n", " ").replace("\r", " ").split(" ") if len(word) > 2 and "\u202e" not in word
    ]
    for word in words:
        units = len(text[: text.index(word)].encode("utf-16-le")) // 2
        length = len(word.encode("utf-16-le")) // 2
        # Set as the browser does it for a drag; some of these signs have no width of their own.
        chosen = pane.page.evaluate(
            """([n, start, end]) => {
              const { pane } = document.querySelector(".cjm-pane");
              const range = pane.rangeOf(n, start, end);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              pane.afterDrag();
              return range.toString();
            }""",
            [turn, units, units + length],
        )
        assert chosen == word
        pane.page.keyboard.type("goal")
        press(pane, "Enter")
        assert word in {coding.quote for coding in study.codings}
    for coding in study.codings:
        assert text[coding.start : coding.end] == coding.quote


def test_a_drag_that_runs_into_another_turn_ends_with_its_first(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    text = english.transcripts[0].utterances[0].text
    pane.page.evaluate(
        """() => {
          const { pane } = document.querySelector(".cjm-pane");
          const from = pane.pointAt(0, 30, false), to = pane.pointAt(2, 5, true);
          getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
          pane.afterDrag();
        }"""
    )
    pane.page.keyboard.type("goal")
    press(pane, "Enter")
    assert [(c.utterance, c.quote) for c in english.codings] == [(0, text[30:].strip())]


# Keys


def test_suggestions_are_gone_through_by_keys_alone(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"), (0, "livid", "emotion/anger"), (2, "courier", "action"))
    pane = open_pane(english, coder="anna")
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "j", "a")
    assert statuses(english)[0] == ("rang the shop", "confirmed")
    assert pane.page.evaluate("document.activeElement.textContent").startswith("Anger")
    said = pane.page.locator(".cjm-hidden[role=status]").inner_text()
    assert "Touchpoint: Phone call" in said
    assert "2" in said
    press(pane, "r")
    assert statuses(english)[1] == ("livid", "rejected")
    press(pane, "]", "]", "+", "s", "5")
    (third,) = [c for c in english.codings if c.utterance == 2]
    assert (third.quote, third.valence, third.stage) == ("courier was early", 1, "experience")
    assert (third.status, third.coder) == ("confirmed", "anna")
    press(pane, "{")
    assert english.codings[-1].quote == "was early"
    press(pane, "[", "}", "-", "-")
    assert (english.codings[-1].quote, english.codings[-1].valence) == ("courier was", -1)
    press(pane, "u", "Control+z")
    assert english.codings[-1].valence == 1
    press(pane, "Control+y")
    assert english.codings[-1].valence == 0
    press(pane, "x")
    assert len(english.codings) == 2
    press(pane, "u")
    assert len(english.codings) == 3


def test_words_are_marked_and_coded_by_keys_alone(study: Study, open_pane: Callable[..., Any]):
    pane = open_pane(study)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "Enter", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft", "Enter")
    pane.page.keyboard.type(TYPED[study.settings.interface_language])
    press(pane, "Enter")
    (coding,) = study.codings
    assert coding.quote == " ".join(study.transcripts[0].utterances[0].text.split()[1:3])
    press(pane, "c")
    pane.page.wait_for_selector(".cjm-chooser")
    press(pane, "ArrowDown", "Enter")
    assert study.codings[0].code != "touchpoint/phone"


def test_keys_of_a_russian_keyboard_mean_the_same(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"), (0, "livid", "emotion/anger"))
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").first.focus()
    for key, code in (("о", "KeyJ"), ("ф", "KeyA"), ("х", "BracketLeft")):
        pane.page.evaluate(
            "([key, code]) => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))",
            [key, code],
        )
    settled(pane)
    assert statuses(english)[0] == ("rang the shop", "confirmed")
    assert english.codings[1].status == "confirmed"


def test_no_key_leaves_the_pane(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    pane.page.evaluate("window.leaked = []; document.addEventListener('keydown', (e) => window.leaked.push(e.key))")
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "b", "d", "d", "m", "Escape", "j", "Enter", "Enter", "x", "Escape", "Escape", "?", "Escape")
    assert pane.page.evaluate("window.leaked") == []


def test_letters_in_a_field_are_letters(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "livid", "emotion/anger"))
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "j", "m")
    pane.page.keyboard.type("a rather strong word")
    press(pane, "Control+Enter")
    (memo,) = english.memos
    assert (memo.on, memo.target, memo.text) == ("coding", english.codings[0].guid, "a rather strong word")
    assert english.codings[0].status == "suggested"
    # And then the letters are keys again.
    press(pane, "a")
    settled(pane)
    assert english.codings[0].status == "confirmed"


def test_what_a_key_did_is_shown_to_everybody(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "livid", "emotion/anger"))
    pane = open_pane(english)
    said = pane.page.locator(".cjm-said")
    assert said.inner_text() == ""
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "c")
    assert said.inner_text() == "Choose a coding first."
    press(pane, "j", "a")
    assert "Accepted" in said.inner_text()


def test_a_message_about_a_correction_goes_with_its_undo(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "livid", "emotion/anger"))
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "e")
    pane.page.locator(".cjm-edit").fill("I saw an advert and rang the shop twice. I was vivid.")
    press(pane, "Control+Enter")
    pane.page.locator(".cjm-banner").wait_for(state="visible")
    press(pane, "u")
    pane.page.locator(".cjm-banner").wait_for(state="hidden")


def test_a_memo_is_saved_when_its_field_is_left(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    area = pane.page.locator(".cjm-details textarea").last
    area.fill("ask her again")
    press(pane, "Escape")
    settled(pane)
    (memo,) = english.memos
    assert (memo.on, memo.target, memo.text) == ("transcript", "T0", "ask her again")


FOLDERS = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_tagged_interview_can_be_reviewed_without_the_mouse(
    language: str, tmp_path: Path, corpus: Path, open_pane: Callable[..., Any]
):
    study = Study.create(tmp_path / "study", languages=[language], interface_language=language)
    first = min((corpus / language / FOLDERS[language]).glob("*.json"))
    content = json.loads(first.read_text(encoding="utf-8"))
    content.pop("gold", None), content.pop("codings", None)
    content["utterances"] = content["utterances"][:12]
    file = tmp_path / first.name
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    study.import_transcripts(file)
    study.tag()
    made = {coding.guid: coding for coding in study.codings}
    assert len(made) > 8
    pane = open_pane(study, coder="anna")
    pane.page.keyboard.press("Tab")
    while not pane.page.evaluate("document.activeElement.classList.contains('cjm-turn')"):
        pane.page.keyboard.press("Tab")
    press(pane, "j")
    wanted: dict[str, str] = {}
    for n in range(len(made)):
        guid = pane.page.evaluate("document.activeElement.dataset.guid")
        assert guid in made
        assert guid not in wanted
        other = "-" if (made[guid].valence or 0) > 0 else "+"
        key, status = (("a", "confirmed"), ("r", "rejected"), (other, "confirmed"))[n % 3]
        wanted[guid] = status
        pane.page.keyboard.press(key)
        if key in "+-":  # it stays, so that more can be changed
            pane.page.keyboard.press("j")
            while pane.page.evaluate("document.activeElement.classList.contains('cjm-s1')") and n < len(made) - 1:
                pane.page.keyboard.press("j")
    settled(pane)
    assert {coding.guid: coding.status for coding in study.codings} == wanted
    assert all(coding.coder == "anna" for coding in study.codings if coding.status == "confirmed")
    assert all(coding.quote == made[coding.guid].quote for coding in study.codings)


# Text


def test_a_corrected_turn_keeps_its_codings_and_lists_lost_ones(english: Study, open_pane: Callable[..., Any]):
    text = english.transcripts[0].utterances[0].text
    kept = english.add_coding("T0", 0, "livid", kind="emotion", label="anger")
    lost = english.add_coding("T0", 0, "advert", kind="touchpoint")
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "e")
    area = pane.page.locator(".cjm-edit")
    assert area.input_value() == text
    area.fill(text.replace("I saw an advert and rang", "Rang"))
    press(pane, "Control+Enter")
    pane.page.wait_for_selector(".cjm-lost:not([hidden])")
    codings = {coding.guid: coding for coding in english.codings}
    assert codings[kept.guid].quote == "livid"
    assert codings[lost.guid].status == "lost"
    assert "1" in pane.page.locator(".cjm-banner").inner_text()
    assert text_of(pane, 0).inner_text().startswith("Rang the shop")
    assert pane.page.locator(".cjm-chip").count() == 1
    pane.page.locator(".cjm-lost button").first.click()
    press(pane, "Enter", "ArrowRight", "ArrowRight", "Enter", "Enter")
    assert next(c.quote for c in english.codings if c.guid == lost.guid) == "shop"
    press(pane, "u", "u")
    assert english.transcripts[0].utterances[0].text == text
    assert text_of(pane, 0).inner_text() == text


# Others


def test_blind_coders_see_nothing_of_the_machine_and_of_others(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"))
    english.add_coding("T0", 0, "livid", kind="emotion", coder="ben")
    english.add_coding("T0", 2, "early", kind="goal", coder="anna")
    pane = open_pane(english, coder="anna", blind=True)
    assert pane.page.locator(".cjm-chip").count() == 1
    assert pane.page.locator(".cjm-blind").is_visible()
    everything = "".join(text for direction, text in pane.wire if direction == "down")
    assert "ben" not in everything.replace('"guid', "")
    assert "rule:test" not in everything
    english.add_coding("T0", 0, "shop", kind="goal", coder="ben")
    assert pane.page.locator(".cjm-chip").count() == 1


def test_changes_made_elsewhere_arrive(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    coding = english.add_coding("T0", 0, "livid", kind="goal", coder="ben")
    chip = pane.page.locator(".cjm-chip")
    assert "ben" in chip.inner_text()
    english.change_code("goal", name="Aim <b>high</b>", colour="#123456")
    assert chip.locator(".cjm-chip-name").inner_text() == "Aim <b>high</b>"
    english.correct_text("T0", 0, "He was livid.")
    assert text_of(pane, 0).inner_text() == "He was livid."
    assert pane.page.locator(".cjm-seg").inner_text() == "livid"
    english.remove_coding(coding.guid)
    assert chip.count() == 0


def test_a_second_view_shows_the_same(english: Study, open_pane: Callable[..., Any]):
    pane = open_pane(english)
    second = pane.add_view()
    second.locator(".cjm-turn").first.wait_for()
    english.add_coding("T0", 0, "livid", kind="goal")
    assert pane.page.locator(".cjm-chip").count() == 2


def test_steps_outlive_a_dead_kernel(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"), (0, "livid", "emotion/anger"))
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").first.focus()
    pane.kill()
    for key in ("j", "a", "["):
        pane.page.keyboard.press(key)
    assert pane.page.locator(".cjm-chip.cjm-s1").count() == 2
    assert statuses(english)[0][1] == "suggested"
    pane.run_again(SpanCoder(english))
    pane.page.wait_for_selector(".cjm-pane[data-ready]")
    settled(pane)
    assert [status for _quote, status in statuses(english)] == ["confirmed", "confirmed"]


def test_the_place_is_kept_over_a_reload(tmp_path: Path, open_pane: Callable[..., Any]):
    pane = open_pane(make_study(tmp_path, "en", TALKS["en"], n=3))
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, ">")
    pane.page.wait_for_selector('.cjm-pane[data-ready="T1"]')
    press(pane, "ArrowDown", "ArrowDown")
    pane.reload()
    pane.page.wait_for_selector('.cjm-pane[data-ready="T1"]')
    assert pane.page.locator(".cjm-turn[tabindex='0']").get_attribute("data-turn") == "2"
    pane.page.locator(".cjm-turn[tabindex='0']").focus()
    press(pane, "<")
    pane.page.wait_for_selector('.cjm-pane[data-ready="T0"]')
    press(pane, ">")
    pane.page.wait_for_selector('.cjm-pane[data-ready="T1"]')
    assert pane.page.locator(".cjm-turn[tabindex='0']").get_attribute("data-turn") == "2"


# Looking


def test_search_finds_without_accents_and_leads_there(study: Study, open_pane: Callable[..., Any]):
    pane = open_pane(study)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "/")
    pane.page.keyboard.type({"en": "RELIEVED", "pl": "wsciekla", "ru": "КУРЬЕР"}[study.settings.interface_language])
    assert pane.page.locator(".cjm-hits").inner_text().startswith("1")
    turn = {"en": 2, "pl": 0, "ru": 2}[study.settings.interface_language]
    press(pane, "Enter", "Escape")
    assert pane.page.evaluate("Number(document.activeElement.dataset.turn)") == turn


def test_filters_hide_what_does_not_fit(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"), (0, "livid", "emotion/anger"))
    english.add_coding("T0", 2, "early", kind="goal")
    pane = open_pane(english)
    chips = pane.page.locator(".cjm-chip")
    assert chips.count() == 3
    pane.page.get_by_label("Code", exact=True).select_option("touchpoint")
    assert chips.all_inner_texts()[0].startswith("Phone call")
    assert chips.count() == 1
    pane.page.locator(".cjm-notice button").click()
    pane.page.get_by_label("State").select_option("1")
    assert chips.count() == 1
    pane.page.get_by_label("only turns with matching codings").check()
    assert pane.page.locator(".cjm-turn:visible").count() == 1


def test_a_narrow_pane_folds_its_filters(english: Study, open_pane: Callable[..., Any], axe: Callable[..., list[str]]):
    page = open_pane(english, width=900).page
    assert not page.get_by_label("only turns with matching codings").is_visible()
    page.get_by_role("button", name="Filters").click()
    assert page.get_by_label("only turns with matching codings").is_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 1400, "height": 900})
    assert not page.get_by_role("button", name="Filters").is_visible()


def test_text_and_details_never_lie_over_each_other(english: Study, open_pane: Callable[..., Any]):
    page = open_pane(english, width=700, height=620).page
    feed, details = (page.locator(name).bounding_box() for name in (".cjm-feed", ".cjm-details"))
    assert feed["y"] + feed["height"] <= details["y"] + 1


def test_rejected_ones_are_hidden_until_they_are_asked_for(english: Study, open_pane: Callable[..., Any]):
    (coding,) = suggest(english, (0, "livid", "emotion/anger"))
    english.reject(coding.guid)
    pane = open_pane(english)
    assert pane.page.locator(".cjm-chip").count() == 0
    pane.page.get_by_label("State").select_option("2")
    assert pane.page.locator(".cjm-chip.cjm-s2").count() == 1


def test_the_least_certain_and_the_next_uncoded_are_found(english: Study, open_pane: Callable[..., Any]):
    codings = suggest(english, (0, "livid", "emotion/anger"), (2, "courier", "action"), score=0.5)
    pane = open_pane(english)
    pane.page.locator(".cjm-turn").last.focus()
    press(pane, "l")
    assert pane.page.evaluate("document.activeElement.dataset.guid") == codings[0].guid
    press(pane, "a", "n")
    assert pane.page.evaluate("document.activeElement.dataset.turn") == "2"


def test_hover_lights_up_exactly_the_words(english: Study, open_pane: Callable[..., Any]):
    suggest(english, (0, "rang the shop", "touchpoint/phone"), (0, "shop twice", "action"))
    pane = open_pane(english)
    pane.page.locator(".cjm-chip").first.hover()
    assert "".join(pane.page.locator(".cjm-hover").all_inner_texts()) == "rang the shop"
    tip = pane.page.locator(".cjm-tip").inner_text()
    assert "because" in tip
    assert "60%" in tip
    assert "rule:test" in tip


# Safety, size, access

HOSTILE = (
    "<script>window.bad = 1</script> <img src=x onerror='window.bad = 2'> ‮evil‬ ​{words} ${x} &amp;",
    "word",
)


def test_hostile_text_is_only_text(tmp_path: Path, open_pane: Callable[..., Any]):
    study = make_study(tmp_path, "en", HOSTILE)
    study.add_code("<img src=x onerror='window.bad = 3'>", kind="goal", colour="#aa0000")
    own = next(code for code in study.codebook.codes if not code.is_built_in)
    study.add_coding("T0", 0, "<script>", kind="goal", label=own.label, coder="<b>me</b>")
    study.write_memo("<script>window.bad = 4</script>", on="transcript", target="T0", coder="<i>x</i>")
    pane = open_pane(study)
    pane.page.locator(".cjm-chip").first.click()
    pane.page.locator(".cjm-chip").first.hover()
    assert pane.page.evaluate("window.bad ?? null") is None
    assert text_of(pane, 0).text_content() == study.transcripts[0].utterances[0].text
    assert pane.page.locator(".cjm-pane img, .cjm-pane script, .cjm-pane b, .cjm-pane i").count() == 0


def test_a_word_of_a_megabyte_does_not_stop_the_page(tmp_path: Path, open_pane: Callable[..., Any]):
    study = make_study(tmp_path, "en", ("ж" * 1_000_000, "after it"))
    pane = open_pane(study)
    pane.page.locator('.cjm-turn[data-turn="2"]').focus()
    press(pane, "Enter", "Enter")
    pane.page.keyboard.type("goal")
    press(pane, "Enter")
    assert study.codings[0].quote == "after"


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("pl", True), ("ru", False)])
def test_everybody_can_use_it(
    language: str, tmp_path: Path, open_pane: Callable[..., Any], axe: Callable[..., list[str]], dark: bool
):
    study = make_study(tmp_path, language, TALKS[language])
    suggest(study, *((0, word, "goal") for word in study.transcripts[0].utterances[0].text.split()[2:6]))
    study.accept(study.codings[0].guid)
    pane = open_pane(study, dark=dark)
    pane.page.locator(".cjm-turn").first.focus()
    press(pane, "j")
    assert axe(pane.page) == []
    press(pane, "c")
    pane.page.wait_for_selector(".cjm-chooser")
    assert axe(pane.page, ".cjm-chooser") == []
    press(pane, "Escape", "?")
    assert axe(pane.page) == []


def test_an_empty_study_says_so(tmp_path: Path, open_pane: Callable[..., Any]):
    pane = open_pane(Study.create(tmp_path / "study"))
    assert "import_transcripts" in pane.page.locator(".cjm-feed").inner_text()


def test_python_leads_the_page_to_a_place(tmp_path: Path, open_pane: Callable[..., Any]):
    study = make_study(tmp_path, "en", TALKS["en"], n=2)
    coding = study.add_coding("T1", 2, "relieved", kind="emotion")
    pane = open_pane(study)
    pane.widget.show("T1", utterance=2, guid=coding.guid)
    pane.page.wait_for_selector(".cjm-chip.cjm-now")
    assert pane.page.locator(".cjm-pane").get_attribute("data-ready") == "T1"


def _page_state(pane: Any) -> dict[str, list[Any]]:
    return pane.page.evaluate(
        """() => {
          const { doc } = document.querySelector(".cjm-pane").pane;
          const row = (c) => [c.turn, c.start, c.end, c.code, c.valence, c.stage, c.coder, c.status];
          return Object.fromEntries([...doc.codings].map(([guid, c]) => [guid, row(c)]));
        }"""
    )


def _study_state(study: Study) -> dict[str, list[Any]]:
    statuses = ("suggested", "confirmed", "rejected", "lost")
    return {
        c.guid: [c.utterance, c.start, c.end, c.code, c.valence, c.stage, c.coder, statuses.index(c.status)]
        for c in study.codings
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_page_and_study_agree_after_anything(seed: int, tmp_path: Path, open_pane: Callable[..., Any]):
    dice = random.Random(seed)
    study = make_study(tmp_path, "en", TALKS["en"])
    words = [(n, w) for n in (0, 2) for w in study.transcripts[0].utterances[n].text.replace(".", "").split()]
    suggest(study, *((n, w, dice.choice(["goal", "need", "touchpoint/phone"])) for n, w in words[::2]))
    pane = open_pane(study, coder="anna")
    keys = ["j", "k", "a", "r", "[", "]", "{", "}", "+", "-", "x", "u", "Control+y", "n", "l", "ArrowDown"]
    dead = False
    for _step in range(80):
        what = dice.random()
        if what < 0.75:
            pane.page.evaluate("document.querySelector('.cjm-pane').pane.focusCurrent()")
            pane.page.keyboard.press(dice.choice(keys))
        elif what < 0.83:
            pane.page.evaluate("document.querySelector('.cjm-pane').pane.focusCurrent()")
            for key in ("Escape", "Enter", *["ArrowRight"] * dice.randrange(6), "Shift+ArrowRight", "Enter"):
                pane.page.keyboard.press(key)
            pane.page.keyboard.type(dice.choice(["goal", "phone", "anger"]))
            pane.page.keyboard.press("Enter")
        elif what < 0.88 and not dead:
            study.add_coding("T0", 2, "courier", kind="action", coder="ben")
        elif what < 0.92 and not dead:
            text = study.transcripts[0].utterances[0].text
            study.correct_text("T0", 0, f"Well, {text}" if dice.random() < 0.5 else text.removeprefix("Well, "))
        elif what < 0.96:
            dead = not dead
            pane.kill(after_work=dice.random() < 0.5) if dead else pane.revive()
        else:
            pane.revive()
            dead = False
            pane.run_again(SpanCoder(study, coder="anna"))
            pane.page.wait_for_selector(".cjm-pane[data-ready]")
    pane.revive()
    pane.page.evaluate("document.querySelector('.cjm-pane').pane.focusCurrent()")
    pane.page.keyboard.press("+")  # the first word after a silence brings everything up to date
    pane.page.wait_for_selector('.cjm-saved[data-status="saved"]', timeout=30_000)
    pane.page.wait_for_timeout(200)
    assert len({tuple(row[-1:]) for row in _study_state(study).values()}) > 1
    assert _page_state(pane) == _study_state(study)
