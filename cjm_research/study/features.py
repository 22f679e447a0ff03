"""The feature sources of a study: which one serves which language, and what was learnt with it on this machine.

What was learnt lies in the study's folder, ``features/<language>-<name>.npz``: weights of words' meanings, no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.tagging import TAGGER_VERSION
from cjm_research.tagging.sources.head import Features, SourceHead
from cjm_research.tagging.sources.loading import serves, source_key
from cjm_research.tagging.sources.training import train_source_head

Progress = Callable[[int, int], None]
FOLDER = "features"


@dataclass(frozen=True)
class ChosenSource:
    """A source that serves a language of the study; `key` tells its version, `file` is where its head lies."""

    language: str
    name: str
    key: str
    file: Path


def chosen_sources(names: Sequence[str], languages: Iterable[str], folder: Path | None) -> dict[str, ChosenSource]:
    """The first source of the list that serves each language; languages that none serves are left out.

    Raises
    ------
    MissingFeatureSourceError
        A source is not installed; the message holds the command to type.
    BadValueError
        A source serves no language of the study, or the study has no folder to keep what is learnt.
    """
    languages = sorted(set(languages))
    for name in names:
        if not any(serves(name, language) for language in languages):
            raise BadValueError(
                _("The feature source “{name}” is for none of the languages of the interviews: {languages}.").format(
                    name=name, languages=", ".join(languages)
                )
            )
    if names and folder is None:
        raise BadValueError(_("A study on a server cannot use feature sources: it has no folder for what is learnt."))
    chosen = {}
    for language in languages:
        serving = [name for name in names if serves(name, language)]
        if serving and folder is not None:
            name = serving[0]
            file = folder / FOLDER / f"{language}-{_slug(name)}.npz"
            chosen[language] = ChosenSource(language, name, source_key(name, language), file)
    return chosen


def _slug(name: str) -> str:
    """A name that is a file name everywhere."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", Path(name).name if Path(name).is_dir() else name).strip("-.") or "source"


def trained(chosen: Iterable[ChosenSource], progress: Progress | None = None) -> Features:
    """The heads of these sources, those trained that are not there yet or are of another version."""
    heads = {}
    for source in chosen:
        key = f"{source.key} {TAGGER_VERSION}"
        head = SourceHead.load(source.file)
        if head is None or head.key != key:
            train_source_head(source.name, source.language, key=key, progress=progress).save(source.file)
        heads[source.language] = (source.name, str(source.file))
    return Features(heads)
