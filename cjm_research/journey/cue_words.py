"""Words that tell how a moment went: nearly given up, left, went on, waited, surprised, what it was about.

The lists were collected by reading the coded moments of the corpus in each language, and filled up with the other forms
and common synonyms of what was found. Words of nearly doing something are those of the avertive, "action narrowly
averted" (Kuteva 1998, Studies in Language 22:113). They are looked up only in words that a coder marked as a moment of
that kind, where they have few other meanings; nothing found there says nothing.

Each list holds regular expressions, matched from the start of a word, without regard to case; ``_`` is a space. Quotes
do not tell their language, so those of all three are tried; no expression of one is a common word of another.
"""

from __future__ import annotations

import re
from typing import Literal

Cue = Literal[
    "nearly",
    "leave",
    "go_on",
    "negated",
    "wait",
    "surprise",
    "unknown",
    "expectations",
    "cost",
    "convenience",
    "communication",
]

_WORDS: dict[Cue, dict[str, str]] = {
    "nearly": {
        "en": r"""
            nearly almost about_to\b (?:this|that)_close close_to on_the_(?:verge|point|brink)_of
            within_an_(?:inch|ace) came_near half_a_mind (?:so|very)_tempted (?:was|were)_ready_to wanted_to
            would_have (?:i|we).d_have thought_(?:of|about)_(?:leav|cancel|quit)
        """,
        "pl": r"""
            prawie\b chciał myślał\w*_o_ niemal o_mało omal mało_brakowało o_włos o_krok_od już_miał już_chciał
            już_był[aoe]?m?_gotow był[aoe]?m?_(?:bliski|gotow) na_skraju
        """,
        "ru": r"""
            чуть(?:_было)?_не\b чуть-чуть_и\b едва_не\b хотел думал почти\b(?!_сразу) ещё_немного,?_и\b
            еще_немного,?_и\b (?:уже|почти)_(?:хотел|собирал|готов) был[аи]?_готов готова?_был на_грани вот-вот
        """,
    },
    "leave": {
        "en": r"""
            g[ai]ve_(?:it_|them_|that_)?up giv(?:en|ing)_up cancel quit\b(?!_\w+ing)
            walk(?:ed|ing)?_(?:out|away|off) hung_up hang_up rang_off shut\b shutting clos(?:ed|ing)\b abandon
            elsewhere never_again sen[dt]_(?:it|them)_back sacked sacking drop(?:ped|ping)\b delet unsubscri
            uninstall switched_to forget_(?:it|them|that) not_(?:doing|going|buying|having|happening)\b
            (?:left|leav(?:e|ing))_(?:them|it|the) (?:i|we)_left\b sign(?:ed)?_off turned_(?:it|them|him|her)_down
            no_thank (?:was|be)_(?:me|us)_done (?:was|were)_(?:them|it|him)_gone did_me\b
            didn.t_(?:buy|go|reply|sign|take|order) won.t_be\b bin(?:ned|ning)\b lid_down no_good_to
        """,
        "pl": r"""
            zrezygn rezygn odpuści odpuszcz odpadł odpada odszed odesz wyszł wyszed rozłącz zamkn pozamyk porzuci
            anulow odwoł wypowiedz przenios nigdy_więcej nie_kupi nie_wróc nie_posz nie_poszed nie_pójd nie_zamówi
            zwróci oddał usun skasow podda dał\w*_(?:sobie_)?spok dać_sobie_spok wyrzuci odłoży
            nie_dla_(?:mnie|ciebie|nas) dziękuję,?_do_widzenia już_więcej_(?:\w+_)?nie postanowił\w*,?_że_nie uciek
            do_szuflady
        """,
        "ru": r"""
            бросил броса расхотел отказ ушл уш[её]л закрыл отменил (?:по|с)?лож\w+_трубк трубку_полож расторг
            верните возвращайте вернул_(?:товар|его|её|ее|их) удалил плюнул передумал больше_никогда ни_ногой
            ноги_моей не_(?:поеду|пойду|куплю|буду|стал[аи]?|беру|возьму|пош[её]л|пошла) слил съехать до_свидания
            нет_уж вычеркнул убрал[аи]? вышл вышел отв[её]з\w*_обратно заблокир
        """,
    },
    "go_on": {
        "en": r"""
            bought pa(?:id|ying)\b sign(?:ed|ing)?\b order(?:ed|ing)\b book(?:ed|ing)\b download
            took\b(?!_(?:\w+_)?off) (?:i|we).ll_(?:take|have|stay|go|buy) decided chose went_(?:with|for|ahead)
            (?:i|we)_went_back going_(?:back|with) stay(?:ed|ing)\b sold\b renewed subscribed
            (?:am|.m|.re)_(?:doing|signing|staying) kept_me back_(?:in|with|on)\b i.ve_said_aye it.ll_be_them
            when_can_you_start confirm
        """,
        "pl": r"""
            kupi zamówił zdecydow wybra wróci podpis zosta zapłac płac[ęei] zarezerw rezerwuj wzi[ęą] bior[ęą]
            bierze umówi przedłuż klikn klik\b dog[ao]da podali_my_sobie_rękę uścisn idę\b lecimy poszło\b
            siedzę|siedział
        """,
        "ru": r"""
            купил взял бер[уё] беру\b бер[её]м заказал решил выбрал вернулся вернул[аи]сь подпис остал останусь
            оплатил заплатил забронир продлил оформ согла нажал ткнул жми\b расписа переехал поехал скачал пойду\b
            сложил
        """,
    },
    # Going on denied is leaving: "never ordered it".
    "negated": {
        "en": r"""
            (?:never|not|won.t|didn.t|don.t|wouldn.t)_(?:\w+_)?(?:ever_)?(?:buy|bought|pay|paid|sign|order|book|go_back|stay)
        """,
        "pl": r"""
            nie_(?:\w+_)?(?:kupi|zamówi|zapłac|podpis|wróc|wzi|wezm|biorę|bierze|zosta|przedłuż)
        """,
        "ru": r"""
            не_(?:\w+_)?(?:куп|беру|бер[её]м|взял|возьм|закаж|заказал|верн|подпи|оста|заплачу|плачу|поеду|пойду|продл)
        """,
    },
    "wait": {
        "en": r"""
            wait(?:ed|ing|s)?\b queu on_hold delay late\b (?:for_)?ages\b forever dragg slow
            still_(?:has|had|have)n.t
            (?:\d+|an(?=_hour)|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|half_an)_(?:\w+_)?(?:minutes?|hours?|days?|weeks?|months?)\b
        """,
        "pl": r"""
            czeka wyczek kolejk opóźn spóźn trwa(?!ł(?:y|e|ych|ego|ym)\b|ło(?:ś|ść)) wieki\b wieczn wlok wlek przeciąg
            wisi\w*_na_(?:telefonie|słuchawce)
            (?:\d+|godzinę|dw[aie]|dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziesięć|pół|półtor\w+|\w+naście|tydzień|miesiąc)_(?:\w+_)?(?:minut|godzin|dni\b|tygodni|miesi)
        """,
        "ru": r"""
            жд(?:ал|ать|[её]м|у\b|и\b|[её]шь) ожида(?:л|ть|ни|ем) дожида очеред задерж опозд долго(?!веч|сроч)
            тян(?:ул|ется) вечност
            (?:\d+|час|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|пол\w*|полтор\w+|\w+надцать|сорок|целую)_(?:\w+_)?(?:минут|час|дн(?:я|ей)|сут|недел|месяц)
        """,
    },
    "surprise": {
        "en": r"""
            surpris unexpect (?:not|n.t|never|hadn.t)_(?:\w+_)?expect expect\w*_(?:the_worst|nothing) wow\b amaz
            blown_away (?:couldn|can|could_not|can_not|didn)(?:.t)?_believe would_you_believe can_you_believe
            gobsmack astonish speechless out_of_nowhere
        """,
        "pl": r"""
            zaskocz niespodzi nie_spodziewa spodziewał\w*_się_wszystkiego szok wow\b zdumi zdziwi oniemi
            nie_wierzył\w*_własnym oczom_nie_wierz szczęka_(?:mi_)?opad
        """,
        "ru": r"""
            удив неожидан не_ожида сюрприз вау\b порази (?:не|глазам_\w*)_повери глазам_не обалде офиг изуми онеме
            ничего_себе
        """,
    },
    "unknown": {
        "en": r"""
            nobody_(?:told|tells|said|says|explain|knew|knows) no_one_(?:told|tells|said|explain|knew|knows)
            (?:didn|doesn|don|wasn)(?:.t)_(?:tell|say|told|explain|know_(?:what|where|how|which|when|if))
            no_(?:idea|information|answer)\b nowhere_(?:\w+_)?(?:say|said|written|told)
            (?:couldn|can)(?:.t)_find_(?:out|anything|any) unclear not_clear no_explanation have_to_guess
        """,
        "pl": r"""
            nikt_(?:\w+_)?nie_(?:powie|mówi|wyjaśni|tłumacz|wie|umiał|potrafi|poinform) nie_wiadomo
            nigdzie_(?:\w+_)?nie nie_(?:było|ma)_(?:\w+_)?(?:informac|wyjaśni|odpowiedzi) niejasn
            nie_(?:wiedział|wiem)\w*,?_(?:co|gdzie|jak|któr|kiedy|czy) bez_(?:wyjaśnie|komunikat|słowa\b) zgaduj
        """,
        "ru": r"""
            никто_(?:\w+_)?не_(?:сказ|говор|объясн|зна|предупред|ответ) непонятно не_понятно нигде_(?:\w+_)?не
            (?:не_было|нет)_(?:\w+_)?(?:информац|объяснен|ответ) неизвестно
            не_(?:знал|знаю|понимал)\w*,?_(?:что|где|как|когда|какой|какая) без_(?:объяснен|предупрежден)
            гада(?:й|ть|ешь)
        """,
    },
    "expectations": {
        "en": r"""
            expect promis suppos qualit broke broken fault fits?\b wrong\b damag taste worked\b size\b
        """,
        "pl": r"""
            oczekiw obiec miał[oa]?_być jakoś zepsu popsu uszkodz pasuj pasow smak działa rozmiar nie_tak
        """,
        "ru": r"""
            ожида обеща должн качеств слома сломан брак\b повреж подош подход вкус работа(?:ет|л) размер не_то
        """,
    },
    "cost": {
        "en": r"""
            price pric(?:e|y|ing) cost expens dear\b fees?\b charg money cheap quid pounds?\b dollars? bucks euros?
            deposit discount refund afford pay(?:ing|ment)?\b paid\b per_cent interest\b bill\b invoice
        """,
        "pl": r"""
            cen[aęyo]?\b drog[oiae] drożs koszt opłat dopłat zł\b złot pieni tani rabat zniż kaucj płac zapłac
            rat[aęy]\b stów tysi[ąę]c euro\b grosz faktur rachun prowizj
        """,
        "ru": r"""
            цен[аыуео]?\b дорог(?:[ои]|ая) дороже стои(?:т|л) доплат платн плат(?:и|ё|е|ы) заплат руб тысяч деньг
            деш[её]в скидк залог комисси процент сч[её]т\b переплат копе
        """,
    },
    "convenience": {
        "en": r"""
            wait queue on_hold far\b park(?:ing|ed)\b carr(?:y|ied) stairs fill(?:ed|ing)?_in forms?\b log_?in
            password click slow easy easil quick convenien open(?:ing)?_hours closed\b deliver late\b hours?\b
            minutes?\b crash
        """,
        "pl": r"""
            czeka kolejk dalek parking dźwiga schod wypełni formularz logow hasł klik powol łatw szybk wygod otwart
            zamknięt dostaw spóźn godzin minut zawies
        """,
        "ru": r"""
            жд[аиёеу] ожидани очеред далек парков таска лестниц этаж заполн анкет парол войти нажим медлен легко
            быстр удобн неудобн открыт закрыт достав опозда час(?:а|ов)?\b минут завис
        """,
    },
    "communication": {
        "en": r"""
            told\b tell(?:s|ing)?\b said\b answer repl(?:y|ied) explain inform picked_up rang\b ring\b called?\b
            nobody_(?:knew|told|said) rude polite listen advert spam script jargon small_print unclear
            nowhere_(?:say|said) polite honest lied
        """,
        "pl": r"""
            powiedz mówi odpowied odpis odbier odebra wyjaśni tłumacz inform dzwoni zadzwoni niegrzecz grzeczn
            słucha reklam spam małym_druk drobnym_druk niejasn nikt_nie kłama szczer
        """,
        "ru": r"""
            сказа говор отвеч ответ объясн информ трубк звон позвон хам груб вежлив слуша реклам спам мелким_шрифт
            непонятн никто_не врал|врут|соврал честн предупред
        """,
    },
}


def _pattern(cue: Cue) -> re.Pattern[str]:
    expressions = [expression for words in _WORDS[cue].values() for expression in words.split()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})".replace("_", r"\s"), re.IGNORECASE)


_PATTERNS: dict[Cue, re.Pattern[str]] = {cue: _pattern(cue) for cue in _WORDS}


def tells(cue: Cue, quote: str) -> bool:
    """Whether the words hold one of the list.

    >>> tells("nearly", "Я чуть не бросил"), tells("leave", "Я чуть не бросил"), tells("wait", "the waiter was kind")
    (True, True, False)
    """
    return _PATTERNS[cue].search(quote) is not None
