"""Where spans lie after a text was corrected: words that stayed keep their codings, exactly.

Both texts are cut into words and marks; white space is none of them, so it never creeps into a span. Words common to
both texts are paired first, then, inside what was replaced, words that share most of their characters.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# How many pairs of equal words difflib may look through in one pass, and how many characters of a replaced passage
# are compared one by one; past them a rougher answer comes in reasonable time.
MAX_EQUAL_PAIRS = 400_000
MAX_STEPS = 600
MAX_COMPARED = 250_000

_INSIDE_WORDS = "'’-\u2010\u2011"
_JOINER = "\u200d"

Block = tuple[int, int, int, int]


class Token(NamedTuple):
    """A word or a mark: its place in the text (code points, half-open), its characters, and whether it is a word."""

    start: int
    end: int
    text: str
    is_word: bool


def moved_spans(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Where half-open spans of `old` lie in `new`, None for one whose words are gone.

    A span keeps its words. Words put in or taken out inside it make it longer or shorter; what is put in at its edge
    stays outside. A replaced word is covered by its replacement, wholly even where the span covered a part of it.

    Parameters
    ----------
    old, new
        The text before and after the correction.
    spans
        Code points of `old`, in any order; they may overlap.

    Returns
    -------
    list of (start, end) or None
        Code points of `new`, in the order of `spans`.
    """
    if old == new:
        return [(start, end) for start, end in spans]
    if not spans:
        return []
    words = list(_tokens(old)), list(_tokens(new))
    found = list(_Correction(old, new, words).moved(spans))
    if all(span and new[slice(*span)] == old[slice(*before)] for before, span in zip(spans, found, strict=True)):
        return found
    # A word put in beside its like may be either of them: the reading that leaves a span's words alone is right.
    other = _Correction(old, new, words, from_end=True).moved(spans)
    return [
        second if second and new[slice(*second)] == old[slice(*before)] != new[slice(*(first or (0, 0)))] else first
        for before, first, second in zip(spans, found, other, strict=True)
    ]


class _Correction:
    """The pairing of the words of two texts; `from_end` pairs what they end with before what they begin with."""

    def __init__(self, old: str, new: str, words: tuple[list[Token], list[Token]], *, from_end: bool = False) -> None:
        self.old, self.new = words
        self.shift = len(new) - len(old)
        self.images: list[tuple[int, int]] = [(0, 0)] * len(self.old)
        self.equal = [False] * len(self.old)
        for tag, *block in _opcodes([t.text for t in self.old], [t.text for t in self.new], from_end):
            self._pair(tag == "equal", *block)
        self.starts, self.ends = [t.start for t in self.old], [t.end for t in self.old]
        self.kept_before, self.kept_from = self._untouched(len(old))

    def _pair(self, equal: bool, i1: int, i2: int, j1: int, j2: int) -> None:
        if equal:
            for n in range(i2 - i1):
                self.images[i1 + n], self.equal[i1 + n] = (j1 + n, j1 + n + 1), True
            return
        i1, i2, j1, j2 = _without_marks_at_edges(self.old, self.new, (i1, i2, j1, j2))
        for i, image in enumerate(_replacements(self.old[i1:i2], self.new[j1:j2]), i1):
            self.images[i] = (j1 + image[0], j1 + image[1])

    def _untouched(self, length: int) -> tuple[int, int]:
        """Up to where nothing moved, and from where everything moved alike: there spans keep even odd edges."""
        before, since = 0, length + 1
        for n, token in enumerate(self.old):
            if not self.equal[n] or self.new[self.images[n][0]].start != token.start:
                break
            before = token.end
        for n in range(len(self.old) - 1, -1, -1):
            token = self.old[n]
            if not self.equal[n] or self.new[self.images[n][0]].start != token.start + self.shift:
                break
            since = token.start
        return before, since

    def moved(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int] | None]:
        for start, end in spans:
            if end <= self.kept_before:
                yield start, end
            elif start >= self.kept_from:
                yield start + self.shift, end + self.shift
            else:
                yield self._moved(start, end)

    def _moved(self, start: int, end: int) -> tuple[int, int] | None:
        covered = range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        kept = [n for n in covered if self.images[n][0] < self.images[n][1]]
        if start >= end or not kept:
            return None
        found = range(min(self.images[n][0] for n in kept), max(self.images[n][1] for n in kept))
        if any(self.old[n].is_word for n in covered) and not any(self.new[j].is_word for j in found):
            return None
        first, last = kept[0], kept[-1]
        into = max(0, start - self.old[first].start) if self.equal[first] else 0
        short = max(0, self.old[last].end - end) if self.equal[last] else 0
        return self.new[found[0]].start + into, self.new[found[-1]].end - short


def _tokens(text: str) -> Iterator[Token]:
    """Words, and everything else between white space sign by sign; combined signs and emoji stay whole."""
    at, length = 0, len(text)
    while at < length:
        if text[at].isspace():
            at += 1
            continue
        start, is_word = at, text[at].isalnum() or text[at] == "_"
        at += 1
        while at < length and (_extends(text, at) or (is_word and _goes_on(text, at))):
            at += 1
        yield Token(start, at, text[start:at], is_word)


def _goes_on(text: str, at: int) -> bool:
    """Whether the word before `at` goes on there: with a letter, or with a hyphen or apostrophe before one."""
    if text[at].isalnum() or text[at] == "_":
        return True
    return text[at] in _INSIDE_WORDS and at + 1 < len(text) and text[at + 1].isalnum()


