"""Additional feature sources: what an installed language model knows about the meaning of a text, as numbers.

Two kinds can be named: an official spaCy pipeline (``pl_core_news_lg``), or any other one by its folder, and a
sentence-embedding model of the sentence-transformers library, by the name of one that is on this machine or by its
folder. Nothing is ever fetched from the network: what is missing is told with the command that installs it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy import util
from spacy.language import Language

from cjm_research.errors import BadValueError, MissingFeatureSourceError
from cjm_research.i18n import _

# Names of spaCy's own pipelines: language, kind, genre, size.
_OFFICIAL = re.compile(r"[a-z]{2,3}_(core|dep|ent|sent)_[a-z]+_(sm|md|lg|trf)")
# Components that give every word a meaning in its context; the others are not needed.
_GIVING = frozenset({"tok2vec", "transformer", "curated_transformer"})
# Files that make a folder a model of the sentence-transformers library.
_EMBEDDING_FILES = ("modules.json", "config_sentence_transformers.json")
_BATCH = 64


@dataclass(frozen=True)
class FeatureSource:
    """Something that turns texts into vectors.

    Parameters
    ----------
    name : str
        As the researcher wrote it.
    key : str
        Name and version: another key, other vectors.
    language : str
        ISO 639-1 code of the language it is for; empty where it is for several.
    encode : callable
        Texts -> array of shape (n_texts, n_dimensions).
    """

    name: str
    key: str
    language: str
    encode: Callable[[Sequence[str]], np.ndarray]

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, float32 of shape (n_texts, n_dimensions), of length 1; of length 0 where nothing is known."""
        if not texts:
            return self.vectors([""])[:0]
        raw = np.asarray(self.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)
        raw = np.nan_to_num(raw, nan=0.0, posinf=0.0, neginf=0.0)
        lengths = np.linalg.norm(raw, axis=1, keepdims=True)
        return np.divide(raw, lengths, out=np.zeros_like(raw), where=lengths > 0)


def serves(name: str, language: str) -> bool:
    """Whether the source of that name is for texts of this language, as far as the name or its folder tells."""
    if (folder := _folder(name)) and (folder / "meta.json").is_file():
        return util.get_model_meta(folder).get("lang") in (language, "xx")
    return not _OFFICIAL.fullmatch(name) or name.partition("_")[0] in (language, "xx")


@lru_cache(maxsize=4)
def load_source(name: str, language: str) -> FeatureSource:
    """The feature source of that name.

    Parameters
    ----------
    name : str
        An installed spaCy pipeline, a sentence-embedding model that is on this machine, or the folder of either.
    language : str
        ISO 639-1 code of the texts.

    Raises
    ------
    MissingFeatureSourceError
        It is not installed; the message holds the command to type.
    BadValueError
        It is for another language, or it knows no vectors.
    """
    folder = _folder(name)
    if (folder and (folder / "meta.json").is_file()) or util.is_package(name):
        return _spacy_source(name, folder, language)
    if _OFFICIAL.fullmatch(name):
        raise MissingFeatureSourceError(
            _("The spaCy pipeline “{name}” is not installed. Install it: {command}").format(
                name=name, command=f"python -m spacy download {name}"
            )
        )
    if folder and not any((folder / file).is_file() for file in _EMBEDDING_FILES):
        raise BadValueError.at(
            folder,
            _("There is no language model in this folder."),
            expected=_("A spaCy pipeline (meta.json) or a sentence-embedding model (modules.json) is expected."),
        )
    return _embedding_source(name, folder)


def source_key(name: str, language: str) -> str:
    """The key of a source; the model itself is loaded only where its files do not tell.

    Raises
    ------
    MissingFeatureSourceError, BadValueError
        As for `load_source`.
    """
    folder = _folder(name)
    if (folder and (folder / "meta.json").is_file()) or util.is_package(name):
        return _spacy_key(folder or _package_data(name))
    return load_source(name, language).key


