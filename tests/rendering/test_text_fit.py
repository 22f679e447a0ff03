import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from cjm_research.rendering.fonts import font_file
from cjm_research.rendering.text_fit import text_width, wrap


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text", ["Delivery and installation", "Zażółć gęślą jaźń", "Съешь ещё этих мягких булок", "−1 → ▸"]
)
def test_widths_agree_with_a_renderer(text, bold):
    font = ImageFont.truetype(font_file(bold=bold), 100, layout_engine=ImageFont.Layout.BASIC)
    assert text_width(text, 100, bold=bold) == pytest.approx(font.getlength(text), rel=0.03)


@given(st.text(max_size=80), st.floats(20, 300))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text, room):
    lines = wrap(text, room, 10)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 10) <= room or len(line) == 1 for line in lines)


def test_too_many_lines_end_with_an_ellipsis():
    lines = wrap("one two three four five six", 50, 10, max_lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert text_width(lines[-1], 10) <= 50