def _extends(text: str, at: int) -> bool:
    """Whether the sign at `at` belongs to the one before it: an accent, a skin tone, a part of a joined emoji."""
    char = text[at]
    if char < "\u0300" or char.isspace():
        return False
    if text[at - 1] == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


def _opcodes(old: list[str], new: list[str], from_end: bool) -> Iterator[tuple[str, int, int, int, int]]:
    """What happened to the words, in difflib's form; what both texts begin and end with is set aside first."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter) if old[-1 - n] != new[-1 - n]), shorter)
    if from_end:
        head = min(head, shorter - tail)
    tail = min(tail, shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    yield "equal", 0, head, 0, head
    a, b = old[head:old_end], new[head:new_end]
    for tag, i1, i2, j1, j2 in _middle(a, b):
        yield tag, head + i1, head + i2, head + j1, head + j2
    yield "equal", old_end, len(old), new_end, len(new)


def _middle(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    in_old, in_new = Counter(old), Counter(new)
    if sum(count * in_new[word] for word, count in in_old.items()) <= MAX_EQUAL_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return _shortest_edit(old, new)


def _shortest_edit(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The same for texts that repeat a few words without end: the greedy algorithm of Myers (1986).

    Past `MAX_STEPS` words put in or taken out everything counts as replaced.
    """
    n, m = len(old), len(new)
    furthest, trace = {1: 0}, []
    for step in range(min(n + m, MAX_STEPS) + 1):
        trace.append(dict(furthest))
        for k in range(-step, step + 1, 2):
            down = k == -step or (k != step and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < n and x - k < m and old[x] == new[x - k]:
                x += 1
            furthest[k] = x
            if x >= n and x - k >= m:
                return _walked_back(trace, n, m)
    return [("replace", 0, n, 0, m)]


def _walked_back(trace: list[dict[int, int]], n: int, m: int) -> list[tuple[str, int, int, int, int]]:
    equal: list[tuple[int, int, int]] = []
    x, y = n, m
    for step in range(len(trace) - 1, -1, -1):
        furthest, k = trace[step], x - y
        down = k == -step or (k != step and furthest[k - 1] < furthest[k + 1])
        before = furthest[k + 1] if down else furthest[k - 1]
        after = before if down else before + 1
        if step == 0:
            after = 0
        if x > after:
            equal.append((after, after - k, x - after))
        x, y = before, before - (k + 1 if down else k - 1)
    return _between(sorted(equal), n, m)


def _between(equal: list[tuple[int, int, int]], n: int, m: int) -> list[tuple[str, int, int, int, int]]:
    """Opcodes from the places and lengths of equal runs."""
    opcodes, i, j = [], 0, 0
    for at, to, size in [*equal, (n, m, 0)]:
        if at > i or to > j:
            opcodes.append(("replace", i, at, j, to))
        if size:
            opcodes.append(("equal", at, at + size, to, to + size))
        i, j = at + size, to + size
    return opcodes


def _without_marks_at_edges(old: Sequence[Token], new: Sequence[Token], block: Block) -> Block:
    """A replaced passage without the marks that only one side has at its edges: they were put in or taken out."""
    i1, i2, j1, j2 = block
    while i1 < i2 and j1 < j2 and old[i1].is_word != new[j1].is_word:
        i1, j1 = (i1, j1 + 1) if old[i1].is_word else (i1 + 1, j1)
    while i1 < i2 and j1 < j2 and old[i2 - 1].is_word != new[j2 - 1].is_word:
        i2, j2 = (i2, j2 - 1) if old[i2 - 1].is_word else (i2 - 1, j2)
    return i1, i2, j1, j2


def _replacements(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    """For each replaced word the range of words that stand in its place; an empty one where it was taken out."""
    if not new:
        return [(0, 0)] * len(old)
    if len(old) == len(new):
        return [(n, n + 1) for n in range(len(old))]
    likely = _alike(old, new)
    if not any(likely):
        return [(0, len(new))] * len(old)
    return _with_gaps_filled(likely, len(new))


def _alike(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int] | None]:
    """For each word the words that share at least half of the characters of the shorter with it, in order."""
    a, b = "\n".join(t.text for t in old), "\n".join(t.text for t in new)
    if len(a) * len(b) > MAX_COMPARED:
        return [None] * len(old)
    in_old, in_new = _owners(old), _owners(new)
    shared: Counter[tuple[int, int]] = Counter()
    for at, to, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        shared.update((in_old[at + n], in_new[to + n]) for n in range(size) if a[at + n] != "\n")
    found: list[tuple[int, int] | None] = [None] * len(old)
    for (i, j), n in sorted(shared.items()):
        if 2 * n >= min(len(old[i].text), len(new[j].text)):
            known = found[i]
            found[i] = (min(known[0], j), j + 1) if known else (j, j + 1)
    return found


def _owners(tokens: Sequence[Token]) -> list[int]:
    """For each character of the tokens joined by one sign the number of its token."""
    return [number for number, token in enumerate(tokens) for _ in range(len(token.text) + 1)]


def _with_gaps_filled(likely: list[tuple[int, int] | None], n_new: int) -> list[tuple[int, int]]:
    """Words that are like no other stand for what lies between the replacements of their neighbours."""
    filled: list[tuple[int, int]] = []
    for n, known in enumerate(likely):
        if known is None:
            low = next((image[1] for image in reversed(likely[:n]) if image), 0)
            high = next((image[0] for image in likely[n + 1 :] if image), n_new)
            known = (low, max(low, high))
        filled.append(known)
    return filled
