"""Dates of birth: a date, and a word that says somebody was born then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cjm_research.privacy.base import Finding, Sureness

_MONTHS = {
    "en": "jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)?"
    " nov(?:ember)? dec(?:ember)?",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "roman": "I II III IV V VI VII VIII IX X XI XII",
}
_EN, _PL, _RU, _ROMAN = ("|".join(_MONTHS[key].split()) for key in ("en", "pl", "ru", "roman"))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:(?:18|19|20)\d\d|['’]?\d\d)"
# The word for a year belongs to the date, save in "года рождения", which says what the date is.
_OF_YEAR = r"(?:\s*(?:roku(?!\s+urodz)|r\.|года(?!\s+рожд)|году|г\.(?!\s?р)))?"
_DATE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<d1>{_DAY})\s?[./\-–]\s?(?P<m1>1[0-2]|0?[1-9]|{_ROMAN})\s?[./\-–]\s?(?P<y1>{_YEAR}){_OF_YEAR}"
    rf"|(?P<m5>1[0-2]|0?[1-9])/(?P<d5>{_DAY})/(?P<y5>{_YEAR})"
    rf"|(?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d){_OF_YEAR}"
    rf"|(?P<d3>{_DAY})(?:st|nd|rd|th|-go|-ego|-го)?\s(?:of\s)?(?P<m3>{_EN}|{_PL}|{_RU})\b\.?(?:,?\s(?P<y3>{_YEAR}){_OF_YEAR})?"
    rf"|(?P<m4>{_EN})\b\.?\s(?P<d4>{_DAY})(?:st|nd|rd|th)?(?:,?\s(?P<y4>{_YEAR}))?"
    rf")(?!\w)(?![./]\d)",
    re.IGNORECASE,
)
# A date in words: ordinals and numbers around the name of a month.
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ \-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|\w+teenth|twentieth|thirtieth)"
    r"|(?:(?:dwudziestego|trzydziestego)\s)?(?:pierwszego|drugiego|trzeciego|czwartego|piątego|szóstego|siódmego|ósmego"
    r"|dziewiątego|dziesiątego|\w+nastego|dwudziestego|trzydziestego)"
    r"|(?:(?:двадцать|тридцать)\s)?(?:первого|второго|третьего|четв[её]ртого|пятого|шестого|седьмого|восьмого|девятого"
    r"|десятого|\w+надцатого|двадцатого|тридцатого)"
)
_YEAR_WORDS = (
    r"(?:,?\s(?:nineteen|twenty|two thousand)(?:[ \-](?:and\s)?(?!the\b|it\b)\w+){1,2}"
    r"|\s(?:tysiąc|dwa tysiące|dwutysięczn|\w+(?:dziesiąt|dzieści|dwudziest|trzydziest)\w*)"
    r"(?:\s\w+(?:ego|set|siąt\w*))*(?:\sroku(?!\s+urodz))?"
    r"|\s(?:тысяча|две тысячи|двухтысячн|\w+(?:десят|дцать|сорок|девяност)\w*)"
    r"(?:\s\w+(?:ого|его|сот|ьсот|сят|ста))*(?:\sгода(?!\s+рожд))?)?"
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:the\s)?(?:{_ORDINAL})\s(?:of\s)?(?:{_EN}|{_PL}|{_RU})\b{_YEAR_WORDS}"
    rf"|(?<!\w)(?:{_EN})\s(?:the\s)?(?:{_ORDINAL})\b{_YEAR_WORDS}",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    r"(?<![\w.,])(?:(?:19|20)\d\d(?!\w)(?![.,]\d)|['’]\d\d(?!\w)|\d\d(?=[ -]?(?:roku|году|года|го года|м году)\b))"
)

# Directly before the date (or "г.р." behind it): this is when somebody was born.
_BORN = re.compile(
    r"(?<!\w)(?:born|birth(?!day)\w*|d\.?o\.?b\b\.?|ur\b\.?|urodz(?!in)\w*|родил\w*|рожд[её]н(?!и)\w*"
    r"|(?<!день )(?<!дня )(?<!днём )рождения|д\.\s?р\b\.?|г\.\s?р\b\.?)(?P<between>[^.!?…]{0,28}|\.\s?)$",
    re.IGNORECASE,
)
_BORN_BEHIND = re.compile(
    r"^[\s,(]{0,3}(?:г\.?\s?р\b|(?:года )?рождения|(?:roku )?urodzenia|born\b|ur\.|urodzon)", re.IGNORECASE
)
# "On the third of May our daughter was born."
_BORN_LATER = re.compile(r"^[^.!?…]{0,15}(?<!\w)(?:was born|were born|urodził|родил)", re.IGNORECASE)
_BIRTHDAY = re.compile(
    r"(?<!\w)(?:birthday|bday|urodziny|urodzin|urodzinach|д[её]нь рождения|дня рождения|днюх\w)[^.!?…]{0,30}$",
    re.IGNORECASE,
)
# "I was born in 1987, and on 3 May 2021 I bought": another verb between says that the date is another one.
_OTHER = re.compile(
    r"(?<!\w)(?:bought|ordered|married|moved|came|went|kupi\w*|zamówi\w*|ślub\w*"
    r"|купил\w*|заказал\w*|переехал\w*|and on|i w|но)(?!\w)",
    re.IGNORECASE,
)


# Who was born: a person, or nobody told. "The show was born on" tells of no person.
_PERSON = (
    r"i|he|she|we|they|you|who|whom|one|(?:(?:grand|great|step|half|god|foster)-?)*(?:mother|father|daughter|son|sister|brother|child|children|kids?|bab(?:y|ies)"
    r"|girls?|boys?|twins?|triplets?|mum|mom|dad|wife|husband|partner|cousin|niece|nephew|uncle|aunt|auntie|gran|nan"
    r"|grandad|grandma|grandpa|granny|friend|wom[ae]n|m[ae]n|person|people|neighbour|colleague|patient|eldest|youngest"
    r"|oldest|elder|younger|older|boss|guy|lady|lad|little one|first|second|third|fianc[eé]e?|boyfriend|girlfriend"
    r"|toddler|teenager)s?"
    r"(?:-in-law|['’]s)?"
    r"|both|all|was|were|is|and|also|actually"
)
_SUBJECT = re.compile(
    r"(?P<first>(?<!\w)[\w’'\-]+ )?(?P<who>[\w’'\-]+)"
    r" (?:was|were|is|are|had been|got|being) (?:\w+ly |also )?born$"
)
_THING = (
    r"pomys\w*|projek\w*|firm[aąęy]\w*|sklep\w*|mark[aąęi]|aplikacj\w*|serial\w*|program\w*|piosenk\w*|zesp[óo][łl]\w*"
    r"|pies|psa|kot\w?|ide[aęi]|szczeni\w+|kociak\w*|ide\w|проект\w*|идея|идеи|идею|фирм\w+|компани\w+|магазин\w*"
    r"|бренд\w*|приложени\w+|сериал\w*|программ\w+|передач\w+|песн\w+|групп\w+|собак\w+|кот|кошк\w+|щен\w+|кот[её]н\w+"
    r"|сервис\w*|замыс\w+|марк[аи]"
)
_THING_BORN = re.compile(
    rf"(?<!\w)(?:{_THING})(?:\s\w+){{0,2}}?\s(?:się )?(?:u|na)?(?:rodzi|роди)\w*(?:\ssię)?"
    rf"|(?:(?:u|na)rodzi\w*\ssię|родил\w*)\s(?:\w+\s){{0,2}}(?:{_THING})(?!\w)",
    re.IGNORECASE,
)


def find_birth_dates(text: str) -> Iterator[Finding]:
    """Dates of birth. A birthday, and a year alone with a word for being born, are possible only.

    `entity` is the ISO date where day, month and year are told in digits.
    """
    for match in _DATE.finditer(text):
        whole = _iso(match)
        if whole is None:
            continue
        sureness = _sureness(text, *match.span())
        if sureness is not None:
            yield _finding(text, match, whole or match.group().casefold(), sureness, "birth_date")
    for match in _SPOKEN.finditer(text):
        if (sureness := _sureness(text, *match.span())) is not None:
            yield _finding(text, match, " ".join(match.group().casefold().split()), sureness, "birth_date_spoken")
    for match in _YEAR_ALONE.finditer(text):
        if _sureness(text, *match.span()) == "sure":
            yield _finding(text, match, match.group(), "possible", "birth_year")


def _finding(text: str, match: re.Match[str], entity: str, sureness: Sureness, why: str) -> Finding:
    end = match.end()
    return Finding(match.start(), end, text[match.start() : end], "birth_date", sureness, entity, why)


def _sureness(text: str, start: int, end: int) -> Sureness | None:
    before = text[max(0, start - 45) : start]
    if (born := _BORN.search(before)) and not _OTHER.search(born["between"]):
        return "sure" if _somebody(before, born.start("between")) else "possible"
    if _BORN_BEHIND.match(text[end : end + 20]):
        return "sure"
    if later := _BORN_LATER.match(text[end : end + 45]):
        return "likely" if _somebody(text[end : end + 60], later.end()) else "possible"
    return "possible" if _BIRTHDAY.search(before) else None


def _somebody(text: str, end: int) -> bool:
    """Whether who is born, by the words up to the verb that ends there, may be a person."""
    clause = text[:end].rstrip()
    if _THING_BORN.search(text):
        return False
    subject = _SUBJECT.search(clause)
    if subject is None or re.fullmatch(_PERSON, subject["who"], re.IGNORECASE):
        return True
    # A name begins with a capital; "The Archive" does too.
    article = (subject["first"] or "").strip().casefold() in ("the", "this", "that", "a", "an")
    return subject["who"][0].isupper() and subject["who"].casefold() not in ("it", "this", "that") and not article


def _iso(match: re.Match[str]) -> str | None:
    """The ISO date, "" where the year is not told, None where it is no date."""
    groups = match.groupdict()
    for key in "12345":
        if groups[f"d{key}"]:
            day, month, year = int(groups[f"d{key}"]), _month(groups[f"m{key}"]), groups[f"y{key}"]
            break
    if not year:
        return ""
    year = year.strip("'’")
    number = int(year) + (0 if len(year) == 4 else 1900 if int(year) > 30 else 2000)
    try:
        return date(number, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    for names in _MONTHS.values():
        for number, pattern in enumerate(names.split(), 1):
            if re.fullmatch(pattern, name, re.IGNORECASE):
                return number
    return 0
