"""What a measure asks of its input, said once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _


def checked_share(value: float, *, name: str, above_zero: bool = False, below_one: bool = False) -> float:
    """The value itself when it lies in 0..1 (the ends where they are allowed).

    Raises
    ------
    BadValueError
        It does not.
    """
    if 0 <= value <= 1 and not (above_zero and value == 0) and not (below_one and value == 1):
        return value
    if above_zero and below_one:
        message = _("“{name}” is a share: it must be more than 0 and less than 1, found {value}.")
    elif above_zero:
        message = _("“{name}” is a share: it must be more than 0 and at most 1, found {value}.")
    elif below_one:
        message = _("“{name}” is a share: it must be at least 0 and less than 1, found {value}.")
    else:
        message = _("“{name}” is a share: it must lie between 0 and 1, found {value}.")
    raise BadValueError(message.format(name=name, value=value))


def checked_table(table: np.ndarray | Sequence[Sequence[bool]]) -> np.ndarray:
    """The table as bool, shape (n_interviews, n_codes).

    Raises
    ------
    BadValueError
        It has not two dimensions.
    """
    found = np.asarray(table)
    if found.ndim != 2:
        raise BadValueError(_("A table of interviews and codes has two dimensions, found {n}.").format(n=found.ndim))
    return found.astype(bool)
