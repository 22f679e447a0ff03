import io
import re

import pytest
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from cjm_research.i18n import using_language
from cjm_research.journey import empty_map
from cjm_research.measures import count_of
from cjm_research.model import Count, EmotionPoint, Evidence, JourneyCell, JourneyItem, JourneyStep, Persona, Statement
from cjm_research.model.journey_parts import ExternalFactor
from cjm_research.rendering.moments import moments
from cjm_research.rendering.story import story_html, story_markdown, story_pdf
from cjm_research.rendering.story_choice import MOST_MARKED, telling
from cjm_research.rendering.story_markdown import plain
from cjm_research.rendering.story_view import story_view
from tests.rendering.conftest import HOSTILE
from tests.rendering.told_maps import LANGUAGES, codings, interview, told_map

PEOPLE = ("a1", "a2", "a3")


def written(lane, stage, text, **values):
    nobody = Count(k=0, n=0, interval=(0.0, 1.0))
    return JourneyCell(
        stage=stage, lane=lane, items=(JourneyItem(key=f"{lane}-own", text=text, count=nobody, own=True, **values),)
    )


def page(journey_map, **options):
    return BeautifulSoup(story_html(journey_map, **options), "lxml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_story_tells_each_stage_in_order_with_quotes_and_people(language):
    with using_language(language):
        story = page(told_map(language, PEOPLE))
    assert story.html["lang"] == language
    assert [scene["id"] for scene in story.select(".scene")][:4] == [
        "awareness",
        "consideration",
        "decision",
        "purchase",
    ]
    hard = story.select_one("#consideration .hard").get_text()
    pain = next(c for c in codings(language) if c.kind == "pain_point")
    assert pain.quote in hard
    assert "a1" in hard


def test_scene_has_the_three_fields_of_a_scenario_and_says_what_nobody_told():
    story = story_view(told_map("en", PEOPLE))
    fields = {p.field: p for p in story.scenes[1].passages}
    assert {"does", "thinks", "feels"} <= fields.keys()
    assert not fields["thinks"].sentences[0].entries
    assert "−2.0" in fields["feels"].sentences[0].text


def test_every_quote_leads_to_its_place_on_the_page():
    story = page(told_map("pl", PEOPLE), transcripts=[interview("pl", who) for who in PEOPLE])
    targets = {element["id"] for element in story.select("[id]")}
    links = story.select("cite a")
    assert links
    assert all(link["href"].removeprefix("#") in targets for link in links)


def test_a_story_without_people_says_that_everything_is_an_assumption():
    blank = empty_map("idea", "Nobody yet", stage_model="three_phase", purpose="Find out.")
    journey_map = blank.model_copy(update={"cells": (written("goal", "before", "A quiet night"),)})
    story = page(journey_map)
    assert story.select_one(".notice")
    entry = story.select_one("#goal-own")
    assert "assumed" in entry["class"]
    assert "assumption" in entry.get_text()
    assert "assumption" in story_markdown(journey_map)


def test_roles_decisions_and_documents_of_steps_are_told():
    step = JourneyStep(
        key="step-1", stage="purchase", text="Tender", count=count_of(1, 3), decision="Three vendors stay",
        artefact="Short list", actors=("Buyer", "IT"),
    )  # fmt: skip
    told = story_markdown(told_map("en", PEOPLE, steps=(step,)))
    assert all(words in told for words in ("Tender", "Three vendors stay", "Short list", "Buyer and IT"))


def test_events_outside_stand_at_their_stage_and_those_of_the_whole_journey_at_the_end():
    factors = (
        ExternalFactor(key="f1", text="New law", date="2024", stages=("purchase",)),
        ExternalFactor(key="f2", text="Inflation"),
    )
    story = story_view(told_map("en", PEOPLE, factors=factors))
    assert [scene.name for scene in story.scenes if any("New law (2024)" in fact for fact in scene.facts)] == [
        "Purchase"
    ]
    assert "Inflation" in story.ending[0]


def test_a_mood_set_by_hand_says_so():
    curve = (EmotionPoint(stage="awareness", mean=1.0, n=0, own=True), *told_map("en").curve[1:])
    assert "set by a researcher: +1.0" in story_markdown(told_map("en", PEOPLE, curve=curve))


def test_a_persona_opens_its_story():
    statement = Statement(
        text="Wants a light pram", section="goals", inside=(3, 3), outside=(0, 2), interval=(0.4, 1.0)
    )
    persona = Persona(key="P1", title="Hurried", members=PEOPLE, membership={}, statements=(statement,), role="Parent")
    portrait = page(told_map("en", PEOPLE), persona=persona).select_one(".portrait").get_text()
    assert "Parent" in portrait
    assert "Wants a light pram" in portrait


def test_pains_without_a_solution_and_marks_that_nobody_found_are_counted_at_the_end():
    ending = " ".join(story_view(told_map("en", PEOPLE)).ending)
    assert "Turning points: None found" in ending
    assert "Without a solution so far: 1." in ending


def test_a_story_is_no_list(make_map):
    story = story_view(make_map(n_items=9))
    pains = next(p for scene in story.scenes for p in scene.passages if p.field == "hard").sentences[0]
    assert len(pains.entries) == MOST_MARKED
    assert pains.n_more == 9 - MOST_MARKED


def test_the_story_prefers_what_many_told_then_people_not_heard_yet_and_whole_sentences():
    def told(key, who, quote, k=1, **values):
        said = Evidence(participant=who, transcript=who, utterance=1, start=0, end=len(quote), quote=quote)
        return JourneyItem(key=key, text=quote, quote=quote, count=count_of(k, 9), evidence=(said,) * k, **values)

    items = (
        told("scrap", "a", "so cheap"),
        told("long", "a", "They told us at the till that it costs extra"),
        told("longer", "a", "They told us at the till that it costs extra every month"),
        told("other", "b", "I could not find the price"),
        told("many", "c", "Well", k=4),
    )
    assert [item.key for item in telling(items, "pain")] == ["many", "longer", "other"]
    assert [item.key for item in telling(items, "touchpoint")][:2] == ["many", "scrap"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person_tells_in_their_own_words_and_order(language):
    told = moments(told_map(language), [interview(language)])
    assert [moment.stage for moment in told] == ["awareness", "consideration", "purchase", "consideration"]
    assert [moment.is_return for moment in told] == [False, False, False, True]
    # Words between two coded phrases of a turn are told too, as they were said.
    text = interview(language).utterances[3].text
    assert told[1].passages == (text[text.index(codings(language)[1].quote) :].rstrip("."),)
    assert told[1].valence == -2


def test_without_the_text_phrases_stay_apart():
    assert len(moments(told_map("en"))[1].passages) == 3


def test_overlapping_phrases_are_told_once(make_map):
    def said(start, words):
        return Evidence(participant="a1", transcript="t", utterance=1, start=start, end=start + len(words), quote=words)

    one, other = said(0, "they kept me"), said(5, "kept me waiting")
    items = tuple(
        JourneyItem(key=f"pain-{e.start}", text=e.quote, quote=e.quote, count=count_of(1, 1), evidence=(e,))
        for e in (one, other)
    )
    cells = (JourneyCell(stage="purchase", lane="pain", items=items),)
    (moment,) = moments(make_map(actor="participant", participants=("a1",), cells=cells))
    assert moment.passages == ("they kept me waiting",)


def test_accompanied_walks_are_told_in_the_order_of_the_clock():
    journey_map = told_map("en")
    walked = tuple(path.model_copy(update={"order": "walked"}) for path in journey_map.paths)
    assert "telling" in story_markdown(journey_map)
    assert "walk" in story_markdown(journey_map.model_copy(update={"paths": walked}))


def test_pdf_is_a4_with_the_words_of_all_languages_as_text():
    # The title is in three languages, the story in one.
    with using_language("ru"):
        data = story_pdf(told_map("ru", PEOPLE))
    boxes = {tuple(round(side) for side in p.mediabox) for p in PDFPage.get_pages(io.BytesIO(data))}
    assert boxes == {(0, 0, 595, 842)}
    text = re.sub(r"\s+", " ", extract_text(io.BytesIO(data)))
    assert codings("ru")[2].quote in text
    assert "Wózek, коляска & pram" in text


def test_words_from_interviews_are_never_markup(make_map):
    for fields in ({}, {"actor": "participant", "participants": ("a2",)}):
        journey_map = make_map(HOSTILE, title=HOSTILE, purpose=HOSTILE, **fields)
        html = story_html(journey_map)
        assert "<script" not in html
        assert "onerror=alert(1)>" not in html
        told = story_markdown(journey_map)
        assert "<script" not in told.replace("\\<", "")
        assert "&amp;" not in told.replace("\\&amp;", "")


def test_markdown_cannot_be_broken_out_of():
    assert plain("# a\n- b") == "\\# a - b"
    assert plain("1. first") == "1\\. first"
    assert plain("[x](http://e) ![y](z)") == "\\[x\\](http://e) !\\[y\\](z)"
    assert plain("pl_201 _x_") == "pl_201 \\_x\\_"


def test_a_story_that_nobody_told_was_not_looked_for_and_not_searched_in_vain():
    story = empty_map("new-shop", "A shop that is not open yet", stage_model="seven_stage")
    page = story_html(story)
    assert "Not looked for yet" in page
    assert "None found" not in page
    assert "None found (checked)" in story_html(story.model_copy(update={"none_found": ("pain",)}))
