"""A document and a deck of slides as plain values, before any format: what `office_docx` and `office_pptx` write.

Texts are plain strings, or runs where parts of a text look different or are in another language. Nothing in a text is
ever read as markup, a field or a link.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cjm_research.exchange.xml_text import xml_text

# ISO 639-1 -> the locale by which office programs choose a dictionary.
LOCALES = {"en": "en-GB", "pl": "pl-PL", "ru": "ru-RU"}
# Signs that turn the direction of all that follows: a quote must not turn the count behind it.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PNG = b"\x89PNG\r\n\x1a\n"

# Text, room, font size, bold -> its lines; room and size in points.
Wrap = Callable[[str, float, float, bool], Sequence[str]]


@dataclass(frozen=True)
class Run:
    """A part of a text; `language` is an ISO 639-1 code where it is not that of the document."""

    text: str
    bold: bool = False
    muted: bool = False
    language: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a notice stands in a box, what is muted is smaller and grey, what is small is for looking up."""

    text: Text
    muted: bool = False
    notice: bool = False
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's words, in quotation marks already, and where they stand."""

    words: str
    place: str
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table with one row of headings; the first column names the rows.

    Attributes
    ----------
    rows : tuple of rows
        A cell is a text, or several texts that stand below each other. A row of one cell goes over all columns.
    widths : tuple of float
        Shares of the width, of any sum; equal where empty.
    numeric : tuple of int
        Columns that are set to the right.
    title : str
        What the table is of, for people who cannot see it.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Text | tuple[Text, ...], ...], ...]
    widths: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    title: str = ""
    small: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of each column; their sum is 1."""
        widths = self.widths or (1.0,) * len(self.header)
        return tuple(width / sum(widths) for width in widths)


@dataclass(frozen=True)
class Picture:
    """A PNG picture as wide as there is room, at most `width_cm` where that is given; `alt` says what it shows."""

    png: bytes
    alt: str
    width_cm: float = 0.0

    @property
    def ratio(self) -> float:
        """Width over height."""
        width, height = png_size(self.png)
        return width / height


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a page."""


@dataclass(frozen=True)
class Contents:
    """A table of contents of the headings of levels 1 and 2."""

    heading: str


@dataclass(frozen=True)
class Section:
    """Blocks on pages of their own: in landscape, or in several columns."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    columns: int = 1


Block = Heading | Paragraph | Bullets | Quote | Table | Picture | PageBreak | Contents | Section
SlideBlock = Paragraph | Bullets | Quote | Table | Picture


@dataclass(frozen=True)
class OfficeDocument:
    """A text document; `language` is the ISO 639-1 code of its own words."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    eyebrow: str = ""
    author: str = ""


@dataclass(frozen=True)
class Area:
    """A part of a slide below its title, with blocks from top to bottom.

    `x`, `y`, `width` and `height` are shares of the room, 0..1. `size` is that of the text in points where all fits;
    it goes down as far as `LEAST_SIZE`, and what does not fit then moves to the notes. `left_out` things of the same
    kind are not among the blocks from the start: a line says how many more there are, with those that do not fit.
    """

    blocks: tuple[SlideBlock, ...]
    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0
    size: float = 18.0
    boxed: bool = False
    left_out: int = 0


@dataclass(frozen=True)
class Slide:
    """A slide; `notes` are what its speaker can say, a paragraph each. A slide without areas is a title."""

    title: str
    areas: tuple[Area, ...] = ()
    subtitle: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """Slides in their order; `language` is the ISO 639-1 code of their own words."""

    title: str
    language: str
    slides: tuple[Slide, ...]
    author: str = ""


def office_text(text: str) -> str:
    r"""`text` as XML can hold it: what it cannot becomes U+FFFD, and signs that turn the direction are left out.

    Examples
    --------
    >>> office_text("a\x00b")
    'a\ufffdb'
    """
    return xml_text(_TURNING.sub("", text))


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text, safe for XML."""
    runs = (Run(text),) if isinstance(text, str) else text
    return tuple(Run(office_text(run.text), run.bold, run.muted, run.language) for run in runs if run.text)


def plain(text: Text) -> str:
    """The words of a text alone."""
    return "".join(run.text for run in runs_of(text))


def lines_of(cell: Text | tuple[Text, ...]) -> tuple[Text, ...]:
    """The texts of a table's cell, from top to bottom."""
    if isinstance(cell, str) or all(isinstance(part, Run) for part in cell):
        return (cell,)  # type: ignore[return-value]
    return cell  # type: ignore[return-value]


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG picture in pixels (PNG Specification, 3rd ed., 11.2.1)."""
    if png[:8] != _PNG:
        raise ValueError("not a PNG picture")
    width, height = struct.unpack(">II", png[16:24])
    return width, height
