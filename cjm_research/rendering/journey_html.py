"""The journey map as an HTML page, and as a fragment for pages that hold several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from cjm_research.model import EmotionPoint, Evidence, JourneyMap
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.environment import render, style_sheet
from cjm_research.rendering.icons import PHASES, mood
from cjm_research.rendering.journey_curve import curve_svg
from cjm_research.rendering.journey_view import (
    Preset,
    actor_line,
    item_mark,
    item_name,
    item_words,
    machine_notice,
    map_view,
    share_of,
    single_source,
    status_name,
)


@dataclass(frozen=True)
class TableOptions:
    """How the table is drawn.

    `interactive` tables unfold their evidence; others show what fits. `anchor` gives the address of a quote that
    stands elsewhere on the page; `prefix` keeps the ids of several maps on one page apart. The curve's size and the
    size of its text are in the picture's own units: it scales to the width of the columns.
    """

    interactive: bool = True
    text_limit: int = 120
    anchor: Callable[[Evidence], str] | None = None
    prefix: str = ""
    heading: str = "h1"
    curve_size: tuple[float, float] = (1230, 215)
    curve_font: float = 11.5


def journey_html(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "full",
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
    date: str = "",
    logo: str | Path | bytes | None = None,
    is_blueprint: bool = False,
) -> str:
    """A self-contained page in the language in force: no scripts, no requests.

    Parameters
    ----------
    journey_map : JourneyMap
        The map; ids of its stages and items become ids of the page.
    lanes : {"minimal", "standard", "full"} or sequence of lane keys
        Which lanes, from top to bottom. Lanes without content that no map must have are left out.
    """
    return render("journey.html", view=map_view(journey_map, lanes=lanes), **template_context(TableOptions()))


def journey_fragment(
    journey_map: JourneyMap,
    *,
    anchor: Callable[[Evidence], str] | None = None,
    id_prefix: str = "",
    lanes: Preset | Sequence[LaneKey] = "standard",
    n_items: int | None = None,
    show_header: bool = True,
    heading: str = "h3",
    interactive: bool = True,
) -> Markup:
    """The map as part of another page, which must include the style sheet `journey.css`.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    anchor : callable, optional
        Gives the address ("#q-12") of a piece of evidence: quotes are then linked to instead of repeated.
    id_prefix : str
        Stands before each id, so that several maps fit one page.
    lanes : {"minimal", "standard", "full"} or sequence of lane keys
        Which lanes, from top to bottom.
    n_items : int, optional
        Most entries of a cell that are shown at once; fitting the width of the columns by default.
    show_header : bool
        Whether the actor, purpose and facts stand above the table.
    heading : str
        Element of the title, ``h1`` to ``h4``.
    interactive : bool
        Whether entries unfold; without, only what fits is there.
    """
    options = TableOptions(anchor=anchor, prefix=id_prefix, heading=heading, interactive=interactive)
    view = map_view(journey_map, lanes=lanes, n_items=n_items)
    context = template_context(options)
    return Markup(render("journey_fragment.html", view=view, show_header=show_header, **context))


def journey_css() -> Markup:
    """The style sheet that a page with journey fragments needs, after the theme's."""
    return style_sheet("journey.css")


def template_context(options: TableOptions) -> dict[str, object]:
    """What the journey templates need besides the view."""
    return {
        "opts": options,
        "actor_line": actor_line,
        "status_name": status_name,
        "item_name": item_name,
        "item_words": item_words,
        "single_source": single_source,
        "item_mark": item_mark,
        "share_of": share_of,
        "mood": mood,
        "machine_notice": machine_notice,
        "curve": _curve,
        "chevron": chevron_style,
    }


def _curve(curve: Sequence[EmotionPoint], options: TableOptions) -> Markup:
    width, height = options.curve_size
    return Markup(curve_svg(curve, width=width, height=height, font_size=options.curve_font))


def chevron_style(phase: str, is_first: bool, n_stages: int) -> Markup:
    """The arrow behind a stage's name as an inline style: its tip keeps its size whatever the width of the column."""
    tip = round(1.1 * max(1, n_stages), 2)
    notch = "" if is_first else f"L{tip} 20"
    path = f"M0 0H{99 - tip}L99 20L{99 - tip} 40H0{notch}z"
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" preserveAspectRatio="none">'
        f'<path d="{path}" fill="{PHASES[phase]}"/></svg>'
    )
    return Markup(f"background-image:url(data:image/svg+xml,{quote(picture)})")
