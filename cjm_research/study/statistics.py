"""The tables of a study for programs for statistics, with types, and with names of columns and values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from cjm_research import frames
from cjm_research.coding.matrix import participant_code_counts
from cjm_research.exchange.statistics.frames import LabelledFrame
from cjm_research.exchange.tables.participants import attribute_cell
from cjm_research.exchange.tables.words import headings, table_titles
from cjm_research.i18n import _, pgettext
from cjm_research.model import code_name, term
from cjm_research.model.scheme import GROUPS, KINDS, LABELS, METHODS, ROLES
from cjm_research.model.terms import families
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    from cjm_research.study.study import Study

Values = dict[str, dict[str | int, str]]
# SPSS: letters, digits and underscores, a letter first, 64 bytes at most.
LONGEST_NAME = 60
_RESERVED = frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"))
_POLISH = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def statistics_frames(study: StudyBase) -> tuple[LabelledFrame, ...]:
    """Codings, participants, participants by codes, utterances and answers to surveys."""
    return (_codings(study), _participants(study), _matrix(study), _utterances(study), _answers(study))


def variable_names(keys: Iterable[str], prefix: str) -> dict[str, str]:
    """Key -> a name that R and SPSS take, each once whatever its case."""
    names: dict[str, str] = {}
    taken: set[str] = set(_RESERVED)
    for number, key in enumerate(keys, start=1):
        plain = re.sub(r"[^A-Za-z0-9]+", "_", key.translate(_POLISH)).strip("_")
        base = f"{prefix}_{plain or number}"[:LONGEST_NAME].rstrip("_")
        name, n = base, 2
        while name.casefold() in taken:
            name, n = f"{base[: LONGEST_NAME - 4]}_{n}", n + 1
        taken.add(name.casefold())
        names[key] = name
    return names


def _codings(study: StudyBase) -> LabelledFrame:
    table, codebook = study.frame("codings"), study.codebook
    used = table["code"].dropna().unique().tolist()
    labels: dict[str | int, str] = {key.partition("/")[2]: codebook.name_of(key) for key in used if "/" in key}
    values: Values = {
        "group": _terms("group", GROUPS),
        "kind": _code_names(codebook.name_of, KINDS),
        "label": labels,
        "code": _code_names(codebook.path_name, used),
        "stage": _terms("stage", [key for key in families()["stage"] if key in set(table["stage"].dropna())]),
    }
    told = {**headings("codings"), "code": _("Code"), "why": _("Why")}
    return LabelledFrame("codings", _("Codings"), table, _labels(table, told), values)


def _participants(study: StudyBase) -> LabelledFrame:
    people = study.participants
    keys = list(dict.fromkeys(key for person in people for key in person.attributes))
    names = variable_names(keys, "attr")
    plain = [person.model_copy(update={"attributes": {}}) for person in people]
    table = frames.participants_frame(plain, study.transcripts, study.codings)
    table = table.astype(dict.fromkeys(("participant", "group", "method"), "string"))
    by_id = {person.id: person.attributes for person in people}
    for key, name in names.items():
        table[name] = _typed([attribute_cell(by_id[id].get(key)) for id in table["participant"]])
    told = {
        **_person_labels(),
        "n_transcripts": _("Interviews"),
        "n_utterances": _("Number of turns"),
        "n_confirmed": _("Confirmed codings"),
        "n_suggested": _("Machine suggestions, not reviewed"),
        **{name: term("attribute", key) for key, name in names.items()},
    }
    values = {"group": _terms("group", GROUPS), "method": _terms("method", METHODS), **_yes_or_no(table)}
    return LabelledFrame("participants", _("Participants"), table, _labels(table, told), values)


def _matrix(study: StudyBase) -> LabelledFrame:
    codings, _basis = study.basis_codings()
    people = study.participants
    counts = participant_code_counts(codings, people, level="code", mix_groups=True)
    names = variable_names(counts.columns, "code")
    groups = {person.id: person.group for person in people}
    table = counts.rename(columns=names).reset_index().astype({"participant": "string"})
    table.insert(1, "group", pd.Series([groups[id] for id in table["participant"]], dtype="string"))
    table.columns.name = None
    codebook = study.codebook
    told = {**_person_labels(), **{name: codebook.path_name(key) for key, name in names.items()}}
    values = {"group": _terms("group", GROUPS)}
    return LabelledFrame("participants_codes", table_titles()["matrix"], table, _labels(table, told), values)


def _utterances(study: StudyBase) -> LabelledFrame:
    table = study.frame("utterances")
    told = {
        **headings("codings"),
        "role": pgettext("in a conversation", "Role"),
        "text": _("Words"),
        "n_words": _("Number of words"),
        "start_s": _("Start (seconds)"),
        "end_s": _("End (seconds)"),
    }
    return LabelledFrame("utterances", _("Turns"), table, _labels(table, told), {"role": _terms("role", ROLES)})


def _answers(study: StudyBase) -> LabelledFrame:
    whole = cast("Study", study)
    table = whole.answers_frame()
    told = {
        **_person_labels(),
        "interviewed": _("Has an interview"),
        "instrument": _("Instrument"),
        "name": _("Name"),
        "kind": _("Kind"),
        "scale": _("Scale"),
        "touchpoint": _("Touchpoint"),
        "stage": _("Stage"),
        "wave": _("Wave"),
        "value": _("Value"),
        "percent": _("Percent of the maximum (100 is best)"),
        "favourable": _("Favourable answer"),
        "channel": _("Channel"),
        "at": _("Date"),
    }
    values: Values = {
        "group": _terms("group", GROUPS),
        "instrument": dict(_titles(whole)),
        "kind": _terms("instrument", families()["instrument"]),
        "touchpoint": _code_names(lambda key: code_name(f"touchpoint/{key}", below_kind=True), LABELS["touchpoint"]),
        "stage": _terms("stage", [key for key in families()["stage"] if key in set(table["stage"].dropna())]),
        **_yes_or_no(table),
    }
    return LabelledFrame("answers", _("Answers to surveys"), table, _labels(table, told), values)


def _titles(study: Study) -> Iterator[tuple[str | int, str]]:
    return ((one.key, one.title) for one in study.instruments)


def _person_labels() -> dict[str, str]:
    return {"participant": _("Participant"), "group": _("Group"), "method": _("Method")}


def _terms(family: str, keys: Iterable[str]) -> dict[str | int, str]:
    return {key: term(family, key) for key in keys}


def _code_names(name: Callable[[str], str], keys: Iterable[str]) -> dict[str | int, str]:
    return {key: name(key) for key in keys}


def _yes_or_no(table: pd.DataFrame) -> Values:
    return {
        str(column): {0: _("no"), 1: _("yes")}
        for column in table.columns
        if pd.api.types.is_bool_dtype(table[column].dtype)
    }


def _labels(table: pd.DataFrame, told: Mapping[str, str]) -> dict[str, str]:
    return {str(column): told.get(str(column), str(column)) for column in table.columns}


def _typed(values: list[Any]) -> pd.Series:
    """The values as whole numbers, numbers, yes and no, or text: the narrowest that takes all of them."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known):
        return pd.Series(values, dtype="boolean")
    if known and not any(isinstance(value, bool) for value in known):
        if all(isinstance(value, int) and abs(value) < 2**53 for value in known):
            return pd.Series(values, dtype="Int64")
        if all(isinstance(value, int | float) for value in known):
            return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")
    return pd.Series([None if value is None else str(value) for value in values], dtype="string")
