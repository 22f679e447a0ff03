"""LAYER 3 - maps, sheets and the report as HTML, SVG and PDF; only home of Jinja2 and WeasyPrint.

Every function speaks the language in force (`cjm_research.i18n.using_language`) and gives the same text or bytes for
the same input. Pages are self-contained and make no requests; only the report carries a script, which it does not
need. Text from interviews is always escaped.
"""

from cjm_research.rendering.empathy_map import empathy_html, empathy_pdf
from cjm_research.rendering.empathy_svg import empathy_svg
from cjm_research.rendering.empathy_view import MapHeader
from cjm_research.rendering.journey_html import journey_html
from cjm_research.rendering.journey_pdf import journey_pdf
from cjm_research.rendering.journey_svg import journey_svg
from cjm_research.rendering.overview import StudySummary, render_overview, write_overview
from cjm_research.rendering.pdf import html_to_pdf, pdf_backend
from cjm_research.rendering.persona_sheet import persona_html, persona_pdf
from cjm_research.rendering.report import render_report, write_report
from cjm_research.rendering.report_content import Agreement, MethodFacts, ReportContent

__all__ = [
    "Agreement",
    "MapHeader",
    "MethodFacts",
    "ReportContent",
    "StudySummary",
    "empathy_html",
    "empathy_pdf",
    "empathy_svg",
    "html_to_pdf",
    "journey_html",
    "journey_pdf",
    "journey_svg",
    "pdf_backend",
    "persona_html",
    "persona_pdf",
    "render_overview",
    "render_report",
    "write_overview",
    "write_report",
]
