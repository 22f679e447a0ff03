"""Icons and marks as SVG paths of our own: no icon font, no emoji, equal on every machine.

All are drawn on a 24 x 24 grid. Colours are presentation attributes, because style sheets of a page do not reach inline
pictures in every PDF engine.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from cjm_research.model import Count

Support = Literal["full", "half", "none"]

INK = "#24323f"
# Okabe-Ito where a category needs a colour; the diverging pair is for valence. Each mark has a shape of its own too.
COLOURS = {
    "pain": "#d55e00",
    "barrier": "#b2182b",
    "success": "#007d5c",
    "turning": "#8c4a86",
    "positive": "#2166ac",
    "neutral": "#6b7680",
    "negative": "#b2182b",
    "calm": "#24435c",
    "warm": "#8a5a00",
}

# White text on these is readable; they differ in darkness too.
PHASES = {"before": "#2b6a9b", "during": "#1c4668", "after": "#4c6379"}

# Line icons: one per group of channels.
_ICONS: dict[str, str] = {
    "people": "M8.5 11a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM2.5 19.5c.3-3.6 2.6-5.7 6-5.7s5.7 2.1 6 5.7"
    "M15.5 5.2a3 3 0 0 1 0 5.6M17.2 14.2c2.5.6 4 2.5 4.3 5.3",
    "magnifier": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20.5 20.5",
    "bubbles": "M3.5 4h11v8h-6l-3 3v-3h-2zM17 9h3.5v8h-2v3l-3-3h-5v-2",
    "star_bubble": "M3.5 4h17v12.5h-9l-4 4v-4h-4zM12 6.3l1.2 2.6 2.8.3-2.1 1.9.6 2.8-2.5-1.4-2.5 1.4.6"
    "-2.8L8 9.2l2.8-.3z",
    "price_tag": "M12.5 3.5h8v8l-9 9-8-8zM16.7 6.5a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z",
    "page": "M5 3.5h10l4 4v13H5zM15 3.5v4h4M8 12h8M8 16h8",
    "play": "M3.5 5h17v14h-17zM10 9v6l5-3z",
    "megaphone": "M4 9.5v5h3l9 4.5V5L7 9.5zM7.5 14.5l1.5 5.5h2.5l-1.3-4.6M19 9.5c1.3 1.2 1.3 3.8 0 5",
    "calendar": "M4 5.5h16v15H4zM4 10h16M8.5 3v4.5M15.5 3v4.5M8 14h3M8 17h3M14 14h2.5",
    "globe": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5.5-5 11.5 0 17"
    "M12 3.5c5 5.5 5 11.5 0 17",
    "cart": "M2.5 4.5h3l2.5 11h10l2.5-8H6.3M9 19.5a1 1 0 1 0 .01 0zM16.5 19.5a1 1 0 1 0 .01 0z",
    "bag": "M5 8h14l1.2 12.5H3.8zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5",
    "card": "M3 5.5h18v13H3zM3 10h18M6.5 14.8h4",
    "mobile": "M7 2.5h10v19H7zM10.8 18.5h2.4",
    "envelope": "M3 5.5h18v13H3zM3 6.5l9 7 9-7",
    "bubble": "M3.5 4.5h17v12h-10l-4 4v-4h-3zM8 10.5h.01M12 10.5h.01M16 10.5h.01",
    "handset": "M6.5 3.5 9.5 4l1 4.5-2.3 1.8c1 2.4 2.6 4 5 5l1.8-2.3 4.5 1 .5 3c0 2-1.5 3-3.5 3"
    "C9.5 20 4 14.5 3.5 7c0-2 1-3.5 3-3.5z",
    "storefront": "M4.5 11v9.5h15V11M3 8.5l2-5h14l2 5c0 3.3-4.5 3.3-4.5 0 0 3.3-4.5 3.3-4.5 0 0 3.3-4.5 "
    "3.3-4.5 0 0 3.3-4.5 3.3-4.5 0zM10 20.5v-6h4v6",
    "badge": "M12 11a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM4.5 20.5c.4-4.2 3.2-6.5 7.5-6.5s7.1 2.3 "
    "7.5 6.5zM12 14v3.5",
    "clipboard": "M5.5 5h13v15.5h-13zM9 3.5h6V7H9zM8.8 13.5l2.2 2.3 4.3-4.6",
    "signature": "M5 3.5h10l4 4V11M5 3.5v17h6M15 3.5v4h4M8 10.5h5M8 14h3M13 20.5l.7-3 6-6 2.3 2.3-6 6z",
    "truck": "M2.5 6h11.5v10.5H2.5zM14 9.5h4l3.5 3.5v3.5H14zM7 19.3a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 "
    "3.8zM17.5 19.3a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z",
    "box": "M12 3 20.5 7v10L12 21 3.5 17V7zM3.5 7l8.5 4 8.5-4M12 11v10M7.7 5l8.5 4v3.5",
    "book": "M12 6c-2.5-1.8-5.5-2-9-1.5v14c3.5-.5 6.5-.3 9 1.5 2.5-1.8 5.5-2 9-1.5v-14c-3.5-.5-6.5-.3-9 1.5zM12 6v14",
    "terminal": "M3 4h18v12H3zM8.5 20.5h7M12 16v4.5M8 8l3 2-3 2M13 12.5h3.5",
    "wrench": "M20 7.5a4.8 4.8 0 0 1-6.5 5.7L7 19.7a1.9 1.9 0 0 1-2.7-2.7l6.5-6.5A4.8 4.8 0 0 1 16.5 4L13.8 "
    "6.7l.7 2.8 2.8.7z",
    "return": "M8.5 4 4 8.5 8.5 13M4 8.5h10.5a5.5 5.5 0 0 1 0 11H8",
    "gift": "M4 11h16v9.5H4zM3 7h18v4H3zM12 7v13.5M12 7C9 7 7 5.8 7.5 4.2 8.2 2.3 11.5 3.5 12 7c.5-3.5 3.8-4.7 "
    "4.5-2.8C17 5.8 15 7 12 7z",
    "point": "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 11.5h.01",
}
_ICON_OF_LABEL: dict[str, str] = {
    "word_of_mouth": "people", "search_engine": "magnifier", "social_media": "bubbles", "forum": "bubbles",
    "review_site": "star_bubble", "price_comparison": "price_tag", "blog_article": "page", "video": "play",
    "advertising": "megaphone", "print_material": "page", "event": "calendar", "website": "globe",
    "online_store": "cart", "marketplace": "bag", "checkout_payment": "card", "mobile_app": "mobile",
    "email": "envelope", "messaging": "bubble", "chat": "bubble", "phone": "handset", "store": "storefront",
    "staff": "badge", "demo_trial": "clipboard", "contract_paperwork": "signature", "delivery": "truck",
    "product": "box", "onboarding": "book", "self_service": "terminal", "support_service": "wrench",
    "returns_refund": "return", "loyalty_programme": "gift", "unspecified": "point",
}  # fmt: skip

_CIRCLE = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z"
_SQUARE = "M6.5 4h11a2.5 2.5 0 0 1 2.5 2.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5v-11A2.5 2.5 0 0 1 6.5 4z"


def _face(mood: str, mouth: str) -> str:
    """A full disc for good, a hollow one for neither, a square for bad: told apart in grey print too."""
    colour, is_hollow = COLOURS[mood], mood == "neutral"
    shape = _SQUARE if mood == "negative" else _CIRCLE
    ground = f'fill="#fff" stroke="{colour}" stroke-width="1.9"' if is_hollow else f'fill="{colour}"'
    lines = f'fill="none" stroke="{colour if is_hollow else "#fff"}" stroke-width="1.9" stroke-linecap="round"'
    return f'<path d="{shape}" {ground}/><path d="M9 9.7v.8M15 9.7v.8{mouth}" {lines} stroke-linejoin="round"/>'


def _line(path: str, colour: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{COLOURS[colour]}" stroke-width="2.4" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )


# What may be said of any entry besides its lane; always with its word.
_LINE_MARKS: dict[str, str] = {
    "advance": _line("M3.5 12h16M13.5 6l6 6-6 6", "calm"),
    "stall": _line("M8.5 5v14M15.5 5v14", "warm"),
    "exit": _line("M13.5 4.5h-9v15h9M10 12h11M17 8l4 4-4 4", "negative"),
    "wow": _line("M12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5M5.3 5.3l3.5 3.5M15.2 15.2l3.5 3.5M18.7 5.3l-3.5 3.5"
                 "M8.8 15.2l-3.5 3.5", "success"),
    "near_failure": _line("M12 3.5 21.5 20h-19zM12 9.5v5M12 17.2v.1", "negative"),
    "keep": _line("M12 3 20 6v6c0 5-3.6 7.8-8 9-4.4-1.2-8-4-8-9V6zM8.3 11.8l2.7 2.7 4.8-5", "success"),
    "wait": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3.5 2.5", "warm"),
    "information_needed": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11.3v5M12 7.6v.1", "calm"),
    "met": _line("M4 12.5l5.3 5.5L20 6.5", "success"),
    "not_met": _line("M5.5 5.5l13 13M18.5 5.5l-13 13", "negative"),
    "solution": _line("M9 17.5h6M10 21h4M12 3a6.3 6.3 0 0 0-3.7 11.4c.5.4.7.9.7 1.5V17h6v-1.1c0-.6.2-1.1"
                      ".7-1.5A6.3 6.3 0 0 0 12 3z", "calm"),
    "open": _line("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.6 9.7a2.5 2.5 0 1 1 3.4 2.3c-.7.3-1 .7-1 1.5M12 16.6v.1",
                  "negative"),
    "owner": _line("M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.4-4 3.2-6.3 7.5-6.3s7.1 2.3 7.5 6.3", "calm"),
    "four_c": _line("M3.5 12.5v-8h8l9 9-8 8zM8 8.5v.1", "calm"),
    "pen": _line("M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5", "warm"),
    "to_be": _line("M4 4h4M12 4h4M20 4v4M20 12v4M20 20h-4M12 20H8M4 20v-4M4 12V8", "calm"),
    "supported": _line("M2.5 12.5l4.5 5L16 6.5M11.5 16.5l1 1L21.5 6.5", "success"),
    "contradicted": _line("M4 9h16M4 15h16M16 4 8 20", "negative"),
    "online": _line("M3.5 5h17v11h-17zM8.5 20h7M12 16v4", "calm"),
    "offline": _line("M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5", "calm"),
    "paid": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 9.5h6M9 14.5h6M12 7v10", "calm"),
    "beyond": _line("M12.5 5H4v15h15v-8.5M15 3.5h5.5V9M20 4 11.5 12.5", "calm"),
    "factor": _line("M5.5 21V4M5.5 4.5h13l-3.5 4 3.5 4h-13", "warm"),
    "back": _line("M8.5 4 4 8.5 8.5 13M4 8.5h10.5a5.5 5.5 0 0 1 0 11H8", "calm"),
}  # fmt: skip

# Shape, then colour: each mark is told apart in grey print too.
_MARKS: dict[str, str] = {
    "full": f'<path d="{_CIRCLE}" fill="{INK}"/>',
    "half": f'<path d="{_CIRCLE}" fill="#fff" stroke="{INK}" stroke-width="2.4"/>'
    f'<path d="M12 4a8 8 0 0 0 0 16z" fill="{INK}"/>',
    "none": f'<path d="{_CIRCLE}" fill="#fff" stroke="{INK}" stroke-width="2.2" stroke-dasharray="3 3.28"/>',
    "pain": f'<path d="M3 5h18l-9 15.5z" fill="{COLOURS["pain"]}"/>',
    "barrier": f'<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8z" fill="{COLOURS["barrier"]}"/>'
    '<path d="M7.5 12h9" stroke="#fff" stroke-width="3.2"/>',
    "success": f'<path d="M12 2.5l2.9 6.2 6.6.8-4.9 4.6 1.3 6.7L12 17.5l-5.9 3.3 1.3-6.7L2.5 9.5l6.6-.8z" '
    f'fill="{COLOURS["success"]}"/>',
    "turning": f'<path d="M12 2.5 21.5 12 12 21.5 2.5 12z" fill="{COLOURS["turning"]}"/>',
    **_LINE_MARKS,
    "positive": _face("positive", "M8.3 13.6c1.7 2.7 5.7 2.7 7.4 0"),
    "neutral": _face("neutral", "M8.7 14.8h6.6"),
    "negative": _face("negative", "M8.3 16c1.7-2.7 5.7-2.7 7.4 0"),
}


@cache
def touchpoint_path(label: str | None) -> str:
    """The path data of a channel's icon; a point for a label that is none of ours."""
    return _ICONS[_ICON_OF_LABEL.get(label or "", "point")]


