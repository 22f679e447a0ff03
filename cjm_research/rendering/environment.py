"""The one Jinja2 environment: autoescape on, undefined names are errors, the project's words and numbers at hand.

In templates
    ``_("{n} files").format(n=3)``, ``ngettext``, ``pgettext``: messages, as everywhere in the package
    ``key|term("stage")``, ``code|code_name``: display names
    ``n|number``, ``n|number(1)``, ``share|percent``, ``count|share`` ("7 of 12", a `Count` or a pair), ``mean|signed``
    ``interval|interval`` ("95% interval: 20% to 70%"), ``text|quoted``, ``evidence|place`` ("en_201, turn 14")
    ``support(count)`` ("full", "half" or "none"), ``icon(label)``: marks as inline SVG
    ``css("base/theme.css")``: a style sheet of the package, to be put inside ``<style>``
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cjm_research.i18n import (
    _,
    current_language,
    format_number,
    format_percent,
    format_share,
    in_quotes,
    ngettext,
    pgettext,
)
from cjm_research.model import Count, Evidence, code_name, term
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.icons import mark_svg, support_level, touchpoint_svg

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
_OPENING, _CLOSING = '“„«"', '”“»"'
_MARKS = re.compile('[“”„«»"]')
_ALL_MARKS = re.compile('[“”„«»‘’"]')
_NOT_IN_AN_ID = re.compile(r"[^\w.-]+")


def render(template: str, **context: Any) -> str:
    """The page or fragment that a template of the package gives with this context, in the language in force."""
    return environment().get_template(template).render(language=current_language(), **context)


@cache
def environment() -> Environment:
    """The environment itself, made once."""
    # Autoescape is on for every template whatever its suffix: texts of interviews are hostile until proven otherwise.
    env = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The optimiser would say `"goal"|term("lane")` once, in the language of the first page, and keep that.
        optimized=False,
    )
    env.globals |= {
        "_": _,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "css": style_sheet,
        "font_face": lambda suffix="woff2": Markup(font_face_css(suffix)),
        "icon": lambda label: Markup(touchpoint_svg(label)),
        "mark": lambda name: Markup(mark_svg(name)),
        "support": support_level,
        "support_words": support_words,
    }
    env.filters |= {
        "term": lambda key, family: term(family, key),
        "code_name": code_name,
        "number": format_number,
        "percent": format_percent,
        "share": share,
        "signed": signed,
        "interval": interval,
        "quoted": quoted,
        "place": place,
        "turn": turn,
        "people": people,
        "shorten": shorten,
        "html_id": html_id,
    }
    return env


@cache
def style_sheet(name: str) -> Markup:
    """A style sheet of the package, to be put inside ``<style>``."""
    # Style sheets are files of the package, never of a study: they may stand in a page as they are.
    return Markup((TEMPLATE_FOLDER / name).read_text("utf-8"))


def share(count: Count | tuple[int, int]) -> str:
    """A count with its denominator: “7 of 12”."""
    return format_share(count.k, count.n) if isinstance(count, Count) else format_share(*count)


def signed(value: float, digits: int = 1) -> str:
    """A number that shows its sign; nought has none."""
    text = format_number(abs(value), digits)
    zero = format_number(0, digits)
    return text if text == zero else ("+" if value > 0 else "\u2212") + text


def interval(bounds: tuple[float, float]) -> str:
    """The 95% interval of a share (0..1) in words."""
    return _("95% interval: {low} to {high}").format(low=format_percent(bounds[0]), high=format_percent(bounds[1]))


def quoted(text: str) -> str:
    """Words of a person in the quotation marks of the language in force."""
    return in_quotes(text.strip())


def unquoted(text: str) -> str:
    """The words without quotation marks around the whole of them."""
    text = text.strip()
    if len(text) > 2 and text[0] in _OPENING and text[-1] in _CLOSING and not _MARKS.search(text[1:-1]):
        return text[1:-1]
    return text


def without_marks(text: str) -> str:
    """The words without any quotation marks: those of a text change with what they stand in."""
    return _ALL_MARKS.sub("", text).strip()


def place(evidence: Evidence) -> str:
    """Where a quote stands: its transcript and turn, counted from 1."""
    return _("{transcript}, turn {turn}").format(
        transcript=evidence.transcript, turn=format_number(evidence.utterance + 1)
    )


def turn(evidence: Evidence) -> str:
    """The turn of its transcript in which a quote stands, counted from 1."""
    return _("turn {turn}").format(turn=format_number(evidence.utterance + 1))


def people(n: int) -> str:
    """“1 person”, “12 people”."""
    return ngettext("{n} person", "{n} people", n).format(n=format_number(n))


def shorten(text: str, limit: int = 90) -> str:
    """At most `limit` characters, cut at a word; an ellipsis says that something was left out."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit * 0.5 else head).rstrip(" ,.;:-–—") + "…"


def html_id(key: str) -> str:
    """`key` as an ``id`` attribute: the same key gives the same id in every view."""
    return _NOT_IN_AN_ID.sub("-", key)


def support_words(count: Count) -> str:
    """What the filled, half and hollow marks mean."""
    return {
        "full": _("Three or more people"),
        "half": _("One or two people"),
        "none": _("Nobody yet: an assumption"),
    }[support_level(count)]
