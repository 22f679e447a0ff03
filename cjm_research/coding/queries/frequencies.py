"""How many people told of each code, of how many, and how often; side by side for groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cjm_research.coding.queries.filters import check_attribute, value_of
from cjm_research.coding.queries.passages import passages
from cjm_research.coding.queries.tables import checked_codes, lineage, typed_table
from cjm_research.coding.select import usable_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, ngettext
from cjm_research.measures.intervals import count_of
from cjm_research.model import Basis, Codebook, Coding, Participant, default_codebook, term

if TYPE_CHECKING:
    import pandas as pd

# Below this many people a share says little; its interval is wider than half of all that is possible.
FEW_PEOPLE = 5
COLUMNS = {
    "code": "string", "name": "string", "parent": "string", "depth": "Int64", "split": "string", "people": "Int64",
    "n": "Int64", "share": "Float64", "low": "Float64", "high": "Float64", "mentions": "Int64", "codings": "Int64",
    "basis": "string",
}  # fmt: skip


def code_frequencies(
    codings: Iterable[Coding],
    participants: Sequence[Participant],
    *,
    basis: Basis,
    codebook: Codebook | None = None,
    codes: str | Iterable[str] | None = None,
    depth: int | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """How many of the people told of each code that somebody told of, or of one below it.

    Columns: code, name, parent (code above, missing for kinds), depth (0 for kinds), split (the value of `by`; empty
    where it is not known or nothing is split), people (how many told of it), n (of how many), share (people / n, 0..1,
    missing where n is 0), low and high (95% Wilson interval of the share), mentions (passages: overlapping codings of
    the same code are one, whoever made them; a code holds those of the codes below it), codings, basis.

    Rows are sorted by people over all splits, most first, then mentions, then key of the code; within a code by
    split: groups by name, values of an attribute as numbers where they are numbers, not known last.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, and those that do not belong to `basis`, are left out.
    participants : sequence of Participant
        The people who were asked. Whoever is missing here is in no denominator.
    basis : {"confirmed", "machine"}
        Which codings count.
    codes : str or iterable of str, optional
        Only these, with a row even where nobody told of it.
    depth : int, optional
        Only codes down to this depth: 0 for kinds.
    by : str, optional
        "group", or an attribute of the participants.

    Raises
    ------
    BadValueError
        Several groups would be counted as one.
    UnknownNameError
        There is no such code or attribute.
    """
    codebook = codebook or default_codebook()
    codings = list(codings)
    wanted = checked_codes(codes, codebook, codings)
    splits = _splits(participants, by)
    split_of = {person.id: split for split, people in splits.items() for person in people}
    tally = _Tally(codebook, (c for c in usable_codings(codings, basis) if c.participant in split_of), split_of)
    shown = wanted if wanted is not None else sorted(tally.codes)
    shown = [code for code in shown if depth is None or len(lineage(codebook, code)) <= depth + 1]
    shown.sort(key=lambda code: (-len(tally.people(code)), -tally.mentions(code), code))
    rows = [_row(code, split, people, tally, codebook, basis) for code in shown for split, people in splits.items()]
    return typed_table(rows, COLUMNS, notes=_notes(splits, basis))


class _Tally:
    """People, mentions and codings of each code in each split, those of the codes below it among them."""

    def __init__(self, codebook: Codebook, codings: Iterable[Coding], split_of: dict[str, str]) -> None:
        self._people: dict[str, set[str]] = defaultdict(set)
        self._mentions: dict[tuple[str, str], int] = defaultdict(int)
        self._codings: dict[tuple[str, str], int] = defaultdict(int)
        for passage in passages(codings):
            split = split_of[passage.participant]
            for code in lineage(codebook, passage.code):
                self._people[code].add(passage.participant)
                self._mentions[code, split] += 1
                self._codings[code, split] += passage.n_codings

    @property
    def codes(self) -> set[str]:
        """Codes that somebody told of."""
        return set(self._people)

    def people(self, code: str) -> set[str]:
        """Who told of a code."""
        return self._people.get(code, set())

    def mentions(self, code: str, split: str | None = None) -> int:
        """How many passages bear it, in one split or in all."""
        return sum(n for (c, s), n in self._mentions.items() if c == code and split in (None, s))

    def codings(self, code: str, split: str) -> int:
        """How many codings bear it in a split."""
        return self._codings.get((code, split), 0)


def _row(
    code: str, split: str, people: Sequence[Participant], tally: _Tally, codebook: Codebook, basis: Basis
) -> dict[str, Any]:
    above = lineage(codebook, code)[1:]
    count = count_of(len(tally.people(code) & {person.id for person in people}), len(people))
    low, high = count.interval
    return {
        "code": code,
        "name": codebook.path_name(code),
        "parent": above[0] if above else None,
        "depth": len(above),
        "split": split,
        "people": count.k,
        "n": count.n,
        "share": count.k / count.n if count.n else None,
        "low": low,
        "high": high,
        "mentions": tally.mentions(code, split),
        "codings": tally.codings(code, split),
        "basis": basis,
    }


def _splits(participants: Sequence[Participant], by: str | None) -> dict[str, list[Participant]]:
    people = sorted(participants, key=lambda person: person.id)
    groups = sorted({person.group for person in people})
    if by != "group" and len(groups) > 1:
        names = ", ".join(term("group", group) for group in groups)
        raise BadValueError(
            _("The participants belong to several groups ({groups}). Count one group at a time.").format(groups=names)
        )
    if by is None:
        return {"": people}
    if by != "group":
        check_attribute(by, people)
    values = [person.group if by == "group" else value_of(person, by) for person in people]
    order = sorted(set(values), key=_value_order)
    return {value: [p for p, v in zip(people, values, strict=True) if v == value] for value in order}


def _value_order(value: str) -> tuple[bool, bool, float, str]:
    try:
        return not value, False, float(value), value
    except ValueError:
        return not value, True, 0.0, value


def _notes(splits: dict[str, list[Participant]], basis: Basis) -> list[str]:
    notes = [
        _("Who did not tell of a thing may not have been asked about it: that is not known, and is no “no”."),
        *basis_notes(basis),
    ]
    small = sum(len(people) < FEW_PEOPLE for people in splits.values())
    if small and len(splits) > 1:
        words = ngettext(
            "{n} of the parts compared has fewer than {few} people: its shares say next to nothing.",
            "{n} of the parts compared have fewer than {few} people: their shares say next to nothing.",
            small,
        )
        notes.append(words.format(n=small, few=FEW_PEOPLE))
    return notes


def basis_notes(basis: Basis) -> list[str]:
    """A warning where figures rest on the machine alone."""
    if basis == "confirmed":
        return []
    return [_("These figures rest on suggestions of the machine that nobody has reviewed.")]
