"""E-mail addresses, places on the web and names in networks, as written and as spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cjm_research.privacy.base import Finding
from cjm_research.privacy.context import near

_TOP = (
    "com|org|net|edu|gov|info|biz|eu|io|pl|ru|uk|us|de|fr|it|es|nl|cz|sk|ua|by|lt|lv|ee|kz|su|ai|app|dev|shop|online"
    "|store|site|me|tv|co|рф|рус|москва"
)
_EMAIL = re.compile(r"(?<![\w.+%\-])\w[\w.+%'\-]{0,63}@\w[\w\-]{0,62}(?:\.[\w\-]{1,63}){0,5}\.[^\W\d_]{2,24}(?!\w)")
_URL = re.compile(r"(?<![\w@])(?:(?:https?|ftp)://|www\.)[^\s<>\"“”„«»]+", re.IGNORECASE)
_DOMAIN = re.compile(
    rf"(?<![\w@.\-/])(?:[\w\-]{{1,63}}\.){{1,6}}(?:{_TOP})(?!\w)(?!\.\w)(?!@)(?P<path>/[^\s<>\"“”„«»]*)?", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w@./])@[^\W\d](?:[\w.]*\w){2,}|(?<![\w@./])@[^\W\d_]\w{2,}")

# Lengths are bounded everywhere: a text is hostile until shown otherwise. Spoken: words for the signs.
_AT = r"(?:at|małpa|malpa|małpka|собака|собачка|эт)"
_DOT = r"(?:dot|kropka|точка|period)"
_MARK = r"(?:dash|hyphen|minus|myślnik|kreska|underscore|podkreślenie|podkreślnik|дефис|тире|минус|подч[её]ркивание)"
_S = r"[ ,]{1,2}"
_JOINED = rf"(?:{_S}(?:{_DOT}|{_MARK}){_S}\w{{1,40}}|\.\w{{1,40}})"
_SPOKEN = re.compile(
    rf"(?<![\w.+\-])(?P<local>\w[\w.+\-]{{0,63}}(?:(?:{_S}(?:{_DOT}|{_MARK}){_S}\w{{1,40}}){{1,4}}(?:{_S}\w{{1,15}})?)?){_S}(?P<at>{_AT}){_S}"
    rf"(?P<domain>[\w\-]{{1,63}}(?:(?:{_JOINED}){{1,4}}|{_S}(?:com|pl|ru|net|org|ру|ком)))(?!\w)",
    re.IGNORECASE,
)
_SPOKEN_WWW = re.compile(
    rf"(?<!\w)(?:www|w w w|вэ вэ вэ){_S}(?:{_DOT}{_S})?\w{{1,40}}(?:{_JOINED}){{1,4}}(?!\w)", re.IGNORECASE
)
_SPOKEN_SLASH = re.compile(
    rf"(?<!\w)\w{{1,40}}(?:{_JOINED}){{1,3}}{_S}(?:slash|slesz|ukośnik|łamane|сл[эе]ш|косая){_S}\w{{1,40}}(?!\w)",
    re.IGNORECASE,
)
# What stands before "at" in a sentence that is no address: "look at example dot com".
_NO_LOCAL = frozenset(
    [
        "it",
        "look",
        "looked",
        "looking",
        "bought",
        "ordered",
        "order",
        "shop",
        "shopped",
        "buy",
        "me",
        "them",
        "him",
        "her",
        "you",
        "us",
        "something",
        "everything",
        "things",
        "stuff",
        "one",
        "ones",
        "that",
        "this",
        "these",
        "those",
        "available",
        "found",
        "see",
        "saw",
        "is",
        "was",
        "are",
        "were",
        "be",
        "been",
        "on",
        "and",
        "or",
        "up",
        "only",
        "not",
        "price",
        "prices",
        "cheaper",
        "site",
        "website",
        "page",
        "stara",
        "ta",
        "mała",
        "ale",
        "jak",
    ]
)
_PROVIDERS = frozenset(
    [
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "yahoo",
        "icloud",
        "proton",
        "protonmail",
        "live",
        "wp",
        "o2",
        "onet",
        "interia",
        "op",
        "gazeta",
        "poczta",
        "mail",
        "yandex",
        "ya",
        "rambler",
        "inbox",
        "list",
        "bk",
        "яндекс",
        "мейл",
        "майл",
        "гмейл",
        "джимейл",
    ]
)
_SIGNS = {"dot": ".", "kropka": ".", "точка": ".", "period": "."} | dict.fromkeys(
    ["dash", "hyphen", "minus", "myślnik", "kreska", "дефис", "тире", "минус"], "-"
)
_SIGNS |= dict.fromkeys(["underscore", "podkreślenie", "podkreślnik", "подчёркивание", "подчеркивание"], "_")


def find_contacts(text: str) -> Iterator[Finding]:
    """E-mail addresses, web addresses and handles; several may overlap.

    The bare name of a site ("allegro.pl") is possible only: people speak of brands so.
    """
    if "@" in text:
        yield from (_finding(text, match, "email", "sure", "email") for match in _EMAIL.finditer(text))
        yield from (_finding(text, match, "handle", "likely", "handle") for match in _HANDLE.finditer(text))
    if "." in text:
        for match in _URL.finditer(text):
            yield _finding(text, match, "url", "sure", "url")
        for match in _DOMAIN.finditer(text):
            yield _finding(text, match, "url", "likely" if match["path"] else "possible", "domain")
    yield from _spoken_emails(text)
    for pattern in (_SPOKEN_WWW, _SPOKEN_SLASH):
        for match in pattern.finditer(text):
            yield _finding(text, match, "url", "likely", "url_spoken")


def _finding(text: str, match: re.Match[str], kind: str, sureness: str, why: str) -> Finding:
    start = match.start()
    words = match.group().rstrip(".,;:!?)]}'’…")
    return Finding(start, start + len(words), words, kind, sureness, words.casefold(), why)  # type: ignore[arg-type]


def _spoken_emails(text: str) -> Iterator[Finding]:
    for match in _SPOKEN.finditer(text):
        local, domain = match["local"], _written(match["domain"])
        told = near(text, *match.span(), "email", after=0)
        english = match["at"].lower() in ("at", "эт")
        if english and local.lower() in _NO_LOCAL:
            continue
        if not re.search(r"\.[^\W\d_]{2,}$", domain):
            continue
        start, end = match.span()
        dictated = " " in local  # "j dot marsh at": nobody names a shop so
        sureness = "likely" if told or not english or dictated or domain.split(".")[0] in _PROVIDERS else "possible"
        entity = f"{_written(local)}@{domain}"
        yield Finding(start, end, text[start:end], "email", sureness, entity, "email_spoken", {"form": "spoken"})  # type: ignore[arg-type]


def _written(spoken: str) -> str:
    """``jan kropka nowak`` as it is typed: ``jan.nowak``."""
    words = re.split(r"[ ,]+", spoken.casefold())
    if len(words) == 2 and words[1] in ("com", "pl", "ru", "net", "org", "ру", "ком"):
        words.insert(1, ".")  # the dot is left out in quick speech
    return "".join(_SIGNS.get(word, word) for word in words)
