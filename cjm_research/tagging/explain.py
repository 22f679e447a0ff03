"""What the tagger sees in a text, to look at: the text with its spans, and a table with the reason of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from spacy.displacy import SpanRenderer

from cjm_research.i18n import _, current_language, format_percent, in_quotes
from cjm_research.model import Tag, Transcript, Utterance, feeling_name, term
from cjm_research.tagging.tagger import tag_transcript

# Light enough for black letters on them; what hurts is warm, what pleases is green.
_COLOURS = {
    "touchpoint": "#8cc4ec",
    "emotion": "#f3d34a",
    "pain_point": "#f5a071",
    "barrier": "#e88f8f",
    "success_point": "#8fd3a6",
    "turning_point": "#cdb0e6",
}
_OTHER_COLOUR = "#cbd3da"
# Pixels: from the top of a word to its first bar, below the last bar, from bar to bar.
_TO_BARS, _BELOW, _STEP = 27, 0, 17
# displaCy's own templates, with names that do not wrap and bars that reach over the blank to the next word.
_BAR = "background:{bg};top:{top_offset}px;height:4px;left:-1px;width:calc(100% + .3em);position:absolute"
_TEMPLATES = {
    "span": '<span style="font-weight:bold;display:inline-block;position:relative;height:HEIGHTpx">'
    "{text}{span_slices}{span_starts}</span> ",
    "slice": f'<span style="{_BAR}"></span>',
    "start": f'<span style="{_BAR}"><span style="background:{{bg}};color:#000;position:absolute;top:-5px;z-index:10;'
    "white-space:nowrap;padding:2px 3px;border-radius:3px;font-size:10px;font-weight:bold;line-height:1"
    '">{label}{kb_link}</span></span>',
}
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_STYLE = (
    ".cjm-explain{font-family:system-ui,sans-serif;max-width:70em}"
    ".cjm-explain .spans{line-height:1.4!important;margin-bottom:.6em;padding-right:9em}"
    ".cjm-explain table{border-collapse:collapse;margin-top:1em;font-size:.9em}"
    ".cjm-explain th,.cjm-explain td{text-align:left;vertical-align:top;padding:.35em .7em;"
    "border-bottom:1px solid #d6dde3;white-space:normal}"
    ".cjm-explain td.number{text-align:right;white-space:nowrap}"
    ".cjm-explain .kind{color:#000;border-radius:3px;padding:0 .35em;white-space:nowrap}"
    ".cjm-explain .speaker{color:#56636f;margin:.8em 0 0}"
)


@dataclass(frozen=True)
class Explanation:
    """A text with its tags. A notebook shows it as a picture with a table, a terminal as plain lines.

    Parameters
    ----------
    transcript : Transcript
        What was read.
    tags : tuple of Tag
        What the tagger found in it, in the order of the text; the numbers in picture and table are theirs, from 1.
    """

    transcript: Transcript
    tags: tuple[Tag, ...]

    def _repr_html_(self) -> str:
        return self.html()

    def html(self) -> str:
        """The picture and the table, in the language in force; whatever stands in the text is inert."""
        spoken = "".join(self._spoken(number, u) for number, u in enumerate(self.transcript.utterances))
        return (
            f'<div class="cjm-explain" lang="{current_language()}"><style>{_STYLE}</style>{spoken}{self._table()}</div>'
        )

    def write(self, path: str | Path) -> Path:
        """Write picture and table as an HTML file of their own."""
        return write_explanations(path, [self])

    def __str__(self) -> str:
        lines = [
            f"{n}. {' · '.join(part for part in (in_quotes(tag.quote), *_facts(tag)) if part)}\n   {tag.why}"
            for n, tag in enumerate(self.tags, start=1)
        ]
        return "\n".join(lines) or _("The tagger finds nothing in this text.")

    __repr__ = __str__

    def _spoken(self, number: int, utterance: Utterance) -> str:
        speaker = ""
        if len(self.transcript.utterances) > 1:
            speaker = f'<p class="speaker">{escape(utterance.speaker or term("role", utterance.role))}</p>'
        tags = [(n, tag) for n, tag in enumerate(self.tags, start=1) if tag.utterance == number]
        pieces = "".join(_drawn(utterance.text[a:b], a, tags) for a, b in _pieces(utterance.text, tags))
        return f'{speaker}<div lang="{escape(self.transcript.language)}">{pieces}</div>'

    def _table(self) -> str:
        if not self.tags:
            nothing = _("The tagger finds nothing in this text.")
            return f"<p>{escape(nothing)}</p>"
        names = ("", _("Quote"), _("Kind"), _("Label"), _("Valence"), _("Stage"), _("Score"), _("Why"))
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
        rows = "".join(_row(n, tag, self.transcript.language) for n, tag in enumerate(self.tags, start=1))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def explain(text: str | Transcript, language: str = "en") -> Explanation:
    """What the tagger sees in some words of a participant, or in a transcript.

    Parameters
    ----------
    text : str or Transcript
        Words are read as one answer; a transcript with its questions and in its own language.
    language : str
        ISO 639-1 code of the words.

    Raises
    ------
    UnknownLanguageError
        The tagger does not know the language.

    Examples
    --------
    >>> print(explain("I waited for an hour and nobody picked up.").tags[0].kind)
    pain_point
    """
    transcript = Transcript(language=language, utterances=(Utterance(text=text),)) if isinstance(text, str) else text
    return Explanation(transcript, tuple(tag_transcript(transcript, talk=isinstance(text, str))))


def write_explanations(path: str | Path, explanations: Iterable[Explanation]) -> Path:
    """Write several explanations into one HTML file, each under the name of its transcript."""
    path = Path(path)
    title = escape(_("What the tagger sees"))
    parts = [(f"<h2>{escape(e.transcript.id)}</h2>" if e.transcript.id else "") + e.html() for e in explanations]
    head = f'<html lang="{current_language()}"><head><meta charset="utf-8"><title>{title}</title></head>'
    page = f"<!DOCTYPE html>\n{head}<body>{''.join(parts)}</body></html>\n"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _pieces(text: str, tags: list[tuple[int, Tag]]) -> Iterator[tuple[int, int]]:
    """The sentences as half-open ranges of the text; those that a tag joins are one piece."""
    start = 0
    for border in _SENTENCE_END.finditer(text):
        if not any(tag.start < border.start() and tag.end > border.end() for _n, tag in tags):
            yield start, border.start()
            start = border.end()
    yield start, len(text)


def _drawn(text: str, offset: int, tags: list[tuple[int, Tag]]) -> str:
    """One piece with its spans, drawn by displaCy; `offset` is where it begins in its utterance."""
    words = [(word.start() + offset, word.end() + offset) for word in _WORD.finditer(text)]
    spans = []
    for n, tag in tags:
        inside = [i for i, (start, end) in enumerate(words) if start < tag.end and end > tag.start]
        if inside:
            # displaCy escapes the text, but neither labels nor titles.
            label = escape(f"{n} {term('kind', tag.kind)}")
            spans.append({"start_token": inside[0], "end_token": inside[-1] + 1, "label": label, "kind": tag.kind})
    if not words:
        return ""
    height = _TO_BARS + _STEP * _bars(spans) + _BELOW
    options = {
        "template": {**_TEMPLATES, "span": _TEMPLATES["span"].replace("HEIGHT", str(height))},
        "colors": {span["label"]: _colour(str(span["kind"])) for span in spans},
        "top_offset": _TO_BARS,
        "top_offset_step": _STEP,
    }
    tokens = [text[start - offset : end - offset] for start, end in words]
    return SpanRenderer(options).render([{"tokens": tokens, "spans": spans}])


def _bars(spans: list[dict]) -> int:
    """How many bars displaCy draws one below the other: each span below the last one that runs over its beginning."""
    rows: list[int] = []
    ordered = sorted(spans, key=lambda s: (s["start_token"], -s["end_token"], s["label"]))
    for i, span in enumerate(ordered):
        over = [row for other, row in zip(ordered[:i], rows, strict=True) if other["end_token"] > span["start_token"]]
        rows.append(over[-1] + 1 if over else 1)
    return max(rows, default=0)


def _colour(kind: str) -> str:
    return _COLOURS.get(kind, _OTHER_COLOUR)


def _row(n: int, tag: Tag, language: str) -> str:
    kind, label, valence, stage, score = map(escape, _facts(tag))
    return (
        f'<tr><td class="number">{n}</td><td lang="{escape(language)}">{escape(in_quotes(tag.quote))}</td>'
        f'<td><span class="kind" style="background:{_colour(tag.kind)}">{kind}</span></td><td>{label}</td>'
        f'<td class="number">{valence}</td><td>{stage}</td><td class="number">{score}</td>'
        f"<td>{escape(tag.why)}</td></tr>"
    )


def _facts(tag: Tag) -> tuple[str, str, str, str, str]:
    """Kind, label, valence, stage and score as a person reads them; empty where there is none."""
    label = ""
    if tag.label:
        label = feeling_name(tag.label, tag.valence) if tag.kind == "emotion" else term("touchpoint", tag.label)
    valence = "" if tag.valence is None else f"{tag.valence:+d}".replace("-", "−").replace("+0", "0")
    stage = term("stage", tag.stage) if tag.stage else ""
    return term("kind", tag.kind), label, valence, stage, format_percent(tag.score)
