"""How a pseudonym reads in the place of a finding."""

from __future__ import annotations

from cjm_research.privacy.base import Finding
from cjm_research.privacy.inflection import in_shape_of
from cjm_research.privacy.names_words import words_of
from cjm_research.privacy.pseudonym_forms import first_forms, patronymic_of, possessive_of, surname_of
from cjm_research.privacy.pseudonym_lists import placeholder
from cjm_research.privacy.pseudonym_values import Pseudonym, parts_of


def render(pseudonym: Pseudonym, finding: Finding, language: str = "") -> str:
    """The pseudonym in the place of a finding: its parts, case, number, gender and capitals.

    Parameters
    ----------
    language : str
        The text's language, for placeholders; that of the pseudonym where it is not given.
    """
    if pseudonym.number:
        return placeholder(language or pseudonym.language, pseudonym.kind, pseudonym.number)
    parts = parts_of(finding)
    words = words_of(finding.text, possessive=pseudonym.language == "en")
    if not parts or len(parts) != len(words):
        return pseudonym.shown
    halves = pseudonym.last.split("-") if pseudonym.last else []
    rendered: list[str] = []
    said_first = False
    n_initials = 0
    for word, (part, lemma) in zip(words, parts, strict=True):
        if part == "initial":
            letters = pseudonym.initials or pseudonym.shown[:1].lower()
            new = letters[min(n_initials, len(letters) - 1)]
            n_initials += 1
        elif part in ("first", "dim"):
            new = "" if said_first else first_forms(pseudonym, part, lemma, finding)
            said_first = True
        elif part == "possessive":
            new = possessive_of(pseudonym, lemma, word.fold)
        elif part == "patronymic":
            new = patronymic_of(pseudonym, finding, word.fold)
        elif part in ("last", "wife"):
            n = lemma.count("-") + 1
            mine, halves = (halves[:n], halves[n:]) if len(halves) > n else (halves, [])
            new = surname_of(pseudonym, "-".join(mine), part, finding) if mine else ""
        else:
            new = ""
        if new:
            rendered.append((word.before if rendered else "") + in_shape_of(new, word.text))
    return "".join(rendered) or pseudonym.shown
