"""The words of a journey workbook: headings in three languages, and the lines of a cell written and read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from cjm_research.exchange.journey_xlsx.cells import clean
from cjm_research.i18n import (
    LANGUAGES,
    _,
    duration_units,
    format_duration,
    format_number,
    format_share,
    using_language,
)
from cjm_research.model import JourneyItem, JourneyStep, TimeFrame, term
from cjm_research.model.lanes import LANES, is_company_lane

# Entries of a cell that are written out; all of them stand on the evidence sheet.
SHOWN = 8
# Longer entries are cut in the table; all of their words stand on the evidence sheet.
LINE_LIMIT = 2_000
KNOWN, ASSUMED = "•", "○"
_BULLET = re.compile(r"^\s*(?:[•○◦▪·*–—-]\s*|\d{1,2}[.)]\s+)")
_NUMBER = r"[\d\s.,]+"
T = TypeVar("T")


class Line(NamedTuple):
    """What a line of a cell says: its text, whether it is called a barrier, and whether it is planned."""

    text: str
    is_barrier: bool = False
    is_planned: bool = False


def row_labels() -> dict[str, str]:
    """What a row holds -> its heading in the language in force: fields of map and stages, lanes, the curve."""
    return {
        "map:purpose": _("Purpose of the map"),
        "map:scenario": _("Scenario"),
        "map:authors": _("Authors"),
        "map:review_due": _("Review due"),
        "stage": _("Stage"),
        "stage:goal": _("Goal of the stage"),
        "stage:mindset": _("What goes through people's minds"),
        "stage:time_frame": _("Time frame"),
        "stage:customer_task": _("What people have to get done"),
        "stage:company_task": _("What the company has to do"),
        "steps": _("Steps"),
        "point:as_is": _("Emotion, mean over people (−2 to +2)"),
        "point:to_be": _("Planned emotion (−2 to +2)"),
        **{f"lane:{lane}": term("lane", lane) for lane in LANES},
    }


def shown_labels() -> tuple[str, ...]:
    """Names of rows that tell what the codings give and are not read back."""
    return (
        _("People who told of it"), _("95% interval of the mean"), _("People with an emotion"), _("Interviews"),
        _("Participants"), _("Groups"), _("Rests on"), _("Stage model"), _("Codings without a stage"), _("Legend"),
    )  # fmt: skip


def in_every_language(words: Callable[[], T]) -> list[T]:
    """What `words` gives in each language of the interface."""
    found = []
    for language in LANGUAGES:
        with using_language(language):
            found.append(words())
    return found


def folded(text: object) -> str:
    """A heading as it is compared: without case, breaks and marks at its end."""
    return " ".join(str(text or "").split()).casefold().rstrip(" :")


@cache
def known_rows() -> dict[str, str]:
    """Folded heading of a row in any language -> what it holds; "" for what is not read back."""
    known = {folded(label): "" for labels in in_every_language(shown_labels) for label in labels}
    for labels in in_every_language(row_labels):
        known.update((folded(label), field) for field, label in labels.items())
    return known


def names_of(family: str, keys: Iterable[str]) -> dict[str, str]:
    """Folded name in any language, and the key itself -> key."""
    keys = tuple(keys)
    known = {folded(key): key for key in keys}
    for names in in_every_language(lambda: [term(family, key) for key in keys]):
        known.update(zip(map(folded, names), keys, strict=True))
    return known


def flat(text: str) -> str:
    """A text on one line, as long as a line may be."""
    line = " ".join(clean(text).split())
    return line if len(line) <= LINE_LIMIT else line[: LINE_LIMIT - 1] + "…"


def line_of(thing: JourneyItem | JourneyStep, lane: str = "") -> str:
    """An entry or step as a line of its cell; what the company does is no assumption, though nobody said it."""
    words = [KNOWN if thing.evidence or is_company_lane(lane) else ASSUMED]
    if thing.layer == "to_be":
        words.append(term("layer", "to_be") + ":")
    if isinstance(thing, JourneyItem) and thing.is_barrier:
        words.append(_("Barrier:"))
    words.append(flat(thing.text))
    if thing.evidence:
        words.append(f"({format_share(thing.count.k, thing.count.n)})")
    return " ".join(words)


def cell_lines(things: Sequence[JourneyItem | JourneyStep], lane: str = "") -> list[str]:
    """The lines of a cell; those of entries come first."""
    lines = [line_of(thing, lane) for thing in things[:SHOWN]]
    if len(things) > SHOWN:
        lines.append(_("+{n} more on the evidence sheet").format(n=format_number(len(things) - SHOWN)))
    return lines


def read_line(line: str) -> Line:
    """What a line says, whoever wrote it in whichever language."""
    text = _BULLET.sub("", line).strip()
    planned, text = _without(text, _planned_words())
    barrier, text = _without(text, _barrier_words())
    return Line(_counts().sub("", text).strip(), barrier, planned)


def written_lines(cell: str) -> list[str]:
    """The lines of a cell that are entries: not those that say that nothing was found, or that more is elsewhere."""
    lines = [" ".join(line.split()) for line in cell.split("\n")]
    return [line for line in lines if _BULLET.sub("", line) and not _remarks().fullmatch(line)]


def _without(text: str, words: Iterable[str]) -> tuple[bool, str]:
    for word in words:
        if text.casefold().startswith(word):
            return True, text[len(word) :].lstrip()
    return False, text


@cache
def _planned_words() -> tuple[str, ...]:
    return tuple(in_every_language(lambda: term("layer", "to_be").casefold() + ":"))


@cache
def _barrier_words() -> tuple[str, ...]:
    return tuple(in_every_language(lambda: _("Barrier:").casefold()))


@cache
def _counts() -> re.Pattern[str]:
    shares = {_pattern(share) for share in in_every_language(lambda: _("{k} of {n}"))}
    return re.compile(rf"\s*\((?:{'|'.join(sorted(shares))})\)$")


@cache
def _remarks() -> re.Pattern[str]:
    remarks = {_pattern(remark) for remark in in_every_language(lambda: _("+{n} more on the evidence sheet"))}
    remarks |= {re.escape(nothing) for nothing in in_every_language(lambda: _("None found"))}
    return re.compile("|".join(sorted(remarks)))


def _pattern(message: str) -> str:
    return re.sub(r"\\\{\w+\\\}", lambda _field: _NUMBER, re.escape(message))


def time_text(time_frame: TimeFrame | None) -> str:
    """A time frame as people write it: “2–3 weeks (order data)”."""
    if time_frame is None:
        return ""
    text = format_duration(time_frame.low, time_frame.high, time_frame.unit)
    return f"{text} ({time_frame.source})" if time_frame.source else text


def read_time(text: str) -> TimeFrame | None:
    """The time frame that a text names in any of the languages; None where there is none in it."""
    found = re.fullmatch(r"([\d.,]+)(?:\s*[-–—]\s*([\d.,]+))?\s*([^\W\d]+)\.?\s*(?:\((.*)\))?", text.strip(), re.DOTALL)
    unit = duration_units().get(found[3].casefold()) if found else None
    if found is None or unit is None:
        return None
    try:
        low, high = (float(bound.replace(",", ".")) if bound else None for bound in found.group(1, 2))
    except ValueError:
        return None
    return TimeFrame.model_validate({"low": low, "high": high, "unit": unit, "source": found[4] or ""})
