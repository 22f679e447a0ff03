"""Forms of names: one table a name, (number, case) to its forms, and the tables' vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

CASES = ("nom", "gen", "dat", "acc", "ins", "loc", "voc")
NUMBERS = ("sg", "pl")

# (number, case) -> forms, the most usual first; a language without cases has the nominatives only.
Forms = dict[tuple[str, str], tuple[str, ...]]


def table(singular: Iterable[str], plural: Iterable[str] = ()) -> Forms:
    """A table of forms from the singular and the plural, each in the order of ``CASES``."""
    forms: Forms = {("sg", case): (form,) for case, form in zip(CASES, singular, strict=False)}
    forms.update({("pl", case): (form,) for case, form in zip(CASES, plural, strict=False)})
    return forms


def places_of(forms: Forms, form: str) -> tuple[tuple[str, str], ...]:
    """The numbers and cases in which a table has a form, in the order of the table."""
    return tuple(place for place, variants in forms.items() if form in variants)


def pattern(forms: Forms) -> tuple[int, ...]:
    """Which singular cases sound alike: two names of one pattern can stand for each other in every ambiguous form."""
    singular = [forms.get(("sg", case), ("",))[0] for case in CASES]
    return tuple(singular.index(form) for form in singular)


def in_shape_of(word: str, model: str) -> str:
    """A lower-case word with the capitals of a model: KOWALSKI, Kowalski, kowalski, Nowak-Lis."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    if model[:1].islower():
        return word
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
