from __future__ import annotations

import struct
import zlib

import pytest

from cjm_research.i18n import using_language
from cjm_research.rendering.journey_slide import journey_slide_svg
from cjm_research.rendering.pictures import DPI, MAX_PIXELS, svg_png, svg_words

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 40 20"><title>A map.</title>'
    '<desc>Of “two” stages &amp; more</desc><rect width="40" height="20" fill="#d55e00"/></svg>'
)


def size(png):
    return struct.unpack(">II", png[16:24])


def test_pictures_have_200_pixels_an_inch_of_the_width_they_are_shown_in():
    assert DPI == 200
    assert size(svg_png(SVG.format(width=40), 2.54)) == (200, 100)
    assert size(svg_png(SVG.format(width=72)))[0] == 200
    assert size(svg_png(SVG.format(width=40), 1000))[0] == MAX_PIXELS


def test_pictures_are_whole_and_the_same_twice():
    png = svg_png(SVG.format(width=40), 2.54)
    assert png == svg_png(SVG.format(width=40), 2.54)
    kinds, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        kinds.append(kind)
        at += 12 + length
        if kind == b"IDAT":
            assert zlib.decompress(content)
    assert (kinds[0], kinds.count(b"IDAT"), kinds[-1]) == (b"IHDR", 1, b"IEND")


def test_pictures_say_what_they_show():
    assert svg_words(SVG.format(width=40)) == "A map. Of “two” stages & more"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_map_for_a_slide_keeps_its_shape_however_much_is_in_it(make_map, language):
    with using_language(language):
        drawn = [journey_slide_svg(make_map(n_items=n), ratio=2.0) for n in (1, 9)]
    for svg in drawn:
        width, height = (float(value) for value in svg.split('viewBox="0 0 ')[1].split('"')[0].split())
        assert width / height >= 2.0
        assert 'id="legend"' in svg
