import re

import pytest

from cjm_research.charts import chart_svg, plot_ordination
from cjm_research.charts.label_places import Box, box_around, place_labels
from cjm_research.i18n import using_language
from cjm_research.model import Persona, PersonaDraft
from cjm_research.model.persona import Ordination, OrdinationArrow, OrdinationPoint

FOUND = Ordination(
    explained=(0.4, 0.25),
    points=tuple(OrdinationPoint(participant=f"p{i}", x=i % 3, y=i // 3) for i in range(6)),
    arrows=(OrdinationArrow(code="touchpoint/phone", x=2, y=0.5), OrdinationArrow(code="goal", x=-1, y=1)),
)
FRAME = Box(0, 0, 400, 300)


@pytest.mark.parametrize(("language", "axis"), [("en", "Axis 1: 40%"), ("pl", "40"), ("ru", "40")])
def test_people_codes_and_shares_are_on_the_picture(language, axis):
    with using_language(language):
        svg = chart_svg(plot_ordination(FOUND))
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {f"p{i}" for i in range(6)} <= set(texts)
    assert any(axis in text for text in texts)


def test_personas_are_told_apart_by_colour_and_shape():
    draft = PersonaDraft(
        verdict="tentative",
        why="",
        n=6,
        k=1,
        personas=(Persona(key="P1", title="Calls", members=("p0", "p1"), membership={}),),
    )
    svg = chart_svg(plot_ordination(FOUND, draft))
    assert "P1: Calls" in svg
    assert "in no persona" in svg


def test_a_picture_without_people_is_drawn():
    assert "<svg" in chart_svg(plot_ordination(Ordination(explained=(0.0, 0.0))))


@pytest.mark.parametrize("n", [6, 24])
def test_labels_hide_neither_each_other_nor_the_dots(n):
    anchors = [(200 + 9 * (i % 5), 150 + 9 * (i // 5)) for i in range(n)]
    dots = [box_around(x, y, 6, 6) for x, y in anchors]
    places, taken = place_labels(anchors, ["en_201"] * n, frame=FRAME, taken=dots)
    labels = taken[n:]
    assert len(labels) == sum(place is not None for place in places) >= 6
    for number, label in enumerate(labels):
        assert label.inside(FRAME)
        assert not any(label.meets(other) for other in [*dots, *labels[:number]])


def test_a_label_without_room_is_left_out_and_counted():
    crowd = Ordination(
        explained=(0.5, 0.2),
        points=tuple(OrdinationPoint(participant=f"participant {i}", x=0, y=0) for i in range(80)),
    )
    assert re.search(r"\d+ dots have no room for their names", str(plot_ordination(crowd).to_dict()["title"]))
