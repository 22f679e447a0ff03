"""Words around a number that say what it is, or that it is nobody's: stems of all three languages at once."""

from __future__ import annotations

import re
from functools import cache

# How many signs before and after a number its words are looked for.
BEFORE, AFTER = 45, 25

# Stems; a word counts that begins with one, or equals it where it ends in "|". Any language may be spoken in any text.
STEMS: dict[str, str] = {
    "phone": (
        "phone telephone tel| call calls| called| calling| ring| rings| rang| ringing| mobile| cell| cellphone"
        " landline"
        " hotline helpline text| texts| texted texting dial whatsapp switchboard voicemail fax sms viber telegram"
        " telefon dzwon dzwoń zadzwo oddzwo przedzwo komórk komork infolini esemes stacjonarn fon|"
        " тел| телефон звон звян позвон дозвон перезвон созвон набер набра мобильн сотов городской| вотсап"
        " ватсап вайбер"
        " горячая| горячую| линию| смс"
    ),
    "number": "number| numbers| numer numerem номер номера номеру",
    "pesel": "pesel песел",
    "nip": "nip| nip-| nipu| nipem| vat| podatkow",
    "regon": "regon",
    "inn": "инн| инн- inn|",
    "snils": "снилс snils",
    "imei": "imei",
    "passport": "passport paszport паспорт загранпаспорт серия| серии| series|",
    "id_card": "dowód| dowodu| dowodem| dowodzie| osobist identity id|",
    "nino": "insurance| ni| nino nino|",
    "ssn": "social| security| ssn| socials|",
    "licence": "licence license prawo| prawa| jazdy| водительск права|",
    "card": "card| cards| visa mastercard maestro amex kart карт карточк мир|",
    "account": (
        "account| accounts| iban bank banking sort| routing konto konta| kontem koncie kont| rachun nrb| przela"
        " przelew"
        " счет| счёт| счета| счету| счёту| расчетн расчётн лицев р/с перев банк"
    ),
    "email": "mail mails e-mail email address| write| wrote| mejl maila adres poczt napis pisz pisał"
    " имейл мейл почт емейл адрес пиш напиш писал",
    "address": (
        "address live| lives| lived| living| moved| house| flat| apartment deliver postcode zip| home| street|"
        " adres mieszka zamieszka przeprowadz zameldowan dostaw kod| kodu| kodem| pocztow dom| domu| dostarcz"
        " адрес живу| живём| живем| живет| живёт| жил| жила| жили| прожива прописан прописк переехал дом| доме|"
        " доставк"
        " индекс почтов привез привёз"
    ),
    "postcode": "postcode postal| zip| kod| kodu| kodem| pocztow индекс почтов",
    "born": ("born| birth| dob| d.o.b ur| urodz urodzen ro| родил рожд роди рожден рождён д.р др| дата-рождения"),
    "birthday": "birthday birthdays| bday urodziny urodzinach urodziny| imieniny именин днюх рождения|",
    # What is counted under a number of its own, and says nothing of a person.
    "thing": (
        "order| orders| ordered| invoice tracking parcel ticket| booking reservation claim policy| contract reference"
        " ref| flight model| models| serial item| article part| case| version sku barcode"
        " zamówieni zamowieni faktur przesyłk przesylk paczk zgłoszeni zgłoszenia reklamacj umow polis szkod"
        " rezerwacj"
        " bilet modelu| wersj artykuł seryjn"
        " заказ накладн трек посыл заявк обращени договор полис бронь брон билет рейс модел серийн артикул"
        " верси счёт-ф штрих barcodes kreskow ean| огрн ogrn krs"
    ),
    # What stands behind an amount.
    "unit": (
        "pounds| pound| quid| dollars| dollar| bucks| euro euros| cents| pence| percent people| persons| customers|"
        " users| times| metres| meters| miles| years| minutes| hours| days| weeks| months| pieces| kilos| kg|"
        " km| m| cm| mm| g| ml| l|"
        " gbp| usd| eur| pln| rub| items| units| watts| volts|"
        " zł| złot zlot groszy| tysi milion osób| ludzi| razy| metr lat| minut godzin dni| tygod miesi lata|"
        " sztuk kilo procent|"
        " руб рубл р| тыс тысяч миллион человек раз| метр лет| минут час дней| год| года| недел месяц штук кило"
        " процент доллар евро гривен"
    ),
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    stems = STEMS[name].split()
    whole = [re.escape(stem[:-1]) + r"(?!\w)" for stem in stems if stem.endswith("|")]
    begun = [re.escape(stem) for stem in stems if not stem.endswith("|")]
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted({*whole, *begun}, key=len, reverse=True)) + ")", re.IGNORECASE)


def distance(text: str, start: int, end: int, *names: str, before: int = BEFORE, after: int = AFTER) -> int | None:
    """How many signs lie between a place and the nearest word of these kinds; None where none is near."""
    near: int | None = None
    left, right = text[max(0, start - before) : start], text[end : end + after]
    for name in names:
        for match in _pattern(name).finditer(left):
            gap = len(left) - match.end()
            near = gap if near is None else min(near, gap)
        if after and (behind := _pattern(name).search(right)) is not None:
            # What stands behind is told later and counts less.
            gap = behind.start() + BEFORE // 2
            near = gap if near is None else min(near, gap)
    return near


def named(text: str, start: int, end: int, *names: str) -> int | None:
    """As `distance`, of words that name this number: no other number stands between, nor follows those behind it."""
    between = re.search(r"\D*$", text[max(0, start - BEFORE) : start])
    before = len(between.group()) if between else 0
    after = 0 if re.search(r"\d", text[end : end + AFTER + 15]) else AFTER
    return distance(text, start, end, *names, before=before, after=after)


def near(text: str, start: int, end: int, *names: str, before: int = BEFORE, after: int = AFTER) -> bool:
    """Whether a word of these kinds stands near."""
    return distance(text, start, end, *names, before=before, after=after) is not None


def of_a_thing(text: str, start: int, end: int, *, than: str = "phone") -> bool:
    """Whether a word for an order, a parcel, a model stands nearer than one of kind `than`."""
    thing = distance(text, start, end, "thing", before=28, after=0)
    other = distance(text, start, end, than)
    return thing is not None and (other is None or thing <= other)


def an_amount(text: str, start: int, end: int) -> bool:
    """Whether a number is money, a measure or a count of something."""
    if re.search(r"[£$€₽]\s?$", text[max(0, start - 2) : start]):
        return True
    behind = text[end : end + 16]
    return bool(re.match(r"\s?[£$€₽%°]|[.,]\d", behind)) or bool(
        (found := _pattern("unit").search(behind)) and not behind[: found.start()].strip(" -\u00a0")
    )
