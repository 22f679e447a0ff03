"""Why a tag was made, in plain words of the language in force: no name of a rule, nothing that only we understand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from cjm_research.i18n import _, current_language, format_percent, in_quotes, ngettext
from cjm_research.model.terms import feeling_name, term

# Who found the tag: the lexicon, what was learnt from coded interviews, or both.
Origin = Literal["rule", "model", "both"]
MOST_QUOTED = 3


def reason_in_words(
    kind: str,
    words: Sequence[str],
    origin: Origin = "rule",
    share: float | None = None,
    *,
    label: str | None = None,
    valence: float | None = None,
) -> str:
    """A sentence or two for the researcher.

    “Pain point: the words “nobody picked up” are a sign of it. Seen right in 62% of such cases.”

    Parameters
    ----------
    kind, label : str
        Identifiers of the coding scheme.
    words : sequence of str
        Pieces of the text that speak for the tag, the strongest first; three are quoted, none that another one holds.
    origin : {"rule", "model", "both"}
        Whether words known to be a sign stand there, or the clause is worded like coded ones, or both.
    share : float, optional
        How often such a tag is right, in [0, 1].
    valence : float, optional
        Tells distrust from trust.
    """
    parts = [_found(_name(kind, label, valence), _without_inner(words)[:MOST_QUOTED], origin)]
    if share is not None:
        parts.append(_seen_right(share))
    return " ".join(parts)


def reason_of_study(what: str, examples: int, share: float | None = None, words: Sequence[str] = ()) -> str:
    """What the study's own codings have to do with a tag.

    Parameters
    ----------
    what : {"kind", "label", "code"}
        They taught that a passage of the kind stands here, its label, or a code of the study's own.
    examples : int
        Codings that it was learnt from.
    share, words
        As for `reason_in_words`.
    """
    if what == "kind":
        text = ngettext(
            "Learnt from your codings: you have coded {n} passage of this kind.",
            "Learnt from your codings: you have coded {n} passages of this kind.",
            examples,
        )
    elif what == "label":
        text = ngettext(
            "The label is learnt from your codings: from {n} passage of this kind.",
            "The label is learnt from your codings: from {n} passages of this kind.",
            examples,
        )
    elif words:
        text = ngettext(
            "Learnt from your codings: worded like the {n} passage with this code, above all {words}.",
            "Learnt from your codings: worded like the {n} passages with this code, above all {words}.",
            examples,
        )
    else:
        text = ngettext(
            "Learnt from your codings: worded like the {n} passage with this code.",
            "Learnt from your codings: worded like the {n} passages with this code.",
            examples,
        )
    quoted = ", ".join(map(in_quotes, _without_inner(words)[:MOST_QUOTED]))
    return " ".join([text.format(n=examples, words=quoted), *([] if share is None else [_seen_right(share)])])


def _seen_right(share: float) -> str:
    hundredths = round(100 * share)
    return _("Seen right in {share} of such cases.").format(share=_percent(hundredths, current_language()))


@lru_cache(maxsize=1000)
def _percent(hundredths: int, _language: str) -> str:
    """A percentage in the language in force; the rules of number formats are looked up once for each."""
    return format_percent(hundredths / 100)


def _without_inner(words: Sequence[str]) -> list[str]:
    """The pieces in their order, without repeats and without those that stand whole in another one."""
    pieces: dict[str, str] = {}
    for piece in words:
        if piece.strip():
            pieces.setdefault(piece.strip().lower(), piece.strip())
    return [
        shown
        for one, shown in pieces.items()
        if not any(one != other and f" {one} " in f" {other} " for other in pieces)
    ]


def _name(kind: str, label: str | None, valence: float | None) -> str:
    """“Pain point”, “Touchpoint (Phone call)”."""
    if not label:
        return term("kind", kind)
    shown = feeling_name(label, valence) if kind == "emotion" else term("touchpoint", label)
    return _("{kind} ({label})").format(kind=term("kind", kind), label=shown)


def _found(name: str, quoted: list[str], origin: Origin) -> str:
    if not quoted:
        return _("{kind}: the passage is worded like passages that were coded so.").format(kind=name)
    n = sum(len(piece.split()) for piece in quoted)
    if origin == "model":
        text = ngettext(
            "{kind}: the passage is worded like passages that were coded so, above all the word {words}.",
            "{kind}: the passage is worded like passages that were coded so, above all the words {words}.",
            n,
        )
    elif origin == "both":
        text = ngettext(
            "{kind}: the word {words} is a sign of it, and passages that were coded so are worded alike.",
            "{kind}: the words {words} are a sign of it, and passages that were coded so are worded alike.",
            n,
        )
    else:
        text = ngettext("{kind}: the word {words} is a sign of it.", "{kind}: the words {words} are a sign of it.", n)
    return text.format(kind=name, words=", ".join(map(in_quotes, quoted)))
