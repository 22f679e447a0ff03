"""Names known from elsewhere in a study that are common words too: whether a sentence begins with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_research.privacy.base import Sureness
from cjm_research.privacy.names_base import Reading, as_set
from cjm_research.privacy.names_clauses import agrees_after, human_verb_after, past_form
from cjm_research.privacy.names_evidence import speech_after, verb_after

if TYPE_CHECKING:
    from cjm_research.privacy.names_heads import Scan

# Forms of names that sentences begin with all the time, as conjunctions and the like.
_LITTLE_WORDS = {
    "en": frozenset[str](),
    "pl": as_set("ale ani bez mają może mieszka nim sam sama sami tam tylko idzie idzą dana dane dany danie czasem"),
    "ru": as_set("коль том тем дай дан дана"),
}
# Nobody is there: Ani nie było, Веры нет.
_ABSENT = {"pl": (("nie", "było"), ("nie", "ma"), ("nie", "będzie")), "ru": (("не", "было"), ("не", "будет"), ("нет",))}
_DONE_BY_ME = as_set("я мы знаю люблю помню хвалю спросила znam znamy lubię pamiętam polecam")


def at_start(scan: Scan, i: int, readings: Sequence[Reading]) -> tuple[Sureness | str, str]:
    """How sure a known name is that opens a sentence in a form that is a common word too.

    Parameters
    ----------
    readings : sequence of Reading
        What the form may be as a name.

    Returns
    -------
    tuple of (str, str)
        Likely where a verb or the same name nearby says so, else possible; nothing for conjunctions and the like.
    """
    if scan.words[i].fold in _LITTLE_WORDS[scan.language]:
        once = sum(word.fold == scan.words[i].fold for word in scan.words) == 1
        return ("likely", "named_elsewhere") if once and _absent(scan, i, readings) else ("", "")
    if vocative(scan, i, readings):
        return "likely", "spoken_to"
    told = _is_subject(scan, i, readings) or _is_object(scan, i, readings) or _absent(scan, i, readings)
    return "likely" if told or _also_beside(scan, i, readings) else "possible", "named_elsewhere"


def _is_subject(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    words, language = scan.words, scan.language
    if scan.text[words[i].end : words[i].end + 2] in ("'s", "’s"):
        return True
    if language == "en":
        return speech_after(words, i + 1, language) or verb_after(words, i + 1, language)
    nominative = any(("sg", "nom") in r.places for r in readings)
    if language == "ru" and nominative and _described(scan, i, readings):
        return True
    return agrees_after(words, i + 1, language, readings) or (nominative and human_verb_after(words, i + 1, language))


def _described(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Вера вежлива: a short adjective of the same gender."""
    from cjm_research.privacy.names_ru import short_adjective

    after = scan.words[i + 1 : i + 2]
    genders = {r.gender for r in readings if ("sg", "nom") in r.places}
    return bool(after) and after[0].before == " " and short_adjective(after[0].fold) in genders


def _is_object(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Жене сказали, Lenie kupiliśmy, Волка я знаю: what somebody does to a person."""
    cases = {case for r in readings for number, case in r.places if number == "sg"}
    after = scan.words[i + 1 : i + 2]
    if not cases & {"dat", "acc"} or not after or after[0].before != " ":
        return False
    verb = after[0].fold
    several = past_form(verb, scan.language) == "pl"
    mine = verb in _DONE_BY_ME if scan.language == "ru" else verb in _DONE_BY_ME or verb.endswith(("łam", "łem"))
    return several or mine


def _absent(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    if not any(place == ("sg", "gen") for r in readings for place in r.places):
        return False
    after = tuple(word.fold for word in scan.words[i + 1 : i + 3])
    return any(after[: len(phrase)] == phrase for phrase in _ABSENT.get(scan.language, ()))


def _also_beside(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Whether another word of the utterance, with a capital that tells something, is a form of the same name."""
    mine = {(r.lemma, r.part == "last") for r in readings}
    return any(
        n != i
        and word.capital
        and not (word.opens and scan.names.is_word(word.fold))
        and any((r.lemma, r.part == "last") in mine for r in scan.readings(word))
        for n, word in enumerate(scan.words)
    )


def vocative(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Маш, говорю: the short form that somebody is called by, and a comma."""
    after = scan.words[i + 1 : i + 2]
    called = any(r.part == "dim" and r.places and r.places[0] == ("sg", "voc") for r in readings)
    return scan.language == "ru" and called and bool(after) and after[0].before == ", "
