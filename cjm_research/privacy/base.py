"""What is found in a text, and whom or what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DataKind = Literal[
    "person",
    "organisation",
    "address",
    "phone",
    "email",
    "url",
    "handle",
    "card",
    "account",
    "pesel",
    "nip",
    "inn",
    "snils",
    "passport",
    "id_number",
    "birth_date",
]
DATA_KINDS: tuple[DataKind, ...] = DataKind.__args__  # type: ignore[attr-defined]
# "sure": a checksum or two signs agree; "likely": one good sign; "possible": on the review list only.
Sureness = Literal["sure", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at ``text[start:end]`` of one text, in code points.

    Parameters
    ----------
    entity : str
        The same for all forms of one entity in one language: ``jan kowalski`` for "Kowalskiego" where the talk names a
        Jan Kowalski, the digits alone of a number, a lower-case address.
    why : str
        The rule that found it, as an identifier.
    traits : mapping
        What the wording tells and a pseudonym in its place has to keep: ``part`` (first, last, patronymic, full),
        ``gender`` (m, f), ``case`` (nom, gen, dat, acc, ins, loc, voc), ``number`` (sg, pl), ``form``.
    """

    start: int
    end: int
    text: str
    kind: DataKind
    sureness: Sureness
    entity: str
    why: str
    traits: Mapping[str, str] = field(default_factory=dict)
