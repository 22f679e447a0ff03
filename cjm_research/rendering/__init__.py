"""LAYER 3 - maps, sheets and the report as HTML, SVG and PDF; only home of Jinja2 and WeasyPrint.

Every function speaks the language in force (`cjm_research.i18n.using_language`) and gives the same text or bytes for
the same input. Pages are self-contained and make no requests; only the report carries a script, which it does not
need. Text from interviews is always escaped.
"""

from cjm_research.rendering.cards import cards_html, cards_pdf
from cjm_research.rendering.compare import compare_html, compare_pdf, compare_svg
from cjm_research.rendering.empathy_map import empathy_html, empathy_pdf
from cjm_research.rendering.empathy_svg import empathy_svg
from cjm_research.rendering.empathy_view import MapHeader
from cjm_research.rendering.journey_blueprint import blueprint_html, blueprint_pdf, blueprint_svg
from cjm_research.rendering.journey_html import journey_html
from cjm_research.rendering.journey_pdf import journey_pdf
from cjm_research.rendering.journey_svg import journey_svg
from cjm_research.rendering.overview import StudySummary, render_overview, write_overview
from cjm_research.rendering.participant import participant_html, participant_pdf, participant_svg
from cjm_research.rendering.pdf import html_to_pdf, pdf_backend
from cjm_research.rendering.persona_sheet import persona_html, persona_pdf
from cjm_research.rendering.process import process_html, process_pdf, process_svg
from cjm_research.rendering.report import render_report, write_report
from cjm_research.rendering.report_content import Agreement, MethodFacts, ReportContent
from cjm_research.rendering.story import story_html, story_markdown, story_pdf
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf
from cjm_research.rendering.timeline import timeline_html, timeline_pdf, timeline_svg
from cjm_research.rendering.wall import template_pdf, template_svg
from cjm_research.rendering.wheel import wheel_html, wheel_pdf, wheel_svg

__all__ = [
    "Agreement",
    "MapHeader",
    "MethodFacts",
    "ReportContent",
    "StudySummary",
    "blueprint_html",
    "blueprint_pdf",
    "blueprint_svg",
    "cards_html",
    "cards_pdf",
    "compare_html",
    "compare_pdf",
    "compare_svg",
    "empathy_html",
    "empathy_pdf",
    "empathy_svg",
    "html_to_pdf",
    "journey_html",
    "journey_pdf",
    "journey_svg",
    "participant_html",
    "participant_pdf",
    "participant_svg",
    "pdf_backend",
    "persona_html",
    "persona_pdf",
    "process_html",
    "process_pdf",
    "process_svg",
    "render_overview",
    "render_report",
    "story_html",
    "story_markdown",
    "story_pdf",
    "svg_pages_to_pdf",
    "template_pdf",
    "template_svg",
    "timeline_html",
    "timeline_pdf",
    "timeline_svg",
    "wheel_html",
    "wheel_pdf",
    "wheel_svg",
    "write_overview",
    "write_report",
]
