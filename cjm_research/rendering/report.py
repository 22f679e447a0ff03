"""The report of a study: one self-contained HTML file, in the language in force."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from cjm_research.i18n import current_language
from cjm_research.rendering.environment import TEMPLATE_FOLDER, render
from cjm_research.rendering.journey_html import journey_css
from cjm_research.rendering.report_content import ReportContent
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex
from cjm_research.rendering.report_view import report_view


def write_report(path: str | Path, content: ReportContent) -> Path:
    """Write the report of `content` to `path` (UTF-8) and return that path."""
    path = Path(path)
    # Bytes, so that a study gives the same file on every system.
    path.write_bytes(render_report(content).encode("utf-8", "replace"))
    return path


def render_report(content: ReportContent) -> str:
    """The report as one HTML page without outside parts: it opens off line, prints on A4, and works without scripts.

    Parameters
    ----------
    content : ReportContent
        What to show. Built texts in it (statements, notes) should be in the language in force.

    Returns
    -------
    str
        The page. The same content and language give the same text.
    """
    quotes = QuoteIndex(content.evidence(), content.staged_codings(), content.transcripts)
    links = PageLinks(quotes, current_language())
    script = (TEMPLATE_FOLDER / "report.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return render(
        "report.html",
        content=content,
        view=report_view(content, quotes, links),
        links=links,
        journey_css=journey_css(),
        script=Markup(script),
        script_hash=f"sha256-{digest}",
    )
