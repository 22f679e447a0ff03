"""Street addresses and postcodes, Polish, Russian, British and American."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cjm_research.privacy.base import Finding, Sureness
from cjm_research.privacy.context import an_amount, near
from cjm_research.privacy.spoken import number_words

_S = r"[ \u00a0]"
_CAP = r"[A-ZĄĆĘŁŃÓŚŹŻÀ-ÖØ-ÞА-ЯЁ][\w’'\-]*\.?"
_WORDS = {code: "|".join(sorted(number_words(code), key=len, reverse=True)) for code in ("en", "pl", "ru")}
_NUMBER = r"\d{1,4}(?:[A-Za-zА-Яа-яёЁ](?!\w))?(?:[/\\]\d{1,4}[A-Za-zА-Яа-я]?(?!\w))?"


def _said(language: str) -> str:
    """A number in digits or in up to three words."""
    return rf"(?:{_NUMBER}|(?:{_WORDS[language]})(?:[ \-](?:{_WORDS[language]})){{0,2}}(?!\w))"


# Poland: ul. Długa 5 m. 7, 00-238 Warszawa.
_PL_KIND = (
    r"(?:ul|al|os|pl|alei)\.|ulic[aęyą]|alej[aęią]|aleje|alejach|osiedl[eau]|osiedlem|plac(?:u|em)?|skwer(?:ze|u)?"
    r"|rynek|rynku|bulwar(?:ze)?|szos[aęyie]+"
)
_PL_NAME = rf"(?:(?:\d{{1,2}}\s)?{_CAP}|gen\.|ks\.|św\.|płk\.|prof\.|im\.|\d{{3,4}}-lecia|[IVX]+)" + (
    rf"(?:{_S}(?:{_CAP}|i|na|nad|pod)){{0,3}}"
)
_PL_FLAT = rf"(?:(?:,?{_S}(?:m|lok|mieszk)\.?|,?{_S}mieszkani[aeu]|,?{_S}lokal(?:u)?){_S}?{_said('pl')})?"
_PL_CODE = rf"\d\d-\d{{3}}(?:{_S}{_CAP}(?:[ \-]{_CAP})?)?"
_PL = re.compile(
    rf"(?<![\w.])(?:{_PL_CODE},?{_S})?(?P<kind>(?i:{_PL_KIND})){_S}?(?P<name>{_PL_NAME})"
    rf"(?P<number>,?{_S}(?:nr|numer|dom)?\.?{_S}?{_said('pl')}{_PL_FLAT})?(?:,{_S}{_PL_CODE})?",
)
_PL_LOWER = re.compile(
    rf"(?<!\w)(?:ul\.|ulic[aęy]|alei|osiedlu){_S}[^\W\d]{{3,40}}(?:{_S}[^\W\d]{{3,40}})?{_S}{_said('pl')}{_PL_FLAT}(?!\w)",
    re.IGNORECASE,
)
_PL_BARE = re.compile(
    rf"(?<!\w)(?:na|przy|z|adres\w*:?|adresem){_S}(?P<place>{_CAP}(?:{_S}{_CAP})?,?{_S}{_said('pl')}{_PL_FLAT}(?:,{_S}{_PL_CODE})?)(?!\w)"
)
_PL_POST = re.compile(rf"(?<![\w\-+])(?<!\d[ .,/]){_PL_CODE}(?![\w\-])(?!{_S}?\d)")

# Russia: 115093, Москва, ул. Большая Серпуховская, дом 12, корп. 2, кв. 40.
_RU_KIND = (
    r"ул\.?|улиц[аеыуой]{1,2}|пр-к?та?\.?|пр\.|просп\.?|проспект[еау]?|пер\.|переул(?:ок|ке|ка)|шоссе|наб\.|набережн[аоуй]{1,2}"
    r"|бульвар[еау]?|б-р|пл\.|площад[ьи]|мкр\.?|микрорайон[еа]?|проезд[еа]?|тупик[еа]?"
)
_RU_NAME = rf"(?:\d{{1,3}}(?:-[а-я]{{1,2}})?{_S}(?:лет{_S})?)?{_CAP}(?:{_S}{_CAP}){{0,2}}"
_RU_HOUSE = rf"(?:(?:дом[еау]?|д\.?){_S}?(?:№{_S}?)?)?{_said('ru')}"
_RU_MORE = (
    rf"(?:,?{_S}(?:к|корп|корпус|стр|строение|подъезд|под|эт|этаж)\.?{_S}?\d{{1,3}})*"
    rf"(?:,?{_S}?(?:кв|квартир[аеыу]|оф|офис|ком|комната)\.?{_S}?{_said('ru')})?"
)
# Words that begin a sentence before the kind of a street.
_RU_NO_NAME = (
    "(?:На|По|С|В|Во|От|До|За|У|К|Из|Об|Про|Через|Для|Это|Эта|Этот|Та|Наша|Наш|Моя|Мой|Вся|Весь|Есть|Адрес|И|А|Но)"
)
_RU_CITY = r"[А-ЯЁ][а-яё\-]+(?:[ \-][А-ЯЁ][а-яё]+)?"
_RU_BEFORE = rf"(?:(?:\d{{6}},?{_S})?(?:(?:г\.|город){_S}?)?{_RU_CITY},{_S}|\d{{6}},?{_S})?"
_RU = re.compile(
    rf"(?<![\w.]){_RU_BEFORE}(?:(?P<kind>(?i:{_RU_KIND})){_S}?{_RU_NAME}|(?!{_RU_NO_NAME}{_S}){_RU_NAME}{_S}(?i:{_RU_KIND}))"
    rf"(?P<number>,?{_S}{_RU_HOUSE}{_RU_MORE})?(?!\w)"
)
_RU_HOUSE_FIRST = re.compile(
    rf"(?<!\w)(?:дом[еау]?|д\.){_S}?{_said('ru')}{_S}(?:по|на){_S}(?i:{_RU_KIND}){_S}?{_RU_NAME}(?!\w)"
)
_RU_LOWER = re.compile(
    rf"(?<!\w)(?:ул\.|улиц[аеыу]|проспекте?|переул(?:ок|ке)){_S}[^\W\d]{{3,40}},?{_S}(?:дом\w?{_S}|д\.{_S}?)?\d{{1,3}}[а-я]?{_RU_MORE}(?!\w)",
    re.IGNORECASE,
)
_RU_BARE = re.compile(
    rf"(?<!\w)(?:на|по|с|адрес\w*:?){_S}(?P<place>{_CAP}(?:{_S}{_CAP})?,?{_S}{_RU_HOUSE}{_RU_MORE})(?!\w)"
)
_RU_FLAT = re.compile(
    rf"(?<!\w)(?:дом[еау]?|д\.){_S}?{_said('ru')},?{_S}(?:корп(?:ус|\.){_S}?\d+,?{_S})?"
    rf"(?:кв\.|квартир[аеыу]){_S}?{_said('ru')}(?!\w)",
    re.IGNORECASE,
)
_RU_INDEX = re.compile(r"(?<![\w\-+])(?<!\d[ .,/])[1-6]\d{5}(?![\w\-])(?!\s?\d)")

# Britain and America: Flat 3, 27 Orchard Road, Leeds LS6 2AB; 5 Main St, Springfield, IL 62701.
_EN_KIND = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Terrace|Place|Pl|Square|Sq|Gardens|Grove|Way"
    r"|Walk|Row|Mews|Boulevard|Blvd|Parkway|Pkwy|Circle|Hill|Rise|Quay|Embankment"
)
_EN_CERTAIN = ("St", "Road", "Rd", "Av", "L", "Cres", "Terr", "Gard", "Bo", "Bl")  # others name shops too
_EN_CODE = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|J[E]|K[ATWY]|L[ADELNSU]?"
    r"|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
    r"\d[A-Z\d]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2}"
)
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_US_CODE = rf"(?:{_STATES}){_S}\d{{5}}(?:-\d{{4}})?"
_EN_DOOR = rf"#?(?:\d{{1,4}}[A-Za-z]?|[A-Z]\d{{0,3}}|(?i:{_WORDS['en']}))(?!\w)"  # "flat at 12b" tells no door
_EN_FLAT = rf"(?:(?i:Flat|Apartment|Apt\.?|Unit|Suite){_S}{_EN_DOOR},?{_S})?"
_EN_AFTER = (
    rf"(?:,?{_S}(?i:Flat|Apartment|Apt\.?|Unit|Suite|#){_S}?{_EN_DOOR})?"
    rf"(?:(?:,{_S}{_CAP}(?:{_S}{_CAP}){{0,2}}){{0,2}},?{_S}(?:{_EN_CODE}|{_US_CODE}))?"
)
_EN = re.compile(
    rf"(?<![\w.,/£$€\-])(?<!\d ){_EN_FLAT}"
    rf"(?P<number>(?i:number|no\.){_S}\d{{1,4}},|{_NUMBER}|(?i:{_WORDS['en']})(?:[ \-](?i:{_WORDS['en']}))?)"
    rf"{_S}(?P<name>(?:{_CAP}{_S}|\d{{1,3}}(?:st|nd|rd|th){_S}){{1,3}})(?P<kind>{_EN_KIND})(?!\w)\.?(?P<after>{_EN_AFTER})"
)
_EN_LOWER = re.compile(
    rf"(?<![\w.,/£$€\-])(?:\d{{1,3}}[a-z]?){_S}"
    r"(?!(?:on|in|at|the|down|minutes?|hours?|days?|percent|or|to|and|of|from|people)\b)"
    rf"[a-z’']{{3,}}(?:{_S}[a-z’']{{3,}})?{_S}(?:street|road|avenue|lane|crescent|terrace)(?!\w)",
    re.IGNORECASE,
)
_EN_POST = re.compile(rf"(?<!\w){_EN_CODE}(?!\w)")
_EN_POST_LOWER = re.compile(rf"(?<!\w){_EN_CODE}(?!\w)", re.IGNORECASE)
_US_ZIP = re.compile(rf"(?<!\w)(?:{_CAP},{_S})?{_US_CODE}(?!\w)|(?<![\w\-])\d{{5}}(?:-\d{{4}})?(?![\w\-])")


# "4 Park Place Hotel": a house with a name of its own.
_HOUSE = re.compile(
    rf"{_S}(?:Hotels?|Hospital|School|Primary|Academy|College|Station|Market|Church|Surgery|Baker(?:y|s)|Caf[eé]|Clinic"
    r"|Restaurants?|Inn|Pub|Shops?|Shopping|Mall|Cent(?:re|er)|Gallery|Theatre|Records|Studios?|Bridge|Library|Garage"
    r"|Stores?|Pharmacy|Gym|Club|Arcade|Stadium)(?!\w)",
)
_HOUSE_WORD = re.compile(
    r"(?<!\w)(?:nr|numer|dom|m|lok|mieszk\w*|lokal\w*|д|дом\w?|к|корп\w*|кв\w*|оф\w*)(?!\w)", re.IGNORECASE
)
# Nouns in the genitive plural, by their endings, and a few that have none or stand in the singular after 2, 3, 4.
_COUNTED = re.compile(
    rf"{_S}(?:(?:нов|больш|маленьк|разн|друг|продуктов|obcy|now|różn|mał|duż|inn)(?:ых|их|ych|ich){_S})?"
    r"(?:[а-яё]{3,}(?:ов|ев|ёв|ек)|[а-яё]{4,}ей|магазина|магазинчик\w*|кафе|аптеки?|ресторана|банка|салона|дома|точки|школы?"
    r"|[a-ząćęłńóśźż]{3,}(?:ów|ek)|sklepy|aptek[ai]|kawiarni[ea]?|restauracj[ei]|bank[iu]|szk[oó][łl]\w?|salony|budynki"
    r"|punkty|przystank\w+)(?!\w)"
)


def find_addresses(text: str) -> Iterator[Finding]:
    """Streets with a house, and postcodes; several may overlap.

    A street with its kind ("ul.", «улица», "Road") and a house is sure, a name and a house after words for living
    ("mieszkam na Długiej 5") likely, a street without a house possible.
    """
    yield from _streets(text)
    if re.search(r"\d", text):
        yield from _bare(text)
        yield from _postcodes(text)


def _finding(text: str, start: int, end: int, sureness: Sureness, why: str) -> Finding:
    words = text[start:end].rstrip(" ,")
    entity = " ".join(re.findall(r"\w+", words.casefold()))
    return Finding(start, start + len(words), words, "address", sureness, entity, why)


def _streets(text: str) -> Iterator[Finding]:
    for pattern, why in ((_PL, "street_pl"), (_RU, "street_ru")):
        for match in pattern.finditer(text):
            if match["number"] and _counts(text, match):
                yield _finding(text, *match.span(), "possible", why)
            elif match["number"] and not an_amount(text, *match.span()):
                yield _finding(text, *match.span(), "sure", why)
            elif match["kind"] and match["kind"].lower() not in ("rynek", "rynku", "pl.", "os.", "plac", "placu"):
                yield _finding(text, *match.span(), "possible", why)
    for match in _RU_HOUSE_FIRST.finditer(text):
        yield _finding(text, *match.span(), "sure", "street_ru")
    for match in _EN.finditer(text):
        house = _HOUSE.match(text, match.end())
        if house and not match["after"]:
            if near(text, *match.span(), "address", after=0):
                yield _finding(text, *match.span(), "possible", why="house_en")
            continue
        certain = match["kind"].startswith(_EN_CERTAIN) or match["after"] or near(text, *match.span(), "address")
        yield _finding(text, *match.span(), "sure" if certain else "likely", "street_en")
    for pattern, why in ((_PL_LOWER, "street_pl"), (_RU_LOWER, "street_ru"), (_EN_LOWER, "street_en")):
        for match in pattern.finditer(text):
            told = near(text, *match.span(), "address", after=0)
            if why != "street_en" and _COUNTED.match(text, match.end()) and not _HOUSE_WORD.search(match.group()):
                continue
            yield _finding(text, *match.span(), "likely" if told or why != "street_en" else "possible", why)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether the number behind a street counts what stands there: «на проспекте Мира 18 магазинов»."""
    bare = re.fullmatch(rf"{_S}[\w \-]+", match["number"]) and not _HOUSE_WORD.search(match["number"])
    return bool(bare and _COUNTED.match(text, match.end()))


