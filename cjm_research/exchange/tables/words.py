"""The headings of a study's tables: English names for programs, words of three languages for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal

from cjm_research.i18n import LANGUAGES, _, pgettext, using_language
from cjm_research.model.scheme import KINDS

TableKind = Literal["codings", "codebook", "participants", "matrix", "groups"]

# What a table must have to be taken for one of its kind; of a tuple, one of its columns.
REQUIRED: dict[TableKind, tuple[str | tuple[str, ...], ...]] = {
    "codings": ("transcript", "quote", ("kind", "code_name")),
    "codebook": ("key", "name", "parent"),
    "participants": ("id", "group", "method"),
}
CODING_COLUMNS = (
    "guid", "transcript", "participant", "group", "utterance", "speaker", "start", "end", "quote", "kind", "label",
    "code_name", "valence", "stage", "coder", "status", "score", "source", "why", "memo",
)  # fmt: skip
CODEBOOK_COLUMNS = (
    "key", "parent", "name", "definition", "use_when", "use_not", "colour", "position", "retired", "n_codings",
    "n_participants",
)  # fmt: skip
PARTICIPANT_COLUMNS = ("id", "group", "method")


def table_titles() -> dict[TableKind, str]:
    """The names of the tables, in the language in force."""
    return {
        "codings": _("Coded segments"),
        "codebook": _("Codebook"),
        "participants": _("Participants"),
        "matrix": _("Matrix"),
        "groups": _("Groups"),
    }


def headings(kind: TableKind) -> dict[str, str]:
    """Column -> its heading, in the language in force; columns without one (codes, attributes) are missing."""
    return _HEADINGS[kind]()


def _coding_headings() -> dict[str, str]:
    return {
        "guid": "guid",
        "transcript": pgettext("one conversation", "Interview"),
        "participant": _("Participant"),
        "group": _("Group"),
        "utterance": _("Turn (from 0)"),
        "speaker": _("Speaker"),
        "start": _("Start"),
        "end": _("End"),
        "quote": _("Quote"),
        "kind": _("Kind"),
        "label": _("Label"),
        "code_name": _("Code"),
        "valence": _("Valence"),
        "stage": _("Stage"),
        "coder": _("Coder"),
        "status": _("Status"),
        "score": _("Score"),
        "source": _("Source"),
        "why": _("Why"),
        "memo": _("Memos"),
    }


def _codebook_headings() -> dict[str, str]:
    return {
        "key": _("Key"),
        "parent": _("Code above"),
        "name": _("Name"),
        "definition": _("Definition"),
        "use_when": _("When to use"),
        "use_not": _("When not to use"),
        "colour": _("Colour"),
        "position": _("Position"),
        "retired": pgettext("a code", "Retired"),
        "n_codings": _("Codings"),
        "n_participants": _("People"),
    }


def _participant_headings() -> dict[str, str]:
    return {"id": _("Participant"), "group": _("Group"), "method": _("Method")}


_HEADINGS: dict[TableKind, Callable[[], dict[str, str]]] = {
    "codings": _coding_headings,
    "codebook": _codebook_headings,
    "participants": _participant_headings,
    "matrix": lambda: {"participant": _("Participant"), "group": _("Group")},
    "groups": lambda: {"group": _("Group"), "n_participants": _("People")},
}


def folded(heading: object) -> str:
    """A heading as it is compared: without case, blanks, hyphens and underscores."""
    return "".join(char for char in str(heading or "").casefold() if char.isalnum())


def plain(name: object) -> str:
    """A name in a cell as it is compared: without case and superfluous blanks."""
    return " ".join(str("" if name is None else name).split()).casefold()


@cache
def known_headings(kind: TableKind) -> Mapping[str, str]:
    """Folded heading -> column, for English names and the headings of every language."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with using_language(language):
            known |= {folded(heading): column for column, heading in headings(kind).items()}
    # English names last: what a program wrote must never mean something else.
    return known | {folded(column): column for column in headings(kind)} | {folded(a): b for a, b in _ALSO[kind]}


# Other names under which columns are known.
_ALSO: dict[TableKind, tuple[tuple[str, str], ...]] = {
    "codings": (
        ("interview", "transcript"),
        *((turn, "utterance") for turn in ("turn", "wypowiedź", "реплика")),
        ("memos", "memo"),
        ("color", "colour"),
    ),
    "codebook": (("color", "colour"),),
    "participants": (("participant", "id"),),
    "matrix": (),
    "groups": (),
}


def columns_of(kind: TableKind, header: Sequence[object]) -> list[str | None]:
    """For each cell of a header the column it means; a column named twice counts once."""
    known, seen = known_headings(kind), set()
    columns: list[str | None] = []
    for cell in header:
        column = known.get(folded(cell))
        columns.append(None if column in seen else column)
        seen.add(column)
    return columns


def kind_of(header: Sequence[object]) -> TableKind | None:
    """Which table a header belongs to, None for none that can be taken back."""
    for kind, required in REQUIRED.items():
        columns = set(columns_of(kind, header))
        if all(columns & ({one} if isinstance(one, str) else set(one)) for one in required):
            return kind
    return None


def is_matrix(header: Sequence[object]) -> bool:
    """Whether a header is that of a matrix, which tells of the study and is not taken back."""
    names = [str(cell) for cell in header]
    head = 2 if names[:2] in (["participant", "group"], ["group", "n_participants"]) else 0
    return bool(head) and all(name.partition("/")[0] in KINDS for name in names[head:])
