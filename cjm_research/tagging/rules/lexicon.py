"""Lexicon files: one TOML a concept, read and checked, the same names in each language's folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model.scheme import EMOTION_VALENCE, KINDS, LABELS
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, stage_model
from cjm_research.tagging.rules.patterns import parse_pattern

DEFAULT_WEIGHT = 0.6
STAGES = stage_model(DEFAULT_STAGE_MODEL).keys

# File name -> kind of its entries.
KIND_FILES: dict[str, str] = {
    "touchpoints": "touchpoint",
    "emotions": "emotion",
    "pains": "pain_point",
    "barriers": "barrier",
    "successes": "success_point",
    "turning_points": "turning_point",
    "goals": "goal",
    "needs": "need",
    "questions": "question",
    "motivations": "motivation",
    "actions": "action",
    "thoughts": "thought",
    "quotes": "quote_worthy",
}
MODIFIERS = ("negation", "hypothetical", "intensifier", "diminisher", "other_people", "conjunctions", "own_people")
# Sections that double as classes of the pattern language.
_CLASS_OF = {"negation": "NEG", "hypothetical": "HYP", "intensifier": "INT", "diminisher": "DIM"}
COMPUTED_CLASSES = ("NUM", "MONEY", "TIME")

_ENTRY_KEYS = {"name", "kind", "label", "valence", "stage", "weight", "span", "patterns", "negatable", "note"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule: patterns of one meaning. `kind` is "stage" for the cues of stages.toml."""

    name: str
    kind: str
    patterns: tuple[str, ...]
    label: str | None = None
    valence: int | None = None
    stage: str | None = None
    weight: float = DEFAULT_WEIGHT
    span: str = "clause"
    negatable: bool = True


@dataclass(frozen=True)
class Lexicon:
    """All rules and modifiers of one language."""

    language: str
    entries: tuple[Entry, ...]
    modifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def languages_folder() -> Path:
    """Where the lexicons lie: one folder a language, named by its ISO 639-1 code."""
    return Path(__file__).parents[1] / "languages"


@cache
def load_lexicon(language: str, folder: Path | None = None) -> Lexicon:
    """The lexicon of a language.

    Raises
    ------
    BadValueError
        A file is not TOML, an entry has an unknown label, stage or key, or a pattern is not understood.
    """
    folder = folder or languages_folder() / language
    entries: list[Entry] = []
    for stem, kind in KIND_FILES.items():
        path = folder / f"{stem}.toml"
        if path.exists():
            rows = _read(path).get("entry", [])
            entries.extend(_entry(path, number, row, kind) for number, row in enumerate(rows, start=1))
    stages = folder / "stages.toml"
    if stages.exists():
        rows = _read(stages).get("cue", [])
        entries.extend(_entry(stages, number, row, "stage") for number, row in enumerate(rows, start=1))
    return Lexicon(language, tuple(entries), *_modifiers(folder / "modifiers.toml"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadValueError.at(path, _("This is not valid TOML: {error}.").format(error=error)) from error


def _modifiers(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    data = _read(path) if path.exists() else {}
    modifiers = {name: tuple(data.get(name, {}).get("words", ())) for name in MODIFIERS}
    classes = {name: tuple(words) for name, words in data.get("classes", {}).items()}
    for section, name in _CLASS_OF.items():
        classes.setdefault(name, modifiers[section])
    for name in COMPUTED_CLASSES:
        classes.setdefault(name, ())
    for section, name in _CLASS_OF.items():
        modifiers[section] = modifiers[section] or classes[name]
    return modifiers, classes


def _entry(path: Path, number: int, row: dict[str, Any], kind: str) -> Entry:
    def fail(what: str) -> BadValueError:
        return BadValueError.at(path, what, row=number, hint=_("Rows are counted by entries, from 1."))

    unknown = sorted(set(row) - _ENTRY_KEYS)
    if unknown:
        raise fail(_("Unknown field “{name}”.").format(name=unknown[0]))
    kind = row.get("kind", kind)
    label, stage = row.get("label"), row.get("stage")
    if kind != "stage" and kind not in KINDS:
        raise fail(_("Unknown kind “{kind}”.").format(kind=kind))
    if kind in LABELS and label not in LABELS[kind]:
        raise fail(_("Unknown label “{label}” for “{kind}”.").format(label=label, kind=kind))
    if stage is not None and stage not in STAGES:
        raise fail(_("Unknown stage “{stage}”.").format(stage=stage))
    if kind == "stage" and stage is None:
        raise fail(_("A cue needs a stage."))
    patterns = tuple(row.get("patterns", ()))
    if not patterns:
        raise fail(_("An entry needs patterns."))
    weight = float(row.get("weight", DEFAULT_WEIGHT))
    if not 0 <= weight <= 1:
        raise fail(_("The weight must lie between 0 and 1."))
    span = row.get("span", "match" if kind == "touchpoint" else "clause")
    if span not in ("match", "clause"):
        raise fail(_("The span must be “match” or “clause”."))
    for pattern in patterns:
        try:
            parse_pattern(pattern)
        except BadValueError as error:
            raise fail(str(error)) from error
    valence = row.get("valence", _typical_valence(kind, label))
    if valence is not None and valence not in range(-2, 3):
        raise fail(_("The valence must be a whole number from -2 to 2."))
    return Entry(
        name=row.get("name") or f"{stage if kind == 'stage' else label or kind}",
        kind=kind,
        patterns=patterns,
        label=label,
        valence=valence,
        stage=stage,
        weight=weight,
        span=span,
        negatable=row.get("negatable", kind in ("touchpoint", "emotion", "success_point", "action", "goal")),
    )


def _typical_valence(kind: str, label: str | None) -> int | None:
    if kind == "emotion":
        return EMOTION_VALENCE.get(label or "", 0)
    return 0 if kind == "touchpoint" else None
