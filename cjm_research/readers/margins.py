"""Line and paragraph numbers in the margin, as analysis programs print them."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^\s*(\d{1,5})(?:[ \t]+(?=\S)|\s*$)")
MIN_NUMBERS = 5


def without_margin_numbers(lines: list[str]) -> list[str]:
    """`lines` without numbers that count up by one from the top of the text to its end.

    Nothing is taken away unless at least five numbers do so, from 1 (or 0, or a step of five), and nearly all the
    numbers at line starts belong to the row: “2 weeks later” alone never counts.
    """
    found = [(index, int(match[1])) for index, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    row = _counting_up([number for _index, number in found])
    if len(row) < MIN_NUMBERS or len(row) < 0.6 * len(found):
        return lines
    numbered = {found[position][0] for position in row}
    filled = sum(bool(line.strip()) for line in lines)
    # A numbered list inside a document is short beside the document.
    if len(numbered) < 0.15 * filled:
        return lines
    return [_NUMBERED.sub("", line) if index in numbered else line for index, line in enumerate(lines)]


def _counting_up(numbers: list[int]) -> list[int]:
    """Positions of the row 1, 2, 3 ... (or 5, 10, 15 ...) among `numbers`."""
    for start, step in ((1, 1), (0, 1), (5, 5), (2, 1)):
        row, expected = [], start
        for position, number in enumerate(numbers):
            if number == expected:
                row.append(position)
                expected += step
        if len(row) >= MIN_NUMBERS:
            return row
    return []
