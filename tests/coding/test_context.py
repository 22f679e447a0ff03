import pytest

from cjm_research.coding import group_by_label, group_by_touchpoint, topic_text, touchpoint_context
from cjm_research.i18n import using_language
from cjm_research.model import Coding


def coding(kind, label=None, *, u=1, start=0, end=5, stage="purchase", valence=None, who="a"):
    return Coding(
        guid=f"{who}.{kind}.{label}.{u}.{start}", transcript=who, participant=who, utterance=u, start=start, end=end,
        quote="x" * (end - start), kind=kind, label=label, stage=stage, valence=valence, coder="ann",
    )  # fmt: skip


def context_of(pain, *others):
    return touchpoint_context([pain, *others])[pain.guid]


def test_the_overlapping_touchpoint_is_where_it_hurt():
    pain = coding("pain_point", start=10, end=20)
    beside, inside = coding("touchpoint", "chat", start=0, end=9), coding("touchpoint", "phone", start=15, end=25)
    assert context_of(pain, beside, inside) == "phone"


def test_otherwise_the_nearest_of_the_same_stage_in_the_utterance():
    pain = coding("barrier", start=50, end=60)
    near = coding("touchpoint", "delivery", start=30, end=40)
    other_stage = coding("touchpoint", "video", start=61, end=66, stage="awareness")
    assert context_of(pain, near, coding("touchpoint", "chat", start=0, end=5), other_stage) == "delivery"


def test_otherwise_the_last_one_before_it_in_the_stage():
    pain = coding("success_point", u=7)
    before = [coding("touchpoint", "store", u=3), coding("touchpoint", "staff", u=5)]
    assert context_of(pain, *before, coding("touchpoint", "chat", u=9)) == "staff"


@pytest.mark.parametrize(
    "other",
    [
        coding("touchpoint", "phone", u=3, stage="awareness"),
        coding("touchpoint", "unspecified"),
        coding("touchpoint", "phone", who="b"),
    ],
)
def test_another_stage_category_or_person_tells_nothing(other):
    assert context_of(coding("pain_point", u=4), other) is None


def test_groups_stand_by_people_not_by_mentions():
    pains = [coding("pain_point", u=u, start=0, who=who) for who, u in (("a", 1), ("a", 2), ("b", 3), ("c", 3))]
    contexts = dict(zip((p.guid for p in pains), ("phone", "phone", "chat", "chat"), strict=True))
    assert [(label, len(theme.people)) for label, theme in group_by_touchpoint(pains, contexts)] == [
        ("chat", 2),
        ("phone", 1),
    ]


def test_distrust_does_not_cancel_trust():
    feelings = [coding("emotion", "trust", u=1, valence=1), coding("emotion", "trust", u=2, valence=-1)]
    assert [(name, label) for name, label, _theme in group_by_label(feelings)] == [
        ("Trust", "trust"),
        ("Distrust", "trust"),
    ]


def test_headings_never_double_quotation_marks():
    assert topic_text("chat", "„dwa pokoje”") == "Live chat: “dwa pokoje”"
    assert topic_text(None, "it hurt", stage="awareness") == "No contact named (Awareness): “it hurt”"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_headings_are_built_in_the_language_in_force(language):
    with using_language(language):
        assert "it hurt" in topic_text("chat", "it hurt", stage="purchase")
