"""What is found in the texts of a study, all at once, and names for it that tell nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cjm_research.model.privacy import PrivateText
from cjm_research.privacy.base import DataKind, Finding
from cjm_research.privacy.key import Key

Detect = Callable[..., list[list[Finding]]]

# In names of files and interviews these stand between words.
SEPARATORS = str.maketrans("_-./\\+", "      ")
NAMES_OF_THINGS = frozenset({"id", "file"})
# What may tell in the name of a thing who somebody is; other numbers there are dates and counts.
IN_NAMES: frozenset[DataKind] = frozenset({"person", "organisation", "email", "handle", "phone"})
# Kinds whose entities differ from language to language: the words are declined.
SPOKEN: frozenset[DataKind] = frozenset({"person", "organisation"})


@dataclass(frozen=True)
class Found:
    """Texts, and what was found in each."""

    texts: tuple[PrivateText, ...]
    by_text: Mapping[tuple[str, str], Sequence[Finding]]

    def of(self, text: PrivateText) -> Sequence[Finding]:
        """The findings in a text, sorted."""
        found = self.by_text.get(_asked(text), ()) if text.where != "coding" else ()
        if text.where == "name" and not found and any(char.isalpha() for char in text.text):
            return [_named(text)]
        return [one for one in found if one.kind in IN_NAMES] if text.where in NAMES_OF_THINGS else found


def _named(text: PrivateText) -> Finding:
    """What stands where people write names is one, though nothing else says so."""
    words = text.text.strip()
    start = text.text.index(words)
    return Finding(start, start + len(words), words, "person", "likely", words.casefold(), "name_field")


def find(
    texts: Iterable[PrivateText],
    key: Key,
    *,
    employers: Iterable[str] = (),
    keep: Iterable[str] = (),
    detect: Detect,
) -> Found:
    """Look through the texts of a study, all at once: a name known from one place is found everywhere.

    Parameters
    ----------
    key : Key
        The people and firms in it are looked for as well.
    employers, keep : iterable of str
        Firms to look for, and words that are no personal data here.
    detect : callable
        `cjm_research.privacy.detect.detect`.
    """
    texts = tuple(texts)
    # Quotes, and why the machine suggested them, are words of interviews once more: only what goes there goes here.
    asked = list(dict.fromkeys(_asked(text) for text in texts if text.where != "coding"))
    stays = {word.casefold() for word in keep}
    # Only those whom somebody is sure of: who was taken for a person once by mistake is not to be found everywhere.
    sure = (entity for entity in key.entities if entity.replaced or key.decisions.get(entity.id) == "accepted")
    people = {entity.name.title() for entity in sure if entity.kind == "person"}
    labels = {text.text for text in texts if text.where in {"speaker", "name"}}
    known = sorted(people | {label for label in labels if label.strip(" .:").casefold() not in stays})
    firms = sorted({*employers, *key.employers})
    found = detect(asked, known=known, employers=firms, keep=sorted(set(keep)))
    return Found(texts, dict(zip(asked, found, strict=True)))


def _asked(text: PrivateText) -> tuple[str, str]:
    shown = text.text.translate(SEPARATORS) if text.where in NAMES_OF_THINGS else text.text
    return shown, text.language


def entity_id(finding: Finding, language: str) -> str:
    """The name of an entity that tells nothing of it."""
    return digest(finding.kind, language if finding.kind in SPOKEN else "", finding.entity)


def words_in(text: str) -> set[str]:
    """The words of a text or a label, in small letters."""
    return set(re.findall(r"\w+", text.translate(SEPARATORS).casefold()))


def digest(*parts: Any) -> str:
    """A short name for some values, the same on every machine."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
