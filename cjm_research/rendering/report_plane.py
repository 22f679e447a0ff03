"""The plane of people who tell alike, where too few were interviewed for anything to be grouped by itself."""

from __future__ import annotations

from markupsafe import Markup

from cjm_research.model import PersonaDraft
from cjm_research.rendering.report_method import GROUPED_FROM

# Of fewer people, who is near whom says nothing.
LEAST_PEOPLE = 4


def plane_of(draft: PersonaDraft) -> Markup:
    """The plane as inline SVG; empty from the number of people on that the procedure groups, and for very few."""
    if not LEAST_PEOPLE <= draft.n < GROUPED_FROM or draft.ordination is None or not draft.ordination.points:
        return Markup("")
    from cjm_research.charts import chart_svg, plot_ordination

    grouped = draft if len(draft.personas) > 1 else None
    # Drawn by the package; Vega escapes the texts in it.
    return Markup(chart_svg(plot_ordination(draft.ordination, grouped)))
