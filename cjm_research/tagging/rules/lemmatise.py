"""Pipeline component that writes base forms into the tokens, for other components and for looking at a Doc."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, NORM
from spacy.tokens import Doc
from spacy.vocab import Vocab

from cjm_research.tagging.rules.lemmas import Lemmatizer
from cjm_research.tagging.rules.matching import MAX_STEM
from cjm_research.tagging.rules.patterns import fold


@dataclass
class LemmaWriter:
    """Pipeline component: sets ``token.lemma_`` to the likeliest base form; each form is looked up once."""

    vocab: Vocab
    lemmas: Lemmatizer
    _known: dict[int, int] = field(default_factory=dict)

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token."""
        if len(doc):
            known = self._known
            norms = doc.to_array(NORM).tolist()
            found = [known.get(norm) or self._learn(norm) for norm in norms]
            values: Any = np.array(found, dtype=np.uint64).reshape(-1, 1)
            doc.from_array([LEMMA], values)
        return doc

    def _learn(self, norm: int) -> int:
        form = fold(self.vocab.strings[norm])
        lemma = self.lemmas(form)[0] if len(form) <= MAX_STEM else form
        self._known[norm] = self.vocab.strings.add(lemma)
        return self._known[norm]