def _bare(text: str) -> Iterator[Finding]:
    """A name and a house after a word for living or delivering, a house and a flat."""
    for pattern in (_PL_BARE, _RU_BARE):
        for match in pattern.finditer(text):
            start, end = match.span("place")
            told = _RU_FLAT.search(text, start, end) or near(text, start, end, "address", before=35, after=0)
            if told and not an_amount(text, start, end):
                yield _finding(text, start, end, "likely", "house_after_home")
    for match in _RU_FLAT.finditer(text):
        yield _finding(text, *match.span(), "likely", "house_and_flat")


def _postcodes(text: str) -> Iterator[Finding]:
    for match in _PL_POST.finditer(text):
        told = near(text, *match.span(), "postcode", after=15)
        if told or re.search(r" \w", match.group()):
            yield _finding(text, *match.span(), "sure" if told else "likely", "postcode_pl")
        elif match.group().startswith("0"):
            yield _finding(text, *match.span(), "possible", "postcode_pl")
    for match in _RU_INDEX.finditer(text):
        if near(text, *match.span(), "postcode", before=25, after=12):
            yield _finding(text, *match.span(), "sure", "postcode_ru")
        elif re.match(rf",{_S}(?:г\.{_S}?)?[А-ЯЁ]", text[match.end() : match.end() + 5]):
            yield _finding(text, *match.span(), "likely", "postcode_ru")
    for match in _EN_POST.finditer(text):
        told = near(text, *match.span(), "postcode", "address", after=15)
        yield _finding(text, *match.span(), "sure" if told else "likely", "postcode_uk")
    for match in _EN_POST_LOWER.finditer(text):
        if near(text, *match.span(), "postcode", before=30, after=15):
            yield _finding(text, *match.span(), "likely", "postcode_uk")
    for match in _US_ZIP.finditer(text):
        if match.group()[0].isdigit() and not re.search(
            r"\bzip\b", text[max(0, match.start() - 25) : match.start()], re.I
        ):
            continue
        yield _finding(
            text, *match.span(), "sure" if near(text, *match.span(), "postcode") else "likely", "postcode_us"
        )
