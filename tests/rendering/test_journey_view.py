import pytest

from cjm_research.i18n import catalog
from cjm_research.model import Count, Evidence, JourneyItem
from cjm_research.rendering.journey_view import item_name, item_words, map_view, single_source


def pain_cell(journey_map, **options):
    (found,) = [
        c for lane in map_view(journey_map, **options).lanes for c in lane.cells if c.lane == "pain" and c.shown
    ]
    return found


def test_one_item_more_than_the_limit_is_shown_rather_than_counted(make_map):
    cell = pain_cell(make_map(n_items=4), n_items=3)
    assert (len(cell.shown), len(cell.more)) == (4, 0)
    cell = pain_cell(make_map(n_items=5), n_items=3)
    assert (len(cell.shown), len(cell.more)) == (3, 2)


def test_people_of_a_cell_are_counted_once_whatever_they_said(make_map):
    cell = pain_cell(make_map(n_items=5), n_items=3)
    assert cell.people == (1, 3)
    assert cell.mentions == 5


def test_optional_lanes_vanish_when_empty_and_core_lanes_stay(make_map):
    lanes = [lane.key for lane in map_view(make_map(), lanes="full").lanes]
    assert "need" not in lanes
    assert {"pain", "success", "turning"} <= set(lanes)


def test_peak_and_valley_need_three_people_each(make_map, flagship_map):
    assert map_view(make_map()).extremes == {}
    journey_map = flagship_map("en")
    extremes = map_view(journey_map).extremes
    assert {extreme.is_peak for extreme in extremes.values()} == {True, False}
    points = {point.stage: point for point in journey_map.curve}
    assert all(points[stage].n >= 3 for stage in extremes)


def topic(text, quote, label="delivery"):
    evidence = Evidence(participant="a1", transcript="t", utterance=0, start=0, end=len(quote), quote=quote)
    count = Count(k=1, n=3, interval=(0, 1))
    return JourneyItem(key="x.pain.1", text=text, label=label, quote=quote, count=count, evidence=(evidence,))


def test_a_topic_is_split_into_its_name_and_its_quote():
    item = topic("Delivery and installation: “come back at five”", "come back at five")
    assert item_name(item, "pain") == "Delivery and installation"
    assert item_words(item, "pain") == "“come back at five”"
    assert single_source(item, "pain") == item.evidence[0]


def test_a_plain_quote_has_no_name():
    item = topic("come back at five", "come back at five", label=None)
    assert item_name(item, "goal") == ""
    assert item_words(item, "goal") == "“come back at five”"


def test_a_pain_met_at_no_touchpoint_says_so():
    item = topic("No contact named: “come back at five”", "come back at five", label=None)
    assert item_name(item, "pain") == "No contact named"


def test_few_stages_show_more_in_each_cell(make_map, flagship_map):
    cell = pain_cell(make_map(n_items=8))
    assert len(cell.shown) == 8
    shown = [len(c.shown) for lane in map_view(flagship_map("en")).lanes for c in lane.cells]
    assert max(shown) <= 6


def test_quotation_marks_around_a_whole_quote_are_not_doubled():
    item = topic("Phone call: “limit wyczerpany”", "„limit wyczerpany”", label="phone")
    assert item_name(item, "pain") == "Phone call"
    assert item_words(item, "pain") == "“limit wyczerpany”"


def test_a_text_of_the_researcher_is_not_set_in_quotation_marks():
    item = topic("The courier came late twice", "come back at five")
    assert item_name(item, "pain") == ""
    assert item_words(item, "pain") == "The courier came late twice"
    assert single_source(item, "pain") is None


@pytest.mark.parametrize("lane", ["touchpoint", "emotion"])
def test_a_renamed_entry_keeps_the_researchers_name(make_map, lane):
    item = make_map().cell("awareness", "touchpoint").items[0].model_copy(update={"text": "The hotline at night"})
    assert item_name(item, lane) == "The hotline at night"


def test_standard_names_follow_the_language_of_the_view(make_map, monkeypatch):
    class Shouting:
        def gettext(self, message):
            return message.upper()

    item = make_map().cell("awareness", "touchpoint").items[0]
    monkeypatch.setattr(catalog, "_translations", lambda language: Shouting())
    # The names of other languages are looked up once; these are of this test alone.
    from cjm_research.rendering import journey_words

    journey_words._names.cache_clear()
    monkeypatch.setattr(journey_words, "_names", lambda family, label: frozenset({"Phone call"}))
    assert item_name(item, "touchpoint") == "PHONE CALL"