@cache
def touchpoint_svg(label: str | None, size: int = 16) -> str:
    """A channel's icon as inline SVG; decoration, since its name always stands beside it."""
    return (
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true">'
        f'<path d="{touchpoint_path(label)}" fill="none" stroke="{INK}" stroke-width="1.8" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def mark_shape(name: str) -> str:
    """The shapes of a mark, without their ``<svg>``: a support level, a moment, a mood, or what is said of an entry.

    Raises
    ------
    KeyError
        There is no such mark.
    """
    return _MARKS[name]


@cache
def mark_svg(name: str, size: int = 12) -> str:
    """A mark as inline SVG (see `mark_shape`)."""
    return (
        f'<svg class="mark" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true">{_MARKS[name]}</svg>'
    )


def support_level(count: Count) -> Support:
    """How well something is supported: three or more people, one or two, nobody."""
    return "full" if count.k >= 3 else "half" if count.k else "none"


def mood(valence: float | None) -> str | None:
    """The face for a mean valence (-2..+2): positive, neutral or negative; none where it is not known.

    It goes by the number as it is shown, with one decimal: the same number never stands beside two faces.
    """
    if valence is None:
        return None
    shown = round(valence, 1)
    return "positive" if shown >= 0.5 else "negative" if shown <= -0.5 else "neutral"
