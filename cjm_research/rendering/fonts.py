"""The bundled font (see `charts/fonts`), for pages and pictures: its files, and the rule that embeds it."""

from cjm_research.charts.fonts import FONT_FAMILY, FONT_FOLDER, FONT_STACK, font_face_css, font_file

__all__ = ["FONT_FAMILY", "FONT_FOLDER", "FONT_STACK", "font_face_css", "font_file"]
