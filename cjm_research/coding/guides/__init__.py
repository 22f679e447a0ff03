"""The bundled question guides, in three languages: keys in structure.toml, words in one file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from cjm_research.errors import UnknownLanguageError, UnknownNameError
from cjm_research.i18n import LANGUAGES, _, current_language
from cjm_research.model.guides import Guide, GuideQuestion, GuideSection

FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def guide_keys() -> tuple[str, ...]:
    """Keys of the bundled guides, in the order in which they are offered."""
    return tuple(_read("structure"))


def load_guide(key: str, language: str | None = None) -> Guide:
    """A bundled guide.

    Parameters
    ----------
    key : str
        One of `guide_keys`.
    language : str, optional
        "en", "pl" or "ru"; that in force where not named.

    Raises
    ------
    UnknownNameError
        There is no such guide.
    UnknownLanguageError
        There is no guide in that language.
    """
    if key not in guide_keys():
        known = ", ".join(guide_keys())
        raise UnknownNameError(_("There is no guide “{key}”. Known: {known}.").format(key=key, known=known))
    language = language or current_language()
    if language not in LANGUAGES:
        text = _("“{language}” is not an interface language. Choose one of: {known}.")
        raise UnknownLanguageError(text.format(language=language, known=", ".join(LANGUAGES)))
    structure, words = _read("structure")[key], _read(language)[key]
    return Guide(
        key=key,
        language=language,
        title=words["title"],
        use=words["use"],
        group=structure["group"],
        method=structure["method"],
        sections=tuple(_section(section, words) for section in structure["sections"]),
    )


def _section(section: dict[str, Any], words: dict[str, Any]) -> GuideSection:
    questions = []
    for key in section["questions"]:
        text, *also = words["questions"][key]
        questions.append(GuideQuestion(key=key, text=text, also=tuple(also)))
    title = words["sections"][section["key"]]
    return GuideSection(key=section["key"], title=title, stage=section["stage"], questions=tuple(questions))
