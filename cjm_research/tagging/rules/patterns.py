r"""The pattern language of the lexicons: one line of words, alternatives, stems, gaps and classes.

A pattern is a sequence of elements divided by blanks:

========================  ==========================================================================
``word``                  the word in any inflected form (its lemma or the form itself)
``=word``                 exactly this form
``stem*``                 every form that begins with the stem
``a|b|c*``                alternatives at one place
``word?``                 the word may be absent
``...``, ``...5``         a gap of up to three (five) words inside the clause
``{NEG}``                 a class of modifiers.toml; NUM, MONEY and TIME are also computed
``!a|b``                  one word that is none of these
``\?`` ``\!``               a question or exclamation mark of the text
========================  ==========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cjm_research.errors import BadValueError
from cjm_research.i18n import _

DEFAULT_GAP = 3
MAX_GAP = 12
_GAP = re.compile(r"(?:\.\.\.|…)(\d*)$")
_CLASS = re.compile(r"\{([A-Z_]+)\}$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One alternative: `how` is "word", "form", "stem", "class" or "mark"; `text` is folded to lower case."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: a gap of up to `gap` words, or a word that satisfies one of `atoms`."""

    atoms: tuple[Atom, ...] = ()
    optional: bool = False
    negated: bool = False
    gap: int = 0


def fold(text: str) -> str:
    """Lower case, with the Russian ё written е and a straight apostrophe."""
    return text.lower().replace("ё", "е").replace("’", "'")


@cache
def parse_pattern(text: str) -> tuple[Element, ...]:
    """The elements of a pattern.

    Raises
    ------
    BadValueError
        The pattern is empty, holds an empty alternative or an unknown form, or begins or ends with a gap.
    """
    elements = tuple(_element(part, text) for part in text.split())
    required = [e for e in elements if not e.gap and not e.optional and not e.negated]
    if not required:
        raise BadValueError(_("The pattern “{pattern}” has no word that must occur.").format(pattern=text))
    if elements[0].gap or elements[-1].gap:
        raise BadValueError(_("The pattern “{pattern}” begins or ends with a gap.").format(pattern=text))
    return elements


def _element(part: str, pattern: str) -> Element:
    gap = _GAP.match(part)
    if gap:
        size = int(gap[1]) if gap[1] else DEFAULT_GAP
        if not 0 < size <= MAX_GAP:
            raise BadValueError(
                _("A gap in the pattern “{pattern}” must be 1 to {limit} words long.").format(
                    pattern=pattern, limit=MAX_GAP
                )
            )
        return Element(gap=size)
    if part in (r"\?", r"\!"):
        return Element(atoms=(Atom("mark", part[1]),))
    negated = part.startswith("!")
    part = part[1:] if negated else part
    optional = part.endswith("?") and not part.endswith(r"\?")
    part = part[:-1] if optional else part
    atoms = tuple(_atom(choice, pattern) for choice in part.split("|"))
    return Element(atoms=atoms, optional=optional, negated=negated)


def _atom(choice: str, pattern: str) -> Atom:
    named = _CLASS.match(choice)
    if named:
        return Atom("class", named[1])
    if choice in (r"\?", r"\!"):
        return Atom("mark", choice[1])
    exact = choice.startswith("=")
    word = choice[1:] if exact else choice
    stem = word.endswith("*")
    word = fold(word[:-1] if stem else word)
    if not word or re.search(r"[*={}?!\\]", word):
        raise BadValueError(
            _("“{choice}” in the pattern “{pattern}” is not understood.").format(choice=choice, pattern=pattern)
        )
    return Atom("stem" if stem else "form" if exact else "word", word)