def _folder(name: str) -> Path | None:
    path = Path(name).expanduser()
    return path if name and path.is_dir() else None


def _spacy_source(name: str, folder: Path | None, language: str) -> FeatureSource:
    data = folder or _package_data(name)
    meta = util.get_model_meta(data)
    if meta.get("lang") not in (language, "xx"):
        raise BadValueError(
            _("The spaCy pipeline “{name}” is for texts in “{found}”, not in “{language}”.").format(
                name=name, found=meta.get("lang"), language=language
            )
        )
    pipeline = util.load_config(data / "config.cfg")["nlp"]["pipeline"]
    nlp = spacy.load(data, exclude=[part for part in pipeline if part not in _GIVING])
    if not nlp.vocab.vectors_length and not nlp.pipe_names:
        raise BadValueError(
            _("The spaCy pipeline “{name}” knows no vectors. Name a larger one (its name ends in md or lg).").format(
                name=name
            )
        )
    return FeatureSource(name, _spacy_key(data), meta["lang"].replace("xx", ""), _spacy_encoder(nlp))


def _spacy_key(data: Path) -> str:
    meta = util.get_model_meta(data)
    return f"{meta['lang']}_{meta['name']} {meta['version']} {_fingerprint(data)}"


def _package_data(name: str) -> Path:
    """The folder of an installed pipeline's files: the package holds one folder named by its version."""
    package = util.get_package_path(name)
    meta = util.get_model_meta(package)
    return package / f"{meta['lang']}_{meta['name']}-{meta['version']}"


def _spacy_encoder(nlp: Language) -> Callable[[Sequence[str]], np.ndarray]:
    if nlp.vocab.vectors_length:
        return lambda texts: np.array([_mean_vector(nlp, text) for text in texts], dtype=np.float32)

    def from_context(texts: Sequence[str]) -> np.ndarray:
        rows = [doc.tensor.mean(axis=0) if len(doc.tensor) else None for doc in nlp.pipe(texts, batch_size=_BATCH)]
        width = next((len(row) for row in rows if row is not None), 1)
        return np.array([np.zeros(width) if row is None else row for row in rows], dtype=np.float32)

    return from_context


def _mean_vector(nlp: Language, text: str) -> np.ndarray:
    """The mean of the vectors of the words that have one."""
    known: list[Any] = [token.vector for token in nlp.make_doc(text) if token.has_vector and not token.is_punct]
    return np.mean(known, axis=0) if known else np.zeros(nlp.vocab.vectors_length, dtype=np.float32)


def _embedding_source(name: str, folder: Path | None) -> FeatureSource:
    # Read by the libraries when they are imported; `local_files_only` says it once more.
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingFeatureSourceError(
            _(
                "“{name}” is no installed spaCy pipeline, and the library for sentence embeddings is not installed. "
                "Install it: {command}"
            ).format(name=name, command='python -m pip install "cjm-research[embeddings]"')
        ) from error
    try:
        # Weights are read from safetensors alone: the older form can hold code.
        model = SentenceTransformer(
            str(folder or name), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError) as error:
        raise MissingFeatureSourceError(
            _("The sentence-embedding model “{name}” is not on this machine. Fetch it: {command}").format(
                name=name, command=f"hf download {name}"
            )
        ) from error
    found = _fingerprint(folder) if folder else _revision(model)
    return FeatureSource(name, f"{Path(name).name if folder else name} {found}", "", _embedding_encoder(model))


def _embedding_encoder(model: Any) -> Callable[[Sequence[str]], np.ndarray]:
    def encode(texts: Sequence[str]) -> np.ndarray:
        return model.encode(list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)

    return encode


def _revision(model: Any) -> str:
    """The commit of a model that came from a hub; empty where the library does not tell."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "")


def _fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits over the settings of a model and the sizes of its files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
        if path.suffix in {".json", ".cfg"} and path.stat().st_size < 1_000_000:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
