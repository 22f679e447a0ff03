"""Agreement of coders as a value: rows of figures with what a reader needs beside them, as text, table and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from cjm_research.coding.agreement.ratings import Coefficient, Reason, reason_text
from cjm_research.i18n import (
    _,
    chosen_language,
    current_language,
    format_number,
    format_percent,
    ngettext,
    using_language,
)
from cjm_research.model import code_name, using_names
from cjm_research.model.base import Model

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["character", "sentence", "turn", "overlap", "unitizing"]
Level = Literal["kind", "code"]
UNITS: tuple[Unit, ...] = ("character", "sentence", "turn", "overlap", "unitizing")
LEVELS: tuple[Level, ...] = ("kind", "code")

# Measures that leave agreement by chance in: no words of judgement for them.
PLAIN = frozenset({"percent", "holsti", "overlap", "f1"})
# The figure that stands for a row, and for all codes together where that is another.
HEADLINES: dict[Unit, str] = {
    "character": "alpha",
    "sentence": "alpha",
    "turn": "alpha",
    "overlap": "f1",
    "unitizing": "u_alpha",
}
SET_HEADLINE = "alpha_masi"
# Landis & Koch (1977), Biometrics 33:159: upper borders, the last one open.
_BORDERS = (0.0, 0.2, 0.4, 0.6, 0.8)


class AgreementRow(Model):
    """The figures of one code, or of all together.

    Attributes
    ----------
    code : str
        Kind or code; empty for all together; "label/KIND", "valence" and "stage" for attributes of codings of one kind
        that overlap.
    n : int
        Units judged by two or more coders; for "overlap", codings of all coders.
    coded : tuple of int
        How many units each coder marked (for "overlap" and "unitizing" codings and stretches).
    """

    code: str
    n: int
    coded: tuple[int, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()

    def figure(self, measure: str) -> Coefficient | None:
        """The figure of one measure; None where it was not asked for."""
        return next((figure for figure in self.coefficients if figure.measure == measure), None)


class PairAgreement(Model):
    """The headline figure of all codes for two of the coders."""

    first: str
    second: str
    figure: Coefficient


class AgreementReport(Model):
    """How far coders agree, with what it rests on.

    Attributes
    ----------
    interviews, alone : tuple
        Interviews that count; and those left out with the one coder who worked on them.
    n_units, n_turns, n_characters : int
        What was judged: units of the unit chosen (for "overlap" codings), and the text they stand for.
    left_turns, left_characters, left_codings : int
        Interviewers' turns in these interviews, which do not count, and the codings in them.
    resampled : str
        What the intervals draw: "interviews", "turns", or nothing where there are no intervals.
    draws, seed : int
        How many resamples, and from which seed.
    reason : str
        Why nothing could be computed; empty where figures were.
    names : dict
        Code -> name, of the codes that the researcher has named.
    language : str
        The interface language it was made in; it speaks this one unless somebody chose another.
    """

    unit: Unit
    level: Level
    coders: tuple[str, ...]
    interviews: tuple[str, ...] = ()
    alone: tuple[tuple[str, str], ...] = ()
    n_units: int = 0
    n_turns: int = 0
    n_characters: int = 0
    left_turns: int = 0
    left_characters: int = 0
    left_codings: int = 0
    resampled: Literal["", "interviews", "turns"] = ""
    draws: int = 0
    seed: int = 0
    confidence: float = 0.95
    overall: AgreementRow | None = None
    rows: tuple[AgreementRow, ...] = ()
    attributes: tuple[AgreementRow, ...] = ()
    pairs: tuple[PairAgreement, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: Reason = ""
    names: Mapping[str, str] = Field(default_factory=dict)
    language: str = Field(default_factory=current_language)

    @property
    def is_defined(self) -> bool:
        """Whether at least one figure of all codes together could be computed."""
        return self.overall is not None and any(figure.is_defined for figure in self.overall.coefficients)

    @property
    def headline(self) -> Coefficient | None:
        """The figure of all codes together that stands for the whole."""
        if self.overall is None:
            return None
        return self.overall.figure(SET_HEADLINE) or self.overall.figure(HEADLINES[self.unit])

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """The language and the names of codes that the report speaks."""
        language = chosen_language() or self.language
        with using_language(language), using_names(self.names):
            yield

    def row(self, code: str) -> AgreementRow | None:
        """The row of a code; None where nobody used it."""
        return next((row for row in self.rows if row.code == code), None)

    def to_frame(self) -> pd.DataFrame:
        """One line a code and measure.

        Columns: part ("overall", "code" or "attribute"), code, name, measure, value, low, high, observed, expected,
        reason, n, unit, coders, and ``coded_NAME`` for each coder. Figures that are not defined are missing values
        with their reason.
        """
        import pandas as pd

        with self.speaking():
            records = self._records()
        frame = pd.DataFrame.from_records(records)
        numbers = [name for name in ("value", "low", "high", "observed", "expected") if name in frame]
        return frame.astype(dict.fromkeys(numbers, float))

    def _records(self) -> list[dict[str, Any]]:
        parts = (("overall", (self.overall,) if self.overall else ()), ("code", self.rows))
        return [
            {
                "part": part, "code": row.code, "name": row_name(row), "measure": figure.measure,
                "value": figure.value, "low": figure.interval[0] if figure.interval else None,
                "high": figure.interval[1] if figure.interval else None, "observed": figure.observed,
                "expected": figure.expected, "reason": figure.reason, "n": row.n, "unit": self.unit,
                "coders": ", ".join(self.coders),
                **{f"coded_{name}": n for name, n in zip(self.coders, row.coded, strict=False)},
            }
            for part, rows in (*parts, ("attribute", self.attributes))
            for row in rows
            for figure in row.coefficients
        ]  # fmt: skip

    def __str__(self) -> str:
        from cjm_research.coding.agreement.text import report_text

        with self.speaking():
            return report_text(self)

    __repr__ = __str__


def row_name(row: AgreementRow) -> str:
    """The display name of a row."""
    part, _slash, kind = row.code.partition("/")
    if part == "label":
        return _("Label of {kind}").format(kind=code_name(kind))
    names = {"": _("All together"), "valence": _("Valence"), "stage": _("Stage")}
    return names.get(row.code) or code_name(row.code)


def unit_name(unit: Unit) -> str:
    """What is judged, in words."""
    return {
        "character": _("each character, marked or not"),
        "sentence": _("each sentence, with the set of its codes"),
        "turn": _("each turn, with the set of its codes"),
        "overlap": _("codings that share at least half of the shorter one"),
        "unitizing": _("stretches on the line of the whole text"),
    }[unit]


def count_of_units(unit: Unit, n: int) -> str:
    """How many units, with their word."""
    forms = {
        "character": ngettext("{n} character", "{n} characters", n),
        "unitizing": ngettext("{n} character", "{n} characters", n),
        "sentence": ngettext("{n} sentence", "{n} sentences", n),
        "turn": ngettext("{n} turn", "{n} turns", n),
        "overlap": ngettext("{n} coding", "{n} codings", n),
    }
    return forms[unit].format(n=format_number(n))


def in_words(figure: Coefficient) -> str:
    """A figure in words, on the scale of Landis and Koch; empty for plain agreement, which says nothing of chance."""
    if figure.value is None:
        return reason_text(figure.reason)
    if figure.measure in PLAIN:
        return ""
    words = (
        _("less agreement than chance would give"),
        _("almost no agreement beyond chance"),
        _("fair agreement"),
        _("moderate agreement"),
        _("substantial agreement"),
        _("almost perfect agreement"),
    )
    shown = round(figure.value, 2)
    if shown < 0:
        return words[0]
    return next((words[i + 1] for i, border in enumerate(_BORDERS[1:]) if shown <= border), words[-1])


def figure_text(figure: Coefficient) -> str:
    """The number as the language writes it; “not defined” where there is none."""
    if figure.value is None:
        return _("not defined")
    if figure.measure in PLAIN:
        return format_percent(figure.value)
    # Without the sign of a zero.
    return format_number(round(figure.value, 2) + 0.0, 2)


def interval_text(figure: Coefficient) -> str:
    """The interval of a figure; a dash where there is none."""
    if figure.interval is None:
        return "–"
    low, high = (figure_text(figure.model_copy(update={"value": bound})) for bound in figure.interval)
    return _("{low} to {high}").format(low=low, high=high)
