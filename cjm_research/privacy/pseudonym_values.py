"""Entities of a study, and the pseudonyms that stand in for them, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from cjm_research.privacy.base import DataKind, Finding


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, firm or number of a study, as its findings show it.

    Parameters
    ----------
    key : str
        `Finding.entity`.
    first, patronymic, last : str
        Lower-case nominatives, the surname in the man's form, both halves of a double one; empty where unknown.
    initials : str
        Letters that stand for first names.
    diminutive : bool
        An everyday form of the first name occurs, so the pseudonym should have one.
    family : bool
        A couple or a family, named in the plural.
    """

    key: str
    kind: DataKind
    language: str
    gender: str = ""
    first: str = ""
    patronymic: str = ""
    last: str = ""
    initials: str = ""
    diminutive: bool = False
    family: bool = False


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What stands in for an entity.

    Parameters
    ----------
    first, last : str
        As in `Entity`; ``patronymic`` is the father's name.
    diminutives : tuple of str
        Everyday forms of the first name, the most usual first.
    replaces : mapping
        The entity's own first name and surname, which say which of several forms is meant.
    number : int
        Of a placeholder, from 1; 0 for a name.
    shown : str
        The pseudonym in its basic form.
    """

    key: str
    kind: DataKind
    language: str
    gender: str = ""
    first: str = ""
    patronymic: str = ""
    last: str = ""
    initials: str = ""
    diminutives: tuple[str, ...] = ()
    replaces: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    shown: str = ""

    def as_mapping(self) -> dict[str, object]:
        """Plain values, as a key file keeps them."""
        return {**asdict(self), "diminutives": list(self.diminutives)}

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Pseudonym:
        """The pseudonym that `as_mapping` wrote down."""
        return cls(**{**values, "diminutives": tuple(values.get("diminutives", ()))})  # type: ignore[arg-type]


def parts_of(finding: Finding) -> list[tuple[str, str]]:
    """The part and the base form of each word of a person's name."""
    parts, lemmas = finding.traits.get("parts", "").split(), finding.traits.get("lemmas", "").split()
    return list(zip(parts, lemmas, strict=False))
