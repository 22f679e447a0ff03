"""Numbers said digit by digit or in groups: "five five five, oh one four two", "sześćset jeden, dwieście ...".

A word is worth the digits that it puts down where somebody writes along: a unit one, a ten two, a hundred three. Units
fill up tens, both fill up hundreds. What counts steadily upwards ("one, two, three") is counting and no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cjm_research.privacy import checksums
from cjm_research.privacy.base import DataKind, Finding, Sureness
from cjm_research.privacy.context import an_amount, distance, near, of_a_thing
from cjm_research.privacy.identifiers import alive
from cjm_research.privacy.phones import phone_entity

FEWEST_DIGITS, ENOUGH_DIGITS = 6, 9

_UNITS = {
    "en": "zero|oh|o|nought|nil one two three four five six seven eight nine",
    "pl": "zero jeden|jedynka|jedna dwa|dwójka|dwie trzy|trójka cztery|czwórka pięć|piątka sześć|szóstka"
    " siedem|siódemka"
    " osiem|ósemka dziewięć|dziewiątka",
    "ru": "ноль|нуль один|единица|одна два|двойка|две три|тройка четыре|четвёрка|четверка пять|пятёрка|пятерка"
    " шесть|шестёрка|шестерка семь|семёрка|семерка восемь|восьмёрка|восьмерка девять|девятка",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "pl": "dziesięć|dziesiątka jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście"
    " osiemnaście dziewiętnaście",
    "ru": "десять|десятка одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать"
    " восемнадцать девятнадцать",
}
_TENS = {
    "en": "twenty thirty forty|fourty fifty sixty seventy eighty ninety",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt"
    " dziewięćdziesiąt",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_HUNDREDS = {
    "en": "",
    "pl": "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
    "ru": "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
# Greater words make an amount of what stands before them.
_GREAT = re.compile(r"[\s\-]*(?:thousand|million|billion|tysi|milion|миллион|тысяч)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = re.compile(r"[\s,;\-\u2010-\u2015]*|\.{0,3}\s+|…\s*")


class Word(NamedTuple):
    """A word for a number: how many digits it puts down, and its value."""

    width: int
    value: int


@cache
def number_words(language: str) -> dict[str, Word]:
    """All words of a language that stand for a number below a thousand."""
    words: dict[str, Word] = {}
    for table, width, first, step in (
        (_UNITS, 1, 0, 1),
        (_TEENS, 2, 10, 1),
        (_TENS, 2, 20, 10),
        (_HUNDREDS, 3, 100, 100),
    ):
        for place, forms in enumerate(table[language].split()):
            words.update(dict.fromkeys(forms.split("|"), Word(width, first + place * step)))
    return words


def find_spoken(text: str, language: str) -> Iterator[Finding]:
    """Sequences of number words and digits that make six digits or more, in each of the languages."""
    lowered = text.casefold()
    if len(lowered) != len(text):  # a few letters grow (ẞ): places must stay those of the text
        lowered = text.lower() if len(text.lower()) == len(text) else text
    tokens = _TOKEN.findall(lowered)
    digit_by_digit = sum(len(token) == 1 and token.isdigit() for token in tokens) >= FEWEST_DIGITS
    for spoken in ("en", "pl", "ru"):
        words = number_words(spoken)
        if spoken == "en" and language == "pl":
            words = {word: value for word, value in words.items() if word not in ("ten", "o")}  # Polish words too
        if digit_by_digit or any(token in words for token in tokens):
            for run in _runs(lowered, words):
                yield from _findings(text, run, language)


Group = tuple[int, int, str, bool]  # start, end, digits, whether in words


def _runs(text: str, words: dict[str, Word]) -> Iterator[list[Group]]:
    """Runs of groups of digits with nothing but commas, dashes and full stops between them."""
    run: list[Group] = []
    place = 0
    while (token := _TOKEN.search(text, place)) is not None:
        group = _group(text, token, words)
        near_enough = bool(run) and _BETWEEN.fullmatch(text, run[-1][1], token.start()) is not None
        if group is None or not near_enough:
            if run:
                yield run
            run = []
        if group is not None:
            run.append(group)
        place = group[1] if group else token.end()
    if run:
        yield run


def _group(text: str, token: re.Match[str], words: dict[str, Word]) -> Group | None:
    start, end, word = token.start(), token.end(), token.group()
    if word.isdigit():
        return (start, end, word, False) if len(word) <= 4 else None
    if word in _REPEATS and (following := _next(text, end, words)) and following[1].width == 1:
        return start, following[0], str(following[1].value) * _REPEATS[word], True
    if word not in words:
        return None
    width, value = words[word]
    # English hundreds are two words.
    if 0 < value < 10 and (hundred := re.compile(r"[\s\-]+hundred(?!\w)(?:\s+and(?!\w))?").match(text, end)):
        end, width, value = hundred.end(), 3, value * 100
    while (following := _next(text, end, words)) and _fills(width, value, following[1]):
        end, value = following[0], value + following[1].value
    return start, end, f"{value:0{width}d}", True


def _fills(width: int, value: int, word: Word) -> bool:
    """Whether a following word adds to a value: "forty" + "two", "six hundred" + "forty", never "four" + "two"."""
    if width == 1 or word.value == 0:
        return False
    if word.width == 1:
        return value % 10 == 0 and (value % 100 != 10)
    return word.width == 2 and value % 100 == 0


def _next(text: str, place: int, words: dict[str, Word]) -> tuple[int, Word] | None:
    following = re.compile(r"[ \-]([^\W\d_]+)").match(text, place)
    return (following.end(), words[following[1]]) if following and following[1] in words else None


def _findings(text: str, run: list[Group], language: str) -> Iterator[Finding]:
    digits = "".join(group[2] for group in run)
    if len(digits) < FEWEST_DIGITS:
        return
    start, end = run[0][0], run[-1][1]
    told = near(text, start, end, "phone", "number", "pesel", "nip", "inn", "snils", "passport", "card", "account")
    if _is_counting(run, told) or _GREAT.match(text, end):
        return
    if an_amount(text, start, end) or (of_a_thing(text, start, end) and not told):
        return
    in_words = sum(group[3] for group in run)
    one_by_one = all(len(group[2]) == 1 for group in run)
    if not in_words and not (one_by_one and len(run) >= FEWEST_DIGITS):
        return
    if not told and len(run) < 3:
        return
    kind = _kind(text, start, end, digits, language)
    sureness: Sureness = "likely" if told or ENOUGH_DIGITS <= len(digits) <= 26 else "possible"
    entity = phone_entity(digits) if kind == "phone" else digits
    yield Finding(start, end, text[start:end], kind, sureness, entity, "spoken_digits", {"form": "spoken"})


_NAMED: tuple[DataKind, ...] = ("pesel", "phone", "nip", "inn", "snils", "passport", "card", "account")
# Telephone numbers as they are told at home.
_AT_HOME = {"en": re.compile(r"0\d{9,10}"), "pl": re.compile(r"\d{9}"), "ru": re.compile(r"[78][3489]\d{9}|9\d{9}")}


def _kind(text: str, start: int, end: int, digits: str, language: str) -> DataKind:
    """What a number is: by the word before it, then by the forms of the language, then by check digits."""
    named = {kind: distance(text, start, end, kind, before=25, after=0) for kind in _NAMED}
    told = {kind: away for kind, away in named.items() if away is not None}
    if told:
        return min(told, key=lambda kind: told[kind])
    at_home = _AT_HOME.get(language)
    if at_home and at_home.fullmatch(digits):
        return "phone"
    if checksums.pesel(digits) and alive(digits) and (language == "pl" or near(text, start, end, "pesel")):
        return "pesel"
    if checksums.card(digits):
        return "card"
    return "account" if checksums.polish_account(digits) else "phone"


def _is_counting(run: list[Group], told: bool) -> bool:
    values = [int(group[2]) for group in run]
    steps = {second - first for first, second in pairwise(values)}
    if len(run) < 2 or (len(steps) == 1 and not (told and steps == {0})):
        return True
    if told:
        return False
    if max(values) <= 1.3 * min(values):  # several prices or sizes
        return True
    rising = all(first < second for first, second in pairwise(values))
    round_ones = all(value % 10 == 0 and value for value in values)
    years = all(value in (19, 20) for value in values[::2]) and all(len(group[2]) == 2 for group in run)
    mostly_counting = len(steps) <= 2 and len(run) >= 4 and steps <= {1, -1, 0}
    return (rising and len(run) < 5) or round_ones or years or mostly_counting
