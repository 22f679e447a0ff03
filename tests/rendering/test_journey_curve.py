import re

from hypothesis import given
from hypothesis import strategies as st

from cjm_research.model import EmotionPoint
from cjm_research.rendering.journey_curve import curve_in_words, curve_svg, even_box, monotone_path

NUMBER = r"-?\d+(?:\.\d+)?"


def points_of(path):
    return [(float(x), float(y)) for x, y in re.findall(rf"({NUMBER}) ({NUMBER})", path)]


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=12))
def test_the_line_never_leaves_the_range_of_neighbouring_points(ys):
    xs = [10.0 * i for i in range(len(ys))]
    points = points_of(monotone_path(xs, ys))
    for i in range(len(ys) - 1):
        first, second = points[1 + 3 * i], points[2 + 3 * i]
        low, high = min(ys[i], ys[i + 1]) - 0.01, max(ys[i], ys[i + 1]) + 0.01
        # Control points inside the range keep a Bezier curve inside it.
        assert low <= first[1] <= high
        assert low <= second[1] <= high


def curve(*means):
    return [EmotionPoint(stage="awareness", mean=m, n=0 if m is None else 4) for m in means]


def test_the_line_breaks_where_nothing_is_known():
    svg = curve_svg(curve(1, 1, None, -1, -1), width=500, height=200)
    assert len(re.findall(r'stroke-width="2\.4"', svg)) == 2
    assert "no data" in svg


def test_positive_is_up_and_the_zero_line_is_drawn():
    box = even_box(3, 300, 200, font_size=10)
    assert box.y(2) < box.y(0) < box.y(-2)
    assert f'M0 {box.y(0):g}H300" stroke="#56636f"' in curve_svg(
        curve(1, None, -1), width=300, height=200, font_size=10
    )


def test_every_person_is_a_dot_and_every_stage_tells_its_n():
    people = (("a", 1.0), ("b", 1.0), ("c", -2.0))
    point = EmotionPoint(stage="awareness", mean=0.0, n=3, people=people, interval=(-2, 1))
    svg = curve_svg([point], width=100, height=100)
    assert svg.count("<circle") == len(people) + 1
    assert "n = 3" in svg


def test_the_curve_can_be_heard():
    assert curve_in_words(curve(1, None)) == "Emotion curve from −2 to +2. Awareness: +1.0 (n = 4)"
    assert curve_in_words(curve(None)) == "Emotion curve: no emotions are coded."


def test_the_line_is_thin_and_broken_where_a_point_has_fewer_than_three_people():
    points = [EmotionPoint(stage="awareness", mean=0.5, n=n) for n in (5, 3, 2, 9, 9)]
    svg = curve_svg(points, width=700, height=200)
    lines = re.findall(r'<path d="M[^"]*C[^"]*" fill="none"[^>]*>', svg)
    assert ["stroke-dasharray" in line for line in lines] == [False, True, False]
    assert [line.count("C") for line in lines] == [1, 2, 1]
    hollow = re.findall(r'<circle[^>]* fill="#fff" stroke="[^"]*" stroke-width="1.6"/>', svg)
    assert len(hollow) == 1
