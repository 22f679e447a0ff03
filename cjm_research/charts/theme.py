"""One look for all charts, and their way to SVG: the bundled font, quiet axes, colours that survive grey print."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt

from cjm_research.charts.fonts import FONT_FAMILY, FONT_FOLDER, font_face_css

INK, MUTED, LINE = "#1d2a35", "#56636f", "#d6dde3"
BLUE, BAND = "#2b6a9b", "#c9d9e6"
PAIN, POSITIVE, NEGATIVE = "#d55e00", "#2166ac", "#b2182b"
# Okabe-Ito, those that keep 3:1 on white, darkest contrast first; beside each its dash and its shape.
SERIES = ("#0072b2", "#d55e00", "#007d5c", "#8c4a86", "#56636f")
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (1, 3))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
FONT = f"{FONT_FAMILY}, Noto Sans, DejaVu Sans, sans-serif"
_RENDERER = "cjm-svg"


def styled(chart: Any, *, title: str, subtitle: str = "") -> Any:
    """The chart with the project's look, its title and what its numbers mean."""
    heading = alt.TitleParams(
        text=wrapped(title, 70), subtitle=wrapped(subtitle, 100) if subtitle else [], anchor="start", offset=14
    )
    return (
        chart.properties(title=heading, background="#fff", padding=12)
        .configure(font=FONT)
        .configure_title(
            fontSize=16, fontWeight="bold", color=INK, subtitleFontSize=11.5, subtitleColor=MUTED, subtitlePadding=5
        )
        .configure_axis(
            labelFontSize=11.5,
            titleFontSize=11.5,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=MUTED,
            gridColor="#e9edf1",
            domainColor="#8794a0",
            tickColor="#8794a0",
            labelLimit=400,
        )
        .configure_legend(labelFontSize=11.5, titleFontSize=11.5, titleFontWeight="normal", labelLimit=320)
        .configure_header(labelFontSize=11.5, labelFontWeight="bold", labelColor=INK, labelLimit=400)
        .configure_view(stroke=None)
    )


def chart_svg(chart: Any, *, embed_font: bool = False) -> str:
    """The chart as SVG; equal charts give equal text.

    Parameters
    ----------
    chart : altair chart
        From one of the `plot_*` functions or made by hand.
    embed_font : bool
        Put the font into the picture, for viewers and pages that don't have it (about 50 kB).
    """
    import vl_convert

    register_font()
    svg = vl_convert.vegalite_to_svg(
        chart.to_dict(), vl_version=".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    )
    svg = _numbered_ids(svg)
    if embed_font:
        svg = re.sub(r"(<svg[^>]*>)", rf"\1<style>{font_face_css()}</style>", svg, count=1)
    return svg


def svg_to_pdf(svg: str) -> bytes:
    """A picture as a one-page PDF of its own size."""
    import vl_convert

    register_font()
    return vl_convert.svg_to_pdf(svg)


def setup_notebook() -> None:
    """Show charts in this notebook as pictures: no network, no random ids, the bundled font inside."""
    alt.renderers.register(_RENDERER, _render)
    alt.renderers.enable(_RENDERER)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, for titles and labels: Vega does not wrap."""
    return textwrap.wrap(text, width, break_long_words=False) or [""]


def short(text: str, limit: int) -> str:
    """The text, cut at a word where it is longer than `limit` characters."""
    return textwrap.shorten(text, limit, placeholder="…") if len(text) > limit else text


# Labels that were wrapped with line feeds become several lines on an axis.
LABEL_LINES = "split(datum.label, '\\n')"
# Such a label hangs from its first line: moved up by half of the others, it stands at the middle of its place.
LABEL_LINE_HEIGHT = 13
LABEL_MIDDLE: Any = {
    "condition": [
        {"test": f"length({LABEL_LINES}) == {n}", "value": -LABEL_LINE_HEIGHT * (n - 1) / 2} for n in range(2, 7)
    ],
    "value": 0,
}


def data(rows: Sequence[dict[str, Any]]) -> Any:
    """Rows as the data of a chart, in their order."""
    return alt.Data(values=list(rows))


@cache
def register_font() -> None:
    """Make the bundled font known to vl-convert, once."""
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FOLDER))


def _render(spec: dict[str, Any], **_options: Any) -> dict[str, str]:
    return {"image/svg+xml": chart_svg(alt.Chart.from_dict(spec), embed_font=True)}


def _numbered_ids(svg: str) -> str:
    # Vega numbers clip paths and gradients per process, not per picture.
    ids = dict.fromkeys(re.findall(r'\bid="((?:clip|gradient_)\w*)"', svg))
    for number, name in enumerate(ids):
        svg = re.sub(rf'(id="|url\(#){re.escape(name)}(?=["\)])', rf"\g<1>part{number}", svg)
    return svg
