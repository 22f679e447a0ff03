"""What fits a slide: how high blocks are at a font size, the size that suits them, and what has to go to the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cjm_research.exchange.office.document import (
    Area,
    Bullets,
    Paragraph,
    Picture,
    Quote,
    SlideBlock,
    Table,
    Text,
    Wrap,
    lines_of,
    plain,
)
from cjm_research.i18n import format_number, ngettext

# Nobody in the last row reads less (points).
LEAST_SIZE = 12.0
LINE = 1.22
# Space below a paragraph, an item and a block, and the indent of items, in sizes of the text.
AFTER, AFTER_ITEM, BETWEEN, INDENT = 0.4, 0.3, 0.5, 1.1
# Around the text of a table's cell, in points.
CELL_X, CELL_Y = 5.0, 2.5
BOX_PAD = 9.0
# A text that has to be cut keeps so many characters.
LEAST_LETTERS, ELLIPSIS = 40, "…"
# Of the room that is left, a picture takes no less than this many points.
LEAST_PICTURE = 90.0


@dataclass(frozen=True)
class Fitted:
    """The blocks of an area that fit at `size` points, their heights in points, and the words that do not fit."""

    blocks: tuple[SlideBlock, ...]
    heights: tuple[float, ...]
    size: float
    left_out: tuple[str, ...] = ()


def fit(area: Area, width: float, height: float, wrap: Wrap) -> Fitted:
    """The largest size from that of the area downwards at which all blocks fit `width` by `height` points.

    Where even the least size is too large, the last items go, one after the other, and a line says how many went; a
    last text that is still too long is cut.
    """
    blocks, left_out = area.blocks, list[str]()
    size = max(area.size, LEAST_SIZE)
    while size > LEAST_SIZE and (
        sum(_least(_told(blocks, area.left_out), width, size, wrap)) > height
        or _breaks_words(blocks, width, size, wrap)
    ):
        size = max(LEAST_SIZE, size - 1)
    while sum(_least(_told(blocks, area.left_out + len(left_out)), width, size, wrap)) > height and (
        shorter := _without_last(blocks)
    ):
        blocks, gone = shorter
        left_out.insert(0, gone)
    told = "; ".join(words_of(blocks[-1])) if blocks else ""
    cut = False
    while sum(_least(_told(blocks, area.left_out + len(left_out)), width, size, wrap)) > height and (
        shortened := _cut(blocks)
    ):
        blocks, cut = shortened, True
    blocks = _told(blocks, area.left_out + len(left_out))
    noted = (told, *left_out) if cut else tuple(left_out)
    return Fitted(blocks, _heights(blocks, width, height, size, wrap), size, noted)


def text_height(block: SlideBlock, width: float, size: float, wrap: Wrap) -> float:
    """How high a block is; a picture as high as it must be."""
    if isinstance(block, Table):
        return sum(row_heights(block, width, size, wrap)) + BETWEEN * size
    if isinstance(block, Picture):
        return LEAST_PICTURE
    if isinstance(block, Bullets):
        lines = sum(_lines(item, width - INDENT * size, size, wrap) for item in block.items)
        return size * (LINE * lines + AFTER_ITEM * len(block.items) + AFTER)
    if isinstance(block, Quote):
        return size * LINE * _lines(block.words, width, size, wrap) + place_size(size) * (
            LINE * _lines(block.place, width, place_size(size), wrap) + AFTER
        )
    return size * (LINE * _lines(block.text, width, size, wrap) + AFTER)


def row_heights(table: Table, width: float, size: float, wrap: Wrap) -> list[float]:
    """The height of each row of a table, its head first, in points."""
    return [
        max(
            sum(
                size * LINE * max(1, _lines(text, share * width - 2 * CELL_X, size, wrap, bold=i == 0))
                for text in lines_of(cell)
            )
            for cell, share in zip(row, table.shares if len(row) > 1 else (1.0,), strict=True)
        )
        + 2 * CELL_Y
        for i, row in enumerate((table.header, *table.rows))
    ]


def place_size(size: float) -> float:
    """The size of the place below a quote."""
    return max(LEAST_SIZE, size - 3)


def words_of(block: SlideBlock) -> Iterator[str]:
    """The words of a block as they stand in notes, a line each."""
    if isinstance(block, Table):
        for row in block.rows:
            yield " · ".join(" ".join(map(plain, lines_of(cell))) for cell in row)
    elif isinstance(block, Bullets):
        yield from map(plain, block.items)
    elif isinstance(block, Quote):
        yield f"{block.words} {block.place}"
    elif isinstance(block, Paragraph):
        yield plain(block.text)


def _lines(text: Text, width: float, size: float, wrap: Wrap, *, bold: bool = False) -> int:
    words = plain(text)
    bold = bold or (not isinstance(text, str) and any(run.bold for run in text))
    return sum(len(wrap(line, max(width, size), size, bold)) for line in words.split("\n"))


def _cut(blocks: tuple[SlideBlock, ...]) -> tuple[SlideBlock, ...] | None:
    """The blocks with a shorter last one; None where that has no long text."""
    *rest, last = blocks
    if isinstance(last, Paragraph):
        short: SlideBlock = replace(last, text=_shorter(last.text))
    elif isinstance(last, Quote):
        short = replace(last, words=plain(_shorter(last.words)))
    elif isinstance(last, Bullets):
        short = replace(last, items=tuple(map(_shorter, last.items)))
    elif isinstance(last, Table):
        rows = (tuple(tuple(map(_shorter, lines_of(cell))) for cell in row) for row in last.rows)
        short = replace(last, header=tuple(plain(_shorter(head)) for head in last.header), rows=tuple(rows))
    else:
        return None
    return (*rest, short) if list(words_of(short)) != list(words_of(last)) else None


def _shorter(text: Text) -> Text:
    words = plain(text)
    return text if len(words) <= LEAST_LETTERS else words[: max(LEAST_LETTERS, len(words) * 3 // 4) - 1] + ELLIPSIS


def clipped(words: str, width: float, height: float, size: float, wrap: Wrap) -> str:
    """A bold text as far as it fits `width` by `height` points; an ellipsis says that something was left out."""
    lines = [line for each in words.split("\n") for line in wrap(each, width, size, True)]
    most = max(1, int(height // (size * LINE)))
    return words if len(lines) <= most else " ".join(lines[:most])[:-1] + ELLIPSIS


def _breaks_words(blocks: Sequence[SlideBlock], width: float, size: float, wrap: Wrap) -> bool:
    """Whether a column of a table is narrower than a word in it."""
    for table in (block for block in blocks if isinstance(block, Table)):
        for i, row in enumerate((table.header, *table.rows)):
            for cell, share in zip(row, table.shares, strict=False):
                room = share * width - 2 * CELL_X
                words = (word for text in lines_of(cell) for word in plain(text).split())
                if any(len(wrap(word, room, size, i == 0)) > 1 for word in words):
                    return True
    return False


def _least(blocks: Sequence[SlideBlock], width: float, size: float, wrap: Wrap) -> list[float]:
    return [text_height(block, width, size, wrap) for block in blocks]


def _heights(blocks: Sequence[SlideBlock], width: float, height: float, size: float, wrap: Wrap) -> tuple[float, ...]:
    """Pictures share the room that texts leave, as far as their width allows."""
    least = _least(blocks, width, size, wrap)
    pictures = [i for i, block in enumerate(blocks) if isinstance(block, Picture)]
    free = height - sum(high for i, high in enumerate(least) if i not in pictures)
    for i in pictures:
        picture = blocks[i]
        if isinstance(picture, Picture):
            least[i] = max(LEAST_PICTURE, min(free / len(pictures), width / picture.ratio))
    return tuple(least)


def _told(blocks: tuple[SlideBlock, ...], n: int) -> tuple[SlideBlock, ...]:
    if not n:
        return blocks
    words = ngettext("and {n} more", "and {n} more", n).format(n=format_number(n))
    return (*blocks, Paragraph(words, muted=True))


def _without_last(blocks: tuple[SlideBlock, ...]) -> tuple[tuple[SlideBlock, ...], str] | None:
    """The blocks without the last thing that can go, and its words; None where only one thing is left."""
    *rest, last = blocks
    if isinstance(last, Bullets) and len(last.items) > 1:
        return (*rest, replace(last, items=last.items[:-1])), plain(last.items[-1])
    if isinstance(last, Table) and len(last.rows) > 1:
        gone = replace(last, rows=last.rows[-1:])
        return (*rest, replace(last, rows=last.rows[:-1])), "; ".join(words_of(gone))
    if rest and not isinstance(last, Picture):
        return tuple(rest), "; ".join(words_of(last))
    return None
