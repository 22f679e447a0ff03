"""Cases and attributes of a QualCoder project as people with properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cjm_research.exchange.incoming import IncomingPerson
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.places import is_position
from cjm_research.exchange.other_tools.sqlite_files import ForeignDatabase
from cjm_research.exchange.other_tools.values import plain
from cjm_research.i18n import _

Sources = Mapping[Any, tuple[str, str]]


def people_of(
    database: ForeignDatabase, cases: Mapping[Any, str], sources: Sources, losses: list[Loss]
) -> list[IncomingPerson]:
    """Each case as a person, and each text without a case that has attributes.

    Parameters
    ----------
    cases : mapping
        Number of a case in the file -> its id.
    sources : mapping
        Number of a text in the file -> its id and name.
    """
    names = {row["caseid"]: plain(row["name"]) for row in database.rows("cases", ("caseid", "name"))}
    speakers = _speakers(database, cases, sources, losses)
    attributes = _attributes(database)
    people = []
    for key, id_ in cases.items():
        texts = [source for source in sources if speakers.get(source) == key]
        own = attributes.get(("case", key), {})
        for source in texts:
            own = attributes.get(("file", source), {}) | own
        people.append(IncomingPerson(id_, names[key] or f"#{key}", tuple(sources[s][0] for s in texts), own))
    for source, (id_, name) in sources.items():
        if source not in speakers and ("file", source) in attributes:
            people.append(IncomingPerson(f"{id_}-person", name, (id_,), attributes["file", source]))
    return people


def _speakers(
    database: ForeignDatabase, cases: Mapping[Any, str], sources: Sources, losses: list[Loss]
) -> dict[Any, Any]:
    """Text -> the case whose words take up most of it: an interview belongs to one person."""
    shares: dict[Any, dict[Any, int]] = {}
    for row in database.rows("case_text", ("caseid", "fid", "pos0", "pos1"), order="caseid"):
        if row["caseid"] in cases and row["fid"] in sources:
            places = [row[column] if is_position(row[column]) else 0 for column in ("pos0", "pos1")]
            of_text = shares.setdefault(row["fid"], {})
            of_text[row["caseid"]] = of_text.get(row["caseid"], 0) + places[1] - places[0]
    for source, of_text in shares.items():
        if len(of_text) > 1:
            what = _("Several cases share a text; it is the interview of the one with most of its words.")
            losses.append(Loss("changed", what, sources[source][1]))
    return {source: max(of_text, key=lambda case: of_text[case]) for source, of_text in shares.items()}


def _attributes(database: ForeignDatabase) -> dict[tuple[str, Any], dict[str, Any]]:
    """("case" or "file", number) -> attributes with a value; numbers as numbers."""
    types = {row["name"]: row["valuetype"] for row in database.rows("attribute_type", ("name", "valuetype"))}
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for row in database.rows("attribute", ("name", "attr_type", "value", "id"), order="name"):
        name, value = plain(row["name"]), plain(row["value"])
        if name and value and row["attr_type"] in ("case", "file"):
            number = _number(value) if types.get(row["name"]) == "numeric" else None
            found.setdefault((row["attr_type"], row["id"]), {})[name] = value if number is None else number
    return found


def _number(value: str) -> int | float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    if number != number or abs(number) == float("inf"):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 and "." not in value else number
