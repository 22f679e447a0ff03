"""Which codes stand together: at the same words, in the same turn, or near each other; and how often by chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from cjm_research.coding.queries.frequencies import FEW_PEOPLE, basis_notes
from cjm_research.coding.queries.passages import passages
from cjm_research.coding.queries.placing import Layout, Placed
from cjm_research.coding.queries.tables import checked_codes, lineage, typed_table
from cjm_research.coding.select import participant_ids, usable_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Basis, Codebook, Coding, Participant, Transcript, default_codebook

if TYPE_CHECKING:
    import pandas as pd

Nearness = Literal["overlap", "turn", "near"]
NEARNESS: tuple[Nearness, ...] = Nearness.__args__  # type: ignore[attr-defined]
COLUMNS = {
    "a": "string", "b": "string", "name_a": "string", "name_b": "string", "people": "Int64", "n": "Int64",
    "people_a": "Int64", "people_b": "Int64", "jaccard": "Float64", "mentions": "Int64", "mentions_a": "Int64",
    "mentions_b": "Int64", "a_with_b": "Int64", "b_with_a": "Int64", "c": "Float64", "expected_people": "Float64",
    "expected": "Float64", "p": "Float64", "few": "boolean", "how": "string", "basis": "string",
}  # fmt: skip


def code_cooccurrence(
    codings: Iterable[Coding],
    transcripts: Sequence[Transcript],
    participants: Iterable[Participant | str],
    *,
    basis: Basis,
    seed: int,
    codebook: Codebook | None = None,
    codes: str | Iterable[str] | None = None,
    how: Nearness = "overlap",
    within: int = 2,
    draws: int = 999,
) -> pd.DataFrame:
    """Every pair of codes that occur, with how often they meet and how often they would by chance.

    Columns: a, b (keys, a before b), name_a, name_b, people (in whose interviews the two meet), n (of how many),
    people_a and people_b (who told of each), jaccard (people who told of both where they meet / people who told of
    either, 0..1), mentions (see below), mentions_a and mentions_b (passages of each), a_with_b (passages of a that
    meet one of b), b_with_a, c (0..1), expected_people and expected (means of people and mentions over the draws;
    missing without draws), p (share of arrangements by chance with at least as many mentions, the observed one among
    them), few (True where fewer than 5 people told of one of the two: too few to conclude anything), how, basis.

    `mentions` is the smaller of a_with_b and b_with_a, so that one long passage over five short ones is met once, and
    the coefficient c = mentions / (mentions_a + mentions_b - mentions) stays in 0..1. It is small where one code is
    much more frequent than the other; a_with_b and b_with_a then tell more.

    By chance means: in each interview the passages of a code are moved together along what was said, by a random
    distance, what passes the end going on at the beginning. That keeps how often and how densely each code stands and
    how long the turns are; only the place of one code against the other is left to chance.

    Rows are sorted by people, most first, then mentions, then a and b.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, and those that do not belong to `basis`, are left out.
    participants : iterable of Participant or str
        The people who were asked.
    seed : int
        Of the draws: the same seed and codings give the same table.
    codes : str or iterable of str, optional
        Two or more, each with those below it; by default each code that occurs, on its own. A code and one below it
        make no pair.
    how : {"overlap", "turn", "near"}
        Meeting means sharing at least one code point, standing in the same turn, or in turns at most `within` apart.
    within : int
        In turns, those of the interviewer included: 2 reaches the answer before and the one after.
    draws : int
        Arrangements by chance; 0 leaves the comparison out.

    Raises
    ------
    UnknownNameError
        There is no such code.
    BadValueError
        `how`, `within` or `draws` is none of the possible ones.

    References
    ----------
    Jaccard (1901), Bulletin de la Société vaudoise des sciences naturelles 37:547. The coefficient c: Garcia (2006), as
    in the code co-occurrence table of ATLAS.ti. p: Davison & Hinkley (1997), Bootstrap Methods, 4.2: (1 + as many) /
    (1 + draws).
    """
    _check(how, within, draws)
    codebook = codebook or default_codebook()
    ids = participant_ids(participants)
    known, people = {transcript.id for transcript in transcripts}, set(ids)
    counted = [c for c in usable_codings(codings, basis) if c.participant in people and c.transcript in known]
    wanted = checked_codes(codes, codebook, counted)
    keys = sorted({c.code for c in counted}) if wanted is None else sorted(wanted)
    placed = Placed.of(passages(counted), keys, codebook, rolled_up=wanted is not None)
    layout = Layout.of(transcripts, placed, within=within if how == "near" else 0, by_turn=how != "overlap")
    seen = layout.meetings(placed)
    chance = _by_chance(layout, placed, seen.mentions, seed=seed, draws=draws)
    rows = [
        {
            **_observed(codebook, keys, a, b, placed, seen.with_other, seen.people),
            **{name: values[a, b] for name, values in chance.items()},
            "n": len(ids),
            "how": how,
            "basis": basis,
        }
        for a, b in combinations(range(len(keys)), 2)
        if keys[a] not in lineage(codebook, keys[b]) and keys[b] not in lineage(codebook, keys[a])
    ]
    rows.sort(key=lambda row: (-row["people"], -row["mentions"], row["a"], row["b"]))
    return typed_table(rows, COLUMNS, notes=_notes(rows, basis))


def _observed(
    codebook: Codebook, keys: Sequence[str], a: int, b: int, placed: Placed, with_other: np.ndarray, people: np.ndarray
) -> dict[str, Any]:
    met = int(min(with_other[a, b], with_other[b, a]))
    n_a, n_b = int(placed.n_mentions[a]), int(placed.n_mentions[b])
    people_a, people_b, both = placed.people[a], placed.people[b], int(people[a, b])
    either = len(people_a | people_b)
    return {
        "a": keys[a],
        "b": keys[b],
        "name_a": codebook.path_name(keys[a]),
        "name_b": codebook.path_name(keys[b]),
        "people": both,
        "people_a": len(people_a),
        "people_b": len(people_b),
        "jaccard": both / either if either else None,
        "mentions": met,
        "mentions_a": n_a,
        "mentions_b": n_b,
        "a_with_b": int(with_other[a, b]),
        "b_with_a": int(with_other[b, a]),
        "c": met / (n_a + n_b - met) if n_a + n_b else None,
        "few": min(len(people_a), len(people_b)) < FEW_PEOPLE,
    }


def _by_chance(layout: Layout, placed: Placed, seen: np.ndarray, *, seed: int, draws: int) -> dict[str, np.ndarray]:
    if not draws:
        return {}
    random = np.random.default_rng(seed)
    mentions, people, as_many = np.zeros(seen.shape), np.zeros(seen.shape), np.ones(seen.shape)
    for _draw in range(draws):
        met = layout.meetings(placed, shifts=random.random((layout.n_interviews, placed.n_codes)))
        mentions += met.mentions
        people += met.people
        as_many += met.mentions >= seen
    return {"expected": mentions / draws, "expected_people": people / draws, "p": as_many / (draws + 1)}


def _check(how: str, within: int, draws: int) -> None:
    if how not in NEARNESS:
        raise BadValueError(
            _("Codes cannot be compared by “{how}”. Known: {known}.").format(how=how, known=", ".join(NEARNESS))
        )
    if within < 0 or draws < 0:
        raise BadValueError(_("The distance in turns and the number of draws must not be below 0."))


def _notes(rows: Sequence[dict[str, Any]], basis: Basis) -> list[str]:
    notes = [
        _("Who did not tell of a thing may not have been asked about it: that is not known, and is no “no”."),
        *basis_notes(basis),
    ]
    few = sum(row["few"] for row in rows)
    if few:
        words = ngettext(
            "In {n} pair one of the codes was told by fewer than {few} people: too few to conclude anything.",
            "In {n} pairs one of the codes was told by fewer than {few} people: too few to conclude anything.",
            few,
        )
        notes.append(words.format(n=format_number(few), few=FEW_PEOPLE))
    if len(rows) > 1 and "p" in rows[0]:
        by_chance = ngettext(
            "{n} pair is compared with chance: if nothing hung together, about {few} would have a p of .05 or less.",
            "{n} pairs are compared with chance: if nothing hung together, about {few} would have a p of .05 or less.",
            len(rows),
        )
        notes.append(by_chance.format(n=format_number(len(rows)), few=format_number(len(rows) * 0.05, 1)))
    return notes
