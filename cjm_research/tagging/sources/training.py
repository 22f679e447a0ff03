"""Training on this machine: the coded interviews of the package teach a head what a feature source adds.

The shipped model has seen these interviews, so its own opinion of them is worth too much. What models said that had not
seen the interview's study lies in ``weights/folds_<language>.npz``: an array an interview, named by its id, a row a
unit, a column a kind of `moments.FOUND`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model import Transcript
from cjm_research.tagging.learnt.linear import load_arrays
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.rules.scoring import weights_folder
from cjm_research.tagging.sources.head import Clauses, SourceHead, train_head, unit_text
from cjm_research.tagging.sources.loading import load_source

Progress = Callable[[int, int], None]


def train_source_head(name: str, language: str, *, key: str, progress: Progress | None = None) -> SourceHead:
    """The head that the bundled interviews teach for a feature source.

    Parameters
    ----------
    name : str
        The source, see `cjm_research.tagging.sources.loading.load_source`.
    key : str
        Kept with the head: with another key it is to be trained anew.

    Raises
    ------
    MissingFeatureSourceError, BadValueError
        As for `load_source`.
    UnreadableFileError
        The coded interviews or the figures of the left-out studies are not installed, or do not fit each other.
    """
    source = load_source(name, language)
    clauses = training_clauses(bundled_interviews(language), load_folds(language))
    return train_head(clauses, source, key=key, progress=progress)


def bundled_interviews(language: str) -> list[tuple[str, Transcript]]:
    """The coded interviews of a language, each with the name of its study, sorted by path.

    Raises
    ------
    UnreadableFileError
        They are not installed.
    """
    package = Path(__file__).parents[2]
    for place in (package.parent / "corpus", package / "corpus"):
        files = sorted(place.glob(f"{language}/*/*.json"))
        if files:
            return [(path.parent.name, Transcript.model_validate_json(path.read_bytes())) for path in files]
    raise UnreadableFileError.at(
        package.parent / "corpus",
        _("The coded interviews that a feature source is trained on are not installed."),
        hint=_("Work in a clone of the project, or tag without a feature source."),
    )


def load_folds(language: str) -> dict[str, np.ndarray]:
    """What models said of interviews whose study they had not seen: transcript id -> log-odds of shape (units, kinds).

    Raises
    ------
    UnreadableFileError
        The file is not installed.
    """
    path = weights_folder() / f"folds_{language}.npz"
    if not path.is_file():
        raise UnreadableFileError.at(path, _("There is no such file or folder."), hint=_advice())
    return load_arrays(path)


def _advice() -> str:
    return _("Tag without a feature source, or install the package anew.")


def training_clauses(interviews: Sequence[tuple[str, Transcript]], folds: Mapping[str, np.ndarray]) -> Clauses:
    """The units of coded interviews with what was said of them and what coders marked in them.

    Raises
    ------
    UnreadableFileError
        The figures are of another version of the interviews or of the rules.
    """
    from cjm_research.tagging.learnt.learning import lesson_of

    texts: list[str] = []
    studies: list[str] = []
    odds: list[np.ndarray] = []
    targets: list[np.ndarray] = []
    for study, transcript in interviews:
        lesson = lesson_of(transcript, study)
        said = folds.get(transcript.id)
        if said is None or said.shape != (len(lesson.units), len(FOUND)):
            raise UnreadableFileError.at(
                f"folds_{transcript.language}.npz",
                _("The figures of “{id}” do not fit its text.").format(id=transcript.id),
                hint=_advice(),
            )
        texts.extend(unit_text(lesson.turns[unit.turn], unit) for unit in lesson.units)
        studies.extend([study] * len(lesson.units))
        odds.append(said.astype(float))
        targets.append(np.column_stack([lesson.targets[kind] for kind in FOUND]).astype(bool))
    return Clauses(texts, np.vstack(odds), np.vstack(targets), studies, FOUND)
