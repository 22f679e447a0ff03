"""What the header of a survey's column says: “CSAT: delivery”, “ocena 1-5: telefon @ zakup”, “оценка 1-10: доставка”.

A header names a kind, perhaps a scale, and after that what it is about: a touchpoint, a stage after “@”, or a topic of
its own. Where it leaves open which kind or which scale, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model import CHANNELS, STAGE_MODELS, Instrument, term
from cjm_research.model.survey import STANDARD, InstrumentKind
from cjm_research.readers.participant_words import folded

# Words of a header -> kind; longer forms come first. “CES” alone does not say which of two opposite scales it is.
_KIND_WORDS: dict[str, tuple[str, ...]] = {
    "nps": (
        "nps", "net promoter score", "net promoter", "recommendation", "polecenie", "chęć polecenia",
        "gotowość polecenia", "готовность рекомендовать", "рекомендация", "индекс лояльности",
    ),
    "csat": (
        "csat", "customer satisfaction", "satisfaction", "satysfakcja", "zadowolenie", "удовлетворённость",
        "удовлетворенность",
    ),
    "ces1": ("ces1", "ces 1.0", "ces 1", "ces1.0"),
    "ces2": ("ces2", "ces 2.0", "ces 2", "ces2.0"),
    "ces?": ("ces", "customer effort score", "customer effort", "effort", "wysiłek", "усилия", "усилие"),
    "rating": ("rating", "rate", "score", "ocena", "оценка"),
}  # fmt: skip
_SCALE = re.compile(r"(?<![\d.,-])(-?\d{1,3})\s*(?:-|–|—|…|\.\.|\bto\b|\bdo\b|\bдо\b)\s*(\d{1,3})(?![\d.,])")
_SCALE_WORDS = re.compile(r"\b(?:scale|skala|w skali|шкала|по шкале|from|od|от)\b", re.IGNORECASE)
_EDGES = " \t\n:;,|/()[]{}–—-_="


@dataclass(frozen=True)
class Heading:
    """What a header names.

    `instrument` is None where it names none; `problem` says, in a sentence, why it cannot be used and what to write.
    `assumed` says what was supposed although the header does not say it.
    """

    instrument: Instrument | None = None
    problem: str = ""
    assumed: str = ""


def read_heading(header: str, own_touchpoints: Mapping[str, str] | None = None) -> Heading:
    """The instrument that a header names.

    Parameters
    ----------
    header : str
        As it stands in the table.
    own_touchpoints : mapping, optional
        Names of touchpoints that the study added -> their labels.

    Examples
    --------
    >>> read_heading("ocena 1-10: telefon").instrument.key
    'rating_1_10:phone'
    >>> read_heading("age")
    Heading(instrument=None, problem='', assumed='')
    """
    words = " ".join(header.split())
    kinds, rest = _kinds(words)
    if not kinds:
        return Heading()
    if len(kinds) > 1:
        return Heading(
            problem=_("It names more than one instrument. Name one: “CSAT”, “CES 2.0”, “NPS” or “rating 1-5”.")
        )
    if kinds[0] == "ces?":
        return Heading(
            problem=_(
                "There are two effort scores, one good when low, the other good when high. Write which: “CES 1.0” "
                "(effort, 1 to 5, low is good) or “CES 2.0” (made it easy, 1 to 7, high is good)."
            )
        )
    kind: InstrumentKind = kinds[0]  # type: ignore[assignment]
    return _with_scale(kind, rest, own_touchpoints or {})


def _with_scale(kind: InstrumentKind, rest: str, own: Mapping[str, str]) -> Heading:
    scales = _SCALE.findall(rest)
    if len(scales) > 1:
        return Heading(problem=_("It names more than one scale. Write one, such as “1-5”."))
    low, high = (int(end) for end in scales[0]) if scales else STANDARD[kind][:2]
    if kind == "rating" and not scales:
        return Heading(
            problem=_("It does not say on which scale people rated. Write the scale, such as “rating 1-5: phone”.")
        )
    if not low < high:
        return Heading(problem=_("Its scale has no width. Write the lowest answer first, such as “1-5”."))
    if kind == "nps" and (low, high) != STANDARD["nps"][:2]:
        return Heading(problem=_("NPS is asked from 0 to 10. Call another scale a rating, such as “rating 1-5”."))
    rest = _SCALE_WORDS.sub(" ", _SCALE.sub(" ", rest)) if scales else rest
    place = read_place(rest, own)
    if place.problem:
        return Heading(problem=place.problem)
    assumed = "" if scales else _("The header names no scale: the usual one of this instrument is used.")
    topic = "" if place.touchpoint else place.topic
    instrument = Instrument.of(kind, low=low, high=high, touchpoint=place.touchpoint, stage=place.stage, topic=topic)
    return Heading(instrument=instrument, assumed=assumed)


def _kinds(words: str) -> tuple[list[str], str]:
    """The kinds that a header begins with or holds, and what is left of it without their words."""
    found, rest = [], words
    for written, kind in _kind_patterns():
        if written.search(rest):
            rest = written.sub(" ", rest)
            if kind not in found:
                found.append(kind)
    # “satisfaction rating 1-10” is a satisfaction score; “rating” says no more than that people rated.
    named = [kind for kind in found if kind != "rating"]
    return (named or found), rest


@cache
def _kind_patterns() -> list[tuple[re.Pattern[str], str]]:
    words = sorted(((word, kind) for kind, all_ in _KIND_WORDS.items() for word in all_), key=lambda p: -len(p[0]))
    return [(_pattern(word), kind) for word, kind in words]


def _pattern(word: str) -> re.Pattern[str]:
    form = "[ _-]*".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<![^\W_]){form}(?![^\W_])(?!\.\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """What a score is about: identifiers of the touchpoint and stage, or a topic in the words of the table."""

    touchpoint: str | None = None
    stage: str | None = None
    topic: str = ""
    problem: str = ""


def read_place(words: str, own: Mapping[str, str] | None = None) -> Place:
    """The touchpoint and stage that some words mean: “phone @ purchase”, “dostawa”, “@ loyalty”, or a topic."""
    about, at, behind = words.partition("@")
    about, behind = about.strip(_EDGES), behind.strip(_EDGES)
    stage = _known("stage").get(folded(behind)) if at else None
    if at and stage is None:
        return Place(
            problem=_("There is no stage “{stage}” to put behind “@”. Known: {known}.").format(
                stage=behind, known=", ".join(term("stage", key) for key in STAGE_MODELS["seven_stage"].keys)
            )
        )
    if not about:
        return Place(stage=stage)
    names = {**_known("touchpoint"), **{folded(name): label for name, label in (own or {}).items()}}
    touchpoint, other = names.get(folded(about)), _known("stage").get(folded(about))
    if touchpoint:
        return Place(touchpoint=touchpoint, stage=stage)
    if other and not at:
        return Place(stage=other)
    return Place(stage=stage, topic=about)


@cache
def _known(family: str) -> dict[str, str]:
    """Folded names in every language, and identifiers, of touchpoints or stages."""
    if family == "touchpoint":
        keys = tuple(CHANNELS)
    else:
        keys = tuple(dict.fromkeys(key for model in STAGE_MODELS.values() for key in model.keys))
    known: dict[str, str] = {}
    for key in keys:
        known.setdefault(folded(key), key)
        for language in LANGUAGES:
            with using_language(language):
                known.setdefault(folded(term(family, key)), key)
    for key, words in (_SHORT if family == "touchpoint" else {}).items():
        for word in words:
            known.setdefault(folded(word), key)
    return known


# What people write for a touchpoint besides its full name.
_SHORT: dict[str, tuple[str, ...]] = {
    "phone": ("phone", "telephone", "call", "call centre", "call center", "telefon", "infolinia", "телефон", "звонок",
              "колл-центр"),
    "delivery": ("delivery", "courier", "dostawa", "kurier", "доставка", "курьер", "montaż", "монтаж", "установка"),
    "website": ("website", "web site", "site", "strona", "strona internetowa", "witryna", "сайт"),
    "online_store": ("online shop", "web shop", "sklep internetowy", "интернет-магазин"),
    "store": ("store", "shop", "premises", "sklep", "salon", "магазин", "салон", "офис"),
    "staff": ("staff", "salesperson", "obsługa", "sprzedawca", "персонал", "продавец", "менеджер"),
    "support_service": ("support", "service", "complaints", "repairs", "serwis", "reklamacja", "reklamacje",
                        "поддержка", "рекламация"),
    "product": ("product", "produkt", "продукт", "товар"),
    "checkout_payment": ("payment", "checkout", "płatność", "оплата"),
    "mobile_app": ("app", "aplikacja", "приложение"),
    "email": ("email", "e-mail", "mail", "почта"),
    "chat": ("chat", "czat", "чат"),
    "returns_refund": ("returns", "refund", "zwrot", "zwroty", "возврат"),
    "contract_paperwork": ("contract", "paperwork", "umowa", "договор"),
}  # fmt: skip
