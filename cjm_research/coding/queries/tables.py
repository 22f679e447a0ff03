"""What the tables of all queries share: types, the codes above a code, and what a coding rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Basis, Codebook, Coding

if TYPE_CHECKING:
    import pandas as pd

# What several values in one cell are divided by.
DIVIDER = "; "
_BASIS: dict[str, Basis] = {"confirmed": "confirmed", "lost": "confirmed", "suggested": "machine"}


def typed_table(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, notes: Iterable[str] = ()
) -> pd.DataFrame:
    """A table of these columns (name -> pandas type); an empty one has the types of a full one.

    `notes` are kept in ``attrs["notes"]``.
    """
    import pandas as pd

    table = pd.DataFrame([[row.get(name) for name in columns] for row in rows], columns=list(columns))
    table = table.astype(dict(columns))
    table.attrs["notes"] = [note for note in notes if note]
    return table


def basis_of(coding: Coding) -> Basis | None:
    """Whether a person's word or the machine's stands behind a coding; None for what a person turned down."""
    return _BASIS.get(coding.status)


def lineage(codebook: Codebook, code: str) -> tuple[str, ...]:
    """The code and those above it, the nearest first; a code that the codebook lacks stands below its kind."""
    if code in codebook:
        return code, *(above.key for above in codebook.ancestors(code))
    kind, slash, _label = code.partition("/")
    return (code, kind) if slash else (code,)


def code_order(codebook: Codebook) -> dict[str, int]:
    """Key -> place in the codebook."""
    return {code.key: place for place, code in enumerate(codebook.codes)}


def checked_codes(codes: str | Iterable[str] | None, codebook: Codebook, codings: Iterable[Coding]) -> list[str] | None:
    """The codes that were asked for, each once; None where none was named.

    Raises
    ------
    UnknownNameError
        One is neither in the codebook nor borne by a coding.
    """
    if codes is None:
        return None
    wanted = list(dict.fromkeys([codes] if isinstance(codes, str) else codes))
    known = {code.key for code in codebook.codes} | {coding.code for coding in codings}
    for code in wanted:
        if code not in known:
            kind = code.partition("/")[0]
            near = [key for key in sorted(known) if key.partition("/")[0] == kind] or sorted(
                key for key in known if "/" not in key
            )
            raise UnknownNameError(
                _("There is no code “{code}”. Known: {known}.").format(code=code, known=", ".join(near))
            )
    return wanted
