"""A small table of base forms: suffix rules, and the words for which the rules fail.

The full Polish dictionary takes seconds and hundreds of megabytes to load, so the package carries what
``python -m benchmarks.build_lemma_table`` makes of it: for each ending the usual change ("-ałam" -> "-ać"), and the
exact base forms of every form of the words that the lexicons and common speech use.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LONGEST_SUFFIX = 7


def table_path(language: str) -> Path:
    """Where the table of a language lies, if it has one."""
    return Path(__file__).parents[1] / "lemma_tables" / f"{language}.json.gz"


@dataclass(frozen=True, slots=True)
class LemmaTable:
    """Suffix -> (letters to cut, letters to add), and form -> base forms."""

    suffixes: Mapping[str, tuple[int, str]]
    forms: Mapping[str, tuple[str, ...]]

    def lemmas(self, form: str) -> tuple[str, ...]:
        """The base forms of a lower-case form, at least one."""
        known = self.forms.get(form)
        return known if known else (self.by_suffix(form),)

    def by_suffix(self, form: str) -> str:
        """The base form by the longest ending that is known."""
        for length in range(min(LONGEST_SUFFIX, len(form) - 1), -1, -1):
            rule = self.suffixes.get(form[len(form) - length :])
            if rule is not None:
                return apply_rule(form, rule)
        return form


def apply_rule(form: str, rule: tuple[int, str]) -> str:
    """The form with the end cut off and another put on."""
    cut, ending = rule
    return form[: len(form) - cut] + ending if cut < len(form) else form


def load_table(path: Path) -> LemmaTable:
    """Read a table; the file is gzipped JSON: suffixes by rule, and forms by their base forms."""
    data = json.loads(gzip.decompress(path.read_bytes()))
    suffixes = {}
    for rule, endings in data["suffixes"].items():
        cut, _bar, ending = rule.partition("|")
        suffixes.update(dict.fromkeys(endings.split(" "), (int(cut), ending)))
    forms = {}
    for lemmas, names in data["forms"].items():
        value = tuple(lemmas.split(" "))
        forms.update(dict.fromkeys(names.split(" "), value))
    return LemmaTable(suffixes, forms)
