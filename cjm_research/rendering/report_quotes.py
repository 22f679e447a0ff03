"""The one list of quotes that every number of a page leads to: an entry for each coded place, with a steady anchor."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from cjm_research.model import Coding, Evidence, Transcript
from cjm_research.model.base import Model

# A coded phrase is often too short to be understood alone: so much of its sentence is shown around it, in code points.
CONTEXT_BEFORE = 110
CONTEXT_AFTER = 80
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)]*\s+")

Place = tuple[str, int, int, int]


class QuoteCode(Model):
    """What a quote was coded as."""

    code: str
    kind: str
    stage: str | None = None
    valence: int | None = None


class QuoteEntry(Model):
    """One coded place: its words, what stands around them, who said them and what they were coded as."""

    anchor: str
    evidence: Evidence
    before: str = ""
    after: str = ""
    language: str = ""
    codes: tuple[QuoteCode, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it was coded as, each once, in order."""
        return tuple(dict.fromkeys(code.kind for code in self.codes))

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages it was coded with, each once, in order."""
        return tuple(dict.fromkeys(code.stage for code in self.codes if code.stage))


class QuoteIndex:
    """Every quote of a page by its place; the same place has the same anchor in every report.

    Parameters
    ----------
    evidence : iterable of Evidence
        What the page points to, in any order; places are taken once.
    codings : iterable of Coding
        What the places were coded as.
    transcripts : iterable of Transcript
        The texts around the quotes; a quote whose text is not there is shown alone.
    """

    def __init__(
        self, evidence: Iterable[Evidence], codings: Iterable[Coding] = (), transcripts: Iterable[Transcript] = ()
    ) -> None:
        places: dict[Place, Evidence] = {}
        for item in evidence:
            places.setdefault(_place(item), item)
        codes: dict[Place, list[QuoteCode]] = {}
        for coding in codings:
            code = QuoteCode(code=coding.code, kind=coding.kind, stage=coding.stage, valence=coding.valence)
            codes.setdefault(coding.place, []).append(code)
        texts = {transcript.id: transcript for transcript in transcripts}
        anchors = _anchors(places)
        self._entries = {
            place: _entry(places[place], anchors[place], codes.get(place, ()), texts) for place in sorted(places)
        }

    def __len__(self) -> int:
        return len(self._entries)

    def anchor(self, evidence: Evidence) -> str:
        """The ``id`` of the entry that a piece of evidence leads to."""
        return self._entries[_place(evidence)].anchor

    def entry(self, evidence: Evidence) -> QuoteEntry:
        """The entry that a piece of evidence leads to."""
        return self._entries[_place(evidence)]

    def by_transcript(self) -> dict[str, tuple[QuoteEntry, ...]]:
        """The entries of each transcript, in the order they were said."""
        found: dict[str, list[QuoteEntry]] = {}
        for (transcript, *_rest), entry in self._entries.items():
            found.setdefault(transcript, []).append(entry)
        return {transcript: tuple(entries) for transcript, entries in found.items()}


def _place(evidence: Evidence) -> Place:
    return evidence.transcript, evidence.utterance, evidence.start, evidence.end


def _anchors(places: Iterable[Place]) -> dict[Place, str]:
    # Eight hex digits are enough for a study; where two places meet, the later takes more of its digest.
    taken: dict[str, Place] = {}
    for place in sorted(places):
        digest = hashlib.sha256("\0".join(map(str, place)).encode("utf-8", "surrogatepass")).hexdigest()
        length = next(size for size in range(8, 65) if f"q-{digest[:size]}" not in taken)
        taken[f"q-{digest[:length]}"] = place
    return {place: anchor for anchor, place in taken.items()}


def _entry(
    evidence: Evidence, anchor: str, codes: Iterable[QuoteCode], transcripts: Mapping[str, Transcript]
) -> QuoteEntry:
    transcript = transcripts.get(evidence.transcript)
    before = after = language = ""
    if transcript is not None and evidence.utterance < len(transcript.utterances):
        text = transcript.utterances[evidence.utterance].text
        before, after = surroundings(text, evidence.start, evidence.end)
        language = transcript.language
    order = dict.fromkeys(sorted(codes, key=lambda c: (c.kind, c.code, c.stage or "")))
    return QuoteEntry(
        anchor=anchor, evidence=evidence, before=before, after=after, language=language, codes=tuple(order)
    )


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence before and after ``text[start:end]``, cut at words; an ellipsis marks a cut.

    >>> surroundings("It rained. So I rang them twice, and nobody came. Bad.", 14, 20)
    ('So ', ' them twice, and nobody came. ')
    """
    head, tail = text[:start], text[end:]
    begins = [match.end() for match in _SENTENCE_END.finditer(head)]
    head = head[begins[-1] if begins else 0 :]
    # A quote that already closes its sentence needs nothing after it.
    if re.search(r"[.!?…][\"'”’»)]*\s*$", text[start:end]):
        tail = ""
    ends = _SENTENCE_END.search(tail)
    tail = tail[: ends.end()] if ends else tail
    if len(head) > CONTEXT_BEFORE:
        head = "…" + head[-CONTEXT_BEFORE:].partition(" ")[2]
    if len(tail) > CONTEXT_AFTER:
        tail = tail[:CONTEXT_AFTER].rpartition(" ")[0] + "…"
    return head, tail


class PageLinks:
    """What templates ask about quotes: where they stand on this page, and in which language they are.

    Parameters
    ----------
    quotes : QuoteIndex
        Every quote of the page.
    language : str
        ISO 639-1 code of the page itself.
    listed : bool
        Whether the list of quotes stands on the page, so that links lead somewhere.
    """

    def __init__(self, quotes: QuoteIndex, language: str, *, listed: bool = True) -> None:
        self._quotes = quotes
        self._language = language
        self.listed = listed

    def entry(self, evidence: Evidence) -> QuoteEntry:
        """The entry that a piece of evidence leads to."""
        return self._quotes.entry(evidence)

    def anchor(self, evidence: Evidence) -> str:
        """The ``id`` of that entry."""
        return self._quotes.anchor(evidence)

    def entries(self, evidence: Iterable[Evidence]) -> tuple[QuoteEntry, ...]:
        """The entries behind a count, each once, in the order given."""
        return tuple({entry.anchor: entry for entry in map(self._quotes.entry, evidence)}.values())

    def lang(self, entry: QuoteEntry) -> Markup:
        """A ``lang`` attribute for a quote, empty when the page is in the same language."""
        foreign = entry.language and entry.language != self._language
        return Markup(' lang="{}"').format(entry.language) if foreign else Markup("")

    def own_lang(self, entry: QuoteEntry) -> Markup:
        """The ``lang`` attribute for the page's own words inside a quote."""
        return Markup(' lang="{}"').format(self._language) if self.lang(entry) else Markup("")
