"""What people write for the groups and methods of participants, in English, Polish and Russian."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import term

# Besides the identifiers and the names that the package itself shows for them.
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "group": {
        "customer": (
            "client", "user", "buyer", "consumer", "shopper", "klient", "klientka", "kupujący", "kupująca", "nabywca",
            "nabywczyni", "konsument", "konsumentka", "użytkownik", "użytkowniczka", "клиент", "клиентка",
            "покупатель", "покупательница", "потребитель", "потребительница", "пользователь", "пользовательница",
            "заказчик", "заказчица",
        ),
        "non_user": (
            "non-customer", "non-client", "non-buyer", "nieużytkownik", "nieużytkowniczka", "nieklient", "nieklientka",
            "niekorzystający", "niekorzystająca", "osoba niekorzystająca", "osoba nieużywająca",
            "неклиент", "неклиентка", "непользователь",
            "непользовательница", "не пользователь", "непокупатель", "непокупательница", "не пользующийся",
            "не пользующаяся", "не пользуется",
        ),
        "expert": (
            "specialist", "ekspert", "ekspertka", "specjalista", "specjalistka", "эксперт", "экспертка", "специалист",
        ),
    },
    "method": {
        "retrospective": (
            "retrospection", "retrospektywny", "retrospektywna", "retrospektywne", "retrospektywnie", "retrospekcja",
            "ретроспективное", "ретроспективный", "ретроспективная", "ретроспективно", "ретроспектива",
        ),
        "walk_along": (
            "accompanied", "accompanied shopping", "accompanied visit", "accompanying", "go-along", "shop-along",
            "walk", "shadowing", "towarzyszący", "towarzysząca", "towarzyszące", "towarzyszenie", "spacer",
            "spacer badawczy", "wspólny spacer", "wspólne zakupy", "сопровождение", "сопровождаемое",
            "сопровождающее", "сопровождающий", "прогулка", "совместная прогулка", "совместная покупка",
        ),
    },
}  # fmt: skip
# Said beside the word that tells the method.
_INTERVIEW = re.compile(r"\b(?:an?|the|interview|method|wywiad|metoda|интервью|метод)\b")


def meaning(family: str, written: str) -> str | None:
    """The identifier that somebody means; None for words that are not known.

    Parameters
    ----------
    family : {"group", "method"}
    written : str
        Case, blanks, hyphens, diacritics and the word “interview” do not matter.

    Examples
    --------
    >>> meaning("method", "Wywiad towarzyszacy"), meaning("group", "Non-user"), meaning("group", "alien")
    ('walk_along', 'non_user', None)
    """
    known = _known(family)
    return known.get(folded(written)) or known.get(_without_interview(written))


def folded(words: str) -> str:
    """`words` in lower case, without diacritics and without anything but letters and digits."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("ł", "l"))
    return "".join(char for char in plain if char.isalnum())


def _without_interview(words: str) -> str:
    return folded(_INTERVIEW.sub(" ", words.casefold().replace("_", " ")))


@cache
def _known(family: str) -> dict[str, str]:
    """Folded words with the identifiers they stand for; what the package shows in any language is among them."""
    known: dict[str, str] = {}
    for key, others in _WORDS[family].items():
        shown = []
        for language in LANGUAGES:
            with using_language(language):
                shown.append(term(family, key))
        for words in (key, *shown, *others):
            known[folded(words)] = key
            known.setdefault(_without_interview(words), key)
    known.pop("", None)
    return known
