import pytest

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.journey.compare import diff_maps
from cjm_research.measures import count_of
from cjm_research.model import EmotionPoint, Metric
from tests.journey.small_maps import item, journey, step


def test_equal_maps_differ_in_nothing():
    one = journey({("purchase", "pain"): [item("p", "ab")]})
    diff = diff_maps(one, one)
    assert diff.is_empty
    assert (diff.n_same, diff.pairs) == (1, (("p", "p"),))
    assert diff.sentences()[1] == "Nothing differs."


def test_entries_come_go_and_change_with_their_people():
    before = journey({("purchase", "pain"): [item("queue", "ab"), item("price", "c")]})
    after = journey({("purchase", "pain"): [item("queue", "abc"), item("wait", "d")]})
    diff = diff_maps(before, after)
    assert [c.key for c in diff.added] == ["wait"]
    assert [c.key for c in diff.gone] == ["price"]
    (changed,) = diff.changed
    assert [count.k for count in changed.counts] == [2, 3]
    assert changed.intervals_overlap
    assert str(changed) == "queue (Purchase): 2 of 4 against 3 of 4; the intervals overlap."


def test_a_share_that_surely_changed_is_told_first_and_as_such():
    people, more = [f"p{n}" for n in range(20)], {"people": tuple(f"p{n}" for n in range(20))}
    before = journey({("purchase", "pain"): [item("a", people[:10], n=20), item("b", people, n=20)]}, **more)
    after = journey({("purchase", "pain"): [item("a", people[:9], n=20), item("b", people[:2], n=20)]}, **more)
    diff = diff_maps(before, after)
    assert [c.intervals_overlap for c in diff.changed] == [True, False]
    (line,) = [line for line in diff.sentences() if line.startswith("Entries that differ")]
    assert line.index("do not overlap") < line.index("the intervals overlap")


def test_more_people_alone_do_not_change_an_entry():
    before = journey({("purchase", "pain"): [item("queue", "ab")]})
    after = journey({("purchase", "pain"): [item("queue", "ab", n=5)]}, people=tuple("abcde"))
    diff = diff_maps(before, after)
    assert diff.people_added == ("e",)
    assert (diff.items, diff.n_same) == ((), 1)


def test_an_entry_is_found_again_by_its_words_in_another_stage():
    before = journey({("purchase", "pain"): [item("old", "ab", about="words")]})
    after = journey({("experience", "pain"): [item("new", "ab", about="words")]})
    (change,) = diff_maps(before, after).items
    assert (change.kind, change.fields) == ("changed", ("stage",))


def test_the_same_contact_of_other_people_is_the_same_entry():
    one = journey({("purchase", "touchpoint"): [item("a1", "a", label="phone", text="Phone")]}, people=("a",))
    other = journey({("purchase", "touchpoint"): [item("b1", "b", label="phone", text="Phone")]}, people=("b",))
    diff = diff_maps(one, other)
    assert diff.pairs == (("a1", "b1"),)
    assert not diff.items


def test_the_words_that_stand_for_an_entry_may_change_but_not_what_a_researcher_wrote():
    before = journey({("purchase", "thought"): [item("t", "a", text="one")]})
    assert diff_maps(before, journey({("purchase", "thought"): [item("t", "a", text="two")]})).is_empty
    worded = journey({("purchase", "thought"): [item("t", "a", text="two", edited=("text",))]})
    assert diff_maps(before, worded).items[0].fields == ("text",)


def test_feelings_steps_stages_and_fields_are_compared():
    first = {"purchase": EmotionPoint(stage="purchase", mean=-1.0, n=4, interval=(-1.5, -0.5))}
    second = {"purchase": EmotionPoint(stage="purchase", mean=0.5, n=4, interval=(0.1, 0.9))}
    before = journey(curve=first, steps=(step("call", "purchase", "ab", stalled=1),), purpose="Why")
    metric = Metric(key="m", name="Calls", value=3, unit="min")
    after = journey(
        curve=second, steps=(step("call", "purchase", "ab", stalled=2),), purpose="What for", told={"purchase": 1},
        metrics=(metric,),
    )  # fmt: skip
    diff = diff_maps(before, after)
    (point,) = diff.points
    assert (point.difference, point.intervals_overlap) == (1.5, False)
    assert [change.key for change in diff.steps] == ["call"]
    assert [(change.key, change.after.count) for change in diff.stages] == [("purchase", count_of(1, 4))]
    assert {(f.field, f.before, f.after) for f in diff.fields} == {
        ("purpose", "Why", "What for"), ("metric/m", "", "3 min"),
    }  # fmt: skip


def test_versions_of_one_map_are_told_apart_by_their_names():
    diff = diff_maps(journey(version="May"), journey(version="June"))
    assert (diff.before, diff.after) == ("Everybody, May", "Everybody, June")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_worded_in_each_language(language):
    with using_language(language):
        diff = diff_maps(journey(), journey({("purchase", "pain"): [item(f"p{n}", "a") for n in range(8)]}))
        head, listed = diff.sentences()
        assert "Everybody" in head
        assert "(8)" in listed
        assert "3" in listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_is_named_in_the_language_in_force(language):
    named = {"en": "Final", "pl": "Wersja ostateczna", "ru": "Итоговая"}[language]
    with using_language(language):
        (change,) = diff_maps(journey(), journey(status="final")).fields
    assert change.after == named
