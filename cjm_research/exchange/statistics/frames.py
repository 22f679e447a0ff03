"""A table for statistics programs: its data with types, and what its columns and values are called for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LabelledFrame:
    """A table with labels.

    Parameters
    ----------
    name : str
        Of its files.
    title : str
        For people.
    table : pandas.DataFrame
        Columns named as R and SPSS take them: ASCII letters, digits and underscores, a letter first.
    labels : mapping
        Column -> what it holds, for people.
    values : mapping
        Column -> value -> what it is called, in the order of the categories.
    """

    name: str
    title: str
    table: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str | int, str]] = field(default_factory=dict)
